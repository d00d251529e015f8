"""Tables and clauses for other programs: QCA's truth table, DIMACS, and what an import did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from textwrap import shorten

from checker.analysis.proof.dimacs import Clauses
from checker.analysis.sets.set_table import NO_VALUE, SetTable
from checker.analysis.sets.truth_table import ObservedTruthTable
from checker.logic.formula import Term
from checker.report.render.document import columns_of
from checker.report.render.markup import as_json
from checker.report.words.labels import percent
from checker.report.words.phrases import counted
from checker.report.words.verdicts import listed
from checker.study.case import Coding
from checker.study.sheet import Change

SHOWN = 20
Rows = list[list[str]]


def truth_table_rows(truth_table: ObservedTruthTable) -> tuple[list[str], Rows]:
    """The columns of R's QCA: conditions, OUT, n, incl, PRI, cases; then whether the row is contradictory."""
    columns = [*truth_table.conditions, "OUT", "n", "incl", "PRI", "cases", "contradictory"]
    rows = [
        [
            *map(str, row.values),
            row.coded,
            str(len(row.cases)),
            _ratio(row.fit.consistency.value),
            _ratio(row.fit.pri.value),
            ",".join(row.cases),
            "yes" if row.is_contradictory else "no",
        ]
        for row in truth_table.rows
    ]
    return columns, rows


def data_rows(table: SetTable) -> tuple[list[str], Rows]:
    """The rows behind a truth table, one for each period of each case; a missing cell is empty."""
    columns = ["case", *table.columns]
    return columns, [
        [
            case,
            *("" if int(column[place]) == NO_VALUE else str(int(column[place])) for column in table.columns.values()),
        ]
        for place, case in enumerate(table.cases)
    ]


def as_text_table(columns: Sequence[str], rows: Rows, width: int) -> str:
    return "\n".join(line.rstrip() for line in columns_of([columns, *rows], width)) + "\n"


def rows_json(kind: str, columns: Sequence[str], rows: Rows) -> str:
    """The format checker/KIND, version 1: rows as objects of texts."""
    return as_json(
        {"format": f"checker/{kind}", "version": 1, "rows": [dict(zip(columns, row, strict=True)) for row in rows]}
    )


def truth_table_note(truth_table: ObservedTruthTable) -> str:
    """One line on what the table leaves out."""
    parts = [f"{len(truth_table.rows)} of {truth_table.possible:,} configurations are observed"]
    contradictory = sum(row.is_contradictory for row in truth_table.rows)
    if contradictory:
        parts.append(f"{contradictory} contradictory")
    if truth_table.missing:
        parts.append(f"{truth_table.missing} periods left out, a coding missing or contested")
    return "; ".join(parts) + "."


def dimacs(clauses: Clauses, says: Sequence[str]) -> str:
    """The clauses in DIMACS CNF; comments say what each variable and each group of clauses means."""
    return "\n".join([*(f"c {' '.join(line.split())}" for line in says), *_clauses(clauses)]) + "\n"


def _clauses(clauses: Clauses) -> Iterator[str]:
    yield "c"
    yield "c A literal, and the value of a term in a period that it stands for:"
    yield from (f"c {name.literal} = {name.term} [{name.period_id}] is {name.value}" for name in clauses.names)
    yield f"p cnf {clauses.top} {clauses.number}"
    yield "c each term has one value"
    yield from (_clause(clause) for clause in clauses.always)
    for group in clauses.groups:
        yield f"c {' '.join(group.label.split())} [{group.period_id}]"
        yield from (_clause(clause) for clause in group.clauses)


def _clause(literals: Sequence[int]) -> str:
    return " ".join(map(str, literals)) + " 0"


def import_told(changes: Sequence[Change], unchanged: int, shown: int = SHOWN) -> Iterator[str]:
    """What an import does to a case: a count, then a line for each coding with the fields that change."""
    added = sum(change.before is None for change in changes)
    counts = [(added, "added"), (len(changes) - added, "changed"), (unchanged, "as before")]
    yield f"codings: {', '.join(f'{number} {word}' for number, word in counts if number)}"
    yield from (_change(change) for change in changes[:shown])
    if len(changes) > shown:
        yield f"  and {len(changes) - shown} more; --dry-run shows all"


def _change(change: Change) -> str:
    if change.before is None:
        return f"  {change.place}: new, {_values(change.after)}"
    before, after = change.before, change.after
    fields = [("value", _values(before), _values(after)), ("confidence", _sure(before), _sure(after))]
    fields += [("note", _short(before.note), _short(after.note)), ("coder", before.coder, after.coder)]
    parts = [f"{name} {old or 'none'} -> {new or 'none'}" for name, old, new in fields if old != new]
    if before.note != after.note and _short(before.note) == _short(after.note):
        parts.append("note reworded")
    dropped = sum(piece not in after.evidence for piece in before.evidence)
    new = sum(piece not in before.evidence for piece in after.evidence)
    parts += [f"evidence {number} {word}" for number, word in ((dropped, "dropped"), (new, "new")) if number]
    return f"  {change.place}: {'; '.join(parts or ['evidence in another order'])}"


def _values(coding: Coding) -> str:
    return " or ".join(coding.values) or "missing"


def _sure(coding: Coding) -> str:
    return ", ".join(f"{value} {percent(amount)}" for value, amount in coding.confidence.items())


def _short(note: str) -> str:
    return f"“{shorten(note, 40, placeholder='…')}”" if note else ""


def left_aside(passed_over: Sequence[tuple[str, int]], idle: Sequence[Term]) -> Iterator[str]:
    """What an import ignored, one line per reason."""
    for name, rows in passed_over:
        yield f"passed over: {counted(rows, 'row')} about `{name}`"
    if idle:
        yield f"without effect: {listed(map(str, idle))} throughout, since every period codes it itself"


def _ratio(value: Fraction | None) -> str:
    return "-" if value is None else f"{float(value):.3f}"
