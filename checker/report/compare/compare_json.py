"""`compare` for other programs: JSON and CSV."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checker.analysis.rivals.comparison import Comparison, Entry, Line, Matrix
from checker.analysis.rivals.partners import Contrast
from checker.report.check.tables import leading_json, track_json
from checker.report.compare.inspect import boldness_json
from checker.report.render.markup import chance_json, distribution_json
from checker.report.words.clues import clue_json

CSV_COLUMNS = (
    "explains",
    "exhaustive_statements",
    "case",
    "period",
    "observed",
    "theory",
    "benchmark",
    "verdict",
    "chance",
    "scope",
    "prediction",
    "possible",
    "likely",
)


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    return {
        "explains": str(comparison.explains),
        "cases": [case.name for case in comparison.cases],
        "theories": [theory.name for theory in comparison.theories],
        "benchmarks": [theory.name for theory in comparison.theories if theory.benchmark],
        "with_exhaustive": _matrix(comparison.with_exhaustive),
        "without_exhaustive": None if comparison.without_exhaustive is None else _matrix(comparison.without_exhaustive),
        "records": [
            {"case": each.case, "theory": each.theory, **track_json(each.track), "limit": each.track.limit or None}
            for each in comparison.records
        ],
        "severity": [
            {
                "theory": s.theory,
                "case": s.case,
                "periods": list(s.periods),
                "courses": _count(s.sequences),
                "orderings": _count(s.orderings),
                "limit": s.limit or None,
            }
            for s in comparison.severity
        ],
        "boldness": list(map(boldness_json, comparison.boldness)),
        "clues": [{"case": each.case, "judged": each.clue.judged, **clue_json(each.clue)} for each in comparison.clues],
        "accommodated": [{"theory": theory, "case": case} for theory, case in comparison.accommodated],
        "by_reading": [
            {
                "case": each.case,
                "reading": each.name,
                "label": each.label,
                "leading": {
                    theory.name: list(verdicts)
                    for theory, verdicts in zip(comparison.theories, each.verdicts, strict=True)
                },
            }
            for each in comparison.by_reading
        ],
        "contrasts": list(map(_contrast, comparison.contrasts)),
        "limits": list(comparison.limits),
    }


def _contrast(contrast: Contrast) -> dict[str, Any]:
    return {
        "years": list(contrast.years),
        "role": contrast.role,
        "sides": [
            {"case": case.name, "period": case.period(t).id, "outcome": outcome, "probability": chance_json(chance)}
            for case, t, (outcome, chance) in zip(contrast.cases, contrast.periods, contrast.outcomes, strict=True)
        ],
        "alike": [{"coding": str(term), "value": value} for term, value in contrast.alike],
        "different": [{"coding": str(term), "values": [one, other]} for term, one, other in contrast.different],
    }


def _count(pair: tuple[int, int] | None) -> dict[str, Any] | None:
    return None if pair is None else {"survived": pair[0], "of": pair[1]}


def _matrix(matrix: Matrix) -> dict[str, Any]:
    return {
        "truth_table": [_line(line) for line in matrix.lines],
        "tests": [
            {
                "case": t.case,
                "period": t.period_id,
                "first": t.first,
                "second": t.second,
                "critical": chance_json(t.critical),
                "partial": chance_json(t.partial),
                "won_by_first": chance_json(t.won_by_first),
                "won_by_second": chance_json(t.won_by_second),
            }
            for t in matrix.tests
        ],
        "dominance": [
            {
                "first": d.first,
                "second": d.second,
                "by_first": chance_json(d.by_first),
                "by_second": chance_json(d.by_second),
                "judged": chance_json(d.judged),
                "apart": chance_json(d.apart),
            }
            for d in matrix.dominance
        ],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "case": line.case,
        "period": line.period_id,
        "observed_probability": distribution_json(line.observed),
        "theories": [_entry(entry) for entry in line.entries],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "theory": entry.theory,
        "verdict": entry.coded,
        "leading": leading_json(entry.leading),
        "probability": distribution_json(entry.probability),
        "scope": entry.scope,
        "prediction": None if entry.prediction is None else list(entry.prediction),
        "possible": None if entry.possible is None else list(entry.possible),
        "likely": entry.likely,
    }


def csv_rows(comparison: Comparison) -> Iterator[list[str]]:
    for matrix in (comparison.with_exhaustive, comparison.without_exhaustive):
        for line in matrix.lines if matrix is not None else ():
            seen = "" if line.observed is None else max(line.observed, key=lambda each: each[1])[0]
            for entry in line.entries:
                yield [
                    str(comparison.explains),
                    "with" if matrix is comparison.with_exhaustive else "without",
                    line.case,
                    line.period_id,
                    seen,
                    entry.theory,
                    str(entry.benchmark).lower(),
                    entry.verdict,
                    "" if entry.leading is None else f"{float(entry.leading.probability):.6g}",
                    entry.scope,
                    "|".join(entry.prediction or ()),
                    "|".join(entry.possible or ()),
                    entry.likely or "",
                ]
