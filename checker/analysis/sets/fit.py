"""Set-theoretic parameters of fit, with exact numerators and denominators.

Consistency and coverage: Ragin, Redesigning Social Inquiry (2008), ch. 3; PRI and relevance of necessity
(RoN): Schneider and Wagemann, Set-Theoretic Methods for the Social Sciences (2012), ch. 5 and 9.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from checker.analysis.sets.set_table import Scores, SetTable, highest, lowest, named_in, negated, score, total
from checker.logic.set_expression import SetExpression, disjuncts, set_text


@dataclass(frozen=True)
class Ratio:
    """A parameter of fit; without a value where the denominator is 0."""

    numerator: Fraction
    denominator: Fraction

    @property
    def value(self) -> Fraction | None:
        return self.numerator / self.denominator if self.denominator else None

    def __str__(self) -> str:
        return "-" if self.value is None else f"{float(self.value):.4f}"


@dataclass(frozen=True)
class Sums:
    """Sums over cases from which every parameter follows, in units of 1/scale; they add up over parts.

    `x` condition, `y` outcome, `both` min(x, y), `tied` min(x, y, 1 - y).
    """

    cases: int
    x: int
    y: int
    both: int
    tied: int
    scale: int = 1

    def __add__(self, other: Sums) -> Sums:
        """The sums over two disjoint groups of cases."""
        if self.scale != other.scale:
            raise ValueError(f"sums in units of 1/{self.scale} and of 1/{other.scale}")
        return Sums(
            self.cases + other.cases,
            self.x + other.x,
            self.y + other.y,
            self.both + other.both,
            self.tied + other.tied,
            self.scale,
        )

    def ratio(self, numerator: int, denominator: int) -> Ratio:
        return Ratio(Fraction(numerator, self.scale), Fraction(denominator, self.scale))


@dataclass(frozen=True)
class Sufficiency:
    """How far the condition is a subset of the outcome."""

    consistency: Ratio
    pri: Ratio
    coverage: Ratio


@dataclass(frozen=True)
class Necessity:
    """How far the outcome is a subset of the condition; low relevance: the condition is near a constant."""

    consistency: Ratio
    coverage: Ratio
    relevance: Ratio


@dataclass(frozen=True)
class Fit:
    """A condition against an outcome, over the cases in which both are coded."""

    condition: str
    outcome: str
    sums: Sums
    missing: int = 0

    @property
    def sufficiency(self) -> Sufficiency:
        return sufficiency(self.sums)

    @property
    def necessity(self) -> Necessity:
        return necessity(self.sums)


@dataclass(frozen=True)
class Part:
    """One disjunct of a solution: `unique` is the coverage that no other disjunct gives."""

    fit: Fit
    unique: Ratio


@dataclass(frozen=True)
class SolutionFit:
    """A union of conditions against an outcome, with its parts in the order written."""

    whole: Fit
    parts: tuple[Part, ...]


def sufficiency(sums: Sums) -> Sufficiency:
    """Consistency, PRI and coverage of a condition that is claimed to be sufficient."""
    return Sufficiency(
        sums.ratio(sums.both, sums.x),
        sums.ratio(sums.both - sums.tied, sums.x - sums.tied),
        sums.ratio(sums.both, sums.y),
    )


def necessity(sums: Sums) -> Necessity:
    """Consistency, coverage and relevance (RoN) of a condition that is claimed to be necessary."""
    everyone = sums.cases * sums.scale
    return Necessity(
        sums.ratio(sums.both, sums.y),
        sums.ratio(sums.both, sums.x),
        sums.ratio(everyone - sums.x, everyone - sums.both),
    )


def sums_of(x: Scores, y: Scores, scale: int) -> Sums:
    """The sums of two columns of memberships without missing cells.

    >>> sums_of((1, 1, 0, 0), (1, 0, 1, 0), 1)
    Sums(cases=4, x=2, y=2, both=1, tied=0, scale=1)
    """
    both = lowest([x, y])
    return Sums(len(x), total(x), total(y), total(both), total(lowest([both, negated(y, scale)])), scale)


def fit(condition: SetExpression, outcome: SetExpression, table: SetTable) -> Fit:
    """The fit of one condition; cases with a missing cell in either are left out and counted."""
    coded = table.coded(named_in(condition, outcome))
    sums = sums_of(score(condition, coded), score(outcome, coded), coded.scale)
    return Fit(set_text(condition), set_text(outcome), sums, len(table) - len(coded))


def solution_fit(solution: SetExpression, outcome: SetExpression, table: SetTable) -> SolutionFit:
    """The fit of a union of conditions and of each of its parts, with raw and unique coverage."""
    coded = table.coded(named_in(solution, outcome))
    missing, scale = len(table) - len(coded), coded.scale
    y, outcome_text = score(outcome, coded), set_text(outcome)
    pieces = disjuncts(solution)
    scores = [score(piece, coded) for piece in pieces]
    whole = sums_of(highest(scores), y, scale)
    parts = tuple(
        Part(
            Fit(set_text(piece), outcome_text, sums_of(own, y, scale), missing),
            whole.ratio(whole.both - _covered(scores[:number] + scores[number + 1 :], y), whole.y),
        )
        for number, (piece, own) in enumerate(zip(pieces, scores, strict=True))
    )
    return SolutionFit(Fit(set_text(solution), outcome_text, whole, missing), parts)


def _covered(others: Sequence[Scores], y: Scores) -> int:
    return total(lowest([highest(others), y])) if others else 0
