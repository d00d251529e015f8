"""Coded rows as sets: terms for formulas of QCA, and two theories against each other, row by row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from checker.analysis.sets.set_table import NotASet, SetTable
from checker.analysis.sets.theory_evaluation import TheoryEvaluation, evaluate_theory
from checker.analysis.survey.columns import MEMBER_SCALE, NO_CODE, Coded, Places
from checker.analysis.survey.membership import membership
from checker.analysis.survey.plan import Relation, common, relations, united
from checker.logic.formula import Formula
from checker.logic.rewriting import terms
from checker.logic.set_expression import Membership
from checker.study.codebook import Codebook
from checker.study.mapping import TableMap
from checker.study.theory import Theory


def term_sets(parts: Iterable[Coded], table_map: TableMap, book: Codebook) -> SetTable:
    """Rows as cases and their terms as sets: yes/no terms as 0 and 1 or their memberships, others by place.

    A set is called like its term, with `_` for what a QCA formula cannot hold, as in `capability_partner`.
    """
    columns: dict[str, list[Places]] = {}
    cases: list[str] = []
    scale = MEMBER_SCALE if any(reading.member for reading in table_map.readings) else 1
    for coded in parts:
        cases += row_names(coded, table_map)
        for term, codes in coded.codes.items():
            if term in coded.members:
                column = coded.members[term]
            else:
                variable = book.variables[term.variable]
                table = np.full(NO_CODE + 1, -1, np.int64)
                for place, value in enumerate(variable.values):
                    table[place] = scale * (int(value == "yes") if variable.is_yes_no else place)
                column = table[codes]
            columns.setdefault(re.sub(r"\W+", "_", str(term)).strip("_"), []).append(column)
    return SetTable(tuple(cases), scale, {name: np.concatenate(found) for name, found in columns.items()})


def theories_evaluated(
    first: Theory, second: Theory, parts: Sequence[Coded], table_map: TableMap
) -> Mapping[str, TheoryEvaluation]:
    """For each outcome of which both theories state sufficient conditions: the first as T against the second as S.

    A theory's set is the union of what it states to be sufficient; with nothing sufficient, the intersection of
    what it states to be necessary. Raises NotASet where they share no outcome or rest on theoretical terms.
    """
    evaluations = {}
    for outcome, (t, s, y) in _shared(first, second).items():
        scores = []
        for formula in (t, s, y):
            if any(first.codebook.is_theoretical(term) for term in terms(formula)):
                raise NotASet("an evaluation compares observable conditions; a theoretical term stands in one of them")
            scores.append(np.concatenate([membership(formula, coded, first.codebook) for coded in parts]))
        cases = tuple(name for coded in parts for name in row_names(coded, table_map))
        table = SetTable(cases, MEMBER_SCALE, dict(zip((first.name, second.name, outcome), scores, strict=True)))
        evaluations[outcome] = evaluate_theory(
            Membership(first.name), Membership(second.name), Membership(outcome), table
        )
    if not evaluations:
        raise NotASet(f"{first.name} and {second.name} state no sufficient or necessary conditions of the same outcome")
    return evaluations


def row_names(coded: Coded, table_map: TableMap) -> list[str]:
    """The name of each row: its case and its period."""
    periods = coded.chunk.columns[table_map.period].values[coded.kept].astype(np.int64).tolist()
    names = coded.chunk.names(table_map.named or table_map.case, coded.kept)
    return [f"{name} {period}" for name, period in zip(names, periods, strict=True)]


def _shared(first: Theory, second: Theory) -> dict[str, tuple[Formula, Formula, Formula]]:
    """By outcome, in the order of the first theory: both conditions and the outcome."""
    mine, other = _conditions(first), _conditions(second)
    return {outcome: (mine[outcome][0], other[outcome][0], mine[outcome][1]) for outcome in mine if outcome in other}


def _conditions(theory: Theory) -> dict[str, tuple[Formula, Formula]]:
    groups: dict[str, dict[str, list[Relation]]] = {}
    for relation in relations([theory]):
        groups.setdefault(relation.words[1], {}).setdefault(relation.kind, []).append(relation)
    conditions = {}
    for outcome, kinds in groups.items():
        chosen = kinds.get("sufficient") or kinds["necessary"]
        join = united if "sufficient" in kinds else common
        conditions[outcome] = (join([relation.condition for relation in chosen]), chosen[0].outcome)
    return conditions
