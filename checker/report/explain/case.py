"""A theory against a whole case, as English."""

from __future__ import annotations

from collections.abc import Sequence

from checker.analysis.explain.contributions import Contribution
from checker.analysis.explain.whole_case import CaseExplanation, CaseRepair, CaseRepairList, CaseRepairs
from checker.report.explain.head import Detail
from checker.report.render.document import Block, heading, item, paragraph, title
from checker.report.words import phrases
from checker.report.words.labels import percent
from checker.report.words.verdicts import accommodated, listed, reason_words


def case_blocks(explanation: CaseExplanation, detail: Detail) -> list[Block]:
    """The record and the verdicts, whether theory and case hold together, and what each proposition did."""
    case, theory = explanation.case, explanation.theory
    blocks = [
        title(f"{theory.heading} on all of {case.heading}"),
        paragraph(phrases.joined([_record(explanation), accommodated(theory, case)])),
        paragraph(phrases.joined([f"Most likely: {listed(_verdicts(explanation))}.", *_by_reading(explanation)])),
        paragraph(_together(explanation)),
    ]
    if explanation.cores is not None:
        blocks += _collisions(explanation, detail.verbose)
    if explanation.repairs is not None and detail.verbose:
        blocks += _repairs(explanation, explanation.repairs)
    if explanation.propositions and not _untouched(explanation):
        blocks += _propositions(explanation, detail)
    if explanation.limit:
        blocks.append(paragraph(f"A limit was reached: {explanation.limit}. The answer is not complete."))
    elif explanation.repairs is not None and not detail.verbose:
        blocks.append(paragraph("--verbose: what would have to give."))
    return blocks


def _record(explanation: CaseExplanation) -> str:
    """How the theory fares over all periods, over draws of the codings."""
    track = explanation.track
    if track.limit:
        return f"No chances over all periods: {track.limit}."
    turns = (
        [("right about every rise", track.rises), ("about every fall", track.falls)]
        if explanation.explained.change
        else [("right about every observed period", track.turns)]
    )
    told = [
        f"{words} {percent(chance)}"
        for words, chance in [
            ("never refuted", track.unrefuted),
            *turns,
            ("never refuted and right about every turn", track.both),
        ]
        if chance is not None
    ]
    mean = (
        f" On average it is right about {float(track.borne_out):.1f} of {track.periods} periods."
        if track.borne_out is not None
        else ""
    )
    return f"Over all draws of the codings: {', '.join(told)}.{mean}"


def _verdicts(explanation: CaseExplanation) -> list[str]:
    return [
        f"{j.period_id} {j.likeliest}" + (f" {percent(j.leading.probability)}" if j.leading else "")
        for j in explanation.judgements
    ]


def _by_reading(explanation: CaseExplanation) -> list[str]:
    """The leading verdicts under each named reading of the case, in the order of the periods."""
    readings = explanation.case.readings
    return [
        f"By reading “{readings[name].heading}”: {', '.join(verdicts)}." for name, verdicts in explanation.by_reading
    ]


def _together(explanation: CaseExplanation) -> str:
    if _untouched(explanation):
        return "No period lies in its scope: the case does not test the theory."
    left_out = ""
    if explanation.out_of_scope:
        left_out = f" Out of its scope, and left out: {listed(_ids(explanation, explanation.out_of_scope))}."
    as_coded = "the codings of all periods as they stand (a contested one with any of its values)"
    if explanation.satisfiable is None:
        return f"Whether its laws and definitions hold together with {as_coded} is unknown."
    hold = "hold" if explanation.satisfiable else "do not hold"
    return f"Its laws and definitions {hold} together with {as_coded}.{left_out}"


def _untouched(explanation: CaseExplanation) -> bool:
    return len(explanation.out_of_scope) == len(explanation.case.periods)


def _ids(explanation: CaseExplanation, periods: Sequence[int]) -> list[str]:
    return [explanation.case.period(t).id for t in periods]


