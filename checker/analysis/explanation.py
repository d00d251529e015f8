"""Why a theory excludes what it excludes in a period, and what would have to give (semantics.md, section 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from checker.analysis.argument import Argument, Cores, Member
from checker.analysis.derivation import Applied, Step, applied, applied_scope, derivation
from checker.analysis.falsifiers import Falsifiers, falsifiers
from checker.analysis.repairs import Repairs, repairs
from checker.analysis.result import REFUTED, Judgement, Outcomes, Reason
from checker.analysis.question import Finding, Question
from checker.analysis.verdict import Trial
from checker.engine.grounding import Instance, TermPeriod, term_periods
from checker.logic.formula import Formula, Or
from checker.problems import LimitReached
from checker.study.case import Case
from checker.study.theory import Explained, Theory

DEFAULT_CORES = 3
Subject = Literal["law", "tendency", "clash", "collision", "conditions", "scope"]


@dataclass(frozen=True)
class Exclusion:
    """Why some outcomes are excluded, or why propositions clash.

    `subject`: `law`, these outcomes are ruled out; `tendency`, they are allowed but not expected;
    `clash`, the strict propositions leave no outcome; `collision`, only its tendencies make that so;
    `conditions`, they deny the conditions; `scope`, the scope fails. Only the first two have outcomes. The steps
    are those of the first core; None where a limit stopped them.
    """

    subject: Subject
    outcomes: Outcomes
    cores: Cores
    steps: tuple[Step, ...] | None


@dataclass(frozen=True)
class PeriodExplanation:
    """A judgement with its reasons; `repairs` is None where the theory is not refuted in the period.

    `limit` says which stated limit stopped an answer, and is empty where none did.
    """

    theory: Theory
    case: Case
    explained: Explained
    judgement: Judgement
    exclusions: tuple[Exclusion, ...]
    repairs: Repairs | None
    falsifiers: Falsifiers | None
    limit: str = ""

    @property
    def is_complete(self) -> bool:
        return not self.limit and self.judgement.is_complete


def explain_period(
    theory: Theory, case: Case, explained: Explained, period: int, *, cores: int = DEFAULT_CORES,
) -> PeriodExplanation:
    """Why the theory excludes what it excludes in a period (1..T), with at most `cores` minimal cores each."""
    return explained_period(Trial(theory, case), explained, period, cores)


def explained_period(trial: Trial, explained: Explained, period: int, cores: int = DEFAULT_CORES) -> PeriodExplanation:
    """`explain_period` over a trial whose encoded periods serve several questions."""
    judgement = trial.judgement(explained, period)
    question = Question(trial, explained, period)
    made: tuple[Exclusion, ...] = ()
    mended: Repairs | None = None
    forbidden: Falsifiers | None = None
    limit = ""
    try:
        made = exclusions(question, cores)
        if judgement.verdict in REFUTED:
            mended = repairs(question)
        if question.testable and judgement.verdict not in ("out of scope", "unknown"):
            forbidden = falsifiers(question)
    except LimitReached as reached:
        limit = str(reached)
    return PeriodExplanation(trial.theory, trial.case, explained, judgement, made, mended, forbidden, limit)


def exclusions(question: Question, limit: int = DEFAULT_CORES) -> tuple[Exclusion, ...]:
    """The exclusions behind a verdict: what was observed first, then the outcomes in their order."""
    codings = question.coded()
    finding = question.finding(codings)
    maker = _Exclusions(question, finding, limit)
    match finding.verdict:
        case "untestable":
            return ()
        case "out of scope":
            return (maker.failing_scope(),)
        case "denies conditions":
            return (maker.clash("conditions", question.conditions),)
        case "incoherent":
            return (maker.clash("clash", question.strict),)
    return maker.excluded()


class _Exclusions:
    def __init__(self, question: Question, finding: Finding, limit: int) -> None:
        self.question = question
        self.finding = finding
        self.limit = limit
        self.codings = question.coded()

    def excluded(self) -> tuple[Exclusion, ...]:
        """What laws rule out, then what tendencies speak against."""
        finding, question = self.finding, self.question
        possible, prediction = finding.possible or (), finding.prediction or ()
        ruled_out: list[Outcomes] = [(o,) for o in possible if o not in prediction]
        observed = tuple(o for o in finding.observed or () if o in possible)
        if finding.verdict == "contradicted":
            ruled_out = [observed, *(o for o in ruled_out if o != observed)]
        made = [self._exclusion("law", question.strict, outcomes) for outcomes in ruled_out]
        if finding.expectation == ():
            made.append(self.clash("collision", question.all))
        elif finding.expectation is not None:
            leaning = [(o,) for o in prediction if o not in finding.expectation]
            made += [self._exclusion("tendency", question.all, outcomes) for outcomes in leaning]
        return tuple(made)

    def clash(self, subject: Subject, instances: Sequence[Instance]) -> Exclusion:
        return self._exclusion(subject, instances, ())

    def failing_scope(self) -> Exclusion:
        argument = self._argument(())
        scope = argument.scope(self.question.bench.scope, self.question.t)
        members = argument.known(self.question.observables)
        given = [selector for member in scope for selector in member.selectors]
        cores = argument.cores(members, given, self.limit)
        held = [*members, *scope]
        return Exclusion("scope", (), cores, self._steps(argument, cores, held, None, scoped=True))

    def _exclusion(self, subject: Subject, instances: Sequence[Instance], outcomes: Outcomes) -> Exclusion:
        question = self.question
        argument = self._argument(instances)
        goal: Formula | None = None
        if outcomes:
            relations = [question.relations[o] for o in outcomes]
            goal = relations[0] if len(relations) == 1 else Or(tuple(relations))
        scope = question.bench.scope if self.finding.scope == "assumed" else None
        members = [*argument.propositions(), *argument.scope(scope, question.t), *argument.known(question.observables)]
        given = [] if goal is None else [question.bench.assumption(goal)]
        cores = argument.cores(members, given, self.limit)
        return Exclusion(subject, outcomes, cores, self._steps(argument, cores, members, goal))

    def _steps(
        self, argument: Argument, cores: Cores, members: Sequence[Member], goal: Formula | None, scoped: bool = False,
    ) -> tuple[Step, ...] | None:
        """The steps of the first core, rules in the order of periods."""
        if not cores.cores:
            return None
        bench, wanted = self.question.bench, set(cores.cores[0].reasons)
        rules: list[Applied] = []
        for instance in argument.instances:
            reason = Reason("proposition", instance.label, instance.period, self._id(instance.period))
            if reason in wanted:
                rules.append(applied(bench, reason, instance))
        for member in members:
            if member.kind == "scope" and bench.scope is not None and (scoped or member.reasons[0] in wanted):
                rules.append(applied_scope(bench, member.reasons[0], bench.scope, term_periods(bench.scope)))
        facts = {m.term_period: m.reasons[0].values for m in members
                 if m.term_period is not None and m.reasons[0] in wanted}
        about: Sequence[TermPeriod] = () if goal is None else term_periods(goal)
        return derivation(bench, self.question.trial.case, rules, facts, goal, about)

    def _argument(self, instances: Sequence[Instance]) -> Argument:
        trial = self.question.trial
        return Argument(self.question.bench, trial.theory, trial.case, instances, self.codings)

    def _id(self, period: int) -> str:
        return self.question.trial.case.period(period).id
