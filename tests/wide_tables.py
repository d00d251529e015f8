"""Small wide tables in memory for the tests of surveys, and the slow judge of every row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from checker.analysis.survey.columns import Coded, coded
from checker.analysis.survey.plan import Plan
from checker.analysis.survey.rows import Rows
from checker.analysis.verdicts.judgement import Verdict
from checker.analysis.verdicts.trial import Trial
from checker.logic.column_expression import ColumnOf
from checker.logic.formula import Term
from checker.study.case import MISSING, Case, Coding, Period
from checker.study.codebook import Codebook
from checker.study.mapping import ColumnReading, TableMap
from checker.study.theory import Theory
from checker.study.wide_table import Chunk, Column


@dataclass(frozen=True)
class Row:
    case: int
    period: int
    values: dict[Term, str | None]


def random_rows(random: Random, book: Codebook, cases: int, lengths: Sequence[int]) -> list[Row]:
    """Rows of some cases in order, now and then with a gap between periods, a fifth of the cells missing."""
    terms = [term for term in book.terms() if not book.is_theoretical(term)]
    rows = []
    for case in range(cases):
        period = 0
        for _ in range(random.choice(lengths)):
            period += 1 if random.random() < 0.93 else 2
            rows.append(
                Row(
                    case,
                    period,
                    {term: random.choice(book.values(term)) if random.random() < 0.8 else None for term in terms},
                )
            )
    return rows


def table_map(book: Codebook) -> TableMap:
    """Columns `case`, `period` and one for each observable term, its cells the values themselves."""
    return TableMap(
        "small",
        ("case",),
        "period",
        tuple(
            ColumnReading(term, ColumnOf(str(term)), {value: value for value in book.values(term)})
            for term in book.terms()
            if not book.is_theoretical(term)
        ),
    )


def chunk(rows: Sequence[Row], book: Codebook, start: int = 0) -> Chunk:
    columns = {
        "case": Column(np.array([row.case for row in rows], np.int64)),
        "period": Column(np.array([row.period for row in rows], np.int64)),
    }
    for term in (term for term in book.terms() if not book.is_theoretical(term)):
        order = book.values(term)
        cells = [row.values.get(term) for row in rows]
        columns[str(term)] = Column(
            np.array([0 if cell is None else order.index(cell) for cell in cells], np.int64),
            np.array([cell is None for cell in cells], np.bool_),
            order,
        )
    return Chunk(start, len(rows), columns)


def rows_of(plan: Plan, rows: Sequence[Row], book: Codebook, start: int = 0) -> Rows:
    found: Coded = coded(chunk(rows, book, start), table_map(book), book, True)
    return Rows(plan, found, table_map(book))


def chains(rows: Sequence[Row]) -> list[list[Row]]:
    """For each row its unbroken chain up to it."""
    found: list[list[Row]] = []
    for place, row in enumerate(rows):
        last = rows[place - 1] if place else None
        follows = last is not None and last.case == row.case and last.period == row.period - 1
        found.append([*(found[-1] if follows else ()), row])
    return found


def case_of(chain: Sequence[Row], book: Codebook) -> Case:
    """A chain as a case of its own, without a baseline."""
    return Case(
        "chain",
        book,
        dict.fromkeys(book.roles, ("somebody",)),
        tuple(
            Period(
                f"p{number}",
                codings={term: MISSING if value is None else Coding((value,)) for term, value in row.values.items()},
            )
            for number, row in enumerate(chain, 1)
        ),
    )


def slow_verdicts(theory: Theory, rows: Sequence[Row]) -> list[list[Verdict]]:
    """For each term explained the verdict of every row, each from a case of its own."""
    trials = [(Trial(theory, case_of(chain, theory.codebook)), len(chain)) for chain in chains(rows)]
    questions = [[trial.question(explained, last) for trial, last in trials] for explained in theory.explains]
    return [[question.verdict(question.coded()) for question in row] for row in questions]
