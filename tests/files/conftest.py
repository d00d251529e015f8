"""A folder of files to read, with the problems that reading them brings up."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent

import pytest

from checker.files.study.reader import Study, read_study
from checker.problems import InvalidStudy, Problem

CODEBOOK = """\
codebook: test
roles: {state: The state, partner: The other, patron: The shelter}
variables:
  cooperation: {values: [none, low, high]}
  cover: {values: [absent, weak, strong]}
  trade: {}
  need: {of: [state, partner]}
  threat: {of: [[partner], [state]]}
  gain: {of: [state], values: [low, high]}
  exposed: {of: [state], theoretical: true}
"""

THEORY = """\
theory: theory
codebook: codebook.yaml
explains: cooperation
propositions:
  - id: A
"""

CASE = """\
case: case
codebook: codebook.yaml
roles: {state: A, partner: B}
sources: references.bib
"""

Shown = tuple[str, str, str]


class Folder:
    """Files in the working folder; a codebook and references are there from the start."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.theories: list[str] = []
        self.cases: list[str] = []
        self.write("codebook.yaml", CODEBOOK)
        self.write("references.bib", "@book{waltz1979, title = {Theory}}\n@article{bohdan2014, title = {Model}}\n")

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else dedent(text).encode())
        return path

    def theory(self, text: str | bytes, name: str = "theory.yaml") -> None:
        """Write a theory file and read it along."""
        self.write(name, text)
        self.theories.append(name)

    def rule(self, yaml: str) -> None:
        """Write a theory of one proposition; what is given for `rule:` begins in line 6, column 11."""
        self.theory(f"{THEORY}    rule: {yaml}\n")

    def case(self, text: str | bytes, name: str = "case.yaml") -> None:
        """Write a case file and read it along."""
        self.write(name, text)
        self.cases.append(name)

    def coded(self, yaml: str) -> None:
        """Write a case of one period; its codings begin in line 9, column 7."""
        self.case(
            f"{CASE}periods:\n  - id: first\n    years: [1990, 1994]\n    codings:\n{indent(dedent(yaml), ' ' * 6)}"
        )

    def further(self, yaml: str) -> None:
        """Write a case of two periods and more below them, which begins in line 10."""
        self.case(
            f"{CASE}periods:\n  - id: first\n    years: [1990, 1994]\n  - id: second\n    years: [1995, 1999]\n"
            f"{dedent(yaml)}"
        )

    def read(self) -> Study:
        return read_study(self.theories, self.cases)

    def problems(self) -> tuple[Problem, ...]:
        try:
            return self.read().warnings
        except InvalidStudy as invalid:
            return invalid.problems

    def codes(self) -> list[tuple[str, str]]:
        """Place and code of every error; the sentences are on the page of all problems."""
        return [(str(each.location), each.code) for each in self.problems() if each.severity == "error"]

    def errors(self) -> list[Shown]:
        """Place, message and hint of every error."""
        return [shown(problem) for problem in self.problems() if problem.severity == "error"]

    def warnings(self, word: str = "") -> list[Shown]:
        """Place, message and hint of the warnings with that word, those about the codebook aside."""
        return [
            shown(problem)
            for problem in self.problems()
            if problem.severity == "warning" and word in problem.message and problem.location.file != "codebook.yaml"
        ]


def shown(problem: Problem) -> Shown:
    """Place, message and hint of a problem."""
    return str(problem.location), problem.message, problem.hint


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.chdir(tmp_path)
    return Folder(tmp_path)
