"""A long table of codings -> a sheet for each coder, read against a case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from checker.files.schema.declarations import DATE, NUMBER
from checker.files.study.coding_table import COLUMNS
from checker.files.tables.text_table import TextTable, read_text_table
from checker.logic.formula import Term
from checker.logic.grammar import RuleSyntaxError, parse_term
from checker.problems import InvalidStudy, Location, Problem, did_you_mean, refused
from checker.study.case import Case, Coding, Evidence
from checker.study.confidence import Confidence, confidence_fault, spread
from checker.study.sheet import EVIDENCE_COLUMNS, OPTIONAL_COLUMNS, Place, Sheet, places
from checker.study.vocabulary import coded_term_fault, several, unbound_fault, value_fault

NEEDED = ("period", "term", "value")
CODING_CELLS = ("value", "confidence", "note")
MAX_PROBLEMS = 50


def read_coding_table(path: Path, shown: str, case: Case, any_source: bool = False) -> tuple[Sheet, ...]:
    """The codings of a table for a case, one sheet for each coder, in the order of the table.

    Rows of other cases are passed over, and so are rows in which nothing but the place is filled in. Raises
    InvalidStudy with the file, row and column of everything that cannot be read. With `any_source` a source need not
    be one of the case's references.
    """
    table = read_text_table(path, shown)
    reader = _Rows(table, case, any_source)
    reader.check_columns()
    sheets = reader.sheets()
    if reader.problems:
        told = reader.problems[:MAX_PROBLEMS]
        more = len(reader.problems) - len(told)
        if more:
            told.append(
                Problem(
                    Location(table.file),
                    "more-problems",
                    f"there are {more:,} more problems like these",
                    "put these right first",
                )
            )
        raise InvalidStudy(told)
    return sheets


class _Rows:
    """The rows of one table, read against one case; what repeats from row to row is read once."""

    def __init__(self, table: TextTable, case: Case, any_source: bool) -> None:
        self.table = table
        self.case = case
        self.any_source = any_source
        self.problems: list[Problem] = []
        self.at = {name: place for place, name in enumerate(table.columns)}
        self.periods = set(places(case))
        self.years = {period.id: period.years for period in case.periods if period.years}
        if case.baseline is not None and case.baseline.years:
            self.years["baseline"] = case.baseline.years
        self.terms: dict[str, Term | None] = {}
        self.dates: set[str] = set()

    def check_columns(self) -> None:
        whole = Location(self.table.file, self.table.numbers[0] - 1 if self.table.numbers else 1, 1)
        unknown = [
            Problem(
                Location(self.table.file, 1, number),
                "unknown-column",
                f"`{name}` is no column of a table of codings",
                did_you_mean(name, COLUMNS, "the columns are: " + ", ".join(COLUMNS)),
            )
            for number, name in enumerate(self.table.columns, 1)
            if name not in COLUMNS
        ]
        lacking = [
            Problem(
                whole, "missing-column", f"the table has no column `{name}`", "its columns are: " + ", ".join(COLUMNS)
            )
            for name in NEEDED
            if name not in self.at
        ]
        if unknown or lacking:
            raise InvalidStudy([*unknown, *lacking])

    def cell(self, row: int, column: str) -> str:
        place = self.at.get(column)
        return "" if place is None else self.table.rows[row][place].strip()

    def report(self, row: int, column: str, code: str, message: str, hint: str) -> None:
        self.problems.append(self.table.problem(row, column, code, message, hint))

    def sheets(self) -> tuple[Sheet, ...]:
        grouped: dict[str, dict[Place, list[int]]] = {}
        strangers: dict[str, int] = {}
        for row in range(len(self.table.rows)):
            name = self.cell(row, "case")
            if name and name != self.case.name:
                strangers[name] = strangers.get(name, 0) + 1
            elif (place := self.place(row)) is not None:
                grouped.setdefault(self.cell(row, "coder"), {}).setdefault(place, []).append(row)
        if strangers and not grouped and not self.problems:
            raise refused(
                self.table.file,
                "other-case",
                f"no row is about `{self.case.name}`; the table is about {', '.join(list(strangers)[:3])}",
                "correct the column `case`, or leave it empty",
            )
        return tuple(
            Sheet(
                coder,
                {
                    place: coding
                    for place, rows in found.items()
                    if (coding := self.coding(place, rows, coder)) is not None
                },
                tuple(strangers.items()),
                frozenset(OPTIONAL_COLUMNS) - self.at.keys(),
            )
            for coder, found in grouped.items()
        )

    def place(self, row: int) -> Place | None:
        """The place that a row speaks of; None, perhaps with a problem, where there is nothing to read."""
        if not any(self.cell(row, name) for name in (*CODING_CELLS, *EVIDENCE_COLUMNS)):
            return None
        period, term = self.cell(row, "period"), self.term(row)
        if period not in self.periods:
            hint = did_you_mean(period, places(self.case)) if period != "baseline" else "add `baseline:` to the case"
            self.report(row, "period", "unknown-period", f"{self.case.name} has no period `{period}`", hint)
            return None
        self.check_years(row, period)
        return Place(period, term) if term is not None else None

    def term(self, row: int) -> Term | None:
        text = self.cell(row, "term")
        if text not in self.terms:
            self.terms[text] = None
            try:
                term = parse_term(text)
            except RuleSyntaxError as error:
                self.report(
                    row,
                    "term",
                    "not-a-term",
                    f"`{text}` is not a term: {error.message}" if text else "the term is missing",
                    error.hint or "write a variable, with its roles in brackets, as in `capability(partner)`",
                )
                return None
            fault = coded_term_fault(term, self.case.codebook) or unbound_fault(term, self.case.roles)
            if fault is not None:
                self.report(row, "term", fault.code, fault.message, fault.hint)
            elif term in self.case.calibrations:
                self.report(
                    row,
                    "term",
                    "coded-and-calibrated",
                    f"`{term}` is calibrated from a series in the case",
                    "delete the row, or the calibration",
                )
            else:
                self.terms[text] = term
        return self.terms[text]

    def check_years(self, row: int, period: str) -> None:
        years = self.years.get(period)
        for column, number in zip(("start", "end"), years or (), strict=False):
            said = self.cell(row, column)
            if said and said != str(number):
                self.report(
                    row,
                    column,
                    "other-years",
                    f"`{period}` has the year {number} in the case, not {said}",
                    "change the years of a period in the case file, or leave the cell empty",
                )

    def coding(self, place: Place, rows: Sequence[int], coder: str) -> Coding | None:
        first = rows[0]
        for column in CODING_CELLS:
            for row in rows[1:]:
                if self.cell(row, column) != self.cell(first, column):
                    self.report(
                        row,
                        column,
                        "conflicting-codings",
                        f"{place} is coded differently in row {self.table.numbers[first]}",
                        "the rows of one coding share value, confidence and note; another coder has another "
                        "name in the column `coder`",
                    )
                    return None
        before = len(self.problems)
        values = self.values(first, place.term)
        confidence = self.confidence(first, place.term, values) if values is not None else {}
        evidence = tuple(piece for row in rows for piece in self.evidence(row))
        if len(self.problems) > before or values is None:
            return None
        return Coding(
            values,
            confidence,
            self.cell(first, "note"),
            evidence,
            coder,
            location=Location(self.table.file, self.table.numbers[first], 1),
        )

    def values(self, row: int, term: Term) -> tuple[str, ...] | None:
        variable = self.case.codebook.variables[term.variable]
        said = self.cell(row, "value")
        if said == "missing":
            return ()
        words = [word.strip() for word in said.split("|")] if said else []
        if not words:
            self.report(
                row, "value", "empty-value", "there is no value", f"one of: {', '.join(variable.values)}; or `missing`"
            )
            return None
        for word in words:
            fault = value_fault(word, variable, self.case.codebook)
            if word == "missing":
                self.report(
                    row,
                    "value",
                    "missing-beside-values",
                    "`missing` cannot stand beside values",
                    "write `missing` alone",
                )
                return None
            if fault is not None:
                meant = several(said, variable.values)
                self.report(
                    row, "value", fault.code, fault.message, f"write `{'|'.join(meant)}`" if meant else fault.hint
                )
                return None
        if len(set(words)) < len(words):
            self.report(row, "value", "given-twice", "a value is given twice", "name each value once")
            return None
        return tuple(value for value in variable.values if value in words)

    def confidence(self, row: int, term: Term, values: tuple[str, ...]) -> dict[str, Fraction]:
        said = self.cell(row, "confidence")
        if not said:
            return {}
        variable = self.case.codebook.variables[term.variable]
        found: Confidence
        if "=" in said:
            found = {}
            for part in said.split("|"):
                value, _, amount = (piece.strip() for piece in part.partition("="))
                fault = value_fault(value, variable, self.case.codebook)
                number = _number(amount)
                if fault is not None or number is None or value in found:
                    self.report(
                        row,
                        "confidence",
                        fault.code if fault else "faulty-confidence",
                        fault.message if fault else f"`{part}` is not `value=number`",
                        fault.hint if fault else "write it as in `strong=0.7|weak=0.3`, each value once",
                    )
                    return {}
                found[value] = number
        else:
            single = _number(said)
            if single is None:
                self.report(
                    row, "confidence", "faulty-confidence", f"`{said}` is no number", "write a probability, as in 0.8"
                )
                return {}
            found = single
        wrong = confidence_fault(found, values, variable)
        if wrong is not None:
            self.report(row, "confidence", wrong.code, wrong.message, wrong.hint)
            return {}
        return spread(found, values, variable)

    def evidence(self, row: int) -> Iterator[Evidence]:
        source, locator, when, says = (self.cell(row, name) for name in EVIDENCE_COLUMNS)
        if not (source or locator or when or says):
            return
        if not source:
            self.report(
                row,
                "source",
                "missing-source",
                "the evidence names no source",
                "write the source's key in the references",
            )
        elif source not in self.case.references and not self.any_source:
            self.report(
                row,
                "source",
                "unknown-source",
                f"`{source}` is no key of the case's references",
                did_you_mean(source, self.case.references, "add the work to the case's `sources` file"),
            )
        if when and not self.is_date(when):
            self.report(row, "date", "malformed-date", f"`{when}` is no date", DATE.hint)
        yield Evidence(source, locator, when, says)

    def is_date(self, text: str) -> bool:
        if text not in self.dates and re.fullmatch(DATE.pattern, text):
            try:
                date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
            except ValueError:
                return False
            self.dates.add(text)
        return text in self.dates


def _number(text: str) -> Fraction | None:
    return Fraction(text) if re.fullmatch(NUMBER.pattern, text) else None


def the_sheet(sheets: Iterable[Sheet], shown: str) -> Sheet:
    """All codings of a table as one sheet; raises InvalidStudy where two coders coded one place."""
    by_coder: dict[Place, str] = {}
    codings: dict[Place, Coding] = {}
    whole = Sheet("", codings)
    for sheet in sheets:
        whole = replace(whole, passed_over=sheet.passed_over, lacking=sheet.lacking)
        for place, coding in sheet.codings.items():
            if place in codings:
                raise refused(
                    coding.location,
                    "conflicting-codings",
                    f"{place} is coded by `{by_coder[place]}` and by `{sheet.coder}`",
                    "a case has one coding for a term in a period; `checker coders` compares and merges coders",
                )
            by_coder[place], codings[place] = sheet.coder or "nobody named", coding
    if not codings:
        raise refused(shown, "codes-nothing", "the table codes nothing", "fill in the column `value`")
    return whole
