"""Rival theories compared over draws of the codings (semantics.md, section 8).

In a draw every coding that is not missing has one value; predictions are joined over the completions left in scope.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import Literal, TypeVar

from checker.analysis.verdicts.cell import Cell
from checker.analysis.verdicts.draws import draws
from checker.analysis.verdicts.judgement import REFUTED, Outcomes, Verdict
from checker.analysis.verdicts.question import Question
from checker.analysis.verdicts.trial import Trial
from checker.engine.compiled import Claim, Diagram
from checker.engine.joint_draws import Draws, Stage, carried
from checker.engine.model_count import leaf_chances
from checker.engine.product import in_one_order, product
from checker.problems import LimitReached
from checker.study.term_period import TermPeriod
from checker.study.theory import Explained

RANKS: Mapping[Verdict, int] = {
    "contradicted": 0,
    "incoherent": 0,
    "denies conditions": 0,
    "against expectation": 1,
    "silent": 2,
    "permitted": 3,
    "expected": 4,
    "predicted": 5,
}
"""Only these are ranked; the others say nothing about a theory's predictions."""

MAX_WAYS = 10_000_000
"""For two theories at once; this many take four or five seconds."""
TestKind = Literal["critical", "partial"]
Said = Outcomes | None
"""What a theory predicts in a world; None out of scope."""
Rank = int | None
K = TypeVar("K")


def kind_of_test(one: Said, other: Said) -> TestKind | None:
    """Critical where two predictions, neither empty, are disjoint; partial where they differ."""
    if not one or not other or one == other:
        return None
    return "partial" if set(one) & set(other) else "critical"


def joined_prediction(outcomes: Sequence[str], said: Iterable[Said]) -> Said:
    """The prediction where these worlds are left: those in scope count, if there are any."""
    left = [each for each in said if each is not None]
    return tuple(o for o in outcomes if any(o in each for each in left)) if left else None


@dataclass(frozen=True)
class RivalTest:
    """How likely a period is a test of two theories against each other.

    `critical` and `partial` are chances over draws. `won_by_first` and `won_by_second` are given that the test is
    critical: the one is not refuted, and the other is; None where it cannot be critical. Past a limit all are None.
    """

    case: str
    period_id: str
    first: str
    second: str
    critical: Fraction | None = None
    partial: Fraction | None = None
    won_by_first: Fraction | None = None
    won_by_second: Fraction | None = None
    limit: str = ""


@dataclass(frozen=True)
class Dominance:
    """How likely one theory is never ranked worse than another and once better, both judged on the same periods.

    `judged` is the mean number of periods on which both are, `apart` of those on which one alone is. Past a limit all
    are None. A period in which the completions of missing codings give several ranks is judged for neither.
    """

    first: str
    second: str
    by_first: Fraction | None = None
    by_second: Fraction | None = None
    judged: Fraction | None = None
    apart: Fraction | None = None
    limit: str = ""


