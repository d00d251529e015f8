"""Verdicts on every row of a wide table: one partition judged, partial results merged (semantics.md, section 4).

A row's verdict is that of its period in a case made of its unbroken chain of rows, without a baseline.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from checker.analysis.columns import MISSING, Coded, Codes, Places
from checker.analysis.result import REFUTED, VERDICTS, Verdict
from checker.analysis.survey_plan import QUADRANTS, Form, Plan, StandingPlan, VerdictPlan
from checker.engine.batch import Bits, all_set, counted, joined, none_set, packed, reached, unpacked
from checker.engine.compiled import Block, Claim, Diagram, Switch
from checker.engine.window import EARLIER
from checker.logic.formula import DIRECTIONS, Term
from checker.study.mapping import TableMap

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
    """A row that does not follow on the one before it in its case."""

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
            self.rows + other.rows, self.left_out + other.left_out, self.cases + other.cases, self.gaps + other.gaps,
            _first(self.named_gaps, other.named_gaps),
            {term: _added(counts, other.values[term]) for term, counts in self.values.items()},
            tuple(Tally(_added(a.verdicts, b.verdicts), a.assumed + b.assumed, _first(a.exceptions, b.exceptions))
                  for a, b in zip(self.tallies, other.tallies, strict=True)),
            tuple(Standing(*_added(a, b)) for a, b in zip(self.standings, other.standings, strict=True)))


@dataclass(frozen=True)
class Judged:
    """A partition's part, and where asked the verdict of every row for every explained term, by place in VERDICTS."""

    part: Part
    verdicts: tuple[Codes, ...] = field(default=(), compare=False)


