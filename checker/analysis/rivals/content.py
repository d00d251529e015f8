"""How much a theory says: what it rules out, on which terms that depends, and which theory is the bolder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, islice
from typing import Literal

from checker.analysis.explain.falsifiers import Falsifier, falsifiers, informative
from checker.analysis.rivals.conditions import PredictionCondition, prediction_conditions
from checker.analysis.rivals.hygiene import Check, claims_on_values, hygiene
from checker.analysis.verdicts.blank_case import blank_trial, periods_needed
from checker.engine.compiled import Block, Claim, Diagram
from checker.engine.product import product
from checker.logic.formula import Term
from checker.problems import LimitReached
from checker.study.term_period import TermPeriod
from checker.study.theory import Explained, Theory

EXAMPLES = 3


@dataclass(frozen=True)
class Content:
    """What a theory excludes about one explained term.

    `excluded` is the share of worlds (values of the observable terms used, and of the outcome before and now) that
    its laws exclude; `with_tendencies` counts what its tendencies speak against as well. Theoretical
    terms are projected out. A term in `depends_on` makes a difference to what the laws exclude, one in
    `leanings` only to what the tendencies do. `falsifiers` is the number of potential falsifiers, `examples` the
    first of those that say more than the others do. None: unknown. `conditions` says when an outcome is predicted,
    expected or excluded.
    """

    explains: Explained
    periods: int
    excluded: Fraction | None
    with_tendencies: Fraction | None
    depends_on: tuple[Term, ...]
    leanings: tuple[Term, ...]
    falsifiers: int | None
    examples: tuple[Falsifier, ...] = ()
    conditions: tuple[PredictionCondition, ...] = ()
    limit: str = ""


@dataclass(frozen=True)
class Inspection:
    """A theory on its own: the checks that it should pass, and how much it says."""

    theory: Theory
    checks: tuple[Check, ...]
    contents: tuple[Content, ...]

    @property
    def is_complete(self) -> bool:
        return not (any(check.limit for check in self.checks) or any(content.limit for content in self.contents))

    @property
    def failed(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.holds is False)


Bolder = Literal["first", "second", "same", "neither"]


@dataclass(frozen=True)
class Boldness:
    """Which of two theories forbids strictly more worlds: all that the other forbids, and some besides."""

    first: str
    second: str
    explains: Explained
    bolder: Bolder | None
    limit: str = ""


def inspect(theory: Theory) -> Inspection:
    """Everything that can be said of a theory without a case."""
    return Inspection(theory, hygiene(theory), tuple(content(theory, explained) for explained in theory.explains))


def content(theory: Theory, explained: Explained) -> Content:
    """The empirical content of a theory in a period pair, or in as many periods as its rules look back over."""
    periods = periods_needed([theory])
    trial = blank_trial(theory, periods)
    every = theory.codebook.values(explained.term)
    found = falsifiers(trial.question(explained, periods))
    number = None if found.limit else len(found.found)
    examples = tuple(islice(informative(found.found), EXAMPLES))
    conditions = prediction_conditions(theory, explained)
    try:
        diagram = claims_on_values(trial, explained)
    except LimitReached as limit:
        return Content(
            explains=explained,
            periods=periods,
            excluded=None,
            with_tendencies=None,
            depends_on=(),
            leanings=(),
            falsifiers=number,
            examples=examples,
            conditions=conditions,
            limit=str(limit),
        )
    laws = diagram.mapped(lambda claim: _excluded(claim, claim.prediction, every))
    everything = diagram.mapped(lambda claim: _excluded(claim, claim.expectation, every))
    depends = _terms(theory.codebook.in_file_order, laws.support())
    leanings = tuple(
        term for term in _terms(theory.codebook.in_file_order, everything.support()) if term not in depends
    )
    size = len(every)
    return Content(
        explains=explained,
        periods=periods,
        excluded=_share(laws, size),
        with_tendencies=_share(everything, size),
        depends_on=depends,
        leanings=leanings,
        falsifiers=number,
        examples=examples,
        conditions=conditions,
        limit=found.limit,
    )


def _excluded(claim: Claim, left: tuple[str, ...], every: Sequence[str]) -> frozenset[str]:
    """The values of the outcome that a claim excludes; out of scope none is."""
    return frozenset(every).difference(left) if claim.in_scope else frozenset()


def _share(diagram: Diagram[frozenset[str]], size: int) -> Fraction:
    return sum((Fraction(len(excluded), size) * share for excluded, share in diagram.shares().items()), Fraction(0))


def _terms(order: Callable[[Iterable[TermPeriod]], list[TermPeriod]], blocks: Iterable[Block]) -> tuple[Term, ...]:
    found = order(block for block in blocks if isinstance(block, TermPeriod))
    return tuple(dict.fromkeys(tp.term for tp in found))


def boldness_of_each_two(theories: Sequence[Theory]) -> tuple[Boldness, ...]:
    """Boldness for every two theories of one vocabulary and everything that both explain."""
    return tuple(
        boldness(one, other, explained)
        for one, other in combinations(theories, 2)
        if not one.codebook.difference(other.codebook)
        for explained in one.explains
        if explained in other.explains
    )


def boldness(first: Theory, second: Theory, explained: Explained) -> Boldness:
    """Which of two theories that both explain a term forbids strictly more about it, world by world."""
    from checker.engine.diagram import compiled

    periods = periods_needed([first, second])
    about = Explained(explained.term)
    every = first.codebook.values(explained.term)
    try:
        one = compiled(blank_trial(first, periods).grounder(), about, periods)
        other = compiled(blank_trial(second, periods).grounder(), about, periods, order=one.blocks)
        both = product(
            one.mapped(lambda claim: _excluded(claim, claim.prediction, every)),
            other.mapped(lambda claim: _excluded(claim, claim.prediction, every)),
        )
    except LimitReached as limit:
        return Boldness(first.name, second.name, explained, None, str(limit))
    more = any(not a <= b for a, b in both.leaves)
    less = any(not b <= a for a, b in both.leaves)
    bolder: Bolder = "neither" if more and less else "first" if more else "second" if less else "same"
    return Boldness(first.name, second.name, explained, bolder)
