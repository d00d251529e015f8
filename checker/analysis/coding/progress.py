"""How far a case is coded: what is missing, what to code next, and which events speak against their coding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checker.analysis.coding.next_coding import NextCoding, next_coding
from checker.analysis.rivals.clues import disputed_events
from checker.logic.formula import Term
from checker.study.case import Case, Event
from checker.study.theory import Theory


@dataclass(frozen=True)
class Progress:
    """The terms without a value, period by period, of those that theories use (`by_theories`) or of all.

    `disputed` are the events that show something else than is coded.
    """

    case: Case
    by_theories: bool
    gaps: tuple[tuple[str, tuple[Term, ...]], ...]
    next: NextCoding | None
    disputed: tuple[Event, ...]


def progress(case: Case, theories: Sequence[Theory]) -> Progress:
    """How far a case is coded for these theories; without any, for its whole codebook."""
    used = {term for theory in theories for term in (*theory.terms, *theory.explained_terms)}
    wanted = [
        term
        for term in case.codebook.terms()
        if not case.codebook.is_theoretical(term) and case.binds(term) and (term in used or not theories)
    ]
    gaps = []
    for number in range(1, case.last + 1):
        missing = tuple(term for term in wanted if case.coding(term, number).is_missing)
        if missing:
            gaps.append((case.period(number).id, missing))
    return Progress(
        case, bool(theories), tuple(gaps), next_coding(case, theories) if gaps else None, disputed_events(case)
    )
