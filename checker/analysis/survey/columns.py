"""Columns of a wide table -> codes of terms, one per row, and chains of consecutive rows of one case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from checker.logic.column_expression import (
    ColumnComparison,
    ColumnExpression,
    ColumnOf,
    ColumnText,
    Constant,
    Extreme,
    Junction,
    Negation,
    Sum,
)
from checker.logic.formula import Term
from checker.study.codebook import Codebook
from checker.study.mapping import ColumnReading, TableMap
from checker.study.wide_table import Array, Chunk, Column, Mask

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Codes = NDArray[np.uint8]
    Places = NDArray[np.int64]
else:
    Codes = Places = Any

NO_CODE = 255
MEMBER_SCALE = 10**9
"""Memberships in fuzzy columns are counted in units of 1e-9."""


@dataclass(frozen=True, eq=False)
class Coded:
    """Rows with the codes of their terms: the place of the value, 255 where it is missing.

    `depth` counts the rows of the same unbroken chain before each row; `starts` are the first rows of cases.
    `members` holds memberships in units of 1/MEMBER_SCALE, -1 where missing. `chunk` names the rows.
    """

    chunk: Chunk
    kept: Places
    depth: Places
    starts: Places
    breaks: Places
    codes: Mapping[Term, Codes]
    members: Mapping[Term, Places]

    def __len__(self) -> int:
        return len(self.kept)


class OutOfOrder(Exception):
    """The rows of a case do not stand together in order of period."""


class NotNumbers(Exception):
    """A column is to be compared or added and holds texts; the message names it."""


class SamePeriodTwice(Exception):
    """A case has two rows for one period; the message names them."""


def coded(chunk: Chunk, table_map: TableMap, codebook: Codebook, chained: bool) -> Coded:
    """The rows of a chunk that pass the map's `where`, with their codes.

    Unless `chained`, each row is its own chain. Raises OutOfOrder, SamePeriodTwice and NotNumbers.
    """
    kept = np.arange(chunk.rows, dtype=np.int64)
    if table_map.where is not None:
        kept = kept[truth(table_map.where, chunk)[0]]
    period = chunk.columns[table_map.period]
    if period.words is not None:
        raise NotNumbers(f"the column `{table_map.period}` is to order the rows of a case and holds texts")
    if period.missing is not None:
        kept = kept[~period.missing[kept]]
    if chained:
        starts, breaks, depth = _chains(chunk, table_map, kept)
    else:
        starts = breaks = np.zeros(0, np.int64)
        depth = np.zeros(len(kept), np.int64)
    codes, members = {}, {}
    for reading in table_map.readings:
        values = codebook.values(reading.term)
        column, membership = _read(reading, values, chunk)
        codes[reading.term] = _lagged(column[kept] if len(kept) < chunk.rows else column, depth, reading.lag, NO_CODE)
        if membership is not None:
            members[reading.term] = _lagged(membership[kept], depth, reading.lag, -1)
    return Coded(chunk=chunk, kept=kept, depth=depth, starts=starts, breaks=breaks, codes=codes, members=members)


def truth(expression: ColumnExpression, chunk: Chunk) -> tuple[Mask, Mask]:
    """Where a test surely holds, and where it surely fails; elsewhere a missing cell decides (Kleene 1952)."""
    match expression:
        case Negation(operand):
            holds, fails = truth(operand, chunk)
            return fails, holds
        case Junction(every, operands):
            each = [truth(operand, chunk) for operand in operands]
            holds = (np.logical_and if every else np.logical_or).reduce([h for h, _ in each])
            fails = (np.logical_or if every else np.logical_and).reduce([f for _, f in each])
            return holds, fails
        case ColumnComparison(ColumnOf(name), comparator, ColumnText(text)):
            column = chunk.columns[name]
            same = _cells(column, text)
            missing = _missing(column)
            return (same, ~same & ~missing) if comparator == "=" else (~same & ~missing, same)
        case ColumnComparison(left, comparator, right):
            (a, a_missing), (b, b_missing) = number(left, chunk), number(right, chunk)
            known = ~(a_missing | b_missing)
            with np.errstate(invalid="ignore"):
                result = np.broadcast_to(_COMPARED[comparator](a, b), (chunk.rows,))
            return result & known, ~result & known
    raise TypeError(f"not a test: {expression!r}")


_COMPARED = {
    "=": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}


def number(expression: ColumnExpression, chunk: Chunk) -> tuple[Any, Mask]:
    """The number in every row and where it is missing; a constant is a plain number, so that columns keep theirs."""
    match expression:
        case Constant(value):
            return _scalar(value), np.zeros(1, np.bool_)
        case ColumnOf(name):
            column = chunk.columns[name]
            if column.words is not None:
                raise NotNumbers(f"the column `{name}` holds texts, not numbers")
            return column.values, _missing(column)
        case Extreme(which, operands):
            each = [number(operand, chunk) for operand in operands]
            extreme = np.minimum if which == "min" else np.maximum
            found = each[0][0]
            for value, _ in each[1:]:
                found = extreme(found, value)
            return found, _any([missing for _, missing in each])
        case Sum(left, right, minus):
            (a, a_missing), (b, b_missing) = number(left, chunk), number(right, chunk)
            return (a - b if minus else a + b), a_missing | b_missing
    raise TypeError(f"not a number: {expression!r}")


def _any(masks: Sequence[Mask]) -> Mask:
    union = masks[0]
    for mask in masks[1:]:
        union = union | mask
    return union


def _scalar(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


def _missing(column: Column) -> Mask:
    return np.zeros(1, np.bool_) if column.missing is None else column.missing


def _cells(column: Column, text: str) -> Mask:
    """Rows whose cell equals a text; a number equals its written form."""
    if column.words is not None:
        wanted = _as_number(text)
        same = np.array(
            [
                word.strip() == text or (wanted is not None and _as_number(word.strip()) == wanted)
                for word in column.words
            ]
            or [False]
        )
        matching: Mask = same[column.values]
    else:
        wanted = _as_number(text)
        matching = np.zeros(len(column.values), np.bool_) if wanted is None else column.values == wanted
    return matching if column.missing is None else matching & ~column.missing


def _read(reading: ColumnReading, values: Sequence[str], chunk: Chunk) -> tuple[Codes, Places | None]:
    """A term's code in every row of a chunk, before any lag, and its membership where it is fuzzy."""
    if reading.test:
        holds, fails = truth(reading.source, chunk)
        codes = np.full(chunk.rows, NO_CODE, np.uint8)
        codes[holds], codes[fails] = values.index("yes"), values.index("no")
        return codes, None
    if reading.codes and isinstance(reading.source, ColumnOf):
        return _looked_up(chunk.columns[reading.source.name], reading.codes, values), None
    found, missing = number(reading.source, chunk)
    numbers = np.broadcast_to(found, (chunk.rows,))
    if reading.member:
        return _memberships(numbers, np.broadcast_to(missing, (chunk.rows,)), values)
    codes = np.zeros(chunk.rows, np.uint8)
    with np.errstate(invalid="ignore"):
        for _, cut in reading.at_least:
            codes += numbers >= _scalar(cut)
    codes[np.broadcast_to(missing, (chunk.rows,))] = NO_CODE
    return codes, None


