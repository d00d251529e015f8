"""Why a theory's verdict on a period is what it is, and what would have to give (semantics.md, section 5).

All of it in the leading reading: the codings are those of the most probable draw that gives the leading verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from checker.analysis.explain.conflict import Argument, Core, Cores, Member
from checker.analysis.explain.derivation import Applied, Step, applied, applied_scope, derivation, detours
from checker.analysis.explain.falsifiers import Falsifiers, falsifiers
from checker.analysis.explain.repairs import Repairs, repairs
from checker.analysis.explain.standing import Standing, standings
from checker.analysis.verdicts.cell import Distance
from checker.analysis.verdicts.judgement import REFUTED, Finding, Judgement, Outcomes, Reason, Verdict
from checker.analysis.verdicts.question import Question
from checker.analysis.verdicts.trial import Trial
from checker.engine.grounding import Instance, Relation, outcomes_of, term_periods
from checker.logic.formula import Formula
from checker.problems import LimitReached
from checker.study.case import Case
from checker.study.term_period import TermPeriod
from checker.study.theory import Explained, Theory

DEFAULT_CORES = 3
Subject = Literal["law", "tendency", "clash", "collision", "conditions", "scope"]


@dataclass(frozen=True)
class Exclusion:
    """Why something is excluded, or why propositions clash.

    `subject`: `law`, this is ruled out; `tendency`, it is allowed but not expected; `clash`, the strict propositions
    leave nothing; `collision`, only its tendencies make that so; `conditions`, they deny the conditions; `scope`,
    the scope fails. The first two exclude `outcomes`, or where `levels` are given these levels of the explained
    term. `decides`: the leading verdict rests on it. `core` is the one explained by `steps`: a smallest one, or where
    that has to suppose something on the way one that need not; None where a limit stopped the search for it. The
    steps are None where they are too many.
    """

    subject: Subject
    outcomes: Outcomes
    levels: Outcomes
    decides: bool
    cores: Cores
    core: Core | None
    steps: tuple[Step, ...] | None


@dataclass(frozen=True)
class PeriodExplanation:
    """A judgement with the reasons for its leading verdict, in the leading reading.

    `repairs` is None where the theory is not refuted there, `falsifiers` where nothing is judged. `flips` are the
    single recodings that lead to another verdict, most probable first; `outcome` gives the verdict for every other
    value of the outcome, `without_exhaustive` that of the reading with the claims to name all causes left out (None
    where there are none), `by_reading` the leading verdict under each named reading of the case. `limit` says which
    stated limit stopped an answer, and is empty where none did.
    """

    theory: Theory
    case: Case
    explained: Explained
    judgement: Judgement
    exclusions: tuple[Exclusion, ...]
    repairs: Repairs | None
    falsifiers: Falsifiers | None
    limit: str = ""
    standings: tuple[Standing, ...] = ()
    flips: tuple[Distance, ...] = ()
    outcome: tuple[Distance, ...] = ()
    without_exhaustive: Verdict | None = None
    by_reading: tuple[tuple[str, Verdict], ...] = ()

    @property
    def is_complete(self) -> bool:
        return not self.limit and self.judgement.is_complete


def explain_period(trial: Trial, explained: Explained, period: int, cores: int = DEFAULT_CORES) -> PeriodExplanation:
    """Why the theory's leading verdict on a period (1..T) is what it is, with at most `cores` minimal cores each."""
    judgement = trial.judgement(explained, period)
    made = _Parts()
    limit = ""
    try:
        made.fill(trial, trial.in_reading(explained, period), judgement, cores)
    except LimitReached as reached:
        limit = str(reached)
    return PeriodExplanation(
        theory=trial.theory, case=trial.case, explained=explained, judgement=judgement, limit=limit, **vars(made)
    )


