"""Verdicts as English: the words shared by terminal, tables and page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from checker.analysis.verdicts.judgement import CaseResult, Finding, Judgement, Reason, Record, Verdict
from checker.analysis.verdicts.overview import Overview, built_on
from checker.report.words.labels import label, percent
from checker.study.case import Case, Period
from checker.study.theory import Explained, Theory

if TYPE_CHECKING:
    from checker.analysis.rivals.comparison import UnderReading

ARROWS = {"rises": "↑", "steady": "→", "falls": "↓"}
GLYPHS: dict[Verdict, str] = {
    "predicted": "✓",
    "expected": "✓",
    "permitted": "~",
    "silent": "·",
    "contradicted": "✗",
    "incoherent": "✗",
    "denies conditions": "✗",
    "against expectation": "!",
    "out of scope": "–",
    "untestable": "–",
    "unobserved": "?",
    "open": "?",
    "unknown": "?",
}
SHORT: dict[Verdict, str] = {
    "contradicted": "contrad.",
    "denies conditions": "denies c.",
    "against expectation": "against",
    "incoherent": "incoher.",
    "out of scope": "no scope",
    "untestable": "untest.",
    "unobserved": "unobs.",
}
MEANINGS: dict[Verdict, str] = {
    "untestable": "there is no earlier period to change from",
    "out of scope": "the theory does not claim to hold here",
    "denies conditions": "the theory's laws rule out the conditions themselves, whatever the outcome",
    "incoherent": "the theory's laws collide: together they leave nothing that could happen",
    "unobserved": "the outcome is not coded",
    "contradicted": "the theory's laws rule out what happened",
    "predicted": "the theory's laws leave one outcome, and it happened",
    "against expectation": "the laws allow what happened, but the theory says that it usually does not",
    "expected": "the theory says that one outcome is usual, and it happened",
    "silent": "the theory excludes nothing here",
    "permitted": "the theory excludes something here, but not what happened",
    "open": "missing codings decide",
    "unknown": "a stated limit was reached before the answer",
}
IN_SHORT: dict[Verdict, str] = {
    "predicted": "by law",
    "expected": "by tendency",
    "permitted": "not excluded",
    "silent": "says nothing",
    "against expectation": "not by tendency",
    "contradicted": "excluded",
    "incoherent": "its laws collide",
    "denies conditions": "excludes the conditions",
    "out of scope": "claims nothing here",
    "untestable": "no period before",
    "unobserved": "no outcome coded",
    "open": "missing codings decide",
    "unknown": "past a limit",
}
"""What each verdict says of what happened, in a few words for a legend."""
NEAR = 5
"""Verdicts whose chance is within so many points of the leading one are named beside it."""
UNTESTED: frozenset[Verdict] = frozenset({"out of scope", "untestable", "unobserved", "unknown"})
_NOUNS = {"rises": "a rise", "steady": "no change", "falls": "a fall"}
CHANGES = {"rises": "rises", "steady": "stays the same", "falls": "falls"}


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
    """The verdict in at most nine letters."""
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
    happens = listed((CHANGES[o] for o in outcomes), "or") if explained.change else "is " + listed(outcomes, "or")
    return f"says that {explained.term} {happens}"


def reason_words(theory: Theory, case: Case, reasons: Sequence[Reason], judged: str) -> str:
    """A core as a phrase: by which propositions, given which codings."""
    laws = listed(_law(theory, r, judged) for r in reasons if r.kind == "proposition")
    codings = listed(coding_words(case, r, judged) for r in reasons if r.kind == "coding")
    words = f"by {laws}" if laws else ""
    if codings:
        words += f", given {codings}" if words else f"given {codings}"
    return words


def _law(theory: Theory, reason: Reason, judged: str) -> str:
    """`N2 (Deterrence by the hegemon)`, or the claim to completeness in words."""
    if reason.label.startswith("exhaustive: "):
        name = claim_words(reason.label)
    else:
        title = next((p.name for p in theory.propositions if p.id == reason.label), "")
        name = f"{reason.label} ({title})" if title else reason.label
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


def coding_words(case: Case, reason: Reason, judged: str) -> str:
    """`“shelter by a patron”: weak in decline`."""
    term = next(t for t in case.codebook.terms() if str(t) == reason.label)
    where = "" if reason.period_id == judged else f" in {reason.period_id}"
    return f"“{label(case.codebook, term, case)}”: {' or '.join(reason.values)}{where}"


def why(case: Case, record: Record, judgement: Judgement) -> str:
    """One sentence for a cell: what the theory says in its leading reading, from what, and what happened."""
    found, theory, verdict = judgement.read, record.theory, judgement.likeliest
    if found is None or verdict in ("silent", "open", *UNTESTED):
        meaning = MEANINGS[verdict]
        return f"{meaning[0].upper()}{meaning[1:]}."
    reasons = reason_words(theory, case, judgement.because, judgement.period_id)
    seen = f"observed: {outcome_words(found.observed or ())}"
    expects = outcome_words(found.expectation or ())
    match verdict:
        case "denies conditions":
            return f"It is wrong about the conditions {reasons}."
        case "incoherent":
            alone = found.laws_alone or ()
            told = said(record.explains, found.possible or (), alone) if alone else "clash among themselves"
            return f"It cannot hold as a whole {reasons}; its laws on the outcome alone: {told}; {seen}."
        case "contradicted" if set(found.observed or ()) <= set(found.prediction or ()):
            left = listed(found.levels or (), "or")
            return (
                f"It is right in direction, wrong in level: it leaves {left}, {reasons}; "
                f"observed: {outcome_words(found.observed_levels or ())}."
            )
        case "against expectation":
            return f"It expects otherwise ({expects}) {reasons}; {seen}, which it does not rule out."
        case "expected":
            return f"It expects {expects} {reasons}; {seen}."
        case "predicted":
            return f"It {_says(record.explains, found)} {reasons}; {seen}{_though(found)}."
        case "permitted":
            return f"It {_says(record.explains, found)} {reasons}; {seen}, which is not excluded."
    return f"It {_says(record.explains, found)} {reasons}; {seen}."


def _says(explained: Explained, finding: Finding) -> str:
    told = said(explained, finding.possible or (), finding.prediction or ())
    if told != "rules nothing out":
        return told
    excluded = [
        level for level in finding.possible or () if level not in (finding.expectation or finding.possible or ())
    ]
    return (
        f"speaks against {listed((_NOUNS.get(o, o) for o in excluded), 'or')}"
        if excluded
        else f"leaves {explained.term} at {listed(finding.levels or (), 'or')}"
    )


def _though(finding: Finding) -> str:
    """What a tendency adds to a prediction that came true, where it excludes the level observed."""
    expected, seen = finding.expected_levels, finding.observed_levels or ()
    return f", though it usually is {listed(expected, 'or')}" if expected and not set(seen) & set(expected) else ""


def reading_words(case: Case, judgement: Judgement) -> str:
    """What the leading reading takes where the codings leave more, or say something else."""
    return listed(
        f"“{label(case.codebook, each.term, case)}” as {each.value}"
        + (f" in {each.period_id}" if each.period_id != judgement.period_id else "")
        for each in (judgement.leading.reading if judgement.leading else ())
    )


def others(judgement: Judgement, within: int = 100) -> list[Verdict]:
    """The verdicts beside the leading one whose chance is within so many points of it, likeliest first."""
    if judgement.leading is None:
        return []
    top = judgement.leading.probability
    near = [
        (v, p) for v, p in judgement.probability or () if v != judgement.leading.verdict and (top - p) * 100 <= within
    ]
    return [v for v, _ in sorted(near, key=lambda each: -each[1])]


def chances_words(judgement: Judgement) -> str:
    """`contradicted 75 %, expected 20 %`: every verdict, likeliest first."""
    ranked = sorted(judgement.probability or (), key=lambda each: -each[1])
    return ", ".join(f"{verdict} {percent(chance)}" for verdict, chance in ranked)


def open_words(case: Case, judgement: Judgement) -> str:
    """What an open verdict may turn out to be, and one or two codings that would settle it."""
    gaps = judgement.settled_by or ()
    names = listed(
        f"“{label(case.codebook, gap.term, case)}”"
        + (f" in {gap.period_id}" if gap.period_id != judgement.period_id else "")
        for gap in gaps
    )
    settle = f"; {names} would settle it" if 0 < len(gaps) <= 2 else ""
    return f"{listed(judgement.readings or (), 'or')}{settle}"


def accommodated(theory: Theory, case: Case) -> str:
    """A caution where the theory was built from this case, else nothing."""
    return (
        f"{theory.heading} was built on this case: its fit is accommodation, not a test."
        if built_on(theory, case)
        else ""
    )


def notes(view: Overview) -> list[str]:
    """What to keep in mind beside the verdicts, one sentence each."""
    case, lines = view.result.case, []
    if view.accommodated:
        were, their = ("was", "its") if len(view.accommodated) == 1 else ("were", "their")
        lines.append(
            f"{listed(t.heading for t in view.accommodated)} {were} built on this case: "
            f"{their} fit is accommodation, not a test."
        )
    if case.periods_from == "outcome":
        lines.append("The periods were cut by the outcome: that it changes at their borders is no surprise.")
    cautions = view.cautions
    marked = [
        f"{number} {'rests' if number == 1 else 'rest'} {why_}"
        for number, why_ in (
            (cautions.late, "on evidence dated after the outcome set in (--before-onset)"),
            (cautions.circular, "only on what also codes the outcome"),
            (cautions.bare, "on no evidence"),
        )
        if number
    ]
    if marked:
        lines.append(f"Of the codings used, {listed(marked)}; checker validate {case.name} names them.")
    if told := indicators(view):
        lines.append(f"Another indicator of the outcome changes leading verdicts: {told} (--indicator).")
    for each in view.result.set_aside:
        lines.append(f"{each.label} of {each.theory.heading} is set aside: {each.reason}.")
    return lines


def caution(view: Overview) -> str:
    """The same in two lines."""
    case, parts = view.result.case, []
    rivals = [record.theory for record in view.rivals]
    if view.accommodated and len(view.accommodated) > 2:
        others_ = listed(t.heading for t in {t.name: t for t in rivals}.values() if t not in view.accommodated)
        parts.append(f"all{' but ' + others_ if others_ else ' theories'} were built on this case")
    elif view.accommodated:
        names = listed(t.heading for t in view.accommodated)
        parts.append(f"{names} {'was' if len(view.accommodated) == 1 else 'were'} built on this case")
    if case.periods_from == "outcome":
        parts.append("periods cut by outcome")
    doubtful = view.cautions.late + view.cautions.circular + view.cautions.bare
    if doubtful:
        parts.append(f"{doubtful} weak coding{'' if doubtful == 1 else 's'} (validate)")
    parts += [f"{each.label} of {each.theory.heading} is set aside (--verbose)" for each in view.result.set_aside]
    if told := indicators(view):
        parts.append(f"verdicts that indicators change: {told}")
    said_ = "; ".join(parts)
    return f"{said_[0].upper()}{said_[1:]}." if said_ else ""


def indicators(view: Overview) -> str:
    """How many leading verdicts of the rivals each indicator changes: `visits 2, trade 14 of 24`."""
    counts, total = [], 0
    for each in view.by_reading:
        if each.kind == "indicator":
            own = [r for r in view.rivals if r.explains.term == each.term]
            pairs = [
                (j.likeliest, v)
                for r, verdicts in zip(own, each.verdicts, strict=True)
                for j, v in zip(r.judgements, verdicts, strict=True)
            ]
            counts.append(f"{each.name} {sum(was != now for was, now in pairs)}")
            total = len(pairs)
    return f"{', '.join(counts)} of {total}" if counts else ""


def reading_verdicts(
    reading: UnderReading, theories: Iterable[Theory], of_many: bool = False, called: Mapping[str, str] | None = None
) -> str:
    """`The author (--reading author): Neorealism ✓✗, Liberalism ~✓`; benchmarks are left out.

    Where the case is one `of_many`, it stands in the brackets too. `called` has other words for the theories, by name.
    """
    marks = ", ".join(
        f"{called[theory.name] if called else theory.heading} {''.join(GLYPHS[verdict] for verdict in verdicts)}"
        for theory, verdicts in zip(theories, reading.verdicts, strict=True)
        if not theory.benchmark
    )
    case = f"{reading.case} " if of_many else ""
    return f"{reading.label} ({case}--reading {reading.name}): {marks}."


def limits(result: CaseResult) -> list[str]:
    found = [
        f"{record.theory.heading} in {j.period_id}: {j.limit}; the answer is not complete."
        for record in result.records
        for j in record.judgements
        if j.limit
    ]
    return found + [
        f"{record.theory.heading} over all periods: {record.track.limit}; no chances are given."
        for record in result.records
        if record.track.limit
    ]


def seen_outcomes(records: Sequence[Record], number: int) -> Judgement | None:
    """A judgement that says what was observed in a period, where any record has it."""
    return next((j for r in records for j in r.judgements if j.period == number and j.observed_probability), None)


def unseen(records: Sequence[Record], number: int) -> str:
    """Why nothing was observed in a period: the outcome is not coded, or there is no period to change from."""
    here = [j.likeliest for r in records for j in r.judgements if j.period == number]
    return "no change" if here and all(verdict == "untestable" for verdict in here) else "not coded"
