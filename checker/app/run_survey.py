"""Running a survey: chunk by chunk here, or range by range on a cluster; one function judges either."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import add
from typing import Any, NamedTuple

from checker.analysis.survey.columns import Coded, NotNumbers, OutOfOrder, SamePeriodTwice, coded
from checker.analysis.survey.fit import FitPart, FitQuestion, fit_rows
from checker.analysis.survey.judge import LISTED, Part, judge_rows
from checker.analysis.survey.plan import Plan
from checker.analysis.survey.rows import Rows
from checker.files.tables.verdict_rows import VerdictRows
from checker.files.tables.wide_table import CHUNK_ROWS, WideTable, chunks
from checker.problems import InvalidStudy, Location, Problem, refused
from checker.study.mapping import TableMap
from checker.study.wide_table import Chunk


@dataclass(frozen=True)
class Order:
    """A survey to be run: table, codings, plan. Sent to workers.

    The maps read the same columns: they differ in lags and cut points.
    """

    table: WideTable
    maps: tuple[TableMap, ...]
    plan: Plan
    questions: tuple[FitQuestion, ...] = ()
    by_case: bool = False
    chunk_rows: int = CHUNK_ROWS

    @property
    def looks_back(self) -> bool:
        """Whether rows of one case must stand together in order."""
        return self.plan.looks_back or self.by_case or any(r.lag for m in self.maps for r in m.readings)


class Answer(NamedTuple):
    """What some rows say under each map."""

    parts: tuple[Part, ...]
    fits: tuple[FitPart, ...]


def run(order: Order, rows: VerdictRows | None = None) -> Answer:
    """The answer over the whole table; raises InvalidStudy where it cannot be judged."""
    try:
        return _run(order, rows, False)
    except OutOfOrder:
        if rows is not None:
            rows.restart()
        return _run(order, rows, True)


def judged_range(order: Order, between: tuple[int, int]) -> Answer:
    """The answer over the rows from one number to another, which begin and end with a case."""
    answers = [
        judged(order, chunk)[0]
        for chunk in chunks(
            order.table, order.maps[0], whole_cases=order.looks_back, rows=order.chunk_rows, between=between
        )
    ]
    return merged(answers)


def judged(
    order: Order, chunk: Chunk, every_row: bool = False, named: int = LISTED
) -> tuple[Answer, tuple[tuple[Coded, Any], ...]]:
    """The answer over one chunk, and under each map the coded rows, with `every_row` their verdicts too."""
    parts, fits, detail = [], [], []
    for table_map in order.maps:
        rows = Rows(order.plan, _coded(order, chunk, table_map), table_map)
        result = judge_rows(rows, every_row, named)
        parts.append(result.part)
        if order.questions:
            fits.append(fit_rows(order.questions, rows, order.by_case))
        detail.append((rows.coded, result.verdicts))
    return Answer(tuple(parts), tuple(fits)), tuple(detail)


def _coded(order: Order, chunk: Chunk, table_map: TableMap) -> Coded:
    try:
        return coded(chunk, table_map, order.plan.theories[0].codebook, order.looks_back)
    except SamePeriodTwice as error:
        problem = Problem(
            Location(order.table.shown), "duplicate-rows", str(error), "keep one, or name more columns in `case`"
        )
    except NotNumbers as error:
        problem = Problem(
            Location(order.table.shown),
            "wrong-kind-of-column",
            str(error),
            "compare a text with `=` and a text in quotes, or use `codes`",
        )
    raise InvalidStudy([problem])


def coded_parts(order: Order) -> list[Coded]:
    """All rows coded under the first map, in memory; where order matters, sorted if they are not in order."""
    for in_order in (False, True):
        watch, parts = Watch(order.maps[0]), []
        try:
            for chunk in chunks(order.table, order.maps[0], whole_cases=order.looks_back, in_order=in_order):
                parts.append(_coded(order, chunk, order.maps[0]))
                if order.looks_back and not in_order:
                    watch.see(parts[-1])
        except OutOfOrder:
            continue
        return parts
    raise AssertionError("a sorted table is in order")


def merged(answers: Sequence[Answer]) -> Answer:
    """The answers over disjoint rows as one; the order in which they come does not matter for what is counted."""
    return Answer(
        tuple(reduce(add, parts) for parts in zip(*(a.parts for a in answers), strict=True)),
        tuple(reduce(add, fits) for fits in zip(*(a.fits for a in answers), strict=True)),
    )


def ranges(order: Order) -> Iterator[tuple[int, int]]:
    """Ranges of rows that begin and end with a case, from the key columns alone; raises OutOfOrder."""
    keys = TableMap(
        name=order.maps[0].name,
        case=order.maps[0].case,
        period=order.maps[0].period,
        readings=(),
        step=order.maps[0].step,
    )
    watch = Watch(keys)
    for chunk in chunks(order.table, keys, whole_cases=order.looks_back, rows=order.chunk_rows):
        if order.looks_back:
            watch.see(_coded(order, chunk, keys))
        yield chunk.start, chunk.start + chunk.rows


def _run(order: Order, rows: VerdictRows | None, in_order: bool) -> Answer:
    total: Answer | None = None
    watch = Watch(order.maps[0])
    with Progress(order.table.rows) as progress:
        for chunk in chunks(
            order.table, order.maps[0], whole_cases=order.looks_back, in_order=in_order, rows=order.chunk_rows
        ):
            answer, detail = judged(order, chunk, rows is not None, LISTED - _named(total))
            if order.looks_back and not in_order:
                watch.see(detail[0][0])
            if rows is not None:
                rows.write(chunk, detail[0][0], detail[0][1])
            total = answer if total is None else merged([total, answer])
            progress.reached(chunk.start + chunk.rows)
    if total is None:
        raise refused(order.table.shown, "empty-table", "the table has no rows", "check the file")
    return total


def _named(answer: Answer | None) -> int:
    """The shortest list of named exceptions so far; rows come in order, so later ones are not among the first."""
    if answer is None:
        return 0
    return min((len(tally.exceptions) for part in answer.parts for tally in part.tallies), default=0)


@dataclass
class Watch:
    """Raise OutOfOrder unless the rows of each case are contiguous."""

    table_map: TableMap
    seen: set[int] = field(default_factory=set)

    def see(self, rows: Coded) -> None:
        """Record the cases that begin in these rows; raise OutOfOrder if one began before."""
        places = rows.kept[rows.starts]
        columns = [_keys(rows.chunk, name, places) for name in self.table_map.case]
        for key in zip(*columns, strict=True):
            number = hash(key)
            if number in self.seen:
                raise OutOfOrder
            self.seen.add(number)


def _keys(chunk: Chunk, name: str, places: Any) -> list[Any]:
    column = chunk.columns[name]
    values = column.values[places].tolist()
    return values if column.words is None else [column.words[value] for value in values]


class Progress:
    """Progress line on stderr, if that is a terminal and the work takes more than a second."""

    def __init__(self, rows: int | None) -> None:
        self.rows = rows
        self.begun = self.last = time.monotonic()
        self.shown = False

    def __enter__(self) -> Progress:
        return self

    def reached(self, row: int) -> None:
        now = time.monotonic()
        if not sys.stderr.isatty() or now - self.begun < 1 or now - self.last < 0.2:
            return
        self.last, self.shown = now, True
        if self.rows:
            share = row / self.rows
            bar = "#" * int(30 * share)
            print(f"\r[{bar:<30}] {row:,} of {self.rows:,} rows", end="", file=sys.stderr, flush=True)
        else:
            print(f"\r{row:,} rows", end="", file=sys.stderr, flush=True)

    def __exit__(self, *_: object) -> None:
        if self.shown:
            print(file=sys.stderr)
