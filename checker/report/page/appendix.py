"""The tables of the report for a paper: Markdown, LaTeX, and blocks for a word processor.

The evidence appendix gives for each coding a claim, what the source reports, the coder's analytic note, the source and
the place in it, as annotation for transparent inquiry asks (Jacobs and Büthe 2021).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.analysis.rivals.conditions import prediction_conditions
from checker.report.page.parts import CellView, CodingView, PeriodHead
from checker.report.page.view import Matrix, MatrixCell, MatrixRow, PageView, ReadingsView
from checker.report.render.document import Document, Section, Table, shown_as
from checker.report.render.markup import latex_escaped
from checker.report.words.conditions import condition_sentences, conditions_latex
from checker.study.theory import Theory

EVIDENCE = ("claim", "reported", "analytic note", "source", "locator")
LONGEST = 60
"""The most conditions in a sentence of the appendix; its readers have time."""
_PREAMBLE = "% needs \\usepackage{amsmath,booktabs,longtable,array}, and an engine that takes Unicode such as lualatex"


def appendix(page: PageView, theories: Sequence[Theory], form: str) -> str:
    """The appendix as markdown or latex."""
    document = appendix_document(page, theories)
    return "\n".join(_latex(document)) + "\n" if form == "latex" else shown_as(document, form)


def appendix_document(page: PageView, theories: Sequence[Theory]) -> Document:
    """Verdicts, propositions and what follows from them, codebook, evidence, references, in this order."""
    part = page.appendix
    return Document(
        f"{page.title}: appendix",
        (
            Section(
                "Verdicts",
                (" ".join(page.answer), *page.notes, *_records(page)),
                (*map(_verdicts, page.matrices), *map(_by_reading, page.readings), _cases(page)),
            ),
            *(section for theory in theories for section in _theory(page, theory)),
            Section(
                "Codebook",
                (),
                (
                    Table("Roles", ("role", "in this case", "meaning"), part.roles),
                    Table(
                        "Variables and decision rules",
                        ("variable", "question", "value", "coded so when"),
                        tuple(
                            (variable.name, variable.question, value.value, value.decision)
                            for variable in part.variables
                            for value in variable.values
                        ),
                    ),
                ),
            ),
            Section(
                "Codings and evidence",
                (),
                tuple(
                    Table(
                        f"Codings: {_when(each.period)}",
                        EVIDENCE,
                        tuple(row for coding in each.codings for row in _evidence(coding, each.period)),
                    )
                    for each in part.codings
                ),
            ),
            Section("References", tuple(" ".join(filter(None, (r.text, r.url, r.note))) for r in part.references)),
            Section(
                "How this was made",
                (
                    f"checker {page.provenance.version}, {page.provenance.made_on}, by: {page.provenance.command}",
                    *(f"{name}: SHA-256 {digest}" for name, digest in page.provenance.files),
                    part.citation,
                ),
            ),
        ),
    )


def _theory(page: PageView, theory: Theory) -> Iterator[Section]:
    """The propositions of a theory, and when it predicts, expects and excludes each outcome."""
    view = next(each for each in page.appendix.theories if each.name == theory.name)
    yield Section(
        view.title,
        (view.description,) if view.description else (),
        (
            Table(
                f"Propositions of {view.title}",
                ("label", "claim", "rule", "kind", "source"),
                tuple((rule.label, rule.claim, rule.rule, rule.kind, rule.source) for rule in view.rules),
            ),
        ),
    )
    for explained in theory.explains:
        found = prediction_conditions(theory, explained)
        yield Section(
            f"What {view.title} says of {explained}, and when",
            tuple(condition_sentences(theory, explained, found, LONGEST)),
            latex=conditions_latex(theory, explained, found),
        )


def _verdicts(matrix: Matrix) -> Table:
    """The leading verdicts with their chances, and the record of each theory."""
    rows = [("observed", *(f"{seen.words} {seen.chance}".strip() for seen in matrix.observed), "", "")]
    rows += [_row(row, "") for row in matrix.rivals] + [_row(row, " (benchmark)") for row in matrix.benchmarks]
    columns = ("", *map(_when, matrix.periods), "never refuted", "right at every turn")
    cut = None if matrix.has_turns else -1
    return Table(
        f"The most likely verdict on each theory's account of {matrix.explains}, with its chance",
        columns[:cut],
        tuple(row[:cut] for row in rows),
    )


def _row(row: MatrixRow, kind: str) -> tuple[str, ...]:
    return (row.title + kind, *map(_cell, row.cells), row.track.unrefuted, row.track.both)


def _cell(cell: MatrixCell) -> str:
    return f"{cell.mark.verdict} {cell.leading}".strip() + f"; {cell.words}, fits {cell.fits}"


def _by_reading(view: ReadingsView) -> Table:
    """What leads under each reading and indicator, period by period."""
    return Table(
        f"The most likely verdicts on {view.explains} where the case is read otherwise: {', '.join(view.periods)}",
        ("", *(f"{name} ({kind})" if kind == "indicator" else name for name, kind in view.columns)),
        tuple((title, *(", ".join(mark.verdict for mark in marks) for marks in cells)) for title, cells in view.rows),
    )


def _cases(page: PageView) -> Table:
    """For each verdict its chance beside that of the others, and what the most likely case with it takes."""
    return Table(
        "The chances of all verdicts, and the most likely case with each",
        ("theory", "period", "verdict", "chances", "takes"),
        tuple(
            (cell.title, _when(cell.period), cell.mark.verdict, _chances(cell), _taken(cell))
            for theory in page.cells
            for cell in theory.cells
        ),
    )


def _records(page: PageView) -> Iterator[str]:
    for theory in page.cells:
        yield from (f"{theory.title}. {record}" for record in theory.records if record)


def _chances(cell: CellView) -> str:
    rows = cell.chances.rows if cell.chances is not None else ()
    return ", ".join(f"{row.mark.verdict} {row.percent}" for row in rows if row.share != "0")


def _taken(cell: CellView) -> str:
    return "; ".join(f"{each.words} as {each.value} (coded {each.coded})" for each in cell.reading)


def _when(period: PeriodHead) -> str:
    shows = period.years and period.years not in period.heading
    return f"{period.heading} ({period.years})" if shows else period.heading


def _evidence(coding: CodingView, period: PeriodHead) -> Iterator[tuple[str, ...]]:
    """One row for each piece of evidence; the claim and the note stand in the first."""
    sure = f" (confidence {coding.confidence})" if coding.confidence else ""
    claim, note = f"{coding.term} is {coding.value}{sure}", coding.note
    for line in coding.evidence:
        dated = f"{line.date}: {line.says}" if line.date else line.says
        yield claim, dated, note, line.short, line.locator
        claim = note = ""
    if not coding.evidence:
        yield claim, "", note, "", ""


def _latex(document: Document) -> Iterator[str]:
    yield _PREAMBLE
    yield f"\\section*{{{latex_escaped(document.title)}}}"
    for section in document.shown:
        yield f"\\subsection*{{{latex_escaped(section.heading)}}}"
        yield from section.in_latex()
        for table in section.tables:
            if table.rows:
                yield from _long_table(table)


def _long_table(table: Table) -> Iterator[str]:
    """A table that may break over pages, its columns as wide as their texts ask within limits."""
    spec = "".join(f"p{{{share:.2f}\\linewidth}}" for share in _shares(table))
    yield f"\\begin{{longtable}}{{{spec}}}"
    yield f"\\caption{{{latex_escaped(table.caption)}}}\\\\"
    heads = " & ".join(f"\\textbf{{{latex_escaped(column)}}}" for column in table.columns) + r" \\"
    yield f"\\toprule {heads} \\midrule \\endhead \\bottomrule \\endfoot"
    for row in table.rows:
        yield " & ".join(latex_escaped(cell) for cell in row) + r" \\"
    yield "\\end{longtable}"


def _shares(table: Table) -> Sequence[float]:
    """The share of the line for each column, by the square root of its longest cell; 0.9 in all."""
    wide = [max(8, *(len(cell) for cell in column)) ** 0.5 for column in zip(table.columns, *table.rows, strict=True)]
    return [0.9 * each / sum(wide) for each in wide]
