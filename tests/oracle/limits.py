"""How far the oracle goes: it writes everything out, so it refuses what is too large."""

from __future__ import annotations

from collections.abc import Iterable
from math import prod

MAX_WORLDS = 100_000


class TooLarge(Exception):
    """More worlds, completions or draws than MAX_WORLDS would have to be gone through."""


def affordable(sizes: Iterable[int], what: str) -> None:
    """Raise TooLarge where so many choices, one after the other, make too many combinations."""
    number = prod(sizes)
    if number > MAX_WORLDS:
        raise TooLarge(f"{number:,} {what}; the limit is {MAX_WORLDS:,}")
