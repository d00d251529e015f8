"""Distances are those that trying every recoding finds."""

from itertools import combinations, product
from math import prod

import pytest

from checker.analysis.distance import Distance, distances
from checker.analysis.repairs import coding_cost
from checker.analysis.result import Verdict
from checker.analysis.question import Question
from tests.analysis.test_doubt import questions

Key = tuple[int, int, tuple[tuple[int, int], ...]]


def tried(question: Question) -> dict[Verdict, list[Key]]:
    """For each verdict, all recodings of at most two codings that lead there, as (number, cost, which)."""
    case, codings = question.trial.case, question.coded()
    places = [tp for tp in question.observables if codings[tp]]
    found: dict[Verdict, list[Key]] = {}
    for size in range(3):
        for chosen in combinations(range(len(places)), size):
            options = [[n for n, v in enumerate(case.codebook.values(places[p].term)) if codings[places[p]] != (v,)]
                       for p in chosen]
            for row in product(*options):
                new = {places[p]: (case.codebook.values(places[p].term)[n],) for p, n in zip(chosen, row, strict=True)}
                cost = sum(coding_cost(case.coding(places[p].term, places[p].period)) for p in chosen)
                verdict = question.finding({**codings, **new}).verdict
                found.setdefault(verdict, []).append((size, cost, tuple(zip(chosen, row, strict=True))))
    return found


def key(question: Question, distance: Distance) -> Key:
    codings = question.coded()
    places = [tp for tp in question.observables if codings[tp]]
    values = question.trial.case.codebook.values
    which = tuple((next(n for n, tp in enumerate(places) if (tp.term, tp.period) == (r.term, r.period)),
                   values(r.term).index(r.instead)) for r in distance.recodings)
    return distance.number, distance.cost, which


@pytest.mark.parametrize("seed", range(60))
def test_no_recoding_is_nearer_than_the_distance_says(seed: int) -> None:
    for question in questions(seed):
        codings = question.coded()
        if prod(len(question.trial.case.codebook.values(tp.term)) for tp in question.observables if codings[tp]) > 3000:
            continue
        verdict = question.finding(codings).verdict
        found = distances(question, question.trial.diagram(question.explained, question.t), verdict)
        ways = tried(question)
        for distance in found.to_each:
            if distance.number <= 2:
                assert key(question, distance) == min(ways[distance.verdict])
            else:
                assert distance.verdict not in ways
        assert {v for v in ways if v != verdict} <= {d.verdict for d in found.to_each}
        other = [way for v, of_verdict in ways.items() if v != verdict for way in of_verdict]
        if found.fewest is not None and found.fewest.number <= 2:
            assert key(question, found.fewest) == min(other)
        if found.cheapest is not None and other:
            assert found.cheapest.cost <= min(cost for _, cost, _ in other)
        assert [key(question, d)[2] for d in found.singles] == sorted(w for n, _, w in other if n == 1)
        nearest = [way for way in (found.fewest, found.cheapest) if way is not None]
        for distance in (*nearest, *found.to_each, *found.singles):
            by_place = {(tp.term, tp.period): tp for tp in question.observables}
            new = {by_place[r.term, r.period]: (r.instead,) for r in distance.recodings}
            assert question.finding({**codings, **new}).verdict == distance.verdict != verdict
        for recoded, to in found.outcome:
            assert question.finding({**codings, question.here: (recoded.instead,)}).verdict == to
