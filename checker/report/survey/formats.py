"""A survey as JSON, CSV, Markdown and HTML, for programs, papers and notebooks."""

from __future__ import annotations

from typing import Any

from checker.analysis.sets.fit import Ratio
from checker.analysis.survey.fit import parameters, unique_coverage
from checker.analysis.survey.result import Survey, SurveyVariant
from checker.analysis.verdicts.judgement import VERDICTS
from checker.report.render.markup import as_json, html_table, markdown_escaped, markdown_table
from checker.report.survey.text import SHOWN, fraction, preview_text, share, survey_text
from checker.study.csv_text import csv_text

CSV_COLUMNS = ("coding", "theory", "explains", "case", "period", "verdict", "because")


def rendered(survey: Survey, form: str, shown: int = SHOWN, judged: bool = True) -> str:
    """The survey in the format asked for; CSV holds the exceptions, one a row."""
    match form:
        case "text":
            return survey_text(survey, shown) if judged else preview_text(survey)
        case "json":
            return as_json(survey_json(survey))
        case "csv":
            return csv_text(CSV_COLUMNS, _exceptions(survey))
        case "markdown":
            return survey_markdown(survey, shown)
        case "html":
            return survey_html(survey, shown)
    raise ValueError(f"not a format: {form}")


def survey_json(survey: Survey) -> dict[str, Any]:
    """The format checker/survey, version 1."""
    return {
        "format": "checker/survey",
        "version": 1,
        "table": survey.table,
        "title": survey.title,
        "theories": [theory.name for theory in survey.plan.theories],
        "order_mattered": survey.looked_back,
        "unmapped": [str(term) for term in survey.unmapped],
        "codings": [_variant(survey, variant) for variant in survey.variants],
    }


def _variant(survey: Survey, variant: SurveyVariant) -> dict[str, Any]:
    part, book = variant.part, survey.plan.theories[0].codebook
    found: dict[str, Any] = {
        "changed": variant.coding.changed,
        "rows": part.rows,
        "left_out": part.left_out,
        "cases": part.cases if survey.looked_back else None,
        "gaps": part.gaps if survey.looked_back else None,
        "values": {
            str(term): {**dict(zip(book.values(term), counts, strict=False)), "missing": counts[-1]}
            for term, counts in part.values.items()
        },
        "verdicts": [
            {
                "theory": theory,
                "explains": explained,
                "scope_assumed": tally.assumed,
                "refuting": tally.refuting,
                "counts": {v: n for v, n in zip(VERDICTS, tally.verdicts, strict=True) if n},
                "exceptions": [
                    {
                        "case": row.case,
                        "period": row.period,
                        "verdict": row.verdict,
                        "because": list(blames[row]) if row in blames else None,
                    }
                    for row in tally.exceptions
                ],
            }
            for theory, explained, tally, blames in survey.tallies(variant)
        ],
        "propositions": [
            {"theory": theory.name, "proposition": label, **standing._asdict()}
            for place, theory in enumerate(survey.plan.theories)
            for label, standing in survey.standings(variant, place)
        ],
    }
    if variant.fit is not None:
        found["fit"] = _fit(survey, variant)
    return found


def _fit(survey: Survey, variant: SurveyVariant) -> list[dict[str, Any]]:
    assert variant.fit is not None
    found = []
    for place, question in enumerate(survey.questions):
        if question.what == "alone":
            continue
        condition, outcome = question.relation.words
        alone = unique_coverage(survey.questions, variant.fit, place)
        entry: dict[str, Any] = {
            "theory": survey.plan.theories[question.relation.theory].name,
            "kind": question.relation.kind,
            "proposition": question.relation.label if question.what == "proposition" else None,
            "condition": condition if question.what == "proposition" else None,
            "outcome": outcome,
            "rows": variant.fit.sums[place].cases,
            "missing": variant.fit.missing[place],
            **{name: ratio_json(ratio) for name, ratio in parameters(question, variant.fit.sums[place]).items()},
            "unique_coverage": None if alone is None else ratio_json(alone),
        }
        if variant.estimates:
            entry["resampled"] = {
                name: {"low": e.low, "high": e.high, "standard_error": e.error}
                for name, e in variant.estimates[place].items()
            }
        found.append(entry)
    return found


