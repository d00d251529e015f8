"""Verdicts over whole columns: equal to those of single cases, whatever is missing and however rows are cut."""

from functools import reduce
from itertools import pairwise
from operator import add
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.analysis.survey.blame import blamed
from checker.analysis.survey.columns import OutOfOrder, SamePeriodTwice, coded
from checker.analysis.survey.judge import Part, judge_rows
from checker.analysis.survey.plan import planned
from checker.analysis.verdicts.judgement import VERDICTS
from checker.engine.lookback_window import lookback_window
from checker.problems import LimitReached
from checker.study.theory import Theory
from tests.random_formulas import Seeded, random_codebook
from tests.random_theories import random_theory
from tests.small_studies import BOOK, theory
from tests.wide_tables import Row, case_of, chains, chunk, random_rows, rows_of, slow_verdicts, table_map

LENGTHS = (1, 2, 3, 5, 8, 14)


def agrees(of: Theory, rows: list[Row]) -> None:
    judged = judge_rows(rows_of(planned([of]), rows, of.codebook), every_row=True)
    for ours, slow in zip(judged.verdicts, slow_verdicts(of, rows), strict=True):
        assert [VERDICTS[place] for place in ours] == slow


@settings(max_examples=60)
@given(st.integers(0, 10**9))
def test_a_row_has_the_verdict_of_its_period_in_a_case_of_its_own(seed: int) -> None:
    random = Random(seed)
    book = random_codebook(Seeded(random))
    of = random_theory(Seeded(random), book)
    try:
        lookback_window(of)
    except LimitReached:
        return
    agrees(of, random_rows(random, book, 3, LENGTHS))


@pytest.mark.parametrize(
    "lines",
    [
        ("P1: if once a then y is low",),
        ("P1: if once a and previously not a then y is low", "P2: if b then y is high"),
        ("P1: if once (a and b) then y is low", "P2: if once not a then y is not high"),
        ("P1: if previously once a then y is low", "P2 usually: if once a then y rises"),
        ("D1 definition: e if and only if once a", "P1: if previously e then y is low"),
        ("P1: if once y is high then not y is low",),
        ("P1: at least 2 of (once a; once b; a) is sufficient for y is low",),
    ],
)
def test_once_looks_back_through_the_whole_chain(lines: tuple[str, ...]) -> None:
    random = Random(7)
    for explains in ("y", "change of y"):
        agrees(theory(*lines, explains=explains), random_rows(random, BOOK, 12, (9, 12, 14)))


def test_theories_that_look_back_differently_are_judged_in_one_run() -> None:
    theories = [
        theory("P1: if a then y is low"),
        theory("P1: if a rises then y is low", scope="previously not b"),
        theory("P1: if once a then y is high", "P2: if once (b and c) then y is low", explains="change of y"),
        theory("D1 definition: e if and only if once c", "P1: if e then not z", explains="z"),
    ]
    rows = random_rows(Random(11), BOOK, 15, (1, 4, 9))
    judged = judge_rows(rows_of(planned(theories), rows, BOOK), every_row=True)
    slow = [verdicts for of in theories for verdicts in slow_verdicts(of, rows)]
    assert [[VERDICTS[place] for place in found] for found in judged.verdicts] == slow


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("P1: if once previously a then y is low",), "in their own period"),
        (("P1: if once e then y is low", "D1 definition: e if and only if a"), "theoretical"),
        (("P1: if once a or once b or once c or once z then y is low",), "4 different formulas"),
        (("P1: if e then y is low", "D1 definition: e if and only if a or previously e"), "more than 12 periods"),
    ],
)
def test_what_looks_back_without_end_is_refused_with_the_limit(lines: tuple[str, ...], said: str) -> None:
    with pytest.raises(LimitReached, match=said):
        planned([theory(*lines)])


def said(of: Theory, *rows: tuple[int, dict[str, str | None]]) -> list[str]:
    """The verdict of each row; a row is its case and the values of some terms, the periods count up."""
    term = {str(each): each for each in BOOK.terms()}
    table = [
        Row(case, period, {term[name]: value for name, value in values.items()})
        for period, (case, values) in enumerate(rows, 1)
    ]
    judged = judge_rows(rows_of(planned([of]), table, BOOK), every_row=True)
    return [VERDICTS[place] for place in judged.verdicts[0]]


