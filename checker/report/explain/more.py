"""The rest of an explanation: what would have to give, and what the theory forbids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checker.analysis.explain.falsifiers import Falsifier, informative
from checker.analysis.explain.period import PeriodExplanation
from checker.analysis.explain.repairs import Recoding, Repair, RepairList, Repairs, Way
from checker.report.explain.head import Names
from checker.report.render.document import Block, heading, item, paragraph
from checker.report.words import phrases
from checker.report.words.verdicts import listed
from checker.study.case import Case
from checker.study.codebook import Codebook
from checker.study.theory import Explained

SHOWN_FALSIFIERS = 8


def repair_blocks(explanation: PeriodExplanation, repairs: Repairs, names: Names) -> list[Block]:
    blocks = [
        heading("What would have to give"),
        paragraph(
            "Each of these, taken alone in this reading, lifts the verdict, and no part of it would; cheapest "
            "first. A recoding costs the more the surer the coding, a proposition by its role."
        ),
    ]
    mixed = [r for r in repairs.either.repairs if r.recodings and r.given_up]
    recode, give_up = repairs.recode, repairs.give_up
    blocks += _list(explanation, names, "Code something otherwise, and keep the theory:", recode.repairs, recode)
    blocks += _list(explanation, names, "Give up part of the theory, and keep the codings:", give_up.repairs, give_up)
    if mixed:
        blocks += _list(explanation, names, "A bit of both:", mixed, repairs.either)
    if repairs.outcome:
        name = phrases.outcome_name(explanation.theory.codebook, explanation.explained.term, explanation.case)
        told = "; ".join(
            f"were {name} {listed((w.values[0] for w in same), 'or')}, the verdict would be {verdict}"
            for verdict, same in _by_verdict(repairs.outcome)
        )
        blocks.append(paragraph(f"And what happened may have been misread: {told}."))
    return blocks


def _list(
    explanation: PeriodExplanation, names: Names, words: str, repairs: Sequence[Repair], listing: RepairList
) -> list[Block]:
    if not repairs:
        return [paragraph(words + " nothing of this kind would do.")]
    cut = (
        []
        if listing.complete
        else [
            item(
                "there are more, not shown"
                if listing.cheapest
                else "there are more, and a cheaper one was not ruled out within the limits"
            )
        ]
    )
    return [paragraph(words), *(item(repair_words(explanation, repair, names)) for repair in repairs), *cut]


def repair_words(explanation: PeriodExplanation, repair: Repair, names: Names) -> str:
    """What to do, the verdict that it leads to and what it costs."""
    given_up = (
        f"give up {listed(phrases.law(explanation.theory, label) for label in repair.given_up)}"
        if repair.given_up
        else ""
    )
    if not repair.recodings:
        return f"{given_up}: then {repair.ways[0].verdict} (cost {repair.cost:,})"
    if len(repair.recodings) == 1 and not given_up:
        told = f"code {recoded_words(repair.recodings[0], names)} "
    else:
        parts = [f"code {listed(recoded_words(r, names) for r in repair.recodings)} otherwise"]
        told = f"{listed([*parts, *([given_up] if given_up else [])])}; "
    ways = "; ".join(f"as {_ways(same)}: then {verdict}" for verdict, same in _by_verdict(repair.ways))
    more = "" if repair.all_ways else "; other values may do as well"
    return f"{told}{ways}{more} (cost {repair.cost:,})"


def recoded_words(recoding: Recoding, names: Names) -> str:
    """What is to be coded otherwise, with what the reading takes it for."""
    return f"{names.typed(recoding.term)}{names.where(recoding.period_id)} ({listed(recoding.read, 'or')})"


def _ways(ways: Sequence[Way]) -> str:
    if len(ways[0].values) == 1:
        return listed((way.values[0] for way in ways), "or")
    return listed((f"({', '.join(way.values)})" for way in ways), "or")


def _by_verdict(ways: Iterable[Way]) -> list[tuple[str, list[Way]]]:
    grouped: dict[str, list[Way]] = {}
    for way in ways:
        grouped.setdefault(way.verdict, []).append(way)
    return list(grouped.items())


def falsifier_blocks(explanation: PeriodExplanation) -> list[Block]:
    found = explanation.falsifiers
    if found is None:
        return []
    top = heading("What the theory forbids here")
    told = list(informative(found.found))
    if not told and not found.limit:
        return [top, paragraph("Nothing: no observation that the codings leave open would refute it in this period.")]
    shown = told[:SHOWN_FALSIFIERS]
    asked = (explanation.theory.codebook, explanation.explained, explanation.judgement.period_id)
    blocks = [top, *(item(falsifier_words(*asked, one, explanation.case)) for one in shown)]
    if found.limit:
        blocks.append(item(f"and more: {found.limit}"))
    elif len(told) > len(shown):
        blocks.append(item(f"and {len(told) - len(shown)} more"))
    return blocks


def falsifier_words(
    codebook: Codebook, explained: Explained, judged: str, falsifier: Falsifier, case: Case | None = None
) -> str:
    """`cooperation is high while “pressure on the partner” is multilateral`."""
    conditions = listed(
        phrases.fact(codebook, explained, c.term, c.values, c.period_id, judged, case) for c in falsifier.conditions
    )
    held = " (as read)" if falsifier.fulfilled and conditions else ""
    if not falsifier.outcomes and not falsifier.levels:
        return f"that {conditions}, whatever the outcome{held}" if conditions else "everything: its laws cannot hold"
    happens = phrases.happening(codebook, explained, falsifier.outcomes, falsifier.levels, case)
    return f"{happens} while {conditions}{held}" if conditions else happens
