"""How an explanation begins: the verdict, the reason in a sentence, the reading, and what would change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from checker.analysis.explain.period import PeriodExplanation
from checker.analysis.verdicts.cell import Distance
from checker.analysis.verdicts.judgement import REFUTED, Distribution, Finding, Outcomes
from checker.logic.formula import Term
from checker.report.render.document import Block, heading, item, paragraph, title
from checker.report.words import phrases
from checker.report.words.labels import percent
from checker.report.words.verdicts import MEANINGS, accommodated, claim_words, listed, years

NEAR, APART = Fraction(5, 100), Fraction(1, 10)
SHOWN_FLIPS = 3
SHOWN_GAPS = 4


@dataclass(frozen=True)
class Detail:
    """What to show beside the verdict and its reasons: rules, everything else that is known, files and lines, cores."""

    logic: bool = False
    verbose: bool = False
    paths: bool = False
    cores_listed: bool = False


PLAIN = Detail()


class Names:
    """Terms as they are written in one explanation: the id, which a user types, once for each."""

    def __init__(self, explanation: PeriodExplanation) -> None:
        self.explanation = explanation
        self._typed: set[Term] = set()

    def plain(self, term: Term) -> str:
        about = self.explanation
        return phrases.named(about.theory.codebook, term, about.explained, about.case)

    def typed(self, term: Term) -> str:
        """The name with the id behind it, the first time; none where the name is the id."""
        words = self.plain(term)
        if term in self._typed or words.strip("“”") == str(term):
            return words
        self._typed.add(term)
        return f"{words} [{term}]"

    def where(self, period_id: str) -> str:
        return "" if period_id == self.explanation.judgement.period_id else f" in {period_id}"


def head(explanation: PeriodExplanation, names: Names, in_full: bool = False) -> list[Block]:
    """Title, reason, chances, reading and flips."""
    judgement = explanation.judgement
    blocks = [
        title(f"{explanation.theory.heading} on {when(explanation)}: {_verdict(explanation)}"),
        paragraph(phrases.joined([reason(explanation), _claim_alone(explanation), _caution(explanation)])),
    ]
    open_ = _as_coded(explanation, names) if judgement.verdict == "open" else ""
    chances = phrases.joined([_others(explanation), _completeness(explanation), open_, _by_reading(explanation)])
    if chances:
        blocks.append(paragraph(chances))
    if judgement.leading is not None and judgement.leading.reading and judgement.likeliest != "out of scope":
        blocks.append(paragraph(_reading(explanation, names)))
    return blocks + _flips(explanation, names, in_full)


def when(explanation: PeriodExplanation) -> str:
    """The period judged, with its years."""
    judgement = explanation.judgement
    dates = years(explanation.case.period(judgement.period))
    return f"{judgement.period_id} ({dates})" if dates else judgement.period_id


def _verdict(explanation: PeriodExplanation) -> str:
    judgement = explanation.judgement
    if judgement.leading is None:
        return judgement.verdict
    return f"{judgement.leading.verdict}, {percent(judgement.leading.probability)}"


def _caution(explanation: PeriodExplanation) -> str:
    return accommodated(explanation.theory, explanation.case)


def reason(explanation: PeriodExplanation) -> str:
    """Why the verdict is what it is, in a sentence or two."""
    judgement = explanation.judgement
    found, verdict = judgement.read, judgement.likeliest
    if found is None and verdict == "open":
        return "The verdict depends on codings that are contested or missing."
    if found is None or found.levels is None or verdict in ("out of scope", "untestable", "unknown"):
        return f"{phrases.capital(MEANINGS[verdict])}."
    seen = _seen(explanation, found)
    laws, leaning = _left(explanation, found, laws=True), _left(explanation, found, laws=False)
    match verdict:
        case "contradicted":
            start = "Right in direction, wrong in level: " if _is_right_way(explanation, found) else ""
            return phrases.capital(f"{start}{seen}, but the theory's laws say that it {laws}.")
        case "predicted":
            told = f"and the theory's laws leave no other outcome{_though(explanation, found)}"
            return f"{phrases.capital(seen)}, {told}."
        case "expected":
            allowed = f"its laws say that it {laws}" if laws else "its laws exclude nothing"
            told = f"That is what the theory expects: {allowed}, its tendencies that it {leaning}"
            return f"{phrases.capital(seen)}. {told}."
        case "against expectation":
            return f"{phrases.capital(seen)}. The theory's laws allow that, but its tendencies say that it {leaning}."
        case "permitted":
            told = f"its laws say that it {laws}" if laws else f"its tendencies say that it {leaning}"
            return f"{phrases.capital(seen)}, which the theory does not exclude; {told}.{_collide(found)}"
        case "silent":
            told = "The theory excludes nothing here, so nothing could speak against it"
            return f"{phrases.capital(seen)}. {told}.{_collide(found)}"
        case "open":
            left = f"it says that {_name(explanation)} {laws}" if laws else "it excludes nothing"
            return f"Missing codings decide. As they stand, {left}."
        case "unobserved":
            left = f"say that it {laws}" if laws else "exclude nothing"
            return f"The outcome is not coded; the theory's laws {left}."
    return f"{phrases.capital(MEANINGS[verdict])}."


def _collide(finding: Finding) -> str:
    return " Its tendencies collide." if finding.expectation == () else ""


def _name(explanation: PeriodExplanation) -> str:
    return phrases.outcome_name(explanation.theory.codebook, explanation.explained.term, explanation.case)


def _claim_alone(explanation: PeriodExplanation) -> str:
    """Where only the claim to name all causes stands behind the verdict of the reading, that is said."""
    other, verdict = explanation.without_exhaustive, explanation.judgement.likeliest
    if other is None or other == verdict:
        return ""
    claim = (
        claim_words(explanation.theory.exhaustive[0].label)
        if len(explanation.theory.exhaustive) == 1
        else "its claims to name all causes"
    )
    return f"In this reading that rests on {claim}; its laws alone come to {other}."


def _seen(explanation: PeriodExplanation, finding: Finding) -> str:
    """What happened, in the reading."""
    codebook, explained = explanation.theory.codebook, explanation.explained
    if finding.observed is None:
        return "what happened is not coded"
    before = value_read(explanation, explained.term, explanation.judgement.period - 1) if explained.change else ()
    levels = finding.observed_levels or () if explained.change else ()
    return phrases.happened(codebook, explained, finding.observed, levels, before, explanation.case)


def _left(explanation: PeriodExplanation, finding: Finding, laws: bool) -> str:
    """What laws, or tendencies too, say of the outcome, as a clause after `it`; empty where they exclude nothing."""
    explained, codebook = explanation.explained, explanation.theory.codebook
    outcomes = (finding.prediction if laws else finding.expectation) or ()
    levels = (finding.levels if laws else finding.expected_levels) or ()
    if not levels or len(levels) == len(codebook.values(explained.term)):
        return ""
    observed = set(finding.observed or ())
    if (
        not explained.change
        or levels == _all_levels(explanation, outcomes)
        or (outcomes and not observed <= set(outcomes) and len(outcomes) < len(finding.possible or ()))
    ):
        return phrases.says(codebook, explained, outcomes)
    return phrases.says(codebook, explained, (), levels)


def _all_levels(explanation: PeriodExplanation, outcomes: Outcomes) -> Outcomes:
    """The levels that these changes lead to from the level before, where that is known."""
    term = explanation.explained.term
    before = value_read(explanation, term, explanation.judgement.period - 1)
    order = explanation.theory.codebook.values(term)
    if len(before) != 1:
        return ()
    place = order.index(before[0])
    ways = ["falls" if n < place else "rises" if n > place else "steady" for n in range(len(order))]
    return tuple(value for value, way in zip(order, ways, strict=True) if way in outcomes)


def _is_right_way(explanation: PeriodExplanation, finding: Finding) -> bool:
    return explanation.explained.change and set(finding.observed or ()) <= set(finding.prediction or ())


def _though(explanation: PeriodExplanation, finding: Finding) -> str:
    expected, seen = finding.expected_levels, set(finding.observed_levels or ())
    if not expected or seen & set(expected):
        return ""
    levels = phrases.values_words(explanation.theory.codebook, explanation.explained.term, expected)
    return f", though its tendencies speak for {levels}"


def value_read(explanation: PeriodExplanation, term: Term, period: int) -> Outcomes:
    """The value of a coding in the leading reading; as coded where that changes nothing."""
    leading = explanation.judgement.leading
    read = next((r.value for r in leading.reading if (r.term, r.period) == (term, period)), "") if leading else ""
    if period < explanation.case.first:
        return ()
    return (read,) if read else explanation.case.coding(term, period).values


def _others(explanation: PeriodExplanation) -> str:
    """The other verdicts, likeliest first, those within five points by name."""
    judgement = explanation.judgement
    if judgement.leading is None or judgement.probability is None:
        return ""
    top = judgement.leading.probability
    others = sorted(((v, p) for v, p in judgement.probability if v != judgement.leading.verdict), key=lambda e: -e[1])
    near = [f"{v} {percent(p)}" for v, p in others if top - p <= NEAR]
    far = [f"{v} {percent(p)}" for v, p in others if top - p > NEAR]
    if not others:
        return "No other verdict has a chance."
    if not near:
        return f"Other verdicts: {', '.join(far)}."
    return f"Almost as likely: {', '.join(near)}." + (f" Others: {', '.join(far)}." if far else "")


def _completeness(explanation: PeriodExplanation) -> str:
    """What the laws refute and what only the claim to name all causes does, where that matters."""
    judgement = explanation.judgement
    other, own = judgement.without_exhaustive, judgement.probability
    if other is None or own is None or not differ(own, other):
        return ""
    with_claim, by_laws = _refuted(own), _refuted(other)
    told = ", ".join(f"{v} {percent(p)}" for v, p in sorted(other, key=lambda e: -e[1]) if p >= APART)
    if with_claim - by_laws > APART and not by_laws:
        return "What refutes it is its claim to name all causes, never its laws alone."
    if with_claim - by_laws > APART:
        return (
            f"It is refuted with {percent(with_claim)}; by its laws alone, without the claim to name all causes, "
            f"with {percent(by_laws)}."
        )
    return f"Without its claim to name all causes: {told}."


def differ(one: Distribution, other: Distribution) -> bool:
    """Whether some verdict's chance differs by more than a tenth."""
    first, second, none = dict(one), dict(other), Fraction(0)
    return any(abs(first.get(v, none) - second.get(v, none)) > APART for v in {**first, **second})


