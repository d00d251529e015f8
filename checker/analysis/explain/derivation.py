"""The steps by which a core excludes an outcome, each checkable by itself.

Propagation over the values that terms can still have; where it does not suffice, the cases of one term
are told apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checker.analysis.verdicts.judgement import Reason
from checker.engine.grounding import Instance
from checker.engine.period_solver import PeriodSolver
from checker.logic.formula import Formula
from checker.study.case import Case
from checker.study.term_period import Fact, TermPeriod

MAX_STEPS = 200
Values = tuple[str, ...]


@dataclass(frozen=True)
class Branch:
    """One of the cases told apart, and the steps that show it impossible."""

    fact: Fact
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Step:
    """What follows from one rule and some facts; with `gives` None, that nothing is left.

    `rule` is None where the facts alone (and the outcome supposed) say it. `uses` holds codings and what
    earlier steps gave. `supposing`: the outcome to be excluded is taken for the sake of the argument.
    `branches` are the cases of a step that tells cases apart; each of them ends with nothing left.
    """

    rule: Reason | None
    uses: tuple[Fact, ...]
    gives: Fact | None
    supposing: bool = False
    branches: tuple[Branch, ...] = ()


@dataclass(frozen=True)
class Applied:
    """A rule in one period, ready to be applied: its reason, selector and the term-periods it names."""

    reason: Reason
    selector: int
    term_periods: tuple[TermPeriod, ...]


def detours(steps: Sequence[Step] | None) -> int:
    """How often steps suppose something on the way, or tell cases apart; none is plainest."""
    if steps is None:
        return MAX_STEPS
    return sum(
        int(step.supposing and step.gives is not None)
        + len(step.branches)
        + sum(detours(branch.steps) for branch in step.branches)
        for step in steps
    )


class _TooLong(Exception):
    """The derivation would run past the limit on steps."""


def applied(period_solver: PeriodSolver, reason: Reason, instance: Instance) -> Applied:
    return Applied(reason, period_solver.selector(instance), instance.term_periods)


def applied_scope(
    period_solver: PeriodSolver, reason: Reason, scope: Formula, term_periods: tuple[TermPeriod, ...]
) -> Applied:
    return Applied(reason, period_solver.assumption(scope), term_periods)


def derivation(
    period_solver: PeriodSolver,
    case: Case,
    rules: Sequence[Applied],
    facts: Mapping[TermPeriod, Values],
    outcome: Formula | None,
    about: Sequence[TermPeriod] = (),
) -> tuple[Step, ...] | None:
    """Steps from a core to its contradiction, the last of which leaves nothing; None past MAX_STEPS.

    `about` are the term-periods of the outcome, which is None where the core clashes by itself.
    """
    try:
        return _Derivation(period_solver, case, rules, outcome, about).steps(dict(facts))
    except _TooLong:
        return None


class _Derivation:
    def __init__(
        self,
        period_solver: PeriodSolver,
        case: Case,
        rules: Sequence[Applied],
        outcome: Formula | None,
        about: Sequence[TermPeriod],
    ) -> None:
        self.period_solver = period_solver
        self.case = case
        self.rules = rules
        self.supposed = None if outcome is None else period_solver.assumption(outcome)
        self.about = tuple(about)
        self.made = 0

    def steps(self, facts: dict[TermPeriod, Values], supposing: bool = False) -> tuple[Step, ...]:
        """Steps from the facts to a contradiction, as soon as one rule gives it; `facts` grows on the way."""
        found: list[Step] = []
        while True:
            closing = next((c for rule in (None, *self.rules) if (c := self._closing(rule, facts))), None)
            if closing is None and not (step := self._forward(facts, supposing)):
                if not supposing and self.supposed is not None:
                    supposing = True
                    continue
                closing = self._cases(facts, supposing)
            if closing is not None:
                return _needed([*found, closing])
            assert step is not None and step.gives is not None
            self.made += 1
            if self.made > MAX_STEPS:
                raise _TooLong
            facts[_place(step.gives)] = step.gives.values
            found.append(step)

    def _forward(self, facts: Mapping[TermPeriod, Values], supposing: bool) -> Step | None:
        """The first rule, in the order of periods, that narrows what a term can be."""
        if supposing:
            for tp in self.about:
                if step := self._narrowed(None, tp, facts, True):
                    return step
        for rule in self.rules:
            for tp in rule.term_periods:
                if step := self._narrowed(rule, tp, facts, supposing):
                    return step
        return None

    def _narrowed(
        self, rule: Applied | None, tp: TermPeriod, facts: Mapping[TermPeriod, Values], supposing: bool
    ) -> Step | None:
        order = self.period_solver.codebook.values(tp.term)
        before = facts.get(tp, order)
        if len(before) == 1:
            return None
        taken = self._taken(rule, facts, supposing)
        left = tuple(v for v in before if self.period_solver.satisfiable([*taken, self.period_solver.coding(tp, (v,))]))
        if len(left) == len(before) or not left:
            return None
        others = tuple(v for v in order if v not in left)
        return self._explained(rule, facts, supposing, [self.period_solver.coding(tp, others)], self._fact(tp, left))

    def _closing(self, rule: Applied | None, facts: Mapping[TermPeriod, Values]) -> Step | None:
        """The step by which a rule, or none, leaves nothing of the facts and the outcome supposed."""
        if self.period_solver.satisfiable(self._taken(rule, facts, True)):
            return None
        return self._explained(rule, facts, True, [], None)

    def _cases(self, facts: Mapping[TermPeriod, Values], supposing: bool) -> Step:
        """The cases of the term with the fewest values left, each led to its contradiction."""
        open_ = [tp for rule in self.rules for tp in rule.term_periods if len(self._left(tp, facts)) > 1]
        tp = min(dict.fromkeys(open_), key=lambda tp: len(self._left(tp, facts)))
        branches = []
        for value in self._left(tp, facts):
            steps = self.steps({**facts, tp: (value,)}, supposing)
            branches.append(Branch(self._fact(tp, (value,)), steps))
        known = (self._fact(tp, facts[tp]),) if tp in facts else ()
        return Step(None, known, None, supposing, tuple(branches))

    def _explained(
        self,
        rule: Applied | None,
        facts: Mapping[TermPeriod, Values],
        supposing: bool,
        denied: list[int],
        gives: Fact | None,
    ) -> Step:
        """The step with no more facts, and with the outcome supposed only, where they are needed."""
        held = {self.period_solver.coding(tp, values): tp for tp, values in facts.items()}
        supposed = [self.supposed] if supposing and self.supposed is not None else []
        ruled = [rule.selector] if rule is not None else []
        core = set(self.period_solver.core([*denied, *ruled, *held, *supposed]))
        uses = tuple(self._fact(tp, facts[tp]) for selector, tp in held.items() if selector in core)
        reason = rule.reason if rule is not None and rule.selector in core else None
        return Step(reason, uses, gives, not core.isdisjoint(supposed))

    def _taken(self, rule: Applied | None, facts: Mapping[TermPeriod, Values], supposing: bool) -> list[int]:
        held = [self.period_solver.coding(tp, values) for tp, values in facts.items()]
        supposed = [self.supposed] if supposing and self.supposed is not None else []
        return [*held, *supposed, *([rule.selector] if rule is not None else [])]

    def _left(self, tp: TermPeriod, facts: Mapping[TermPeriod, Values]) -> Values:
        return facts.get(tp, self.period_solver.codebook.values(tp.term))

    def _fact(self, tp: TermPeriod, values: Values) -> Fact:
        return Fact(tp, self.case.period(tp.period).id, values)


def _place(fact: Fact) -> TermPeriod:
    return TermPeriod(fact.term, fact.period)


def _needed(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps that the last one rests on, in order."""
    wanted = _used(steps[-1])
    kept = [steps[-1]]
    for step in reversed(steps[:-1]):
        if step.gives in wanted:
            kept.append(step)
            wanted |= _used(step)
    return tuple(reversed(kept))


def _used(step: Step) -> set[Fact | None]:
    """The facts that a step, or a step in its branches, takes from before."""
    inner: set[Fact | None] = set()
    for branch in step.branches:
        given = {branch.fact, *(s.gives for s in branch.steps)}
        inner |= {fact for s in branch.steps for fact in _used(s) if fact not in given}
    return set(step.uses) | inner
