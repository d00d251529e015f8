"""BibTeX files: entries, letters with accents, and slips with their places."""

from __future__ import annotations

import pytest

from checker.files.study.bibtex import authors, read_references
from checker.files.yaml.source import Source
from tests.work import growth


def read(text: str) -> dict[str, dict[str, str]]:
    references, problems = read_references(Source("r.bib", text))
    assert problems == []
    return references


CLOSE = "close every `{` with `}` and every quote with a quote"


def slips(text: str) -> list[tuple[str, str, str]]:
    _, problems = read_references(Source("r.bib", text))
    return [(str(problem.location), problem.message, problem.hint) for problem in problems]


def test_an_entry() -> None:
    assert read("""
        @Book{waltz1979,
          author = {Waltz, Kenneth N.},
          Title = "Theory of {I}nternational Politics",
          year = 1979,
        }
        """) == {
        "waltz1979": {
            "type": "book",
            "author": "Waltz, Kenneth N.",
            "title": "Theory of International Politics",
            "year": "1979",
        }
    }


def test_entries_in_round_brackets_and_on_one_line() -> None:
    assert list(read("@misc(a, x={y}) @misc{b, x={(}}")) == ["a", "b"]


def test_comments_strings_and_preambles_are_passed_over() -> None:
    text = 'junk @comment{x}\n  % @book{no, a={b}}\n@string{u = "v"}\n@preamble{"x"}\n@misc{a, x = u}'
    assert list(read(text)) == ["a"]


def test_pieces_are_joined() -> None:
    assert read('@misc{a, x = u # " and " # {v}}')["a"]["x"] == "u and v"


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        (r"M{\"u}ller", "Müller"),
        (r"\'Etienne", "Étienne"),
        (r"\v{C}apek", "Čapek"),
        (r"\c c", "ç"),
        (r"bia{\l}y", "biały"),
        (r"\'{\i}", "í"),
        (r"{\ss}", "ß"),
        (r"\O rsted", "Ørsted"),
        (r"\H{o}", "ő"),
        (r"A \& B 5\%", "A & B 5%"),
        ("37--62", "37–62"),
        ("a --- b", "a — b"),
        ("A.~B.", "A. B."),
        ("{IR} {{theory}}", "IR theory"),
        ("a\n   b", "a b"),
        (r"\emph{x}", r"\emphx"),
    ],
)
def test_letters(written: str, read_as: str) -> None:
    assert read(f"@misc{{a, x = {{{written}}}}}")["a"]["x"] == read_as


@pytest.mark.parametrize(
    ("written", "names"),
    [("Waltz, Kenneth N.", ["Waltz"]), ("Kenneth N. Waltz and Grieco, Joseph", ["Waltz", "Grieco"]), ("", [])],
)
def test_family_names(written: str, names: list[str]) -> None:
    assert list(authors({"author": written})) == names
    assert list(authors({"editor": written})) == names


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        (
            "@misc{a, x={b}}\n@misc{a, x={c}}",
            ("r.bib:2:1", "the key `a` is given twice", "rename one of the two, or delete it"),
        ),
        ("@misc{, x={b}}", ("r.bib:1:1", "this entry has no key", "write `@article{key, ...}`")),
        ("\n@misc{a, x={b}", ("r.bib:2:1", "the entry `a` is not closed", "close it with `}`")),
        ("@misc{a, x={b}\n@misc{b}", ("r.bib:1:1", "the entry `a` is not closed", "close it with `}`")),
        ("@misc{a, x={b", ("r.bib:1:1", "the entry `a` is not closed", CLOSE)),
        ('@misc{a, x="b}c"}', ("r.bib:1:1", "the entry `a` is not closed", CLOSE)),
        ("@misc{a, x {b}}", ("r.bib:1:10", "in the entry `a` this is not a field", "write `name = {value},`")),
        ("@misc{a, 1={b}}", ("r.bib:1:10", "in the entry `a` this is not a field", "write `name = {value},`")),
        ("@misc{a, x=}", ("r.bib:1:12", "in the entry `a` a value is missing", "write `name = {value},`")),
        ("@misc{a, x=", ("r.bib:1:11", "in the entry `a` a value is missing", "write `name = {value},`")),
    ],
)
def test_slips(text: str, slip: tuple[str, str, str]) -> None:
    assert slips(text)[0] == slip


def test_what_follows_a_slip_is_read() -> None:
    references, problems = read_references(Source("r.bib", "@misc{a, x {b}}\n@misc{b, x={c}}"))
    assert list(references) == ["b"]
    assert len(problems) == 1
    assert problems[0].line == "@misc{a, x {b}}"


@pytest.mark.parametrize("unit", ["@a{x,", "@a{x, y={", "%@a{\n", '@a{x, y="{', "{" * 10, "@a{x, y={z},}\n"])
def test_the_work_grows_with_the_file(unit: str) -> None:
    assert growth(lambda size: read_references(Source("r.bib", unit * size)), 2_000) < 2.5
