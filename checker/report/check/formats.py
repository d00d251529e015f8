"""`check` in each format; CSV and JSON hold all cases in one document."""

from __future__ import annotations

from collections.abc import Sequence

from checker.analysis.verdicts.overview import Overview
from checker.report.check.tables import check_csv, check_html, check_json, check_latex, check_markdown
from checker.report.check.terminal import check_text


def rendered(
    views: Sequence[Overview],
    form: str,
    changed: Sequence[str] = (),
    width: int = 80,
    colour: bool = False,
    verbose: bool = False,
) -> str:
    """The text of all cases' overviews in the format asked for."""
    results = [view.result for view in views]
    match form:
        case "text":
            return "\n".join(check_text(view, width, colour, changed, verbose) for view in views)
        case "json":
            return check_json(results)
        case "csv":
            return check_csv(results)
        case "markdown":
            return check_markdown(results)
        case "latex":
            return check_latex(results)
        case "html":
            return check_html(results)
    raise ValueError(f"not a format: {form}")
