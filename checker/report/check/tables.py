"""Verdicts as JSON, CSV, Markdown and LaTeX, for programs and for papers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
from checker.analysis.verdicts.overview import built_on
from checker.report.render.markup import (
    Row,
    as_json,
    chance_json,
    distribution_json,
    html_table,
    latex_table,
    markdown_escaped,
    markdown_table,
)
from checker.report.words import verdicts as wording
from checker.report.words.labels import percent
from checker.report.words.verdicts import NEAR
from checker.study.csv_text import csv_text


def check_json(results: Sequence[CaseResult]) -> str:
    """The format checker/check, version 2."""
    cases = [
        {"case": r.case.name, "reading": r.reading, "theories": [record_json(r, record) for record in r.records]}
        for r in results
    ]
    return as_json({"format": "checker/check", "version": 2, "cases": cases})


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
)


def check_csv(results: Sequence[CaseResult]) -> str:
    """One row per case, theory, explained term and period; several outcomes are joined by `|`, chances by `;`."""
    return csv_text(CSV_COLUMNS, check_rows(results))


def check_rows(results: Sequence[CaseResult]) -> list[list[str]]:
    """The cells of `check_csv`, before anything is done to them for spreadsheets."""
    return [_csv_row(result, record, j) for result in results for record in result.records for j in record.judgements]


def _csv_row(result: CaseResult, record: Record, j: Judgement) -> list[str]:
    years = wording.years(result.case.period(j.period))
    because = "; ".join(f"{r.label}@{r.period_id}" + (f"={'|'.join(r.values)}" if r.values else "") for r in j.because)
    leading, alone = j.leading, j.without_exhaustive
    read = leading.reading if leading is not None else ()
    return [
        result.case.name,
        result.reading or "",
        record.theory.name,
        str(record.explains),
        j.period_id,
        years,
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


def refuted(found: Distribution) -> Fraction:
    """The chance of one of the verdicts that refute."""
    return sum((p for v, p in found if v in REFUTED), Fraction(0))


def _chances(found: Sequence[tuple[str, Fraction]] | None) -> str:
    """`contradicted 0.75; expected 0.25`, likeliest first."""
    return "; ".join(f"{name} {_number(chance)}" for name, chance in sorted(found or (), key=lambda each: -each[1]))


def _number(chance: Fraction | None) -> str:
    return "" if chance is None else f"{float(chance):.4g}"


def _joined(values: Outcomes | Sequence[str] | None) -> str:
    return "" if values is None else "|".join(values)


def check_markdown(results: Sequence[CaseResult]) -> str:
    return _tables(
        results, lambda caption, columns, rows: f"### {markdown_escaped(caption)}\n" + markdown_table(columns, rows)
    )


def check_latex(results: Sequence[CaseResult]) -> str:
    """One booktabs table for each case and explained term."""
    return _tables(results, latex_table)


def check_html(results: Sequence[CaseResult]) -> str:
    """Plain tables to paste into a page; `report` makes the page itself."""
    return _tables(results, html_table)


def _tables(results: Sequence[CaseResult], table: Callable[[str, Row, Sequence[Row]], str]) -> str:
    made = []
    for result in results:
        for explains in dict.fromkeys(str(r.explains) for r in result.records):
            records = [r for r in result.records if str(r.explains) == explains]
            caption = f"{result.case.heading}: verdicts on {explains}, given the codings"
            columns, rows = verdict_rows(result, records)
            made.append(table(caption, columns, rows))
    return "\n".join(made)


def verdict_rows(result: CaseResult, records: Sequence[Record]) -> tuple[list[str], list[list[str]]]:
    """The matrix as text: a column for each period, then the record; the observed course first, benchmarks last."""
    numbers = [j.period for j in records[0].judgements]
    columns = ["", *(_period_heading(result, n) for n in numbers), "never refuted", "and all turns"]
    rows = [["observed", *(_seen(records, n) for n in numbers), "", ""]]
    for record in sorted(records, key=lambda r: r.theory.benchmark):
        name = record.theory.heading + (" (benchmark)" if record.theory.benchmark else "")
        rows.append([name, *map(_cell, record.judgements), _share(record.track.unrefuted), _share(record.track.both)])
    return columns, rows


def _seen(records: Sequence[Record], number: int) -> str:
    found = wording.seen_outcomes(records, number)
    if found is None:
        return wording.unseen(records, number)
    outcome, chance = max(found.observed_probability or (), key=lambda each: each[1])
    return f"{outcome} {percent(chance)}"


def _share(chance: Fraction | None) -> str:
    return "" if chance is None else percent(chance)


def _period_heading(result: CaseResult, number: int) -> str:
    period = result.case.period(number)
    years = wording.years(period)
    return f"{period.heading} ({years})" if years and years not in period.heading else period.heading


def _cell(j: Judgement) -> str:
    """The leading verdict with its chance, and every verdict within five points of it."""
    if j.leading is None:
        return j.verdict
    chance = dict(j.probability or ())
    shown = " or ".join(f"{v} {percent(chance[v])}" for v in (j.leading.verdict, *wording.others(j, NEAR)))
    return f"{shown} (as coded: {j.verdict})" if j.settled_otherwise else shown
