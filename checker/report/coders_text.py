"""`coders`: agreement in words, the places where coders part, and the verdicts that hang on the coder."""

from __future__ import annotations

from fractions import Fraction
from typing import Any
from collections.abc import Iterator

from checker.analysis.coders import Agreement, Disagreement, Reliability, Share, VerdictOfCoders
from checker.report.document import Document, Section, Table, shown_as
from checker.report.export import as_csv, as_json
from checker.report.wording import listed

TENTATIVE = Fraction(2, 3)


def coders_rendered(found: Agreement, form: str, width: int = 80) -> str:
    """The comparison as text, json, csv (the disagreements), markdown or latex."""
    if form == "json":
        return _json(found)
    if form == "csv":
        return as_csv(("case", "period", "term", *found.coders),
                      [[found.case.name, each.place.period, str(each.place.term), *_by_coder(found, each)]
                       for each in found.disagreements])
    return shown_as(_document(found), form, width)


def _document(found: Agreement) -> Document:
    sections = [
        Section("Agreement", tuple(_agreement(found)), (_reliabilities(found),)),
        Section("Where the coders part", tuple(_parting(found)), (_places(found),)),
        Section("What hangs on the coder", tuple(_hanging(found)), (_verdicts(found),)),
    ]
    return Document(f"{found.case.heading}: coded by {listed(found.coders)}", tuple(sections))


def _agreement(found: Agreement) -> Iterator[str]:
    if not found.shared:
        yield "No place was coded by more than one coder, so there is nothing to compare."
        return
    share = found.agreement
    yield (f"{_counted(found.shared, 'place')} {'was' if found.shared == 1 else 'were'} coded by more than one coder. "
           f"Coders give the same coding in {share.part} of {_counted(share.whole, 'pair')} ({_percent(share)}).")
    alone = [f"{name} {number}" for name, number in found.alone if number]
    if alone:
        yield f"Coded by one coder alone, and left out of the comparison: {', '.join(alone)}."
    weakest = [each for each in found.variables if each.ordinal is not None]
    if weakest:
        least = min(weakest, key=lambda each: each.ordinal or Fraction(0))
        yield (f"The least reliable variable is {least.variable} (ordinal alpha {_number(least.ordinal)}); a study is "
               "as reliable as the least reliable variable that its conclusion needs.")
        low = [each.variable for each in weakest if each.ordinal is not None and each.ordinal < TENTATIVE]
        if low:
            yield f"Below 0.667, the customary floor even for tentative conclusions: {listed(low)}."
    if any(each.nominal is None for each in found.variables):
        yield "A dash stands for an alpha that does not exist: no two coders coded a value, or all used the same one."


def _reliabilities(found: Agreement) -> Table:
    rows = tuple((each.variable, str(each.units), _percent(each.agreement), _number(each.nominal),
                  _number(each.ordinal), str(each.left_out or "")) for each in found.variables)
    return Table("Percent agreement of pairs of coders, and Krippendorff's alpha over single values",
                 ("variable", "places", "agree", "alpha, nominal", "alpha, ordinal", "left out"), rows)


def _parting(found: Agreement) -> Iterator[str]:
    number = len(found.disagreements)
    if found.shared:
        yield (f"{_counted(number, 'place')} of {found.shared} {'is' if number == 1 else 'are'} coded differently."
               if number else "All shared places are coded alike.")


def _places(found: Agreement) -> Table:
    rows = tuple((each.place.period, str(each.place.term), *_by_coder(found, each)) for each in found.disagreements)
    return Table("Codings that differ", ("period", "term", *found.coders), rows)


def _by_coder(found: Agreement, each: Disagreement) -> list[str]:
    given = dict(each.given)
    return [" or ".join(given[name]) or "missing" if name in given else "" for name in found.coders]


def _hanging(found: Agreement) -> Iterator[str]:
    if not found.verdicts:
        return
    changed = found.changed
    if not changed:
        yield f"No verdict hangs on the coder: all {len(found.verdicts)} are the same under each coder's codings."
        return
    yield (f"{len(changed)} of {_counted(len(found.verdicts), 'verdict')} "
           f"{'changes' if len(changed) == 1 else 'change'} with the coder.")
    for each in changed:
        places = found.decided_by.get((each.theory, each.explains, each.period_id), ())
        if places:
            yield (f"{each.theory} on {each.period_id}: taken over alone, the other coder's coding changes it for "
                   f"{listed(str(place) for place in places)}.")
        else:
            yield f"{each.theory} on {each.period_id}: no coding alone changes it; several do together."


def _verdicts(found: Agreement) -> Table:
    rows = tuple((each.theory, each.explains, each.period_id, *each.verdicts) for each in found.changed)
    return Table("Verdicts that change with the coder, given each coder's codings",
                 ("theory", "explains", "period", *found.coders), rows)


def _json(found: Agreement) -> str:
    """The format checker/coders, version 1."""
    return as_json({
        "format": "checker/coders", "version": 1, "case": found.case.name, "coders": list(found.coders),
        "shared": found.shared, "agreement": _share(found.agreement), "alone": dict(found.alone),
        "variables": [_variable(each) for each in found.variables],
        "disagreements": [{"period": each.place.period, "term": str(each.place.term),
                           "given": {name: list(values) for name, values in each.given}}
                          for each in found.disagreements],
        "verdicts": [_verdict(found, each) for each in found.verdicts],
    })


def _variable(each: Reliability) -> dict[str, Any]:
    return {"variable": each.variable, "places": each.units, "agreement": _share(each.agreement),
            "alpha_nominal": None if each.nominal is None else float(each.nominal),
            "alpha_ordinal": None if each.ordinal is None else float(each.ordinal), "left_out": each.left_out}


def _verdict(found: Agreement, each: VerdictOfCoders) -> dict[str, Any]:
    places = found.decided_by.get((each.theory, each.explains, each.period_id), ())
    return {"theory": each.theory, "explains": each.explains, "period": each.period_id,
            "verdicts": dict(zip(found.coders, each.verdicts, strict=True)), "changes": each.changes,
            "decided_by": [{"period": place.period, "term": str(place.term)} for place in places]}


def _share(share: Share) -> dict[str, Any]:
    return {"agree": share.part, "pairs": share.whole, "share": None if share.value is None else float(share.value)}


def _percent(share: Share) -> str:
    return "-" if share.value is None else f"{float(share.value):.0%}"


def _number(value: Fraction | None) -> str:
    return "-" if value is None else f"{float(value):.3f}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
