"""What an exercise asks to have made, and the form that a student fills in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

ExerciseKind = Literal["verdict", "decide", "clue", "repair", "redundant", "coders"]
KINDS: tuple[ExerciseKind, ...] = ("verdict", "decide", "clue", "repair", "redundant", "coders")
DIFFICULTIES = (1, 2, 3)
# What a seed leads to; raised whenever the same request would make another exercise.
VERSION = 2
MAX_SEED = 999_999_999


@dataclass(frozen=True)
class Request:
    """Everything that fixes an exercise; the key, if there is one, is the teacher's secret."""

    kind: ExerciseKind
    seed: int
    difficulty: int = 1
    key: str = field(default="", repr=False)


@dataclass(frozen=True)
class Blank:
    """A place to fill in: one of the choices, several (in any order), or a whole number where there are none."""

    name: str
    choices: tuple[str, ...] = ()
    many: bool = False
    group: str = ""

    def __str__(self) -> str:
        return f"{self.group}, {self.name}" if self.group else self.name


Answers = dict[Blank, tuple[str, ...]]
