"""`checker exercise`: what a student gets, hands in and is told."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.analysis.exercises.generate import Exercise, exercise
from checker.analysis.exercises.material import CONDITIONS, OUTCOMES
from checker.cli import main
from checker.report.exercises import lexicon as words
from checker.study.exercise_form import DIFFICULTIES, KINDS, ExerciseKind, Request


def run(*arguments: str, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(main, ("exercise", *arguments), env=env, catch_exceptions=False)


@pytest.fixture(autouse=True)
def in_a_new_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CHECKER_KEY", raising=False)


def solved(text: str, made: Exercise) -> str:
    """The student's file with every answer filled in."""
    group = ""
    answers = {(blank.group, blank.name): values for blank, values in made.answers}
    many = {(blank.group, blank.name) for blank in made.blanks if blank.many}
    head, mark, tail = text.partition("\nanswer:\n")
    rows = []
    for row in tail.splitlines():
        name = row.strip().removesuffix(":")
        if row.startswith("  ") and not row.startswith("   ") and ("", name) not in answers and row.endswith(":"):
            group = name
        elif row.endswith(":"):
            key = (group if row.startswith("    ") else "", name)
            row += " [" + ", ".join(answers[key]) + "]" if key in many else " " + answers[key][0]
        rows.append(row)
    return head + mark + "\n".join(rows) + "\n"


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_right_answers_are_all_right(kind: ExerciseKind, difficulty: int) -> None:
    assert run("new", "--kind", kind, "--seed", "4", "--difficulty", str(difficulty), "-o", "mine.yaml").exit_code == 0
    file = Path("mine.yaml")
    file.write_text(solved(file.read_text(encoding="utf-8"), exercise(Request(kind, 4, difficulty))), encoding="utf-8")
    result = run("check", "mine.yaml")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("mine.yaml: all right\n") and "✗" not in result.stdout


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_answer_is_told_with_the_right_one_and_why(kind: ExerciseKind) -> None:
    made = exercise(Request(kind, 4))
    run("new", "--kind", kind, "--seed", "4", "-o", "mine.yaml")
    blank, right = made.answers[-1]
    wrong = next((each for each in blank.choices if (each,) != right), "")
    text = solved(Path("mine.yaml").read_text(encoding="utf-8"), made)
    before = text.rstrip("\n").rpartition("\n")[0]
    indent = "    " if blank.group else "  "
    Path("mine.yaml").write_text(f"{before}\n{indent}{blank.name}: {wrong}\n", encoding="utf-8")
    result = run("check", "mine.yaml")
    assert result.exit_code == 1, result.output
    shown = " ".join(result.stdout.split())
    assert f"✗ {blank}: you wrote {wrong}; right is " in shown
    assert any(heading in shown for heading in ("Why", "The codings"))


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_answer_stands_nowhere_in_the_student_file(kind: ExerciseKind, difficulty: int) -> None:
    for seed in range(3):
        text = run("new", "--kind", kind, "--seed", str(seed), "--difficulty", str(difficulty)).stdout
        other = exercise(Request(kind, seed, difficulty))
        head, _, tail = text.partition("\nanswer:\n")
        assert all(re.fullmatch(r"\s*(#.*|[\w() ,]+:)", row) for row in tail.splitlines()), tail
        # Nothing is marked: each choice is named as often as its fellows, where it is named among them.
        for blank in other.blanks:
            assert all(choice in " ".join(text.replace("\n#", "\n").split()) for choice in blank.choices)
        assert re.findall(r"^[a-z]+: .*$", head, re.M) == [
            f"exercise: {kind}",
            f"seed: {seed}",
            f"difficulty: {difficulty}",
            "version: 2",
            "keyed: no",
            head[head.index("question: ") :].strip(),
        ]
        assert "P17" not in text and all(len(row) <= 100 for row in text.splitlines())


def test_the_solution_is_given_to_who_asks_for_it() -> None:
    result = run("new", "--kind", "redundant", "--seed", "4", "--solution")
    assert result.exit_code == 0 and result.stdout.startswith("Solution: Find the proposition that adds nothing")
    assert "follows from" in result.stdout and "Hence P" in result.stdout


BLANK = (
    "exercise: verdict\nseed: 7\ndifficulty: 1\nversion: 2\nkeyed: no\nquestion: {}\n"
    "answer:\n  leaves: []\n  verdict: silent\n"
)


def question(kind: str = "verdict", seed: int = 7) -> str:
    found = re.search(r"^question: (\w+)$", run("new", "--kind", kind, "--seed", str(seed)).stdout, re.M)
    assert found
    return found[1]


