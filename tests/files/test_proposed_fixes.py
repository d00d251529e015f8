"""Slips of people who do not program: the fix, followed literally, is what they meant."""

from __future__ import annotations

import re

import pytest

from checker.files.schema.kinds import Field, Many, Record, Word
from checker.files.schema.shape import shape_problems
from checker.files.yaml.nodes import Entries, compose
from checker.files.yaml.source import Source
from tests.files.conftest import CASE, THEORY, Folder


def proposed(folder: Folder) -> str:
    """What the only error proposes to write."""
    ((_, _, hint),) = folder.errors()
    return str(re.findall("`(.*)`", hint)[0])


# Rules


@pytest.mark.parametrize(
    ("rule", "fix"),
    [
        ("cooperation is rising", "cooperation rises"),
        ("cooperation is increasing", "cooperation rises"),
        ("cooperation is falling", "cooperation falls"),
        ("cooperation is not falling", "not cooperation falls"),
    ],
)
def test_a_movement_written_as_a_value(folder: Folder, rule: str, fix: str) -> None:
    folder.rule(f"if trade then {rule}")
    assert proposed(folder) == fix
    folder.rule(f"if trade then {fix}")
    assert folder.errors() == []


@pytest.mark.parametrize(
    ("written", "fix"),
    [
        ("cover is weak or strong", "cover is one of weak, strong"),
        ("cover is not weak or strong", "cover is not one of weak, strong"),
        ("gain(state) is low or high", "gain(state) is one of low, high"),
    ],
)
def test_a_second_value_after_or_belongs_to_the_same_term(folder: Folder, written: str, fix: str) -> None:
    folder.rule(f"if {written} then trade")
    assert proposed(folder) == fix
    folder.rule(f"if {fix} then trade")
    assert folder.errors() == []


@pytest.mark.parametrize(
    ("explains", "fix"),
    [
        ("changes in cooperation", "change of cooperation"),
        ("cooperation change", "change of cooperation"),
        ("cooperation’s change", "change of cooperation"),
        ("the change of need(state)", "change of need(state)"),
        ("cooperation, change of need(state)", "[cooperation, change of need(state)]"),
    ],
)
def test_what_is_explained_in_other_words(folder: Folder, explains: str, fix: str) -> None:
    theory = THEORY.replace("explains: cooperation", f"explains: {explains}") + "    rule: trade\n"
    folder.theory(theory)
    assert proposed(folder) == fix
    folder.theory(theory.replace(explains, fix))
    assert folder.errors() == []


@pytest.mark.parametrize(
    ("explains", "statement"),
    [
        ("cooperation", "cooperation is high"),
        ("[change of cooperation]", "cooperation rises"),
        ("change of need(state)", "need(state) rises"),
    ],
)
def test_an_exhaustive_that_says_only_yes(folder: Folder, explains: str, statement: str) -> None:
    theory = THEORY.replace("explains: cooperation", f"explains: {explains}\nexhaustive: yes") + (
        f"    rule: if trade then {statement}\n"
    )
    folder.theory(theory)
    assert folder.codes() == [("theory.yaml:4:13", "claims-nothing")]
    folder.theory(theory.replace("exhaustive: yes", f"exhaustive: [{statement}]"))
    assert folder.errors() == []


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("exhaustive: no", "delete `exhaustive`: without it the theory claims nothing of the kind"),
        ("scope: yes", "write a condition, or delete `scope`: without it the theory claims to hold everywhere"),
    ],
)
def test_a_key_that_says_nothing_is_to_be_deleted(folder: Folder, key: str, hint: str) -> None:
    folder.theory(THEORY.replace("propositions:", f"{key}\npropositions:") + "    rule: trade\n")
    assert [fix for _, _, fix in folder.errors()] == [hint]


def test_a_bare_yes_for_a_rule(folder: Folder) -> None:
    folder.rule("yes")
    assert proposed(folder) == "cooperation is high"


# Lists without brackets


