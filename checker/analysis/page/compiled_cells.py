"""Every verdict of a case as a function of its codings and of the propositions asserted, in lists and numbers.

Whoever multiplies them out (the page of `report` does, in the browser) gets the verdicts and their chances that
`check` gives under the same `--set` and `--without` (semantics.md, section 4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import lcm

from checker.analysis.verdicts.draws import probabilities
from checker.engine.compiled import Block, Diagram, Switch
from checker.engine.diagram import factored
from checker.engine.factors import Factors
from checker.engine.grounding import Grounder, outcomes
from checker.logic.formula import Term
from checker.problems import LimitReached
from checker.study.case import Case, Coding
from checker.study.theory import Explained, Theory

Plain = dict[str, object]
MAX_CELL_NODES = 5_000
"""Larger periods are left out of the page, where each would take some 50 KB."""


@dataclass(frozen=True)
class CompiledCell:
    """One theory, explained term and period; `factors` is None where there is no period before, or past a limit."""

    theory: str
    explains: Explained
    period: int
    testable: bool
    factors: Factors | None
    limit: str = ""


@dataclass(frozen=True)
class WhatIf:
    case: Case
    cells: tuple[CompiledCell, ...]

    @property
    def limits(self) -> tuple[CompiledCell, ...]:
        """The cells that could not be compiled within the limit."""
        return tuple(cell for cell in self.cells if cell.limit)

    def terms(self) -> tuple[Term, ...]:
        """The observable terms that the case can code, in file order."""
        codebook, case = self.case.codebook, self.case
        return tuple(t for t in codebook.terms() if case.binds(t) and not codebook.is_theoretical(t))

    def plain(self) -> Plain:
        """Lists, numbers and texts only: what the page carries."""
        return _Writer(self).plain()


def what_if(case: Case, theories: Sequence[Theory]) -> WhatIf:
    """Compile every theory, explained term and period of a case; a period past MAX_CELL_NODES says so instead."""
    return grounded_what_if(case, [Grounder(theory, case.first) for theory in theories])


def grounded_what_if(case: Case, grounders: Sequence[Grounder]) -> WhatIf:
    """The same from theories that are already grounded."""
    cells = []
    for grounder in grounders:
        for explained in grounder.theory.explains:
            made: list[CompiledCell] = []
            for t in range(1, case.last + 1):
                made.append(_compiled(grounder, explained, t, made[-1:]))
            cells += made
    return WhatIf(case, tuple(cells))


def _compiled(grounder: Grounder, explained: Explained, t: int, before: Sequence[CompiledCell]) -> CompiledCell:
    """The cell of a period; reuses the functions of the period before if only the period differs."""
    theory = grounder.theory
    if explained.change and t <= grounder.first:
        return CompiledCell(theory=theory.name, explains=explained, period=t, testable=False, factors=None)
    if before and before[0].factors is not None and grounder.repeats(t):
        return CompiledCell(
            theory=theory.name,
            explains=explained,
            period=t,
            testable=True,
            factors=before[0].factors.one_period_later(),
        )
    try:
        factors = factored(grounder, explained, t, nodes=MAX_CELL_NODES)
    except LimitReached as limit:
        return CompiledCell(
            theory=theory.name, explains=explained, period=t, testable=True, factors=None, limit=str(limit)
        )
    return CompiledCell(theory=theory.name, explains=explained, period=t, testable=True, factors=factors)


def weights(coding: Coding, order: Sequence[str]) -> list[int]:
    """Whole numbers in proportion to the chances of all values of a coding that is not missing."""
    chances = probabilities(coding, order)
    whole = lcm(*(p.denominator for p in chances))
    return [p.numerator * (whole // p.denominator) for p in chances]


class _Writer:
    """Writes cells with what they share (functions, orders of blocks) once, periods counted from the cell's own."""

    def __init__(self, whole: WhatIf) -> None:
        self.whole = whole
        self.case = whole.case
        self.terms = self.case.codebook.terms()
        self.labels: dict[str, int] = {}
        self.blocks: dict[tuple[int, ...], int] = {}
        self.nodes: dict[tuple[int, ...], int] = {}
        self.orders: dict[str, tuple[int, list[list[int]]]] = {}

    def plain(self) -> Plain:
        case = self.case
        periods = range(case.first, case.last + 1)
        cells = [self._cell(cell) for cell in self.whole.cells]
        return {
            "case": case.name,
            "first": case.first,
            "periods": [case.period(n).id for n in periods],
            "terms": [str(term) for term in self.terms],
            "values": [list(case.codebook.values(term)) for term in self.terms],
            "coded": [[self._places(term, n) for term in self.terms] for n in periods],
            "doubtful": [
                [n - case.first, place, weights]
                for n in periods
                for place, term in enumerate(self.terms)
                if (weights := self._weights(term, n))
            ],
            "labels": list(self.labels),
            "blocks": [list(block) for block in self.blocks],
            "nodes": ";".join(self._near(number, node) for node, number in self.nodes.items()),
            "orders": [order for _, order in self.orders.values()],
            "cells": cells,
        }

    def _places(self, term: Term, number: int) -> list[int]:
        order = self.case.codebook.values(term)
        return [order.index(value) for value in self.case.coding(term, number).values]

    def _weights(self, term: Term, number: int) -> list[int]:
        """Whole numbers in proportion to the chances of the values; empty where the coded ones share evenly."""
        coding, order = self.case.coding(term, number), self.case.codebook.values(term)
        if coding.is_missing or probabilities(coding, order) == probabilities(Coding(coding.values), order):
            return []
        return weights(coding, order)

    def _cell(self, cell: CompiledCell) -> Plain:
        explained, factors = cell.explains, cell.factors
        plain: Plain = {
            "theory": cell.theory,
            "explains": str(explained),
            "term": self.terms.index(explained.term),
            "change": explained.change,
            "period": cell.period,
            "outcomes": list(outcomes(self.case.codebook, explained.term, explained.change)),
        }
        if factors is None:
            return {**plain, "testable": cell.testable, "limit": cell.limit}
        return {
            **plain,
            "testable": True,
            "order": self._order(factors, cell.period),
            "scope": [] if factors.scope is None else [self._function(factors, factors.scope, cell.period)],
            "conditions": [self._function(factors, d, cell.period) for d in factors.conditions],
            "strict": [self._function(factors, d, cell.period) for d in factors.strict],
            "all": [self._function(factors, d, cell.period) for d in factors.all],
        }

    def _label(self, label: str) -> int:
        return self.labels.setdefault(label, len(self.labels))

    def _order(self, factors: Factors, period: int) -> int:
        order = [self._block(block, period) for block in factors.blocks]
        return self.orders.setdefault(str(order), (len(self.orders), order))[0]

    def _block(self, block: Block, period: int) -> list[int]:
        """A switch as [label], a term-period as [term, periods from the cell's own]."""
        if isinstance(block, Switch):
            return [self._label(block.label)]
        return [self.terms.index(block.term), block.period - period]

    def _function(self, factors: Factors, diagram: Diagram[bool], period: int) -> int:
        """The number of its root among the nodes that all functions share: 0 is false, 1 true, from 2 on nodes."""
        made = [int(leaf) for leaf in diagram.leaves]
        for rank, *children in diagram.nodes:
            block = tuple(self._block(factors.blocks[rank], period))
            node = (self.blocks.setdefault(block, len(self.blocks)), *(made[child] for child in children))
            made.append(self.nodes.setdefault(node, len(self.nodes) + 2))
        return made[diagram.root]

    def _near(self, number: int, node: tuple[int, ...]) -> str:
        """`block,child,...` to the base of 36, a child that is a node as how far back it stands, counted from 2."""
        block, *children = node
        return ",".join(map(_digits, [block, *(child if child < 2 else number - child + 1 for child in children)]))


def _digits(number: int) -> str:
    """A number to the base of 36.

    >>> _digits(35), _digits(36)
    ('z', '10')
    """
    high, low = divmod(number, 36)
    return (_digits(high) if high else "") + "0123456789abcdefghijklmnopqrstuvwxyz"[low]
