"""A table of likelihoods, stated by a user for two theories, read against a case."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

from checker.files.tables.text_table import TextTable, read_text_table
from checker.logic.grammar import RuleSyntaxError, parse_term
from checker.problems import COMMAND_LINE, InvalidStudy, Location, Problem, did_you_mean, refused
from checker.study.case import Case, Event
from checker.study.likelihoods import StatedClue
from checker.study.term_period import Fact, TermPeriod
from checker.study.vocabulary import coded_term_fault, unbound_fault

_NUMBER = re.compile(r"\d*\.?\d+(/\d+)?")
OPTIONAL = ("given", "note")


def read_likelihoods(path: Path, shown: str, case: Case, theories: tuple[str, str]) -> tuple[StatedClue, ...]:
    """The clues of a table with the columns `clue`, one for each theory by its name, and perhaps `given` and `note`.

    A clue is the date of an event of the case, or PERIOD:TERM for what is coded. Raises InvalidStudy with the file,
    row and column of everything that cannot be read, likelihoods that are not above 0 and at most 1 among it.
    """
    table = read_text_table(path, shown)
    rows = _Rows(table, case, theories)
    clues = tuple(clue for row in range(len(table.rows)) if (clue := rows.clue(row)) is not None)
    if rows.problems:
        raise InvalidStudy(rows.problems)
    if not clues:
        raise refused(
            shown, "empty-table", "the table has no clue", "give each clue a row, with a likelihood under each"
        )
    return clues


def odds_of_option(text: str) -> Fraction:
    """`1:3` as odds; raises InvalidStudy."""
    one, colon, other = text.partition(":")
    numbers = [_number(each) for each in (one, other)]
    if not colon or not all(numbers):
        raise refused(
            COMMAND_LINE,
            "malformed-option",
            f"`--prior-odds {text}` is not of the form A:B, with two numbers above 0",
            "for example --prior-odds 1:3, if the second theory was three times as likely as the first",
        )
    first, second = numbers
    assert first is not None and second is not None
    return first / second


def _number(text: str) -> Fraction | None:
    """`0.8` or `1/3` as a number; None where it is neither."""
    if not _NUMBER.fullmatch(text.strip()):
        return None
    try:
        return Fraction(text.strip())
    except (ValueError, ZeroDivisionError):
        return None


class _Rows:
    def __init__(self, table: TextTable, case: Case, theories: tuple[str, str]) -> None:
        self.table = table
        self.case = case
        self.theories = theories
        self.problems: list[Problem] = []
        self.before: list[str] = []
        needed = ("clue", *theories)
        known = (*needed, *OPTIONAL)
        faults = [
            Problem(
                Location(table.file, 1, number),
                "unknown-column",
                f"`{name}` is no column of a table of likelihoods for {theories[0]} and {theories[1]}",
                did_you_mean(name, known, "the columns are: " + ", ".join(known)),
            )
            for number, name in enumerate(table.columns, 1)
            if name not in known
        ]
        faults += [
            Problem(
                Location(table.file, 1),
                "missing-column",
                f"the table has no column `{name}`",
                "its columns are: " + ", ".join(known),
            )
            for name in needed
            if name not in table.columns
        ]
        if faults:
            raise InvalidStudy(faults)

    def clue(self, row: int) -> StatedClue | None:
        """The clue of a row; None, with the problems told, if it cannot be read."""
        told = len(self.problems)
        name = self._cell(row, "clue")
        observed = self._observed(row, name)
        likelihoods = [self._likelihood(row, theory) for theory in self.theories]
        given = tuple(part.strip() for part in self._cell(row, "given").split("|") if part.strip())
        for other in given:
            if other not in self.before:
                message = f"`{other}` is no clue above this one"
                hint = did_you_mean(other, self.before, "name clues of rows above, joined by `|`")
                self.report(row, "given", "unknown-clue", message, hint)
        if name and name in self.before:
            message, hint = f"the clue `{name}` is there twice", "weigh it once"
            self.report(row, "clue", "given-twice", message, hint)
        self.before.append(name)
        one, other_ = likelihoods
        if len(self.problems) > told or observed is None or one is None or other_ is None:
            return None
        return StatedClue(name, observed, (one, other_), given, self._cell(row, "note"))

    def _cell(self, row: int, column: str) -> str:
        return self.table.rows[row][self.table.columns.index(column)].strip() if column in self.table.columns else ""

    def report(self, row: int, column: str, code: str, message: str, hint: str) -> None:
        self.problems.append(self.table.problem(row, column, code, message, hint))

    def _likelihood(self, row: int, theory: str) -> Fraction | None:
        text = self._cell(row, theory)
        number = _number(text)
        if number is not None and 0 < number <= 1:
            return number
        said = f"`{text}` is" if text else "an empty cell is"
        self.report(
            row,
            theory,
            "likelihood-out-of-range",
            f"{said} no likelihood: a number above 0 and at most 1, as 0.8 or 1/3",
            "say how likely the clue is if the theory is true; what it makes impossible refutes it, and is not weighed",
        )
        return None

    def _observed(self, row: int, name: str) -> Event | Fact | None:
        if ":" in name:
            return self._coding(row, name)
        events = [event for event in self.case.events if event.date == name]
        if len(events) == 1:
            return events[0]
        dates = [event.date for event in self.case.events]
        if events:
            message = f"{self.case.name} has {len(events)} events dated {name}"
            self.report(row, "clue", "ambiguous-event", message, "date them more exactly in the case")
        else:
            message = f"{self.case.name} has no event dated `{name}`"
            hint = did_you_mean(
                name, dates, "give the date of an event as the case has it, or PERIOD:TERM for a coding"
            )
            self.report(row, "clue", "unknown-event", message, hint)
        return None

    def _coding(self, row: int, name: str) -> Fact | None:
        period, _, text = name.partition(":")
        number = self.case.number_of(period.strip())
        if number is None:
            ids = [self.case.period(n).id for n in range(self.case.first, self.case.last + 1)]
            message = f"{self.case.name} has no period `{period}`"
            self.report(row, "clue", "unknown-period", message, did_you_mean(period, ids))
            return None
        try:
            term = parse_term(text)
        except RuleSyntaxError as error:
            self.report(row, "clue", "not-a-term", f"`{text.strip()}` is not a term: {error.message}", error.hint)
            return None
        fault = coded_term_fault(term, self.case.codebook) or unbound_fault(term, self.case.roles)
        if fault is not None:
            self.report(row, "clue", fault.code, fault.message, fault.hint)
            return None
        values = self.case.coding(term, number).values
        if len(values) != 1:
            what = "contested" if values else "missing"
            message = f"the coding of {name} is {what}, so it is no observation that could be weighed"
            self.report(row, "clue", "not-observed", message, "settle the coding, or weigh the events behind it")
            return None
        return Fact(TermPeriod(term, number), self.case.period(number).id, values)
