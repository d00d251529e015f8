"""Readings and settling sets: enumeration, diagram and truth table agree."""

from dataclasses import replace

import pytest

from checker.analysis import question, readings
from checker.analysis.readings import by_diagram, by_enumeration
from checker.analysis.verdict import Trial, judge
from checker.problems import LimitReached
from tests import truth_table
from tests.random_studies import random_study
from tests.small_studies import case, theory


@pytest.mark.parametrize("seed", range(150))
def test_diagram_and_enumeration_read_the_same(seed: int) -> None:
    studied, of = random_study(seed)
    trial = Trial(studied, of)
    for explained in studied.explains:
        for t in range(1, of.last + 1):
            question = trial.question(explained, t)
            if not question.testable:
                continue
            codings = question.coded()
            said = question.finding(codings).verdict
            gaps = question.gaps(codings)
            read = by_diagram(gaps, said, question.before, trial.diagram(explained, t), question.verdict_of_claims)
            assert read == by_enumeration(gaps, said, question.verdict)


@pytest.mark.parametrize("seed", range(150, 250))
def test_judgements_read_off_diagrams_are_those_of_the_truth_table(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(question, "FEW_COMPLETIONS", 0)
    studied, of = random_study(seed)
    for ours, oracle in zip(judge(studied, of), truth_table.judge(studied, of), strict=True):
        assert [replace(j, because=()) for j in ours.judgements] == list(oracle.judgements)


def test_what_cannot_be_tested_is_read_without_going_through_its_gaps(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone_through(*_: object) -> None:
        raise AssertionError("completions were gone through")

    monkeypatch.setattr(question, "by_enumeration", gone_through)
    many = " or ".join(["a", "b", "c", "z", "f(state)", "f(partner)", "w is high"])
    said = theory(f"P1: if {many} then y is high", explains="change of y")
    judgement = judge(said, case("y=low"))[0].judgements[0]
    assert judgement.verdict == "untestable" and judgement.readings == ("untestable",)
    assert judgement.open is False and judgement.settled_by == ()


def test_past_the_limit_on_sets_what_settles_is_unknown_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(question, "FEW_COMPLETIONS", 0)
    monkeypatch.setattr(readings, "MAX_SETS", 0)
    judgement = judge(theory("P1: if a then y is high"), case("a=? y=high"))[0].judgements[0]
    assert judgement.open and judgement.settled_by is None
    assert judgement.readings == ("predicted", "silent")
    assert not judgement.is_complete and "sets of gaps" in judgement.limit


def test_a_contested_outcome_that_parts_the_readings_is_settled_by_no_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(question, "FEW_COMPLETIONS", 0)
    judgement = judge(theory("P1: if a then y is high"), case("a=? y=low|high"))[0].judgements[0]
    assert judgement.open and judgement.settled_by == ()


def test_where_the_diagram_is_given_up_completions_are_gone_through(monkeypatch: pytest.MonkeyPatch) -> None:
    def given_up(*_: object, **__: object) -> None:
        raise LimitReached("too large")

    said = theory("P1: if a then y is high")
    expected = judge(said, case("a=? y=high"))
    monkeypatch.setattr(question, "FEW_COMPLETIONS", 0)
    monkeypatch.setattr(Trial, "diagram", given_up)
    assert judge(said, case("a=? y=high")) == expected
    monkeypatch.setattr(question, "MAX_COMPLETIONS", 1)
    judgement = judge(said, case("a=? y=high"))[0].judgements[0]
    assert judgement.readings is None and judgement.open is None and judgement.limit == "too large"
