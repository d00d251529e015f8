"""The panels of the timeline, each drawn from its own top edge down."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from markupsafe import Markup

from checker.analysis.verdicts.judgement import Judgement, Record
from checker.logic.formula import Term
from checker.report.page.parts import PeriodHead
from checker.report.page.texts import mark, unbroken_percent
from checker.report.page.timeline_axis import LEFT, RIGHT, Axis, short
from checker.report.page.view import EventView
from checker.report.words import verdicts as wording
from checker.study.calibration import under_indicator
from checker.study.case import Case, Coding, Series

_LEVEL, _LANE, _SERIES = 30, 26, 48
_APART = 5.0
"""How far the lines of indicators are drawn from each other, so that all are seen at one level."""
_END = RIGHT + 12
_END_CHARACTERS = 22
_GAP = 3.0
_HATCH = 10
_NARROW, _WIDE = "ijltfrIJ.,:;'’|!()- ", "mwMW@%…"
_ARROWS = "".join(wording.ARROWS.values())


@dataclass(frozen=True)
class Panel:
    drawing: Markup
    height: float


def header(case: Case, axis: Axis, periods: Sequence[PeriodHead]) -> Panel:
    """The names of the periods over their bands."""
    parts = []
    for head in periods:
        left, right = axis.period(head.number)
        lines = _two_lines(head.heading, right - left - _GAP)
        shows_years = bool(head.years) and head.years not in head.heading and right - left > 7 * len(head.years)
        foot = 26 if shows_years else 40
        for row, line in enumerate(lines):
            parts.append(_text(axis.middle(head.number), foot - 15 * (len(lines) - 1 - row), line, "period"))
        if shows_years:
            parts.append(_text(axis.middle(head.number), 41, head.years, "small"))
    return Panel(_joined(parts), 48)


def _two_lines(name: str, wide: float) -> Sequence[str]:
    """A name in at most two lines of that width; what is too long is shortened."""
    lines: list[str] = []
    for word in name.split():
        if lines and (len(lines) == 2 or _width(f"{lines[-1]} {word}") <= wide):
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return [_narrowed(line, wide) for line in lines]


def _narrowed(line: str, wide: float) -> str:
    size = len(line)
    while size > 2 and _width(_clipped(line, size)) > wide:
        size -= 1
    return _clipped(line, size)


def _width(words: str) -> float:
    """The width of a name in the widest usual family of type, bold in 12 pixels."""
    return sum(
        5 if letter in _NARROW else 12.5 if letter in _WIDE else 11 if letter in _ARROWS else 8.3 for letter in words
    )


def outcome_panel(case: Case, axis: Axis, term: Term) -> Panel:
    """The coded outcome as a step line over its ordered values; contested periods as hatched ranges."""
    order = case.codebook.values(term)
    height = _LEVEL * len(order)
    parts = [_label(0, str(term))]

    def y(place: float) -> float:
        return height - _LEVEL * (place + 0.5)

    for place, value in enumerate(order):
        parts.append(_line(LEFT, y(place), RIGHT, y(place), "grid"))
        parts.append(_text(LEFT - 10, y(place) + 4, value, "tick", "end"))
    indicators = case.indicators.get(term, {})
    ends: list[tuple[float, str, str]] = []
    for number, name in enumerate(indicators):
        other = under_indicator(case, term, name)
        offset = _APART * (number - (len(indicators) - 1) / 2)
        codings = {n: other.coding(term, n) for n in range(case.first, case.last + 1)}
        parts += _steps(axis, codings, order, partial(_shifted, y, offset), f"indicator line-{number % 4}")
        last = _last_level(codings, order)
        if last is not None:
            ends.append((y(last) + offset, name, f"indicator-name line-{number % 4}"))
    codings = {n: case.coding(term, n) for n in range(case.first, case.last + 1)}
    parts += _steps(axis, codings, order, y, "outcome")
    last = _last_level(codings, order)
    if last is not None:
        ends.append((y(last), "coded outcome", "outcome-name"))
    parts += _end_labels(ends, height)
    return Panel(_joined(parts), height)


def _steps(
    axis: Axis, codings: Mapping[int, Coding], order: Sequence[str], y: Callable[[float], float], kind: str
) -> Iterable[Markup]:
    """A line at the level of each period, joined at their borders; a contested period is a hatched range."""
    before: tuple[float, ...] = ()
    for number, coding in codings.items():
        left, right = axis.period(number)
        levels = tuple(y(order.index(value)) for value in coding.values)
        if not levels and kind == "outcome":
            yield _text((left + right) / 2, y(0) + 4, "?", "small")
        if len(levels) > 1 and kind == "outcome":
            yield Markup('<rect class="outcome-range" x="{}" y="{}" width="{}" height="{}"/>').format(
                short(left), short(min(levels)), short(right - left), short(max(levels) - min(levels))
            )
        if before and levels:
            start, end = min(((a, b) for a in before for b in levels), key=lambda pair: abs(pair[0] - pair[1]))
            if start != end:
                yield _line(left, start, left, end, kind)
        for level in levels:
            yield _line(left, level, right, level, kind if len(levels) == 1 else f"{kind} contested")
        before = levels


def _last_level(codings: Mapping[int, Coding], order: Sequence[str]) -> float | None:
    """The level at which the last period ends, or None where it is missing."""
    coding = codings[max(codings)]
    if coding.is_missing:
        return None
    places = [order.index(value) for value in coding.values]
    return (min(places) + max(places)) / 2


def _end_labels(ends: Sequence[tuple[float, str, str]], height: float) -> Iterable[Markup]:
    """Names at the ends of lines, moved apart so that none covers another, each joined to its line."""
    ends = sorted(ends, key=lambda end: end[0])
    placed: list[float] = []
    for level, _, _ in ends:
        placed.append(max(level, placed[-1] + 14) if placed else level)
    over = max(0.0, placed[-1] - (height - 4)) if placed else 0.0
    for (level, name, kind), at in zip(ends, placed, strict=True):
        shown = at - over
        yield _line(RIGHT, level, _END - 3, shown, "leader")
        yield _text(_END, shown + 4, name, f"end {kind}", "start")


def series_panel(case: Case, axis: Axis, series: Series) -> Panel:
    """Numbers by year as a thin line with its points; dotted cut points where codings derive from it."""
    shown = {year: value for year, value in sorted(series.values.items()) if axis.shows(year)}
    cuts = _cuts(case, series)
    top = max([*shown.values(), *(cut for _, cut in cuts)])
    low = min([*shown.values(), Fraction(0)])
    spread = top - low or Fraction(1)

    def y(value: Fraction) -> float:
        return float(_SERIES - 6 - (value - low) / spread * (_SERIES - 14))

    points = [(axis.at(year + 0.5), y(value)) for year, value in shown.items()]
    parts = [_wrapped_label(series.label or series.name, series.unit)]
    parts.append(_line(LEFT, y(low), RIGHT, y(low), "grid"))
    for value, cut in cuts:
        parts.append(_line(axis.start, y(cut), RIGHT, y(cut), "cut"))
        parts.append(_text(axis.start + 4, y(cut) - 2.5, f"{value} from {_number(cut)}", "cut-name", "start"))
    path = " ".join(f"{'L' if n else 'M'}{short(px)} {short(py)}" for n, (px, py) in enumerate(points))
    parts.append(Markup('<path class="series" d="{}"/>').format(path))
    parts += [
        Markup('<circle class="series-point" cx="{}" cy="{}" r="1.8"><title>{}: {} {}</title></circle>').format(
            short(px), short(py), year, _number(value), series.unit
        )
        for (px, py), (year, value) in zip(points, shown.items(), strict=True)
    ]
    last = max(shown)
    highest = max(shown, key=lambda year: shown[year])
    words = f"{_number(shown[last])} in {last}"
    if highest != last:
        words += f", highest {_number(shown[highest])} in {highest}"
    for row, line in enumerate(textwrap.wrap(words, _END_CHARACTERS)[:2]):
        parts.append(_text(_END, 24 + 14 * row, line, "end", "start"))
    return Panel(_joined(parts), _SERIES)


def _wrapped_label(name: str, unit: str) -> Markup:
    lines = _two_lines(name, LEFT)
    parts = [_text(4, 14 + 14 * row, line, "lane-name", "start") for row, line in enumerate(lines)]
    if unit:
        parts.append(_text(4, 14 + 14 * len(lines), unit, "small", "start"))
    return _joined(parts)


def _cuts(case: Case, series: Series) -> list[tuple[str, Fraction]]:
    """The cut points at which codings or indicators are derived from the series, lowest first, but the crowded ones."""
    calibrations = [
        *case.calibrations.values(),
        *(i.calibration for named in case.indicators.values() for i in named.values() if i.calibration is not None),
    ]
    cuts = {cut: value for c in calibrations if c.series == series.name for value, cut in c.at_least}
    return [(value, cut) for cut, value in sorted(cuts.items()) if cut >= max(cuts) / 4]


def events_panel(axis: Axis, events: Sequence[tuple[EventView, str]]) -> Panel:
    """Numbered dots at their dates, stacked where they would touch; the numbers are those of the list below."""
    rows: list[float] = []
    parts: list[Markup] = []
    placed = sorted(
        ((at, event) for event, date in events if (at := axis.dated(date)) is not None),
        key=lambda each: (each[0], each[1].number),
    )
    for at, event in placed:
        row = next((n for n, last in enumerate(rows) if at - last >= 19), len(rows))
        if row == len(rows):
            rows.append(at)
        rows[row] = at
        number = _text(at, 15.5 + 20 * row, str(event.number), "dot")
        parts.append(
            Markup('<g class="event"><title>{}: {}</title><circle cx="{}" cy="{}" r="8.5"/>{}</g>').format(
                event.date, event.what, short(at), short(12 + 20 * row), number
            )
        )
    height = max(24, 20 * len(rows) + 4)
    ticks: list[Markup] = []
    assert axis.years is not None
    step = 1 if axis.years[1] - axis.years[0] < 14 else 5
    for year in range(axis.years[0], axis.years[1] + 1):
        if year % step == 0:
            ticks.append(_line(axis.at(year), 0, axis.at(year), height, "year"))
            ticks.append(_text(axis.at(year) + 3, height + 11, str(year), "small", "start"))
    return Panel(_joined([_wrapped_label("Events", "numbered as listed below"), *ticks, *parts]), height + 12)


def lanes_panel(case: Case, axis: Axis, records: Sequence[Record]) -> Panel:
    """A lane for each theory: what it says in the leading reading beside what happened there, on the verdict's fill."""
    parts = [
        _text(4, 12, "Says | observed", "lane-name", "start"),
        _text(RIGHT, 12, f"{records[0].explains}", "small", "end"),
    ]
    top = 20.0
    for benchmark in (False, True):
        for record in records:
            if record.theory.benchmark is not benchmark:
                continue
            parts.append(_text(4, top + 17, _clipped(record.theory.heading, 21), "lane-name", "start"))
            parts += [_lane_cell(axis, record, judgement, top) for judgement in record.judgements]
            top += _LANE
        top += 6
    return Panel(_joined(parts), top)


