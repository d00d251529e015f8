"""The membership of rows in a formula where some terms are fuzzy (Zadeh 1965)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from checker.analysis.survey.columns import MEMBER_SCALE, NO_CODE, Coded, Places
from checker.logic.formula import (
    And,
    Change,
    Compare,
    Count,
    Formula,
    Iff,
    Implies,
    Is,
    Not,
    Once,
    Or,
    Previously,
    Term,
)
from checker.study.codebook import Codebook


def membership(formula: Formula, coded: Coded, book: Codebook) -> Places:
    """The membership of every row in a quantifier-free formula over observable terms; -1 where a term is missing.

    `previously`, `once` and changes look at the rows before in the same chain.
    """

    def of(part: Formula) -> Places:
        return membership(part, coded, book)

    match formula:
        case Is(term, ("yes",)) if term in coded.members:
            return coded.members[term]
        case Is(term, ("no",)) if term in coded.members:
            return _complement(coded.members[term])
        case Is(term, values):
            return _inside(coded, [term], [0], lambda a: np.isin(a, [book.values(term).index(v) for v in values]))
        case Compare(term, comparison, Term() as other):
            return _inside(coded, [term, other], [0, 0], lambda a, b: _COMPARED[comparison](a, b))
        case Compare(term, comparison, value):
            return _inside(coded, [term], [0], lambda a: _COMPARED[comparison](a, book.values(term).index(str(value))))
        case Change(term, direction):
            way = {"rises": np.greater, "falls": np.less, "steady": np.equal}[direction]
            return _inside(coded, [term, term], [0, 1], lambda now, before: way(now, before))
        case Not(operand):
            return _complement(of(operand))
        case And(operands):
            return _extreme([of(part) for part in operands], np.minimum)
        case Or(operands):
            return _extreme([of(part) for part in operands], np.maximum)
        case Implies(antecedent, consequent):
            return _extreme([_complement(of(antecedent)), of(consequent)], np.maximum)
        case Iff(left, right):
            a, b = of(left), of(right)
            return _extreme(
                [_extreme([_complement(a), b], np.maximum), _extreme([a, _complement(b)], np.maximum)], np.minimum
            )
        case Count(bound, needed, operands):
            return _count([of(part) for part in operands], bound == "least", needed)
        case Previously(operand):
            return _before(of(operand), coded, 1)
        case Once(operand):
            inner = of(operand)
            highest, back = _before(inner, coded, 1), 2
            while back <= int(coded.depth.max(initial=0)):
                further = _before(inner, coded, back)
                reaching = coded.depth >= back
                highest = np.where(
                    reaching, np.where((highest < 0) | (further < 0), -1, np.maximum(highest, further)), highest
                )
                back += 1
            return highest
    raise TypeError(f"not a quantifier-free formula: {formula!r}")


_COMPARED = {
    "at least": np.greater_equal,
    "at most": np.less_equal,
    "above": np.greater,
    "below": np.less,
    "the same as": np.equal,
}


def _inside(coded: Coded, named: Sequence[Term], back: Sequence[int], test: Any) -> Places:
    """Crisp membership from a test on the codes of some terms, each read `back` rows earlier."""
    columns, known = [], np.ones(len(coded), np.bool_)
    for term, periods in zip(named, back, strict=True):
        codes = coded.codes.get(term)
        column = np.full(len(coded), NO_CODE, np.int64) if codes is None else codes.astype(np.int64)
        column = _before(np.where(column == NO_CODE, -1, column), coded, periods) if periods else column
        known &= (column >= 0) & (column != NO_CODE)
        columns.append(column)
    return np.where(known, np.where(test(*columns), MEMBER_SCALE, 0), -1)


def _before(column: Places, coded: Coded, periods: int) -> Places:
    moved = np.full(len(column), -1, np.int64)
    reaching = np.flatnonzero(coded.depth >= periods)
    moved[reaching] = column[reaching - periods]
    return moved


def _complement(column: Places) -> Places:
    return np.where(column < 0, -1, MEMBER_SCALE - column)


def _extreme(columns: Sequence[Places], which: Any) -> Places:
    known = np.minimum.reduce(columns) >= 0
    return np.where(known, which.reduce(columns), -1)


def _count(columns: Sequence[Places], least: bool, number: int) -> Places:
    """Membership in "at least n" is the n-th largest; in "at most n" 1 minus the next largest."""
    known = np.minimum.reduce(columns) >= 0
    ordered = np.sort(np.stack(columns), axis=0)[::-1]
    rank = number if least else number + 1
    if rank <= 0:
        reached = np.full(len(known), MEMBER_SCALE, np.int64)
    elif rank > len(columns):
        reached = np.zeros(len(known), np.int64)
    else:
        reached = ordered[rank - 1]
    return np.where(known, reached if least else MEMBER_SCALE - reached, -1)