def ratio_json(ratio: Ratio) -> dict[str, Any]:
    """A parameter as a number, with its exact numerator and denominator as texts."""
    return {
        "value": None if ratio.value is None else float(ratio.value),
        "numerator": str(ratio.numerator),
        "denominator": str(ratio.denominator),
    }


def _exceptions(survey: Survey) -> list[list[str]]:
    return [
        [
            variant.coding.changed,
            theory,
            explained,
            row.case,
            str(row.period),
            row.verdict,
            "; ".join(blames.get(row, ())),
        ]
        for variant in survey.variants
        for theory, explained, tally, blames in survey.tallies(variant)
        for row in tally.exceptions
    ]


def survey_markdown(survey: Survey, shown: int) -> str:
    """Tables of verdicts, exceptions and fit."""
    rows = [f"## {markdown_escaped(survey.title)}", ""]
    for variant in survey.variants:
        if variant.coding.changed:
            rows += [f"With {markdown_escaped(variant.coding.changed)}", ""]
        for theory, explained, tally, blames in survey.tallies(variant):
            total = sum(tally.verdicts)
            rows += [
                f"### {markdown_escaped(f'{theory}: {explained}')}",
                markdown_table(
                    ("verdict", "rows", "share"),
                    [(v, f"{n:,}", share(n, total)) for v, n in zip(VERDICTS, tally.verdicts, strict=True) if n],
                ),
            ]
            named = tally.exceptions[:shown]
            if named:
                rows += [
                    f"Exceptions, {len(named):,} of {tally.refuting:,}:",
                    markdown_table(
                        ("case", "period", "verdict", "because"),
                        [(row.case, str(row.period), row.verdict, ", ".join(blames.get(row, ()))) for row in named],
                    ),
                ]
        rows += _fit_markdown(survey, variant)
    return "\n".join(rows).rstrip() + "\n"


def survey_html(survey: Survey, shown: int) -> str:
    """Tables of verdicts and exceptions as a part of a page."""
    rows = []
    for variant in survey.variants:
        words = f" with {variant.coding.changed}" if variant.coding.changed else ""
        for theory, explained, tally, blames in survey.tallies(variant):
            total, named = sum(tally.verdicts), tally.exceptions[:shown]
            heading = f"{survey.title}: {theory} on {explained}{words}"
            rows.append(
                html_table(
                    heading,
                    ("verdict", "rows", "share"),
                    [(v, f"{n:,}", share(n, total)) for v, n in zip(VERDICTS, tally.verdicts, strict=True) if n],
                )
            )
            if named:
                rows.append(
                    html_table(
                        f"Exceptions, {len(named):,} of {tally.refuting:,}",
                        ("case", "period", "verdict", "because"),
                        [(row.case, str(row.period), row.verdict, ", ".join(blames.get(row, ()))) for row in named],
                    )
                )
    return "".join(rows)


def _fit_markdown(survey: Survey, variant: SurveyVariant) -> list[str]:
    if variant.fit is None:
        return []
    rows = []
    for place, question in enumerate(survey.questions):
        if question.what != "alone":
            condition, outcome = question.relation.words
            found = parameters(question, variant.fit.sums[place])
            one = question.what == "proposition"
            rows.append(
                (
                    question.relation.label if one else "all",
                    condition if one else "",
                    question.relation.kind,
                    outcome,
                    "; ".join(f"{name} {fraction(ratio)}" for name, ratio in found.items()),
                )
            )
    return [markdown_table(("proposition", "condition", "kind", "outcome", "fit"), rows)] if rows else []
