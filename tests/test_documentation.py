"""What the documentation says is what happens: commands run, outputs are real, links lead somewhere.

In a document, a ```yaml block whose first line is a comment with a path is a file; a ```console block
is a session: a line `$ checker ...` and what the command prints; a paragraph or line `...` stands for those left
out there. A document is played from top to bottom in one folder that holds a copy of theory/ and cases/.
`<!-- exit code 1 -->` stands before a session that ends with that code.
A ```python block is run; in a ```pycon block what follows each `>>>` is what it shows, `...` as in doctest.

    python -m tests.test_documentation     renews the outputs, and the pages that are made from the code
"""

import doctest
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from contextlib import chdir, redirect_stdout
from io import StringIO
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from checker.analysis.verdicts.judgement import VERDICTS
from checker.cli import main
from tests.reference_pages import PAGES, commands

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "benchmarks").glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
BLOCK = re.compile(
    r"(?P<claim><!-- exit code \d+ -->\n+)?^```(?P<kind>yaml|console|python|pycon)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
PLAYED = [page for page in DOCUMENTS if BLOCK.search(page.read_text(encoding="utf-8"))]
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
    """The output with as much left at either end as stands around the `...` of what was shown before.

    Where `...` is a paragraph of its own, paragraphs are counted, else lines; what stands between two `...` is found
    by its first line.
    """
    for between in ("\n\n", "\n"):
        parts, shown = output.split(between), like.split(between)
        if "..." in shown:
            segments = [list(same) for is_cut, same in groupby(shown, "...".__eq__) if not is_cut]
            head = segments.pop(0) if shown[0] != "..." else []
            tail = segments.pop() if shown[-1] != "..." else []
            kept = parts[: len(head)]
            for segment in segments:
                place = [part.partition("\n")[0] for part in parts].index(segment[0].partition("\n")[0])
                kept += ["...", *parts[place : place + len(segment)]]
            return between.join([*kept, "...", *parts[len(parts) - len(tail) :]])
    return output


def renewed(document: str) -> str:
    """The document with the real outputs and exit codes of its sessions."""
    names: dict[str, Any] = {}

    def played(block: re.Match[str]) -> str:
        text = block["text"]
        if block["kind"] == "yaml":
            first = text.splitlines()[0]
            if first.startswith("# ") and first.endswith(".yaml"):
                path = Path(first.removeprefix("# "))
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            return block[0]
        if block["kind"] == "python":
            exec(compile(text, "a python block", "exec"), names)
            return block[0]
        if block["kind"] == "pycon":
            return f"```pycon\n{spoken(text, names)}```"
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


def spoken(session: str, names: dict[str, Any]) -> str:
    """A Python session with what its lines show now; what is said to be shown stays where it agrees, `...` and all."""
    said = []
    for example in doctest.DocTestParser().get_examples(session):
        with redirect_stdout(StringIO()) as out:
            exec(compile(example.source, "a python session", "single"), names)
        shown = out.getvalue()
        agrees = doctest.OutputChecker().check_output(example.want, shown, doctest.ELLIPSIS)
        first, *others = example.source.splitlines()
        said += [f">>> {first}\n", *(f"... {line}\n" for line in others), example.want if agrees else shown]
    return "".join(said)


def examples(help_text: str) -> list[list[str]]:
    """The calls of the command in a help text, as arguments: each stands alone or ends its line after a gap."""
    return [shlex.split(call) for call in EXAMPLE.findall(help_text)]


@pytest.mark.parametrize("path", [" ".join(path) for path, _ in commands(main)])
def test_every_command_has_help_with_an_example_that_runs(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = run([*path.split(), "--help"])
    calls = examples(shown.output)
    assert shown.exit_code == 0
    assert calls, f"the help of `checker {path}` has no example"
    for number, arguments in enumerate(calls):
        folder = tmp_path / str(number)
        folder.mkdir()
        monkeypatch.chdir(folder)
        assert arguments[: len(path.split())] == path.split() or not path
        result = run(arguments)
        assert result.exit_code in (0, 1), f"checker {shlex.join(arguments)}\n{result.output}"


@pytest.mark.parametrize("document", PLAYED, ids=lambda path: str(path.relative_to(ROOT)))
def test_sessions_in_the_documents_are_real(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert renewed(text) == text, "renew it: python -m tests.test_documentation"


def test_commands_named_in_the_documents_exist() -> None:
    known = {" ".join(path) for path, _ in commands(main)}
    for document in DOCUMENTS:
        for call in re.findall(r"`checker ([a-z][a-z ]*)", document.read_text(encoding="utf-8")):
            named = {" ".join(call.split()[:length]) for length in (1, 2)}
            assert known & named, f"{document.relative_to(ROOT)}: checker {call}"


def test_links_in_the_documents_lead_to_files() -> None:
    broken = [
        f"{document.relative_to(ROOT)}: {target}"
        for document in DOCUMENTS
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text(encoding="utf-8"))
        if "://" not in target and not (document.parent / target).exists()
    ]
    assert broken == []


def test_pages_made_from_the_code_are_up_to_date() -> None:
    stale = [page.name for page in PAGES if page.read_text(encoding="utf-8") != PAGES[page]()]
    assert stale == [], "renew them: python -m tests.test_documentation"


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
    for made, text_of in PAGES.items():
        made.write_text(text_of(), encoding="utf-8")
    for page in DOCUMENTS:
        before = page.read_text(encoding="utf-8")
        page.write_text(renewed(before), encoding="utf-8")
