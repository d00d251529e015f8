"""Parameters of fit, theory evaluation and truth tables on small tables worked by hand."""

from fractions import Fraction as F
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.analysis.sets.fit import Fit, Sums, fit, necessity, solution_fit, sufficiency, sums_of
from checker.analysis.sets.set_table import NO_VALUE, NotASet, SetTable, set_table, set_table_of_arrays
from checker.analysis.sets.theory_evaluation import evaluate_theory
from checker.analysis.sets.truth_table import truth_table
from checker.logic.set_expression import parse_set

# Five invented countries: memberships in rich, urban and democratic.
FUZZY = set_table(
    ["a", "b", "c", "d", "e"],
    {
        "R": ["1", "0.8", "0.6", "0.2", "0"],
        "U": ["0.9", "0.1", "0.7", "0.4", "0.5"],
        "D": ["0.8", "0.9", "0.3", "0.1", "0.2"],
    },
)
VALUES = st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), max_size=12)


def of(condition: str, outcome: str = "D", table: SetTable = FUZZY) -> Fit:
    return fit(parse_set(condition), parse_set(outcome), table)


def test_fuzzy_parameters_by_hand() -> None:
    # R 2.6, D 2.3, min(R, D) = .8 + .8 + .3 + .1 + 0 = 2.0, min(R, D, 1 - D) = .2 + .1 + .3 + .1 + 0 = .7
    found = of("R")
    assert found.sums == Sums(5, 26, 23, 20, 7, 10)
    assert found.sufficiency.consistency.value == F(20, 26)
    assert found.sufficiency.pri.value == F(20 - 7, 26 - 7)
    assert found.sufficiency.coverage.value == F(20, 23)
    assert found.necessity.relevance.value == F(50 - 26, 50 - 20)
    assert (found.sufficiency.consistency.numerator, found.sufficiency.consistency.denominator) == (F(2), F(26, 10))


def test_raw_and_unique_coverage_of_a_union() -> None:
    found = solution_fit(parse_set("R*U + R*~U"), parse_set("D"), FUZZY)
    first, second = found.parts
    # max over the parts against D: .8 + .8 + .3 + .1 + 0
    # the first alone .8 + .1 + .3 + .1 + 0, the second alone .1 + .8 + .3 + .1 + 0
    assert found.whole.sums.both == 20
    assert (first.fit.sums.both, second.fit.sums.both) == (13, 13)
    assert (first.unique.value, second.unique.value) == (F(7, 23), F(7, 23))


def test_a_solution_of_one_part_covers_uniquely_all_it_covers() -> None:
    found = solution_fit(parse_set("R"), parse_set("D"), FUZZY)
    assert found.parts[0].unique == found.whole.sufficiency.coverage


def test_nothing_divided_by_nothing_has_no_value() -> None:
    table = set_table(["a"], {"R": ["1"], "D": ["0"]})
    assert of("R*~R", "D", table).sufficiency.consistency.value is None
    assert str(sufficiency(Sums(0, 0, 0, 0, 0)).pri) == "-"


def test_missing_cells_leave_the_case_out_and_are_counted() -> None:
    table = set_table(["a", "b", "c"], {"X": ["1", "NA", "0"], "Y": ["1", "1", ""]})
    assert table.columns["X"] == (1, NO_VALUE, 0)
    found = of("X", "Y", table)
    assert (found.sums.cases, found.missing) == (1, 2)


def test_multi_value_conditions() -> None:
    table = set_table(list("abcd"), {"C": ["0", "1", "2", "2"], "Y": ["0", "1", "1", "0"]})
    assert of("C{1} + C{2}", "Y", table).sufficiency.consistency.value == F(2, 3)
    assert of("C{1,2}", "Y", table).sums == of("C{1} + C{2}", "Y", table).sums
    with pytest.raises(NotASet, match=r"say which, as in `C\[1\]`"):
        of("C", "Y", table)


@pytest.mark.parametrize(
    ("cell", "said"),
    [("-1", "no membership"), ("x", "no membership"), ("inf", "no membership"), ("0.1234567890123456", "decimals")],
)
def test_a_cell_that_is_no_membership_is_refused(cell: str, said: str) -> None:
    with pytest.raises(NotASet, match=said):
        set_table(["a"], {"X": [cell]})


def test_an_unknown_column_is_named_with_the_nearest() -> None:
    with pytest.raises(NotASet, match="did you mean `URB`"):
        of("URBN", "Y", set_table(["a"], {"URB": ["1"], "Y": ["1"]}))


