"""How firm the verdicts are, in words and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from checker.analysis.overview import built_on
from checker.analysis.distance import Distance, Recoded
from checker.analysis.robustness import CutPoint, Firmness, Hold, Robustness, Variation
from checker.report.document import Document, Section, Table, shown_as
from checker.report.export import as_csv, as_json
from checker.report.page_texts import percent
from checker.report.wording import accommodated, listed
from checker.study.calibration import decimal
from checker.study.case import Case

SHOWN = 3
CRITICAL_SHOWN = 5
INDEPENDENCE = ("Each coding is drawn independently of the others. Codings that rest on one source err together, so "
                "that these probabilities flatter.")
CONTESTED = ("A contested coding is one of its values on any one draw, so that a verdict which stands only while it is "
             "contested has a probability of 0 %.")
NOT_CALIBRATED = ("No coding of this case is calibrated, so that there is no cut point to move, and a period that "
                  "begins or ends a year off changes no coding.")
CSV_COLUMNS = (
    "case", "theory", "explains", "period", "verdict", "probability", "probabilities", "fewest", "fewest_recodings",
    "fewest_verdict", "cheapest_cost", "cheapest_recodings", "cheapest_verdict", "most_critical", "criticality",
)


def robust_rendered(
    found: Sequence[Robustness], form: str, width: int = 80, without_sources: Sequence[str] = (),
) -> str:
    """What `robust` says of every case, in the format asked for, and which sources it was told to leave out."""
    if form == "json":
        return as_json({"format": "checker/robust", "version": 1, "without_sources": list(without_sources),
                        "cases": [_json(each) for each in found]})
    if form == "csv":
        return as_csv(CSV_COLUMNS, [row for each in found for row in _csv_rows(each)])
    return "\n".join(shown_as(_document(each, without_sources), form, width) for each in found)


def finding(hold: Hold) -> str:
    """One line for a theory: firm, or what it hangs on, least certain first: contested codings, then doubtful ones."""
    name = hold.theory.name
    hinges: dict[object, tuple[Firmness, Recoded, str]] = {}
    for firm, recoded, verdict in sorted(hold.hinges, key=lambda hinge: _certainty(hinge[1])):
        hinges.setdefault((recoded.term, recoded.period), (firm, recoded, verdict))
    if not hinges:
        if hold.is_firm is None:
            return f"{name}: a limit was reached before every recoding was tried."
        return f"{name} is firm: no single recoding of a condition changes any verdict."
    shown = listed([*(_hinge(*hinge) for hinge in list(hinges.values())[:SHOWN]),
                    *([_others(len(hinges) - SHOWN)] if len(hinges) > SHOWN else [])])
    return f"{name} hangs on {shown}."


def _others(number: int) -> str:
    return "one other coding" if number == 1 else f"{number} other codings"


def _confidence(recoded: Recoded) -> Fraction:
    coding = recoded.coding
    return sum((coding.confidence.get(v, Fraction(0)) for v in coding.values), Fraction(0)) if coding.confidence \
        else Fraction(1)


def _certainty(recoded: Recoded) -> Fraction:
    """How sure it is that the coding is not this: nothing speaks against a value that the coding itself leaves open."""
    return Fraction(0) if recoded.instead in recoded.coding.values else _confidence(recoded)


def _hinge(firm: Firmness, recoded: Recoded, verdict: str) -> str:
    sure = _confidence(recoded)
    at = f" at {float(sure):.2g}" if sure != 1 else ""
    return (f"{recoded.term} ({recoded.period_id}, coded {recoded.coding}{at}; if {recoded.instead}, {verdict} in "
            f"{firm.period_id})")


def _document(found: Robustness, without_sources: Sequence[str]) -> Document:
    sections = [Section("What if", tuple(f"This run treats as missing what rests on {key} alone."
                                         for key in without_sources))]
    for explains in dict.fromkeys(str(hold.explains) for hold in found.holds):
        holds = [hold for hold in found.holds if str(hold.explains) == explains]
        holds.sort(key=lambda hold: hold.theory.benchmark)
        sections += list(_sections(explains, holds))
    cautions = dict.fromkeys(accommodated(hold.theory, found.case) for hold in found.holds)
    if not found.case.calibrations and not any(
            indicator.calibration for named in found.case.indicators.values() for indicator in named.values()):
        cautions[NOT_CALIBRATED] = None
    sections.append(Section("Mind", tuple(caution for caution in cautions if caution)))
    return Document(f"{found.case.heading}: how firm the verdicts are", tuple(sections))


def _sections(explains: str, holds: Sequence[Hold]) -> Iterator[Section]:
    """What each theory hangs on, then a section with the figures of each; the benchmarks have the sentence alone."""
    rivals = [hold for hold in holds if not hold.theory.benchmark] or holds
    yield Section(f"Verdicts on {explains}, given these codings", tuple(map(finding, holds)))
    contested = any(f.doubt is not None and not f.doubt.of(f.verdict) for hold in rivals for f in hold.firmness)
    if rivals:
        yield Section("How to read the probabilities", (INDEPENDENCE, *([CONTESTED] if contested else [])))
    for hold in rivals:
        yield Section(hold.theory.name, tuple(_steady(hold)), tuple(_tables(hold)))
    yield Section("Limits", tuple(f"{hold.theory.name} in {firm.period_id}: {firm.limit}; the answer is not complete."
                                  for hold in holds for firm in hold.firmness if firm.limit))


def _tables(hold: Hold) -> Iterator[Table]:
    yield Table("Each verdict with its probability, and the nearest recoding to another.",
                ("period", "verdict", "", "most probable other", "nearest recoding", "leads to"),
                tuple(row for firm in hold.firmness for row in _firm_rows(firm)))
    yield Table("The codings that, if wrong, most probably bring another verdict.",
                ("verdict in", "coding", "coded", "another verdict"), tuple(_critical_rows(hold)))
    yield Table("The verdict if the outcome of the period itself were coded otherwise.", ("period", "verdicts"),
                tuple((firm.period_id, _by_outcome(firm)) for firm in hold.firmness
                      if firm.distances and firm.distances.outcome))
    yield Table("Other readings that change a verdict.", ("reading", "verdicts that change"),
                tuple((variation_words(v), _changes(v)) for v in hold.variations if v.changed))
    yield Table("The range in which a cut point may lie with every verdict as it is.",
                ("coding", "cut point", "range", "beyond"), tuple(_cut_row(cut) for cut in hold.cut_points))


def _by_outcome(firm: Firmness) -> str:
    """`none or low: contradicted; high: expected`."""
    gathered: dict[str, list[str]] = {}
    for recoded, verdict in firm.distances.outcome if firm.distances else ():
        gathered.setdefault(verdict, []).append(recoded.instead)
    return "; ".join(f"{listed(values, 'or')}: {verdict}" for verdict, values in gathered.items())


def _firm_rows(firm: Firmness) -> Iterator[tuple[str, ...]]:
    """A line for the nearest recoding, and one for the least certain where that is another."""
    own = other = ""
    if firm.doubt is not None:
        own = percent(firm.doubt.of(firm.verdict))
        rest = [(p, v) for v, p in firm.doubt.verdicts if v != firm.verdict]
        if rest:
            chance, verdict = max(rest, key=lambda pair: pair[0])
            other = f"{verdict} {percent(chance)}"
    apart = firm.distances
    if apart is None or apart.fewest is None or apart.cheapest is None:
        yield firm.period_id, firm.verdict, own, other, "" if apart is None else "none", ""
        return
    yield firm.period_id, firm.verdict, own, other, _which_words(apart.fewest), apart.fewest.verdict
    if apart.cheapest != apart.fewest:
        yield "", "", "", "", f"or, of less certain codings: {_which_words(apart.cheapest)}", apart.cheapest.verdict


def _which_words(distance: Distance) -> str:
    return listed(f"{r.term} ({r.period_id}) {r.instead}" for r in distance.recodings)


def _critical_rows(hold: Hold) -> Iterator[tuple[str, ...]]:
    """The most critical codings of verdicts that stand on some draw."""
    found = [(firm, critical) for firm in hold.firmness if firm.doubt is not None and firm.doubt.of(firm.verdict)
             for critical in firm.doubt.criticality if not critical.is_outcome and critical.probability]
    found.sort(key=lambda pair: -pair[1].probability)
    for firm, critical in found[:CRITICAL_SHOWN]:
        yield (firm.period_id, f"{critical.term} ({critical.period_id})", str(critical.coding),
               percent(critical.probability))


def variation_words(variation: Variation) -> str:
    match variation.kind:
        case "indicator":
            return f"with the outcome by {variation.name}"
        case "source":
            return f"without the source {variation.name}"
        case "before onset":
            return "without evidence from after the onset"
        case "proposition":
            return f"without {variation.name}"
        case "boundary":
            where, _, step = variation.name.rpartition(" ")
            left, _, right = where.partition("|")
            return f"with the boundary of {left} and {right} a year {'earlier' if step.startswith('-') else 'later'}"
    raise ValueError(f"not a variation: {variation.kind}")


def _changes(variation: Variation) -> str:
    return f"{len(variation.changed)} of {variation.judged}: " + "; ".join(
        f"{shift.period_id} {shift.was} → {shift.now}" for shift in variation.changed)


def _steady(hold: Hold) -> Iterator[str]:
    """What leaves every verdict of a theory as it is, in one sentence."""
    steady = [v for v in hold.variations if not v.changed]
    labels = [v.name for v in steady if v.kind == "proposition"]
    sources = [v.name for v in steady if v.kind == "source"]
    parts = [f"without {listed(labels, 'or')}"] if labels else []
    if len(sources) > SHOWN:
        moved = any(v.changed for v in hold.variations if v.kind == "source")
        parts.append(f"without any one of {'the other ' * moved}{len(sources)} sources")
    elif sources:
        parts.append(f"without the source {listed(sources, 'or')}")
    parts += [variation_words(v) for v in steady if v.kind not in ("proposition", "source")]
    if parts:
        yield f"No verdict changes {listed(parts, 'or')}."


def _cut_row(cut: CutPoint) -> tuple[str, ...]:
    low = "no lower bound" if cut.low is None else f"above {decimal(cut.low)}"
    high = "no upper bound" if cut.high is None else f"up to {decimal(cut.high)}"
    sides = (("below", cut.below), ("above", cut.above))
    beyond = [f"{side}: {shift.period_id} {shift.now}" for side, shift in sides if shift]
    return f"{cut.term} {cut.value}", decimal(cut.at), f"{low}, {high}", "; ".join(beyond)


def exact(number: Fraction | None) -> dict[str, Any] | None:
    """A number as JSON: exact as text, and near enough as a number."""
    return None if number is None else {"exact": str(number), "value": float(number)}


def _json(found: Robustness) -> dict[str, Any]:
    return {"case": found.case.name, "theories": [_hold_json(hold, found.case) for hold in found.holds]}


def _hold_json(hold: Hold, case: Case) -> dict[str, Any]:
    return {
        "theory": hold.theory.name, "explains": str(hold.explains), "built_on_this_case": built_on(hold.theory, case),
        "firm": hold.is_firm, "finding": finding(hold),
        "periods": [_firm_json(firm) for firm in hold.firmness],
        "readings": [{"kind": v.kind, "name": v.name, "judged": v.judged,
                      "changed": [{"period": s.period_id, "was": s.was, "now": s.now} for s in v.changed]}
                     for v in hold.variations],
        "cut_points": [{"coding": str(c.term), "value": c.value, "at": exact(c.at), "low": exact(c.low),
                        "high": exact(c.high)} for c in hold.cut_points],
    }


def _firm_json(firm: Firmness) -> dict[str, Any]:
    found: dict[str, Any] = {"period": firm.period_id, "verdict": firm.verdict, "limit": firm.limit or None}
    if firm.distances is not None:
        apart = firm.distances
        found["distance"] = {
            "fewest": _distance_json(apart.fewest), "cheapest": _distance_json(apart.cheapest),
            "to_each": [_distance_json(d) for d in apart.to_each], "single": [_distance_json(d) for d in apart.singles],
            "outcome": [{"value": r.instead, "verdict": v} for r, v in apart.outcome]}
    if firm.doubt is not None:
        found["probability"] = {verdict: exact(p) for verdict, p in firm.doubt.verdicts}
        found["criticality"] = [
            {"coding": str(c.term), "period": c.period_id, "value": list(c.coding.values), "outcome": c.is_outcome,
             "another_verdict": exact(c.probability)} for c in firm.doubt.criticality]
    return found


def _distance_json(distance: Distance | None) -> dict[str, Any] | None:
    if distance is None:
        return None
    return {"verdict": distance.verdict, "number": distance.number, "cost": distance.cost,
            "recodings": [{"coding": str(r.term), "period": r.period_id, "coded": list(r.coding.values),
                           "instead": r.instead} for r in distance.recodings]}


def _csv_rows(found: Robustness) -> Iterable[list[str]]:
    for hold in found.holds:
        for firm in hold.firmness:
            row = [found.case.name, hold.theory.name, str(hold.explains), firm.period_id, firm.verdict]
            if firm.doubt is None or firm.distances is None:
                yield [*row, *[""] * (len(CSV_COLUMNS) - len(row))]
                continue
            fewest, cheapest = firm.distances.fewest, firm.distances.cheapest
            critical = next((c for c in firm.doubt.criticality if not c.is_outcome), None)
            yield [
                *row, _number(firm.doubt.of(firm.verdict)),
                "; ".join(f"{v} {_number(p)}" for v, p in firm.doubt.verdicts),
                *([str(fewest.number), _which(fewest), fewest.verdict] if fewest else ["", "", ""]),
                *([str(cheapest.cost), _which(cheapest), cheapest.verdict] if cheapest else ["", "", ""]),
                *([f"{critical.term}@{critical.period_id}", _number(critical.probability)] if critical else ["", ""])]


def _which(distance: Distance) -> str:
    return "; ".join(f"{r.term}@{r.period_id}={r.instead}" for r in distance.recodings)


def _number(share: Fraction) -> str:
    return f"{float(share):.6g}"
