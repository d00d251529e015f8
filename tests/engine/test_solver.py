"""One session asked again and again."""

from __future__ import annotations

from itertools import combinations

import pytest

from checker.engine.grounding import Grounder
from checker.engine.period_solver import PeriodSolver
from checker.engine.solver import Session, at_least_clauses
from checker.problems import LimitReached
from tests import small_studies

# Five pigeons in four holes: no clause is superfluous and propagation alone does not refute it.
PIGEONS = [[10 * p + h for h in range(1, 5)] for p in range(1, 6)] + [
    [-(10 * p + h), -(10 * q + h)] for h in range(1, 5) for p, q in combinations(range(1, 6), 2)
]


def test_a_model_or_a_core_comes_with_the_answer() -> None:
    with Session() as session:
        session.add([[1, 2], [-1, -3]])
        assert session.solve([3]).status == "satisfiable"
        assert 2 in session.solve([3]).model
        refused = session.solve([3, 4, -2])
    assert refused.status == "unsatisfiable" and set(refused.core) <= {3, -2}


def test_past_the_budget_the_answer_is_unknown() -> None:
    with Session(budget=1) as session:
        session.add(PIGEONS)
        assert session.status() == "unknown"


def test_a_bench_past_its_budget_says_the_limit() -> None:
    theory = small_studies.theory("P1: y is low or y is high")
    period_solver = PeriodSolver(Grounder(theory, 1), 1, Session(budget=1))
    period_solver.tell(PIGEONS)
    with pytest.raises(LimitReached, match="more than 1 conflicts"):
        period_solver.satisfiable([])


@pytest.mark.parametrize("number", [1, 2, 3])
def test_counters_force_so_many_literals(number: int) -> None:
    clauses, top = at_least_clauses([1, 2, 3], number, 3)
    with Session() as session:
        session.add(clauses)
        for true in range(4):
            chosen = [v if v <= true else -v for v in (1, 2, 3)]
            assert session.status(chosen) == ("satisfiable" if true >= number else "unsatisfiable")
    assert top >= 3


def test_satisfiable_assumptions_have_no_core() -> None:
    period_solver = PeriodSolver(Grounder(small_studies.theory("P1: if a then y is low"), 1), 1)
    with pytest.raises(ValueError, match="no core"):
        period_solver.core([])


def test_ctrl_c_within_the_solver_is_ctrl_c(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise RuntimeError("Caught keyboard interrupt")

    with Session() as session:
        monkeypatch.setattr(session._solver, "solve_limited", interrupted)
        with pytest.raises(KeyboardInterrupt):
            session.status()
