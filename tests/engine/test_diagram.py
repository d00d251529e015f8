"""The compiled period says in every world what the solver says, and its array is what its head promises."""

import json
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import prod
from random import Random

import pytest

from checker.analysis.verdicts.question import Question
from checker.analysis.verdicts.trial import Trial
from checker.engine.compiled import Block, Claim, Diagram, Move
from checker.engine.diagram import compiled
from checker.problems import LimitReached
from tests.random_studies import random_study
from tests.seeds import for_each

SEEDS = range(60)


def questions(seed: int) -> Iterator[Question]:
    """The testable questions of a random study."""
    theory, case = random_study(seed)
    trial = Trial(theory, case)
    for explained in theory.explains:
        for t in range(1, case.last + 1):
            if (question := trial.question(explained, t)).testable:
                yield question


def diagram_of(question: Question) -> Diagram[Claim]:
    return question.trial.diagram(question.explained, question.t)


def some_worlds(question: Question, number: int = 40) -> list[dict[Block, str]]:
    """Complete codings of the observables, all of them or so many at random."""
    values = [question.trial.case.codebook.values(tp.term) for tp in question.observables]
    if prod(map(len, values)) <= number:
        rows: Sequence[Sequence[str]] = list(product(*values))
    else:
        dice = Random(1)
        rows = [[dice.choice(options) for options in values] for _ in range(number)]
    return [{**dict(zip(question.observables, row, strict=True))} for row in rows]


@for_each(SEEDS)
def test_every_world_has_the_claim_that_the_solver_finds(seed: int) -> None:
    for question in questions(seed):
        diagram = diagram_of(question)
        for world in some_worlds(question):
            claim = diagram.at(world)
            for outcome in (question.order[-1:], ()):
                codings = {**{tp: (world[tp],) for tp in question.observables}, question.here: outcome}
                solved = question.solved(codings)
                assert question.verdict_in(claim, outcome[0] if outcome else None) == solved.verdict
                assert question.finding(codings) == solved
            assert claim.in_scope == (solved.scope != "fails")
            if claim.in_scope:
                assert (claim.levels, claim.prediction) == (solved.levels, solved.prediction)
                assert claim.before == (world[question.before] if question.before is not None else None)
            if claim.in_scope and question.has_tendencies:
                assert (claim.expected_levels, claim.expectation) == (solved.expected_levels, solved.expectation)


@for_each(SEEDS)
def test_partial_codings_leave_the_leaves_of_their_completions(seed: int) -> None:
    dice = Random(seed)
    for question in questions(seed):
        diagram = diagram_of(question)
        allowed = {
            block: tuple(v for v in values if dice.random() < 0.6) or values
            for block, values in zip(diagram.blocks, diagram.values, strict=True)
        }
        if prod(map(len, allowed.values())) > 2000:
            continue
        worlds = [dict(zip(diagram.blocks, row, strict=True)) for row in product(*allowed.values())]
        expected = {diagram.at(world) for world in worlds}
        assert set(diagram.reached(allowed)) == expected
        restricted = diagram.restricted(allowed)
        assert all(restricted.at(world) == diagram.at(world) for world in worlds)
        assert set(restricted.reached({})) == expected


@for_each(SEEDS)
def test_the_support_is_where_two_worlds_differ_in_one_value_and_in_their_leaf(seed: int) -> None:
    for question in questions(seed):
        diagram = diagram_of(question).mapped(lambda claim: claim.prediction)
        if prod(map(len, diagram.values)) > 1000:
            continue
        worlds = [dict(zip(diagram.blocks, row, strict=True)) for row in product(*diagram.values)]
        needed = {
            block
            for world in worlds
            for block, values in zip(diagram.blocks, diagram.values, strict=True)
            for value in values
            if diagram.at({**world, block: value}) != diagram.at(world)
        }
        assert set(diagram.support()) == needed


