"""Colours and weights of words on a terminal, as ANSI escape codes; whether they are shown is for the caller to say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Style = Literal["bold", "dim", "blue", "yellow"]
_CODES: dict[Style, str] = {"bold": "\x1b[1m", "dim": "\x1b[2m", "yellow": "\x1b[33m", "blue": "\x1b[34m"}


def styled(words: str, colour: bool, styles: Sequence[Style]) -> str:
    """The words in these styles, or as they are where colour is not shown.

    >>> styled("rises", True, ("blue", "bold"))
    '\\x1b[34m\\x1b[1mrises\\x1b[0m'
    """
    return "".join(_CODES[each] for each in styles) + words + "\x1b[0m" if colour and styles else words
