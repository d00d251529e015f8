"""Fit over rows: crisp and fuzzy sums equal those of `fit`, and resampling is repeatable."""

from fractions import Fraction
from random import Random

import numpy as np
import pytest

from checker.analysis.sets.fit import solution_fit
from checker.analysis.sets.set_table import set_table
from checker.analysis.survey.columns import MEMBER_SCALE, coded
from checker.analysis.survey.fit import FitPart, fit_questions, fit_rows, parameters, unique_coverage
from checker.analysis.survey.membership import membership
from checker.analysis.survey.plan import planned, relations
from checker.analysis.survey.resampling import jackknifed, resampled
from checker.analysis.survey.rows import Rows
from checker.logic.column_expression import ColumnOf
from checker.logic.formula import Term
from checker.logic.set_expression import parse_set
from checker.study.mapping import ColumnReading, TableMap
from checker.study.wide_table import Chunk, Column
from tests.small_studies import BOOK, rule, theory
from tests.wide_tables import random_rows, rows_of, table_map

FOUND = theory(
    "S1: if a then z",
    "S2: if b and not c then z",
    "N1: w is at least mid is necessary for z",
    "N2: z only if not c",
    "E1: z if and only if a",
    "X1: if a then b",
    explains="z",
)


def test_what_propositions_state_is_told_by_where_the_explained_term_stands() -> None:
    assert [(r.label, r.kind, *r.words) for r in relations([FOUND])] == [
        ("S1", "sufficient", "a", "z"),
        ("S2", "sufficient", "b and not c", "z"),
        ("N1", "necessary", "w is at least mid", "z"),
        ("N2", "necessary", "not c", "z"),
        ("E1", "necessary", "a", "z"),
        ("E1", "sufficient", "a", "z"),
    ]


def members(rows: int, seed: int, fuzzy: bool) -> dict[str, list[str]]:
    random = Random(seed)
    return {
        name: [str(random.choice((0, 1)) if not fuzzy else round(random.random(), 2)) for _ in range(rows)]
        for name in ("a", "b", "c", "z")
    }


@pytest.mark.parametrize("fuzzy", [False, True])
def test_sums_over_rows_are_those_of_sets(fuzzy: bool) -> None:
    cells = members(60, 5, fuzzy)
    cells["a"][3] = cells["z"][7] = "NA"
    table = set_table([str(n) for n in range(60)], cells)
    of = theory("S1: if a then z", "S2: if b and not c then z", explains="z")
    columns = {
        name: Column(
            np.array([float("nan") if c == "NA" else float(c) for c in cells[name]]),
            np.array([c == "NA" for c in cells[name]]),
        )
        for name in cells
    }
    chunk = Chunk(0, 60, {"id": Column(np.arange(60)), "year": Column(np.arange(60)), **columns})
    where = TableMap(
        "m",
        ("id",),
        "year",
        tuple(
            ColumnReading(Term(name), ColumnOf(name), at_least=() if fuzzy else (("yes", Fraction(1)),), member=fuzzy)
            for name in cells
        ),
    )
    questions = fit_questions([of], where)
    rows = Rows(planned([of]), coded(chunk, where, BOOK, True), where)
    part = fit_rows(questions, rows, by_case=True)
    for place, question in enumerate(questions):
        if question.what == "proposition":
            text = {"S1": "a", "S2": "b*~c"}[question.relation.label]
            expected = solution_fit(parse_set(text), parse_set("z"), table)
            ours = {name: ratio.value for name, ratio in parameters(question, part.sums[place]).items()}
            s = expected.whole.sufficiency
            assert ours == {"consistency": s.consistency.value, "PRI": s.pri.value, "coverage": s.coverage.value}
            assert part.missing[place] == expected.whole.missing
    whole = next(n for n, q in enumerate(questions) if q.what == "theory")
    coded_table = table.coded("abcz")
    both = solution_fit(parse_set("a + b*~c"), parse_set("z"), coded_table)
    if fuzzy:
        assert parameters(questions[whole], part.sums[whole])["coverage"].value == both.whole.sufficiency.coverage.value
        alone = next(n for n, q in enumerate(questions) if q.what == "alone" and q.relation.label == "S1")
        assert Fraction(part.sums[alone].both, MEMBER_SCALE) == both.parts[0].unique.numerator


