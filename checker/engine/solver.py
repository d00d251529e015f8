"""The only importer of PySAT: incremental sessions with budgets, and answers that can be `unknown`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from pysat.solvers import Solver

from checker.problems import LimitReached

CONFLICT_BUDGET = 200_000
CHOICE_BUDGET = 20_000_000
Status = Literal["satisfiable", "unsatisfiable", "unknown"]


@dataclass(frozen=True)
class SolverAnswer:
    """What the solver said; a model where satisfiable, a core of assumptions where not."""

    status: Status
    model: tuple[int, ...] = ()
    core: tuple[int, ...] = ()


class Session:
    """One solver with one growing set of clauses, asked again and again under assumptions."""

    def __init__(self, name: str = "minisat22", budget: int = CONFLICT_BUDGET, proof: bool = False) -> None:
        self.budget = budget
        self._solver = Solver(name=name, with_proof=True) if proof else Solver(name=name)

    def add(self, clauses: Iterable[Sequence[int]]) -> None:
        for clause in clauses:
            self._solver.add_clause(list(clause))

    def status(self, assumptions: Sequence[int] = ()) -> Status:
        """satisfiable, unsatisfiable, or unknown where the conflict budget ran out."""
        self._solver.conf_budget(self.budget)
        said = _asked(self._solver, assumptions)
        if said is None:
            return "unknown"
        return "satisfiable" if said else "unsatisfiable"

    def solve(self, assumptions: Sequence[int] = ()) -> SolverAnswer:
        """The status with its witness: a model, or a core of the assumptions (not yet minimal)."""
        status = self.status(assumptions)
        if status == "satisfiable":
            return SolverAnswer(status, model=tuple(self._solver.get_model() or ()))
        if status == "unsatisfiable":
            return SolverAnswer(status, core=tuple(self._solver.get_core() or ()))
        return SolverAnswer(status)

    def proof(self) -> tuple[str, ...]:
        """The lines of the last refutation in DRUP form; the session must have been made with `proof`."""
        return tuple(self._solver.get_proof() or ())

    def close(self) -> None:
        self._solver.delete()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class CheapestChoice:
    """The cheapest choice among numbered things (1, 2, ...) that meets demands added one by one.

    RC2 (Ignatiev, Morgado and Marques-Silva 2019), called once for each answer: its `enumerate` would
    run past the optimum. Costs are positive integers. All answers together may take `budget` propagations.
    """

    def __init__(self, costs: Sequence[int], budget: int = CHOICE_BUDGET) -> None:
        from pysat.examples.rc2 import RC2, RC2Stratified
        from pysat.formula import WCNF

        formula = WCNF()
        formula.nv = len(costs)
        for number, cost in enumerate(costs, 1):
            formula.append([-number], weight=cost)
        self._number = len(costs)
        self._budget = budget
        # Many different costs make RC2 split its cores many times; exhausting each of them first is 40 times faster.
        self._optimum = (
            RC2(formula) if len(set(costs)) < 2 else RC2Stratified(formula, adapt=True, exhaust=True, nohard=True)
        )
        self._optimum._call_oracle = self._within_budget

    def demand(self, clause: Sequence[int]) -> None:
        """Ask that one of the literals hold: n chosen, or -n not chosen."""
        self._optimum.add_clause(list(clause))

    def cheapest(self) -> tuple[int, ...] | None:
        """The numbers chosen, or None where the demands cannot be met; LimitReached past the budget."""
        model = self._optimum.compute()
        if model is None:
            return None
        return tuple(literal for literal in model if 0 < literal <= self._number)

    def close(self) -> None:
        self._optimum.delete()

    def _within_budget(self, assumptions: Sequence[int] = (), expect_interrupt: bool = False) -> bool:
        """RC2's question to its solver, which it asks without any limit of its own."""
        solver = self._optimum.oracle
        solver.prop_budget(self._budget - solver.accum_stats()["propagations"])
        said = _asked(solver, assumptions)
        if said is None or solver.accum_stats()["propagations"] >= self._budget:
            raise LimitReached(f"more than {self._budget:,} propagations on the way to the cheapest choice")
        return bool(said)


def _asked(solver: Solver, assumptions: Sequence[int]) -> bool | None:
    """What the solver says within its budget. PySAT makes an error of its own of Ctrl-C; here it is Ctrl-C again."""
    try:
        said: bool | None = solver.solve_limited(assumptions=list(assumptions))
    except Exception as error:
        if "keyboard interrupt" in str(error):
            raise KeyboardInterrupt from None
        raise
    return said


def at_least_clauses(literals: Sequence[int], number: int, top: int) -> tuple[list[list[int]], int]:
    """Clauses that force at least `number` of the literals, and the highest variable then in use.

    Sequential counters (Sinz 2005); imported when used, since few rules count.
    """
    from pysat.card import CardEnc, EncType

    encoded = CardEnc.atleast(lits=list(literals), bound=number, top_id=top, encoding=EncType.seqcounter)
    return [list(clause) for clause in encoded.clauses], max(top, encoded.nv)
