"""What can be wrong with a case by itself: periods, series and cut points, evidence, clues; each check a pure function."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from checker.logic.formula import Term
from checker.logic.rewriting import lookback, quantifier_free, terms
from checker.problems import Location, Problem, did_you_mean, warning
from checker.study.case import Calibration, Case, Coding, Period
from checker.study.evidence import numbered
from checker.study.vocabulary import unbound_fault

FEW = 3
"""So many terms that are missing without a word are warned of one by one; more are one warning for the period."""


def periods_run_forward(case: Case) -> Iterator[Problem]:
    """No period ends before it begins, overlaps an earlier one or comes before it."""
    earlier: Period | None = None
    for _, period in numbered(case):
        if period.years is None:
            continue
        begin, end = period.years
        if end < begin:
            yield Problem(
                period.location,
                "period-order",
                f"the period `{period.id}` ends in {end}, before it begins in {begin}",
                f"write `years: [{end}, {begin}]`, or correct the years",
            )
            continue
        if earlier is not None and earlier.years is not None:
            if end < earlier.years[0]:
                yield Problem(
                    period.location,
                    "period-order",
                    f"the period `{period.id}` ({begin}-{end}) comes after `{earlier.id}` "
                    f"({earlier.years[0]}-{earlier.years[1]}) but lies before it",
                    "put the periods in the order of time",
                )
            elif begin <= earlier.years[1]:
                yield Problem(
                    period.location,
                    "overlapping-periods",
                    f"the period `{period.id}` ({begin}-{end}) overlaps `{earlier.id}` "
                    f"({earlier.years[0]}-{earlier.years[1]})",
                    "let each year belong to one period",
                )
        earlier = period


def onsets_lie_in_their_periods(case: Case) -> Iterator[Problem]:
    """The onset of a period's outcome lies within its years."""
    for _, period in numbered(case):
        if period.years and period.onset and not period.years[0] <= int(period.onset[:4]) <= period.years[1]:
            yield warning(
                period.location,
                "onset-outside",
                f"the onset {period.onset} of `{period.id}` lies outside its years {period.years[0]}-{period.years[1]}",
                "correct the onset or the years",
            )


def indicators_speak_of_periods(case: Case) -> Iterator[Problem]:
    """An indicator codes periods that exist."""
    ids = [period.id for _, period in numbered(case)]
    for indicators in case.indicators.values():
        for indicator in indicators.values():
            for period_id, coding in indicator.codings.items():
                if period_id == "baseline" and case.baseline is None:
                    yield Problem(
                        coding.location,
                        "no-baseline",
                        "the case has no baseline to code",
                        "add `baseline:` to the case",
                    )
                elif period_id not in ids:
                    yield Problem(
                        coding.location,
                        "unknown-period",
                        f"there is no period `{period_id}`",
                        did_you_mean(period_id, ids),
                    )


def calibrations_can_be_made(case: Case) -> Iterator[Problem]:
    """A calibration names a series, and its cut points rise with the values above the lowest."""
    for term, calibration in _calibrations(case):
        values = case.codebook.values(term)
        cuts = calibration.at_least
        if calibration.series not in case.series:
            hint = did_you_mean(calibration.series, case.series) if case.series else "add the series under `series:`"
            yield Problem(calibration.location, "unknown-series", f"there is no series `{calibration.series}`", hint)
        if not cuts:
            yield Problem(
                calibration.location,
                "no-cut-points",
                f"the calibration of `{term}` has no cut points",
                f"add `at_least: {{{values[-1]}: ...}}`",
            )
        for (lower, low), (higher, high) in pairwise(cuts):
            if high <= low:
                yield Problem(
                    calibration.location,
                    "cut-points-order",
                    f"the cut point of `{higher}` is not above that of `{lower}`",
                    f"let the cut points rise in the order of the values: {', '.join(values)}",
                )
        if cuts and cuts[0][0] == values[0]:
            yield Problem(
                calibration.location,
                "lowest-value",
                f"`{values[0]}` is the lowest value and takes no cut point",
                "delete it: it is given below the first cut point",
            )


def calibrated_terms_are_not_coded(case: Case) -> Iterator[Problem]:
    """A term is coded or calibrated, not both."""
    for codings in tables(case):
        for term, coding in codings.items():
            if term in case.calibrations and coding.origin == "coded":
                yield Problem(
                    coding.location,
                    "coded-and-calibrated",
                    f"`{term}` is both coded and calibrated",
                    "delete the coding, or the calibration",
                )


