"""A place inside a value leads back to the character in the file, however the value is written."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from checker.files.yaml.nodes import Entries, Scalar, compose
from checker.files.yaml.offsets import place_in, problem_in
from checker.files.yaml.source import Source


def scalar_of(text: str) -> Scalar:
    root, problems = compose(Source("f.yaml", text))
    assert not problems and isinstance(root, Entries)
    scalar = root.values["k"]
    assert isinstance(scalar, Scalar)
    return scalar


@pytest.mark.parametrize(
    "text",
    [
        "k: ab c  d\n",
        "k: ab\n  c  d\n\n  e # not this\n",
        "k: 'ab c''d\n   e'\n",
        'k: "ab c\n   e"\n',
        "k: >-\n  ab c\n    d\n\n  e\n",
        "k: |2\n   ab c\n  d\n\n  e\n",
        "k: > # if x then y\n\n  ab c\n  d\n",
        "x: 1\nk: &anchor ab c\n",
        "x: 1\nk: &anchor >-\n  ab c\n",
        "x: [1, {k: ab c, y: z}]\nk: é ü ab\n",
        "k:\n\n    ab c\n    d\n",
        "k: >-\r\n  ab c\r\n  d\r\n",
    ],
)
def test_each_character_has_its_place(text: str) -> None:
    scalar = scalar_of(text)
    for offset, character in enumerate(scalar.text):
        if not character.isspace():
            place = place_in(scalar, offset)
            line = text.replace("\r\n", "\n").split("\n")[place.line - 1]
            assert line[place.column - 1] == character


@pytest.mark.parametrize(
    ("text", "offset", "place"),
    [
        (r'k: "a\tb\"c"' + "\n", 2, "f.yaml:1:8"),
        (r'k: "a\tb\"c"' + "\n", 4, "f.yaml:1:11"),
        ('k: "\\x41b \\\n   c"\n', 3, "f.yaml:2:4"),
        (r'k: "\u0041b"' + "\n", 1, "f.yaml:1:11"),
        (r'k: "a\nb"' + "\n", 2, "f.yaml:1:8"),
    ],
)
def test_an_escape_is_one_character(text: str, offset: int, place: str) -> None:
    assert str(place_in(scalar_of(text), offset)) == place


def test_the_end_of_a_value_lies_behind_its_last_character() -> None:
    assert str(place_in(scalar_of("k: >-\n  a b\n\n\nl: c\n"), 3)) == "f.yaml:2:6"
    assert str(place_in(scalar_of("k: 'a b'\n"), 3)) == "f.yaml:1:8"


def test_an_offset_may_count_in_the_value_with_its_blanks_drawn_together() -> None:
    scalar = scalar_of("k: |\n  a\n     b c\n")
    assert str(place_in(scalar, 4, "a b c")) == "f.yaml:3:8"


def test_the_problem_shows_the_line_inside_the_block() -> None:
    problem = problem_in(scalar_of("k: >-\n  a b\n  c d\n"), 6, "code", "what", "how")
    assert str(problem).splitlines() == ["f.yaml:3:5: error: what", "      c d", "        ^", "    fix: how"]


@given(
    st.lists(st.text("ab'\"\\:#é,{[ ", min_size=1, max_size=8).filter(str.strip), min_size=1, max_size=4),
    st.sampled_from(["'", '"', ">", "|", "json"]),
)
def test_places_are_right_for_texts_that_a_program_writes(words: list[str], style: str) -> None:
    value = " ".join(word.strip() for word in words)
    text = (
        f"k: {json.dumps(value)}\n"
        if style == "json"
        else yaml.safe_dump({"k": value}, default_style=style, allow_unicode=True, width=20)
    )
    if not text.startswith("k:"):
        text = "k:" + text.split(":", 1)[1]  # the key was quoted as well
    scalar = scalar_of(text)
    assert scalar.text.strip() == value
    for offset, character in enumerate(scalar.text):
        if not character.isspace() and character not in "'\"\\é":
            place = place_in(scalar, offset)
            assert text.split("\n")[place.line - 1][place.column - 1] == character


# In rules
