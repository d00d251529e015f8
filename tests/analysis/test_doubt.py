"""Probability and criticality are exact: the same Fractions as going through every draw."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import prod

import pytest

from checker.analysis.doubt import doubt, spread, spread_if_wrong
from checker.analysis.result import Verdict
from checker.analysis.question import Question
from checker.analysis.verdict import Trial
from checker.engine.grounding import TermPeriod
from checker.study.case import Coding
from tests.random_studies import random_study

VALUES = ("low", "mid", "high")
MAX_DRAWS = 300


def questions(seed: int) -> Iterator[Question]:
    theory, case = random_study(seed)
    trial = Trial(theory, case)
    for explained in theory.explains:
        for t in range(1, case.last + 1):
            if (question := trial.question(explained, t)).testable:
                yield question


def by_enumeration(
    question: Question, wrong: TermPeriod | None = None
) -> dict[Verdict, Fraction] | None:
    """The probability of each verdict from every draw, or None past MAX_DRAWS draws."""
    case = question.trial.case
    drawn = {}
    for tp in (*question.observables, question.here):
        coding = case.coding(tp.term, tp.period)
        if coding.values:
            draw = spread_if_wrong if tp == wrong else spread
            drawn[tp] = draw(coding, case.codebook.values(tp.term))
    if prod(map(len, drawn.values())) > MAX_DRAWS:
        return None
    found: dict[Verdict, Fraction] = {}
    for row in product(*drawn.values()):
        codings = {**question.coded(), **{tp: (value,) for tp, (value, _) in zip(drawn, row, strict=True)}}
        verdict = question.finding(codings).verdict
        found[verdict] = found.get(verdict, Fraction(0)) + prod((p for _, p in row), start=Fraction(1))
    return found


@pytest.mark.parametrize("seed", range(120))
def test_probabilities_are_those_of_all_draws(seed: int) -> None:
    for question in questions(seed):
        verdict = question.finding(question.coded()).verdict
        found = doubt(question, question.trial.diagram(question.explained, question.t), verdict)
        assert sum((p for _, p in found.verdicts), Fraction(0)) == 1
        expected = by_enumeration(question)
        if expected is not None:
            assert dict(found.verdicts) == expected
        for critical in found.criticality[:3]:
            other = by_enumeration(question, TermPeriod(critical.term, critical.period))
            if other is not None:
                assert critical.probability == 1 - other.get(verdict, Fraction(0))
        ranks = [critical.probability for critical in found.criticality]
        assert ranks == sorted(ranks, reverse=True)


def test_a_confidence_leaves_the_rest_evenly_to_the_other_values() -> None:
    coding = Coding(("low",), {"low": Fraction(4, 5)})
    assert spread(coding, VALUES) == (("low", Fraction(4, 5)), ("mid", Fraction(1, 10)), ("high", Fraction(1, 10)))


def test_a_contested_coding_without_confidence_is_one_of_its_values_for_certain() -> None:
    assert spread(Coding(("low", "high")), VALUES) == (("low", Fraction(1, 2)), ("high", Fraction(1, 2)))


def test_a_certain_coding_that_is_wrong_is_any_other_value_evenly() -> None:
    assert spread(Coding(("mid",)), VALUES) == (("mid", Fraction(1)),)
    assert spread_if_wrong(Coding(("mid",)), VALUES) == (("low", Fraction(1, 2)), ("high", Fraction(1, 2)))


def test_probabilities_given_for_all_values_say_what_is_likely_if_the_coding_is_wrong() -> None:
    coding = Coding(("low",), {"low": Fraction(1, 2), "mid": Fraction(3, 8), "high": Fraction(1, 8)})
    assert spread_if_wrong(coding, VALUES) == (("mid", Fraction(3, 4)), ("high", Fraction(1, 4)))


def test_a_coding_that_names_all_values_cannot_be_wrong() -> None:
    assert spread_if_wrong(Coding(VALUES), VALUES) == ()
