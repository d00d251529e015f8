"""Set-theoretic fit of formulas over a table, as text and in the forms that R's QCA and fsQCA read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from checker.analysis.sets.answer import SetAnswer
from checker.analysis.sets.fit import Fit, SolutionFit
from checker.analysis.sets.theory_evaluation import TheoryEvaluation
from checker.analysis.sets.truth_table import ObservedTruthTable
from checker.report.render.markup import as_json
from checker.report.survey.formats import ratio_json
from checker.report.survey.text import aligned, fraction
from checker.report.words.verdicts import listed
from checker.study.csv_text import csv_text

NAMED = 40


def sets_rendered(answers: Sequence[SetAnswer], form: str) -> str:
    """The answers in the format asked for; CSV holds truth tables, else cases by group, else parameters."""
    match form:
        case "text":
            return "\n\n".join("\n".join(_text(answer)) for answer in answers) + "\n"
        case "json":
            return as_json({"format": "checker/sets", "version": 1, "answers": [_json(answer) for answer in answers]})
        case "csv":
            return "\n".join(_csv(answer) for answer in answers)
    raise ValueError(f"no {form} of set-theoretic fit")


def _csv(answer: SetAnswer) -> str:
    if answer.truth_table is not None:
        return truth_table_csv(answer.truth_table)
    if answer.evaluation is not None:
        return csv_text(
            ("outcome", "intersection", "present", "name", "kind", "case"),
            [
                [answer.outcome, group.intersection, "yes" if group.outcome else "no", group.name, group.kind, case]
                for group in answer.evaluation.groups
                for case in group.cases
            ],
        )
    return _fits_csv(answer)


def truth_table_csv(table: ObservedTruthTable) -> str:
    """The observed rows under the names that R's QCA gives them: OUT, n, incl, PRI, cases; C is a contradiction.

    R reads it by read.csv(row.names = 1), fsQCA as comma-delimited data.
    """
    rows = [
        [
            str(row.number),
            *map(str, row.values),
            "C" if row.is_contradictory and row.coded != "1" else row.coded,
            str(len(row.cases)),
            _decimal(row.fit.consistency.value),
            _decimal(row.fit.pri.value),
            ",".join(row.cases),
        ]
        for row in table.rows
    ]
    return csv_text(("row", *table.conditions, "OUT", "n", "incl", "PRI", "cases"), rows)


def _decimal(value: Any) -> str:
    return "" if value is None else f"{float(value):.10g}"


def _text(answer: SetAnswer) -> list[str]:
    rows = [f"{answer.table}: outcome {answer.outcome}"]
    if answer.solution is not None:
        rows += _solution(answer.solution)
    if answer.evaluation is not None:
        rows += _evaluation(answer.evaluation)
    if answer.truth_table is not None:
        rows += _truth_table(answer.truth_table)
    return rows


def _solution(solution: SolutionFit) -> list[str]:
    table = [("sufficient", "consistency", "PRI", "raw coverage", "unique coverage")]
    for part in solution.parts:
        s = part.fit.sufficiency
        table.append(
            (part.fit.condition, fraction(s.consistency), fraction(s.pri), fraction(s.coverage), fraction(part.unique))
        )
    if len(solution.parts) > 1:
        s = solution.whole.sufficiency
        table.append(("all together", fraction(s.consistency), fraction(s.pri), fraction(s.coverage), ""))
    need = solution.whole.necessity
    rows = [
        "",
        *aligned(table),
        "",
        *aligned(
            [
                ("necessary", "consistency", "coverage", "RoN"),
                ("all together", fraction(need.consistency), fraction(need.coverage), fraction(need.relevance)),
            ]
        ),
    ]
    if solution.whole.missing:
        rows.append(f"  {solution.whole.missing:,} cases with a missing cell are left out.")
    return rows


def _evaluation(evaluation: TheoryEvaluation) -> list[str]:
    rows = ["", f"Theory T: {evaluation.theory.condition}", f"Solution S: {evaluation.solution.condition}", ""]
    table = [("", "consistency", "PRI", "coverage")]
    for name, fit in (("T", evaluation.theory), ("S", evaluation.solution)):
        table.append((name, *_three(fit)))
    table += [(part.intersection, *_three(part.fit)) for part in evaluation.intersections]
    rows += aligned(table)
    for part in evaluation.intersections:
        if part.expression is not None:
            rows.append(f"  {part.intersection} = {part.expression or 'empty'}")
    rows.append("")
    for group in evaluation.groups:
        sign = "Y" if group.outcome else "~Y"
        rows.append(f"  {group.name} ({group.intersection} and {sign}; {group.kind}): {_cases(group.cases)}")
    if evaluation.undecided:
        rows.append(f"  at 0.5 in one of the three, so in no group: {_cases(evaluation.undecided)}")
    if evaluation.missing:
        rows.append(f"  {evaluation.missing:,} cases with a missing cell are left out.")
    return rows


def _three(fit: Fit) -> tuple[str, str, str]:
    s = fit.sufficiency
    return fraction(s.consistency), fraction(s.pri), fraction(s.coverage)


def _truth_table(truth_table: ObservedTruthTable) -> list[str]:
    table = [("row", *truth_table.conditions, "out", "n", "consistency", "PRI", "")]
    table += [
        (
            str(row.number),
            *map(str, row.values),
            row.coded,
            str(len(row.cases)),
            str(row.fit.consistency),
            str(row.fit.pri),
            "contradictory" if row.is_contradictory else "",
        )
        for row in truth_table.rows
    ]
    rows = [
        "",
        *aligned(table),
        f"  {truth_table.remainders:,} of {truth_table.possible:,} configurations have no case.",
    ]
    for row in truth_table.rows:
        if row.is_contradictory:
            rows.append(f"  Row {row.number} is contradictory: {_cases(row.cases)}")
    if truth_table.undecided:
        rows.append(f"  at 0.5 in a condition, so in no row: {_cases(truth_table.undecided)}")
    if truth_table.missing:
        rows.append(f"  {truth_table.missing:,} cases with a missing cell are left out.")
    return rows


def _cases(cases: Sequence[str]) -> str:
    """Cases by name; of many, the first NAMED and the number of the rest."""
    if not cases:
        return "no case"
    if len(cases) <= NAMED:
        return listed(cases)
    return f"{', '.join(cases[:NAMED])} and {len(cases) - NAMED:,} more"


def _json(answer: SetAnswer) -> dict[str, Any]:
    found: dict[str, Any] = {"table": answer.table, "outcome": answer.outcome}
    if answer.solution is not None:
        found["solution"] = _fit_json(answer.solution.whole)
        found["parts"] = [
            {**_fit_json(part.fit), "unique_coverage": ratio_json(part.unique)} for part in answer.solution.parts
        ]
    if answer.evaluation is not None:
        found["evaluation"] = {
            "theory": _fit_json(answer.evaluation.theory),
            "solution": _fit_json(answer.evaluation.solution),
            "intersections": [
                {"intersection": part.intersection, "expression": part.expression, **_fit_json(part.fit)}
                for part in answer.evaluation.intersections
            ],
            "groups": [
                {
                    "intersection": group.intersection,
                    "outcome": group.outcome,
                    "name": group.name,
                    "kind": group.kind,
                    "cases": list(group.cases),
                }
                for group in answer.evaluation.groups
            ],
            "undecided": list(answer.evaluation.undecided),
            "missing": answer.evaluation.missing,
        }
    if answer.truth_table is not None:
        found["truth_table"] = [
            {
                "row": row.number,
                **dict(zip(answer.truth_table.conditions, row.values, strict=True)),
                "out": row.coded,
                "cases": list(row.cases),
                "contradictory": row.is_contradictory,
                "consistency": ratio_json(row.fit.consistency),
                "PRI": ratio_json(row.fit.pri),
            }
            for row in answer.truth_table.rows
        ]
    return found


def _fit_json(fit: Fit) -> dict[str, Any]:
    s, need = fit.sufficiency, fit.necessity
    return {
        "condition": fit.condition,
        "cases": fit.sums.cases,
        "missing": fit.missing,
        "sufficiency": {
            "consistency": ratio_json(s.consistency),
            "PRI": ratio_json(s.pri),
            "coverage": ratio_json(s.coverage),
        },
        "necessity": {
            "consistency": ratio_json(need.consistency),
            "coverage": ratio_json(need.coverage),
            "RoN": ratio_json(need.relevance),
        },
    }


def _fits_csv(answer: SetAnswer) -> str:
    columns = ("condition", "cases", "consistency", "PRI", "raw_coverage", "unique_coverage")
    rows = []
    if answer.solution is not None:
        parts = [(part.fit, _decimal(part.unique.value)) for part in answer.solution.parts]
        for fit, unique in [*parts, (answer.solution.whole, "")]:
            s = fit.sufficiency
            rows.append(
                [
                    fit.condition,
                    str(fit.sums.cases),
                    _decimal(s.consistency.value),
                    _decimal(s.pri.value),
                    _decimal(s.coverage.value),
                    unique,
                ]
            )
    return csv_text(columns, rows)
