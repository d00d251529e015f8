"""Tables of texts in CSV, XLSX and Parquet: what is written is what is read, and nothing runs as a formula.

XLSX needs the extra `excel` (openpyxl), Parquet the extra `survey` (pyarrow); both are imported when used.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

from checker.files.tables.archive import MAX_UNPACKED, opened
from checker.files.tables.extras import excel_library
from checker.files.tables.headers import SEPARATOR_LINE, TITLE_ROWS, title_fault
from checker.problems import InvalidStudy, Location, Problem, refused
from checker.study.csv_text import csv_text, guarded, is_whole, unguarded

Rows = Iterable[Sequence[str]]
MAX_ROWS = 1_000_000
MAX_CELL = 32_767
SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".parquet")

_SHEET_TEXT = re.compile("_x[0-9A-Fa-f]{4}_")
_SHEET_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class TextTable:
    """A header and rows of texts; `numbers` holds the number that a spreadsheet gives each row."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]

    def problem(self, row: int, column: str, code: str, message: str, hint: str) -> Problem:
        """A problem in a cell: row counts from 0, the place says the row and column of the spreadsheet."""
        number, place = self.numbers[row], self.columns.index(column) + 1 if column in self.columns else 0
        return Problem(Location(self.file, number, place), code, f"row {number}, column `{column}`: {message}", hint)


def table_bytes(
    columns: Sequence[str], rows: Rows, form: str, sheet: str = "table", whole_numbers: Sequence[str] = ()
) -> bytes:
    """The table in a format: csv, xlsx or parquet. `whole_numbers` names columns that hold them."""
    if form == "csv":
        return csv_text(columns, rows, whole_numbers).encode()
    if form == "xlsx":
        return _xlsx(columns, rows, sheet, whole_numbers)
    if form == "parquet":
        return _parquet(columns, rows)
    raise ValueError(f"not a format: {form}")


