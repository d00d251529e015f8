"""The pages for contributors name files, functions and modules that exist."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.test_documentation import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
WALK = (ROOT / "docs" / "reference" / "walk.md").read_text(encoding="utf-8")
PAGES = pytest.mark.parametrize(
    ("text", "folder"), [(TEXT, ROOT), (WALK, ROOT / "docs" / "reference")], ids=["CONTRIBUTING.md", "walk.md"]
)


@PAGES
def test_the_files_and_folders_named_are_there(text: str, folder: Path) -> None:
    named, linked = re.findall(r"`([\w.-]*/[\w./-]*)`", text), re.findall(r"\]\(([^)#]+)[^)]*\)", text)
    assert len(named) + len(linked) > 20
    assert [path for path in named if not (ROOT / path).exists()] == []
    assert [path for path in linked if not (folder / path).exists()] == []


@PAGES
def test_the_functions_named_are_in_their_files(text: str, folder: Path) -> None:
    pairs = re.findall(r"`([\w/]+\.py)`,\s+`(?:\w+\.)?(\w+)`", text)
    assert pairs
    for path, function in pairs:
        assert f"def {function}(" in (ROOT / path).read_text(encoding="utf-8"), f"{path}: {function}"


def test_the_modules_that_are_run_can_be() -> None:
    modules = set(re.findall(r"python -m ((?:tests|checker)[\w.]*)", TEXT))
    assert modules >= {"tests.test_documentation", "tests.recording"}
    for module in modules:
        spec = find_spec(module)
        assert spec and spec.origin, module
        assert 'if __name__ == "__main__":' in Path(spec.origin).read_text(encoding="utf-8"), module


def test_the_checks_are_those_of_the_readme() -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    assert blocks[0] in (ROOT / "README.md").read_text(encoding="utf-8")
