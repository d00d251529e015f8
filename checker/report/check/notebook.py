"""Verdicts for Python and notebooks: every format of `check`, with the answer in words above the tables."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from checker.analysis.verdicts.overview import Overview
from checker.report.check.formats import rendered
from checker.report.check.tables import check_html
from checker.report.words import verdicts as wording
from checker.report.words.answer import answer


def judged_shown(views: Sequence[Overview], form: str, changed: Sequence[str] = (), width: int = 80) -> str:
    """The overviews in a format; as HTML the answer in words stands above each matrix, the notes below."""
    if form != "html":
        return rendered(views, form, changed, width)
    return "".join(_part(view, changed) for view in views)


def _part(view: Overview, changed: Sequence[str]) -> str:
    asked = [f"This run {wording.listed(changed)}."] if changed else []
    return _paragraphs([*asked, " ".join(answer(view))]) + check_html([view.result]) + _paragraphs(wording.notes(view))


def _paragraphs(words: Sequence[str]) -> str:
    return "".join(f"<p>{escape(each)}</p>\n" for each in words if each)
