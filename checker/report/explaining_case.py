"""A theory against a whole case, as English."""

from __future__ import annotations

from collections.abc import Sequence

from checker.analysis.service import Service
from checker.analysis.whole_case import CaseExplanation, CaseRepair, CaseRepairList
from checker.report import phrases, wording
from checker.report.prose import Block, heading, item, paragraph, title
from checker.report.wording import listed


def case_blocks(explanation: CaseExplanation, logic: bool = False) -> list[Block]:
    """Whether theory and case hold together, what would have to give, and what each proposition did."""
    case = explanation.case
    blocks = [
        title(f"{explanation.theory.name} on all of {case.heading}"),
        paragraph(phrases.joined([_answer(explanation), wording.accommodated(explanation.theory, case)])),
        paragraph("Period by period:"),
        *(item(f"{period.id}: {verdict}") for period, verdict in zip(case.periods, explanation.verdicts, strict=True)),
    ]
    if explanation.cores is not None:
        blocks += _collisions(explanation)
    if explanation.repairs is not None:
        blocks += _repairs(explanation)
    if explanation.propositions and not _untouched(explanation):
        blocks += _propositions(explanation, logic)
    if explanation.limit:
        blocks.append(paragraph(f"A limit was reached: {explanation.limit}. The answer is not complete."))
    return blocks


def _answer(explanation: CaseExplanation) -> str:
    if _untouched(explanation):
        return "No period lies in its scope: the case does not test the theory."
    left_out = ""
    if explanation.out_of_scope:
        left_out = f" Out of its scope, and left out: {listed(_ids(explanation, explanation.out_of_scope))}."
    if explanation.satisfiable is None:
        return "Whether its laws and definitions hold with all codings together is unknown."
    if explanation.satisfiable:
        return f"Its laws and definitions hold together with the codings of all periods.{left_out}"
    return f"Its laws and definitions do not hold together with the codings of all periods.{left_out}"


def _untouched(explanation: CaseExplanation) -> bool:
    return len(explanation.out_of_scope) == len(explanation.case.periods)


def _ids(explanation: CaseExplanation, periods: Sequence[int]) -> list[str]:
    return [explanation.case.period(t).id for t in periods]


def _collisions(explanation: CaseExplanation) -> list[Block]:
    cores = explanation.cores
    assert cores is not None
    cut = "these are all" if cores.complete else f"cut at {len(cores.cores)}, there are more"
    blocks = [heading("Where they collide"), paragraph(f"Minimal sets of reasons, smallest first; {cut}:")]
    for number, group in enumerate(cores.groups, 1):
        if len(cores.groups) > 1:
            blocks.append(item("these share nothing with the others:", 0, f"{number}."))
        depth = 1 if len(cores.groups) > 1 else 0
        blocks += [item(wording.reason_words(cores.cores[place].reasons, ""), depth) for place in group]
    return blocks


def _repairs(explanation: CaseExplanation) -> list[Block]:
    found = explanation.repairs
    assert found is not None
    blocks = [heading("What would have to give"),
              paragraph("Each of these, taken alone, would make theory and codings agree, and no part of it would; "
                        "cheapest first.")]
    blocks += _list(explanation, "Code conditions otherwise, and keep the theory:", found.recode.repairs, found.recode)
    give_up = found.give_up
    blocks += _list(explanation, "Give up part of the theory, and keep the codings:", give_up.repairs, give_up)
    mixed = [r for r in found.either.repairs if r.recodings and r.given_up]
    if mixed:
        blocks += _list(explanation, "A bit of both:", mixed, found.either)
    blocks += _list(explanation, "Code the outcome otherwise:", found.outcomes.repairs, found.outcomes)
    return blocks


def _list(
    explanation: CaseExplanation, words: str, repairs: Sequence[CaseRepair], found: CaseRepairList
) -> list[Block]:
    if not repairs:
        return [paragraph(words + " nothing of this kind would do.")]
    cut = [] if found.complete else [item("there are more, not shown" if found.cheapest else
                                          "there are more, and a cheaper one was not ruled out within the limits")]
    return [paragraph(words), *(item(_repair(explanation, repair)) for repair in repairs), *cut]


def _repair(explanation: CaseExplanation, repair: CaseRepair) -> str:
    parts = [f"code {r.term} in {r.period_id} {value} (coded {r.coding}{phrases.confidence(r.coding)})"
             for r, value in zip(repair.recodings, repair.values, strict=True)]
    if repair.given_up:
        parts.append(f"give up {listed(phrases.law(explanation.theory, label) for label in repair.given_up)}")
    return f"{listed(parts)}; the verdicts are then {listed(repair.verdicts)} (cost {repair.cost:,})"


def _propositions(explanation: CaseExplanation, logic: bool) -> list[Block]:
    blocks = [heading("What each proposition did"),
              paragraph("A proposition bites where it belongs to a minimal set of reasons that excludes an outcome; it "
                        "is vacuous where its `if` part is false in every period.")]
    for service in explanation.propositions:
        blocks.append(item(f"{_name(explanation, service)}: {service_words(explanation, service)}"))
        if logic:
            blocks += [item(line, 1) for line in phrases.law_in_full(explanation.theory, service.label, True)[1:]]
    if not all(service.complete for service in explanation.propositions):
        blocks.append(paragraph("Not all minimal sets of reasons were listed: it may bite in more periods."))
    return blocks


def _name(explanation: CaseExplanation, service: Service) -> str:
    if service.label.startswith("exhaustive: "):
        return service.label
    return phrases.law(explanation.theory, service.label)


def service_words(explanation: CaseExplanation, service: Service) -> str:
    """`bites in 2 of 4 periods (rise and decline), blamed in rise`."""
    if not service.made:
        return "has no instance in any period"
    total = phrases.counted(len(service.made), "period")
    if service.bites:
        where = f"bites in {len(service.bites)} of {total} ({listed(_ids(explanation, service.bites))})"
    else:
        where = "bites in no period"
    blamed = f", blamed in {listed(_ids(explanation, service.blamed))}" if service.blamed else ""
    return where + blamed + (", vacuous" if service.is_vacuous else "")
