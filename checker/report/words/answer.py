"""The answer to a case in a few sentences: what accounts for which turn, how likely, and what that hangs on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from checker.analysis.verdicts.judgement import BORNE_OUT, REFUTED, Judgement, Record
from checker.analysis.verdicts.overview import Hinge, Overview, stand
from checker.report.words.labels import figure, label, percent, period_named
from checker.report.words.verdicts import listed, years
from checker.study.case import Case

HALF = Fraction(1, 2)
CLOSEST = Fraction(1, 4)
"""A theory that fits with less than this is not named as the closest."""
NAMED = 3
"""How many theories a clause names before it counts them."""
TURNS = 3
"""How many turns have a sentence each before they are counted."""


def answer(view: Overview) -> list[str]:
    """Two to four sentences for each thing explained: the turns, what they hang on, and the whole record."""
    found = []
    for explains in dict.fromkeys(record.explains for record in view.result.records):
        rivals = [r for r in view.rivals if r.explains == explains] or [
            r for r in view.benchmarks if r.explains == explains
        ]
        found += _answer(view, rivals)
    return found


def _answer(view: Overview, rivals: Sequence[Record]) -> list[str]:
    case = view.result.case
    if all(j.leading is None for record in rivals for j in record.judgements):
        return ["No answer: a stated limit was reached in every period."]
    turns = _turns(rivals)
    course = [_one_theory(case, rivals[0], turns)] if len(rivals) == 1 else list(_by_turn(case, rivals, turns))
    return [*course, *_hanging(case, view, rivals, turns), *_record(rivals, view), *_named_reading(view, rivals, turns)]


def _turns(rivals: Sequence[Record]) -> list[int]:
    """The places of the periods in which the outcome most likely rose or fell; all observed ones for levels."""
    first = rivals[0]
    found = []
    for place, judgement in enumerate(first.judgements):
        seen = max(judgement.observed_probability or (), key=lambda each: each[1], default=None)
        if seen is not None and (not first.explains.change or seen[0] != "steady"):
            found.append(place)
    return found


def _by_turn(case: Case, rivals: Sequence[Record], turns: Sequence[int]) -> Iterable[str]:
    if not turns:
        yield (
            "Nothing most likely rose or fell in these periods."
            if rivals[0].explains.change
            else "No outcome is coded in these periods."
        )
        turns = list(range(len(rivals[0].judgements)))
    if len(turns) > TURNS:
        yield _counted_turns(rivals, turns)
        return
    clauses = [_fitting(case, rivals, place, first=place == turns[0]) for place in turns]
    yield f"Most likely, {'; '.join(clauses)}."
    against: dict[str, list[str]] = {}
    for found in (_most_contradicted(rivals, place) for place in turns):
        if found is not None:
            record, place, chance = found
            against.setdefault(record.theory.heading, []).append(
                f"{_period(case, record, place)} ({percent(chance)}{_laws_share(record.judgements[place])})"
            )
    if against:
        yield "Contradicted most: " + listed(f"{name} in {listed(own)}" for name, own in against.items()) + "."
    outside = [r.theory.heading for r in rivals if all(r.judgements[n].likeliest == "out of scope" for n in turns)]
    if outside:
        yield f"{listed(outside)} {'claim' if len(outside) > 1 else 'claims'} nothing here (out of scope)."


def _fitting(case: Case, rivals: Sequence[Record], place: int, first: bool) -> str:
    """Which theories one turn most likely fits; the closest one where it fits none."""
    ranked = _ranked((r, fits_turn(r.judgements[place])) for r in rivals)
    likely = [(r, p) for r, p in ranked if p > HALF]
    verb = " fits" if first else ","
    subject = _subject(case, rivals[0], place)
    if len(likely) > NAMED:
        low, high = figure(likely[-1][1]), percent(likely[0][1])
        who = f"{len(likely)} of {len(rivals)} theories" if len(likely) < len(rivals) else "all theories"
        return f"{subject}{verb} {who} ({low} to {high})"
    if likely:
        return f"{subject}{verb} {_with_chances(likely)}"
    near = ranked[0][1] >= CLOSEST
    closest = f" (closest: {ranked[0][0].theory.heading}, {percent(ranked[0][1])})" if near else ""
    return f"{subject}{verb} no theory{closest}"


def _most_contradicted(rivals: Sequence[Record], place: int) -> tuple[Record, int, Fraction] | None:
    """The theory that one turn most likely contradicts, where one is more likely contradicted than not."""
    record, chance = _ranked((r, refuted_in_turn(r.judgements[place])) for r in rivals)[0]
    return (record, place, chance) if chance > HALF else None


def _counted_turns(rivals: Sequence[Record], turns: Sequence[int]) -> str:
    counts = [(r, sum(fits_turn(r.judgements[n]) > HALF for n in turns)) for r in rivals]
    best = max(count for _, count in counts)
    what = "rises and falls" if rivals[0].explains.change else "periods"
    if not best:
        return f"No theory most likely accounts for any of the {len(turns)} {what}."
    names = listed(r.theory.heading for r, count in counts if count == best)
    return (
        f"Of the {len(turns)} {what}, {names} most likely {'accounts' if ' and ' not in names else 'account'} for "
        f"{best}, more than any other theory."
        if len(counts) > 1
        else f"It most likely accounts for {best}."
    )


def _one_theory(case: Case, record: Record, turns: Sequence[int]) -> str:
    """Where one theory alone stands: what it most likely accounts for, and what speaks against it."""
    places = list(turns) or list(range(len(record.judgements)))
    judged = [(n, record.judgements[n]) for n in places]
    fits = [(n, fits_turn(j)) for n, j in judged if fits_turn(j) > HALF]
    refuted = [(n, j) for n, j in judged if refuted_in_turn(j) > HALF]
    neither = [(n, j) for n, j in judged if n not in {m for m, _ in fits} | {m for m, _ in refuted}]
    parts = []
    if fits:
        parts.append(
            "most likely accounts for " + listed(f"{_period(case, record, n)} ({percent(p)})" for n, p in fits)
        )
    if refuted:
        parts.append(
            "is most likely contradicted in "
            + listed(f"{_period(case, record, n)} ({percent(refuted_in_turn(j))}{_laws_share(j)})" for n, j in refuted)
        )
    if neither:
        parts.append(
            "is neither in "
            + listed(
                f"{_period(case, record, n)} (right {percent(fits_turn(j))}, contradicted {percent(refuted_in_turn(j))})"
                for n, j in neither
            )
        )
    return f"{record.theory.heading} {listed(parts)}."


def _laws_share(judgement: Judgement) -> str:
    """How much of a contradiction its laws alone make, where that is less by more than a tenth."""
    given = judgement.given_outcome
    if given is None or given.by_laws is None or abs(given.refuted - given.by_laws) <= Fraction(1, 10):
        return ""
    return f"; {percent(given.by_laws)} by its laws"


def by_laws_alone(judgement: Judgement) -> Fraction | None:
    """The chance of a refutation without the claims to name all causes; None where it makes no great difference."""
    if judgement.without_exhaustive is None or judgement.probability is None:
        return None
    alone = sum((p for v, p in judgement.without_exhaustive if v in REFUTED), Fraction(0))
    return alone if abs(judgement.chance(*REFUTED) - alone) > Fraction(1, 10) else None


def fits_turn(judgement: Judgement) -> Fraction:
    """The chance that the theory accounts for what most likely happened, given that it did."""
    return judgement.given_outcome.fits if judgement.given_outcome is not None else Fraction(0)


def refuted_in_turn(judgement: Judgement) -> Fraction:
    """The chance that what most likely happened contradicts the theory, given that it did."""
    return judgement.given_outcome.refuted if judgement.given_outcome is not None else Fraction(0)


def _hanging(case: Case, view: Overview, rivals: Sequence[Record], turns: Sequence[int]) -> Iterable[str]:
    """The one coding that changes sides for the most theories in the turns."""
    judged = {rivals[0].judgements[n].period_id for n in turns}
    own = [
        h
        for h in view.hinges
        if h.explains == rivals[0].explains
        and h.judged in judged
        and h.changes_sides
        and not h.pivot.is_outcome
        and any(h.theory is r.theory for r in rivals)
    ]
    counted: dict[tuple[object, ...], list[Hinge]] = {}
    for hinge in own:
        key = (hinge.pivot.at, hinge.pivot.value, hinge.judged, stand(hinge.pivot.leads))
        counted.setdefault(key, []).append(hinge)
    if not counted:
        return
    best = max(counted.values(), key=lambda hs: (sum(h.weight for h in hs), len(hs)))
    first, pivot = best[0], best[0].pivot
    names = listed(dict.fromkeys(h.theory.heading for h in best))
    becomes = {
        "fits": "would probably account for it",
        "refuted": "would probably be contradicted",
        "neither": "would probably not be contradicted"
        if stand(first.verdict) == "refuted"
        else "would probably not account for it",
    }
    then = becomes[stand(pivot.leads)]
    when, then_judged = _named(case, pivot.period_id), _named(case, first.judged)
    then += "" if then_judged == when else f" in {then_judged}"
    about = label(case.codebook, pivot.term, case)
    yield (f"Most hangs on {about} in {when}: if it were {pivot.value} ({percent(pivot.chance)}), {names} {then}.")


def _record(rivals: Sequence[Record], view: Overview) -> Iterable[str]:
    """How likely it is that any theory is right throughout, beside the benchmarks."""
    # What claims nothing in most periods is not put to the test.
    known = [
        (r, r.track.unrefuted)
        for r in rivals
        if r.track.unrefuted is not None and r.track.undecided is not None and 2 * r.track.undecided < r.track.periods
    ]
    if not known or len(rivals[0].judgements) < 2:
        return
    best = max(known, key=lambda each: each[1])
    if len(rivals) == 1:
        both = (
            f"; that it bears out both rise and fall: {percent(best[0].track.both)}"
            if best[0].track.both is not None
            else ""
        )
        yield f"That no period contradicts it has a chance of {percent(best[1])}{both}."
    elif best[1] > HALF:
        yield f"Most likely never contradicted is {best[0].theory.heading}, {percent(best[1])}."
    else:
        yield (f"None is likely to hold throughout (best: {best[0].theory.heading}, {percent(best[1])}).")


def _named_reading(view: Overview, rivals: Sequence[Record], turns: Sequence[int]) -> Iterable[str]:
    """What the first named reading of the case leads to."""
    first = next((each for each in view.by_reading if each.kind == "reading"), None)
    if first is None or not turns or len(first.verdicts) != len(view.rivals):
        return
    own = [(record, verdicts) for record, verdicts in zip(view.rivals, first.verdicts, strict=True) if record in rivals]
    right = [r.theory.heading for r, verdicts in own if all(verdicts[n] in BORNE_OUT for n in turns)]
    what = "every rise and fall" if rivals[0].explains.change else "every period"
    if right:
        account = "account" if len(right) > 1 else "accounts"
        yield f"By the reading “{first.label}”, {listed(right)} {account} for {what}."
    else:
        yield f"By the reading “{first.label}”, no theory accounts for {what}."


def _ranked(pairs: Iterable[tuple[Record, Fraction]]) -> list[tuple[Record, Fraction]]:
    return sorted(((record, p) for record, p in pairs), key=lambda each: -each[1])


def _with_chances(pairs: Sequence[tuple[Record, Fraction]]) -> str:
    return listed(f"{record.theory.heading} ({percent(p)})" for record, p in pairs)


def _subject(case: Case, record: Record, place: int) -> str:
    period = case.period(record.judgements[place].period)
    when = f" of {years(period)}" if period.years else f" in {_named(case, period.id)}"
    seen = max(record.judgements[place].observed_probability or (), key=lambda each: each[1], default=("", 0))[0]
    nouns = {"rises": "the rise", "falls": "the fall", "steady": "the steady course"}
    return f"{nouns[seen]}{when}" if record.explains.change and seen else f"what happened{when}"


def _period(case: Case, record: Record, place: int) -> str:
    return _named(case, record.judgements[place].period_id)


def _named(case: Case, period_id: str) -> str:
    """A period by its label, within a sentence."""
    number = case.number_of(period_id)
    return period_named(case.period(number)) if number is not None else period_id
