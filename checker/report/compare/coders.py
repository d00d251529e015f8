"""`coders`: the verdicts that hang on the coder, where coders part and how much hangs on it, and agreement."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from checker.analysis.coding.coders import Agreement, Disagreement, Reliability, Share, VerdictOfCoders
from checker.report.render.document import Document, Section, Table, shown_as
from checker.report.render.markup import as_csv, as_json, chance_json
from checker.report.words.labels import figure, label, percent
from checker.report.words.verdicts import listed

TENTATIVE = Fraction(2, 3)


def coders_rendered(found: Agreement, form: str, width: int = 80) -> str:
    """The comparison as text, json, csv (the disagreements), markdown or latex."""
    if form == "json":
        return _json(found)
    if form == "csv":
        return as_csv(
            ("case", "period", "term", *found.coders),
            [
                [found.case.name, each.place.period, str(each.place.term), *_by_coder(found, each)]
                for each in found.disagreements
            ],
        )
    return shown_as(_document(found), form, width)


def _document(found: Agreement) -> Document:
    sections = [
        Section("What hangs on the coder", tuple(_hanging(found)), (_verdicts(found),)),
        Section("Where the coders part", tuple(_parting(found)), (_places(found),)),
        Section("Agreement", tuple(_agreement(found)), (_reliabilities(found),)),
    ]
    if found.bands:
        sections.append(Section("How sure the case is", tuple(_sureness(found)), (_bands(found),)))
    return Document(f"{found.case.heading}: coded by {listed(found.coders)}", tuple(sections))


def _agreement(found: Agreement) -> Iterator[str]:
    if not found.shared:
        yield "No place was coded by more than one coder, so there is nothing to compare."
        return
    share = found.agreement
    yield (
        f"{_counted(found.shared, 'place')} {'was' if found.shared == 1 else 'were'} coded by more than one coder. "
        f"Coders give the same coding in {share.part} of {_counted(share.whole, 'pair')} ({_percent(share)})."
    )
    alone = [f"{name} {number}" for name, number in found.alone if number]
    if alone:
        yield f"Coded by one coder alone, and left out of the comparison: {', '.join(alone)}."
    weakest = [each for each in found.variables if each.ordinal is not None]
    if weakest:
        least = min(weakest, key=lambda each: each.ordinal or Fraction(0))
        yield (
            f"The least reliable variable is {least.variable} (ordinal alpha {_number(least.ordinal)}); a study is "
            "as reliable as the least reliable variable that its conclusion needs."
        )
        low = [each.variable for each in weakest if each.ordinal is not None and each.ordinal < TENTATIVE]
        if low:
            yield f"Below 0.667, the customary floor even for tentative conclusions: {listed(low)}."
    if any(each.nominal is None for each in found.variables):
        yield "A dash stands for an alpha that does not exist: no two coders coded a value, or all used the same one."


def _reliabilities(found: Agreement) -> Table:
    rows = tuple(
        (
            each.variable,
            str(each.units),
            _percent(each.agreement),
            _number(each.nominal),
            _number(each.ordinal),
            str(each.left_out or ""),
        )
        for each in found.variables
    )
    return Table(
        "Percent agreement of pairs of coders, and Krippendorff's alpha over single values",
        ("variable", "places", "agree", "alpha, nominal", "alpha, ordinal", "left out"),
        rows,
    )


def _sureness(found: Agreement) -> Iterator[str]:
    """Both figures over all bands: what the case leads one to expect, and what was found."""
    number = sum(band.codings for band in found.bands)
    expected = sum((band.expected * band.codings for band in found.bands), Fraction(0)) / number
    observed = sum((band.same for band in found.bands), Fraction(0)) / number
    yield (
        f"Where the case gives a value, its confidences lead one to expect the coders to choose the likeliest one in "
        f"{percent(expected)} of {_counted(number, 'coding')}; they did in {percent(observed)}."
    )


def _bands(found: Agreement) -> Table:
    rows = tuple(
        (
            f"{figure(band.above)} to {figure(band.up_to)}" if band.above else f"up to {figure(band.up_to)}",
            str(band.codings),
            figure(band.expected),
            figure(band.observed),
        )
        for band in found.bands
    )
    return Table(
        "By how sure the case is of its likeliest value, in %: codings, and how many have that value, as expected and "
        "as found",
        ("sure", "codings", "expected", "found"),
        rows,
    )


def _parting(found: Agreement) -> Iterator[str]:
    number = len(found.disagreements)
    if found.shared:
        yield (
            f"{_counted(number, 'place')} of {found.shared} {'is' if number == 1 else 'are'} coded differently."
            if number
            else "All shared places are coded alike."
        )


def _places(found: Agreement) -> Table:
    """Every disagreement, the weightiest first, with what it does to verdicts."""
    weights = {weight.place: weight for weight in found.weights}
    order = {weight.place: number for number, weight in enumerate(found.weights)}
    rows = []
    for each in sorted(found.disagreements, key=lambda each: order.get(each.place, len(order))):
        weight = weights.get(each.place)
        effect = ("0", "0") if weight is None else (figure(weight.change), str(weight.changed))
        rows.append(
            (
                each.place.period,
                label(found.case.codebook, each.place.term, found.case),
                *_by_coder(found, each),
                *(effect if found.verdicts else ()),
            )
        )
    weigh = (
        (
            ". Points: by how much the chance of a leading verdict changes, at most, where one coder takes over "
            "another's coding; verdicts: how many others then lead"
        )
        if found.verdicts
        else ""
    )
    return Table(
        f"Codings that differ{weigh}",
        ("period", "coding", *found.coders, *(("points", "verdicts") if found.verdicts else ())),
        tuple(rows),
    )


def _by_coder(found: Agreement, each: Disagreement) -> list[str]:
    given = dict(each.given)
    return [" or ".join(given[name]) or "missing" if name in given else "" for name in found.coders]


def _hanging(found: Agreement) -> Iterator[str]:
    if not found.verdicts:
        return
    changed = found.changed
    if not changed:
        yield (
            f"No verdict hangs on the coder: all {len(found.verdicts)} that lead are the same under each coder's "
            "codings."
        )
    else:
        yield (
            f"{len(changed)} of {_counted(len(found.verdicts), 'leading verdict')} "
            f"{'changes' if len(changed) == 1 else 'change'} with the coder."
        )
    if found.weights:
        most = found.weights[0]
        given = next(each for each in found.disagreements if each.place == most.place)
        codings = "; ".join(f"{name} {' or '.join(values) or 'missing'}" for name, values in given.given)
        yield (
            f"Most hangs on {label(found.case.codebook, most.place.term, found.case)} in {most.place.period} "
            f"({codings}): taken over alone, it moves the chance of the verdict on {found.heading(most.theory)} in "
            f"{most.period_id} by {_counted(round(float(most.change * 100)), 'point')}."
        )
    together = [each for each in changed if not found.decided_by.get((each.theory, each.explains, each.period_id))]
    if together:
        places = listed(f"{found.heading(each.theory)} in {each.period_id}" for each in together)
        yield f"Only several codings together change the verdict on {places}."


def _verdicts(found: Agreement) -> Table:
    many = len({each.explains for each in found.verdicts}) > 1
    rows = tuple(
        (
            found.heading(each.theory),
            *((each.explains,) if many else ()),
            each.period_id,
            *(
                verdict + ("" if chance is None else f" {figure(chance)}")
                for verdict, chance in zip(each.verdicts, each.chances, strict=True)
            ),
        )
        for each in found.changed
    )
    return Table(
        "Leading verdicts that change with the coder, with their chances in %",
        ("theory", *(("explains",) if many else ()), "period", *found.coders),
        rows,
    )


def _json(found: Agreement) -> str:
    """The format checker/coders, version 3."""
    return as_json(
        {
            "format": "checker/coders",
            "version": 3,
            "case": found.case.name,
            "coders": list(found.coders),
            "shared": found.shared,
            "agreement": _share(found.agreement),
            "alone": dict(found.alone),
            "variables": [_variable(each) for each in found.variables],
            "disagreements": [
                {
                    "period": each.place.period,
                    "term": str(each.place.term),
                    "given": {name: list(values) for name, values in each.given},
                }
                for each in found.disagreements
            ],
            "verdicts": [_verdict(found, each) for each in found.verdicts],
            "weights": [
                {
                    "period": weight.place.period,
                    "term": str(weight.place.term),
                    "change": chance_json(weight.change),
                    "of": {"theory": weight.theory, "explains": weight.explains, "period": weight.period_id},
                    "changed": weight.changed,
                }
                for weight in found.weights
            ],
            "bands": [
                {
                    "above": float(band.above),
                    "up_to": float(band.up_to),
                    "codings": band.codings,
                    "expected": chance_json(band.expected),
                    "found": chance_json(band.observed),
                }
                for band in found.bands
            ],
        }
    )


def _variable(each: Reliability) -> dict[str, Any]:
    return {
        "variable": each.variable,
        "places": each.units,
        "agreement": _share(each.agreement),
        "alpha_nominal": None if each.nominal is None else float(each.nominal),
        "alpha_ordinal": None if each.ordinal is None else float(each.ordinal),
        "left_out": each.left_out,
    }


def _verdict(found: Agreement, each: VerdictOfCoders) -> dict[str, Any]:
    places = found.decided_by.get((each.theory, each.explains, each.period_id), ())
    return {
        "theory": each.theory,
        "explains": each.explains,
        "period": each.period_id,
        "verdicts": {
            coder: {"verdict": verdict, "probability": chance_json(chance)}
            for coder, verdict, chance in zip(found.coders, each.verdicts, each.chances, strict=True)
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


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
