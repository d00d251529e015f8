"""What the documentation says is what happens: commands run, outputs are real, links lead somewhere.

In a document, a ```yaml block whose first line is a comment with a path is a file; a ```console block
is a session: a line `$ checker ...` and what the command prints; a paragraph `...` stands for those left out
there. A document is played from top to bottom in one folder that holds a copy of theory/ and cases/.
`<!-- exit code 1 -->` stands before a session that ends with that code.

    python -m tests.test_documentation     renews the outputs
"""

import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from checker.analysis.result import VERDICTS
from checker.cli import main

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "benchmarks").glob("*.md")),
             *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"(?P<claim><!-- exit code \d+ -->\n+)?^```(?P<kind>yaml|console)\n(?P<text>.*?)^```$",
                   re.MULTILINE | re.DOTALL)
EXAMPLE = re.compile(r"(?:^|  +)checker (.+?)(?:  .*)?$", re.MULTILINE)


def run(arguments: list[str]) -> Result:
    """What the command does with these arguments in the current folder, 80 columns wide, without colour."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("COLUMNS", "80")
        environment.setenv("NO_COLOR", "1")
        result = CliRunner().invoke(main, arguments, prog_name="checker")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def cut(output: str, like: str) -> str:
    """The output with as many paragraphs left at either end as there are around the `...` of what was shown before."""
    paragraphs, shown = output.split("\n\n"), like.split("\n\n")
    if "..." not in shown:
        return output
    head = shown.index("...")
    tail = len(shown) - head - 1
    return "\n\n".join([*paragraphs[:head], "...", *paragraphs[len(paragraphs) - tail:]])


def renewed(document: str) -> str:
    """The document with the real outputs and exit codes of its sessions."""

    def played(block: re.Match[str]) -> str:
        text = block["text"]
        if block["kind"] == "yaml":
            first = text.splitlines()[0]
            if first.startswith("# ") and first.endswith(".yaml"):
                path = Path(first.removeprefix("# "))
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            return block[0]
        call, _, shown = text.partition("\n")
        program, *arguments = shlex.split(call.removeprefix("$ "))
        assert call.startswith("$ ") and program == "checker", f"a session runs checker, not {call}"
        result = run(arguments)
        claim = f"<!-- exit code {result.exit_code} -->\n" if result.exit_code else ""
        output = cut(result.output.strip("\n"), shown.strip("\n"))
        return f"{claim}```console\n{call}\n{output}\n```"

    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        for name in ("theory", "cases"):
            shutil.copytree(ROOT / name, name)
        return BLOCK.sub(played, document)


def commands(group: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every command, groups included, in the order of the help."""
    yield path
    if isinstance(group, click.Group):
        for name in group.list_commands(click.Context(group)):
            command = group.get_command(click.Context(group), name)
            assert command
            yield from commands(command, (*path, name))


def examples(help_text: str) -> list[list[str]]:
    """The calls of the command in a help text, as arguments: each stands alone or ends its line after a gap."""
    return [shlex.split(call) for call in EXAMPLE.findall(help_text)]


@pytest.mark.parametrize("path", [" ".join(path) for path in commands(main)])
def test_every_command_has_help_with_an_example_that_runs(
        path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = run([*path.split(), "--help"])
    found = examples(shown.output)
    assert shown.exit_code == 0
    assert found, f"the help of `checker {path}` has no example"
    for number, arguments in enumerate(found):
        folder = tmp_path / str(number)
        folder.mkdir()
        monkeypatch.chdir(folder)
        assert arguments[:len(path.split())] == path.split() or not path
        result = run(arguments)
        assert result.exit_code in (0, 1), f"checker {shlex.join(arguments)}\n{result.output}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_sessions_in_the_documents_are_real(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert renewed(text) == text, "renew it: python -m tests.test_documentation"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_named_in_the_documents_exist(document: Path) -> None:
    known = {" ".join(path) for path in commands(main)}
    for call in re.findall(r"`checker ([a-z][a-z ]*)", document.read_text(encoding="utf-8")):
        assert any(known & {" ".join(call.split()[:length])} for length in (1, 2)), f"checker {call}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_in_the_documents_lead_to_files(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text(encoding="utf-8")):
        assert "://" in target or (document.parent / target).exists(), target


def test_the_build_runs_the_test_command_of_the_readme() -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S)
    installing, testing = (block.strip() for block in blocks)
    assert installing.endswith(" check belarus-iran")
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1] == testing


def test_the_readme_explains_every_verdict_in_the_order_in_which_they_apply() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    explained = re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)
    assert [*explained, "unknown"] == list(VERDICTS)
    assert "`unknown` means" in text


def test_one_version_stands_everywhere() -> None:
    shown = run(["--version"]).output
    version = re.search(r"\d+\.\d+\.\d+", shown)
    assert version, shown
    for name in ("setup.cfg", "CITATION.cff", "CHANGELOG.md"):
        assert version[0] in (ROOT / name).read_text(encoding="utf-8"), name


def test_the_package_runs_as_a_module_as_it_does_as_a_command() -> None:
    module = subprocess.run([sys.executable, "-m", "checker", "--version"], cwd=ROOT, capture_output=True, text=True)
    assert module.returncode == 0
    assert module.stdout.split()[-1] == run(["--version"]).output.split()[-1]


if __name__ == "__main__":
    for page in DOCUMENTS:
        before = page.read_text(encoding="utf-8")
        page.write_text(renewed(before), encoding="utf-8")