def test_a_missing_cell_leaves_a_row_open_only_where_its_values_lead_to_different_verdicts() -> None:
    of = theory("P1: if a then y is low", "P2: if b then y is not mid")
    assert said(
        of,
        (1, {"a": None, "b": "no", "y": "mid"}),
        (2, {"a": None, "b": "yes", "y": "mid"}),
        (3, {"a": "yes", "b": None, "y": "low"}),
        (4, {"a": "no", "b": "no", "y": None}),
        (5, {"a": None, "b": "no", "y": None}),
        (6, {"a": "no", "b": None, "y": "high"}),
    ) == ["open", "contradicted", "predicted", "unobserved", "unobserved", "open"]


def test_a_row_is_open_where_a_missing_cell_decides_whether_the_theory_claims_to_hold() -> None:
    of = theory("P1: if a then y is low", scope="c")
    rows = [(1, {"a": "yes", "c": value, "y": "high"}) for value in ("yes", "no", None)]
    assert said(of, *rows) == ["contradicted", "out of scope", "open"]
    term = {str(each): each for each in BOOK.terms()}
    table = [Row(n, 1, {term[name]: value for name, value in values.items()}) for n, (_, values) in enumerate(rows)]
    tally = judge_rows(rows_of(planned([of]), table, BOOK)).part.tallies[0]
    assert (tally.assumed, tally.refuting) == (1, 1)


def test_a_change_in_the_right_direction_to_a_level_that_is_ruled_out_is_contradicted() -> None:
    of = theory("P1: if a then y is low", explains="change of y")
    assert said(
        of,
        (1, {"a": "no", "y": "high"}),
        (1, {"a": "yes", "y": "mid"}),
        (1, {"a": "yes", "y": "low"}),
        (1, {"a": "no", "y": "low"}),
        (1, {"a": "yes", "y": "low"}),
    ) == ["untestable", "contradicted", "predicted", "silent", "predicted"]


def test_a_change_from_a_level_that_is_missing_is_read_from_each() -> None:
    of = theory("P1: if a then y is low", explains="change of y")
    # From low it would be steady, from mid and high it falls: predicted from any of them.
    assert said(of, (1, {"a": "no", "y": None}), (1, {"a": "yes", "y": "low"}))[1] == "predicted"
    lower = theory("P1: if a then y falls", explains="change of y")
    # Low cannot fall, so that the law would leave no level; from mid a fall to low is predicted, as from high.
    assert said(lower, (1, {"a": "no", "y": None}), (1, {"a": "yes", "y": "low"}))[1] == "open"


def test_a_window_is_as_deep_as_the_theory_looks() -> None:
    assert lookback_window(theory("P1: if a then y is low")).depth == 0
    assert lookback_window(theory("P1: if a rises then y is low")).depth == 1
    assert lookback_window(theory("P1: if a then y rises", explains="change of y")).depth == 1
    twice = "D1 definition: e if and only if previously previously a"
    assert lookback_window(theory("P1: if e then y is low", twice)).depth == 2


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.lists(st.integers(0, 8), max_size=4))
def test_partial_results_merge_to_the_whole_however_the_cases_are_cut(seed: int, cuts: list[int]) -> None:
    random = Random(seed)
    of = theory("P1: if a rises then y is low", "P2 usually: if once b then y is high", scope="not c")
    plan = planned([of])
    rows = random_rows(random, BOOK, 8, (1, 3, 6))
    bounds = sorted({0, 8, *cuts})
    parts: list[Part] = []
    for low, high in pairwise(bounds):
        start = next((n for n, row in enumerate(rows) if row.case >= low), len(rows))
        some = [row for row in rows if low <= row.case < high]
        parts.append(judge_rows(rows_of(plan, some, BOOK, start)).part)
    whole = judge_rows(rows_of(plan, rows, BOOK)).part
    assert reduce(add, parts) == whole
    assert reduce(lambda a, b: b + a, reversed(parts)) == whole
    random.shuffle(parts)
    assert reduce(add, parts) == whole


def test_gaps_break_the_chain_and_are_named() -> None:
    a, y = BOOK.terms()[0], BOOK.terms()[4]
    rows = [Row(1, 1900, {a: "no", y: "low"}), Row(1, 1901, {a: "yes", y: "low"}), Row(1, 1903, {a: "yes", y: "low"})]
    plan = planned([theory("P1: if previously a then y is high")])
    part = judge_rows(rows_of(plan, rows, BOOK)).part
    assert (part.cases, part.gaps) == (1, 1)
    assert [gap[1:] for gap in part.named_gaps] == [("1", 1901, 1903)]
    assert part.tallies[0].refuting == 0
    assert part.standings[0].read == 1
    follows = [*rows[:2], Row(1, 1902, {a: "yes", y: "low"})]
    assert judge_rows(rows_of(plan, follows, BOOK)).part.tallies[0].exceptions[0][:4] == (2, "1", 1902, "contradicted")


