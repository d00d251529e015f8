"""`check` for a terminal, the answer first: legible at 80 columns, with and without colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest

from checker.analysis.verdicts.judgement import Judgement, Record, Verdict
from checker.analysis.verdicts.overview import Hinge, Overview
from checker.report.check.document import readings_of
from checker.report.check.matrix import Cell, Matrix, Row, Seen, matrices
from checker.report.render.colour import Style, styled
from checker.report.render.document import wrapped
from checker.report.render.wrapping import in_lines
from checker.report.words.answer import answer
from checker.report.words.labels import figure, label, percent
from checker.report.words.verdicts import (
    ARROWS,
    GLYPHS,
    IN_SHORT,
    caution,
    chances_words,
    limits,
    listed,
    notes,
    open_words,
    reading_words,
    why,
    word,
    years,
)
from checker.study.case import Case

LABEL, CELL, TRACK = 12, 15, 4
NARROW = 8
"""The narrowest cell, which shows marks and no words."""
HEADING = 11
# Blue against orange-like yellow: told apart by readers who do not see red and green.
_COLOURS: dict[Verdict, tuple[Style, ...]] = {
    "predicted": ("blue", "bold"),
    "expected": ("blue",),
    "contradicted": ("yellow", "bold"),
    "incoherent": ("yellow", "bold"),
    "denies conditions": ("yellow", "bold"),
    "against expectation": ("yellow",),
    "silent": ("dim",),
    "untestable": ("dim",),
    "out of scope": ("dim",),
    "unobserved": ("dim",),
    "open": ("dim",),
    "unknown": ("dim",),
}


def check_text(
    view: Overview, width: int = 80, colour: bool = False, changed: Sequence[str] = (), verbose: bool = False
) -> str:
    """The whole answer of `check` for one case; `changed` says what this run changes."""
    case = view.result.case
    explained = dict.fromkeys(record.explains for record in view.result.records)
    rows = [*_title(case, listed(map(str, explained)), width, colour)]
    if changed:
        rows += [*wrapped(f"This run {listed(changed)}.", width), ""]
    rows += wrapped(" ".join(answer(view)), width)
    for matrix in matrices(view.result):
        rows += _matrix(matrix, width, colour)
    rows += _turning(view, width)
    rows += _readings(view, width)
    rows += _section("Note", notes(view) if verbose else [caution(view)], width)
    rows += _section("Limit", limits(view.result), width)
    if verbose:
        rows += _details(view, width, colour)
    return "\n".join(row.rstrip() for row in rows) + "\n"


def _title(case: Case, subject: str, width: int, colour: bool) -> Iterable[str]:
    title = case.heading
    gap = width - len(title) - len(subject)
    *over, last = in_lines(title, width) if gap <= 1 else [title]
    yield from (styled(line, colour, ("bold",)) for line in over)
    yield styled(last, colour, ("bold",)) + (" " * gap + subject if gap > 1 else "")
    if gap <= 1:
        yield subject


def _matrix(matrix: Matrix, width: int, colour: bool) -> Iterable[str]:
    """Verdicts in words where the periods have room side by side, else in marks; in several blocks if they must."""
    room = width - LABEL - 2 * TRACK
    cell = min(CELL, max(NARROW, room // len(matrix.periods)))
    columns = max(1, room // cell)
    draw = _Drawing(matrix, cell, colour)
    for start in range(0, len(matrix.periods), columns):
        yield ""
        yield from draw.block(range(start, min(start + columns, len(matrix.periods))))
    yield from (styled(line, colour, ("dim",)) for line in wrapped(draw.legend(), width))


@dataclass(frozen=True)
class _Drawing:
    """A matrix in cells of one width."""

    matrix: Matrix
    cell: int
    colour: bool

    @property
    def in_words(self) -> bool:
        return self.cell == CELL

    def block(self, places: range) -> Iterable[str]:
        """The periods at these places, and after the last one the record."""
        last = places.stop == len(self.matrix.periods)
        periods = [self.matrix.periods[place] for place in places]
        names = [in_lines(period.id, self.cell - 1) for period in periods]
        dates = [in_lines(years(period), self.cell - 1) for period in periods]
        heads = [*zip_longest(*names, fillvalue=""), *zip_longest(*dates, fillvalue="")]
        track = ("   A   B" if self.matrix.has_turns else "   A") if last else ""
        for line, head in enumerate(each for each in heads if any(each)):
            yield " " * LABEL + "".join(f" {part}".ljust(self.cell) for part in head) + (track if line == 0 else "")
        yield "observed".ljust(LABEL) + "".join(self._seen(self.matrix.observed[place]) for place in places)
        for row in self.matrix.rows:
            yield from self._row(row, places, last)

    def _row(self, row: Row, places: range, last: bool) -> Iterable[str]:
        """The leading verdicts, and in the lines below those that come within a few points of them."""
        names = in_lines(row.theory.heading + ("*" if row.theory.benchmark else ""), LABEL)
        stacks = [self._stack(row.cells[place]) for place in places]
        for line in range(max(len(names), *map(len, stacks))):
            cells = "".join(self._coloured(*stack[line]) if line < len(stack) else " " * self.cell for stack in stacks)
            track = self._track(row) if last and line == 0 else ""
            yield (names[line] if line < len(names) else "").ljust(LABEL) + cells + track

    def _stack(self, cell: Cell) -> list[tuple[Verdict, str]]:
        """The lines of a cell, each with the verdict that colours it."""
        if not self.in_words:
            marks = " ".join(f"{GLYPHS[v]}\u00a0{_chance(p)}".strip() for v, p in cell.verdicts)
            return [(cell.leading, line) for line in in_lines(marks, self.cell - 1)]
        return [(v, f"{GLYPHS[v]} {_word(v, p)} {_chance(p)}".rstrip()) for v, p in cell.verdicts]

    def _coloured(self, verdict: Verdict, words: str) -> str:
        return " " + styled(words, self.colour, _COLOURS.get(verdict, ())) + " " * (self.cell - 1 - len(words))

    def _track(self, row: Row) -> str:
        shares = (row.unrefuted, row.both) if self.matrix.has_turns else (row.unrefuted,)
        return "".join(("–" if share is None else figure(share)).rjust(TRACK) for share in shares)

    def _seen(self, seen: Seen) -> str:
        if seen.words:
            return f" {seen.words if self.in_words else '?'}".ljust(self.cell)
        mark = f"{ARROWS[seen.outcome]} " if self.matrix.explains.change else ""
        if mark and not self.in_words:
            return f" {mark}{_chance(seen.chance)}".ljust(self.cell)
        share = f" {_chance(seen.chance)}".rstrip()
        room = self.cell - 2 - len(mark) - len(share)
        shown = seen.outcome if len(seen.outcome) <= room else seen.outcome[: room - 1] + "…"
        return f" {mark}{shown}{share}".ljust(self.cell)

    def legend(self) -> str:
        """What the numbers are, and every verdict that is on the screen."""
        shown = {verdict for row in self.matrix.rows for cell in row.cells for verdict, _ in cell.verdicts}
        known = [verdict for verdict in IN_SHORT if verdict in shown]
        if self.in_words:
            words = [f"{GLYPHS[v]} {v}, {IN_SHORT[v]}" for v in known]
        else:
            marks = dict.fromkeys(GLYPHS[v] for v in known)
            words = [f"{mark} {listed((v for v in known if GLYPHS[v] == mark), 'or')}" for mark in marks]
        both = "; B: and all turns right" if self.matrix.has_turns else ""
        benchmark = " *: benchmark." if any(row.theory.benchmark for row in self.matrix.rows) else ""
        return f"In %. A: never contradicted{both}.{benchmark} {'; '.join(words)}."


def _word(verdict: Verdict, chance: Fraction | None) -> str:
    return word(verdict) if _chance(chance) or len(verdict) > CELL - 3 else verdict


def _chance(chance: Fraction | None) -> str:
    """The chance in per cent, or nothing where it is certain or not known."""
    return "" if chance is None or chance == 1 else figure(chance)


def _turning(view: Overview, width: int) -> Iterable[str]:
    """The coding that most turns each theory's verdicts, and to what; theories that the same one turns in a line."""
    case, grouped = view.result.case, dict[tuple[object, ...], list[tuple[str, Hinge]]]()
    names = _first_words([record.theory.heading for record in view.rivals])
    for record in view.rivals:
        hinge = view.hinge(record)
        if hinge is not None:
            key = (hinge.judged, hinge.pivot.at, hinge.pivot.value, hinge.pivot.leads)
            grouped.setdefault(key, []).append((names[record.theory.heading], hinge))
    rows = []
    for together in grouped.values():
        hinge, pivot = together[0][1], together[0][1].pivot
        where = "" if hinge.judged == pivot.period_id else f" ({pivot.period_id})"
        chances = sorted(each.pivot.probability for _, each in together)
        rows.append(
            f"{listed(dict.fromkeys(name for name, _ in together))}, {hinge.judged}: {word(pivot.leads)} "
            f"{' to '.join(dict.fromkeys((figure(chances[0]), figure(chances[-1]))))} if "
            f"{label(case.codebook, pivot.term, case)}{where} is {pivot.value}"
        )
    return _section("Turned by", rows, width)


