"""Parameters of fit of what a theory's propositions state, over the rows of a survey.

A row counts where its codings settle both condition and outcome; the others are missing. Where a term is fuzzy, rows
count by their memberships instead: minimum, maximum and 1 - x, other terms being in or out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from checker.analysis.sets.fit import Ratio, Sums, necessity, sufficiency
from checker.analysis.survey.columns import MEMBER_SCALE
from checker.analysis.survey.membership import membership
from checker.analysis.survey.plan import Relation, StandingPlan, common, relations, standing, united
from checker.analysis.survey.rows import Rows, quadrants
from checker.engine.batch import unpacked
from checker.engine.lookback_window import lookback_window
from checker.logic.formula import And, Formula, Not
from checker.logic.rewriting import terms
from checker.study.mapping import TableMap
from checker.study.theory import Theory

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Table = NDArray[np.int64]
else:
    Table = Any

What = Literal["proposition", "theory", "alone"]
COLUMNS = 5
"""A case's sums: rows, condition, outcome, both, tied, as in `Sums`."""


@dataclass(frozen=True)
class FitQuestion:
    """One condition against one outcome: a proposition's, a whole theory's, or what a proposition covers alone.

    `others` are the other sufficient conditions of the theory, where the question is what is covered alone.
    """

    what: What
    relation: Relation
    condition: Formula
    standing: StandingPlan | None
    fuzzy: bool
    others: Formula | None = None

    @property
    def scale(self) -> int:
        return MEMBER_SCALE if self.fuzzy else 1


@dataclass(frozen=True)
class FitPart:
    """Sums of some rows for each question, and how many rows were missing; `+` is associative.

    `cases` holds, where asked, a table of the sums of each case, one row each.
    """

    sums: tuple[Sums, ...]
    missing: tuple[int, ...]
    cases: tuple[Table, ...] = field(default=(), compare=False)

    def __add__(self, other: FitPart) -> FitPart:
        return FitPart(
            tuple(a + b for a, b in zip(self.sums, other.sums, strict=True)),
            tuple(a + b for a, b in zip(self.missing, other.missing, strict=True)),
            tuple(np.concatenate(both) for both in zip(self.cases, other.cases, strict=True)),
        )


def fit_questions(theories: Sequence[Theory], table_map: TableMap) -> tuple[FitQuestion, ...]:
    """The questions of a fit: every relation that the theories state, and for each outcome the theory as a whole."""
    fuzzy = frozenset(reading.term for reading in table_map.readings if reading.member)
    windows = [lookback_window(theory) for theory in theories]
    found: list[FitQuestion] = []
    groups: dict[tuple[int, str, str], list[Relation]] = {}
    for relation in relations(theories):
        groups.setdefault((relation.theory, relation.kind, relation.words[1]), []).append(relation)

    def asked(what: What, relation: Relation, condition: Formula, others: Formula | None = None) -> FitQuestion:
        named = {*terms(condition), *terms(relation.outcome)}
        soft = bool(named & fuzzy) and not any(map(theories[relation.theory].codebook.is_theoretical, named))
        plan = None if soft else standing(relation.theory, windows[relation.theory], condition, relation.outcome)
        return FitQuestion(what=what, relation=relation, condition=condition, standing=plan, fuzzy=soft, others=others)

    for group in groups.values():
        join = united if group[0].kind == "sufficient" else common
        for place, relation in enumerate(group):
            found.append(asked("proposition", relation, relation.condition))
            rest = [other.condition for n, other in enumerate(group) if n != place]
            if rest and relation.kind == "sufficient":
                others = united(rest)
                found.append(asked("alone", relation, And((relation.condition, Not(others))), others))
        if len(group) > 1:
            found.append(asked("theory", group[0], join([relation.condition for relation in group])))
    return tuple(found)


def fit_rows(questions: Sequence[FitQuestion], rows: Rows, by_case: bool = False) -> FitPart:
    """The sums over coded rows; `by_case` keeps those of each case, and presumes chained rows."""
    sums, missing, cases = [], [], []
    for question in questions:
        table = _fuzzy(question, rows) if question.fuzzy else _crisp(question, rows)
        total = [
            int((table[:, n] >> 31).sum()) * (1 << 31) + int((table[:, n] & 0x7FFFFFFF).sum()) for n in range(COLUMNS)
        ]
        sums.append(Sums(total[0], total[1], total[2], total[3], total[4], question.scale))
        missing.append(len(rows.coded) - total[0])
        if by_case:
            cases.append(np.add.reduceat(table, rows.coded.starts, axis=0) if len(table) else table)
    return FitPart(tuple(sums), tuple(missing), tuple(cases))


def _crisp(question: FitQuestion, rows: Rows) -> Table:
    table = np.zeros((len(rows.coded), COLUMNS), np.int64)
    plan = question.standing
    assert plan is not None
    for depth, view in enumerate(plan.views):
        count = rows.count(plan.theory, depth)
        if view is None or not count:
            continue
        both, only, consequence, neither = (unpacked(bits, count) for bits in quadrants(rows, plan, depth, view))
        settled = (both.view(np.uint8) + only + consequence + neither) == 1
        here = np.stack(
            [
                settled,
                settled & (both | only),
                settled & (both | consequence),
                settled & both,
                np.zeros(count, np.bool_),
            ],
            axis=1,
        )
        places = rows.at(plan.theory, depth)
        table[slice(None) if places is None else places] = here
    return table


def _fuzzy(question: FitQuestion, rows: Rows) -> Table:
    book = rows.plan.theories[question.relation.theory].codebook
    x = membership(question.condition, rows.coded, book)
    y = membership(question.relation.outcome, rows.coded, book)
    known = (x >= 0) & (y >= 0)
    both = np.minimum(x, y)
    tied = np.minimum(both, MEMBER_SCALE - y)
    if question.others is not None:
        # What the condition adds to the coverage of the others, which is not the overlap of fuzzy sets.
        own, rest = (membership(part, rows.coded, book) for part in (question.relation.condition, question.others))
        both = np.minimum(np.maximum(own, rest), y) - np.minimum(rest, y)
    return np.stack([known.astype(np.int64), *(np.where(known, column, 0) for column in (x, y, both, tied))], axis=1)


def unique_coverage(questions: Sequence[FitQuestion], part: FitPart, number: int) -> Ratio | None:
    """Unique coverage of question `number`: None unless it is a sufficient condition of one proposition."""
    asked = questions[number]
    if asked.relation.kind != "sufficient" or asked.what != "proposition":
        return None
    alone = next((n for n, q in enumerate(questions) if q.what == "alone" and q.relation == asked.relation), number)
    return part.sums[number].ratio(part.sums[alone].both, part.sums[number].y)


def parameters(question: FitQuestion, sums: Sums) -> dict[str, Ratio]:
    """The exact parameters of one question, by name."""
    if question.relation.kind == "sufficient":
        fit = sufficiency(sums)
        return {"consistency": fit.consistency, "PRI": fit.pri, "coverage": fit.coverage}
    needed = necessity(sums)
    return {"consistency": needed.consistency, "coverage": needed.coverage, "RoN": needed.relevance}
