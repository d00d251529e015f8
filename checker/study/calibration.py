"""Codings from numbers: a summary of a series over a period's years, compared with cut points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from statistics import median

from checker.logic.formula import Term
from checker.logic.rewriting import quantifier_free, terms
from checker.study.case import Calibration, Case, Coding, Indicator, Origin, Period, Series, Summary
from checker.study.theory import Theory

_SUMMARIES: dict[Summary, Callable[[Sequence[Fraction]], Fraction]] = {
    "mean": lambda numbers: sum(numbers, Fraction(0)) / len(numbers),
    "sum": lambda numbers: sum(numbers, Fraction(0)),
    "max": max,
    "min": min,
    "median": median,
    "first": lambda numbers: numbers[0],
    "last": lambda numbers: numbers[-1],
}


def calibrated(case: Case) -> Case:
    """The case with a coding, of origin `calibrated`, for every calibrated term in every period.

    Codings set since, by a reading or for one run, stay. Idempotent, and exact: numbers are Fractions.
    """
    if not case.calibrations:
        return case
    unread = Coding((), origin="calibrated")

    def filled(period: Period) -> Period:
        derived = {
            term: _derived(case, term, calibration, period, "calibrated")
            for term, calibration in case.calibrations.items()
            if period.codings.get(term, unread).origin == "calibrated"
        }
        return replace(period, codings={**period.codings, **derived})

    return _with_periods(case, filled)


def under_indicator(case: Case, term: Term, name: str) -> Case:
    """The case in which an indicator replaces the term in all periods and the baseline.

    Where the indicator is silent the term is missing, whatever `throughout` says. Raises KeyError
    where the term has no such indicator.
    """
    indicator = case.indicators[term][name]
    return _with_periods(
        case,
        lambda period: replace(period, codings={**period.codings, term: _indicated(case, term, indicator, period)}),
    )


def _indicated(case: Case, term: Term, indicator: Indicator, period: Period) -> Coding:
    if indicator.calibration is not None:
        return _derived(case, term, indicator.calibration, period, "indicator")
    coding = indicator.codings.get(period.id)
    if coding is None:
        return Coding(
            (), note=f"The indicator {indicator.name} is silent here.", origin="indicator", location=indicator.location
        )
    return replace(coding, origin="indicator")


def set_aside(theory: Theory, case: Case, indicator: Indicator) -> tuple[str, ...]:
    """The ids of the propositions with a term that is calibrated from the indicator's series, in file order.

    They would explain the indicator by itself. Empty where the indicator is not calibrated.
    """
    if indicator.calibration is None:
        return ()
    same = {
        term for term, calibration in case.calibrations.items() if calibration.series == indicator.calibration.series
    }
    return tuple(
        proposition.id
        for proposition in theory.propositions
        if same.intersection(terms(quantifier_free(proposition.rule.formula)))
    )


def summary_of(series: Series, summary: Summary, years: tuple[int, int]) -> tuple[Fraction, tuple[int, ...]] | None:
    """The summary of the years of the period that have values, and these years; None where none has.

    >>> summary_of(Series("s", {1999: Fraction(2), 2001: Fraction(4)}), "mean", (1999, 2004))
    (Fraction(3, 1), (1999, 2001))
    """
    used = tuple(sorted(year for year in series.values if years[0] <= year <= years[1]))
    if not used:
        return None
    return _SUMMARIES[summary]([series.values[year] for year in used]), used


def _derived(case: Case, term: Term, calibration: Calibration, period: Period, origin: Origin) -> Coding:
    series = case.series[calibration.series]
    found = summary_of(series, calibration.summary, period.years) if period.years else None
    if found is None:
        when = f"in {_years(period.years)}" if period.years else "for a period without years"
        return Coding(
            (), note=f"The series {series.name} has no value {when}.", origin=origin, location=calibration.location
        )
    number, used = found
    value = case.codebook.values(term)[0]
    for candidate, cut in calibration.at_least:
        if number >= cut:
            value = candidate
    cuts = ", ".join(f"{name} from {decimal(cut)}" for name, cut in calibration.at_least)
    unit = f" {series.unit}" if series.unit else ""
    note = (
        f"{calibration.summary} of {series.name} over {len(used)} of {period.years[1] - period.years[0] + 1} years "
        f"({_spans(used)}): {decimal(number)}{unit}; cut points: {cuts}."
        if period.years
        else ""
    )
    return Coding((value,), note=note, origin=origin, location=calibration.location)


def decimal(number: Fraction) -> str:
    """The number with at most two decimals, without trailing zeros.

    >>> decimal(Fraction(64, 3)), decimal(Fraction(50))
    ('21.33', '50')
    """
    text = f"{round(number * 100) / 100:.2f}" if abs(number) < 10**12 else f"{float(number):.6g}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _years(years: tuple[int, int]) -> str:
    return str(years[0]) if years[0] == years[1] else f"{years[0]}-{years[1]}"


def _spans(years: Sequence[int]) -> str:
    """The years with consecutive ones joined: 1999, 2001-2004."""
    spans: list[list[int]] = []
    for year in years:
        if spans and spans[-1][-1] == year - 1:
            spans[-1][1:] = [year]
        else:
            spans.append([year])
    return ", ".join(_years((span[0], span[-1])) for span in spans)


def _with_periods(case: Case, change: Callable[[Period], Period]) -> Case:
    baseline = change(case.baseline) if case.baseline is not None else None
    return replace(case, baseline=baseline, periods=tuple(map(change, case.periods)))
