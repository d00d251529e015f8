"""The headline of a case and what stands under it: which theories probably account for which turn, and what is against.

Every figure is one of the matrix of chances, over all draws of the codings. templates/headline.js says the same after
a reader's changes; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from checker.analysis.verdicts.judgement import BORNE_OUT, REFUTED, Judgement, Record, Verdict
from checker.analysis.verdicts.overview import Overview
from checker.report.words.labels import figure, percent, period_named
from checker.report.words.verdicts import listed, years
from checker.study.case import Case

CLEAR = Fraction(3, 5)
"""What is at least as likely is called probable; where nothing is, a cell is unclear and drawn pale."""
SURE = Fraction(17, 20)
"""What is at least as likely is said without a `probably`."""
NAMED = 2
"""How many theories a clause names before it counts them."""
TURNS = 3
"""How many turns have a clause each before they are counted."""
CLOSEST = Fraction(1, 4)
"""A theory that fits with less than this is not named as the closest."""
NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

Side = Literal["fits", "quiet", "against", "refuted", "undecided"]
SIDES: tuple[Side, ...] = ("fits", "quiet", "against", "refuted", "undecided")
_SIDE_OF: dict[Verdict, Side] = {
    **dict.fromkeys(BORNE_OUT, "fits"),
    **dict.fromkeys(REFUTED, "refuted"),
    "against expectation": "against",
    "silent": "quiet",
    "permitted": "quiet",
    "out of scope": "quiet",
    "untestable": "quiet",
}
SIDE_WORDS: dict[Side, str] = {
    "fits": "fits",
    "quiet": "says nothing against",
    "against": "spoke against, not excluded",
    "refuted": "contradicted",
    "undecided": "undecided",
}
"""How a reader is told; the exact verdicts stand in the card of a cell."""


@dataclass(frozen=True)
class Headline:
    """`title` says what fits which turn; `against` what is contradicted; `built` who was built on the case."""

    title: str
    against: str
    built: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """What stands under the title."""
        return tuple(words for words in (self.against, self.built) if words)


def side(verdict: Verdict) -> Side:
    """What a verdict says of a theory, in one of five words."""
    return _SIDE_OF.get(verdict, "undecided")


def chances(judgement: Judgement) -> dict[Side, Fraction]:
    """The chance of each side; past a limit, or where only the codings decide, all of it on one."""
    found = dict.fromkeys(SIDES, Fraction(0))
    if judgement.probability is None:
        found[side(judgement.likeliest)] = Fraction(1)
    for verdict, chance in judgement.probability or ():
        found[side(verdict)] += chance
    return found


def in_words(found: dict[Side, Fraction]) -> str:
    """The side that is likeliest, as sure as it is.

    >>> nothing = dict.fromkeys(SIDES, Fraction(0))
    >>> [in_words({**nothing, "fits": Fraction(n, 10), "refuted": Fraction(10 - n, 10)}) for n in (9, 7, 5, 3)]
    ['fits', 'probably fits', 'unclear', 'probably contradicted']
    """
    best = max(SIDES, key=lambda each: found[each])
    if found[best] < CLEAR:
        return "unclear"
    return SIDE_WORDS[best] if found[best] >= SURE else f"probably {SIDE_WORDS[best]}"


def headline(view: Overview) -> Headline:
    """What to say first, of the first thing that the theories explain; without figures, which the matrix has."""
    explains = next((record.explains for record in view.rivals), None)
    rivals = [record for record in view.rivals if record.explains == explains]
    if not rivals:
        return Headline("No theory is at hand that explains this case", "", "")
    case = view.result.case
    places = turns(rivals)
    if all(judgement.probability is None for record in rivals for judgement in record.judgements):
        return Headline("No answer: a stated limit was reached in every period", "", _built(view, rivals))
    return Headline(title(case, rivals, places), against(case, rivals, places), _built(view, rivals))


def turns(rivals: Sequence[Record]) -> list[int]:
    """The places of the periods in which the outcome most likely rose or fell; all observed ones for levels."""
    first, found = rivals[0], []
    for place, judgement in enumerate(first.judgements):
        seen = max(judgement.observed_probability or (), key=lambda each: each[1], default=None)
        if seen is not None and (not first.explains.change or seen[0] != "steady"):
            found.append(place)
    return found


def title(case: Case, rivals: Sequence[Record], places: Sequence[int], figures: bool = False) -> str:
    """Which theories probably fit which turn, with the chances where `figures`."""
    if not places:
        return (
            "Nothing rose or fell that the theories could account for"
            if rivals[0].explains.change
            else "No outcome is coded"
        )
    if len(places) > TURNS:
        return _counted(rivals, places)
    told: dict[str, list[str]] = {}
    for place in places:
        fits = _ranked((r, chances(r.judgements[place])["fits"]) for r in rivals)
        who = _who([(r, p) for r, p in fits if p >= CLEAR], len(rivals), figures)
        near = (
            f" (closest: {fits[0][0].theory.heading}, {percent(fits[0][1])})" if figures and fits[0][1] < CLEAR else ""
        )
        told.setdefault(who, []).append(f"{subject(case, rivals[0], place)}{near if fits[0][1] >= CLOSEST else ''}")
    joined = "; ".join(
        f"{who} {listed(subjects, 'or' if who.startswith('no ') else 'and')}" for who, subjects in told.items()
    )
    return joined[:1].upper() + joined[1:]


def _who(likely: Sequence[tuple[Record, Fraction]], rivals: int, figures: bool) -> str:
    """`Neorealism probably fits`, `three of six theories probably fit`, `no theory probably fits`."""
    sure = bool(likely) and all(p >= SURE for _, p in likely)
    if not likely:
        return "no theory is likely to fit"
    probably = "" if sure else "probably "
    if len(likely) <= NAMED:
        names = listed(f"{r.theory.heading} ({percent(p)})" if figures else r.theory.heading for r, p in likely)
        return f"{names} {probably}{'fits' if len(likely) == 1 else 'fit'}"
    return f"{some_of(len(likely), rivals)}{f' ({_spread(likely)})' if figures else ''} {probably}fit"


def _counted(rivals: Sequence[Record], places: Sequence[int]) -> str:
    counts = [(r, sum(chances(r.judgements[n])["fits"] >= CLEAR for n in places)) for r in rivals]
    best = max(count for _, count in counts)
    what = "rises and falls" if rivals[0].explains.change else "periods"
    if not best:
        return f"No theory is likely to fit any of the {_number(len(places))} {what}"
    names = [r.theory.heading for r, count in counts if count == best]
    who = listed(names) if len(names) <= NAMED else some_of(len(names), len(rivals))
    verb = "fits" if len(names) == 1 else "fit"
    more = ", more than any other theory" if len(names) < len(rivals) else ""
    return f"{who[:1].upper()}{who[1:]} probably {verb} {_number(best)} of the {_number(len(places))} {what}{more}"


def against(case: Case, rivals: Sequence[Record], places: Sequence[int], laws: bool = False) -> str:
    """Which theories each turn probably contradicts, from the likeliest down; with `laws`, what their laws alone do."""
    clauses = []
    for place in places if len(places) <= TURNS else ():
        refuted = _ranked((r, chances(r.judgements[place])["refuted"]) for r in rivals)
        likely = [(r, p) for r, p in refuted if p >= CLEAR]
        if not likely:
            continue
        if len(likely) <= NAMED:
            share = {r.theory.name: laws_share(r.judgements[place]) if laws else "" for r, _ in likely}
            who = listed(f"{r.theory.heading} ({percent(p)}{share[r.theory.name]})" for r, p in likely)
        else:
            who = f"{some_of(len(likely), len(rivals))} ({_spread(likely)})"
        probably = "" if all(p >= SURE for _, p in likely) else "probably "
        clauses.append(f"{subject(case, rivals[0], place)} {probably}contradicts {who}")
    joined = "; ".join(clauses)
    return f"{joined[:1].upper()}{joined[1:]}." if joined else ""


def laws_share(judgement: Judgement) -> str:
    """How much of a contradiction its laws alone make, where that is less by more than a tenth."""
    alone = by_laws_alone(judgement)
    return "" if alone is None else f"; {percent(alone)} by its laws"


def by_laws_alone(judgement: Judgement) -> Fraction | None:
    """The chance of a refutation without the claims to name all causes; None where it makes no great difference."""
    if judgement.without_exhaustive is None or judgement.probability is None:
        return None
    alone = sum((p for v, p in judgement.without_exhaustive if v in REFUTED), Fraction(0))
    return alone if abs(judgement.chance(*REFUTED) - alone) > Fraction(1, 10) else None


def _built(view: Overview, rivals: Sequence[Record]) -> str:
    """Who was built on the case."""
    names = [r.theory.heading for r in rivals if r.theory in view.accommodated]
    if not names:
        return ""
    if len(names) == 1:
        return f"{names[0] if len(rivals) > 1 else 'It'} was built on this case, so its fit is no test."
    some = f"{_number(len(names)).capitalize()} of the {_number(len(rivals))}"
    return f"{'All of them' if len(names) == len(rivals) else some} were built on this case, so their fit is no test."


def _spread(ranked: Sequence[tuple[Record, Fraction]]) -> str:
    """From the lowest chance to the highest, `60 to 75 %`."""
    low, high = figure(ranked[-1][1]), percent(ranked[0][1])
    return high if f"{low} %" == high else f"{low} to {high}"


def some_of(some: int, all_: int) -> str:
    """`three of six theories`, `all six theories`."""
    return f"all {_number(all_)} theories" if some == all_ else f"{_number(some)} of {_number(all_)} theories"


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def _ranked(pairs: Iterable[tuple[Record, Fraction]]) -> list[tuple[Record, Fraction]]:
    return sorted(pairs, key=lambda each: -each[1])


def subject(case: Case, record: Record, place: int) -> str:
    """`the rise of 2005-2009`; for levels `what happened in the war`."""
    when = subject_when(case, record.judgements[place].period)
    seen = max(record.judgements[place].observed_probability or (), key=lambda each: each[1], default=("", 0))[0]
    nouns = {"rises": "the rise", "falls": "the fall", "steady": "the steady course"}
    return f"{nouns[seen]}{when}" if record.explains.change and seen else f"what happened{when}"


def subject_when(case: Case, number: int) -> str:
    """` of 2005-2009`, or ` in the war` where a period has no years."""
    period = case.period(number)
    return f" of {years(period)}" if period.years else f" in {period_named(period)}"