@pytest.mark.parametrize(
    "change, place, message, fix",
    [
        (
            ("verdict: silent", "verdict: predicte"),
            "9:12",
            "`verdict` cannot be `predicte`",
            "did you mean `predicted`?",
        ),
        (("verdict: silent", "verdict:"), "9:11", "`verdict` is empty", "write one of: contradicted"),
        (("leaves: []", "leaves:"), "8:10", "`leaves` is empty", "write a list, or [] for an empty one"),
        (("leaves: []", "leaves: [none, partail]"), "8:18", "`leaves` cannot be `partail`", "did you mean `partial`?"),
        (("leaves: []", "leaves: [none"), "8:11", "is opened with `[` and not closed", "close it"),
        (("  leaves: []\n", ""), "8:3", "`answer` has no `leaves`", "add `leaves:`"),
        (
            ("  verdict: silent\n", "  verdict: silent\n  verdikt: silent\n"),
            "10:3",
            "`verdikt` is not a key",
            "did you mean `verdict`?",
        ),
        (("exercise: verdict", "exercise: verdit"), "1:11", "`exercise` cannot be `verdit`", "did you mean `verdict`?"),
        (("seed: 7", "seed: seven"), "2:7", "`seed` must be a number", "leave the seed as it was"),
        (("seed: 7", "seed: 8"), "6:11", "leads to another question than it asks", "leave kind, seed and difficulty"),
        (("difficulty: 1", "difficulty: 9"), "3:13", "`difficulty` cannot be `9`", ""),
        (("version: 2", "version: 1"), "4:10", "was made by version 1", "mark it with the version"),
        (("keyed: no", "keyed: yes"), "5:8", "was made with a key", "--key KEY"),
        (
            ("answer:\n  leaves: []\n  verdict: silent\n", "answer: silent\n"),
            "7:9",
            "`answer` must be a mapping",
            "write each answer after its colon",
        ),
        (("version: 2\n", ""), "1:1", "an exercise has no `version`", "add `version:`"),
    ],
)
def test_a_slip_in_a_handed_in_file_is_located_and_helped(
    change: tuple[str, str], place: str, message: str, fix: str
) -> None:
    file = Path("mine.yaml")
    file.write_text(BLANK.format(question()).replace(*change), encoding="utf-8")
    result = run("check", "mine.yaml")
    assert result.exit_code == 2 and result.stdout == ""
    assert f"mine.yaml:{place}: error: " in result.stderr, result.stderr
    assert message in result.stderr and fix in result.stderr and "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "content", ["", "- a\n", "just words", "a: [", "\x00", "exercise: [verdict]\n", "answer: {}\n"]
)
def test_anything_else_is_refused_without_a_traceback(content: str) -> None:
    Path("mine.yaml").write_text(content, encoding="utf-8")
    result = run("check", "mine.yaml")
    assert result.exit_code == 2 and "mine.yaml" in result.stderr and "fix: " in result.stderr


def test_a_file_that_is_not_there_is_named_and_so_are_all_others_that_are_wrong() -> None:
    Path("other.yaml").write_text(BLANK.format(question()).replace("silent", "quiet"), encoding="utf-8")
    result = run("check", "mine.yaml", "other.yaml")
    assert result.exit_code == 2
    assert "mine.yaml: error: there is no such file" in result.stderr and "other.yaml:9:12" in result.stderr


@pytest.mark.parametrize(
    "given, message",
    [
        ("75%", "must be a whole number"),
        ("300", "cannot be 300"),
        ("-1", "must be a whole number"),
        ("seventy", "must be a whole number"),
    ],
)
def test_a_percentage_is_a_whole_number(given: str, message: str) -> None:
    text = run("new", "--kind", "coders", "--seed", "4").stdout
    filled = solved(text, exercise(Request("coders", 4)))
    Path("mine.yaml").write_text(re.sub(r"agreement: \d+", f"agreement: {given}", filled), encoding="utf-8")
    result = run("check", "mine.yaml")
    assert result.exit_code == 2 and message in result.stderr


def test_marks_in_json() -> None:
    Path("mine.yaml").write_text(BLANK.format(question()), encoding="utf-8")
    result = run("check", "mine.yaml", "--format", "json", "-o", "marks.json")
    found = json.loads(Path("marks.json").read_text(encoding="utf-8"))
    assert found["format"] == "checker/exercise" and found["version"] == 1
    (marked,) = found["files"]
    assert (marked["file"], marked["exercise"], marked["seed"]) == ("mine.yaml", "verdict", 7)
    assert result.exit_code == (0 if marked["correct"] else 1)
    assert [answer["question"] for answer in marked["answers"]] == ["leaves", "verdict"]


