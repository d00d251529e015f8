"""How a theory fares over all judged periods of a case at once (semantics.md, section 4, on the record).

All codings are drawn once, together; a period's codings are shared with what the next one calls before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple

from checker.analysis.cell import Cell
from checker.analysis.draws import draws
from checker.analysis.result import BORNE_OUT, REFUTED, TrackRecord, Verdict
from checker.engine.grounding import TermPeriod
from checker.engine.joint import Stage, carried
from checker.problems import LimitReached

UNDECIDED: frozenset[Verdict] = frozenset(("out of scope", "unobserved", "untestable"))


Fate = Literal["refuted", "borne out", "out of scope", "neither"]
FATES: Mapping[Verdict, Fate] = {
    **dict.fromkeys(REFUTED, "refuted"), **dict.fromkeys(BORNE_OUT, "borne out"), "out of scope": "out of scope",
}


class Course(NamedTuple):
    """What has happened so far in a draw; a turn that has not come yet is None, else whether all were borne out."""

    refuted: bool = False
    rises: bool | None = None
    falls: bool | None = None
    turns: bool | None = None


@dataclass(frozen=True)
class _Fold:
    """What the readings of a period come to, and the level before and in it, taken into the course."""

    is_change: bool

    def __call__(self, course: Course, fates: tuple[Fate, ...], levels: tuple[int | None, ...]) -> Course:
        refuted = course.refuted or set(fates) == {"refuted"}
        now, before = levels[0], levels[1] if len(levels) > 1 else None
        if now is None or set(fates) == {"out of scope"}:
            return course._replace(refuted=refuted)
        fits = set(fates) == {"borne out"}
        way = 0 if before is None else now - before
        is_turn = way != 0 or not self.is_change
        return Course(refuted, _with(course.rises, fits) if way > 0 else course.rises,
                      _with(course.falls, fits) if way < 0 else course.falls,
                      _with(course.turns, fits) if is_turn else course.turns)


def _with(so_far: bool | None, fits: bool) -> bool:
    return fits and so_far is not False


def track(cells: Sequence[Cell], by_source: bool = False) -> TrackRecord:
    """The record over these cells, one for each judged period in order; a limit reached is said in it."""
    if not cells:
        return TrackRecord(0)
    try:
        return _tracked(cells, by_source)
    except LimitReached as limit:
        return TrackRecord(len(cells), limit=str(limit))


def _tracked(cells: Sequence[Cell], by_source: bool) -> TrackRecord:
    case = cells[0].case
    places = dict.fromkeys(tp for cell in cells for tp in (*cell.question.places, *_levels(cell)))
    stages = [Stage(cell.diagram.mapped(_fate), _levels(cell), _Fold(cell.question.explained.change)) for cell in cells]
    courses = carried(stages, draws(case, places, by_source), Course())

    def given(condition: Iterable[tuple[bool, bool, Fraction]]) -> Fraction | None:
        rows = list(condition)
        whole = sum((p for there, _, p in rows if there), Fraction(0))
        return sum((p for there, fits, p in rows if there and fits), Fraction(0)) / whole if whole else None

    ends = [cell.ends for cell in cells]
    return TrackRecord(
        len(cells), sum((p for course, p in courses.items() if not course.refuted), Fraction(0)),
        given((course.rises is not None, bool(course.rises), p) for course, p in courses.items()),
        given((course.falls is not None, bool(course.falls), p) for course, p in courses.items()),
        given((course.turns is not None, bool(course.turns), p) for course, p in courses.items()),
        given((course.rises is not None and course.falls is not None, not course.refuted and bool(course.turns), p)
              for course, p in courses.items()),
        sum((p for of in ends for readings, p in of.items() if set(readings) <= BORNE_OUT), Fraction(0)),
        sum((p for of in ends for readings, p in of.items() if _is_undecided(readings)), Fraction(0)))


def _fate(verdict: Verdict) -> Fate:
    return FATES.get(verdict, "neither")


def _levels(cell: Cell) -> tuple[TermPeriod, ...]:
    """The outcome in the period and, where there is a period before, in that."""
    here = cell.question.here
    return (here, TermPeriod(here.term, here.period - 1)) if here.period > cell.case.first else (here,)


def _is_undecided(readings: tuple[Verdict, ...]) -> bool:
    found = set(readings)
    if found <= REFUTED or found <= BORNE_OUT:
        return False
    return len(found) > 1 or bool(found & UNDECIDED)
