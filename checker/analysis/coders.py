"""Several coders of one case: how far they agree, what hangs on it, and one case made of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from checker.analysis.reliability import Metric, alpha
from checker.analysis.result import Verdict
from checker.analysis.verdict import Trial
from checker.logic.formula import Term
from checker.study.case import Case, Coding, Evidence
from checker.study.codebook import Variable
from checker.study.confidence import spread
from checker.study.sheet import Place, Sheet, in_case_order, with_codings
from checker.study.theory import Theory

GRAIN = 10_000
"""Shares are rounded to whole ten-thousandths, so that a file can state them and they add up to 1."""


@dataclass(frozen=True)
class Share:
    """How many of so many; the share itself is None of none."""

    part: int
    whole: int

    @property
    def value(self) -> Fraction | None:
        return Fraction(self.part, self.whole) if self.whole else None


@dataclass(frozen=True)
class Reliability:
    """Agreement on one variable, all its roles together.

    `agreement` counts pairs of coders with the same coding, `missing` and contested ones included. The alphas
    are over single values only: `left_out` counts the codings of at least two coders that are none. They are None
    where only one value was used, so that there is nothing to tell coders apart.
    """

    variable: str
    units: int
    agreement: Share
    nominal: Fraction | None
    ordinal: Fraction | None
    left_out: int


@dataclass(frozen=True)
class Disagreement:
    """A place that coders code differently, each with what was given; () is missing."""

    place: Place
    given: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class VerdictOfCoders:
    """The verdict of a theory on a period under each coder's codings, in the order of the coders."""

    theory: str
    explains: str
    period_id: str
    verdicts: tuple[Verdict, ...]

    @property
    def changes(self) -> bool:
        return len(set(self.verdicts)) > 1


@dataclass(frozen=True)
class Agreement:
    """What several coders of one case make of it.

    `alone` names for each coder how many places no other coded. `decided_by` names, for a verdict that changes
    between coders, the disagreements that change it alone when the other's coding is taken over.
    """

    case: Case
    coders: tuple[str, ...]
    shared: int
    agreement: Share
    variables: tuple[Reliability, ...]
    disagreements: tuple[Disagreement, ...]
    alone: tuple[tuple[str, int], ...]
    verdicts: tuple[VerdictOfCoders, ...]
    decided_by: Mapping[tuple[str, str, str], tuple[Place, ...]]

    @property
    def changed(self) -> tuple[VerdictOfCoders, ...]:
        return tuple(each for each in self.verdicts if each.changes)


def agreement(case: Case, sheets: Sequence[Sheet], theories: Sequence[Theory]) -> Agreement:
    """Compare the coders of a case, place by place and verdict by verdict.

    Places that only one coder coded count for no agreement. For the verdicts each coder's codings lie over those of
    the case itself.
    """
    shared = [place for place in in_case_order(case, (p for sheet in sheets for p in sheet.codings))
              if sum(place in sheet.codings for sheet in sheets) > 1]
    by_variable: dict[str, list[Place]] = {}
    for place in shared:
        by_variable.setdefault(place.term.variable, []).append(place)
    names = [name for name in case.codebook.variables if name in by_variable]
    cases = [with_codings(case, sheet.codings) for sheet in sheets]
    disagreements = tuple(_disagreements(shared, sheets))
    verdicts, decided = _verdicts(case, cases, sheets, theories, [each.place for each in disagreements])
    return Agreement(
        case, tuple(sheet.coder for sheet in sheets), len(shared), _agreeing(shared, sheets),
        tuple(_reliability(case, name, by_variable[name], sheets) for name in names), disagreements,
        tuple((sheet.coder, sum(place not in shared for place in sheet.codings)) for sheet in sheets),
        verdicts, decided)


def _agreeing(found: Iterable[Place], sheets: Sequence[Sheet]) -> Share:
    pairs = [(one.codings[place].values, other.codings[place].values)
             for place in found for one, other in combinations(sheets, 2)
             if place in one.codings and place in other.codings]
    return Share(sum(one == other for one, other in pairs), len(pairs))


def _reliability(case: Case, name: str, found: Sequence[Place], sheets: Sequence[Sheet]) -> Reliability:
    order = case.codebook.variables[name].values
    given = [[sheet.codings[place].values for sheet in sheets if place in sheet.codings] for place in found]
    units = [[order.index(values[0]) for values in unit if len(values) == 1] for unit in given]

    def measured(metric: Metric) -> Fraction | None:
        return alpha(units, len(order), metric)

    left_out = sum(len(values) != 1 for unit in given for values in unit)
    return Reliability(name, len(found), _agreeing(found, sheets), measured("nominal"), measured("ordinal"), left_out)


def _disagreements(found: Iterable[Place], sheets: Sequence[Sheet]) -> Iterator[Disagreement]:
    for place in found:
        given = tuple((sheet.coder, sheet.codings[place].values) for sheet in sheets if place in sheet.codings)
        if len({values for _, values in given}) > 1:
            yield Disagreement(place, given)


