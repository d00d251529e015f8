"""The panels of the timeline, each drawn from its own top edge down."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from checker.logic.formula import Term
from checker.report.page.matrix import level
from checker.report.page.parts import PeriodHead
from checker.report.page.timeline_axis import LEFT, RIGHT, WIDTH, Axis, short
from checker.report.page.view import EventView
from checker.report.words.phrases import capital
from checker.study.calibration import under_indicator
from checker.study.case import Calibration, Case, Coding, Series
from checker.study.term_period import TermPeriod

_LEVEL, _SERIES, _ROW = 30, 62, 23
_APART = 5.0
"""How far the lines of indicators are drawn from each other, so that all are seen at one level."""
_END = RIGHT + 12
_END_CHARACTERS = 22
_GAP = 3.0
_YEARS = 18
_DOT = 10.0
_ROWS = 9
"""So many rows of events are labelled; in the others they have their numbers only."""
_LABEL_CHARACTERS = 34
_REGULAR = 0.92
"""How much narrower type is that is not bold."""
_NARROW, _WIDE = "ijltfrIJ.,:;'’|!()- ", "mwMW@%…"


@dataclass(frozen=True)
class Panel:
    drawing: Markup
    height: float


def header(axis: Axis, periods: Sequence[PeriodHead]) -> Panel:
    """The names of the periods over their bands; without their years, which stand on the scale beneath."""
    parts = []
    for head in periods:
        left, right = axis.period(head.number)
        lines = _in_lines(head.heading, right - left - _GAP)
        for row, line in enumerate(lines):
            parts.append(_text(axis.middle(head.number), 30 - 15 * (len(lines) - 1 - row), line))
    return Panel(Markup('<g class="periods">{}</g>').format(_joined(parts)), 36)


def year_panel(axis: Axis) -> Panel:
    """The years, each at its beginning, so far apart that none touches another."""
    assert axis.years is not None
    first, last = axis.years
    wide = (RIGHT - axis.start) / (last + 1 - first)
    step = next((step for step in (1, 2, 5, 10, 20) if step * wide >= 40), 50)
    years = [year for year in range(first, last + 1) if year % step == 0]
    ticks = "".join(f"M{short(axis.at(year))} 0V5" for year in years)
    parts = [_text(axis.at(year) + 3, 14, str(year)) for year in years]
    if axis.before is not None:
        parts.append(_text(LEFT, 14, str(axis.before[0])))
    return Panel(Markup('<g class="years"><path d="{}"/>{}</g>').format(ticks, _joined(parts)), _YEARS)


def outcome_panel(case: Case, axis: Axis, term: Term) -> Panel:
    """The outcome as a step line at its most probable level, on a band of all likely ones; indicators as thin lines."""
    order = case.codebook.values(term)
    height = _LEVEL * len(order)

    def y(place: float) -> float:
        return height - _LEVEL * (place + 0.5)

    grid = "".join(f"M{LEFT} {short(y(place))}H{RIGHT}" for place in range(len(order)))
    values = [_text(LEFT - 10, y(place) + 4, value) for place, value in enumerate(order)]
    parts = [
        _label(0, _narrowed(capital(case.codebook.variables[term.variable].label or str(term)), LEFT - 4)),
        Markup('<path class="grid" d="{}"/><g class="levels">{}</g>').format(grid, _joined(values)),
    ]
    ends: list[tuple[float, str, str]] = []
    indicators = case.indicators.get(term, {})
    for number, name in enumerate(indicators):
        offset = _APART * (number - (len(indicators) - 1) / 2)
        other = under_indicator(case, term, name)
        codings = {n: other.coding(term, n) for n in range(case.first, case.last + 1)}
        steps = {n: tuple(y(order.index(v)) + offset for v in coding.values) for n, coding in codings.items()}
        parts.append(_path(f"indicator line-{number % 4}", _steps(axis, steps)))
        last = _last_level(codings, order)
        if last is not None:
            ends.append((y(last) + offset, name, "indicator-name"))
    likely = {n: level(case, TermPeriod(term, n)) for n in range(case.first, case.last + 1)}
    for number, found in likely.items():
        left, right = axis.period(number)
        if found is None:
            parts.append(_text((left + right) / 2, y(0) + 4, "?", "unknown"))
        elif found[1] != found[2]:
            parts.append(
                Markup('<rect class="likely" x="{}" y="{}" width="{}" height="{}"/>').format(
                    short(left), short(y(found[2]) - 5), short(right - left), short(y(found[1]) - y(found[2]) + 10)
                )
            )
    parts.append(
        _path("outcome", _steps(axis, {n: () if each is None else (y(each[0]),) for n, each in likely.items()}))
    )
    final = likely[case.last]
    if final is not None:
        ends.append((y(final[0]), "as coded", "outcome-name"))
    return Panel(_joined([*parts, *_end_labels(ends, height)]), height)


def _steps(axis: Axis, levels: Mapping[int, tuple[float, ...]]) -> str:
    """A line at the level of each period, joined at their borders."""
    drawn = ""
    before: float | None = None
    for number, own in levels.items():
        left, right = (short(edge) for edge in axis.period(number))
        single = own[0] if len(own) == 1 else None
        if single is not None and before is not None:
            drawn += (f"V{short(single)}" if single != before else "") + f"H{right}"
        else:
            drawn += "".join(f"M{left} {short(each)}H{right}" for each in own)
        before = single
    return drawn


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
    for at, _, _ in ends:
        placed.append(max(at, placed[-1] + 15) if placed else at)
    over = max(0.0, placed[-1] - (height - 4)) if placed else 0.0
    leaders = "".join(
        f"M{RIGHT} {short(at)}L{short(_END - 3)} {short(shown - over)}"
        for (at, _, _), shown in zip(ends, placed, strict=True)
    )
    yield _path("leader", leaders)
    for (_, name, kind), shown in zip(ends, placed, strict=True):
        yield _text(_END, shown - over + 4, _narrowed(name, WIDTH - _END), kind)


def counting_calibrations(case: Case, explained: Iterable[Term]) -> Iterable[Calibration]:
    """What codings rest on: the calibrations of the case, and those of indicators of what is explained."""
    yield from case.calibrations.values()
    for term in explained:
        for indicator in case.indicators.get(term, {}).values():
            if indicator.calibration is not None:
                yield indicator.calibration


def series_panel(axis: Axis, series: Series, calibrations: Iterable[Calibration]) -> Panel:
    """Numbers by year as a thin line that breaks at missing years; dotted cut points where codings derive from it."""
    shown = {year: value for year, value in sorted(series.values.items()) if axis.shows(year)}
    cuts = _cuts(series, calibrations)
    top = max([*shown.values(), *(cut for _, cut in cuts)])
    low = min([*shown.values(), Fraction(0)])
    spread = top - low or Fraction(1)

    def y(value: Fraction) -> float:
        return float(_SERIES - 8 - (value - low) / spread * (_SERIES - 24))

    line, before = "", None
    for year, value in shown.items():
        line += f"{'L' if before == year - 1 else 'M'}{short(axis.at(year + 0.5))} {short(y(value))}"
        before = year
    parts = [
        _wrapped_label(series.label or series.name, series.unit),
        _path("grid", f"M{LEFT} {short(y(low))}H{RIGHT}"),
    ]
    if cuts:
        parts.append(_path("cut", "".join(f"M{short(axis.start)} {short(y(cut))}H{RIGHT}" for _, cut in cuts)))
        # Side by side, since cut points may lie close to each other.
        parts += [
            _text(axis.start + 4 + 130 * n, y(cut) - 3, f"{value} from {_number(cut)}", "cut-name")
            for n, (value, cut) in enumerate(cuts)
        ]
    unit = f" ({series.unit})" if series.unit else ""
    figures = ", ".join(f"{year}: {_number(value)}" for year, value in shown.items())
    spoken = f"{series.label or series.name}{unit}. {figures}"
    points = "".join(f"M{short(axis.at(year + 0.5))} {short(y(value))}h0" for year, value in shown.items())
    parts += [Markup("<title>{}</title>").format(spoken), _path("series", line), _path("points", points)]
    last = max(shown)
    highest = max(shown, key=lambda year: shown[year])
    words = f"{_number(shown[last])} in {last}"
    if highest != last:
        words += f", highest {_number(shown[highest])} in {highest}"
    for row, each in enumerate(textwrap.wrap(words, _END_CHARACTERS)[:2]):
        parts.append(_text(_END, 30 + 15 * row, each))
    return Panel(Markup("<g>{}</g>").format(_joined(parts)), _SERIES)


def _cuts(series: Series, calibrations: Iterable[Calibration]) -> list[tuple[str, Fraction]]:
    """The cut points at which codings or indicators are derived from the series, lowest first, but the crowded ones."""
    cuts = {cut: value for each in calibrations if each.series == series.name for value, cut in each.at_least}
    return [(value, cut) for cut, value in sorted(cuts.items()) if cut >= max(cuts) / 4]


def events_panel(axis: Axis, events: Sequence[tuple[EventView, str]]) -> Panel:
    """Numbered dots at their dates, with what happened beside them where there is room; the list below has all."""
    placed = sorted(
        ((at, event) for event, date in events if (at := axis.dated(date)) is not None),
        key=lambda each: (each[0], each[1].number),
    )
    ends: list[float] = []
    dots: list[Markup] = []
    labels: list[Markup] = []
    for at, event in placed:
        words = _briefly(event.what)
        row, to_left = _room(ends, at, _REGULAR * _width(words) + 6)
        y = _DOT + 2 + _ROW * row
        dots.append(Markup('<circle cx="{}" cy="{}" r="{}"/>').format(short(at), short(y), short(_DOT)))
        labels.append(_text(at, y + 4.5, str(event.number), "dot"))
        if to_left is not None:
            labels.append(
                _text(at - _DOT - 3 if to_left else at + _DOT + 3, y + 4.5, words, "before" if to_left else "")
            )
    height = _ROW * max(2, sum(end > 0 for end in ends)) + 2
    drawn = Markup('<g class="events-drawn">{}{}</g>').format(_joined(dots), _joined(labels))
    return Panel(_joined([_wrapped_label("Events", "numbered as in the list"), drawn]), height)


def _room(ends: list[float], at: float, wide: float) -> tuple[int, bool | None]:
    """The row of a dot, and whether its label stands to the left of it; None where it has none.

    `ends` says how far each row is taken, and is brought up to date.
    """
    rows = range(_ROWS)
    left, right = at - _DOT - 2, at + _DOT + 2
    ends += [0.0] * (_ROWS - len(ends))
    row = next((n for n in rows if ends[n] <= left), None)
    if row is not None and right + wide <= WIDTH:
        ends[row] = right + wide
        return row, False
    before = next((n for n in rows if ends[n] <= left - wide and left - wide >= LEFT), None)
    if before is not None:
        ends[before] = right
        return before, True
    row = next((n for n, end in enumerate(ends) if end <= left), len(ends))
    if row == len(ends):
        ends.append(0.0)
    ends[row] = right
    return row, None


def _briefly(words: str) -> str:
    """What happened in a few words: up to the first stop, or as far as there is room."""
    clause = words.split(";")[0].split(" (")[0].rstrip(".")
    return clause if len(clause) <= _LABEL_CHARACTERS else textwrap.shorten(clause, _LABEL_CHARACTERS, placeholder=" …")


def _in_lines(name: str, wide: float, most: int = 2) -> Sequence[str]:
    """A name in at most so many lines of that width; what is too long is shortened."""
    lines: list[str] = []
    for word in name.split():
        if lines and (len(lines) == most or _width(f"{lines[-1]} {word}") <= wide):
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
    """The width of a name in the widest usual family of type, bold in 13 pixels."""
    return sum(5.2 if letter in _NARROW else 13.2 if letter in _WIDE else 8.6 for letter in words)


def _wrapped_label(name: str, unit: str) -> Markup:
    lines = _in_lines(capital(name), LEFT - 4, 3)
    parts = [_label(15 * row, line) for row, line in enumerate(lines)]
    for row, line in enumerate(_in_lines(unit, (LEFT - 4) / _REGULAR, max(1, 4 - len(lines))), len(lines)):
        parts.append(_text(4, 14 + 15 * row, line, "unit"))
    return _joined(parts)


def _number(value: Fraction) -> str:
    number = float(value)
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


def _clipped(words: str, size: int) -> str:
    return words if len(words) <= size else words[: max(1, size - 1)].rstrip() + "…"


def _label(y: float, words: str) -> Markup:
    return _text(4, y + 14, words, "name")


def _text(x: float, y: float, words: str, kind: str = "") -> Markup:
    own = Markup(' class="{}"').format(kind) if kind else Markup("")
    return Markup('<text{} x="{}" y="{}">{}</text>').format(own, short(x), short(y), words)


def _path(kind: str, drawn: str) -> Markup:
    return Markup('<path class="{}" d="{}"/>').format(kind, drawn)


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)
