"""Named readings of a case: what they replace, and where their tables are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.files.exchange.import_codings import imported, moved, read_case_text
from checker.files.tables.text_table import table_bytes
from checker.logic.formula import Term
from checker.study.calibration import calibrated
from checker.study.case import Case, Coding
from checker.study.sheet import Place
from tests.files.conftest import Folder
from tests.files.readings import HEAD, TABLE, TWO, with_readings


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