def test_unique_coverage_counts_what_is_surely_covered_by_no_other() -> None:
    cells = members(80, 9, False)
    table = set_table([str(n) for n in range(80)], cells)
    of = theory("S1: if a then z", "S2: if b and not c then z", explains="z")
    columns = {name: Column(np.array([float(c) for c in cells[name]])) for name in cells}
    chunk = Chunk(0, 80, {"id": Column(np.arange(80)), "year": Column(np.arange(80)), **columns})
    where = TableMap(
        "m",
        ("id",),
        "year",
        tuple(ColumnReading(Term(name), ColumnOf(name), {"0": "no", "1": "yes"}) for name in cells),
    )
    questions = fit_questions([of], where)
    part = fit_rows(questions, Rows(planned([of]), coded(chunk, where, BOOK, False), where))
    expected = solution_fit(parse_set("a + b*~c"), parse_set("z"), table)
    ours = [unique_coverage(questions, part, n) for n, q in enumerate(questions) if q.what == "proposition"]
    assert ours == [p.unique for p in expected.parts]


def test_parts_of_a_fit_add_up() -> None:
    rows = random_rows(Random(3), BOOK, 10, (3, 5))
    questions = fit_questions([FOUND], table_map(BOOK))
    plan = planned([FOUND])

    def part(low: int, high: int) -> FitPart:
        return fit_rows(questions, rows_of(plan, [r for r in rows if low <= r.case < high], BOOK), True)

    whole, parts = part(0, 10), part(0, 4) + part(4, 10)
    assert (whole.sums, whole.missing) == (parts.sums, parts.missing)
    assert all((a == b).all() for a, b in zip(whole.cases, parts.cases, strict=True))
    assert all(int(table[:, 0].sum()) == sums.cases for table, sums in zip(whole.cases, whole.sums, strict=True))


def test_memberships_look_back_in_their_chain() -> None:
    chunk = Chunk(
        0,
        5,
        {
            "id": Column(np.array([1, 1, 1, 2, 2])),
            "year": Column(np.array([1, 2, 3, 1, 3])),
            "a": Column(np.array([0.2, 0.9, 0.4, 0.6, 1.0])),
        },
    )
    where = TableMap("m", ("id",), "year", (ColumnReading(Term("a"), ColumnOf("a"), member=True),))
    found = coded(chunk, where, BOOK, True)

    def of(words: str) -> list[float]:
        return [m / MEMBER_SCALE if m >= 0 else -1 for m in membership(rule(words).formula, found, BOOK).tolist()]

    assert of("previously a") == [-1, 0.2, 0.9, -1, -1]
    assert of("once a") == [-1, 0.2, 0.9, -1, -1]
    assert of("not a and previously a") == [-1, 0.1, 0.6, -1, -1]
    assert of("a is no or a") == [0.8, 0.9, 0.6, 0.6, 1.0]
    assert of("at least 2 of (a; not a; a)") == [0.2, 0.9, 0.4, 0.6, 1.0]
    assert of("at most 1 of (a; not a)") == [0.8, 0.9, 0.6, 0.6, 1.0]
    assert of("at most 2 of (a; not a)") == [1.0] * 5
    assert of("if a then previously a") == [-1, 0.2, 0.9, -1, -1]
    assert of("a rises") == [-1, 1.0, 0.0, -1, -1]


def test_resampling_is_repeatable_and_covers_what_was_found() -> None:
    cases = np.array([[10, 6, 5, 4, 0], [10, 2, 8, 2, 0], [10, 5, 3, 1, 0], [10, 7, 7, 7, 0]], np.int64)
    first = resampled(cases, "sufficient", 200, np.random.default_rng(1))
    again = resampled(cases, "sufficient", 200, np.random.default_rng(1))
    assert first == again
    assert first["consistency"].low <= 14 / 20 <= first["consistency"].high
    left = jackknifed(cases, "necessary")
    assert left["consistency"].low == 7 / 16
    assert left["consistency"].high == 12 / 15
