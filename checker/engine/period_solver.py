"""A theory at one period, encoded once and asked under any codings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from checker.engine.encoding import Encoding
from checker.engine.grounding import Grounder, Instance, Relation, term_periods
from checker.engine.solver import Session, SolverAnswer
from checker.logic.formula import Formula, Not, Or
from checker.problems import LimitReached
from checker.study.term_period import TermPeriod

Codings = Mapping[TermPeriod, Sequence[str]]


class PeriodSolver:
    """The cone of influence of a period in one incremental session.

    `codings` everywhere map a term-period to the values it may have; a term-period that is not
    among the keys, or has no values, is left open. Raises LimitReached past the conflict budget.
    """

    def __init__(
        self,
        grounder: Grounder,
        period: int,
        session: Session | None = None,
        instances: Sequence[Instance] | None = None,
    ) -> None:
        """`instances` takes the place of the cone of influence, as where all periods are asked at once."""
        self.period = period
        self.codebook = grounder.codebook
        self.cone = tuple(grounder.cone(period) if instances is None else instances)
        self.scope = grounder.scope(period)
        self.encoding = Encoding(grounder.codebook)
        self._session = session or Session()
        self._selectors = {i: self.encoding.selector(i.formula) for i in self.cone}
        self._asserted: dict[Formula, int] = {}
        self._coded: dict[tuple[TermPeriod, tuple[str, ...]], int] = {}
        named = dict.fromkeys(tp for i in self.cone for tp in i.term_periods)
        named.update(dict.fromkeys(term_periods(self.scope) if self.scope is not None else ()))
        self.term_periods = tuple(named)

    def selector(self, instance: Instance) -> int:
        return self._selectors[instance]

    def assumption(self, formula: Formula) -> int:
        """The selector of a further grounded formula: an outcome, the scope or its negation."""
        known = self._asserted.get(formula)
        if known is None:
            known = self._asserted[formula] = self.encoding.selector(formula)
        return known

    def any_of(self, relations: Sequence[Relation]) -> int:
        """The selector of: one of the outcomes holds."""
        return self.assumption(Or(tuple(relations)))

    def coding(self, term_period: TermPeriod, values: Sequence[str]) -> int:
        """The selector of: the term-period has one of the values."""
        key = (term_period, tuple(values))
        known = self._coded.get(key)
        if known is None:
            clause = self.encoding.value_in(term_period, values)
            known = clause[0] if len(clause) == 1 else self.encoding.selector_of_clause(clause)
            self._coded[key] = known
        return known

    def codings(self, codings: Codings) -> list[int]:
        return [self.coding(tp, values) for tp, values in codings.items() if values]

    def negation(self, formula: Formula) -> int:
        return self.assumption(Not(formula))

    def tell(self, clauses: Sequence[Sequence[int]]) -> None:
        """Hand clauses taken from the encoding to the solver."""
        self._session.add(clauses)

    def satisfiable(self, assumptions: Iterable[int]) -> bool:
        """Whether the assumptions hold together."""
        status = self._asked().status(list(assumptions))
        if status == "unknown":
            raise self._limit()
        return status == "satisfiable"

    def solve(self, assumptions: Sequence[int]) -> SolverAnswer:
        """The same with its witness: a model, or a core that need not be minimal."""
        answer = self._asked().solve(assumptions)
        if answer.status == "unknown":
            raise self._limit()
        return answer

    def world(self, model: Iterable[int]) -> dict[TermPeriod, str]:
        """The values that a model gives to the term-periods that have been encoded."""
        true = set(model)
        return {
            tp: value
            for tp, block in self.encoding.blocks.items()
            for value, literal in zip(self.codebook.values(tp.term), block, strict=True)
            if literal in true
        }

    def core(self, assumptions: Sequence[int]) -> tuple[int, ...]:
        """A minimal core of unsatisfiable assumptions, in their order; no proper subset will do.

        Deletion, last first (Marques-Silva 2010), started from the core that the solver reports.
        """
        answer = self._asked().solve(assumptions)
        if answer.status != "unsatisfiable":
            raise ValueError("satisfiable assumptions have no core")
        reported = set(answer.core)
        core = [literal for literal in dict.fromkeys(assumptions) if literal in reported]
        for literal in reversed(list(core)):
            rest = [other for other in core if other != literal]
            if not self.satisfiable(rest):
                core = rest
        return tuple(core)

    def _limit(self) -> LimitReached:
        return LimitReached(f"more than {self._session.budget:,} conflicts in one question to the solver")

    def _asked(self) -> Session:
        self.tell(self.encoding.take())
        return self._session
