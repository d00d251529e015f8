"""A report as headings, sentences, items and tables, written once and shown as text, Markdown, LaTeX or HTML."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from checker.report.render.colour import styled
from checker.report.render.markup import html_table, latex_escaped, latex_table, markdown_escaped, markdown_table
from checker.report.render.wrapping import in_lines, longest_piece

NARROWEST = 8
BETWEEN = 2
INDENT = 3


@dataclass(frozen=True)
class Block:
    """One piece of text; `depth` nests items, `mark` is what stands before one; `ready` is in the format already."""

    kind: Literal["title", "heading", "paragraph", "sentence", "item", "ready"]
    words: str
    depth: int = 0
    mark: str = "-"


@dataclass(frozen=True)
class Table:
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Part = Block | Table


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

    def parts(self, form: str = "") -> Iterator[Part]:
        """The document as one row of parts, for this format."""
        yield title(self.title)
        for section in self.shown:
            yield heading(section.heading)
            if form == "latex" and section.latex:
                yield Block("ready", section.latex)
            else:
                yield from (Block("sentence", sentence) for sentence in section.sentences)
            yield from (table for table in section.tables if table.rows)


def title(words: str) -> Block:
    return Block("title", words)


def heading(words: str) -> Block:
    return Block("heading", words)


def paragraph(words: str) -> Block:
    return Block("paragraph", words)


def item(words: str, depth: int = 0, mark: str = "-") -> Block:
    return Block("item", words, depth, mark)


def shown_as(report: Document | Iterable[Part], form: str, width: int = 80, colour: bool = False) -> str:
    """The report as text, markdown, latex or html (a part of a page); raises ValueError for any other format."""
    parts = report.parts(form) if isinstance(report, Document) else report
    match form:
        case "text":
            lines = _spaced(((part, _text(part, width, colour)) for part in parts), close=True)
        case "markdown":
            lines = _spaced(((part, _markdown(part)) for part in parts), close=False)
        case "latex":
            lines = map(_latex, parts)
        case "html":
            lines = map(_html, parts)
        case _:
            raise ValueError(f"not a format: {form}")
    return "\n".join(line.rstrip(" ") for line in lines) + "\n"


def _spaced(shown: Iterable[tuple[Part, Iterable[str]]], close: bool) -> Iterator[str]:
    """The lines of each part, a blank line before it; none between what is listed, nor `close` to what it is under."""
    before: Part | None = None
    for part, lines in shown:
        if before is not None and not (_is_listed(part) and (close or _is_listed(before))):
            yield ""
        yield from lines
        before = part


def _is_listed(part: Part) -> bool:
    return isinstance(part, Block) and part.kind in ("sentence", "item")


def _text(part: Part, width: int, colour: bool) -> Iterator[str]:
    if isinstance(part, Table):
        yield from wrapped(part.caption, width, "  ", "  ")
        yield from columns_of([part.columns, *part.rows], width - 2, "  ")
        return
    match part.kind:
        case "sentence":
            first, other = "  ", "    "
        case "item":
            first = " " * (INDENT * part.depth + 1) + part.mark + " "
            other = " " * len(first)
        case _:
            first = other = ""
    bold = colour and part.kind in ("title", "heading")
    yield from (styled(line, bold, ("bold",)) for line in wrapped(part.words, width, first, other))


def wrapped(words: str, width: int, first: str = "", other: str = "") -> list[str]:
    """The words in lines, of which none is parted inside a word; a per cent stays with its number."""
    lines = textwrap.wrap(
        words.replace(" %", "\u00a0%"),
        width,
        initial_indent=first,
        subsequent_indent=other,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace("\u00a0%", " %") for line in lines] or [first.rstrip()]


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


def _markdown(part: Part) -> Iterator[str]:
    """Markdown with nothing in the words read as markup."""
    if isinstance(part, Table):
        yield markdown_escaped(part.caption)
        yield markdown_table(part.columns, part.rows).rstrip("\n")
        return
    words = markdown_escaped(part.words)
    match part.kind:
        case "title":
            yield f"# {words}"
        case "heading":
            yield f"## {words}"
        case "sentence" | "item":
            mark = part.mark if part.mark.rstrip(".").isdigit() else "-"
            yield "    " * part.depth + f"{mark} {words}"
        case _:
            yield words


def _latex(part: Part) -> str:
    if isinstance(part, Table):
        return latex_table(part.caption, part.columns, part.rows)
    match part.kind:
        case "ready":
            return part.words
        case "title":
            return f"\\section*{{{latex_escaped(part.words)}}}"
        case "heading":
            return f"\\subsection*{{{latex_escaped(part.words)}}}"
        case _:
            return f"{latex_escaped(part.words)}\n"


def _html(part: Part) -> str:
    """An item is a paragraph set in by its depth, so that its own mark can stand."""
    if isinstance(part, Table):
        return html_table(part.caption, part.columns, part.rows).rstrip("\n")
    words = escape(part.words)
    match part.kind:
        case "title":
            return f"<h3>{words}</h3>"
        case "heading":
            return f"<h4>{words}</h4>"
        case "item":
            mark = "•" if part.mark == "-" else escape(part.mark)
            style = f"margin: 0.2em 0 0.2em {1.5 * (part.depth + 1)}em; text-indent: -1em"
            return f'<p style="{style}">{mark} {words}</p>'
        case _:
            return f"<p>{words}</p>"
