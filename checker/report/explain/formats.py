"""`explain` in each format."""

from __future__ import annotations

from collections.abc import Sequence

from checker.analysis.explain.explain import Explanation
from checker.analysis.explain.period import PeriodExplanation
from checker.report.explain.as_json import explanations_json
from checker.report.explain.case import case_blocks
from checker.report.explain.head import PLAIN, Detail
from checker.report.explain.period import period_blocks
from checker.report.render import prose
from checker.report.render.prose import Block


def explain_rendered(
    explanations: Sequence[Explanation], form: str, detail: Detail = PLAIN, width: int = 80, colour: bool = False
) -> str:
    """The explanations as text, Markdown, HTML or JSON; JSON holds everything whatever `detail` asks for."""
    if form == "json":
        return explanations_json(explanations)
    blocks = [block for explanation in explanations for block in _blocks(explanation, detail)]
    match form:
        case "text":
            return prose.as_text(blocks, width, colour)
        case "markdown":
            return prose.as_markdown(blocks)
        case "html":
            return prose.as_html(blocks)
    raise ValueError(f"not a format: {form}")


def _blocks(explanation: Explanation, detail: Detail) -> list[Block]:
    if isinstance(explanation, PeriodExplanation):
        return period_blocks(explanation, detail)
    return case_blocks(explanation, detail)