class Rivals:
    """Theories on a case, named by their places; with their exhaustive statements or without."""

    def __init__(self, trials: Sequence[Trial], explained: Explained, exhaustive: bool = True) -> None:
        self.names = [trial.theory.name for trial in trials]
        self.trials = trials
        self.explained = explained
        self.case = trials[0].case
        # A theory that claims no completeness is read in one way only.
        self._exhaustive = [exhaustive or not trial.theory.exhaustive for trial in trials]
        self._claims: dict[int, Sequence[Diagram[Claim] | str]] = {}
        self._said: dict[tuple[int, int], Diagram[tuple[Said, bool]]] = {}
        self._pairs: dict[tuple[int, int, int], Diagram[tuple[Rank, Rank]]] = {}
        self._ranked: dict[tuple[int, int], Diagram[Rank]] = {}

    def question(self, t: int, theory: int) -> Question:
        return self.trials[theory].question(self.explained, t, self._exhaustive[theory])

    def cell(self, t: int, theory: int) -> Cell:
        return self.trials[theory].cell(self.explained, t, self._exhaustive[theory])

    def claims(self, t: int, theory: int) -> Diagram[Claim]:
        """What a theory claims in a period with one before it, if a change is explained; in one order for all."""
        found = self._compiled(t)[theory]
        if isinstance(found, str):
            raise LimitReached(found)
        return found

    def test(self, t: int, first: int, second: int) -> RivalTest:
        """How likely a period is a test of two theories, and who wins it."""
        nothing = RivalTest(
            case=self.case.name, period_id=self.case.period(t).id, first=self.names[first], second=self.names[second]
        )
        try:
            found = self.said_together(t, first, second)
        except LimitReached as limit:
            about = f"{nothing.first} and {nothing.second} in {nothing.period_id}"
            return replace(nothing, limit=f"{about}: {limit}")
        chances: dict[tuple[TestKind | None, str], Fraction] = {}
        for (one, other, winner), p in found.items():
            key = (kind_of_test(one, other), winner)
            chances[key] = chances.get(key, Fraction(0)) + p
        critical, partial = (
            sum((p for (kind, _), p in chances.items() if kind == asked), Fraction(0))
            for asked in ("critical", "partial")
        )
        tested = replace(nothing, critical=critical, partial=partial)
        if not critical:
            return tested
        by_first, by_second = (chances.get(("critical", side), Fraction(0)) for side in ("first", "second"))
        return replace(tested, won_by_first=by_first / critical, won_by_second=by_second / critical)

    def said_together(self, t: int, first: int, second: int) -> Mapping[tuple[Said, Said, str], Fraction]:
        """The chance of each two predictions, with which alone is not refuted: `first`, `second` or neither, empty."""
        if t not in self._testable:
            return {(None, None, ""): Fraction(1)}
        outcomes = self.question(t, first).outcomes
        found: dict[tuple[Said, Said, str], Fraction] = {}
        both = product(self._saying(t, first), self._saying(t, second))
        for ends, p in leaf_chances(both, self._draws.chances).items():
            sides = tuple(zip(*ends, strict=True))
            one, other = (joined_prediction(outcomes, (said for said, _ in side)) for side in sides)
            refuted = [{falls for said, falls in side if said is not None} for side in sides]
            winner = "first" if refuted == [{False}, {True}] else "second" if refuted == [{True}, {False}] else ""
            found[one, other, winner] = found.get((one, other, winner), Fraction(0)) + p
        return found

    def judged_together(self, first: int, second: int) -> tuple[Fraction, Fraction]:
        """The mean number of periods on which both are judged, and of those on which one alone is."""
        both = apart = Fraction(0)
        for t in self._testable:
            for ends, p in leaf_chances(self._pair(t, first, second), self._draws.chances).items():
                judged = [_rank(side) is not None for side in zip(*ends, strict=True)]
                both += p * all(judged)
                apart += p * (judged[0] != judged[1])
        return both, apart

    def never_worse(self, first: int, second: int) -> tuple[Fraction, ...]:
        """The chance that the first is never ranked worse than the second, that the second never is, and of both.

        Both judged on the same periods.
        """
        stages = [
            Stage((self._pair(t, first, second),), lambda leaves: _not_worse(*map(_rank, zip(*leaves[0], strict=True))))
            for t in self._testable
        ]
        return carried(stages, self._draws, 3, ways=MAX_WAYS)

    def _pair(self, t: int, first: int, second: int) -> Diagram[tuple[Rank, Rank]]:
        """The ranks of both; where nothing is left open, any ranks that compare alike."""
        if (t, first, second) not in self._pairs:
            pair = product(self._ranking(t, first), self._ranking(t, second))
            if set(self._draws.chances).issuperset(pair.support()):
                pair = pair.mapped(lambda ranks: _AS_RANKS[_not_worse(*ranks), ranks[0] is None])
            self._pairs[t, first, second] = pair
        return self._pairs[t, first, second]

    def _saying(self, t: int, theory: int) -> Diagram[tuple[Said, bool]]:
        """What a theory predicts, and whether it is refuted."""
        if (t, theory) not in self._said:
            question = self.question(t, theory)
            self._said[t, theory] = self._judged(
                t,
                theory,
                lambda claim, level: (
                    claim.prediction if claim.in_scope else None,
                    question.verdict_in(claim, level) in REFUTED,
                ),
            )
        return self._said[t, theory]

    def _ranking(self, t: int, theory: int) -> Diagram[Rank]:
        if (t, theory) not in self._ranked:
            question = self.question(t, theory)
            self._ranked[t, theory] = self._judged(
                t, theory, lambda claim, level: RANKS.get(question.verdict_in(claim, level))
            )
        return self._ranked[t, theory]

    def _judged(self, t: int, theory: int, leaf: Callable[[Claim, str | None], K]) -> Diagram[K]:
        """The compiled period, the outcome its last block where it is coded, of the values that draws may have."""
        question, claims = self.question(t, theory), self.claims(t, theory)
        found = (
            claims.extended(question.here, question.order, leaf)
            if question.here in self._draws.chances
            else claims.mapped(lambda claim: leaf(claim, None))
        )
        return found.restricted(self._possible)

    def _compiled(self, t: int) -> Sequence[Diagram[Claim] | str]:
        """The theories in a period, taken over from the one before where its rules are the same."""
        if t not in self._claims:
            grounders = [trial.grounder(own) for trial, own in zip(self.trials, self._exhaustive, strict=True)]
            before = self._claims.get(t - 1)
            if before is not None and all(grounder.repeats(t) for grounder in grounders):
                self._claims[t] = [each if isinstance(each, str) else each.one_period_later() for each in before]
            else:
                self._claims[t] = in_one_order(
                    [(grounder, trial.without) for grounder, trial in zip(grounders, self.trials, strict=True)],
                    self.explained,
                    t,
                )
        return self._claims[t]

    @cached_property
    def _testable(self) -> list[int]:
        return [t for t in range(1, self.case.last + 1) if self.question(t, 0).testable]

    @cached_property
    def _places(self) -> list[TermPeriod]:
        """The codings that are drawn."""
        places = dict.fromkeys(
            tp for t in self._testable for theory in range(len(self.trials)) for tp in self.question(t, theory).places
        )
        return [tp for tp in places if self.case.coding(*tp).values]

    @cached_property
    def _draws(self) -> Draws:
        return draws(self.case, self._places)

    @cached_property
    def _possible(self) -> dict[TermPeriod, tuple[str, ...]]:
        """The values that draws may have."""
        return {
            tp: tuple(
                value for value, p in zip(self.case.codebook.values(tp.term), self._draws.chances[tp], strict=True) if p
            )
            for tp in self._places
        }


