"""What the doubt about codings does to a verdict: probability and criticality (semantics.md, section 6).

Codings are drawn independently of each other. Codings that rest on one source err together, so that
independence flatters; whoever shows these numbers says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from checker.analysis.result import VERDICTS, Verdict
from checker.analysis.question import Question
from checker.engine.chances import chances
from checker.engine.compiled import Block, Claim, Diagram
from checker.engine.grounding import TermPeriod
from checker.logic.formula import Term
from checker.study.case import Coding

Distribution = tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True)
class Critical:
    """How probable another verdict is if this coding is wrong; `is_outcome` marks the outcome at t itself."""

    term: Term
    period: int
    period_id: str
    coding: Coding
    is_outcome: bool
    probability: Fraction


@dataclass(frozen=True)
class Doubt:
    """The exact probability of each verdict, in the order of the table, and the codings by criticality."""

    verdicts: tuple[tuple[Verdict, Fraction], ...]
    criticality: tuple[Critical, ...]

    def of(self, verdict: Verdict) -> Fraction:
        return dict(self.verdicts).get(verdict, Fraction(0))


def spread(coding: Coding, values: Sequence[str]) -> Distribution:
    """The probability of each value of the variable that may be the right one, in the order of the values.

    What the confidences leave over goes evenly to the values that they do not speak of; without any, the
    coded values share the whole.

    >>> half = Fraction(1, 2)
    >>> [(v, str(p)) for v, p in spread(Coding(("low",), {"low": half}), ("low", "mid", "high"))]
    [('low', '1/2'), ('mid', '1/4'), ('high', '1/4')]
    """
    said = dict(coding.confidence) or {v: Fraction(1, len(coding.values)) for v in coding.values}
    others = [v for v in values if v not in said]
    left = 1 - sum(said.values(), Fraction(0))
    if others:
        said.update((v, left / len(others)) for v in others)
    elif left:
        said = {v: p / (1 - left) for v, p in said.items()}
    return tuple((v, said[v]) for v in values if said[v])


def spread_if_wrong(coding: Coding, values: Sequence[str]) -> Distribution:
    """The same, given that no coded value is right; empty where these are all values there are."""
    others = [v for v in values if v not in coding.values]
    drawn = {v: p for v, p in spread(coding, values) if v in others}
    whole = sum(drawn.values(), Fraction(0))
    if not whole:
        return tuple((v, Fraction(1, len(others))) for v in others)
    return tuple((v, drawn[v] / whole) for v in others if v in drawn)


def doubt(question: Question, diagram: Diagram[Claim], verdict: Verdict) -> Doubt:
    """The probabilities around a verdict; the question must be testable. LimitReached past the diagram's limits."""
    return _Doubt(question, diagram, verdict).found()


class _Doubt:
    """What a verdict does while codings are drawn; codings that are missing stay so."""

    def __init__(self, question: Question, diagram: Diagram[Claim], verdict: Verdict) -> None:
        self.question = question
        self.diagram = diagram
        self.verdict = verdict
        self.case = question.trial.case
        codings = {tp: self.case.coding(tp.term, tp.period) for tp in (*question.observables, question.here)}
        self.codings = {tp: coding for tp, coding in codings.items() if coding.values}
        self.values = {tp: self.case.codebook.values(tp.term) for tp in self.codings}
        self.drawn = {tp: self._by_place(spread(coding, self.values[tp]), tp) for tp, coding in self.codings.items()}
        self.verdicts: dict[Verdict, Fraction] = {}
        # The probability of the same verdict if a coding has the value in this place.
        self.same_if = {tp: [Fraction(0)] * len(self.values[tp]) for tp in self.codings}

    def found(self) -> Doubt:
        # What was observed follows from the coding before, not from the worlds left, so that one is drawn apart.
        before = self.question.before
        if before is not None and before in self.drawn:
            for place, chance in enumerate(self.drawn[before]):
                self._draw(place, chance)
        else:
            self._draw(None, Fraction(1))
        ranked = sorted(self._critical(), key=lambda critical: -critical.probability)
        return Doubt(tuple((v, self.verdicts[v]) for v in VERDICTS if self.verdicts.get(v)), tuple(ranked))

    def _draw(self, earlier: int | None, chance: Fraction) -> None:
        """Add what happens where the coding before has the value in this place, if it is coded."""
        before, here, one = self.question.before, self.question.here, Fraction(1)
        drawn: dict[Block, Sequence[Fraction]] = {
            tp: chances for tp, chances in self.drawn.items() if tp in self.diagram.blocks}
        known: dict[TermPeriod, tuple[str, ...]] = {}
        if before is not None:
            known[before] = () if earlier is None else (self.values[before][earlier],)
            if earlier is not None and before in self.diagram.blocks:
                drawn[before] = [one if place == earlier else one - one for place in range(len(self.values[before]))]
        outcomes: list[tuple[str, ...]] = [(v,) for v in self.values[here]] if here in self.drawn else [()]
        outcome_chances = self.drawn.get(here, [one])
        at_end: dict[tuple[Claim, ...], tuple[Verdict, ...]] = {}

        @cache
        def same(verdicts: tuple[Verdict, ...]) -> Fraction:
            return sum((p for p, v in zip(outcome_chances, verdicts, strict=True) if v == self.verdict), Fraction(0))

        def worth(claims: tuple[Claim, ...]) -> Fraction:
            at_end[claims] = tuple(self.question.verdict_of_claims(claims, {**known, here: now}) for now in outcomes)
            return same(at_end[claims])

        made = chances(self.diagram, drawn, worth)
        shares: dict[tuple[Verdict, ...], Fraction] = {}
        for claims, share in made.leaves.items():
            shares[at_end[claims]] = shares.get(at_end[claims], Fraction(0)) + chance * share
        for verdicts, share in shares.items():
            for place, (p, v) in enumerate(zip(outcome_chances, verdicts, strict=True)):
                if share and p:
                    self.verdicts[v] = self.verdicts.get(v, Fraction(0)) + share * p
                if here in self.same_if and v == self.verdict:
                    self.same_if[here][place] += share
        for tp, sums in self.same_if.items():
            if before is not None and tp == before:
                if earlier is not None:
                    sums[earlier] += made.worth
            elif tp != here:
                for place, value in enumerate(made.given.get(tp, (made.worth,) * len(sums))):
                    sums[place] += chance * value

    def _critical(self) -> Iterator[Critical]:
        for tp, coding in self.codings.items():
            wrong = spread_if_wrong(coding, self.values[tp])
            if wrong:
                same = sum((p * s for p, s in zip(self._by_place(wrong, tp), self.same_if[tp], strict=True)),
                           Fraction(0))
                yield Critical(tp.term, tp.period, self.case.period(tp.period).id, coding, tp == self.question.here,
                               1 - same)

    def _by_place(self, distribution: Distribution, tp: TermPeriod) -> list[Fraction]:
        found = dict(distribution)
        return [found.get(value, Fraction(0)) for value in self.values[tp]]
