"""The commands as a user meets them: exit codes, files, streams."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import checker.analysis.verdicts.question
from checker.cli import main

CODEBOOK = """\
codebook: small
title: Small
roles: {state: The state}
variables:
  trade: {label: Trade, coding: {no: none, yes: some}}
  peace: {label: Peace, coding: {no: war, yes: none}}
"""
THEORY = """\
theory: doux
title: Gentle commerce
codebook: ../theory/codebook.yaml
explains: peace
propositions:
  - {id: D1, claim: Trade brings peace., rule: if trade then peace}
"""
CASE = """\
case: two
title: Two periods
codebook: ../theory/codebook.yaml
roles: {state: Ruritania}
periods:
  - {id: first, years: [1900, 1909], codings: {trade: yes, peace: yes}}
  - {id: second, years: [1910, 1919], codings: {trade: PLACE, peace: no}}
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in (("theory/codebook.yaml", CODEBOOK), ("theory/doux.yaml", THEORY), ("cases/two.yaml", CASE)):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text.replace("PLACE", "no"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_nothing_refuted_exits_with_0(folder: Path) -> None:
    result = run("check", "two")
    assert result.exit_code == 0 and "✓ predicted" in result.stdout and "· silent" in result.stdout


def test_a_contradiction_exits_with_1(folder: Path) -> None:
    result = run("check", "cases/two.yaml", "--set", "second:trade=yes")
    assert result.exit_code == 1 and "This run sets second:trade=yes." in result.stdout


def test_a_broken_file_exits_with_2_and_judges_nothing(folder: Path) -> None:
    (folder / "cases/two.yaml").write_text(CASE.replace("PLACE", "yez"), encoding="utf-8")
    result = run("check", "two")
    assert result.exit_code == 2 and result.stdout == ""
    assert "cases/two.yaml:7:" in result.stderr and "did you mean `yes`?" in result.stderr


def test_a_limit_exits_with_3_before_1(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from checker.engine import period_solver
    from checker.problems import LimitReached

    def tired(*_: object) -> bool:
        raise LimitReached("more than 0 conflicts in one question to the solver")

    monkeypatch.setattr(period_solver.PeriodSolver, "satisfiable", tired)
    result = run("check", "two", "--set", "second:trade=yes")
    assert result.exit_code == 3
    assert "the answer is not complete" in " ".join(result.stdout.split())


def test_readings_past_their_limit_are_unknown_and_exit_with_3(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from checker.analysis.verdicts.trial import Trial
    from checker.problems import LimitReached

    def full(*_: object, **__: object) -> None:
        raise LimitReached("more nodes than the budget")

    monkeypatch.setattr(Trial, "diagram", full)
    monkeypatch.setattr(checker.analysis.verdicts.question, "MAX_COMPLETIONS", 0)
    result = run("check", "two", "--set", "second:trade=missing", "--format", "json")
    assert result.exit_code == 3 and '"readings": null' in result.stdout and '"verdict": "unknown"' in result.stdout


def test_output_goes_to_a_file_whole(folder: Path) -> None:
    result = run("check", "two", "--format", "csv", "-o", "out/table.csv")
    assert result.exit_code == 0 and result.stdout == "" and "wrote out/table.csv" in result.stderr
    assert (folder / "out/table.csv").read_text(encoding="utf-8").startswith("case,reading,theory,")
    assert list((folder / "out").iterdir()) == [folder / "out/table.csv"]


def test_a_folder_that_cannot_be_written_is_an_error_not_a_traceback(folder: Path) -> None:
    (folder / "blocked").write_text("")
    result = run("check", "two", "-o", "blocked/table.csv")
    assert result.exit_code == 2 and "cannot write" in result.stderr


def test_warnings_alone_do_not_fail_validation(folder: Path) -> None:
    result = run("validate", "doux", "two")
    assert result.exit_code == 0
    assert "D1  if trade then peace" in result.stdout and "warning" in result.stderr


def test_validation_in_json_holds_the_problems(folder: Path) -> None:
    (folder / "theory/doux.yaml").write_text(THEORY.replace("if trade", "if trad"), encoding="utf-8")
    result = run("validate", "doux", "nobody", "--format", "json")
    assert result.exit_code == 2 and '"fix": "did you mean `trade`?"' in result.stdout and "nobody" in result.stdout


def test_what_lies_in_the_folder_is_listed_with_its_path(folder: Path) -> None:
    (folder / "theory/broken.yaml").write_text("theory: broken\n", encoding="utf-8")
    shown = run("list").stdout
    assert "Gentle commerce (theory/doux.yaml)" in shown and "belarus-iran" in shown and "cannot be read" in shown
    assert '"kind": "case"' in run("list", "--format", "json").stdout


def test_a_file_named_twice_is_judged_once(folder: Path) -> None:
    twice = ("two", "cases/two.yaml", "-t", "doux", "-t", "./theory/doux.yaml")
    result = run("check", *twice, "--format", "csv", "--certify")
    assert [row.split(",")[4] for row in result.stdout.splitlines()[1:]] == ["first", "second"]


def test_an_indicator_sets_aside_only_what_speaks_of_its_series(folder: Path) -> None:
    shared = THEORY.replace("doux", "other").replace("if trade then peace", "peace")
    (folder / "theory/other.yaml").write_text(shared, encoding="utf-8")
    numbers = (
        "series: {sold: {values: {1900: 1, 1910: 2}}}\n"
        "calibrate: {trade: {from: sold, summary: sum, at_least: {yes: 1}}}\n"
        "indicators: {peace: {gain: {from: sold, summary: sum, at_least: {yes: 2}}}}\n"
    )
    text = CASE.replace("trade: yes, ", "").replace("trade: PLACE, ", "") + numbers
    (folder / "cases/two.yaml").write_text(text, encoding="utf-8")
    result = run("check", "two", "-t", "doux", "-t", "other", "--indicator", "gain", "--format", "csv")
    assert [row.split(",")[8] for row in result.stdout.splitlines()[1:]] == [
        "silent",
        "silent",
        "contradicted",
        "predicted",
    ]
    assert "D1 of Gentle commerce is set aside" in run("check", "two", "--indicator", "gain", "--certify").stdout


def test_two_theories_or_cases_of_one_name_are_an_error_in_every_command(folder: Path) -> None:
    opposite = THEORY.replace("../", "").replace("trade then", "not trade then")
    (folder / "doux.yaml").write_text(opposite, encoding="utf-8")
    (folder / "two.yaml").write_text(CASE.replace("../", "").replace("PLACE", "yes"), encoding="utf-8")
    for command in ("check", "compare", "robust"):
        result = run(command, "two", "./two.yaml", "-t", "theory/doux.yaml", "-t", "./doux.yaml")
        assert result.exit_code == 2
        said = result.stderr
        assert "doux.yaml:1:1: error: two of the theory files call themselves `doux`; the other is theory" in said
        assert "two.yaml:1:1: error: two of the case files call themselves `two`; the other is cases" in said
        assert "fix: give one of them another name after `case:`" in result.stderr


def test_a_broken_draft_stops_only_cases_of_its_own_codebook(folder: Path) -> None:
    (folder / "theory/draft.yaml").write_text(
        THEORY.replace("doux", "draft").replace("if trade", "if trad"), encoding="utf-8"
    )
    assert run("check", "two").exit_code == 2 and "theory/draft.yaml:6:51" in run("check", "two").stderr
    other = CODEBOOK.replace("codebook: small", "codebook: elsewhere").replace("Trade", "Traffic")
    (folder / "theory/elsewhere.yaml").write_text(other, encoding="utf-8")
    draft = (folder / "theory/draft.yaml").read_text(encoding="utf-8").replace("codebook.yaml", "elsewhere.yaml")
    (folder / "theory/draft.yaml").write_text(draft, encoding="utf-8")
    assert run("check", "two").exit_code == 0
    (folder / "theory/elsewhere.yaml").write_text("codebook: [", encoding="utf-8")
    assert run("check", "two").exit_code == 2


def test_a_theory_of_another_codebook_is_the_one_problem_named(folder: Path) -> None:
    result = run("explain", "two", "neorealism")
    assert result.exit_code == 2 and "neorealism speaks the vocabulary" in result.stderr
    assert "1 error; nothing was judged." in result.stderr


def test_a_name_that_stands_for_nothing_is_told_so_whatever_its_kind(folder: Path) -> None:
    result = run("validate", "duox")
    assert result.exit_code == 2
    assert "duox: error: there is no theory, case or codebook of this name" in result.stderr
    assert "fix: did you mean `doux`?" in result.stderr


def test_one_name_of_two_propositions_is_given_up_in_both_or_in_the_theory_named(folder: Path) -> None:
    other = THEORY.replace("theory: doux", "theory: habit").replace("if trade then peace", "peace")
    (folder / "theory/habit.yaml").write_text(other, encoding="utf-8")
    both = run("check", "two", "--without", "D1", "--certify")
    assert both.stdout.count("· silent") == 5 and "gives up D1 (of doux and of habit)" in both.stdout
    one = run("check", "two", "--without", "habit:D1", "--certify")
    assert one.stdout.count("· silent") == 4 and "✓ predicted" in one.stdout
    wrong = run("check", "two", "--without", "habit:D2")
    assert wrong.exit_code == 2 and "no theory here has the proposition `habit:D2`" in wrong.stderr


def test_a_place_that_is_set_twice_is_an_error(folder: Path) -> None:
    result = run("check", "two", "--set", "first:trade=yes", "--set", "first:trade=no")
    assert result.exit_code == 2 and "`--set first:trade=no` sets anew" in result.stderr
    assert run("check", "two", "--set", "first:trade=yes", "--set", "first:trade=yes").exit_code == 0


def test_a_folder_is_validated_whole(folder: Path) -> None:
    result = run("validate", "theory", "cases")
    assert result.exit_code == 0
    assert "doux: 1 proposition, explains peace" in result.stdout and "two: 2 periods" in result.stdout
    (folder / "empty").mkdir()
    assert "there is no theory, case or codebook in this folder" in run("validate", "empty").stderr


def test_a_codebook_of_the_same_name_is_another_one(folder: Path) -> None:
    (folder / "cases/own.yaml").write_text(CODEBOOK.replace("peace: {label", "calm: {label"), encoding="utf-8")
    text = CASE.replace("../theory/codebook.yaml", "own.yaml").replace("peace", "calm").replace("PLACE", "no")
    (folder / "cases/two.yaml").write_text(text, encoding="utf-8")
    for theories in ((), ("-t", "doux")):
        result = run("check", "two", *theories)
        assert result.exit_code == 2 and "one of the same name that differs in `" in result.stderr
    (folder / "cases/own.yaml").write_text(CODEBOOK, encoding="utf-8")
    (folder / "cases/two.yaml").write_text(text.replace("calm", "peace"), encoding="utf-8")
    assert run("check", "two").exit_code == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_an_answer_that_cannot_be_written_is_no_verdict(folder: Path) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "checker", "check", "two"],
            stdout=full,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path(checker.__file__).parent.parent)},
            check=False,
        )
    assert ended.returncode == 2 and ended.stderr.startswith(b"cannot write the answer: ")


def test_the_version_is_told() -> None:
    assert run("--version").stdout.startswith("checker, version")


def test_the_shipped_case_is_found_from_any_folder(folder: Path) -> None:
    result = run("check", "belarus-iran", "-t", "neorealism")
    assert result.exit_code == 1 and "Belarus-Iran relations" in result.stdout
