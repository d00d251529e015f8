"""explain, certify and check --certify as a user meets them: exit codes, files, streams."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import checker.analysis.proof.certification
import checker.analysis.verdicts.question
from checker.cli import main
from checker.engine.certificate import CertificateRefused, Refutation, check_refutation
from checker.problems import LimitReached


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), env={"COLUMNS": "80", "NO_COLOR": "1"}, catch_exceptions=False)


def test_a_refuted_period_is_explained_with_exit_code_1() -> None:
    shown = run("explain", "belarus-iran", "persistence", "origins")
    assert shown.exit_code == 1
    assert "Persistence on origins (1993-1996): contradicted, 96 %" in shown.stdout
    assert all(len(line) <= 80 for line in shown.stdout.splitlines() if " " in line.strip())


@pytest.mark.parametrize(
    "words",
    [
        ("belarus-iran", "trend", "rise"),
        ("belarus-iran", "rise", "trend"),
        ("trend", "belarus-iran", "rise"),
        ("belarus-iran", "rise", "--theory", "trend"),
        ("-t", "trend", "belarus-iran", "rise"),
    ],
)
def test_the_order_of_words_does_not_matter_where_it_is_plain_which_is_which(words: tuple[str, ...]) -> None:
    shown = run("explain", *words)
    assert shown.exit_code == 1
    assert shown.stdout.startswith("Trend on rise (2005-2009): contradicted, ")


def test_several_theories_are_explained_one_after_the_other() -> None:
    shown = run("explain", "belarus-iran", "origins", "-t", "trend", "-t", "persistence")
    assert [line for line in shown.stdout.splitlines() if " on origins " in line] == [
        "Trend on origins (1993-1996): silent, 100 %",
        "Persistence on origins (1993-1996): contradicted, 96 %",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("belarus-iran", "rise"), "name a theory, as in `checker explain belarus-iran THEORY rise`"),
        (("belarus-iran",), "name a theory, as in `checker explain belarus-iran THEORY`"),
        (("belarus-iran", "neorealsm", "rise"), "did you mean `neorealism`?"),
        (("belrus-iran", "trend"), "did you mean `belarus-iran`?"),
        (("belarus-iran", "trend", "rise", "decline"), "name one case and one period"),
    ],
)
def test_what_is_not_named_is_asked_for(words: tuple[str, ...], said: str) -> None:
    shown = run("explain", *words)
    assert shown.exit_code == 2
    assert said in shown.stderr


def test_what_is_long_waits_until_it_is_asked_for() -> None:
    short = run("explain", "belarus-iran", "neorealism", "decline")
    assert len(short.stdout.splitlines()) <= 45
    assert ".yaml:" not in short.stdout and "cost" not in short.stdout and "minimal sets" not in short.stdout
    assert "(cost " in run("explain", "belarus-iran", "neorealism", "rise", "--verbose").stdout
    assert "neorealism.yaml:" in run("explain", "belarus-iran", "neorealism", "decline", "--paths").stdout
    assert "set of reasons" in run("explain", "belarus-iran", "neorealism", "decline", "--cores", "2").stdout


def test_json_comes_alone_on_stdout() -> None:
    shown = run("explain", "belarus-iran", "neorealism", "decline", "--format", "json")
    assert shown.exit_code == 0
    assert json.loads(shown.stdout)["explanations"][0]["period"] == "decline"


def test_the_whole_case_is_explained_without_a_period(tmp_path: Path) -> None:
    target = tmp_path / "why.md"
    shown = run("explain", "belarus-iran", "persistence", "--format", "markdown", "-o", str(target))
    assert shown.exit_code == 1
    assert target.read_text(encoding="utf-8").startswith("# Persistence on all of Belarus-Iran")


def test_an_unknown_period_is_bad_input() -> None:
    shown = run("explain", "belarus-iran", "neorealism", "declin")
    assert shown.exit_code == 2
    assert "did you mean `decline`?" in shown.stderr


def test_certificates_are_written_into_a_folder_and_hold(tmp_path: Path) -> None:
    asked = ("certify", "belarus-iran", "--theory", "neorealism", "-o", str(tmp_path / "made"))
    shown = run(*asked)
    assert shown.exit_code == 0
    assert shown.stdout.startswith("Verified: ")
    assert run(*asked, "--format", "json").stdout == (tmp_path / "made/index.json").read_text(encoding="utf-8")
    proofs = sorted((tmp_path / "made").rglob("*.cnf"))
    assert proofs
    for cnf in proofs:
        check_refutation(
            Refutation(cnf.read_text(encoding="utf-8"), cnf.with_suffix(".drup").read_text(encoding="utf-8"))
        )
    assert not list(tmp_path.rglob("*.part"))


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    shown = run("certify", "belarus-iran", "-t", "persistence", "-o", str(tmp_path / "file" / "below"))
    assert shown.exit_code == 2
    assert "cannot write" in shown.stderr


def test_check_says_that_it_verified() -> None:
    shown = run("check", "belarus-iran", "--theory", "neorealism", "--without", "N2", "--certify")
    assert "\nVerified: " in shown.stdout
    as_data = run("check", "belarus-iran", "--theory", "neorealism", "--certify", "--format", "json")
    assert json.loads(as_data.stdout)
    assert as_data.stderr.startswith("Verified: ")


def test_nothing_is_shown_where_a_proof_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(shown: Refutation) -> None:
        raise CertificateRefused("for this test")

    monkeypatch.setattr(checker.analysis.proof.certification, "second_opinion", refuse)
    with pytest.raises(CertificateRefused):
        run("check", "belarus-iran", "--theory", "persistence", "--certify")


def test_a_limit_ends_with_exit_code_3(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def tired(*_: object) -> None:
        raise LimitReached("for this test")

    monkeypatch.setattr(checker.analysis.verdicts.question.Question, "finding", tired)
    explained = run("explain", "belarus-iran", "persistence", "origins")
    assert explained.exit_code == 3
    assert "A limit was reached: for this test. The answer is not complete." in " ".join(explained.stdout.split())
    assert run("explain", "belarus-iran", "persistence").exit_code == 3
    certified = run("certify", "belarus-iran", "-t", "persistence", "-o", str(tmp_path))
    assert certified.exit_code == 3
    assert "not certified: for this test" in " ".join(certified.stdout.split())


def test_ctrl_c_is_told_apart_from_a_refuted_theory(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("checker.analysis.explain.explain.explain", interrupted)
    shown = run("explain", "belarus-iran", "neorealism", "decline")
    assert shown.exit_code == 130 and "stopped" in shown.stderr
