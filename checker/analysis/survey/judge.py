"""Verdicts on every row of a wide table: one partition judged, partial results merged (semantics.md, section 4).

A row's verdict is that of its period in a case made of its unbroken chain of rows, without a baseline: the one that
all values of its missing cells give, or `open`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from checker.analysis.survey.columns import NO_CODE, Codes
from checker.analysis.survey.plan import Form, StandingPlan, Told, VerdictPlan
from checker.analysis.survey.rows import Rows, quadrants
from checker.analysis.verdicts.judgement import REFUTED, VERDICTS, Verdict
from checker.engine.batch import Bits, all_set, any_set, counted, none_set, packed, reached, unpacked
from checker.engine.compiled import Diagram
from checker.logic.formula import Term

LISTED = 10_000
"""How many exceptions and gaps are kept by name; their numbers are always exact."""
PLACE: Mapping[Verdict, int] = {verdict: place for place, verdict in enumerate(VERDICTS)}


class NamedRow(NamedTuple):
    """An exception: the row's number in the table, its case, period and verdict, and the codes of its window.

    `window` holds for each row of the window, the judged one last, the codes of the theory's terms.
    """

    row: int
    case: str
    period: int
    verdict: Verdict
    window: tuple[tuple[int, ...], ...]


class NamedGap(NamedTuple):
    """A break in a case: the period before it and the period after it."""

    row: int
    case: str
    before: int
    after: int


class Standing(NamedTuple):
    """How often a proposition could be read, applied, held where it applied, failed; did not apply; was unclear.

    Applied but neither held nor failed is a row that is coded too little to tell. An equivalence always applies.
    """

    read: int
    applied: int
    held: int
    failed: int
    idle: int
    unclear: int


@dataclass(frozen=True)
class Tally:
    """Verdicts counted in the order of VERDICTS, how often the scope was assumed, and the exceptions by name."""

    verdicts: tuple[int, ...]
    assumed: int
    exceptions: tuple[NamedRow, ...]

    @property
    def refuting(self) -> int:
        """How many rows contradict the theory, collide with it or deny its conditions."""
        return sum(count for verdict, count in zip(VERDICTS, self.verdicts, strict=True) if verdict in REFUTED)


@dataclass(frozen=True)
class Part:
    """What some rows of a table say; `+` of disjoint groups of rows is associative and forgets how they were cut."""

    rows: int
    left_out: int
    cases: int
    gaps: int
    named_gaps: tuple[NamedGap, ...]
    values: Mapping[Term, tuple[int, ...]]
    tallies: tuple[Tally, ...]
    standings: tuple[Standing, ...]

    def __add__(self, other: Part) -> Part:
        return Part(
            rows=self.rows + other.rows,
            left_out=self.left_out + other.left_out,
            cases=self.cases + other.cases,
            gaps=self.gaps + other.gaps,
            named_gaps=_first(self.named_gaps, other.named_gaps),
            values={term: _added(counts, other.values[term]) for term, counts in self.values.items()},
            tallies=tuple(
                Tally(_added(a.verdicts, b.verdicts), a.assumed + b.assumed, _first(a.exceptions, b.exceptions))
                for a, b in zip(self.tallies, other.tallies, strict=True)
            ),
            standings=tuple(Standing(*_added(a, b)) for a, b in zip(self.standings, other.standings, strict=True)),
        )


@dataclass(frozen=True)
class Judged:
    """A partition's part, and where asked the verdict of every row for every explained term, by place in VERDICTS."""

    part: Part
    verdicts: tuple[Codes, ...] = field(default=(), compare=False)


