"""The long table of codings (files.md): a row for each piece of evidence, or one for a coding without any.

What belongs to the coding (value, confidence, note, coder) stands in each of its rows. Contested values
are joined by `|`; a confidence is one number, or `strong=0.7|weak=0.3`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from checker.files.tables.text_table import table_bytes
from checker.study.case import Case, Coding, Evidence
from checker.study.codebook import Variable
from checker.study.confidence import spread
from checker.study.sheet import Sheet, sheet_of

COLUMNS = (
    "case",
    "period",
    "start",
    "end",
    "term",
    "value",
    "confidence",
    "source",
    "locator",
    "date",
    "says",
    "note",
    "coder",
)


def rows_of(case: Case, sheet: Sheet | None = None) -> Iterator[list[str]]:
    """The rows of the long table for a case's own codings, or for a coder's sheet."""
    years = {period.id: period.years for period in case.periods}
    if case.baseline is not None:
        years["baseline"] = case.baseline.years
    chosen = sheet or sheet_of(case)
    for place, coding in chosen.codings.items():
        start, end = years.get(place.period) or ("", "")
        variable = case.codebook.variables[place.term.variable]
        head = [
            case.name,
            place.period,
            str(start),
            str(end),
            str(place.term),
            "|".join(coding.values) or "missing",
            confidence_text(coding, variable),
        ]
        for piece in coding.evidence or (Evidence(""),):
            yield [
                *head,
                piece.source,
                piece.locator,
                piece.date,
                piece.says,
                coding.note,
                coding.coder or chosen.coder,
            ]


def coding_table(cases: Sequence[Case], form: str) -> bytes:
    """The table of some cases in a format: csv, xlsx or parquet."""
    rows = (row for case in cases for row in rows_of(case))
    return table_bytes(COLUMNS, rows, form, "codings", ("start", "end"))


def confidence_text(coding: Coding, variable: Variable) -> str:
    """One number where it says all, else `value=number` for each value; empty for certainty.

    Raises ValueError for a probability that no decimal of 30 digits states.
    """
    if not coding.confidence:
        return ""
    if coding.values:
        together = sum((coding.confidence.get(value, Fraction(0)) for value in coding.values), Fraction(0))
        if (
            0 < together < 1
            and len(coding.values) < len(variable.values)
            and spread(together, coding.values, variable) == dict(coding.confidence)
        ):
            return decimal_text(together)
    return "|".join(f"{value}={decimal_text(amount)}" for value, amount in coding.confidence.items())


def decimal_text(number: Fraction) -> str:
    """The number as a decimal, exactly.

    >>> decimal_text(Fraction(3, 8)), decimal_text(Fraction(1))
    ('0.375', '1')
    """
    for places_after in range(31):
        scaled = number * 10**places_after
        if scaled.denominator == 1:
            digits = str(abs(scaled.numerator)).rjust(places_after + 1, "0")
            whole, after = digits[: len(digits) - places_after], digits[len(digits) - places_after :]
            return ("-" if number < 0 else "") + whole + (f".{after}" if after else "")
    raise ValueError(f"{number} is no decimal of 30 digits")
