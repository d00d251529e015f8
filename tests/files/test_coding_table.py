"""The long table of codings: nothing is lost on the way out and back, nothing runs, every slip has its place."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.files.exchange.import_codings import same_coding
from checker.files.study.coding_rows import read_coding_table, the_sheet
from checker.files.study.coding_table import COLUMNS, coding_table, rows_of
from checker.files.tables.text_table import table_bytes
from checker.problems import InvalidStudy
from checker.study.case import Case, Coding
from checker.study.csv_text import csv_text, guarded, unguarded
from checker.study.sheet import Place, Sheet, places, sheet_of, with_codings
from tests.coding_strategies import BLANK, WORDS, many_rows, sheets
from tests.files.conftest import shown
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
