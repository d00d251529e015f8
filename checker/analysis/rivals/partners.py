"""One actor, two partners, the same years, another outcome: what was alike, and what may account for it.

Mill's method of difference on codings: what is alike in both cannot by itself explain that outcomes differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from checker.analysis.rivals.severity import seen_as
from checker.analysis.verdicts.trial import Trial
from checker.logic.formula import Term
from checker.study.case import Case
from checker.study.term_period import TermPeriod
from checker.study.theory import Explained

Seen = Mapping[int, Sequence[tuple[str, Fraction]]]
"""The chance of each outcome, by the number of the period."""


@dataclass(frozen=True)
class Contrast:
    """Two periods of two cases with one actor in common, in the same `years`, whose likeliest outcomes differ.

    `role` is that of the common actor, `others` the role in which the two cases differ. `alike` and `different` have the
    terms of the rivals' rules with the most probable value in each; what is missing in either is in neither.
    """

    cases: tuple[Case, Case]
    periods: tuple[int, int]
    role: str
    others: str
    years: tuple[int, int]
    outcomes: tuple[tuple[str, Fraction], tuple[str, Fraction]]
    alike: tuple[tuple[Term, str], ...]
    different: tuple[tuple[Term, str, str], ...]


def contrasts(of_cases: Sequence[Sequence[Trial]], seen: Sequence[Seen], explained: Explained) -> tuple[Contrast, ...]:
    """For every two cases with one actor in common the clearest contrast, the clearest of all first.

    `of_cases` has for each case a trial for each rival, `seen` what was observed. Of the two roles that the codebook
    names first, the one is taken by the same actors in both cases and the other is not. The clearest contrast is that
    of which both outcomes are the likeliest.
    """
    found = []
    for one, other in combinations(range(len(of_cases)), 2):
        if of_cases[one] and of_cases[other]:
            pairs = _between((of_cases[one], of_cases[other]), (seen[one], seen[other]), explained)
            clearest = max(pairs, key=_clarity, default=None)
            if clearest is not None:
                found.append(clearest)
    return tuple(sorted(found, key=_clarity, reverse=True))


def _clarity(contrast: Contrast) -> Fraction:
    return contrast.outcomes[0][1] * contrast.outcomes[1][1]


def _between(
    trials: tuple[Sequence[Trial], Sequence[Trial]], seen: tuple[Seen, Seen], explained: Explained
) -> Iterator[Contrast]:
    cases = trials[0][0].case, trials[1][0].case
    roles = _roles(cases)
    if roles is None:
        return
    terms = [_terms(of_case, explained) for of_case in trials]
    for t, chances in seen[0].items():
        for u, others in seen[1].items():
            years = _shared_years(cases, (t, u))
            outcomes = max(chances, key=lambda each: each[1]), max(others, key=lambda each: each[1])
            if years is None or outcomes[0][0] == outcomes[1][0]:
                continue
            values = [
                (term, seen_as(cases[0], TermPeriod(term, t)), seen_as(cases[1], TermPeriod(term, u)))
                for term in terms[0]
                if term in terms[1] and cases[0].coding(term, t).values and cases[1].coding(term, u).values
            ]
            yield Contrast(
                cases=cases,
                periods=(t, u),
                role=roles[0],
                others=roles[1],
                years=years,
                outcomes=outcomes,
                alike=tuple((term, one) for term, one, other in values if one == other),
                different=tuple(each for each in values if each[1] != each[2]),
            )


def _roles(cases: tuple[Case, Case]) -> tuple[str, str] | None:
    """The role whose actors are the same and the one whose actors differ, of the two named first."""
    dyad = list(cases[0].codebook.roles)[:2]
    if not all(role in case.roles for role in dyad for case in cases):
        return None
    same = [role for role in dyad if set(cases[0].roles[role]) == set(cases[1].roles[role])]
    return (same[0], next(role for role in dyad if role != same[0])) if len(same) == 1 and len(dyad) == 2 else None


def _shared_years(cases: tuple[Case, Case], periods: tuple[int, int]) -> tuple[int, int] | None:
    one, other = (case.period(t).years for case, t in zip(cases, periods, strict=True))
    if one is None or other is None:
        return None
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else None


def _terms(trials: Sequence[Trial], explained: Explained) -> list[Term]:
    """The observable terms of the rivals' rules but the outcome, those that most rivals use first."""
    users: dict[Term, int] = {}
    for trial in trials:
        used = dict.fromkeys(tp.term for tp in trial.question(explained, trial.case.last).observables)
        for term in used:
            users[term] = users.get(term, 0) + (term != explained.term)
    return sorted((term for term, number in users.items() if number), key=lambda term: -users[term])
