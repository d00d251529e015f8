"""The checker's verdicts are those of the truth table, on random studies."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.analysis import verdict
from checker.analysis.result import Record
from checker.study.case import Case
from checker.study.theory import Theory
from tests import truth_table
from tests.random_studies import random_study
from tests.strategies import studies

SEEDS = 1500
BATCH = 100


def assert_same(theory: Theory, case: Case, without: Collection[str] = truth_table.NOTHING) -> None:
    """Every field of every judgement is the same, apart from `because`."""
    expected = truth_table.judge(theory, case, without=without)
    found = plain(verdict.judge(theory, case, without=without))
    assert found == plain(expected), described(theory, case)


def plain(records: Sequence[Record]) -> list[Record]:
    return [replace(record, judgements=tuple(replace(j, because=()) for j in record.judgements)) for record in records]


def described(theory: Theory, case: Case) -> str:
    """The study in words, for whoever reads a failure."""
    lines = [f"explains {', '.join(map(str, theory.explains))}"]
    lines += [f"{p.id} {p.role} {'always' if p.strict else 'usually'}: {p.rule.text}" for p in theory.propositions]
    lines += [statement.label for statement in theory.exhaustive]
    lines += [f"scope: {theory.scope.text}"] if theory.scope else []
    for number in range(case.first, case.last + 1):
        coded = (f"{term}={case.coding(term, number)}" for term in case.codebook.terms())
        lines.append(f"{case.period(number).id}: {', '.join(coded)}")
    return "\n".join(lines)


@pytest.mark.parametrize("start", range(0, SEEDS, BATCH))
def test_seeded_studies_get_the_verdicts_of_the_truth_table(start: int) -> None:
    for seed in range(start, start + BATCH):
        assert_same(*random_study(seed))


@pytest.mark.parametrize("start", range(SEEDS, SEEDS + 200, BATCH))
def test_studies_with_something_given_up_get_the_verdicts_of_the_truth_table(start: int) -> None:
    for seed in range(start, start + BATCH):
        theory, case = random_study(seed)
        labels = [p.id for p in theory.propositions] + [statement.label for statement in theory.exhaustive]
        dice = Random(seed)
        assert_same(theory, case, frozenset(label for label in labels if dice.random() < 0.5))


@given(studies())
def test_any_study_gets_the_verdicts_of_the_truth_table(study: tuple[Theory, Case]) -> None:
    assert_same(*study)


@given(studies(), st.data())
def test_any_study_with_something_given_up_gets_the_verdicts_of_the_truth_table(
        study: tuple[Theory, Case], data: st.DataObject) -> None:
    theory, case = study
    labels = [p.id for p in theory.propositions] + [statement.label for statement in theory.exhaustive]
    assert_same(theory, case, frozenset(data.draw(st.lists(st.sampled_from(labels), unique=True))))
