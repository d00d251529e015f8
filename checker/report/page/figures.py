"""Pictures for a paper: the matrix, the argument of verdicts and the timeline, each as an SVG file of its own.

They stand without the page: no script, no variable of a style sheet, usual families of type, readable in grey.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup

from checker.analysis.page.dossier import Dossier
from checker.report.page.argument import APART, WIDE, Drawing, argument
from checker.report.page.texts import head, sources_of
from checker.report.page.view import BarPart, Matrix, MatrixCell, MatrixRow, PageView, Seen
from checker.report.words.headline import turns

FONTS = "Arial, LiberationSans, Helvetica, sans-serif"
"""svglib knows Liberation Sans by the name of its file only; programs that draw SVG do not mind the blank."""
_NAMES, _CELL, _TRACK, _EDGE = 190, 172, 78, 10
_BAR = 13
_FILLS = {
    "fits": "#5aa5d6",
    "quiet": "#dddddd",
    "against": "#d9bd4a",
    "undecided": "#ffffff",
    "claimed": "#ffffff",
    "refuted": "#7a3a0c",
}
_KEY = (
    ("fits", "fits"),
    ("quiet", "says nothing against"),
    ("against", "spoke against, not excluded"),
    ("undecided", "undecided"),
    ("claimed", "contradicted only as it claims to name all causes"),
    ("refuted", "contradicted by its laws"),
)
_ARROWS = {"↑": "M5 4V-5M2 -2L5 -5L8 -2", "→": "M0 0H9M6 -3L9 0L6 3", "↓": "M5 -5V4M2 1L5 4L8 1"}
_MATRIX_STYLE = """
text { fill: #111111; font-size: 13px; } .quiet { fill: #444444; } .bold { font-weight: bold; }
.right { text-anchor: end; } .middle { text-anchor: middle; } .small { font-size: 12px; }
.rule { stroke: #bbbbbb; stroke-width: 1; } .arrow { fill: none; stroke: #444444; stroke-width: 1.4; }
.stripes { stroke: #111111; stroke-width: 0.8; } .edge { fill: none; stroke: #444444; stroke-width: 0.8; }
.band { fill: #c9dfee; } .line { fill: none; stroke: #2f77a3; stroke-width: 3; }
"""
_ARGUMENT_STYLE = """
text { fill: #111111; font-size: 13px; } .soft { fill: #444444; } .strong { font-weight: bold; }
.edge { fill: none; stroke: #777777; stroke-width: 1.5; }
rect { fill: #f4f2ec; stroke: #777777; stroke-width: 1; } .doubt rect { stroke: #1d5a80; stroke-width: 2; stroke-dasharray: 6 4; }
.law rect { fill: #ffffff; stroke: #1d5a80; stroke-width: 1.5; }
.tendency rect { fill: #ffffff; stroke: #1d5a80; stroke-width: 1.5; stroke-dasharray: 2 3; }
.end rect { fill: #1d5a80; stroke: #1d5a80; } .end text { fill: #ffffff; }
.missing rect { fill: none; stroke-dasharray: 2 4; }
"""
_TIMELINE_STYLE = """
text { fill: #111111; font-size: 13px; } path { fill: none; stroke-width: 1; } .band { stroke: none; fill: #f2f2f2; }
.periods text { font-weight: bold; text-anchor: middle; } .name, .outcome-name { font-weight: bold; }
.years text, .levels text, .unit, .cut-name { fill: #444444; } .levels text, .before { text-anchor: end; }
.unknown, .dot { text-anchor: middle; } .grid { stroke: #cccccc; } .years path, .leader { stroke: #888888; }
.likely { fill: #5aa5d6; fill-opacity: 0.3; } .outcome { stroke: #2f77a3; stroke-width: 3; }
.indicator { stroke: #555555; stroke-width: 1.2; } .line-1 { stroke-dasharray: 6 3; } .line-2 { stroke-dasharray: 2 3; }
.line-3 { stroke-dasharray: 9 3 2 3; } .series { stroke: #1d5a80; stroke-width: 1.4; }
.points { stroke: #1d5a80; stroke-width: 4; stroke-linecap: round; } .cut { stroke: #888888; stroke-dasharray: 1 4; }
circle { fill: #ffffff; stroke: #1d5a80; stroke-width: 1.2; }
"""


def figures(dossier: Dossier, view: PageView) -> Iterator[tuple[str, str]]:
    """File names with the SVG they hold: each matrix, the arguments of all rivals at every turn, the timeline."""
    references = sources_of(dossier.case, [theory.references for theory in dossier.theories])
    for number, matrix in enumerate(view.matrices, 1):
        yield f"matrix{f'-{number}' if number > 1 else ''}.svg", matrix_figure(view.title, matrix)
    for cell in dossier.cells:
        record, period = cell.record, cell.judgement
        at_turn = {record.judgements[n].period for n in turns([record])}
        if record.theory.benchmark or period.period not in at_turn:
            continue
        drawing = argument(dossier.case, cell, references)
        if drawing is not None:
            explains = f"-{record.explains}" if len(record.theory.explains) > 1 else ""
            name = re.sub(r"[^\w-]+", "-", f"argument-{record.theory.name}{explains}-{period.period_id}")
            title = f"{record.theory.heading}, {head(dossier.case, period.period).heading}: {period.likeliest}"
            yield f"{name}.svg", argument_figure(title, drawing)
    yield "timeline.svg", timeline_figure(view)


def matrix_figure(title: str, matrix: Matrix) -> str:
    """How likely each theory fits in each period, as bars with one number; benchmarks beneath, and the key."""
    columns = len(matrix.periods)
    end = _EDGE + _NAMES + columns * _CELL
    tracks = ("never refuted", "right at every turn") if matrix.has_turns else ("never refuted",)
    width = end + len(tracks) * _TRACK + _EDGE
    parts = [_text(_EDGE, 32, "Chance that the theory fits", "quiet")]
    for n, period in enumerate(matrix.periods):
        parts.append(_text(_left(n), 18, period.heading, "bold"))
        if period.years not in period.heading:
            parts.append(_text(_left(n), 33, period.years, "quiet"))
    for n, words in enumerate(tracks):
        for row, line in enumerate(_split(words)):
            parts.append(_text(end + (n + 1) * _TRACK, 18 + 15 * row, line, "quiet right"))
    top = 42.0
    parts += [_rule(top, width), _text(_EDGE, top + 22, matrix.label or matrix.explains)]
    for n, seen in enumerate(matrix.observed):
        parts += _seen(seen, n, top)
    top += 66
    for rows, is_small in ((matrix.rivals, False), (matrix.benchmarks, True)):
        for each in rows:
            parts += [_rule(top, width), *_row(each, top, is_small, end, matrix.has_turns)]
            top += 40 if is_small else 56
    parts.append(_rule(top, width))
    keys, top = _key(top + 22, width, any(row.is_accommodated for row in matrix.rivals))
    named = f"{title}: how likely each theory fits the {matrix.explains}"
    return _document(named, width, top, _MATRIX_STYLE, Markup("").join([*parts, *keys]))


def argument_figure(title: str, drawing: Drawing) -> str:
    """The boxes and lines as the page draws them."""
    parts = []
    for one, other in drawing.edges:
        source, goal = drawing.boxes[one], drawing.boxes[other]
        left, half = source.x + WIDE, (source.x + WIDE + goal.x) / 2
        start, end = source.y + source.height / 2, goal.y + goal.height / 2
        path = f"M{left} {start}C{half} {start} {half} {end} {goal.x} {end}"
        parts.append(Markup('<path class="edge" d="{}"/>').format(path))
    for box in drawing.boxes:
        # White type on the last box only; a class of its own, since not every program knows which rule is nearer.
        lines = [
            _text(10, 19 + 16 * n, words, style.replace("soft-end", "")) for n, (words, style) in enumerate(box.lines)
        ]
        parts.append(
            Markup('<g class="{}" transform="translate({} {})"><rect width="{}" height="{}" rx="4"/>{}</g>').format(
                box.kind, box.x, box.y, WIDE, box.height, Markup("").join(lines)
            )
        )
    return _document(title, max(drawing.width, WIDE + APART), drawing.height, _ARGUMENT_STYLE, Markup("").join(parts))


def timeline_figure(view: PageView) -> str:
    """The timeline of the page; its events are numbered as in the list there."""
    found = re.fullmatch(r'<svg [^>]*viewBox="0 0 ([\d.]+) ([\d.]+)"[^>]*>(.*)</svg>', view.timeline.drawing, re.DOTALL)
    assert found is not None
    title = f"{view.timeline.title}. {view.timeline.description}"
    return _document(title, float(found[1]), float(found[2]), _TIMELINE_STYLE, Markup(found[3]))


def _document(title: str, width: float, height: float, style: str, drawn: Markup) -> str:
    return str(
        Markup(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}" font-family="{2}" '
            'role="img">\n<title>{3}</title>\n<style>{4}</style>\n{5}\n</svg>\n'
        ).format(f"{width:g}", f"{height:g}", FONTS, title, Markup(style), drawn)
    )


def _left(column: int) -> int:
    return _EDGE + _NAMES + column * _CELL


def _seen(seen: Seen, column: int, top: float) -> Iterable[Markup]:
    """The step of the outcome in a period with the band of likely levels, and what happened in words."""
    left, one = _left(column), 26 / max(1, seen.levels - 1)

    def y(level: int) -> float:
        return top + 36 - one * level

    if seen.band:
        yield _rectangle(left, y(seen.high) - 2, _CELL, y(seen.low) - y(seen.high) + 4, "band")
        yield Markup('<path class="line" d="M{} {}V{}H{}"/>').format(left, y(seen.before), y(seen.at), left + _CELL)
    yield _text(left, top + 56, f"{seen.words} {seen.chance}".strip())


def _row(row: MatrixRow, top: float, is_small: bool, end: float, has_turns: bool) -> Iterable[Markup]:
    name = row.title + (" †" if row.is_accommodated else "")
    for n, line in enumerate(_split(name, 24)):
        yield _text(_EDGE, top + 20 + 15 * n, line, "quiet" if is_small else "bold")
    for column, cell in enumerate(row.cells):
        yield from _cell(cell, _left(column), top, is_small)
    yield _text(end + _TRACK, top + 22, row.track.unrefuted, "right")
    if has_turns:
        yield _text(end + 2 * _TRACK, top + 22, row.track.both, "right")


def _cell(cell: MatrixCell, left: float, top: float, is_small: bool) -> Iterable[Markup]:
    high = 6 if is_small else _BAR
    yield from _bar(cell.bar, left, top + 7, high, cell.is_pale)
    base = top + 7 + high + 14
    yield _text(left, base, f"{cell.fits} fits", "quiet" if is_small else "bold")
    yield from _says(cell.usually or cell.says, left + _CELL - 14, base)
    if not is_small:
        yield _text(left, base + 15, cell.words, "quiet small")


def _bar(parts: Sequence[BarPart], left: float, top: float, high: float, is_pale: bool) -> Iterable[Markup]:
    """Sides beside each other; those that grey would not tell apart have stripes."""
    at, whole = left, _CELL - 14
    for part in parts:
        wide = float(part.percent) / 100 * whole
        fill = Markup(' fill="{}" fill-opacity="{}"').format(_FILLS[part.side], "0.55" if is_pale else "1")
        yield _rectangle(at, top, wide, high, "", fill)
        yield from _stripes(part.side, at, top, wide, high)
        at += wide
    yield _rectangle(left, top, whole, high, "edge")


def _stripes(side: str, left: float, top: float, wide: float, high: float) -> Iterable[Markup]:
    if side == "against":
        drawn = "".join(f"M{left + x:.1f} {top}v{high}" for x in range(3, int(wide), 4))
    elif side == "claimed":
        drawn = "".join(f"M{left:.1f} {top + y}h{wide:.1f}" for y in range(2, int(high), 3))
    else:
        return
    if drawn:
        yield Markup('<path class="stripes" d="{}"/>').format(drawn)


def _says(says: str, right: float, base: float) -> Iterable[Markup]:
    """What a theory says, its arrows drawn, since not every family of type has them."""
    if any(letter not in _ARROWS and letter != " " for letter in says):
        yield _text(right, base, says, "quiet right")
        return
    arrows = [letter for letter in says if letter != " "]
    for n, letter in enumerate(arrows):
        place = f"translate({right - 12 * (len(arrows) - n) + 2:.1f} {base - 4:.1f})"
        yield Markup('<path class="arrow" transform="{}" d="{}"/>').format(place, _ARROWS[letter])


def _key(top: float, width: float, has_built: bool) -> tuple[list[Markup], float]:
    parts: list[Markup] = []
    x = float(_EDGE)
    notes = ["pale: nothing reaches 60 %", *(["† built on this case"] if has_built else [])]
    for side, words in (*_KEY, *(("", note) for note in notes)):
        wide = 6.3 * len(words) + (34 if side else 16)
        if x + wide > width and x > _EDGE:
            x, top = float(_EDGE), top + 20
        if side:
            parts += [
                _rectangle(x, top - 11, 12, 12, "", Markup(' fill="{}"').format(_FILLS[side])),
                *_stripes(side, x, top - 11, 12, 12),
                _rectangle(x, top - 11, 12, 12, "edge"),
            ]
        parts.append(_text(x + (18 if side else 0), top, words, "quiet"))
        x += wide
    return parts, top + 14


def _split(words: str, most: int = 12) -> list[str]:
    lines: list[str] = []
    for word in words.split():
        if lines and (len(lines[-1]) + len(word) < most or len(lines) == 2):
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _text(x: float, y: float, words: str, kind: str = "") -> Markup:
    own = Markup(' class="{}"').format(kind) if kind else Markup("")
    return Markup('<text{} x="{}" y="{}">{}</text>').format(own, f"{x:g}", f"{y:g}", words)


def _rule(y: float, width: float) -> Markup:
    return Markup('<path class="rule" d="M{} {:g}H{:g}"/>').format(_EDGE, y, width - _EDGE)


def _rectangle(x: float, y: float, wide: float, high: float, kind: str, more: str = "") -> Markup:
    own = Markup(' class="{}"').format(kind) if kind else Markup("")
    return Markup('<rect{} x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"{}/>').format(
        own, x, y, wide, high, more
    )