def _verdicts(
    case: Case, cases: Sequence[Case], sheets: Sequence[Sheet], theories: Sequence[Theory], apart: Sequence[Place],
) -> tuple[tuple[VerdictOfCoders, ...], dict[tuple[str, str, str], tuple[Place, ...]]]:
    found: list[VerdictOfCoders] = []
    decided: dict[tuple[str, str, str], tuple[Place, ...]] = {}
    for theory in theories:
        first = Trial(theory, cases[0])
        trials = [first, *(first.on(other) for other in cases[1:])]
        for explained in theory.explains:
            for t in range(1, case.last + 1):
                verdicts = tuple(trial.verdict(explained, t) for trial in trials)
                judged = VerdictOfCoders(theory.name, str(explained), case.period(t).id, verdicts)
                found.append(judged)
                if judged.changes:
                    decided[theory.name, str(explained), judged.period_id] = tuple(
                        place for place in apart if any(
                            trial.on(with_codings(own, {place: sheet.codings[place]})).verdict(explained, t) != verdict
                            for trial, own, verdict in zip(trials, cases, verdicts, strict=True)
                            for sheet in sheets if place in sheet.codings))
    return tuple(found), decided


def merged(case: Case, sheets: Sequence[Sheet]) -> dict[Place, Coding]:
    """One coding for each place that was coded: where coders differ, contested, sure by their shares.

    Each coder who gives a value has one vote; one who gives several splits it by the confidence in each. Who finds
    a place missing has no vote, and a note says so. Where all give the same values, their doubts are averaged.
    Evidence is joined, notes bear their coders' names.
    """
    found = in_case_order(case, (place for sheet in sheets for place in sheet.codings))
    return {place: _merged(case, place.term, [sheet for sheet in sheets if place in sheet.codings], place)
            for place in found}


def _merged(case: Case, term: Term, sheets: Sequence[Sheet], place: Place) -> Coding:
    variable = case.codebook.variables[term.variable]
    given = [(sheet.coder, sheet.codings[place]) for sheet in sheets]
    voting = [coding for _, coding in given if coding.values]
    evidence: dict[Evidence, None] = {}
    for _, coding in given:
        evidence.update(dict.fromkeys(coding.evidence))
    coders = ", ".join(coder for coder, _ in given)
    note = given[0][1].note
    if any(coding.note != note or coding.values != given[0][1].values for _, coding in given):
        note = "\n".join(f"{coder}: {coding.note or f'codes {coding}'}" for coder, coding in given)
    if not voting:
        return Coding((), {}, note, tuple(evidence), coders)
    values = tuple(value for value in variable.values if any(value in coding.values for coding in voting))
    agreed = len({coding.values for coding in voting}) == 1
    return Coding(values, _averaged(voting, variable) if agreed else _shared(voting, values, variable), note,
                  tuple(evidence), coders)


def _averaged(codings: Sequence[Coding], variable: Variable) -> dict[str, Fraction]:
    """The mean of the doubts of coders who give the same values; one number stays one number."""
    values = codings[0].values
    if all(dict(coding.confidence) == dict(codings[0].confidence) for coding in codings):
        return dict(codings[0].confidence)
    doubts = [_doubts(coding, variable.values) for coding in codings]
    sure = [sum((each.get(value, Fraction(0)) for value in values), Fraction(0)) for each in doubts]
    if all(len(values) < len(variable.values) and dict(each) == dict(spread(amount, values, variable) or each)
           for each, amount in zip(doubts, sure, strict=True)):
        return spread(Fraction(round(sum(sure, Fraction(0)) / len(sure) * GRAIN), GRAIN), values, variable)
    return _stated(_mean(doubts, variable.values), values, variable.values)


def _shared(codings: Sequence[Coding], values: Sequence[str], variable: Variable) -> dict[str, Fraction]:
    """The shares of the coders' votes."""
    return _stated(_mean([_ballot(coding) for coding in codings], variable.values), values, variable.values)


def _mean(ballots: Sequence[Mapping[str, Fraction]], order: Sequence[str]) -> dict[str, Fraction]:
    return {value: sum((ballot.get(value, Fraction(0)) for ballot in ballots), Fraction(0)) / len(ballots)
            for value in order}


def _doubts(coding: Coding, values: Sequence[str]) -> Mapping[str, Fraction]:
    """The probability of each value, as the coder states it."""
    if coding.confidence:
        return coding.confidence
    return {value: Fraction(value in coding.values, len(coding.values)) for value in values}


def _ballot(coding: Coding) -> Mapping[str, Fraction]:
    """One vote, split over the values of a contested coding by the confidence in each."""
    weights = {value: coding.confidence.get(value, Fraction(0)) for value in coding.values}
    total = sum(weights.values(), Fraction(0))
    if not total:
        return {value: Fraction(1, len(coding.values)) for value in coding.values}
    return {value: weight / total for value, weight in weights.items()}


def _stated(shares: Mapping[str, Fraction], values: Sequence[str], order: Sequence[str]) -> dict[str, Fraction]:
    """The shares in whole ten-thousandths that add up to 1, by largest remainders; empty where they say nothing."""
    if all(shares[value] == Fraction(value in values, len(values)) for value in order):
        return {}
    exact = {value: shares[value] * GRAIN for value in order if shares[value]}
    # A value that someone coded keeps a share that can be stated.
    whole = {value: max(int(amount), 1) for value, amount in exact.items()}
    by_remainder = sorted(exact, key=lambda value: (int(exact[value]) - exact[value], order.index(value)))
    for value in by_remainder[:max(GRAIN - sum(whole.values()), 0)]:
        whole[value] += 1
    excess = sum(whole.values()) - GRAIN
    if excess:
        whole[max(whole, key=lambda value: whole[value])] -= excess
    return {value: Fraction(number, GRAIN) for value, number in whole.items()}
