"""Explanations as English, for readers who know no logic; the rules themselves on request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checker.analysis.explain.derivation import Step
from checker.analysis.explain.period import Exclusion, PeriodExplanation
from checker.analysis.explain.standing import Standing
from checker.analysis.verdicts.judgement import Reason
from checker.logic.formula import Term
from checker.report.explain.head import PLAIN, Detail, Names, head
from checker.report.explain.more import falsifier_blocks, repair_blocks
from checker.report.render.document import Block, heading, item, paragraph
from checker.report.words import phrases
from checker.report.words.verdicts import listed, reason_words
from checker.study.term_period import Fact, TermPeriod

SHOWN_OBSTACLES = 2
LISTED_CODINGS = 3
"""With more codings than these, they stand in one paragraph unless all is asked for."""


def period_blocks(explanation: PeriodExplanation, detail: Detail = PLAIN) -> list[Block]:
    """The verdict, what would change it, and why it is so; more where `detail` asks for it."""
    names = Names(explanation)
    blocks = head(explanation, names, detail.verbose)
    deciding = [each for each in explanation.exclusions if each.decides]
    for exclusion in deciding:
        blocks += why(explanation, exclusion)
        if detail.cores_listed or detail.verbose:
            blocks += _others(explanation, exclusion)
    blocks += _premises(explanation, deciding, names, detail)
    blocks += _standings(explanation, detail)
    if detail.verbose:
        for exclusion in explanation.exclusions:
            if not exclusion.decides:
                blocks += [
                    *why(explanation, exclusion),
                    *_premises(explanation, [exclusion], names, detail),
                    *_others(explanation, exclusion),
                ]
        if explanation.repairs is not None:
            blocks += repair_blocks(explanation, explanation.repairs, names)
        blocks += falsifier_blocks(explanation)
    if limit := explanation.limit or explanation.judgement.limit:
        blocks.append(paragraph(f"A limit was reached: {limit}. The answer is not complete."))
    elif not detail.verbose and explanation.falsifiers is not None:
        more = "what would have to give, " if explanation.repairs is not None else ""
        blocks.append(paragraph(f"--verbose: {more}what else is excluded and forbidden."))
    return blocks


def derivations(explanation: PeriodExplanation) -> list[Block]:
    """The exclusions on which the verdict rests, else all: a heading for each, and under it the steps."""
    shown = [e for e in explanation.exclusions if e.decides] or explanation.exclusions
    return [block for exclusion in shown if exclusion.steps for block in why(explanation, exclusion)]


def why(explanation: PeriodExplanation, exclusion: Exclusion) -> list[Block]:
    """The question as a heading, and the steps of the first core."""
    blocks = [heading(question(explanation, exclusion))]
    if not exclusion.cores.cores:
        return [*blocks, paragraph("No reasons were found within the limits.")]
    if exclusion.steps is None:
        return [*blocks, paragraph("The steps are too many to list.")]
    if len(exclusion.steps) == 1 and (alone := _alone(explanation, exclusion, exclusion.steps[0])):
        return [*blocks, item(f"{phrases.capital(alone)}.")]
    return blocks + _steps(explanation, exclusion, exclusion.steps, 0)


def question(explanation: PeriodExplanation, exclusion: Exclusion) -> str:
    match exclusion.subject:
        case "law" | "tendency":
            return f"Why {_excluded(explanation, exclusion)}"
        case "clash":
            return "Why its laws collide"
        case "collision":
            return "Why its tendencies collide"
        case "conditions":
            return "Why it is wrong about the conditions"
        case "scope":
            return "Why it does not claim to hold here"
    raise ValueError(f"not a subject: {exclusion.subject}")


def _excluded(explanation: PeriodExplanation, exclusion: Exclusion) -> str:
    denied = phrases.unexpected if exclusion.subject == "tendency" else phrases.impossible
    return denied(
        explanation.theory.codebook, explanation.explained, exclusion.outcomes, exclusion.levels, explanation.case
    )


def _steps(explanation: PeriodExplanation, exclusion: Exclusion, steps: Sequence[Step], depth: int) -> list[Block]:
    blocks: list[Block] = []
    for number, step in enumerate(steps, 1):
        blocks.append(item(_step(explanation, exclusion, step), depth, f"{number}."))
        for branch in step.branches:
            blocks.append(item(f"Suppose {_fact(explanation, branch.fact)}:", depth + 1, "-"))
            blocks += _steps(explanation, exclusion, branch.steps, depth + 2)
    return blocks


def _step(explanation: PeriodExplanation, exclusion: Exclusion, step: Step) -> str:
    since = _facts(explanation, step.uses)
    rule = _rule(explanation, step.rule) if step.rule is not None else ""
    if step.branches:
        cases = listed((_fact(explanation, branch.fact) for branch in step.branches), "or")
        return f"Either {cases}; none of these can be:"
    if step.gives is None:
        return _end(explanation, exclusion, step, since, rule)
    gives = _fact(explanation, step.gives)
    told = f"{f'since {since}, ' if since else ''}{gives}{f', by {rule}' if rule else ''}."
    if not step.supposing:
        return phrases.capital(told)
    supposed = f"Suppose that {_happening(explanation, exclusion)}"
    return f"{supposed}: then {told}" if since or rule or explanation.explained.change else f"{supposed}."


def _happening(explanation: PeriodExplanation, exclusion: Exclusion) -> str:
    return phrases.happening(
        explanation.theory.codebook, explanation.explained, exclusion.outcomes, exclusion.levels, explanation.case
    )


def _end(explanation: PeriodExplanation, exclusion: Exclusion, step: Step, since: str, rule: str) -> str:
    """The step that leaves nothing."""
    if exclusion.subject == "scope":
        return f"So {_scope_fails(explanation, since)}."
    excluded = _excluded(explanation, exclusion) if exclusion.outcomes or exclusion.levels else ""
    if excluded and step.supposing:
        ground = _ground(explanation, step)
        return f"So {excluded}{f': {ground}' if ground.startswith('since') else f', {ground}' if ground else ''}."
    so = f"; so {excluded}" if excluded else ""
    if rule:
        return f"But {rule} cannot hold as well{f', since {since}' if since else ''}{so}."
    return f"But it cannot be that {since}{so}."


def _alone(explanation: PeriodExplanation, exclusion: Exclusion, step: Step) -> str:
    """The only step, which says no more than the ground of what the heading says."""
    if exclusion.subject == "scope":
        return _scope_fails(explanation, _facts(explanation, step.uses))
    return _ground(explanation, step)


def _scope_fails(explanation: PeriodExplanation, since: str) -> str:
    scope = explanation.theory.scope
    says = f" ({' '.join(scope.text.split())})" if scope is not None else ""
    return f"its scope{says} fails{f', since {since}' if since else ''}"


def _ground(explanation: PeriodExplanation, step: Step) -> str:
    """By what, and since what, a step that ends with what was supposed leaves nothing; empty for any other."""
    if step.gives is not None or step.branches or not step.supposing:
        return ""
    since = _facts(explanation, step.uses)
    if step.rule is None:
        return f"since {since}"
    rule = _rule(explanation, step.rule)
    if step.rule.label.startswith("exhaustive: "):
        causes = rule.removeprefix("its claim to name all ")
        return (
            f"{f'since {since}, ' if since else ''}none of the {causes} that the theory names can be at work, "
            "and it claims to name them all"
        )
    return f"by {rule}{f', since {since}' if since else ''}"


def _rule(explanation: PeriodExplanation, reason: Reason) -> str:
    elsewhere = f" in {reason.period_id}" if reason.period_id != explanation.judgement.period_id else ""
    return phrases.law(explanation.theory, reason.label) + elsewhere


def _facts(explanation: PeriodExplanation, known: Sequence[Fact]) -> str:
    """Facts as one phrase, those on one term together: `“cover” is strong in baseline and weak in origins`."""
    grouped: dict[Term, list[Fact]] = {}
    for each in known:
        grouped.setdefault(each.term, []).append(each)
    told = []
    for same in grouped.values():
        if len(same) == 1:
            told.append(_fact(explanation, same[0]))
            continue
        codebook, name = explanation.theory.codebook, Names(explanation).plain(same[0].term)
        told.append(
            f"{name} is "
            + listed(f"{phrases.values_words(codebook, each.term, each.values)} in {each.period_id}" for each in same)
        )
    return listed(told)


def _fact(explanation: PeriodExplanation, known: Fact) -> str:
    return phrases.fact(
        explanation.theory.codebook,
        explanation.explained,
        known.term,
        known.values,
        known.period_id,
        explanation.judgement.period_id,
        explanation.case,
    )


def _premises(
    explanation: PeriodExplanation, exclusions: Sequence[Exclusion], names: Names, detail: Detail
) -> list[Block]:
    """The members of the cores explained, each proposition and each coding once."""
    reasons = list(dict.fromkeys(r for each in exclusions if each.core for r in each.core.reasons))
    if not reasons:
        return []
    judged, theory = explanation.judgement.period_id, explanation.theory
    blocks = [paragraph("It rests on:")]
    where: dict[str, list[str]] = {}
    for reason in reasons:
        if reason.kind != "coding":
            where.setdefault(reason.label, []).append(reason.period_id)
    for label, periods in where.items():
        first, *below = phrases.law_in_full(theory, label, detail.logic, detail.paths)
        elsewhere = f" (in {listed(dict.fromkeys(periods))})" if set(periods) != {judged} else ""
        blocks += [item(first + elsewhere), *(item(line, 1) for line in below)]
    codings = [_coding(explanation, reason, names, detail) for reason in reasons if reason.kind == "coding"]
    if len(codings) > LISTED_CODINGS and not (detail.verbose or detail.paths):
        codings = ["; ".join(codings)]
    return blocks + list(map(item, codings))


def _coding(explanation: PeriodExplanation, reason: Reason, names: Names, detail: Detail) -> str:
    assert reason.term is not None
    term = reason.term
    grounds = phrases.grounds(explanation.case, reason, term, detail.verbose, detail.paths)
    name = names.typed(term) if detail.verbose or detail.paths else names.plain(term)
    return f"{name}{names.where(reason.period_id)}: {listed(reason.values, 'or')}{grounds}"


def _others(explanation: PeriodExplanation, exclusion: Exclusion) -> list[Block]:
    """How small the core explained is, and the other minimal cores."""
    cores, told = exclusion.cores, exclusion.core
    if not cores.cores or told is None:
        return []
    if told != cores.cores[0]:
        size = "There is a smaller set of reasons, but with more steps to follow"
    elif cores.smallest:
        size = "No smaller set of reasons will do"
    else:
        size = "None of these reasons can be spared, though a smaller set was not ruled out within the limits"
    left = [core for core in cores.cores if core != told]
    if not left:
        return [
            paragraph(
                f"{size}, and there is no other."
                if cores.complete
                else f"{size}. There are other minimal sets, not shown (cut at {len(cores.cores)})."
            )
        ]
    groups = len(cores.groups)
    apart = f" The minimal sets of reasons fall into {groups} groups that share nothing." if groups > 1 else ""
    others = (
        "All other minimal sets of reasons"
        if cores.complete
        else f"The next minimal sets of reasons (cut at {len(cores.cores)}, there are more)"
    )
    judged = explanation.judgement.period_id
    words = (reason_words(explanation.theory, explanation.case, core.reasons, judged) for core in left)
    return [paragraph(f"{size}.{apart} {others}:"), *map(item, words)]


def _standings(explanation: PeriodExplanation, detail: Detail) -> list[Block]:
    """Why propositions say nothing here, where the verdict hangs on that; all of them with --verbose."""
    verdict = explanation.judgement.likeliest
    if verdict not in ("silent", "permitted", "open") and not detail.verbose:
        return []
    idle = [standing for standing in explanation.standings if not standing.excludes]
    if verdict == "permitted" and not detail.verbose:
        return _in_short(explanation, idle)
    told = [words for standing in idle if (words := standing_words(explanation, standing))]
    if unread := explanation.judgement.untested:
        cannot = listed(phrases.law(explanation.theory, label) for label in unread)
        told.append(f"{cannot}: cannot be read here, since nothing is coded so far back")
    if not told:
        return []
    top = "Why it excludes nothing" if verdict == "silent" else "What has no effect here"
    return [heading(top), *(item(words) for words in told)]


def _in_short(explanation: PeriodExplanation, idle: Sequence[Standing]) -> list[Block]:
    """The propositions without effect, each with one coding that keeps it so."""
    failing = [
        f"{standing.label} ({_obstacle(explanation, standing.obstacles[0])})"
        for standing in idle
        if standing.state == "false" and standing.obstacles
    ]
    return [paragraph(f"Without effect here, since a condition fails: {', '.join(failing)}.")] if failing else []


def standing_words(explanation: PeriodExplanation, standing: Standing) -> str:
    """`N3 (Balancing, usually): its condition fails, since “a better option at hand (Iran)” is yes`."""
    name = phrases.law(explanation.theory, standing.label)
    if standing.way == "causes":
        at_work = listed(standing.causes, "or" if standing.state == "open" else "and")
        verb = "may be" if standing.state == "open" else "is" if len(standing.causes) == 1 else "are"
        return f"{name}: {at_work} {verb} at work" if at_work else ""
    if standing.state == "open":
        return f"{name}: hangs on {_gaps(explanation, standing)}"
    if standing.state == "false":
        obstacles = "; also, ".join(_obstacle(explanation, each) for each in standing.obstacles[:SHOWN_OBSTACLES])
        failing = "what it requires is there" if standing.way == "requires" else "its condition fails"
        return f"{name}: {failing}, since {obstacles}"
    if standing.state == "true":
        return f"{name}: its condition holds, but excludes nothing"
    return ""


def _gaps(explanation: PeriodExplanation, standing: Standing) -> str:
    """The codings that leave it open, each with why."""
    names, told = Names(explanation), []
    for gap in standing.gaps:
        why_open = "contested" if explanation.case.coding(gap.term, gap.period).values else "not coded"
        told.append(f"{names.plain(gap.term)}{names.where(gap.period_id)}, which is {why_open}")
    return listed(told) or "what its definitions leave open"


def _obstacle(explanation: PeriodExplanation, reasons: Iterable[Reason]) -> str:
    """The codings of one minimal set; the definitions that they go through are told in brackets."""
    found = list(reasons)
    codings = _facts(
        explanation, [Fact(TermPeriod(r.term, r.period), r.period_id, r.values) for r in found if r.term is not None]
    )
    through = list(dict.fromkeys(r.label for r in found if r.kind == "proposition"))
    return codings + (f" (by {listed(phrases.law(explanation.theory, each) for each in through)})" if through else "")
