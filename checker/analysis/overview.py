"""What a reader asks of a checked case first: where theories part, what verdicts hang on, what to mind."""

from __future__ import annotations

from dataclasses import dataclass
from collections.abc import Iterable, Mapping, Sequence

from checker.analysis.result import CaseResult, Judgement, Record, Verdict
from checker.analysis.verdict import Trial
from checker.engine.grounding import TermPeriod
from checker.logic.formula import Term
from checker.problems import LimitReached
from checker.study.calibration import set_aside, under_indicator
from checker.study.case import Case, Coding
from checker.study.evidence import after_onset, not_independent
from checker.study.theory import Explained, Theory


@dataclass(frozen=True)
class Hinge:
    """A coding that a verdict hangs on: another single value for it alone leads to another verdict."""

    theory: str
    explains: Explained
    judged: str
    term: Term
    period_id: str
    coding: Coding
    instead: str
    verdict: Verdict
    leads_to: Verdict


@dataclass(frozen=True)
class IndicatorShift:
    """How many verdicts another reading of the outcome changes, of how many that it leaves to judge."""

    indicator: str
    changed: int
    judged: int


@dataclass(frozen=True)
class Parting:
    """The periods in which the rivals' predictions differ, and in which they are the same."""

    explains: str
    part: tuple[str, ...]
    agree: tuple[str, ...]


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
    result: CaseResult
    partings: tuple[Parting, ...]
    hinges: tuple[Hinge, ...]
    shifts: tuple[IndicatorShift, ...]
    accommodated: tuple[str, ...]
    cautions: Cautions


def overview(result: CaseResult, trials: Sequence[Trial], indicators: bool = True) -> Overview:
    """Everything that `check` says beside the verdicts themselves; benchmarks are no rivals here.

    `trials` are those that the result's records come from.
    """
    rivals = [record for record in result.records if not record.theory.benchmark]
    by_theory = {id(trial.theory): trial for trial in trials}
    accommodated = dict.fromkeys(r.theory.name for r in rivals if built_on(r.theory, result.case))
    return Overview(
        result, tuple(_partings(rivals)),
        tuple(hinge for record in rivals for hinge in hinges(by_theory[id(record.theory)], record)),
        tuple(_shifts(rivals, by_theory, result.case)) if indicators else (),
        tuple(accommodated), _cautions(result.case, trials),
    )


def _cautions(case: Case, trials: Sequence[Trial]) -> Cautions:
    explained = tuple(dict.fromkeys(term for trial in trials for term in trial.theory.explained_terms))
    used = {term for trial in trials for term in trial.theory.terms}
    bare = sum(not coding.evidence and not coding.is_missing and coding.origin == "coded"
               for period in case.periods for term, coding in period.codings.items() if term in used)
    return Cautions(sum(term in used for term, _ in after_onset(case, explained)),
                    sum(term in used for term, _ in not_independent(case, explained)), bare)


def built_on(theory: Theory, case: Case) -> bool:
    """Whether the theory was built from this case, so that a fit is accommodation."""
    return case.name in theory.built_on


def hinges(trial: Trial, record: Record) -> list[Hinge]:
    """The codings in the reasons of a record's verdicts that, recoded alone, lead to another verdict.

    One hinge for each such coding, with the nearest other value that changes the verdict.
    """
    return [hinge for judgement in record.judgements if judgement.verdict != "unknown"
            for hinge in _hinges_of(trial, record, judgement)]


def _hinges_of(trial: Trial, record: Record, judgement: Judgement) -> Iterable[Hinge]:
    question = trial.question(record.explains, judgement.period)
    codings = question.coded()
    hidden = {str(term): term for term in trial.case.codebook.terms()}
    for reason in judgement.because:
        if reason.kind != "coding" or len(reason.values) != 1:
            continue
        place = TermPeriod(hidden[reason.label], reason.period)
        for value in _nearest_first(trial.case.codebook.values(place.term), reason.values[0]):
            try:
                found = question.finding({**codings, place: (value,)}).verdict
            except LimitReached:
                break
            if found != judgement.verdict:
                yield Hinge(record.theory.name, record.explains, judgement.period_id, place.term, reason.period_id,
                            trial.case.coding(place.term, place.period), value, judgement.verdict, found)
                break


def _nearest_first(order: Sequence[str], value: str) -> list[str]:
    place = order.index(value)
    others = [n for n in range(len(order)) if n != place]
    return [order[n] for n in sorted(others, key=lambda n: (abs(n - place), n))]


def _partings(rivals: Sequence[Record]) -> Iterable[Parting]:
    for explains in dict.fromkeys(str(record.explains) for record in rivals):
        alike = [record for record in rivals if str(record.explains) == explains]
        if len(alike) < 2:
            continue
        part: list[str] = []
        agree: list[str] = []
        for judgements in zip(*(record.judgements for record in alike), strict=True):
            said = {j.prediction for j in judgements if j.prediction}
            (part if len(said) > 1 else agree).append(judgements[0].period_id)
        yield Parting(explains, tuple(part), tuple(agree))


def _shifts(rivals: Sequence[Record], trials: Mapping[int, Trial], case: Case) -> Iterable[IndicatorShift]:
    for term, indicators in case.indicators.items():
        for name, indicator in indicators.items():
            under = under_indicator(case, term, name)
            changed = judged = 0
            for record in rivals:
                if record.explains.term != term:
                    continue
                trial = trials[id(record.theory)]
                trial = trial.on(under).giving_up(set_aside(record.theory, case, indicator))
                found = [trial.verdict(record.explains, judgement.period) for judgement in record.judgements]
                judged += len(found)
                changed += sum(new != old.verdict for new, old in zip(found, record.judgements, strict=True))
            yield IndicatorShift(name, changed, judged)
