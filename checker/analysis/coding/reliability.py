"""Krippendorff's alpha, exactly: agreement among coders beyond what chance would give.

Krippendorff (2004), Content Analysis, ch. 11; Hayes and Krippendorff (2007), Communication Methods and Measures 1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Literal

Metric = Literal["nominal", "ordinal"]
Ratings = Sequence[Sequence[int | None]]
"""For each unit what each coder gave, by the value's place in its order; None where nothing."""


def alpha(units: Ratings, values: int, metric: Metric) -> Fraction | None:
    """1 minus observed over expected disagreement; None where only one value was ever used.

    Units that fewer than two coders rated do not count. `values` is the number of values in the order.

    >>> alpha([[0, 0], [1, 1], [0, 1], [1, 1]], 2, "nominal")
    Fraction(8, 15)
    """
    together = coincidences(units, values)
    totals = [sum(row, Fraction(0)) for row in together]
    size = sum(totals, Fraction(0))
    apart = _distance(totals, metric)
    expected = sum((totals[a] * totals[b] * apart(a, b) for a in range(values) for b in range(values)), Fraction(0))
    if not expected:
        return None
    observed = sum((together[a][b] * apart(a, b) for a in range(values) for b in range(values)), Fraction(0))
    return 1 - (size - 1) * observed / expected


def coincidences(units: Ratings, values: int) -> list[list[Fraction]]:
    """How often two values meet in a unit, each pair of coders counted both ways and weighed by the unit's size."""
    together = [[Fraction(0)] * values for _ in range(values)]
    for unit in units:
        given = [place for place in unit if place is not None]
        for number, first in enumerate(given):
            for other, second in enumerate(given):
                if number != other:
                    together[first][second] += Fraction(1, len(given) - 1)
    return together


def _distance(totals: Sequence[Fraction], metric: Metric) -> Callable[[int, int], Fraction]:
    """How far two values lie apart: 0 or 1, or the square of the ratings between them."""
    if metric == "nominal":
        return lambda a, b: Fraction(a != b)

    def ordinal(a: int, b: int) -> Fraction:
        low, high = min(a, b), max(a, b)
        return (sum(totals[low : high + 1], Fraction(0)) - (totals[a] + totals[b]) / 2) ** 2

    return ordinal
