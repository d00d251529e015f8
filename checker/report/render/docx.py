"""A document for word processors (DOCX), through python-docx."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from checker.problems import COMMAND_LINE, refused
from checker.report.render.document import Document, Table

if TYPE_CHECKING:
    from docx.document import Document as WordDocument


def word_file(document: Document) -> bytes:
    """The document as DOCX; raises InvalidStudy where python-docx is missing."""
    try:
        from docx import Document as new_document
    except ImportError:
        raise refused(
            COMMAND_LINE, "missing-extra", "writing DOCX needs python-docx", "pip install 'theorychecker[docx]'"
        ) from None
    made = new_document()
    # A file made twice from the same input is the same.
    made.core_properties.created = made.core_properties.modified = datetime(2000, 1, 1, tzinfo=UTC)
    made.core_properties.author = made.core_properties.comments = ""
    made.core_properties.title = _plain(document.title)
    for part in document.parts():
        if isinstance(part, Table):
            _add_table(made, part)
        elif part.kind in ("title", "heading"):
            made.add_heading(_plain(part.words), 0 if part.kind == "title" else 1)
        else:
            made.add_paragraph(_plain(part.words), style="List Bullet" if part.kind == "item" else None)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _add_table(made: WordDocument, table: Table) -> None:
    made.add_paragraph(_plain(table.caption), style="Caption")
    grid = made.add_table(rows=1, cols=len(table.columns))
    grid.style = "Light Grid Accent 1"
    for cell, words in zip(grid.rows[0].cells, table.columns, strict=True):
        cell.text = _plain(words)
    for row in table.rows:
        for cell, words in zip(grid.add_row().cells, row, strict=True):
            cell.text = _plain(words)


def _plain(words: str) -> str:
    """The words without the control characters that XML cannot hold."""
    return "".join(mark for mark in words if mark >= " " or mark in "\t\n")
