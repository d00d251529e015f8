"""`validate`: each rule as it was understood, what is still to code, and a count of the problems."""

from __future__ import annotations

from typing import Any
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from checker.analysis.next_coding import NextCoding
from checker.logic.printing import text
from checker.logic.rewriting import causes
from checker.problems import Problem
from checker.report.export import as_json
from checker.report.wording import listed
from checker.study.case import Case
from checker.study.theory import Theory

NOTHING: Mapping[str, NextCoding] = MappingProxyType({})


def validated(theories: Sequence[Theory], cases: Sequence[Case], problems: Sequence[Problem],
              nexts: Mapping[str, NextCoding] = NOTHING) -> str:
    """The understood rules of every theory, the gaps of every case with what to code next, and a closing line."""
    rows: list[str] = []
    for theory in theories:
        rows += [*_theory(theory), ""]
    for case in cases:
        rows += [*_case(case), *_next(nexts.get(case.name)), ""]
    errors = sum(p.severity == "error" for p in problems)
    warnings = len(problems) - errors
    if not problems:
        rows.append("No problems found.")
    else:
        rows.append(f"{_counted(errors, 'error')}, {_counted(warnings, 'warning')}.")
    return "\n".join(rows) + "\n"


def validated_json(theories: Sequence[Theory], cases: Sequence[Case], problems: Sequence[Problem],
                   nexts: Mapping[str, NextCoding] = NOTHING) -> str:
    """The format checker/validate, version 1."""
    return as_json({
        "format": "checker/validate", "version": 1,
        "problems": [_problem(p) for p in problems],
        "theories": [{"theory": t.name, "rules": [
            {"proposition": p.id, "rule": p.rule.text, "understood": text(p.rule.formula, True)} for p in t.propositions
        ]} for t in theories],
        "cases": [{"case": c.name, "to_code": [{"period": period, "terms": terms} for period, terms in _gaps(c)],
                   "code_next": _next_json(nexts.get(c.name))} for c in cases],
    })


def _problem(p: Problem) -> dict[str, Any]:
    where = p.location
    return {"file": where.file, "line": where.line, "column": where.column, "severity": p.severity,
            "message": p.message, "fix": p.hint}


def _theory(theory: Theory) -> Iterable[str]:
    explained = listed(str(e) for e in theory.explains)
    yield f"{theory.name}: {len(theory.propositions)} propositions, explains {explained}"
    if theory.scope is not None:
        yield f"  scope  {text(theory.scope.formula, True)}"
    for p in theory.propositions:
        kind = "" if p.role == "core" else f" ({p.role})"
        tendency = "" if p.strict else "usually: "
        yield f"  {p.id}{kind}  {tendency}{text(p.rule.formula, True)}"
    for statement in theory.exhaustive:
        named = [p.id for p in theory.propositions if causes(p.rule.formula, statement.term)]
        yield f"  {statement.label}  (causes named by {listed(named)})"


def _case(case: Case) -> Iterable[str]:
    yield f"{case.name}: {len(case.periods)} periods{' and a baseline' if case.baseline else ''}"
    gaps = list(_gaps(case))
    if not gaps:
        yield "  every observable term is coded in every period"
    for period, terms in gaps:
        yield f"  {period}: no value yet for {listed(terms)}"


def _next(found: NextCoding | None) -> Iterable[str]:
    """One line on the coding that matters most to the verdicts."""
    if found is None:
        return
    if found.waiting:
        does = f"{found.waiting} of {_counted(found.unobserved, 'unobserved verdict')} " \
               f"{'waits' if found.waiting == 1 else 'wait'} for this outcome"
    elif found.settles:
        does = f"it would settle {found.settles} of {_counted(found.open, 'open verdict')}"
    else:
        does = f"with others it would settle {found.helps} of {_counted(found.open, 'open verdict')}"
    yield f"  code next: {found.term} ({found.period_id}): {does}"


def _next_json(found: NextCoding | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"coding": str(found.term), "period": found.period_id, "waiting": found.waiting,
            "unobserved": found.unobserved, "settles": found.settles, "helps": found.helps, "open": found.open}


def has_gaps(case: Case) -> bool:
    """Whether an observable term has no value in some period."""
    return next(iter(_gaps(case)), None) is not None


def _gaps(case: Case) -> Iterable[tuple[str, list[str]]]:
    terms = [t for t in case.codebook.terms() if not case.codebook.is_theoretical(t) and case.binds(t)]
    for number in range(1, case.last + 1):
        missing = [str(term) for term in terms if case.coding(term, number).is_missing]
        if missing:
            yield case.period(number).id, missing


def _counted(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"
