"""How likely a user takes clues to be under each of two theories, as stated in a table."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from checker.study.case import Event
from checker.study.term_period import Fact


@dataclass(frozen=True)
class StatedClue:
    """What was observed, an event or a coding, and how likely it is said to be if the one theory is true, or the other.

    `name` is the clue as the table has it. `given` names clues above it in the table that its likelihoods take as known.
    """

    name: str
    observed: Event | Fact
    likelihoods: tuple[Fraction, Fraction]
    given: tuple[str, ...] = ()
    note: str = ""
