"""Exercise files: what a student fills in, written and read back with every slip located."""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.files.library.examples import example_folder
from checker.files.schema.kinds import Field, Kind, Many, Record, Word
from checker.files.schema.shape import shape_problems
from checker.files.yaml.nodes import Entries, Node, Scalar, compose
from checker.files.yaml.offsets import Problems, problem_at
from checker.files.yaml.source import read_source
from checker.problems import InvalidStudy, Location, Problem
from checker.study.exercise_form import DIFFICULTIES, KINDS, VERSION, Answers, Blank, Request

WIDTH = 90
EXAMPLE, SHIPPED = "example", Path("exercise", "answered.yaml")
"""The name of the answered exercise that comes with the package, and where it lies."""

HEAD = Record(
    "an exercise",
    (
        Field("exercise", Word("a kind of exercise", choices=KINDS), "The kind of exercise", required=True),
        Field(
            "seed",
            Word("a number", r"[0-9]{1,9}", "7", hint="leave the seed as it was in the file"),
            "The number it was made from",
            required=True,
        ),
        Field("difficulty", Word("a difficulty", choices=tuple(map(str, DIFFICULTIES))), "1, 2 or 3", required=True),
        Field("version", Word("a number", r"[0-9]{1,6}", str(VERSION)), "The version of the exercises", required=True),
        Field(
            "keyed",
            Word("yes or no", choices=("yes", "no")),
            "Whether the teacher's key is needed to mark it",
            required=True,
        ),
        Field(
            "question",
            Word("the check number", r"[0-9a-f]{12}", hint="leave the check number as it was in the file"),
            "The check number of the question",
            required=True,
        ),
        Field("answer", Word("answers"), "The answers", required=True),
    ),
)


@dataclass(frozen=True)
class AnswerFile:
    """A filled-in file whose head could be read; its answers wait for the exercise that they answer."""

    file: str
    request: Request
    keyed: bool
    question: str
    root: Entries


