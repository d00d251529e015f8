"""The verdicts that completions of the codings lead to, and the gaps that settle them (semantics.md, section 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import prod

from checker.analysis.result import VERDICTS, Verdict
from checker.engine.compiled import Block, Claim, Diagram, Move
from checker.engine.grounding import TermPeriod

MAX_SETS = 2_000
Codings = Mapping[TermPeriod, tuple[str, ...]]


@dataclass(frozen=True)
class Gaps:
    """What codings leave open: gaps in file order with their choices, and a contested outcome's values, or none."""

    codings: Codings
    places: tuple[TermPeriod, ...]
    choices: tuple[tuple[str, ...], ...]
    outcome: TermPeriod
    contested: tuple[str, ...] = ()

    @property
    def completions(self) -> int:
        return prod(map(len, self.choices)) * (len(self.contested) or 1)

    def outcomes(self) -> Iterator[Codings]:
        """The codings with each completion of the outcome; as they are where it is not contested."""
        if not self.contested:
            yield self.codings
        for value in self.contested:
            yield {**self.codings, self.outcome: (value,)}

    def coded(self, places: Sequence[TermPeriod], row: Sequence[str]) -> Codings:
        """The codings with single values at some gaps."""
        return {**self.codings, **{tp: (value,) for tp, value in zip(places, row, strict=True)}}


@dataclass(frozen=True)
class Readings:
    """The verdicts of the completions, in the order of the table, and a smallest set of gaps that settles them.

    `settled_by` is empty where nothing is open or nothing settles it, and None past MAX_SETS sets tried.
    """

    verdicts: tuple[Verdict, ...]
    settled_by: tuple[TermPeriod, ...] | None


def by_enumeration(gaps: Gaps, verdict: Verdict, verdict_of: Callable[[Codings], Verdict]) -> Readings:
    """The readings from every completion in turn; `verdict` is the one of the codings as they stand."""
    places = (*gaps.places, *([gaps.outcome] if gaps.contested else []))
    columns = (*gaps.choices, *([gaps.contested] if gaps.contested else []))
    table = {row: verdict_of(gaps.coded(places, row)) for row in product(*columns)}
    found = _in_order(table.values())
    if found == (verdict,):
        return Readings(found, ())

    def settles(chosen: Sequence[int]) -> bool:
        alike: dict[tuple[str, ...], Verdict] = {}
        for full, said in table.items():
            if alike.setdefault(tuple(full[n] for n in chosen), said) != said:
                return False
        return all(said == verdict_of(gaps.coded([gaps.places[n] for n in chosen], row)) for row, said in alike.items())

    for size in range(1, len(gaps.places) + 1):
        for chosen in combinations(range(len(gaps.places)), size):
            if settles(chosen):
                return Readings(found, tuple(gaps.places[n] for n in chosen))
    return Readings(found, ())


def by_diagram(
    gaps: Gaps, verdict: Verdict, before: TermPeriod | None, diagram: Diagram[Claim],
    verdict_of: Callable[[Sequence[Claim], Codings], Verdict],
) -> Readings:
    """The same readings from what the theory claims in each world, without going through the completions.

    `verdict_of` judges a set of claims that partial codings leave; `before` is the outcome before, for a change.

    A settling set holds every gap on which the verdict of completions depends, since two completions differ
    in nothing else and in verdict. Where the outcome's own completions part on some world, no gap settles it.
    """
    left = diagram.restricted({**{tp: values for tp, values in gaps.codings.items() if values},
                               **dict(zip(gaps.places, gaps.choices, strict=True))})

    def completed(claim: Claim) -> tuple[Verdict, ...]:
        known: Codings = {} if before is None or claim.before is None else {before: (claim.before,)}
        return _in_order(verdict_of([claim], {**codings, **known}) for codings in gaps.outcomes())

    reached = left.reached({})
    found = _in_order(each for claim in reached for each in completed(claim))
    if found == (verdict,):
        return Readings(found, ())
    if any(len(completed(claim)) > 1 for claim in reached):
        return Readings(found, ())

    def settles(chosen: Sequence[TermPeriod]) -> bool:
        moves: dict[Block, list[Move[bool]]] = {
            tp: [Move((diagram.values[diagram.blocks.index(tp)].index(value),), True) for value in choices]
            for tp, choices in zip(gaps.places, gaps.choices, strict=True) if tp in chosen}
        for claims in left.spread(moves, True, lambda a, b: a, lambda a, b: a):
            known = gaps.codings
            if before is not None and before in chosen:
                known = {**known, before: tuple(dict.fromkeys(c.before for c in claims if c.before is not None))}
            if {each for claim in claims for each in completed(claim)} != {verdict_of(claims, known)}:
                return False
        return True

    needed = left.mapped(completed).support()
    matters = {*left.support(), before}
    others = [tp for tp in gaps.places if tp in matters and tp not in needed]
    tried = 0
    for size in range(len(others) + 1):
        for more in combinations(others, size):
            tried += 1
            if tried > MAX_SETS:
                return Readings(found, None)
            chosen = tuple(tp for tp in gaps.places if tp in needed or tp in more)
            if chosen and settles(chosen):
                return Readings(found, chosen)
    return Readings(found, ())


def _in_order(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    found = set(verdicts)
    return tuple(verdict for verdict in VERDICTS if verdict in found)
