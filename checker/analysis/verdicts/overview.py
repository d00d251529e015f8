"""What goes beside the verdicts of `check`: what each turns on, what other readings say, cautions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from checker.analysis.verdicts.judgement import BORNE_OUT, REFUTED, CaseResult, Judgement, Record, Verdict
from checker.analysis.verdicts.pivots import Pivot, pivots
from checker.analysis.verdicts.trial import Trial
from checker.logic.formula import Term
from checker.problems import LimitReached
from checker.study.calibration import set_aside, under_indicator
from checker.study.case import Case
from checker.study.evidence import after_onset, not_independent
from checker.study.theory import Explained, Theory

HALF = Fraction(1, 2)
Stand = Literal["fits", "refuted", "neither"]


@dataclass(frozen=True)
class Hinge:
    """A coding that the leading verdict of a cell turns on: with this value another verdict leads, over all draws."""

    theory: Theory
    explains: Explained
    judged: str
    verdict: Verdict
    pivot: Pivot

    @property
    def weight(self) -> Fraction:
        """How likely the value is, times how far the verdict that then leads is ahead of the one that leads now."""
        return self.pivot.chance * (self.pivot.probability - self.pivot.remains)

    @property
    def changes_sides(self) -> bool:
        """Whether the theory then fits where it did not, or is refuted where it was not, or the reverse."""
        return stand(self.verdict) != stand(self.pivot.leads)


@dataclass(frozen=True)
class ByReading:
    """The leading verdicts under a named reading, or an indicator of a term, for each record of a rival it bears on."""

    name: str
    label: str
    kind: Literal["reading", "indicator"]
    term: Term | None
    verdicts: tuple[tuple[Verdict, ...], ...]


@dataclass(frozen=True)
class Cautions:
    """How many conditions that the theories use are to be taken with care, and why.

    `late`: all evidence dated after the onset of the outcome; `circular`: rests only on what also codes
    the outcome; `bare`: coded without evidence.
    """

    late: int
    circular: int
    bare: int


@dataclass(frozen=True)
class Overview:
    """A case's result with what goes beside it; `by_reading` follows the rivals' records, benchmarks apart."""

    result: CaseResult
    hinges: tuple[Hinge, ...]
    by_reading: tuple[ByReading, ...]
    accommodated: tuple[Theory, ...]
    cautions: Cautions

    @property
    def rivals(self) -> tuple[Record, ...]:
        return tuple(record for record in self.result.records if not record.theory.benchmark)

    @property
    def benchmarks(self) -> tuple[Record, ...]:
        return tuple(record for record in self.result.records if record.theory.benchmark)

    def hinge(self, record: Record) -> Hinge | None:
        """What most turns a record's verdicts: what changes sides comes first, then the likeliest; None if nothing."""
        own = [h for h in self.hinges if h.theory is record.theory and h.explains == record.explains]
        return max(own, key=lambda h: (h.changes_sides, h.weight), default=None)


def stand(verdict: Verdict) -> Stand:
    """Whether a verdict speaks for a theory, against it, or neither."""
    return "fits" if verdict in BORNE_OUT else "refuted" if verdict in REFUTED else "neither"


def overview(result: CaseResult, trials: Sequence[Trial], indicators: bool = True) -> Overview:
    """Everything that `check` says beside the verdicts themselves; benchmarks are no rivals here.

    `trials` are those that the result's records come from; without `indicators` no other reading is tried.
    """
    rivals = [record for record in result.records if not record.theory.benchmark]
    by_theory = {id(trial.theory): trial for trial in trials}
    return Overview(
        result,
        tuple(
            hinge
            for record in rivals
            for judgement in record.judgements
            for hinge in _hinges(by_theory[id(record.theory)], record, judgement)
        ),
        tuple(_by_reading(rivals, by_theory, result.case)) if indicators and result.reading is None else (),
        tuple({r.theory.name: r.theory for r in rivals if built_on(r.theory, result.case)}.values()),
        _cautions(result.case, trials),
    )


def built_on(theory: Theory, case: Case) -> bool:
    """Whether the theory was built from this case, so that a fit is accommodation."""
    return not set(case.names).isdisjoint(theory.built_on)


def _cautions(case: Case, trials: Sequence[Trial]) -> Cautions:
    explained = tuple(dict.fromkeys(term for trial in trials for term in trial.theory.explained_terms))
    used = {term for trial in trials for term in trial.theory.terms}
    bare = sum(
        not coding.evidence and not coding.is_missing and coding.origin == "coded"
        for period in case.periods
        for term, coding in period.codings.items()
        if term in used
    )
    return Cautions(
        sum(term in used for term, _ in after_onset(case, explained)),
        sum(term in used for term, _ in not_independent(case, explained)),
        bare,
    )


def _hinges(trial: Trial, record: Record, judgement: Judgement) -> Iterable[Hinge]:
    """Every value of one coding that may well be right and brings another verdict to the lead.

    Not the value that is likelier than not already: it changes nothing that is expected.
    """
    if judgement.leading is None or judgement.leading.verdict in ("untestable", "open"):
        return
    for pivot in pivots(trial.cell(record.explains, judgement.period)):
        if pivot.matters and pivot.chance <= HALF:
            yield Hinge(trial.theory, record.explains, judgement.period_id, judgement.leading.verdict, pivot)


def _by_reading(rivals: Sequence[Record], trials: Mapping[int, Trial], case: Case) -> Iterable[ByReading]:
    for name, reading in case.readings.items():
        under = case.read_by(name)
        yield ByReading(
            name,
            reading.label or name,
            "reading",
            None,
            tuple(_verdicts(trials[id(record.theory)].on(under), record) for record in rivals),
        )
    for term, indicators in case.indicators.items():
        for name, indicator in indicators.items():
            under = under_indicator(case, term, name)
            own = [record for record in rivals if record.explains.term == term]
            judged = [
                trials[id(record.theory)].on(under).giving_up(set_aside(record.theory, case, indicator))
                for record in own
            ]
            yield ByReading(name, name, "indicator", term, tuple(map(_verdicts, judged, own)))


def _verdicts(trial: Trial, record: Record) -> tuple[Verdict, ...]:
    found: list[Verdict] = []
    for judgement in record.judgements:
        try:
            found.append(trial.cell(record.explains, judgement.period).leading_verdict)
        except LimitReached:
            found.append("unknown")
    return tuple(found)
