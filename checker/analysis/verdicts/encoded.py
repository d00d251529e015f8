"""A theory encoded for the periods of a case: grounded, ready for the solver, compiled into diagrams, each once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Self

from checker.engine.compiled import Claim, Diagram
from checker.engine.grounding import Grounder
from checker.engine.period_solver import PeriodSolver
from checker.problems import LimitReached
from checker.study.case import Case
from checker.study.theory import Explained, Theory


class EncodedTheory:
    """What questions about a theory and a case rest on; periods encoded and compiled are shared by what derives."""

    def __init__(self, theory: Theory, case: Case, without: Collection[str] = ()) -> None:
        self.theory = theory
        self.case = case
        self.without = frozenset(without)
        self._period_solvers: dict[int, PeriodSolver] = {}
        self._grounders: dict[bool, Grounder] = {}
        self._diagrams: dict[tuple[Explained, int, bool], Diagram[Claim] | str] = {}

    def giving_up(self, labels: Iterable[str]) -> Self:
        """The same with more propositions given up, over the same encoded periods."""
        return self._sharing(self.case, self.without.union(labels))

    def on(self, case: Case) -> Self:
        """The same under other codings of the case's periods, over the same encoded periods."""
        if (case.first, case.last) != (self.case.first, self.case.last):
            raise ValueError("the periods are not the same")
        return self._sharing(case, self.without)

    def _sharing(self, case: Case, without: Collection[str]) -> Self:
        other = type(self)(self.theory, case, without)
        other._period_solvers, other._grounders = self._period_solvers, self._grounders
        if other.without == self.without:
            other._diagrams = self._diagrams
        return other

    def grounder(self, exhaustive: bool = True) -> Grounder:
        if exhaustive not in self._grounders:
            self._grounders[exhaustive] = (
                Grounder(self.theory, self.case.first) if exhaustive else self.grounder().without_exhaustive()
            )
        return self._grounders[exhaustive]

    def period_solver(self, t: int) -> PeriodSolver:
        if t not in self._period_solvers:
            self._period_solvers[t] = PeriodSolver(self.grounder(), t)
        return self._period_solvers[t]

    def diagram(self, explained: Explained, t: int, exhaustive: bool = True) -> Diagram[Claim]:
        """What the theory claims at t in each world of conditions; for a change, t must have a period before.

        Compiled once and kept, for the next period too if it repeats this one; so is that a limit was reached. The
        library takes 50 ms to import.
        """
        key = (explained, t, exhaustive and bool(self.theory.exhaustive))
        if key not in self._diagrams:
            grounder, last = self.grounder(key[2]), self._diagrams.get((explained, t - 1, key[2]))
            try:
                same = isinstance(last, Diagram) and grounder.repeats(t)
                self._diagrams[key] = (
                    last.one_period_later()
                    if isinstance(last, Diagram) and same
                    else self._compiled(grounder, explained, t)
                )
            except LimitReached as limit:
                self._diagrams[key] = str(limit)
        found = self._diagrams[key]
        if isinstance(found, str):
            raise LimitReached(found)
        return found

    def _compiled(self, grounder: Grounder, explained: Explained, t: int) -> Diagram[Claim]:
        """The compiled period, with term-periods in the order of terms or, where that grows too large, of periods.

        `once (x and y)` over many periods is small in the second order and exponential in the first.
        """
        from checker.engine.diagram import compiled

        try:
            return compiled(grounder, explained, t, without=self.without)
        except LimitReached:
            by_period = self.case.codebook.in_file_order(
                tp
                for i in grounder.cone(t)
                for tp in i.term_periods
                if not self.case.codebook.is_theoretical(tp.term) and tp.period < t
            )
            return compiled(grounder, explained, t, without=self.without, order=by_period)
