"""The words and signs of a small expression language, with their places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

Token = tuple[str, str, int]
"""Its kind (the group of the pattern that matched), its text, and where that begins."""


def tokens(text: str, pattern: re.Pattern[str], refused: Callable[[str, int], Exception]) -> Iterator[Token]:
    """The tokens of a text; raises what `refused` makes of the first character that begins none, and its place."""
    place, end = 0, len(text.rstrip())
    while place < end:
        match = pattern.match(text, place)
        if match is None or match.lastgroup is None:
            offset = place + len(text[place:]) - len(text[place:].lstrip())
            raise refused(text[offset], offset)
        yield match.lastgroup, match[match.lastgroup], match.start(match.lastgroup)
        place = match.end()
