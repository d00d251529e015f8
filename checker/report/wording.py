"""Results as English: the only prose about verdicts, shared by terminal, tables and page."""

from __future__ import annotations

from typing import Iterable, Sequence

from checker.analysis.overview import Hinge, Overview, Parting
from checker.analysis.result import REFUTED, CaseResult, Judgement, Reason, Record, Verdict
from checker.study.case import Case, Period
from checker.study.theory import Explained

ARROWS = {"rises": "↑", "steady": "→", "falls": "↓"}
GLYPHS: dict[Verdict, str] = {
    "predicted": "✓", "expected": "✓", "permitted": "~", "silent": "·", "contradicted": "✗",
    "incoherent": "✗", "denies conditions": "✗", "against expectation": "!", "out of scope": "–",
    "untestable": "–", "unobserved": "?", "unknown": "?",
}
SHORT: dict[Verdict, str] = {"denies conditions": "denies cond.", "against expectation": "against exp."}
MEANINGS: dict[Verdict, str] = {
    "untestable": "there is no earlier period to change from",
    "out of scope": "the theory does not claim to hold here",
    "denies conditions": "the theory is wrong about the conditions, whatever the outcome",
    "incoherent": "the theory's laws collide under these codings: nothing could happen",
    "unobserved": "the outcome is not coded",
    "contradicted": "what happened is ruled out by the theory, given these codings",
    "predicted": "the theory left exactly one outcome, and it happened",
    "against expectation": "what happened is allowed, but the theory's tendencies spoke against it",
    "expected": "what happened is the one outcome that the theory's tendencies leave",
    "silent": "the theory rules nothing out",
    "permitted": "the theory rules something out, and what happened is not it",
    "unknown": "a stated limit was reached before the answer",
}
_NOUNS = {"rises": "a rise", "steady": "no change", "falls": "a fall"}


def listed(words: Iterable[str], last: str = "and") -> str:
    """Words as a phrase: `a, b and c`.

    >>> listed(["rise", "decline"])
    'rise and decline'
    """
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def word(verdict: Verdict) -> str:
    """The verdict in at most twelve letters."""
    return SHORT.get(verdict, verdict)


def years(period: Period) -> str:
    if period.years is None:
        return ""
    first, last = period.years
    return str(first) if first == last else f"{first}-{last}"


def outcome_words(outcomes: Sequence[str]) -> str:
    """Outcomes as words: `rises`, `falls or steady`, `low or moderate`."""
    return listed(outcomes, "or")


def arrows(explained: Explained, outcomes: Sequence[str] | None) -> str:
    """Outcomes at a glance: arrows for changes, the values for levels."""
    if outcomes is None:
        return ""
    if not outcomes:
        return "nothing"
    if explained.change:
        return " ".join(ARROWS[outcome] for outcome in outcomes)
    return " ".join(outcomes)


def said(explained: Explained, possible: Sequence[str], outcomes: Sequence[str]) -> str:
    """What a theory says when it leaves these outcomes of the possible ones."""
    excluded = [o for o in possible if o not in outcomes]
    if not outcomes:
        return "rules out everything that could happen"
    if not excluded:
        return "rules nothing out"
    if explained.change and len(outcomes) == 2:
        return f"rules out {_NOUNS[excluded[0]]}"
    return f"says {explained.term} {listed(outcomes, 'or') if explained.change else 'is ' + listed(outcomes, 'or')}"


def reason_words(reasons: Sequence[Reason], judged: str) -> str:
    """A core as a phrase: by which propositions, given which codings."""
    laws = listed(_law(r, judged) for r in reasons if r.kind == "proposition")
    codings = listed(coding_words(r, judged) for r in reasons if r.kind == "coding")
    scope = any(r.kind == "scope" for r in reasons)
    words = f"by {laws}" if laws else ""
    if codings:
        words += f", given {codings}" if words else f"given {codings}"
    return words + (" and that its scope holds" if scope else "")


def _law(reason: Reason, judged: str) -> str:
    name = f"its claim that {reason.label.removeprefix('exhaustive: ')} has no other cause" \
        if reason.label.startswith("exhaustive: ") else reason.label
    return name if reason.period_id == judged else f"{name} in {reason.period_id}"


def coding_words(reason: Reason, judged: str) -> str:
    where = "" if reason.period_id == judged else f" in {reason.period_id}"
    return f"{reason.label} {' or '.join(reason.values)}{where}"


def why(record: Record, judgement: Judgement) -> str:
    """One sentence for a surprising cell: what the theory says, from what, and what happened."""
    explained, verdict = record.explains, judgement.verdict
    reasons = reason_words(judgement.because, judgement.period_id)
    possible = judgement.possible or ()
    seen = f"observed {outcome_words(judgement.observed or ())}" if judgement.observed else "the outcome is not coded"
    if verdict == "denies conditions":
        sentence = f"is wrong about the conditions {reasons}"
    elif verdict == "incoherent":
        alone = judgement.laws_alone or ()
        told = said(explained, possible, alone) if alone else "clash among themselves"
        sentence = f"cannot hold as a whole {reasons}; its laws on the outcome alone: {told}; {seen}"
    elif verdict == "against expectation":
        sentence = f"expects otherwise ({outcome_words(judgement.expectation or ())}) {reasons}; {seen}, which it does not exclude"
    elif verdict in ("expected",):
        sentence = f"expects {outcome_words(judgement.expectation or ())} {reasons}; {seen}"
    else:
        told = said(explained, possible, judgement.prediction or ())
        sentence = f"{told} {reasons}; {seen}" if reasons else f"{told}; {seen}"
    return sentence + "." + completeness(judgement)


