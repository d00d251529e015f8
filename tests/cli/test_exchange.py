"""export, import and coders as a user meets them: files, streams, exit codes, nothing overwritten."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from checker.cli import main
from tests.cli.test_check import CASE, CODEBOOK, THEORY

BIB = "@book{smith1776, author = {Smith, Adam}, title = {Wealth of Nations}, year = {1776}}\n"
SOURCED = CASE.replace("roles:", "sources: references.bib\nroles:").replace("PLACE", "missing")
TABLE = "period,term,value,confidence,source,says,note,coder\n"


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture(autouse=True)
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in (
        ("theory/codebook.yaml", CODEBOOK),
        ("theory/doux.yaml", THEORY),
        ("cases/two.yaml", SOURCED),
        ("cases/references.bib", BIB),
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_codings_go_out_to_a_spreadsheet_and_come_back(study: Path) -> None:
    assert run("export", "codings", "two", "--format", "xlsx", "-o", "codings.xlsx").exit_code == 0
    book = openpyxl.load_workbook("codings.xlsx")
    page = book.worksheets[0]
    place = {cell.value: number for number, cell in enumerate(page[1])}
    line = next(row for row in page.iter_rows(min_row=2) if row[place["value"]].value == "missing")
    line[place["value"]].value = "yes"
    line[place["source"]].value = "smith1776"
    line[place["says"]].value = "Trade grew."
    book.save("coded.xlsx")
    result = run("import", "codings", "coded.xlsx", "--case", "two", "-o", "cases/new.yaml")
    assert result.exit_code == 0
    assert result.stderr == (
        "codings: 1 changed, 3 as before\n  trade (second): value missing -> yes; evidence 1 new\nwrote cases/new.yaml\n"
    )
    assert Path("cases/new.yaml").read_text() == SOURCED.replace(
        "trade: missing", "trade: {value: yes, evidence: [{source: smith1776, says: Trade grew.}]}"
    )
    assert run("check", "cases/new.yaml").exit_code == 1


def test_without_an_output_the_new_case_is_shown_and_no_file_changes(study: Path) -> None:
    Path("t.csv").write_text(TABLE + "second,trade,no,0.8,,,Looked.,ann\n")
    result = run("import", "codings", "t.csv", "--case", "two")
    assert (result.exit_code, result.stdout) == (
        0,
        SOURCED.replace("trade: missing", "trade: {value: no, confidence: 0.8, note: Looked., coder: ann}"),
    )
    assert Path("cases/two.yaml").read_text() == SOURCED


def test_a_case_written_elsewhere_still_finds_its_codebook(study: Path) -> None:
    Path("t.csv").write_text(TABLE + "second,trade,no,,,,,\n")
    assert run("import", "codings", "t.csv", "--case", "two", "-o", "far/away/two.yaml").exit_code == 0
    assert run("validate", "far/away/two.yaml").exit_code == 0


def test_nothing_is_overwritten_without_force(study: Path) -> None:
    Path("t.csv").write_text(TABLE + "second,trade,no,,,,,\n")
    Path("out").write_text("mine")
    for command in (
        ("import", "codings", "t.csv", "--case", "two"),
        ("export", "codings", "two"),
        ("export", "verdicts", "two"),
        ("export", "bibtex", "two"),
        ("export", "csl", "two"),
        ("export", "qdc", "two"),
        ("export", "dimacs", "two", "doux", "first"),
        ("export", "truth-table", "two", "--outcome", "peace", "--condition", "trade"),
        ("coders", "two", "t.csv", "t.csv"),
        ("coders", "two", "t.csv", "t.csv", "--merged", "out"),
    ):
        last = () if "--merged" in command else ("-o", "out")
        result = run(*command, *last)
        assert (result.exit_code, Path("out").read_text()) == (2, "mine"), command
        assert "out exists; nothing was written" in result.stderr
    assert run("export", "bibtex", "two", "-o", "out", "--force").exit_code == 0
    assert Path("out").read_text() != "mine"


def test_a_data_package_stands_beside_the_csv(study: Path) -> None:
    assert run("export", "codings", "two", "--package", "-o", "out/codings.csv").exit_code == 0
    package = json.loads(Path("out/datapackage.json").read_text())
    data = Path("out/codings.csv").read_bytes()
    assert package["resources"][0]["bytes"] == len(data)
    result = run("export", "codings", "two", "--package", "-o", "out/other.csv")
    assert (result.exit_code, Path("out/other.csv").exists()) == (2, False)
    assert run("export", "codings", "two", "--package").exit_code == 2


def test_a_bad_table_is_an_error_with_its_place(study: Path) -> None:
    Path("t.csv").write_text(TABLE + "secnd,trade,no,,,,,\nsecond,trade,maybe,,,,,\nsecond,peace,no,,smith1777,,,\n")
    result = run("import", "codings", "t.csv", "--case", "two")
    assert (result.exit_code, result.stdout) == (2, "")
    assert (
        result.stderr
        == """\
