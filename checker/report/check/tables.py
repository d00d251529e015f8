"""Verdicts as JSON and CSV, for programs."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from checker.analysis.verdicts.judgement import (
    REFUTED,
    CaseResult,
    Distribution,
    Judgement,
    Outcomes,
    Reason,
    Record,
    TrackRecord,
)
from checker.analysis.verdicts.overview import Overview, built_on
from checker.report.check.document import readings_of
from checker.report.render.markup import as_json, chance_json, distribution_json
from checker.report.words.verdicts import years
from checker.study.csv_text import csv_text


def check_json(views: Sequence[Overview]) -> str:
    """The format checker/check, version 2."""
    return as_json({"format": "checker/check", "version": 2, "cases": list(map(_case_json, views))})


def _case_json(view: Overview) -> dict[str, Any]:
    result = view.result
    return {
        "case": result.case.name,
        "reading": result.reading,
        "theories": [record_json(result, record) for record in result.records],
        "by_reading": [
            {
                "reading": each.name,
                "label": each.label,
                "leading": [
                    {"theory": record.theory.name, "explains": str(record.explains), "verdicts": list(verdicts)}
                    for record, verdicts in zip(view.rivals, each.verdicts, strict=True)
                ],
            }
            for each in readings_of(view)
        ],
    }


def record_json(result: CaseResult, record: Record) -> dict[str, Any]:
    """One entry of `theories`."""
    return {
        "theory": record.theory.name,
        "explains": str(record.explains),
        "built_on_this_case": built_on(record.theory, result.case),
        "record": track_json(record.track),
        "periods": [judgement_json(j) for j in record.judgements],
    }


def track_json(track: TrackRecord) -> dict[str, Any]:
    return {
        "periods": track.periods,
        "unrefuted": chance_json(track.unrefuted),
        "rises": chance_json(track.rises),
        "falls": chance_json(track.falls),
        "turns": chance_json(track.turns),
        "both": chance_json(track.both),
        "borne_out": None if track.borne_out is None else float(track.borne_out),
        "undecided": chance_json(track.undecided),
    }


def judgement_json(j: Judgement) -> dict[str, Any]:
    return {
        "period": j.period_id,
        "possible": _list(j.possible),
        "prediction": _list(j.prediction),
        "levels": _list(j.levels),
        "expectation": _list(j.expectation),
        "expected_levels": _list(j.expected_levels),
        "observed": _list(j.observed),
        "observed_levels": _list(j.observed_levels),
        "verdict": j.verdict,
        "readings": _list(j.readings),
        "settled_by": None
        if j.settled_by is None
        else [{"coding": str(gap.term), "period": gap.period_id} for gap in j.settled_by],
        "scope": j.scope,
        "untested": list(j.untested),
        "laws_alone": _list(j.laws_alone),
        "probability": distribution_json(j.probability),
        "observed_probability": distribution_json(j.observed_probability),
        "leading": None
        if j.leading is None
        else {
            "verdict": j.leading.verdict,
            "probability": chance_json(j.leading.probability),
            "reading": [
                {"coding": str(each.term), "period": each.period_id, "value": each.value} for each in j.leading.reading
            ],
        },
        "without_exhaustive": distribution_json(j.without_exhaustive),
        "because": [reason_json(r) for r in j.because],
    }


def _list(values: Sequence[str] | None) -> list[str] | None:
    return None if values is None else list(values)


def reason_json(reason: Reason) -> dict[str, Any]:
    """One member of a core; a contested coding's value is a list."""
    if reason.kind != "coding":
        return {"proposition": reason.label, "period": reason.period_id}
    value: str | list[str] = reason.values[0] if len(reason.values) == 1 else list(reason.values)
    return {"coding": reason.label, "period": reason.period_id, "value": value}


CSV_COLUMNS = (
    "case",
    "reading",
    "theory",
    "explains",
    "period",
    "years",
    "observed",
    "observed_probability",
    "leading",
    "probability",
    "laws_alone_refuted",
    "verdict",
    "readings",
    "read_as",
    "prediction",
    "levels",
    "expectation",
    "possible",
    "scope",
    "untested",
    "because",
    "unrefuted",
    "both_turns",
    "by_reading",
)


def check_csv(views: Sequence[Overview]) -> str:
    """One row per case, theory, explained term and period; several outcomes are joined by `|`, chances by `;`."""
    return csv_text(CSV_COLUMNS, check_rows(views))


def check_rows(views: Sequence[Overview]) -> list[list[str]]:
    """The cells of `check_csv`, before anything is done to them for spreadsheets."""
    return [
        [*_csv_row(view.result, record, judgement), _by_reading(view, record, number)]
        for view in views
        for record in view.result.records
        for number, judgement in enumerate(record.judgements)
    ]


def _by_reading(view: Overview, record: Record, number: int) -> str:
    """`article predicted; critic contradicted`: what leads in a period under each named reading; not for benchmarks."""
    if record not in view.rivals:
        return ""
    place = view.rivals.index(record)
    return "; ".join(f"{each.name} {each.verdicts[place][number]}" for each in readings_of(view))


def _csv_row(result: CaseResult, record: Record, j: Judgement) -> list[str]:
    when = years(result.case.period(j.period))
    because = "; ".join(f"{r.label}@{r.period_id}" + (f"={'|'.join(r.values)}" if r.values else "") for r in j.because)
    leading, alone = j.leading, j.without_exhaustive
    read = leading.reading if leading is not None else ()
    return [
        result.case.name,
        result.reading or "",
        record.theory.name,
        str(record.explains),
        j.period_id,
        when,
        _joined(j.observed),
        _chances(j.observed_probability),
        leading.verdict if leading is not None else "",
        _chances(j.probability),
        _number(None if alone is None else refuted(alone)),
        j.verdict,
        _joined(j.readings),
        "; ".join(f"{each.term}@{each.period_id}={each.value}" for each in read),
        _joined(j.prediction),
        _joined(j.levels),
        _joined(j.expectation),
        _joined(j.possible),
        j.scope,
        "|".join(j.untested),
        because,
        _number(record.track.unrefuted),
        _number(record.track.both),
    ]


def refuted(distribution: Distribution) -> Fraction:
    """The chance of one of the verdicts that refute."""
    return sum((p for v, p in distribution if v in REFUTED), Fraction(0))


def _chances(chances: Sequence[tuple[str, Fraction]] | None) -> str:
    """`contradicted 0.75; expected 0.25`, likeliest first."""
    return "; ".join(f"{name} {_number(chance)}" for name, chance in sorted(chances or (), key=lambda each: -each[1]))


def _number(chance: Fraction | None) -> str:
    return "" if chance is None else f"{float(chance):.4g}"


def _joined(values: Outcomes | Sequence[str] | None) -> str:
    return "" if values is None else "|".join(values)
