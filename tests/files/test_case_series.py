"""Series, calibration, indicators and events in case files, and what can be wrong with them."""

from __future__ import annotations

import pytest

from tests.files.conftest import Folder
from tests.files.samples import FULL_CASE

SERIES = "series:\n  turnover: {values: {1990: 1, 1991: 2}}\n"


def test_cut_points_in_another_order_of_lines(folder: Folder) -> None:
    folder.further(
        f"{SERIES}calibrate:\n  cover: {{from: turnover, summary: mean, at_least: {{strong: 20, weak: 10}}}}\n"
    )
    assert folder.errors() == []


# Indicators and events


def test_an_event_that_is_marked_as_a_clue(folder: Folder) -> None:
    folder.further("events: [{date: 1992, what: They met., clue: need(partner) and cover is weak}]\n")
    clue = folder.read().cases[0].events[0].clue
    assert clue is not None and clue.text == "need(partner) and cover is weak"


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
