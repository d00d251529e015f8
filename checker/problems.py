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
    """A place in a file; line and column count from 1, and 0 means the whole file, or the whole line."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        numbers = (self.line, self.column) if self.line else ()
        return ":".join((self.file, *(str(number) for number in numbers if number)))


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the input: its place, what is wrong, one fix, and the line itself.

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
    """A problem that does not keep the input from being used."""
    return Problem(location, code, message, hint, "warning")


def in_file_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems sorted by file and place, each once; the order of a file is the reader's order."""
    seen = dict.fromkeys(problems)
    return tuple(sorted(seen, key=lambda p: (p.location, p.message)))


class InvalidStudy(Exception):
    """The input cannot be used; carries every problem found, errors and warnings."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_file_order(problems)
        super().__init__("\n".join(str(p) for p in self.problems))


def refused(where: Location | str, code: str, message: str, hint: str = "") -> InvalidStudy:
    """The refusal of an input for one reason; `where` is a place, or a whole file or command line."""
    return InvalidStudy([Problem(Location(where) if isinstance(where, str) else where, code, message, hint)])


class LimitReached(Exception):
    """A stated limit stopped the work; the answer is unknown, not no."""


def closest(name: str, known: Iterable[str]) -> str:
    """The known word that the name is most like; empty where it is like none."""
    return next(iter(get_close_matches(name, list(known), n=1, cutoff=0.6)), "")


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """A hint that names the closest known word, or else the known words themselves.

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
