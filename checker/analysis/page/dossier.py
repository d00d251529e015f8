"""All results that the report on one case needs, computed once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checker.analysis.explain.period import PeriodExplanation, exclusions
from checker.analysis.page.compiled_cells import WhatIf, grounded_what_if
from checker.analysis.verdicts.cell import Critical, Distance
from checker.analysis.verdicts.judgement import CaseResult, Distribution, Judgement, Record
from checker.analysis.verdicts.overview import Overview, overview
from checker.analysis.verdicts.trial import Trial
from checker.problems import LimitReached
from checker.study.case import Case
from checker.study.theory import Theory


@dataclass(frozen=True)
class CellFindings:
    """Why the leading verdict is what it is and how firm.

    `why` holds what the theory excludes in the leading reading, with one core each; None where there is nothing to
    ask. `nearest` is the shortest way to another verdict from there, `flips` the single recodings that lead to one,
    `outcome` the verdict for each other value of the outcome. Past a limit what rests on it is empty or None.
    """

    record: Record
    judgement: Judgement
    why: PeriodExplanation | None = None
    by_source: Distribution | None = None
    nearest: Distance | None = None
    flips: tuple[Distance, ...] = ()
    outcome: tuple[Distance, ...] = ()
    criticality: tuple[Critical, ...] = ()
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
    cells = tuple(
        _findings(trial_of[record.theory.name], record, judgement)
        for record in result.records
        for judgement in record.judgements
    )
    return Dossier(overview(result, trials), cells, grounded_what_if(case, [trial.grounder() for trial in trials]))


def _findings(trial: Trial, record: Record, judgement: Judgement) -> CellFindings:
    if judgement.likeliest in ("unknown", "untestable"):
        return CellFindings(record, judgement, limit=judgement.limit)
    explained, t, why = record.explains, judgement.period, None
    try:
        why = PeriodExplanation(
            theory=trial.theory,
            case=trial.case,
            explained=explained,
            judgement=judgement,
            exclusions=exclusions(trial.in_reading(explained, t), limit=1),
            repairs=None,
            falsifiers=None,
        )
        cell = trial.cell(explained, t)
        return CellFindings(
            record=record,
            judgement=judgement,
            why=why,
            by_source=cell.by_source,
            nearest=cell.nearest,
            flips=cell.singles,
            outcome=cell.outcomes,
            criticality=cell.criticality,
        )
    except LimitReached as reached:
        return CellFindings(record, judgement, why, limit=str(reached))