@for_each(SEEDS)
def test_a_further_block_below_all_others_says_what_its_leaves_become(seed: int) -> None:
    for question in questions(seed):
        diagram = diagram_of(question)
        verdicts = diagram.extended(question.here, question.order, question.verdict_in)
        assert verdicts.blocks == (*diagram.blocks, question.here)
        for world in some_worlds(question, 10):
            for level in question.order:
                assert verdicts.at({**world, question.here: level}) == question.verdict_in(diagram.at(world), level)
        assert len(set(verdicts.nodes)) == len(verdicts.nodes) and len(set(verdicts.leaves)) == len(verdicts.leaves)


@for_each(SEEDS)
def test_shares_are_counts_of_worlds(seed: int) -> None:
    for question in questions(seed):
        diagram = diagram_of(question)
        number = prod(map(len, diagram.values))
        if number > 2000:
            continue
        counted: dict[Claim, Fraction] = {}
        for row in product(*diagram.values):
            leaf = diagram.at(dict(zip(diagram.blocks, row, strict=True)))
            counted[leaf] = counted.get(leaf, Fraction(0)) + Fraction(1, number)
        assert diagram.shares() == counted


@for_each(SEEDS)
def test_choices_of_moves_weigh_what_their_enumeration_weighs(seed: int) -> None:
    dice = Random(seed)
    for question in questions(seed):
        diagram = diagram_of(question)
        if prod(map(len, diagram.values)) > 500:
            continue
        moves: dict[Block, list[Move[Fraction]]] = {}
        for block, values in zip(diagram.blocks, diagram.values, strict=True):
            if dice.random() < 0.7:
                parts = [dice.randint(1, 5) for _ in values]
                moves[block] = [Move((place,), Fraction(part, sum(parts))) for place, part in enumerate(parts)]
        spread = diagram.spread(moves, Fraction(1), lambda a, b: a + b, lambda a, b: a * b)
        counted: dict[tuple[Claim, ...], Fraction] = {}
        for choice in product(*moves.values()):
            allowed = {
                block: tuple(diagram.values[diagram.blocks.index(block)][p] for p in move.places)
                for block, move in zip(moves, choice, strict=True)
            }
            leaves = diagram.reached(allowed)
            counted[leaves] = counted.get(leaves, Fraction(0)) + prod((m.weight for m in choice), start=Fraction(1))
        assert spread == counted


@for_each(SEEDS)
def test_the_array_has_children_before_parents_and_blocks_that_grow_downwards(seed: int) -> None:
    for question in questions(seed):
        diagram = diagram_of(question)
        first = len(diagram.leaves)
        for number, (block, *children) in enumerate(diagram.nodes, first):
            assert len(children) == len(diagram.values[block]) and len(set(children)) > 1
            assert all(child < number for child in children)
            assert all(child < first or diagram.nodes[child - first][0] > block for child in children)
        assert len(set(diagram.nodes)) == len(diagram.nodes) and len(set(diagram.leaves)) == first
        assert json.loads(json.dumps(diagram.plain(lambda claim: claim.prediction)))["root"] == diagram.root


@pytest.mark.parametrize(
    ("budget", "number", "words"),
    [
        ("MAX_NODES", 3, "more than 3 nodes in the compiled period"),
        ("MAX_INNER_NODES", 2, "more than 2 nodes while compiling"),
    ],
)
def test_a_diagram_past_its_budget_is_a_stated_limit(
    budget: str, number: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = max((q for seed in SEEDS for q in questions(seed)), key=lambda q: len(diagram_of(q).nodes))
    monkeypatch.setattr(f"checker.engine.diagram.{budget}", number)
    with pytest.raises(LimitReached, match=words):
        compiled(question.trial.grounder(), question.explained, question.t)


def test_the_same_period_gives_the_same_array() -> None:
    for question in questions(7):
        again = Trial(question.trial.theory, question.trial.case)
        assert diagram_of(question) == again.diagram(question.explained, question.t)