@given(VALUES, VALUES)
def test_sums_over_two_groups_add_up(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> None:
    def sums(rows: list[tuple[int, int]]) -> Sums:
        return sums_of(tuple(x for x, _ in rows), tuple(y for _, y in rows), 10)

    assert sums(first) + sums(second) == sums(first + second)


@given(VALUES)
def test_necessity_is_sufficiency_the_other_way_round(rows: list[tuple[int, int]]) -> None:
    x, y = tuple(a for a, _ in rows), tuple(b for _, b in rows)
    assert necessity(sums_of(x, y, 10)).consistency == sufficiency(sums_of(y, x, 10)).consistency
    assert necessity(sums_of(x, y, 10)).coverage == sufficiency(sums_of(y, x, 10)).coverage


@given(VALUES)
def test_large_columns_give_the_same_sums(rows: list[tuple[int, int]]) -> None:
    x, y = tuple(a for a, _ in rows), tuple(b for _, b in rows)
    exact = sums_of(x, y, 10)
    assert sums_of(np.array(x, np.int64), np.array(y, np.int64), 10) == exact


def test_sums_of_large_numbers_do_not_overflow() -> None:
    column = np.full(20, 10**18, np.int64)
    assert sums_of(column, column, 10**18).x == 20 * 10**18


def test_theory_evaluation_names_the_cases() -> None:
    found = evaluate_theory(parse_set("U"), parse_set("R"), parse_set("D"), FUZZY)
    cases = {(group.intersection, group.outcome): group for group in found.groups}
    assert cases["T*S", True].cases == ("a",)
    assert cases["T*S", True].name == "covered most likely"
    assert cases["~T*S", True].cases == ("b",)
    assert cases["T*S", False].cases == ("c",)
    assert cases["T*S", False].name == "inconsistent most likely"
    assert cases["T*S", False].kind == "deviant for consistency"
    assert cases["~T*~S", False].cases == ("d",)
    assert found.undecided == ("e",)
    assert [i.expression for i in found.intersections] == ["U*R", "~U*R", "U*~R", "~U*~R"]


def test_truth_table_marks_contradictory_configurations() -> None:
    table = set_table(
        list("abcde"), {"A": ["1", "1", "0", "0", "1"], "B": ["0", "2", "1", "1", "NA"], "Y": ["1", "1", "1", "0", "1"]}
    )
    found = truth_table(["A", "B"], parse_set("Y"), table)
    assert [(row.number, row.values, row.cases, row.coded) for row in found.rows] == [
        (2, (0, 1), ("c", "d"), "0"),
        (4, (1, 0), ("a",), "1"),
        (6, (1, 2), ("b",), "1"),
    ]
    assert [row.is_contradictory for row in found.rows] == [True, False, False]
    assert (found.possible, found.remainders, found.missing) == (6, 3, 1)
    assert truth_table(["A", "B"], parse_set("Y"), table, cases_cut=2).rows[1].coded == "?"
    assert truth_table(["A", "B"], parse_set("Y"), table, F(1, 2)).rows[0].coded == "1"


def test_fuzzy_truth_table_leaves_cases_at_the_crossover_out_of_the_rows() -> None:
    found = truth_table(["R", "U"], parse_set("D"), FUZZY)
    assert [(row.values, row.cases) for row in found.rows] == [((0, 0), ("d",)), ((1, 0), ("b",)), ((1, 1), ("a", "c"))]
    assert found.rows[2].is_contradictory
    assert found.undecided == ("e",)


@pytest.mark.parametrize("fuzzy", [False, True])
def test_a_table_of_arrays_says_the_same_as_one_of_texts(fuzzy: bool) -> None:
    random = Random(3)
    names = ("A", "B", "M", "Y")
    cells = {
        name: [
            str(random.randrange(3))
            if name == "M"
            else str(random.choice((0, 1)) if not fuzzy else random.randrange(101) / 100)
            for _ in range(200)
        ]
        for name in names
    }
    cells["A"][4] = "NA"
    cases = [f"c{n}" for n in range(200)]
    exact = set_table(cases, cells)
    arrays = {name: np.array([float("nan") if cell == "NA" else float(cell) for cell in cells[name]]) for name in names}
    large = set_table_of_arrays(cases, arrays, dict.fromkeys(names, False))
    assert large.scale == exact.scale
    y = parse_set("Y")
    for expression in ("A", "A*~B + M{2}", "~(A + B*M{0,1})"):
        assert solution_fit(parse_set(expression), y, large) == solution_fit(parse_set(expression), y, exact)
    assert truth_table(["A", "B", "M"], y, large, F(1, 2)) == truth_table(["A", "B", "M"], y, exact, F(1, 2))
    with pytest.raises(NotASet, match="below 0"):
        set_table_of_arrays(["a"], {"X": np.array([-1.0])}, {"X": False})