def check_number(text: str) -> str:
    """What tells one question from another; it says nothing about the answer."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def student_file(request: Request, text: str, blanks: Sequence[Blank], hint: Callable[[Blank], str]) -> str:
    """The exercise as comments, and below it what to fill in; there is no answer in it."""
    rows = [
        *("# " + line if line else "#" for line in text.rstrip().splitlines()),
        "#",
        "# Write your answers below, each after its colon, and hand in this file.",
        f"exercise: {request.kind}",
        f"seed: {request.seed}",
        f"difficulty: {request.difficulty}",
        f"version: {VERSION}",
        f"keyed: {'yes' if request.key else 'no'}",
        f"question: {check_number(text)}",
        "answer:",
    ]
    group = ""
    for blank in blanks:
        if blank.group and blank.group != group:
            rows.append(f"  {blank.group}:")
        group = blank.group
        indent = "    " if blank.group else "  "
        rows += [f"{indent}# {line}" for line in textwrap.wrap(hint(blank), WIDTH)]
        rows.append(f"{indent}{blank.name}:")
    return "\n".join(rows) + "\n"


def read_answer_file(path: Path, key: str = "") -> AnswerFile:
    """The head of a filled-in file; raises InvalidStudy with every slip."""
    shown = str(path)
    source = read_source(example_folder() / SHIPPED if shown == EXAMPLE and not path.exists() else path, shown)
    if isinstance(source, Problem):
        raise InvalidStudy([source])
    root, found = compose(source)
    problems = list(found)
    if not isinstance(root, Entries):
        raise InvalidStudy(
            problems
            or [
                Problem(
                    Location(shown),
                    "wrong-kind-of-file",
                    "this is not an exercise file",
                    "name the file that `checker exercise new` or `sheet` wrote, with your answers in it",
                )
            ]
        )
    problems += _head_problems(root)
    if not problems:
        problems += _cannot_be_marked(root, key)
    if problems:
        raise InvalidStudy(problems)
    kind = next(kind for kind in KINDS if kind == root.text("exercise"))
    keyed = root.text("keyed") == "yes"
    request = Request(kind, int(root.text("seed")), int(root.text("difficulty")), key if keyed else "")
    return AnswerFile(shown, request, keyed, root.text("question"), root)


def _head_problems(root: Entries) -> Iterator[Problem]:
    """Slips of shape; the answers themselves are read against the question."""
    answers = root.values.get("answer")
    for problem in shape_problems(root, HEAD, "the file"):
        if not problem.message.startswith("`answer` "):
            yield problem
    if answers is not None and not isinstance(answers, Entries):
        yield problem_at(
            answers,
            "wrong-shape",
            "`answer` must be a mapping with your answers",
            "write each answer after its colon, as the file had them",
        )


def _cannot_be_marked(root: Entries, key: str) -> Iterator[Problem]:
    version, keyed = root.scalar("version"), root.scalar("keyed")
    assert version is not None and keyed is not None
    if int(version.text) != VERSION:
        yield problem_at(
            version,
            "other-version",
            f"this exercise was made by version {version.text} of the exercises, not {VERSION}",
            "mark it with the version of checker that made it",
        )
    elif keyed.text == "yes" and not key:
        yield problem_at(keyed, "key-needed", "this exercise was made with a key", "give the teacher's key: --key KEY")


def read_answers(found: AnswerFile, blanks: Sequence[Blank], text: str) -> Answers:
    """The answers, each among its choices; raises InvalidStudy with every slip.

    `text` is the question that the head of the file leads to.
    """
    question = found.root.scalar("question")
    if question is not None and check_number(text) != found.question:
        hint = (
            "give the key that it was made with; seed, difficulty and kind must be as they were in the file"
            if found.keyed
            else "leave kind, seed and difficulty as they were in the file"
        )
        raise InvalidStudy(
            [
                problem_at(
                    question, "other-question", "the head of this file leads to another question than it asks", hint
                )
            ]
        )
    node = found.root.entries("answer")
    problems = Problems(shape_problems(node, _record(blanks), "`answer`"))
    well_formed = not problems
    for blank in blanks:
        value = _node(node, blank)
        if blank.many and isinstance(value, Scalar) and value.is_null:
            problems.at(value, "empty-value", f"`{blank.name}` is empty", "write a list, or [] for an empty one")
        if well_formed and not blank.choices and isinstance(value, Scalar) and int(value.text) > 100:
            problems.at(
                value, "malformed-value", f"`{blank.name}` cannot be {value.text}", "write a number from 0 to 100"
            )
    if problems:
        raise InvalidStudy(problems)
    return {blank: _given(node, blank) for blank in blanks}


def _given(node: Entries, blank: Blank) -> tuple[str, ...]:
    inner = node.entries(blank.group) if blank.group else node
    if not blank.many:
        text = inner.text(blank.name)
        return (text if blank.choices else str(int(text)),)
    return tuple(dict.fromkeys(scalar.text.strip() for scalar in inner.scalars(blank.name)))


def _node(node: Entries, blank: Blank) -> Node | None:
    return (node.entries(blank.group) if blank.group else node).values.get(blank.name)


def _record(blanks: Iterable[Blank]) -> Record:
    """The answers as declared fields, so that their slips are found like those of any file."""
    fields: dict[str, list[Field]] = {}
    for blank in blanks:
        fields.setdefault(blank.group, []).append(Field(blank.name, _kind(blank), "Your answer", True))
    grouped = [
        Field(group, Record(f"the answers to {group}", tuple(inner)), "Your answers", True)
        for group, inner in fields.items()
        if group
    ]
    return Record("`answer`", (*grouped, *fields.get("", ())))


def _kind(blank: Blank) -> Kind:
    if not blank.choices:
        return Word("a whole number", r"[0-9]{1,3}", hint="write a whole number such as 75, without a per cent sign")
    one = Word("one of the choices", choices=blank.choices, hint="write one of: " + ", ".join(blank.choices))
    return Many(one, or_one=True) if blank.many else one
