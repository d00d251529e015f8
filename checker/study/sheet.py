"""The codings of one coder, before they are merged into a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from checker.logic.formula import Term
from checker.study.case import Case, Coding, Evidence, Period
from checker.study.evidence import numbered

BASELINE, THROUGHOUT = "baseline", "throughout"
EVIDENCE_COLUMNS = ("source", "locator", "date", "says")
OPTIONAL_COLUMNS = ("confidence", "note", "coder", *EVIDENCE_COLUMNS)
"""What a table of codings may say of a coding beside its value."""


class Place(NamedTuple):
    """A term in a period, by the period's id; `baseline` and `throughout` are places too."""

    period: str
    term: Term

    def __str__(self) -> str:
        return f"{self.term} ({self.period})"


@dataclass(frozen=True)
class Sheet:
    """The codings that one coder gave to a case, in the order of the case.

    `passed_over`: other cases that the table they are from speaks of, each with the number of its rows. `lacking`: which
    of OPTIONAL_COLUMNS the table does not have.
    """

    coder: str
    codings: Mapping[Place, Coding]
    passed_over: tuple[tuple[str, int], ...] = ()
    lacking: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Change:
    """A coding before and after an import; before is None where there was none."""

    place: Place
    before: Coding | None
    after: Coding


def sheet_of(case: Case, coder: str = "") -> Sheet:
    """The codings that stand in the case's own file: not those calibrated from a series."""
    found = {Place(THROUGHOUT, term): coding for term, coding in case.throughout.items()}
    for number, period in numbered(case):
        name = period.id if number else BASELINE
        found.update({Place(name, term): coding for term, coding in period.codings.items() if coding.origin == "coded"})
    return Sheet(coder, found)


def sheet_of_reading(case: Case, name: str) -> Sheet:
    """What one of the case's readings codes; KeyError for a name that is none."""
    codings = case.readings[name].codings.items()
    return Sheet(
        name,
        {Place(case.period(number).id if number else BASELINE, term): coding for (term, number), coding in codings},
    )


def places(case: Case) -> tuple[str, ...]:
    """The words that name a period of the case, in order: baseline, throughout, then the ids."""
    first = (BASELINE,) if case.baseline is not None else ()
    return (*first, THROUGHOUT, *(period.id for period in case.periods))


def with_codings(case: Case, codings: Mapping[Place, Coding]) -> Case:
    """The case with these codings in place of its own; all others stay."""

    def changed(period: Period, name: str) -> Period:
        own = _at(codings, name)
        return replace(period, codings={**period.codings, **own}) if own else period

    return replace(
        case,
        throughout={**case.throughout, **_at(codings, THROUGHOUT)},
        baseline=changed(case.baseline, BASELINE) if case.baseline is not None else None,
        periods=tuple(changed(period, period.id) for period in case.periods),
    )


def completed(case: Case, sheet: Sheet) -> dict[Place, Coding]:
    """The codings of a sheet, and from the case's own what the sheet's table has no column for.

    A confidence stays with its values: where these change, it goes. A piece of evidence is known again by the columns
    that are there, else by its source.
    """
    own = sheet_of(case).codings
    return {
        place: _completed(own[place], coding, sheet.lacking) if place in own and sheet.lacking else coding
        for place, coding in sheet.codings.items()
    }


def _completed(own: Coding, coding: Coding, lacking: frozenset[str]) -> Coding:
    return replace(
        coding,
        confidence=own.confidence if "confidence" in lacking and own.values == coding.values else coding.confidence,
        note=own.note if "note" in lacking else coding.note,
        coder=own.coder if "coder" in lacking else coding.coder,
        evidence=own.evidence if "source" in lacking else _evidence(own.evidence, coding.evidence, lacking),
    )


def _evidence(own: Sequence[Evidence], given: Sequence[Evidence], lacking: frozenset[str]) -> tuple[Evidence, ...]:
    unknown = [column for column in EVIDENCE_COLUMNS if column in lacking]
    if not unknown:
        return tuple(given)
    left = list(own)
    pieces = list(given)
    for columns in ([column for column in EVIDENCE_COLUMNS if column not in lacking], ["source"]):
        for number, piece in enumerate(given):
            twin = next((p for p in left if all(getattr(p, c) == getattr(piece, c) for c in columns)), None)
            if twin is not None and pieces[number] is piece:
                left.remove(twin)
                pieces[number] = replace(piece, **{column: getattr(twin, column) for column in unknown})
    return tuple(pieces)


def in_case_order(case: Case, found: Iterable[Place]) -> tuple[Place, ...]:
    """The places by period, then in the order of the codebook, each once."""
    order = {name: number for number, name in enumerate(places(case))}
    rank = {term: number for number, term in enumerate(case.codebook.terms())}
    return tuple(sorted(dict.fromkeys(found), key=lambda place: (order[place.period], rank[place.term])))


def _at(codings: Mapping[Place, Coding], name: str) -> dict[Term, Coding]:
    return {place.term: coding for place, coding in codings.items() if place.period == name}


def named_sheets(found: Sequence[tuple[str, Sequence[Sheet]]]) -> list[Sheet]:
    """The sheets of several tables with a name for each coder: its own, or else that of the table.

    One coder's codings in several tables are one sheet; a name that two tables would share is numbered.
    """
    named: dict[str, dict[Place, Coding]] = {}
    lacking: dict[str, frozenset[str]] = {}
    given = {sheet.coder for _, sheets in found for sheet in sheets if sheet.coder}
    for table, sheets in found:
        for sheet in sheets:
            name = sheet.coder
            if not name:
                name, number = table, 1
                while name in named or name in given:
                    number += 1
                    name = f"{table} {number}"
            named.setdefault(name, {}).update(sheet.codings)
            lacking[name] = sheet.lacking & lacking.get(name, sheet.lacking)
    return [Sheet(name, codings, lacking=lacking[name]) for name, codings in named.items()]


def without_effect(case: Case, codings: Mapping[Place, Coding]) -> tuple[Term, ...]:
    """The terms coded for all periods that every period codes for itself, so that nothing changes."""
    periods = [*case.periods, *([case.baseline] if case.baseline is not None else [])]
    return tuple(
        place.term
        for place in codings
        if place.period == THROUGHOUT
        and all(place.term in period.codings and Place(period.id, place.term) not in codings for period in periods)
    )
