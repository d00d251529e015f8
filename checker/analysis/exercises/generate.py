"""Exercises in theory testing: from a seed to a small study with one right answer, which is computed.

The seed is stated, so that the same request always makes the same exercise. Where a draw has no unique answer, or
none of the kind wanted, the next one is made from the same seed and a counter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from checker.analysis.exercises.material import Dice
from checker.analysis.exercises.rival_tasks import (
    CLUE_KINDS,
    ClassifyClues,
    DecideBetween,
    classify_clues,
    decide_between,
)
from checker.analysis.exercises.theory_tasks import (
    DIFFERENCES,
    FindRedundant,
    RepairTheory,
    find_redundant,
    repair_theory,
)
from checker.analysis.exercises.verdict_tasks import CompareCodings, PredictVerdict, compare_codings, predict_verdict
from checker.problems import LimitReached
from checker.study.codebook import YES_NO
from checker.study.exercise_form import VERSION, Answers, Blank, ExerciseKind, Request

Task = PredictVerdict | DecideBetween | ClassifyClues | RepairTheory | FindRedundant | CompareCodings
# Draws before the goal (which verdict, which kind of clue) is dropped, and draws before giving up altogether.
PATIENT, MOST = 4_000, 8_000

_MAKERS: Mapping[ExerciseKind, Callable[[Dice, int, int | None], Task | None]] = {
    "verdict": predict_verdict,
    "decide": decide_between,
    "clue": classify_clues,
    "repair": repair_theory,
    "redundant": find_redundant,
    "coders": compare_codings,
}


@dataclass(frozen=True)
class Exercise:
    """A task with its blanks and the one right answer to each, in the order of the form."""

    request: Request
    task: Task
    answers: tuple[tuple[Blank, tuple[str, ...]], ...]

    @property
    def blanks(self) -> tuple[Blank, ...]:
        return tuple(blank for blank, _ in self.answers)


@dataclass(frozen=True)
class Mark:
    """What was given for a blank, what is right, and whether they agree."""

    blank: Blank
    given: tuple[str, ...]
    right: tuple[str, ...]
    correct: bool


@dataclass(frozen=True)
class Marking:
    exercise: Exercise
    marks: tuple[Mark, ...]

    @property
    def correct(self) -> bool:
        return all(mark.correct for mark in self.marks)


def exercise(request: Request) -> Exercise:
    """The exercise of a request; raises LimitReached if too many draws in a row have no unique answer."""
    goal = int(_dice(request, "goal").random.random() * 5_040)
    for attempt in range(MOST):
        task = _MAKERS[request.kind](
            _dice(request, str(attempt)), request.difficulty, goal if attempt < PATIENT else None
        )
        if task is not None:
            return Exercise(request, task, tuple(_answers(task).items()))
    raise LimitReached(f"no exercise in {MOST:,} draws from seed {request.seed}")


def marked(made: Exercise, given: Answers) -> Marking:
    """Compare answers with the right ones; the parts of an answer may come in any order."""
    return Marking(
        made,
        tuple(
            Mark(blank, given[blank], right, sorted(set(given[blank])) == sorted(set(right)))
            for blank, right in made.answers
        ),
    )


def seed_of_student(sheet: int, student: int) -> int:
    """The seed of a student's exercises in a class set: readable, and each student's own.

    >>> seed_of_student(12, 3)
    12003
    """
    return sheet * 1000 + student


def _dice(request: Request, draw: str) -> Dice:
    """Seeded random choices; with a key, nobody without it can reproduce them."""
    key = hashlib.sha256(request.key.encode()).hexdigest() if request.key else ""
    stated = f"{VERSION}/{request.kind}/{request.difficulty}/{request.seed}/{key}/{draw}"
    return Dice(Random(int.from_bytes(hashlib.sha256(stated.encode()).digest(), "big")))


def _answers(task: Task) -> Answers:
    match task:
        case PredictVerdict():
            judgement = task.explanation.judgement
            outcomes = task.explanation.judgement.prediction or ()
            return {
                Blank("leaves", _outcomes(task), many=True): outcomes,
                Blank("verdict", task.choices): (judgement.verdict,),
            }
        case DecideBetween():
            return {Blank("finding", tuple(option.letter for option in task.options)): (task.answer,)}
        case ClassifyClues():
            return {Blank(f"clue_{number}", CLUE_KINDS): (clue.kind,) for number, clue in enumerate(task.asked, 1)}
        case RepairTheory():
            found: Answers = {}
            for each in task.amendments:
                found[Blank("saves", YES_NO, group=each.letter)] = ("yes" if each.saves else "no",)
                found[Blank("forbids", DIFFERENCES, group=each.letter)] = (each.content,)
            return found
        case FindRedundant():
            labels = tuple(p.id for p in task.theory.propositions)
            return {
                Blank("redundant", labels): (task.redundant,),
                Blank("follows_from", labels, many=True): task.follows_from,
            }
        case CompareCodings():
            return _of_codings(task)


def _outcomes(task: PredictVerdict) -> tuple[str, ...]:
    explained = task.theory.explains[0]
    return ("falls", "steady", "rises") if explained.change else task.theory.codebook.values(explained.term)


def _of_codings(task: CompareCodings) -> Answers:
    found: Answers = {}
    numbers = {period.id: number for number, period in enumerate(task.own.periods, 1)}
    for period, term in task.items:
        values = task.own.codebook.values(term)
        found[Blank(str(term), values, group=period)] = task.own.coding(term, numbers[period]).values
    found[Blank("agreement")] = (str(task.agreement),)
    for number, theory in enumerate(task.theories):
        name = "changed" if len(task.theories) == 1 else f"changed_{theory.name}"
        found[Blank(name, tuple(numbers), many=True)] = task.changed(number)
    return found