@pytest.mark.parametrize(
    ("coding", "fix"),
    [
        ("cooperation: low, high", "cooperation: [low, high]"),
        ("cooperation: low/high", "cooperation: [low, high]"),
        ("cooperation: low or high", "cooperation: [low, high]"),
        ("cooperation: [low or high]", "cooperation: [low, high]"),
        ("cooperation: {value: none, low, high, note: Unsure}", "value: [none, low, high]"),
        ("cooperation:\n  value: low, high", "value: [low, high]"),
        ("cooperation: none-high", "[none, low, high]"),
    ],
)
def test_values_without_brackets(folder: Folder, coding: str, fix: str) -> None:
    folder.coded(coding)
    assert {re.findall("`(.*)`", hint)[0] for _, _, hint in folder.errors()} == {fix}
    folder.coded(
        re.sub(
            r"(cooperation|value): (?!\{)[^{}\n]*?(?=, note|$)", fix if ": " in fix else f"cooperation: {fix}", coding
        )
    )
    assert folder.errors() == []


@pytest.mark.parametrize(
    "years", ["2011-2016", "2011, 2016", "2011–2016", "2011 to 2016", "2011-16", "[2011-2016]", "2011/2016"]
)
def test_years_without_brackets(folder: Folder, years: str) -> None:
    case = f"{CASE}periods:\n  - id: first\n    years: {years}\n"
    folder.case(case)
    assert proposed(folder) == "years: [2011, 2016]"
    folder.case(case.replace(f"years: {years}", "years: [2011, 2016]"))
    assert folder.errors() == []


@pytest.mark.parametrize("years", ["2011, 2013, 2016", "2016-2011", "1999-01"])
def test_years_that_are_no_first_and_last(folder: Folder, years: str) -> None:
    folder.case(f"{CASE}periods:\n  - id: first\n    years: {years}\n")
    assert [hint for _, _, hint in folder.errors()] == ["write a year as a number, as in `1993`"]


def test_choices_without_brackets() -> None:
    one = Word("one of the choices", choices=("none", "token", "firm"))
    node, _ = compose(Source("f.yaml", "leaves: none, token"))
    assert isinstance(node, Entries)
    record = Record("the answers", (Field("leaves", Many(one, or_one=True), "Your answer"),))
    assert [problem.hint for problem in shape_problems(node, record, "`answer`")] == ["write `leaves: [none, token]`"]
    node, _ = compose(Source("f.yaml", "leaves: [none, token]"))
    assert node is not None and not list(shape_problems(node, record, "`answer`"))


@pytest.mark.parametrize("between", [",", " or", ";"])
def test_statements_without_brackets(folder: Folder, between: str) -> None:
    written = f"cooperation rises{between} cooperation falls"
    theory = THEORY.replace("cooperation\n", f"change of cooperation\nexhaustive: {written}\n", 1)
    folder.theory(f"{theory}    rule: if trade then cooperation rises or cooperation falls\n")
    assert proposed(folder) == "exhaustive: [cooperation rises, cooperation falls]"


def test_several_things_explained_where_the_first_is_a_change(folder: Folder) -> None:
    folder.theory(
        THEORY.replace("explains: cooperation", "explains: change of cooperation, need(state)") + "    rule: trade\n"
    )
    assert proposed(folder) == "[change of cooperation, need(state)]"


@pytest.mark.parametrize("exhaustive", ["cooperation is one of low, high", "[cooperation rises, cooperation falls]"])
def test_statements_that_are_well_written_are_left_alone(folder: Folder, exhaustive: str) -> None:
    theory = THEORY.replace("cooperation\n", f"cooperation\nexhaustive: {exhaustive}\n", 1)
    folder.theory(f"{theory}    rule: if trade then cooperation is low\n")
    assert folder.errors() == []


def test_a_value_before_its_term(folder: Folder) -> None:
    folder.rule("if trade then low cooperation")
    assert proposed(folder) == "low` is a value, and stands behind its term: write `cooperation is low"
    folder.rule("if trade then cooperation is at most low, trade")
    ((_, message, hint),) = folder.errors()
    assert message == "`,` was not expected here" and hint.startswith("here could stand")


