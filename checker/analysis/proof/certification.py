"""Verdicts that anyone can verify: a witness for each level allowed, a refutation for each that is excluded.

Certified is the leading verdict in its reading: which levels of the explained term the laws, and the tendencies,
leave there; outcomes and verdict follow from these by the table. Where missing codings decide, the levels are those
of the codings as they stand. Every certificate is checked before it is returned: a witness against the rules as
written, by code that shares nothing with grounding and encoding; a refutation by its proof and by a second solver.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from checker.analysis.proof.witness_check import Among, ClaimedWitness, check_witness
from checker.analysis.verdicts.judgement import CaseResult, Finding, Judgement, Outcomes, Reason, Verdict
from checker.analysis.verdicts.question import Question
from checker.analysis.verdicts.trial import Trial
from checker.engine.certificate import (
    SECOND_SOLVER,
    CertificateRefused,
    Refutation,
    check_refutation,
    checked_by_dratify,
    refutation,
    second_opinion,
)
from checker.engine.compiled import Claim
from checker.engine.grounding import Instance, Relation, outcomes_of
from checker.logic.formula import Formula, Not
from checker.problems import LimitReached
from checker.study.case import Case
from checker.study.term_period import TermPeriod, Value
from checker.study.theory import Explained, Theory

OWN_CHECKER, OTHER_SOLVER = "checker.engine.certificate", SECOND_SOLVER
Subject = Literal["law", "tendency", "conditions", "scope"]


@dataclass(frozen=True)
class Witness:
    """A world in which the codings of the reading and the propositions used hold and the explained term has a level.

    `subject`: `law` for the strict propositions, `tendency` for all; `conditions` for the strict ones on conditions
    alone, where the level is None. `used` are the propositions that the world was checked against, with the ids of
    their periods. What is not coded may have any value.
    """

    subject: Subject
    level: str | None
    world: tuple[Value, ...]
    used: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Exclusion:
    """A refutation of a level (None: of the propositions or the scope by themselves), and its reasons.

    `law`, `tendency`: with the strict propositions, with all; `conditions`: the strict propositions on conditions
    deny the codings; `scope`: the scope fails, or its negation does.
    """

    subject: Subject
    level: str | None
    reasons: tuple[Reason, ...]
    refutation: Refutation


@dataclass(frozen=True)
class PeriodCertificates:
    """What certifies the leading verdict of one period in its reading, from which `finding` is what the theory says.

    `as_coded`: no verdict leads, or a limit kept it from being known; certified is then what the codings as they
    stand leave. `limit` says which limit was reached, and is empty where none was; then nothing is certified.
    """

    period: int
    period_id: str
    verdict: Verdict
    reading: tuple[Value, ...] = ()
    finding: Finding | None = None
    witnesses: tuple[Witness, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    as_coded: bool = False
    limit: str = ""

    @property
    def levels(self) -> Outcomes | None:
        return None if self.finding is None else self.finding.levels

    @property
    def expected_levels(self) -> Outcomes | None:
        return None if self.finding is None else self.finding.expected_levels


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
    theory: Theory, case: Case, *, periods: Collection[int] | None = None, without: Collection[str] = ()
) -> tuple[Certificates, ...]:
    """Checked certificates for each explained term: all periods, or those asked.

    CertificateRefused where a check fails, which is a fault of this program.
    """
    trial = Trial(theory, case, without)
    asked = [t for t in range(1, case.last + 1) if periods is None or t in periods]
    certificates = []
    for explained in theory.explains:
        made = tuple(_certificates(trial, explained, t) for t in asked)
        shown = [exclusion.refutation for period in made for exclusion in period.exclusions]
        read_outside = [verified(one) for one in shown]
        outside = "dratify" if shown and all(read_outside) else ""
        certificates.append(
            Certificates(
                theory=theory,
                case=case,
                explained=explained,
                without=tuple(sorted(without)),
                periods=made,
                outside_checker=outside,
            )
        )
    return tuple(certificates)


def certify_result(
    result: CaseResult, given_up: Callable[[Theory], Collection[str]] = lambda theory: ()
) -> tuple[Certificates, ...]:
    """Certificates of what a case was judged to be; CertificateRefused where they show anything else."""
    whole: list[Certificates] = []
    for theory in {id(record.theory): record.theory for record in result.records}.values():
        records = [record for record in result.records if record.theory is theory]
        dropped = {*given_up(theory), *(each.label for each in result.set_aside if each.theory is theory)}
        periods = [judgement.period for judgement in records[0].judgements]
        made = certify(theory, result.case, periods=periods, without=dropped)
        for record, certificates in zip(records, made, strict=True):
            for judgement, shown in zip(record.judgements, certificates.periods, strict=True):
                if not shown.limit and not judgement.limit and _said(judgement) != _said(shown):
                    raise CertificateRefused(
                        f"{theory.name} in {shown.period_id}: {_said(judgement)} was judged, "
                        f"{_said(shown)} is certified"
                    )
        whole += made
    return tuple(whole)


def _said(judged: Judgement | PeriodCertificates) -> tuple[object, ...]:
    """The leading verdict, its reading, and what the theory says there."""
    if isinstance(judged, PeriodCertificates):
        return judged.verdict, judged.reading, judged.finding
    return judged.likeliest, judged.leading.reading if judged.leading is not None else (), judged.read


def _certificates(trial: Trial, explained: Explained, t: int) -> PeriodCertificates:
    period_id = trial.case.period(t).id
    try:
        try:
            leading = trial.cell(explained, t).leading
        except LimitReached:
            leading = None
        maker = _Maker(trial.in_reading(explained, t))
        witnesses, exclusions = maker.witnesses(), maker.exclusions()
        verdict = leading.verdict if leading is not None else maker.finding.verdict
        maker.confirm(verdict)
        return PeriodCertificates(
            period=t,
            period_id=period_id,
            verdict=verdict,
            reading=leading.reading if leading is not None else (),
            finding=maker.finding,
            witnesses=witnesses,
            exclusions=exclusions,
            as_coded=leading is None or verdict == "open",
        )
    except LimitReached as reached:
        return PeriodCertificates(t, period_id, "unknown", limit=str(reached))


def verified(shown: Refutation) -> bool:
    """Check a refutation with every checker at hand; whether one from outside this project was among them."""
    check_refutation(shown)
    second_opinion(shown)
    return checked_by_dratify(shown)


class _Maker:
    """The certificates of one period."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.period_solver = question.period_solver
        self.case = question.trial.case
        self.codings = question.coded()
        self.known = [tp for tp in question.observables if self.codings[tp]]
        self.finding: Finding = question.finding(self.codings)

    def witnesses(self) -> tuple[Witness, ...]:
        """One for each level allowed; where laws collide, one that they are right about the conditions."""
        witnesses = [
            self._witness(subject, instances, level) for subject, instances, _, left in self._levels() for level in left
        ]
        if self.finding.verdict == "incoherent":
            witnesses.append(self._witness("conditions", self.question.conditions, None))
        return tuple(witnesses)

    def exclusions(self) -> tuple[Exclusion, ...]:
        """One for each level excluded, and for conditions denied and the state of the scope."""
        exclusions = [
            self._exclusion(subject, instances, level)
            for subject, instances, among, left in self._levels()
            for level in among
            if level not in left
        ]
        if self.finding.verdict == "denies conditions":
            exclusions.append(self._exclusion("conditions", self.question.conditions, None))
        return (*exclusions, *self._of_scope())

    def _levels(self) -> list[tuple[Subject, Sequence[Instance], Outcomes, Outcomes]]:
        """Subject, instances used, the levels asked about and those left."""
        order, levels, expected = self.question.order, self.finding.levels, self.finding.expected_levels
        made: list[tuple[Subject, Sequence[Instance], Outcomes, Outcomes]] = []
        if levels is not None:
            made.append(("law", self.question.strict, order, levels))
            if expected is not None:
                made.append(("tendency", self.question.all, levels, expected))
        return made

    def confirm(self, verdict: Verdict) -> None:
        """Check that the verdict follows from the certified levels by the table; with missing codings it may not.

        CertificateRefused where another one follows.
        """
        question, found = self.question, self.finding
        places = [tp for tp in question.observables if len(self.codings[tp]) != 1]
        if places or len(self.codings[question.here]) > 1 or found.levels is None:
            return
        levels, expected = found.levels, found.expected_levels
        before = self.codings[question.before][0] if question.before is not None else None
        left = levels if expected is None else expected

        def outcomes(those: Outcomes) -> Outcomes:
            return outcomes_of(question.order, question.explained.change, before, those)

        denies = found.verdict == "denies conditions"
        claim = Claim(True, denies, levels, left, outcomes(levels), outcomes(left), before)
        level = self.codings[question.here][0] if self.codings[question.here] else None
        follows = question.verdict_in(claim, level)
        if follows != verdict:
            raise CertificateRefused(f"{verdict} was judged, {follows} follows from the levels certified")

    def _of_scope(self) -> list[Exclusion]:
        scope = self.period_solver.scope
        if scope is None or self.finding.scope == "assumed":
            return []
        return [self._refuted("scope", None, {}, scope if self.finding.scope == "fails" else Not(scope))]

    def _witness(self, subject: Subject, instances: Sequence[Instance], level: str | None) -> Witness:
        """A world from a model, examined against the rules."""
        held = [self.period_solver.selector(i) for i in instances] + self._supposed(level)
        held += [self.period_solver.coding(tp, self.codings[tp]) for tp in self.known]
        if self._scope_assumed and self.period_solver.scope is not None:
            held.append(self.period_solver.assumption(self.period_solver.scope))
        answer = self.period_solver.solve(held)
        if answer.status != "satisfiable":
            raise CertificateRefused(f"there is no witness for {level or 'the conditions'}")
        # The period_solver may have been asked about another explained term too, and knows what has been given up.
        spoken = {*self.question.places, *(tp for i in self.question.all for tp in i.term_periods)}
        world = {tp: value for tp, value in self.period_solver.world(answer.model).items() if tp in spoken}
        # Where nothing was asked of it, the outcome may be anything.
        world.setdefault(self.question.here, self.question.order[0])
        self._examine(subject, instances, level, world)
        places = sorted(world, key=lambda tp: (tp.period, str(tp.term)))
        values = tuple(Value(tp, self._id(tp.period), world[tp]) for tp in places)
        return Witness(subject, level, values, tuple((i.label, self._id(i.period)) for i in instances))

    def _supposed(self, level: str | None) -> list[int]:
        return [] if level is None else [self.period_solver.assumption(self.question.level(level))]

    def _examine(
        self, subject: Subject, instances: Sequence[Instance], level: str | None, world: dict[TermPeriod, str]
    ) -> None:
        trial = self.question.trial
        among: Among = "conditions" if subject == "conditions" else "strict" if subject == "law" else "all"
        check_witness(
            ClaimedWitness(
                trial.theory,
                self.case,
                self.question.explained,
                self.question.t,
                level,
                {(tp.term, tp.period): value for tp, value in world.items()},
                tuple((i.label, i.period) for i in instances),
                trial.without,
                among,
                self._scope_assumed,
            )
        )

    def _exclusion(self, subject: Subject, instances: Sequence[Instance], level: str | None) -> Exclusion:
        stood: dict[int, tuple[Reason, str, Formula]] = {}
        for instance in instances:
            reason = Reason("proposition", instance.label, instance.period, self._id(instance.period))
            words = f"{instance.label} in {reason.period_id}: {self._rule(instance.label)}"
            stood[self.period_solver.selector(instance)] = (reason, words, instance.formula)
        if self._scope_assumed and self.period_solver.scope is not None:
            t = self.question.t
            reason = Reason("scope", "scope", t, self._id(t))
            stood[self.period_solver.assumption(self.period_solver.scope)] = (
                reason,
                "the scope, assumed",
                self.period_solver.scope,
            )
        return self._refuted(subject, level, stood, None)

    def _refuted(
        self, subject: Subject, level: str | None, stood: dict[int, tuple[Reason, str, Formula]], denied: Formula | None
    ) -> Exclusion:
        """The refutation of a minimal core of what stands and is read, with the level or what is denied."""
        for tp in self.known:
            values, period_id = self.codings[tp], self._id(tp.period)
            reason = Reason("coding", str(tp.term), tp.period, period_id, values, tp.term)
            coded = self.case.coding(*tp).origin != "reading"
            words = f"{'coded' if coded else 'read'}: {tp.term} in {period_id} is {' or '.join(values)}"
            stood[self.period_solver.coding(tp, values)] = (reason, words, self._coded(tp, values))
        goal: list[tuple[str, Formula]] = []
        if level is not None:
            goal = [(f"supposed: {self.question.explained.term} is {level}", self.question.level(level))]
        elif denied is not None:
            goal = [(f"supposed: the scope {'holds' if self.finding.scope == 'fails' else 'fails'}", denied)]
        try:
            core = set(
                self.period_solver.core([*stood, *(self.period_solver.assumption(formula) for _, formula in goal)])
            )
        except ValueError:
            raise CertificateRefused(f"{level or subject} is said to be excluded, and is not") from None
        kept = [member for selector, member in stood.items() if selector in core]
        asserted = [*((words, formula) for _, words, formula in kept), *goal]
        about = [
            f"{self.question.trial.theory.name} on {self.case.name}, {self._id(self.question.t)}: "
            f"{'these clash' if not goal else goal[0][0] + ', which cannot be'}",
            *(f"period {t} is {self._id(t)}" for t in range(self.case.first, self.question.t + 1)),
        ]
        shown = refutation(self.case.codebook, asserted, about)
        return Exclusion(subject, level, tuple(reason for reason, _, _ in kept), shown)

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
