"""A case: actors in roles, periods in order, and what was coded for each, with its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal, TypeVar

from checker.logic.formula import Term
from checker.problems import Location
from checker.study.codebook import Codebook
from checker.study.theory import Rule

Summary = Literal["mean", "sum", "max", "min", "median", "first", "last"]
SUMMARIES: tuple[Summary, ...] = ("mean", "sum", "max", "min", "median", "first", "last")
Origin = Literal["coded", "calibrated", "indicator", "set", "reading"]


@dataclass(frozen=True)
class Evidence:
    """A paraphrase of what a source reports, with the place in it and the date of what it reports."""

    source: str
    locator: str = ""
    date: str = ""
    says: str = ""


@dataclass(frozen=True)
class Coding:
    """The value given to a term in a period: one, several (contested) or none (missing).

    `confidence` holds a probability for each value it speaks of; empty means certainty.
    """

    values: tuple[str, ...]
    confidence: Mapping[str, Fraction] = field(default_factory=dict)
    note: str = ""
    evidence: tuple[Evidence, ...] = ()
    coder: str = ""
    origin: Origin = "coded"
    location: Location = Location("")

    @property
    def is_missing(self) -> bool:
        return not self.values

    def __str__(self) -> str:
        return " or ".join(self.values) if self.values else "missing"


_Pair = TypeVar("_Pair", bound=tuple[Term, int])
MISSING = Coding(())


@dataclass(frozen=True)
class Series:
    """Numbers by year."""

    name: str
    values: Mapping[int, Fraction]
    label: str = ""
    unit: str = ""
    source: str = ""
    locator: str = ""
    note: str = ""
    location: Location = Location("")


@dataclass(frozen=True)
class Calibration:
    """How codings derive from a series: the summary of a period's years against cut points.

    `at_least` pairs values with thresholds, lowest first; below the first threshold the coding
    is the variable's lowest value.
    """

    series: str
    summary: Summary
    at_least: tuple[tuple[str, Fraction], ...]
    location: Location = Location("")


@dataclass(frozen=True)
class Indicator:
    """Another reading of the outcome: codings by period id, or a calibration."""

    name: str
    codings: Mapping[str, Coding] = field(default_factory=dict)
    calibration: Calibration | None = None
    location: Location = Location("")


@dataclass(frozen=True)
class Event:
    """What happened and when; `clue` is what it shows of the period it falls in, where it is to be tested as one."""

    date: str
    what: str
    source: str = ""
    locator: str = ""
    clue: Rule | None = None
    location: Location = Location("")


@dataclass(frozen=True)
class Period:
    """A period; `codings` are its own, without those of `throughout`."""

    id: str
    label: str = ""
    years: tuple[int, int] | None = None
    onset: str = ""
    note: str = ""
    codings: Mapping[Term, Coding] = field(default_factory=dict)
    location: Location = Location("")

    @property
    def heading(self) -> str:
        return self.label or self.id


@dataclass(frozen=True)
class NamedReading:
    """Alternatives to a case's codings: the author's own, a coder's, a critic's.

    `codings` are by term and number of the period; the baseline is 0.
    """

    name: str
    codings: Mapping[tuple[Term, int], Coding]
    label: str = ""
    note: str = ""
    location: Location = Location("")

    @property
    def heading(self) -> str:
        return self.label or self.name


@dataclass(frozen=True)
class Case:
    """A case; period 0 is the baseline where there is one, periods 1..T follow in order.

    `based_on` names the case of which it has finer periods, and the one that that case has, where there is one.
    """

    name: str
    codebook: Codebook
    roles: Mapping[str, tuple[str, ...]]
    periods: tuple[Period, ...]
    baseline: Period | None = None
    throughout: Mapping[Term, Coding] = field(default_factory=dict)
    title: str = ""
    description: str = ""
    periods_from: str = ""
    based_on: tuple[str, ...] = ()
    series: Mapping[str, Series] = field(default_factory=dict)
    calibrations: Mapping[Term, Calibration] = field(default_factory=dict)
    indicators: Mapping[Term, Mapping[str, Indicator]] = field(default_factory=dict)
    readings: Mapping[str, NamedReading] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    references: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    location: Location = Location("")

    @property
    def heading(self) -> str:
        return self.title or self.name

    @property
    def names(self) -> tuple[str, ...]:
        """The name of the case, and those of the cases whose codings it takes over."""
        return (self.name, *self.based_on)

    @property
    def first(self) -> int:
        """The first period that can be read: 0 where there is a baseline, else 1."""
        return 0 if self.baseline is not None else 1

    @property
    def last(self) -> int:
        return len(self.periods)

    def period(self, number: int) -> Period:
        """The period of that number; 0 is the baseline."""
        if number == 0:
            if self.baseline is None:
                raise IndexError("the case has no baseline")
            return self.baseline
        return self.periods[number - 1]

    def number_of(self, period_id: str) -> int | None:
        """The number of the period with that id, or None."""
        for number in range(self.first, self.last + 1):
            if self.period(number).id == period_id:
                return number
        return None

    def number_at(self, date: str) -> int | None:
        """The number of the period in whose years a date falls, or None; 0 is the baseline."""
        year = date[:4]
        for number in range(self.first, self.last + 1):
            years = self.period(number).years
            if years is not None and year.isdigit() and years[0] <= int(year) <= years[1]:
                return number
        return None

    def binds(self, term: Term) -> bool:
        return all(role in self.roles for role in term.arguments)

    def coding(self, term: Term, number: int) -> Coding:
        """What is coded for the term in that period; MISSING where nothing is, or a role is unbound."""
        if not self.binds(term):
            return MISSING
        own = self.period(number).codings.get(term)
        return own if own is not None else self.throughout.get(term, MISSING)

    def recoded(self, changes: Mapping[_Pair, Coding]) -> Case:
        """The case with other codings for some term-periods; numbers count from the baseline, 0."""

        def changed(period: Period, number: int) -> Period:
            own = {term: coding for (term, at), coding in changes.items() if at == number}
            return replace(period, codings={**period.codings, **own}) if own else period

        baseline = changed(self.baseline, 0) if self.baseline is not None else None
        periods = tuple(changed(period, number) for number, period in enumerate(self.periods, 1))
        return replace(self, baseline=baseline, periods=periods)

    def read_by(self, name: str) -> Case:
        """The case under one of its readings, which replaces the codings that it names; KeyError for another name."""
        return self.recoded(
            {at: replace(coding, origin="reading") for at, coding in self.readings[name].codings.items()}
        )
