"""`check` as a document: the answer in words, the matrix, what named readings lead to, and what to keep in mind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from checker.analysis.verdicts.overview import ByReading, Overview
from checker.report.check.matrix import Cell, Matrix, Row, Seen, matrices
from checker.report.render.document import Document, Section, Table
from checker.report.words.answer import answer
from checker.report.words.labels import percent
from checker.report.words.verdicts import limits, listed, notes, years
from checker.study.case import Period


def check_document(view: Overview, changed: Sequence[str] = ()) -> Document:
    """All that `check` says of a case; `changed` says what this run changes."""
    case = view.result.case
    this_run = (f"This run {listed(changed)}.",) if changed else ()
    return Document(
        case.heading,
        (
            Section("Answer", (*this_run, " ".join(answer(view)))),
            Section("Verdicts, given the codings", (), tuple(map(_table, matrices(view.result)))),
            Section("By reading", (), tuple(_readings(view))),
            Section("Notes", tuple(notes(view))),
            Section("Limits", tuple(limits(view.result))),
        ),
    )


def _table(matrix: Matrix) -> Table:
    """A column for each period, then the record; the observed course first."""
    columns = ("", *map(_period, matrix.periods), "never refuted", "and right at every turn")
    observed = ("observed", *map(_seen, matrix.observed), "", "")
    cut = None if matrix.has_turns else -1
    rows = (observed, *map(_row, matrix.rows))
    caption = f"{str(matrix.explains).capitalize()}: the most likely verdict on each period, with its chance"
    return Table(caption, columns[:cut], tuple(row[:cut] for row in rows))


def _row(row: Row) -> tuple[str, ...]:
    name = row.theory.heading + (" (benchmark)" if row.theory.benchmark else "")
    return (name, *map(_cell, row.cells), *map(_share, (row.unrefuted, row.both)))


def _cell(cell: Cell) -> str:
    shown = " or ".join(verdict + ("" if p is None else f" {percent(p)}") for verdict, p in cell.verdicts)
    return f"{shown} (as coded: {cell.as_coded})" if cell.as_coded else shown


def _seen(seen: Seen) -> str:
    return seen.words or f"{seen.outcome} {percent(seen.chance)}"


def _share(chance: Fraction | None) -> str:
    return "–" if chance is None else percent(chance)


def _period(period: Period) -> str:
    shown = years(period)
    return f"{period.heading} ({shown})" if shown and shown not in period.heading else period.heading


def _readings(view: Overview) -> Iterator[Table]:
    """The leading verdicts under each named reading, a row for each theory and period."""
    named = readings_of(view)
    rows = [
        (record.theory.heading, judgement.period_id, *(each.verdicts[place][number] for each in named))
        for place, record in enumerate(view.rivals)
        for number, judgement in enumerate(record.judgements)
    ]
    if named:
        yield Table(
            "The most likely verdicts under each named reading of the case",
            ("theory", "period", *(each.label for each in named)),
            tuple(rows),
        )


def readings_of(view: Overview) -> list[ByReading]:
    """The named readings of a case, without its indicators."""
    return [each for each in view.by_reading if each.kind == "reading"]
