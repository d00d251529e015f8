"""Several coders of one case: how far they agree, what hangs on it, and one case made of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

from checker.analysis.coding.doubt import Band, held_against
from checker.analysis.coding.reliability import FEW, ordinal_alpha, set_alpha
from checker.analysis.verdicts.judgement import Verdict
from checker.analysis.verdicts.question import Question
from checker.analysis.verdicts.trial import Trial
from checker.logic.formula import Term
from checker.problems import LimitReached
from checker.study.case import Case, Coding, Evidence
from checker.study.codebook import Variable
from checker.study.confidence import spread
from checker.study.sheet import THROUGHOUT, Place, Sheet, in_case_order, with_codings
from checker.study.theory import Explained, Theory

MERGING = (
    "Where coders differ, every value that one of them gave is there, with the mean of their probabilities: a value given "
    "plainly counts as sure, several without a confidence count evenly, and who codes missing is left out of the mean."
)
GRAIN = 10_000
"""Shares are rounded to whole ten-thousandths, so that a file can state them and they add up to 1."""


@dataclass(frozen=True)
class Share:
    """`part` of `whole`; `value` is None if `whole` is 0."""

    part: int
    whole: int

    @property
    def value(self) -> Fraction | None:
        return Fraction(self.part, self.whole) if self.whole else None


@dataclass(frozen=True)
class Reliability:
    """Agreement on one variable, all its roles together.

    `agreement` counts pairs of coders with the same coding, missing and contested ones included. `alpha` is over all
    codings as sets of values, a missing one having none. `ordinal` is over single values only: `left_out` counts the
    codings of shared places that are none. Either is None where all codings are the same one, so that agreement cannot
    be told from chance.
    """

    variable: str
    units: int
    agreement: Share
    alpha: Fraction | None
    ordinal: Fraction | None
    left_out: int

    @property
    def is_thin(self) -> bool:
        """Whether there are too few places for an alpha to say much."""
        return self.units < FEW


@dataclass(frozen=True)
class Disagreement:
    """A place that coders code differently, with the values each gave; () is missing."""

    place: Place
    given: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class VerdictOfCoders:
    """The leading verdict of a theory on a period under each coder's codings, in the order of the coders.

    `chances` are the verdicts' own; None past a limit, where the verdict is `unknown`.
    """

    theory: str
    explains: str
    period_id: str
    verdicts: tuple[Verdict, ...]
    chances: tuple[Fraction | None, ...]

    @property
    def changes(self) -> bool:
        return len(set(self.verdicts)) > 1


@dataclass(frozen=True)
class Weight:
    """Effect of a disagreement on verdicts if one coder adopted another's coding at this place only.

    `change` is the greatest change of the chance of a coder's leading verdict; `theory`, `explains` and `period_id` say
    of which verdict. `changed` counts the verdicts of which another one then leads for some coder.
    """

    place: Place
    change: Fraction
    theory: str
    explains: str
    period_id: str
    changed: int


@dataclass(frozen=True)
class Agreement:
    """The comparison of several coders of one case.

    `alone` names for each coder how many places no other coded. `decided_by` names, for a verdict that changes
    between coders, the disagreements that change it alone when the other's coding is taken over. `weights` has the
    disagreements that change any chance, the greatest change first. `bands` hold the confidences of the case against
    what the coders chose.
    """

    case: Case
    theories: tuple[Theory, ...]
    coders: tuple[str, ...]
    shared: int
    agreement: Share
    variables: tuple[Reliability, ...]
    disagreements: tuple[Disagreement, ...]
    alone: tuple[tuple[str, int], ...]
    verdicts: tuple[VerdictOfCoders, ...]
    decided_by: Mapping[tuple[str, str, str], tuple[Place, ...]]
    weights: tuple[Weight, ...]
    bands: tuple[Band, ...] = ()

    @property
    def changed(self) -> tuple[VerdictOfCoders, ...]:
        return tuple(each for each in self.verdicts if each.changes)

    def heading(self, theory: str) -> str:
        """The title of a theory by its name."""
        return next(each.heading for each in self.theories if each.name == theory)


def agreement(case: Case, sheets: Sequence[Sheet], theories: Sequence[Theory]) -> Agreement:
    """Compare the coders of a case, place by place and verdict by verdict.

    Places coded by a single coder do not count towards agreement. For the verdicts each coder's codings lie over those of
    the case itself.
    """
    shared = [
        place
        for place in in_case_order(case, (p for sheet in sheets for p in sheet.codings))
        if sum(place in sheet.codings for sheet in sheets) > 1
    ]
    by_variable: dict[str, list[Place]] = {}
    for place in shared:
        by_variable.setdefault(place.term.variable, []).append(place)
    names = [name for name in case.codebook.variables if name in by_variable]
    cases = [with_codings(case, sheet.codings) for sheet in sheets]
    disagreements = tuple(_disagreements(shared, sheets))
    weighing = _Weighing(cases, sheets, [each.place for each in disagreements])
    verdicts = tuple(each for theory in theories for each in weighing.verdicts(theory))
    return Agreement(
        case=case,
        theories=tuple(theories),
        coders=tuple(sheet.coder for sheet in sheets),
        shared=len(shared),
        agreement=_agreeing(shared, sheets),
        variables=tuple(_reliability(case, name, by_variable[name], sheets) for name in names),
        disagreements=disagreements,
        alone=tuple((sheet.coder, sum(place not in shared for place in sheet.codings)) for sheet in sheets),
        verdicts=verdicts,
        decided_by=weighing.decided_by,
        weights=weighing.weights,
        bands=held_against(case, sheets),
    )


def _agreeing(shared: Iterable[Place], sheets: Sequence[Sheet]) -> Share:
    pairs = [
        (one.codings[place].values, other.codings[place].values)
        for place in shared
        for one, other in combinations(sheets, 2)
        if place in one.codings and place in other.codings
    ]
    return Share(sum(one == other for one, other in pairs), len(pairs))


def _reliability(case: Case, name: str, shared: Sequence[Place], sheets: Sequence[Sheet]) -> Reliability:
    order = case.codebook.variables[name].values
    given = [[sheet.codings[place].values for sheet in sheets if place in sheet.codings] for place in shared]
    single = [[order.index(values[0]) for values in unit if len(values) == 1] for unit in given]
    return Reliability(
        variable=name,
        units=len(shared),
        agreement=_agreeing(shared, sheets),
        alpha=set_alpha([[frozenset(values) for values in unit] for unit in given]),
        ordinal=ordinal_alpha(single, len(order)),
        left_out=sum(len(values) != 1 for unit in given for values in unit),
    )


def _disagreements(shared: Iterable[Place], sheets: Sequence[Sheet]) -> Iterator[Disagreement]:
    for place in shared:
        given = tuple((sheet.coder, sheet.codings[place].values) for sheet in sheets if place in sheet.codings)
        if len({values for _, values in given}) > 1:
            yield Disagreement(place, given)


class _Weighing:
    """The verdicts under each coder's codings, and what each disagreement does to them alone."""

    def __init__(self, cases: Sequence[Case], sheets: Sequence[Sheet], apart: Sequence[Place]) -> None:
        self.cases = cases
        self.sheets = sheets
        self.apart = apart
        self.decided_by: dict[tuple[str, str, str], tuple[Place, ...]] = {}
        self._weights: dict[Place, Weight] = {}

    @property
    def weights(self) -> tuple[Weight, ...]:
        return tuple(sorted(self._weights.values(), key=lambda weight: -weight.change))

    def verdicts(self, theory: Theory) -> Iterator[VerdictOfCoders]:
        first = Trial(theory, self.cases[0])
        trials = [first, *(first.on(other) for other in self.cases[1:])]
        for explained in theory.explains:
            for t in range(1, self.cases[0].last + 1):
                read = [_read(trial, explained, t) for trial in trials]
                judged = VerdictOfCoders(
                    theory.name,
                    str(explained),
                    self.cases[0].period(t).id,
                    tuple(verdict for verdict, _ in read),
                    tuple(chances.get(verdict) for verdict, chances in read),
                )
                self._weigh(judged, trials, explained, t, read)
                yield judged

    def _weigh(
        self,
        judged: VerdictOfCoders,
        trials: Sequence[Trial],
        explained: Explained,
        t: int,
        read: Sequence[tuple[Verdict, Mapping[Verdict, Fraction]]],
    ) -> None:
        about = (judged.theory, judged.explains, judged.period_id)
        decisive = []
        for place in self._touching(trials[0].question(explained, t)):
            change, changes = Fraction(0), False
            for trial, case, (verdict, chances) in zip(trials, self.cases, read, strict=True):
                for sheet in self.sheets:
                    if place in sheet.codings:
                        other = trial.on(with_codings(case, {place: sheet.codings[place]}))
                        leading, after = _read(other, explained, t)
                        changes = changes or leading != verdict
                        if chances and after:
                            change = max(change, abs(chances[verdict] - after.get(verdict, Fraction(0))))
            if changes:
                decisive.append(place)
            known = self._weights.get(place)
            if change or changes:
                number = changes + (known.changed if known is not None else 0)
                self._weights[place] = (
                    Weight(place, change, *about, number)
                    if known is None or change > known.change
                    else replace(known, changed=number)
                )
        if judged.changes:
            self.decided_by[about] = tuple(decisive)

    def _touching(self, question: Question) -> Iterator[Place]:
        """The disagreements that can affect a verdict."""
        case = self.cases[0]
        for place in self.apart:
            if any(
                place.term == tp.term and place.period in (THROUGHOUT, case.period(tp.period).id)
                for tp in question.places
            ):
                yield place


