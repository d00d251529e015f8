"""Rivals side by side: which periods decide between them, and which of them dominates (semantics.md, section 8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Literal

from checker.analysis.rivals.chances import Dominance, Rivals, RivalTest, dominance, kind_of_test
from checker.analysis.rivals.clues import Clue, clues
from checker.analysis.rivals.content import Boldness, boldness
from checker.analysis.rivals.partners import Contrast, contrasts
from checker.analysis.rivals.severity import Severity, severity
from checker.analysis.verdicts.judgement import (
    REFUTED,
    Distribution,
    Leading,
    Outcomes,
    ScopeState,
    TrackRecord,
    Verdict,
)
from checker.analysis.verdicts.overview import built_on
from checker.analysis.verdicts.trial import Trial
from checker.problems import LimitReached
from checker.study.case import Case
from checker.study.theory import Explained, Theory

Likely = Literal["most likely", "least likely"]


@dataclass(frozen=True)
class Entry:
    """The leading verdict of a theory on a period of a case, and what the theory says in the reading that gives it.

    `coded` is the verdict of the codings as they stand. `likely` says what kind of case the period is for it in that
    reading. Past a limit `leading` and `probability` are None.
    """

    theory: str
    benchmark: bool
    coded: Verdict
    leading: Leading | None
    probability: Distribution | None
    scope: ScopeState
    possible: Outcomes | None
    prediction: Outcomes | None
    likely: Likely | None

    @property
    def verdict(self) -> Verdict:
        return "unknown" if self.leading is None else self.leading.verdict

    @property
    def is_refuted(self) -> bool:
        """Whether the theory is refuted here however gaps are coded, or with a chance of more than one half."""
        return self.coded in REFUTED or (
            self.leading is not None and self.verdict in REFUTED and 2 * self.leading.probability > 1
        )


@dataclass(frozen=True)
class Line:
    """A period of a case: one line of the truth table, with an entry for each theory and the chance of each outcome."""

    case: str
    period_id: str
    observed: tuple[tuple[str, Fraction], ...] | None
    entries: tuple[Entry, ...]

    def entry(self, theory: str) -> Entry:
        return next(entry for entry in self.entries if entry.theory == theory)


@dataclass(frozen=True)
class Matrix:
    """All theories over all periods, with their exhaustive statements or without; tests and dominance by pairs."""

    exhaustive: bool
    lines: tuple[Line, ...]
    tests: tuple[RivalTest, ...]
    dominance: tuple[Dominance, ...]


@dataclass(frozen=True)
class CaseRecord:
    """How a theory fares over all periods of a case."""

    case: str
    theory: str
    track: TrackRecord


@dataclass(frozen=True)
class CaseClue:
    case: str
    clue: Clue


@dataclass(frozen=True)
class UnderReading:
    """The leading verdicts under a named reading of a case, for each theory in turn, period by period."""

    case: str
    name: str
    label: str
    explains: Explained
    verdicts: tuple[tuple[Verdict, ...], ...]


def under_readings(trials: Sequence[Trial], explained: Explained) -> Iterator[UnderReading]:
    """What leads under each named reading of a case, of which there is a trial for each theory."""
    case = trials[0].case
    for name, reading in case.readings.items():
        under = [trial.on(case.read_by(name)) for trial in trials]
        verdicts = tuple(tuple(trial.verdict(explained, t) for t in range(1, case.last + 1)) for trial in under)
        yield UnderReading(case.name, name, reading.heading, explained, verdicts)


@dataclass(frozen=True)
class Comparison:
    """Theories that explain the same, over one or many cases.

    `without_exhaustive` is None where no theory has exhaustive statements. `tests` are of rivals, `dominance` of every
    pair but those of two benchmarks. `records` and `severity` hold every theory's, benchmarks included, in the
    theories' order for each case in turn. `accommodated` pairs a theory with a case that it was built on. `clues` are
    the events of each case that are marked as such, with the rivals here as all there are. `contrasts` hold of two cases
    with one actor in common what was alike, and what was not, where outcomes differ.
    """

    explains: Explained
    cases: tuple[Case, ...]
    theories: tuple[Theory, ...]
    with_exhaustive: Matrix
    without_exhaustive: Matrix | None
    records: tuple[CaseRecord, ...]
    severity: tuple[Severity, ...]
    boldness: tuple[Boldness, ...]
    accommodated: tuple[tuple[str, str], ...]
    clues: tuple[CaseClue, ...]
    limits: tuple[str, ...]
    by_reading: tuple[UnderReading, ...] = ()
    contrasts: tuple[Contrast, ...] = ()

    @property
    def is_complete(self) -> bool:
        return not self.limits

    @property
    def rivals(self) -> tuple[Theory, ...]:
        return tuple(theory for theory in self.theories if not theory.benchmark)

    def heading(self, theory: str) -> str:
        """The title of a theory by its name."""
        return next(each.heading for each in self.theories if each.name == theory)


def likely_among(own: Outcomes, rivals: Sequence[Outcomes]) -> Likely | None:
    """What kind of case a period is for a theory, by its prediction and its rivals' (Eckstein 1975; Levy 2008).

    Most likely where every rival with a prediction predicts the same one outcome, so that a failure weighs and a
    success hardly does; least likely where every rival excludes the outcome, so that a success weighs.
    """
    made = [prediction for prediction in rivals if prediction]
    if len(own) != 1 or not made:
        return None
    if all(prediction == own for prediction in made):
        return "most likely"
    return "least likely" if all(kind_of_test(own, prediction) == "critical" for prediction in made) else None


def compare(cases: Sequence[Case], theories: Sequence[Theory]) -> tuple[Comparison, ...]:
    """One comparison for each thing that is explained, in the order of the theories; benchmarks are no rivals."""
    explained = dict.fromkeys(e for theory in theories for e in theory.explains)
    return tuple(_Comparing(cases, [t for t in theories if e in t.explains], e).comparison() for e in explained)


class _Comparing:
    def __init__(self, cases: Sequence[Case], theories: Sequence[Theory], explained: Explained) -> None:
        self.cases = cases
        self.theories = theories
        self.explained = explained
        self.trials = [[Trial(theory, case) for theory in theories] for case in cases]
        self.rivals = [number for number, theory in enumerate(theories) if not theory.benchmark]
        self.limits: dict[str, None] = {}

    def comparison(self) -> Comparison:
        with_them = self._matrix(None)
        without = self._matrix(with_them) if any(theory.exhaustive for theory in self.theories) else None
        records = tuple(
            CaseRecord(trial.case.name, trial.theory.name, trial.track(self.explained, range(1, trial.case.last + 1)))
            for of_case in self.trials
            for trial in of_case
        )
        severities = tuple(severity(trial, self.explained) for of_case in self.trials for trial in of_case)
        bold = tuple(
            boldness(self.theories[one], self.theories[other], self.explained)
            for one, other in combinations(self.rivals, 2)
        )
        events = tuple(clue for of_case in self.trials for clue in self._clues(of_case))
        for limit in (
            *(f"{each.theory} over all periods: {each.track.limit}" for each in records if each.track.limit),
            *(f"{each.theory}: {each.limit}" for each in severities if each.limit),
            *(f"{each.first} and {each.second}: {each.limit}" for each in bold if each.limit),
        ):
            self.limits[limit] = None
        return Comparison(
            self.explained,
            tuple(self.cases),
            tuple(self.theories),
            with_them,
            without,
            records,
            severities,
            bold,
            tuple(
                (theory.name, case.name) for case in self.cases for theory in self.theories if built_on(theory, case)
            ),
            events,
            tuple(self.limits),
            tuple(each for of_case in self.trials for each in under_readings(of_case, self.explained)),
            self._contrasts(with_them.lines),
        )

    def _contrasts(self, lines: Sequence[Line]) -> tuple[Contrast, ...]:
        observed = {(line.case, line.period_id): line.observed for line in lines}
        seen = [
            {
                t: chances
                for t in range(1, case.last + 1)
                if (chances := observed.get((case.name, case.period(t).id))) is not None
            }
            for case in self.cases
        ]
        rivals = [[of_case[number] for number in self.rivals] for of_case in self.trials]
        return contrasts(rivals, seen, self.explained)

    def _matrix(self, complete: Matrix | None) -> Matrix:
        """Without exhaustive statements where the matrix with them is given; what they do not change is kept."""
        held = [Rivals(of_case, self.explained, complete is None) for of_case in self.trials]
        lines = tuple(self._line(of, t) for of in held for t in range(1, of.case.last + 1))
        kept_tests = {
            (each.case, each.period_id, each.first, each.second): each
            for each in (complete.tests if complete is not None else ())
        }
        kept_orders = {(each.first, each.second): each for each in (complete.dominance if complete is not None else ())}
        tests: list[RivalTest] = []
        orders: list[Dominance] = []
        for one, other in combinations(range(len(self.theories)), 2):
            pair = (self.theories[one], self.theories[other])
            names, same = (pair[0].name, pair[1].name), not any(theory.exhaustive for theory in pair)
            if not any(theory.benchmark for theory in pair):
                tests += [
                    kept_tests[of.case.name, of.case.period(t).id, *names]
                    if complete is not None and same
                    else of.test(t, one, other)
                    for of in held
                    for t in range(1, of.case.last + 1)
                ]
            if not all(theory.benchmark for theory in pair):
                orders.append(kept_orders[names] if complete is not None and same else dominance(held, one, other))
        for limit in (*(each.limit for each in tests), *(each.limit for each in orders)):
            if limit:
                self.limits[limit] = None
        return Matrix(complete is None, lines, tuple(tests), tuple(orders))

    def _line(self, rivals: Rivals, t: int) -> Line:
        observed = None
        for number in range(len(rivals.trials)):
            with suppress(LimitReached):
                observed = rivals.cell(t, number).observed_probability
        return Line(
            rivals.case.name,
            rivals.case.period(t).id,
            observed,
            tuple(self._entry(rivals, number, t) for number in range(len(rivals.trials))),
        )

    def _entry(self, rivals: Rivals, number: int, t: int) -> Entry:
        theory = rivals.trials[number].theory
        try:
            cell = rivals.cell(t, number)
            leading, chances, read = cell.leading, cell.probability, cell.read_codings
            finding = cell.question.finding(read)
            others = []
            for rival in self.rivals:
                if rival != number:
                    question = rivals.question(t, rival)
                    coded = question.coded()
                    others.append(question.finding({tp: read.get(tp, own) for tp, own in coded.items()}).prediction)
        except LimitReached as limit:
            self.limits[f"{theory.name} in {rivals.case.period(t).id}: {limit}"] = None
            return Entry(
                theory=theory.name,
                benchmark=theory.benchmark,
                coded="unknown",
                leading=None,
                probability=None,
                scope="assumed",
                possible=None,
                prediction=None,
                likely=None,
            )
        kind = None if theory.benchmark else likely_among(finding.prediction or (), [each or () for each in others])
        return Entry(
            theory=theory.name,
            benchmark=theory.benchmark,
            coded=cell.verdict,
            leading=leading,
            probability=chances,
            scope=finding.scope,
            possible=finding.possible,
            prediction=finding.prediction,
            likely=kind,
        )

    def _clues(self, trials: Sequence[Trial]) -> Iterator[CaseClue]:
        case, rivals = trials[0].case, [trials[number] for number in self.rivals]
        if not rivals or not any(event.clue for event in case.events):
            return
        for t in range(1, case.last + 1):
            found, limit = clues(rivals, self.explained, t, codings=False)
            if limit:
                self.limits[f"clues in {case.period(t).id}: {limit}"] = None
            yield from (CaseClue(case.name, clue) for clue in found)