def coded_roles_are_bound(case: Case) -> Iterator[Problem]:
    """A coded term speaks of roles that the case binds to actors."""
    readings = (reading.codings.items() for reading in case.readings.values())
    for term, coding in (
        *(each for codings in tables(case) for each in codings.items()),
        *((term, coding) for codings in readings for (term, _), coding in codings),
    ):
        fault = unbound_fault(term, case.roles)
        if fault is not None:
            yield Problem(coding.location, fault.code, fault.message, fault.hint)


def codings_have_evidence(case: Case) -> Iterator[Problem]:
    """Every coding rests on evidence; a missing one, or one for all periods, at least on a note."""
    for _, period in numbered(case):
        bare = {
            term: coding
            for term, coding in period.codings.items()
            if coding.origin == "coded" and not coding.evidence and (coding.values or not coding.note)
        }
        yield from _bare(bare, f" in `{period.id}`", period.location)
    bare = {term: coding for term, coding in case.throughout.items() if not coding.evidence and not coding.note}
    first = next(iter(bare.values()), None)
    yield from _bare(bare, " throughout", first.location if first else case.location)


def _bare(codings: Mapping[Term, Coding], where: str, place: Location) -> Iterator[Problem]:
    """Codings without evidence, one by one; many that are only missing, as in a case not yet filled in, at once."""
    missing = [term for term, coding in codings.items() if not coding.values]
    if len(missing) > FEW:
        named = ", ".join(f"`{term}`" for term in missing[:FEW])
        yield warning(
            place,
            "missing-without-note",
            f"{len(missing)} terms are missing{where} without a word why: {named} and {len(missing) - FEW} more",
            "code them, or add a `note:` to each that says where you looked",
        )
    for term, coding in codings.items():
        if coding.values or len(missing) <= FEW:
            yield _without_evidence(term, coding, where)


def _without_evidence(term: Term, coding: Coding, where: str) -> Problem:
    if not coding.values:
        return warning(
            coding.location,
            "missing-without-note",
            f"`{term}` is missing{where} without a word why",
            "add a `note:` that says where you looked",
        )
    return warning(
        coding.location,
        "no-evidence",
        f"`{term}`{where} is coded without evidence",
        "add `evidence:` with source, locator and a paraphrase",
    )


def periods_are_cut_by_the_outcome(case: Case) -> Iterator[Problem]:
    """Periods cut by the outcome make conditions that do not change look as if they could explain it."""
    if case.periods_from == "outcome":
        yield warning(
            case.location,
            "periods-cut-by-outcome",
            "the periods were cut by the outcome: a condition that moved within one cannot be seen to",
            "try `conditions` or `calendar` periods as a check",
        )


def clues_can_be_tested(case: Case) -> Iterator[Problem]:
    """An event marked as a clue falls in a period in which its condition can be read, about actors that there are."""
    # Where a period's years are missing or turned round, that is said, and no date can be placed.
    placed = all(period.years is not None and period.years[0] <= period.years[1] for period in case.periods)
    for event in case.events:
        if event.clue is None or not event.date:
            continue
        number = case.number_at(event.date)
        formula = quantifier_free(event.clue.formula)
        unbound = [role for term in terms(formula) for role in term.arguments if role not in case.roles]
        if number is None:
            if placed:
                yield Problem(
                    event.location,
                    "clue-outside",
                    f"the clue is dated {event.date}, which lies in no period",
                    "correct the date, or give the period that it falls in its `years:`",
                )
        elif number - lookback(formula) < case.first:
            yield Problem(
                event.location,
                "clue-outside",
                f"the clue `{event.clue.text}` looks before the first period",
                "write it about the period of the event alone",
            )
        elif unbound:
            yield Problem(
                event.location,
                "unbound-role",
                f"the clue `{event.clue.text}` speaks of `{unbound[0]}`, and the case names no such actor",
                f"add `{unbound[0]}:` under `roles:`, or delete the clue",
            )


def _calibrations(case: Case) -> Iterator[tuple[Term, Calibration]]:
    yield from case.calibrations.items()
    for term, indicators in case.indicators.items():
        for indicator in indicators.values():
            if indicator.calibration is not None:
                yield term, indicator.calibration


def tables(case: Case) -> Iterator[dict[Term, Coding]]:
    """The codings of the baseline, of `throughout` and of each period."""
    yield dict(case.throughout)
    for _, period in numbered(case):
        yield dict(period.codings)


CASE_CHECKS: tuple[Callable[[Case], Iterator[Problem]], ...] = (
    periods_run_forward,
    onsets_lie_in_their_periods,
    indicators_speak_of_periods,
    calibrations_can_be_made,
    calibrated_terms_are_not_coded,
    coded_roles_are_bound,
    codings_have_evidence,
    periods_are_cut_by_the_outcome,
    clues_can_be_tested,
)
