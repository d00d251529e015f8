"""Discriminating observations against trying them all, and Van Evera's tests on studies worked out by hand."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product
from random import Random

import pytest

from checker.analysis.rivals.discrimination import MOST, discriminate
from checker.analysis.verdicts.judgement import Outcomes
from checker.analysis.verdicts.question import Question
from checker.analysis.verdicts.trial import Trial
from checker.logic.formula import Term
from checker.study.case import Case, Coding, Event
from checker.study.term_period import TermPeriod
from checker.study.theory import Theory
from tests.random_formulas import Seeded, random_codebook
from tests.random_studies import random_case
from tests.random_theories import random_theory
from tests.seeds import for_each
from tests.small_studies import case, rule, theory


def rivals(seed: int) -> tuple[Theory, Theory, Case] | None:
    """Two random theories that explain the same and a case; None where the dice give no such pair."""
    dice = Seeded(Random(seed))
    codebook = random_codebook(dice)
    first = random_theory(dice, codebook)
    for _ in range(30):
        second = random_theory(dice, codebook)
        if set(first.explains) & set(second.explains):
            return first, second, random_case(dice, codebook)
    return None


def said(question: Question, new: dict[TermPeriod, tuple[str, ...]]) -> Outcomes:
    """The prediction under further codings, empty also out of scope."""
    codings = {**question.coded(), **{tp: values for tp, values in new.items() if tp in question.coded()}}
    return question.finding(codings).prediction or ()


def parting(questions: tuple[Question, Question], size: int) -> Iterator[tuple[tuple[str, str, str], ...]]:
    """Every choice of values for so many gaps under which the predictions are disjoint, in file order."""
    trial = questions[0].trial
    coded = {**questions[0].coded(), **questions[1].coded()}
    gaps = trial.case.codebook.in_file_order(
        tp for q in questions for tp in q.observables if len(coded[tp]) != 1 and trial.case.binds(tp.term)
    )
    for chosen in combinations(gaps, size):
        for row in product(*(coded[tp] or trial.case.codebook.values(tp.term) for tp in chosen)):
            new: dict[TermPeriod, tuple[str, ...]] = {tp: (value,) for tp, value in zip(chosen, row, strict=True)}
            first, second = said(questions[0], new), said(questions[1], new)
            if first and second and not set(first) & set(second):
                yield tuple(
                    (str(tp.term), trial.case.period(tp.period).id, value)
                    for tp, value in zip(chosen, row, strict=True)
                )


@for_each(range(150))
def test_no_smaller_observation_parts_two_theories(seed: int) -> None:
    made = rivals(seed)
    if made is None:
        return
    first, second, of = made
    trials = Trial(first, of), Trial(second, of)
    for found in discriminate(first, second, of).found:
        questions = trials[0].question(found.explains, found.period), trials[1].question(found.explains, found.period)
        if not all(question.testable for question in questions):
            assert found.possible is False and found.observations == ()
            continue
        by_size = [list(parting(questions, size)) for size in range(3)]
        shown = [tuple((str(v.term), v.period_id, v.value) for v in o.values) for o in found.observations]
        assert found.parted is bool(by_size[0])
        if found.parted:
            assert shown == []
        elif shown and len(shown[0]) < 3:
            assert not any(by_size[: len(shown[0])])
            assert set(shown) <= set(by_size[len(shown[0])])
            assert len(shown) == min(MOST, len(by_size[len(shown[0])]))
        else:
            assert not any(by_size)
            assert found.possible is bool(shown)


def named(name: str, *lines: str) -> Theory:
    return replace(theory(*lines), name=name)


HIGH = named("high", "H1: if a then y is high")
LOW = named("low", "L1: if b then y is low")


def test_without_a_case_the_conditions_on_which_two_theories_part_are_named() -> None:
    (found,) = discriminate(HIGH, LOW).found
    (observation,) = found.observations
    assert [(str(v.term), v.value) for v in observation.values] == [("a", "yes"), ("b", "yes")]
    assert (observation.first, observation.second) == (("high",), ("low",))


def test_theories_that_never_part_are_told_apart_from_those_that_may() -> None:
    (found,) = discriminate(HIGH, named("other", "O1: if b then y is at least mid")).found
    assert found.possible is False and found.observations == ()


def test_the_gap_that_narrows_what_both_allow_comes_first() -> None:
    (found,) = discriminate(HIGH, LOW, case("a=yes b=? y=high")).found
    assert found.now == "partial" and found.chance == 1
    assert (found.first, found.second) == (("high",), ("low", "mid", "high"))
    assert [(str(o.values[0].term), o.values[0].value) for o in found.observations] == [("b", "yes")]
    assert [(str(r.term), r.expected) for r in found.resolutions] == [("b", Fraction(1, 2))]


@pytest.mark.parametrize(
    ("first", "second", "kinds"),
    [
        ("y is high", "y is high", ("most likely", "most likely")),
        ("y is high", "y is low", ("least likely", "least likely")),
        ("y is high", "not y is high", ("least likely", None)),
        ("y is high", "y is at least mid", (None, None)),
        ("not y is high", "not y is high", (None, None)),
    ],
)
def test_a_period_is_a_likely_case_by_what_the_rival_predicts(
    first: str, second: str, kinds: tuple[str | None, str | None]
) -> None:
    found = discriminate(named("first", f"P1: {first}"), named("second", f"P1: {second}"), case("y=high")).found[0]
    assert found.likely == kinds


def test_two_predictions_may_part_while_a_gap_stays_contested() -> None:
    up = replace(theory("P1: if a then y rises", explains="change of y"), name="up")
    down = replace(theory("P1: if a then y falls", explains="change of y"), name="down")
    found = discriminate(up, down, case("a=? y=mid", baseline="y=low|high")).found[0]
    assert found.possible
    assert [[(str(v.term), v.value) for v in o.values] for o in found.observations] == [[("a", "yes")]]


def test_nobody_is_sent_to_code_an_actor_whom_the_case_does_not_name() -> None:
    one, other = named("one", "P1: if f(state) then y is high"), named("other", "P1: if f(state) then y is low")
    assert discriminate(one, other, case("y=mid")).found[0].possible
    assert not discriminate(one, other, case("y=mid", bound=["partner"])).found[0].possible


def test_the_most_probable_kind_of_test_is_told_with_its_chance() -> None:
    of = case("a=yes b=yes|no y=high").recoded(
        {(Term("b"), 1): Coding(("yes", "no"), {"yes": Fraction(7, 10), "no": Fraction(3, 10)})}
    )
    (found,) = discriminate(HIGH, LOW, of).found
    assert found.now == "critical" and found.chance == found.test.critical == Fraction(7, 10)
    assert (found.first, found.second) == (("high",), ("low",))
    assert found.as_coded == (("high",), ("low", "mid", "high")) and not found.parted
    assert found.test.won_by_first == 1
    (observation,) = found.observations
    assert observation.chance == Fraction(7, 10)


def test_an_event_that_cannot_be_tested_leaves_the_rest_of_the_answer() -> None:
    many = " and ".join(f"once ({x} and previously {x})" for x in ("a", "b", "c", "z"))
    of = case(*["a=? y=high"] * 6)
    of = replace(
        of,
        events=(Event("2006", "It happens", clue=rule(many)),),
        periods=tuple(replace(p, years=(2000 + n, 2000 + n)) for n, p in enumerate(of.periods, 1)),
    )
    found = discriminate(HIGH, named("bars", "B1: if a then not y is high"), of)
    assert found.found[5].observations and "combinations" in found.found[5].clues_limit
    assert not found.is_complete
