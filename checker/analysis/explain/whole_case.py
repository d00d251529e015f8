"""A theory against all periods of a case at once, and what each proposition did there (semantics.md, section 5).

Together stand: the strict propositions of every period 1..T, each under the scope of its period; the strict
definitions of every period, the baseline included; every assumed scope; and all codings as they stand, the outcomes
too: a contested one has any of its values. A theory that is refuted in one of these periods whatever its gaps are
fails here as well; the reverse does not hold. What each proposition did is told in the leading reading of each period.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from checker.analysis.explain.conflict import Argument, Cores, Member
from checker.analysis.explain.contributions import Contribution, contributions
from checker.analysis.explain.period import DEFAULT_CORES
from checker.analysis.explain.repairs import DEFAULT_REPAIRS, Recoding, coding_cost, proposition_cost
from checker.analysis.verdicts.judgement import Finding, Judgement, TrackRecord, Verdict
from checker.analysis.verdicts.question import Codings, Question
from checker.analysis.verdicts.trial import Trial
from checker.engine.cores import Conflict
from checker.engine.grounding import Instance, term_periods
from checker.engine.period_solver import PeriodSolver
from checker.logic.formula import Formula, Implies
from checker.problems import LimitReached
from checker.study.case import Case, Coding
from checker.study.term_period import TermPeriod
from checker.study.theory import Explained, Theory


@dataclass(frozen=True)
class CaseRepair:
    """A minimal set of recodings and given-up propositions after which theory and codings agree.

    `values` are ones that do, one for each recoding; `verdicts` are the leading ones that follow, period by period.
    """

    recodings: tuple[Recoding, ...]
    values: tuple[str, ...]
    given_up: tuple[str, ...]
    cost: int
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True)
class CaseRepairList:
    """Repairs of one kind, cheapest first; flags as for a period."""

    repairs: tuple[CaseRepair, ...]
    complete: bool
    cheapest: bool = True


@dataclass(frozen=True)
class CaseRepairs:
    """As for a period; outcomes of periods 1..T are recoded in the last list only, and there nothing else is."""

    recode: CaseRepairList
    give_up: CaseRepairList
    either: CaseRepairList
    outcomes: CaseRepairList


@dataclass(frozen=True)
class CaseExplanation:
    """A theory's record on a case, and whether it holds with all codings as they stand together.

    `by_reading` has the leading verdicts under each named reading of the case.
    `cores` and `repairs` are None where it does, `satisfiable` where a limit was reached.
    """

    theory: Theory
    case: Case
    explained: Explained
    judgements: tuple[Judgement, ...]
    track: TrackRecord
    out_of_scope: tuple[int, ...] = ()
    satisfiable: bool | None = None
    cores: Cores | None = None
    repairs: CaseRepairs | None = None
    propositions: tuple[Contribution, ...] = ()
    by_reading: tuple[tuple[str, tuple[Verdict, ...]], ...] = ()
    limit: str = ""

    @property
    def is_complete(self) -> bool:
        return not self.limit and all(judgement.is_complete for judgement in self.judgements)


def explain_case(theory: Theory, case: Case, explained: Explained, *, cores: int = DEFAULT_CORES) -> CaseExplanation:
    """A theory's record on a case, whether it holds with all codings together, and what each proposition did."""
    trial = Trial(theory, case)
    periods = range(1, case.last + 1)
    found = CaseExplanation(
        theory=theory,
        case=case,
        explained=explained,
        judgements=tuple(trial.judgement(explained, t) for t in periods),
        track=trial.track(explained, periods),
    )
    try:
        questions = [trial.question(explained, t) for t in periods]
        whole = _Whole(trial, questions, [question.finding(question.coded()) for question in questions])
        read = [trial.in_reading(explained, t) for t in periods]
        readings = {name: trial.on(case.read_by(name)) for name in case.readings}
        found = replace(
            found,
            out_of_scope=whole.out_of_scope,
            by_reading=tuple(
                (name, tuple(under.verdict(explained, t) for t in periods)) for name, under in readings.items()
            ),
            propositions=contributions(read, [judgement.likeliest for judgement in found.judgements]),
        )
        if whole.holds():
            return replace(found, satisfiable=True)
        return replace(found, satisfiable=False, cores=whole.cores(cores), repairs=whole.repairs())
    except LimitReached as reached:
        return replace(found, limit=str(reached))


