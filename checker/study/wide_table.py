"""A stretch of a wide table in memory: columns as arrays, with what is missing in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from collections.abc import Mapping, Sequence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Array = NDArray[Any]
else:
    Array = Mask = Any


@dataclass(frozen=True, eq=False)
class Column:
    """Numbers, or texts as places in `words`; `missing` marks cells without either, None where there are none.

    A column that is read for names alone keeps its `cells` as they are and has no values.
    """

    values: Array
    missing: Mask | None = None
    words: tuple[str, ...] | None = None
    cells: Sequence[object] | None = None

    def word(self, row: int) -> str:
        """What a cell says; a whole number without decimals, a missing cell as `?`."""
        if self.cells is not None:
            cell = str(self.cells[row])
            return "?" if cell == "None" else cell
        if self.missing is not None and self.missing[row]:
            return "?"
        value = self.values[row]
        if self.words is not None:
            return self.words[int(value)]
        return str(int(value)) if value == int(value) else str(value)


@dataclass(frozen=True, eq=False)
class Chunk:
    """Some rows on end, the first of them number `start` of the table."""

    start: int
    rows: int
    columns: Mapping[str, Column]

    def name(self, columns: Sequence[str], row: int) -> str:
        """The name of a row's case, from the columns that name it."""
        return "-".join(self.columns[column].word(row) for column in columns)
