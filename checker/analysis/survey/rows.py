"""Coded rows as packed bitmasks, grouped by their depth in a chain."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from checker.analysis.survey.columns import NO_CODE, Coded, Codes, Places
from checker.analysis.survey.plan import QUADRANTS, Plan, StandingPlan
from checker.engine.batch import Bits, any_set, packed, reached, unpacked
from checker.engine.compiled import Block, Claim, Diagram, Switch
from checker.engine.lookback_window import EARLIER
from checker.logic.formula import Term
from checker.study.mapping import TableMap


class Rows:
    """Bitmasks over coded rows, by depth: which rows may have which value."""

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
        """The codes of a term `back` rows before each of these rows; None if the term has no column."""
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
        missing = packed(codes == NO_CODE)
        return [packed(codes == value) | missing for value in range(values)]


def quadrants(rows: Rows, plan: StandingPlan, depth: int, view: Diagram[Claim]) -> list[Bits]:
    """Bitmask of rows at a depth per entry of QUADRANTS: those that may be in it."""
    count = rows.count(plan.theory, depth)
    leaves = list(zip(view.leaves, reached(view, rows.may(plan.theory, depth, view), count), strict=True))
    return [any_set((bits for claim, bits in leaves if quadrant in claim.prediction), count) for quadrant in QUADRANTS]


def _summed_up(once: Diagram[Claim], coded: Coded) -> Codes:
    """For each row, as a bitmask, the possible summaries of its chain up to and including it."""
    count = len(coded)
    may: dict[Block, Sequence[Bits]] = {}
    for block, values in zip(once.blocks, once.values, strict=True):
        assert not isinstance(block, Switch)
        codes = coded.codes.get(block.term)
        if codes is not None:
            missing = packed(codes == NO_CODE)
            may[block] = [packed(codes == value) | missing for value in range(len(values))]
    own = np.zeros(count, np.uint8)
    leaves = list(zip(once.leaves, reached(once, may, count), strict=True))
    summaries = sorted({value for claim in once.leaves for value in claim.prediction})
    for value in summaries:
        bits = any_set((bits for claim, bits in leaves if value in claim.prediction), count)
        own[unpacked(bits, count)] |= np.uint8(1 << int(value, 2))
    union = _united_sets()
    order = np.argsort(coded.depth, kind="stable")
    ends = np.cumsum(np.bincount(coded.depth)) if count else np.zeros(0, np.int64)
    for start, end in pairwise(ends):
        places = order[start:end]
        own[places] = union[own[places - 1], own[places]]
    return own


def _united_sets() -> Codes:
    """Table of pairwise unions of two sets of summaries; a summary has three bits, a set of them eight."""
    table = np.zeros((256, 256), np.uint8)
    sets = np.arange(256, dtype=np.uint8)
    for left in range(8):
        for right in range(8):
            hit = (sets[:, None] >> left & 1) & (sets[None, :] >> right & 1)
            table |= (hit << (left | right)).astype(np.uint8)
    return table