def read_text_table(path: Path, shown: str) -> TextTable:
    """The table of a CSV, XLSX (first sheet) or Parquet file; raises InvalidStudy with the place."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise refused(
            shown, "unknown-format", f"a table cannot be of the kind `{suffix}`", "save it as .csv, .xlsx or .parquet"
        )
    if not path.is_file():
        raise refused(shown, "missing-file", "there is no such table", "check the path")
    if path.stat().st_size > MAX_UNPACKED:
        raise refused(shown, "over-limit", f"the file is larger than {MAX_UNPACKED // 1_000_000} MB", "split the table")
    if suffix == ".xlsx":
        numbered = _xlsx_rows(path, shown)
    elif suffix == ".parquet":
        numbered = _parquet_rows(path, shown)
    else:
        numbered = _csv_rows(path, shown)
    header = next(numbered, None)
    if header is None:
        raise refused(shown, "empty-table", "the table is empty", "its first row names the columns")
    ahead = list(islice(numbered, TITLE_ROWS))
    if title := title_fault([header, *ahead], shown):
        raise title
    numbered = chain(ahead, numbered)
    columns = tuple(cell.strip().lower() for cell in header[1])
    while columns and not columns[-1]:
        columns = columns[:-1]
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice or "" in columns:
        fault = f"the column `{twice[0]}` is there twice" if twice and twice[0] else "a column has no name"
        raise refused(Location(shown, header[0]), "column-names", fault, "give each column a name of its own")
    rows: list[tuple[str, ...]] = []
    numbers: list[int] = []
    for number, cells in numbered:
        if not any(cell.strip() for cell in cells):
            continue
        if len(rows) == MAX_ROWS:
            raise refused(
                Location(shown, number), "over-limit", f"the table has more than {MAX_ROWS:,} rows", "split the table"
            )
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            raise refused(
                Location(shown, number),
                "too-many-cells",
                f"row {number} has more cells than there are columns",
                "put a text with commas in quotes, or name the column",
            )
        padded = [*cells[: len(columns)], *[""] * (len(columns) - len(cells))]
        rows.append(tuple(padded))
        numbers.append(number)
    return TextTable(shown, columns, tuple(rows), tuple(numbers))


def _csv_rows(path: Path, shown: str) -> Iterator[tuple[int, list[str]]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refused(
            Location(shown, line),
            "not-utf8",
            f"the byte 0x{data[error.start]:02x} is not UTF-8",
            "save the table as CSV with the encoding UTF-8",
        ) from None
    said = SEPARATOR_LINE.match(text)
    # A title or a blank line says nothing of what stands between the cells.
    first = next((line for line in text.splitlines()[:TITLE_ROWS] if any(mark in line for mark in ",;\t")), "")
    between = said[1] if said else max(",;\t", key=lambda mark: (first.count(mark), mark == ","))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
    number = 0
    if said:
        next(reader)
        number = 1
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise refused(
                Location(shown, reader.line_num),
                "unreadable",
                f"row {number} cannot be read: {error}",
                "close every quote; double a quote inside a quoted text",
            ) from None
        yield number, [unguarded(cell) for cell in cells]


def _xlsx(columns: Sequence[str], rows: Rows, sheet: str, whole_numbers: Sequence[str]) -> bytes:
    openpyxl = excel_library()
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    kept = [list(row) for row in rows]
    _fit(cell for row in kept for cell in row)
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet(sheet)
    page.freeze_panes = "A2"
    numeric = {place for place, name in enumerate(columns) if name in whole_numbers}

    def cell(text: str, bold: bool = False) -> Any:
        # A carriage return, or what looks like the escape for one, is escaped.
        said = _SHEET_TEXT.sub(lambda m: "_x005F" + m.group(), text).replace("\r", "_x000D_")
        if not (bold or guarded(text) != text or text.startswith("#")):
            return said
        made = WriteOnlyCell(page, said)
        made.data_type = "s"  # whatever it begins with
        made.quotePrefix = True
        if bold:
            made.font = Font(bold=True)
        return made

    page.append([cell(name, bold=True) for name in columns])
    for row in kept:
        page.append(
            [
                int(text) if place in numeric and is_whole(text) else cell(text) if text else None
                for place, text in enumerate(row)
            ]
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fit(cells: Iterable[str]) -> None:
    """Refuse, before anything is written, what would be cut or cannot stand in a sheet."""
    for text in cells:
        if len(text) > MAX_CELL or _UNFIT.search(text):
            fault = (
                "is too long for a cell of a spreadsheet"
                if len(text) > MAX_CELL
                else "holds a character that a spreadsheet cannot"
            )
            raise refused("the table", "cannot-write", f"the text that begins {text[:30]!r} {fault}", "export as CSV")


def _xlsx_rows(path: Path, shown: str) -> Iterator[tuple[int, list[str]]]:
    openpyxl = excel_library()
    with opened(path, shown, "an Excel file (.xlsx)") as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                _no_entities(archive, name, shown)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
        page = book.worksheets[0]
        page.reset_dimensions()
        for number, cells in enumerate(page.iter_rows(), 1):
            yield number, [_from_sheet(cell, number, shown) for cell in cells]
        book.close()
    except InvalidStudy:
        raise
    except Exception as error:  # openpyxl raises whatever its parser met, from KeyError to ParseError
        said = " ".join(str(error).split())[:120] or type(error).__name__
        raise refused(
            shown,
            "unreadable",
            f"this is no Excel file that can be read: {said}",
            "open it in a spreadsheet and save it again as .xlsx, or as CSV",
        ) from None


def _from_sheet(cell: Any, row: int, shown: str) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in ("f", "e"):
        what = "a formula" if cell.data_type == "f" else f"the error {value}"
        raise refused(
            Location(shown, row, cell.column),
            "formula-cell",
            f"row {row}, column {cell.column}: the cell holds {what}, not a value",
            "paste the values in place of the formulas",
        )
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        if value.time() != datetime.min.time():
            return value.isoformat(" ")
        return value.date().isoformat()[: _digits_shown(cell.number_format)]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return _SHEET_ESCAPE.sub(lambda m: chr(int(m[1], 16)), str(value)) if isinstance(value, str) else str(value)


def _digits_shown(number_format: str) -> int:
    """How much of a date in ISO form a cell shows: a spreadsheet keeps `2005-09` as the first of a month."""
    letters = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", number_format).lower()
    return 10 if "d" in letters or "y" not in letters else 7 if "m" in letters else 4


def _no_entities(archive: Any, name: str, shown: str) -> None:
    """Refuse XML that declares anything: no spreadsheet does, and entities can grow without bound."""
    tail = b""
    with archive.open(name) as stream:
        while block := stream.read(1 << 20):
            seen = (tail + block).replace(b"\0", b"")
            if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
                raise refused(
                    shown,
                    "unsafe-file",
                    f"`{name}` declares a document type or entities",
                    "do not open the file; ask whoever made it for another",
                )
            tail = block[-32:]


def _parquet(columns: Sequence[str], rows: Rows) -> bytes:
    from checker.files.tables.extras import arrow_library

    arrow = arrow_library()
    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    table = arrow.table(
        {name: arrow.array(list(column), arrow.string()) for name, column in zip(columns, cells, strict=True)}
    )
    out = io.BytesIO()
    arrow.parquet.write_table(table, out)
    return out.getvalue()


def _parquet_rows(path: Path, shown: str) -> Iterator[tuple[int, list[str]]]:
    from checker.files.tables.wide_table import open_table, texts

    table = open_table(path, shown)
    found = texts(table)
    yield 1, list(table.columns)
    yield from enumerate((list(row) for row in zip(*found.values(), strict=True)), 2)
