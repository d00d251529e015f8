"""What the doubt about codings does to a verdict: probability and criticality (semantics.md, section 6).

Codings are drawn independently of each other. Codings that rest on one source err together, so that
independence flatters; whoever shows these numbers says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from checker.analysis.result import VERDICTS, Verdict
from checker.analysis.verdict import Question
from checker.engine.compiled import Block, Claim, Diagram, Move
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
    case = question.trial.case
    coded = [tp for tp in (*question.observables, question.here) if case.coding(tp.term, tp.period).values]
    values = {tp: case.codebook.values(tp.term) for tp in coded}
    codings = {tp: case.coding(tp.term, tp.period) for tp in coded}
    drawn = {tp: spread(codings[tp], values[tp]) for tp in coded}
    verdicts = _verdicts(question, diagram, drawn)
    elsewhere = 1 - verdicts.get(verdict, Fraction(0))
    found = []
    for tp in coded:
        wrong = spread_if_wrong(codings[tp], values[tp])
        if not wrong:
            continue
        other = elsewhere
        if tp in diagram.blocks or tp == question.here:
            other = 1 - _verdicts(question, diagram, {**drawn, tp: wrong}).get(verdict, Fraction(0))
        found.append(Critical(tp.term, tp.period, case.period(tp.period).id, codings[tp], tp == question.here, other))
    ranked = sorted(found, key=lambda critical: -critical.probability)
    return Doubt(tuple((v, verdicts[v]) for v in VERDICTS if v in verdicts), tuple(ranked))


def _verdicts(
    question: Question, diagram: Diagram[Claim], drawn: Mapping[TermPeriod, Distribution]
) -> dict[Verdict, Fraction]:
    """The probability of each verdict where these codings are drawn and all others stay missing."""
    places = {block: {v: n for n, v in enumerate(values)}
              for block, values in zip(diagram.blocks, diagram.values, strict=True)}
    moves: dict[Block, list[Move[Fraction]]] = {
        tp: [Move((places[tp][v],), p) for v, p in distribution] for tp, distribution in drawn.items() if tp in places}
    before = question.before
    found: dict[Verdict, Fraction] = {}
    # What was observed follows from the coding before, not from the worlds left, so that one is drawn apart.
    for (earlier, chance) in (drawn.get(before, ()) if before is not None else ()) or (((None, Fraction(1))),):
        now: dict[TermPeriod, tuple[str, ...]] = {}
        if before is not None:
            now[before] = () if earlier is None else (earlier,)
            if earlier is not None and before in moves:
                moves[before] = [Move((places[before][earlier],), Fraction(1))]
        for claims, weight in diagram.spread(moves, chance, lambda a, b: a + b, lambda a, b: a * b).items():
            for value, share in drawn.get(question.here, ()) or ((None, Fraction(1)),):
                now[question.here] = () if value is None else (value,)
                verdict = question.verdict_of_claims(claims, now)
                found[verdict] = found.get(verdict, Fraction(0)) + weight * share
    return found
