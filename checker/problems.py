"""Problems found in what a user wrote: where, what, and how to put it right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

COMMAND_LINE = "the command line"
"""Where a problem is that stands in no file."""

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file. Lines and columns count from 1; line 0 is the whole file, column 0 the whole line."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        numbers = (self.line, self.column) if self.line else ()
        return ":".join((self.file, *(str(number) for number in numbers if number)))


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake in the input: its place, what is wrong, one fix, and the line as written.

    `code` names the kind of mistake; it stays the same when the sentences are put differently.
    """

    location: Location
    code: str
    message: str
    hint: str = ""
    severity: Severity = "error"
    line: str = ""

    def __str__(self) -> str:
        rows = [f"{self.location}: {self.severity}: {self.message}"]
        if self.line:
            rows.append("    " + self.line)
            if self.location.column:
                rows.append("    " + " " * (self.location.column - 1) + "^")
        if self.hint:
            rows.append(f"    fix: {self.hint}")
        return "\n".join(rows)


def warning(location: Location, code: str, message: str, hint: str = "") -> Problem:
    """A problem with input that can be used all the same."""
    return Problem(location, code, message, hint, "warning")


def in_file_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems without duplicates, sorted by file, line and column."""
    seen = dict.fromkeys(problems)
    return tuple(sorted(seen, key=lambda p: (p.location, p.message)))


class InvalidStudy(Exception):
    """The input cannot be used; carries every problem found, errors and warnings."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_file_order(problems)
        super().__init__("\n".join(str(p) for p in self.problems))


def refused(where: Location | str, code: str, message: str, hint: str = "") -> InvalidStudy:
    """The exception for input with a single problem; `where` is a location, a file, or the command line."""
    return InvalidStudy([Problem(Location(where) if isinstance(where, str) else where, code, message, hint)])


class LimitReached(Exception):
    """A stated limit was reached, so the answer is unknown (which is not "no")."""


def closest(name: str, known: Iterable[str]) -> str:
    """The known word most similar to the name; empty if none is similar."""
    return next(iter(get_close_matches(name, list(known), n=1, cutoff=0.6)), "")


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """A hint with the most similar known word, or else with all known words.

    >>> did_you_mean("patron_cver", ["patron_cover", "polarity"])
    'did you mean `patron_cover`?'
    """
    words = list(known)
    close = closest(name, words)
    if close:
        return f"did you mean `{close}`?"
    if otherwise:
        return otherwise
    return "one of: " + ", ".join(words) if words else ""
