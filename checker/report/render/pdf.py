"""Pictures as PDF files, through svglib and ReportLab."""

from __future__ import annotations

import io
from importlib.util import find_spec


def can_draw_pdf() -> bool:
    """Whether the extra `figures` is installed."""
    return find_spec("svglib") is not None and find_spec("reportlab") is not None


def pdf(svg: str) -> bytes:
    """A drawing as a PDF of one page of its size; ImportError where the extra `figures` is not installed."""
    from reportlab import rl_config
    from reportlab.graphics.renderPDF import drawToString
    from svglib.svglib import svg2rlg

    # A file made twice from the same input is the same.
    rl_config.invariant = 1
    made: bytes = drawToString(svg2rlg(io.BytesIO(svg.encode("utf-8"))))
    return made
