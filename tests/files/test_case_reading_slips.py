"""What can be wrong with a named reading of a case, in its file or in the table that it is read from."""

from __future__ import annotations

import pytest

from tests.files.conftest import CASE, Folder
from tests.files.readings import HEAD, TABLE, with_readings


@pytest.mark.parametrize(
    ("reading", "table", "place", "message", "hint"),
    [
        (
            "{from: ann.csv}",
            TABLE,
            "case.yaml:11:13",
            "ann.csv has codings by ann and by ben",
            "say whose they are to be: add `coder: ann`",
        ),
        (
            "{from: ann.csv}",
            TABLE.replace(",ann", ","),
            "case.yaml:11:13",
            "ann.csv has codings by nobody named and by ben",
            "say whose they are to be: add `coder: ben`",
        ),
        (
            "{from: ann.csv, coder: bem}",
            TABLE,
            "case.yaml:11:29",
            "ann.csv has no codings by `bem`",
            "did you mean `ben`?",
        ),
        (
            "{from: ann.csv, coder: ann}",
            HEAD + "case,first,trade,yes,\n",
            "case.yaml:11:29",
            "ann.csv has no codings by `ann`",
            "delete `coder`: the table names no coder",
        ),
        ("{from: anm.csv}", TABLE, "case.yaml:11:13", "anm.csv: there is no such table", "did you mean `ann.csv`?"),
        (
            "{from: codebook.yaml}",
            TABLE,
            "case.yaml:11:13",
            "codebook.yaml: a table cannot be of the kind `.yaml`",
            "save it as .csv, .xlsx or .parquet",
        ),
        ("{from: ann.csv}", HEAD, "case.yaml:11:13", "ann.csv codes nothing", "fill in the column `value`"),
        (
            "{from: ann.csv}",
            HEAD + "other,first,trade,yes,ann\n",
            "case.yaml:11:13",
            "ann.csv: no row is about `case`; the table is about other",
            "correct the column `case`, or leave it empty",
        ),
        (
            "{from: ann.csv}",
            HEAD + "case,third,trade,yes,ann\n",
            "ann.csv:2:2",
            "row 2, column `period`: case has no period `third`",
            "one of: baseline, throughout, first, second",
        ),
        (
            "{from: ann.csv}",
            HEAD + "case,first,need(patron),yes,ann\n",
            "ann.csv:2:3",
            "row 2, column `term`: `need` is not declared for `patron`",
            "it is declared for: state, partner",
        ),
        (
            "{from: ann.csv}",
            HEAD + "case,first,exposed(state),yes,ann\n",
            "ann.csv:2:3",
            "row 2, column `term`: `exposed` is theoretical: only a theory's definitions fix it",
            "delete the coding; code the conditions it is defined by",
        ),
        (
            "{from: ann.csv}",
            HEAD + "case,first,trade,maybe,ann\n",
            "ann.csv:2:4",
            "row 2, column `value`: `maybe` is no value of trade",
            "one of: no, yes",
        ),
        (
            "{from: ann.csv, codings: {first: {trade: yes}}}",
            TABLE,
            "case.yaml:11:13",
            "the reading `a` has both `from` and `codings`",
            "keep one of the two, or make a second reading of the other",
        ),
    ],
)
def test_a_table_that_cannot_be_used(
    folder: Folder, reading: str, table: str, place: str, message: str, hint: str
) -> None:
    folder.write("ann.csv", table)
    with_readings(folder, f"a: {reading}")
    assert folder.errors() == [(place, message, hint)]


def test_the_sources_of_a_table_are_those_of_the_case(folder: Folder) -> None:
    folder.write("ann.csv", "period,term,value,source\nfirst,trade,yes,waltz1980\n")
    with_readings(folder, "ann: {from: ann.csv}")
    assert folder.codes() == [("ann.csv:2:4", "unknown-source")]
    (folder.path / "references.bib").unlink()
    assert [message for _, message, _ in folder.errors()] == ["references.bib: there is no such file"]


