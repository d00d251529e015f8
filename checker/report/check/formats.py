"""`check` in each format; CSV and JSON hold all cases in one document."""

from __future__ import annotations

from collections.abc import Sequence

from checker.analysis.verdicts.overview import Overview
from checker.report.check.document import check_document
from checker.report.check.tables import check_csv, check_json
from checker.report.check.terminal import check_text
from checker.report.render.document import shown_as


def rendered(
    views: Sequence[Overview],
    form: str,
    changed: Sequence[str] = (),
    width: int = 80,
    colour: bool = False,
    verbose: bool = False,
) -> str:
    """The text of all cases' overviews in the format asked for."""
    match form:
        case "text":
            return "\n".join(check_text(view, width, colour, changed, verbose) for view in views)
        case "json":
            return check_json(views)
        case "csv":
            return check_csv(views)
    return "\n".join(shown_as(check_document(view, changed), form, width) for view in views)
