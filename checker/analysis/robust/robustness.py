"""How firm the verdicts on a case are, and what they hang on (semantics.md, section 6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from checker.analysis.robust.sensitivity import CutPoint, Sensitivity, Variation
from checker.analysis.verdicts.cell import Critical, Distance
from checker.analysis.verdicts.judgement import REFUTED, Distribution, Leading, TrackRecord, Verdict
from checker.analysis.verdicts.pivots import CLOSE, Pivot, pivots
from checker.analysis.verdicts.trial import Trial
from checker.problems import LimitReached
from checker.study.case import Case
from checker.study.term_period import Labelled
from checker.study.theory import Explained, Theory

HALF = Fraction(1, 2)
Step = Callable[[str], None]


@dataclass(frozen=True)
class Firmness:
    """How firm the verdict of one period is.

    `verdict` is that of the codings as they stand, `settled_by` the gaps that would settle it where it is open. Past
    a stated limit the rest is empty or None; so are `nearest` and `likeliest` where `open` leads. `pivots` stand from
    the most probable value down; `outcomes` are the verdicts for the other values of the outcome in the leading
    reading; `without_exhaustive` is None where the theory does not claim to name all causes.
    """

    period: int
    period_id: str
    verdict: Verdict
    settled_by: tuple[Labelled, ...] = ()
    leading: Leading | None = None
    probability: Distribution = ()
    by_source: Distribution | None = None
    without_exhaustive: Distribution | None = None
    pivots: tuple[Pivot, ...] = ()
    nearest: Distance | None = None
    likeliest: Distance | None = None
    outcomes: tuple[Distance, ...] = ()
    criticality: tuple[Critical, ...] = ()
    limit: str = ""

    @property
    def close(self) -> tuple[tuple[Verdict, Fraction], ...]:
        """The other verdicts within five points of the leading one."""
        if self.leading is None:
            return ()
        return tuple(
            (verdict, p)
            for verdict, p in self.probability
            if verdict != self.leading.verdict and self.leading.probability - p <= CLOSE
        )

    @property
    def hangs_on(self) -> tuple[Pivot, ...]:
        """The pivots that matter."""
        return tuple(pivot for pivot in self.pivots if pivot.matters)

    @property
    def is_firm(self) -> bool | None:
        """Whether the verdict has more than one half, none is close to it, and it hangs on no single coding."""
        if self.leading is None:
            return None
        return self.leading.probability > HALF and not self.close and not self.hangs_on

    @property
    def is_refuted(self) -> bool:
        """Whether the theory is refuted however gaps are coded, or with a chance of more than one half."""
        likely = self.leading is not None and self.leading.verdict in REFUTED and self.leading.probability > HALF
        return self.verdict in REFUTED or likely


@dataclass(frozen=True)
class TheoryRobustness:
    """A theory's verdicts on one explained term and how firm they are, with its record drawn in two ways."""

    theory: Theory
    explains: Explained
    periods: tuple[Firmness, ...]
    record: TrackRecord
    record_by_source: TrackRecord
    variations: tuple[Variation, ...]
    cut_points: tuple[CutPoint, ...]


@dataclass(frozen=True)
class Robustness:
    case: Case
    theories: tuple[TheoryRobustness, ...]

    @property
    def is_complete(self) -> bool:
        return not any(firm.limit for each in self.theories for firm in each.periods)


def robustness(case: Case, theories: Iterable[Theory], step: Step = lambda done: None) -> Robustness:
    """How firm the verdicts of each theory on the case are; `step` is told each theory as it is begun."""
    found = []
    for theory in theories:
        step(theory.name)
        trial = Trial(theory, case)
        found += [_of_theory(trial, explained) for explained in theory.explains]
    return Robustness(case, tuple(found))


def _of_theory(trial: Trial, explained: Explained) -> TheoryRobustness:
    periods = range(1, trial.case.last + 1)
    varied = Sensitivity(trial, explained)
    return TheoryRobustness(
        theory=trial.theory,
        explains=explained,
        periods=tuple(_firmness(trial, explained, t) for t in periods),
        record=trial.track(explained, periods),
        record_by_source=trial.track(explained, periods, by_source=True),
        variations=varied.variations(),
        cut_points=varied.cut_points(),
    )


def _firmness(trial: Trial, explained: Explained, t: int) -> Firmness:
    period_id = trial.case.period(t).id
    try:
        cell = trial.cell(explained, t)
    except LimitReached as limit:
        return Firmness(period=t, period_id=period_id, verdict="unknown", limit=str(limit))
    gaps = tuple(Labelled(tp, trial.case.period(tp.period).id) for tp in cell.settled_by)
    try:
        # Where `open` leads, what settles it stands in place of the distance.
        is_open = cell.leading_verdict == "open"
        return Firmness(
            period=t,
            period_id=period_id,
            verdict=cell.verdict,
            settled_by=gaps,
            leading=cell.leading,
            probability=cell.probability,
            by_source=cell.by_source,
            without_exhaustive=trial.without_exhaustive(explained, t),
            pivots=tuple(pivots(cell)),
            nearest=None if is_open else cell.nearest,
            likeliest=None if is_open else cell.likeliest,
            outcomes=cell.outcomes,
            criticality=cell.criticality,
        )
    except LimitReached as limit:
        return Firmness(period=t, period_id=period_id, verdict=cell.verdict, settled_by=gaps, limit=str(limit))
