"""`check` for a terminal, the answer first: legible at 80 columns, with and without colour."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from checker.analysis.verdicts.judgement import Judgement, Record, Verdict
from checker.analysis.verdicts.overview import Overview
from checker.report.render.colour import Style, styled
from checker.report.render.wrapping import in_lines
from checker.report.words import verdicts as wording
from checker.report.words.answer import answer
from checker.report.words.labels import figure, label, percent
from checker.report.words.verdicts import GLYPHS, NEAR, listed
from checker.study.case import Case

LABEL, CELL, TRACK = 12, 15, 4
HEADING = 11
AS_CODED = "as coded"
"""Marks, below a leading verdict, the other one that the codings settle where their doubt is not counted."""
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
    case, records = view.result.case, view.result.records
    explained = list(dict.fromkeys(record.explains for record in records))
    rows = [*_title(case, listed(map(str, explained)), width, colour)]
    if changed:
        rows += [*textwrap.wrap(f"This run {listed(changed)}.", width), ""]
    rows += textwrap.wrap(" ".join(answer(view)), width, break_on_hyphens=False)
    for explains in explained:
        alike = [r for r in records if r.explains == explains]
        rows += _matrix(case, alike, width, colour)
    rows += _turning(view, width)
    rows += _readings(view, width)
    rows += _section("Note", wording.notes(view) if verbose else [wording.caution(view)], width)
    rows += _section("Limit", wording.limits(view.result), width)
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


def _matrix(case: Case, records: Sequence[Record], width: int, colour: bool) -> Iterable[str]:
    columns = max(1, (width - LABEL - 2 * TRACK) // CELL)
    numbers = [j.period for j in records[0].judgements]
    for start in range(0, len(numbers), columns):
        yield ""
        last = start + columns >= len(numbers)
        yield from _block(case, records, numbers[start : start + columns], last, colour)
    yield from (styled(line, colour, ("dim",)) for line in textwrap.wrap(_legend(records), width))


def _block(case: Case, records: Sequence[Record], numbers: Sequence[int], last: bool, colour: bool) -> Iterable[str]:
    periods = [case.period(n) for n in numbers]
    names = [in_lines(p.id, CELL - 1) for p in periods]
    tall = max(map(len, names))
    for row in range(tall):
        track = ("   A   B" if has_turns(records) else "   A") if last and row == tall - 1 else ""
        cells = ((" " + (name[row] if row < len(name) else "")).ljust(CELL) for name in names)
        yield " " * LABEL + "".join(cells) + track
    if any(p.years for p in periods):
        yield " " * LABEL + "".join((" " + wording.years(p)).ljust(CELL) for p in periods)
    yield "observed".ljust(LABEL) + "".join(_observed(records, n) for n in numbers)
    for benchmark in (False, True):
        shown = [r for r in records if r.theory.benchmark is benchmark]
        for record in shown:
            yield from _theory_rows(record, numbers, last, has_turns(records), colour)


def _theory_rows(record: Record, numbers: Sequence[int], last: bool, both: bool, colour: bool) -> Iterable[str]:
    """The leading verdicts, and in the rows below those that come within a few points of them."""
    own = {j.period: j for j in record.judgements}
    names = in_lines(record.theory.heading + ("*" if record.theory.benchmark else ""), LABEL)
    stacks = [_cells(own[n]) for n in numbers]
    for row in range(max(len(names), *(len(stack) for stack in stacks))):
        cells = "".join(_styled_cell(stack[row], colour) if row < len(stack) else " " * CELL for stack in stacks)
        track = _track(record, both) if last and row == 0 else ""
        yield (names[row] if row < len(names) else "").ljust(LABEL) + cells + track


def _cells(judgement: Judgement) -> list[tuple[Verdict, str]]:
    """The leading verdict with its chance, unless it is certain, then every one near it."""
    if judgement.leading is None or judgement.leading.probability == 1:
        return [(judgement.likeliest, "")]
    chance = dict(judgement.probability or ())
    coded = [(judgement.verdict, AS_CODED)] if judgement.settled_otherwise else []
    return [(v, figure(chance[v])) for v in (judgement.leading.verdict, *wording.others(judgement, NEAR))] + coded


def _styled_cell(cell: tuple[Verdict, str], colour: bool) -> str:
    verdict, chance = cell
    if chance == AS_CODED:
        return f" {AS_CODED} {GLYPHS[verdict]}".ljust(CELL)
    name = wording.word(verdict) if chance or len(verdict) > CELL - 3 else verdict
    words = f"{GLYPHS[verdict]} {name} {chance}".rstrip()
    return " " + styled(words, colour, _COLOURS.get(verdict, ())) + " " * (CELL - 1 - len(words))


def _track(record: Record, both: bool) -> str:
    track = record.track
    # What claims nothing in most periods is not put to the test.
    tested = track.undecided is not None and 2 * track.undecided < track.periods
    shown = [each if tested else None for each in (track.unrefuted, track.both)[: 1 + both]]
    return "".join(("–" if chance is None else figure(chance)).rjust(TRACK) for chance in shown)


def has_turns(records: Sequence[Record]) -> bool:
    """Whether any record says how likely every turn is borne out: where the outcome may have risen and fallen."""
    return any(record.track.both is not None for record in records)


def _observed(records: Sequence[Record], number: int) -> str:
    found = wording.seen_outcomes(records, number)
    if found is None:
        return f" {wording.unseen(records, number)}".ljust(CELL)
    outcome, chance = max(found.observed_probability or (), key=lambda each: each[1])
    mark = f"{wording.ARROWS[outcome]} " if records[0].explains.change else ""
    share = "" if chance == 1 else f" {figure(chance)}"
    room = CELL - 2 - len(mark) - len(share)
    shown = outcome if len(outcome) <= room else outcome[: room - 1] + "…"
    return f" {mark}{shown}{share}".ljust(CELL)


def _legend(records: Sequence[Record]) -> str:
    """What the numbers are, and every verdict that is on the screen."""
    shown = {verdict for r in records for j in r.judgements for verdict, _ in _cells(j)}
    words = [f"{GLYPHS[v]} {v}, {wording.IN_SHORT[v]}" for v in wording.IN_SHORT if v in shown]
    both = "; B: and all turns right" if has_turns(records) else ""
    marks = " *: benchmark." if any(r.theory.benchmark for r in records) else ""
    if any(j.settled_otherwise for r in records for j in r.judgements):
        words.append(f"{AS_CODED}: if no coding were in doubt")
    return f"In % (sentences: given the turn). A: never contradicted{both}.{marks} {'; '.join(words)}."


def _turning(view: Overview, width: int) -> Iterable[str]:
    """One line a theory: the coding that most turns its verdicts, and to what."""
    case, rows = view.result.case, []
    names = _first_words([record.theory.heading for record in view.rivals])
    for record in view.rivals:
        hinge = view.hinge(record)
        if hinge is not None:
            pivot = hinge.pivot
            where = "" if hinge.judged == pivot.period_id else f" ({pivot.period_id})"
            then = f"{wording.word(pivot.leads)} {figure(pivot.probability)}"
            rows.append(
                f"  {names[record.theory.heading]}, {hinge.judged}: {then} if "
                f"{label(case.codebook, pivot.place.term, case)}{where} is {pivot.value}"
            )
    if rows:
        yield "What turns each theory's verdict:"
        for row in rows:
            yield from textwrap.wrap(row, width, subsequent_indent="    ")


def _first_words(headings: Sequence[str]) -> dict[str, str]:
    """The first word of each title where these differ, else the titles."""
    short = {heading: heading.split()[0] for heading in headings}
    return short if len(set(short.values())) == len(short) else {heading: heading for heading in headings}


def _readings(view: Overview, width: int) -> Iterable[str]:
    """A line a named reading with the marks of its leading verdicts, in the order of the matrix."""
    named = [each for each in view.by_reading if each.kind == "reading"]
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
    rows = [row for row in rows if row]
    for n, row in enumerate(rows):
        lines = (
            textwrap.wrap(row, width - HEADING, break_long_words=False, break_on_hyphens=False, drop_whitespace=True)
            if len(row.rstrip()) > width - HEADING
            else [row]
        )
        yield (heading if n == 0 else "").ljust(HEADING) + lines[0]
        yield from (" " * HEADING + line for line in lines[1:])


def _details(view: Overview, width: int, colour: bool) -> Iterable[str]:
    """Each cell in full: its chances, what the theory says in the leading reading and why."""
    case = view.result.case
    for record in view.result.records:
        yield ""
        yield styled(record.theory.heading, colour, ("bold",))
        for j in record.judgements:
            yield from _detail(case, record, j, width)


def _detail(case: Case, record: Record, j: Judgement, width: int) -> Iterable[str]:
    parts = [wording.why(case, record, j)]
    if j.settled_otherwise:
        parts.append(f"As coded, with no doubt counted: {j.verdict}.")
    if j.verdict == "open":
        parts.append(f"As coded: {wording.open_words(j)}.")
    if j.leading is not None and j.leading.reading:
        parts.append(f"Read with {wording.reading_words(case, j)}.")
    if j.without_exhaustive is not None and j.without_exhaustive != j.probability:
        ranked = sorted(j.without_exhaustive, key=lambda each: -each[1])
        parts.append("Without its claims to completeness: " + ", ".join(f"{v} {percent(p)}" for v, p in ranked) + ".")
    head = f"{j.period_id}: {wording.chances_words(j) or j.verdict}. "
    yield from textwrap.wrap(
        head + " ".join(parts),
        width,
        initial_indent="  ",
        subsequent_indent="    ",
        break_long_words=False,
        break_on_hyphens=False,
    )
