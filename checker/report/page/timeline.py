"""The case over time as one drawing: outcome, its indicators, the series that codings rest on, events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from checker.analysis.verdicts.judgement import Record
from checker.logic.formula import Term
from checker.report.page.parts import PeriodHead
from checker.report.page.texts import References, heads, short_source
from checker.report.page.timeline_axis import WIDTH, Axis, axis_of, short
from checker.report.page.timeline_panels import (
    Panel,
    counting_calibrations,
    events_panel,
    header,
    outcome_panel,
    series_panel,
    year_panel,
)
from checker.report.page.view import EventView, TimelineView
from checker.report.words.numbers import spoken_date
from checker.study.case import Case

_GAP = 14


def timeline_view(case: Case, records: Sequence[Record], references: References) -> TimelineView:
    axis = axis_of(case)
    explained = list(dict.fromkeys(record.explains.term for record in records))
    events = _events(case, references)
    title = f"{case.heading}: course over time"
    description = _description(case, explained)
    calibrations = list(counting_calibrations(case, explained))
    used = {calibration.series for calibration in calibrations}
    shown = [series for series in case.series.values() if any(axis.shows(year) for year in series.values)]
    drawn = {
        is_used: [series_panel(axis, each, calibrations) for each in shown if (each.name in used) is is_used]
        for is_used in (True, False)
    }
    panels = [outcome_panel(case, axis, term) for term in explained]
    if axis.has_years:
        panels += drawn[True]
        if events:
            panels.append(events_panel(axis, [(event, case.events[event.number - 1].date) for event in events]))
    more = _drawing(case, axis, f"{case.heading}: more series", drawn[False]) if drawn[False] else Markup("")
    return TimelineView(
        _drawing(case, axis, f"{title}. {description}", panels),
        more,
        len(drawn[False]),
        title,
        description,
        tuple(_by_period(case, events)),
    )


def _drawing(case: Case, axis: Axis, title: str, panels: Sequence[Panel]) -> Markup:
    """Panels one below the other on the bands of the periods, with their names on top and the years at both ends."""
    head = header(axis, heads(case, baseline=True))
    years = [year_panel(axis)] if axis.has_years else []
    placed, top = [], 0.0
    first = head.height
    for panel in (head, *years, *panels, *years):
        placed.append(Markup('<g transform="translate(0 {})">{}</g>').format(short(top), panel.drawing))
        top += panel.height + (0 if panel is head else _GAP)
    height = top - _GAP + 4
    spans = [axis.period(n) for n in range(case.first, case.last + 1, 2)]
    bands = "".join(
        f"M{short(left)} {short(first)}H{short(right)}V{short(height)}H{short(left)}z" for left, right in spans
    )
    return Markup(
        '<svg class="timeline" viewBox="0 0 {} {}" role="img" aria-label="{}"><path class="band" d="{}"/>{}</svg>'
    ).format(WIDTH, short(height), title, bands, Markup("").join(placed))


def _description(case: Case, explained: Sequence[Term]) -> str:
    """The drawing in words: the course of each explained term. Everything else is in the tables of the page."""
    sentences = []
    for term in explained:
        course = ", ".join(f"{head.heading} {case.coding(term, head.number)}" for head in heads(case, baseline=True))
        sentences.append(f"{term}: {course}.")
    return " ".join(sentences)


def _events(case: Case, references: References) -> list[EventView]:
    return [
        EventView(
            number,
            spoken_date(event.date),
            event.what,
            event.source,
            short_source(event.source, references) if event.source else "",
            event.locator,
            _period_of(case, event.date),
            event.clue.text if event.clue is not None else "",
        )
        for number, event in enumerate(case.events, 1)
    ]


def _period_of(case: Case, date: str) -> str:
    """The id of the period in whose years a date falls, or nothing."""
    number = case.number_at(date)
    return "" if number is None else case.period(number).id


def _by_period(case: Case, events: Sequence[EventView]) -> Iterable[tuple[str, tuple[EventView, ...]]]:
    outside = tuple(event for event in events if not event.period)
    if outside:
        yield "Outside the periods", outside
    for head in heads(case, baseline=True):
        own = tuple(event for event in events if event.period == head.id)
        if own:
            yield _titled(head), own


def _titled(head: PeriodHead) -> str:
    return f"{head.heading}, {head.years}" if head.years and head.years not in head.heading else head.heading