t.csv:2:1: error: row 2, column `period`: two has no period `secnd`
    fix: did you mean `second`?
t.csv:3:3: error: row 3, column `value`: `maybe` is no value of trade
    fix: one of: no, yes
t.csv:4:5: error: row 4, column `source`: `smith1777` is no key of the case's references
    fix: did you mean `smith1776`?
3 errors; nothing was judged.
"""
    )


def test_verdicts_leave_as_tables_and_as_json(study: Path) -> None:
    shown = run("export", "verdicts", "two", "--theory", "doux")
    rows = list(csv.DictReader(shown.stdout.splitlines()))
    assert [(row["period"], row["verdict"]) for row in rows] == [("first", "predicted"), ("second", "open")]
    assert run("export", "verdicts", "two", "-t", "doux", "--format", "xlsx", "-o", "v.xlsx").exit_code == 0
    page = openpyxl.load_workbook("v.xlsx").worksheets[0]
    assert page.max_row == 3
    assert json.loads(run("export", "verdicts", "two", "--format", "json").stdout)["format"] == "checker/check"
    result = run("export", "verdicts", "two", "--format", "parquet")
    assert (result.exit_code, "add --output FILE" in result.stderr) == (2, True)


def test_a_truth_table_has_the_columns_of_qca(study: Path) -> None:
    Path("cases/two.yaml").write_text(SOURCED.replace("missing", "yes"))
    command = ("export", "truth-table", "two", "--outcome", "peace", "--condition", "trade")
    result = run(*command, "--format", "csv")
    assert result.stdout == ('trade,OUT,n,incl,PRI,cases,contradictory\n1,0,2,0.500,0.500,"two-first,two-second",yes\n')
    assert result.stderr == "1 of 2 configurations are observed; 1 contradictory.\n"
    assert run(*command, "--rows", "--format", "csv").stdout == "case,trade,peace\ntwo-first,1,1\ntwo-second,1,0\n"
    assert json.loads(run(*command, "--format", "json").stdout)["rows"][0]["n"] == "2"
    assert run(*command, "--condition", "trade").exit_code == 2
    bad = run("export", "truth-table", "two", "--outcome", "peace is low", "--condition", "trade")
    assert (bad.exit_code, "`low` is no value of peace" in bad.stderr) == (2, True)


def test_clauses_say_what_their_variables_mean(study: Path) -> None:
    result = run("export", "dimacs", "two", "doux", "first", "--outcome", "yes")
    lines = result.stdout.splitlines()
    assert "c 1 = trade [first] is yes" in lines
    assert "c -1 = trade [first] is no" in lines
    head = next(line for line in lines if line.startswith("p cnf"))
    clauses = [line for line in lines if not line.startswith(("c", "p"))]
    assert int(head.split()[3]) == len(clauses)
    assert all(line.endswith(" 0") for line in clauses)
    for slip, fix in (
        (("two", "doux", "frst"), "did you mean `first`?"),
        (("two", "doux", "first", "--outcome", "ys"), "did you mean `yes`?"),
        (("two", "doux", "first", "--explains", "trade"), "one of: peace"),
    ):
        bad = run("export", "dimacs", *slip)
        assert (bad.exit_code, fix in bad.stderr) == (2, True)


def test_codebook_and_citations_leave(study: Path) -> None:
    assert run("export", "qdc", "two").stdout == run("export", "qdc", "theory/codebook.yaml").stdout
    assert run("export", "bibtex", "two").stdout == ""
    Path("cases/two.yaml").write_text(
        SOURCED.replace("trade: missing", "trade: {value: yes, evidence: [{source: smith1776}]}")
    )
    assert "@book{smith1776," in run("export", "bibtex", "two").stdout
    assert json.loads(run("export", "csl", "two").stdout)[0]["author"] == [{"family": "Smith", "given": "Adam"}]


def test_a_qda_project_is_imported(study: Path) -> None:
    with zipfile.ZipFile("p.qdpx", "w") as archive:
        archive.writestr(
            "project.qde",
            (
                '<Project xmlns="urn:QDA-XML:project:1.0" name="p"><Variables>'
                '<Variable guid="0F6C0A1E-0000-0000-0000-000000000001" name="trade" typeOfVariable="Boolean"/></Variables>'
                '<Cases><Case guid="0F6C0A1E-0000-0000-0000-000000000002" name="two/second"><VariableValue>'
                '<VariableRef targetGUID="0F6C0A1E-0000-0000-0000-000000000001"/><BooleanValue>true</BooleanValue>'
                "</VariableValue></Case></Cases></Project>"
            ),
        )
    result = run("import", "qdpx", "p.qdpx", "--case", "two")
    assert (result.exit_code, result.stdout) == (0, SOURCED.replace("trade: missing", "trade: yes"))


def test_a_dry_run_says_what_would_change_and_writes_nothing(study: Path) -> None:
    Path("ann.csv").write_text("period,term,value\nsecond,trade,no\n")
    result = run("import", "codings", "ann.csv", "--case", "two", "--dry-run", "-o", "cases/new.yaml")
    assert result.stdout == "codings: 1 changed\n  trade (second): value missing -> no\n"
    assert (result.exit_code, result.stderr, Path("cases/new.yaml").exists()) == (0, "", False)


def test_coders_are_compared_and_merged(study: Path) -> None:
    Path("ann.csv").write_text(TABLE + "first,trade,yes,,,,,\nsecond,trade,yes,,,,,\n")
    Path("bob.csv").write_text(TABLE + "first,trade,yes,,,,,\nsecond,trade,no,,,,,\n")
    result = run("coders", "two", "ann.csv", "bob.csv", "--merged", "cases/merged.yaml")
    assert result.exit_code == 0
    assert "Two periods: coded by ann and bob" in result.stdout
    assert "second  trade   yes  no   100     1" in result.stdout
    assert "second  contradicted 100  silent 100" in result.stdout
    text = Path("cases/merged.yaml").read_text()
    assert text.startswith("# Codings of ann and bob, merged by checker coders. Where coders differ")
    assert 'trade: {value: [no, yes], note: "ann: codes yes\\nbob: codes no", coder: "ann, bob"}' in text
    found = json.loads(run("coders", "two", "ann.csv", "bob.csv", "--format", "json").stdout)
    assert (found["agreement"], [v["changes"] for v in found["verdicts"]]) == (
        {"agree": 1, "pairs": 2, "share": 0.5},
        [False, True],
    )
    table = run("coders", "two", "ann.csv", "bob.csv", "--format", "csv").stdout
    assert table == "case,period,term,ann,bob\ntwo,second,trade,yes,no\n"
    for form in ("markdown", "latex"):
        assert "What hangs on the coder" in run("coders", "two", "ann.csv", "bob.csv", "--format", form).stdout


def test_coders_in_one_table_are_told_apart_by_its_column(study: Path) -> None:
    Path("all.csv").write_text(TABLE + "second,trade,yes,,,,,ann\nsecond,trade,no,,,,,bob\n")
    assert "coded by ann and bob" in run("coders", "two", "all.csv").stdout
    Path("one.csv").write_text(TABLE + "second,trade,yes,,,,,ann\n")
    result = run("coders", "two", "one.csv")
    assert (result.exit_code, "there is one coder only" in result.stderr) == (2, True)


def test_the_ending_of_the_output_decides_on_the_format(study: Path) -> None:
    for arguments, name in (
        (("export", "codings", "two"), "t.xlsx"),
        (("export", "verdicts", "two"), "v.parquet"),
        (("check", "two"), "c.json"),
        (("check", "two"), "c.tex"),
    ):
        assert run(*arguments, "-o", name).exit_code in (0, 1)
    assert openpyxl.load_workbook("t.xlsx").worksheets
    assert Path("v.parquet").read_bytes().startswith(b"PAR1")
    assert json.loads(Path("c.json").read_text())["format"] == "checker/check"
    assert "\\begin{table}" in Path("c.tex").read_text()
    assert run("check", "two", "--format", "csv", "-o", "c.json").exit_code in (0, 1)
    assert Path("c.json").read_text().startswith("case,")


def test_an_ending_that_a_command_does_not_write_is_refused(study: Path) -> None:
    result = run("report", "two", "-o", "page.pdf")
    assert result.exit_code == 2 and "this command does not write .pdf files" in result.stderr
    assert "print it from the browser" in result.stderr
    result = run("check", "two", "-o", "t.xlsx")
    assert "name a file that ends in one of `.csv`, `.json`, `.md`, `.tex`, `.html`, `.htm`, `.txt`" in result.stderr
    assert not Path("t.xlsx").exists()


def test_what_a_table_says_for_nothing_is_named(study: Path) -> None:
    Path("t.csv").write_text(
        "case,period,term,value\ntwo,second,trade,no\ntow,first,trade,no\ntow,second,peace,no\n"
        "two,throughout,peace,yes\n"
    )
    result = run("import", "codings", "t.csv", "--case", "two")
    assert "passed over: 2 rows about `tow`" in result.stderr
    assert "without effect: peace throughout, since every period codes it itself" in result.stderr
