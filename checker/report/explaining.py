"""Explanations as English, for readers who know no logic; the rules themselves on request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checker.analysis.argument import Core
from checker.analysis.derivation import Fact, Step
from checker.analysis.explanation import Exclusion, PeriodExplanation
from checker.analysis.falsifiers import Falsifier, informative
from checker.analysis.repairs import Recoding, Repair, RepairList, Way
from checker.report import phrases, wording
from checker.report.prose import Block, heading, item, paragraph, title
from checker.report.wording import listed
from checker.study.codebook import Codebook
from checker.study.theory import Explained

SHOWN_FALSIFIERS = 8


def period_blocks(explanation: PeriodExplanation, logic: bool = False) -> list[Block]:
    """The verdict, why, what would have to give, what would refute, and the limits reached.

    With `logic`, the rules are shown too, as written and in symbols.
    """
    case, judgement = explanation.case, explanation.judgement
    years = wording.years(case.period(judgement.period))
    when = f"{judgement.period_id} ({years})" if years else judgement.period_id
    blocks = [title(f"{explanation.theory.name} on {when}: {judgement.verdict}"), paragraph(_verdict(explanation))]
    for exclusion in explanation.exclusions:
        blocks += _exclusion(explanation, exclusion, logic)
    if explanation.repairs is not None:
        blocks += _repairs(explanation)
    blocks += _falsifiers(explanation)
    if limit := explanation.limit or judgement.limit:
        blocks.append(paragraph(f"A limit was reached: {limit}. The answer is not complete."))
    return blocks


def _verdict(explanation: PeriodExplanation) -> str:
    judgement, explained = explanation.judgement, explanation.explained
    sentences = [f"{explanation.case.heading}: {wording.meaning(judgement)}."]
    if judgement.possible is not None and judgement.prediction is not None:
        told = wording.said(explained, judgement.possible, judgement.prediction)
        sentences.append(f"It {told}." if "given these codings" in sentences[0] else
                         f"Given these codings, {explanation.theory.name} {told}.")
        if judgement.expectation and judgement.expectation != judgement.prediction:
            sentences.append(f"Its tendencies leave {wording.outcome_words(judgement.expectation)}.")
    seen = wording.outcome_words(judgement.observed) if judgement.observed else "not coded"
    sentences.append(f"Observed: {seen}.")
    sentences.append(wording.completeness(judgement).strip())
    if judgement.open:
        sentences.append("The verdict is open, since codings are missing or contested: "
                         f"{wording.open_words(judgement)}.")
    return phrases.joined([*sentences, wording.accommodated(explanation.theory, explanation.case)])


def derivations(explanation: PeriodExplanation) -> list[Block]:
    """A heading for each exclusion, and under it the steps of its first core."""
    blocks: list[Block] = []
    for exclusion in explanation.exclusions:
        if exclusion.steps:
            blocks += [heading(_question(explanation, exclusion)), *_steps(explanation, exclusion, exclusion.steps, 0)]
    return blocks


def _exclusion(explanation: PeriodExplanation, exclusion: Exclusion, logic: bool) -> list[Block]:
    blocks = [heading(_question(explanation, exclusion))]
    if not exclusion.cores.cores:
        return [*blocks, paragraph("No reasons were found within the limits.")]
    blocks += _core(explanation, exclusion.cores.cores[0], logic)
    if exclusion.steps is not None:
        blocks.append(paragraph("Step by step:"))
        blocks += _steps(explanation, exclusion, exclusion.steps, 0)
    blocks += _others(explanation, exclusion)
    return blocks


def _question(explanation: PeriodExplanation, exclusion: Exclusion) -> str:
    codebook, explained = explanation.theory.codebook, explanation.explained
    match exclusion.subject:
        case "law":
            return f"Why {phrases.impossible(codebook, explained, exclusion.outcomes)}"
        case "tendency":
            return f"Why {phrases.unexpected(codebook, explained, exclusion.outcomes)}"
        case "clash":
            return "Why its laws collide"
        case "collision":
            return "Why its tendencies collide"
        case "conditions":
            return "Why it is wrong about the conditions"
        case "scope":
            return "Why it does not claim to hold here"
    raise ValueError(f"not a subject: {exclusion.subject}")


def _core(explanation: PeriodExplanation, core: Core, logic: bool) -> list[Block]:
    """The members of a core, each proposition once."""
    judged = explanation.judgement.period_id
    blocks = [paragraph("It rests on:")]
    seen: dict[str, list[str]] = {}
    for reason in core.reasons:
        if reason.kind != "coding":
            seen.setdefault(reason.label, []).append(reason.period_id)
    for label, where in seen.items():
        first, *below = phrases.law_in_full(explanation.theory, label, logic)
        elsewhere = f" (in {listed(where)})" if where != [judged] else ""
        blocks += [item(first + elsewhere), *(item(line, 1) for line in below)]
    for reason in core.reasons:
        if reason.kind == "coding":
            term = phrases.term_named(explanation.theory.codebook, reason.label)
            blocks.append(item(phrases.coded(explanation.case, reason, term, judged)))
    return blocks


def _steps(explanation: PeriodExplanation, exclusion: Exclusion, steps: Sequence[Step], depth: int) -> list[Block]:
    blocks: list[Block] = []
    for number, step in enumerate(steps, 1):
        blocks.append(item(_step(explanation, exclusion, step), depth, f"{number}."))
        for branch in step.branches:
            blocks.append(item(f"Say {_fact(explanation, branch.fact)}:", depth + 1, "-"))
            blocks += _steps(explanation, exclusion, branch.steps, depth + 2)
    return blocks


def _step(explanation: PeriodExplanation, exclusion: Exclusion, step: Step) -> str:
    codebook, explained = explanation.theory.codebook, explanation.explained
    since = listed(_fact(explanation, used) for used in step.uses)
    rule = phrases.law(explanation.theory, step.rule.label) if step.rule is not None else ""
    if step.rule is not None and step.rule.period_id != explanation.judgement.period_id:
        rule += f" in {step.rule.period_id}"
    if step.branches:
        cases = listed((_fact(explanation, branch.fact) for branch in step.branches), "or")
        return f"Either {cases}; none of these can be:"
    if step.gives is not None:
        gives = _fact(explanation, step.gives)
        told = f"{f'since {since}, ' if since else ''}{gives}{f', by {rule}' if rule else ''}."
        if not step.supposing:
            return told[:1].upper() + told[1:] if since else told
        supposed = f"Suppose that {phrases.happening(codebook, explained, exclusion.outcomes)}"
        return f"{supposed}: then {told}" if since or rule or explained.change else f"{supposed}."
    return _end(explanation, exclusion, step, since, rule)


def _end(explanation: PeriodExplanation, exclusion: Exclusion, step: Step, since: str, rule: str) -> str:
    """The step that leaves nothing."""
    codebook, explained = explanation.theory.codebook, explanation.explained
    by = f"by {rule}" if rule else ""
    if exclusion.outcomes and step.supposing:
        denied = phrases.unexpected if exclusion.subject == "tendency" else phrases.impossible
        ground = ", ".join(part for part in (by, f"since {since}" if since else "") if part)
        return f"So {denied(codebook, explained, exclusion.outcomes)}{f', {ground}' if ground else ''}."
    if exclusion.subject == "scope":
        return f"So its scope fails{f', since {since}' if since else ''}."
    so = ""
    if exclusion.outcomes:
        denied = phrases.unexpected if exclusion.subject == "tendency" else phrases.impossible
        so = f"; so {denied(codebook, explained, exclusion.outcomes)}"
    if rule:
        return f"But {rule} cannot hold as well{f', since {since}' if since else ''}{so}."
    return f"But it cannot be that {since}{so}."


def _fact(explanation: PeriodExplanation, known: Fact) -> str:
    judged = explanation.judgement.period_id
    return phrases.fact(explanation.theory.codebook, known.term, known.values, known.period_id, judged)


def _others(explanation: PeriodExplanation, exclusion: Exclusion) -> list[Block]:
    """How small this core is, and the other minimal cores."""
    cores = exclusion.cores
    size = "No smaller set of reasons will do" if cores.smallest \
        else "None of these reasons can be spared, though a smaller set was not ruled out within the limits"
    if cores.complete and len(cores.cores) == 1:
        return [paragraph(f"{size}, and there is no other.")]
    groups = len(cores.groups)
    apart = f" The minimal sets of reasons fall into {groups} groups that share nothing." if groups > 1 else ""
    others = "All other minimal sets of reasons" if cores.complete \
        else f"The next minimal sets of reasons (cut at {len(cores.cores)}, there are more)"
    if len(cores.cores) == 1:
        return [paragraph(f"{size}. There are other minimal sets, not shown (cut at 1).")]
    blocks = [paragraph(f"{size}.{apart} {others}:")]
    judged = explanation.judgement.period_id
    return [*blocks, *(item(wording.reason_words(core.reasons, judged)) for core in cores.cores[1:])]


def _repairs(explanation: PeriodExplanation) -> list[Block]:
    found = explanation.repairs
    assert found is not None
    blocks = [
        heading("What would have to give"),
        paragraph("Each of these, taken alone, would lift the verdict, and no part of it would; cheapest first. The "
                  "cost of a recoding grows with the confidence of the coding, that of a proposition with its role."),
    ]
    mixed = [r for r in found.either.repairs if r.recodings and r.given_up]
    recode, give_up = found.recode, found.give_up
    blocks += _repair_list(explanation, "Code something otherwise, and keep the theory:", recode.repairs, recode)
    blocks += _repair_list(explanation, "Give up part of the theory, and keep the codings:", give_up.repairs, give_up)
    if mixed:
        blocks += _repair_list(explanation, "A bit of both:", mixed, found.either)
    if found.outcome:
        here = explanation.explained.term
        blocks.append(paragraph(f"And what happened may have been misread: {_values(here, found.outcome)}."))
    return blocks


def _repair_list(
    explanation: PeriodExplanation, words: str, repairs: Sequence[Repair], found: RepairList
) -> list[Block]:
    if not repairs:
        return [paragraph(words + " nothing of this kind would do.")]
    cut = [] if found.complete else [item("there are more, not shown" if found.cheapest else
                                          "there are more, and a cheaper one was not ruled out within the limits")]
    return [paragraph(words), *(item(repair_words(explanation, repair)) for repair in repairs), *cut]


def repair_words(explanation: PeriodExplanation, repair: Repair) -> str:
    """What to do, what it leads to and what it costs."""
    judged = explanation.judgement.period_id
    given_up = f"give up {listed(phrases.law(explanation.theory, label) for label in repair.given_up)}" \
        if repair.given_up else ""
    if not repair.recodings:
        way = repair.ways[0]
        told = wording.said(explanation.explained, way.possible or (), way.prediction or ()) if way.possible else ""
        content = f"; the theory then {told} here" if told else ""
        return f"{given_up}: then {way.verdict}{content} (cost {repair.cost:,})"
    names = listed(recoded_words(r, judged) for r in repair.recodings)
    ways = "; ".join(f"as {_ways(same)}: then {verdict}" for verdict, same in _by_verdict(repair.ways))
    more = "" if repair.all_ways else "; other values may do as well"
    parts = [f"code {names} otherwise", *([given_up] if given_up else [])]
    return f"{listed(parts)}; {ways}{more} (cost {repair.cost:,})"


def recoded_words(recoding: Recoding, judged: str) -> str:
    """What is to be coded otherwise, with its present coding."""
    where = "" if recoding.period_id == judged else f" in {recoding.period_id}"
    return f"{recoding.term}{where} (coded {recoding.coding}{phrases.confidence(recoding.coding)})"


def _ways(ways: Sequence[Way]) -> str:
    if len(ways[0].values) == 1:
        return listed((way.values[0] for way in ways), "or")
    return listed((f"({', '.join(way.values)})" for way in ways), "or")


def _by_verdict(ways: Iterable[Way]) -> list[tuple[str, list[Way]]]:
    grouped: dict[str, list[Way]] = {}
    for way in ways:
        grouped.setdefault(way.verdict, []).append(way)
    return list(grouped.items())


def _values(term: object, ways: Sequence[Way]) -> str:
    told = (f"were {term} coded {listed((w.values[0] for w in same), 'or')}, the verdict would be {verdict}"
            for verdict, same in _by_verdict(ways))
    return "; ".join(told)


def _falsifiers(explanation: PeriodExplanation) -> list[Block]:
    found = explanation.falsifiers
    if found is None:
        return []
    top = heading("What the theory forbids here")
    told = list(informative(found.found))
    if not told and not found.limit:
        return [top, paragraph("Nothing: no observation that the codings leave open would refute it in this period.")]
    shown = told[:SHOWN_FALSIFIERS]
    asked = (explanation.theory.codebook, explanation.explained, explanation.judgement.period_id)
    blocks = [top, *(item(falsifier_words(*asked, one)) for one in shown)]
    if found.limit:
        blocks.append(item(f"and more: {found.limit}"))
    elif len(told) > len(shown):
        blocks.append(item(f"and {len(told) - len(shown)} more"))
    return blocks


def falsifier_words(codebook: Codebook, explained: Explained, judged: str, falsifier: Falsifier) -> str:
    """`cooperation is high while pressure is high and cover is at most weak`."""
    conditions = listed(phrases.fact(codebook, c.term, c.values, c.period_id, judged) for c in falsifier.conditions)
    held = " (as coded)" if falsifier.fulfilled and conditions else ""
    if not falsifier.outcomes:
        return f"that {conditions}, whatever the outcome{held}"
    happens = phrases.happening(codebook, explained, falsifier.outcomes)
    return f"{happens} while {conditions}{held}" if conditions else happens
