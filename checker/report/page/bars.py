"""Small drawings that stand in lines and cells: bars of shares."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from checker.report.page.parts import Share
from checker.report.page.timeline_axis import short

_WIDTH, _HEIGHT = 120, 10


def stacked_bar(shares: Sequence[Share]) -> Markup:
    """Shares side by side; the words beside the bar say what it shows, so it is hidden from readers' software."""
    parts, left = [Markup("")], 0.0
    for share in shares:
        wide = _WIDTH * share.width / 100
        parts.append(
            Markup('<rect class="tone-{}" x="{}" y="0.5" width="{}" height="{}"/>').format(
                share.mark.tone, short(left), short(wide), _HEIGHT - 1
            )
        )
        left += wide
    return _drawing(Markup("").join(parts))


def single_bar(percent: float) -> Markup:
    """One bar against the whole."""
    return _drawing(
        Markup(
            '<rect class="track" x="0" y="4" width="{}" height="2"/>'
            '<rect class="filled" x="0" y="2" width="{}" height="6"/>'
        ).format(_WIDTH, short(_WIDTH * percent / 100))
    )


def _drawing(inside: Markup) -> Markup:
    return Markup('<svg class="bar" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}</svg>').format(
        _WIDTH, _HEIGHT, inside
    )
