"""What a coding or an event, taken as a clue, says for or against a theory (Van Evera 1997; Bennett 2010).

Computed, not weighed. What the clue speaks of is left open; all else, the outcome too, is read as in the leading
reading of the theory's verdict, for with contested codings left open nearly every theory could stand with and
without nearly every clue. A theory stands where not every reading of the missing codings refutes it. The clue is
certain where the theory could then stand only with it, and unique where every rival, in its own leading reading,
could stand only without it. A theory that does not claim to hold is not tested, one that falls with and without the
clue is not tested by it. Uniqueness is relative to the rivals given, and logic alone cannot weigh a straw.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Literal

from checker.analysis.verdicts.cell import Cell
from checker.analysis.verdicts.judgement import REFUTED
from checker.analysis.verdicts.question import Codings, Question
from checker.analysis.verdicts.trial import Trial
from checker.logic.formula import Term
from checker.logic.partial import named, truth
from checker.logic.rewriting import quantifier_free
from checker.problems import LimitReached
from checker.study.case import Case, Event
from checker.study.evidence import is_after
from checker.study.term_period import TermPeriod
from checker.study.theory import Explained

ClueKind = Literal[
    "doubly decisive", "hoop", "smoking gun", "straw in the wind", "against", "already refuted", "out of scope"
]
IDLE: frozenset[ClueKind] = frozenset({"straw in the wind", "already refuted", "out of scope"})
"""What tells nothing for or against a theory."""
MAX_WORLDS = 20_000


@dataclass(frozen=True)
class Clue:
    """A coding, the outcome itself, or what an event shows, as a test of one theory in one period.

    A coding has a `term` with `values`, an event none. `agrees` says whether the codings bear the clue out; None
    where they leave it open. `late`: the event is dated after the onset of the period judged, and no cause of what
    set in then. `against`: the theory can stand only without it.
    """

    theory: str
    judged: str
    period_id: str
    term: Term | None
    values: tuple[str, ...]
    is_outcome: bool
    event: Event | None
    agrees: bool | None
    late: bool
    kind: ClueKind


@dataclass(frozen=True)
class _Subject:
    """What is taken as a clue: the term-periods it speaks of, and the worlds of these in which it holds."""

    period: int
    places: tuple[TermPeriod, ...]
    worlds: tuple[tuple[str, ...], ...]
    shown: frozenset[tuple[str, ...]]
    term: Term | None = None
    values: tuple[str, ...] = ()
    event: Event | None = None


def clues(trials: Sequence[Trial], explained: Explained, t: int, codings: bool = True) -> tuple[tuple[Clue, ...], str]:
    """Every clue of a period for each of the theories, all others being its rivals: codings, then events.

    Without `codings`, events alone. Beside them the limit, or nothing, that kept an event from being tested, since it
    speaks of too many term-periods, or everything, since a period could not be compiled.

    Codings that tell nothing of any theory are left out, as are those that are missing or contested. An event
    is told of in its own period, and in later ones in which it tells something.
    """
    testable = [trial for trial in trials if trial.question(explained, t).testable]
    if not testable:
        return (), ""
    try:
        return _found([trial.cell(explained, t) for trial in testable], codings)
    except LimitReached as reached:
        return (), str(reached)


def _found(cells: Sequence[Cell], codings: bool) -> tuple[tuple[Clue, ...], str]:
    trial, t = cells[0].question.trial, cells[0].question.t
    places = trial.case.codebook.in_file_order(
        tp for cell in cells for tp in (*cell.question.observables, cell.question.here)
    )
    found: list[Clue] = []
    for subject in _codings(trial.case, places) if codings else ():
        about = list(_judged(cells, subject))
        if any(clue.kind not in IDLE for clue in about):
            found += about
    limit = ""
    for event in trial.case.events:
        if (trial.case.number_at(event.date) or 0) > t:
            continue
        try:
            shown = _shown(trial.case, event)
        except LimitReached as reached:
            limit = limit or str(reached)
            continue
        about = [] if shown is None else list(_judged(cells, shown))
        if shown is not None and (shown.period == t or any(clue.kind not in IDLE for clue in about)):
            found += about
    return tuple(found), limit


def disputed_events(case: Case) -> tuple[Event, ...]:
    """The events that show something else than is coded, whatever contested codings may turn out to be."""
    found = []
    for event in case.events:
        try:
            subject = _shown(case, event)
        except LimitReached:
            continue
        if subject is not None and _borne_out(case, subject) is False:
            found.append(event)
    return tuple(found)


def _codings(case: Case, places: Sequence[TermPeriod]) -> Iterator[_Subject]:
    for tp in places:
        values = case.coding(*tp).values
        if len(values) == 1:
            worlds = tuple((value,) for value in case.codebook.values(tp.term))
            yield _Subject(
                period=tp.period, places=(tp,), worlds=worlds, shown=frozenset({values}), term=tp.term, values=values
            )


def _shown(case: Case, event: Event) -> _Subject | None:
    """What an event that is marked as a clue shows; None of any other."""
    t = case.number_at(event.date)
    if event.clue is None or t is None:
        return None
    formula, first, values = quantifier_free(event.clue.formula), case.first, case.codebook.values
    places = tuple(TermPeriod(term, first + n) for term, n in named(formula, t - first))
    ranges = [values(tp.term) for tp in places]
    if prod(map(len, ranges)) > MAX_WORLDS:
        raise LimitReached(f"what the event of {event.date} shows has more than {MAX_WORLDS:,} combinations")
    worlds = tuple(product(*ranges))
    shown = frozenset(
        world
        for world in worlds
        if truth(
            formula, t - first, {(tp.term, tp.period - first): v for tp, v in zip(places, world, strict=True)}, values
        )
    )
    return _Subject(period=t, places=places, worlds=worlds, shown=shown, event=event)


def _judged(cells: Sequence[Cell], subject: _Subject) -> Iterator[Clue]:
    fates = [_fates(cell, subject) for cell in cells]
    case, t = cells[0].case, cells[0].question.t
    late = subject.event is not None and is_after(subject.event.date, case.period(t).onset)
    for number, cell in enumerate(cells):
        rivals = [fate for n, fate in enumerate(fates) if n != number]
        yield Clue(
            theory=cell.question.trial.theory.name,
            judged=case.period(t).id,
            period_id=case.period(subject.period).id,
            term=subject.term,
            values=subject.values,
            is_outcome=subject.term is not None and subject.places == (cell.question.here,),
            event=subject.event,
            agrees=_borne_out(case, subject),
            late=late,
            kind=_kind(subject, fates[number], rivals),
        )


def _borne_out(case: Case, subject: _Subject) -> bool | None:
    """Whether the codings say that the clue holds: in all that they leave open, in none (False) or in some (None)."""
    coded = [case.coding(*tp).values or case.codebook.values(tp.term) for tp in subject.places]
    shown = {world in subject.shown for world in product(*coded)}
    return shown.pop() if len(shown) == 1 else None


_Fates = Mapping[tuple[str, ...], bool]
"""Worlds of a subject in which a theory claims to hold; True where it stands, False where it is refuted."""


def _fates(cell: Cell, subject: _Subject) -> _Fates:
    read = cell.read_codings
    relevant = [tp in read for tp in subject.places]
    known: dict[tuple[str, ...], bool | None] = {}
    fates = {}
    for world in subject.worlds:
        own = tuple(value for value, matters in zip(world, relevant, strict=True) if matters)
        if own not in known:
            known[own] = _stands(
                cell.question,
                {
                    **read,
                    **{
                        tp: (value,)
                        for tp, value, matters in zip(subject.places, world, relevant, strict=True)
                        if matters
                    },
                },
            )
        fate = known[own]
        if fate is not None:
            fates[world] = fate
    return fates


def _stands(question: Question, codings: Codings) -> bool | None:
    """Whether some completion leaves the theory unrefuted; None where all take it out of scope."""
    claims = question.trial.diagram(question.explained, question.t, question.exhaustive).reached(question.seen(codings))
    verdicts = {
        question.verdict_in(claim, level)
        for claim in claims
        if claim.in_scope
        for level in codings[question.here] or (None,)
    }
    return not verdicts <= REFUTED if verdicts else None


def _kind(subject: _Subject, own: _Fates, rivals: Sequence[_Fates]) -> ClueKind:
    if not any(world in subject.shown for world in own):
        return "out of scope"
    if not any(own.values()):
        return "already refuted"
    if _excludes(own, subject):
        return "against"
    certain = all(world in subject.shown for world, stands in own.items() if stands) and any(
        world not in subject.shown for world in own
    )
    unique = bool(rivals) and all(_excludes(rival, subject) for rival in rivals)
    if certain and unique:
        return "doubly decisive"
    return "hoop" if certain else "smoking gun" if unique else "straw in the wind"


def _excludes(fates: _Fates, subject: _Subject) -> bool:
    """Whether a theory claims to hold with the clue and stands only without it."""
    return (
        any(fates.values())
        and any(world in subject.shown for world in fates)
        and not any(stands for world, stands in fates.items() if world in subject.shown)
    )
