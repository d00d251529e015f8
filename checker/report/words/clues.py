"""Codings and events as clues, in words: what each is, and how rivals fare by it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from checker.analysis.rivals.clues import Clue
from checker.logic.formula import Is
from checker.report.words.labels import label
from checker.report.words.numbers import spoken_date
from checker.report.words.phrases import values_words
from checker.report.words.verdicts import listed
from checker.study.case import Case
from checker.study.theory import Rule

MIND = (
    "Given the outcome and the other codings as in the reading of each theory's leading verdict, a hoop is a clue "
    "that the theory requires, a smoking gun one that its rivals exclude; doubly decisive is both, against one "
    "that the theory itself excludes, and a straw in the wind none of these: logic alone cannot weigh it. A theory "
    "that is refuted with and without a clue is not tested by it, nor is one out of scope; beside such a rival no "
    "clue is unique."
)
AGREES = {True: "yes", False: "no", None: "open"}


def clues_by_subject(clues: Iterable[Clue]) -> list[list[Clue]]:
    """The clues gathered by what is taken as a clue in which period, one for each theory."""
    gathered: dict[object, list[Clue]] = {}
    for clue in clues:
        gathered.setdefault((clue.judged, clue.period_id, clue.term, clue.event), []).append(clue)
    return list(gathered.values())


def clue_words(clue: Clue, case: Case) -> str:
    """A coding by its label and period, an event by its date, what happened and what that shows."""
    if clue.term is not None:
        return f"{label(case.codebook, clue.term, case)} ({clue.period_id}{', the outcome' if clue.is_outcome else ''})"
    assert clue.event is not None
    shows = _shown(clue.event.clue, case) if clue.event.clue is not None else ""
    late = ", after the onset" if clue.late else ""
    return f"{spoken_date(clue.event.date)}{late}: {clue.event.what.rstrip('.')}. It shows: {shows}"


def _shown(clue: Rule, case: Case) -> str:
    """A value in words, by the label of its variable; any other rule as it is written."""
    match clue.formula:
        case Is(term, values):
            return f"{label(case.codebook, term, case)} is {values_words(case.codebook, term, values)}"
    return clue.text


_FATES = {
    "doubly decisive": "doubly decisive for {}",
    "hoop": "a hoop for {}",
    "smoking gun": "a smoking gun for {}",
    "straw in the wind": "a straw in the wind for {}",
    "against": "against {}",
    "already refuted": "no test of {}, refuted with and without it",
    "out of scope": "no test of {}, out of scope",
}


def fates_words(own: Sequence[Clue]) -> str:
    """How the theories fare by one clue: `a hoop for a and b; a straw in the wind for c`."""
    kinds = dict.fromkeys(clue.kind for clue in own)
    if len(kinds) == 1 and len(own) > 1:
        return _FATES[own[0].kind].format("any" if own[0].kind in ("already refuted", "out of scope") else "all")
    return "; ".join(_FATES[kind].format(listed(clue.theory for clue in own if clue.kind == kind)) for kind in kinds)


def clue_json(clue: Clue) -> dict[str, Any]:
    event = clue.event
    return {
        "theory": clue.theory,
        "coding": None if clue.term is None else str(clue.term),
        "period": clue.period_id,
        "values": list(clue.values),
        "outcome": clue.is_outcome,
        "event": None
        if event is None
        else {"date": event.date, "what": event.what, "clue": None if event.clue is None else event.clue.text},
        "coded_so": clue.agrees,
        "after_onset": clue.late,
        "test": clue.kind,
    }
