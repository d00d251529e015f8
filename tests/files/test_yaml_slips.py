"""Slips that YAML takes for something else: each is told by its place, and by a fix that works when followed."""

from __future__ import annotations

import pytest

from tests.files.conftest import CASE, THEORY, Folder

EVENT = f"{CASE}periods:\n  - id: first\n    years: [1990, 1994]\nevents:\n"
EVIDENCE = "cooperation:\n  value: low\n  evidence:\n"


def the_error(folder: Folder) -> tuple[str, str, str]:
    (error,) = folder.errors()
    return error


# Colons, semicolons and quotes inside braces


@pytest.mark.parametrize(
    ("text", "fixed", "column", "hint"),
    [
        ("He said: we go", "'He said: we go'", 24, "put the whole text of `what` in quotes"),
        ("‘He said: we go’", '"‘He said: we go’"', 25, 'put the whole text of `what` in quotes, straight ones (`"`)'),
    ],
)
def test_a_colon_in_a_text_in_braces(folder: Folder, text: str, fixed: str, column: int, hint: str) -> None:
    event = "  - {date: 1991, what: TEXT, source: waltz1979}\n"
    folder.case(EVENT + event.replace("TEXT", text))
    assert the_error(folder) == (
        f"case.yaml:9:{column + 8 - 1}",
        "a colon followed by a space cannot stand in this text",
        hint,
    )
    folder.case(EVENT + event.replace("TEXT", fixed))
    assert folder.errors() == []


def test_braces_that_are_not_closed_are_still_said_to_be_open(folder: Folder) -> None:
    folder.coded("cooperation: {value: low\ntrade: yes")
    assert the_error(folder)[1] == "these braces are opened and not closed"
    folder.coded(f'{EVIDENCE}    - {{source: waltz1979, says: "One."\n    - {{source: bohdan2014}}\n')
    assert the_error(folder)[:2] == ("case.yaml:12:13", "these braces are opened and not closed")
    folder.coded("cooperation:\n  value: [low, high\n  confidence: {low: 0.5, high: 0.5}\n")
    assert the_error(folder)[:2] == ("case.yaml:10:16", "this list is opened with `[` and not closed")


@pytest.mark.parametrize("mark", ["'", '"'])
def test_a_quote_that_the_next_line_closes(folder: Folder, mark: str) -> None:
    one, two = f"{{source: waltz1979, says: {mark}One.}}", f"{{source: bohdan2014, says: {mark}Two.{mark}}}"
    folder.coded(f"{EVIDENCE}    - {one}\n    - {two}\n")
    assert the_error(folder) == (
        "case.yaml:12:39",
        "a quote is opened here and not closed in its line",
        f"write `{mark}` where the text ends",
    )
    folder.coded(f"{EVIDENCE}    - {one[:-1]}{mark}}}\n    - {two}\n")
    assert folder.errors() == []


def test_a_quote_that_the_next_line_closes_far_to_the_right(folder: Folder) -> None:
    words = "Many words. " * 20
    folder.coded(
        f'{EVIDENCE}    - {{source: waltz1979, says: {words}, locator: "p. 1}}\n'
        '    - {source: bohdan2014, locator: "p. 2"}\n'
    )
    place, message, _ = the_error(folder)
    assert (place, message) == (
        f"case.yaml:12:{39 + len(words) + len(', locator: ')}",
        "a quote is opened here and not closed in its line",
    )


def test_a_question_mark_for_a_value(folder: Folder) -> None:
    for coding in ("cooperation: ?", "cooperation: {value: ?, note: Unsure}", "cooperation:\n  value: ?\n"):
        folder.coded(coding)
        assert the_error(folder)[1:] == (
            "a text cannot begin with `?`",
            "write `missing` for a value that is not known; put any other text in quotes",
        )


@pytest.mark.parametrize("word", ["unknown", "unclear"])
def test_a_word_for_a_value_that_is_not_known(folder: Folder, word: str) -> None:
    folder.coded(f"cooperation: {word}")
    assert the_error(folder)[2] == "where the sources do not say, write `missing`"
    folder.coded("cooperation: n/a")
    assert the_error(folder)[2] == "write a value of the variable, a list of values, or `missing`"


def test_entries_without_braces(folder: Folder) -> None:
    case = f"{CASE}periods:\n  - id: first\n    years: [1990, 1994]\n"
    for written in ("state: A, partner: B", "'state: A, partner: B'"):
        folder.case(case.replace("{state: A, partner: B}", written))
        assert the_error(folder)[2].startswith("write `")
        assert "{state: A, partner: B}`" in the_error(folder)[2]


# Dashes


@pytest.mark.parametrize("wrong", [0, 1])
def test_a_dash_that_is_missing(folder: Folder, wrong: int) -> None:
    items = ["{source: waltz1979, says: One.}", "{source: bohdan2014, says: Two.}"]
    for blanks in ("", "  "):
        lines = [f"    {blanks if place == wrong else '- '}{item}" for place, item in enumerate(items)]
        folder.coded(EVIDENCE + "\n".join(lines) + "\n")
        place, message, hint = the_error(folder)
        assert place == f"case.yaml:{12 + wrong}:{11 + len(blanks)}"
        assert message in ("the first item of this list has no `- `", "the list above goes on without `- `")
        assert "`- `" in hint


def test_a_dash_too_many(folder: Folder) -> None:
    case = f"{CASE}periods:\n  - id: first\n  - label: The first\n    years: [1990, 1994]\n"
    folder.case(case)
    assert the_error(folder) == (
        "case.yaml:7:5",
        "a dash begins a new item here, and the one above has nothing but its name",
        "if this belongs to it, write a blank in place of this `-`",
    )
    folder.case(case.replace("- label", "  label"))
    assert [period.id for period in folder.read().cases[-1].periods] == ["first"]


def test_a_text_that_takes_in_codings_is_warned_of(folder: Folder) -> None:
    case = f"{CASE}periods:\n  - id: first\n    years: [1990, 1994]\n    note: >-\n      Some words.\n"
    coded = "      cooperation:\n        value: low\n"
    folder.case(case + coded)
    ((place, message, hint),) = folder.warnings("goes on")
    assert place == "case.yaml:11:9"
    assert message == "`note` goes on here, and this line is read as a part of its text"
    assert "a key such as `codings:` is missing above it, in the column of `note`" in hint
    folder.cases.clear()
    folder.case(f"{case}    codings:\n{coded}")
    assert folder.warnings("goes on") == []


# Rules and clues


def test_a_rule_with_a_colon_and_a_comma_in_braces(folder: Folder) -> None:
    rule = "if every X in state, partner: need(X) then cooperation is high"
    folder.theory(f"{THEORY.replace('  - id: A', f'  - {{id: A, rule: {rule}}}')}")
    error = the_error(folder)
    assert error[1:] == (
        "`partner` is not a key of a proposition; `rule` was cut off at a comma",
        "put the whole of `rule` in quotes",
    )
    folder.theory(f"{THEORY.replace('  - id: A', f'''  - {{id: A, rule: '{rule}'}}''')}")
    assert folder.errors() == []


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("clue: every X in state, partner: need(X)", "put the whole of `clue` in quotes"),
        ("clue trade", "write `clue: trade`"),
        ("what: “One, two”", 'a text with a comma in braces: put it in quotes, straight ones (`"`)'),
    ],
)
def test_a_clue_in_braces(folder: Folder, written: str, hint: str) -> None:
    words = "" if written.startswith("what") else ", what: W"
    folder.case(f"{EVENT}  - {{date: 1991, source: waltz1979{words}, {written}}}\n")
    assert the_error(folder)[2] == hint
