"""The verdict of a theory on a period (semantics.md, section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product
from math import prod
from typing import Collection, Iterable, Sequence

from checker.analysis.result import (
    VERDICTS, CaseResult, Gap, Judgement, Outcomes, Reason, Record, ScopeState, Verdict,
)
from checker.engine.bench import Bench
from checker.engine.grounding import Grounder, Instance, TermPeriod, direction, outcome_relation, outcomes
from checker.problems import LimitReached
from checker.study.case import Case
from checker.study.theory import Explained, Theory

MAX_COMPLETIONS = 20_000
Codings = dict[TermPeriod, tuple[str, ...]]


def check(
    case: Case, theories: Iterable[Theory], *, periods: Collection[int] | None = None,
    without: Collection[str] = (), set_aside: Sequence[tuple[str, str]] = (),
) -> CaseResult:
    """Judge every theory on a case, in the order given; see `judge`."""
    records = tuple(r for theory in theories for r in judge(theory, case, periods=periods, without=without))
    return CaseResult(case, records, tuple(set_aside))


def judge(
    theory: Theory, case: Case, *, periods: Collection[int] | None = None, without: Collection[str] = (),
) -> tuple[Record, ...]:
    """Return one record for each explained term: a judgement for each period, or for those asked.

    `without` names propositions and exhaustive statements (by label) that are given up: no longer
    asserted, though exhaustive statements still name their causes. A limit reached makes a
    judgement `unknown`, or its readings None, and is said in its `limit`.
    """
    trial = Trial(theory, case, without)
    asked = [t for t in range(1, case.last + 1) if periods is None or t in periods]
    return tuple(
        Record(theory, explained, tuple(trial.judgement(explained, t) for t in asked))
        for explained in theory.explains
    )


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


class Trial:
    """A theory against a case; the encoded periods are kept between questions."""

    def __init__(self, theory: Theory, case: Case, without: Collection[str] = ()) -> None:
        self.theory = theory
        self.case = case
        self.without = frozenset(without)
        self._place = {term: n for n, term in enumerate(case.codebook.terms())}
        self._benches: dict[tuple[int, bool], Bench] = {}
        self._grounders: dict[bool, Grounder] = {}

    def judgement(self, explained: Explained, t: int) -> Judgement:
        """The judgement of period t (1..T) for one explained term."""
        period_id = self.case.period(t).id
        untested = tuple(label for label in self.grounder().untested(t) if label not in self.without)
        try:
            question = Question(self, explained, t)
            finding = question.finding(question.coded())
        except LimitReached as limit:
            return Judgement(t, period_id, None, None, None, None, "unknown", None, None, None, "assumed",
                             untested, None, None, (), str(limit))
        stated = ""
        readings: tuple[Verdict, ...] | None = None
        settled: tuple[Gap, ...] | None = None
        try:
            readings, settled = question.readings(finding.verdict)
        except LimitReached as limit:
            stated = str(limit)
        return Judgement(
            t, period_id, finding.possible, finding.prediction, finding.expectation, finding.observed,
            finding.verdict, readings, None if readings is None else readings != (finding.verdict,), settled,
            finding.scope, untested, finding.laws_alone, self.without_exhaustive(explained, t),
            question.because(finding), stated,
        )

    def without_exhaustive(self, explained: Explained, t: int) -> Verdict | None:
        """The verdict with the exhaustive statements left out and the cone formed anew."""
        if not self.theory.exhaustive:
            return None
        try:
            question = Question(self, explained, t, exhaustive=False)
            return question.finding(question.coded()).verdict
        except LimitReached:
            return "unknown"

    def grounder(self, exhaustive: bool = True) -> Grounder:
        if exhaustive not in self._grounders:
            self._grounders[exhaustive] = Grounder(self.theory, self.case.first, exhaustive=exhaustive)
        return self._grounders[exhaustive]

    def bench(self, t: int, exhaustive: bool = True) -> Bench:
        key = (t, exhaustive and bool(self.theory.exhaustive))
        if key not in self._benches:
            self._benches[key] = Bench(self.grounder(exhaustive), t)
        return self._benches[key]

    def in_file_order(self, term_periods: Iterable[TermPeriod]) -> list[TermPeriod]:
        """Term-periods by period, then in the order of the codebook."""
        return sorted(set(term_periods), key=lambda tp: (tp.period, self._place[tp.term]))


class Question:
    """One explained term in one period."""

    def __init__(self, trial: Trial, explained: Explained, t: int, exhaustive: bool = True) -> None:
        self.trial = trial
        self.explained = explained
        self.t = t
        self.bench = trial.bench(t, exhaustive)
        codebook = trial.case.codebook
        self.here = TermPeriod(explained.term, t)
        self.testable = not explained.change or t > trial.case.first
        self.outcomes = outcomes(codebook, explained.term, explained.change)
        self.relations = {
            o: outcome_relation(codebook, explained.term, t, explained.change, o) for o in self.outcomes
        } if self.testable else {}
        self._outcome_selectors = {o: self.bench.assumption(r) for o, r in self.relations.items()}
        asserted = [i for i in self.bench.cone if i.label not in trial.without]
        self.all = asserted
        self.strict = [i for i in asserted if i.strict]
        self._hidden = frozenset(TermPeriod(term, t) for term in trial.theory.explained_terms)
        self.conditions = [i for i in self.strict if not self._mentions_outcome(i)]
        self.laws = [i for i in self.strict if i.definition or self._mentions_outcome(i)]
        named = set(self.bench.term_periods)
        if explained.change and self.testable:
            named.add(TermPeriod(explained.term, t - 1))
        self.observables = trial.in_file_order(
            tp for tp in named if not codebook.is_theoretical(tp.term) and tp not in self._hidden)

    def coded(self) -> Codings:
        """The codings as they stand, of the observables and of the outcome."""
        return {tp: self.trial.case.coding(tp.term, tp.period).values for tp in (*self.observables, self.here)}

    def finding(self, codings: Codings) -> Finding:
        """The verdict and what it rests on, under codings of the observables and of the outcome."""
        bench, known = self.bench, bench_codings(codings, self.observables)
        assumptions = bench.codings(known)
        scope, assumed = self._scope(assumptions)
        if not self.testable:
            return Finding("untestable", scope)
        observed = self._observed(codings)
        if scope == "fails":
            return Finding("out of scope", scope, observed=observed)
        assumptions += assumed
        possible = self._allowed(assumptions, [])
        prediction = self._allowed(assumptions, self.strict, possible)
        has_tendencies = len(self.all) > len(self.strict)
        expectation = self._allowed(assumptions, self.all, prediction) if has_tendencies else None
        verdict: Verdict
        laws_alone: Outcomes | None = None
        if not prediction:
            denies = not bench.satisfiable(assumptions + self._selectors(self.conditions))
            verdict = "denies conditions" if denies else "incoherent"
            laws_alone = self._allowed(assumptions, self.laws, possible)
        else:
            verdict = _compared(possible, prediction, expectation, observed)
        return Finding(verdict, scope, possible, prediction, expectation, observed, laws_alone)

    def gaps(self, codings: Codings) -> list[TermPeriod]:
        """The observables that are missing or contested, in file order."""
        return [tp for tp in self.observables if len(codings[tp]) != 1]

    def readings(self, verdict: Verdict) -> tuple[tuple[Verdict, ...], tuple[Gap, ...] | None]:
        """The verdicts that the completions give, and a smallest set of gaps that settles an open one."""
        codings = self.coded()
        gaps = self.gaps(codings)
        codebook = self.trial.case.codebook
        choices = [codings[tp] or codebook.values(tp.term) for tp in gaps]
        contested = [codings[self.here]] if len(codings[self.here]) > 1 else []
        count = prod(len(c) for c in (*choices, *contested))
        if count > MAX_COMPLETIONS:
            raise LimitReached(f"{count:,} ways to complete the codings, more than {MAX_COMPLETIONS:,}")
        places = [*gaps, *([self.here] if contested else [])]
        table: dict[tuple[str, ...], Verdict] = {
            row: self.finding({**codings, **{tp: (v,) for tp, v in zip(places, row, strict=True)}}).verdict
            for row in product(*choices, *contested)
        }
        readings = tuple(v for v in VERDICTS if v in set(table.values()))
        if readings == (verdict,):
            return readings, ()
        return readings, self._settling(codings, gaps, choices, table)

    def _settling(
        self, codings: Codings, gaps: list[TermPeriod], choices: list[tuple[str, ...]],
        table: dict[tuple[str, ...], Verdict],
    ) -> tuple[Gap, ...]:
        for size in range(1, len(gaps) + 1):
            for places in combinations(range(len(gaps)), size):
                if all(self._settles(codings, gaps, places, row, table)
                       for row in product(*(choices[place] for place in places))):
                    return tuple(self._gap(gaps[place]) for place in places)
        return ()

    def _settles(
        self, codings: Codings, gaps: list[TermPeriod], places: tuple[int, ...], row: tuple[str, ...],
        table: dict[tuple[str, ...], Verdict],
    ) -> bool:
        left = {verdict for full, verdict in table.items()
                if all(full[place] == value for place, value in zip(places, row, strict=True))}
        if len(left) != 1:
            return False
        coded = {gaps[place]: (value,) for place, value in zip(places, row, strict=True)}
        return left == {self.finding({**codings, **coded}).verdict}

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

    def _scope(self, assumptions: list[int]) -> tuple[ScopeState, list[int]]:
        if self.trial.theory.scope is None:
            return "holds", []
        scope = self.bench.scope
        if scope is None:
            return "assumed", []
        selector = self.bench.assumption(scope)
        if not self.bench.satisfiable([*assumptions, selector]):
            return "fails", []
        if not self.bench.satisfiable([*assumptions, self.bench.negation(scope)]):
            return "holds", []
        return "assumed", [selector]

    def _observed(self, codings: Codings) -> Outcomes | None:
        now = codings[self.here]
        if not self.explained.change:
            return tuple(o for o in self.outcomes if o in now) or None
        before = codings[TermPeriod(self.explained.term, self.t - 1)]
        order = self.trial.case.codebook.values(self.explained.term)
        seen = {direction(order.index(b), order.index(n)) for b in before for n in now}
        return tuple(o for o in self.outcomes if o in seen) or None

    def _allowed(
        self, assumptions: list[int], instances: Sequence[Instance], among: Outcomes | None = None
    ) -> Outcomes:
        held = assumptions + self._selectors(instances)
        return tuple(o for o in (self.outcomes if among is None else among)
                     if self.bench.satisfiable([*held, self._outcome_selectors[o]]))

    def _selectors(self, instances: Iterable[Instance]) -> list[int]:
        return [self.bench.selector(i) for i in instances]

    def _mentions_outcome(self, instance: Instance) -> bool:
        return not self._hidden.isdisjoint(instance.term_periods)

    def _gap(self, tp: TermPeriod) -> Gap:
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