@dataclass
class _Parts:
    """What has been found out before a limit, if any, was reached."""

    exclusions: tuple[Exclusion, ...] = ()
    repairs: Repairs | None = None
    falsifiers: Falsifiers | None = None
    standings: tuple[Standing, ...] = ()
    flips: tuple[Distance, ...] = ()
    outcome: tuple[Distance, ...] = ()
    without_exhaustive: Verdict | None = None
    by_reading: tuple[tuple[str, Verdict], ...] = ()

    def fill(self, trial: Trial, question: Question, judgement: Judgement, cores: int) -> None:
        self.exclusions = exclusions(question, cores)
        if judgement.leading is not None:
            cell = trial.cell(question.explained, question.t)
            self.flips, self.outcome = cell.singles, cell.outcomes
            self.by_reading = tuple(
                (name, trial.on(trial.case.read_by(name)).verdict(question.explained, question.t))
                for name in trial.case.readings
            )
        if not question.testable or judgement.likeliest in ("out of scope", "unknown"):
            return
        self.standings = standings(question)
        if judgement.leading is not None and trial.theory.exhaustive:
            without = trial.on(question.trial.case).question(question.explained, question.t, exhaustive=False)
            self.without_exhaustive = without.verdict(without.coded())
        if judgement.likeliest in REFUTED:
            self.repairs = repairs(question, trial.case)
        self.falsifiers = falsifiers(question)


def exclusions(question: Question, limit: int = DEFAULT_CORES) -> tuple[Exclusion, ...]:
    """The exclusions behind a verdict, of a question whose codings are those of a reading; what decides it first."""
    finding = question.finding(question.coded())
    maker = _Exclusions(question, finding, limit)
    match finding.verdict:
        case "untestable":
            return ()
        case "out of scope":
            return (maker.failing_scope(),)
        case "denies conditions":
            return (maker.made("conditions", question.conditions, decides=True),)
        case "incoherent":
            return (maker.made("clash", question.strict, decides=True),)
    return maker.excluded()


@dataclass(frozen=True)
class _Side:
    """Laws or tendencies: what they leave of the outcomes and levels that were open to them."""

    subject: Subject
    instances: Sequence[Instance]
    outcomes: Outcomes
    outcomes_left: Outcomes
    levels: Outcomes
    levels_left: Outcomes


