"""The reasons given for a verdict are a core: they exclude what is excluded, and none can be left out."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from checker.analysis.result import Judgement, Reason, Record
from checker.analysis.verdict import judge
from checker.study.case import Case
from tests.random_studies import random_study
from tests.truth_table import excluded


def excluded_outcomes(j: Judgement) -> list[str | None]:
    """What the reasons must rule out; None stands for a clash of the reasons by themselves."""
    if j.possible is None or j.prediction is None:
        return []
    if not j.prediction:
        return [None]
    by_tendency = j.verdict in ("expected", "against expectation") or j.prediction == j.possible
    said = j.expectation if by_tendency and j.expectation else j.prediction
    return [outcome for outcome in j.possible if outcome not in said]


def suffices(record: Record, case: Case, j: Judgement, reasons: Sequence[Reason]) -> bool:
    return all(excluded(record.theory, case, record.explains, j.period, outcome, reasons)
               for outcome in excluded_outcomes(j))


@pytest.mark.parametrize("start", range(0, 500, 100))
def test_reasons_exclude_all_that_is_excluded_and_none_is_superfluous(start: int) -> None:
    explained = 0
    for seed in range(start, start + 100):
        theory, case = random_study(seed)
        for record in judge(theory, case):
            for j in record.judgements:
                if not excluded_outcomes(j):
                    assert j.because == ()
                    continue
                explained += 1
                assert suffices(record, case, j, j.because), (seed, j)
                for n in range(len(j.because)):
                    assert not suffices(record, case, j, j.because[:n] + j.because[n + 1:]), (seed, j)
    assert explained > 50