@pytest.mark.parametrize(
    ("yaml", "place", "message", "hint"),
    [
        ("a: {codings: {frist: {trade: yes}}}", "11:17", "there is no period `frist`", "did you mean `first`?"),
        (
            "a: {codings: {first: {trad: yes}}}",
            "11:25",
            "`trad` is no variable of the codebook",
            "did you mean `trade`?",
        ),
        ("a: {codings: {first: {cover: week}}}", "11:32", "`week` is no value of cover", "did you mean `weak`?"),
        (
            "a: {codings: {first: {exposed(state): yes}}}",
            "11:25",
            "`exposed` is theoretical: only a theory's definitions fix it",
            "delete the coding; code the conditions it is defined by",
        ),
        (
            "a: {codings: {first: {need(patron): yes}}}",
            "11:30",
            "`need` is not declared for `patron`",
            "it is declared for: state, partner",
        ),
        (
            "a: {codings: {first: {trade: }}}",
            "11:32",
            "`trade` is empty",
            "write a value of the variable, a list of values, or `missing`",
        ),
        (
            "a: {codings: {first: {trade: {value: yes, confidence: 2}}}}",
            "11:57",
            "a confidence must be above 0 and at most 1, not 2",
            "write a probability, as in 0.8",
        ),
        (
            "a: {codings: {first: {trade: {value: yes, evidence: [{source: waltz}]}}}}",
            "11:65",
            "`waltz` is no key of references.bib",
            "did you mean `waltz1979`?",
        ),
        (
            "missing: {codings: {first: {trade: yes}}}",
            "11:3",
            "a reading cannot be called `missing`: that says that a coding has no value",
            "name it after whoever reads the case so, as in `critic`",
        ),
        ("a:", "11:3", "the reading `a` codes nothing", "add `codings:`, or `from:` with a coder's table"),
        ("a: {}", "11:3", "the reading `a` codes nothing", "add `codings:`, or `from:` with a coder's table"),
        (
            "a: {label: A, codings: {first: }}",
            "11:3",
            "the reading `a` codes nothing",
            "add `codings:`, or `from:` with a coder's table",
        ),
        (
            "a: {codings: {first: {trade: yes}}, coder: ann}",
            "11:39",
            "`coder` picks rows of a table, and there is no `from`",
            "add `from:` with the table, or delete `coder`",
        ),
        ("a: high", "11:6", "`a` must be a mapping, not `high`", "its keys are: label, note, codings, from, coder"),
        (
            "a: {codings: [first]}",
            "11:16",
            "`codings` must be a mapping, not a list",
            "write a line `decline: ...` for each",
        ),
        (
            "a: {coding: {first: {trade: yes}}, codings: {first: {trade: no}}}",
            "11:7",
            "`coding` is not a key of a named reading",
            "did you mean `codings`?",
        ),
        (
            "coder a: {codings: {first: {trade: yes}}}",
            "11:3",
            "a key of `readings` must be a name, not `coder a`",
            "a name begins with a letter and goes on with letters, digits, `_` and `-`, as in `patron_cover`",
        ),
        (
            "a: {codings: {first: {trade: yes}}}\na: {codings: {first: {trade: no}}}",
            "12:3",
            "`a` is given twice; the first time in line 11",
            "keep one of the two",
        ),
    ],
)
def test_a_slip_in_a_reading(folder: Folder, yaml: str, place: str, message: str, hint: str) -> None:
    with_readings(folder, yaml)
    assert folder.errors() == [(f"case.yaml:{place}", message, hint)]


def test_a_reading_of_an_actor_whom_the_case_does_not_name(folder: Folder) -> None:
    folder.write("ann.csv", HEAD + "case,first,need(partner),yes,ann\n")
    folder.case(
        CASE.replace(", partner: B", "") + "periods: [{id: first}]\n"
        "readings: {a: {codings: {throughout: {need(partner): yes}}}, b: {from: ann.csv}}\n"
    )
    fault = "`partner` names no actor of this case, so `need(partner)` cannot be coded"
    fix = "add `partner:` under `roles:`, or delete the coding"
    assert folder.errors() == [("ann.csv:2:3", f"row 2, column `term`: {fault}", fix), ("case.yaml:6:39", fault, fix)]


def test_all_slips_come_in_one_run(folder: Folder) -> None:
    folder.write("ann.csv", HEAD + "case,third,trade,maybe,ann\ncase,first,trad,yes,ann\n")
    with_readings(folder, "a: {from: ann.csv}\nb: {codings: {frist: {trad: yes}}}\nc:")
    assert [place for place, _, _ in folder.errors()] == [
        "ann.csv:2:2",
        "ann.csv:3:3",
        "case.yaml:12:17",
        "case.yaml:12:25",
        "case.yaml:13:3",
    ]
