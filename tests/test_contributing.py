"""The page for contributors names files, functions and modules that exist."""

import re
from importlib.util import find_spec
from pathlib import Path

from tests.test_documentation import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_the_files_and_folders_named_are_there() -> None:
    named = set(re.findall(r"`([\w.-]*/[\w./-]*)`", TEXT)) | set(re.findall(r"\]\(([^)#]+)[^)]*\)", TEXT))
    assert len(named) > 20
    assert sorted(path for path in named if not (ROOT / path).exists()) == []


def test_the_functions_named_are_in_their_files() -> None:
    pairs = re.findall(r"`([\w/]+\.py)`, `(?:\w+\.)?(\w+)`", TEXT)
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