class _Whole:
    """All periods of a case in one set of clauses."""

    def __init__(self, trial: Trial, questions: Sequence[Question], findings: Sequence[Finding]) -> None:
        self.trial = trial
        self.questions = questions
        self.case = trial.case
        self.theory = trial.theory
        self.out_of_scope, scopes = self._scopes(findings)
        instances = self._instances(scopes)
        self.period_solver = PeriodSolver(trial.grounder(), self.case.last, instances=instances)
        named = self._observable(tp for i in instances for tp in i.term_periods)
        hidden = {TermPeriod(term, t) for term in self.theory.explained_terms for t in range(1, self.case.last + 1)}
        self.argument = Argument(self.period_solver, self.theory, self.case, instances, self._codings(named))
        self.laws = self.argument.propositions()
        self.conditions = self.argument.known(tp for tp in named if tp not in hidden)
        self.outcomes = self.argument.known(tp for tp in named if tp in hidden)
        self.scopes = [member for t, scope in scopes.items() for member in self.argument.scope(scope, t)]

    def _scopes(self, findings: Sequence[Finding]) -> tuple[tuple[int, ...], dict[int, Formula]]:
        """The periods out of scope, and the scopes assumed of others.

        Where a scope cannot be assumed together with those of earlier periods, its period counts as out.
        """
        grounder, case = self.trial.grounder(), self.case
        period_solver = PeriodSolver(grounder, case.last, instances=())
        scopes = {q.t: scope for q in self.questions if (scope := grounder.scope(q.t)) is not None}
        named = self._observable(tp for scope in scopes.values() for tp in term_periods(scope))
        held = period_solver.codings(self._codings(named))
        outside: list[int] = []
        assumed: dict[int, Formula] = {}
        for question, finding in zip(self.questions, findings, strict=True):
            scope = scopes.get(question.t)
            if finding.scope == "fails":
                outside.append(question.t)
            elif finding.scope == "assumed" and scope is not None:
                if period_solver.satisfiable([*held, period_solver.assumption(scope)]):
                    held.append(period_solver.assumption(scope))
                    assumed[question.t] = scope
                else:
                    outside.append(question.t)
        return tuple(outside), assumed

    def _instances(self, assumed: Collection[int]) -> list[Instance]:
        """The strict instances that stand together; what is no definition stands under its period's scope."""
        grounder, made = self.trial.grounder(), []
        for t in range(self.case.first, self.case.last + 1):
            scope = None if t in assumed else grounder.scope(t)
            for instance in grounder.instances(t):
                if not instance.strict or (t < 1 and not instance.definition):
                    continue
                if scope is not None and not instance.definition:
                    named = tuple(dict.fromkeys((*instance.term_periods, *term_periods(scope))))
                    instance = replace(instance, formula=Implies(scope, instance.formula), term_periods=named)
                made.append(instance)
        return made

    def _observable(self, more: Iterable[TermPeriod]) -> list[TermPeriod]:
        """All observable term-periods that a verdict depends on, and more, in file order."""
        own = (tp for question in self.questions for tp in (*question.observables, question.here))
        return self.case.codebook.in_file_order(
            tp for tp in (*own, *more) if not self.case.codebook.is_theoretical(tp.term)
        )

    def _codings(self, named: Sequence[TermPeriod]) -> Codings:
        return {tp: self.case.coding(*tp).values for tp in named}

    def holds(self) -> bool:
        return self.period_solver.satisfiable(_selectors([*self.laws, *self.scopes, *self.conditions, *self.outcomes]))

    def cores(self, limit: int) -> Cores:
        return self.argument.cores([*self.laws, *self.scopes, *self.conditions, *self.outcomes], [], limit)

    def repairs(self) -> CaseRepairs:
        return CaseRepairs(
            self._listed(self.conditions, [*self.laws, *self.outcomes]),
            self._listed(self.laws, [*self.conditions, *self.outcomes]),
            self._listed([*self.conditions, *self.laws], self.outcomes),
            self._listed(self.outcomes, [*self.laws, *self.conditions]),
        )

    def _listed(self, soft: Sequence[Member], fixed: Sequence[Member]) -> CaseRepairList:
        given = _selectors([*fixed, *self.scopes])
        costs = [self._cost(member) for member in soft]
        conflict = Conflict(self.period_solver, [m.selectors for m in soft], given)
        found = conflict.correction_sets(costs, DEFAULT_REPAIRS)
        made = tuple(self._repair(soft, chosen, given, costs) for chosen in found.sets)
        return CaseRepairList(made, found.complete, found.proved)

    def _cost(self, member: Member) -> int:
        tp = member.term_period
        return (
            proposition_cost(self.theory, member.label)
            if tp is None
            else coding_cost(self.case.coding(*tp), self.case.codebook.values(tp.term))
        )

    def _repair(
        self, soft: Sequence[Member], chosen: Sequence[int], given: Sequence[int], costs: Sequence[int]
    ) -> CaseRepair:
        """The repair with values from a model of the rest, judged anew period by period."""
        rest = _selectors([member for n, member in enumerate(soft) if n not in chosen])
        world = self.period_solver.world(self.period_solver.solve([*given, *rest]).model)
        tps = [tp for n in chosen if (tp := soft[n].term_period) is not None]
        given_up = tuple(soft[n].label for n in chosen if soft[n].term_period is None)
        codings = {tp: self.case.coding(*tp) for tp in tps}
        recodings = tuple(
            Recoding(tp, self.case.period(tp.period).id, coding, coding.values) for tp, coding in codings.items()
        )
        changed = self.case.recoded({tp: Coding((world[tp],)) for tp in tps})
        trial = self.trial.on(changed).giving_up(given_up)
        verdicts = tuple(trial.verdict(question.explained, question.t) for question in self.questions)
        cost = sum(costs[n] for n in chosen)
        return CaseRepair(recodings, tuple(world[tp] for tp in tps), given_up, cost, verdicts)


def _selectors(members: Sequence[Member]) -> list[int]:
    return [selector for member in members for selector in member.selectors]
