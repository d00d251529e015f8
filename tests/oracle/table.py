"""The truth table of one explained term in one period, and the verdict that its rows give (section 4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product
from math import prod

from checker.analysis.result import VERDICTS, ScopeState, Verdict
from checker.logic.formula import DIRECTIONS
from checker.study.case import Case
from checker.study.theory import Explained, Theory
from tests.oracle.formulas import TermPeriod, World, holds, named, readable, written_out
from tests.oracle.instances import used

Codings = Mapping[TermPeriod, tuple[str, ...]]
Outcomes = tuple[str, ...]


def codings_of(case: Case) -> dict[TermPeriod, tuple[str, ...]]:
    """The coded values by term-period; what is missing is not there."""
    found = {}
    periods = ([(0, case.baseline)] if case.baseline is not None else []) + list(enumerate(case.periods, 1))
    for t, period in periods:
        # "A period's coding replaces that of `throughout`, also where it says `missing`."
        for term, coding in {**case.throughout, **period.codings}.items():
            if coding.values and all(role in case.roles for role in term.arguments):
                found[term, t] = coding.values
    return found


@dataclass(frozen=True)
class Row:
    """What a world comes to: its outcome, whether the scope is met, and which groups of instances hold."""

    outcome: str
    scope: bool
    conditions: bool
    laws: bool
    strict: bool
    everything: bool


@dataclass(frozen=True)
class Answer:
    """What follows from the rows that agree with the codings; `readings` come on top."""

    scope: ScopeState
    possible: Outcomes | None
    prediction: Outcomes | None
    expectation: Outcomes | None
    observed: Outcomes | None
    verdict: Verdict
    laws_alone: Outcomes | None


class Table:
    """The truth table of a theory for one explained term at t, its rows kept by the values of the gaps."""

    def __init__(self, theory: Theory, case: Case, explained: Explained, t: int, without: Collection[str]) -> None:
        self.codebook, self.explained, self.t = theory.codebook, explained, t
        self.first = 0 if case.baseline is not None else 1
        self.codings = codings_of(case)
        self.now = {(e.term, t) for e in theory.explains}
        self.used = used(theory, t, self.first)
        self.asserted = [i for i in self.used if i.label not in without]
        self.scope = written_out(theory.scope.formula) if theory.scope is not None else None
        self.reads_scope = self.scope is not None and readable(self.scope, t, self.first)
        self.outcomes = DIRECTIONS if explained.change else self.codebook.variables[explained.term.variable].values
        self.testable = not explained.change or t - 1 >= self.first
        matters = {(explained.term, t), *(pair for i in self.used for pair in i.named)}
        if self.scope is not None and self.reads_scope:
            matters |= named(self.scope, t, self.first)
        if explained.change and self.testable:
            matters.add((explained.term, t - 1))
        place = {term: number for number, term in enumerate(self.codebook.terms())}
        self.matters = sorted(matters, key=lambda pair: (pair[1], place[pair[0]]))
        # "The gaps are the observable term-periods, missing or contested, that occur in an instance used,
        # in the scope, or as the outcome before a change; explained terms at t are none."
        self.gaps = tuple(pair for pair in self.matters if pair not in self.now
                          and not self.codebook.variables[pair[0].variable].theoretical
                          and len(self.codings.get(pair, ())) != 1)
        self._complete: dict[tuple[tuple[str, ...], str], Verdict] = {}

    def choices(self, pair: TermPeriod, codings: Codings) -> tuple[str, ...]:
        """What Known leaves to a term-period: a contested coding is "the disjunction of its values"."""
        values = self.codebook.variables[pair[0].variable].values
        # "all codings at periods <= t, except those at t of any term that the theory explains"
        return values if pair in self.now else codings.get(pair, values)

    def size(self) -> int:
        """How many worlds the table has."""
        return prod(len(self.choices(pair, self.codings)) for pair in self.matters)

    @cached_property
    def rows(self) -> dict[tuple[str, ...], set[Row]]:
        """The rows by the values of the gaps, in the order of `gaps`."""
        strict = [i for i in self.asserted if i.strict]
        conditions = [i for i in strict if not i.named & self.now]
        # "from the strict instances that mention an explained term in period t, with all strict definitions used"
        laws = [i for i in strict if i.named & self.now or i.definition]
        found: dict[tuple[str, ...], set[Row]] = {}
        for values in product(*(self.choices(pair, self.codings) for pair in self.matters)):
            world = dict(zip(self.matters, values, strict=True))
            row = Row(
                self.outcome(world), self.in_scope(world),
                all(i.true_in(world) for i in conditions), all(i.true_in(world) for i in laws),
                all(i.true_in(world) for i in strict), all(i.true_in(world) for i in self.asserted))
            found.setdefault(tuple(world[gap] for gap in self.gaps), set()).add(row)
        return found

    def in_scope(self, world: World) -> bool:
        """Whether a scope that can be read at t is met; what cannot be read excludes no world."""
        return self.scope is None or not self.reads_scope or holds(self.scope, self.t, self.first, world, self.codebook)

    def outcome(self, world: World) -> str:
        now = world[self.explained.term, self.t]
        return self.change(world[self.explained.term, self.t - 1], now) if self.explained.change else now

    def change(self, before: str, now: str) -> str:
        values = self.codebook.variables[self.explained.term.variable].values
        difference = values.index(now) - values.index(before)
        return "rises" if difference > 0 else "falls" if difference < 0 else "steady"

    def in_order(self, outcomes: Collection[str]) -> Outcomes:
        return tuple(outcome for outcome in self.outcomes if outcome in outcomes)

    def observed(self, codings: Codings) -> Outcomes | None:
        """The outcomes coded; None where a coding that it takes is missing."""
        now = codings.get((self.explained.term, self.t))
        if not self.explained.change or now is None:
            return None if now is None else self.in_order(now)
        before = codings.get((self.explained.term, self.t - 1))
        return None if before is None else self.in_order({self.change(b, n) for b in before for n in now})

    def scope_state(self, codings: Codings) -> ScopeState:
        if self.scope is None:
            return "holds"
        if not self.reads_scope:
            return "assumed"
        pairs = sorted(named(self.scope, self.t, self.first), key=str)
        worlds = product(*(self.choices(pair, codings) for pair in pairs))
        met = {self.in_scope(dict(zip(pairs, values, strict=True))) for values in worlds}
        return "holds" if met == {True} else "fails" if met == {False} else "assumed"

    def answer(self, codings: Codings) -> Answer:
        """The first verdict of the table in section 4 that applies, and what goes with it."""
        scope = self.scope_state(codings)
        if not self.testable:
            return Answer(scope, None, None, None, None, "untestable", None)
        observed = self.observed(codings)
        if scope == "fails":
            return Answer(scope, None, None, None, observed, "out of scope", None)
        rows = [row for choice in self.completions(codings) for row in self.rows[choice] if row.scope]
        possible = self.in_order({row.outcome for row in rows})
        prediction = self.in_order({row.outcome for row in rows if row.strict})
        expectation = None
        if not all(i.strict for i in self.asserted):
            expectation = self.in_order({row.outcome for row in rows if row.everything})
        verdict = self.verdict(possible, prediction, expectation, observed, any(row.conditions for row in rows))
        laws_alone = None
        if verdict in ("denies conditions", "incoherent"):
            laws_alone = self.in_order({row.outcome for row in rows if row.laws})
        return Answer(scope, possible, prediction, expectation, observed, verdict, laws_alone)

    def verdict(self, possible: Outcomes, prediction: Outcomes, expectation: Outcomes | None,
                observed: Outcomes | None, conditions_hold: bool) -> Verdict:
        """The rows of the table from `denies conditions` on, in its order."""
        if not conditions_hold:
            return "denies conditions"
        if not prediction:
            return "incoherent"
        if observed is None:
            return "unobserved"
        if not set(prediction) & set(observed):
            return "contradicted"
        if len(observed) == 1 and prediction == observed:
            return "predicted"
        if expectation and not set(expectation) & set(observed):
            return "against expectation"
        if len(observed) == 1 and expectation == observed:
            return "expected"
        if prediction == possible and (not expectation or expectation == prediction):
            return "silent"
        return "permitted"

    def completions(self, codings: Codings) -> Iterator[tuple[str, ...]]:
        """Every choice of a value for each gap that the codings leave open, in the order of `gaps`."""
        return product(*(self.choices(gap, codings) for gap in self.gaps))

    def readings(self, codings: Codings) -> tuple[Verdict, ...]:
        """The verdicts that the completions give, in the order of the table in section 4."""
        outcomes = codings.get((self.explained.term, self.t), ("",))
        found = {self.on_completion(choice, codings, outcome)
                 for choice in self.completions(codings) for outcome in outcomes}
        return tuple(verdict for verdict in VERDICTS if verdict in found)

    def on_completion(self, choice: tuple[str, ...], codings: Codings, outcome: str) -> Verdict:
        """The verdict on one completion; an outcome that is missing is empty here, and stays missing."""
        if (choice, outcome) not in self._complete:
            complete = {**codings, **_single(self.gaps, choice)}
            if outcome:
                complete[self.explained.term, self.t] = (outcome,)
            self._complete[choice, outcome] = self.answer(complete).verdict
        return self._complete[choice, outcome]

    def is_open(self, codings: Codings) -> bool:
        """A verdict is open "unless it is the only reading"."""
        return self.readings(codings) != (self.answer(codings).verdict,)

    def settled_by(self) -> tuple[TermPeriod, ...]:
        """The first smallest set of gaps that settles the verdict, by period and file order; () if none does."""
        for size in range(1, len(self.gaps) + 1):
            for chosen in combinations(self.gaps, size):
                # "however these are coded, the verdict is no longer open"
                ways = product(*(self.choices(gap, self.codings) for gap in chosen))
                if not any(self.is_open({**self.codings, **_single(chosen, values)}) for values in ways):
                    return chosen
        return ()


def _single(pairs: Iterable[TermPeriod], values: Iterable[str]) -> dict[TermPeriod, tuple[str, ...]]:
    return {pair: (value,) for pair, value in zip(pairs, values, strict=True)}