def _looked_up(column: Column, codes: Mapping[str, str], values: Sequence[str]) -> Codes:
    """The code of each cell, by the map's `codes`."""
    if column.words is None:
        looked_up = np.full(len(column.values), NO_CODE, np.uint8)
        numeric = {_as_number(cell): values.index(value) for cell, value in codes.items()}
        for number, place in numeric.items():
            if number is not None:
                np.putmask(looked_up, column.values == number, place)
    else:
        table = np.full(max(len(column.words), 1), NO_CODE, np.uint8)
        numbers = {_as_number(cell): value for cell, value in codes.items() if _as_number(cell) is not None}
        for place, word in enumerate(column.words):
            value = codes.get(word.strip(), numbers.get(_as_number(word.strip())))
            if value is not None:
                table[place] = values.index(value)
        looked_up = table[column.values]
    if column.missing is not None:
        looked_up[column.missing] = NO_CODE
    return looked_up


def _as_number(cell: str) -> int | float | None:
    """The cell as a number, with true as 1 and false as 0; None if it is none."""
    try:
        return _scalar(Fraction({"true": "1", "false": "0"}.get(cell.lower(), cell)))
    except (ValueError, ZeroDivisionError):
        return None


def _memberships(numbers: Array, missing: Mask, values: Sequence[str]) -> tuple[Codes, Places]:
    lacking = missing | ~((numbers >= 0) & (numbers <= 1))
    exact = np.round(np.where(lacking, 0, numbers).astype(np.float64) * MEMBER_SCALE).astype(np.int64)
    codes = np.full(len(exact), NO_CODE, np.uint8)
    codes[exact * 2 > MEMBER_SCALE] = values.index("yes")
    codes[exact * 2 < MEMBER_SCALE] = values.index("no")
    codes[lacking] = NO_CODE
    exact[lacking] = -1
    return codes, exact


def _chains(chunk: Chunk, table_map: TableMap, kept: Places) -> tuple[Places, Places, Places]:
    """First rows of cases, rows after a gap, and for each row its position in its chain, from 0."""
    whole = len(kept) == chunk.rows
    period = chunk.columns[table_map.period].values
    period = period if whole else period[kept]
    same = np.ones(max(len(kept) - 1, 0), np.bool_)
    for name in table_map.case:
        column = chunk.columns[name]
        values = column.values if whole else column.values[kept]
        same &= values[1:] == values[:-1]
        if column.missing is not None:
            missing = column.missing[kept]
            same &= ~missing[1:] & ~missing[:-1]
    apart = np.diff(period)
    if np.any(same & (apart < 0)):
        raise OutOfOrder
    twice = np.flatnonzero(same & (apart == 0))
    if len(twice):
        row = int(twice[0])
        (name,) = chunk.names(table_map.named or table_map.case, kept[[row]])
        raise SamePeriodTwice(f"{name} has two rows for {table_map.period} {int(period[row])}")
    if not len(kept):
        return kept, kept, kept
    follows = same & (apart == table_map.step)
    starts = np.concatenate(([0], np.flatnonzero(~same) + 1))
    breaks = np.flatnonzero(same & ~follows) + 1
    begins = np.concatenate(([0], np.flatnonzero(~follows) + 1))
    lengths = np.diff(begins, append=len(kept))
    return starts, breaks, np.arange(len(kept)) - np.repeat(begins, lengths)


def _lagged(column: Array, depth: Places, lag: int, missing: int) -> Any:
    """The value `lag` rows earlier; missing where the chain is too short."""
    if not lag:
        return column
    moved = np.full_like(column, missing)
    reaching = np.flatnonzero(depth >= lag)
    moved[reaching] = column[reaching - lag]
    return moved
