"""How sure codings must be for a verdict to lead: sentences, polynomials, LaTeX."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from checker.analysis.robust.thresholds import CellThresholds, Confidence, Span, Thresholds
from checker.report.render.document import Document, Section, Table, shown_as
from checker.report.render.markup import as_json, chance_json, latex_escaped
from checker.report.words.algebra import NAMES, Written, curve, polynomial_written
from checker.report.words.labels import label, percent
from checker.report.words.verdicts import listed
from checker.study.csv_text import csv_text

CSV_COLUMNS = ("case", "theory", "explains", "period", "leads", "verdict", "now", "chance")
EXACT = 12
"""The longest fraction that is shown beside its decimals."""


def thresholds_rendered(thresholds: Sequence[Thresholds], form: str, width: int = 80) -> str:
    """What hangs on the confidences in each case, in the format asked for."""
    if form == "json":
        return as_json(_json(thresholds))
    if form == "csv":
        return csv_text(CSV_COLUMNS, [row for each in thresholds for row in _csv_rows(each)])
    if form == "latex":
        return "\n".join("\n".join(_latex(each)) + "\n" for each in thresholds)
    return "\n".join(shown_as(_document(each), form, width) for each in thresholds)


# Sentences


def _title(thresholds: Thresholds) -> str:
    several = len(thresholds.confidences) > 1
    return f"{thresholds.case.heading}: how sure {'codings' if several else 'a coding'} must be"


def _document(thresholds: Thresholds) -> Document:
    """Of one theory each verdict with its formulas; of several what changes, in a sentence each."""
    changing = [cell for cell in thresholds.cells if len(cell.anywhere) > 1]
    if len({cell.theory.name for cell in thresholds.cells}) == 1:
        cells = [
            Section(_heading(cell), (*_sentences(thresholds, cell), *_curves(cell)), (_table(thresholds, cell),))
            for cell in thresholds.cells
        ]
    else:
        cells = [
            Section(
                "What leads (formulas with --theory THEORY)",
                tuple(
                    f"{cell.theory.heading} in {cell.period_id}: {' '.join((*_briefly(cell), *_curves(cell)))}"
                    for cell in changing
                ),
            )
        ]
    return Document(
        _title(thresholds),
        (
            Section(
                "The confidences" if len(thresholds.confidences) > 1 else "The confidence", tuple(_defined(thresholds))
            ),
            *cells,
            Section("Limits", tuple(_limits(thresholds))),
        ),
    )


def _briefly(cell: CellThresholds) -> Iterator[str]:
    for name, spans in zip(NAMES, cell.spans, strict=False):
        if len(spans) > 1:
            yield _sentence(name, spans)


def _defined(thresholds: Thresholds) -> Iterator[str]:
    for name, each in zip(NAMES, thresholds.confidences, strict=False):
        yield f"{name}: the confidence that {_said(thresholds, each)}; as coded {_decimal(each.now)}."
    more = " Each is moved by itself, the others as coded." if len(thresholds.confidences) > 1 else ""
    yield f"What a confidence leaves over goes to the other values as the coding has them.{more}"
    steady = [cell for cell in thresholds.cells if len(cell.anywhere) == 1]
    if not thresholds.cells:
        yield "No verdict depends on it."
    elif steady:
        same = listed(f"{cell.leads} for {cell.theory.heading} in {cell.period_id}" for cell in steady)
        yield f"Whatever {'they are' if more else 'it is'}, what leads is {same}."


def _said(thresholds: Thresholds, each: Confidence) -> str:
    return f"{label(thresholds.case.codebook, each.term, thresholds.case)} is {each.value} in {each.period_id}"


def _heading(cell: CellThresholds) -> str:
    return f"{cell.theory.heading} on {cell.explains} in {cell.period_id}: {cell.leads}"


def _sentences(thresholds: Thresholds, cell: CellThresholds) -> Iterator[str]:
    for name, each, spans in zip(NAMES, thresholds.confidences, cell.spans, strict=False):
        now = f" It is {_decimal(each.now)} now." if len(spans) > 1 else ""
        said = _sentence(f"the confidence {name} that {_said(thresholds, each)}", spans)
        yield f"{said[:1].upper()}{said[1:]}{now}"


def _sentence(subject: str, spans: Sequence[Span]) -> str:
    """`contradicted leads as long as the confidence ... is below 0.62; from there on predicted does.`"""
    first = spans[0]
    if len(spans) == 1:
        return f"{first.verdict} leads whatever {subject} is."
    parts = [f"{first.verdict} leads as long as {subject} is below {_exactly(first.high)}"]
    for span in spans[1:]:
        until = "" if span.high == 1 else f", up to {_exactly(span.high)},"
        parts.append(f"from there on{until} {span.verdict} does")
    return f"{'; '.join(parts)}."


def _curves(cell: CellThresholds) -> Iterator[str]:
    for verdict, variable, written in _equations(cell):
        yield f"{cell.leads.capitalize()} and {verdict} are equally likely where {variable} = {written.text}."


def _equations(cell: CellThresholds) -> Iterable[tuple[str, str, Written]]:
    """For several confidences: where each other verdict that leads somewhere is as likely as the leading one."""
    if len(cell.spans) > 1:
        for verdict in cell.anywhere:
            if verdict != cell.leads and (found := curve(cell.chance(cell.leads), cell.chance(verdict))) is not None:
                yield verdict, *found


def _table(thresholds: Thresholds, cell: CellThresholds) -> Table:
    now = [each.now for each in thresholds.confidences]
    return Table(
        "The chance of each verdict.",
        ("verdict", "chance", "as coded"),
        tuple(
            (verdict, polynomial_written(polynomial).text, percent(polynomial.at(now)))
            for verdict, polynomial in cell.chances
        ),
    )


def _limits(thresholds: Thresholds) -> Iterator[str]:
    for theory, period_id, limit in thresholds.limits:
        yield f"{theory.heading} in {period_id}: {limit}; the answer is not complete."


def _decimal(number: Fraction) -> str:
    return f"{float(number):.3g}"


def _exactly(number: Fraction) -> str:
    """`0.625 (5/8)`; the decimals alone where the fraction is long or says the same."""
    exact = str(number)
    short = len(exact) <= EXACT and Fraction(_decimal(number)) != number
    return f"{_decimal(number)} ({exact})" if short else _decimal(number)


# LaTeX


def _latex(thresholds: Thresholds) -> Iterator[str]:
    """Needs \\usepackage{amsmath}."""
    yield f"\\section*{{{latex_escaped(_title(thresholds))}}}"
    for sentence in _defined(thresholds):
        yield f"{latex_escaped(sentence)}\n"
    for cell in thresholds.cells:
        yield f"\\subsection*{{{latex_escaped(_heading(cell))}}}"
        for sentence in _sentences(thresholds, cell):
            yield f"{latex_escaped(sentence)}\n"
        yield "\\begin{align*}"
        yield " \\\\\n".join(
            f"P(\\text{{{verdict}}}) &= {polynomial_written(polynomial).latex}".replace("= \\approx", "\\approx")
            for verdict, polynomial in cell.chances
        )
        yield "\\end{align*}"
        for verdict, variable, written in _equations(cell):
            relation = f"{variable} = {written.latex}".replace("= \\approx", "\\approx")
            yield f"{cell.leads.capitalize()} and {verdict} are equally likely where \\[ {relation}. \\]"
    for sentence in _limits(thresholds):
        yield f"{latex_escaped(sentence)}\n"


# For programs


def _json(thresholds: Sequence[Thresholds]) -> dict[str, Any]:
    """The format checker/thresholds, version 1.

    `cases` lists each `case` with its `confidences` (`name` in the polynomials, `coding`, `period`, `value`, the chance
    `now`) and the `verdicts` that depend on them. Of each, `chances` has the polynomial of every verdict: `exact` as
    text, `latex`, and its `coefficients` by the names of the variables they are multiplied by; `leading` follows the
    confidences, each by itself: from which to which confidence which verdict leads; `equal` says where another verdict
    is as likely as the one that leads now.
    """
    return {
        "format": "checker/thresholds",
        "version": 1,
        "cases": [
            {
                "case": each.case.name,
                "confidences": [
                    {
                        "name": name,
                        "coding": str(c.term),
                        "period": c.period_id,
                        "value": c.value,
                        "now": chance_json(c.now),
                    }
                    for name, c in zip(NAMES, each.confidences, strict=False)
                ],
                "verdicts": [_cell_json(cell) for cell in each.cells],
                "limits": [
                    {"theory": theory.name, "period": period, "limit": limit} for theory, period, limit in each.limits
                ],
            }
            for each in thresholds
        ],
    }


def _cell_json(cell: CellThresholds) -> dict[str, Any]:
    return {
        "theory": cell.theory.name,
        "explains": str(cell.explains),
        "period": cell.period_id,
        "leads": cell.leads,
        "chances": {
            verdict: {
                "exact": (written := polynomial_written(polynomial)).exact,
                "latex": written.latex,
                "coefficients": {
                    " ".join(n for bit, n in enumerate(NAMES) if bits >> bit & 1) or "1": chance_json(c)
                    for bits, c in enumerate(polynomial.coefficients)
                    if c
                },
            }
            for verdict, polynomial in cell.chances
        },
        "leading": [
            [{"from": chance_json(span.low), "to": chance_json(span.high), "verdict": span.verdict} for span in spans]
            for spans in cell.spans
        ],
        "anywhere": list(cell.anywhere),
        "equal": [
            {"verdict": verdict, "variable": variable, "exact": written.exact, "latex": written.latex}
            for verdict, variable, written in _equations(cell)
        ],
    }


def _csv_rows(thresholds: Thresholds) -> Iterator[list[str]]:
    now = [each.now for each in thresholds.confidences]
    for cell in thresholds.cells:
        for verdict, polynomial in cell.chances:
            yield [
                thresholds.case.name,
                cell.theory.name,
                str(cell.explains),
                cell.period_id,
                cell.leads,
                verdict,
                f"{float(polynomial.at(now)):.6g}",
                polynomial_written(polynomial).exact,
            ]
