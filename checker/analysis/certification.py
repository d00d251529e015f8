"""Verdicts that anyone can verify: a witness for what is allowed, a refutation for what is excluded.

Every certificate is checked before it is returned: a witness against the rules as written, by code that
shares nothing with grounding and encoding; a refutation by its proof and by a second solver.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from checker.analysis.inspection import Among, Claim, inspect
from checker.analysis.result import CaseResult, Judgement, Outcomes, Reason, Verdict
from checker.analysis.question import Finding, Question
from checker.analysis.verdict import Trial
from checker.engine.certificate import (
    SECOND_SOLVER, CertificateRefused, Refutation, check, checked_by_dratify, refutation, second_opinion,
)
from checker.engine.grounding import Instance, Relation, TermPeriod
from checker.logic.formula import Formula, Not, Term
from checker.problems import LimitReached
from checker.study.case import Case
from checker.study.theory import Explained, Theory

OWN_CHECKER, OTHER_SOLVER = "checker.engine.certificate", SECOND_SOLVER
Subject = Literal["possible", "law", "tendency", "conditions", "scope"]


@dataclass(frozen=True)
class Value:
    """The value of a term in a period of a witness."""

    term: Term
    period: int
    period_id: str
    value: str


@dataclass(frozen=True)
class Witness:
    """A world in which the codings and the propositions used hold and the outcome happens.

    `subject`: `law` for the strict propositions, `tendency` for all, `possible` for none. `used` are the
    propositions that the world was checked against, with the ids of their periods.
    """

    subject: Subject
    outcome: str
    world: tuple[Value, ...]
    used: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Exclusion:
    """A refutation of an outcome (None: of the propositions or the scope by themselves), and its reasons.

    `possible`: the codings alone exclude it; `law`, `tendency`: with the propositions; `conditions`: the strict
    propositions on conditions deny the codings; `scope`: the scope fails, or its negation does.
    """

    subject: Subject
    outcome: str | None
    reasons: tuple[Reason, ...]
    refutation: Refutation


@dataclass(frozen=True)
class PeriodCertificates:
    """What certifies the judgement of one period; the outcomes are those that it shows.

    `limit` says which limit was reached, and is empty where none was; then nothing is certified.
    """

    period: int
    period_id: str
    verdict: Verdict
    possible: Outcomes | None
    prediction: Outcomes | None
    expectation: Outcomes | None
    witnesses: tuple[Witness, ...]
    exclusions: tuple[Exclusion, ...]
    limit: str = ""


@dataclass(frozen=True)
class Certificates:
    """The certificates of a theory on a case for one explained term; `outside_checker` read every proof too."""

    theory: Theory
    case: Case
    explained: Explained
    without: tuple[str, ...]
    periods: tuple[PeriodCertificates, ...]
    outside_checker: str

    @property
    def is_complete(self) -> bool:
        return not any(period.limit for period in self.periods)

    @property
    def counts(self) -> tuple[int, int]:
        """How many witnesses and how many refutations."""
        return sum(len(p.witnesses) for p in self.periods), sum(len(p.exclusions) for p in self.periods)


def certify(
    theory: Theory, case: Case, *, periods: Collection[int] | None = None, without: Collection[str] = (),
) -> tuple[Certificates, ...]:
    """Checked certificates for each explained term: all periods, or those asked.

    CertificateRefused where a check fails, which is a fault of this program.
    """
    trial = Trial(theory, case, without)
    asked = [t for t in range(1, case.last + 1) if periods is None or t in periods]
    found = []
    for explained in theory.explains:
        made = tuple(_certificates(trial, explained, t) for t in asked)
        shown = [exclusion.refutation for period in made for exclusion in period.exclusions]
        read_outside = [verified(one) for one in shown]
        outside = "dratify" if shown and all(read_outside) else ""
        found.append(Certificates(theory, case, explained, tuple(sorted(without)), made, outside))
    return tuple(found)


def certify_result(
    result: CaseResult, given_up: Callable[[Theory], Collection[str]] = lambda theory: (),
) -> tuple[Certificates, ...]:
    """Certificates of what a case was judged to be; CertificateRefused where they show anything else."""
    found: list[Certificates] = []
    for theory in {id(record.theory): record.theory for record in result.records}.values():
        records = [record for record in result.records if record.theory is theory]
        dropped = {*given_up(theory), *(each.label for each in result.set_aside if each.theory is theory)}
        periods = [judgement.period for judgement in records[0].judgements]
        made = certify(theory, result.case, periods=periods, without=dropped)
        for record, certificates in zip(records, made, strict=True):
            for judgement, shown in zip(record.judgements, certificates.periods, strict=True):
                if not shown.limit and _said(judgement) != _said(shown):
                    raise CertificateRefused(f"{theory.name} in {shown.period_id}: {_said(judgement)} was judged, "
                                             f"{_said(shown)} is certified")
        found += made
    return tuple(found)


def _said(judged: Judgement | PeriodCertificates) -> tuple[object, ...]:
    return judged.verdict, judged.possible, judged.prediction, judged.expectation


def _certificates(trial: Trial, explained: Explained, t: int) -> PeriodCertificates:
    try:
        return _Maker(Question(trial, explained, t)).certificates()
    except LimitReached as reached:
        period_id = trial.case.period(t).id
        return PeriodCertificates(t, period_id, "unknown", None, None, None, (), (), str(reached))


def verified(shown: Refutation) -> bool:
    """Check a refutation in every way there is; whether a checker outside this project was among them."""
    check(shown)
    second_opinion(shown)
    return checked_by_dratify(shown)


class _Maker:
    """The certificates of one period."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.bench = question.bench
        self.case = question.trial.case
        self.codings = question.coded()
        self.known = [tp for tp in question.observables if self.codings[tp]]
        self.finding: Finding = question.finding(self.codings)

    def certificates(self) -> PeriodCertificates:
        f, t = self.finding, self.question.t
        witnesses: list[Witness] = []
        exclusions: list[Exclusion] = []
        levels: list[tuple[Subject, Sequence[Instance], Outcomes | None, Outcomes | None]] = [
            ("possible", (), self.question.outcomes, f.possible),
            ("law", self.question.strict, f.possible, f.prediction),
            ("tendency", self.question.all, f.prediction, f.expectation)]
        for subject, instances, among, left in levels:
            if among is None or left is None:
                continue
            witnesses += [self._witness(subject, instances, o) for o in left]
            exclusions += [self._exclusion(subject, instances, o) for o in among if o not in left]
        if f.verdict == "denies conditions":
            exclusions.append(self._exclusion("conditions", self.question.conditions, None))
        exclusions += self._of_scope()
        return PeriodCertificates(t, self._id(t), f.verdict, f.possible, f.prediction, f.expectation,
                                  tuple(witnesses), tuple(exclusions))

    def _of_scope(self) -> list[Exclusion]:
        scope = self.bench.scope
        if scope is None or self.finding.scope == "assumed":
            return []
        return [self._refuted("scope", None, {}, scope if self.finding.scope == "fails" else Not(scope))]

    def _witness(self, subject: Subject, instances: Sequence[Instance], outcome: str) -> Witness:
        """A world from a model, examined against the rules."""
        held = [self.bench.assumption(self.question.relations[outcome]), *(self.bench.selector(i) for i in instances)]
        held += [self.bench.coding(tp, self.codings[tp]) for tp in self.known]
        if self._scope_assumed and self.bench.scope is not None:
            held.append(self.bench.assumption(self.bench.scope))
        # The bench may have been asked about another explained term too, whose own period before is no part of this.
        spoken = {*self.bench.term_periods, *self.question.observables, self.question.here}
        world = {tp: value for tp, value in self.bench.world(self.bench.solve(held).model).items() if tp in spoken}
        self._examine(subject, instances, outcome, world)
        places = sorted(world, key=lambda tp: (tp.period, str(tp.term)))
        values = tuple(Value(tp.term, tp.period, self._id(tp.period), world[tp]) for tp in places)
        return Witness(subject, outcome, values, tuple((i.label, self._id(i.period)) for i in instances))

    def _examine(
        self, subject: Subject, instances: Sequence[Instance], outcome: str, world: dict[TermPeriod, str]
    ) -> None:
        trial = self.question.trial
        among: Among = "none" if subject == "possible" else "strict" if subject == "law" else "all"
        inspect(Claim(
            trial.theory, self.case, self.question.explained, self.question.t, outcome,
            {(tp.term, tp.period): value for tp, value in world.items()},
            tuple((i.label, i.period) for i in instances), trial.without,
            among, self._scope_assumed))

    def _exclusion(self, subject: Subject, instances: Sequence[Instance], outcome: str | None) -> Exclusion:
        stood: dict[int, tuple[Reason, str, Formula]] = {}
        for instance in instances:
            reason = Reason("proposition", instance.label, instance.period, self._id(instance.period))
            words = f"{instance.label} in {reason.period_id}: {self._rule(instance.label)}"
            stood[self.bench.selector(instance)] = (reason, words, instance.formula)
        if self._scope_assumed and self.bench.scope is not None:
            t = self.question.t
            reason = Reason("scope", "scope", t, self._id(t))
            stood[self.bench.assumption(self.bench.scope)] = (reason, "the scope, assumed", self.bench.scope)
        return self._refuted(subject, outcome, stood, None)

    def _refuted(
        self, subject: Subject, outcome: str | None, stood: dict[int, tuple[Reason, str, Formula]],
        denied: Formula | None,
    ) -> Exclusion:
        """The refutation of a minimal core of what stands and is coded, with the outcome or what is denied."""
        for tp in self.known:
            values, period_id = self.codings[tp], self._id(tp.period)
            reason = Reason("coding", str(tp.term), tp.period, period_id, values)
            words = f"coded: {tp.term} in {period_id} is {' or '.join(values)}"
            stood[self.bench.coding(tp, values)] = (reason, words, self._coded(tp, values))
        goal: list[tuple[str, Formula]] = []
        if outcome is not None:
            goal = [(f"supposed: {self.question.explained} is {outcome}", self.question.relations[outcome])]
        elif denied is not None:
            goal = [(f"supposed: the scope {'holds' if self.finding.scope == 'fails' else 'fails'}", denied)]
        core = set(self.bench.core([*stood, *(self.bench.assumption(formula) for _, formula in goal)]))
        kept = [member for selector, member in stood.items() if selector in core]
        asserted = [*((words, formula) for _, words, formula in kept), *goal]
        about = [f"{self.question.trial.theory.name} on {self.case.name}, {self._id(self.question.t)}: "
                 f"{'these clash' if not goal else goal[0][0] + ', which cannot be'}",
                 *(f"period {t} is {self._id(t)}" for t in range(self.case.first, self.question.t + 1))]
        shown = refutation(self.case.codebook, asserted, about)
        return Exclusion(subject, outcome, tuple(reason for reason, _, _ in kept), shown)

    @property
    def _scope_assumed(self) -> bool:
        return self.finding.scope == "assumed"

    def _coded(self, tp: TermPeriod, values: Iterable[str]) -> Formula:
        order = self.case.codebook.values(tp.term)
        return Relation((tp,), frozenset((order.index(value),) for value in values))

    def _rule(self, label: str) -> str:
        theory = self.question.trial.theory
        texts = {p.id: p.rule.text for p in theory.propositions}
        return texts.get(label, "nothing else causes it")

    def _id(self, period: int) -> str:
        return self.case.period(period).id
