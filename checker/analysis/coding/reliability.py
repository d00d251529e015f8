"""Krippendorff's alpha, exactly: agreement among coders beyond what chance would give.

Krippendorff (2004), Content Analysis, ch. 11; Hayes and Krippendorff (2007), Communication Methods and Measures 1.
Codings are sets of values, a contested one of several and a missing one of none, with the distance MASI between them:
Passonneau (2006), Measuring Agreement on Set-Valued Items (MASI) for Semantic and Pragmatic Annotation, LREC.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

Distance = Callable[[int, int], Fraction]
Coincidences = Sequence[Sequence[Fraction]]
FEW = 10
"""Over fewer places than this an alpha says little: one coding more or less moves it by tenths."""


def set_alpha(units: Sequence[Sequence[frozenset[str]]]) -> Fraction | None:
    """Alpha over sets of values: `units` holds for each place what each coder gave.

    With one value in every set it is the nominal alpha. None where only one set was ever given. Units with fewer than
    two codings do not count.

    >>> low, even = frozenset({"low"}), frozenset({"low", "high"})
    >>> set_alpha([[low, low], [low, even], [even, even]])
    Fraction(4, 9)
    """
    kinds = sorted({coding for unit in units for coding in unit}, key=sorted)
    places = {kind: place for place, kind in enumerate(kinds)}
    together = coincidences([[places[coding] for coding in unit] for unit in units], len(kinds))
    return _alpha(together, lambda a, b: masi(kinds[a], kinds[b]))


def ordinal_alpha(units: Sequence[Sequence[int | None]], values: int) -> Fraction | None:
    """Alpha over single values in their order: `units` holds the place of each coder's value, None where nothing.

    None where only one value was ever used. Units with fewer than two values do not count.

    >>> ordinal_alpha([[0, 0], [1, 1], [0, 1], [1, 1]], 2)
    Fraction(8, 15)
    """
    together = coincidences(units, values)
    totals = _totals(together)

    def apart(a: int, b: int) -> Fraction:
        low, high = min(a, b), max(a, b)
        return (sum(totals[low : high + 1], Fraction(0)) - (totals[a] + totals[b]) / 2) ** 2

    return _alpha(together, apart)


def masi(one: frozenset[str], other: frozenset[str]) -> Fraction:
    """How far two sets lie apart: 1 minus their overlap (Jaccard), weighed by 2/3 for a subset, else by 1/3.

    >>> masi(frozenset({"low"}), frozenset({"low", "high"})), masi(frozenset(), frozenset({"low"}))
    (Fraction(2, 3), Fraction(1, 1))
    """
    if one == other:
        return Fraction(0)
    overlap = Fraction(len(one & other), len(one | other))
    return 1 - overlap * (Fraction(2, 3) if one <= other or other <= one else Fraction(1, 3))


def coincidences(units: Sequence[Sequence[int | None]], values: int) -> Coincidences:
    """How often two values meet in a unit, each pair of coders counted both ways and weighed by the unit's size."""
    together = [[Fraction(0)] * values for _ in range(values)]
    for unit in units:
        given = [place for place in unit if place is not None]
        for number, first in enumerate(given):
            for other, second in enumerate(given):
                if number != other:
                    together[first][second] += Fraction(1, len(given) - 1)
    return together


def _totals(together: Coincidences) -> list[Fraction]:
    return [sum(row, Fraction(0)) for row in together]


def _alpha(together: Coincidences, apart: Distance) -> Fraction | None:
    """1 minus observed over expected disagreement; None where there is nothing to tell apart."""
    totals = _totals(together)
    pairs = [(a, b, apart(a, b)) for a in range(len(totals)) for b in range(len(totals))]
    expected = sum((totals[a] * totals[b] * distance for a, b, distance in pairs), Fraction(0))
    if not expected:
        return None
    observed = sum((together[a][b] * distance for a, b, distance in pairs), Fraction(0))
    return 1 - (sum(totals, Fraction(0)) - 1) * observed / expected
