"""Named readings of a case: what they replace, where their tables are read, and what can be wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.files.exchange.import_codings import imported, moved, read_case_text
from checker.files.tables.text_table import table_bytes
from checker.logic.formula import Term
from checker.study.calibration import calibrated
from checker.study.case import Case, Coding
from checker.study.sheet import Place
from tests.files.conftest import CASE, Folder

TWO = f"""\
{CASE}baseline: {{codings: {{cover: strong}}}}
throughout: {{cover: weak}}
periods:
  - {{id: first, years: [1990, 1994], codings: {{cooperation: [none, low], trade: no}}}}
  - {{id: second, years: [1995, 1999], codings: {{cooperation: high, cover: absent}}}}
readings:
"""
HEAD = "case,period,term,value,coder\n"
TABLE = HEAD + (
    "case,first,cooperation,low,ann\ncase,second,cooperation,missing,ann\ncase,first,trade,yes,ben\n"
    "other,first,trade,no,ann\n"
)


def with_readings(folder: Folder, yaml: str) -> None:
    """Write a case of two periods with these readings, which begin in line 11, column 3."""
    folder.case(TWO + "".join(f"  {line}\n" for line in yaml.splitlines()))


def values(case: Case) -> dict[str, list[tuple[str, ...]]]:
    """The values of each term in the baseline and the two periods."""
    return {
        name: [case.coding(Term(name), number).values for number in range(3)]
        for name in ("cooperation", "trade", "cover")
    }


def test_a_reading_replaces_what_it_names_and_keeps_the_rest(folder: Folder) -> None:
    with_readings(
        folder,
        """\
