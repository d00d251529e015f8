"""The case over time as one drawing: outcome, indicators, series, events, and what each theory said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from checker.analysis.verdicts.judgement import Record
from checker.logic.formula import Term
from checker.report.page.parts import PeriodHead
from checker.report.page.texts import References, heads, short_source
from checker.report.page.timeline_axis import WIDTH, Axis, axis_of, short
from checker.report.page.timeline_panels import Panel, events_panel, header, lanes_panel, outcome_panel, series_panel
from checker.report.page.view import EventView, TimelineView
from checker.report.words.numbers import spoken_date
from checker.study.case import Case

_GAP = 14
_HATCH = Markup(
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><path class="hatch-line" d="M1 0V6"/></pattern></defs>'
)


def timeline_view(case: Case, records: Sequence[Record], references: References) -> TimelineView:
    axis = axis_of(case)
    explained = list(dict.fromkeys(record.explains.term for record in records))
    events = _events(case, references)
    panels = list(_panels(case, axis, explained, records, events))
    placed, top = [], 0.0
    for panel in panels:
        placed.append(Markup('<g transform="translate(0 {})">{}</g>').format(short(top), panel.drawing))
        top += panel.height + _GAP
    height = top - _GAP + 4
    first = panels[0].height
    bands = Markup("").join(_band(axis, n, first, height) for n in range(case.first, case.last + 1))
    title = f"{case.heading}: course over time"
    description = _description(case, explained)
    drawing = Markup(
        '<svg class="timeline" viewBox="0 0 {} {}" role="img" aria-labelledby="timeline-title timeline-text">'
        '<title id="timeline-title">{}</title><desc id="timeline-text">{}</desc>{}{}{}</svg>'
    ).format(WIDTH, short(height), title, description, _HATCH, bands, Markup("").join(placed))
    return TimelineView(drawing, title, description, tuple(_by_period(case, events)))


def _panels(
    case: Case, axis: Axis, explained: Sequence[Term], records: Sequence[Record], events: Sequence[EventView]
) -> Iterable[Panel]:
    yield header(case, axis, heads(case, baseline=True))
    for term in explained:
        yield outcome_panel(case, axis, term)
    if axis.has_years:
        for series in case.series.values():
            if any(axis.shows(year) for year in series.values):
                yield series_panel(case, axis, series)
        if events:
            yield events_panel(axis, [(event, case.events[event.number - 1].date) for event in events])
    for explains in dict.fromkeys(record.explains for record in records):
        yield lanes_panel(case, axis, [record for record in records if record.explains == explains])


def _band(axis: Axis, number: int, top: float, height: float) -> Markup:
    left, right = axis.period(number)
    kind = "band odd" if number % 2 else "band"
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(
        kind, short(left), short(top), short(right - left), short(height - top)
    )


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
    """The id of the period in whose years a date falls, or nothing; the baseline is none."""
    number = case.number_at(date)
    return case.period(number).id if number else ""


def _by_period(case: Case, events: Sequence[EventView]) -> Iterable[tuple[str, tuple[EventView, ...]]]:
    outside = tuple(event for event in events if not event.period)
    if outside:
        yield "Outside the periods", outside
    for head in heads(case):
        own = tuple(event for event in events if event.period == head.id)
        if own:
            yield _titled(head), own


def _titled(head: PeriodHead) -> str:
    return f"{head.heading}, {head.years}" if head.years and head.years not in head.heading else head.heading
