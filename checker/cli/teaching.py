"""exercise: small studies with one right answer, and their marking."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.cli.running import (
    BAD_INPUT,
    INCOMPLETE,
    F,
    Group,
    format_option,
    gathered,
    output_option,
    show_problems,
    terminal_width,
    write,
    write_file,
)
from checker.study.exercise_form import DIFFICULTIES, KINDS, MAX_SEED, Request

if TYPE_CHECKING:
    from checker.analysis.exercises.generate import Exercise, Marking
    from checker.problems import Problem

WRONG = 1
MAX_STUDENTS = 999
MAX_SHEET = MAX_SEED // 1000 - 1


@dataclass(frozen=True)
class Setting:
    """What exercises of a class have in common: difficulty, 1 to 3, and the teacher's secret."""

    difficulty: str
    key: str


def difficulty_option(function: F) -> F:
    levels = click.Choice([str(level) for level in DIFFICULTIES])
    return click.option(
        "--difficulty",
        type=levels,
        default="1",
        show_default=True,
        help="From 1, a few laws, to 3, more of them, definitions, scope, missing codings.",
    )(function)


def key_option(function: F) -> F:
    return click.option(
        "--key",
        default="",
        envvar="CHECKER_KEY",
        metavar="KEY",
        help="The teacher's secret, without which nobody can make the exercise again; also read from "
        "the environment as CHECKER_KEY.",
    )(function)


@click.group(cls=Group)
def exercise() -> None:
    """Exercises in theory testing, made from a seed and marked automatically.

    \b
    verdict    predict the verdict
    decide     which finding refutes one theory and spares the other
    clue       what kind of test a clue is (Van Evera)
    repair     amend a refuted theory; see what is saved and what is lost
    redundant  find the proposition that adds nothing
    coders     code the reports, then compare with a colleague
    \b
    Example:
      checker exercise new --kind verdict --seed 7
    """


@exercise.command("new")
@click.option("--kind", type=click.Choice(KINDS), required=True, help="The kind of exercise.")
@click.option("--seed", type=click.IntRange(0, MAX_SEED), required=True, help="The same seed makes the same exercise.")
@difficulty_option
@key_option
@click.option("--solution", is_flag=True, help="The answer with its explanation, instead of the exercise.")
@output_option
@click.option("--force", is_flag=True, help="Overwrite the file if there is one.")
@gathered(setting=Setting)
def new(kind: str, seed: int, setting: Setting, solution: bool, output: Path | None, force: bool) -> None:
    """One exercise to fill in, as a text with the question and the blanks; or its solution.

    \b
    Example:
      checker exercise new --kind verdict --seed 7 -o verdict-7.yaml
      checker exercise new --kind verdict --seed 7 --solution
    """
    from checker.report.exercises.solution import solution_text

    made = _made(kind, seed, setting)
    _refuse_to_overwrite([output] if output is not None else [], force)
    write(solution_text(made, terminal_width()) if solution else _file(made), output)


@exercise.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="ANSWER_FILE...")
@key_option
@format_option("text", "json")
@output_option
def check(files: Sequence[Path], key: str, form: str, output: Path | None) -> None:
    """Mark filled-in exercises, and explain what is right and why.

    `example` is an answered exercise that comes with the package. Exit code 0: all right; 1: something is wrong;
    2: a file cannot be marked; the others are.

    \b
    Example:
      checker exercise check example
      checker exercise check example --format json
    """
    from checker.report.exercises.solution import marking_json, marking_text

    markings, problems = _markings(files, key)
    if markings:
        write(marking_text(markings, terminal_width()) if form == "text" else marking_json(markings), output)
    show_problems(
        problems,
        "nothing was marked"
        if not markings
        else f"of {len(files)} files {len(markings)} {'was' if len(markings) == 1 else 'were'} marked",
    )
    if problems:
        sys.exit(BAD_INPUT)
    sys.exit(0 if all(marking.correct for _, marking in markings) else WRONG)


@exercise.command("sheet")
@click.option("--seed", type=click.IntRange(0, MAX_SHEET), required=True, help="The same seed makes the same sheet.")
@click.option("--students", type=click.IntRange(1, MAX_STUDENTS), required=True, help="How many students there are.")
@click.option(
    "--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="A kind to give; repeatable. Default: all."
)
@difficulty_option
@key_option
@click.option(
    "--output",
    "-o",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder to write into.",
)
@click.option("--force", is_flag=True, help="Overwrite files that are there.")
@gathered(setting=Setting)
def sheet(seed: int, students: int, kinds: Sequence[str], setting: Setting, folder: Path, force: bool) -> None:
    """A class set: a folder of exercises for each student, and one file with all answers for the teacher.

    \b
    Example:
      checker exercise sheet --seed 12 --students 2 --kind verdict --kind clue -o seminar
    """
    from checker.analysis.exercises.generate import seed_of_student
    from checker.report.exercises.solution import teacher_markdown

    chosen = list(dict.fromkeys(kinds)) or list(KINDS)
    named = [
        (Path(f"student-{number:02d}") / f"{kind}.yaml", kind, seed_of_student(seed, number))
        for number in range(1, students + 1)
        for kind in chosen
    ]
    teacher = folder / "teacher.md"
    _refuse_to_overwrite([teacher, *(folder / path for path, _, _ in named)], force)
    solved = [(path.as_posix(), _made(kind, own, setting)) for path, kind, own in named]
    for path, made in solved:
        write_file(_file(made), folder / path)
    write_file(teacher_markdown(f"Sheet {seed}, difficulty {setting.difficulty}", solved), teacher)
    click.echo(f"wrote {len(solved)} exercises for {students} students and {teacher}", err=True)


def _made(kind: str, seed: int, setting: Setting) -> Exercise:
    known = next(known for known in KINDS if known == kind)
    return _exercise(Request(known, seed, int(setting.difficulty), setting.key))


def _exercise(request: Request) -> Exercise:
    from checker.analysis.exercises.generate import exercise as made
    from checker.problems import LimitReached

    try:
        return made(request)
    except LimitReached as limit:
        click.echo(f"{limit}; try another seed", err=True)
        sys.exit(INCOMPLETE)


def _file(made: Exercise) -> str:
    from checker.files.exchange.exercise_file import student_file
    from checker.report.exercises.sheet import blank_words, exercise_text

    return student_file(made.request, exercise_text(made), made.blanks, blank_words)


def _markings(files: Sequence[Path], key: str) -> tuple[list[tuple[str, Marking]], list[Problem]]:
    """The files that could be marked, and the slips of the others."""
    from checker.problems import InvalidStudy

    markings: list[tuple[str, Marking]] = []
    problems: list[Problem] = []
    for file in files:
        try:
            markings.append((str(file), _marking(file, key)))
        except InvalidStudy as error:
            problems += error.problems
    return markings, problems


def _marking(file: Path, key: str) -> Marking:
    from checker.analysis.exercises.generate import marked
    from checker.files.exchange.exercise_file import read_answer_file, read_answers
    from checker.report.exercises.sheet import exercise_text

    found = read_answer_file(file, key)
    asked = _exercise(found.request)
    return marked(asked, read_answers(found, asked.blanks, exercise_text(asked)))


def _refuse_to_overwrite(paths: Sequence[Path], force: bool) -> None:
    there = [path for path in paths if path.exists()]
    if there and not force:
        click.echo(f"{there[0]} exists; nothing was written. Give another --output, or --force to overwrite.", err=True)
        sys.exit(BAD_INPUT)


COMMANDS: tuple[click.Command, ...] = (exercise,)
