"""A theory on its own, in words: what is in order, what is not and why, and how much it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from checker.analysis.content import Content, Inspection
from checker.analysis.hygiene import Check, Value
from checker.report.document import Document, Section, Table, shown_as
from checker.report.export import as_csv, as_json
from checker.report.page_texts import percent
from checker.report.robust_text import exact
from checker.report.phrases import counted
from checker.report.wording import listed

CSV_COLUMNS = ("theory", "property", "about", "holds", "derivation", "world")


def inspect_rendered(found: Sequence[Inspection], form: str, width: int = 80) -> str:
    """What `inspect` says of every theory, in the format asked for."""
    if form == "json":
        return as_json({"format": "checker/inspect", "version": 1, "theories": [_json(each) for each in found]})
    if form == "csv":
        return as_csv(CSV_COLUMNS, [_csv_row(each, check) for each in found for check in each.checks])
    return "\n".join(shown_as(_document(each), form, width) for each in found)


def verdict_on(inspection: Inspection) -> str:
    """One line for a theory: in order, or what is not."""
    name = inspection.theory.name
    failed = list(inspection.failed)
    if not failed:
        return f"{name} is in order: it passes every check."
    return f"{name} does not pass {len(failed)} of {len(inspection.checks)} checks."


def check_words(check: Check) -> str:
    """A check that is not met, or could not be decided, as a sentence with its reason."""
    if check.holds is None:
        return f"{_asked(check)}: unknown, {check.limit}."
    because = f" by {listed(check.derivation)}" if check.derivation else ""
    match check.property:
        case "satisfiable":
            return f"No world fits it: its laws collide ({listed(check.derivation)})."
        case "contingent":
            return "It says nothing: every world fits its laws."
        case "independent":
            follows = f"follows from {listed(check.derivation)}" if check.derivation else "is true in every world"
            return f"{check.about} is redundant: it {follows}."
        case "falsifiable":
            return f"No observation can refute what it says about {check.about}: its laws exclude none."
        case "scope reachable":
            return "Nothing can meet its scope."
        case "antecedent reachable":
            return f"The condition of {check.about} can never hold{': it is ruled out' * bool(because)}{because}."
        case "theoretical term defined":
            return f"{check.about} is theoretical and no definition fixes it."
        case "definitions create nothing":
            return f"Its definitions alone rule out a world that could be observed: {world_words(check.world)}."
    raise ValueError(f"not a property: {check.property}")


def _asked(check: Check) -> str:
    return check.property + (f" ({check.about})" if check.about else "")


def world_words(world: Sequence[Value]) -> str:
    return listed(f"{v.term} {v.value}" + ("" if v.period_id == "now" else f" ({v.period_id})") for v in world) or "any"


def _document(found: Inspection) -> Document:
    theory = found.theory
    undecided = [check for check in found.checks if check.holds is None]
    falsified = [check for check in found.checks if check.property == "falsifiable" and check.holds]
    return Document(f"{theory.heading}: the theory on its own", (
        Section("In short", (verdict_on(found),)),
        Section("Not in order", tuple(map(check_words, (*found.failed, *undecided)))),
        Section("Checks", (), (Table(
            "Each demand on a theory, and in how many of its parts it is met.", ("demand", "met", "of"),
            tuple(_tally(found.checks))),)),
        Section("What it says", tuple(line for content in found.contents for line in _content(content))),
        Section("What would refute it", tuple(
            f"For {check.about}, for example: {world_words(check.world)}." for check in falsified)),
        Section("Limits", tuple(f"{content.explains}: {content.limit}; the answer is not complete."
                                for content in found.contents if content.limit)),
    ))


def _tally(checks: Sequence[Check]) -> Iterator[tuple[str, ...]]:
    for name in dict.fromkeys(check.property for check in checks):
        own = [check for check in checks if check.property == name]
        yield name, str(sum(check.holds is True for check in own)), str(len(own))


def _content(content: Content) -> Iterator[str]:
    span = "a period and the one before" if content.periods == 2 else f"{content.periods} periods in a row"
    if content.excluded is not None and content.with_tendencies is not None:
        yield (f"About {content.explains}, its laws exclude {percent(content.excluded)} of the worlds of {span} "
               f"({content.excluded}); with its tendencies {percent(content.with_tendencies)} "
               f"({content.with_tendencies}).")
    if content.falsifiers is not None:
        yield f"It has {counted(content.falsifiers, 'potential falsifier')}."
    if content.depends_on:
        yield f"What its laws exclude depends on {listed(map(str, content.depends_on))}."
    if content.leanings:
        yield f"Only its tendencies depend on {listed(map(str, content.leanings))}."


def _json(found: Inspection) -> dict[str, Any]:
    return {
        "theory": found.theory.name,
        "checks": [{"property": c.property, "about": c.about or None, "holds": c.holds,
                    "derivation": list(c.derivation),
                    "world": [{"term": str(v.term), "period": v.period_id, "value": v.value} for v in c.world],
                    "limit": c.limit or None} for c in found.checks],
        "content": [{"explains": str(c.explains), "periods": c.periods, "excluded": exact(c.excluded),
                     "with_tendencies": exact(c.with_tendencies), "falsifiers": c.falsifiers,
                     "depends_on": list(map(str, c.depends_on)), "leanings": list(map(str, c.leanings)),
                     "limit": c.limit or None} for c in found.contents],
    }


def _csv_row(found: Inspection, check: Check) -> list[str]:
    holds = "" if check.holds is None else str(check.holds).lower()
    return [found.theory.name, check.property, check.about, holds, "|".join(check.derivation),
            "; ".join(f"{v.term}@{v.period_id}={v.value}" for v in check.world)]
