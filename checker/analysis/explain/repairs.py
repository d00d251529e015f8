"""Repairs of a refuted theory: codings to change, propositions to give up, or both.

A repair is a minimal correction set of a reading (semantics.md, section 5): after it, but after no proper part of
it, the verdict is none of `contradicted`, `incoherent`, `denies conditions`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import combinations, product
from math import prod

from checker.analysis.explain.conflict import Argument, Member
from checker.analysis.verdicts.draws import probabilities
from checker.analysis.verdicts.judgement import REFUTED, Finding, Outcomes, Verdict
from checker.analysis.verdicts.question import Codings, Question
from checker.engine.cores import Conflict
from checker.engine.grounding import term_periods
from checker.study.case import Case, Coding
from checker.study.term_period import Labelled, TermPeriod
from checker.study.theory import Theory

DEFAULT_REPAIRS = 6
MAX_WAYS = 256
TENDENCY, AUXILIARY, CORE, DEFINITION = 2_000, 5_000, 10_000, 20_000
SUREST = Fraction(999, 1000)


@dataclass(frozen=True)
class Recoding(Labelled):
    """A term-period that is to be coded otherwise; `read` is what the reading takes, or else what is coded."""

    coding: Coding
    read: tuple[str, ...]


@dataclass(frozen=True)
class Way:
    """A value for each recoding of a repair, the verdict that this leads to, and what is then predicted."""

    values: tuple[str, ...]
    verdict: Verdict
    possible: Outcomes | None
    prediction: Outcomes | None


@dataclass(frozen=True)
class Repair:
    """A minimal set of recodings and given-up propositions (by label) after which the theory stands.

    `ways` are the values that the recodings may take, one way with no values where nothing is
    recoded; `all_ways` is False where a limit left some out. Every way was judged anew.
    """

    recodings: tuple[Recoding, ...]
    given_up: tuple[str, ...]
    cost: int
    ways: tuple[Way, ...]
    all_ways: bool = True


@dataclass(frozen=True)
class RepairList:
    """Repairs of one kind, cheapest first.

    `complete` says whether these are all; `cheapest` whether the first is a cheapest, else a limit left it open.
    """

    repairs: tuple[Repair, ...]
    complete: bool
    cheapest: bool = True


@dataclass(frozen=True)
class Repairs:
    """Three lists kept apart, and the values of the outcome itself under which the theory would stand."""

    recode: RepairList
    give_up: RepairList
    either: RepairList
    outcome: tuple[Way, ...]


def repairs(question: Question, case: Case, limit: int = DEFAULT_REPAIRS) -> Repairs:
    """The repairs of a period that is refuted in a reading, at most `limit` of each kind.

    The codings of `question` are those of the reading, those of `case` as they stand.
    """
    return _Repairs(question, case, limit).all()


def coding_cost(coding: Coding, order: Sequence[str], read: Sequence[str] = ()) -> int:
    """round(-1000 ln(1-p)) for the chance p of the values read, or else coded; above 0.999 it counts as 0.999.

    >>> coding_cost(Coding(("low",)), ("low", "high"))
    6908
    >>> coding_cost(Coding(("low", "high")), ("low", "high"), ("low",))
    693
    """
    chances = dict(zip(order, probabilities(coding, order), strict=True))
    wrong = 1 - min(sum((chances[value] for value in read or coding.values), Fraction(0)), SUREST)
    with localcontext() as context:
        context.prec = 40
        return int((-1000 * (Decimal(wrong.numerator) / Decimal(wrong.denominator)).ln()).to_integral_value())


def proposition_cost(theory: Theory, label: str) -> int:
    """What giving up a proposition or exhaustive statement costs, by its role."""
    for proposition in theory.propositions:
        if proposition.id == label:
            if not proposition.strict:
                return TENDENCY
            return {"core": CORE, "auxiliary": AUXILIARY, "definition": DEFINITION}[proposition.role]
    return AUXILIARY


class _Repairs:
    def __init__(self, question: Question, case: Case, limit: int) -> None:
        self.question = question
        self.limit = limit
        self.codings = question.coded()
        self.case = case
        argument = Argument(question.period_solver, question.trial.theory, case, question.strict, self.codings)
        self.known = argument.known(question.observables)
        self.laws = argument.propositions()
        scope = argument.scope(question.period_solver.scope, question.t)
        self.given = [*(s for member in scope for s in member.selectors), *self._observed()]

    def all(self) -> Repairs:
        return Repairs(
            self._listed(self.known, self.laws),
            self._listed(self.laws, self.known),
            self._listed([*self.known, *self.laws], []),
            self._outcome(),
        )

    def _listed(self, soft: Sequence[Member], fixed: Sequence[Member]) -> RepairList:
        """The cheapest minimal correction sets among the soft members, the fixed ones kept."""
        given = [*self.given, *(s for member in fixed for s in member.selectors)]
        costs = [self._cost(member) for member in soft]
        conflict = Conflict(self.question.period_solver, [m.selectors for m in soft], given)
        found = conflict.correction_sets(costs, self.limit)
        sets = list(found.sets)
        if any(member.kind == "coding" for member in soft):
            sets += self._out_of_scope(soft)
        minimal = [
            s for n, s in enumerate(sets) if not any(set(o) < set(s) or (o == s and m < n) for m, o in enumerate(sets))
        ]
        minimal.sort(key=lambda s: (sum(costs[n] for n in s), len(s), s))
        made = tuple(self._repair([soft[n] for n in s], sum(costs[n] for n in s)) for s in minimal[: self.limit])
        return RepairList(made, found.complete and len(minimal) <= self.limit, found.proved)

    def _cost(self, member: Member) -> int:
        if member.term_period is None:
            return proposition_cost(self.question.trial.theory, member.label)
        tp = member.term_period
        return coding_cost(self._coding(tp), self.case.codebook.values(tp.term), self.codings[tp])

    def _coding(self, tp: TermPeriod) -> Coding:
        return self.case.coding(*tp)

    def _observed(self) -> list[int]:
        """The selector that the level observed is allowed, whatever is recoded."""
        levels = [self.question.level(value) for value in self.codings[self.question.here]]
        return [self.question.period_solver.any_of(levels)] if levels else []

    def _out_of_scope(self, soft: Sequence[Member]) -> list[tuple[int, ...]]:
        """The minimal sets of codings by which the scope could be made to fail."""
        scope = self.question.period_solver.scope
        if scope is None:
            return []
        named = set(term_periods(scope))
        places = [n for n, member in enumerate(soft) if member.term_period in named]
        found: list[tuple[int, ...]] = []
        for size in range(1, len(places) + 1):
            for chosen in combinations(places, size):
                if any(set(smaller) <= set(chosen) for smaller in found):
                    continue
                tps = [tp for n in chosen if (tp := soft[n].term_period) is not None]
                choices = [self._values(tp) for tp in tps]
                if prod(map(len, choices)) <= MAX_WAYS and any(
                    self._judged(self.question, tps, values).verdict == "out of scope" for values in product(*choices)
                ):
                    found.append(chosen)
        return found

    def _repair(self, members: Sequence[Member], cost: int) -> Repair:
        tps = [member.term_period for member in members if member.term_period is not None]
        given_up = tuple(member.label for member in members if member.term_period is None)
        recodings = tuple(
            Recoding(tp, self.case.period(tp.period).id, self._coding(tp), self.codings[tp]) for tp in tps
        )
        question = self.question.giving_up(given_up) if given_up else self.question
        choices = [self._values(tp) for tp in tps]
        every = prod(map(len, choices)) <= MAX_WAYS
        tried: Iterable[tuple[str, ...]] = product(*choices) if every else [self._one_way(members, tps)]
        ways = tuple(
            _way(values, found) for values in tried if self._stands(found := self._judged(question, tps, values))
        )
        return Repair(recodings, given_up, cost, ways, every)

    def _one_way(self, members: Sequence[Member], tps: Sequence[TermPeriod]) -> tuple[str, ...]:
        """Values under which the rest holds, from a model."""
        touched = {member.selectors for member in members}
        rest = [s for m in (*self.known, *self.laws) if m.selectors not in touched for s in m.selectors]
        world = self.question.period_solver.world(self.question.period_solver.solve([*self.given, *rest]).model)
        return tuple(world[tp] for tp in tps)

    def _values(self, tp: TermPeriod) -> list[str]:
        """The single values that a recoding may take: any but the one read."""
        return [v for v in self.case.codebook.values(tp.term) if self.codings[tp] != (v,)]

    def _judged(self, question: Question, tps: Sequence[TermPeriod], values: Sequence[str]) -> Finding:
        codings: Codings = {**self.codings, **{tp: (v,) for tp, v in zip(tps, values, strict=True)}}
        # What is given up leads to another diagram for every repair; one world is sooner asked of the solver.
        if question is not self.question and question.has_no_gap(codings):
            return question.solved(codings)
        return question.finding(codings)

    def _outcome(self) -> tuple[Way, ...]:
        """The other values of the outcome at t with which the verdict is none of the three."""
        here = self.question.here
        if not self.codings[here]:
            return ()
        return tuple(
            _way((value,), found)
            for value in self._values(here)
            if self._stands(found := self._judged(self.question, [here], (value,)))
        )

    def _stands(self, found: Finding) -> bool:
        """Whether a finding refutes in no completion, or where missing codings leave several verdicts not in all."""
        if found.verdict != "open":
            return found.verdict not in REFUTED
        levels = found.levels or ()
        return any(level in levels for level in found.observed_levels or levels)


def _way(values: Sequence[str], finding: Finding) -> Way:
    return Way(tuple(values), finding.verdict, finding.possible, finding.prediction)
