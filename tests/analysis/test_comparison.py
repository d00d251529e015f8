"""Severity against re-judging every sequence; tests between rivals and dominance on studies worked out by hand."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations, product

import pytest

from checker.analysis.comparison import compare, likely
from checker.analysis.comparison import test_kind as kind_of
from checker.analysis.result import REFUTED
from checker.analysis.severity import LEFT_OUT, severity
from checker.analysis.verdict import Trial
from checker.study.case import Case, Coding
from checker.study.theory import Explained, Theory
from tests.random_studies import random_study
from tests.small_studies import case, theory


def named(name: str, *lines: str, scope: str = "", exhaustive: Sequence[str] = ()) -> Theory:
    return replace(theory(*lines, scope=scope, exhaustive=exhaustive), name=name)


def survives(studied: Theory, of: Case, explained: Explained, judged: list[int],
             outcomes: list[tuple[str, ...]]) -> bool:
    recoded = of.recoded({(explained.term, t): Coding(values) for t, values in zip(judged, outcomes, strict=True)})
    trial = Trial(studied, recoded)
    return not any(trial.verdict(explained, t) in REFUTED for t in judged)


@pytest.mark.parametrize("seed", range(60))
def test_severity_counts_the_sequences_that_survive_one_by_one(seed: int) -> None:
    studied, of = random_study(seed)
    for explained in studied.explains:
        trial = Trial(studied, of)
        found = severity(trial, explained)
        judged = [t for t in range(1, of.last + 1) if trial.verdict(explained, t) not in LEFT_OUT]
        if not judged:
            assert found.sequences is None and found.orderings is None
            continue
        values = [(v,) for v in of.codebook.values(explained.term)]
        if len(values) ** len(judged) <= 100:
            every = [survives(studied, of, explained, judged, list(row)) for row in product(values, repeat=len(judged))]
            assert found.sequences == (sum(every), len(every))
        observed = [of.coding(explained.term, t).values for t in judged]
        different = sorted(set(permutations(observed)))
        if len(different) <= 24:
            orders = [survives(studied, of, explained, judged, list(row)) for row in different]
            assert found.orderings == (sum(orders), len(orders))
        assert found.survived == survives(studied, of, explained, judged, observed)


def test_persistence_survives_only_the_course_without_change() -> None:
    still = theory("P1: y is steady", explains="change of y")
    found = severity(Trial(still, case("y=low", "y=low", "y=low", baseline="y=low")), still.explains[0])
    assert (found.sequences, found.orderings, found.survived) == ((1, 27), (1, 1), True)


def test_periods_that_are_not_observed_are_left_out_of_the_sequence() -> None:
    found = severity(Trial(said := theory("P1: if a then y is high"), case("a=yes y=high", "a=yes", "a=no y=low")),
                     said.explains[0])
    assert found.periods == ("t1", "t3")
    assert (found.sequences, found.orderings) == ((3, 9), (1, 2))


@pytest.mark.parametrize(("one", "other", "kind"), [
    (("low",), ("high",), "critical"), (("low", "mid"), ("mid",), "partial"), (("low",), ("low",), None),
    ((), ("low",), None),
])
def test_two_predictions_test_each_other_where_they_differ(one: tuple[str, ...], other: tuple[str, ...],
                                                           kind: str | None) -> None:
    assert kind_of(one, other) == kind


HIGH = named("bold", "H1: if a then y is high", "H2: if not a then y is low")
MID = named("shy", "M1: if a then y is mid")


def test_a_critical_test_is_a_period_where_the_predictions_are_disjoint() -> None:
    comparison, = compare([case("a=yes y=high", "a=no y=low")], [HIGH, MID])
    reading, = comparison.readings
    assert [(t.kind, t.period_id) for t in reading.tests] == [("critical", "t1"), ("partial", "t2")]
    assert [(d.better, d.worse) for d in reading.dominance] == [("bold", "shy")]
    assert reading.definite_share("bold") == (2, 2) and reading.definite_share("shy") == (1, 2)
    assert not any(line.decides_nothing for line in reading.lines)


def test_theories_each_better_once_stay_unranked() -> None:
    comparison, = compare([case("a=yes y=high"), case("a=yes y=mid")], [HIGH, MID])
    assert comparison.readings[0].dominance == ()


def test_a_period_out_of_scope_for_one_is_no_test() -> None:
    narrow = named("narrow", "N1: y is low", scope="not a")
    comparison, = compare([case("a=yes y=high")], [HIGH, narrow])
    assert comparison.readings[0].tests == () and comparison.readings[0].dominance == ()


def test_rivals_are_read_with_their_exhaustive_statements_and_without() -> None:
    closed = named("closed", "C1: if a then y is high", exhaustive=["y is high"])
    comparison, = compare([case("a=no y=high")], [closed, MID])
    with_them, without = comparison.readings
    assert (with_them.exhaustive, without.exhaustive) == (True, False)
    assert with_them.lines[0].cells[0].verdict == "contradicted"
    assert without.lines[0].cells[0].verdict == "silent"


def test_the_drawn_order_leaves_out_what_follows() -> None:
    worst = named("worst", "W1: y is low")
    comparison, = compare([case("a=yes y=high", "a=no y=high")],
                          [named("best", "B1: y is high"), named("amid", "A1: if a then y is high"), worst])
    reading = comparison.readings[0]
    assert len(reading.dominance) == 3
    assert [(d.better, d.worse) for d in reading.covers] == [("best", "amid"), ("amid", "worst")]


def test_a_case_is_most_likely_where_all_say_the_same_and_least_likely_where_no_rival_does() -> None:
    comparison, = compare([case("a=yes y=high", "a=no y=low")],
                          [HIGH, named("also", "A1: if a then y is high", "A2: if not a then not y is low")])
    agreed, apart = comparison.readings[0].lines
    assert likely(agreed, "bold") == likely(agreed, "also") == "most likely"
    assert likely(apart, "bold") == "least likely"
    assert likely(apart, "also") is None


def test_dominance_over_different_periods_is_no_order_and_all_of_it_is_shown() -> None:
    of = case("a=yes b=yes c=no y=high", "a=no b=yes c=yes y=high", "a=yes b=no c=yes y=high")
    rock = named("rock", "P1: if c then y is high", "P2: if not c then y is low", scope="a")
    paper = named("paper", "P1: if a then y is high", "P2: if not a then y is low", scope="b")
    scissors = named("scissors", "P1: if b then y is high", "P2: if not b then y is low", scope="c")
    reading = compare([of], [rock, paper, scissors])[0].readings[0]
    pairs = {(d.better, d.worse) for d in reading.dominance}
    assert len(pairs) == 3 and len({better for better, _ in pairs}) == 3
    assert not reading.is_one_order and set(reading.covers) == set(reading.dominance)


def test_on_the_same_periods_what_follows_is_not_drawn() -> None:
    best, middle, worst = (named(name, f"P1: {rule}") for name, rule in (
        ("best", "y is high"), ("middle", "y is at least mid"), ("worst", "y is low")))
    reading = compare([case("y=high")], [best, middle, worst])[0].readings[0]
    assert reading.is_one_order and len(reading.dominance) == 3
    assert [(d.better, d.worse) for d in reading.covers] == [("best", "middle"), ("middle", "worst")]
