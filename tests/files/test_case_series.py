"""Series, calibration, indicators and events in case files, and what can be wrong with them."""

from __future__ import annotations

import pytest

from tests.files.conftest import CASE, Folder
from tests.files.samples import FULL_CASE

SERIES = "series:\n  turnover: {values: {1990: 1, 1991: 2}}\n"


def test_a_series_of_words(folder: Folder) -> None:
    folder.further("series:\n  turnover: {values: {1990: much, 1991: '1,234', 1992: , 1993: 1e9}}\n")
    assert folder.errors() == [
        (
            "case.yaml:11:29",
            "`1990` must be a number, not `much`",
            "write digits with a point before the decimals, as in `1234.5`; leave out what is not known",
        ),
        (
            "case.yaml:11:41",
            "`1991` must be a number, not `1,234`",
            "write digits with a point before the decimals, as in `1234.5`; leave out what is not known",
        ),
        (
            "case.yaml:11:56",
            "`1992` is empty",
            "write digits with a point before the decimals, as in `1234.5`; leave out what is not known",
        ),
        (
            "case.yaml:11:64",
            "`1993` must be a number, not `1e9`",
            "write digits with a point before the decimals, as in `1234.5`; leave out what is not known",
        ),
    ]


def test_a_series_by_month(folder: Folder) -> None:
    folder.further("series:\n  turnover: {values: {1990-01: 1}}\n")
    assert folder.errors() == [
        ("case.yaml:11:23", "a key of `values` must be a year, not `1990-01`", "write a year as a number, as in `1993`")
    ]


def test_a_series_without_numbers(folder: Folder) -> None:
    folder.further("series:\n  turnover: {label: Turnover}\n")
    assert folder.errors() == [("case.yaml:11:13", "a series has no `values`", "add `values:` (the numbers by year)")]


def test_a_series_with_an_unknown_source(folder: Folder) -> None:
    folder.further("series:\n  turnover: {source: imf, values: {1990: 1}}\n")
    assert folder.errors() == [
        ("case.yaml:11:22", "`imf` is no key of references.bib", "add the work to references.bib")
    ]


def test_a_calibration_from_an_unknown_series(folder: Folder) -> None:
    folder.further(f"{SERIES}calibrate:\n  trade: {{from: turnovr, summary: mean, at_least: {{yes: 10}}}}\n")
    assert folder.errors() == [("case.yaml:13:17", "there is no series `turnovr`", "did you mean `turnover`?")]


def test_a_calibration_where_there_is_no_series(folder: Folder) -> None:
    folder.further("calibrate:\n  trade: {from: turnover, summary: mean, at_least: {yes: 10}}\n")
    assert folder.errors() == [("case.yaml:11:17", "there is no series `turnover`", "add the series under `series:`")]


def test_a_calibration_by_an_unknown_summary(folder: Folder) -> None:
    folder.further(f"{SERIES}calibrate:\n  trade: {{from: turnover, summary: average, at_least: {{yes: 10}}}}\n")
    assert folder.errors() == [
        ("case.yaml:13:36", "`summary` cannot be `average`", "one of: mean, sum, max, min, median, first, last")
    ]


def test_a_calibration_without_a_summary(folder: Folder) -> None:
    folder.further(f"{SERIES}calibrate:\n  trade: {{from: turnover, at_least: {{yes: 10}}}}\n")
    assert folder.errors() == [
        ("case.yaml:13:10", "a calibration has no `summary`", "add `summary:` (how a period's years become one number)")
    ]


def test_cut_points_that_do_not_rise(folder: Folder) -> None:
    folder.further(
        f"{SERIES}calibrate:\n  cover: {{from: turnover, summary: mean, at_least: {{weak: 10, strong: 10}}}}\n"
    )
    assert folder.errors() == [
        (
            "case.yaml:13:17",
            "the cut point of `strong` is not above that of `weak`",
            "let the cut points rise in the order of the values: absent, weak, strong",
        )
    ]


def test_cut_points_in_another_order_of_lines(folder: Folder) -> None:
    folder.further(
        f"{SERIES}calibrate:\n  cover: {{from: turnover, summary: mean, at_least: {{strong: 20, weak: 10}}}}\n"
    )
    assert folder.errors() == []


def test_a_cut_point_of_the_lowest_value(folder: Folder) -> None:
    folder.further(
        f"{SERIES}calibrate:\n  cover: {{from: turnover, summary: mean, at_least: {{absent: 0, weak: 10}}}}\n"
    )
    assert folder.errors() == [
        (
            "case.yaml:13:17",
            "`absent` is the lowest value and takes no cut point",
            "delete it: it is given below the first cut point",
        )
    ]


