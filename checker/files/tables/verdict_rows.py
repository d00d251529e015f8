"""The verdict of every row, written to CSV or Parquet beside the place and moved there when complete."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from checker.files.library.writing import part_of
from checker.files.tables.extras import arrow_library
from checker.problems import refused
from checker.study.mapping import TableMap
from checker.study.wide_table import Chunk, Column


class VerdictRows:
    """A file that is whole or not there: it takes its name only when everything has been written.

    `labels` name the columns of verdicts, `words` the verdicts by number.
    """

    def __init__(self, path: Path, table_map: TableMap, labels: Sequence[str], words: Sequence[str]) -> None:
        self.path = path
        self.beside = part_of(path)
        self.map = table_map
        self.labels = tuple(labels)
        self.words = tuple(words)
        self._writer: Any = None
        if path.suffix.lower() not in (".parquet", ".csv"):
            raise refused(
                str(path), "unknown-format", "verdicts are written to .csv or .parquet", "choose a name that ends so"
            )

    def __enter__(self) -> VerdictRows:
        return self

    def write(self, chunk: Chunk, coded: Any, verdicts: Sequence[Any]) -> None:
        """Adds the coded rows of a chunk with their verdicts by number, one array for each label."""
        arrow = arrow_library()
        columns: dict[str, Any] = {name: _cells(chunk.columns[name], coded.kept) for name in self.map.keys}
        for label, found in zip(self.labels, verdicts, strict=True):
            columns[label] = arrow.DictionaryArray.from_arrays(arrow.array(found), list(self.words)).dictionary_decode()
        table = arrow.table(columns)
        if self._writer is None:
            self._writer = self._opened(table.schema)
        self._writer.write_table(table)

    def restart(self) -> None:
        """Forgets what was written."""
        self._close()

    def _opened(self, schema: Any) -> Any:
        arrow = arrow_library()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if self.path.suffix.lower() == ".parquet":
                return arrow.parquet.ParquetWriter(self.beside, schema)
            return arrow.csv.CSVWriter(self.beside, schema)
        except OSError as error:
            raise refused(
                str(self.path), "cannot-write", f"cannot be written: {error.strerror}", "choose another place"
            ) from None

    def _close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def __exit__(self, kind: object, *_: object) -> None:
        self._close()
        if kind is None and self.beside.exists():
            self.beside.replace(self.path)
        else:
            self.beside.unlink(missing_ok=True)


def _cells(column: Column, kept: Any) -> Any:
    arrow = arrow_library()
    if column.cells is not None:
        cells: Any = column.cells
        return cells.take(arrow.array(kept))
    values = arrow.array(column.values[kept], mask=None if column.missing is None else column.missing[kept])
    if column.words is None:
        return values
    return arrow.DictionaryArray.from_arrays(values, list(column.words)).dictionary_decode()
