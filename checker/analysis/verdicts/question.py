"""One explained term in one period: what codings let a theory say there (semantics.md, section 4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from itertools import product
from math import prod

from checker.analysis.verdicts.encoded import EncodedTheory
from checker.analysis.verdicts.judgement import VERDICTS, Finding, Outcomes, Reason, ScopeState, Verdict
from checker.engine.compiled import Claim, Diagram
from checker.engine.grounding import (
    Instance,
    Relation,
    direction,
    outcome_relation,
    outcomes,
    outcomes_of,
    term_periods,
)
from checker.logic.formula import Formula
from checker.problems import LimitReached
from checker.study.term_period import TermPeriod
from checker.study.theory import Explained

Codings = Mapping[TermPeriod, tuple[str, ...]]
MAX_COMPLETIONS = 20_000


class Question:
    """One explained term in one period: its instances, and what codings let the theory say."""

    def __init__(self, trial: EncodedTheory, explained: Explained, t: int, exhaustive: bool = True) -> None:
        self.trial = trial
        self.explained = explained
        self.t = t
        self.exhaustive = exhaustive
        self._findings: dict[tuple[tuple[str, ...] | None, ...], Finding] = {}
        self.period_solver = trial.period_solver(t)
        codebook = trial.case.codebook
        self.order = codebook.values(explained.term)
        self.here = TermPeriod(explained.term, t)
        self.testable = not explained.change or t > trial.case.first
        self.before = TermPeriod(explained.term, t - 1) if explained.change and self.testable else None
        self.outcomes = outcomes(codebook, explained.term, explained.change)
        self.relations = (
            {o: outcome_relation(codebook, explained.term, t, explained.change, o) for o in self.outcomes}
            if self.testable
            else {}
        )
        cone = self.period_solver.cone if exhaustive else trial.grounder(exhaustive=False).cone(t)
        self.all = [i for i in cone if i.label not in trial.without]
        self.strict = [i for i in self.all if i.strict]
        self.has_tendencies = len(self.strict) < len(self.all)
        self._hidden = frozenset(TermPeriod(term, t) for term in trial.theory.explained_terms)
        self.conditions = [i for i in self.strict if not self._mentions_outcome(i)]
        self.laws = [i for i in self.strict if i.definition or self._mentions_outcome(i)]
        named = {tp for i in self.all for tp in i.term_periods}
        self._scoped = term_periods(self.period_solver.scope) if self.period_solver.scope is not None else ()
        named.update(self._scoped)
        if self.before is not None:
            named.add(self.before)
        self.observables = codebook.in_file_order(
            tp for tp in named if not codebook.is_theoretical(tp.term) and tp not in self._hidden
        )
        # What is drawn: another explained term in the period is, though no verdict on this one depends on it.
        self.places = codebook.in_file_order(
            [
                *self.observables,
                self.here,
                *(tp for tp in named if tp in self._hidden and not codebook.is_theoretical(tp.term)),
            ]
        )

    def on(self, trial: EncodedTheory) -> Question:
        """The same question for other codings of the case; findings are shared."""
        other = copy(self)
        other.trial = trial
        return other

    def giving_up(self, labels: Iterable[str]) -> Question:
        """The same question where more propositions are given up."""
        return Question(self.trial.giving_up(labels), self.explained, self.t, self.exhaustive)

    def compiled(self) -> Diagram[Claim] | None:
        """What the theory claims in each world of conditions; None where the question is untestable."""
        return self.trial.diagram(self.explained, self.t, self.exhaustive) if self.testable else None

    def coded(self) -> Codings:
        """The codings as they stand, of the observables and of the outcome."""
        return {tp: self.trial.case.coding(*tp).values for tp in self.places}

    def finding(self, codings: Codings) -> Finding:
        """What these codings of the observables and of the outcome let the theory say, and the verdict.

        Read off the compiled period; by the solver, completion by completion, where that is past its limit.
        """
        key = tuple(codings.get(tp) for tp in self.places)
        if key not in self._findings:
            try:
                claims = self._reached(codings)
            except LimitReached:
                found = replace(self.solved(codings), verdict=_one(self._verdicts_by_solver(codings)))
            else:
                found = self._concluded(claims, codings)
            self._findings[key] = found
        return self._findings[key]

    def verdict(self, codings: Codings) -> Verdict:
        """The verdict that all completions of these codings give, or `open`."""
        try:
            claims = self._reached(codings)
        except LimitReached:
            return _one(self._verdicts_by_solver(codings))
        return _one(self._verdicts(claims, codings))

    def verdict_in(self, claim: Claim, level: str | None) -> Verdict:
        """The table of verdicts, for one world of conditions and the level observed in it."""
        if not self.testable:
            return "untestable"
        if not claim.in_scope:
            return "out of scope"
        if claim.denies:
            return "denies conditions"
        if not claim.levels:
            return "incoherent"
        if level is None:
            return "unobserved"
        if level not in claim.levels:
            return "contradicted"
        outcome = outcomes_of(self.order, self.explained.change, claim.before, (level,))
        if claim.prediction == outcome:
            return "predicted"
        if claim.expected_levels and level not in claim.expected_levels:
            return "against expectation"
        if claim.expectation == outcome:
            return "expected"
        every = len(self.order)
        excludes = len(claim.levels) < every or 0 < len(claim.expected_levels) < every
        return "permitted" if excludes else "silent"

    def _reached(self, codings: Codings) -> tuple[Claim, ...]:
        claims = self.compiled()
        return () if claims is None else claims.reached(self.seen(codings))

    def _verdicts(self, claims: Iterable[Claim], codings: Codings) -> set[Verdict]:
        if not self.testable:
            return {"untestable"}
        levels: Sequence[str | None] = codings[self.here] or (None,)
        return {self.verdict_in(claim, level) for claim in claims for level in levels}

    def _concluded(self, claims: Sequence[Claim], codings: Codings) -> Finding:
        """The finding where the codings leave these claims of the compiled period."""
        scope = self._scope_state(claims, codings)
        if not self.testable:
            return Finding("untestable", scope)
        verdict = _one(self._verdicts(claims, codings))
        observed, levels = self._observed(codings), self._in_order(codings[self.here]) or None
        inside = [claim for claim in claims if claim.in_scope]
        if not inside:
            return Finding(verdict, scope, observed=observed, observed_levels=levels)
        prediction = self._joined(self.outcomes, (claim.prediction for claim in inside))
        return Finding(
            verdict=verdict,
            scope=scope,
            possible=self._joined(self.outcomes, map(self._open_to, inside)),
            prediction=prediction,
            levels=self._joined(self.order, (claim.levels for claim in inside)),
            expectation=self._joined(self.outcomes, (claim.expectation for claim in inside))
            if self.has_tendencies
            else None,
            expected_levels=self._joined(self.order, (claim.expected_levels for claim in inside))
            if self.has_tendencies
            else None,
            observed=observed,
            observed_levels=levels,
            laws_alone=None if prediction else self._laws_alone(codings),
        )

    def _scope_state(self, claims: Sequence[Claim], codings: Codings) -> ScopeState:
        if self.trial.theory.scope is None:
            return "holds"
        if self.period_solver.scope is None:
            return "assumed"
        if not self.testable:
            return self._scope_by_solver(codings)
        inside = sum(claim.in_scope for claim in claims)
        return "fails" if not inside else "holds" if inside == len(claims) else "assumed"

    def _joined(self, order: Sequence[str], parts: Iterable[Outcomes]) -> Outcomes:
        found = {each for part in parts for each in part}
        return tuple(each for each in order if each in found)

    def _open_to(self, claim: Claim) -> Outcomes:
        """The outcomes that this world leaves open by itself."""
        return outcomes_of(self.order, self.explained.change, claim.before, self.order)

    def seen(self, codings: Codings) -> Codings:
        """The codings that a theory may see: those of the observables, not the outcome's."""
        return {tp: codings[tp] for tp in self.observables}

    # The same by the solver: where the compiled period is past its limit, and as a check of it.

    def solved(self, codings: Codings) -> Finding:
        """The finding by the solver, of the codings as they stand; its verdict holds for codings without gaps."""
        scope = self._scope_by_solver(codings)
        if not self.testable:
            return Finding("untestable", scope)
        observed, levels = self._observed(codings), self._in_order(codings[self.here]) or None
        if scope == "fails":
            return Finding("out of scope", scope, observed=observed, observed_levels=levels)
        held = self._held(codings, scope)
        possible = self._outcomes_left(held, [])
        strict = self._levels_left(held, self.strict)
        prediction = self._outcomes_left(held, self.strict)
        every = self._levels_left(held, self.all) if self.has_tendencies else None
        expectation = self._outcomes_left(held, self.all) if self.has_tendencies else None
        denies = not strict and not self.period_solver.satisfiable([*held, *self._selectors(self.conditions)])
        before = codings[self.before][0] if self.before is not None and codings[self.before] else None
        claim = Claim(
            in_scope=True,
            denies=denies,
            levels=strict,
            expected_levels=strict if every is None else every,
            prediction=prediction,
            expectation=prediction if expectation is None else expectation,
            before=before,
        )
        level = levels[0] if levels else None
        return Finding(
            verdict=self.verdict_in(claim, level),
            scope=scope,
            possible=possible,
            prediction=prediction,
            levels=strict,
            expectation=expectation,
            expected_levels=every,
            observed=observed,
            observed_levels=levels,
            laws_alone=None if prediction else self._laws_alone(codings),
        )

    def _verdicts_by_solver(self, codings: Codings) -> set[Verdict]:
        return {self.solved(completion).verdict for completion in self.completions(codings)}

    def has_no_gap(self, codings: Codings) -> bool:
        """Whether the codings have one completion, so that the solver's finding holds."""
        return len(codings[self.here]) <= 1 and all(len(codings[tp]) == 1 for tp in self.observables)

    def completions(self, codings: Codings) -> Iterator[Codings]:
        """Every completion of the codings; LimitReached past MAX_COMPLETIONS."""
        choices = [
            codings[tp] or (self.trial.case.codebook.values(tp.term) if tp not in self._hidden else ())
            for tp in self.places
        ]
        if prod(len(own) or 1 for own in choices) > MAX_COMPLETIONS:
            raise LimitReached(f"more than {MAX_COMPLETIONS:,} completions of the codings")
        singles: list[list[tuple[str, ...]]] = [[(value,) for value in own] or [()] for own in choices]
        for row in product(*singles):
            yield dict(zip(self.places, row, strict=True))

    def _held(self, codings: Codings, scope: ScopeState) -> list[int]:
        assumed = (
            [self.period_solver.assumption(self.period_solver.scope)]
            if scope == "assumed" and self.period_solver.scope is not None
            else []
        )
        return self.period_solver.codings(self.seen(codings)) + assumed

    def _laws_alone(self, codings: Codings) -> Outcomes:
        return self._outcomes_left(self._held(codings, self._scope_by_solver(codings)), self.laws)

    def _scope_by_solver(self, codings: Codings) -> ScopeState:
        if self.trial.theory.scope is None:
            return "holds"
        if self.period_solver.scope is None:
            return "assumed"
        known = self.period_solver.codings({tp: codings[tp] for tp in self._scoped})
        if not self.period_solver.satisfiable([*known, self.period_solver.assumption(self.period_solver.scope)]):
            return "fails"
        return (
            "assumed"
            if self.period_solver.satisfiable([*known, self.period_solver.negation(self.period_solver.scope)])
            else "holds"
        )

    def _levels_left(self, held: list[int], instances: Sequence[Instance]) -> Outcomes:
        held = held + self._selectors(instances)
        return tuple(
            level
            for level in self.order
            if self.period_solver.satisfiable([*held, self.period_solver.assumption(self.level(level))])
        )

    def _outcomes_left(self, held: list[int], instances: Sequence[Instance]) -> Outcomes:
        held = held + self._selectors(instances)
        return tuple(
            o
            for o in self.outcomes
            if self.period_solver.satisfiable([*held, self.period_solver.assumption(self.relations[o])])
        )

    def level(self, value: str) -> Relation:
        """The relation that the explained term has this value in the period."""
        return Relation((self.here,), frozenset({(self.order.index(value),)}))

    # Why

    def because(self, codings: Codings, finding: Finding | None = None) -> tuple[Reason, ...]:
        """A minimal core of what decides the verdict under these codings, as in a reading of them.

        `finding` is what they let the theory say, where that is known already. LimitReached past the conflict budget.
        """
        finding = finding or self.finding(codings)
        instances, goal = self.to_explain(finding)
        if goal is None:
            return ()
        stood = {
            self.period_solver.selector(i): Reason(
                kind="proposition", label=i.label, period=i.period, period_id=self._id(i.period)
            )
            for i in instances
        }
        for tp in self.observables:
            if codings[tp]:
                reason = Reason(
                    kind="coding",
                    label=str(tp.term),
                    period=tp.period,
                    period_id=self._id(tp.period),
                    values=codings[tp],
                    term=tp.term,
                )
                stood[self.period_solver.coding(tp, codings[tp])] = reason
        core = self.period_solver.core([*stood, *([self.period_solver.any_of(goal)] if goal else [])])
        return tuple(stood[literal] for literal in core if literal in stood)

    def to_explain(self, finding: Finding) -> tuple[list[Instance], list[Relation] | None]:
        """The instances at work, and what they exclude: the level observed, or all but what was observed.

        The second is empty where the instances contradict each other, None where there is nothing to explain.
        """
        possible, levels, expected = finding.possible or (), finding.levels or (), finding.expected_levels
        match finding.verdict:
            case "open" | "unknown" | "untestable" | "out of scope" | "silent":
                return [], None
            case "denies conditions":
                return self.conditions, []
            case "incoherent":
                return self.strict, []
            case "contradicted":
                return self.strict, [self.level(level) for level in finding.observed_levels or ()]
            case "against expectation":
                return self.all, [self.level(level) for level in finding.observed_levels or ()]
            case "predicted":
                return self.strict, [self.relations[o] for o in possible if o not in (finding.prediction or ())] or None
            case "expected":
                return self.all, [self.relations[o] for o in possible if o not in (finding.expectation or ())] or None
        excluded = [self.level(level) for level in self.order if level not in levels]
        if excluded:
            return self.strict, excluded
        return self.all, [self.level(level) for level in self.order if expected and level not in expected] or None

    def _observed(self, codings: Codings) -> Outcomes | None:
        now = codings[self.here]
        if not self.explained.change:
            return self._in_order(now) or None
        before = codings[self.before] if self.before is not None else ()
        seen = {direction(self.order.index(b), self.order.index(n)) for b in before for n in now}
        return tuple(o for o in self.outcomes if o in seen) or None

    def _in_order(self, levels: Sequence[str]) -> Outcomes:
        return tuple(level for level in self.order if level in levels)

    def _selectors(self, instances: Iterable[Instance]) -> list[int]:
        return [self.period_solver.selector(i) for i in instances]

    def _mentions_outcome(self, instance: Instance) -> bool:
        return not self._hidden.isdisjoint(instance.term_periods)

    def _id(self, period: int) -> str:
        return self.trial.case.period(period).id

    def formula_of(self, goal: Sequence[Relation]) -> Formula | None:
        """The disjunction of these; None if there are none."""
        from checker.logic.formula import Or

        return None if not goal else goal[0] if len(goal) == 1 else Or(tuple(goal))


def _one(verdicts: set[Verdict]) -> Verdict:
    return next(iter(verdicts)) if len(verdicts) == 1 else "open"


def in_order(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """The verdicts in the order of the table, each once."""
    found = set(verdicts)
    return tuple(verdict for verdict in VERDICTS if verdict in found)