def _first(left: Sequence[Any], right: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(sorted((*left, *right)))[:LISTED]


def _added(left: Iterable[int], right: Iterable[int]) -> tuple[int, ...]:
    return tuple(a + b for a, b in zip(left, right, strict=True))


def judge_rows(plan: Plan, coded: Coded, table_map: TableMap, every_row: bool = False) -> Judged:
    """The verdicts and standings of coded rows, all exact for missing codings."""
    rows = Rows(plan, coded, table_map)
    tallies, verdicts = [], []
    for question in plan.verdicts:
        tally, found = _tally(rows, question)
        tallies.append(tally)
        verdicts.append(found)
    standings = tuple(_standing(rows, standing, form)
                      for standing, form in zip(plan.standings, plan.forms, strict=True))
    return Judged(Part(
        len(coded), coded.chunk.rows - len(coded), len(coded.starts), len(coded.breaks), _gaps(rows),
        {term: _counts(codes, len(plan.theories[0].codebook.values(term))) for term, codes in coded.codes.items()},
        tuple(tallies), standings), tuple(verdicts) if every_row else ())


class Rows:
    """Coded rows, seen at each depth as packed bits: which may have which value."""

    def __init__(self, plan: Plan, coded: Coded, table_map: TableMap) -> None:
        self.plan = plan
        self.coded = coded
        self.map = table_map
        self.earlier = [None if once is None else _summed_up(once, coded) for once in plan.once]
        self._places: dict[tuple[int, int], Places | None] = {}
        self._bits: dict[tuple[int, int, Term, int, int], list[Bits]] = {}

    def at(self, theory: int, depth: int) -> Places | None:
        """The rows that a theory sees at a depth; None for all of them."""
        deepest = self.plan.depths[theory]
        key = (deepest, depth)
        if key not in self._places:
            if not deepest:
                self._places[key] = None
            else:
                seen = self.coded.depth >= depth if depth == deepest else self.coded.depth == depth
                self._places[key] = np.flatnonzero(seen)
        return self._places[key]

    def count(self, theory: int, depth: int) -> int:
        places = self.at(theory, depth)
        return len(self.coded) if places is None else len(places)

    def codes(self, theory: int, depth: int, term: Term, back: int) -> Codes | None:
        """The codes of a term so many rows before each of these rows; None for a term without a column."""
        codes = self.coded.codes.get(term)
        places = self.at(theory, depth)
        if codes is None:
            return None
        return codes if places is None else codes[places - back]

    def may(self, theory: int, depth: int, diagram: Diagram[Any]) -> dict[Block, Sequence[Bits]]:
        """For each coded block of a diagram the rows that may have each value."""
        found: dict[Block, Sequence[Bits]] = {}
        for block, values in zip(diagram.blocks, diagram.values, strict=True):
            assert not isinstance(block, Switch)
            back = depth + 1 - block.period
            key = (self.plan.depths[theory], depth, block.term, back, theory if block.term == EARLIER else -1)
            if key not in self._bits:
                bits = self._packed(theory, depth, block.term, back, len(values))
                if bits is None:
                    continue
                self._bits[key] = bits
            found[block] = self._bits[key]
        return found

    def _packed(self, theory: int, depth: int, term: Term, back: int, values: int) -> list[Bits] | None:
        if term == EARLIER:
            summary, places = self.earlier[theory], self.at(theory, depth)
            assert summary is not None and places is not None
            sets = summary[places - back]
            return [packed((sets >> value & 1).view(np.bool_)) for value in range(values)]
        codes = self.codes(theory, depth, term, back)
        if codes is None:
            return None
        missing = packed(codes == MISSING)
        return [packed(codes == value) | missing for value in range(values)]


def _tally(rows: Rows, question: VerdictPlan) -> tuple[Tally, Codes]:
    found = np.zeros(len(rows.coded), np.uint8)
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
        here = np.zeros(count, np.uint8)
        for place, bits in verdicts.items():
            here[unpacked(bits, count)] = place
        if places is None:
            found = here
        else:
            found[places] = here
    counts = np.bincount(found, minlength=len(VERDICTS))
    return Tally(tuple(int(n) for n in counts), assumed, _exceptions(rows, question, found)), found


def _verdicts(
    rows: Rows, question: VerdictPlan, view: Diagram[Claim], depth: int, count: int
) -> tuple[dict[int, Bits], Bits]:
    """The rows of each verdict, and those whose scope is left open; the table of section 4 read from the top."""
    leaves = list(zip(view.leaves, reached(view, rows.may(question.theory, depth, view), count), strict=True))
    inside = joined((bits for claim, bits in leaves if claim.in_scope), count)
    outside = joined((bits for claim, bits in leaves if not claim.in_scope), count)
    upheld = joined((bits for claim, bits in leaves if claim.in_scope and not claim.denies), count)
    within = [(claim, bits) for claim, bits in leaves if claim.in_scope]
    predicted = [joined((b for claim, b in within if o in claim.prediction), count) for o in question.outcomes]
    expected = [joined((b for claim, b in within if o in claim.expectation), count) for o in question.outcomes]
    possible = [joined((b for claim, b in within if _open_to(claim, o, question)), count) for o in question.outcomes]
    observed = _observed(rows, question, depth, count)
    some = joined(predicted, count)
    known = joined(observed, count)
    met = joined((p & o for p, o in zip(predicted, observed, strict=True)), count)
    expects = joined(expected, count) if question.tendencies[depth] else none_set(count)
    met_expected = joined((e & o for e, o in zip(expected, observed, strict=True)), count)
    same_as_expected = _same(expected, predicted, count)
    table: tuple[tuple[Verdict, Bits], ...] = (
        ("out of scope", ~inside), ("denies conditions", ~upheld), ("incoherent", ~some), ("unobserved", ~known),
        ("contradicted", ~met), ("predicted", _same(predicted, observed, count)),
        ("against expectation", expects & ~met_expected), ("expected", expects & _same(expected, observed, count)),
        ("silent", _same(predicted, possible, count) & (~expects | same_as_expected)), ("permitted", all_set(count)),
    )
    left = all_set(count)
    found: dict[int, Bits] = {}
    for verdict, bits in table:
        found[PLACE[verdict]] = left & bits
        left &= ~bits
    return found, inside & outside


def _open_to(claim: Claim, outcome: str, question: VerdictPlan) -> bool:
    """Whether the conditions alone leave an outcome open: a change the values above or below allow."""
    if not question.explained.change or claim.before is None:
        return True
    place = question.values.index(claim.before)
    return outcome == "steady" or (place > 0 if outcome == "falls" else place < len(question.values) - 1)


def _observed(rows: Rows, question: VerdictPlan, depth: int, count: int) -> list[Bits]:
    term, theory = question.explained.term, question.theory
    now = rows.codes(theory, depth, term, 0)
    if now is None:
        return [none_set(count) for _ in question.outcomes]
    if not question.explained.change:
        return [packed(now == place) for place in range(len(question.outcomes))]
    before = rows.codes(theory, depth, term, 1)
    assert before is not None
    coded = (now != MISSING) & (before != MISSING)
    seen = {"falls": now < before, "steady": now == before, "rises": now > before}
    return [packed(seen[direction] & coded) for direction in DIRECTIONS]


def _same(left: Sequence[Bits], right: Sequence[Bits], count: int) -> Bits:
    return ~joined((a ^ b for a, b in zip(left, right, strict=True)), count)


def _exceptions(rows: Rows, question: VerdictPlan, found: Codes) -> tuple[NamedRow, ...]:
    refuting = np.zeros(len(VERDICTS), np.bool_)
    refuting[[PLACE[verdict] for verdict in VERDICTS if verdict in REFUTED]] = True
    coded, chunk = rows.coded, rows.coded.chunk
    names = rows.map.named or rows.map.case
    period = chunk.columns[rows.map.period].values
    listed = []
    for row in np.flatnonzero(refuting[found])[:LISTED]:
        original = int(coded.kept[row])
        listed.append(NamedRow(chunk.start + original, chunk.name(names, original), int(period[original]),
                               VERDICTS[int(found[row])], _window(rows, question.theory, int(row))))
    return tuple(listed)


def _window(rows: Rows, theory: int, row: int) -> tuple[tuple[int, ...], ...]:
    depth = int(rows.coded.depth[row])
    back = depth if rows.plan.once[theory] is not None else min(depth, rows.plan.depths[theory])
    columns = [rows.coded.codes.get(term) for term in rows.plan.window_terms(theory)]
    return tuple(tuple(MISSING if codes is None else int(codes[at]) for codes in columns)
                 for at in range(row - back, row + 1))


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
        total = Standing(*_added(total, (read, counted(applied), counted(held), counted(failed), counted(idle),
                                         read - known)))
    return total


def quadrants(rows: Rows, plan: StandingPlan, depth: int, view: Diagram[Claim]) -> list[Bits]:
    """For each of QUADRANTS the rows at a depth that may lie in it."""
    count = rows.count(plan.theory, depth)
    leaves = list(zip(view.leaves, reached(view, rows.may(plan.theory, depth, view), count), strict=True))
    return [joined((bits for claim, bits in leaves if quadrant in claim.prediction), count) for quadrant in QUADRANTS]


def _summed_up(once: Diagram[Claim], coded: Coded) -> Codes:
    """For each row the set, as bits, of the summaries that the rows of its chain up to it may have."""
    count = len(coded)
    may: dict[Block, Sequence[Bits]] = {}
    for block, values in zip(once.blocks, once.values, strict=True):
        assert not isinstance(block, Switch)
        codes = coded.codes.get(block.term)
        if codes is not None:
            missing = packed(codes == MISSING)
            may[block] = [packed(codes == value) | missing for value in range(len(values))]
    own = np.zeros(count, np.uint8)
    leaves = list(zip(once.leaves, reached(once, may, count), strict=True))
    summaries = sorted({value for claim in once.leaves for value in claim.prediction})
    for value in summaries:
        bits = joined((bits for claim, bits in leaves if value in claim.prediction), count)
        own[unpacked(bits, count)] |= np.uint8(1 << int(value, 2))
    union = _united_sets()
    order = np.argsort(coded.depth, kind="stable")
    ends = np.cumsum(np.bincount(coded.depth)) if count else np.zeros(0, np.int64)
    for start, end in pairwise(ends):
        places = order[start:end]
        own[places] = union[own[places - 1], own[places]]
    return own


def _united_sets() -> Codes:
    """For two sets of summaries the set of the unions of one from each; a summary is a number of three bits."""
    table = np.zeros((256, 256), np.uint8)
    sets = np.arange(256, dtype=np.uint8)
    for left in range(8):
        for right in range(8):
            hit = (sets[:, None] >> left & 1) & (sets[None, :] >> right & 1)
            table |= (hit << (left | right)).astype(np.uint8)
    return table


def _gaps(rows: Rows) -> tuple[NamedGap, ...]:
    coded, chunk = rows.coded, rows.coded.chunk
    names = rows.map.named or rows.map.case
    period = chunk.columns[rows.map.period].values
    found = []
    for row in coded.breaks[:LISTED]:
        here, last = int(coded.kept[row]), int(coded.kept[row - 1])
        found.append(NamedGap(chunk.start + here, chunk.name(names, here), int(period[last]), int(period[here])))
    return tuple(found)


def _counts(codes: Codes, values: int) -> tuple[int, ...]:
    """How often each value is coded, and last how often none."""
    counts = np.bincount(codes, minlength=MISSING + 1)
    return (*(int(n) for n in counts[:values]), int(counts[MISSING]))
