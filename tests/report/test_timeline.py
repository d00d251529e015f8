"""The timeline as a drawing: gaps are gaps, nothing leaves the plot, and it draws first what codings rest on."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import pytest

from checker.analysis.page.dossier import dossier
from checker.files.study.load import read_named
from checker.logic.formula import Term
from checker.report.page.render_page import page_view
from checker.report.page.timeline_axis import LEFT, RIGHT, WIDTH, axis_of
from checker.report.page.timeline_panels import events_panel, series_panel
from checker.report.page.view import EventView, TimelineView
from checker.study.case import Calibration, Case, Series
from tests.report.studies import PROVENANCE

SHIPPED = ("belarus-iran", "belarus-iran-finer", "egypt-soviet-union", "venezuela-iran")


def case_of(name: str) -> Case:
    return read_named([name], ["persistence"]).cases[0]


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_is_drawn_outside_its_panel(name: str) -> None:
    case = case_of(name)
    axis = axis_of(case)
    for series in case.series.values():
        if not any(map(axis.shows, series.values)):
            continue
        panel = series_panel(axis, series, case.calibrations.values())
        for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", str(panel.drawing)):
            assert LEFT <= float(x) <= RIGHT and 0 <= float(y) <= panel.height
    events = [(EventView(n, "", e.what, "", "", "", "", ""), e.date) for n, e in enumerate(case.events, 1)]
    panel = events_panel(axis, events)
    dots = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', str(panel.drawing))
    assert len(dots) == sum(axis.dated(event.date) is not None for event in case.events) > 0
    assert all(LEFT <= float(x) <= WIDTH and 0 <= float(y) <= panel.height for x, y in dots)


def test_a_missing_year_is_a_gap_and_what_lies_before_stands_in_the_band_of_the_baseline() -> None:
    case = case_of("belarus-iran")
    axis = axis_of(case)
    values = {year: Fraction(1) for year in (1991, 1992, 1999, 2000, 2002, 2050)}
    cut = Calibration("made", "mean", (("high", Fraction(9)),))
    drawing = str(series_panel(axis, Series("made", values), [cut]).drawing)
    (line,) = re.findall(r'class="series" d="([^"]+)"', drawing)
    assert [letter for letter in line if letter.isalpha()] == ["M", "L", "M", "L", "M"]
    assert "2002: 1" in drawing and "2050" not in drawing and "high from 9" in drawing
    left, right = axis.period(0)
    early = axis.dated("1991-12-25")
    assert early is not None and left < early < right and axis.dated("1985") is None


def test_series_on_which_no_coding_rests_wait_under_more_series() -> None:
    found = timeline_of(case_of("belarus-iran"))
    assert found.more_series == 10 and "Trade turnover" in found.drawing and "Tanks" not in found.drawing
    assert "Tanks" in found.more
    case = replace(case_of("belarus-iran"), calibrations={}, indicators={})
    assert timeline_of(case).more_series == 12


def test_events_of_the_baseline_are_listed_under_it() -> None:
    found = timeline_of(case_of("egypt-soviet-union"))
    heading, events = found.events[0]
    assert heading == "Before 1955, 1953–1954" and events[0].number == 1
    assert sum(len(own) for _, own in found.events) == len(case_of("egypt-soviet-union").events)


def test_the_outcome_is_drawn_at_its_most_probable_level_on_the_band_of_likely_ones() -> None:
    case = case_of("belarus-iran")
    drawing = str(timeline_of(case).drawing)
    (line,) = re.findall(r'class="outcome" d="([^"]+)"', drawing)
    assert line.count("M") == 1 and line.count("H") == case.last + 1, "no period is missing"
    contested = sum(len(case.coding(Term("cooperation"), n).confidence) > 1 for n in range(case.last + 1))
    assert 0 < drawing.count('class="likely"') <= max(contested, case.last + 1)


def timeline_of(case: Case) -> TimelineView:
    theories = read_named([case.name], ["persistence"]).theories
    return page_view(dossier(case, theories), PROVENANCE).timeline