def dominance(cases: Sequence[Rivals], first: int, second: int) -> Dominance:
    """How likely one of two theories dominates the other over all periods of these cases, each drawn by itself."""
    nothing = Dominance(cases[0].names[first], cases[0].names[second])
    try:
        one, other, even = (
            prod(chances, start=Fraction(1))
            for chances in zip(*(rivals.never_worse(first, second) for rivals in cases), strict=True)
        )
        together, apart = (
            sum(numbers, Fraction(0))
            for numbers in zip(*(rivals.judged_together(first, second) for rivals in cases), strict=True)
        )
    except LimitReached as limit:
        return replace(nothing, limit=f"{nothing.first} and {nothing.second} over all periods: {limit}")
    return replace(nothing, by_first=one - even, by_second=other - even, judged=together, apart=apart)


def _rank(leaves: Iterable[Rank]) -> Rank:
    """The rank that all share, or None."""
    found = set(leaves)
    return found.pop() if len(found) == 1 else None


def _not_worse(one: Rank, other: Rank) -> tuple[bool, bool, bool]:
    """Whether the first is not worse, the second is not, and both are not; none where one alone is judged."""
    if one is None or other is None:
        return (one == other,) * 3
    return one >= other, other >= one, one == other


_AS_RANKS: Mapping[tuple[tuple[bool, bool, bool], bool], tuple[Rank, Rank]] = {
    (_not_worse(*ranks), ranks[0] is None): ranks
    for ranks in ((None, None), (0, 0), (1, 0), (0, 1), (None, 0), (0, None))
}
"""One representative for all pairs of ranks that compare alike and are judged alike."""
