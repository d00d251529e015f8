"""Checks on the dates and the independence of a case's evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from checker.logic.formula import Term
from checker.study.case import MISSING, Case, Coding, Period

# A ground is a place in a source, or a series.
Ground = tuple[str, str]


def after_onset(case: Case, explained: Collection[Term]) -> tuple[tuple[Term, int], ...]:
    """The conditions whose evidence is all dated after the onset of their period, in file order.

    A condition counts if it is coded in the period itself (a constant of `throughout` is not dated
    by one period) and every piece of its evidence has a date; dates of different precision are
    compared as far as both go, so that 2010 is not after 2010-01.
    """
    return tuple(
        (term, number)
        for number, period in numbered(case)
        if period.onset
        for term, coding in period.codings.items()
        if term not in explained and coding.values and _all_after(coding, period.onset)
    )


def _all_after(coding: Coding, onset: str) -> bool:
    return bool(coding.evidence) and all(is_after(piece.date, onset) for piece in coding.evidence)


def is_after(date: str, other: str) -> bool:
    """Whether a date lies after another, as far as the precision of both tells; no date lies after nothing.

    >>> is_after("2010-02", "2010-01-15"), is_after("2010", "2010-01")
    (True, False)
    """
    shared = min(len(date), len(other))
    return shared > 0 and date[:shared] > other[:shared]


def before_onset(case: Case, explained: Collection[Term]) -> Case:
    """The case in which the conditions of `after_onset` are missing."""
    missing = replace(MISSING, note="All evidence is dated after the onset of the period.")
    return case.recoded(
        {at: replace(missing, location=case.coding(*at).location) for at in after_onset(case, explained)}
    )


def not_independent(case: Case, explained: Collection[Term]) -> tuple[tuple[Term, int], ...]:
    """The conditions that rest only on locators or series that also code the outcome in that period.

    For each period in order (the baseline, which is not judged, aside), the coded conditions in file
    order, those of `throughout` included. A condition without evidence rests on nothing and is none.
    """
    found = []
    for number, period in enumerate(case.periods, 1):
        outcome = {ground for term in explained for ground in grounds(case, term, number)}
        conditions = dict.fromkeys((*period.codings, *case.throughout, *case.calibrations))
        for term in conditions:
            resting_on = grounds(case, term, number)
            if term not in explained and resting_on and resting_on <= outcome:
                found.append((term, number))
    return tuple(found)


def grounds(case: Case, term: Term, number: int) -> frozenset[Ground]:
    """What the coding of a term in a period rests on: (source, locator) pairs and ("series", name)."""
    calibration = case.calibrations.get(term)
    if calibration is not None:
        series = case.series.get(calibration.series)
        place = {(series.source, series.locator)} if series is not None and series.source else set()
        return frozenset({("series", calibration.series), *place})
    coding = case.coding(term, number)
    return frozenset((piece.source, piece.locator) for piece in coding.evidence) if coding.values else frozenset()


def citations(case: Case) -> dict[str, int]:
    """How many codings cite each source, in file order; `throughout` counts once."""
    counted: dict[str, int] = {}
    for codings in (*(period.codings for _, period in numbered(case)), case.throughout):
        for coding in codings.values():
            for key in dict.fromkeys(piece.source for piece in coding.evidence):
                counted[key] = counted.get(key, 0) + 1
    return counted


def numbered(case: Case) -> Iterator[tuple[int, Period]]:
    """The periods that can be read with their numbers, the baseline first where there is one."""
    for number in range(case.first, case.last + 1):
        yield number, case.period(number)


def without_source(case: Case, key: str) -> Case:
    """The case in which every coding that rests on this source alone, the outcome's too, is missing."""
    missing = replace(MISSING, note=f"All evidence is from {key}.")

    def rests(coding: Coding) -> bool:
        return bool(coding.values and coding.evidence) and all(piece.source == key for piece in coding.evidence)

    changes = {
        (term, number): missing
        for number, period in numbered(case)
        for term in dict.fromkeys((*period.codings, *case.throughout))
        if rests(case.coding(term, number))
    }
    changes.update(
        {
            (term, number): missing
            for term, calibration in case.calibrations.items()
            if case.series[calibration.series].source == key
            for number, _ in numbered(case)
        }
    )
    return case.recoded(changes)
