"""One explained term in one period: what codings let a theory say there (semantics.md, section 4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.analysis.readings import Codings, Gaps, Readings, by_diagram, by_enumeration
from checker.analysis.result import Gap, Outcomes, Reason, ScopeState, Verdict
from checker.engine.compiled import Claim
from checker.engine.grounding import Instance, TermPeriod, direction, outcome_relation, outcomes, term_periods
from checker.logic.formula import Formula
from checker.problems import LimitReached
from checker.study.theory import Explained

if TYPE_CHECKING:
    from checker.analysis.verdict import Trial

FEW_COMPLETIONS = 256
MAX_COMPLETIONS = 20_000


@dataclass(frozen=True)
class Finding:
    """What one set of codings says, before readings: the fields of a judgement that are compared."""

    verdict: Verdict
    scope: ScopeState
    possible: Outcomes | None = None
    prediction: Outcomes | None = None
    expectation: Outcomes | None = None
    observed: Outcomes | None = None
    laws_alone: Outcomes | None = None


class Question:
    """One explained term in one period."""

    def __init__(self, trial: Trial, explained: Explained, t: int, exhaustive: bool = True) -> None:
        self.trial = trial
        self.explained = explained
        self.t = t
        self.bench = trial.bench(t)
        codebook = trial.case.codebook
        self.here = TermPeriod(explained.term, t)
        self.testable = not explained.change or t > trial.case.first
        self.before = TermPeriod(explained.term, t - 1) if explained.change and self.testable else None
        self.outcomes = outcomes(codebook, explained.term, explained.change)
        self.relations = {
            o: outcome_relation(codebook, explained.term, t, explained.change, o) for o in self.outcomes
        } if self.testable else {}
        self._outcome_selectors = {o: self.bench.assumption(r) for o, r in self.relations.items()}
        cone = self.bench.cone if exhaustive else trial.grounder(exhaustive=False).cone(t)
        asserted = [i for i in cone if i.label not in trial.without]
        self.all = asserted
        self.strict = [i for i in asserted if i.strict]
        self.has_tendencies = len(self.strict) < len(asserted)
        self._hidden = frozenset(TermPeriod(term, t) for term in trial.theory.explained_terms)
        self.conditions = [i for i in self.strict if not self._mentions_outcome(i)]
        self.laws = [i for i in self.strict if i.definition or self._mentions_outcome(i)]
        named = {tp for i in cone for tp in i.term_periods}
        self._scoped = term_periods(self.bench.scope) if self.bench.scope is not None else ()
        self._scopes: dict[tuple[tuple[str, ...], ...], ScopeState] = {}
        named.update(self._scoped)
        if self.before is not None:
            named.add(self.before)
        self.observables = trial.in_file_order(
            tp for tp in named if not codebook.is_theoretical(tp.term) and tp not in self._hidden)

    def giving_up(self, labels: Iterable[str]) -> Question:
        """The same question where more propositions are given up."""
        return Question(self.trial.giving_up(labels), self.explained, self.t)

    def coded(self) -> Codings:
        """The codings as they stand, of the observables and of the outcome."""
        return {tp: self.trial.case.coding(tp.term, tp.period).values for tp in (*self.observables, self.here)}

    def finding(self, codings: Codings) -> Finding:
        """The verdict and what it rests on, under codings of the observables and of the outcome."""
        bench, known = self.bench, bench_codings(codings, self.observables)
        assumptions = bench.codings(known)
        scope, assumed = self._scope(codings)
        if not self.testable:
            return Finding("untestable", scope)
        observed = self._observed(codings)
        if scope == "fails":
            return Finding("out of scope", scope, observed=observed)
        assumptions += assumed
        possible = self._allowed(assumptions, []) if assumed else self._open_to_codings(codings)
        prediction = self._allowed(assumptions, self.strict, possible)
        expectation = self._allowed(assumptions, self.all, prediction) if self.has_tendencies else None
        verdict: Verdict
        laws_alone: Outcomes | None = None
        if not prediction:
            denies = not bench.satisfiable(assumptions + self._selectors(self.conditions))
            verdict = "denies conditions" if denies else "incoherent"
            laws_alone = self._allowed(assumptions, self.laws, possible)
        else:
            verdict = _compared(possible, prediction, expectation, observed)
        return Finding(verdict, scope, possible, prediction, expectation, observed, laws_alone)

    def concluded(self, claims: Sequence[Claim], codings: Codings) -> Finding:
        """The finding, but for `laws_alone`, where the codings leave these claims of the compiled period."""
        inside = [claim for claim in claims if claim.in_scope]
        scope: ScopeState = "holds"
        if self.trial.theory.scope is not None and (self.bench.scope is None or len(inside) < len(claims)):
            scope = "assumed" if inside else "fails"
        observed = self._observed(codings)
        if not inside:
            return Finding("out of scope", scope, observed=observed)
        possible = self._joined(self.open_to(claim) for claim in inside)
        prediction = self._joined(claim.prediction for claim in inside)
        expectation = self._joined(claim.expectation for claim in inside) if self.has_tendencies else None
        verdict: Verdict = _compared(possible, prediction, expectation, observed)
        if not prediction:
            verdict = "denies conditions" if all(claim.denies for claim in inside) else "incoherent"
        return Finding(verdict, scope, possible, prediction, expectation, observed)

    def verdict(self, codings: Codings) -> Verdict:
        return self.finding(codings).verdict

    def verdict_of_claims(self, claims: Sequence[Claim], codings: Codings) -> Verdict:
        return self.concluded(claims, codings).verdict

    def gaps(self, codings: Codings) -> Gaps:
        """The observables that are missing or contested, in file order, with what they may be."""
        codebook = self.trial.case.codebook
        places = [tp for tp in self.observables if len(codings[tp]) != 1]
        contested = codings[self.here] if len(codings[self.here]) > 1 else ()
        return Gaps(codings, tuple(places), tuple(codings[tp] or codebook.values(tp.term) for tp in places),
                    self.here, contested)

    def readings(self, verdict: Verdict) -> Readings:
        """The verdicts that the completions give, and a smallest set of gaps that settles an open one.

        Few completions are gone through, many are read off the diagram (benchmarks/diagrams.py).
        """
        if not self.testable:
            return Readings((verdict,), ())
        gaps = self.gaps(self.coded())
        if gaps.completions <= FEW_COMPLETIONS:
            return by_enumeration(gaps, verdict, self.verdict)
        try:
            diagram = self.trial.diagram(self.explained, self.t)
        except LimitReached:
            if gaps.completions > MAX_COMPLETIONS:
                raise
            return by_enumeration(gaps, verdict, self.verdict)
        return by_diagram(gaps, verdict, self.before, diagram, self.verdict_of_claims)

    def because(self, finding: Finding) -> tuple[Reason, ...]:
        """A minimal core that excludes the outcomes excluded, or shows the collision."""
        instances, goal = self._to_explain(finding)
        if goal is None:
            return ()
        codings = self.coded()
        scoped: list[int] = []
        if finding.scope == "assumed" and self.bench.scope is not None:
            scoped = [self.bench.assumption(self.bench.scope)]
        stood = {self.bench.selector(i): Reason("proposition", i.label, i.period, self._id(i.period))
                 for i in instances}
        stood.update({s: Reason("scope", "scope", self.t, self._id(self.t)) for s in scoped})
        for tp in self.observables:
            if codings[tp]:
                reason = Reason("coding", str(tp.term), tp.period, self._id(tp.period), codings[tp])
                stood[self.bench.coding(tp, codings[tp])] = reason
        try:
            core = self.bench.core([*stood, *goal])
        except LimitReached:
            return ()
        return tuple(stood[literal] for literal in core if literal in stood)

    def _to_explain(self, finding: Finding) -> tuple[list[Instance], list[int] | None]:
        if finding.possible is None or finding.prediction is None:
            return [], None
        if finding.verdict == "denies conditions":
            return self.conditions, []
        if finding.verdict == "incoherent":
            return self.strict, []
        said, instances = finding.prediction, self.strict
        expected = finding.expectation
        if finding.verdict in ("expected", "against expectation") or (said == finding.possible and expected):
            said, instances = expected or said, self.all
        excluded = [o for o in finding.possible if o not in said]
        if not excluded:
            return [], None
        return instances, [self.bench.any_of([self.relations[o] for o in excluded])]

    def _scope(self, codings: Codings) -> tuple[ScopeState, list[int]]:
        """The state of the scope, and the assumption that an open one which can be read adds."""
        if self.trial.theory.scope is None:
            return "holds", []
        scope = self.bench.scope
        if scope is None:
            return "assumed", []
        # Few completions differ in what the scope speaks of.
        spoken = {tp: codings[tp] for tp in self._scoped}
        known = self._scopes.get(tuple(spoken.values()))
        if known is None:
            known = self._scopes[tuple(spoken.values())] = self._scope_under(scope, self.bench.codings(spoken))
        return known, [self.bench.assumption(scope)] if known == "assumed" else []

    def _scope_under(self, scope: Formula, assumptions: list[int]) -> ScopeState:
        if not self.bench.satisfiable([*assumptions, self.bench.assumption(scope)]):
            return "fails"
        return "assumed" if self.bench.satisfiable([*assumptions, self.bench.negation(scope)]) else "holds"

    def _observed(self, codings: Codings) -> Outcomes | None:
        now = codings[self.here]
        if not self.explained.change:
            return tuple(o for o in self.outcomes if o in now) or None
        before = codings[TermPeriod(self.explained.term, self.t - 1)]
        order = self.trial.case.codebook.values(self.explained.term)
        seen = {direction(order.index(b), order.index(n)) for b in before for n in now}
        return tuple(o for o in self.outcomes if o in seen) or None

    def _open_to_codings(self, codings: Codings) -> Outcomes:
        """The outcomes that the codings alone leave open: every value, or what can follow the value before."""
        if self.before is None:
            return self.outcomes
        order = self.trial.case.codebook.values(self.explained.term)
        before = codings[self.before] or order
        seen = {direction(order.index(b), now) for b in before for now in range(len(order))}
        return tuple(o for o in self.outcomes if o in seen)

    def _allowed(
        self, assumptions: list[int], instances: Sequence[Instance], among: Outcomes | None = None
    ) -> Outcomes:
        held = assumptions + self._selectors(instances)
        return tuple(o for o in (self.outcomes if among is None else among)
                     if self.bench.satisfiable([*held, self._outcome_selectors[o]]))

    def _joined(self, outcomes: Iterable[Outcomes]) -> Outcomes:
        found = {o for each in outcomes for o in each}
        return tuple(o for o in self.outcomes if o in found)

    def open_to(self, claim: Claim) -> Outcomes:
        """The outcomes that are possible after the outcome before."""
        if claim.before is None:
            return self.outcomes
        order = self.trial.case.codebook.values(self.explained.term)
        return tuple(direction(order.index(claim.before), now) for now in range(len(order)))

    def _selectors(self, instances: Iterable[Instance]) -> list[int]:
        return [self.bench.selector(i) for i in instances]

    def _mentions_outcome(self, instance: Instance) -> bool:
        return not self._hidden.isdisjoint(instance.term_periods)

    def gap(self, tp: TermPeriod) -> Gap:
        return Gap(tp.term, tp.period, self._id(tp.period))

    def _id(self, period: int) -> str:
        return self.trial.case.period(period).id


def bench_codings(codings: Codings, observables: Iterable[TermPeriod]) -> Codings:
    """The codings that a theory may see: those of the observables, not the outcome's."""
    return {tp: codings[tp] for tp in observables}


def _compared(
    possible: Outcomes, prediction: Outcomes, expectation: Outcomes | None, observed: Outcomes | None
) -> Verdict:
    """The rows of the table from `unobserved` on; the prediction is not empty."""
    if observed is None:
        return "unobserved"
    if not set(prediction) & set(observed):
        return "contradicted"
    single = len(observed) == 1
    if single and prediction == observed:
        return "predicted"
    if expectation and not set(expectation) & set(observed):
        return "against expectation"
    if single and expectation == observed:
        return "expected"
    if prediction == possible and (not expectation or expectation == prediction):
        return "silent"
    return "permitted"
