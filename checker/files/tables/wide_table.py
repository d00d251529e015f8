"""Wide tables, CSV and Parquet, read by the columns that are needed and in stretches that fit into memory.

Needs the extra `survey` (pyarrow, numpy), which is imported when used.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checker.files.tables.extras import arrow_library
from checker.files.tables.headers import SEPARATOR_LINE, TITLE_ROWS, title_fault
from checker.problems import InvalidStudy, Location, Problem, refused
from checker.study.mapping import TableMap
from checker.study.wide_table import Chunk, Column

if TYPE_CHECKING:
    import pyarrow as pa

CHUNK_ROWS = 1 << 19
FIRST_BYTES = 1 << 16
MAX_SORTED_ROWS = 20_000_000
MISSING_CELLS = ("", "NA", "NaN", "nan", "null", "NULL", ".")


@dataclass(frozen=True)
class WideTable:
    """A table on disk: its name as given, its path, its columns, and its rows where the file states them."""

    shown: str
    path: Path
    columns: tuple[str, ...]
    rows: int | None

    @property
    def is_parquet(self) -> bool:
        return self.path.suffix.lower() in (".parquet", ".pq")


def open_table(path: Path, shown: str) -> WideTable:
    """The table of a file; raises InvalidStudy where it cannot be read or the extra is not installed."""
    arrow = arrow_library()
    if not path.is_file():
        raise refused(shown, "missing-file", "there is no such table", "check the path")
    try:
        if path.suffix.lower() in (".parquet", ".pq"):
            with arrow.parquet.ParquetFile(path) as file:
                return WideTable(shown, path, tuple(file.schema_arrow.names), file.metadata.num_rows)
        _refuse_rows_above_the_names(path, shown)
        with arrow.csv.open_csv(path) as reader:
            return WideTable(shown, path, tuple(reader.schema.names), None)
    except (arrow.ArrowException, OSError) as error:
        raise InvalidStudy([_unreadable(shown, error)]) from None


def _refuse_rows_above_the_names(path: Path, shown: str) -> None:
    """Refuse a CSV file whose first line is a title or a line for Excel, in words that Arrow has not."""
    with path.open("rb") as stream:
        text = stream.read(FIRST_BYTES).decode("utf-8-sig", "replace")
    if said := SEPARATOR_LINE.match(text):
        raise refused(
            Location(shown, 1, 1),
            "title-row",
            "the first line is for Excel, not the names of the columns",
            "delete the first line"
            if said[1] == ","
            else "save the table with commas between the cells, and without this line",
        )
    try:
        lines = list(islice(csv.reader(io.StringIO(text, newline="")), TITLE_ROWS))
    except csv.Error:
        return
    rows = [(number, cells) for number, cells in enumerate(lines, 1) if cells]
    # Other separators than commas tell nothing of a title.
    if rows and not any(";" in cell or "\t" in cell for cell in rows[0][1]) and (fault := title_fault(rows, shown)):
        raise fault


def chunks(
    table: WideTable,
    table_map: TableMap,
    *,
    whole_cases: bool = False,
    in_order: bool = False,
    rows: int = CHUNK_ROWS,
    between: tuple[int, int] | None = None,
) -> Iterator[Chunk]:
    """The rows of a table in stretches of about so many rows, with the columns that the map names.

    With `whole_cases` a stretch ends where a case ends, which presumes that a case's rows stand together;
    `in_order` sorts the table by case and period first, in memory, and refuses more than MAX_SORTED_ROWS.
    `between` reads only the rows from one number to another.
    """
    arrow = arrow_library()
    try:
        batches = _batches(table, table_map, rows, between)
        if in_order:
            batches = _sorted(table, table_map, batches, rows)
        batches = (batch for batch in batches if batch.num_rows)
        start = between[0] if between else 0
        if not whole_cases:
            for batch in batches:
                yield Chunk(start, batch.num_rows, _columns(batch, table_map))
                start += batch.num_rows
            return
        held = next(batches, None)
        while held is not None:
            following = next(batches, None)
            end = held.num_rows if following is None else _last_case(held, table_map.case)
            if end:
                yield Chunk(start, end, _columns(held.slice(0, end), table_map))
                start += end
            held = following if following is None else arrow.concat_tables([held.slice(end), following])
    except (arrow.ArrowException, OSError) as error:
        raise InvalidStudy([_unreadable(table.shown, error)]) from None


def texts(table: WideTable) -> dict[str, list[str]]:
    """A small table as texts, exactly as a CSV file writes them; for set-theoretic fit."""
    arrow = arrow_library()
    if table.is_parquet:
        whole = arrow.parquet.read_table(table.path)
        return {
            name: ["" if cell is None else _plain(cell) for cell in whole[name].to_pylist()] for name in table.columns
        }
    options = arrow.csv.ConvertOptions(column_types=dict.fromkeys(table.columns, arrow.string()))
    whole = arrow.csv.read_csv(table.path, convert_options=options)
    return {name: whole[name].to_pylist() for name in table.columns}


def numbers(table: WideTable, names: Sequence[str], case: str) -> tuple[list[str], dict[str, Any], dict[str, Any]]:
    """The names of the cases, some columns of a large table as arrays of numbers, and masks of what is missing."""
    arrow = arrow_library()
    wanted = [name for name in dict.fromkeys((*names, case)) if name in table.columns]
    if table.is_parquet:
        whole = arrow.parquet.read_table(table.path, columns=wanted)
    else:
        types = {name: arrow.string() if name == case else arrow.float64() for name in wanted}
        whole = arrow.csv.read_csv(
            table.path,
            convert_options=arrow.csv.ConvertOptions(
                column_types=types, include_columns=wanted, null_values=list(MISSING_CELLS)
            ),
        )
    cases = (
        [str(cell) for cell in whole[case].to_pylist()]
        if case in wanted
        else [str(number) for number in range(1, whole.num_rows + 1)]
    )
    columns = {name: _column(whole[name]) for name in names if name in wanted}
    texts_among = [name for name, column in columns.items() if column.words is not None]
    if texts_among:
        raise refused(
            table.shown,
            "wrong-kind-of-column",
            f"the column `{texts_among[0]}` holds texts, not numbers",
            "name a column of memberships or values",
        )
    return (
        cases,
        {name: column.values for name, column in columns.items()},
        {name: False if column.missing is None else column.missing for name, column in columns.items()},
    )


def _plain(cell: Any) -> str:
    if isinstance(cell, bool):
        return str(int(cell))
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _unreadable(shown: str, error: Exception) -> Problem:
    return Problem(
        Location(shown),
        "unreadable",
        f"the table cannot be read: {' '.join(str(error).split())}",
        "check that it is CSV with a header, or Parquet, and that the columns hold what the map says",
    )


def _batches(table: WideTable, table_map: TableMap, rows: int, between: tuple[int, int] | None) -> Iterator[pa.Table]:
    arrow = arrow_library()
    wanted = list(table_map.columns)
    if not table.is_parquet:
        words = {*table_map.case, *table_map.named, *table_map.words}
        types = {name: arrow.string() if name in words else arrow.float64() for name in wanted}
        types[table_map.period] = arrow.int64()
        convert = arrow.csv.ConvertOptions(column_types=types, include_columns=wanted, null_values=list(MISSING_CELLS))
        read = arrow.csv.ReadOptions(block_size=1 << 24)
        with arrow.csv.open_csv(table.path, read_options=read, convert_options=convert) as reader:
            yield from _within((arrow.Table.from_batches([batch]) for batch in reader), between)
        return
    with arrow.parquet.ParquetFile(table.path) as file:
        groups: list[int] = []
        first = skip = 0
        for group in range(file.metadata.num_row_groups):
            size = file.metadata.row_group(group).num_rows
            if between is None or (first < between[1] and first + size > between[0]):
                if not groups:
                    skip = first
                groups.append(group)
            first += size
        found = (
            arrow.Table.from_batches([batch]) for batch in file.iter_batches(rows, row_groups=groups, columns=wanted)
        )
        yield from _within(found, None if between is None else (between[0] - skip, between[1] - skip))


def _within(tables: Iterator[pa.Table], between: tuple[int, int] | None) -> Iterator[pa.Table]:
    start = 0
    for table in tables:
        if between is None:
            yield table
        else:
            low, high = max(between[0] - start, 0), min(between[1] - start, table.num_rows)
            if low < high:
                yield table.slice(low, high - low)
        start += table.num_rows


def _sorted(table: WideTable, table_map: TableMap, batches: Iterator[pa.Table], rows: int) -> Iterator[pa.Table]:
    arrow = arrow_library()
    held, count = [], 0
    for batch in batches:
        held.append(batch)
        count += batch.num_rows
        if count > MAX_SORTED_ROWS:
            raise refused(
                table.shown,
                "over-limit",
                "the rows do not stand in order of case and period, and more than "
                f"{MAX_SORTED_ROWS:,} are too many to sort in memory",
                "sort the table by case and period first",
            )
    if held:
        keys = [(name, "ascending") for name in (*table_map.case, table_map.period)]
        whole = arrow.concat_tables(held).sort_by(keys)
        held.clear()
        for start in range(0, whole.num_rows, rows):
            yield whole.slice(start, rows)


def _last_case(table: pa.Table, case: Sequence[str]) -> int:
    """The number of the first row of the last row's case."""
    import numpy as np

    differs = np.zeros(table.num_rows, np.bool_)
    for name in case:
        values = _column(table[name]).values
        differs |= values != values[-1]
    other = np.flatnonzero(differs)
    return int(other[-1]) + 1 if len(other) else 0


