"""The answer of `robust` for programs: JSON and CSV."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from checker.analysis.robust.robustness import Firmness, Robustness, TheoryRobustness
from checker.analysis.robust.sensitivity import Shift
from checker.analysis.verdicts.cell import Distance
from checker.analysis.verdicts.overview import built_on
from checker.analysis.verdicts.pivots import Pivot
from checker.report.check.tables import track_json
from checker.report.render.markup import chance_json, distribution_json
from checker.study.case import Case

CSV_COLUMNS = (
    "case",
    "theory",
    "explains",
    "period",
    "verdict",
    "leading",
    "probability",
    "by_source",
    "probabilities",
    "firm",
    "hangs_on",
    "value_chance",
    "then_leads",
    "nearest",
    "nearest_verdict",
    "likeliest",
    "likeliest_verdict",
    "most_critical",
    "criticality",
)


def robust_json(robustness: Sequence[Robustness], without_sources: Sequence[str]) -> dict[str, Any]:
    """The format checker/robust, version 2.

    A probability is `{"exact": "3/4", "value": 0.75}`. `cases` lists each `case` with its `theories`; of each,
    `periods` holds what `Firmness` does, `record` and `record_by_source` are as in checker/check, `variations` the
    leading verdicts that another reading of the case changes, and `cut_points` the ranges in which none does.
    """
    return {
        "format": "checker/robust",
        "version": 2,
        "without_sources": list(without_sources),
        "cases": [
            {"case": each.case.name, "theories": [_theory_json(one, each.case) for one in each.theories]}
            for each in robustness
        ],
    }


def _theory_json(robustness: TheoryRobustness, case: Case) -> dict[str, Any]:
    return {
        "theory": robustness.theory.name,
        "explains": str(robustness.explains),
        "built_on_this_case": built_on(robustness.theory, case),
        "record": track_json(robustness.record),
        "record_by_source": track_json(robustness.record_by_source),
        "periods": [_firm_json(firm) for firm in robustness.periods],
        "variations": [
            {"kind": v.kind, "name": v.name, "judged": v.judged, "changed": [_shift(s) for s in v.changed]}
            for v in robustness.variations
        ],
        "cut_points": [
            {
                "coding": str(c.term),
                "value": c.value,
                "at": chance_json(c.at),
                "low": chance_json(c.low),
                "high": chance_json(c.high),
                "below": c.below and _shift(c.below),
                "above": c.above and _shift(c.above),
            }
            for c in robustness.cut_points
        ],
    }


def _shift(shift: Shift) -> dict[str, str]:
    return {"period": shift.period_id, "was": shift.was, "now": shift.now}


def _firm_json(firm: Firmness) -> dict[str, Any]:
    leading = firm.leading
    return {
        "period": firm.period_id,
        "verdict": firm.verdict,
        "firm": firm.is_firm,
        "leading": None
        if leading is None
        else {
            "verdict": leading.verdict,
            "probability": chance_json(leading.probability),
            "reading": [
                {"coding": str(each.term), "period": each.period_id, "value": each.value} for each in leading.reading
            ],
        },
        "within_five_points": [verdict for verdict, _ in firm.close],
        "probability": distribution_json(firm.probability) if leading is not None else None,
        "by_source": distribution_json(firm.by_source),
        "without_exhaustive": distribution_json(firm.without_exhaustive),
        "hangs_on": [_pivot_json(pivot) for pivot in firm.pivots],
        "nearest": _distance_json(firm.nearest),
        "likeliest": _distance_json(firm.likeliest),
        "settled_by": [{"coding": str(gap.term), "period": gap.period_id} for gap in firm.settled_by],
        "outcome": [{"value": each.recodings[0].instead, "verdict": each.verdict} for each in firm.outcomes],
        "criticality": [
            {
                "coding": str(c.term),
                "period": c.period_id,
                "value": c.value,
                "outcome": c.is_outcome,
                "another_verdict": chance_json(c.probability),
            }
            for c in firm.criticality
        ],
        "limit": firm.limit or None,
    }


def _pivot_json(pivot: Pivot) -> dict[str, Any]:
    return {
        "coding": str(pivot.term),
        "period": pivot.period_id,
        "outcome": pivot.is_outcome,
        "value": pivot.value,
        "chance": chance_json(pivot.chance),
        "leads": pivot.leads,
        "probability": chance_json(pivot.probability),
    }


def _distance_json(distance: Distance | None) -> dict[str, Any] | None:
    if distance is None:
        return None
    return {
        "verdict": distance.verdict,
        "probability": chance_json(distance.probability),
        "recodings": [
            {"coding": str(r.term), "period": r.period_id, "coded": list(r.coding.values), "instead": r.instead}
            for r in distance.recodings
        ],
    }


def csv_rows(robustness: Robustness) -> Iterable[list[str]]:
    """One row for each theory, explained term and period; recodings as TERM@PERIOD=VALUE."""
    for each in robustness.theories:
        for firm in each.periods:
            row = [robustness.case.name, each.theory.name, str(each.explains), firm.period_id, firm.verdict]
            if firm.leading is None:
                yield [*row, *[""] * (len(CSV_COLUMNS) - len(row))]
                continue
            pivot = next(iter(firm.hangs_on), None)
            critical = next((c for c in firm.criticality if not c.is_outcome), None)
            by_source = dict(firm.by_source or ()).get(firm.leading.verdict, Fraction(0))
            yield [
                *row,
                firm.leading.verdict,
                _number(firm.leading.probability),
                _number(by_source),
                "; ".join(f"{verdict} {_number(p)}" for verdict, p in firm.probability),
                str(firm.is_firm).lower(),
                *(
                    [f"{pivot.term}@{pivot.period_id}={pivot.value}", _number(pivot.chance), pivot.leads]
                    if pivot
                    else [""] * 3
                ),
                *_which(firm.nearest),
                *_which(firm.likeliest),
                *([f"{critical.term}@{critical.period_id}", _number(critical.probability)] if critical else [""] * 2),
            ]


def _which(distance: Distance | None) -> tuple[str, str]:
    if distance is None:
        return "", ""
    return "; ".join(f"{r.term}@{r.period_id}={r.instead}" for r in distance.recodings), distance.verdict


def _number(share: Fraction) -> str:
    return f"{float(share):.6g}"
