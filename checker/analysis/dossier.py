"""All that the report on one case rests on, computed once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checker.analysis.distance import Distance, Recoded, nearest
from checker.analysis.doubt import Doubt, doubt
from checker.analysis.explanation import PeriodExplanation, exclusions
from checker.analysis.overview import Overview, overview
from checker.analysis.result import CaseResult, Judgement, Record, Verdict
from checker.analysis.verdict import Trial
from checker.analysis.what_if import WhatIf, grounded_what_if
from checker.problems import LimitReached
from checker.study.case import Case
from checker.study.theory import Theory


@dataclass(frozen=True)
class CellFindings:
    """Why a verdict is what it is and how firm.

    `why` holds the exclusions with one core each. `fewest` are the fewest recodings that change the verdict, None
    where none does; `outcome` gives the verdict for other values of the outcome itself. `why` and `doubt` are None
    where there is nothing to ask or a limit was reached.
    """

    record: Record
    judgement: Judgement
    why: PeriodExplanation | None = None
    fewest: Distance | None = None
    outcome: tuple[tuple[Recoded, Verdict], ...] = ()
    doubt: Doubt | None = None
    limit: str = ""


@dataclass(frozen=True)
class Dossier:
    """`cells` stand in the order of records and periods, as those of `what_if` do."""

    overview: Overview
    cells: tuple[CellFindings, ...]
    what_if: WhatIf

    @property
    def case(self) -> Case:
        return self.overview.result.case

    @property
    def theories(self) -> tuple[Theory, ...]:
        return tuple({record.theory.name: record.theory for record in self.overview.result.records}.values())


def dossier(case: Case, theories: Sequence[Theory]) -> Dossier:
    """Judge the case, say why and how firmly, and compile its what-if."""
    trials = [Trial(theory, case) for theory in theories]
    result = CaseResult(case, tuple(record for trial in trials for record in trial.records()))
    trial_of = {trial.theory.name: trial for trial in trials}
    cells = tuple(_findings(trial_of[record.theory.name], record, judgement)
                  for record in result.records for judgement in record.judgements)
    return Dossier(overview(result, trials), cells, grounded_what_if(case, [trial.grounder() for trial in trials]))


def _findings(trial: Trial, record: Record, judgement: Judgement) -> CellFindings:
    if judgement.verdict in ("unknown", "untestable"):
        return CellFindings(record, judgement, limit=judgement.limit)
    question = trial.question(record.explains, judgement.period)
    try:
        why = PeriodExplanation(trial.theory, trial.case, record.explains, judgement, exclusions(question, limit=1),
                                None, None)
    except LimitReached as reached:
        return CellFindings(record, judgement, limit=str(reached))
    try:
        diagram = trial.diagram(question.explained, question.t)
        fewest, outcome = nearest(question, diagram, judgement.verdict)
        return CellFindings(record, judgement, why, fewest, outcome, doubt(question, diagram, judgement.verdict))
    except LimitReached as reached:
        return CellFindings(record, judgement, why, limit=str(reached))
