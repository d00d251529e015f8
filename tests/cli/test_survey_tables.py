"""Surveys of tables that come as they come: without a map, large, with texts, over a terminal."""

import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest
from click.testing import CliRunner, Result

from checker.analysis.survey import blame
from checker.app import run_survey, sets
from checker.cli import main
from checker.files.library.examples import example_tables

DYADS = ("survey", "invented-dyads", "democratic-peace")
COUNTRIES = ("sets", "invented-countries", "--outcome", "STABLE", "--solution", "RICH*URBAN")


def call(*arguments: str) -> Result:
    result = CliRunner().invoke(main, list(arguments), prog_name="checker")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_columns_named_as_terms_need_no_map(tmp_path: Path) -> None:
    path = tmp_path / "plain.csv"
    rows = ("case,period,war_onset,joint_democracy", "A-B,1,yes,true", "A-B,2,no,1", "A-C,1,NA,no")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    result = call("survey", str(path), "democratic-peace", "--lag", "0")
    assert "A-B 1  contradicted  DP1" in result.stdout
    assert "No column for dispute_onset: missing in every row." in result.stdout
    path.write_text("id,period,war_onset\nA,1,yes\n", encoding="utf-8")
    assert "no column case" in call("survey", str(path), "democratic-peace").stderr
    path.write_text("case,period,other\nA,1,yes\n", encoding="utf-8")
    assert "no column of a term of democratic-peace" in call("survey", str(path), "democratic-peace").stderr
    path.write_text("case,period,war_onset\n", encoding="utf-8")
    assert "no rows" in call("survey", str(path), "democratic-peace").stderr


def test_a_theory_that_looks_back_without_end_is_sent_to_check(tmp_path: Path) -> None:
    book = tmp_path / "book.yaml"
    book.write_text(
        "codebook: b\nroles: {x: X}\nvariables:\n  a: {coding: {no: n, yes: y}}\n"
        "  y: {coding: {no: n, yes: y}}\n  e: {theoretical: true}\n",
        encoding="utf-8",
    )
    theory = tmp_path / "carried.yaml"
    theory.write_text(
        "theory: carried\ncodebook: book.yaml\nexplains: y\npropositions:\n"
        "  - {id: D, role: definition, claim: c, rule: e if and only if (a or previously e)}\n"
        "  - {id: P, claim: c, rule: if e then y}\n",
        encoding="utf-8",
    )
    table = tmp_path / "t.csv"
    table.write_text("case,period,a,y\nA,1,yes,no\n", encoding="utf-8")
    result = call("survey", str(table), str(theory))
    assert result.exit_code == 2
    assert "cannot be surveyed" in result.stderr and "more than 12 periods" in result.stderr


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_large_table_of_sets_says_the_same(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = call(*COUNTRIES, "--against", "RICH", "--truth-table", "RICH,SMALL").stdout
    path = example_tables()["invented-countries"]
    if kind == "parquet":
        path = tmp_path / "countries.parquet"
        pyarrow.parquet.write_table(pa.csv.read_csv(example_tables()["invented-countries"]), path)
    monkeypatch.setattr(sets, "LARGE", 0)
    large = call("sets", str(path), *COUNTRIES[2:], "--against", "RICH", "--truth-table", "RICH,SMALL").stdout
    assert large.splitlines()[1:] == small.splitlines()[1:]
    assert call("sets", str(path), "--outcome", "STABLE", "--solution", "case").exit_code == 2


def test_a_column_without_any_value_is_missing_throughout(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pyarrow.parquet.write_table(pa.table({"case": ["A"], "period": [1], "war_onset": pa.nulls(1)}), path)
    assert "war_onset  no 0, yes 0, missing 1" in call("survey", str(path), "democratic-peace").stdout


def test_a_period_of_texts_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pyarrow.parquet.write_table(pa.table({"case": ["A"], "period": ["early"], "war_onset": ["yes"]}), path)
    assert "`period` is to order the rows" in call("survey", str(path), "democratic-peace").stderr


def test_a_cell_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pyarrow.parquet.write_table(pa.table({"case": ["A"], "period": [1], "war_onset": [["yes"]]}), path)
    assert "numbers, texts and true/false are read" in call("survey", str(path), "democratic-peace").stderr


def test_blames_past_the_limit_are_said_to_be_not_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blame, "BLAMED", 0)
    assert "ARK-DUN 1901  contradicted  not worked out" in call(*DYADS).stdout


def test_of_many_exceptions_the_first_are_shown_and_the_rest_counted() -> None:
    text = call(*DYADS, "--lag", "1", "--shown", "1").stdout
    assert "ARK-DUN 1901" in text and "BEL-COR" not in text
    assert "and 1 more; --rows FILE writes them all" in text
    assert "and 1 more" in call(*DYADS, "--lag", "1,0", "--shown", "1").stdout
    assert call(*DYADS, "--lag", "1,0", "--preview").stdout.count("Coded") == 2


def test_a_long_run_shows_its_progress_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = iter(range(0, 100, 2))
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with run_survey.Progress(200) as known:
        known.reached(100)
    with run_survey.Progress(None) as unknown:
        unknown.reached(100)
    shown = capsys.readouterr().err
    assert "[###############               ] 100 of 200 rows" in shown
    assert "\r100 rows\n" in shown