def _lane_cell(axis: Axis, record: Record, judgement: Judgement, top: float) -> Markup:
    left, right = axis.period(judgement.period)
    shown, found = mark(judgement.likeliest), judgement.read
    prediction, observed = (found.prediction, found.observed) if found is not None else (None, None)
    if record.explains.change:
        said = wording.arrows(record.explains, prediction) or "–"
        seen = wording.arrows(record.explains, observed) or "?"
    else:
        said = wording.outcome_words(prediction or ()) or "–"
        seen = wording.outcome_words(observed or ()) or "?"
    is_open = judgement.likeliest == "open"
    free = right - _HATCH if is_open else right
    tight = [part.replace(" ", "") if record.explains.change else part for part in (said, seen)]
    # Where there is room for one of the two only, it is the prediction: what was observed is drawn above.
    ways = (f"{shown.glyph}  {said} | {seen}", f"{shown.glyph} {tight[0]} | {tight[1]}", f"{shown.glyph} {tight[0]}")
    words = next((way for way in ways if _width(way) <= free - left), _narrowed(ways[-1], free - left))
    chance = "" if judgement.leading is None else f" {unbroken_percent(judgement.leading.probability)}"
    spoken = f"{record.theory.heading}: {judgement.likeliest}{chance}"
    place = (short(left + 1.5), short(top + 2), short(right - left - 3), _LANE - 4)
    hatch = (
        Markup('<rect class="lane-hatch" x="{}" y="{}" width="{}" height="{}"/>').format(
            short(right - _HATCH - 1.5), place[1], _HATCH, place[3]
        )
        if is_open
        else Markup("")
    )
    weak = " weak" if judgement.leading is not None and judgement.leading.probability < Fraction(1, 2) else ""
    drawing = '<g><title>{}</title><rect class="lane tone-{}" x="{}" y="{}" width="{}" height="{}"/>{}{}</g>'
    inside = _text((left + free) / 2, top + 17, words, f"on-{shown.tone}")
    return Markup(drawing).format(spoken, shown.tone + weak, *place, hatch, inside)


def _shifted(y: Callable[[float], float], offset: float, place: float) -> float:
    return y(place) + offset


def _number(value: Fraction) -> str:
    number = float(value)
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


def _clipped(words: str, size: int) -> str:
    return words if len(words) <= size else words[: max(1, size - 1)] + "…"


def _label(y: float, words: str) -> Markup:
    return _text(4, y + 14, words, "lane-name", "start")


def _text(x: float, y: float, words: str, kind: str, at: str = "middle") -> Markup:
    return Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>').format(
        kind, short(x), short(y), at, words
    )


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    return Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
        kind, short(x1), short(y1), short(x2), short(y2)
    )


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)
