"""Which missing coding to look for next, by what it would do for the verdicts of a case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction

from checker.analysis.verdicts.cell import Cell
from checker.analysis.verdicts.judgement import Distribution
from checker.analysis.verdicts.trial import Trial
from checker.problems import LimitReached
from checker.study.case import Case
from checker.study.term_period import Labelled, TermPeriod
from checker.study.theory import Theory


@dataclass(frozen=True)
class NextCoding(Labelled):
    """The missing coding that matters most, and how many of the case's verdicts hang on it.

    `waiting` of the `unobserved` verdicts lack this outcome. `open` verdicts have a chance to be open, since missing
    codings leave several readings: with this coding known, whatever its value, that chance is nought for `settles`, and
    for `helps` the most probable other verdict is more probable on average. `gain` adds up by how much.
    """

    waiting: int
    unobserved: int
    settles: int
    helps: int
    open: int
    gain: Fraction = Fraction(0)


@dataclass(frozen=True)
class _Effect:
    """Gain of one verdict from a coding, and whether it can then no longer be open."""

    gain: Fraction
    settles: bool


def next_coding(case: Case, theories: Sequence[Theory]) -> NextCoding | None:
    """The missing coding that most verdicts wait for, or that makes verdicts clearest; None where none matters.

    An outcome comes first, since without it there is nothing to judge. Ties go by file order. Benchmarks do not count,
    nor do verdicts past a limit.
    """
    cells = list(_cells(case, theories))
    unobserved = [cell for cell in cells if cell.leading.verdict == "unobserved"]
    opened = [cell for cell in cells if dict(cell.probability).get("open")]
    waiting: dict[TermPeriod, int] = {}
    for cell in unobserved:
        for tp in _missing(case, [tp for tp in (cell.question.before, cell.question.here) if tp is not None]):
            waiting[tp] = waiting.get(tp, 0) + 1
    effects: dict[TermPeriod, list[_Effect]] = {}
    for cell in opened:
        for tp in _missing(case, cell.question.observables):
            effects.setdefault(tp, []).append(_effect(cell, tp))
    gains = {tp: sum((each.gain for each in own), Fraction(0)) for tp, own in effects.items()}
    order = {term: number for number, term in enumerate(case.codebook.terms())}

    def matters(tp: TermPeriod) -> tuple[int, Fraction, int, int]:
        return -waiting.get(tp, 0), -gains.get(tp, Fraction(0)), tp.period, order[tp.term]

    best = min((*waiting, *(tp for tp, gain in gains.items() if gain)), key=matters, default=None)
    if best is None:
        return None
    own = effects.get(best, [])
    return NextCoding(
        at=best,
        period_id=case.period(best.period).id,
        waiting=waiting.get(best, 0),
        unobserved=len(unobserved),
        settles=sum(each.settles for each in own),
        helps=sum(each.gain > 0 for each in own),
        open=len(opened),
        gain=gains.get(best, Fraction(0)),
    )


def _cells(case: Case, theories: Sequence[Theory]) -> Iterator[Cell]:
    for theory in theories:
        if not theory.benchmark:
            trial = Trial(theory, case)
            for explained in theory.explains:
                for t in range(1, case.last + 1):
                    with suppress(LimitReached):
                        cell = trial.cell(explained, t)
                        cell.leading  # noqa: B018 - past a limit the verdict does not count
                        yield cell


def _missing(case: Case, places: Iterable[TermPeriod]) -> list[TermPeriod]:
    """The missing codings that could be made, since their roles are filled."""
    return [tp for tp in places if case.coding(*tp).is_missing and case.binds(tp.term)]


def _effect(cell: Cell, tp: TermPeriod) -> _Effect:
    values = cell.values[tp]
    after = [cell.probability_where({tp: tuple(Fraction(value == known) for value in values)}) for known in values]
    return _Effect(
        sum(map(_clearest, after), Fraction(0)) / len(values) - _clearest(cell.probability),
        not any(dict(each).get("open") for each in after),
    )


def _clearest(found: Distribution) -> Fraction:
    """The probability of the most probable verdict other than `open`."""
    return max((p for verdict, p in found if verdict != "open"), default=Fraction(0))
