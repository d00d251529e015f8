"""How a theory fares over all judged periods of a case at once (semantics.md, section 4, on the record).

All codings are drawn once, together; a period's codings are shared with what the next one calls before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Generic, Literal, NamedTuple, TypeVar

from checker.analysis.verdicts.cell import Cell
from checker.analysis.verdicts.draws import draws
from checker.analysis.verdicts.judgement import BORNE_OUT, REFUTED, TrackRecord, Verdict
from checker.engine.compiled import Claim, Diagram
from checker.engine.grounding import direction
from checker.engine.joint_draws import Stage, carried
from checker.logic.formula import DIRECTIONS
from checker.problems import LimitReached
from checker.study.term_period import TermPeriod

UNDECIDED: frozenset[Verdict] = frozenset(("out of scope", "unobserved", "untestable"))
Fate = Literal["refuted", "borne out", "out of scope", "neither"]
FATES: dict[Verdict, Fate] = {
    **dict.fromkeys(REFUTED, "refuted"),
    **dict.fromkeys(BORNE_OUT, "borne out"),
    "out of scope": "out of scope",
}


T = TypeVar("T")


class Passed(NamedTuple, Generic[T]):
    """What is true of a period in a draw; for the record, the chance that each is true of all periods."""

    stands: T
    rises_fit: T
    no_rise: T
    falls_fit: T
    no_fall: T
    turns_fit: T
    no_turn: T
    no_change: T
    right: T
    right_no_rise: T
    right_no_fall: T
    right_no_change: T


def _passed(fates: Iterable[Fate], way: str | None, is_change: bool) -> Passed[bool]:
    """Of the fates over the values of missing codings and of the outcome's way, None where it is not coded."""
    found = set(fates)
    inside = way is not None and found != {"out of scope"}
    rise, fall = inside and way == "rises", inside and way == "falls"
    turn = rise or fall if is_change else inside
    stands, fits = found != {"refuted"}, found == {"borne out"}
    right = stands and (fits or not turn)
    return Passed(
        stands,
        fits or not rise,
        not rise,
        fits or not fall,
        not fall,
        fits or not turn,
        not turn,
        not rise and not fall,
        right,
        right and not rise,
        right and not fall,
        right and not rise and not fall,
    )


def track(cells: Sequence[Cell], by_source: bool = False) -> TrackRecord:
    """The record over these cells, one for each judged period in order; a limit reached is said in it."""
    if not cells:
        return TrackRecord(0)
    try:
        return _tracked(cells, by_source)
    except LimitReached as limit:
        return TrackRecord(len(cells), limit=str(limit))


def _tracked(cells: Sequence[Cell], by_source: bool) -> TrackRecord:
    places = dict.fromkeys(tp for cell in cells for tp in (*cell.question.places, *_before(cell)))
    p = Passed(*carried([_stage(cell) for cell in cells], draws(cells[0].case, places, by_source), len(Passed._fields)))
    ends = [end for cell in cells for end in cell.ends.items()]
    return TrackRecord(
        periods=len(cells),
        unrefuted=p.stands,
        rises=_given(p.rises_fit - p.no_rise, 1 - p.no_rise),
        falls=_given(p.falls_fit - p.no_fall, 1 - p.no_fall),
        turns=_given(p.turns_fit - p.no_turn, 1 - p.no_turn),
        both=_given(
            p.right - p.right_no_rise - p.right_no_fall + p.right_no_change, 1 - p.no_rise - p.no_fall + p.no_change
        ),
        borne_out=sum((share for readings, share in ends if set(readings) <= BORNE_OUT), Fraction(0)),
        undecided=sum((share for readings, share in ends if _is_undecided(readings)), Fraction(0)),
    )


def _given(both: Fraction, condition: Fraction) -> Fraction | None:
    return both / condition if condition else None


def _stage(cell: Cell) -> Stage:
    """The period: what becomes of the theory in each draw, and which way the outcome goes."""
    question = cell.question
    here, order, is_change = question.here, question.order, question.explained.change
    before = [tp for tp in _before(cell) if cell.case.coding(*tp).values and cell.codings[here]]
    if not before or not is_change or cell.claims is None:
        still: Diagram[str | None] = Diagram((), (), ("steady" if cell.codings[here] else None,), (), 0)
        ways = _ways(before[0], here, order) if before else still
        return Stage((cell.diagram.mapped(_fate), ways), lambda leaves: _passed(leaves[0], leaves[1][0], is_change))

    def fate_and_way(claim: Claim, level: str) -> tuple[Fate, str]:
        fate = _fate(question.verdict_in(claim, level))
        way = "steady" if claim.before is None else direction(order.index(claim.before), order.index(level))
        # Where nothing turns, it only matters whether the theory is refuted.
        return fate if way != "steady" or fate == "refuted" else "neither", way

    return Stage(
        (cell.claims.extended(here, order, fate_and_way),),
        lambda leaves: _passed(
            (fate for fate, _ in leaves[0]), next((way for _, way in leaves[0] if way != "steady"), "steady"), True
        ),
    )


def _before(cell: Cell) -> tuple[TermPeriod, ...]:
    """The outcome in the period before, where there is one."""
    here = cell.question.here
    return (TermPeriod(here.term, here.period - 1),) if here.period > cell.case.first else ()


def _fate(verdict: Verdict) -> Fate:
    return FATES.get(verdict, "neither")


def _ways(before: TermPeriod, here: TermPeriod, order: tuple[str, ...]) -> Diagram[str | None]:
    """Which way the outcome goes from one period to the next."""
    size = len(order)
    nodes = [(1, *(DIRECTIONS.index(direction(then, now)) for now in range(size))) for then in range(size)]
    return Diagram((before, here), (order, order), DIRECTIONS, (*nodes, (0, *range(3, 3 + size))), 3 + size)


def _is_undecided(readings: tuple[Verdict, ...]) -> bool:
    found = set(readings)
    if found <= REFUTED or found <= BORNE_OUT:
        return False
    return len(found) > 1 or bool(found & UNDECIDED)