def _read(trial: Trial, explained: Explained, t: int) -> tuple[Verdict, Mapping[Verdict, Fraction]]:
    """The leading verdict and the chances of all; `unknown` without any past a limit."""
    try:
        cell = trial.cell(explained, t)
        return cell.leading_verdict, dict(cell.probability)
    except LimitReached:
        return "unknown", {}


def merged_codings(case: Case, sheets: Sequence[Sheet]) -> dict[Place, Coding]:
    """One coding for each place that was coded: every value that was given, each as probable as coders hold on average.

    All coders count alike, whether they agree or not: a value given plainly counts as sure, a confidence as stated,
    several values without one evenly (MERGING). Who finds a place missing is left out of the average, and a note says
    so. Evidence is joined, notes bear their coders' names.
    """
    return {
        place: _merged(case, place.term, [sheet for sheet in sheets if place in sheet.codings], place)
        for place in in_case_order(case, (place for sheet in sheets for place in sheet.codings))
    }


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
        return Coding(values=(), confidence={}, note=note, evidence=tuple(evidence), coder=coders)
    values = tuple(value for value in variable.values if any(value in coding.values for coding in voting))
    return Coding(
        values=values, confidence=_averaged(voting, values, variable), note=note, evidence=tuple(evidence), coder=coders
    )


