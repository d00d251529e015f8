"""Set-theoretic fit at the command line: over raw columns, over mapped terms, and of two theories."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from checker.problems import InvalidStudy, Location, Problem

if TYPE_CHECKING:
    from checker.analysis.sets.set_table import SetTable
    from checker.app.run_survey import Order
    from checker.files.tables.wide_table import WideTable
    from checker.report.survey.sets import SetAnswer

LARGE = 50_000


@dataclass(frozen=True)
class SetQuestion:
    """What is asked of sets, as typed."""

    outcome: str
    solution: str | None
    against: str | None
    conditions: str | None
    consistency_cut: float


def sets_answered(table: WideTable, asked: SetQuestion, case_column: str, form: str) -> str:
    """The answer over the columns of a table, rendered."""
    from checker.report.survey.sets import sets_rendered

    return _located(
        table,
        form,
        lambda: sets_rendered([_answer(table, asked, lambda named: _set_table(table, named, case_column))], form),
    )


def terms_answered(order: Order, asked: SetQuestion, evaluate: bool, form: str) -> str:
    """The answer over the terms that a map reads, or the evaluation of two theories, rendered."""
    from checker.analysis.survey.term_sets import term_sets, theories_evaluated
    from checker.app.run_survey import coded_parts
    from checker.report.survey.sets import SetAnswer, sets_rendered

    theories, table_map = order.plan.theories, order.maps[0]
    if evaluate and len(theories) != 2:
        raise _does_not_go("--evaluate compares two theories; name two")
    parts = coded_parts(order)

    def answers() -> str:
        if evaluate:
            found = theories_evaluated(theories[0], theories[1], parts, table_map)
            return sets_rendered(
                [SetAnswer(order.table.shown, outcome, evaluation=evaluation) for outcome, evaluation in found.items()],
                form,
            )
        return sets_rendered(
            [_answer(order.table, asked, lambda named: term_sets(parts, table_map, theories[0].codebook))], form
        )

    return _located(order.table, form, answers)


def _located(table: WideTable, form: str, answer: Callable[[], str]) -> str:
    from checker.analysis.sets.set_table import NotASet
    from checker.logic.set_expression import SetSyntaxError

    if form == "markdown":
        raise _does_not_go("set-theoretic fit is written as text, json or csv")
    try:
        return answer()
    except (SetSyntaxError, NotASet) as error:
        raise InvalidStudy([Problem(Location(table.shown), str(error), "check the formula and the table")]) from None


def _answer(table: WideTable, asked: SetQuestion, sets_of: Callable[[set[str]], SetTable]) -> SetAnswer:
    from checker.analysis.sets.fit import solution_fit
    from checker.analysis.sets.set_table import named_in
    from checker.analysis.sets.theory_evaluation import evaluate_theory
    from checker.analysis.sets.truth_table import truth_table
    from checker.logic.set_expression import parse_set
    from checker.report.survey.sets import SetAnswer

    if asked.solution is None and asked.conditions is None:
        raise _does_not_go("--outcome goes with --solution or --truth-table")
    if asked.against is not None and asked.solution is None:
        raise _does_not_go("--against goes with --solution")
    y = parse_set(asked.outcome)
    found = None if asked.solution is None else parse_set(asked.solution)
    theory = None if asked.against is None else parse_set(asked.against)
    rows = [name.strip() for name in (asked.conditions or "").split(",") if name.strip()]
    sets = sets_of({*rows, *named_in(*(e for e in (y, found, theory) if e is not None))})
    return SetAnswer(
        table.shown,
        asked.outcome,
        None if found is None else solution_fit(found, y, sets),
        None if found is None or theory is None else evaluate_theory(theory, found, y, sets),
        truth_table(rows, y, sets, Fraction(str(asked.consistency_cut))) if rows else None,
    )


def _set_table(table: WideTable, named: set[str], case_column: str) -> SetTable:
    """The columns named, from exact texts, or from arrays where the table is large."""
    from checker.analysis.sets.set_table import set_table, set_table_of_arrays
    from checker.files.tables.wide_table import numbers, texts

    if (table.rows or 0) > LARGE or table.path.stat().st_size > 100 * LARGE:
        return set_table_of_arrays(*numbers(table, sorted(named), case_column))
    columns = texts(table)
    cases = columns.get(case_column) or [str(n) for n in range(1, len(next(iter(columns.values()), [])) + 1)]
    return set_table(cases, {name: cells for name, cells in columns.items() if name in named})


def _does_not_go(what: str) -> InvalidStudy:
    """Options that do not go together."""
    return InvalidStudy([Problem(Location("the command line"), what, "see checker survey --help")])