def completeness(judgement: Judgement) -> str:
    """A sentence where the verdict rests on the claim that the theory names all causes."""
    other = judgement.without_exhaustive
    if other is None or other == judgement.verdict:
        return ""
    return f" Without its claim to completeness: {other}."


def surprising(judgement: Judgement) -> bool:
    return judgement.verdict in REFUTED or judgement.verdict == "against expectation"


def answer(case: Case, records: Sequence[Record]) -> str:
    """Which theories' predictions agree with the observed course, and which do not."""
    rivals = [r for r in records if not r.theory.benchmark]
    groups: dict[str, list[str]] = {"agree": [], "weak": [], "refuted": []}
    for record in rivals:
        turning = [j for j in record.judgements if _turns(record.explains, j)] or list(record.judgements)
        if any(j.verdict in REFUTED for j in turning):
            where = listed(j.period_id for j in turning if j.verdict in REFUTED)
            groups["refuted"].append(f"{record.theory.name} (in {where})")
        elif turning and all(j.verdict in ("predicted", "expected") for j in turning):
            groups["agree"].append(record.theory.name)
        else:
            groups["weak"].append(record.theory.name)
    course = _course(records)
    sentences = []
    if groups["agree"]:
        sentences.append(f"the predictions of {listed(groups['agree'])} agree with {course}")
    if groups["weak"]:
        who, verb = listed(groups["weak"]), "does" if len(groups["weak"]) == 1 else "do"
        sentences.append(f"{who} {verb} not contradict it, but {verb} not predict all of it")
    if groups["refuted"]:
        sentences.append(f"{course} contradicts {listed(groups['refuted'])}")
    if not sentences:
        return "There is no verdict on any theory."
    return "Given these codings, " + "; ".join(sentences) + "."


def _turns(explained: Explained, judgement: Judgement) -> bool:
    return not explained.change or bool(judgement.observed) and judgement.observed != ("steady",)


def _course(records: Sequence[Record]) -> str:
    """The observed course in words: `the observed rise (rise) and fall (decline)`."""
    for record in records:
        if record.explains.change:
            turns = [f"{ {'rises': 'rise', 'falls': 'fall'}[j.observed[0]] } in {j.period_id}"
                     for j in record.judgements if j.observed and len(j.observed) == 1 and j.observed != ("steady",)]
            if turns:
                return f"the observed {listed(turns)}"
    return "the observed course"


def parting(found: Parting) -> str:
    if not found.part:
        return "These theories part nowhere: no period of this case decides between them."
    sentence = f"The theories' predictions part in {listed(found.part)}."
    if found.agree:
        sentence += f" In {listed(found.agree)} they are the same."
    return sentence


def hanging(hinges: Sequence[Hinge], limit: int = 3) -> list[str]:
    """One sentence for each theory: the codings its verdicts hang on, least certain first."""
    sentences = []
    for theory in dict.fromkeys(h.theory for h in hinges):
        own = [h for h in hinges if h.theory == theory]
        own.sort(key=lambda h: min(h.coding.confidence.values(), default=1))
        distinct = list({(h.term, h.period_id): h for h in reversed(own)}.values())[::-1]
        shown = listed(_hinge(h) for h in distinct[:limit])
        more = f" and {len(distinct) - limit} more" if len(distinct) > limit else ""
        sentences.append(f"{theory} hangs on {shown}{more}.")
    return sentences


def _hinge(hinge: Hinge) -> str:
    sure = hinge.coding.confidence.get(str(hinge.coding)) if hinge.coding.confidence else None
    at = f" at {float(sure):g}" if sure is not None and sure != 1 else ""
    return f"{hinge.term} ({hinge.period_id}, coded {hinge.coding}{at}; if {hinge.instead}, {hinge.leads_to} in {hinge.judged})"


def open_verdicts(records: Sequence[Record]) -> list[str]:
    """One sentence for each theory with open verdicts: what would settle them."""
    sentences = []
    for record in records:
        for j in record.judgements:
            if not j.open:
                continue
            gaps = listed(f"{gap.term} ({gap.period_id})" for gap in j.settled_by or ())
            could = listed([r for r in j.readings or () if r != j.verdict] or ["nothing else"], "or")
            settle = f"; coding {gaps} settles it" if gaps else ""
            sentences.append(f"{record.theory.name} in {j.period_id} is open: it could also be {could}{settle}.")
    return sentences


def notes(view: Overview) -> list[str]:
    """What to keep in mind beside the verdicts."""
    case, lines = view.result.case, []
    for name in view.accommodated:
        lines.append(f"{name} was built on this case: its fit is accommodation, not a test.")
    if case.periods_from == "outcome":
        lines.append("The periods were cut by the outcome, so that change at their borders is no surprise.")
    for shift in view.shifts:
        if shift.changed:
            lines.append(f"Under the indicator {shift.indicator}, {shift.changed} of {shift.judged} verdicts change "
                         f"(--indicator {shift.indicator}).")
    steady = [shift.indicator for shift in view.shifts if not shift.changed]
    if steady:
        lines.append(f"Under {listed(steady)} no verdict changes.")
    for label, reason in view.result.set_aside:
        lines.append(f"{label} is set aside: {reason}.")
    return lines


def collision(judgement: Judgement) -> str:
    """A sentence where a theory's tendencies leave nothing."""
    return "its tendencies collide here" if judgement.expectation == () and judgement.prediction else ""


def limits(result: CaseResult) -> list[str]:
    return [f"{record.theory.name} in {j.period_id}: {j.limit}; the answer is not complete."
            for record in result.records for j in record.judgements if j.limit]
