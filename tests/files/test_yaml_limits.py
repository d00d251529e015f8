"""YAML that is too much or no text: refused quickly, with plain words."""

from __future__ import annotations

import pytest

from checker.files.yaml.nodes import MAX_NODES, compose
from checker.files.yaml.source import Source
from checker.problems import Problem
from tests.files.conftest import Folder
from tests.work import growth

TOO_DEEP = ("lists and mappings are nested more than 40 levels deep", "write a flatter file")


def composed(text: str) -> tuple[Problem, ...]:
    return compose(Source("f.yaml", text))[1]


def test_an_alias_bomb(folder: Folder) -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    folder.theory("\n".join(rows))
    assert folder.codes() == [("theory.yaml:5:5", "over-limit")]


def test_brackets_nested_deep(folder: Folder) -> None:
    folder.theory("theory: " + "[" * 900)
    assert folder.codes() == [("theory.yaml:1:48", "over-limit")]


def test_brackets_nested_too_deep_for_the_parser(folder: Folder) -> None:
    folder.theory("theory: " + "[" * 200_000)
    ((place, *said),) = folder.errors()
    assert tuple(said) == TOO_DEEP
    # libyaml looks ahead up to 1,024 characters for a colon; from 0.2.6 on it gives up at the 1,000th bracket.
    assert place in ("theory.yaml:1:48", "theory.yaml:1:1008")


def test_lists_nested_deep_on_one_line(folder: Folder) -> None:
    folder.theory("- " * 100_000 + "a\n")
    assert folder.codes() == [("theory.yaml:1:81", "over-limit")]


def test_lists_nested_deep_by_indentation(folder: Folder) -> None:
    folder.theory("".join(f"{' ' * n}a:\n" for n in range(200)))
    assert folder.codes() == [("theory.yaml:41:41", "over-limit")]


def test_a_file_of_ten_megabytes(folder: Folder) -> None:
    folder.theory(b"a" * 10_000_000)
    assert folder.codes() == [("theory.yaml", "over-limit")]


def test_a_file_of_very_many_values() -> None:
    problems = composed("- a\n" * 900_000)
    assert [problem.message for problem in problems] == [
        f"the file has more than {MAX_NODES:,} values, once its aliases are written out"
    ]


def test_a_file_of_very_many_slips() -> None:
    assert len(composed("a: b\n" * 700_000)) == 101


@pytest.mark.parametrize("unit", ["- a\n", "- {a: b}\n", "? a\n", "- [*x, a]\n"])
def test_the_work_grows_with_the_file(unit: str) -> None:
    assert growth(lambda size: composed("- &x z\n" + unit * size), 5_000) < 2.5


def test_a_very_long_line_is_cut(folder: Folder) -> None:
    folder.theory("theory: " + "x y " * 100_000 + "\n")
    assert max(len(problem.line) for problem in folder.problems()) == 160


# What is no text


def test_a_file_that_is_not_utf_8(folder: Folder) -> None:
    folder.theory(b"theory: theory\ntitle: Gl\xfcck\n")
    assert folder.codes() == [("theory.yaml:2:10", "not-utf8")]


def test_a_file_with_a_null_byte(folder: Folder) -> None:
    folder.theory(b"theory: theory\ntitle: a\x00b\n")
    assert folder.codes() == [("theory.yaml:2:9", "unprintable")]


def test_a_character_that_turns_the_direction_of_the_text(folder: Folder) -> None:
    folder.coded("cover: {value: weak, note: left \u202eright}\n")
    assert [(place, message) for place, message, _ in folder.errors()] == [
        ("case.yaml:9:39", "the character U+202E cannot be printed and cannot stand in a file")
    ]
    folder.coded("cover: {value: weak, note: \u200f\u2067\u0628\u2069 right}\n")
    assert folder.errors() == []


def test_a_missing_file(folder: Folder) -> None:
    folder.rule("trade")
    folder.theories = ["theroy.yaml"]
    assert folder.codes() == [("theroy.yaml", "missing-file")]


def test_a_missing_folder(folder: Folder) -> None:
    folder.theories = ["nowhere/theory.yaml"]
    assert folder.codes() == [("nowhere/theory.yaml", "missing-file")]


def test_a_folder_in_place_of_a_file(folder: Folder) -> None:
    folder.theories = ["."]
    assert folder.codes() == [(".", "wrong-kind-of-file")]


def test_a_name_with_a_null_byte(folder: Folder) -> None:
    folder.theories = ["a\0b.yaml"]
    assert folder.codes() == [("a\u0000b.yaml", "missing-file")]
