"""`explain` in each format."""

from __future__ import annotations

from collections.abc import Sequence

from checker.analysis.explain.explain import Explanation
from checker.analysis.explain.period import PeriodExplanation
from checker.report.explain.as_json import explanations_json
from checker.report.explain.case import case_blocks
from checker.report.explain.head import PLAIN, Detail
from checker.report.explain.period import period_blocks
from checker.report.render.document import Block, shown_as


def explain_rendered(
    explanations: Sequence[Explanation], form: str, detail: Detail = PLAIN, width: int = 80, colour: bool = False
) -> str:
    """The explanations in the format asked for; JSON holds everything whatever `detail` asks for."""
    if form == "json":
        return explanations_json(explanations)
    blocks = [block for explanation in explanations for block in _blocks(explanation, detail)]
    return shown_as(blocks, form, width, colour)


def _blocks(explanation: Explanation, detail: Detail) -> list[Block]:
    if isinstance(explanation, PeriodExplanation):
        return period_blocks(explanation, detail)
    return case_blocks(explanation, detail)
