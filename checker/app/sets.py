"""Set-theoretic methods (QCA) over a table: over its columns, over the terms that a map reads, or of two theories."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from checker.app.survey import CodingOptions, opened_table, prepared
from checker.problems import COMMAND_LINE, InvalidStudy, refused

if TYPE_CHECKING:
    from checker.analysis.sets.answer import SetAnswer, SetQuestion
    from checker.analysis.sets.set_table import SetTable
    from checker.app.survey import Prepared
    from checker.files.tables.wide_table import WideTable

LARGE = 50_000
"""A table with more rows is read as arrays."""


@dataclass(frozen=True)
class SetOptions:
    """What is asked, as typed: formulas of QCA, conditions with commas between them.

    `evaluate` sets two theories against each other instead. `case_column` has the names of cases where no theory is
    named.
    """

    outcome: str | None = None
    solution: str | None = None
    against: str | None = None
    conditions: str | None = None
    consistency_cut: float = 1.0
    evaluate: bool = False
    case_column: str = "case"


def sets_of(table: str, theories: Sequence[str], codings: CodingOptions, options: SetOptions) -> tuple[SetAnswer, ...]:
    """The answers, one for each outcome; raises InvalidStudy where the table, a formula or the options are wrong.

    Without theories the formulas speak of the table's columns, else of the terms that the map of `codings` reads.
    """
    from checker.analysis.sets.set_table import NotASet
    from checker.logic.set_expression import SetSyntaxError

    opened = opened_table(table)
    if options.evaluate and len(theories) != 2:
        raise _does_not_go("--evaluate compares two theories; name two")
    try:
        if not theories:
            return _answered(
                opened, options, lambda question: _set_table(opened, question.columns, options.case_column)
            )
        return _of_terms(prepared(opened, theories, codings), options)
    except (SetSyntaxError, NotASet) as error:
        raise refused(opened.shown, "faulty-expression", str(error), "check the formula and the table") from None


def _of_terms(ready: Prepared, options: SetOptions) -> tuple[SetAnswer, ...]:
    from checker.analysis.sets.answer import SetAnswer
    from checker.analysis.survey.term_sets import term_sets, theories_evaluated
    from checker.app.run_survey import coded_parts

    table, theories, table_map = ready.order.table, ready.order.plan.theories, ready.order.maps[0]
    parts = coded_parts(ready.order)
    if not options.evaluate:
        return _answered(table, options, lambda question: term_sets(parts, table_map, theories[0].codebook))
    evaluations = theories_evaluated(theories[0], theories[1], parts, table_map)
    return tuple(SetAnswer(table.shown, outcome, evaluation=evaluation) for outcome, evaluation in evaluations.items())


def _answered(table: WideTable, options: SetOptions, sets: Callable[[SetQuestion], SetTable]) -> tuple[SetAnswer, ...]:
    from checker.analysis.sets.answer import SetQuestion, answer
    from checker.logic.set_expression import parse_set

    conditions = tuple(name.strip() for name in (options.conditions or "").split(",") if name.strip())
    if options.outcome is None:
        raise _does_not_go("nothing is asked; name an --outcome, or two theories with --evaluate")
    if options.solution is None and not conditions:
        raise _does_not_go("--outcome goes with --solution or --truth-table")
    if options.against is not None and options.solution is None:
        raise _does_not_go("--against goes with --solution")
    question = SetQuestion(
        outcome=parse_set(options.outcome),
        solution=None if options.solution is None else parse_set(options.solution),
        theory=None if options.against is None else parse_set(options.against),
        conditions=conditions,
        consistency_cut=Fraction(str(options.consistency_cut)),
    )
    return (answer(question, sets(question), table.shown),)


def _set_table(table: WideTable, named: frozenset[str], case_column: str) -> SetTable:
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
    return refused(COMMAND_LINE, "conflicting-options", what, "see checker sets --help")
