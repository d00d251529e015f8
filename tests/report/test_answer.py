"""The answer of `check`: its sentences, its matrix, and its length."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from checker.analysis.verdicts.judgement import CaseResult
from checker.analysis.verdicts.overview import Overview, overview
from checker.analysis.verdicts.trial import Trial
from checker.files.study.load import theories_for
from checker.logic.formula import Implies, Is, Term
from checker.report.check.terminal import check_text
from checker.report.words.answer import answer
from checker.report.words.headline import by_laws_alone
from checker.study.case import Case, Coding, NamedReading, Period
from checker.study.codebook import Codebook, Variable
from checker.study.theory import Explained, Proposition, Rule, Theory
from tests.random_studies import random_study
from tests.small_studies import case, theory
from tests.test_shipped_studies import shipped

RISES = theory("P1: if a then y rises", "P2: if not a then y falls", explains="change of y")
STEADY = theory("Q1: y is steady", explains="change of y")


def view_of(of: Case, *theories: Theory) -> Overview:
    trials = [Trial(each, of) for each in theories]
    return overview(CaseResult(of, tuple(record for trial in trials for record in trial.records())), trials)


def shown(of: Case, *theories: Theory, colour: bool = False, width: int = 80, verbose: bool = False) -> str:
    return check_text(view_of(of, *theories), width, colour, verbose=verbose)


def answer_in_one_line(of: Case, *theories: Theory) -> str:
    return " ".join(answer(view_of(of, *theories)))


def test_each_turn_says_which_theories_probably_fit_it() -> None:
    right, wrong = replace(RISES, title="Right"), replace(STEADY, title="Wrong")
    words = answer_in_one_line(case("a=yes y=mid", "a=no y=low", baseline="y=low"), right, wrong)
    assert words.startswith("Right (100 %) fits the rise in t1 and the fall in t2.")
    assert "The rise in t1 contradicts Wrong (100 %); the fall in t2 contradicts Wrong" in words


def test_a_theory_alone_is_told_turn_by_turn() -> None:
    words = answer_in_one_line(case("a=yes y=mid", "a=yes y=low", baseline="y=low"), replace(RISES, title="Right"))
    assert words.startswith("Right probably fits t1 (100 %) and is probably contradicted in t2 (100 %).")


def test_a_contradiction_that_rests_on_completeness_says_what_the_laws_alone_refute() -> None:
    th = theory("P1: if a then y rises", explains="change of y", exhaustive=["y rises"])
    words = answer_in_one_line(case("a=no y=high", baseline="y=mid"), replace(th, title="Complete"))
    assert "contradicted in t1 (100 %; 0 % by its laws)" in words


def test_the_coding_that_changes_sides_is_named_with_its_value() -> None:
    words = answer_in_one_line(
        case("a=yes|no b=yes y=high", baseline="y=mid"), replace(RISES, title="Right"), replace(STEADY, title="Wrong")
    )
    assert "Most hangs on a in t1: if it were yes (50 %), Right would probably account for it." in words


def test_a_named_reading_has_its_sentence() -> None:
    own = NamedReading("author", {(Term("a"), 1): Coding(("yes",))}, "The author's own")
    of = replace(case("a=no y=high", baseline="y=mid"), readings={"author": own})
    assert "By the reading “The author's own”, Right accounts for the rise in t1." in answer_in_one_line(
        of, replace(RISES, title="Right")
    )


def test_without_a_turn_or_an_outcome_the_answer_says_so() -> None:
    assert "Nothing rose or fell that the theories could account for." in answer_in_one_line(
        case("a=yes y=mid", baseline="y=mid"), RISES, STEADY
    )
    assert (
        "no outcome is coded"
        in answer_in_one_line(case("a=yes y=?"), theory("P1: y is low"), theory("Q1: y is high")).lower()
    )
    assert answer(view_of(case("a=yes y=?"), theory("P1: y is low")))


def test_a_theory_out_of_scope_is_not_praised_for_standing() -> None:
    outside = replace(theory("P1: y is low", scope="b", explains="change of y"), title="Outside")
    of = case("a=yes b=no y=high", "a=yes b=no y=mid", baseline="y=low")
    words = answer_in_one_line(of, outside, replace(RISES, title="Right"))
    assert "Outside claims nothing here (out of scope)." in words
    assert "never contradicted is Outside" not in words and "at best Outside" not in words


def test_only_benchmarks_are_told_of_where_there_is_nothing_else() -> None:
    assert answer_in_one_line(
        case("a=yes y=mid", baseline="y=low"), replace(STEADY, benchmark=True, title="Persistence")
    ).startswith("Persistence is probably contradicted in t1 (100 %).")


def test_a_cell_shows_the_leading_verdict_with_its_chance_and_every_one_near_it() -> None:
    text = shown(case("a=yes|no y=high"), theory("P1: if a then y is low"))
    assert "✗ contrad. 50" in text and "· silent 50" in text
    legend = " ".join(text.split())
    assert "✗ contradicted, excluded" in legend and "· silent, says nothing" in legend
    assert "expected" not in text.replace("predicted or expected", ""), "the legend has what is on the screen alone"


def test_a_cell_that_is_settled_otherwise_as_coded_says_so() -> None:
    of = case("a=yes b=yes c=yes y=high")
    sure = {
        tp: Coding(("yes",), {"yes": Fraction(7, 10), "no": Fraction(3, 10)})
        for tp in ((Term("a"), 1), (Term("b"), 1), (Term("c"), 1))
    }
    text = shown(of.recoded(sure), theory("P1: if a and b and c then y is low"), verbose=True)
    assert "· silent 66" in text and "✗" not in text.partition("In %.")[0]
    assert "As coded, with no doubt counted: contradicted." in " ".join(text.split())


def test_no_cell_shows_a_verdict_that_no_completion_gives() -> None:
    for seed in range(60):
        th, of = random_study(seed)
        for record in Trial(th, of).records():
            for judgement in record.judgements:
                if judgement.leading is not None and all(
                    not coding.confidence
                    for n in range(of.first, of.last + 1)
                    for coding in (of.coding(t, n) for t in of.codebook.terms())
                ):
                    assert judgement.leading.verdict in (*(judgement.readings or ()), "open")


def test_random_studies_have_an_answer_that_fits_the_width() -> None:
    for seed in range(120):
        th, of = random_study(seed)
        lines = shown(of, th, verbose=bool(seed % 2)).splitlines()
        assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("name", ["belarus-iran", "ukraine-iran", "venezuela-iran"])
def test_the_first_answer_of_a_shipped_case_is_short(name: str) -> None:
    study = shipped()
    of = next(each for each in study.cases if each.name == name)
    lines = shown(of, *theories_for(of, study)).splitlines()
    assert len(lines) <= 40 + len(of.readings) and max(map(len, lines)) <= 80
    assert "Most hangs on" in " ".join(lines[:10])


def test_what_the_laws_refute_is_parted_where_it_differs_by_more_than_a_tenth() -> None:
    th = theory("P1: if a then y rises", explains="change of y", exhaustive=["y rises"])
    judgement = Trial(th, case("a=no y=high", baseline="y=mid")).records()[0].judgements[0]
    assert by_laws_alone(judgement) == 0
    judgement = Trial(th, case("a=yes y=high", baseline="y=mid")).records()[0].judgements[0]
    assert by_laws_alone(judgement) is None


def test_many_periods_are_shown_in_blocks_that_fit_the_width() -> None:
    text = shown(case(*(["a=yes y=low"] * 9)), theory("P1: if a then y is low"))
    assert max(map(len, text.splitlines())) <= 80
    assert text.count("\nobserved") == 2 and "t9" in text and text.count("   A") == 1


def test_colour_marks_but_never_carries_the_verdict() -> None:
    of, th = case("a=yes y=high"), theory("P1: if a then y is low")
    plain, bright = shown(of, th), shown(of, th, colour=True)
    assert "\x1b[" in bright and "\x1b[" not in plain
    assert "✗ contradicted" in plain and "✗ contradicted" in bright
    assert "\x1b[31m" not in bright and "\x1b[32m" not in bright, "no red and no green"


def test_an_outcome_that_is_not_coded_is_said_to_be_so() -> None:
    text = shown(case("a=yes y=?"), theory("P1: if a then y is low"))
    assert "not coded" in text and "? unobserved" in text


def test_where_there_is_no_period_before_no_change_is_observed() -> None:
    text = shown(case("a=yes y=low", "a=yes y=mid"), RISES)
    assert "observed     no change      ↑ rises" in text and "– untestable" in text


def test_verbose_says_of_each_cell_why_and_what_its_reading_takes() -> None:
    text = " ".join(shown(case("a=yes|no y=high"), theory("P1: if a then y is low"), verbose=True).split())
    assert "t1: contradicted 50 %, silent 50 %. It says that y is low by P1, given “a”: yes; observed: high." in text
    assert "As coded: contradicted or silent; “a” would settle it." in text and "Read with “a” as yes." in text


def test_nothing_is_wider_than_the_terminal_however_long_its_names() -> None:
    name = "a-theory-with-a-name-that-goes-on-and-on-for-ever"
    book = Codebook(
        "long",
        {},
        {v.name: v for v in (Variable("y", ("nothing_at_all_was_done", "everything_there_is")), Variable("a"))},
    )
    rule = Rule(
        "if a then y is nothing_at_all_was_done",
        Implies(Is(Term("a"), ("yes",)), Is(Term("y"), ("nothing_at_all_was_done",))),
    )
    th = Theory(name, book, (Explained(Term("y")),), (Proposition("P1", rule),))
    codings = {Term("y"): Coding(("everything_there_is",)), Term("a"): Coding(("yes",))}
    periods = (Period("a-period-with-a-long-name", codings=codings),)
    of = Case("long", book, {}, periods, title="Much is to be said " * 9)
    rows = shown(of, th).splitlines()
    assert max(map(len, rows)) <= 80
    assert any(row.startswith("observed") and "everything_t…" in row for row in rows)
