"""The Python interface: at most a dozen names, loaded when asked for, with answers that show themselves."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import checker

CASE, THEORY = "belarus-iran", "neorealism"
FLOORS = ("problems", "logic", "study", "engine", "analysis", "report", "files", "app", "cli", "api")


def test_there_are_at_most_a_dozen_names_and_each_is_documented_with_a_doctest() -> None:
    assert len(checker.__all__) <= 12
    for name in checker.__all__:
        thing = getattr(checker, name)
        assert thing.__doc__
        assert ">>>" in thing.__doc__ or name == "InvalidStudy", name


def test_the_map_of_the_floors_names_them_all() -> None:
    assert checker.__doc__
    places = [checker.__doc__.index(f" {floor}  ") for floor in FLOORS if floor != "files"]
    assert places == sorted(places)
    assert " files  " in checker.__doc__


def test_importing_the_package_loads_nothing_of_it() -> None:
    program = "import sys, checker; print(*(name for name in sys.modules if name.startswith('checker.')))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


def test_an_unknown_name_is_refused_with_those_there_are() -> None:
    with pytest.raises(AttributeError, match="judge"):
        checker.verdict  # noqa: B018


def test_the_names_are_offered_for_completion() -> None:
    assert set(checker.__all__) <= set(dir(checker))


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(lambda: checker.judge(CASE, THEORY), id="judge"),
        pytest.param(lambda: checker.explain(CASE, THEORY, "decline"), id="explain"),
        pytest.param(lambda: checker.robust(CASE, THEORY), id="robust"),
        pytest.param(lambda: checker.compare(CASE, [THEORY, "liberalism"]), id="compare"),
        pytest.param(lambda: checker.discriminate(THEORY, "persistence", CASE), id="discriminate"),
        pytest.param(lambda: checker.inspect("persistence"), id="inspect"),
        pytest.param(
            lambda: checker.survey("invented-dyads", "democratic-peace", sweeps="joint_democracy=6:7:1"), id="survey"
        ),
    ],
)
def test_an_answer_shows_itself_as_text_as_tables_and_as_data(answer: Callable[[], checker.Answer[object]]) -> None:
    given = answer()
    assert str(given).strip()
    assert "<table>" in given._repr_html_() or "<h3>" in given._repr_html_()
    assert given.data["format"].startswith("checker/")
    assert "Answer" in repr(given)
    with pytest.raises(ValueError, match="not a format"):
        given.to("morse")


def test_a_study_read_before_is_judged_as_its_names_are() -> None:
    study = checker.read_study(CASE, [THEORY, "liberalism"])
    assert checker.judge(study).rows == checker.judge(CASE, [THEORY, "liberalism"]).rows
    assert checker.judge(study, THEORY).rows == checker.judge(CASE, THEORY).rows
    assert len(checker.inspect(checker.read_study((), "persistence")).found) == 1


def test_what_if_is_said_above_the_notes() -> None:
    shown = checker.judge(CASE, THEORY, periods="decline", changes="rise:cooperation=high")._repr_html_()
    assert "rise:cooperation=high" in shown
    assert "predicted" in shown


def test_a_study_shows_its_rules_as_they_were_understood() -> None:
    study = checker.read_study(CASE, THEORY)
    assert "N9  if threatens(partner, state) then cooperation is at most low" in str(study)
    assert study._repr_html_().startswith("<pre>")


def test_a_page_is_saved_and_framed(tmp_path: Path) -> None:
    page = checker.page(checker.read_study(CASE, THEORY))
    assert page.save(tmp_path / "page.html").read_text(encoding="utf-8") == str(page)
    assert page._repr_html_().startswith("<iframe")


def test_without_names_all_theories_are_read() -> None:
    assert {"neorealism", "democratic-peace"} <= {theory.name for theory in checker.read_study().theories}


def test_a_file_with_mistakes_is_refused_with_its_problems() -> None:
    with pytest.raises(checker.InvalidStudy) as refused:
        checker.judge("belarus-irna")
    assert "did you mean `belarus-ira" in str(refused.value)
