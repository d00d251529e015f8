"""The long table of codings: nothing is lost on the way out and back, nothing runs, every slip has its place."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.files.exchange.import_codings import same_coding
from checker.files.study.coding_table import COLUMNS, coding_table, read_coding_table, rows_of, the_sheet
from checker.files.tables.archive import MAX_MEMBERS
from checker.files.tables.text_table import TextTable, read_text_table, table_bytes
from checker.problems import InvalidStudy, Problem
from checker.study.case import Case, Coding
from checker.study.csv_text import csv_text, guarded, unguarded
from checker.study.sheet import Place, Sheet, places, sheet_of, with_codings
from tests.coding_strategies import BLANK, WORDS, many_rows, sheets
from tests.work import growth

FORMATS = ("csv", "xlsx", "parquet")
DANGEROUS = tuple("=+-@\t\r")


def written(path: Path, rows: Sequence[Sequence[str]], columns: Sequence[str] = COLUMNS, form: str = "csv") -> Path:
    file = path / f"table.{form}"
    file.write_bytes(table_bytes(columns, rows, form))
    return file


def back(data: bytes, form: str, case: Case = BLANK) -> dict[Place, Coding]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"table.{form}"
        file.write_bytes(data)
        return dict(the_sheet(read_coding_table(file, "table", case), "table").codings)


def same(one: Mapping[Place, Coding], other: Mapping[Place, Coding]) -> bool:
    return one.keys() == other.keys() and all(same_coding(one[place], other[place]) for place in one)


def row(**cells: str) -> list[str]:
    given_cells = {"period": "first", "term": "trade", "value": "yes", **cells}
    return [given_cells.get(column, "") for column in COLUMNS]


def said(path: Path, *rows: Sequence[str], columns: Sequence[str] = COLUMNS) -> list[tuple[str, str, str]]:
    """The problems of a table as (place, message, fix)."""
    file = written(path, rows, columns)
    with pytest.raises(InvalidStudy) as raised:
        the_sheet(read_coding_table(file, "table.csv", BLANK), "table.csv")
    return [shown(problem) for problem in raised.value.problems]


def shown(problem: Problem) -> tuple[str, str, str]:
    return str(problem.location), problem.message, problem.hint


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(sheets(), st.sampled_from(FORMATS))
def test_codings_come_back_as_they_went_in_every_format(codings: dict[Place, Coding], form: str) -> None:
    case = with_codings(BLANK, codings)
    if codings:
        assert same(back(coding_table([case], form), form), sheet_of(case).codings)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", ["belarus-iran", "egypt-soviet-union"])
def test_the_shipped_codings_come_back(name: str, form: str) -> None:
    from checker.files.study.reader import read_case

    case = read_case(Path("cases") / f"{name}.yaml")
    assert same(back(coding_table([case], form), form, case), sheet_of(case).codings)


@given(st.text())
def test_guarding_loses_nothing_and_leaves_no_cell_that_runs(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(DANGEROUS)


@settings(deadline=None, max_examples=50)
@given(st.lists(WORDS, min_size=1, max_size=5))
def test_no_cell_of_an_exported_csv_begins_like_a_formula(words: list[str]) -> None:
    text = csv_text(["a"], [[word] for word in words])
    assert not any(cell.startswith(DANGEROUS) for line in csv.reader(io.StringIO(text)) for cell in line)


def test_no_cell_of_an_exported_sheet_is_a_formula() -> None:
    rows = [["=1+1", "@x", "+1", "-1", "#N/A", "\tx", '=HYPERLINK("http://x")']]
    data = table_bytes(list("abcdefg"), rows, "xlsx")
    page = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    cells = [cell for line in page.iter_rows() for cell in line]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"<f" not in archive.read("xl/worksheets/sheet1.xml")


def test_several_pieces_of_evidence_are_several_rows(tmp_path: Path) -> None:
    shared = {"confidence": "0.8", "note": "N", "coder": "ann"}
    file = written(
        tmp_path,
        [
            row(source="waltz1979", says="One.", **shared),
            row(source="bohdan2014", locator="p. 2", date="1990-02", **shared),
        ],
    )
    (sheet,) = read_coding_table(file, "table.csv", BLANK)
    (coding,) = sheet.codings.values()
    assert (sheet.coder, [piece.source for piece in coding.evidence]) == ("ann", ["waltz1979", "bohdan2014"])
    assert [cells[7:11] for cells in rows_of(BLANK, sheet)] == [
        ["waltz1979", "", "", "One."],
        ["bohdan2014", "p. 2", "1990-02", ""],
    ]


def test_contested_and_missing_values_have_a_spelling(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        [
            row(term="cover", value="strong | weak", confidence="weak=0.7|strong=0.3"),
            row(value="missing", note="Nowhere found."),
        ],
    )
    (sheet,) = read_coding_table(file, "table.csv", BLANK)
    cover, trade = sheet.codings.values()
    assert (cover.values, {v: float(p) for v, p in cover.confidence.items()}) == (
        ("weak", "strong"),
        {"weak": 0.7, "strong": 0.3},
    )
    assert (trade.values, trade.note) == ((), "Nowhere found.")
    assert [cells[5:7] for cells in rows_of(BLANK, sheet)] == [["weak|strong", "weak=0.7|strong=0.3"], ["missing", ""]]


def test_rows_of_other_cases_and_rows_not_filled_in_are_passed_over(tmp_path: Path) -> None:
    file = written(
        tmp_path, [row(case="other", period="nowhere"), row(value=""), row(case="two", term="cover", value="weak")]
    )
    (sheet,) = read_coding_table(file, "table.csv", BLANK)
    assert [str(place) for place in sheet.codings] == ["cover (first)"]


def test_a_table_about_another_case_says_so(tmp_path: Path) -> None:
    assert said(tmp_path, row(case="other")) == [
        ("table.csv", "no row is about `two`; the table is about other", "correct the column `case`, or leave it empty")
    ]


SLIPS = [
    ({"period": "fist"}, 2, "row 2, column `period`: two has no period `fist`", "did you mean `first`?"),
    ({"term": "trde"}, 5, "row 2, column `term`: `trde` is no variable of the codebook", "did you mean `trade`?"),
    ({"term": "need"}, 5, "row 2, column `term`: `need` takes one role, but none is given", "write `need(state)`"),
    (
        {"value": "weak"},
        6,
        "row 2, column `value`: `weak` is a value of cover, not of trade",
        "the values of trade are: no, yes",
    ),
    ({"value": "yes, no"}, 6, "row 2, column `value`: `yes, no` is no value of trade", "write `no|yes`"),
    ({"value": "yes/no"}, 6, "row 2, column `value`: `yes/no` is no value of trade", "write `no|yes`"),
    ({"value": "no or yes"}, 6, "row 2, column `value`: `no or yes` is no value of trade", "write `no|yes`"),
    ({"value": "no-yes"}, 6, "row 2, column `value`: `no-yes` is no value of trade", "write `no|yes`"),
    ({"value": "no, yess"}, 6, "row 2, column `value`: `no, yess` is no value of trade", "one of: no, yes"),
    (
        {"value": "yes|missing"},
        6,
        "row 2, column `value`: `missing` cannot stand beside values",
        "write `missing` alone",
    ),
    ({"value": "yes|yes"}, 6, "row 2, column `value`: a value is given twice", "name each value once"),
    ({"value": "", "note": "N"}, 6, "row 2, column `value`: there is no value", "one of: no, yes; or `missing`"),
    ({"confidence": "sure"}, 7, "row 2, column `confidence`: `sure` is no number", "write a probability, as in 0.8"),
    (
        {"confidence": "1.5"},
        7,
        "row 2, column `confidence`: a confidence must be above 0 and at most 1, not 1.5",
        "write a probability, as in 0.8",
    ),
    (
        {"confidence": "yes=0.5|no=0.4"},
        7,
        "row 2, column `confidence`: the confidence adds up to 0.9, not to 1",
        "let the probabilities of the values add up to 1",
    ),
    (
        {"confidence": "yes=0.5|yes=0.5"},
        7,
        "row 2, column `confidence`: `yes=0.5` is not `value=number`",
        "write it as in `strong=0.7|weak=0.3`, each value once",
    ),
    (
        {"source": "walz1979"},
        8,
        "row 2, column `source`: `walz1979` is no key of the case's references",
        "did you mean `waltz1979`?",
    ),
    (
        {"says": "Something."},
        8,
        "row 2, column `source`: the evidence names no source",
        "write the source's key in the references",
    ),
    (
        {"source": "waltz1979", "date": "1990-02-30"},
        10,
        "row 2, column `date`: `1990-02-30` is no date",
        "write YYYY, YYYY-MM or YYYY-MM-DD, as in `2010-09-22`",
    ),
    (
        {"start": "1991"},
        3,
        "row 2, column `start`: `first` has the year 1990 in the case, not 1991",
        "change the years of a period in the case file, or leave the cell empty",
    ),
]


@pytest.mark.parametrize(("cells", "column", "message", "fix"), SLIPS, ids=lambda part: str(part)[:40])
def test_a_slip_is_shown_with_row_column_and_fix(
    tmp_path: Path, cells: dict[str, str], column: int, message: str, fix: str
) -> None:
    assert said(tmp_path, row(**cells)) == [(f"table.csv:2:{column}", message, fix)]


def test_all_slips_come_in_one_run_and_a_flood_is_counted(tmp_path: Path) -> None:
    assert len(said(tmp_path, row(value="weak"), row(term="cover", value="yes"))) == 2
    flood = said(tmp_path, *(row(value="weak", note=str(number), coder=str(number)) for number in range(80)))
    assert len(flood) == 51
    assert flood[0][1] == "there are 30 more problems like these"


def test_rows_of_one_coding_must_agree(tmp_path: Path) -> None:
    assert said(tmp_path, row(source="waltz1979"), row(value="no", source="bohdan2014"))[0][:2] == (
        "table.csv:3:6",
        "row 3, column `value`: trade (first) is coded differently in row 2",
    )


def test_two_coders_of_one_place_are_not_imported_as_one(tmp_path: Path) -> None:
    assert (
        said(tmp_path, row(coder="ann"), row(coder="bob", value="no"))[0][1]
        == "trade (first) is coded by `ann` and by `bob`"
    )


def test_columns_are_known_and_complete(tmp_path: Path) -> None:
    assert said(tmp_path, ["x", "y"], columns=["perod", "term"]) == [
        ("table.csv:1:1", "`perod` is no column of a table of codings", "did you mean `period`?"),
        ("table.csv:1:1", "the table has no column `period`", "its columns are: " + ", ".join(COLUMNS)),
        ("table.csv:1:1", "the table has no column `value`", "its columns are: " + ", ".join(COLUMNS)),
    ]


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


def test_the_work_grows_with_the_rows(tmp_path: Path) -> None:
    def read(coders: int) -> None:
        rows = many_rows(coders)
        sheets = read_coding_table(written(tmp_path, rows), "table.csv", BLANK)
        assert sum(len(sheet.codings) for sheet in sheets) == len(rows)

    assert growth(read, 200) < 2.5


def test_a_coders_sheet_lies_over_the_case() -> None:
    place = Place("second", BLANK.codebook.terms()[0])
    over = with_codings(BLANK, {place: Coding(("yes",))})
    assert over.coding(place.term, 2).values == ("yes",)
    assert sheet_of(over) == Sheet("", {place: Coding(("yes",))})
    assert places(over) == ("baseline", "throughout", "first", "second")
