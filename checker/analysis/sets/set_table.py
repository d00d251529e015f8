"""A table of cases and set memberships in exact whole numbers, and the membership in a set expression.

Memberships are counted in units of 1/scale, so that sums of them are exact; -1 is missing. Columns are
tuples, or numpy arrays where a table is large; one set of functions serves both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import reduce
from typing import TYPE_CHECKING, Any, TypeAlias

from checker.logic.set_expression import Complement, Intersection, Membership, SetExpression, Union, memberships
from checker.problems import did_you_mean

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Scores: TypeAlias = tuple[int, ...] | NDArray[np.int64]
else:
    Scores = Any

NO_VALUE = -1
MAX_DECIMALS = 15
MISSING_WORDS = frozenset(("", "NA", "NaN", "nan", "null", "None", "-", "."))


class NotASet(Exception):
    """The table cannot be read as sets; the message says what is wrong."""


@dataclass(frozen=True)
class SetTable:
    """Cases in order and, by name, their memberships (0..scale) or values (whole multiples of scale)."""

    cases: tuple[str, ...]
    scale: int
    columns: Mapping[str, Scores]

    def __len__(self) -> int:
        return len(self.cases)

    def column(self, name: str) -> Scores:
        if name not in self.columns:
            raise NotASet(f"the table has no column `{name}`; {did_you_mean(name, self.columns)}")
        return self.columns[name]

    def coded(self, names: Iterable[str]) -> SetTable:
        """The table without the rows in which one of these columns is missing, and with these columns only."""
        chosen = {name: self.column(name) for name in dict.fromkeys(names)}
        if not any(int(least_of(column)) == NO_VALUE for column in chosen.values()):
            return SetTable(self.cases, self.scale, chosen)
        kept = whole_rows(list(chosen.values()))
        return SetTable(
            tuple(self.cases[row] for row in kept),
            self.scale,
            {name: taken(column, kept) for name, column in chosen.items()},
        )

    def is_fuzzy(self, name: str) -> bool:
        """Whether a column holds memberships strictly between 0 and 1."""
        column = self.column(name)
        if self.scale == 1:
            return False
        if isinstance(column, tuple):
            return any(value % self.scale for value in column if value != NO_VALUE)
        return bool((column[column != NO_VALUE] % self.scale).any())

    def levels(self, name: str) -> int:
        """Number of values of a crisp or multi-value condition, counting 0; at least 2."""
        return max(2, greatest_of(self.column(name)) // self.scale + 1)


def set_table(cases: Sequence[str], columns: Mapping[str, Sequence[str]]) -> SetTable:
    """The table from decimal text, exactly; raises NotASet where a cell is no number of 0 or more.

    >>> table = set_table(["AU", "BE"], {"DEV": ["0.81", "1"]})
    >>> table.scale, table.columns["DEV"]
    (100, (81, 100))
    """
    numbers = {
        name: [_number(name, cases[row], cell) for row, cell in enumerate(cells)] for name, cells in columns.items()
    }
    places = [
        -int(exponent)
        for column in numbers.values()
        for number in column
        if number is not None and isinstance(exponent := number.normalize().as_tuple().exponent, int)
    ]
    decimals = max((place for place in places if place > 0), default=0)
    if decimals > MAX_DECIMALS:
        raise NotASet(f"a number has {decimals} decimals; the limit is {MAX_DECIMALS}")
    scale = int(10**decimals)
    exact = {name: tuple(NO_VALUE if n is None else int(n * scale) for n in column) for name, column in numbers.items()}
    return SetTable(tuple(cases), scale, exact)


def set_table_of_arrays(cases: Sequence[str], columns: Mapping[str, Any], missing: Mapping[str, Any]) -> SetTable:
    """The table from arrays of numbers, for large tables; `missing` holds masks.

    Numbers are taken with as many decimals, up to MAX_DECIMALS, as tell them from their neighbours within 1e-9.
    """
    import numpy as np

    filled = {
        name: np.where(missing[name] | np.isnan(values), 0.0, values.astype(np.float64))
        for name, values in columns.items()
    }
    for name, values in filled.items():
        if len(values) and (values.min() < 0 or values.max() > 10**6):
            raise NotASet(f"column {name}: a number below 0 or above 1,000,000 is no membership and no value")
    decimals = 0
    while decimals < 9 and any(
        np.any(np.abs(np.rint(v * 10**decimals) - v * 10**decimals) > 1e-9 * 10**decimals) for v in filled.values()
    ):
        decimals += 1
    scale = int(10**decimals)
    exact = {}
    for name, values in filled.items():
        exact[name] = np.rint(values * scale).astype(np.int64)
        exact[name][missing[name] | np.isnan(columns[name])] = NO_VALUE
    return SetTable(tuple(cases), scale, exact)


def _number(name: str, case: str, cell: str) -> Decimal | None:
    text = cell.strip()
    if text in MISSING_WORDS:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or number < 0 or number > 10**6:
        raise NotASet(f"column {name}, case {case}: `{text}` is no membership from 0 to 1 and no value from 0 up")
    return number


def score(expression: SetExpression, table: SetTable) -> Scores:
    """The membership of every case in the set: minimum for `*`, maximum for `+`, 1 - x for `~` (Zadeh 1965).

    The table must hold no missing cell in the columns named. Raises NotASet where a bare name is a
    column with values above 1.
    """
    match expression:
        case Membership(name, values):
            column = table.column(name)
            if values:
                return among(column, [value * table.scale for value in values], table.scale)
            if len(column) and int(greatest_of(column)) > table.scale:
                raise NotASet(f"`{name}` has values above 1; say which, as in `{name}[1]`")
            return column
        case Complement(operand):
            return negated(score(operand, table), table.scale)
        case Intersection(operands):
            return lowest([score(operand, table) for operand in operands])
        case Union(operands):
            return highest([score(operand, table) for operand in operands])
    raise TypeError(f"not a set expression: {expression!r}")


def named_in(*expressions: SetExpression) -> tuple[str, ...]:
    """The columns that some expressions name, each once."""
    return tuple(dict.fromkeys(m.name for expression in expressions for m in memberships(expression)))


def whole_rows(columns: Sequence[Scores]) -> list[int]:
    """The rows in which no column is missing."""
    if all(isinstance(column, tuple) for column in columns):
        return [row for row in range(len(columns[0])) if all(column[row] != NO_VALUE for column in columns)]
    import numpy as np

    found: list[int] = np.flatnonzero(np.logical_and.reduce([np.asarray(c) != NO_VALUE for c in columns])).tolist()
    return found


def lowest(columns: Sequence[Scores]) -> Scores:
    first = columns[0]
    if isinstance(first, tuple):
        return first if len(columns) == 1 else tuple(map(min, *columns))
    import numpy as np

    return reduce(np.minimum, columns)


def highest(columns: Sequence[Scores]) -> Scores:
    first = columns[0]
    if isinstance(first, tuple):
        return first if len(columns) == 1 else tuple(map(max, *columns))
    import numpy as np

    return reduce(np.maximum, columns)


def negated(column: Scores, scale: int) -> Scores:
    if isinstance(column, tuple):
        return tuple(scale - value for value in column)
    return scale - column


def among(column: Scores, values: Sequence[int], scale: int) -> Scores:
    if isinstance(column, tuple):
        return tuple(scale if value in values else 0 for value in column)
    import numpy as np

    return np.isin(column, values) * np.int64(scale)


def total(column: Scores) -> int:
    """The exact sum; numpy sums in two halves, so that no number overflows."""
    if isinstance(column, tuple):
        return sum(column)
    return (int((column >> 31).sum()) << 31) + int((column & 0x7FFFFFFF).sum())


def taken(column: Scores, rows: Sequence[int]) -> Scores:
    if isinstance(column, tuple):
        return tuple(column[row] for row in rows)
    return column[rows if hasattr(rows, "dtype") else list(rows)]


def least_of(column: Scores) -> int:
    return int(min(column, default=0)) if isinstance(column, tuple) else int(column.min(initial=0))


def greatest_of(column: Scores) -> int:
    return int(max(column, default=0)) if isinstance(column, tuple) else int(column.max(initial=0))
