"""What to look for next, in words: the observations on which two theories part, and what clues are worth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from checker.analysis.clues import Clue
from checker.analysis.comparison import Likely
from checker.analysis.discrimination import MOST, Discrimination, Discriminations, Observation
from checker.report.clue_text import AGREES, MIND, clue_json, clue_words, clues_by_subject
from checker.report.document import Document, Section, Table, shown_as
from checker.report.export import as_csv, as_json
from checker.report.robust_text import exact
from checker.report.wording import listed, outcome_words

CSV_COLUMNS = ("case", "period", "explains", "observation", "first", "first_prediction", "second", "second_prediction")


SHOWN = 8
BOTH: dict[Likely, str] = {
    "most likely": "A most likely case for both, which predict the same: a failure would weigh, a success hardly does.",
    "least likely": "A least likely case for both, each of which excludes what the other predicts: a success weighs.",
}
ONE = "A least likely case for {own}: {other} excludes what it predicts, so that a success weighs."


def discriminate_rendered(found: Discriminations, form: str, width: int = 80) -> str:
    """What `discriminate` says, in the format asked for."""
    if form == "json":
        return as_json(_json(found))
    if form == "csv":
        return as_csv(CSV_COLUMNS, list(_csv_rows(found)))
    return shown_as(_document(found), form, width)


def _document(found: Discriminations) -> Document:
    first, second = found.first.name, found.second.name
    where = f" in {found.case.heading}" if found.case is not None else ""
    sections = [] if found.found else [Section("Answer", (
        "The two explain nothing in common, so that no observation can part them.",))]
    for each in found.found:
        many = len({str(other.explains) for other in found.found}) > 1
        heading = each.period_id if found.case is not None else "Under which conditions"
        sections.append(Section(heading + (f", {each.explains}" if many else ""), tuple(_sentences(found, each)), (
            Table(f"Which {'gap' if found.case is not None else 'condition'} narrows most what both allow, each of its "
                  "values taken as equally likely.",
                  ("coding" if found.case is not None else "condition", "outcomes fewer"),
                  tuple((f"{r.term} ({r.period_id})", _mixed(r.expected.numerator, r.expected.denominator))
                        for r in each.resolutions if r.expected > 0)),
            Table("What a coding is worth as a clue.", ("coding", "coded", first, second),
                  tuple(_clue_rows(found, [clue for clue in each.clues if clue.event is None]))),
            Table("What an event is worth as a clue.", ("event, and what it shows", "coded so", first, second),
                  tuple(_clue_rows(found, [clue for clue in each.clues if clue.event is not None]))),
        )))
    limits = dict.fromkeys(each.clues_limit for each in found.found if each.clues_limit)
    sections.append(Section("Limits", tuple(f"An event is not tested: {limit}." for limit in limits)))
    if any(each.clues for each in found.found):
        sections.append(Section("Mind", (f"{MIND} Whether a clue is unique is relative to these two theories.",)))
    return Document(f"{first} and {second}: what would tell them apart{where}", tuple(sections))


def _sentences(found: Discriminations, each: Discrimination) -> Iterator[str]:
    first, second = found.first.name, found.second.name
    if each.limit:
        yield f"Unknown: {each.limit}."
        return
    if each.first is None and each.second is None and not each.possible:
        yield "There is no earlier period to change from." if _is_first(found, each) else \
            "Neither theory claims to hold here."
        return
    if found.case is not None:
        yield f"{_said(first, each.first)}; {_said(second, each.second)}."
    if each.now == "critical":
        yield "The two exclude each other as things are coded: this period is a critical test."
    elif each.possible is False:
        yield ("No coding of what is missing or contested makes them exclude each other." if found.case is not None
               else "There is no world in which the two exclude each other.")
    if found.case is not None:
        yield from _likely(each, first, second)
    if each.observations:
        size = len(each.observations[0].values)
        least = "one coding" if size == 1 else f"{size} codings together"
        yield f"The least that parts them is {least}:" if found.case is not None else \
            f"The least that parts them is {'one condition' if size == 1 else f'{size} conditions together'}:"
        yield from (f"{observation_words(o)}; then {_said(first, o.first)} and {_said(second, o.second)}."
                    for o in each.observations[:SHOWN])
        if len(each.observations) > SHOWN:
            least = "at least " * (len(each.observations) == MOST)
            yield f"And {least}{len(each.observations) - SHOWN} more, as small; --format json lists them."


def _is_first(found: Discriminations, each: Discrimination) -> bool:
    """Whether a change is explained and nothing is coded before the period."""
    return each.explains.change and found.case is not None and each.period == found.case.first


def _likely(each: Discrimination, first: str, second: str) -> Iterator[str]:
    """Where one theory alone has a kind, it is the one whose single outcome the other excludes."""
    one, other = each.likely
    if one is not None and one == other:
        yield BOTH[one]
    elif one is not None or other is not None:
        own, rival = (first, second) if one is not None else (second, first)
        yield ONE.format(own=own, other=rival)


def observation_words(observation: Observation) -> str:
    return listed(f"{v.term} ({v.period_id}) {v.value}" for v in observation.values)


def _said(name: str, prediction: tuple[str, ...] | None) -> str:
    if prediction is None:
        return f"{name} does not claim to hold here"
    return f"{name} leaves {outcome_words(prediction) or 'nothing'}"


def _mixed(numerator: int, denominator: int) -> str:
    return str(numerator) if denominator == 1 else f"{numerator}/{denominator}"


def _clue_rows(found: Discriminations, clues: Sequence[Clue]) -> Iterator[tuple[str, ...]]:
    names = dict.fromkeys((found.first.name, found.second.name))
    for own in clues_by_subject(clues):
        coded = " or ".join(own[0].values) if own[0].event is None else AGREES[own[0].agrees]
        yield (clue_words(own[0]), coded, *(clue.kind for name in names for clue in own if clue.theory == name))


def _json(found: Discriminations) -> dict[str, Any]:
    return {
        "format": "checker/discriminate", "version": 1, "first": found.first.name, "second": found.second.name,
        "case": None if found.case is None else found.case.name, "periods": [{
            "period": each.period_id, "explains": str(each.explains), "test": each.now, "possible": each.possible,
            "likely": list(each.likely),
            "predictions": [None if said is None else list(said) for said in (each.first, each.second)],
            "observations": [{
                "values": [{"coding": str(v.term), "period": v.period_id, "value": v.value} for v in o.values],
                "predictions": [list(o.first), list(o.second)]} for o in each.observations],
            "resolution": [{"coding": str(r.term), "period": r.period_id, "outcomes_fewer": exact(r.expected)}
                           for r in each.resolutions],
            "clues": [clue_json(clue) for clue in each.clues],
            "limit": each.limit or None, "clues_limit": each.clues_limit or None} for each in found.found],
    }


def _csv_rows(found: Discriminations) -> Iterator[list[str]]:
    case = found.case.name if found.case is not None else ""
    for each in found.found:
        for o in each.observations:
            values = "; ".join(f"{v.term}@{v.period_id}={v.value}" for v in o.values)
            yield [case, each.period_id, str(each.explains), values, found.first.name, "|".join(o.first),
                   found.second.name, "|".join(o.second)]
