"""The right answers with their reasons, and what a marked answer is told."""

from __future__ import annotations

from collections.abc import Sequence

from checker.analysis.exercises.generate import Exercise, Mark, Marking
from checker.analysis.exercises.rival_tasks import AskedClue, ClassifyClues, DecideBetween, refuted
from checker.analysis.exercises.theory_tasks import Amendment, FindRedundant, RepairTheory
from checker.analysis.exercises.verdict_tasks import CompareCodings, PredictVerdict
from checker.analysis.explain.period import PeriodExplanation
from checker.analysis.verdicts.judgement import REFUTED, Judgement
from checker.report.exercises.language import Language
from checker.report.exercises.sheet import (
    CLUE_MEANINGS,
    CONTENT_MEANINGS,
    TITLES,
    exercise_blocks,
    nothing,
    verdict_words,
)
from checker.report.explain.period import derivations
from checker.report.render.document import Block, heading, item, paragraph, shown_as, title
from checker.report.render.markup import as_json
from checker.report.words.verdicts import listed
from checker.study.exercise_form import Blank
from checker.study.term_period import Value

Solved = tuple[str, Exercise]
"""An exercise with the name of the file that asks it."""


def solution_text(exercise: Exercise, width: int) -> str:
    """The answers and the worked explanation."""
    return shown_as(
        [title("Solution: " + TITLES[exercise.request.kind]), *answer_blocks(exercise), *worked_blocks(exercise)],
        "text",
        width,
    )


def teacher_markdown(name: str, exercises: Sequence[Solved]) -> str:
    """A class set for the teacher: all answers at a glance, then every exercise with its explanation."""
    blocks = [
        title(name),
        paragraph(
            "This file holds the answers. Each exercise is worked out below; checker "
            "exercise check marks what a student hands in, of a keyed set with --key."
        ),
        heading("Answers"),
    ]
    blocks += [item(f"{file}: {'; '.join(_answer(exercise))}") for file, exercise in exercises]
    for file, exercise in exercises:
        blocks += [
            title(file),
            *exercise_blocks(exercise)[1:],
            heading("Answer"),
            *answer_blocks(exercise),
            *worked_blocks(exercise),
        ]
    return shown_as(blocks, "markdown")


def marking_text(markings: Sequence[tuple[str, Marking]], width: int) -> str:
    """For each file what is right and what is not, and why."""
    return "\n".join(shown_as(_marking(file, marking), "text", width) for file, marking in markings)


def marking_json(markings: Sequence[tuple[str, Marking]]) -> str:
    """The format checker/exercise, version 1."""
    return as_json(
        {
            "format": "checker/exercise",
            "version": 1,
            "files": [
                {
                    "file": file,
                    "exercise": m.exercise.request.kind,
                    "seed": m.exercise.request.seed,
                    "difficulty": m.exercise.request.difficulty,
                    "correct": m.correct,
                    "answers": [
                        {
                            "question": str(mark.blank),
                            "given": list(mark.given),
                            "right": list(mark.right),
                            "correct": mark.correct,
                        }
                        for mark in m.marks
                    ],
                }
                for file, m in markings
            ],
        }
    )


def _marking(file: str, marking: Marking) -> list[Block]:
    right = sum(mark.correct for mark in marking.marks)
    verdict = "all right" if marking.correct else f"{right} of {len(marking.marks)} right"
    marks = [item(_mark(mark), 0, "✓" if mark.correct else "✗") for mark in marking.marks]
    return [title(f"{file}: {verdict}"), *marks, *worked_blocks(marking.exercise)]


def _mark(mark: Mark) -> str:
    given, right = _said(mark.blank, mark.given), _said(mark.blank, mark.right)
    return f"{mark.blank}: {given}" if mark.correct else f"{mark.blank}: you wrote {given}; right is {right}"


def _said(blank: Blank, values: Sequence[str]) -> str:
    return listed(values) or nothing(blank)


def _answer(exercise: Exercise) -> list[str]:
    return [f"{blank} = {_said(blank, values)}" for blank, values in exercise.answers]


def answer_blocks(exercise: Exercise) -> list[Block]:
    return [item(words) for words in _answer(exercise)]


