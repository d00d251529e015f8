"""Wide tables: read in stretches, sorted where needed, and verdicts written whole or not at all."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest

from checker.analysis.survey.columns import coded
from checker.files.tables.verdict_rows import VerdictRows
from checker.files.tables.wide_table import chunks, open_table, texts
from checker.logic.column_expression import ColumnOf
from checker.logic.formula import Term
from checker.problems import InvalidStudy
from checker.study.codebook import Codebook, Variable
from checker.study.mapping import ColumnReading, TableMap
from checker.study.wide_table import Chunk

MAP = TableMap(
    "m", ("id",), "year", (ColumnReading(Term("war"), ColumnOf("war"), {"1": "yes", "0": "no"}),), named=("name",)
)
BOOK = Codebook("b", {}, {"war": Variable("war")})
ROWS = [
    ("NA", 2, "Nam", 0),
    ("NA", 3, "Nam", 1),
    ("x", 1, "Ex", None),
    ("y", 1, "Why", 0),
    ("y", 2, "Why", 0),
    ("y", 3, None, 1),
]


def table(folder: Path, kind: str, rows: list[tuple[str, int, str | None, int | None]] = ROWS) -> Path:
    columns = list(zip(*rows, strict=True))
    found = pa.table(
        {
            "id": list(columns[0]),
            "year": list(columns[1]),
            "name": list(columns[2]),
            "war": pa.array(columns[3], pa.int8()),
            "unused": [1] * len(rows),
        }
    )
    path = folder / f"t.{kind}"
    if kind == "csv":
        pyarrow.csv.write_csv(found, path)
    else:
        pyarrow.parquet.write_table(found, path, row_group_size=2)
    return path


def names(chunk: Chunk) -> list[str]:
    return chunk.names(("id",), np.arange(chunk.rows))


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_only_the_columns_of_the_map_are_read_and_missing_stays_missing(tmp_path: Path, kind: str) -> None:
    opened = open_table(table(tmp_path, kind), "t")
    assert opened.columns == ("id", "year", "name", "war", "unused")
    (whole,) = list(chunks(opened, MAP, whole_cases=True))
    assert sorted(whole.columns) == ["id", "name", "war", "year"]
    assert whole.names(("id",), np.arange(6)) == ["NA", "NA", "x", "y", "y", "y"]
    assert coded(whole, MAP, BOOK, True).codes[Term("war")].tolist() == [0, 1, 255, 0, 0, 1]
    assert whole.names(("name",), np.array([0, 5])) == ["Nam", "?"]


@pytest.mark.parametrize("rows", [1, 2, 3, 4, 100])
def test_a_stretch_ends_where_a_case_ends(tmp_path: Path, rows: int) -> None:
    opened = open_table(table(tmp_path, "parquet"), "t")
    found = list(chunks(opened, MAP, whole_cases=True, rows=rows))
    assert [chunk.start for chunk in found] == [sum(c.rows for c in found[:n]) for n in range(len(found))]
    assert sum(chunk.rows for chunk in found) == 6
    for chunk in found:
        last = names(chunk)[-1]
        assert all(chunk is other or last not in names(other) for other in found)


def test_a_table_is_sorted_where_asked(tmp_path: Path) -> None:
    opened = open_table(table(tmp_path, "parquet", [ROWS[n] for n in (5, 0, 3, 2, 4, 1)]), "t")
    found = list(chunks(opened, MAP, whole_cases=True, in_order=True, rows=2))
    pairs = [pair for chunk in found for pair in zip(names(chunk), chunk.columns["year"].values.tolist(), strict=True)]
    assert pairs == [("NA", 2), ("NA", 3), ("x", 1), ("y", 1), ("y", 2), ("y", 3)]


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize("between", [(0, 6), (1, 2), (2, 5), (3, 6), (0, 0)])
def test_a_range_of_rows_is_read_alone(tmp_path: Path, kind: str, between: tuple[int, int]) -> None:
    opened = open_table(table(tmp_path, kind), "t")
    found = list(chunks(opened, MAP, between=between, rows=2))
    assert [name for chunk in found for name in names(chunk)] == [row[0] for row in ROWS[between[0] : between[1]]]
    assert all(chunk.start >= between[0] for chunk in found)


def test_texts_are_exact(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("case,A,B\nNA,0.10,1\nSE,,2\n", encoding="utf-8")
    assert texts(open_table(path, "t")) == {"case": ["NA", "SE"], "A": ["0.10", ""], "B": ["1", "2"]}
    assert texts(open_table(table(tmp_path, "parquet"), "t"))["war"] == ["0", "1", "", "0", "0", "1"]


@pytest.mark.parametrize(("name", "text"), [("t.csv", ""), ("t.parquet", "no parquet"), ("absent.csv", None)])
def test_what_is_no_table_is_said_to_be_none(tmp_path: Path, name: str, text: str | None) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InvalidStudy, match=r"cannot be read|no such table"):
        open_table(tmp_path / name, name)


@pytest.mark.parametrize(
    ("above", "message", "fix"),
    [
        (
            "My table\n",
            "t.csv:1: error: row 1 holds `My table`, and the first row must hold the column names",
            "delete the rows above row 2",
        ),
        (
            ",,\n\n",
            "t.csv:1: error: row 1 is blank, and the first row must hold the column names",
            "delete the rows above row 3",
        ),
        (
            "sep=,\r\n",
            "t.csv:1:1: error: the first line is for Excel, not the names of the columns",
            "delete the first line",
        ),
    ],
)
def test_what_stands_above_the_names_of_the_columns_is_to_be_deleted(
    tmp_path: Path, above: str, message: str, fix: str
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"{above}case,year,war\na,1990,1\n", encoding="utf-8")
    with pytest.raises(InvalidStudy) as raised:
        open_table(path, "t.csv")
    assert str(raised.value) == f"{message}\n    fix: {fix}"
    path.write_text("case,year,war\na,1990,1\n", encoding="utf-8")
    assert open_table(path, "t.csv").columns == ("case", "year", "war")


@pytest.mark.parametrize(
    "text", ['"","A","B"\nx,1,2\n', "case\na\n", "\ncase,year,war\na,1990,1\n", "case;year;war\na;1,5;2,5\n"]
)
def test_a_first_row_that_is_no_title_is_not_taken_for_one(tmp_path: Path, text: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    try:
        open_table(path, "t.csv")
    except InvalidStudy as refused:
        assert "column names" not in str(refused)


def test_a_period_that_is_no_number_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id,year,name,war\nx,1993-1996,Ex,1\n", encoding="utf-8")
    with pytest.raises(InvalidStudy, match="1993-1996"):
        list(chunks(open_table(path, "t"), MAP))


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_verdicts_are_written_row_by_row(tmp_path: Path, kind: str) -> None:
    opened = open_table(table(tmp_path, "parquet"), "t")
    path = tmp_path / f"out.{kind}"
    with VerdictRows(path, MAP, ["theory: war"], ["no", "yes"]) as rows:
        for chunk in chunks(opened, MAP, rows=4):
            found = coded(chunk, MAP, BOOK, False)
            rows.write(chunk, found, [np.arange(len(found)) % 2])
            assert not path.exists()
    written = pyarrow.csv.read_csv(path) if kind == "csv" else pyarrow.parquet.read_table(path)
    assert written.column_names == ["id", "name", "year", "theory: war"]
    assert written["theory: war"].to_pylist() == ["no", "yes", "no", "yes", "no", "yes"]
    assert not path.with_name(path.name + ".part").exists()


def test_an_interruption_leaves_no_half_written_file(tmp_path: Path) -> None:
    opened = open_table(table(tmp_path, "parquet"), "t")
    path = tmp_path / "out.parquet"
    path.write_text("what was there", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt), VerdictRows(path, MAP, ["v"], ["no"]) as rows:
        for chunk in chunks(opened, MAP, rows=2):
            found = coded(chunk, MAP, BOOK, False)
            rows.write(chunk, found, [np.zeros(len(found), np.uint8)])
            raise KeyboardInterrupt
    assert path.read_text(encoding="utf-8") == "what was there"
    assert [p.name for p in sorted(tmp_path.iterdir())] == ["out.parquet", "t.parquet"]


def test_verdicts_go_to_csv_or_parquet_only(tmp_path: Path) -> None:
    with pytest.raises(InvalidStudy, match=r"\.csv or \.parquet"):
        VerdictRows(tmp_path / "out.xlsx", MAP, [], [])
