"""Where in the file a place inside a scalar's value is.

A value differs from what is written only in blanks, line breaks and quoting, so places are matched
by counting the characters that are not blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.files.yaml.nodes import Node, Scalar
from checker.problems import Location, Problem

_ANCHOR = re.compile(r"&\S+\s+")
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\s*\n\s*|.)", re.DOTALL)
_BLANK_ESCAPES = frozenset(("\\n", "\\t", "\\ ", "\\r", "\\_", "\\N", "\\L", "\\P", "\\v", "\\f", "\\\t"))


def place_in(scalar: Scalar, offset: int, value: str | None = None) -> Location:
    """The location in the file of the character at an offset of the scalar's value.

    `value` is the text the offset counts in, where it is not the scalar's own: it may differ from
    it in blanks only. An offset at the end of the value lies behind its last character.
    """
    text = scalar.text if value is None else value
    wanted = sum(not character.isspace() for character in text[:offset])
    last = scalar.start
    for count, index in enumerate(_written(scalar)):
        if count == wanted:
            return scalar.source.place(index)
        last = index + 1
    return scalar.source.place(last)


def problem_at(node: Node, code: str, message: str, hint: str = "") -> Problem:
    """An error at a node."""
    return Problem(node.location, code, message, hint, line=node.source.line(node.line))


def problem_in(
    scalar: Scalar, offset: int, code: str, message: str, hint: str = "", value: str | None = None
) -> Problem:
    """A problem at an offset of the scalar's value, with the line it stands in."""
    location = place_in(scalar, offset, value)
    return Problem(location, code, message, hint, line=scalar.source.line(location.line))


class Problems(list[Problem]):
    """The problems found so far in a file, in the order in which they were found."""

    def at(self, node: Node, code: str, message: str, hint: str = "") -> None:
        """Add an error at a node."""
        self.append(problem_at(node, code, message, hint))

    def within(
        self, scalar: Scalar, offset: int, code: str, message: str, hint: str = "", value: str | None = None
    ) -> None:
        """Add an error at an offset of a scalar's value."""
        self.append(problem_in(scalar, offset, code, message, hint, value))


def _written(scalar: Scalar) -> Iterator[int]:
    """The indices in the file's text of the value's characters that are not blank."""
    text, index = scalar.source.text, scalar.start
    anchor = _ANCHOR.match(text, index)
    if anchor:
        index = anchor.end()
    if scalar.style in ("|", ">"):
        index = text.index("\n", index) if "\n" in text[index:] else len(text)
    elif scalar.style:
        index += 1
    end = scalar.end - (1 if scalar.style in ("'", '"') else 0)
    while index < end:
        width, blank = 1, text[index].isspace()
        if scalar.style == '"' and (escape := _ESCAPE.match(text, index)):
            width = len(escape.group())
            blank = escape.group() in _BLANK_ESCAPES or escape.group().isspace() or "\n" in escape.group()
        elif scalar.style == "'" and text[index] == "'":
            width = 2
        if not blank:
            yield index
        index += width