def worked_blocks(exercise: Exercise) -> list[Block]:
    """Why the answer is right."""
    match exercise.task:
        case PredictVerdict() as task:
            return _predicted(task)
        case DecideBetween() as task:
            return _decided(task)
        case ClassifyClues() as task:
            return _classified(task)
        case RepairTheory() as task:
            return _repaired(task)
        case FindRedundant() as task:
            return _redundant(task)
        case CompareCodings() as task:
            return _compared(task)
    raise TypeError(f"not a task: {exercise.task!r}")


def _predicted(task: PredictVerdict) -> list[Block]:
    judgement, change = task.explanation.judgement, task.theory.explains[0].change
    blocks = [heading("Why"), *_derived(task.explanation)]
    if task.gap is not None:
        blocks.append(paragraph(f"{task.gap} is not known. The verdict for each value that it may have:"))
        blocks += [item(f"{value}: {verdict}") for value, verdict in task.by_value]
    if judgement.levels is not None:
        blocks.append(paragraph(f"What the laws leave: {_left(change, judgement.levels, judgement.prediction)}."))
    if judgement.expected_levels:
        blocks.append(
            paragraph(
                f"Laws and tendencies together: {_left(change, judgement.expected_levels, judgement.expectation)}."
            )
        )
    if judgement.expected_levels == () and judgement.levels:
        blocks.append(
            paragraph("Laws and tendencies together leave nothing: the tendencies collide, and so say nothing.")
        )
    seen = f"What happened: {_left(change, judgement.observed_levels or (), judgement.observed)}. "
    words = verdict_words(change)[judgement.verdict]
    return [*blocks, paragraph(f"{seen}Verdict: {judgement.verdict}, since {words}.")]


def _left(change: bool, levels: Sequence[str], outcomes: Sequence[str] | None) -> str:
    """Some levels, and the changes that they are where a change is explained."""
    if not levels:
        return "no level"
    return f"{listed(levels)}; as a change: {listed(outcomes or ())}" if change else listed(levels)


def _derived(explanation: PeriodExplanation) -> list[Block]:
    """The derivations, their headings as paragraphs below one heading."""
    steps = [paragraph(block.words + ":") if block.kind == "heading" else block for block in derivations(explanation)]
    every = explanation.theory.codebook.values(explanation.explained.term)
    if not steps and explanation.judgement.levels == every:
        return [paragraph("By what is known, no law rules anything out.")]
    return steps


def _decided(task: DecideBetween) -> list[Block]:
    blocks = [heading("Why")]
    for option in task.options:
        blocks.append(item(f"{option.term} is {option.value}", 0, f"{option.letter}."))
        for theory, judgement in ((task.first, option.first), (task.second, option.second)):
            blocks.append(item(f"{theory.heading} {_stands(judgement)}", 1))
    right = next(option for option in task.options if option.letter == task.answer)
    return [
        *blocks,
        paragraph(
            f"Only {right.letter} refutes {task.first.heading} for certain and leaves "
            f"{task.second.heading} beyond the reach of what is not yet known."
        ),
    ]


def _stands(judgement: Judgement) -> str:
    """Refuted for certain, not to be refuted any more, or open."""
    if refuted(judgement):
        return "is refuted, whatever is not yet known turns out to be."
    if not REFUTED.isdisjoint(judgement.readings or ()):
        return "is not refuted by this, but may be by what is not yet known."
    return "is not refuted, and cannot be by what is not yet known."


def _classified(task: ClassifyClues) -> list[Block]:
    blocks = [heading("Why")]
    for number, clue in enumerate(task.asked, 1):
        blocks.append(item(f"{clue.term} is {clue.value}: {clue.kind}, for Theory {clue.theory}", 0, f"{number}."))
        blocks += [item(words, 1) for words in _clue_words(task, clue)]
    return blocks