def _columns(table: pa.Table, table_map: TableMap) -> dict[str, Column]:
    used = {*table_map.case, table_map.period, *table_map.evaluated}
    return {name: _column(table[name]) if name in used else _as_names(table[name]) for name in table.column_names}


def _as_names(chunked: Any) -> Column:
    """A column of which few cells will be looked at."""
    import numpy as np

    return Column(np.zeros(0, np.int64), cells=chunked)


def _column(chunked: Any) -> Column:
    """An Arrow column as an array; texts as places in their dictionary."""
    import numpy as np

    arrow = arrow_library()
    kind = chunked.type
    if arrow.types.is_dictionary(kind):
        chunked, kind = chunked.cast(kind.value_type), kind.value_type
    if arrow.types.is_null(kind):
        return Column(np.zeros(len(chunked)), np.ones(len(chunked), np.bool_))
    missing = chunked.is_null().to_numpy() if chunked.null_count else None
    if arrow.types.is_string(kind) or arrow.types.is_large_string(kind):
        coded = chunked.combine_chunks().dictionary_encode()
        if isinstance(coded, arrow.ChunkedArray):
            coded = coded.combine_chunks()
        places = coded.indices.fill_null(0).to_numpy()
        return Column(places, missing, tuple(coded.dictionary.to_pylist()))
    if arrow.types.is_boolean(kind):
        return Column(chunked.fill_null(False).to_numpy().astype(np.uint8), missing)
    if arrow.types.is_floating(kind):
        values = chunked.to_numpy()
        lacking = np.isnan(values)
        return Column(values, lacking if lacking.any() else None)
    if arrow.types.is_integer(kind):
        return Column((chunked.fill_null(0) if missing is not None else chunked).to_numpy(), missing)
    if arrow.types.is_decimal(kind):
        return _column(chunked.cast(arrow.float64()))
    raise arrow.ArrowException(f"a column has type {kind}; numbers, texts and true/false are read")
