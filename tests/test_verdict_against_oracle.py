"""The checker's verdicts, chances and records are those of the truth table, on random studies."""

from __future__ import annotations

from collections.abc import Collection
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from checker.analysis.verdicts.judgement import CaseResult
from checker.analysis.verdicts.trial import judge
from checker.report.check.tables import record_json
from checker.study.case import Case
from checker.study.theory import Theory
from tests import truth_table
from tests.random_studies import random_study
from tests.seeds import for_each
from tests.strategies import studies
from tests.truth_table import TooLarge

SEEDS = range(3000)
GIVING_UP = range(3000, 3200)
ONLY_HERE = "because"


def judged(theory: Theory, case: Case, without: Collection[str] = ()) -> list[dict[str, Any]]:
    """What `check --format json` says of a theory, apart from `because`."""
    records = judge(theory, case, without=without)
    entries = [record_json(CaseResult(case, records), record) for record in records]
    for entry in entries:
        for period in entry["periods"]:
            del period[ONLY_HERE]
    return entries


def assert_same(theory: Theory, case: Case) -> None:
    """Every field of every judgement and record is the same."""
    try:
        expected = truth_table.judged_as_json(theory, case)
    except TooLarge:
        return
    assert judged(theory, case) == expected, described(theory, case)


def described(theory: Theory, case: Case) -> str:
    """The study in words, for whoever reads a failure."""
    lines = [f"explains {', '.join(map(str, theory.explains))}"]
    lines += [f"{p.id} {p.role} {'always' if p.strict else 'usually'}: {p.rule.text}" for p in theory.propositions]
    lines += [statement.label for statement in theory.exhaustive]
    lines += [f"scope: {theory.scope.text}"] if theory.scope else []
    for number in range(case.first, case.last + 1):
        coded = (
            f"{term}={case.coding(term, number)} {dict(case.coding(term, number).confidence)}"
            for term in case.codebook.terms()
        )
        lines.append(f"{case.period(number).id}: {', '.join(coded)}")
    return "\n".join(lines)


@for_each(SEEDS, 100)
def test_seeded_studies_get_what_the_truth_table_says(seed: int) -> None:
    assert_same(*random_study(seed))


@given(studies())
def test_any_study_gets_what_the_truth_table_says(study: tuple[Theory, Case]) -> None:
    assert_same(*study)


@for_each(GIVING_UP, 100)
def test_studies_with_something_given_up_get_the_verdicts_of_the_truth_table(seed: int) -> None:
    theory, case = random_study(seed)
    labels = [p.id for p in theory.propositions] + [statement.label for statement in theory.exhaustive]
    dice = Random(seed)
    assert_same_given_up(theory, case, frozenset(label for label in labels if dice.random() < 0.5))


@given(studies(), st.data())
def test_any_study_with_something_given_up_gets_the_verdicts_of_the_truth_table(
    study: tuple[Theory, Case], data: st.DataObject
) -> None:
    theory, case = study
    labels = [p.id for p in theory.propositions] + [statement.label for statement in theory.exhaustive]
    assert_same_given_up(theory, case, frozenset(data.draw(st.lists(st.sampled_from(labels), unique=True))))


def assert_same_given_up(theory: Theory, case: Case, without: frozenset[str]) -> None:
    """Verdict, readings and predictions are the same where something is given up."""
    compared = (
        "verdict",
        "readings",
        "possible",
        "prediction",
        "levels",
        "expectation",
        "expected_levels",
        "observed",
        "scope",
        "untested",
        "laws_alone",
        "probability",
    )
    for ours, theirs in zip(
        judge(theory, case, without=without), truth_table.judge(theory, case, without=without), strict=True
    ):
        for j, other in zip(ours.judgements, theirs.judgements, strict=True):
            said = {name: getattr(other, name) for name in compared}
            said["probability"] = tuple(dict(said["probability"]).items())
            assert {name: getattr(j, name) for name in compared} == said, described(theory, case)
