"""Maps: how columns become values, and mistakes shown where they stand."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from checker.analysis.survey.columns import NO_CODE, NotNumbers, coded
from checker.files.exchange.map_file import plain_map, read_map
from checker.logic.formula import Term
from checker.problems import InvalidStudy
from checker.study.codebook import Codebook, Variable
from checker.study.wide_table import Chunk, Column

BOOK = Codebook(
    "small",
    {"state": "A state"},
    {
        v.name: v
        for v in (
            Variable("war"),
            Variable("trade", ("none", "low", "high")),
            Variable("rich", places=(("state",),)),
            Variable("hidden", theoretical=True),
        )
    },
)
COLUMNS = ("id", "year", "onset", "flow1", "flow2", "region", "gdp", "soft")
HEAD = "map: m\ncase: id\nperiod: year\n"
NAN = float("nan")


def columns(rows: int = 4) -> dict[str, Column]:
    return {
        "id": Column(np.array([1, 1, 1, 1])),
        "year": Column(np.array([1, 2, 3, 4])),
        "onset": Column(np.array([0, 1, NAN, 2.0]), np.array([False, False, True, False])),
        "flow1": Column(np.array([1, 10, NAN, 100], np.float32), np.array([False, False, True, False])),
        "flow2": Column(np.array([1, 10, 10, 0])),
        "gdp": Column(np.array([0.7, 0.69, 0.71, 9], np.float32)),
        "region": Column(np.array([0, 1, 1, 0]), np.array([False, False, False, True]), ("Africa", " 1.0")),
        "soft": Column(np.array([0.2, 0.5, 0.9, 1.5])),
    }


def read(tmp_path: Path, text: str, lags: bool = False) -> dict[str, list[str]]:
    """The values that a map gives to each term, row by row; `?` is missing."""
    path = tmp_path / "map.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    found = coded(Chunk(0, 4, columns()), read_map(path, BOOK, COLUMNS), BOOK, lags)
    return {
        str(term): ["?" if code == NO_CODE else BOOK.values(term)[code] for code in codes]
        for term, codes in found.codes.items()
    }


def problems(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "map.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidStudy) as caught:
        read_map(path, BOOK, COLUMNS)
    return [f"{p.location.line}:{p.location.column} {p.message}" for p in caught.value.problems]


def test_a_column_is_read_as_it_is(tmp_path: Path) -> None:
    assert read(tmp_path, "terms: {war: onset}") == {"war": ["no", "yes", "?", "?"]}


def test_cells_are_looked_up(tmp_path: Path) -> None:
    assert read(tmp_path, "terms: {trade: {from: flow2, codes: {1: low, 10: high}}}") == {
        "trade": ["low", "high", "high", "?"]
    }
    assert read(tmp_path, "terms: {trade: {from: region, codes: {Africa: low, 1: high}}}") == {
        "trade": ["low", "high", "high", "?"]
    }


def test_numbers_meet_cut_points_as_in_r(tmp_path: Path) -> None:
    assert read(tmp_path, "terms: {trade: {from: flow1 + flow2, at_least: {low: 10, high: 100}}}") == {
        "trade": ["none", "low", "?", "high"]
    }
    # 0.7 in single precision lies below 0.7 in double precision, and is meant all the same.
    assert read(tmp_path, "terms: {war: {from: gdp, at_least: {yes: 0.7}}}") == {"war": ["yes", "no", "yes", "yes"]}


def test_least_and_greatest_are_missing_where_a_part_is(tmp_path: Path) -> None:
    text = "terms: {trade: {from: 'max(flow1, flow2, 5)', at_least: {low: 6, high: 50}}}"
    assert read(tmp_path, text) == {"trade": ["none", "low", "?", "high"]}


def test_a_test_is_missing_only_where_the_missing_cell_decides(tmp_path: Path) -> None:
    assert read(tmp_path, "terms: {war: {when: flow1 >= 10 and flow2 >= 10}}") == {"war": ["no", "yes", "?", "no"]}
    assert read(tmp_path, "terms: {war: {when: flow1 >= 10 or flow2 >= 10}}") == {"war": ["no", "yes", "yes", "yes"]}
    assert read(tmp_path, "terms: {war: {when: 'not onset'}}") == {"war": ["yes", "no", "?", "no"]}
    assert read(tmp_path, "terms: {war: {when: 'region = \"Africa\"'}}") == {"war": ["yes", "no", "no", "?"]}
    assert read(tmp_path, "terms: {war: {when: 'region != \"Africa\"'}}") == {"war": ["no", "yes", "yes", "?"]}


def test_memberships_cross_at_a_half(tmp_path: Path) -> None:
    assert read(tmp_path, "terms: {war: {member: soft}}") == {"war": ["no", "?", "yes", "?"]}


def test_a_lag_reads_the_period_before_in_the_same_chain(tmp_path: Path) -> None:
    assert read(tmp_path, "terms: {war: {from: onset, lag: 1}}", lags=True) == {"war": ["?", "no", "yes", "?"]}
    without = "where: year != 2\nterms: {war: {from: onset, lag: 1}}"
    assert read(tmp_path, without, lags=True) == {"war": ["?", "?", "?"]}


def test_rows_that_are_not_surely_admitted_are_left_out(tmp_path: Path) -> None:
    assert read(tmp_path, "where: flow1 > 0\nterms: {war: onset}") == {"war": ["no", "yes", "?"]}


def test_texts_are_no_numbers(tmp_path: Path) -> None:
    with pytest.raises(NotNumbers, match="`region` holds texts"):
        read(tmp_path, "terms: {war: {when: region >= 1}}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("terms: {war: onse}", "4:14 the table has no column `onse`"),
        ("terms: {war: {when: flow1 > fow2}}", "4:21 the table has no column `fow2`"),
        ("terms: {war: {when: flow1 >> 2}}", "4:28 `>` was not expected here"),
        ("terms: {war: {when: flow1}, war: onset}", "4:29 `war` is given twice"),
        ("terms: {peace: onset}", "4:9 `peace` is no variable of the codebook"),
        ("terms: {hidden: onset}", "4:9 `hidden` is theoretical"),
        ("terms: {rich: onset}", "4:9"),
        ("terms: {trade: {when: flow1 > 2}}", "4:17 `when` is for yes/no terms"),
        ("terms: {trade: {from: flow1}, war: {lag: 1}}", "4:31 `war` needs one of `from`, `when` and `member`"),
        ("terms: {trade: {from: flow1, at_least: {low: 10}}}", "no cut point for high"),
        ("terms: {trade: {from: flow1, at_least: {low: 10, high: 9}}}", "`high` begins at 9, not above `low` at 10"),
        ("terms: {trade: {from: flow1, at_least: {none: 1, low: 10, high: 90}}}", "`none` is the lowest value"),
        ("terms: {trade: {from: flow1, codes: {1: lo}}}", "`lo` is no value of trade"),
        ("terms: {trade: {from: flow1, codes: {1: low}, at_least: {low: 1, high: 2}}}", "exclude each other"),
        ("terms: {trade: flow1 + flow2}", "a number made of columns is no value of trade"),
        ("terms: {war: {from: onset, lag: 99}}", "the lag is 99; the limit is 50"),
        ("where: year +\nterms: {war: onset}", "4:14 the expression ends too early"),
        ("wher: year\nterms: {war: onset}", "4:1 `wher` is not a key of a map"),
    ],
)
def test_mistakes_are_shown_where_they_stand(tmp_path: Path, text: str, said: str) -> None:
    found = problems(tmp_path, HEAD + text)
    assert any(said in line for line in found), found


def test_a_file_that_is_no_map_is_said_to_be_none(tmp_path: Path) -> None:
    assert problems(tmp_path, "theory: x\n") == ["1:1 this is no map"]
    assert problems(tmp_path, "") == ["0:0 this is no map"]


def test_a_table_with_columns_named_as_terms_needs_no_map() -> None:
    found = plain_map(BOOK, ("case", "period", "war", "rich(state)"))
    assert [str(reading.term) for reading in found.readings] == ["war", "rich(state)"]
    assert found.columns == ("case", "period", "war", "rich(state)")


def test_a_map_can_be_read_under_other_lags_and_cut_points(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(HEAD + "terms: {trade: {from: flow1, at_least: {low: 10, high: 20}}, war: onset}", encoding="utf-8")
    found = read_map(path, BOOK, COLUMNS)
    trade = Term("trade")
    cuts = (("low", Fraction(10)), ("high", Fraction(50)))
    assert found.cut_at(trade, "high", Fraction(50)).readings[0].at_least == cuts
    assert [reading.lag for reading in found.lagged({trade: 2}).readings] == [2, 0]
    assert found.of_terms(frozenset([trade])).columns == ("id", "year", "flow1")


def test_crisp_calibration_is_that_of_r() -> None:
    # QCA::calibrate(type = "crisp", thresholds = "550, 850"): a value at the threshold belongs above it.
    book = Codebook("b", {}, {"trade": BOOK.variables["trade"]})
    source = np.array([720, 1098, 586, 468, 550, 850, 849.9])
    chunk = Chunk(0, 7, {"id": Column(np.arange(7)), "year": Column(np.arange(7)), "gdp": Column(source)})
    from checker.logic.column_expression import ColumnOf
    from checker.study.mapping import ColumnReading, TableMap

    table_map = TableMap(
        "m",
        ("id",),
        "year",
        (ColumnReading(Term("trade"), ColumnOf("gdp"), at_least=(("low", Fraction(550)), ("high", Fraction(850)))),),
    )
    assert coded(chunk, table_map, book, False).codes[Term("trade")].tolist() == [1, 2, 1, 0, 1, 2, 1]
