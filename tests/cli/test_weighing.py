"""robust, compare, discriminate and inspect as a user meets them: exit codes, files, problems."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.analysis.rivals import chances
from checker.cli import main
from checker.engine import model_count


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without theories and cases, so that the installed ones are found."""
    monkeypatch.chdir(tmp_path)


def test_a_refuted_theory_is_exit_code_1() -> None:
    for command in ("robust", "compare"):
        assert run(command, "belarus-iran", "--theory", "persistence").exit_code == 1


def test_discriminate_and_inspect_refute_nothing() -> None:
    assert run("discriminate", "neorealism", "persistence").exit_code == 0
    assert run("inspect", "persistence", "trend").exit_code == 0


def test_a_limit_is_exit_code_3_and_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_count, "MAX_STATES", 10)
    shown = run("robust", "belarus-iran", "--theory", "neorealism")
    assert shown.exit_code == 3
    assert "more than 10 states" in " ".join(shown.stdout.split())


def test_past_a_limit_of_the_comparison_the_rest_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chances, "MAX_WAYS", 10)
    shown = run("compare", "belarus-iran", "-t", "neorealism", "-t", "commercial-liberalism")
    assert shown.exit_code == 3
    text = " ".join(shown.stdout.split())
    assert "neorealism and commercial-liberalism over all periods: more than 10 ways" in text
    assert "Neorealism wins with" in text


def test_all_theories_of_a_case_are_compared_on_a_page_that_leads_with_what_decides() -> None:
    lines = run("compare", "belarus-iran").stdout.splitlines()
    assert len(lines) <= 80 and max(map(len, lines)) <= 80
    text = " ".join(" ".join(lines).split())
    assert re.search(
        r"What decides No period is .*? The likeliest is \w+ \(\d{4}-\d{4}\), where [\w ]+ excludes what", text
    )


def test_discriminate_answers_first_what_to_look_for() -> None:
    lines = run("discriminate", "neorealism", "liberalism", "belarus-iran").stdout.splitlines()
    assert lines[3] == "What to look for next"
    assert lines[4].startswith("  No coding of what is missing or contested makes the two exclude each other in")


def test_how_sure_a_coding_must_be_is_asked_for_by_its_name() -> None:
    shown = run("robust", "belarus-iran", "--theory", "neorealism", "--confidence", "decline:cooperation=low")
    assert shown.exit_code == 0
    assert re.search(r"is below 0\.\d+; from there on predicted does\.", " ".join(shown.stdout.split()))
    wrong = run("robust", "belarus-iran", "--confidence", "declne:cooperation")
    assert wrong.exit_code == 2 and "did you mean `decline`?" in wrong.stderr


def test_two_theories_of_different_vocabularies_are_a_problem_with_a_fix() -> None:
    shown = run("discriminate", "neorealism", "democratic-peace")
    assert shown.exit_code == 2
    assert "speaks the vocabulary" in shown.stderr and "choose two theories of one codebook" in shown.stderr


def test_a_theory_that_is_not_there_is_a_problem() -> None:
    assert run("inspect", "neorealsm").exit_code == 2


def test_an_answer_can_go_to_a_file(tmp_path: Path) -> None:
    shown = run("robust", "belarus-iran", "--theory", "persistence", "--format", "json", "-o", "deep/robust.json")
    assert shown.exit_code == 1 and shown.stdout == ""
    assert json.loads((tmp_path / "deep" / "robust.json").read_text(encoding="utf-8"))["format"] == "checker/robust"


def test_answers_are_the_same_from_run_to_run() -> None:
    for arguments in (
        ("robust", "belarus-iran", "-t", "trend"),
        ("compare", "belarus-iran", "-t", "trend"),
        ("discriminate", "persistence", "trend"),
        ("inspect", "trend"),
    ):
        assert run(*arguments, "--format", "json").stdout == run(*arguments, "--format", "json").stdout


def test_nothing_parts_a_theory_from_itself() -> None:
    for case in ((), ("belarus-iran",)):
        found = run("discriminate", "neorealism", "neorealism", *case)
        assert found.exit_code == 2
        assert "neorealism is given twice, and nothing tells a theory apart from itself" in found.stderr


def test_clues_are_weighed_only_by_a_table_and_on_a_case(tmp_path: Path) -> None:
    (tmp_path / "clues.csv").write_text("clue,neorealism,liberalism\n2010-09-22,0.8,0.2\n", encoding="utf-8")
    weighed = run("discriminate", "neorealism", "liberalism", "belarus-iran", "--likelihoods", "clues.csv")
    assert weighed.exit_code == 0
    assert "The clue weighs 6.0 dB for Neorealism" in " ".join(weighed.stdout.split())
    assert "dB" not in run("discriminate", "neorealism", "liberalism", "belarus-iran").stdout
    for lacking in (["--likelihoods", "clues.csv"], ["belarus-iran", "--prior-odds", "1:3"]):
        refused = run("discriminate", "neorealism", "liberalism", *lacking)
        assert refused.exit_code == 2
        assert "clues are weighed by a table, on a case" in refused.output
