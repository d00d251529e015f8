"""`coders`: the verdicts that hang on the coder, where coders part and how much hangs on it, and agreement."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from checker.analysis.coding.coders import Agreement, Disagreement, Reliability, Share, VerdictOfCoders
from checker.analysis.coding.reliability import FEW
from checker.report.render.document import Document, Section, Table, shown_as
from checker.report.render.markup import as_json, chance_json
from checker.report.words.labels import figure, label, percent
from checker.report.words.phrases import counted
from checker.report.words.verdicts import listed
from checker.study.csv_text import csv_text

TENTATIVE = Fraction(2, 3)


def coders_rendered(agreement: Agreement, form: str, width: int = 80) -> str:
    """The comparison as text, json, csv (the disagreements), markdown or latex."""
    if form == "json":
        return _json(agreement)
    if form == "csv":
        return csv_text(
            ("case", "period", "term", *agreement.coders),
            [
                [agreement.case.name, each.place.period, str(each.place.term), *_by_coder(agreement, each)]
                for each in agreement.disagreements
            ],
        )
    return shown_as(_document(agreement), form, width)


def _document(agreement: Agreement) -> Document:
    sections = [
        Section("What hangs on the coder", tuple(_hanging(agreement)), (_verdicts(agreement),)),
        Section("Where the coders part", tuple(_parting(agreement)), (_places(agreement),)),
        Section("Agreement", tuple(_agreement(agreement)), (_reliabilities(agreement),)),
    ]
    if agreement.bands:
        sections.append(Section("How sure the case is", tuple(_sureness(agreement)), (_bands(agreement),)))
    return Document(f"{agreement.case.heading}: coded by {listed(agreement.coders)}", tuple(sections))


def _agreement(agreement: Agreement) -> Iterator[str]:
    if not agreement.shared:
        yield "No place was coded by more than one coder, so there is nothing to compare."
        return
    share = agreement.agreement
    yield (
        f"Coders agree in {_percent(share)} of what they both coded ({share.part} of {counted(share.whole, 'pair')} of "
        f"codings, at {counted(agreement.shared, 'place')})."
    )
    alone = [f"{name} {number}" for name, number in agreement.alone if number]
    if alone:
        yield f"Coded by one coder alone, and left out of the comparison: {', '.join(alone)}."
    told = [(each.alpha, each) for each in agreement.variables if each.alpha is not None and not each.is_thin]
    if told:
        least, weakest = min(told, key=lambda pair: pair[0])
        yield (
            f"The least reliable variable is {_named(agreement, weakest)} (alpha {_number(least)}); a study is "
            "as reliable as the least reliable variable that its conclusion needs."
        )
        low = [_named(agreement, each) for value, each in told if value < TENTATIVE]
        if low:
            yield f"Below 0.667, the customary floor even for tentative conclusions: {listed(low)}."
    if any(each.is_thin for each in agreement.variables):
        yield f"An alpha in brackets is over fewer than {FEW} places, too few to say how reliable a variable is."
    if any(each.alpha is None or each.ordinal is None for each in agreement.variables):
        yield "A dash: all codings are the same one, so that agreement cannot be told from chance."


def _named(agreement: Agreement, each: Reliability) -> str:
    return agreement.case.codebook.variables[each.variable].label or each.variable


def _reliabilities(agreement: Agreement) -> Table:
    def alpha(value: Fraction | None, each: Reliability) -> str:
        return f"({_number(value)})" if each.is_thin and value is not None else _number(value)

    rows = tuple(
        (
            each.variable,
            str(each.units),
            _percent(each.agreement),
            alpha(each.alpha, each),
            alpha(each.ordinal, each),
            str(each.left_out or ""),
        )
        for each in agreement.variables
    )
    return Table(
        "Agreement of pairs of coders in percent, and Krippendorff's alpha: over codings as sets of values (MASI; missing "
        "is a coding of its own), and ordinal over single values, the others left out",
        ("variable", "places", "agree", "alpha, sets", "alpha, ordinal", "left out"),
        rows,
    )


def _sureness(agreement: Agreement) -> Iterator[str]:
    """Both figures over all bands: what the case leads one to expect, and what was found."""
    number = sum(band.codings for band in agreement.bands)
    expected = sum((band.expected * band.codings for band in agreement.bands), Fraction(0)) / number
    observed = sum((band.same for band in agreement.bands), Fraction(0)) / number
    yield (
        f"Where the case gives a value, its confidences lead one to expect the coders to choose the likeliest one in "
        f"{percent(expected)} of {counted(number, 'coding')}; they did in {percent(observed)}."
    )


def _bands(agreement: Agreement) -> Table:
    rows = tuple(
        (
            f"{figure(band.above)} to {figure(band.up_to)}" if band.above else f"up to {figure(band.up_to)}",
            str(band.codings),
            figure(band.expected),
            figure(band.observed),
        )
        for band in agreement.bands
    )
    return Table(
        "By how sure the case is of its likeliest value, in %: codings, and how many have that value, as expected and "
        "as found",
        ("sure", "codings", "expected", "found"),
        rows,
    )


def _parting(agreement: Agreement) -> Iterator[str]:
    number = len(agreement.disagreements)
    if agreement.shared:
        yield (
            f"{counted(number, 'place')} of {agreement.shared} {'is' if number == 1 else 'are'} coded differently."
            if number
            else "All shared places are coded alike."
        )


def _places(agreement: Agreement) -> Table:
    """Every disagreement, the weightiest first, with what it does to verdicts."""
    weights = {weight.place: weight for weight in agreement.weights}
    order = {weight.place: number for number, weight in enumerate(agreement.weights)}
    rows = []
    for each in sorted(agreement.disagreements, key=lambda each: order.get(each.place, len(order))):
        weight = weights.get(each.place)
        effect = ("0", "0") if weight is None else (figure(weight.change), str(weight.changed))
        rows.append(
            (
                each.place.period,
                label(agreement.case.codebook, each.place.term, agreement.case),
                *_by_coder(agreement, each),
                *(effect if agreement.verdicts else ()),
            )
        )
    weigh = (
        (
            ". Points: by how much the chance of a leading verdict changes, at most, where one coder takes over "
            "another's coding; verdicts: how many others then lead"
        )
        if agreement.verdicts
        else ""
    )
    return Table(
        f"Codings that differ{weigh}",
        ("period", "coding", *agreement.coders, *(("points", "verdicts") if agreement.verdicts else ())),
        tuple(rows),
    )


def _by_coder(agreement: Agreement, each: Disagreement) -> list[str]:
    given = dict(each.given)
    return [" or ".join(given[name]) or "missing" if name in given else "" for name in agreement.coders]


def _hanging(agreement: Agreement) -> Iterator[str]:
    if not agreement.verdicts:
        return
    changed = agreement.changed
    if not changed:
        yield (
            f"No verdict hangs on the coder: all {len(agreement.verdicts)} that lead are the same under each coder's "
            "codings."
        )
    else:
        yield (
            f"{len(changed)} of {counted(len(agreement.verdicts), 'leading verdict')} "
            f"{'changes' if len(changed) == 1 else 'change'} with the coder."
        )
    if agreement.weights:
        most = agreement.weights[0]
        given = next(each for each in agreement.disagreements if each.place == most.place)
        codings = "; ".join(f"{name} {' or '.join(values) or 'missing'}" for name, values in given.given)
        yield (
            f"Most hangs on {label(agreement.case.codebook, most.place.term, agreement.case)} in {most.place.period} "
            f"({codings}): taken over alone, it moves the chance of the verdict on {agreement.heading(most.theory)} in "
            f"{most.period_id} by {counted(round(float(most.change * 100)), 'point')}."
        )
    together = [each for each in changed if not agreement.decided_by.get((each.theory, each.explains, each.period_id))]
    if together:
        places = listed(f"{agreement.heading(each.theory)} in {each.period_id}" for each in together)
        yield f"Only several codings together change the verdict on {places}."


def _verdicts(agreement: Agreement) -> Table:
    many = len({each.explains for each in agreement.verdicts}) > 1
    rows = tuple(
        (
            agreement.heading(each.theory),
            *((each.explains,) if many else ()),
            each.period_id,
            *(
                verdict + ("" if chance is None else f" {figure(chance)}")
                for verdict, chance in zip(each.verdicts, each.chances, strict=True)
            ),
        )
        for each in agreement.changed
    )
    return Table(
        "Leading verdicts that change with the coder, with their chances in %",
        ("theory", *(("explains",) if many else ()), "period", *agreement.coders),
        rows,
    )


def _json(agreement: Agreement) -> str:
    """The format checker/coders, version 3."""
    return as_json(
        {
            "format": "checker/coders",
            "version": 3,
            "case": agreement.case.name,
            "coders": list(agreement.coders),
            "shared": agreement.shared,
            "agreement": _share(agreement.agreement),
            "alone": dict(agreement.alone),
            "variables": [_variable(each) for each in agreement.variables],
            "disagreements": [
                {
                    "period": each.place.period,
                    "term": str(each.place.term),
                    "given": {name: list(values) for name, values in each.given},
                }
                for each in agreement.disagreements
            ],
            "verdicts": [_verdict(agreement, each) for each in agreement.verdicts],
            "weights": [
                {
                    "period": weight.place.period,
                    "term": str(weight.place.term),
                    "change": chance_json(weight.change),
                    "of": {"theory": weight.theory, "explains": weight.explains, "period": weight.period_id},
                    "changed": weight.changed,
                }
                for weight in agreement.weights
            ],
            "bands": [
                {
                    "above": float(band.above),
                    "up_to": float(band.up_to),
                    "codings": band.codings,
                    "expected": chance_json(band.expected),
                    "found": chance_json(band.observed),
                }
                for band in agreement.bands
            ],
        }
    )


def _variable(each: Reliability) -> dict[str, Any]:
    return {
        "variable": each.variable,
        "places": each.units,
        "agreement": _share(each.agreement),
        "few_places": each.is_thin,
        "alpha_sets": None if each.alpha is None else float(each.alpha),
        "alpha_ordinal": None if each.ordinal is None else float(each.ordinal),
        "left_out": each.left_out,
    }


def _verdict(agreement: Agreement, each: VerdictOfCoders) -> dict[str, Any]:
    places = agreement.decided_by.get((each.theory, each.explains, each.period_id), ())
    return {
        "theory": each.theory,
        "explains": each.explains,
        "period": each.period_id,
        "verdicts": {
            coder: {"verdict": verdict, "probability": chance_json(chance)}
            for coder, verdict, chance in zip(agreement.coders, each.verdicts, each.chances, strict=True)
        },
        "changes": each.changes,
        "decided_by": [{"period": place.period, "term": str(place.term)} for place in places],
    }


def _share(share: Share) -> dict[str, Any]:
    return {"agree": share.part, "pairs": share.whole, "share": None if share.value is None else float(share.value)}


def _percent(share: Share) -> str:
    return "-" if share.value is None else percent(share.value)


def _number(value: Fraction | None) -> str:
    return "-" if value is None else f"{float(value):.3f}"