def _refuted(distribution: Distribution) -> Fraction:
    return sum((p for v, p in distribution if v in REFUTED), Fraction(0))


def _by_reading(explanation: PeriodExplanation) -> str:
    """The verdict under each named reading of the case."""
    readings = explanation.case.readings
    told = [f"{readings[name].heading}: {verdict}" for name, verdict in explanation.by_reading]
    return f"By reading: {', '.join(told)}." if told else ""


def _reading(explanation: PeriodExplanation, names: Names) -> str:
    """The codings that the reading settles or changes, by term."""
    leading = explanation.judgement.leading
    assert leading is not None
    taken: dict[Term, dict[str, list[str]]] = {}
    for each in leading.reading:
        coded = explanation.case.coding(each.term, each.period).values
        against = "" if each.value in coded else f" (coded {listed(coded, 'or')})"
        taken.setdefault(each.term, {}).setdefault(each.value + against, []).append(each.period_id)
    here = explanation.judgement.period_id
    told = []
    for term, values in taken.items():
        bare = list(values.values()) == [[here]]
        told.append(
            f"{names.plain(term)} "
            + listed(value if bare else f"{value} in {listed(periods)}" for value, periods in values.items())
        )
    return f"Explained in its most probable reading, with {'; '.join(told)}."


def _as_coded(explanation: PeriodExplanation, names: Names) -> str:
    """What the codings as they stand leave open, and what would settle it."""
    judgement = explanation.judgement
    readings = f"With every coding as it stands the verdict is {listed(judgement.readings or (), 'or')}"
    gaps = judgement.settled_by
    if gaps is None:
        return f"{readings}."
    if not gaps:
        return f"{readings}; none can be settled on while what happened is contested."
    told = [f"{names.plain(gap.term)}{names.where(gap.period_id)}" for gap in gaps]
    if len(told) > SHOWN_GAPS:
        return f"{readings}; {len(told)} codings, settled together, would settle it."
    return f"{readings}; {listed(told)} would settle it."


