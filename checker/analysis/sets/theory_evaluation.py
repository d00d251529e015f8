"""Theory evaluation: where a theory and a solution (or a second theory) agree and differ, case by case.

Ragin, The Comparative Method (1987), ch. 7; Schneider and Wagemann, Set-Theoretic Methods for the Social
Sciences (2012), ch. 11.3: eight groups from theory T, solution S and outcome Y.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from checker.analysis.sets.fit import Fit, sums_of
from checker.analysis.sets.set_table import SetTable, named_in, score
from checker.logic.set_expression import Complement, Intersection, SetExpression, products, products_text, set_text

Kind = Literal["typical", "deviant for consistency", "deviant for coverage", "rightly left out"]
INTERSECTIONS = (("T*S", True, True), ("~T*S", False, True), ("T*~S", True, False), ("~T*~S", False, False))


@dataclass(frozen=True)
class CaseGroup:
    """The cases of one intersection with, or without, the outcome; `name` as in the literature."""

    intersection: str
    outcome: bool
    name: str
    kind: Kind
    cases: tuple[str, ...]


@dataclass(frozen=True)
class IntersectionFit:
    """One of T*S, ~T*S, T*~S, ~T*~S: written as a sum of products (None past a limit), and its fit."""

    intersection: str
    expression: str | None
    fit: Fit


@dataclass(frozen=True)
class TheoryEvaluation:
    """`undecided` are the cases at exactly 0.5 in the theory, the solution or the outcome; `missing` are uncoded."""

    theory: Fit
    solution: Fit
    intersections: tuple[IntersectionFit, ...]
    groups: tuple[CaseGroup, ...]
    undecided: tuple[str, ...]
    missing: int


def evaluate_theory(
    theory: SetExpression, solution: SetExpression, outcome: SetExpression, table: SetTable
) -> TheoryEvaluation:
    """The fit and the cases of each intersection of a theory, a solution and the outcome.

    A case belongs to a set where its membership is above 0.5. `T*S & Y` are covered most likely cases,
    `~T*S & Y` covered least likely, `T*~S & Y` uncovered most likely, and so on; typical are the members of
    the solution with the outcome, deviant for consistency those without it, deviant for coverage the
    outcome's cases outside the solution.
    """
    coded = table.coded(named_in(theory, solution, outcome))
    outcome_text, y, scale = set_text(outcome), score(outcome, coded), coded.scale
    missing = len(table) - len(coded)
    t, s = score(theory, coded), score(solution, coded)

    def fitted(text: str, expression: SetExpression) -> Fit:
        return Fit(text, outcome_text, sums_of(score(expression, coded), y, scale), missing)

    intersections = []
    for name, in_theory, in_solution in INTERSECTIONS:
        both = Intersection(
            (theory if in_theory else Complement(theory), solution if in_solution else Complement(solution))
        )
        rows = products(both)
        intersections.append(IntersectionFit(name, None if rows is None else products_text(rows), fitted(name, both)))
    members: dict[tuple[bool, bool, bool], list[str]] = {}
    undecided = []
    for place, case in enumerate(coded.cases):
        doubled = [2 * int(column[place]) for column in (t, s, y)]
        if scale in doubled:
            undecided.append(case)
        else:
            members.setdefault((doubled[0] > scale, doubled[1] > scale, doubled[2] > scale), []).append(case)
    groups = tuple(
        CaseGroup(
            name,
            present,
            _name(in_theory, in_solution, present),
            _kind(in_solution, present),
            tuple(members.get((in_theory, in_solution, present), ())),
        )
        for present in (True, False)
        for name, in_theory, in_solution in INTERSECTIONS
    )
    return TheoryEvaluation(
        theory=fitted(set_text(theory), theory),
        solution=fitted(set_text(solution), solution),
        intersections=tuple(intersections),
        groups=groups,
        undecided=tuple(undecided),
        missing=missing,
    )


def _name(in_theory: bool, in_solution: bool, present: bool) -> str:
    if present:
        adjective = "covered" if in_solution else "uncovered"
    else:
        adjective = "inconsistent" if in_solution else "consistent"
    return f"{adjective} {'most' if in_theory else 'least'} likely"


def _kind(in_solution: bool, present: bool) -> Kind:
    if in_solution:
        return "typical" if present else "deviant for consistency"
    return "deviant for coverage" if present else "rightly left out"