def _collisions(explanation: CaseExplanation, in_full: bool) -> list[Block]:
    """The minimal sets of reasons, in groups that share nothing; of each group the smallest unless in full."""
    cores = explanation.cores
    assert cores is not None
    blocks = [heading("Where they collide")]
    left_out = 0
    for number, group in enumerate(cores.groups, 1):
        if len(cores.groups) > 1:
            blocks.append(item("these share nothing with the others:", 0, f"{number}."))
        shown = group if in_full else group[:1]
        left_out += len(group) - len(shown)
        blocks += [
            item(
                reason_words(explanation.theory, explanation.case, cores.cores[place].reasons, ""),
                int(len(cores.groups) > 1),
            )
            for place in shown
        ]
    more = [f"{left_out} more with --verbose"] * bool(left_out)
    more += [] if cores.complete else [f"cut at {len(cores.cores)}, there are others"]
    blocks.insert(1, paragraph(f"Minimal sets of reasons, smallest first; {'; '.join(more) or 'these are all'}:"))
    return blocks


def _repairs(explanation: CaseExplanation, repairs: CaseRepairs) -> list[Block]:
    blocks = [
        heading("What would have to give"),
        paragraph(
            "Each of these, taken alone, would make theory and codings agree, and no part of it would; "
            "cheapest first. The verdicts are the most likely ones that follow."
        ),
    ]
    blocks += _list(
        explanation, "Code conditions otherwise, and keep the theory:", repairs.recode.repairs, repairs.recode
    )
    give_up = repairs.give_up
    blocks += _list(explanation, "Give up part of the theory, and keep the codings:", give_up.repairs, give_up)
    mixed = [r for r in repairs.either.repairs if r.recodings and r.given_up]
    if mixed:
        blocks += _list(explanation, "A bit of both:", mixed, repairs.either)
    return blocks + _list(explanation, "Code the outcome otherwise:", repairs.outcomes.repairs, repairs.outcomes)


def _list(
    explanation: CaseExplanation, words: str, repairs: Sequence[CaseRepair], listing: CaseRepairList
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
    return [paragraph(words), *(item(_repair(explanation, repair)) for repair in repairs), *cut]


def _repair(explanation: CaseExplanation, repair: CaseRepair) -> str:
    codebook, explained = explanation.theory.codebook, explanation.explained
    parts = [
        f"code {phrases.named(codebook, r.term, explained, explanation.case)} in {r.period_id} {value} "
        f"(coded {r.coding}{phrases.confidence(r.coding)})"
        for r, value in zip(repair.recodings, repair.values, strict=True)
    ]
    if repair.given_up:
        parts.append(f"give up {listed(phrases.law(explanation.theory, label) for label in repair.given_up)}")
    return f"{listed(parts)}; the verdicts are then {listed(repair.verdicts)} (cost {repair.cost:,})"


def _propositions(explanation: CaseExplanation, detail: Detail) -> list[Block]:
    blocks = [
        heading("What each proposition did"),
        paragraph(
            "In the most likely readings; it bites where it belongs to a minimal set of reasons that excludes an "
            "outcome, and is vacuous where its `if` part is false in every period."
        ),
    ]
    idle: dict[str, list[str]] = {}
    for contribution in explanation.propositions:
        if not contribution.bites and not detail.logic:
            idle.setdefault(contribution_words(explanation, contribution), []).append(contribution.label)
            continue
        name = phrases.law(explanation.theory, contribution.label)
        blocks.append(item(f"{name}: {contribution_words(explanation, contribution)}"))
        if detail.logic:
            below = phrases.law_in_full(explanation.theory, contribution.label, True, detail.paths)[1:]
            blocks += [item(line, 1) for line in below]
    for words, labels in idle.items():
        blocks.append(item(f"{words}: {listed(phrases.law_in_short(label) for label in labels)}"))
    if not all(contribution.complete for contribution in explanation.propositions):
        blocks.append(paragraph("Not all minimal sets of reasons were listed: it may bite in more periods."))
    return blocks


def contribution_words(explanation: CaseExplanation, contribution: Contribution) -> str:
    """`bites in rise and decline, blamed in rise`."""
    if not contribution.made:
        return "has no instance in any period"
    everywhere = len(contribution.bites) == len(contribution.made) > 1
    where = "every period" if everywhere else listed(_ids(explanation, contribution.bites)) or "no period"
    where = f"bites in {where}"
    there = (
        "there" if contribution.blamed == contribution.bites else f"in {listed(_ids(explanation, contribution.blamed))}"
    )
    blamed = f", blamed {there}" if contribution.blamed else ""
    return where + blamed + (", vacuous" if contribution.is_vacuous else "")
