"""A report as headings, sentences and tables, written once and shown as text, Markdown, LaTeX or HTML."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from checker.report.render.markup import html_table, latex_escaped, latex_table, markdown_escaped, markdown_table
from checker.report.render.wrapping import in_lines, longest_piece

NARROWEST = 8
BETWEEN = 2


@dataclass(frozen=True)
class Table:
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Section:
    """A heading with sentences, each a paragraph of its own, and tables after them; an empty one is not shown.

    `latex` is what LaTeX has instead of the sentences, ready written.
    """

    heading: str
    sentences: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    latex: str = ""

    def in_latex(self) -> Iterator[str]:
        """The sentences in LaTeX, or what stands for them there."""
        if self.latex:
            yield self.latex
        else:
            yield from (f"{latex_escaped(sentence)}\n" for sentence in self.sentences)


@dataclass(frozen=True)
class Document:
    title: str
    sections: tuple[Section, ...]

    @property
    def shown(self) -> tuple[Section, ...]:
        return tuple(s for s in self.sections if s.sentences or any(table.rows for table in s.tables))


def shown_as(document: Document, form: str, width: int = 80) -> str:
    """The document as text, markdown, latex or html (a part of a page)."""
    match form:
        case "text":
            return _lines(_text(document, width))
        case "markdown":
            return _lines(_markdown(document))
        case "latex":
            return _lines(_latex(document))
        case "html":
            return _lines(_html(document))
    raise ValueError(f"not a format: {form}")


def _lines(lines: Iterator[str]) -> str:
    return "\n".join(line.rstrip(" ") for line in lines) + "\n"


def _text(document: Document, width: int) -> Iterator[str]:
    yield from textwrap.wrap(document.title, width, break_long_words=False, break_on_hyphens=False)
    for section in document.shown:
        yield ""
        yield section.heading
        for sentence in section.sentences:
            yield from textwrap.wrap(
                sentence,
                width,
                initial_indent="  ",
                subsequent_indent="    ",
                break_long_words=False,
                break_on_hyphens=False,
            )
        for table in section.tables:
            if table.rows:
                yield ""
                yield from textwrap.wrap(table.caption, width, initial_indent="  ", subsequent_indent="  ")
                yield from columns_of([table.columns, *table.rows], width - 2, "  ")


def columns_of(rows: Sequence[Sequence[str]], width: int, indent: str = "") -> Iterator[str]:
    """Rows of cells as columns that fit the width, the widest wrapped as far as need be."""
    widths = [max(1, *map(len, column)) for column in zip(*rows, strict=True)]
    whole = [max(map(longest_piece, column)) for column in zip(*rows, strict=True)]
    while sum(widths) + BETWEEN * (len(widths) - 1) > width and max(widths) > NARROWEST:
        # First where no name is cut by it.
        roomy = [wide if wide > least else 0 for wide, least in zip(widths, whole, strict=True)]
        spare = roomy if any(wide > NARROWEST for wide in roomy) else widths
        widths[spare.index(max(spare))] -= 1
    for row in rows:
        cells = [in_lines(cell, wide) for cell, wide in zip(row, widths, strict=True)]
        for line in range(max(map(len, cells))):
            parts = [
                (cell[line] if line < len(cell) else "").ljust(wide) for cell, wide in zip(cells, widths, strict=True)
            ]
            yield indent + (" " * BETWEEN).join(parts)


def _markdown(document: Document) -> Iterator[str]:
    yield f"# {markdown_escaped(document.title)}"
    for section in document.shown:
        yield f"\n## {markdown_escaped(section.heading)}\n"
        yield from (f"- {markdown_escaped(sentence)}" for sentence in section.sentences)
        for table in section.tables:
            if table.rows:
                yield f"\n{markdown_escaped(table.caption)}"
                yield markdown_table(table.columns, table.rows).rstrip("\n")


def _latex(document: Document) -> Iterator[str]:
    yield f"\\section*{{{latex_escaped(document.title)}}}"
    for section in document.shown:
        yield f"\\subsection*{{{latex_escaped(section.heading)}}}"
        yield from section.in_latex()
        for table in section.tables:
            if table.rows:
                yield latex_table(table.caption, table.columns, table.rows)


def _html(document: Document) -> Iterator[str]:
    yield f"<h3>{escape(document.title)}</h3>"
    for section in document.shown:
        yield f"<h4>{escape(section.heading)}</h4>"
        yield from (f"<p>{escape(sentence)}</p>" for sentence in section.sentences)
        for table in section.tables:
            if table.rows:
                yield html_table(table.caption, table.columns, table.rows).rstrip("\n")
