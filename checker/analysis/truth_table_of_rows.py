"""The truth table that a table of cases fills, with contradictory configurations marked (Ragin 1987, 2008)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Literal
from collections.abc import Sequence

from checker.analysis.fit import Sufficiency, Sums, sufficiency, sums_of
from checker.analysis.set_table import NotASet, SetTable, named_in, score
from checker.logic.set_expression import (
    Complement, Intersection, Membership, SetExpression, set_text,
)

Coded = Literal["1", "0", "?"]


@dataclass(frozen=True)
class Configuration:
    """One observed row: `number` counts rows as R's QCA does, from 1, the last condition fastest.

    `with_outcome` and `without_outcome` count its cases above and below 0.5 in the outcome. `coded` is
    1 or 0 by the cut on consistency, ? below the cut on cases.
    """

    number: int
    values: tuple[int, ...]
    cases: tuple[str, ...]
    with_outcome: int
    without_outcome: int
    sums: Sums
    coded: Coded

    @property
    def is_contradictory(self) -> bool:
        """Whether cases of this configuration differ in the outcome."""
        return bool(self.with_outcome and self.without_outcome)

    @property
    def fit(self) -> Sufficiency:
        return sufficiency(self.sums)


@dataclass(frozen=True)
class ObservedTruthTable:
    """The observed configurations in the order of their numbers; `undecided` cases sit at 0.5 of a condition."""

    conditions: tuple[str, ...]
    outcome: str
    rows: tuple[Configuration, ...]
    possible: int
    undecided: tuple[str, ...]
    missing: int

    @property
    def remainders(self) -> int:
        """How many configurations have no case."""
        return self.possible - len(self.rows)


def truth_table(
    conditions: Sequence[str], outcome: SetExpression, table: SetTable,
    consistency_cut: Fraction = Fraction(1), cases_cut: int = 1, pri_cut: Fraction = Fraction(0),
) -> ObservedTruthTable:
    """The configurations of the conditions that have cases, crisp, multi-value or fuzzy.

    A case belongs to the configuration in which its membership is above 0.5; the parameters run over
    all cases. Raises NotASet where a condition is neither crisp, multi-value nor fuzzy.
    """
    coded = table.coded((*conditions, *named_in(outcome)))
    levels = [coded.levels(name) for name in conditions]
    for name, count in zip(conditions, levels, strict=True):
        if count > 2 and coded.is_fuzzy(name):
            raise NotASet(f"`{name}` has values above 1 and fractions; it is neither a set nor multi-value")
    y = score(outcome, coded)
    undecided: list[str] = []
    members: dict[tuple[int, ...], list[int]] = {}
    for place, case in enumerate(coded.cases):
        corner = _corner([int(coded.columns[name][place]) for name in conditions], levels, coded.scale)
        if corner is None:
            undecided.append(case)
        else:
            members.setdefault(corner, []).append(place)
    rows = []
    for corner in sorted(members):
        places = members[corner]
        above = sum(2 * int(y[place]) > coded.scale for place in places)
        below = sum(2 * int(y[place]) < coded.scale for place in places)
        sums = sums_of(score(_expression(conditions, corner, levels), coded), y, coded.scale)
        rows.append(Configuration(_number(corner, levels), corner, tuple(coded.cases[p] for p in places), above, below,
                                  sums, _coded(sums, len(places), consistency_cut, cases_cut, pri_cut)))
    return ObservedTruthTable(tuple(conditions), set_text(outcome), tuple(rows), prod(levels), tuple(undecided),
                              len(table) - len(coded))


def _corner(values: Sequence[int], levels: Sequence[int], scale: int) -> tuple[int, ...] | None:
    if any(2 * value == scale for value, count in zip(values, levels, strict=True) if count == 2):
        return None
    return tuple(int(2 * value > scale) if count == 2 else value // scale
                 for value, count in zip(values, levels, strict=True))


def _expression(conditions: Sequence[str], corner: Sequence[int], levels: Sequence[int]) -> SetExpression:
    parts: list[SetExpression] = []
    for name, value, count in zip(conditions, corner, levels, strict=True):
        if count > 2:
            parts.append(Membership(name, (value,)))
        else:
            parts.append(Membership(name) if value else Complement(Membership(name)))
    return Intersection(tuple(parts)) if len(parts) > 1 else parts[0]


def _number(corner: Sequence[int], levels: Sequence[int]) -> int:
    number = 0
    for value, count in zip(corner, levels, strict=True):
        number = number * count + value
    return number + 1


def _coded(sums: Sums, cases: int, consistency: Fraction, at_least: int, pri: Fraction) -> Coded:
    if cases < at_least:
        return "?"
    found = sufficiency(sums)
    high = (found.consistency.value or Fraction(0)) >= consistency and (found.pri.value or Fraction(0)) >= pri
    return "1" if high else "0"
