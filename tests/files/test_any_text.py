"""Whatever stands in a file, reading it ends in a study or in problems with places."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from checker.files.study.reader import read_study
from checker.problems import InvalidStudy
from tests.files.conftest import CODEBOOK
from tests.files.samples import FULL_CASE as CASE
from tests.files.samples import FULL_THEORY as THEORY

PIECES = [
    "",
    " ",
    ":",
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "'",
    '"',
    "#",
    "&a",
    "*a",
    "\n",
    "\n  ",
    ",",
    "(",
    ")",
    "|",
    ">-\n",
    "missing",
    "if",
    "then",
    "every X in state: ",
    "not ",
    "~",
    "!!",
    "%",
    "1",
    "\t",
    "\u2028",
    "é",
    "\\",
    "<<: *a",
]
WORDS = sorted({word for word in (CODEBOOK + CASE + THEORY).split() if len(word) < 20})
edits = st.lists(
    st.tuples(st.integers(0, 10_000), st.integers(0, 30), st.sampled_from(PIECES + WORDS)), min_size=1, max_size=5
)


def edited(text: str, changes: list[tuple[int, int, str]]) -> str:
    for place, length, piece in changes:
        at = place % (len(text) + 1)
        text = text[:at] + piece + text[at + length :]
    return text


def problems_of(codebook: str, theory: str, case: str) -> str:
    """Read the three files; the problems, each of which must name one of them, a place and a fix."""
    with TemporaryDirectory() as folder:
        for name, text in (("codebook.yaml", codebook), ("theory.yaml", theory), ("case.yaml", case)):
            (Path(folder) / name).write_text(text, encoding="utf-8")
        (Path(folder) / "references.bib").write_text("@book{waltz1979,}\n@article{bohdan2014,}\n", encoding="utf-8")
        try:
            problems = read_study([f"{folder}/theory.yaml"], [f"{folder}/case.yaml"]).warnings
        except InvalidStudy as invalid:
            problems = invalid.problems
            assert any(problem.severity == "error" for problem in problems)
        for problem in problems:
            assert problem.location.file.startswith(folder)
            assert problem.message and problem.hint
        return "\n".join(map(str, problems))


def test_the_texts_that_are_edited_are_right() -> None:
    assert "error" not in problems_of(CODEBOOK, THEORY, CASE)


@given(edits)
def test_an_edited_case(changes: list[tuple[int, int, str]]) -> None:
    problems_of(CODEBOOK, THEORY, edited(CASE, changes))


@given(edits)
def test_an_edited_theory(changes: list[tuple[int, int, str]]) -> None:
    problems_of(CODEBOOK, edited(THEORY, changes), CASE)


@given(edits)
def test_an_edited_codebook(changes: list[tuple[int, int, str]]) -> None:
    problems_of(edited(CODEBOOK, changes), THEORY, CASE)


@given(st.text(max_size=40))
def test_any_text(text: str) -> None:
    problems_of(CODEBOOK, THEORY, text.encode("utf-8", "ignore").decode())
