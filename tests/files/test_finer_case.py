"""A case in finer periods than another: what it takes over, and what can be wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.files.exchange.import_codings import read_case_text
from checker.files.library.copying import copied_into, files_of
from checker.files.study.reader import read_case, read_study
from checker.logic.formula import Term
from checker.problems import InvalidStudy
from checker.study.case import Case
from tests.files.conftest import CASE, THEORY, Folder

BASE = f"""\
{CASE}title: The whole
periods_from: outcome
baseline: {{years: [1988, 1989], codings: {{cooperation: none}}}}
throughout: {{cover: weak}}
periods:
  - {{id: first, years: [1990, 1994], onset: 1993-05, codings: {{cooperation: [none, low], trade: no}}}}
  - {{id: second, years: [1995, 1999], codings: {{cooperation: high, cover: absent}}}}
series: {{turnover: {{values: {{1990: 1, 1993: 9}}}}}}
calibrate: {{need(state): {{from: turnover, summary: mean, at_least: {{yes: 5}}}}}}
indicators:
  cooperation:
    visits: {{baseline: none, first: low, second: high}}
    turnover: {{from: turnover, summary: mean, at_least: {{low: 1, high: 5}}}}
readings:
  author: {{codings: {{baseline: {{trade: yes}}, first: {{cooperation: low, trade: yes}}, second: {{trade: yes}}}}}}
events: [{{date: 1993, what: They met.}}]
"""
HEAD = "case: finer\nbased_on: case.yaml\nperiods:\n"
FINER = f"""\
{HEAD}  - {{id: early, label: Early, years: [1990, 1991], codings: {{cooperation: none}}}}
  - {{id: late, years: [1992, 1994], codings: {{"threat(partner, state)": yes}}}}
indicators: {{cooperation: {{visits: {{early: none}}}}}}
"""


def finer(folder: Folder, text: str = FINER, base: str = BASE) -> Case:
    folder.write("case.yaml", base)
    folder.case(text, "finer.yaml")
    return folder.read().cases[0]


def values(case: Case, term: str) -> list[tuple[str, ...]]:
    return [case.coding(Term(term), number).values for number in range(case.first, case.last + 1)]


def test_the_finer_periods_stand_in_the_place_of_theirs_and_take_over_what_they_do_not_code(folder: Folder) -> None:
    case = finer(folder)
    assert [(period.id, period.years, period.onset, period.heading) for period in case.periods] == [
        ("early", (1990, 1991), "", "Early"),
        ("late", (1992, 1994), "1993-05", "late"),
        ("second", (1995, 1999), "", "second"),
    ]
    assert values(case, "cooperation") == [("none",), ("none",), ("none", "low"), ("high",)]
    assert values(case, "trade") == [(), ("no",), ("no",), ()]
    assert values(case, "cover") == [("weak",), ("weak",), ("weak",), ("absent",)]
    assert case.coding(Term("threat", ("partner", "state")), 2).values == ("yes",)
    assert (case.name, case.heading, case.periods_from, case.roles["state"]) == (
        "finer",
        "The whole",
        "outcome",
        ("A",),
    )
    assert case.names == ("finer", "case") and case.events[0].what == "They met."


def test_series_are_summed_up_over_the_finer_periods(folder: Folder) -> None:
    case = finer(folder)
    assert [case.coding(Term("need", ("state",)), number).values for number in (1, 2, 3)] == [("no",), ("yes",), ()]


def test_indicators_and_readings_give_way_to_what_a_finer_period_says(folder: Folder) -> None:
    case = finer(folder)
    visits = case.indicators[Term("cooperation")]["visits"]
    assert {name: coding.values for name, coding in visits.codings.items()} == {
        "baseline": ("none",),
        "early": ("none",),
        "late": ("low",),
        "second": ("high",),
    }
    assert case.indicators[Term("cooperation")]["turnover"].calibration is not None
    read = case.read_by("author")
    assert values(read, "cooperation") == [("none",), ("none",), ("low",), ("high",)]
    assert values(read, "trade") == [("yes",), ("yes",), ("yes",), ("yes",)]


def test_what_is_wrong_with_the_periods_is_said_where_it_stands(folder: Folder) -> None:
    folder.write("case.yaml", BASE)
    folder.case(
        HEAD + "  - {id: a, years: [1993, 1996]}\n  - {id: b}\n  - {id: second, years: [1990, 1992]}\n", "finer.yaml"
    )
    assert folder.errors() == [
        (
            "finer.yaml:4:10",
            "`a` (1993-1996) lies in no period of case",
            "let it lie in one; the periods there: first (1990-1994), second (1995-1999)",
        ),
        (
            "finer.yaml:5:10",
            "`b` needs years: they say which period of case it is part of",
            "add `years:`; the periods there: first (1990-1994), second (1995-1999)",
        ),
        ("finer.yaml:6:10", "`second` is the id of another period of case", "use another id"),
        (
            "finer.yaml:6:10",
            "the periods in `first` do not fill it, year after year, from 1990 to 1994",
            "let each begin in the year after the one before, and the last end with it",
        ),
    ]


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        (FINER.replace("case.yaml", "cases.yaml"), "finer.yaml:2:11", "cases.yaml: there is no such file"),
        (FINER.replace("case.yaml", "finer.yaml"), "finer.yaml:2:11", "`based_on` goes round in a circle"),
        (FINER + "roles: {state: A}\n", "finer.yaml:7:1", "`roles` is not a key of a case in finer periods"),
        (FINER.replace("cooperation: none}", "cooperation: nine}"), "finer.yaml:4:75", "`nine` is no value"),
    ],
)
def test_other_faults_of_the_file(folder: Folder, text: str, place: str, message: str) -> None:
    folder.write("case.yaml", BASE)
    folder.case(text, "finer.yaml")
    assert [shown for shown in folder.errors() if shown[0] == place and message in shown[1]]


def test_a_fault_of_the_other_case_is_said_once_and_there(folder: Folder) -> None:
    folder.write("case.yaml", BASE.replace("trade: no", "trade: never"))
    folder.case(FINER, "finer.yaml")
    assert [place for place, _, _ in folder.errors()] == ["case.yaml:10:97"]


def test_a_table_is_not_put_into_a_case_that_takes_its_codings_from_another(folder: Folder) -> None:
    finer(folder)
    with pytest.raises(InvalidStudy, match=r"finer takes over the codings of case\.yaml"):
        read_case_text(Path("finer.yaml"))


def test_a_study_is_copied_with_the_case_that_it_is_based_on(folder: Folder) -> None:
    folder.write("theory/codebook.yaml", (folder.path / "codebook.yaml").read_text())
    folder.theory(THEORY + "    rule: if trade then cooperation is low\n", "theory/theory.yaml")
    folder.write("cases/references.bib", "@book{waltz1979, title = {Theory}}\n")
    folder.write("cases/case.yaml", BASE.replace("codebook.yaml", "../theory/codebook.yaml"))
    folder.case(FINER, "cases/finer.yaml")
    study = read_study(folder.theories, folder.cases)
    assert Path("cases/case.yaml") in files_of(study.cases[0], study.theories)
    copied_into(Path("copy"), study.cases[0], study.theories)
    assert values(read_case("copy/cases/finer.yaml"), "cooperation")[1:3] == [("none",), ("none", "low")]
