"""What to code next: the outcome first, then what settles most, worked out by hand and held against plain judging."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

from checker.analysis.coding.next_coding import NextCoding, next_coding
from checker.analysis.coding.progress import progress
from checker.analysis.verdicts.judgement import Judgement
from checker.analysis.verdicts.trial import judge
from checker.logic.formula import Term
from checker.report.check.validation import validated, validated_json
from checker.study.case import Case, Coding, Event
from checker.study.term_period import TermPeriod
from checker.study.theory import Theory
from tests.small_studies import case, rule, theory
from tests.strategies import studies


def found(on: Case, *theories: Theory) -> tuple[object, ...] | None:
    coding = next_coding(on, theories)
    if coding is None:
        return None
    return (
        str(coding.term),
        coding.period_id,
        coding.waiting,
        coding.unobserved,
        coding.settles,
        coding.helps,
        coding.open,
    )


def test_nothing_is_asked_for_where_all_is_coded() -> None:
    assert found(case("a=yes y=low"), theory("P1: if a then y is low")) is None


def test_what_no_theory_uses_is_not_asked_for() -> None:
    assert found(case("a=yes b=? y=low"), theory("P1: if a then y is low")) is None


def test_an_outcome_comes_first_and_the_one_that_most_verdicts_wait_for() -> None:
    on = case("a=? y=?", "a=yes y=?", "a=yes y=?")
    assert found(on, theory("P1: if a then y is low", explains="change of y")) == ("y", "t2", 2, 2, 0, 0, 0)


def test_the_coding_that_settles_most_verdicts_alone() -> None:
    one, two = theory("P1: if a then y is high"), theory("P1: if a then y is mid", "P2: if b then y is mid")
    assert found(case("a=? b=? y=low"), one, replace(two, name="other")) == ("a", "t1", 0, 0, 1, 2, 2)


def test_a_gain_is_how_much_more_probable_the_likeliest_verdict_becomes() -> None:
    # Known, a gives contradicted or silent; in the second theory only where b, at 3/4, does not contradict it anyway.
    on = case("a=? b=yes y=low").recoded({(Term("b"), 1): Coding(("yes",), {"yes": Fraction(3, 4)})})
    either = theory("P1: if a then y is high", "P2: if b then y is high")
    assert next_coding(on, [theory("P1: if a then y is high")]).gain == 1  # type: ignore[union-attr]
    coding = next_coding(on, [either])
    assert coding is not None and (str(coding.term), coding.gain) == (
        "a",
        Fraction(1, 2) * (1 + Fraction(3, 4)) - Fraction(3, 4),
    )


def test_where_none_settles_alone_the_one_that_helps_most() -> None:
    assert found(case("a=? b=? y=low"), theory("P1: if a and b then y is high")) == ("a", "t1", 0, 0, 0, 1, 1)


def test_benchmarks_and_unbound_roles_do_not_count() -> None:
    assert found(case("a=? y=low"), replace(theory("P1: if a then y is high"), benchmark=True)) is None
    assert found(case("y=low", bound=["partner"]), theory("P1: if f(state) then y is high")) is None


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(studies())
def test_what_settles_leaves_no_verdict_open_and_the_gain_is_that_of_judging_anew(study: tuple[Theory, Case]) -> None:
    of, on = study
    coding = next_coding(on, [of])
    if coding is None:
        return
    number = on.number_of(coding.period_id)
    assert number is not None
    values = on.codebook.values(coding.term)
    before = _judged(of, on)
    after = [_judged(of, on.recoded({(coding.term, number): Coding((value,))})) for value in values]
    opened = [key for key, j in before.items() if j.chance("open")]
    assert len(opened) == coding.open
    # Where the coding is the outcome itself, it is counted as waited for, not as settling.
    own = {(str(explained), number) for explained in of.explains if explained.term == coding.term}
    used = [
        key for key in opened if key not in own and any(a[key].probability != before[key].probability for a in after)
    ]
    assert sum(all(not a[key].chance("open") for a in after) for key in used) == coding.settles
    gain = sum(
        (sum(_clearest(a[key]) for a in after) / len(values) - _clearest(before[key]) for key in used), Fraction(0)
    )
    assert gain == coding.gain


def _judged(of: Theory, on: Case) -> dict[tuple[str, int], Judgement]:
    return {(str(record.explains), j.period): j for record in judge(of, on) for j in record.judgements}


def _clearest(judgement: Judgement) -> Fraction:
    return max((p for verdict, p in judgement.probability or () if verdict != "open"), default=Fraction(0))


TERM = case("a=? y=low").codebook.terms()[0]


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ((1, 4, 0, 0, 0), "  code next: a (t1): 1 of 4 unobserved verdicts waits for this outcome"),
        ((2, 4, 3, 3, 8), "  code next: a (t1): 2 of 4 unobserved verdicts wait for this outcome"),
        ((0, 4, 3, 5, 8), "  code next: a (t1): it would settle 3 of 8 open verdicts"),
        ((0, 0, 0, 1, 1), "  code next: a (t1): with others it would settle 1 of 1 open verdict"),
    ],
)
def test_it_is_said_in_one_line_and_in_json(numbers: tuple[int, int, int, int, int], sentence: str) -> None:
    on = case("a=? y=low")
    nearly = replace(progress(on, ()), next=NextCoding(TermPeriod(TERM, 1), "t1", *numbers))
    assert sentence in validated((), [nearly], ()).splitlines()
    shown = json.loads(validated_json((), [nearly], ()))["cases"][0]["code_next"]
    assert shown == {
        "coding": "a",
        "period": "t1",
        **dict(zip(("waiting", "unobserved", "settles", "helps", "open"), numbers, strict=True)),
    }
    assert json.loads(validated_json((), [progress(on, ())], ()))["cases"][0]["code_next"] is None


def test_only_what_a_theory_uses_is_still_to_code() -> None:
    on = case("a=? b=? y=low", "a=yes y=?")
    found = progress(on, [theory("P1: if a then y is low")])
    assert [(period, list(map(str, terms))) for period, terms in found.gaps] == [("t1", ["a"]), ("t2", ["y"])]
    assert len(progress(on, ()).gaps[0][1]) > 2
    done = validated((), [progress(case("a=no y=low"), [theory("P1: if a then y is low")])], ())
    assert "every term that a theory uses is coded in every period" in done


def test_an_event_that_shows_something_else_than_is_coded_is_named() -> None:
    on = replace(
        case("a=no b=no|yes y=low"),
        events=(
            Event("2001", "A comes", clue=rule("a")),
            Event("2001", "B comes", clue=rule("b")),
            Event("2001", "Y comes", clue=rule("y is low")),
            Event("2001", "Nothing follows"),
        ),
    )
    on = replace(on, periods=(replace(on.periods[0], years=(2001, 2001)),))
    text = validated((), [progress(on, ())], ())
    assert "  2001: A comes. The event shows `a`; the codings say otherwise." in text.splitlines()
    assert text.count("The event shows") == 1
    assert json.loads(validated_json((), [progress(on, ())], ()))["cases"][0]["disputed"] == [
        {"date": "2001", "what": "A comes", "clue": "a"}
    ]