def _first_words(headings: Sequence[str]) -> dict[str, str]:
    """The first word of each title where these differ, else the titles."""
    short = {heading: heading.split()[0] for heading in headings}
    return short if len(set(short.values())) == len(short) else {heading: heading for heading in headings}


def _readings(view: Overview, width: int) -> Iterable[str]:
    """A line a named reading with the marks of its leading verdicts, in the order of the matrix."""
    named = readings_of(view)
    wide = max((len(each.name) for each in named), default=0) + 2
    rows = [
        each.name.ljust(wide) + " ".join("".join(GLYPHS[v] for v in verdicts) for verdicts in each.verdicts)
        for each in named
    ]
    order = "  theories in the order above"
    if rows and len(rows[0]) + len(order) <= width - HEADING:
        rows[0] += order
    return _section("By reading", rows, width)


def _section(heading: str, rows: Sequence[str], width: int) -> Iterable[str]:
    """The rows beside a heading; what has room keeps its spaces."""
    for n, row in enumerate(filter(None, rows)):
        first = (heading if n == 0 else "").ljust(HEADING)
        yield from [first + row] if len(first + row.rstrip()) <= width else wrapped(row, width, first, " " * HEADING)


def _details(view: Overview, width: int, colour: bool) -> Iterable[str]:
    """Each cell in full: its chances, what the theory says in the leading reading and why."""
    case = view.result.case
    for record in view.result.records:
        yield ""
        yield styled(record.theory.heading, colour, ("bold",))
        for j in record.judgements:
            yield from _detail(case, record, j, width)


def _detail(case: Case, record: Record, j: Judgement, width: int) -> Iterable[str]:
    parts = [why(case, record, j)]
    if j.settled_otherwise:
        parts.append(f"As coded, with no doubt counted: {j.verdict}.")
    if j.verdict == "open":
        parts.append(f"As coded: {open_words(case, j)}.")
    if j.leading is not None and j.leading.reading:
        parts.append(f"Read with {reading_words(case, j)}.")
    if j.without_exhaustive is not None and j.without_exhaustive != j.probability:
        ranked = sorted(j.without_exhaustive, key=lambda each: -each[1])
        parts.append("Without its claims to completeness: " + ", ".join(f"{v} {percent(p)}" for v, p in ranked) + ".")
    head = f"{j.period_id}: {chances_words(j) or j.verdict}. "
    yield from wrapped(head + " ".join(parts), width, "  ", "    ")
