"""What each coding, taken as a clue, says for or against a theory (Van Evera 1997; Bennett 2010).

Computed, not weighed: a clue is certain where the theory, with the outcome and all other codings, leaves it no other
value, and unique where every rival excludes it. Uniqueness is relative to the rivals given, and logic alone cannot
weigh a straw.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from checker.analysis.result import REFUTED
from checker.analysis.question import Question
from checker.engine.grounding import TermPeriod
from checker.logic.formula import Term

ClueKind = Literal["doubly decisive", "hoop", "smoking gun", "straw in the wind", "against"]


@dataclass(frozen=True)
class Clue:
    """A coding, or the outcome itself, as a test of one theory in one period; `against`: the theory excludes it."""

    theory: str
    judged: str
    term: Term
    period_id: str
    values: tuple[str, ...]
    is_outcome: bool
    kind: ClueKind


def clues(questions: Sequence[Question]) -> tuple[Clue, ...]:
    """Every clue of a period for each of the theories asked, all others being its rivals.

    Clues that are straws for every theory say nothing and are left out. Only codings with one value are clues.
    """
    asked = [question for question in questions if question.testable]
    if not asked:
        return ()
    trial = asked[0].trial
    places = trial.in_file_order(tp for question in asked for tp in (*question.observables, question.here))
    found: list[Clue] = []
    for tp in places:
        values = trial.case.coding(tp.term, tp.period).values
        if len(values) == 1:
            at_place = list(_at(asked, tp, values[0]))
            if any(clue.kind != "straw in the wind" for clue in at_place):
                found += at_place
    return tuple(found)


def _at(questions: Sequence[Question], tp: TermPeriod, value: str) -> Iterator[Clue]:
    allowed = [_allowed(question, tp) for question in questions]
    for number, question in enumerate(questions):
        rivals = [values for n, values in enumerate(allowed) if n != number]
        own = allowed[number]
        case = question.trial.case
        yield Clue(
            question.trial.theory.name, case.period(question.t).id, tp.term, case.period(tp.period).id, (value,),
            tp == question.here, _kind(value, own, rivals))


def _kind(value: str, own: tuple[str, ...], rivals: Sequence[tuple[str, ...]]) -> ClueKind:
    if _excludes(own, value):
        return "against"
    certain = own == (value,)
    unique = bool(own and rivals) and all(_excludes(rival, value) for rival in rivals)
    if certain and unique:
        return "doubly decisive"
    return "hoop" if certain else "smoking gun" if unique else "straw in the wind"


def _excludes(allowed: tuple[str, ...], value: str) -> bool:
    """Whether the clue speaks against a theory: one that is refuted whatever its value is not refuted by it."""
    return bool(allowed) and value not in allowed


def _allowed(question: Question, tp: TermPeriod) -> tuple[str, ...]:
    """The values of a term-period that do not refute the theory, with the outcome and all else as coded."""
    codings = question.coded()
    return tuple(value for value in question.trial.case.codebook.values(tp.term)
                 if tp not in codings or question.verdict({**codings, tp: (value,)}) not in REFUTED)
