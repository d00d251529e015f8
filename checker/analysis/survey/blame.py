"""Minimal core of propositions that exclude the outcome of an exception; computed once per distinct window."""

from __future__ import annotations

from collections.abc import Iterable

from checker.analysis.survey.columns import NO_CODE
from checker.analysis.survey.judge import NamedRow
from checker.analysis.survey.plan import Plan
from checker.analysis.verdicts.trial import Trial
from checker.problems import LimitReached
from checker.study.case import MISSING, Case, Coding, Period

BLAMED = 500
"""How many different windows are explained; the same codings share one explanation."""


def blamed(plan: Plan, question: int, exceptions: Iterable[NamedRow]) -> dict[NamedRow, tuple[str, ...]]:
    """Map each exception to the labels of a minimal core: propositions, exhaustive statements, scope.

    Exceptions beyond BLAMED distinct windows, or past the solver's limit, are left out.
    """
    asked = plan.verdicts[question]
    theory = plan.theories[asked.theory]
    known: dict[tuple[tuple[int, ...], ...], tuple[str, ...]] = {}
    cores = {}
    for row in exceptions:
        if row.window not in known:
            if len(known) >= BLAMED:
                continue
            case = _case(plan, asked.theory, row)
            at = Trial(theory, case).question(asked.explained, len(row.window))
            verdict = at.verdict(at.coded())
            if verdict != row.verdict:
                raise AssertionError(f"the survey says {row.verdict} and the row as a case {verdict} for {row}")
            try:
                reasons = at.because(at.coded())
            except LimitReached:
                continue
            known[row.window] = tuple(dict.fromkeys(r.label for r in reasons if r.kind != "coding"))
        cores[row] = known[row.window]
    return cores


def _case(plan: Plan, theory: int, row: NamedRow) -> Case:
    """The window as a case of its own, without a baseline."""
    book = plan.theories[theory].codebook
    periods = tuple(
        Period(
            f"p{number}",
            codings={
                term: MISSING if code == NO_CODE else Coding((book.values(term)[code],))
                for term, code in zip(plan.observables[theory], codes, strict=True)
            },
        )
        for number, codes in enumerate(row.window, 1)
    )
    return Case(name=row.case, codebook=book, roles={role: (role,) for role in book.roles}, periods=periods)
