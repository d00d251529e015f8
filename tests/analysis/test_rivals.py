"""Critical tests and dominance against going through every draw, each judged completion by completion by the solver."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

import pytest

from checker.analysis.rivals.chances import RANKS, Rivals, dominance
from checker.analysis.verdicts.draws import probabilities
from checker.analysis.verdicts.judgement import REFUTED, Verdict
from checker.analysis.verdicts.trial import Trial
from checker.study.case import Case, Coding
from checker.study.term_period import TermPeriod
from checker.study.theory import Explained
from tests.analysis.test_discrimination import rivals
from tests.seeds import for_each

MAX_DRAWS = 200
MAX_COMPLETIONS = 40
Draw = Mapping[TermPeriod, str]


@dataclass(frozen=True)
class Seen:
    """What a theory predicts in a draw, joined over the completions in scope, and the verdicts that these give."""

    prediction: frozenset[str] | None
    verdicts: frozenset[Verdict]
    in_scope: frozenset[Verdict]

    @property
    def rank(self) -> int | None:
        ranks = {RANKS.get(verdict) for verdict in self.verdicts}
        return ranks.pop() if len(ranks) == 1 else None


class Looking:
    """A theory on a case, looked at draw by draw; what it is in a period hangs on the codings there alone."""

    def __init__(self, trial: Trial, explained: Explained, exhaustive: bool) -> None:
        self.trial = trial
        self.explained = explained
        self.exhaustive = exhaustive
        self._seen: dict[tuple[int, tuple[tuple[TermPeriod, str], ...]], Seen] = {}

    def places(self, t: int) -> Sequence[TermPeriod]:
        return self.trial.question(self.explained, t, self.exhaustive).places

    def at(self, t: int, draw: Draw) -> Seen:
        own = tuple((tp, draw[tp]) for tp in self.places(t) if tp in draw)
        if (t, own) not in self._seen:
            self._seen[t, own] = self._looked(t, own)
        return self._seen[t, own]

    def _looked(self, t: int, draw: Sequence[tuple[TermPeriod, str]]) -> Seen:
        of = self.trial.case.recoded({(tp.term, tp.period): Coding((value,)) for tp, value in draw})
        question = Trial(self.trial.theory, of).question(self.explained, t, self.exhaustive)
        missing = [tp for tp in question.observables if not of.coding(tp.term, tp.period).values]
        if prod(len(of.codebook.values(tp.term)) for tp in missing) > MAX_COMPLETIONS:
            pytest.skip("too many completions")
        found = [question.solved(each) for each in question.completions(question.coded())]
        inside = [each for each in found if each.prediction is not None]
        return Seen(
            frozenset(o for each in inside for o in each.prediction or ()) if inside else None,
            frozenset(each.verdict for each in found),
            frozenset(each.verdict for each in inside),
        )


def draws(of: Case, places: Sequence[TermPeriod]) -> Iterator[tuple[Draw, Fraction]]:
    """Every draw of the codings that are not missing, with its chance."""
    coded = [(tp, of.coding(tp.term, tp.period), of.codebook.values(tp.term)) for tp in dict.fromkeys(places)]
    options = [
        [(tp, value, p) for value, p in zip(values, probabilities(coding, values), strict=True) if p]
        for tp, coding, values in coded
        if coding.values
    ]
    if prod(map(len, options)) > MAX_DRAWS:
        pytest.skip("too many draws")
    for row in product(*options):
        yield {tp: value for tp, value, _ in row}, prod((p for _, _, p in row), start=Fraction(1))


def winner(first: Seen, second: Seen) -> str:
    one, other = ({verdict in REFUTED for verdict in side.in_scope} for side in (first, second))
    return "first" if (one, other) == ({False}, {True}) else "second" if (one, other) == ({True}, {False}) else ""


class Counted:
    """What going through all draws adds up to."""

    def __init__(self, theories: Sequence[Looking], judged: Sequence[int]) -> None:
        self.critical, self.partial, self.won = (dict.fromkeys(judged, Fraction(0)) for _ in range(3))
        self.by_first = self.by_second = self.together = self.apart = Fraction(0)
        places = [tp for each in theories for t in judged for tp in each.places(t)]
        for draw, p in draws(theories[0].trial.case, places):
            ranks = []
            for t in judged:
                one, other = (each.at(t, draw) for each in theories)
                if one.prediction and other.prediction and one.prediction != other.prediction:
                    if one.prediction & other.prediction:
                        self.partial[t] += p
                    else:
                        self.critical[t] += p
                        self.won[t] += p * (winner(one, other) == "first")
                ranks.append((one.rank, other.rank))
            both = [(a, b) for a, b in ranks if a is not None and b is not None]
            alone = sum((a is None) != (b is None) for a, b in ranks)
            self.together += p * len(both)
            self.apart += p * alone
            if not alone:
                self.by_first += p * (all(a >= b for a, b in both) and any(a > b for a, b in both))
                self.by_second += p * (all(a <= b for a, b in both) and any(a < b for a, b in both))


@for_each(range(150))
def test_chances_are_those_of_going_through_every_draw(seed: int) -> None:
    assert_chances(seed, exhaustive=True)


@for_each(range(150))
def test_chances_by_the_laws_alone_are_those_of_going_through_every_draw(seed: int) -> None:
    assert_chances(seed, exhaustive=False)


def assert_chances(seed: int, exhaustive: bool) -> None:
    made = rivals(seed)
    if made is None or not (exhaustive or made[0].exhaustive or made[1].exhaustive):
        return
    first, second, of = made
    for explained in [e for e in first.explains if e in second.explains]:
        trials = [Trial(first, of), Trial(second, of)]
        judged = [t for t in range(1, of.last + 1) if trials[0].question(explained, t).testable]
        counted = Counted([Looking(trial, explained, exhaustive) for trial in trials], judged)
        found = Rivals(trials, explained, exhaustive)
        for t in judged:
            test, critical = found.test(t, 0, 1), counted.critical[t]
            assert (test.critical, test.partial) == (critical, counted.partial[t])
            assert test.won_by_first == (counted.won[t] / critical if critical else None)
        order = dominance([found], 0, 1)
        assert (order.by_first, order.by_second) == (counted.by_first, counted.by_second)
        assert (order.judged, order.apart) == (counted.together, counted.apart)
