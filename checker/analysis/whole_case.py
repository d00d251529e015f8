"""A theory against all periods of a case at once, and what each proposition did there (semantics.md, section 5).

Together stand: the strict propositions of every period 1..T, except where the scope fails; the strict
definitions of every period, the baseline included; every assumed scope; and all codings, the outcomes too.
A theory that is refuted in one of these periods fails here as well; the reverse does not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from checker.analysis.argument import Argument, Cores, Member, labels
from checker.analysis.explanation import DEFAULT_CORES, exclusions
from checker.analysis.readings import Codings
from checker.analysis.repairs import DEFAULT_REPAIRS, Recoding, coding_cost, proposition_cost
from checker.analysis.result import REFUTED, Verdict
from checker.analysis.verdict import Finding, Question, Trial
from checker.engine.bench import Bench
from checker.engine.cores import Conflict
from checker.engine.grounding import Instance, TermPeriod, term_periods
from checker.logic.formula import Formula
from checker.logic.rewriting import implications, quantifier_free
from checker.problems import LimitReached
from checker.study.case import Case
from checker.study.theory import Explained, Theory

MAX_CORES = 30
Truth = Literal["true", "false", "open"]


@dataclass(frozen=True)
class Service:
    """What a proposition or exhaustive statement did in the case; periods by number.

    `made`: where it has an instance. `bites`: where it belongs to a minimal core of what is excluded or
    clashes. `blamed`: where it belongs to one of a refutation. `antecedent`: for a rule with one `if` part,
    whether that is true, false or open in each period made, given the codings and the strict definitions. `complete`
    is False where the cores of some period were cut.
    """

    label: str
    made: tuple[int, ...]
    bites: tuple[int, ...]
    blamed: tuple[int, ...]
    antecedent: tuple[Truth, ...] | None
    complete: bool

    @property
    def is_vacuous(self) -> bool:
        """Whether its `if` part is false in every period in which it has an instance."""
        return bool(self.antecedent) and set(self.antecedent or ()) == {"false"}


@dataclass(frozen=True)
class CaseRepair:
    """A minimal set of recodings and given-up propositions after which theory and codings agree.

    `values` are ones that do, one for each recoding; `verdicts` are those that they lead to, period by period.
    """

    recodings: tuple[Recoding, ...]
    values: tuple[str, ...]
    given_up: tuple[str, ...]
    cost: int
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True)
class CaseRepairList:
    repairs: tuple[CaseRepair, ...]
    complete: bool


@dataclass(frozen=True)
class CaseRepairs:
    """As for a period; outcomes of periods 1..T are recoded in the last list only, and there nothing else is."""

    recode: CaseRepairList
    give_up: CaseRepairList
    either: CaseRepairList
    outcomes: CaseRepairList


@dataclass(frozen=True)
class CaseExplanation:
    """Whether a theory holds with all codings of a case together; `cores` and `repairs` are None where it does."""

    theory: Theory
    case: Case
    explained: Explained
    verdicts: tuple[Verdict, ...]
    out_of_scope: tuple[int, ...]
    consistent: bool | None
    cores: Cores | None
    repairs: CaseRepairs | None
    propositions: tuple[Service, ...]
    limit: str = ""

    @property
    def is_complete(self) -> bool:
        return not self.limit and "unknown" not in self.verdicts


def explain_case(
    theory: Theory, case: Case, explained: Explained, *, cores: int = DEFAULT_CORES,
) -> CaseExplanation:
    """Whether the theory is consistent with all periods of a case together, and what each proposition did."""
    trial = Trial(theory, case)
    questions = [Question(trial, explained, t) for t in range(1, case.last + 1)]
    verdicts: list[Verdict] = []
    try:
        findings = [question.finding(question.coded()) for question in questions]
        verdicts = [finding.verdict for finding in findings]
        whole = _Whole(trial, questions, findings)
        done, outside = services(questions, verdicts), whole.out_of_scope
        if whole.holds():
            return CaseExplanation(theory, case, explained, tuple(verdicts), outside, True, None, None, done)
        return CaseExplanation(
            theory, case, explained, tuple(verdicts), outside, False, whole.cores(cores), whole.repairs(), done)
    except LimitReached as reached:
        unknown: list[Verdict] = ["unknown"] * case.last
        return CaseExplanation(theory, case, explained, tuple(verdicts or unknown), (), None, None, None, (), str(reached))


def services(questions: Sequence[Question], verdicts: Sequence[Verdict]) -> tuple[Service, ...]:
    """What each proposition and exhaustive statement did in the periods asked about, in file order."""
    bites: dict[str, list[int]] = {}
    blamed: dict[str, list[int]] = {}
    complete = True
    for question, verdict in zip(questions, verdicts, strict=True):
        for place, exclusion in enumerate(exclusions(question, MAX_CORES)):
            complete = complete and exclusion.cores.complete
            if exclusion.subject == "scope":
                continue
            spoke = dict.fromkeys(r.label for core in exclusion.cores.cores for r in core.reasons)
            for label in spoke:
                _note(bites, label, question.t)
                if verdict in REFUTED and place == 0:
                    _note(blamed, label, question.t)
    theory = questions[0].trial.theory
    made = {label: [q.t for q in questions if any(i.label == label and i.period == q.t for i in q.bench.cone)]
            for label in labels(theory)}
    return tuple(
        Service(label, tuple(made[label]), tuple(bites.get(label, ())), tuple(blamed.get(label, ())),
                _antecedents(theory, label, [q for q in questions if q.t in made[label]]), complete)
        for label in labels(theory))


def _note(found: dict[str, list[int]], label: str, period: int) -> None:
    periods = found.setdefault(label, [])
    if period not in periods:
        periods.append(period)


def _antecedents(theory: Theory, label: str, questions: Sequence[Question]) -> tuple[Truth, ...] | None:
    antecedent = _antecedent(theory, label)
    if antecedent is None:
        return None
    formula = quantifier_free(antecedent)
    return tuple(_truth(q, q.trial.grounder().ground(formula, q.t)) for q in questions)


def _antecedent(theory: Theory, label: str) -> Formula | None:
    """The `if` part of a rule that has exactly one; of an exhaustive statement, what it says has no other cause."""
    for proposition in theory.propositions:
        if proposition.id == label:
            pairs = implications(proposition.rule.formula)
            return pairs[0][0] if len(pairs) == 1 else None
    return next(s.rule.formula for s in theory.exhaustive if s.label == label)


def _truth(question: Question, formula: Formula) -> Truth:
    """Whether all codings up to the period, with the strict definitions where they hold, make a formula true."""
    bench, case = question.bench, question.trial.case
    named = [tp for tp in bench.term_periods if not case.codebook.is_theoretical(tp.term)]
    held = bench.codings({tp: case.coding(tp.term, tp.period).values for tp in named})
    defined = [*held, *(bench.selector(i) for i in question.strict if i.definition)]
    if bench.satisfiable(defined):
        held = defined
    if not bench.satisfiable([*held, bench.assumption(formula)]):
        return "false"
    return "open" if bench.satisfiable([*held, bench.negation(formula)]) else "true"


class _Whole:
    """All periods of a case in one set of clauses."""

    def __init__(self, trial: Trial, questions: Sequence[Question], findings: Sequence[Finding]) -> None:
        self.trial = trial
        self.questions = questions
        self.case = trial.case
        self.theory = trial.theory
        self.out_of_scope, scopes = self._scopes(findings)
        instances = self._instances()
        self.bench = Bench(trial.grounder(), self.case.last, instances=instances)
        named = self._observable(tp for i in instances for tp in i.term_periods)
        hidden = {TermPeriod(term, t) for term in self.theory.explained_terms for t in range(1, self.case.last + 1)}
        self.argument = Argument(self.bench, self.theory, self.case, instances, self._codings(named))
        self.laws = self.argument.propositions()
        self.conditions = self.argument.known(tp for tp in named if tp not in hidden)
        self.outcomes = self.argument.known(tp for tp in named if tp in hidden)
        self.scopes = [member for t, scope in scopes.items() for member in self.argument.scope(scope, t)]

    def _scopes(self, findings: Sequence[Finding]) -> tuple[tuple[int, ...], dict[int, Formula]]:
        """The periods left out, and the scopes assumed of the others.

        A scope that cannot be assumed together with those of earlier periods leaves its period out.
        """
        grounder, case = self.trial.grounder(), self.case
        bench = Bench(grounder, case.last, instances=())
        scopes = {q.t: scope for q in self.questions if (scope := grounder.scope(q.t)) is not None}
        named = self._observable(tp for scope in scopes.values() for tp in term_periods(scope))
        held = bench.codings(self._codings(named))
        outside: list[int] = []
        assumed: dict[int, Formula] = {}
        for question, finding in zip(self.questions, findings, strict=True):
            scope = scopes.get(question.t)
            if finding.scope == "fails":
                outside.append(question.t)
            elif finding.scope == "assumed" and scope is not None:
                if bench.satisfiable([*held, bench.assumption(scope)]):
                    held.append(bench.assumption(scope))
                    assumed[question.t] = scope
                else:
                    outside.append(question.t)
        return tuple(outside), assumed

    def _instances(self) -> list[Instance]:
        """The strict instances that stand together."""
        made: list[Instance] = []
        for t in range(self.case.first, self.case.last + 1):
            judged = t >= 1 and t not in self.out_of_scope
            made += [i for i in self.trial.grounder().instances(t) if i.strict and (judged or i.definition)]
        return made

    def _observable(self, more: Iterable[TermPeriod]) -> list[TermPeriod]:
        """All observable term-periods that a verdict depends on, and more, in file order."""
        own = (tp for question in self.questions for tp in (*question.observables, question.here))
        return self.trial.in_file_order(
            tp for tp in (*own, *more) if not self.case.codebook.is_theoretical(tp.term))

    def _codings(self, named: Sequence[TermPeriod]) -> Codings:
        return {tp: self.case.coding(tp.term, tp.period).values for tp in named}

    def holds(self) -> bool:
        return self.bench.satisfiable(_selectors([*self.laws, *self.scopes, *self.conditions, *self.outcomes]))

    def cores(self, limit: int) -> Cores:
        return self.argument.cores([*self.laws, *self.scopes, *self.conditions, *self.outcomes], [], limit)

    def repairs(self) -> CaseRepairs:
        return CaseRepairs(
            self._listed(self.conditions, [*self.laws, *self.outcomes]),
            self._listed(self.laws, [*self.conditions, *self.outcomes]),
            self._listed([*self.conditions, *self.laws], self.outcomes),
            self._listed(self.outcomes, [*self.laws, *self.conditions]))

    def _listed(self, soft: Sequence[Member], fixed: Sequence[Member]) -> CaseRepairList:
        given = _selectors([*fixed, *self.scopes])
        costs = [self._cost(member) for member in soft]
        conflict = Conflict(self.bench, [m.selectors for m in soft], given)
        found = conflict.correction_sets(costs, DEFAULT_REPAIRS)
        return CaseRepairList(tuple(self._repair(soft, chosen, given, costs) for chosen in found.sets), found.complete)

    def _cost(self, member: Member) -> int:
        tp = member.term_period
        return proposition_cost(self.theory, member.label) if tp is None \
            else coding_cost(self.case.coding(tp.term, tp.period))

    def _repair(
        self, soft: Sequence[Member], chosen: Sequence[int], given: Sequence[int], costs: Sequence[int]
    ) -> CaseRepair:
        """The repair with values from a model of the rest, judged anew period by period."""
        rest = _selectors([member for n, member in enumerate(soft) if n not in chosen])
        world = self.bench.world(self.bench.solve([*given, *rest]).model)
        tps = [tp for n in chosen if (tp := soft[n].term_period) is not None]
        given_up = tuple(soft[n].label for n in chosen if soft[n].term_period is None)
        recodings = tuple(Recoding(tp.term, tp.period, self.case.period(tp.period).id,
                                   self.case.coding(tp.term, tp.period)) for tp in tps)
        changed = {tp: (world[tp],) for tp in tps}
        verdicts = tuple(self._verdict(question, changed, given_up) for question in self.questions)
        cost = sum(costs[n] for n in chosen)
        return CaseRepair(recodings, tuple(world[tp] for tp in tps), given_up, cost, verdicts)

    def _verdict(self, question: Question, changed: Codings, given_up: Sequence[str]) -> Verdict:
        if given_up:
            question = question.giving_up(given_up)
        codings = question.coded()
        return question.finding({**codings, **{tp: v for tp, v in changed.items() if tp in codings}}).verdict


def _selectors(members: Sequence[Member]) -> list[int]:
    return [selector for member in members for selector in member.selectors]
