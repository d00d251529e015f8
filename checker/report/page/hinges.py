"""The few codings that most verdicts hang on, as choices that stand at the top of the page."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from checker.analysis.verdicts.draws import probabilities
from checker.analysis.verdicts.overview import Hinge, Overview
from checker.report.page.texts import heading, unbroken_percent, value_words
from checker.report.page.view import ChoiceView, HingeValue, HingeView
from checker.report.words.labels import label
from checker.report.words.verdicts import listed
from checker.study.case import Case

SHOWN = 3
NAMED = 2


def hinge_views(view: Overview) -> tuple[HingeView, ...]:
    """At most three codings, that on which most hangs first: so many verdicts, weighed by how far each moves."""
    case = view.result.case
    by_coding: dict[object, list[Hinge]] = {}
    for hinge in view.hinges:
        by_coding.setdefault(hinge.pivot.at, []).append(hinge)
    ranked = sorted(by_coding.values(), key=_weight, reverse=True)
    return tuple(_view(case, hinges) for hinges in ranked[:SHOWN])


def _weight(hinges: Sequence[Hinge]) -> Fraction:
    """One verdict counts once, with the value that moves it most."""
    best: dict[tuple[str, str], Fraction] = {}
    for hinge in hinges:
        key = (hinge.theory.name, hinge.judged)
        best[key] = max(best.get(key, Fraction(0)), hinge.weight)
    return sum(best.values(), Fraction(0))


def _view(case: Case, hinges: Sequence[Hinge]) -> HingeView:
    pivot = hinges[0].pivot
    place = pivot.at
    order = case.codebook.values(place.term)
    shares = probabilities(pivot.coding, order)
    theories = list(dict.fromkeys(hinge.theory.heading for hinge in hinges))
    count = len({(hinge.theory.name, hinge.judged) for hinge in hinges})
    who = listed(theories) if len(theories) <= NAMED else f"{len(theories)} theories"
    return HingeView(
        f"{pivot.period_id}:{place.term}",
        label(case.codebook, place.term, case),
        heading(case, pivot.period_id),
        value_words(pivot.coding),
        tuple(HingeValue(value, unbroken_percent(share)) for value, share in zip(order, shares, strict=True) if share),
        f"{count} {'verdict' if count == 1 else 'verdicts'} of {who}",
    )


def choice_views(view: Overview) -> tuple[ChoiceView, ...]:
    """The named readings of the case, and the indicators of what the theories explain."""
    case = view.result.case
    explained = {record.explains.term for record in view.result.records}
    return (
        *(ChoiceView(name, reading.label or name, "reading") for name, reading in case.readings.items()),
        *(
            ChoiceView(name, name, "indicator")
            for term, indicators in case.indicators.items()
            if term in explained
            for name in indicators
        ),
    )
