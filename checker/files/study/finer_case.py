"""A case in finer periods than another, which its file names by `based_on` -> Case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from checker.files.schema.finer_case import FINER_CASE
from checker.files.schema.shape import shape_problems
from checker.files.study.case_file import CaseReader
from checker.files.study.citations import Sources
from checker.files.yaml.nodes import Entries
from checker.files.yaml.offsets import Problems
from checker.logic.formula import Term
from checker.problems import Problem
from checker.study.case import Case, Coding, Indicator, NamedReading, Period

Parts = Mapping[str, Sequence[Period]]
"""The finer periods by the id of the period that they are parts of."""


def finer_case_from(root: Entries, base: Case, sources: Sources) -> tuple[Case, list[Problem]]:
    """The case that the file makes of `base`, as far as it can be read, and what is wrong in it."""
    problems = Problems(shape_problems(root, FINER_CASE, "the file"))
    reader = CaseReader(base.codebook, sources, problems)
    given = reader.periods(root)
    parts = _parts(given, base, problems)
    problems += _name_problems(given, parts, base)
    periods = tuple(part for period in base.periods for part in _cut(period, parts.get(period.id, ())))
    finer = replace(
        base,
        name=root.text("case"),
        title=root.text("title") or base.title,
        description=root.text("description") or base.description,
        periods_from=root.text("periods_from") or base.periods_from,
        based_on=base.names,
        periods=periods,
        indicators=_indicators(base, reader.indicators(root.entries("indicators")), parts),
        readings={},
        location=root.keys["case"].location if "case" in root.keys else root.location,
    )
    return replace(finer, readings={n: _reading(r, base, finer, parts) for n, r in base.readings.items()}), problems


def _parts(given: Sequence[Period], base: Case, problems: list[Problem]) -> dict[str, list[Period]]:
    """The finer periods by the id of the one that they lie in; that they fill it is checked."""
    parts: dict[str, list[Period]] = {}
    known = ", ".join(f"{period.id} ({_years(period)})" for period in base.periods if period.years)
    for period in given:
        whole = next((other for other in base.periods if _lies_in(period, other)), None)
        if whole is not None:
            parts.setdefault(whole.id, []).append(period)
        elif period.years is None:
            problems.append(
                Problem(
                    period.location,
                    "no-years",
                    f"`{period.id}` needs years: they say which period of {base.name} it is part of",
                    f"add `years:`; the periods there: {known}",
                )
            )
        else:
            problems.append(
                Problem(
                    period.location,
                    "outside",
                    f"`{period.id}` ({_years(period)}) lies in no period of {base.name}",
                    f"let it lie in one; the periods there: {known}",
                )
            )
    for whole in base.periods:
        if whole.id in parts and not _fill(parts[whole.id], whole):
            problems.append(
                Problem(
                    parts[whole.id][0].location,
                    "not-filled",
                    f"the periods in `{whole.id}` do not fill it, year after year, from {_years(whole, ' to ')}",
                    "let each begin in the year after the one before, and the last end with it",
                )
            )
    return parts


def _name_problems(given: Sequence[Period], parts: Parts, base: Case) -> Iterator[Problem]:
    """A finer period that is called like one of the other case that stays."""
    stay = {period.id for period in base.periods if period.id not in parts}
    for period in given:
        if period.id in stay:
            yield Problem(
                period.location,
                "given-twice",
                f"`{period.id}` is the id of another period of {base.name}",
                "use another id",
            )


def _lies_in(part: Period, whole: Period) -> bool:
    return (
        part.years is not None
        and whole.years is not None
        and whole.years[0] <= part.years[0]
        and part.years[1] <= whole.years[1]
    )


def _fill(parts: Sequence[Period], whole: Period) -> bool:
    years = [year for part in parts if part.years for year in range(part.years[0], part.years[1] + 1)]
    return whole.years is not None and years == list(range(whole.years[0], whole.years[1] + 1))


def _years(period: Period, to: str = "-") -> str:
    first, last = period.years or ("?", "?")
    return str(first) if first == last else f"{first}{to}{last}"


def _cut(whole: Period, parts: Sequence[Period]) -> Iterator[Period]:
    """The parts with what they take over, or the period itself; an onset goes to the part in whose years it falls."""
    if not parts:
        yield whole
    for part in parts:
        falls = part.years is not None and part.years[0] <= int(whole.onset[:4] or part.years[0] - 1) <= part.years[1]
        yield replace(
            part, onset=part.onset or (whole.onset if falls else ""), codings={**whole.codings, **part.codings}
        )


def _indicators(
    base: Case, given: Mapping[Term, Mapping[str, Indicator]], parts: Parts
) -> dict[Term, Mapping[str, Indicator]]:
    """Each indicator, a finer period with its own coding or else with that of the period it is part of."""
    found: dict[Term, Mapping[str, Indicator]] = {}
    for term in {**base.indicators, **given}:
        before, own = base.indicators.get(term, {}), given.get(term, {})
        found[term] = {name: _indicator(before.get(name), own.get(name), name, parts) for name in {**before, **own}}
    return found


def _indicator(before: Indicator | None, own: Indicator | None, name: str, parts: Parts) -> Indicator:
    if before is None or (own is None and before.calibration is not None):
        return before or own or Indicator(name)
    codings: dict[str, Coding] = {}
    for period, coding in before.codings.items():
        codings.update({part.id: coding for part in parts[period]} if period in parts else {period: coding})
    return replace(before, codings={**codings, **(own.codings if own is not None else {})})


def _reading(reading: NamedReading, base: Case, finer: Case, parts: Parts) -> NamedReading:
    """A reading of the other case: it says nothing of what a finer period codes for itself."""
    codings: dict[tuple[Term, int], Coding] = {}
    for (term, number), coding in reading.codings.items():
        whole = base.period(number)
        for part in parts.get(whole.id, (whole,)):
            at = finer.number_of(part.id)
            if at is not None and (part is whole or term not in part.codings):
                codings[term, at] = coding
    return replace(reading, codings=codings)