def test_rows_out_of_order_and_two_for_one_period_are_told_apart() -> None:
    a = BOOK.terms()[0]
    later = [Row(1, 1901, {a: "no"}), Row(1, 1900, {a: "no"})]
    with pytest.raises(OutOfOrder):
        coded(chunk(later, BOOK), table_map(BOOK).of_terms(frozenset([a])), BOOK, True)
    twice = [Row(1, 1900, {a: "no"}), Row(1, 1900, {a: "yes"})]
    with pytest.raises(SamePeriodTwice, match="1 has two rows for period 1900"):
        coded(chunk(twice, BOOK), table_map(BOOK).of_terms(frozenset([a])), BOOK, True)


def test_exceptions_name_the_propositions_to_blame() -> None:
    of = theory("P1: if a then y is low", "P2: if b then y is high", "P3: if c then not z")
    plan = planned([of])
    term = {str(t): t for t in BOOK.terms()}

    def row(number: int, **values: str) -> Row:
        coded_values: dict[str, str | None] = dict.fromkeys(("a", "b", "c", "z"), "no")
        return Row(number, 1, {term[name]: value for name, value in {**coded_values, **values}.items()})

    rows = [
        row(1, a="yes", y="high"),
        row(2, b="yes", y="high"),
        row(3, a="yes", b="yes", y="low"),
        row(4, c="yes", z="yes", y="low"),
        row(5, a="yes", y="mid"),
    ]
    tally = judge_rows(rows_of(plan, rows, BOOK)).part.tallies[0]
    blames = blamed(plan, 0, tally.exceptions)
    assert [(row.case, row.verdict, blames[row]) for row in tally.exceptions] == [
        ("1", "contradicted", ("P1",)),
        ("3", "incoherent", ("P1", "P2")),
        ("4", "denies conditions", ("P3",)),
        ("5", "contradicted", ("P1",)),
    ]


def test_standings_count_where_a_proposition_applies_holds_and_fails() -> None:
    of = theory("P1: if a then y is low", "P2: a if and only if b", "P3: y is not high")
    term = {str(t): t for t in BOOK.terms()}
    values: list[tuple[str | None, str | None, str | None]] = [
        ("yes", "yes", "low"),
        ("yes", "no", "high"),
        ("yes", None, None),
        ("no", "no", "high"),
        (None, "yes", "low"),
        (None, "no", "mid"),
    ]
    rows = [Row(n, 1, {term["a"]: a, term["b"]: b, term["y"]: y}) for n, (a, b, y) in enumerate(values)]
    first, second, third = judge_rows(rows_of(planned([of]), rows, BOOK)).part.standings
    assert first == (6, 3, 1, 1, 1, 2)
    assert second == (6, 6, 2, 1, 0, 0)
    assert third == (6, 6, 3, 2, 0, 0)


def test_a_theoretical_condition_stands_where_its_definitions_put_it() -> None:
    of = theory("D1 definition: e if and only if a and b", "P1: if e then y is low")
    term = {str(t): t for t in BOOK.terms()}
    values: list[tuple[str | None, str | None]] = [("yes", "yes"), ("yes", None), ("no", None), ("yes", "no")]
    rows = [Row(n, 1, {term["a"]: a, term["b"]: b, term["y"]: "high"}) for n, (a, b) in enumerate(values)]
    standings = judge_rows(rows_of(planned([of]), rows, BOOK)).part.standings
    assert standings[1] == (4, 1, 0, 1, 2, 1)


def test_no_rows_and_one_row_are_judged_too() -> None:
    plan = planned([theory("P1: if a rises then y is low", explains="change of y")])
    a = BOOK.terms()[0]
    one = judge_rows(rows_of(plan, [Row(1, 1, {a: "no"})], BOOK)).part
    assert one.tallies[0].verdicts[VERDICTS.index("untestable")] == 1
    nothing = judge_rows(rows_of(plan, [], BOOK)).part
    assert nothing.rows == 0 and nothing + one == one + nothing


def test_the_slow_judge_sees_the_same_chains() -> None:
    rows = random_rows(Random(1), BOOK, 2, (4,))
    assert next(len(chain) for chain in chains(rows)) == 1
    assert case_of(rows[:2], BOOK).last == 2