class _Exclusions:
    def __init__(self, question: Question, finding: Finding, limit: int) -> None:
        self.question = question
        self.finding = finding
        self.limit = limit
        self.codings = question.coded()

    def excluded(self) -> tuple[Exclusion, ...]:
        """The level observed where the verdict says that it is excluded; what laws rule out, then tendencies."""
        finding, question, verdict = self.finding, self.question, self.finding.verdict
        observed = finding.observed_levels or ()
        spoken: Outcomes = ()
        made: list[Exclusion] = []
        if verdict == "contradicted":
            made.append(self._level("law", question.strict, observed))
            spoken = observed
        elif verdict == "against expectation":
            made.append(self._level("tendency", question.all, observed))
        prediction, levels = finding.prediction or (), finding.levels or ()
        laws = _Side(
            subject="law",
            instances=question.strict,
            outcomes=finding.possible or (),
            outcomes_left=prediction,
            levels=question.order,
            levels_left=levels,
        )
        made += self._apart(laws, spoken, verdict in ("predicted", "expected", "permitted", "unobserved"))
        if finding.expectation == ():
            made.append(self.made("collision", question.all, decides=verdict == "silent"))
        elif finding.expectation is not None:
            tendencies = _Side(
                subject="tendency",
                instances=question.all,
                outcomes=prediction,
                outcomes_left=finding.expectation,
                levels=levels,
                levels_left=finding.expected_levels or (),
            )
            alone = verdict == "permitted" and len(levels) == len(question.order)
            made += self._apart(
                tendencies, observed if verdict == "against expectation" else (), verdict == "expected" or alone
            )
        return tuple(sorted(made, key=lambda exclusion: not exclusion.decides))

    def _level(self, subject: Subject, instances: Sequence[Instance], levels: Outcomes) -> Exclusion:
        """The exclusion of the level observed, with the outcome that it is."""
        if not self.question.explained.change:
            return self.made(subject, instances, levels, decides=True)
        return self.made(subject, instances, self.finding.observed or (), levels, decides=True)

    def _apart(self, side: _Side, spoken: Outcomes, decides: bool) -> list[Exclusion]:
        """What is excluded of the outcomes, then of the levels of those left, without levels spoken of already."""
        gone = [o for o in side.outcomes if o not in side.outcomes_left]
        made = self._together(
            side.subject,
            side.instances,
            [o for o in gone if not (own := self._levels_of(o)) or not set(own) <= set(spoken)],
            decides,
        )
        if not self.question.explained.change:
            return made
        covered = {level for o in gone for level in self._levels_of(o)}
        rest = tuple(level for level in side.levels if level not in (*side.levels_left, *covered, *spoken))
        beside = decides and self.finding.verdict in ("permitted", "unobserved")
        return [*made, self.made(side.subject, side.instances, (), rest, decides=beside)] if rest else made

    def _together(
        self, subject: Subject, instances: Sequence[Instance], outcomes: Sequence[str], decides: bool
    ) -> list[Exclusion]:
        """One exclusion for all outcomes where they have a smallest core in common, else one for each."""
        apart = [self.made(subject, instances, (outcome,), decides=decides) for outcome in outcomes]
        if len(outcomes) < 2 or not all(each.cores.cores for each in apart):
            return apart
        joined = self.made(subject, instances, tuple(outcomes), decides=decides)
        largest = max(each.cores.cores[0].size for each in apart)
        return [joined] if joined.cores.cores and joined.cores.cores[0].size <= largest else apart

    def _levels_of(self, outcome: str) -> Outcomes:
        """The levels that are this outcome after the level before; none where that is not known."""
        question = self.question
        before = self.codings[question.before] if question.before is not None else ()
        if question.explained.change and len(before) != 1:
            return ()
        return tuple(
            level
            for level in question.order
            if outcomes_of(question.order, question.explained.change, before[0] if before else None, (level,))
            == (outcome,)
        )

    def failing_scope(self) -> Exclusion:
        argument = self._argument(())
        scope = argument.scope(self.question.period_solver.scope, self.question.t)
        members = argument.known(self.question.observables)
        given = [selector for member in scope for selector in member.selectors]
        cores = argument.cores(members, given, self.limit)
        core = cores.cores[0] if cores.cores else None
        steps = None if core is None else self._steps(argument, core, [*members, *scope], [], scoped=True)
        return Exclusion("scope", (), (), True, cores, core, steps)

    def made(
        self,
        subject: Subject,
        instances: Sequence[Instance],
        outcomes: Outcomes = (),
        levels: Outcomes = (),
        *,
        decides: bool,
    ) -> Exclusion:
        """One exclusion: of these levels, else of these outcomes; of nothing where the instances clash."""
        question = self.question
        argument = self._argument(instances)
        goal = [question.level(level) for level in levels] or [question.relations[o] for o in outcomes]
        scope = question.period_solver.scope if self.finding.scope == "assumed" else None
        members = [*argument.propositions(), *argument.scope(scope, question.t), *argument.known(question.observables)]
        formula = question.formula_of(goal)
        given = [] if formula is None else [question.period_solver.assumption(formula)]
        cores = argument.cores(members, given, self.limit)
        core = cores.cores[0] if cores.cores else None
        steps = None if core is None else self._steps(argument, core, members, goal)
        if core is not None and detours(steps):
            options = [(core, steps)]
            for other in (*cores.cores[1:], argument.core_of_few_laws(members, given)):
                if other is not None:
                    options.append((other, self._steps(argument, other, members, goal)))
            core, steps = min(options, key=lambda option: (detours(option[1]), option[0].size))
        return Exclusion(subject, outcomes, levels, decides, cores, core, steps)

    def _steps(
        self, argument: Argument, core: Core, members: Sequence[Member], goal: Sequence[Relation], scoped: bool = False
    ) -> tuple[Step, ...] | None:
        """The steps of a core, rules in the order of periods."""
        period_solver, wanted = self.question.period_solver, set(core.reasons)
        rules: list[Applied] = []
        for instance in argument.instances:
            reason = Reason(
                kind="proposition", label=instance.label, period=instance.period, period_id=self._id(instance.period)
            )
            if reason in wanted:
                rules.append(applied(period_solver, reason, instance))
        for member in members:
            if member.kind == "scope" and period_solver.scope is not None and (scoped or member.reasons[0] in wanted):
                rules.append(
                    applied_scope(
                        period_solver, member.reasons[0], period_solver.scope, term_periods(period_solver.scope)
                    )
                )
        facts = {
            m.term_period: m.reasons[0].values for m in members if m.term_period is not None and m.reasons[0] in wanted
        }
        formula: Formula | None = self.question.formula_of(goal)
        about: Sequence[TermPeriod] = () if formula is None else term_periods(formula)
        return derivation(period_solver, self.question.trial.case, rules, facts, formula, about)

    def _argument(self, instances: Sequence[Instance]) -> Argument:
        trial = self.question.trial
        return Argument(self.question.period_solver, trial.theory, trial.case, instances, self.codings)

    def _id(self, period: int) -> str:
        return self.question.trial.case.period(period).id
