"""Tables of other programs: CSV and spreadsheets are read as they come, and what is broken or hostile is refused."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from checker.files.study.coding_rows import read_coding_table
from checker.files.tables.archive import MAX_MEMBERS
from checker.files.tables.text_table import TextTable, read_text_table, table_bytes
from checker.problems import InvalidStudy
from tests.coding_strategies import BLANK
from tests.files.conftest import shown


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the table is empty"),
        (b"period,term,value\n\xff,x,y\n", "the byte 0xff is not UTF-8"),
        (b'period,term,value\nfirst,"trade,yes\n', "row 2 cannot be read: unexpected end of data"),
        (b"period,term,value\nfirst,trade,yes,more\n", "row 2 has more cells than there are columns"),
        (b"period,term,term\n", "the column `term` is there twice"),
        (b"period,,value\n", "a column has no name"),
    ],
    ids=["empty", "not UTF-8", "open quote", "a cell too many", "a column twice", "a column without a name"],
)
def test_a_broken_csv_is_refused_in_plain_words(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "t.csv").write_bytes(data)
    with pytest.raises(InvalidStudy, match=message):
        read_text_table(tmp_path / "t.csv", "t.csv")


@pytest.mark.parametrize(
    "data",
    [
        b"period;term;value\nfirst;trade;yes\n",
        b"period\tterm\tvalue\nfirst\ttrade\tyes\n",
        "\ufeffPeriod,Term,Value\r\nfirst,trade,yes\r\n".encode(),
        "period,term,value\nfirst,trade,yes".encode("utf-16"),
        b"sep=;\r\nperiod;term;value;note\r\nfirst;trade;yes;a, b, c, d\r\n",
        b"sep=,\nperiod,term,value\nfirst,trade,yes\n",
    ],
    ids=["semicolons", "tabs", "as Excel saves it", "UTF-16", "with a line for Excel", "with a line that says commas"],
)
def test_csv_of_other_programs_is_read(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "t.csv").write_bytes(data)
    (sheet,) = read_coding_table(tmp_path / "t.csv", "t.csv", BLANK)
    assert [coding.values for coding in sheet.codings.values()] == [("yes",)]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("above", "what"),
    [
        ([["Codings of Belarus"]], "holds `Codings of Belarus`"),
        ([[]], "is blank"),
        ([["Codings", "of 2010"], [], ["by E. M."]], "holds `Codings`"),
    ],
)
def test_rows_above_the_names_of_the_columns_are_to_be_deleted(
    tmp_path: Path, above: Sequence[Sequence[str]], what: str, form: str
) -> None:
    rows = [*above, ["period", "term", "value"], ["first", "trade", "yes"]]
    file = tmp_path / f"t.{form}"

    def found() -> TextTable:
        if form == "csv":
            file.write_text("".join(",".join(cells) + "\n" for cells in rows))
        else:
            book = openpyxl.Workbook()
            assert book.active is not None
            for number, cells in enumerate(rows, 1):
                for place, text in enumerate(cells, 1):
                    book.active.cell(number, place, text)
            book.save(file)
        return read_text_table(file, "t")

    with pytest.raises(InvalidStudy) as raised:
        found()
    assert [shown(problem) for problem in raised.value.problems] == [
        (
            "t:1",
            f"row 1 {what}, and the first row must hold the column names",
            f"delete the rows above row {len(above) + 1}",
        )
    ]
    del rows[: len(above)]
    assert found().columns == ("period", "term", "value")


def test_a_title_above_columns_with_semicolons_is_seen(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Codings\nperiod;term;value\nfirst;trade;yes\n")
    with pytest.raises(InvalidStudy, match="row 1 holds `Codings`, and the first row must hold the column names"):
        read_text_table(tmp_path / "t.csv", "t")


def sheet_file(path: Path, *rows: Sequence[object]) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for line in (("period", "term", "value", "confidence", "start", "date", "source"), *rows):
        page.append(list(line))
    book.save(path / "t.xlsx")
    return path / "t.xlsx"


def test_numbers_dates_and_truth_of_a_spreadsheet_are_read(tmp_path: Path) -> None:
    file = sheet_file(
        tmp_path,
        ("first", "trade", True, 0.8, 1990, date(1990, 2, 1), "waltz1979"),
        ("second", "trade", False, 1, 1995.0, datetime(1996, 1, 1), "waltz1979"),
    )
    (sheet,) = read_coding_table(file, "t.xlsx", BLANK)
    first, second = sheet.codings.values()
    assert (first.values, float(first.confidence["yes"]), first.evidence[0].date) == (("yes",), 0.8, "1990-02-01")
    assert (second.values, second.confidence, second.evidence[0].date) == (("no",), {}, "1996-01-01")


def test_a_formula_in_a_spreadsheet_is_refused_with_its_cell(tmp_path: Path) -> None:
    file = sheet_file(tmp_path, ("first", "trade", '=IF(1,"yes","no")'))
    with pytest.raises(InvalidStudy) as raised:
        read_coding_table(file, "t.xlsx", BLANK)
    assert [shown(problem) for problem in raised.value.problems] == [
        (
            "t.xlsx:2:3",
            "row 2, column 3: the cell holds a formula, not a value",
            "paste the values in place of the formulas",
        )
    ]


def archive(path: Path, members: Mapping[str, bytes], source: Path | None = None) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        if source is not None:
            with zipfile.ZipFile(source) as old:
                for name in old.namelist():
                    if name not in members:
                        made.writestr(name, old.read(name))
        for name, data in members.items():
            made.writestr(name, data)
    return path


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12))
    + b"]><x>&m;</x>"
)


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"../evil.xml": b"x"}, "is a path that leaves the archive"),
        ({"/etc/passwd": b"x"}, "is a path that leaves the archive"),
        ({"c:\\x.xml": b"x"}, "is a path that leaves the archive"),
        ({"a/..\\..\\x": b"x"}, "is a path that leaves the archive"),
        ({"bomb.xml": b"0" * 50_000_000}, "unpacks to more than 400 times its size"),
        ({f"m{number}": b"" for number in range(MAX_MEMBERS + 1)}, "members; the limit is"),
        ({"xl/sharedStrings.xml": LAUGHS}, "declares a document type or entities"),
        ({"xl/workbook.xml": LAUGHS.decode().encode("utf-16")}, "declares a document type or entities"),
    ],
    ids=["slip", "absolute", "drive", "backslashes", "bomb", "crowd", "laughs", "laughs in UTF-16"],
)
def test_a_hostile_spreadsheet_is_refused(tmp_path: Path, members: Mapping[str, bytes], message: str) -> None:
    harmless = sheet_file(tmp_path, ("first", "trade", "yes"))
    with pytest.raises(InvalidStudy, match=message):
        read_text_table(archive(tmp_path / "evil.xlsx", members, harmless), "evil.xlsx")


def altered(path: Path, change: Callable[[zipfile.ZipInfo], None]) -> Path:
    """An archive one member of which says something of itself that it should not."""
    info = zipfile.ZipInfo("a.xml")
    change(info)
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(info, b"<a/>")
    return path


def test_links_locks_and_doubles_are_refused(tmp_path: Path) -> None:
    def link(info: zipfile.ZipInfo) -> None:
        info.external_attr = 0o120777 << 16

    with pytest.raises(InvalidStudy, match=r"`a\.xml` is a link"):
        read_text_table(altered(tmp_path / "link.xlsx", link), "link.xlsx")
    locked = altered(tmp_path / "locked.xlsx", lambda info: None)
    data = bytearray(locked.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    locked.write_bytes(bytes(data))
    with pytest.raises(InvalidStudy, match=r"`a\.xml` is encrypted"):
        read_text_table(locked, "locked.xlsx")
    with zipfile.ZipFile(tmp_path / "twice.xlsx", "w") as made, pytest.warns(UserWarning, match="Duplicate"):
        made.writestr("a.xml", b"<a/>")
        made.writestr("a.xml", b"<b/>")
    with pytest.raises(InvalidStudy, match="is in the archive twice"):
        read_text_table(tmp_path / "twice.xlsx", "twice.xlsx")


def test_a_file_that_only_looks_like_a_spreadsheet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_bytes(b"period,term,value\n")
    with pytest.raises(InvalidStudy, match="this is not an Excel file"):
        read_text_table(tmp_path / "t.xlsx", "t.xlsx")
    with pytest.raises(InvalidStudy, match=r"this is no Excel file that can be read"):
        read_text_table(archive(tmp_path / "u.xlsx", {"a.xml": b"<a/>"}), "u.xlsx")
    with pytest.raises(InvalidStudy, match=r"a table cannot be of the kind `\.ods`"):
        read_text_table(tmp_path / "t.ods", "t.ods")
    with pytest.raises(InvalidStudy, match="there is no such table"):
        read_text_table(tmp_path / "none.csv", "none.csv")


def test_a_text_that_no_spreadsheet_holds_is_not_cut_in_silence() -> None:
    with pytest.raises(InvalidStudy, match="too long for a cell of a spreadsheet"):
        table_bytes(["a"], [["x" * 40_000]], "xlsx")
