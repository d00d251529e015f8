"""Readings and settling sets: enumeration, diagram and truth table agree."""

from dataclasses import replace

import pytest

from checker.analysis import verdict
from checker.analysis.readings import by_diagram, by_enumeration
from checker.analysis.verdict import Trial, judge
from tests import truth_table
from tests.random_studies import random_study


@pytest.mark.parametrize("seed", range(150))
def test_diagram_and_enumeration_read_the_same(seed: int) -> None:
    theory, case = random_study(seed)
    trial = Trial(theory, case)
    for explained in theory.explains:
        for t in range(1, case.last + 1):
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
    monkeypatch.setattr(verdict, "FEW_COMPLETIONS", 0)
    theory, case = random_study(seed)
    for ours, oracle in zip(judge(theory, case), truth_table.judge(theory, case), strict=True):
        assert [replace(j, because=()) for j in ours.judgements] == list(oracle.judgements)
