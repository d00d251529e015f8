"""Two compiled periods side by side say in every world what each says alone."""

import itertools
from collections.abc import Sequence
from math import prod
from random import Random

import pytest

from checker.analysis.verdicts.trial import Trial
from checker.engine.compiled import Diagram
from checker.engine.diagram import compiled
from checker.engine.product import product
from checker.logic.formula import Term
from checker.problems import LimitReached
from checker.study.term_period import TermPeriod
from tests.random_formulas import Seeded, random_codebook
from tests.random_studies import random_case
from tests.random_theories import random_theory
from tests.seeds import for_each

A, B = TermPeriod(Term("a"), 1), TermPeriod(Term("b"), 1)
ONLY_A = Diagram((A,), (("no", "yes"),), ("low", "high"), ((0, 0, 1),), 2)
ONLY_B = Diagram((B,), (("no", "yes"),), (0, 1), ((0, 0, 1),), 2)


@for_each(range(60))
def test_a_pair_of_theories_has_both_claims_in_every_world(seed: int) -> None:
    dice = Seeded(Random(seed))
    codebook = random_codebook(dice)
    first, second = random_theory(dice, codebook), random_theory(dice, codebook)
    case = random_case(dice, codebook)
    t = case.last
    one, other = (Trial(theory, case) for theory in (first, second))
    questions = one.question(first.explains[0], t), other.question(second.explains[0], t)
    if not all(question.testable for question in questions):
        return
    left = one.diagram(first.explains[0], t)
    right = compiled(other.grounder(), second.explains[0], t, order=left.blocks)
    if questions[0].before != questions[1].before and {questions[0].before, questions[1].before} & {
        *left.blocks,
        *right.blocks,
    }:
        return  # the outcome before stands first in each, so that only theories of the same outcome have a product
    both = product(left, right)
    if prod(map(len, both.values)) > 2000:
        return
    for row in itertools.product(*both.values):
        world = dict(zip(both.blocks, row, strict=True))
        assert both.at(world) == (left.at(world), right.at(world))


def test_blocks_of_one_side_alone_are_kept() -> None:
    both = product(ONLY_A, ONLY_B)
    assert both.blocks == (A, B)
    assert both.at({A: "yes", B: "no"}) == ("high", 0)
    assert len(both.nodes) == 3


def test_blocks_in_another_order_are_refused() -> None:
    ab, ba = product(ONLY_A, ONLY_B), product(ONLY_B, ONLY_A)
    with pytest.raises(ValueError, match="differently"):
        product(ab, ba)


def test_too_many_pairs_are_a_stated_limit() -> None:
    with pytest.raises(LimitReached, match="more than 1 nodes"):
        product(ONLY_A, ONLY_B, limit=1)


def test_a_world_is_found_for_a_leaf_that_has_one() -> None:
    both = product(ONLY_A, ONLY_B)
    assert both.world(lambda leaf: leaf == ("high", 1)) == {A: "yes", B: "yes"}
    assert both.world(lambda leaf: leaf == ("mid", 1)) is None


def highest(children: Sequence[int]) -> int:
    return max(children)


def test_values_are_folded_from_the_leaves_upwards() -> None:
    assert product(ONLY_A, ONLY_B).folded(lambda leaf: leaf[1], highest) == [0, 1, 0, 1, 1, 1, 1]


def test_more_blocks_than_calls_can_nest() -> None:
    blocks = tuple(TermPeriod(Term(f"t{n}"), 1) for n in range(3000))
    nodes = tuple((len(blocks) - 1 - n, 0, 1 if n == 0 else n + 1) for n in range(len(blocks)))
    long = Diagram(blocks, (("no", "yes"),) * len(blocks), ("low", "high"), nodes, len(blocks) + 1)
    both = product(long, long)
    assert both.at(dict.fromkeys(blocks, "yes")) == ("high", "high")
    assert both.at(dict.fromkeys(blocks, "no")) == ("low", "low")