def _flips(explanation: PeriodExplanation, names: Names, in_full: bool) -> list[Block]:
    """Each single coding that leads to another verdict."""
    judgement = explanation.judgement
    if judgement.leading is None:
        return []
    told = [
        f"{names.typed(same[0].recodings[0].term)}{names.where(same[0].recodings[0].period_id)} "
        f"{_instead(explanation, same)}"
        for same in _alike([d for d in explanation.flips if d.probability])
    ]
    others = [
        _instead(explanation, same)
        for same in _alike([d for d in explanation.outcome if d.probability and d.verdict != judgement.leading.verdict])
    ]
    if not told and not others:
        return [] if len(judgement.probability or ()) < 2 else [paragraph("No single coding would change the verdict.")]
    most = len(told) if in_full else SHOWN_FLIPS
    shown = told[:most] or ["no condition by itself"]
    if len(told) > most:
        shown.append(f"and {len(told) - most} more")
    if others:
        shown.append(f"what happened: {_name(explanation)} {'; '.join(others)}")
    return [heading("What would change it in this reading, each by itself"), *map(item, shown)]


def _alike(distances: Sequence[Distance]) -> list[list[Distance]]:
    """Recodings of one place with one verdict together, in the order of the first."""
    grouped: dict[object, list[Distance]] = {}
    for each in distances:
        grouped.setdefault((each.recodings[0].at, each.verdict), []).append(each)
    return list(grouped.values())


def _instead(explanation: PeriodExplanation, same: Sequence[Distance]) -> str:
    """The values of one place that lead to one verdict, with their chance, and that verdict."""
    place = same[0].recodings[0].at
    order = explanation.theory.codebook.values(place.term)
    values = [v for v in order if any(each.recodings[0].instead == v for each in same)]
    chance = percent(phrases.chance_read(explanation.case, place.term, place.period, values))
    told = phrases.values_words(explanation.theory.codebook, place.term, values)
    return f"{told} ({chance}): {same[0].verdict}"
