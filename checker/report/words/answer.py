"""The answer to a case in a few sentences: what accounts for which turn, how likely, and what that hangs on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checker.analysis.verdicts.judgement import BORNE_OUT, Record
from checker.analysis.verdicts.overview import Hinge, Overview, stand
from checker.report.words.headline import CLEAR, Side, against, chances, laws_share, some_of, subject, title, turns
from checker.report.words.labels import label, percent, period_named
from checker.report.words.verdicts import listed
from checker.study.case import Case

TURNED = 3
"""How many theories that one coding turns are named before they are counted."""
AUTHORS = ("article", "author")
"""The names of a reading that is the author's own."""
_TOLD: tuple[tuple[Side, str], ...] = (("fits", "probably fits"), ("refuted", "is probably contradicted in"))


def answer(view: Overview) -> list[str]:
    """Two to four sentences for each thing explained: the turns, what they hang on, and what the first reading says."""
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
    places = turns(rivals)
    told = [_one_theory(case, rivals[0], places)] if len(rivals) == 1 else _of_rivals(case, rivals, places)
    return [*told, *_hanging(case, view, rivals, places), *_named_reading(case, view, rivals, places)]


def _of_rivals(case: Case, rivals: Sequence[Record], places: Sequence[int]) -> list[str]:
    outside = [r.theory.heading for r in rivals if all(r.judgements[n].likeliest == "out of scope" for n in places)]
    claim = f"{listed(outside)} {'claim' if len(outside) > 1 else 'claims'} nothing here (out of scope)."
    sentences = (f"{title(case, rivals, places, figures=True)}.", against(case, rivals, places, laws=True))
    return [*filter(None, sentences), *([claim] if outside and places else [])]


def _one_theory(case: Case, record: Record, places: Sequence[int]) -> str:
    """Where one theory alone stands: what it most likely accounts for, and what speaks against it."""
    judged = [(n, chances(record.judgements[n])) for n in places or range(len(record.judgements))]
    parts = []
    for side, words in _TOLD:
        own = [(n, found[side]) for n, found in judged if found[side] >= CLEAR]
        if own:
            laws = {n: laws_share(record.judgements[n]) if side == "refuted" else "" for n, _ in own}
            parts.append(f"{words} {listed(f'{_period(case, record, n)} ({percent(p)}{laws[n]})' for n, p in own)}")
    neither = [(n, found) for n, found in judged if max(found["fits"], found["refuted"]) < CLEAR]
    if neither:
        shares = (
            f"{_period(case, record, n)} (fits {percent(found['fits'])}, contradicted {percent(found['refuted'])})"
            for n, found in neither
        )
        parts.append(f"is unclear in {listed(shares)}")
    return f"{record.theory.heading} {listed(parts)}."


def _hanging(case: Case, view: Overview, rivals: Sequence[Record], places: Sequence[int]) -> Iterable[str]:
    """The one coding that changes sides for the most theories in the turns."""
    judged = {rivals[0].judgements[n].period_id for n in places}
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
    headings = dict.fromkeys(h.theory.heading for h in best)
    names = listed(headings) if len(headings) <= TURNED else some_of(len(headings), len(rivals))
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


def _named_reading(case: Case, view: Overview, rivals: Sequence[Record], places: Sequence[int]) -> Iterable[str]:
    """What the author's own reading of the case leads to; a coder's is one among others, and stands with them."""
    first = next((each for each in view.by_reading if each.kind == "reading" and each.name in AUTHORS), None)
    if first is None or not places or len(first.verdicts) != len(view.rivals):
        return
    own = [(record, verdicts) for record, verdicts in zip(view.rivals, first.verdicts, strict=True) if record in rivals]
    right = [r.theory.heading for r, verdicts in own if all(verdicts[n] in BORNE_OUT for n in places)]
    what = "every rise and fall" if rivals[0].explains.change else "every period"
    if len(places) == 1:
        what = subject(case, rivals[0], places[0])
    if right:
        account = "account" if len(right) > 1 else "accounts"
        yield f"By the reading “{first.label}”, {listed(right)} {account} for {what}."
    else:
        yield f"By the reading “{first.label}”, no theory accounts for {what}."


def _period(case: Case, record: Record, place: int) -> str:
    return _named(case, record.judgements[place].period_id)


def _named(case: Case, period_id: str) -> str:
    """A period by its label, within a sentence."""
    number = case.number_of(period_id)
    return period_named(case.period(number)) if number is not None else period_id
