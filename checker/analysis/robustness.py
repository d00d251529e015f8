"""How firm the verdicts on a case are, and what they hang on (semantics.md, section 6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from checker.analysis.distance import Distances, Recoded, distances
from checker.analysis.doubt import Doubt, doubt
from checker.analysis.result import Verdict
from checker.analysis.verdict import Trial
from checker.logic.formula import Term
from checker.problems import LimitReached
from checker.study.calibration import calibrated, set_aside, summary_of, under_indicator
from checker.study.case import Calibration, Case
from checker.study.evidence import before_onset, citations, without_source
from checker.study.theory import Explained, Theory

Kind = Literal["indicator", "source", "before onset", "proposition", "boundary"]
Step = Callable[[str], None]


@dataclass(frozen=True)
class Firmness:
    """How firm one verdict is; without `distances` and `doubt` where it is untestable or a limit was reached."""

    period: int
    period_id: str
    verdict: Verdict
    distances: Distances | None
    doubt: Doubt | None
    limit: str = ""


@dataclass(frozen=True)
class Shift:
    """A verdict that a variation changes."""

    period_id: str
    was: Verdict
    now: Verdict


@dataclass(frozen=True)
class Variation:
    """The verdicts under another reading of the case, or with a proposition left out.

    `name` is the indicator, the source, the label, or `p|q +1` for the boundary between two periods moved on by a year.
    """

    kind: Kind
    name: str
    judged: int
    changed: tuple[Shift, ...]


@dataclass(frozen=True)
class CutPoint:
    """The range in which a cut point may lie, others as they are, with every verdict as it is.

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


@dataclass(frozen=True)
class Hold:
    """A theory's verdicts on one explained term, and all that was asked about their firmness."""

    theory: Theory
    explains: Explained
    firmness: tuple[Firmness, ...]
    variations: tuple[Variation, ...]
    cut_points: tuple[CutPoint, ...]

    @property
    def hinges(self) -> tuple[tuple[Firmness, Recoded, Verdict], ...]:
        """Every single recoding that changes a verdict, with the verdict it leads to."""
        return tuple((firm, single.recodings[0], single.verdict)
                     for firm in self.firmness if firm.distances for single in firm.distances.singles)

    @property
    def is_firm(self) -> bool | None:
        """Whether no single recoding of a condition changes any verdict; None where a limit left it open."""
        if self.hinges:
            return False
        return None if any(firm.limit for firm in self.firmness) else True


@dataclass(frozen=True)
class Robustness:
    case: Case
    holds: tuple[Hold, ...]

    @property
    def is_complete(self) -> bool:
        return not any(firm.limit for hold in self.holds for firm in hold.firmness)


def robustness(case: Case, theories: Iterable[Theory], step: Step = lambda done: None) -> Robustness:
    """How firm the verdicts of each theory on the case are; `step` is told each theory as it is begun."""
    holds = []
    for theory in theories:
        step(theory.name)
        trial = Trial(theory, case)
        holds += [_hold(trial, explained) for explained in theory.explains]
    return Robustness(case, tuple(holds))


def _hold(trial: Trial, explained: Explained) -> Hold:
    case, theory = trial.case, trial.theory
    firmness = tuple(_firmness(trial, explained, t) for t in range(1, case.last + 1))
    verdicts = tuple(firm.verdict for firm in firmness)

    def varied(kind: Kind, name: str, other: Case, without: Sequence[str] = ()) -> Variation:
        return Variation(kind, name, len(verdicts), _shifts(verdicts, trial.on(other).giving_up(without), explained))

    variations = [
        *(varied("indicator", name, under_indicator(case, explained.term, name), set_aside(theory, case, indicator))
          for name, indicator in case.indicators.get(explained.term, {}).items()),
        *(varied("source", key, without_source(case, key)) for key in citations(case)),
        varied("before onset", "", before_onset(case, theory.explained_terms)),
        *(varied("proposition", label, case, [label]) for label in
          (*(p.id for p in theory.propositions), *(s.label for s in theory.exhaustive))),
        *(varied("boundary", name, other) for name, other in _moved_boundaries(case)),
    ]
    return Hold(theory, explained, firmness, tuple(variations), tuple(_cut_points(trial, explained, verdicts)))


def _firmness(trial: Trial, explained: Explained, t: int) -> Firmness:
    period_id = trial.case.period(t).id
    verdict = trial.verdict(explained, t)
    question = trial.question(explained, t)
    if not question.testable:
        return Firmness(t, period_id, verdict, None, None)
    try:
        diagram = trial.diagram(explained, t)
        return Firmness(
            t, period_id, verdict, distances(question, diagram, verdict), doubt(question, diagram, verdict))
    except LimitReached as limit:
        return Firmness(t, period_id, verdict, None, None, str(limit))


def _shifts(verdicts: Sequence[Verdict], trial: Trial, explained: Explained) -> tuple[Shift, ...]:
    found = []
    for t, was in enumerate(verdicts, 1):
        now = trial.verdict(explained, t)
        if now != was:
            found.append(Shift(trial.case.period(t).id, was, now))
    return tuple(found)


def _moved_boundaries(case: Case) -> Iterator[tuple[str, Case]]:
    """The case with each boundary between neighbouring periods a year earlier and later, calibrated codings following.

    None where no coding is calibrated, since then nothing follows.
    """
    for number in range(case.first, case.last) if case.calibrations else ():
        left, right = case.period(number), case.period(number + 1)
        if left.years is None or right.years is None or left.years[1] + 1 != right.years[0]:
            continue
        for years in (-1, 1):
            end = left.years[1] + years
            if left.years[0] <= end and end + 1 <= right.years[1]:
                moved = {number: replace(left, years=(left.years[0], end)),
                         number + 1: replace(right, years=(end + 1, right.years[1]))}
                periods = tuple(moved.get(n, period) for n, period in enumerate(case.periods, 1))
                baseline = moved.get(0, case.baseline) if case.baseline is not None else None
                yield f"{left.id}|{right.id} {years:+d}", calibrated(
                    replace(case, periods=periods, baseline=baseline))


def _cut_points(trial: Trial, explained: Explained, verdicts: Sequence[Verdict]) -> Iterator[CutPoint]:
    """The sensitivity range (Oana and Schneider 2024) of every cut point of a calibrated term that matters."""
    case = trial.case
    used = {tp.term for t in range(1, case.last + 1) for tp in trial.question(explained, t).observables}
    used.add(explained.term)
    for term, calibration in case.calibrations.items():
        if term in used:
            for place in range(len(calibration.at_least)):
                yield _range(trial, explained, verdicts, term, calibration, place)


def _range(
    trial: Trial, explained: Explained, verdicts: Sequence[Verdict], term: Term, calibration: Calibration, place: int
) -> CutPoint:
    case, cuts = trial.case, calibration.at_least
    value, at = cuts[place]
    floor = cuts[place - 1][1] if place else None
    ceiling = cuts[place + 1][1] if place + 1 < len(cuts) else None
    summaries = sorted({found[0] for n in range(case.first, case.last + 1) if (years := case.period(n).years)
                        and (found := summary_of(case.series[calibration.series], calibration.summary, years))})

    def first_shift(cut: Fraction) -> Shift | None:
        moved = replace(calibration, at_least=(*cuts[:place], (value, cut), *cuts[place + 1:]))
        other = calibrated(replace(case, calibrations={**case.calibrations, term: moved}))
        return next(iter(_shifts(verdicts, trial.on(other), explained)), None)

    # Codings change only where the cut point passes a period's summary, so one try for each gap between them is all.
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
    return CutPoint(term, value, at, low, high, below, above)
