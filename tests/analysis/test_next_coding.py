"""What to code next: the outcome first, then what settles most, worked out by hand and held against plain judging."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from checker.analysis.next_coding import NextCoding, next_coding
from checker.analysis.progress import progress
from checker.analysis.verdict import judge
from checker.report.validation_text import validated, validated_json
from checker.study.case import Case, Coding, Event
from checker.study.theory import Theory
from tests.small_studies import case, rule, theory
from tests.strategies import studies


def found(on: Case, *theories: Theory) -> tuple[object, ...] | None:
    coding = next_coding(on, theories)
    if coding is None:
        return None
    return (str(coding.term), coding.period_id, coding.waiting, coding.unobserved, coding.settles, coding.helps,
            coding.open)


def test_nothing_is_asked_for_where_all_is_coded() -> None:
    assert found(case("a=yes y=low"), theory("P1: if a then y is low")) is None


def test_what_no_theory_uses_is_not_asked_for() -> None:
    assert found(case("a=yes b=? y=low"), theory("P1: if a then y is low")) is None


def test_an_outcome_comes_first_and_the_one_that_most_verdicts_wait_for() -> None:
    on = case("a=? y=?", "a=yes y=?", "a=yes y=low")
    assert found(on, theory("P1: if a then y is low", explains="change of y")) == ("y", "t2", 2, 2, 0, 0, 0)


def test_the_coding_that_settles_most_verdicts_alone() -> None:
    one, two = theory("P1: if a then y is high"), theory("P1: if a then y is mid", "P2: if b then y is mid")
    assert found(case("a=? b=? y=low"), one, replace(two, name="other")) == ("a", "t1", 0, 0, 1, 2, 2)


def test_where_none_settles_alone_the_one_that_helps_most() -> None:
    assert found(case("a=? b=? y=low"), theory("P1: if a and b then y is high")) == ("a", "t1", 0, 0, 0, 1, 1)


def test_benchmarks_and_unbound_roles_do_not_count() -> None:
    assert found(case("a=? y=low"), replace(theory("P1: if a then y is high"), benchmark=True)) is None
    assert found(case("y=low", bound=["partner"]), theory("P1: if f(state) then y is high")) is None


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(studies())
def test_what_settles_alone_leaves_so_many_verdicts_fewer_open_whatever_its_value(study: tuple[Theory, Case]) -> None:
    of, on = study
    coding = next_coding(on, [of])
    if coding is None or not coding.settles:
        return
    number = on.number_of(coding.period_id)
    assert number is not None

    def opened(judged: Case) -> set[tuple[str, int]]:
        return {(str(record.explains), j.period) for record in judge(of, judged) for j in record.judgements
                if j.open and j.verdict != "unobserved"}

    before = opened(on)
    assert len(before) == coding.open
    always = before.copy()
    for value in on.codebook.values(coding.term):
        always -= opened(on.recoded({(coding.term, number): Coding((value,))}))
    assert len(always) >= coding.settles


TERM = case("a=? y=low").codebook.terms()[0]


@pytest.mark.parametrize(("numbers", "sentence"), [
    ((1, 4, 0, 0, 0), "  code next: a (t1): 1 of 4 unobserved verdicts waits for this outcome"),
    ((2, 4, 3, 3, 8), "  code next: a (t1): 2 of 4 unobserved verdicts wait for this outcome"),
    ((0, 4, 3, 5, 8), "  code next: a (t1): it would settle 3 of 8 open verdicts"),
    ((0, 0, 0, 1, 1), "  code next: a (t1): with others it would settle 1 of 1 open verdict"),
])
def test_it_is_said_in_one_line_and_in_json(numbers: Sequence[int], sentence: str) -> None:
    on = case("a=? y=low")
    nearly = replace(progress(on, ()), next=NextCoding(TERM, "t1", *numbers))
    assert sentence in validated((), [nearly], ()).splitlines()
    shown = json.loads(validated_json((), [nearly], ()))["cases"][0]["code_next"]
    assert shown == {"coding": "a", "period": "t1", **dict(zip(("waiting", "unobserved", "settles", "helps", "open"),
                                                               numbers, strict=True))}
    assert json.loads(validated_json((), [progress(on, ())], ()))["cases"][0]["code_next"] is None


def test_only_what_a_theory_uses_is_still_to_code() -> None:
    on = case("a=? b=? y=low", "a=yes y=?")
    found = progress(on, [theory("P1: if a then y is low")])
    assert [(period, list(map(str, terms))) for period, terms in found.gaps] == [("t1", ["a"]), ("t2", ["y"])]
    assert len(progress(on, ()).gaps[0][1]) > 2
    done = validated((), [progress(case("a=no y=low"), [theory("P1: if a then y is low")])], ())
    assert "every term that a theory uses is coded in every period" in done


def test_an_event_that_shows_something_else_than_is_coded_is_named() -> None:
    on = replace(case("a=no b=no|yes y=low"), events=(
        Event("2001", "A comes", clue=rule("a")), Event("2001", "B comes", clue=rule("b")),
        Event("2001", "Y comes", clue=rule("y is low")), Event("2001", "Nothing follows")))
    on = replace(on, periods=(replace(on.periods[0], years=(2001, 2001)),))
    text = validated((), [progress(on, ())], ())
    assert "  2001: A comes. The event shows `a`; the codings say otherwise." in text.splitlines()
    assert text.count("The event shows") == 1
    assert json.loads(validated_json((), [progress(on, ())], ()))["cases"][0]["disputed"] == [
        {"date": "2001", "what": "A comes", "clue": "a"}]