def test_a_cut_point_of_another_variable(folder: Folder) -> None:
    folder.further(f"{SERIES}calibrate:\n  cover: {{from: turnover, summary: mean, at_least: {{high: 10}}}}\n")
    assert folder.errors() == [
        ("case.yaml:13:17", "the calibration of `cover` has no cut points", "add `at_least: {strong: ...}`"),
        (
            "case.yaml:13:53",
            "`high` is a value of cooperation and gain, not of cover",
            "the values of cover are: absent, weak, strong",
        ),
    ]


def test_no_cut_points(folder: Folder) -> None:
    folder.further(f"{SERIES}calibrate:\n  cover: {{from: turnover, summary: mean, at_least: {{}}}}\n")
    assert folder.errors() == [
        ("case.yaml:13:17", "the calibration of `cover` has no cut points", "add `at_least: {strong: ...}`")
    ]


def test_a_theoretical_term_is_calibrated(folder: Folder) -> None:
    folder.further(f"{SERIES}calibrate:\n  exposed(state): {{from: turnover, summary: mean, at_least: {{yes: 10}}}}\n")
    assert folder.errors() == [
        (
            "case.yaml:13:3",
            "`exposed` is theoretical: only a theory's definitions fix it",
            "delete the coding; code the conditions it is defined by",
        )
    ]


def test_a_term_both_coded_and_calibrated(folder: Folder) -> None:
    folder.further(
        f"throughout: {{trade: yes}}\n{SERIES}calibrate:\n"
        "  trade: {from: turnover, summary: mean, at_least: {yes: 10}}\n"
    )
    assert folder.errors() == [
        ("case.yaml:10:14", "`trade` is both coded and calibrated", "delete the coding, or the calibration")
    ]


# Indicators and events


def test_an_indicator_codes_a_period_that_does_not_exist(folder: Folder) -> None:
    folder.further("indicators:\n  cooperation:\n    visits: {frist: high}\n")
    assert folder.errors() == [("case.yaml:12:14", "there is no period `frist`", "did you mean `first`?")]


def test_an_indicator_codes_a_baseline_that_does_not_exist(folder: Folder) -> None:
    folder.further("indicators:\n  cooperation:\n    visits: {baseline: none}\n")
    assert folder.errors() == [("case.yaml:12:14", "the case has no baseline to code", "add `baseline:` to the case")]


def test_an_indicator_codes_an_undeclared_value(folder: Folder) -> None:
    folder.further("indicators:\n  cooperation:\n    visits: {first: hihg}\n")
    assert folder.errors() == [("case.yaml:12:21", "`hihg` is no value of cooperation", "did you mean `high`?")]


def test_an_indicator_of_an_undeclared_term(folder: Folder) -> None:
    folder.further("indicators:\n  coperation:\n    visits: {first: high}\n")
    assert folder.errors() == [
        ("case.yaml:11:3", "`coperation` is no variable of the codebook", "did you mean `cooperation`?")
    ]


def test_an_indicator_from_an_unknown_series(folder: Folder) -> None:
    folder.further(f"{SERIES}indicators:\n  trade:\n    money: {{from: money, summary: last, at_least: {{yes: 1}}}}\n")
    assert folder.errors() == [("case.yaml:14:19", "there is no series `money`", "one of: turnover")]


def test_an_indicator_that_is_a_word(folder: Folder) -> None:
    folder.further("indicators:\n  cooperation:\n    visits: high\n")
    assert folder.errors() == [
        ("case.yaml:12:13", "`visits` must be a mapping, not `high`", "its keys are: from, summary, at_least")
    ]


def test_an_event_without_a_date(folder: Folder) -> None:
    folder.further("events: [{what: They met.}]\n")
    assert folder.errors() == [("case.yaml:10:10", "an event has no `date`", "add `date:` (when it happened)")]


def test_an_event_with_an_unknown_source(folder: Folder) -> None:
    folder.further("events: [{date: 1990-02-31, what: They met., source: nobody}]\n")
    assert folder.errors() == [
        ("case.yaml:10:17", "`1990-02-31` is no date of the calendar", "correct the month or the day"),
        ("case.yaml:10:54", "`nobody` is no key of references.bib", "add the work to references.bib"),
    ]


def test_an_event_that_is_marked_as_a_clue(folder: Folder) -> None:
    folder.further("events: [{date: 1992, what: They met., clue: need(partner) and cover is weak}]\n")
    clue = folder.read().cases[0].events[0].clue
    assert clue is not None and clue.text == "need(partner) and cover is weak"


