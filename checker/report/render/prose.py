"""Headings, paragraphs and nested items, for a terminal, as Markdown or as HTML."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from checker.report.render.colour import styled
from checker.report.render.markup import markdown_escaped

INDENT = 3


@dataclass(frozen=True)
class Block:
    """One heading, paragraph or item; `depth` nests items, `mark` is what stands before one."""

    kind: Literal["title", "heading", "paragraph", "item"]
    words: str
    depth: int = 0
    mark: str = "-"


def title(words: str) -> Block:
    return Block("title", words)


def heading(words: str) -> Block:
    return Block("heading", words)


def paragraph(words: str) -> Block:
    return Block("paragraph", words)


def item(words: str, depth: int = 0, mark: str = "-") -> Block:
    return Block("item", words, depth, mark)


def as_text(blocks: Iterable[Block], width: int = 80, colour: bool = False) -> str:
    """The blocks wrapped for a terminal, a blank line before each heading and paragraph."""
    lines: list[str] = []
    for block in blocks:
        if lines and block.kind != "item":
            lines.append("")
        lines += _lines(block, width, colour)
    return "\n".join(lines) + "\n"


def _lines(block: Block, width: int, colour: bool) -> Sequence[str]:
    if block.kind == "item":
        first = " " * (INDENT * block.depth + 1) + block.mark + " "
        return _wrapped(block.words, width, first, " " * len(first))
    lines = _wrapped(block.words, width, "", "")
    bold = colour and block.kind in ("title", "heading")
    return [styled(line, bold, ("bold",)) for line in lines]


def _wrapped(words: str, width: int, first: str, other: str) -> list[str]:
    """The words in lines; a per cent stays with its number."""
    lines = textwrap.wrap(
        words.replace(" %", "\u00a0%"),
        width,
        initial_indent=first,
        subsequent_indent=other,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace("\u00a0%", " %") for line in lines] or [first.rstrip()]


def as_markdown(blocks: Iterable[Block]) -> str:
    """The blocks as Markdown, with nothing in them read as markup."""
    lines: list[str] = []
    previous = ""
    for block in blocks:
        words = markdown_escaped(block.words)
        if lines and not (block.kind == previous == "item"):
            lines.append("")
        match block.kind:
            case "title":
                lines.append(f"# {words}")
            case "heading":
                lines.append(f"## {words}")
            case "paragraph":
                lines.append(words)
            case "item":
                mark = block.mark if block.mark.rstrip(".").isdigit() else "-"
                lines.append("    " * block.depth + f"{mark} {words}")
        previous = block.kind
    return "\n".join(lines) + "\n"


def as_html(blocks: Iterable[Block]) -> str:
    """The blocks as a part of a page; an item is a paragraph set in by its depth, so that its own mark can stand."""
    return "".join(f"{_element(block)}\n" for block in blocks)


def _element(block: Block) -> str:
    words = escape(block.words)
    match block.kind:
        case "title":
            return f"<h3>{words}</h3>"
        case "heading":
            return f"<h4>{words}</h4>"
        case "paragraph":
            return f"<p>{words}</p>"
        case "item":
            mark = "•" if block.mark == "-" else escape(block.mark)
            return f'<p style="margin: 0.2em 0 0.2em {1.5 * (block.depth + 1)}em; text-indent: -1em">{mark} {words}</p>'
