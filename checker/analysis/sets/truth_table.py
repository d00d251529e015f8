"""The observed truth table of a set of cases, with contradictory configurations marked (Ragin 1987, 2008)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any, Literal

from checker.analysis.sets.fit import Sufficiency, Sums, sufficiency, sums_of
from checker.analysis.sets.set_table import NotASet, Scores, SetTable, lowest, named_in, negated, score, taken, total
from checker.logic.set_expression import Complement, Intersection, Membership, SetExpression, set_text

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
    conditions: Sequence[str],
    outcome: SetExpression,
    table: SetTable,
    consistency_cut: Fraction = Fraction(1),
    cases_cut: int = 1,
    pri_cut: Fraction = Fraction(0),
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
    members, undecided = _members(coded, conditions, levels)
    crisp = not any(coded.is_fuzzy(name) for name in conditions)
    with_outcome = total(y)
    rows = []
    for corner in sorted(members):
        places = members[corner]
        own = taken(y, places)
        above, below = _sides(own, coded.scale)
        if crisp:
            sums = _sums_inside(own, len(coded), with_outcome, coded.scale)
        else:
            sums = sums_of(score(_expression(conditions, corner, levels), coded), y, coded.scale)
        rows.append(
            Configuration(
                number=_number(corner, levels),
                values=corner,
                cases=_names(coded.cases, places),
                with_outcome=above,
                without_outcome=below,
                sums=sums,
                coded=_coded(sums, len(places), consistency_cut, cases_cut, pri_cut),
            )
        )
    return ObservedTruthTable(
        conditions=tuple(conditions),
        outcome=set_text(outcome),
        rows=tuple(rows),
        possible=prod(levels),
        undecided=undecided,
        missing=len(table) - len(coded),
    )


Members = dict[tuple[int, ...], Sequence[int]]


def _members(coded: SetTable, conditions: Sequence[str], levels: Sequence[int]) -> tuple[Members, tuple[str, ...]]:
    """The places of the cases of each configuration, and the cases that are in none."""
    columns = [coded.columns[name] for name in conditions]
    if any(not isinstance(column, tuple) for column in columns):
        return _members_of_arrays(coded, columns, levels)
    undecided: list[str] = []
    members: dict[tuple[int, ...], list[int]] = {}
    for place, case in enumerate(coded.cases):
        corner = _corner([int(column[place]) for column in columns], levels, coded.scale)
        if corner is None:
            undecided.append(case)
        else:
            members.setdefault(corner, []).append(place)
    return dict(members), tuple(undecided)


def _members_of_arrays(
    coded: SetTable, columns: Sequence[Any], levels: Sequence[int]
) -> tuple[Members, tuple[str, ...]]:
    import numpy as np

    number, open_ = np.zeros(len(coded), np.int64), np.zeros(len(coded), np.bool_)
    for column, count in zip(columns, levels, strict=True):
        number = number * count + (2 * column > coded.scale if count == 2 else column // coded.scale)
        open_ |= (2 * column == coded.scale) if count == 2 else False
    order = np.argsort(number, kind="stable")
    order = order[~open_[order]]
    found, starts = np.unique(number[order], return_index=True)
    members: dict[tuple[int, ...], Any] = {}
    for which, places in zip(found.tolist(), np.split(order, starts[1:]), strict=True):
        corner = []
        for count in reversed(levels):
            which, value = divmod(which, count)
            corner.append(value)
        members[tuple(reversed(corner))] = places
    return members, tuple(coded.cases[place] for place in np.flatnonzero(open_))


def _names(cases: Sequence[str], places: Sequence[int]) -> tuple[str, ...]:
    numbers: Any = places
    return tuple(map(cases.__getitem__, numbers if isinstance(numbers, list) else numbers.tolist()))


def _sides(own: Scores, scale: int) -> tuple[int, int]:
    """How many memberships in the outcome lie above and below a half."""
    if isinstance(own, tuple):
        return sum(2 * value > scale for value in own), sum(2 * value < scale for value in own)
    return int((2 * own > scale).sum()), int((2 * own < scale).sum())


def _sums_inside(own: Scores, cases: int, y: int, scale: int) -> Sums:
    """The sums of a crisp configuration: its members are in with 1, all others with 0."""
    return Sums(cases, len(own) * scale, y, total(own), total(lowest([own, negated(own, scale)])), scale)


def _corner(values: Sequence[int], levels: Sequence[int], scale: int) -> tuple[int, ...] | None:
    if any(2 * value == scale for value, count in zip(values, levels, strict=True) if count == 2):
        return None
    return tuple(
        int(2 * value > scale) if count == 2 else value // scale for value, count in zip(values, levels, strict=True)
    )


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
    fit = sufficiency(sums)
    high = (fit.consistency.value or Fraction(0)) >= consistency and (fit.pri.value or Fraction(0)) >= pri
    return "1" if high else "0"
