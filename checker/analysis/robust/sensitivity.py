"""Which verdicts change where a case is read otherwise, evidence is left out or a proposition is given up.

Leading verdicts are compared throughout (semantics.md, section 6).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from checker.analysis.verdicts.judgement import Verdict
from checker.analysis.verdicts.trial import Trial
from checker.logic.formula import Term
from checker.study.calibration import calibrated, set_aside, summary_of, under_indicator
from checker.study.case import Calibration, Case
from checker.study.evidence import before_onset, citations, without_source
from checker.study.theory import Explained

Kind = Literal["reading", "indicator", "source", "before onset", "proposition", "border"]


@dataclass(frozen=True)
class Shift:
    """A leading verdict that a variation changes."""

    period_id: str
    was: Verdict
    now: Verdict


@dataclass(frozen=True)
class Variation:
    """The leading verdicts that are others under another reading of the case, or with a proposition given up.

    `name` is that of the reading, indicator, source or proposition, or `p|q +1` for the border between two periods
    moved on by a year. `label` is the heading of a named reading.
    """

    kind: Kind
    name: str
    judged: int
    changed: tuple[Shift, ...]
    label: str = ""


@dataclass(frozen=True)
class CutPoint:
    """The range in which a cut point may lie, others as they are, with every leading verdict as it is.

    From `low`, not included, to `high`, included; None where nothing bounds it on that side. `below` and
    `above` are the first verdict that changes beyond, None where the range ends at a neighbouring cut point.
    """

    term: Term
    value: str
    at: Fraction
    low: Fraction | None
    high: Fraction | None
    below: Shift | None
    above: Shift | None


class Sensitivity:
    """The leading verdicts of one theory on one explained term, and what changes them.

    A period none of whose codings and propositions a variation touches keeps its verdict unasked.
    """

    def __init__(self, trial: Trial, explained: Explained) -> None:
        self.trial = trial
        self.case = trial.case
        self.explained = explained
        self.periods = range(1, self.case.last + 1)
        self.verdicts = tuple(trial.verdict(explained, t) for t in self.periods)

    def variations(self) -> tuple[Variation, ...]:
        return tuple(self._variations())

    def _variations(self) -> Iterator[Variation]:
        case, theory = self.case, self.trial.theory
        for name, reading in case.readings.items():
            yield replace(self._varied("reading", name, case.read_by(name)), label=reading.heading)
        for name, indicator in case.indicators.get(self.explained.term, {}).items():
            yield self._varied(
                "indicator", name, under_indicator(case, self.explained.term, name), set_aside(theory, case, indicator)
            )
        for key in citations(case):
            yield self._varied("source", key, without_source(case, key))
        yield self._varied("before onset", "", before_onset(case, theory.explained_terms))
        for label in (*(p.id for p in theory.propositions), *(s.label for s in theory.exhaustive)):
            yield self._varied("proposition", label, case, [label])
        for name, other in _moved_borders(case):
            yield self._varied("border", name, other)

    def _varied(self, kind: Kind, name: str, other: Case, without: Sequence[str] = ()) -> Variation:
        return Variation(kind, name, len(self.verdicts), tuple(self._shifts(other, without)))

    def _shifts(self, other: Case, without: Iterable[str] = ()) -> Iterator[Shift]:
        given_up = frozenset(without)
        varied = self.trial.on(other)
        if given_up:
            varied = varied.giving_up(given_up)
        for t, was in zip(self.periods, self.verdicts, strict=True):
            if self._is_touched(t, other, given_up):
                now = varied.verdict(self.explained, t)
                if now != was:
                    yield Shift(self.case.period(t).id, was, now)

    def _is_touched(self, t: int, other: Case, given_up: frozenset[str]) -> bool:
        question = self.trial.question(self.explained, t)
        return any(i.label in given_up for i in question.all) or any(
            self.case.coding(*tp) != other.coding(*tp) for tp in question.places
        )

    def cut_points(self) -> tuple[CutPoint, ...]:
        """The sensitivity range (Oana and Schneider 2024) of every cut point of a calibrated term that matters."""
        used = {tp.term for t in self.periods for tp in self.trial.question(self.explained, t).places}
        return tuple(
            self._range(term, calibration, place)
            for term, calibration in self.case.calibrations.items()
            if term in used
            for place in range(len(calibration.at_least))
        )

    def _range(self, term: Term, calibration: Calibration, place: int) -> CutPoint:
        case, cuts = self.case, calibration.at_least
        value, at = cuts[place]
        floor = cuts[place - 1][1] if place else None
        ceiling = cuts[place + 1][1] if place + 1 < len(cuts) else None
        summaries = sorted(
            {
                found[0]
                for n in range(case.first, case.last + 1)
                if (years := case.period(n).years)
                and (found := summary_of(case.series[calibration.series], calibration.summary, years))
            }
        )

        def first_shift(cut: Fraction) -> Shift | None:
            moved = replace(calibration, at_least=(*cuts[:place], (value, cut), *cuts[place + 1 :]))
            other = calibrated(replace(case, calibrations={**case.calibrations, term: moved}))
            return next(self._shifts(other), None)

        # Codings change only where the cut point passes a period's summary: one try for each gap between them.
        low, below = floor, None
        for number in reversed([s for s in summaries if s < at and (floor is None or s > floor)]):
            below = first_shift(number)
            if below is not None:
                low = number
                break
        high, above = ceiling, None
        beyond = [s for s in summaries if s >= at and (ceiling is None or s < ceiling)]
        # Where no summary lies beyond, the ceiling follows nothing.
        for number, following in zip(beyond, [*beyond[1:], ceiling], strict=False):
            above = first_shift((number + following) / 2 if following is not None else number + 1)
            if above is not None:
                high = number
                break
        return CutPoint(term=term, value=value, at=at, low=low, high=high, below=below, above=above)


def _moved_borders(case: Case) -> Iterator[tuple[str, Case]]:
    """The case with each border between neighbouring periods a year earlier and later, calibrated codings following.

    None where no coding is calibrated, since then nothing follows.
    """
    for number in range(case.first, case.last) if case.calibrations else ():
        left, right = case.period(number), case.period(number + 1)
        if left.years is None or right.years is None or left.years[1] + 1 != right.years[0]:
            continue
        for years in (-1, 1):
            end = left.years[1] + years
            if left.years[0] <= end and end + 1 <= right.years[1]:
                moved = {
                    number: replace(left, years=(left.years[0], end)),
                    number + 1: replace(right, years=(end + 1, right.years[1])),
                }
                periods = tuple(moved.get(n, period) for n, period in enumerate(case.periods, 1))
                baseline = moved.get(0, case.baseline) if case.baseline is not None else None
                yield f"{left.id}|{right.id} {years:+d}", calibrated(replace(case, periods=periods, baseline=baseline))
