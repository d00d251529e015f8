"""Whether a theory is in order, before any case is looked at (Kamps 1999; semantics.md, section 7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod
from typing import Literal

from checker.analysis.verdicts.blank_case import blank_trial, periods_needed
from checker.analysis.verdicts.trial import Trial
from checker.engine.compiled import Block, Claim, Diagram
from checker.engine.grounding import Instance, direction, outcomes, outcomes_of, term_periods
from checker.logic.formula import And, Formula
from checker.logic.rewriting import implications, quantifier_free
from checker.problems import LimitReached
from checker.study.term_period import TermPeriod, Value
from checker.study.theory import Explained, Theory

Property = Literal[
    "satisfiable",
    "contingent",
    "independent",
    "falsifiable",
    "scope reachable",
    "antecedent reachable",
    "theoretical term defined",
    "definitions create nothing",
]


SCOPE = "its scope"
"""In a derivation, what is no law but the scope of the theory."""


@dataclass(frozen=True)
class Check:
    """One demand on a theory: met, not met, or (None) unknown because a limit was reached.

    `about` is the proposition, exhaustive statement or term concerned, or an explained term. `world` is a witness:
    a model where one is asked for, a counterexample where none should be; `shown` is that part of it which
    `about`, or for a contingent theory the law that fails there, speaks of. `derivation` is a minimal core: what a
    redundant proposition follows from, or what rules an antecedent out; where a check is met, the law that fails or
    the definitions of a term. `worlds`: how many were gone through where all had to be.
    """

    property: Property
    about: str
    holds: bool | None
    world: tuple[Value, ...] = ()
    shown: tuple[Value, ...] = ()
    derivation: tuple[str, ...] = ()
    worlds: int = 0
    limit: str = ""


def hygiene(theory: Theory) -> tuple[Check, ...]:
    """Every check on a theory, in the order of `Property`, each about what it concerns in file order."""
    return tuple(_Checks(theory).all())


class _Checks:
    def __init__(self, theory: Theory) -> None:
        self.theory = theory
        self.periods = periods_needed([theory])
        self.trial = blank_trial(theory, self.periods)
        self.period_solver = self.trial.period_solver(self.periods)
        self.strict = [i for i in self.period_solver.cone if i.strict]
        self.scope = (
            [] if self.period_solver.scope is None else [self.period_solver.assumption(self.period_solver.scope)]
        )

    def all(self) -> list[Check]:
        checks = [self._satisfiable(), self._contingent()]
        checks += [self._independent(label) for label in self._labels()]
        checks += [self._falsifiable(explained) for explained in self.theory.explains]
        if self.period_solver.scope is not None:
            checks.append(
                self._possible("scope reachable", "scope", self.scope, term_periods(self.period_solver.scope))
            )
        checks += self._antecedents()
        checks += self._defined()
        if any(p.is_definition for p in self.theory.propositions):
            checks.append(self._non_creative())
        return checks

    def _satisfiable(self) -> Check:
        named = [tp for i in self.strict for tp in i.term_periods]
        return self._possible("satisfiable", "", [*self.scope, *self._selectors(self.strict)], named, self.strict)

    def _contingent(self) -> Check:
        """Some world, theoretical terms included, is against a strict proposition."""
        for instance in self.strict:
            broken = self._possible(
                "contingent", "", [*self.scope, self.period_solver.negation(instance.formula)], instance.term_periods
            )
            if broken.holds is not False:
                return broken if broken.holds is None else replace(broken, derivation=(instance.label,))
        return Check(property="contingent", about="", holds=False)

    def _independent(self, label: str) -> Check:
        """Whether the other propositions, only the strict ones for a strict one, leave room for its opposite."""
        own = [i for i in self.period_solver.cone if i.label == label and i.period == self.periods]
        others = [i for i in self.period_solver.cone if i.label != label and (i.strict or not own[0].strict)]
        broken = self.period_solver.negation(And(tuple(i.formula for i in own)))
        return self._possible(
            "independent", label, [*self.scope, *self._selectors(others), broken], own[0].term_periods, others
        )

    def _falsifiable(self, explained: Explained) -> Check:
        question = self.trial.question(explained, self.periods)
        try:
            diagram = self.trial.diagram(explained, self.periods)
        except LimitReached as limit:
            return Check(property="falsifiable", about=str(explained), holds=None, limit=str(limit))

        def refuting(claim: Claim) -> list[str]:
            possible = outcomes_of(question.order, explained.change, claim.before, question.order)
            return [o for o in possible if o not in claim.prediction] if claim.in_scope else []

        world = diagram.world(lambda claim: bool(refuting(claim)))
        if world is None:
            return Check(property="falsifiable", about=str(explained), holds=False)
        claim = diagram.at({**{b: v[0] for b, v in zip(diagram.blocks, diagram.values, strict=True)}, **world})
        here = TermPeriod(explained.term, self.periods)
        order = self.theory.codebook.values(explained.term)
        happens = refuting(claim)[0]
        now = (
            happens
            if claim.before is None
            else next(
                value for number, value in enumerate(order) if direction(order.index(claim.before), number) == happens
            )
        )
        values = self._world({**world, here: now})
        return Check(property="falsifiable", about=str(explained), holds=True, world=values, shown=values)

    def _antecedents(self) -> list[Check]:
        """That each condition of an implication can hold where the theory does, either side of an equivalence."""
        strict = self._selectors(self.strict)
        found = []
        for proposition in self.theory.propositions:
            for antecedent, _ in implications(proposition.rule.formula):
                condition = self._grounded(antecedent)
                found.append(
                    self._possible(
                        "antecedent reachable",
                        proposition.id,
                        [*self.scope, *strict, self.period_solver.assumption(condition)],
                        term_periods(condition),
                        self.strict,
                    )
                )
        return found

    def _grounded(self, formula: Formula) -> Formula:
        return self.trial.grounder().ground(quantifier_free(formula), self.periods)

    def _defined(self) -> list[Check]:
        """That each theoretical term used now is fixed by a definition, or by an exhaustive statement about it."""
        now = [i for i in self.period_solver.cone if i.period == self.periods]
        used = dict.fromkeys(tp.term for i in now for tp in i.term_periods if self._is_theoretical(tp))
        defined = {
            term: tuple(i.label for i in now if i.definition and term in {tp.term for tp in i.term_periods})
            for term in used
        }
        return [
            Check(property="theoretical term defined", about=str(term), holds=bool(by), derivation=by)
            for term, by in defined.items()
        ]

    def _non_creative(self) -> Check:
        """That the definitions by themselves leave every observable world of the scope possible."""
        explained = self.theory.explains[0]
        others = [i.label for i in self.period_solver.cone if not i.definition]
        try:
            diagram = claims_on_values(self.trial, explained, without=others)
        except LimitReached as limit:
            return Check(property="definitions create nothing", about="", holds=None, limit=str(limit))
        every = outcomes(self.theory.codebook, explained.term, False)
        world = diagram.world(lambda claim: claim.in_scope and claim.prediction != every)
        if world is not None:
            values = self._world(world)
            return Check(property="definitions create nothing", about="", holds=False, world=values, shown=values)
        return Check(
            property="definitions create nothing",
            about="",
            holds=True,
            worlds=len(every) * prod(map(len, diagram.values)),
        )

    def _possible(
        self,
        name: Property,
        about: str,
        assumptions: Sequence[int],
        named: Iterable[TermPeriod],
        instances: Iterable[Instance] = (),
    ) -> Check:
        """A check that holds if the assumptions hold together, with the world or the instances that show it.

        Of the world, the term-periods `named` are shown.
        """
        try:
            answer = self.period_solver.solve(assumptions)
            if answer.status == "satisfiable":
                world = self.period_solver.world(answer.model)
                shown = {tp: world[tp] for tp in named}
                return Check(property=name, about=about, holds=True, world=self._world(world), shown=self._world(shown))
            core = set(self.period_solver.core(assumptions))
        except LimitReached as limit:
            return Check(property=name, about=about, holds=None, limit=str(limit))
        labels = [i.label for i in instances if self.period_solver.selector(i) in core]
        if core.intersection(self.scope) and name != "scope reachable":
            labels.insert(0, SCOPE)
        return Check(property=name, about=about, holds=False, derivation=tuple(dict.fromkeys(labels)))

    def _world(self, values: Mapping[TermPeriod, str] | Mapping[Block, str]) -> tuple[Value, ...]:
        named = {tp: value for tp, value in values.items() if isinstance(tp, TermPeriod)}
        return tuple(
            Value(tp, self.trial.case.period(tp.period).id, named[tp])
            for tp in self.trial.case.codebook.in_file_order(named)
        )

    def _labels(self) -> list[str]:
        return [*(p.id for p in self.theory.propositions), *(s.label for s in self.theory.exhaustive)]

    def _selectors(self, instances: Iterable[Instance]) -> list[int]:
        return [self.period_solver.selector(i) for i in instances]

    def _is_theoretical(self, tp: TermPeriod) -> bool:
        return self.theory.codebook.is_theoretical(tp.term)


def claims_on_values(trial: Trial, explained: Explained, without: Iterable[str] = ()) -> Diagram[Claim]:
    """What the theory claims about the values of an explained term, not their change, in the last period."""
    from checker.engine.diagram import compiled

    return compiled(trial.grounder(), Explained(explained.term), trial.case.last, without=frozenset(without))
