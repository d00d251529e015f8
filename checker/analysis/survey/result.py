"""A survey as its reader sees it: variants of the coding, each with verdicts, exceptions and fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from checker.analysis.survey.blame import blamed
from checker.analysis.survey.fit import FitPart, FitQuestion
from checker.analysis.survey.judge import NamedRow, Part, Standing, Tally
from checker.analysis.survey.plan import Plan
from checker.analysis.survey.resampling import Estimate
from checker.logic.formula import Term
from checker.problems import LimitReached
from checker.study.mapping import TableMap

Lags = tuple[tuple[Term, ...], int]
"""Some terms and how many periods back they are read."""


@dataclass(frozen=True)
class MapVariant:
    """A variant of the map: what was changed, in words (nothing for the map as written), and the map."""

    changed: str
    table_map: TableMap


@dataclass(frozen=True)
class SurveyVariant:
    """What the table says under one coding; `blames` gives for each explained term the core of each exception."""

    coding: MapVariant
    part: Part
    fit: FitPart | None
    blames: tuple[Mapping[NamedRow, tuple[str, ...]], ...]
    estimates: tuple[Mapping[str, Estimate], ...] = ()


@dataclass(frozen=True)
class Survey:
    """The result of a survey; `looked_back`: whether the order of rows mattered, so that gaps were counted."""

    table: str
    title: str
    plan: Plan
    questions: tuple[FitQuestion, ...]
    variants: tuple[SurveyVariant, ...]
    looked_back: bool
    resampling: str = ""
    unmapped: tuple[Term, ...] = field(default=())

    @property
    def refuting(self) -> int:
        """How many rows, over all theories and variants, refute one: contradict, collide with or are denied by it."""
        return sum(tally.refuting for variant in self.variants for tally in variant.part.tallies)

    def standings(self, variant: SurveyVariant, theory: int) -> tuple[tuple[str, Standing], ...]:
        """The propositions of a theory with their standings, in file order."""
        return tuple(
            (label, standing)
            for (place, label), standing in zip(self.plan.labels, variant.part.standings, strict=True)
            if place == theory
        )

    def tallies(self, variant: SurveyVariant) -> tuple[tuple[str, str, Tally, Mapping[NamedRow, tuple[str, ...]]], ...]:
        """For each theory and explained term its names, its tally and the blames."""
        rows = zip(self.plan.verdicts, variant.part.tallies, variant.blames, strict=True)
        return tuple(
            (self.plan.theories[asked.theory].name, str(asked.explained), tally, blames)
            for asked, tally, blames in rows
        )


def blames_of(plan: Plan, part: Part) -> tuple[Mapping[NamedRow, tuple[str, ...]], ...]:
    """Blamed propositions per exception, for each explained term; empty where the solver reached its limit."""
    blames: list[Mapping[NamedRow, tuple[str, ...]]] = []
    for question, tally in enumerate(part.tallies):
        try:
            blames.append(blamed(plan, question, tally.exceptions))
        except LimitReached:
            blames.append({})
    return tuple(blames)


def swept(
    base: TableMap, lags: Sequence[Sequence[Lags]], sweeps: Sequence[tuple[Term, str, Sequence[Fraction]]]
) -> tuple[MapVariant, ...]:
    """The map under every combination of lags and cut points, in order; unchanged if nothing is varied."""
    codings = [MapVariant("", base)]
    for choices in lags:
        codings = [
            MapVariant(
                _also(coding, f"{_terms(terms)} {lag} {'period' if lag == 1 else 'periods'} earlier"),
                coding.table_map.lagged(dict.fromkeys(terms, lag)),
            )
            for coding in codings
            for terms, lag in choices
        ]
    for term, value, cuts in sweeps:
        codings = [
            MapVariant(
                _also(coding, f"{term} is {value} from {_plain(cut)}"), coding.table_map.cut_at(term, value, cut)
            )
            for coding in codings
            for cut in cuts
        ]
    return tuple(codings)


def _also(coding: MapVariant, changed: str) -> str:
    return f"{coding.changed}, {changed}" if coding.changed else changed


def _terms(terms: Sequence[Term]) -> str:
    """The terms by name; from four on, "conditions"."""
    return ", ".join(map(str, terms)) if len(terms) < 4 else "conditions"


def _plain(number: Fraction) -> str:
    return str(number) if number.denominator == 1 else str(float(number))
