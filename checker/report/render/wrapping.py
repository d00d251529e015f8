"""Text in lines of a width, broken at spaces and, inside long names, at their joints."""

from __future__ import annotations

import re

_JOINTS = re.compile(r"(?<=[_-])(?=[^_-])|(?<=[^(])(?=\()")


def pieces(text: str) -> list[list[str]]:
    """The words of a text, each in the pieces that a line break may part; a per cent sign stays with its number."""
    return [_JOINTS.split(word) for word in text.replace(" %", "\u00a0%").split(" ") if word]


def longest_piece(text: str) -> int:
    """The width below which a name of the text would be cut between its joints."""
    return max((len(piece) for word in pieces(text) for piece in word), default=0)


def in_lines(text: str, width: int) -> list[str]:
    """The text in lines of at most that width; a piece that is longer is cut.

    >>> in_lines("anti_hegemonic_government(partner) falls", 18)
    ['anti_hegemonic_', 'government', '(partner) falls']
    """
    lines = [""]
    for word in pieces(text):
        if lines[-1] and len(lines[-1]) + 1 + len("".join(word)) <= width:
            lines[-1] += " " + "".join(word)
            continue
        if lines[-1]:
            lines.append("")
        for piece in word:
            if lines[-1] and len(lines[-1] + piece) > width:
                lines.append("")
            lines[-1] += piece
            while len(lines[-1]) > width:
                lines[-1:] = [lines[-1][:width], lines[-1][width:]]
    return [line.replace("\u00a0", " ") for line in lines]
