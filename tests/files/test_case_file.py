"""Case files: roles, periods, codings short and long, series, indicators, and what can be wrong with them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from checker.files.study.reader import read_case
from checker.logic.formula import Term
from checker.study.case import Calibration, Coding, Event, Evidence
from tests.files.conftest import CASE, Folder
from tests.files.samples import FULL_CASE

# What is read


def test_every_field(folder: Folder) -> None:
    folder.case(FULL_CASE)
    case = folder.read().cases[0]
    assert (case.name, case.title, case.description, case.periods_from) == (
        "full",
        "A full case",
        "For readers.",
        "calendar",
    )
    assert case.roles == {"state": ("Belarus",), "partner": ("Iran", "Syria")}
    assert case.baseline is not None
    assert (case.baseline.id, case.baseline.label, case.baseline.note) == ("baseline", "Before", "Little is known.")
    assert case.baseline.codings[Term("cooperation")].values == ("none",)
    first, second = case.periods
    assert (first.id, first.label, first.years, first.onset) == ("first", "The first", (1990, 1994), "1990-06")
    assert (second.id, second.heading, second.years, second.onset) == ("second", "second", (1995, 1995), "")
    assert first.codings[Term("cooperation")].values == ("low", "high")
    assert first.codings[Term("need", ("partner",))].values == ()
    assert second.codings[Term("cover")].is_missing
    assert case.throughout[Term("cover")].note == "A treaty."
    assert case.series["turnover"].values == {1991: 3, 1995: Fraction(107, 5)}
    assert (case.series["turnover"].unit, case.series["turnover"].locator) == ("USD million", "Table 1")
    assert case.events == (Event("1995-09-22", "They met.", "bohdan2014", "p. 4", None, case.events[0].location),)
    assert case.references["bohdan2014"]["type"] == "article"


def test_a_long_coding(folder: Folder) -> None:
    folder.case(FULL_CASE)
    coding = read_case("case.yaml").periods[0].codings[Term("need", ("state",))]
    assert coding == Coding(
        ("yes",),
        {"no": Fraction(1, 5), "yes": Fraction(4, 5)},
        "Clear.",
        (Evidence("bohdan2014", "p. 3", "1990", "They said so."),),
        "EM",
        location=coding.location,
    )
    assert str(coding.location) == "case.yaml:19:7"


def test_a_confidence_for_each_value(folder: Folder) -> None:
    folder.case(FULL_CASE)
    coding = read_case("case.yaml").periods[0].codings[Term("gain", ("state",))]
    assert coding.confidence == {"low": Fraction(3, 4), "high": Fraction(1, 4)}


def test_a_calibrated_coding_is_filled_in(folder: Folder) -> None:
    folder.case(FULL_CASE)
    case = read_case("case.yaml")
    assert [period.codings[Term("trade")].values for period in case.periods] == [("no",), ("yes",)]
    assert case.periods[0].codings[Term("trade")].origin == "calibrated"
    assert case.calibrations[Term("trade")].at_least == (("yes", Fraction(10)),)


def test_indicators(folder: Folder) -> None:
    folder.case(FULL_CASE)
    named = read_case("case.yaml").indicators[Term("cooperation")]
    assert list(named) == ["visits", "turnover"]
    assert [(period, coding.values) for period, coding in named["visits"].codings.items()] == [
        ("baseline", ("none",)),
        ("first", ("high",)),
    ]
    calibration = named["turnover"].calibration
    assert calibration is not None
    assert calibration == Calibration(
        "turnover", "max", (("low", Fraction(2)), ("high", Fraction(41, 2))), calibration.location
    )


def test_a_baseline_that_is_empty(folder: Folder) -> None:
    folder.further("baseline:\n")
    case = folder.read().cases[0]
    assert case.baseline is not None and not case.baseline.codings
    assert case.first == 0


def test_no_baseline(folder: Folder) -> None:
    folder.further("")
    assert folder.read().cases[0].first == 1


def test_keys_with_nothing_below_them(folder: Folder) -> None:
    folder.further("throughout:\nseries:\ncalibrate:\nindicators:\nevents:\n")
    assert folder.errors() == []


def test_numbers_are_exact(folder: Folder) -> None:
    folder.coded("cover: {value: weak, confidence: {weak: 0.1, absent: 0.2, strong: 0.7}}")
    assert folder.read().cases[0].periods[0].codings[Term("cover")].confidence == {
        "absent": Fraction(1, 5),
        "weak": Fraction(1, 10),
        "strong": Fraction(7, 10),
    }


def test_certainty_is_no_confidence(folder: Folder) -> None:
    folder.coded("trade: {value: yes, confidence: 1.0}")
    assert folder.read().cases[0].periods[0].codings[Term("trade")].confidence == {}


def test_a_list_of_one_value_is_that_value(folder: Folder) -> None:
    folder.coded("trade: [yes]")
    assert len(folder.read().cases[0].periods[0].codings[Term("trade")].values) == 1


@pytest.mark.parametrize("name", ["none", '"(the partner)"', "n/a"])
def test_a_name_that_names_nobody_is_warned_of(folder: Folder, name: str) -> None:
    folder.case(f"{CASE.replace('partner: B', f'partner: {name}')}periods:\n  - id: first\n    years: [1990, 1994]\n")
    ((_, message, hint),) = folder.warnings("is taken for the name")
    assert message.endswith("of the actor that is the partner")
    assert hint == "write its name, or delete `partner` where the case has no such actor"


def test_a_clue_draws_no_error_of_its_own_where_the_years_cannot_be_read(folder: Folder) -> None:
    event = "events:\n  - {date: 1991, what: W, source: waltz1979, clue: trade}\n"
    for years, said in (
        ("1990-1994", "must be a year"),
        ("[1994, 1990]", "before it begins"),
        ("[1980, 1981]", "lies in no period"),
    ):
        folder.case(f"{CASE}periods:\n  - id: first\n    years: {years}\n{event}")
        ((_, message, _),) = folder.errors()
        assert said in message