def _clue_words(task: ClassifyClues, clue: AskedClue) -> list[str]:
    every = task.case.codebook.values(clue.term)
    rows = []
    if clue.own.values == (clue.value,):
        rows.append(f"Theory {clue.theory} needs it: with any other value of {clue.term} it would be refuted.")
    else:
        others = [value for value in clue.own.values if value != clue.value]
        rows.append(
            f"Theory {clue.theory} can do without it: it would also stand if {clue.term} were {listed(others, 'or')}."
        )
    for rival in clue.rivals:
        if not rival.values:
            rows.append(f"Theory {rival.theory} is refuted whatever the clue is, so the clue does not refute it.")
        elif clue.value in rival.values:
            also = "whatever its value" if rival.values == every else "as it is"
            rows.append(f"Theory {rival.theory} stands with the clue {also}: the clue does not refute it.")
        else:
            rows.append(f"Theory {rival.theory} is refuted by it; it would need {listed(rival.values, 'or')}.")
    return [*rows, f"So {CLUE_MEANINGS[clue.kind].rpartition(': ')[2]}."]


def _repaired(task: RepairTheory) -> list[Block]:
    blocks = [heading("Why the theory is refuted"), *_derived(task.explanation), heading("The amendments")]
    for amendment in task.amendments:
        verdict = amendment.judgement.verdict
        saves = "it saves the theory" if amendment.saves else "it does not save the theory"
        blocks.append(
            item(
                f"{saves}: the verdict is then {verdict}. Content: {amendment.content}, for "
                f"{CONTENT_MEANINGS[amendment.content]}.",
                0,
                f"{amendment.letter}.",
            )
        )
        blocks += [item(words, 1) for words in _contents(amendment)]
    return [
        *blocks,
        paragraph(
            "Whatever saves a theory, the codings kept, must allow what happened, and so gives up some content. Where it "
            "gives up and adds nothing (less), it is ad hoc (Popper); where it forbids something new (other), the amended "
            "theory can fail in a new place and so can be tested independently (Lakatos)."
        ),
    ]


def _contents(amendment: Amendment) -> list[str]:
    rows = []
    if amendment.lost:
        rows.append(f"No longer forbidden: {_world(amendment.lost)}.")
    if amendment.gained:
        rows.append(f"Newly forbidden: {_world(amendment.gained)}.")
    return rows


def _world(values: Sequence[Value]) -> str:
    return listed(f"{value.term} is {value.value}" for value in values)


def _redundant(task: FindRedundant) -> list[Block]:
    language = Language(task.case)
    blocks = [heading("Why"), paragraph(f"{task.redundant} follows from {listed(task.follows_from)}:")]
    for proposition in task.theory.propositions:
        if proposition.id in task.follows_from:
            blocks.append(item(f"{proposition.id}: {language.claim(proposition)}"))
    own = next(p for p in task.theory.propositions if p.id == task.redundant)
    blocks.append(item(f"Hence {task.redundant}: {language.claim(own)}"))
    blocks.append(
        paragraph(
            "None of the others can be spared. For each of them there is a world in which all the "
            "other propositions are true and it is false:"
        )
    )
    for check in task.checks:
        if check.property == "independent" and check.holds:
            world = _world([value for value in check.world if value.period_id == "now"])
            blocks.append(item(f"{check.about}: {world}"))
    return blocks


def _compared(task: CompareCodings) -> list[Block]:
    own = Language(task.own)
    numbers = {period.id: number for number, period in enumerate(task.own.periods, 1)}
    blocks = [heading("The codings")]
    for period, term in task.items:
        mine = str(task.own.coding(term, numbers[period]))
        theirs = str(task.other.coding(term, numbers[period]))
        agreed = "you agree" if mine == theirs else f"your colleague wrote {theirs}"
        blocks.append(item(f"{period}, {term}: {mine}, since {own.rule(term, mine)} ({agreed})"))
    blocks.append(paragraph(f"Agreement: {task.alike} of {len(task.items)}, {task.agreement} per cent."))
    blocks.append(heading("The verdicts"))
    for theory, verdicts in zip(task.theories, task.verdicts, strict=True):
        for period, (first, second) in zip(numbers, verdicts, strict=True):
            told = (
                f"{first} with either coding"
                if first == second
                else f"{first} with your codings, {second} with your colleague's"
            )
            blocks.append(item(f"{theory.heading}, {period}: {told}"))
    return [
        *blocks,
        paragraph(
            "Agreement between coders and agreement of verdicts are two things: one slip may turn a "
            "verdict, and many may turn none."
        ),
    ]