def _averaged(codings: Sequence[Coding], values: tuple[str, ...], variable: Variable) -> dict[str, Fraction]:
    """The mean of the coders' probabilities, as one number where possible; empty for certainty."""
    stated = [_probabilities(coding) for coding in codings]
    mean = {
        value: sum((each.get(value, Fraction(0)) for each in stated), Fraction(0)) / len(stated)
        for value in variable.values
    }
    together = sum((mean[value] for value in values), Fraction(0))
    if len(values) < len(variable.values) and mean == {**mean, **spread(together, values, variable)} and together < 1:
        return spread(Fraction(round(together * GRAIN), GRAIN), values, variable)
    return _stated(mean, values, variable.values)


def _probabilities(coding: Coding) -> Mapping[str, Fraction]:
    """The probability of each value, as the coder states it."""
    return coding.confidence or {value: Fraction(1, len(coding.values)) for value in coding.values}


def _stated(shares: Mapping[str, Fraction], values: Sequence[str], order: Sequence[str]) -> dict[str, Fraction]:
    """The shares in whole ten-thousandths that add up to 1, by largest remainders; empty where they say nothing."""
    if all(shares[value] == Fraction(value in values, len(values)) for value in order):
        return {}
    exact = {value: shares[value] * GRAIN for value in order if shares[value]}
    # Rounding must not remove a value that someone coded.
    whole = {value: max(int(amount), 1) for value, amount in exact.items()}
    by_remainder = sorted(exact, key=lambda value: (int(exact[value]) - exact[value], order.index(value)))
    for value in by_remainder[: max(GRAIN - sum(whole.values()), 0)]:
        whole[value] += 1
    excess = sum(whole.values()) - GRAIN
    if excess:
        whole[max(whole, key=lambda value: whole[value])] -= excess
    return {value: Fraction(number, GRAIN) for value, number in whole.items()}
