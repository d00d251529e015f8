"""Pivots: values of single codings under which another verdict leads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from checker.analysis.verdicts.cell import Cell
from checker.analysis.verdicts.judgement import Verdict
from checker.study.case import Coding
from checker.study.term_period import Labelled, TermPeriod

CLOSE = Fraction(1, 20)
"""Verdicts within this distance of the leading one are named beside it."""
LIKELY = Fraction(1, 10)
"""The smallest chance at which a value counts as likely enough."""


@dataclass(frozen=True)
class Pivot(Labelled):
    """A value of a coding: if it is right, another verdict leads.

    `chance` is that of the value; `leads` is the verdict that is most probable then, `probability` its chance then and
    `remains` that of the verdict which leads now.
    """

    coding: Coding
    value: str
    chance: Fraction
    is_outcome: bool
    leads: Verdict
    probability: Fraction
    remains: Fraction

    @property
    def matters(self) -> bool:
        """Whether the value is likely enough, and the other verdict then leads by more than five points."""
        return self.chance >= LIKELY and self.probability - self.remains > CLOSE


def pivots(cell: Cell) -> Iterable[Pivot]:
    """Every value of one coding that brings another verdict to the lead, from the most probable value down."""
    leading, found = cell.leading_verdict, []
    for tp, shares in cell.draws.chances.items():
        assert isinstance(tp, TermPeriod)
        for place, share in enumerate(shares):
            if not share:
                continue
            given = cell.given(tp, place)
            leads = max(given, key=lambda verdict: given[verdict])
            if leads != leading:
                found.append(
                    Pivot(
                        at=tp,
                        period_id=cell.case.period(tp.period).id,
                        coding=cell.case.coding(*tp),
                        value=cell.values[tp][place],
                        chance=share,
                        is_outcome=tp == cell.question.here,
                        leads=leads,
                        probability=given[leads],
                        remains=given[leading],
                    )
                )
    return sorted(found, key=lambda each: -each.chance)
