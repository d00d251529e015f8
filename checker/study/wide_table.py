"""A chunk of a wide table in memory: columns as arrays, with masks for missing cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

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

    A column that is read for names alone keeps its Arrow `cells` as they are and has no values.
    """

    values: Array
    missing: Mask | None = None
    words: tuple[str, ...] | None = None
    cells: Any = None

    def texts(self, rows: Array) -> list[str]:
        """The cells as text: integers without decimals, missing cells as `?`."""
        if self.cells is not None:
            return ["?" if cell in (None, "") else str(cell) for cell in self.cells.take(rows).to_pylist()]
        values = self.values[rows].tolist()
        if self.words is not None:
            said = [self.words[value] for value in values]
        else:
            said = [str(int(v)) if v == v and v == int(v) else str(v) for v in values]
        if self.missing is None:
            return said
        return ["?" if lacking else word for lacking, word in zip(self.missing[rows].tolist(), said, strict=True)]


@dataclass(frozen=True, eq=False)
class Chunk:
    """Some rows on end, the first of them number `start` of the table."""

    start: int
    rows: int
    columns: Mapping[str, Column]

    def names(self, columns: Sequence[str], rows: Array) -> list[str]:
        """The names of some rows' cases, from the columns that name them."""
        return ["-".join(words) for words in zip(*(self.columns[c].texts(rows) for c in columns), strict=True)]
