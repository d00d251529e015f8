"""Case files: roles, periods, codings short and long, series, indicators, and what can be wrong with them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from checker.files.declarations import MAX_PERIODS
from checker.files.reading import read_case
from checker.logic.formula import Term
from checker.study.case import Calibration, Coding, Event, Evidence
from tests.files.conftest import CASE, Folder

FULL = """\
case: full
title: A full case
description: For readers.
codebook: codebook.yaml
roles: {state: Belarus, partner: [Iran, Syria]}
sources: references.bib
periods_from: calendar
baseline: {label: Before, note: Little is known., codings: {cooperation: none}}
throughout:
  cover: {value: weak, note: A treaty.}
periods:
  - id: first
    label: The first
    years: [1990, 1994]
    onset: 1990-06
    note: As in the source.
    codings:
      cooperation: [high, low]
      need(state):
        value: yes
        confidence: 0.8
        note: Clear.
        coder: EM
        evidence:
          - {source: bohdan2014, locator: p. 3, date: 1990, says: "They said so."}
      gain(state): {value: [low, high], confidence: {low: 0.75, high: 0.25}}
      need(partner): missing
  - id: second
    years: 1995
    codings: {cover: missing}
series:
  turnover:
    {label: Turnover, unit: USD million, source: waltz1979, locator: Table 1, note: Rough.,
     values: {1995: 21.4, 1991: 3}}
calibrate:
  trade: {from: turnover, summary: mean, at_least: {yes: 10}}
indicators:
  cooperation:
    visits: {baseline: none, first: {value: high, note: Many.}}
    turnover: {from: turnover, summary: max, at_least: {low: 2, high: 20.5}}
events:
  - {date: 1995-09-22, what: They met., source: bohdan2014, locator: p. 4}
