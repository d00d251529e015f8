"""How much work an action takes, counted so that a busy machine changes nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def calls(action: Callable[[], object]) -> int:
    """The number of calls of Python and built-in functions that the action makes."""
    count = 0

    def seen(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal count
        if event in ("call", "c_call"):
            count += 1

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        action()
    finally:
        sys.setprofile(before)
    return count


def growth(action: Callable[[int], object], size: int) -> float:
    """How many times as many calls the action makes when its size doubles: about 2 where it grows with its size."""
    action(1)  # what is loaded once is not counted
    return calls(lambda: action(2 * size)) / calls(lambda: action(size))