author:
  label: The author's own
  note: He sees it thus.
  codings:
    baseline: {cover: absent}
    first: {cooperation: {value: low, confidence: 0.75, note: Clearly., coder: EM}, need(partner): missing}
    second: {trade: [no, yes]}""",
    )
    case = folder.read().cases[0]
    reading = case.readings["author"]
    assert (reading.heading, reading.note, str(reading.location)) == (
        "The author's own",
        "He sees it thus.",
        "case.yaml:11:3",
    )
    assert values(case) == {
        "cooperation": [(), ("none", "low"), ("high",)],
        "trade": [(), ("no",), ()],
        "cover": [("strong",), ("weak",), ("absent",)],
    }
    read = case.read_by("author")
    assert values(read) == {
        "cooperation": [(), ("low",), ("high",)],
        "trade": [(), ("no",), ("no", "yes")],
        "cover": [("absent",), ("weak",), ("absent",)],
    }
    coding = read.coding(Term("cooperation"), 1)
    assert (coding.origin, coding.coder, coding.note) == ("reading", "EM", "Clearly.")
    assert coding.confidence["low"] == 3 * (coding.confidence["none"] + coding.confidence["high"])
    assert read.coding(Term("cooperation"), 2).origin == "coded"


def test_a_coding_throughout_gives_way_to_what_periods_code_themselves(folder: Folder) -> None:
    with_readings(folder, "critic: {codings: {second: {cover: strong}, throughout: {cover: absent, trade: yes}}}")
    read = folder.read().cases[0].read_by("critic")
    assert values(read)["cover"] == [("strong",), ("absent",), ("strong",)]
    assert values(read)["trade"] == [("yes",), ("no",), ("yes",)]


def test_a_coding_throughout_that_changes_nothing_is_a_warning(folder: Folder) -> None:
    with_readings(folder, "critic: {codings: {throughout: {cooperation: low}, baseline: {cooperation: none}}}")
    assert folder.warnings("changes nothing") == []
    folder.case(
        (folder.path / "case.yaml")
        .read_text()
        .replace("{cover: strong}", "{cover: strong, cooperation: low}")
        .replace(", baseline: {cooperation: none}", "")
    )
    assert folder.warnings("changes nothing") == [
        (
            "case.yaml:11:3",
            "in `critic` the coding of `cooperation` throughout changes nothing: every period codes it for itself",
            "give the coding in each period",
        )
    ]


def test_a_reading_codes_what_the_case_derives_from_a_series(folder: Folder) -> None:
    folder.write("ann.csv", HEAD + "case,second,trade,no,ann\n")
    folder.further(
        "series: {s: {values: {1990: 1, 1995: 1}}}\n"
        "calibrate: {trade: {from: s, summary: sum, at_least: {yes: 1}}}\n"
        "readings: {critic: {codings: {first: {trade: no}}}, ann: {from: ann.csv}}\n"
    )
    case = folder.read().cases[0]
    for name, expected in (("critic", [("no",), ("yes",)]), ("ann", [("yes",), ("no",)])):
        read = case.read_by(name)
        assert [read.coding(Term("trade"), number).values for number in (1, 2)] == expected
        assert calibrated(read) == read


def test_a_reading_may_bear_the_name_of_an_indicator(folder: Folder) -> None:
    folder.further(
        "indicators: {cooperation: {visits: {first: low}}}\n"
        "readings: {visits: {codings: {first: {cooperation: high}}}}\n"
    )
    case = folder.read().cases[0]
    assert list(case.readings) == ["visits"] == list(case.indicators[Term("cooperation")])


def test_a_reading_needs_no_evidence_of_its_own(folder: Folder) -> None:
    with_readings(folder, "author: {codings: {first: {cooperation: low}}}")
    assert {place for place, _, _ in folder.warnings("evidence")}.isdisjoint({"case.yaml:11:30"})


# Tables


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_a_coders_table_in_a_folder_below_the_case(folder: Folder, form: str) -> None:
    header, *rows = [line.split(",") for line in TABLE.splitlines()]
    folder.write(f"cases/coders/both.{form}", table_bytes(header, rows, form))
    folder.case(
        (
            TWO + f"  a: {{label: Ann, from: coders/both.{form}, coder: ann}}\n"
            f"  b: {{from: coders/both.{form}, coder: ben}}\n"
        )
        .replace("codebook.yaml", "../codebook.yaml")
        .replace("references.bib", "../references.bib"),
        "cases/case.yaml",
    )
    case = folder.read().cases[0]
    assert case.readings["a"].codings.keys() == {(Term("cooperation"), 1), (Term("cooperation"), 2)}
    read = case.read_by("a")
    assert values(read)["cooperation"] == [(), ("low",), ()]
    assert values(case.read_by("b"))["trade"] == [(), ("yes",), ()]
    assert (read.coding(Term("cooperation"), 1).origin, read.coding(Term("cooperation"), 1).coder) == ("reading", "ann")
    assert case.readings["a"].heading == "Ann" and case.readings["b"].heading == "b"


def test_a_table_of_one_coder_needs_no_name(folder: Folder) -> None:
    folder.write("ann.csv", "period,term,value\nthroughout,trade,yes\n")
    with_readings(folder, "ann: {from: ann.csv}")
    assert values(folder.read().cases[0].read_by("ann"))["trade"] == [("yes",), ("no",), ("yes",)]


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
    assert folder.errors() == [
        (
            "ann.csv:2:4",
            "row 2, column `source`: `waltz1980` is no key of the case's references",
            "did you mean `waltz1979`?",
        )
    ]
    (folder.path / "references.bib").unlink()
    assert [message for _, message, _ in folder.errors()] == ["references.bib: there is no such file"]


# What can be wrong


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


def test_a_reading_of_a_baseline_that_there_is_not(folder: Folder) -> None:
    folder.further("readings: {a: {codings: {baseline: {trade: yes}}}}\n")
    assert folder.errors() == [("case.yaml:10:26", "the case has no baseline to code", "add `baseline:` to the case")]


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


# Files that are rewritten


def test_an_import_leaves_the_readings_as_they_are(folder: Folder) -> None:
    folder.write("ann.csv", "period,term,value,source\nfirst,trade,yes,waltz1979\n")
    with_readings(folder, "a: {from: ann.csv}   # hers\nb:\n  codings:\n    first: {trade: [no, yes]}\n")
    case, source = read_case_text(Path("case.yaml"))
    found = imported(case, source, {Place("first", Term("trade")): Coding(("yes",))})
    assert found.text == source.text.replace("trade: no}", "trade: yes}")
    folder.write("case.yaml", found.text)
    assert folder.read().cases[0].readings == case.readings


def test_a_case_that_moves_names_its_tables_from_there(folder: Folder) -> None:
    folder.write("coders/ann.csv", TABLE)
    with_readings(folder, "a: &a {from: coders/ann.csv, coder: ann}\nb: {from: coders/ann.csv, coder: ben}\nc: *a")
    case = folder.read().cases[0]
    (folder.path / "below").mkdir()
    text = moved((folder.path / "case.yaml").read_text(), folder.path, folder.path / "below")
    assert text.count('from: "../coders/ann.csv"') == 2
    folder.cases.clear()
    folder.case(text, "below/case.yaml")
    there = folder.read().cases[0]
    assert [values(there.read_by(name)) for name in "abc"] == [values(case.read_by(name)) for name in "abc"]