"""


# What is read

def test_every_field(folder: Folder) -> None:
    folder.case(FULL)
    case = folder.read().cases[0]
    assert (case.name, case.title, case.description, case.periods_from) == ("full", "A full case", "For readers.",
                                                                            "calendar")
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
    assert case.events == (Event("1995-09-22", "They met.", "bohdan2014", "p. 4", case.events[0].location),)
    assert case.references["bohdan2014"]["type"] == "article"


def test_a_long_coding(folder: Folder) -> None:
    folder.case(FULL)
    coding = read_case("case.yaml").periods[0].codings[Term("need", ("state",))]
    assert coding == Coding(
        ("yes",), {"no": Fraction(1, 5), "yes": Fraction(4, 5)}, "Clear.",
        (Evidence("bohdan2014", "p. 3", "1990", "They said so."),), "EM", location=coding.location)
    assert str(coding.location) == "case.yaml:19:7"


def test_a_confidence_for_each_value(folder: Folder) -> None:
    folder.case(FULL)
    coding = read_case("case.yaml").periods[0].codings[Term("gain", ("state",))]
    assert coding.confidence == {"low": Fraction(3, 4), "high": Fraction(1, 4)}


def test_a_calibrated_coding_is_filled_in(folder: Folder) -> None:
    folder.case(FULL)
    case = read_case("case.yaml")
    assert [period.codings[Term("trade")].values for period in case.periods] == [("no",), ("yes",)]
    assert case.periods[0].codings[Term("trade")].origin == "calibrated"
    assert case.calibrations[Term("trade")].at_least == (("yes", Fraction(10)),)


def test_indicators(folder: Folder) -> None:
    folder.case(FULL)
    named = read_case("case.yaml").indicators[Term("cooperation")]
    assert list(named) == ["visits", "turnover"]
    assert [(period, coding.values) for period, coding in named["visits"].codings.items()] == [
        ("baseline", ("none",)), ("first", ("high",))]
    calibration = named["turnover"].calibration
    assert calibration is not None
    assert calibration == Calibration("turnover", "max", (("low", Fraction(2)), ("high", Fraction(41, 2))),
                                      calibration.location)


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
        "absent": Fraction(1, 5), "weak": Fraction(1, 10), "strong": Fraction(7, 10)}


def test_certainty_is_no_confidence(folder: Folder) -> None:
    folder.coded("trade: {value: yes, confidence: 1.0}")
    assert folder.read().cases[0].periods[0].codings[Term("trade")].confidence == {}


def test_a_list_of_one_value_is_that_value(folder: Folder) -> None:
    folder.coded("trade: [yes]")
    assert not folder.read().cases[0].periods[0].codings[Term("trade")].is_contested


# Codings

def test_an_undeclared_variable_is_coded(folder: Folder) -> None:
    folder.coded("trad: yes")
    assert folder.errors() == [(
        "case.yaml:9:7",
        "`trad` is no variable of the codebook",
        "did you mean `trade`?",
    )]


def test_a_theoretical_variable_is_coded(folder: Folder) -> None:
    folder.coded("exposed(state): yes")
    assert folder.errors() == [(
        "case.yaml:9:7",
        "`exposed` is theoretical: only a theory's definitions fix it",
        "delete the coding; code the conditions it is defined by",
    )]


def test_an_undeclared_value_is_coded(folder: Folder) -> None:
    folder.coded("cover: stong")
    assert folder.errors() == [(
        "case.yaml:9:14",
        "`stong` is no value of cover",
        "did you mean `strong`?",
    )]


def test_a_value_of_another_variable_is_coded(folder: Folder) -> None:
    folder.coded("cooperation: weak")
    assert folder.errors() == [(
        "case.yaml:9:20",
        "`weak` is a value of cover, not of cooperation",
        "the values of cooperation are: none, low, high",
    )]


def test_a_value_with_blanks(folder: Folder) -> None:
    folder.coded("cover: very strong")
    assert folder.errors() == [(
        "case.yaml:9:14",
        "`cover` must be a value, not `very strong`",
        "write a value of the variable, a list of values, or `missing`",
    )]


def test_too_few_roles_are_coded(folder: Folder) -> None:
    folder.coded("need: yes")
    assert folder.errors() == [(
        "case.yaml:9:7",
        "`need` takes one role, but none is given",
        "write `need(state)`",
    )]


def test_a_role_that_may_not_stand_there_is_coded(folder: Folder) -> None:
    folder.coded("threat(state,  partner): yes")
    assert folder.errors() == [(
        "case.yaml:9:14",
        "`threat` is not declared for `state`",
        "it is declared for: partner",
    )]


def test_a_term_that_is_none(folder: Folder) -> None:
    folder.coded("need(state: yes")
    assert folder.errors() == [(
        "case.yaml:9:7",
        "`need(state` is not a term",
        "a term is a variable with its roles, as in `capability(partner)`",
    )]


def test_a_sentence_is_coded(folder: Folder) -> None:
    folder.coded("cover is weak: yes")
    assert folder.errors() == [(
        "case.yaml:9:7",
        "`cover is weak` is not a term",
        "a term is a variable with its roles, as in `capability(partner)`",
    )]


def test_a_term_given_twice_in_two_spellings(folder: Folder) -> None:
    folder.coded("threat(partner, state): yes\nthreat(partner,state): no\n")
    assert folder.errors() == [(
        "case.yaml:10:7",
        "`threat(partner, state)` is given twice; the first time in line 9",
        "keep one of the two",
    )]


def test_an_empty_coding(folder: Folder) -> None:
    folder.coded("trade:")
    assert folder.errors() == [(
        "case.yaml:9:13",
        "`trade` is empty",
        "write a value of the variable, a list of values, or `missing`",
    )]


def test_an_empty_list_of_values(folder: Folder) -> None:
    folder.coded("trade: []")
    assert folder.errors() == [(
        "case.yaml:9:14",
        "`trade` needs at least 1 item",
        "write a value of the variable, a list of values, or `missing`",
    )]


def test_a_long_coding_without_a_value(folder: Folder) -> None:
    folder.coded("trade: {note: Who knows.}")
    assert folder.errors() == [(
        "case.yaml:9:14",
        "a coding has no `value`",
        "add `value:` (one value, a list of values (contested), or `missing`)",
    )]


def test_a_long_coding_with_an_empty_value(folder: Folder) -> None:
    folder.coded("trade:\n  value:\n  note: Who knows.\n")
    assert folder.errors() == [(
        "case.yaml:10:15",
        "`value` is empty",
        "write a value of the variable, a list of values, or `missing`",
    )]


def test_missing_beside_a_value(folder: Folder) -> None:
    folder.coded("cover: [weak, missing]")
    assert folder.errors() == [(
        "case.yaml:9:21",
        "`missing` cannot stand beside values",
        "list the values that the sources leave open, or write `missing` alone",
    )]


def test_a_value_given_twice(folder: Folder) -> None:
    folder.coded("cover: [weak, weak]")
    assert folder.errors() == [(
        "case.yaml:9:21",
        "the value `weak` is given twice",
        "keep one of the two",
    )]


def test_a_key_of_a_coding_misspelt(folder: Folder) -> None:
    folder.coded("trade: {value: yes, confidense: 0.8}")
    assert folder.errors() == [(
        "case.yaml:9:27",
        "`confidense` is not a key of a coding",
        "did you mean `confidence`?",
    )]


@pytest.mark.parametrize("confidence", ["0", "1.01", "-0.5", "80"])
def test_a_confidence_outside_its_range(folder: Folder, confidence: str) -> None:
    folder.coded(f"trade: {{value: yes, confidence: {confidence}}}")
    assert folder.errors() == [(
        "case.yaml:9:39",
        f"a confidence must be above 0 and at most 1, not {confidence}",
        "write a probability, as in 0.8",
    )]


def test_a_confidence_in_per_cent(folder: Folder) -> None:
    folder.coded("trade: {value: yes, confidence: 80%}")
    assert folder.errors() == [(
        "case.yaml:9:39",
        "`confidence` must be a probability, not `80%`",
        "write a number above 0 and at most 1, as in `0.8`",
    )]


def test_a_confidence_in_words(folder: Folder) -> None:
    folder.coded("trade: {value: yes, confidence: high}")
    assert folder.errors() == [(
        "case.yaml:9:39",
        "`confidence` must be a probability, not `high`",
        "write a number above 0 and at most 1, as in `0.8`",
    )]


def test_confidences_that_do_not_add_up(folder: Folder) -> None:
    folder.coded("cover: {value: weak, confidence: {weak: 0.7, strong: 0.2}}")
    assert folder.errors() == [(
        "case.yaml:9:40",
        "the confidence adds up to 0.9, not to 1",
        "let the probabilities of the values add up to 1",
    )]


def test_a_confidence_for_a_value_of_another_variable(folder: Folder) -> None:
    folder.coded("cover: {value: weak, confidence: {weak: 0.7, low: 0.3}}")
    assert folder.errors() == [(
        "case.yaml:9:52",
        "`low` is a value of cooperation and gain, not of cover",
        "the values of cover are: absent, weak, strong",
    )]


def test_a_confidence_that_leaves_out_the_coded_value(folder: Folder) -> None:
    folder.coded("cover: {value: [weak, strong], confidence: {weak: 0.7, absent: 0.3}}")
    assert folder.errors() == [(
        "case.yaml:9:50",
        "the confidence gives nothing to the coded value `strong`",
        "add `strong:` with its probability",
    )]


def test_a_confidence_of_zero_for_a_value(folder: Folder) -> None:
    folder.coded("cover: {value: weak, confidence: {weak: 1, absent: 0}}")
    assert folder.errors() == [(
        "case.yaml:9:40",
        "a confidence must be above 0 and at most 1, not 0",
        "write a probability, as in 0.8",
    )]


def test_a_confidence_in_words_for_a_value(folder: Folder) -> None:
    folder.coded("cover: {value: weak, confidence: {weak: high}}")
    assert folder.errors() == [(
        "case.yaml:9:47",
        "`weak` must be a probability, not `high`",
        "write a number above 0 and at most 1, as in `0.8`",
    )]


def test_a_confidence_of_something_missing(folder: Folder) -> None:
    folder.coded("cover: {value: missing, confidence: 0.8}")
    assert folder.errors() == [(
        "case.yaml:9:43",
        "a missing coding has no confidence",
        "delete the confidence, or give a value",
    )]


def test_a_confidence_that_leaves_nothing_for_the_doubt(folder: Folder) -> None:
    folder.coded("trade: {value: [no, yes], confidence: 0.8}")
    assert folder.errors() == [(
        "case.yaml:9:45",
        "the coding names every value, so nothing is left for the doubt",
        "delete the confidence, or give each value its own",
    )]


def test_a_source_key_without_a_reference(folder: Folder) -> None:
    folder.coded("trade:\n  value: yes\n  evidence:\n    - {source: bohdan2015, says: So.}\n")
    assert folder.errors() == [(
        "case.yaml:12:22",
        "`bohdan2015` is no key of references.bib",
        "did you mean `bohdan2014`?",
    )]


def test_evidence_without_a_source(folder: Folder) -> None:
    folder.coded("trade: {value: yes, evidence: [{says: So.}]}")
    assert folder.errors() == [(
        "case.yaml:9:38",
        "a piece of evidence has no `source`",
        "add `source:` (the key of the source in the references)",
    )]


def test_evidence_that_is_no_list(folder: Folder) -> None:
    folder.coded("trade: {value: yes, evidence: {source: bohdan2014}}")
    assert folder.errors() == [(
        "case.yaml:9:37",
        "`evidence` must be a list, not a mapping",
        "put every item on a line of its own that begins with `- `",
    )]


@pytest.mark.parametrize("date", ["22.9.2010", "2010-9-22", "2010/09", "10", "September 2010"])
def test_a_date_in_another_form(folder: Folder, date: str) -> None:
    folder.coded(f"trade: {{value: yes, evidence: [{{source: bohdan2014, date: {date}}}]}}")
    assert folder.errors() == [(
        "case.yaml:9:65",
        f"`date` must be a date, not `{date}`",
        "write YYYY, YYYY-MM or YYYY-MM-DD, as in `2010-09-22`",
    )]


@pytest.mark.parametrize("date", ["2010-13", "2010-02-30", "2010-00", "0000"])
def test_a_date_that_no_calendar_has(folder: Folder, date: str) -> None:
    folder.coded(f"trade: {{value: yes, evidence: [{{source: bohdan2014, date: {date}}}]}}")
    assert folder.errors() == [(
        "case.yaml:9:65", f"`{date}` is no date of the calendar", "correct the month or the day")]


# Roles

def test_an_undeclared_role_is_bound(folder: Folder) -> None:
    folder.case(CASE.replace("partner:", "parner:") + "periods: [{id: first}]\n")
    assert folder.errors() == [(
        "case.yaml:3:19",
        "`parner` is no role of the codebook",
        "did you mean `partner`?",
    )]


def test_a_role_without_an_actor(folder: Folder) -> None:
    folder.case(CASE.replace("partner: B", "partner: ") + "periods: [{id: first}]\n")
    assert folder.errors() == [(
        "case.yaml:3:28",
        "`partner` is empty",
        "write the name of an actor, or delete the key",
    )]


def test_a_coding_for_a_role_without_an_actor(folder: Folder) -> None:
    folder.case(CASE.replace(", partner: B", "") + "periods:\n  - {id: first, codings: {need(partner): yes}}\n")
    assert folder.warnings("no actor") == [(
        "case.yaml:6:27",
        "`partner` names no actor of this case: the coding of `need(partner)` counts as missing",
        "add `partner:` under `roles:`, or delete the coding",
    )]
    case = folder.read().cases[0]
    assert case.coding(Term("need", ("partner",)), 1).is_missing


# Periods

def test_no_period(folder: Folder) -> None:
    folder.case(CASE + "periods: []\n")
    assert folder.errors() == [(
        "case.yaml:5:10",
        "`periods` needs at least 1 item",
        "add what is missing",
    )]


def test_too_many_periods(folder: Folder) -> None:
    folder.case(CASE + "periods:\n" + "".join(f"  - {{id: p{n}}}\n" for n in range(MAX_PERIODS + 1)))
    assert folder.errors() == [(
        "case.yaml:2006:5",
        "`periods` has 2,001 items; the limit is 2,000",
        "leave some out",
    )]


def test_a_period_without_an_id(folder: Folder) -> None:
    folder.case(CASE + "periods: [{label: First}]\n")
    assert folder.errors() == [(
        "case.yaml:5:11",
        "a period has no `id`",
        "add `id:` (a short name, such as decline)",
    )]


def test_a_period_id_given_twice(folder: Folder) -> None:
    folder.case(CASE + "periods:\n  - id: first\n  - id: first\n")
    assert folder.errors() == [(
        "case.yaml:7:9",
        "the id `first` is given twice; the first time in line 6",
        "give each period an id of its own",
    )]


def test_a_period_called_baseline(folder: Folder) -> None:
    folder.case(CASE + "periods:\n  - id: baseline\n")
    assert folder.errors() == [(
        "case.yaml:6:9",
        "`baseline` cannot be the id of a period: it names the time before the first",
        "use another id",
    )]


def test_a_period_that_ends_before_it_begins(folder: Folder) -> None:
    folder.case(CASE + "periods:\n  - {id: first, years: [1994, 1990]}\n")
    assert folder.errors() == [(
        "case.yaml:6:10",
        "the period `first` ends in 1990, before it begins in 1994",
        "write `years: [1990, 1994]`, or correct the years",
    )]


def test_periods_that_overlap(folder: Folder) -> None:
    folder.case(CASE + "periods:\n  - {id: first, years: [1990, 1995]}\n  - {id: second, years: [1995, 1999]}\n")
    assert folder.errors() == [(
        "case.yaml:7:10",
        "the period `second` (1995-1999) overlaps `first` (1990-1995)",
        "let each year belong to one period",
    )]


def test_periods_out_of_order(folder: Folder) -> None:
    folder.case(CASE + "periods:\n  - {id: first, years: [1995, 1999]}\n  - {id: second, years: [1990, 1994]}\n")
    assert folder.errors() == [(
        "case.yaml:7:10",
        "the period `second` (1990-1994) comes after `first` (1995-1999) but lies before it",
        "put the periods in the order of time",
    )]


def test_a_baseline_that_reaches_into_the_first_period(folder: Folder) -> None:
    folder.case(CASE + "baseline: {years: [1989, 1992]}\nperiods:\n  - {id: first, years: [1990, 1995]}\n")
    assert folder.errors() == [(
        "case.yaml:7:10",
        "the period `first` (1990-1995) overlaps `baseline` (1989-1992)",
        "let each year belong to one period",
    )]


def test_periods_without_years_are_passed_over(folder: Folder) -> None:
    folder.case(CASE + "periods:\n  - {id: first, years: [1990, 1994]}\n"
                "  - id: second\n  - {id: third, years: [1992, 1999]}\n")
    assert [place for place, _, _ in folder.errors()] == ["case.yaml:8:10"]


def test_three_years(folder: Folder) -> None:
    folder.case(CASE + "periods:\n  - {id: first, years: [1990, 1991, 1992]}\n")
    assert folder.errors() == [(
        "case.yaml:6:37",
        "`years` has 3 items; the limit is 2",
        "leave some out",
    )]


def test_a_year_that_is_none(folder: Folder) -> None:
    folder.case(CASE + "periods:\n  - {id: first, years: [1990, now]}\n")
    assert folder.errors() == [(
        "case.yaml:6:31",
        "`years` must be a year, not `now`",
        "write a year as a number, as in `1993`",
    )]


def test_an_onset_outside_the_years(folder: Folder) -> None:
    folder.case(CASE + "periods:\n  - {id: first, years: [1990, 1994], onset: 1995-01}\n")
    assert folder.warnings("onset") == [(
        "case.yaml:6:10",
        "the onset 1995-01 of `first` lies outside its years 1990-1994",
        "correct the onset or the years",
    )]


def test_a_coding_outside_of_codings(folder: Folder) -> None:
    folder.case(CASE + "periods:\n  - id: first\n    trade: yes\n")
    assert folder.errors() == [(
        "case.yaml:7:5",
        "`trade` is not a key of a period",
        "one of: id, label, years, onset, note, codings",
    )]


def test_periods_cut_by_chance(folder: Folder) -> None:
    folder.further("periods_from: chance\n")
    assert folder.errors() == [(
        "case.yaml:10:15",
        "`periods_from` cannot be `chance`",
        "one of: outcome, conditions, calendar",
    )]


# Series and calibration

SERIES = "series:\n  turnover: {values: {1990: 1, 1991: 2}}\n"


def test_a_series_of_words(folder: Folder) -> None:
    folder.further("series:\n  turnover: {values: {1990: much, 1991: '1,234', 1992: , 1993: 1e9}}\n")
    assert folder.errors() == [(
        "case.yaml:11:29",
        "`1990` must be a number, not `much`",
        "write digits with a point before the decimals, as in `1234.5`; leave out what is not known",
    ), (
        "case.yaml:11:41",
        "`1991` must be a number, not `1,234`",
        "write digits with a point before the decimals, as in `1234.5`; leave out what is not known",
    ), (
        "case.yaml:11:56",
        "`1992` is empty",
        "write digits with a point before the decimals, as in `1234.5`; leave out what is not known",
    ), (
        "case.yaml:11:64",
        "`1993` must be a number, not `1e9`",
        "write digits with a point before the decimals, as in `1234.5`; leave out what is not known",
    )]


def test_a_series_by_month(folder: Folder) -> None:
    folder.further("series:\n  turnover: {values: {1990-01: 1}}\n")
    assert folder.errors() == [(
        "case.yaml:11:23",
        "a key of `values` must be a year, not `1990-01`",
        "write a year as a number, as in `1993`",
    )]


def test_a_series_without_numbers(folder: Folder) -> None:
    folder.further("series:\n  turnover: {label: Turnover}\n")
    assert folder.errors() == [(
        "case.yaml:11:13",
        "a series has no `values`",
        "add `values:` (the numbers by year)",
    )]


def test_a_series_with_an_unknown_source(folder: Folder) -> None:
    folder.further("series:\n  turnover: {source: imf, values: {1990: 1}}\n")
    assert folder.errors() == [(
        "case.yaml:11:22",
        "`imf` is no key of references.bib",
        "add the work to references.bib",
    )]


def test_a_calibration_from_an_unknown_series(folder: Folder) -> None:
    folder.further(f"{SERIES}calibrate:\n"
                   f"  trade: {{from: turnovr, summary: mean, at_least: {{yes: 10}}}}\n")
    assert folder.errors() == [(
        "case.yaml:13:17",
        "there is no series `turnovr`",
        "did you mean `turnover`?",
    )]


def test_a_calibration_where_there_is_no_series(folder: Folder) -> None:
    folder.further("calibrate:\n  trade: {from: turnover, summary: mean, at_least: {yes: 10}}\n")
    assert folder.errors() == [(
        "case.yaml:11:17",
        "there is no series `turnover`",
        "add the series under `series:`",
    )]


def test_a_calibration_by_an_unknown_summary(folder: Folder) -> None:
    folder.further(f"{SERIES}calibrate:\n"
                   f"  trade: {{from: turnover, summary: average, at_least: {{yes: 10}}}}\n")
    assert folder.errors() == [(
        "case.yaml:13:36",
        "`summary` cannot be `average`",
        "one of: mean, sum, max, min, median, first, last",
    )]


def test_a_calibration_without_a_summary(folder: Folder) -> None:
    folder.further(f"{SERIES}calibrate:\n"
                   f"  trade: {{from: turnover, at_least: {{yes: 10}}}}\n")
    assert folder.errors() == [(
        "case.yaml:13:10",
        "a calibration has no `summary`",
        "add `summary:` (how a period's years become one number)",
    )]


def test_cut_points_that_do_not_rise(folder: Folder) -> None:
    folder.further(f"{SERIES}calibrate:\n"
                   f"  cover: {{from: turnover, summary: mean, at_least: {{weak: 10, strong: 10}}}}\n")
    assert folder.errors() == [(
        "case.yaml:13:17",
        "the cut point of `strong` is not above that of `weak`",
        "let the cut points rise in the order of the values: absent, weak, strong",
    )]


def test_cut_points_in_another_order_of_lines(folder: Folder) -> None:
    folder.further(f"{SERIES}calibrate:\n"
                   f"  cover: {{from: turnover, summary: mean, at_least: {{strong: 20, weak: 10}}}}\n")
    assert folder.errors() == []


def test_a_cut_point_of_the_lowest_value(folder: Folder) -> None:
    folder.further(f"{SERIES}calibrate:\n"
                   f"  cover: {{from: turnover, summary: mean, at_least: {{absent: 0, weak: 10}}}}\n")
    assert folder.errors() == [(
        "case.yaml:13:17",
        "`absent` is the lowest value and takes no cut point",
        "delete it: it is given below the first cut point",
    )]


def test_a_cut_point_of_another_variable(folder: Folder) -> None:
    folder.further(f"{SERIES}calibrate:\n"
                   f"  cover: {{from: turnover, summary: mean, at_least: {{high: 10}}}}\n")
    assert folder.errors() == [(
        "case.yaml:13:17",
        "the calibration of `cover` has no cut points",
        "add `at_least: {strong: ...}`",
    ), (
        "case.yaml:13:53",
        "`high` is a value of cooperation and gain, not of cover",
        "the values of cover are: absent, weak, strong",
    )]


def test_no_cut_points(folder: Folder) -> None:
    folder.further(f"{SERIES}calibrate:\n"
                   f"  cover: {{from: turnover, summary: mean, at_least: {{}}}}\n")
    assert folder.errors() == [(
        "case.yaml:13:17",
        "the calibration of `cover` has no cut points",
        "add `at_least: {strong: ...}`",
    )]


def test_a_theoretical_term_is_calibrated(folder: Folder) -> None:
    folder.further(f"{SERIES}calibrate:\n"
                   f"  exposed(state): {{from: turnover, summary: mean, at_least: {{yes: 10}}}}\n")
    assert folder.errors() == [(
        "case.yaml:13:3",
        "`exposed` is theoretical: only a theory's definitions fix it",
        "delete the coding; code the conditions it is defined by",
    )]


def test_a_term_both_coded_and_calibrated(folder: Folder) -> None:
    folder.further(f"throughout: {{trade: yes}}\n{SERIES}calibrate:\n"
                   "  trade: {from: turnover, summary: mean, at_least: {yes: 10}}\n")
    assert folder.errors() == [(
        "case.yaml:10:14",
        "`trade` is both coded and calibrated",
        "delete the coding, or the calibration",
    )]


# Indicators and events

def test_an_indicator_codes_a_period_that_does_not_exist(folder: Folder) -> None:
    folder.further("indicators:\n  cooperation:\n    visits: {frist: high}\n")
    assert folder.errors() == [(
        "case.yaml:12:14",
        "there is no period `frist`",
        "did you mean `first`?",
    )]


def test_an_indicator_codes_a_baseline_that_does_not_exist(folder: Folder) -> None:
    folder.further("indicators:\n  cooperation:\n    visits: {baseline: none}\n")
    assert folder.errors() == [(
        "case.yaml:12:14",
        "the case has no baseline to code",
        "add `baseline:` to the case",
    )]


def test_an_indicator_codes_an_undeclared_value(folder: Folder) -> None:
    folder.further("indicators:\n  cooperation:\n    visits: {first: hihg}\n")
    assert folder.errors() == [(
        "case.yaml:12:21",
        "`hihg` is no value of cooperation",
        "did you mean `high`?",
    )]


def test_an_indicator_of_an_undeclared_term(folder: Folder) -> None:
    folder.further("indicators:\n  coperation:\n    visits: {first: high}\n")
    assert folder.errors() == [(
        "case.yaml:11:3",
        "`coperation` is no variable of the codebook",
        "did you mean `cooperation`?",
    )]


def test_an_indicator_from_an_unknown_series(folder: Folder) -> None:
    folder.further(f"{SERIES}indicators:\n  trade:\n"
                   f"    money: {{from: money, summary: last, at_least: {{yes: 1}}}}\n")
    assert folder.errors() == [(
        "case.yaml:14:19",
        "there is no series `money`",
        "one of: turnover",
    )]


def test_an_indicator_that_is_a_word(folder: Folder) -> None:
    folder.further("indicators:\n  cooperation:\n    visits: high\n")
    assert folder.errors() == [(
        "case.yaml:12:13",
        "`visits` must be a mapping, not `high`",
        "its keys are: from, summary, at_least",
    )]


def test_an_event_without_a_date(folder: Folder) -> None:
    folder.further("events: [{what: They met.}]\n")
    assert folder.errors() == [(
        "case.yaml:10:10",
        "an event has no `date`",
        "add `date:` (when it happened)",
    )]


def test_an_event_with_an_unknown_source(folder: Folder) -> None:
    folder.further("events: [{date: 1990-02-31, what: They met., source: nobody}]\n")
    assert folder.errors() == [(
        "case.yaml:10:17",
        "`1990-02-31` is no date of the calendar",
        "correct the month or the day",
    ), (
        "case.yaml:10:54",
        "`nobody` is no key of references.bib",
        "add the work to references.bib",
    )]


def test_a_codebook_that_does_not_exist(folder: Folder) -> None:
    folder.case(CASE.replace("codebook.yaml", "codebok.yaml") + "periods: [{label: First}]\n")
    assert folder.errors() == [(
        "case.yaml:2:11",
        "codebok.yaml: there is no such file",
        "did you mean `codebook.yaml`?",
    ), (
        "case.yaml:5:11",
        "a period has no `id`",
        "add `id:` (a short name, such as decline)",
    )]


def test_a_case_without_a_codebook(folder: Folder) -> None:
    folder.case("case: case\nroles: {state: A}\nperiods: [{id: first}]\n")
    assert folder.errors() == [(
        "case.yaml:1:1",
        "a case has no `codebook`",
        "add `codebook:` (the codebook, seen from this file, or the name of an installed one)",
    )]


@pytest.mark.parametrize("field", ["roles", "baseline", "throughout", "periods", "series", "calibrate", "indicators",
                                   "events", "sources", "periods_from"])
@pytest.mark.parametrize("value", [
    "", "[]", "{}", "[[a]]", "[{a: b}]", "{a: {b: c}}", "word", '""', "{trade: {x: {first: [yes]}}}", "~",
    "[{id: a, years: {}, codings: [x], onset: []}]", "{trade: {from: [], summary: {}, at_least: []}}",
    "{trade: {value: {a: b}, confidence: [x], evidence: [[], {source: {}}]}}", "{trade: [[yes], {a: b}]}",
    "{codings: {trade: {x: y}}}", "{x: {values: [1], source: []}}", "{trade: {x: {from: x, at_least: {yes: []}}}}",
])
def test_no_field_brings_the_reading_down(folder: Folder, field: str, value: str) -> None:
    blocks = FULL.split("\n")
    at = next(number for number, row in enumerate(blocks) if row.startswith(f"{field}:"))
    end = next(number for number in range(at + 1, len(blocks)) if not blocks[number].startswith(" "))
    folder.case("\n".join([*blocks[:at], f"{field}: {value}", *blocks[end:]]))
    assert all(problem.location.line for problem in folder.problems())
