"""Draws of the codings of random studies, gone through one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import product
from math import lcm, prod
from random import Random

from checker.analysis.verdicts.cell import Cell
from checker.analysis.verdicts.trial import Trial
from checker.study.case import Case, Evidence
from checker.study.term_period import TermPeriod
from tests.oracle.draws import chances
from tests.random_studies import random_study

MAX_DRAWS = 300
Draw = dict[TermPeriod, str]


class TooMany(Exception):
    """More draws than a test should go through."""


@cache
def cells(seed: int, sources: tuple[str, ...] = ()) -> tuple[Cell, ...]:
    """Every cell of a random study; its codings rest on these sources, at random, if there are any."""
    theory, case = random_study(seed)
    trial = Trial(theory, sourced(case, sources, seed))
    return tuple(trial.cell(explained, t) for explained in theory.explains for t in range(1, case.last + 1))


def sourced(case: Case, sources: Sequence[str], seed: int) -> Case:
    """The case with one or two of these sources for some of its codings."""
    dice, found = Random(seed), {}
    for t in range(case.first, case.last + 1):
        for term in case.codebook.terms():
            coding = case.coding(term, t)
            if coding.values and sources and dice.random() < 0.8:
                named = dice.sample(sources, 1 if len(sources) == 1 or dice.random() < 0.8 else 2)
                found[term, t] = replace(coding, evidence=tuple(map(Evidence, named)))
    return case.recoded(found)


def draws(case: Case, places: Iterable[TermPeriod], by_source: bool = False) -> Iterator[tuple[Draw, Fraction]]:
    """Every draw of the codings of these that are not missing, with its chance; raises TooMany past MAX_DRAWS.

    By source, one uniform number settles all codings that rest on a source alone, each from its most probable value
    down as the number grows.
    """
    codings = {tp: case.coding(tp.term, tp.period) for tp in places}
    shares = {tp: chances(coding, case.codebook.values(tp.term)) for tp, coding in codings.items() if coding.values}
    shared: dict[str, list[TermPeriod]] = {}
    for tp in shares:
        named = {piece.source for piece in codings[tp].evidence}
        if by_source and len(named) == 1:
            shared.setdefault(named.pop(), []).append(tp)
    alone = [tp for tp in shares if not any(tp in of for of in shared.values())]
    whole = lcm(*(p.denominator for of in shared.values() for tp in of for p in shares[tp].values()))
    if prod(len(shares[tp]) for tp in alone) * whole ** len(shared) > MAX_DRAWS:
        raise TooMany
    for numbers in product(range(whole), repeat=len(shared)):
        together = {
            tp: ranked(shares[tp], Fraction(number, whole))
            for of, number in zip(shared.values(), numbers, strict=True)
            for tp in of
        }
        for row in product(*(shares[tp].items() for tp in alone)):
            apart = {tp: value for tp, (value, _) in zip(alone, row, strict=True)}
            yield {**apart, **together}, prod((p for _, p in row), start=Fraction(1, whole ** len(shared)))


def ranked(shares: dict[str, Fraction], number: Fraction) -> str:
    """The value at this place where the values stand one after the other, the most probable first."""
    at = Fraction(0)
    for value, share in sorted(shares.items(), key=lambda each: -each[1]):
        at += share
        if number < at:
            return value
    raise AssertionError("the shares of a whole add up to it")