def _first(left: Sequence[Any], right: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(sorted((*left, *right)))[:LISTED]


def _added(left: Iterable[int], right: Iterable[int]) -> tuple[int, ...]:
    return tuple(a + b for a, b in zip(left, right, strict=True))


def judge_rows(rows: Rows, every_row: bool = False, named: int = LISTED) -> Judged:
    """The verdicts and standings of coded rows, all exact for missing codings.

    The first `named` exceptions of each explained term are kept with case and period.
    """
    plan, coded = rows.plan, rows.coded
    tallies, verdicts = [], []
    for question in plan.verdicts:
        tally, row_verdicts = _tally(rows, question, every_row, named)
        tallies.append(tally)
        verdicts.append(row_verdicts)
    standings = tuple(
        _standing(rows, standing, form) for standing, form in zip(plan.standings, plan.forms, strict=True)
    )
    return Judged(
        Part(
            rows=len(coded),
            left_out=coded.chunk.rows - len(coded),
            cases=len(coded.starts),
            gaps=len(coded.breaks),
            named_gaps=_gaps(rows),
            values={
                term: _counts(codes, len(plan.theories[0].codebook.values(term))) for term, codes in coded.codes.items()
            },
            tallies=tuple(tallies),
            standings=standings,
        ),
        tuple(verdicts) if every_row else (),
    )


def _tally(rows: Rows, question: VerdictPlan, every_row: bool, named: int) -> tuple[Tally, Codes]:
    row_verdicts = np.zeros(len(rows.coded) if every_row else 0, np.uint8)
    counts = [0] * len(VERDICTS)
    refuted: list[tuple[int, Verdict]] = []
    assumed = 0
    scoped = rows.plan.theories[question.theory].scope is not None
    for depth, view in enumerate(question.views):
        places, count = rows.at(question.theory, depth), rows.count(question.theory, depth)
        if view is None:
            verdicts = {PLACE["untestable"]: all_set(count)}
        else:
            verdicts, open_scope = _verdicts(rows, question, view, depth, count)
            if scoped:
                assumed += counted(open_scope if question.scoped[depth] else all_set(count))
        here = np.zeros(count if every_row else 0, np.uint8)
        for verdict, bits in verdicts.items():
            number = counted(bits)
            counts[verdict] += number
            if number and named and VERDICTS[verdict] in REFUTED:
                at = np.flatnonzero(unpacked(bits, count))[:named]
                refuted += [(int(row), VERDICTS[verdict]) for row in (at if places is None else places[at])]
            if number and every_row:
                np.putmask(here, unpacked(bits, count), verdict)
        if every_row:
            np.put(row_verdicts, np.arange(count) if places is None else places, here)
    return Tally(tuple(counts), assumed, _exceptions(rows, question, sorted(refuted)[:named])), row_verdicts


def _verdicts(
    rows: Rows, question: VerdictPlan, view: Diagram[Told], depth: int, count: int
) -> tuple[dict[int, Bits], Bits]:
    """Bitmask of rows per verdict, and of the rows whose scope is undecided."""
    leaves = list(zip(view.leaves, reached(view, rows.may(question.theory, depth, view), count), strict=True))
    may: dict[Verdict, Bits] = {}
    for level, seen in enumerate(_seen(rows, question, depth, len(view.leaves[0]) - 1, count)):
        for verdict in dict.fromkeys(told[level] for told, _ in leaves):
            here = any_set((bits for told, bits in leaves if told[level] == verdict), count) & seen
            may[verdict] = may[verdict] | here if verdict in may else here
    some, several = none_set(count), none_set(count)
    for bits in may.values():
        several |= some & bits
        some |= bits
    by_verdict = {PLACE[verdict]: bits & ~several for verdict, bits in may.items()}
    by_verdict[PLACE["open"]] = several
    inside = any_set((bits for told, bits in leaves if told[-1] != "out of scope"), count)
    outside = any_set((bits for told, bits in leaves if told[-1] == "out of scope"), count)
    return by_verdict, inside & outside


def _seen(rows: Rows, question: VerdictPlan, depth: int, levels: int, count: int) -> list[Bits]:
    """Bitmask of rows per observed level of the explained term; the last is for rows where it is missing."""
    codes = rows.codes(question.theory, depth, question.explained.term, 0)
    if codes is None:
        return [*(none_set(count) for _ in range(levels)), all_set(count)]
    return [*(packed(codes == level) for level in range(levels)), packed(codes == NO_CODE)]


def _exceptions(rows: Rows, question: VerdictPlan, refuted: Sequence[tuple[int, Verdict]]) -> tuple[NamedRow, ...]:
    if not refuted:
        return ()
    chunk = rows.coded.chunk
    places = [row for row, _ in refuted]
    original = rows.coded.kept[places]
    return tuple(
        map(
            NamedRow,
            (original + chunk.start).tolist(),
            chunk.names(rows.map.named or rows.map.case, original),
            chunk.columns[rows.map.period].values[original].astype(np.int64).tolist(),
            [verdict for _, verdict in refuted],
            _windows(rows, question.theory, places),
        )
    )


def _windows(rows: Rows, theory: int, places: Sequence[int]) -> Iterator[tuple[tuple[int, ...], ...]]:
    """For each row the codes of the theory's terms in its look-back window; with `once`, in its whole chain."""
    depths = [int(depth) for depth in rows.coded.depth[list(places)]]
    if rows.plan.once[theory] is None:
        depths = [min(depth, rows.plan.depths[theory]) for depth in depths]
    wanted = [at for row, depth in zip(places, depths, strict=True) for at in range(row - depth, row + 1)]
    columns = [rows.coded.codes.get(term) for term in rows.plan.observables[theory]]
    cells = [[NO_CODE] * len(wanted) if codes is None else codes[wanted].tolist() for codes in columns]
    seen = list(zip(*cells, strict=True))
    start = 0
    for depth in depths:
        yield tuple(seen[start : start + depth + 1])
        start += depth + 1


def _standing(rows: Rows, plan: StandingPlan, form: Form) -> Standing:
    total = Standing(0, 0, 0, 0, 0, 0)
    for depth, view in enumerate(plan.views):
        count = rows.count(plan.theory, depth)
        if view is None or not count:
            continue
        both, only, consequence, neither = quadrants(rows, plan, depth, view)
        some = both | only | consequence | neither
        if form == "equivalence":
            applied, idle = some, none_set(count)
            held, failed = some & ~only & ~consequence, some & ~both & ~neither
        else:
            applied, idle = some & ~consequence & ~neither, some & ~both & ~only
            held, failed = applied & ~only, applied & ~both
        read, known = count, counted(applied) + counted(idle)
        total = Standing(
            *_added(total, (read, counted(applied), counted(held), counted(failed), counted(idle), read - known))
        )
    return total


def _gaps(rows: Rows) -> tuple[NamedGap, ...]:
    coded, chunk = rows.coded, rows.coded.chunk
    period = chunk.columns[rows.map.period].values.astype(np.int64)
    places = coded.breaks[:LISTED]
    here, last = coded.kept[places], coded.kept[places - 1]
    return tuple(
        map(
            NamedGap,
            (here + chunk.start).tolist(),
            chunk.names(rows.map.named or rows.map.case, here),
            period[last].tolist(),
            period[here].tolist(),
        )
    )


def _counts(codes: Codes, values: int) -> tuple[int, ...]:
    """Count per value; the last counts missing."""
    return (
        *(int(np.count_nonzero(codes == value)) for value in range(values)),
        int(np.count_nonzero(codes == NO_CODE)),
    )