# Quotation marks of a word processor


@pytest.mark.parametrize("value", ["“low”", "„low“", "‘low’", "«low»"])
def test_a_value_in_the_quotation_marks_of_a_word_processor(folder: Folder, value: str) -> None:
    folder.coded(f"cooperation: {value}")
    assert [hint for _, _, hint in folder.errors()] == [f"delete the quotation marks `{value[0]}` and `{value[-1]}`"]


# Lines that lack their colon, and quotes inside quotes


@pytest.mark.parametrize(
    "line", ["cooperation:low", "cooperation low", "cooperation = low", "cooperation :low", "cooperation:low   # why"]
)
@pytest.mark.parametrize(
    "around", [("", "\ntrade: yes"), ("trade: yes\n", ""), ("", "\n\n# Why\ntrade: yes"), ("", "")]
)
def test_a_line_without_its_colon_is_reported_where_it_stands(
    folder: Folder, line: str, around: tuple[str, str]
) -> None:
    if around == ("", "") and ":" not in line:
        return
    folder.coded(line.join(around))
    ((place, _, hint),) = folder.errors()
    assert place == f"case.yaml:{9 + around[0].count(chr(10))}:7"
    assert hint.startswith("write `cooperation: low`")
    folder.coded("cooperation: low".join(around))
    assert folder.errors() == []


LONG = "What it says is long. " * 9


@pytest.mark.parametrize(
    ("text", "at", "meant"),
    [
        ('"A "bank" is fined."', 3, "'A \"bank\" is fined.'"),
        ("'Turkey's bank'", 7, "'Turkey''s bank'"),
        (f"'{LONG}Turkey's bank'", 7 + len(LONG), f"'{LONG}Turkey''s bank'"),
    ],
)
@pytest.mark.parametrize(
    "coding", ["cooperation: {value: low, note: TEXT}", "cooperation:\n  value: low\n  note: TEXT"]
)
def test_a_quote_inside_a_text_in_the_same_quotes(folder: Folder, coding: str, text: str, at: int, meant: str) -> None:
    folder.coded(coding.replace("TEXT", text))
    ((place, message, hint),) = folder.errors()
    line = coding.count("\n") + 9
    assert place == f"case.yaml:{line}:{coding.split(chr(10))[-1].index('TEXT') + 7 + at}"
    assert message == "this quote ends the text, and more follows it"
    assert hint == (
        "put the whole text in single quotes (`'`), and double an apostrophe inside it"
        if text[0] == '"'
        else "double the apostrophe inside the text (`''`), or put the whole text in double quotes (`\"`)"
    )
    folder.coded(coding.replace("TEXT", meant))
    assert folder.errors() == []


# Texts that a comment cuts


def test_a_text_that_ends_before_a_number_sign_is_warned_of(folder: Folder) -> None:
    folder.coded("cooperation:\n  value: low\n  note: Measures #2 taken\n  evidence: [{source: waltz1979}]\n")
    assert folder.warnings() == [
        (
            "case.yaml:11:24",
            "`note` ends before this `#`: what follows is read as a comment",
            "if `#2 taken` belongs to the text, put the whole text in quotes; if not, write a blank after the `#`",
        )
    ]
    for written in ("'Measures #2 taken'", "Measures # 2 taken"):
        folder.coded(f"cooperation:\n  value: low\n  note: {written}\n  evidence: [{{source: waltz1979}}]\n")
        assert folder.warnings() == []


@pytest.mark.parametrize(
    "coding",
    [
        "value: low  # why\n  note: Text # why",
        "value: low #why\n  note: Text",
        "value: low\n  note: |\n    Number #2",
        "value: low\n  note: Text#2",
        "value: low\n  note: Text  ## why",
    ],
)
def test_an_ordinary_comment_draws_no_warning(folder: Folder, coding: str) -> None:
    folder.coded(f"cooperation:\n  {coding}\n  evidence: [{{source: waltz1979}}]\n")
    assert (folder.errors(), folder.warnings()) == ([], [])
