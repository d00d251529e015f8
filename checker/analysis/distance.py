"""How many recodings away another verdict is (semantics.md, section 6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from checker.analysis.repairs import coding_cost
from checker.analysis.result import VERDICTS, Verdict
from checker.analysis.question import Question
from checker.engine.compiled import Block, Claim, Diagram, Move
from checker.engine.grounding import TermPeriod
from checker.logic.formula import Term
from checker.study.case import Coding


@dataclass(frozen=True)
class Recoded:
    """One coding given another single value."""

    term: Term
    period: int
    period_id: str
    coding: Coding
    instead: str


@dataclass(frozen=True)
class Distance:
    """A set of recodings after which the verdict is another one, with its cost."""

    verdict: Verdict
    recodings: tuple[Recoded, ...]
    cost: int

    @property
    def number(self) -> int:
        return len(self.recodings)


@dataclass(frozen=True)
class Distances:
    """How far other verdicts are: the fewest and the cheapest recodings to any, and the fewest to each.

    Ties go by file order. `outcome` holds the verdict for each other value of the outcome at t. `singles` are all
    single recodings that change the verdict. None and empty where no recoding does.
    """

    fewest: Distance | None
    cheapest: Distance | None
    to_each: tuple[Distance, ...]
    singles: tuple[Distance, ...]
    outcome: tuple[tuple[Recoded, Verdict], ...]


class _Way(NamedTuple):
    """What counts first, what second, and the recodings as (place in file order, place of the value)."""

    first: int
    second: int
    recodings: tuple[tuple[int, int], ...]


_NO_CHANGE = _Way(0, 0, ())


def distances(question: Question, diagram: Diagram[Claim], verdict: Verdict) -> Distances:
    """The distances from a verdict; the question must be testable. LimitReached past the diagram's limits."""
    return _Distances(question, diagram, verdict).all()


def nearest(
    question: Question, diagram: Diagram[Claim], verdict: Verdict
) -> tuple[Distance | None, tuple[tuple[Recoded, Verdict], ...]]:
    """The `fewest` and the `outcome` of `distances`, by walks for single recodings where one of them will do."""
    made = _Distances(question, diagram, verdict)
    return made.fewest(), tuple(made.outcome())


class _Distances:
    def __init__(self, question: Question, diagram: Diagram[Claim], verdict: Verdict) -> None:
        self.question = question
        self.diagram = diagram
        self.verdict = verdict
        self.case = question.trial.case
        self.codings = question.coded()
        self.places = [tp for tp in question.observables if self.codings[tp]]
        self.cost = {tp: coding_cost(self.case.coding(tp.term, tp.period)) for tp in self.places}

    def all(self) -> Distances:
        fewest = self._ways(lambda cost: (1, cost))
        cheapest = self._ways(lambda cost: (cost, 1))
        to_each = tuple(self._distance(v, fewest[v]) for v in VERDICTS if v in fewest and v != self.verdict)
        return Distances(
            self._nearest(fewest), self._nearest(cheapest), to_each, tuple(self._singles()), tuple(self.outcome()))

    def fewest(self) -> Distance | None:
        """The fewest recodings; of single ones the cheapest, then the first in file order."""
        singles = self._singles()
        if singles:
            return min(singles, key=lambda single: single.cost)
        return self._nearest(self._ways(lambda cost: (1, cost)))

    def _nearest(self, ways: Mapping[Verdict, _Way]) -> Distance | None:
        other = {v: way for v, way in ways.items() if v != self.verdict}
        if not other:
            return None
        verdict = min(other, key=lambda v: other[v])
        return self._distance(verdict, other[verdict])

    def _ways(self, weight: Callable[[int], tuple[int, int]]) -> dict[Verdict, _Way]:
        """The best way to each verdict; `weight` says what a recoding of this cost counts, first and second."""
        question, before = self.question, self.question.before
        moves: dict[Block, list[Move[_Way]]] = {
            tp: self._moves(tp, number, weight) for number, tp in enumerate(self.places) if tp in self.diagram.blocks}
        found: dict[Verdict, _Way] = {}
        # What was observed follows from the coding before, not from the worlds left, so that one is moved apart.
        for apart in self._apart(moves):
            codings = dict(self.codings)
            if before is not None and before in apart:
                codings[before] = tuple(self._values(before)[p] for p in apart[before][0].places)
            for claims, way in self.diagram.spread({**moves, **apart}, _NO_CHANGE, min, _joined).items():
                verdict = question.verdict_of_claims(claims, codings)
                found[verdict] = min(found.get(verdict, way), way)
        return found

    def _apart(self, moves: Mapping[Block, list[Move[_Way]]]) -> list[dict[Block, list[Move[_Way]]]]:
        before = self.question.before
        if before is None or before not in self.places:
            return [{}]
        every = moves.get(before) or self._moves(before, self.places.index(before), lambda cost: (1, cost))
        return [{before: [move]} for move in every]

    def _moves(self, tp: TermPeriod, number: int, weight: Callable[[int], tuple[int, int]]) -> list[Move[_Way]]:
        """Leave the coding as it is, or give it another single value."""
        values, coded = self._values(tp), self.codings[tp]
        moves = [Move(tuple(values.index(v) for v in coded), _NO_CHANGE)]
        moves += [Move((place,), _Way(*weight(self.cost[tp]), ((number, place),)))
                  for place, value in enumerate(values) if coded != (value,)]
        return moves

    def _singles(self) -> list[Distance]:
        found = []
        for number, tp in enumerate(self.places):
            if tp not in self.diagram.blocks:
                continue
            for place, value in enumerate(self._values(tp)):
                if self.codings[tp] != (value,):
                    codings = {**self.codings, tp: (value,)}
                    verdict = self.question.verdict_of_claims(self.diagram.reached(codings), codings)
                    if verdict != self.verdict:
                        found.append(self._distance(verdict, _Way(0, 0, ((number, place),))))
        return found

    def outcome(self) -> list[tuple[Recoded, Verdict]]:
        here = self.question.here
        if not self.codings[here]:
            return []
        claims = self.diagram.reached(self.codings)
        return [(self._recoded(here, value), self.question.verdict_of_claims(claims, {**self.codings, here: (value,)}))
                for value in self._values(here) if self.codings[here] != (value,)]

    def _distance(self, verdict: Verdict, way: _Way) -> Distance:
        recodings = tuple(self._recoded(self.places[n], self._values(self.places[n])[p]) for n, p in way.recodings)
        return Distance(verdict, recodings, sum(self.cost[self.places[n]] for n, _ in way.recodings))

    def _recoded(self, tp: TermPeriod, value: str) -> Recoded:
        return Recoded(tp.term, tp.period, self.case.period(tp.period).id, self.case.coding(tp.term, tp.period), value)

    def _values(self, tp: TermPeriod) -> tuple[str, ...]:
        return self.case.codebook.values(tp.term)


def _joined(left: _Way, right: _Way) -> _Way:
    return _Way(left.first + right.first, left.second + right.second,
                tuple(sorted((*left.recodings, *right.recodings))))
