"""Whether a case is as sure as it should be: its confidences held against what coders chose (codebook, head)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from checker.study.case import Case, Coding
from checker.study.sheet import Sheet

EDGES = tuple(Fraction(n, 100) for n in (0, 50, 60, 70, 80, 90, 100))
"""The bands: each reaches from above one edge to the next, which belongs to it."""


@dataclass(frozen=True)
class Band:
    """The codings of coders whose place the case is about equally sure of.

    `expected` is the mean chance that the case gives to its likeliest value, `same` how many of the `codings` have
    that value; where several are likeliest alike, each counts for its share.
    """

    above: Fraction
    up_to: Fraction
    codings: int
    expected: Fraction
    same: Fraction

    @property
    def observed(self) -> Fraction:
        return self.same / self.codings


def held_against(case: Case, sheets: Sequence[Sheet]) -> tuple[Band, ...]:
    """The bands in which coders gave one value where the case gives any, the least sure first."""
    found: dict[int, list[tuple[Fraction, Fraction]]] = {}
    for sheet in sheets:
        for place, given in sheet.codings.items():
            number = case.number_of(place.period)
            coding = case.coding(place.term, number) if number is not None else Coding(())
            if coding.values and len(given.values) == 1:
                chances = chances_of(coding)
                most = max(chances.values())
                likeliest = [value for value, chance in chances.items() if chance == most]
                band = next(n for n, edge in enumerate(EDGES[1:]) if most <= edge)
                share = Fraction(given.values[0] in likeliest, len(likeliest))
                found.setdefault(band, []).append((most, share))
    return tuple(
        Band(
            EDGES[n],
            EDGES[n + 1],
            len(pairs),
            sum((most for most, _ in pairs), Fraction(0)) / len(pairs),
            sum((share for _, share in pairs), Fraction(0)),
        )
        for n, pairs in sorted(found.items())
    )


def chances_of(coding: Coding) -> Mapping[str, Fraction]:
    """The probability of each value that a coding speaks of."""
    return coding.confidence or {value: Fraction(1, len(coding.values)) for value in coding.values}
