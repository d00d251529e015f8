"""`validate`: each rule as it was understood, what is still to code, and a count of the problems."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

from checker.analysis.coding.next_coding import NextCoding
from checker.analysis.coding.progress import Progress
from checker.logic.printing import text
from checker.problems import Problem
from checker.report.render.markup import as_json
from checker.report.words.verdicts import listed
from checker.study.case import Event
from checker.study.causes import causes_named
from checker.study.theory import Theory

WIDTH = 80


def validated(theories: Sequence[Theory], cases: Sequence[Progress], problems: Sequence[Problem]) -> str:
    """The understood rules of every theory, the gaps of every case with what to code next, and a closing line."""
    rows: list[str] = []
    for theory in theories:
        rows += [*_folded(_theory(theory)), ""]
    for found in cases:
        rows += [*_folded([*_case(found), *_next(found.next)]), ""]
    errors = sum(p.severity == "error" for p in problems)
    warnings = len(problems) - errors
    if not problems:
        rows.append("No problems found.")
    else:
        rows.append(f"{_counted(errors, 'error')}, {_counted(warnings, 'warning')}.")
    return "\n".join(rows) + "\n"


def validated_json(theories: Sequence[Theory], cases: Sequence[Progress], problems: Sequence[Problem]) -> str:
    """The format checker/validate, version 1."""
    return as_json(
        {
            "format": "checker/validate",
            "version": 1,
            "problems": [_problem(p) for p in problems],
            "theories": [
                {
                    "theory": t.name,
                    "rules": [
                        {"proposition": p.id, "rule": p.rule.text, "understood": text(p.rule.formula, True)}
                        for p in t.propositions
                    ],
                }
                for t in theories
            ],
            "cases": [
                {
                    "case": c.case.name,
                    "to_code": [{"period": period, "terms": list(map(str, terms))} for period, terms in c.gaps],
                    "code_next": _next_json(c.next),
                    "disputed": [{"date": e.date, "what": e.what, "clue": _shows(e)} for e in c.disputed],
                }
                for c in cases
            ],
        }
    )


def _problem(p: Problem) -> dict[str, Any]:
    where = p.location
    return {
        "file": where.file,
        "line": where.line,
        "column": where.column,
        "severity": p.severity,
        "code": p.code,
        "message": p.message,
        "fix": p.hint,
    }


def _folded(rows: Iterable[str]) -> Iterable[str]:
    """The rows with none wider than a terminal; what goes on is indented."""
    for row in rows:
        yield from textwrap.wrap(row, WIDTH, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)


def _theory(theory: Theory) -> Iterable[str]:
    explained = listed(str(e) for e in theory.explains)
    yield f"{theory.name}: {_counted(len(theory.propositions), 'proposition')}, explains {explained}"
    if theory.scope is not None:
        yield f"  scope  {text(theory.scope.formula, True)}"
    for p in theory.propositions:
        kind = "" if p.role == "core" else f" ({p.role})"
        tendency = "" if p.strict else "usually: "
        yield f"  {p.id}{kind}  {tendency}{text(p.rule.formula, True)}"
    for statement in theory.exhaustive:
        named = dict.fromkeys(p.id for p, _, _ in causes_named(theory.propositions, statement, theory.codebook))
        yield f"  {statement.label}  (causes named by {listed(named)})"


def _case(progress: Progress) -> Iterable[str]:
    case = progress.case
    yield f"{case.name}: {_counted(len(case.periods), 'period')}{' and a baseline' if case.baseline else ''}"
    if not progress.gaps:
        whose = "term that a theory uses" if progress.by_theories else "observable term"
        yield f"  every {whose} is coded in every period"
    for period, terms in progress.gaps:
        yield f"  {period}: no value yet for {listed(map(str, terms))}"
    for event in progress.disputed:
        says = f"{event.date}: {event.what.rstrip('.')}. The event shows `{_shows(event)}`; the codings say otherwise."
        yield f"  {says}"


def _shows(event: Event) -> str:
    return event.clue.text if event.clue is not None else ""


def _next(next_coding: NextCoding | None) -> Iterable[str]:
    """One line on the coding that matters most to the verdicts."""
    if next_coding is None:
        return
    if next_coding.waiting:
        does = (
            f"{next_coding.waiting} of {_counted(next_coding.unobserved, 'unobserved verdict')} "
            f"{'waits' if next_coding.waiting == 1 else 'wait'} for this outcome"
        )
    elif next_coding.settles:
        does = f"it would settle {next_coding.settles} of {_counted(next_coding.open, 'open verdict')}"
    else:
        does = f"with others it would settle {next_coding.helps} of {_counted(next_coding.open, 'open verdict')}"
    yield f"  code next: {next_coding.term} ({next_coding.period_id}): {does}"


def _next_json(next_coding: NextCoding | None) -> dict[str, Any] | None:
    if next_coding is None:
        return None
    return {
        "coding": str(next_coding.term),
        "period": next_coding.period_id,
        "waiting": next_coding.waiting,
        "unobserved": next_coding.unobserved,
        "settles": next_coding.settles,
        "helps": next_coding.helps,
        "open": next_coding.open,
    }


def _counted(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"
