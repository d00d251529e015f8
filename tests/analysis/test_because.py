"""The reasons given for a verdict are a core in the leading reading: they exclude what it does, none is superfluous."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checker.analysis.verdicts.judgement import Leading, Reason
from checker.analysis.verdicts.trial import judge
from checker.study.case import Case, Coding
from checker.study.theory import Explained, Theory
from tests import truth_table
from tests.random_studies import random_study
from tests.seeds import in_blocks
from tests.truth_table import TooLarge, excluded


@dataclass(frozen=True)
class Excluded:
    """An outcome or a level that the reasons must rule out; neither, where they clash by themselves."""

    outcome: str | None = None
    level: str | None = None


CLASH = Excluded()


def read(case: Case, leading: Leading) -> Case:
    """The case as the leading reading has it."""
    return case.recoded({(each.term, each.period): Coding((each.value,)) for each in leading.reading})


def to_exclude(j: truth_table.Judgement, order: Sequence[str]) -> list[Excluded]:
    """What the verdict of a judgement without doubt says is excluded."""
    match j.verdict:
        case "denies conditions" | "incoherent":
            return [CLASH]
        case "contradicted" | "against expectation":
            return [Excluded(level=level) for level in j.observed_levels or ()]
        case "predicted":
            return [Excluded(outcome) for outcome in j.possible or () if outcome not in (j.prediction or ())]
        case "expected":
            return [Excluded(outcome) for outcome in j.possible or () if outcome not in (j.expectation or ())]
        case "permitted" | "unobserved":
            levels = [level for level in order if level not in (j.levels or ())]
            usual = [level for level in order if j.expected_levels and level not in j.expected_levels]
            return [Excluded(level=level) for level in levels or usual]
    return []


def suffice(
    theory: Theory, case: Case, explained: Explained, t: int, reasons: Sequence[Reason], goals: Sequence[Excluded]
) -> bool:
    return all(excluded(theory, case, explained, t, goal.outcome, reasons, level=goal.level) for goal in goals)


@in_blocks(range(500), 100)
def test_reasons_exclude_all_that_is_excluded_and_none_is_superfluous(seeds: range) -> None:
    explained = 0
    for seed in seeds:
        theory, case = random_study(seed)
        tendencies = {p.id for p in theory.propositions if not p.strict}
        for place, record in enumerate(judge(theory, case)):
            for j in record.judgements:
                assert j.leading is not None
                here = read(case, j.leading)
                try:
                    judged = truth_table.judge(theory, here, periods=[j.period])[place].judgements[0]
                except TooLarge:
                    continue
                assert judged.verdict == j.leading.verdict
                goals = to_exclude(judged, theory.codebook.values(record.explains.term))
                if not goals:
                    assert j.because == ()
                    continue
                explained += 1
                if judged.verdict in ("predicted", "contradicted", "incoherent", "denies conditions"):
                    assert tendencies.isdisjoint(reason.label for reason in j.because)
                about = (theory, here, record.explains, j.period)
                assert suffice(*about, j.because, goals), (seed, j)
                for n in range(len(j.because)):
                    assert not suffice(*about, j.because[:n] + j.because[n + 1 :], goals), (seed, j)
    assert explained > 50