def test_a_clue_that_is_no_rule_or_speaks_of_what_no_event_shows(folder: Folder) -> None:
    folder.further(
        "events:\n  - {date: 1992, what: They met., clue: cover is week}\n"
        "  - {date: 1992, what: They met., clue: not exposed(state)}\n"
    )
    assert folder.errors() == [
        ("case.yaml:11:50", "`week` is no value of cover", "did you mean `weak`?"),
        ("case.yaml:12:45", "`exposed(state)` is theoretical: no event shows it", "write the clue in observable terms"),
    ]


def test_a_clue_that_cannot_be_tested(folder: Folder) -> None:
    folder.further(
        "events:\n  - {date: 1950, what: They met., clue: trade}\n"
        "  - {date: 1990, what: They met., clue: cover falls}\n"
        "  - {date: 1995, what: They met., clue: cover falls}\n"
    )
    assert [(place, message) for place, message, _ in folder.errors()] == [
        ("case.yaml:11:5", "the clue is dated 1950, which lies in no period"),
        ("case.yaml:12:5", "the clue `cover falls` looks before the first period"),
    ]


def test_a_clue_with_a_date_that_is_none_is_one_error(folder: Folder) -> None:
    folder.further("events: [{date: 1990-02-31, what: They met., clue: trade}]\n")
    assert [message for _, message, _ in folder.errors()] == ["`1990-02-31` is no date of the calendar"]


def test_a_clue_about_an_actor_whom_the_case_does_not_name(folder: Folder) -> None:
    folder.case(
        CASE.replace(", partner: B", "") + "periods: [{id: first, years: 1990}]\n"
        "events: [{date: 1990, what: They met., clue: need(partner)}]\n"
    )
    assert folder.errors() == [
        (
            "case.yaml:6:10",
            "the clue `need(partner)` speaks of `partner`, and the case names no such actor",
            "add `partner:` under `roles:`, or delete the clue",
        )
    ]


def test_a_codebook_that_does_not_exist(folder: Folder) -> None:
    folder.case(CASE.replace("codebook.yaml", "codebok.yaml") + "periods: [{label: First}]\n")
    assert folder.errors() == [
        ("case.yaml:2:11", "codebok.yaml: there is no such file", "did you mean `codebook.yaml`?"),
        ("case.yaml:5:11", "a period has no `id`", "add `id:` (a short name, such as decline)"),
    ]


def test_a_case_without_a_codebook(folder: Folder) -> None:
    folder.case("case: case\nroles: {state: A}\nperiods: [{id: first}]\n")
    assert folder.errors() == [
        (
            "case.yaml:1:1",
            "a case has no `codebook`",
            "add `codebook:` (the codebook, seen from this file, or the name of an installed one)",
        )
    ]


@pytest.mark.parametrize(
    "field",
    [
        "roles",
        "baseline",
        "throughout",
        "periods",
        "series",
        "calibrate",
        "indicators",
        "events",
        "sources",
        "periods_from",
        "readings",
    ],
)
@pytest.mark.parametrize(
    "value",
    [
        "",
        "[]",
        "{}",
        "[[a]]",
        "[{a: b}]",
        "{a: {b: c}}",
        "word",
        '""',
        "{trade: {x: {first: [yes]}}}",
        "~",
        "[{id: a, years: {}, codings: [x], onset: []}]",
        "{trade: {from: [], summary: {}, at_least: []}}",
        "{trade: {value: {a: b}, confidence: [x], evidence: [[], {source: {}}]}}",
        "{trade: [[yes], {a: b}]}",
        "{codings: {trade: {x: y}}}",
        "{a: {codings: {first: [x], second: {trade: []}}}}",
        "{a: {from: []}, b: {from: x}}",
        "{a: {from: {x: y}, coder: [], codings: x}, b: {coder: ''}}",
        "{a: {from: .}, b: {from: references.bib}}",
        "{x: {values: [1], source: []}}",
        "{trade: {x: {from: x, at_least: {yes: []}}}}",
    ],
)
def test_no_field_brings_the_reading_down(folder: Folder, field: str, value: str) -> None:
    blocks = FULL_CASE.split("\n")
    at = next(number for number, row in enumerate(blocks) if row.startswith(f"{field}:"))
    end = next(number for number in range(at + 1, len(blocks)) if not blocks[number].startswith(" "))
    folder.case("\n".join([*blocks[:at], f"{field}: {value}", *blocks[end:]]))
    assert all(problem.location.line for problem in folder.problems())
