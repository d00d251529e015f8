"""Results as English: the only prose about verdicts, shared by terminal, tables and page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from checker.analysis.overview import Hinge, Overview, Parting, built_on
from checker.analysis.result import REFUTED, CaseResult, Judgement, Reason, Record, Verdict
from checker.logic.formula import Term
from checker.study.case import Case, Period
from checker.study.theory import Explained, Theory

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
    "permitted": "the theory rules something out, and what happened is not it; or, where the outcome is contested, "
                 "not all that may have happened",
    "unknown": "a stated limit was reached before the answer",
}
UNTESTED: frozenset[Verdict] = frozenset({"out of scope", "untestable", "unobserved", "unknown"})
_NOUNS = {"rises": "a rise", "steady": "no change", "falls": "a fall"}
CHANGES = {"rises": "rises", "steady": "is steady", "falls": "falls"}


def meaning(judgement: Judgement) -> str:
    """The verdict in words, where the outcome is contested with what of it is ruled out."""
    excluded = [o for o in judgement.observed or () if o not in (judgement.prediction or ())]
    if judgement.verdict == "permitted" and excluded:
        return f"the theory rules out a part of what may have happened ({listed(excluded, 'or')})"
    return MEANINGS[judgement.verdict]


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


def expected_arrows(judgement: Judgement, explained: Explained) -> str:
    """The expectation in brackets, where tendencies say more than the laws."""
    if not judgement.expectation or judgement.expectation == judgement.prediction:
        return ""
    return f"({arrows(explained, judgement.expectation)})"


def said(explained: Explained, possible: Sequence[str], outcomes: Sequence[str]) -> str:
    """What a theory says when it leaves these outcomes of the possible ones."""
    excluded = [o for o in possible if o not in outcomes]
    if not outcomes:
        return "rules out everything that could happen"
    if not excluded:
        return "rules nothing out"
    if explained.change and len(outcomes) == 2:
        return f"rules out {_NOUNS[excluded[0]]}"
    happens = listed((CHANGES[o] for o in outcomes), "or") if explained.change else "is " + listed(outcomes, "or")
    return f"says that {explained.term} {happens}"


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
    name = claim_words(reason.label) if reason.label.startswith("exhaustive: ") else reason.label
    return name if reason.period_id == judged else f"{name} in {reason.period_id}"


def claim_words(label: str) -> str:
    """An exhaustive statement by its label, as a claim.

    >>> claim_words("exhaustive: cooperation rises"), claim_words("exhaustive: exposed(state)")
    ('its claim to name all causes of a rise of cooperation', 'its claim to name all causes of "exposed(state)"')
    """
    says = label.removeprefix("exhaustive: ")
    term, _, verb = says.rpartition(" ")
    of = f"{_NOUNS[verb]} of {term}" if term and " " not in term and verb in ("rises", "falls") else f'"{says}"'
    return f"its claim to name all causes of {of}"


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
        expects = outcome_words(judgement.expectation or ())
        sentence = f"expects otherwise ({expects}) {reasons}; {seen}, which it does not exclude"
    elif verdict in ("expected",):
        sentence = f"expects {outcome_words(judgement.expectation or ())} {reasons}; {seen}"
    else:
        told = said(explained, possible, judgement.prediction or ())
        sentence = f"{told}, {reasons}; {seen}" if reasons else f"{told}; {seen}"
    return sentence + "." + completeness(judgement)


def completeness(judgement: Judgement) -> str:
    """A sentence where the verdict rests on the claim that the theory names all causes."""
    other = judgement.without_exhaustive
    if other is None or other == judgement.verdict:
        return ""
    return f" Without its claim to completeness: {other}."


def surprising(judgement: Judgement) -> bool:
    return judgement.verdict in REFUTED or judgement.verdict == "against expectation"


def answer(records: Sequence[Record]) -> str:
    """Which theories' predictions agree with the observed turns, and which do not.

    A turn is a period in which the outcome is seen to rise or fall; where levels are explained, every period.
    """
    rivals = [r for r in records if not r.theory.benchmark]
    if rivals and all(not j.observed for r in rivals for j in r.judgements):
        return "There is no verdict yet: in no period is the outcome coded, now and before."
    every, some, refuted, untested = [], [], [], []
    for record in rivals:
        if all(j.verdict in UNTESTED for j in record.judgements):
            why_not = listed(dict.fromkeys(j.verdict for j in record.judgements), "or")
            untested.append(f"{record.theory.name} ({why_not} throughout)")
            continue
        turns = [j for j in record.judgements if _is_turn(record.explains, j)] or list(record.judgements)
        borne_out = [j.period_id for j in turns if j.verdict in ("predicted", "expected")]
        against = [j.period_id for j in record.judgements if j.verdict in REFUTED]
        name = record.theory.name
        if against:
            besides = f"; borne out in {listed(borne_out)}" if borne_out else ""
            refuted.append(f"{name} (in {listed(against)}{besides})")
        elif turns and len(borne_out) == len(turns):
            every.append(name)
        else:
            some.append(f"{name} (borne out in {listed(borne_out)})" if borne_out else f"{name} (borne out nowhere)")
    if not rivals:
        return "There is no verdict on any theory but the benchmarks."
    asked = {j.period_id for record in records for j in record.judgements}
    course = "every observed rise and decline" if all(r.explains.change for r in rivals) else "every observed outcome"
    if len(asked) == 1:
        course = f"what happened in {min(asked)}"
    who = f"{listed(every)} {'predicts' if len(every) == 1 else 'predict'}" if every else "no theory predicts"
    sentences = [f"Given these codings, {who} {course}."]
    if some:
        sentences.append(f"Not contradicted: {listed(some)}.")
    if refuted:
        sentences.append(f"Contradicted: {listed(refuted)}.")
    if untested:
        sentences.append(f"Not tested: {listed(untested)}.")
    return " ".join(sentences)


def _is_turn(explained: Explained, judgement: Judgement) -> bool:
    return not explained.change or (bool(judgement.observed) and judgement.observed != ("steady",))


def parting(found: Parting) -> str:
    if not found.part:
        return "These theories part nowhere: no period of this case decides between them."
    sentence = f"The theories' predictions part in {listed(found.part)}."
    if found.agree:
        sentence += f" In {listed(found.agree)} they are the same."
    return sentence


def hanging(hinges: Sequence[Hinge], limit: int = 2) -> list[tuple[str, str]]:
    """For each theory the single codings its verdicts hang on, least certain first."""
    rows = []
    for theory in dict.fromkeys(h.theory for h in hinges):
        own = _least_certain_first([h for h in hinges if h.theory == theory])
        more = f" and {len(own) - limit} more" if len(own) > limit else ""
        rows.append((theory, ", ".join(hinge_words(h) for h in own[:limit]) + more))
    return rows


def _least_certain_first(hinges: Sequence[Hinge]) -> list[Hinge]:
    distinct: dict[tuple[Term, str], Hinge] = {}
    for hinge in hinges:
        distinct.setdefault((hinge.term, hinge.period_id), hinge)
    return sorted(distinct.values(), key=_certainty)


def _certainty(hinge: Hinge) -> Fraction:
    return hinge.coding.confidence.get(str(hinge.coding), Fraction(1))


def hinge_words(hinge: Hinge) -> str:
    """`patron_cover in decline (weak at 0.8)`."""
    sure = _certainty(hinge)
    at = f" at {float(sure):g}" if sure != 1 else ""
    return f"{hinge.term} in {hinge.period_id} ({hinge.coding}{at})"


def weakest(hinges: Sequence[Hinge]) -> str:
    """The coding that most deserves another look: the least certain that a verdict hangs on."""
    first = _least_certain_first(hinges)[:1]
    return f"The least certain coding that a verdict hangs on is {hinge_words(first[0])}." if first else \
        "No verdict hangs on a single coding."


def open_verdicts(records: Sequence[Record]) -> list[tuple[str, str]]:
    """For each theory its open verdicts, and what would settle them."""
    rows = []
    for record in records:
        said = []
        for j in record.judgements:
            if not j.open:
                continue
            said.append(f"{j.period_id} ({open_words(j)})")
        if said:
            rows.append((record.theory.name, ", ".join(said)))
    return rows


def open_words(judgement: Judgement) -> str:
    """What an open verdict may turn out to be, and one or two codings that would settle it."""
    gaps = judgement.settled_by or ()
    names = listed(str(gap.term) + (f" in {gap.period_id}" if gap.period_id != judgement.period_id else "")
                   for gap in gaps)
    settle = f"; {names} would settle it" if 0 < len(gaps) <= 2 else ""
    return f"{listed(judgement.readings or (), 'or')}{settle}"


def accommodated(theory: Theory, case: Case) -> str:
    """A caution where the theory was built from this case, else nothing."""
    return f"{theory.name} was built on this case: its fit is accommodation, not a test." \
        if built_on(theory, case) else ""


def notes(view: Overview) -> list[str]:
    """What to keep in mind beside the verdicts."""
    case, lines = view.result.case, []
    if view.accommodated:
        were, their = ("was", "its") if len(view.accommodated) == 1 else ("were", "their")
        lines.append(f"{listed(view.accommodated)} {were} built on this case: "
                     f"{their} fit is accommodation, not a test.")
    if case.periods_from == "outcome":
        lines.append("The periods were cut by the outcome: that it changes at their borders is no surprise.")
    if view.shifts:
        counts = listed(f"{shift.changed} of {shift.judged} under {shift.indicator}" for shift in view.shifts)
        lines.append(f"Another reading of the outcome changes verdicts: {counts} "
                     f"(--indicator {view.shifts[0].indicator}).")
    cautions = view.cautions
    marked = [f"{number} {'rests' if number == 1 else 'rest'} {why}" for number, why in (
        (cautions.late, "on evidence dated after the outcome set in (--before-onset)"),
        (cautions.circular, "only on what also codes the outcome"), (cautions.bare, "on no evidence")) if number]
    if marked:
        lines.append(f"Of the codings used, {listed(marked)}; checker validate {case.name} names them.")
    for each in view.result.set_aside:
        lines.append(f"{each.label} of {each.theory.name} is set aside: {each.reason}.")
    return lines


def collision(judgement: Judgement) -> str:
    """A sentence where a theory's tendencies leave nothing."""
    return "its tendencies collide here" if judgement.expectation == () and judgement.prediction else ""


def limits(result: CaseResult) -> list[str]:
    return [f"{record.theory.name} in {j.period_id}: {j.limit}; the answer is not complete."
            for record in result.records for j in record.judgements if j.limit]
