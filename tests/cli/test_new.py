"""`checker new`: from nothing to a verdict, and nothing lost on the way."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.cli import main
from checker.files.study.reader import read_case, read_theory
from checker.logic.grammar import parse_term


def run(*arguments: str, answers: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=answers, catch_exceptions=False)


@pytest.fixture(autouse=True)
def in_a_new_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_new_case_reads_as_it_was_asked_for() -> None:
    result = run(
        "new",
        "case",
        "turkey-iran",
        "--role",
        "state=Turkey",
        "--role",
        "partner=Iran",
        "--role",
        "partner=Qatar",
        "--period",
        "thaw:2002-2010",
        "--period",
        "chill:2011-2016",
    )
    assert result.exit_code == 0 and "wrote cases/turkey-iran.yaml" in result.stderr
    case = read_case("cases/turkey-iran.yaml")
    assert case.roles == {"state": ("Turkey",), "partner": ("Iran", "Qatar")}
    assert [(p.id, p.years) for p in case.periods] == [("thaw", (2002, 2010)), ("chill", (2011, 2016))]
    assert case.baseline is not None


def test_a_new_case_names_every_term_of_its_theories_that_its_roles_bind() -> None:
    run("new", "case", "two", "--theory", "neorealism", "--role", "state=Turkey", "--role", "partner=Iran")
    assert not Path("theory").exists(), "the shipped theories are not copied"
    named = set(read_case("cases/two.yaml").periods[0].codings)
    assert {parse_term("opening(partner)"), parse_term("threatens(partner, state)")} <= named
    assert parse_term("exposed(state)") not in named and parse_term("shared_doctrine") not in named
    text = Path("cases/two.yaml").read_text(encoding="utf-8")
    schema = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert schema and json.loads(Path("cases", schema[1]).read_text(encoding="utf-8"))["$id"].endswith(":case")


def test_from_a_new_case_to_a_verdict() -> None:
    run("new", "case", "mine", "--theory", "persistence", "--period", "early:1990-1994", "--period", "late:1995-1999")
    file = Path("cases/mine.yaml")
    assert run("validate", "mine").exit_code == 0
    text = file.read_text(encoding="utf-8")
    for value in ("none", "low", "low"):
        text = text.replace("cooperation: missing", f"cooperation: {value}", 1)
    file.write_text(text, encoding="utf-8")
    result = run("check", "mine", "-t", "persistence")
    assert result.exit_code == 1 and "✗ contradicted ✓ predicted" in " ".join(result.stdout.split())


def test_nothing_is_overwritten_without_force() -> None:
    assert run("new", "theory", "mine").exit_code == 0
    file = Path("theory/mine.yaml")
    file.write_text("precious", encoding="utf-8")
    refused = run("new", "theory", "mine")
    assert refused.exit_code == 2 and "exists" in refused.stderr and file.read_text(encoding="utf-8") == "precious"
    assert run("new", "theory", "mine", "--force").exit_code == 0
    assert read_theory(file).name == "mine"


def test_a_new_theory_can_be_judged_as_it_stands() -> None:
    run("new", "theory", "prestige", "--title", 'Status: "seeking" # always')
    assert read_theory("theory/prestige.yaml").title == 'Status: "seeking" # always'
    assert run("check", "belarus-iran", "-t", "prestige").exit_code == 0


@pytest.mark.parametrize(
    "arguments, message",
    [
        (("--role", "sate=Turkey"), "did you mean `state`?"),
        (("--role", "state"), "names no actor"),
        (("--period", "a:19x"), "is not of the form ID:FIRST-LAST"),
        (("--period", "2002-2010"), "for example --period thaw:2002-2010"),
        (("--period", "thaw:2010-2002"), "write --period thaw:2002-2010"),
        (("--codebook", "hegemony"), "there is no codebook of this name"),
    ],
)
def test_what_cannot_be_meant_is_refused(arguments: tuple[str, str], message: str) -> None:
    result = run("new", "case", "mine", *arguments)
    assert result.exit_code == 2 and message in result.stderr and not Path("cases/mine.yaml").exists()


@pytest.mark.parametrize("kind", ["case", "theory"])
def test_a_name_is_no_path(kind: str) -> None:
    result = run("new", kind, "../mine")
    assert result.exit_code == 2 and "`../mine` cannot be a name" in result.stderr and not Path("mine.yaml").exists()
