"""The truth table of one explained term in one period, and the cell as coded that it gives (section 4)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product
from math import prod
from typing import Literal

from checker.logic.formula import DIRECTIONS
from checker.study.case import Case, Coding
from checker.study.theory import Explained, Theory
from tests.oracle.formulas import TermPeriod, World, holds, named, readable, written_out
from tests.oracle.instances import used
from tests.oracle.limits import affordable

Verdict = Literal[
    "untestable",
    "out of scope",
    "denies conditions",
    "incoherent",
    "unobserved",
    "contradicted",
    "predicted",
    "against expectation",
    "expected",
    "silent",
    "permitted",
    "open",
]
Scope = Literal["holds", "fails", "assumed"]

# "In the order of the table", with `open` last.
VERDICTS: tuple[Verdict, ...] = (
    "untestable",
    "out of scope",
    "denies conditions",
    "incoherent",
    "unobserved",
    "contradicted",
    "predicted",
    "against expectation",
    "expected",
    "silent",
    "permitted",
    "open",
)

Codings = Mapping[TermPeriod, tuple[str, ...]]
Outcomes = tuple[str, ...]
Completion = tuple[str, ...]


def coded_in(case: Case) -> dict[TermPeriod, Coding]:
    """The codings by term-period; what is missing is not there."""
    found = {}
    periods = ([(0, case.baseline)] if case.baseline is not None else []) + list(enumerate(case.periods, 1))
    for t, period in periods:
        # "A period's coding replaces that of `throughout`, also where it says `missing`."
        for term, coding in {**case.throughout, **period.codings}.items():
            # "A term whose role the case does not bind is missing."
            if coding.values and all(role in case.roles for role in term.arguments):
                found[term, t] = coding
    return found


def codings_of(case: Case) -> dict[TermPeriod, tuple[str, ...]]:
    """The coded values by term-period; what is missing is not there."""
    return {pair: coding.values for pair, coding in coded_in(case).items()}


@dataclass(frozen=True)
class Row:
    """What a world comes to: level and outcome, whether the scope is met, and which groups of instances hold."""

    level: str
    outcome: str
    scope: bool
    conditions: bool
    laws: bool
    strict: bool
    everything: bool


@dataclass(frozen=True)
class Answer:
    """The cell as coded; `verdict` is the one reading, or `open`."""

    verdict: Verdict
    readings: tuple[Verdict, ...]
    scope: Scope
    possible: Outcomes | None = None
    prediction: Outcomes | None = None
    levels: Outcomes | None = None
    expectation: Outcomes | None = None
    expected_levels: Outcomes | None = None
    observed: Outcomes | None = None
    observed_levels: Outcomes | None = None
    laws_alone: Outcomes | None = None


def settled(readings: Collection[Verdict]) -> Verdict:
    """ "The one reading, or `open` where there are several." """
    return next(iter(readings)) if len(readings) == 1 else "open"


class Table:
    """The truth table of a theory for one explained term at t.

    `matters` are the term-periods that a world gives a value to. Of these, `conditions` are the observable ones
    that the theory may know, which a completion fixes; the others are theoretical, or explained at t.
    """

    def __init__(self, theory: Theory, case: Case, explained: Explained, t: int, without: Collection[str] = ()) -> None:
        self.theory, self.case, self.explained, self.t, self.without = theory, case, explained, t, without
        self.codebook = theory.codebook
        self.first = 0 if case.baseline is not None else 1
        self.coded = coded_in(case)
        self.codings = codings_of(case)
        self.now = {(e.term, t) for e in theory.explains}
        self.here, self.before = (explained.term, t), (explained.term, t - 1)
        self.levels = self.codebook.variables[explained.term.variable].values
        self.outcomes: Outcomes = DIRECTIONS if explained.change else self.levels
        # "A change has no earlier period to change from."
        self.testable = not explained.change or t - 1 >= self.first
        self.used = used(theory, t, self.first)
        self.asserted = [i for i in self.used if i.label not in without]
        self.scope = written_out(theory.scope.formula) if theory.scope is not None else None
        self.reads_scope = self.scope is not None and readable(self.scope, t, self.first)
        matters = {self.here, *(pair for i in self.used for pair in i.named)}
        if self.scope is not None and self.reads_scope:
            matters |= named(self.scope, t, self.first)
        if explained.change and self.testable:
            matters.add(self.before)
        # "File order is by period, the baseline first, then by the codebook's order of variables and roles."
        place = {term: number for number, term in enumerate(self.codebook.terms())}
        self.matters = sorted(matters, key=lambda pair: (pair[1], place[pair[0]]))
        self.observable = tuple(
            pair for pair in self.matters if not self.codebook.variables[pair[0].variable].theoretical
        )
        self.conditions = tuple(pair for pair in self.observable if pair not in self.now)
        # "The gaps are the observable term-periods, missing or contested, that occur in an instance used,
        # in the scope, or as the outcome before a change; explained terms at t are none."
        self.gaps = tuple(pair for pair in self.conditions if len(self.codings.get(pair, ())) != 1)
        self._rows: dict[Completion, frozenset[Row]] = {}
        self._readings: dict[tuple[Completion, str | None], Verdict] = {}

    # Worlds

    def choices(self, pair: TermPeriod, codings: Codings) -> tuple[str, ...]:
        """What Known leaves to a term-period: a contested coding is "the disjunction of its values"."""
        values = self.codebook.variables[pair[0].variable].values
        # "All codings at periods <= t, except those at t of any term that the theory explains."
        return values if pair in self.now else codings.get(pair, values)

    def size(self) -> int:
        """How many worlds agree with the codings."""
        return prod(len(self.choices(pair, self.codings)) for pair in self.matters)

    def completions(self, codings: Codings) -> Iterator[Completion]:
        """Every choice of a value for each of `conditions` that the codings leave open."""
        choices = [self.choices(pair, codings) for pair in self.conditions]
        affordable(map(len, choices), "completions")
        return product(*choices)

    def rows_of(self, completion: Completion) -> frozenset[Row]:
        """What the worlds that agree with a completion come to."""
        if completion not in self._rows:
            free = [pair for pair in self.matters if pair not in self.conditions]
            choices = [self.codebook.variables[term.variable].values for term, _ in free]
            affordable(map(len, choices), "worlds of one completion")
            fixed = dict(zip(self.conditions, completion, strict=True))
            self._rows[completion] = frozenset(
                self._row({**fixed, **dict(zip(free, values, strict=True))}) for values in product(*choices)
            )
        return self._rows[completion]

    def _row(self, world: World) -> Row:
        strict = [i for i in self.asserted if i.strict]
        # "The strict instances that mention no explained term in period t."
        conditions = [i for i in strict if not i.named & self.now]
        # "From the strict instances that mention an explained term in period t, with all strict definitions used."
        laws = [i for i in strict if i.named & self.now or i.definition]
        return Row(
            world[self.here],
            self.outcome(world),
            self.in_scope(world),
            all(i.true_in(world) for i in conditions),
            all(i.true_in(world) for i in laws),
            all(i.true_in(world) for i in strict),
            all(i.true_in(world) for i in self.asserted),
        )

    @cached_property
    def rows(self) -> dict[Completion, set[Row]]:
        """The rows that agree with the codings, by the values of the gaps, in the order of `gaps`."""
        affordable([self.size()], "worlds")
        return {
            tuple(value for pair, value in zip(self.conditions, completion, strict=True) if pair in self.gaps): set(
                self.rows_of(completion)
            )
            for completion in self.completions(self.codings)
        }

    def in_scope(self, world: World) -> bool:
        """Whether a scope that can be read at t is met; what cannot be read excludes no world."""
        return self.scope is None or not self.reads_scope or holds(self.scope, self.t, self.first, world, self.codebook)

    def outcome(self, world: World) -> str:
        """The outcome in a world; nothing can be said of a change with nothing to change from."""
        if not self.testable:
            return ""
        return self.change(world[self.before], world[self.here]) if self.explained.change else world[self.here]

    def change(self, before: str, now: str) -> str:
        difference = self.levels.index(now) - self.levels.index(before)
        return "rises" if difference > 0 else "falls" if difference < 0 else "steady"

    def _ordered(self, order: Outcomes, found: Collection[str]) -> Outcomes:
        return tuple(one for one in order if one in found)

    # The verdict in one completion

    def reading(self, completion: Completion, level: str | None) -> Verdict:
        """The first row of the table that applies where all gaps are filled and this level, or none, is coded."""
        if (completion, level) not in self._readings:
            self._readings[completion, level] = self._reading(completion, level)
        return self._readings[completion, level]

    def _reading(self, completion: Completion, level: str | None) -> Verdict:
        if not self.testable:
            return "untestable"
        rows = [row for row in self.rows_of(completion) if row.scope]
        if not rows:
            return "out of scope"
        if not any(row.conditions for row in rows):
            return "denies conditions"
        lawful = {row.level for row in rows if row.strict}
        if not lawful:
            return "incoherent"
        if level is None:
            return "unobserved"
        if level not in lawful:
            return "contradicted"
        known = dict(zip(self.conditions, completion, strict=True))
        observed = self.change(known[self.before], level) if self.explained.change else level
        if {row.outcome for row in rows if row.strict} == {observed}:
            return "predicted"
        usual: set[str] | None = None
        if not all(i.strict for i in self.asserted):
            usual = {row.level for row in rows if row.everything}
        if usual and level not in usual:
            return "against expectation"
        if usual and {row.outcome for row in rows if row.everything} == {observed}:
            return "expected"
        if lawful == set(self.levels) and (not usual or usual == set(self.levels)):
            return "silent"
        return "permitted"

    # The cell as coded

    def readings(self, codings: Codings) -> tuple[Verdict, ...]:
        """The verdicts that the completions give, of a contested outcome too, in the order of the table."""
        levels: tuple[str | None, ...] = codings.get(self.here, (None,))
        found = {self.reading(completion, level) for completion in self.completions(codings) for level in levels}
        return tuple(verdict for verdict in VERDICTS if verdict in found)

    def settled_by(self) -> tuple[TermPeriod, ...]:
        """The first smallest set of gaps however coded which one reading is left; () if none, or if not open."""
        levels: tuple[str | None, ...] = self.codings.get(self.here, (None,))
        if len(self.readings(self.codings)) == 1:
            return ()
        for size in range(1, len(self.gaps) + 1):
            for chosen in combinations(self.gaps, size):
                left: dict[Completion, set[Verdict]] = {}
                for completion in self.completions(self.codings):
                    way = tuple(
                        value for pair, value in zip(self.conditions, completion, strict=True) if pair in chosen
                    )
                    left.setdefault(way, set()).update(self.reading(completion, level) for level in levels)
                if all(len(verdicts) == 1 for verdicts in left.values()):
                    return chosen
        return ()

    def observed(self, codings: Codings) -> Outcomes | None:
        """The outcomes coded, "from the codings alone"; None where a coding that it takes is missing."""
        now = codings.get(self.here)
        if not self.explained.change or now is None:
            return None if now is None else self._ordered(self.outcomes, now)
        before = codings.get(self.before)
        if before is None:
            return None
        return self._ordered(self.outcomes, {self.change(b, n) for b in before for n in now})

    def scope_state(self, codings: Codings) -> Scope:
        """Whether Known entails that the scope holds, or fails, or leaves it open; or it cannot be read."""
        if self.scope is None:
            return "holds"
        if not self.reads_scope:
            return "assumed"
        pairs = sorted(named(self.scope, self.t, self.first), key=str)
        choices = [self.choices(pair, codings) for pair in pairs]
        affordable(map(len, choices), "worlds of the scope")
        met = {self.in_scope(dict(zip(pairs, values, strict=True))) for values in product(*choices)}
        return "holds" if met == {True} else "fails" if met == {False} else "assumed"

    def answer(self, codings: Codings) -> Answer:
        """The readings, the verdict, and what the theory leaves "for the gaps as they stand"."""
        readings = self.readings(codings)
        verdict, scope = settled(readings), self.scope_state(codings)
        if not self.testable:
            return Answer(verdict, readings, scope)
        observed, now = self.observed(codings), codings.get(self.here)
        observed_levels = None if now is None else self._ordered(self.levels, now)
        if readings == ("out of scope",):
            return Answer(verdict, readings, scope, observed=observed, observed_levels=observed_levels)
        # "An assumed scope that can be read joins Known."
        rows = [row for completion in self.completions(codings) for row in self.rows_of(completion) if row.scope]

        def outcomes(of: list[Row]) -> Outcomes:
            return self._ordered(self.outcomes, {row.outcome for row in of})

        def levels(of: list[Row]) -> Outcomes:
            return self._ordered(self.levels, {row.level for row in of})

        lawful, usual = [row for row in rows if row.strict], [row for row in rows if row.everything]
        tends = not all(i.strict for i in self.asserted)
        return Answer(
            verdict,
            readings,
            scope,
            possible=outcomes(rows),
            prediction=outcomes(lawful),
            levels=levels(lawful),
            expectation=outcomes(usual) if tends else None,
            expected_levels=levels(usual) if tends else None,
            observed=observed,
            observed_levels=observed_levels,
            # "For a prediction that is empty (else null)."
            laws_alone=None if lawful else outcomes([row for row in rows if row.laws]),
        )
