"""Cores and correction sets: against an enumeration of all subsets, and against each other."""

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.engine.cores import Conflict, Found, independent
from checker.engine.solver import Session, SolverAnswer

Clauses = Sequence[Sequence[int]]


class Clausal:
    """An oracle over clauses, each with a selector of its own; `parts` are groups of them."""

    def __init__(self, groups: Sequence[Clauses], hard: Clauses = ()) -> None:
        top = max((abs(x) for clauses in (*groups, hard) for clause in clauses for x in clause), default=0)
        self.session = Session()
        self.session.add(hard)
        self.parts: list[list[int]] = []
        for clauses in groups:
            selectors = []
            for clause in clauses:
                top += 1
                selectors.append(top)
                self.session.add([[-top, *clause]])
            self.parts.append(selectors)
        self.calls = 0

    def solve(self, assumptions: Sequence[int]) -> SolverAnswer:
        self.calls += 1
        return self.session.solve(assumptions)

    def holds(self, chosen: Iterable[int]) -> bool:
        return self.session.status([s for n in chosen for s in self.parts[n]]) == "satisfiable"


def minimal(number: int, test: Callable[[tuple[int, ...]], bool]) -> list[tuple[int, ...]]:
    """The naive twin: every minimal subset that passes a test which its supersets pass too, by size."""
    found: list[tuple[int, ...]] = []
    for size in range(number + 1):
        for subset in combinations(range(number), size):
            if not any(set(smaller) <= set(subset) for smaller in found) and test(subset):
                found.append(subset)
    return found


def all_cores(oracle: Clausal) -> list[tuple[int, ...]]:
    return minimal(len(oracle.parts), lambda chosen: not oracle.holds(chosen))


def all_corrections(oracle: Clausal) -> list[tuple[int, ...]]:
    rest = range(len(oracle.parts))
    return minimal(len(oracle.parts), lambda chosen: oracle.holds(n for n in rest if n not in chosen))


literals = st.integers(1, 4).flatmap(lambda v: st.sampled_from([v, -v]))
clauses = st.lists(st.lists(literals, min_size=1, max_size=3, unique=True), min_size=1, max_size=2)
groups = st.lists(clauses, min_size=1, max_size=8)


@given(groups)
def test_all_cores_are_found_smallest_first(some: list[Clauses]) -> None:
    oracle = Clausal(some)
    assert Conflict(oracle, oracle.parts).cores(limit=500) == Found(tuple(all_cores(oracle)), complete=True)


@given(groups, st.lists(st.integers(0, 30), min_size=8, max_size=8))
def test_all_correction_sets_are_found_cheapest_first(some: list[Clauses], costs: list[int]) -> None:
    oracle = Clausal(some)
    expected = sorted(all_corrections(oracle), key=lambda c: (sum(costs[n] for n in c), len(c), c))
    found = Conflict(oracle, oracle.parts).correction_sets(costs[: len(some)], limit=500)
    assert found == Found(tuple(expected), complete=True)


@given(groups, st.integers(1, 3))
def test_a_limit_cuts_the_end_of_the_list_and_says_so(some: list[Clauses], limit: int) -> None:
    oracle = Clausal(some)
    expected = all_cores(oracle)
    found = Conflict(oracle, oracle.parts).cores(limit)
    assert found.sets == tuple(expected[:limit])
    assert found.complete is (len(expected) <= limit)


@given(groups)
def test_cores_and_correction_sets_meet_one_another(some: list[Clauses]) -> None:
    oracle = Clausal(some)
    conflict = Conflict(oracle, oracle.parts)
    cores = conflict.cores(limit=500).sets
    corrections = conflict.correction_sets([1] * len(some), limit=500).sets
    assert list(corrections) == minimal(len(some), lambda c: all(set(c) & set(core) for core in cores))
    assert list(cores) == minimal(len(some), lambda c: all(set(c) & set(correction) for correction in corrections))


@given(groups)
def test_a_minimal_core_loses_its_force_with_any_part(some: list[Clauses]) -> None:
    oracle = Clausal(some)
    core = Conflict(oracle, oracle.parts).minimal_core()
    assert (core is None) is oracle.holds(range(len(some)))
    if core is not None:
        assert not oracle.holds(core)
        assert all(oracle.holds(n for n in core if n != left) for left in core)


def test_without_rounds_to_spare_a_minimal_core_is_still_given_and_the_list_is_not_called_complete() -> None:
    oracle = Clausal([[[1]], [[-1]], [[2]], [[-2, 3]], [[-3]]])
    found = Conflict(oracle, oracle.parts, rounds=0).cores(limit=5)
    assert not found.complete
    assert found.sets in (((0, 1),), ((2, 3, 4),))


def test_without_rounds_to_spare_a_minimal_correction_set_is_still_given() -> None:
    oracle = Clausal([[[1]], [[-1]], [[2]], [[-2, 3]], [[-3]]])
    found = Conflict(oracle, oracle.parts, rounds=0).correction_sets([5, 1, 5, 1, 5], limit=5)
    assert found == Found(((1, 3),), complete=False, proved=False)


def test_what_is_given_and_fails_alone_has_the_empty_core_and_no_correction() -> None:
    oracle = Clausal([[[1]]], hard=[[2], [-2]])
    conflict = Conflict(oracle, oracle.parts)
    assert conflict.cores(3) == Found(((),), True)
    assert conflict.correction_sets([1], 3) == Found((), True)


def test_parts_that_hold_have_no_core_and_need_no_correction() -> None:
    oracle = Clausal([[[1]], [[2]]])
    conflict = Conflict(oracle, oracle.parts)
    assert conflict.cores(3) == Found((), True)
    assert conflict.correction_sets([4, 4], 3) == Found(((),), True)


@pytest.mark.parametrize("first", ["cores", "corrections"])
def test_what_was_asked_before_changes_no_answer(first: str) -> None:
    oracle = Clausal([[[1]], [[-1, 2]], [[-2]], [[-1]], [[3]], [[-3, -1]]])
    asked, fresh = Conflict(oracle, oracle.parts), Conflict(oracle, oracle.parts)
    if first == "cores":
        asked.cores(2)
    else:
        asked.correction_sets([3, 1, 1, 1, 2, 2], 2)
    assert asked.cores(9) == fresh.cores(9)
    assert asked.correction_sets([3, 1, 1, 1, 2, 2], 9) == fresh.correction_sets([3, 1, 1, 1, 2, 2], 9)


def test_conflicts_that_share_no_part_are_told_apart() -> None:
    assert independent([(0, 1), (2, 3), (1, 4), (5,)]) == ((0, 2), (1,), (3,))
    assert independent([(0,), (1,), (0, 1)]) == ((0, 1, 2),)