def test_a_keyed_exercise_is_marked_with_its_key_alone() -> None:
    run("new", "--kind", "verdict", "--seed", "7", "--key", "nobody knows", "-o", "mine.yaml")
    file = Path("mine.yaml")
    text = file.read_text(encoding="utf-8")
    assert "keyed: yes" in text and "nobody knows" not in text
    file.write_text(solved(text, exercise(Request("verdict", 7, key="nobody knows"))), encoding="utf-8")
    assert run("check", "mine.yaml").exit_code == 2
    wrong = run("check", "mine.yaml", "--key", "somebody knows")
    assert wrong.exit_code == 2 and "give the key that it was made with" in wrong.stderr
    assert run("check", "mine.yaml", "--key", "nobody knows").exit_code == 0
    assert run("check", "mine.yaml", env={"CHECKER_KEY": "nobody knows"}).exit_code == 0
    file.write_text(file.read_text(encoding="utf-8").replace("keyed: yes", "keyed: no"), encoding="utf-8")
    assert run("check", "mine.yaml").exit_code == 2, "the key cannot be left out"


def test_a_sheet_has_a_folder_for_each_student_and_all_answers_for_the_teacher() -> None:
    arguments = ("sheet", "--seed", "12", "--students", "3", "-o", "seminar")
    assert run(*arguments).exit_code == 0
    folder = Path("seminar")
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert names == sorted(["teacher.md", *(f"student-0{n}/{kind}.yaml" for n in (1, 2, 3) for kind in KINDS)])
    teacher = (folder / "teacher.md").read_text(encoding="utf-8")
    assert all(name in teacher for name in names if name != "teacher.md")
    first = (folder / "student-01/clue.yaml").read_text(encoding="utf-8")
    assert "seed: 12001" in first and first != (folder / "student-02/clue.yaml").read_text(encoding="utf-8")
    assert "Solution" not in first and "hoop, for" not in first
    again = Path("again")
    assert run(*arguments[:-1], "again").exit_code == 0
    assert all((folder / name).read_bytes() == (again / name).read_bytes() for name in names)


def test_nothing_is_overwritten_without_force() -> None:
    sheet = ("sheet", "--seed", "1", "--students", "1", "--kind", "verdict", "-o", "seminar")
    new = ("new", "--kind", "verdict", "--seed", "1", "-o", "mine.yaml")
    for command, file in ((sheet, Path("seminar/student-01/verdict.yaml")), (new, Path("mine.yaml"))):
        assert run(*command).exit_code == 0
        file.write_text("a student's work", encoding="utf-8")
        refused = run(*command)
        assert refused.exit_code == 2 and "exists; nothing was written" in refused.stderr
        assert file.read_text(encoding="utf-8") == "a student's work"
        assert run(*command, "--force").exit_code == 0


def test_a_folder_that_cannot_be_made_is_an_error_not_a_traceback() -> None:
    Path("blocked").write_text("", encoding="utf-8")
    result = run("sheet", "--seed", "1", "--students", "1", "-o", "blocked/in", "--kind", "clue")
    assert result.exit_code == 2 and "cannot write" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("new", "--kind", "verdit", "--seed", "1"),
        ("new", "--kind", "verdict"),
        ("new", "--kind", "verdict", "--seed", "-1"),
        ("sheet", "--seed", "1", "--students", "0", "-o", "x"),
    ],
)
def test_what_cannot_be_made_is_refused(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_a_seed_without_an_exercise_is_a_stated_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.analysis.exercises.generate.MOST", 0)
    result = run("new", "--kind", "verdict", "--seed", "1")
    assert result.exit_code == 3 and "no exercise in 0 draws from seed 1; try another seed" in result.stderr


def test_a_key_is_not_shown_with_what_it_made() -> None:
    assert "nobody knows" not in repr(exercise(Request("verdict", 1, key="nobody knows")))


def test_the_shipped_answers_are_of_this_version_and_one_is_wrong() -> None:
    result = run("check", "example")
    assert result.exit_code == 1 and "1 of 2 right" in result.stdout


def test_every_variable_has_its_words() -> None:
    assert set(words.OUTCOMES) == set(OUTCOMES)
    assert set(words.CONDITIONS) == {*CONDITIONS, "willing"}
    for name, (values, _) in CONDITIONS.items():
        said = words.CONDITIONS[name]
        assert len(said.rules) == len(said.reports) == len(values), name
        assert (said.clauses is not None) == (values == ("no", "yes")), name
        assert len(set(said.reports)) == len(values), name
    assert all(len(words.OUTCOMES[name].words.rules) == len(values) for name, values in OUTCOMES.items())


def test_a_file_that_cannot_be_marked_does_not_stop_the_others() -> None:
    run("new", "--kind", "clue", "--seed", "5", "-o", "blank.yaml")
    found = run("check", "example", "blank.yaml")
    assert found.exit_code == 2
    assert found.stdout.startswith("example: ")
    assert "blank.yaml" not in found.stdout and "is empty" in found.stderr
    assert found.stderr.rstrip().endswith("of 2 files 1 was marked.")
    alone = run("check", "blank.yaml")
    assert (alone.exit_code, alone.stdout) == (2, "") and alone.stderr.rstrip().endswith("nothing was marked.")
