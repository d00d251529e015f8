"""What `explain` asks: one period of a case or all of it, for each term that a theory explains."""

from __future__ import annotations

from checker.analysis.explain.period import DEFAULT_CORES, PeriodExplanation, explain_period
from checker.analysis.explain.whole_case import CaseExplanation, explain_case
from checker.analysis.verdicts.trial import Trial
from checker.problems import COMMAND_LINE, did_you_mean, refused
from checker.study.case import Case
from checker.study.theory import Theory

Explanation = PeriodExplanation | CaseExplanation


def explain(
    theory: Theory, case: Case, period_id: str | None = None, cores: int = DEFAULT_CORES
) -> tuple[Explanation, ...]:
    """One explanation for each explained term: of a period, or without one of the whole case.

    Raises InvalidStudy where the case has no such period.
    """
    if period_id is None:
        return tuple(explain_case(theory, case, explained, cores=cores) for explained in theory.explains)
    ids = [period.id for period in case.periods]
    if period_id not in ids:
        message = f"{case.name} has no period `{period_id}`"
        raise refused(COMMAND_LINE, "unknown-period", message, did_you_mean(period_id, ids))
    trial, number = Trial(theory, case), ids.index(period_id) + 1
    return tuple(explain_period(trial, explained, number, cores) for explained in theory.explains)


def refutes(explanation: Explanation) -> bool:
    """Whether the theory is refuted in what is explained, as `check` says it by its exit code."""
    if isinstance(explanation, PeriodExplanation):
        return explanation.judgement.is_refuted
    return any(judgement.is_refuted for judgement in explanation.judgements)
