"""The best draw for each set of leaves is the one that going through all draws finds."""

from __future__ import annotations

from itertools import product
from math import prod
from random import Random

import pytest

from checker.engine import model_count
from checker.engine.best_draw import Option, best_draws
from checker.engine.compiled import Block, Diagram
from checker.logic.formula import Term
from checker.problems import LimitReached
from checker.study.term_period import TermPeriod
from tests.engine.random_diagrams import blocks_of, random_diagram, random_values
from tests.seeds import for_each

A, B = TermPeriod(Term("a"), 1), TermPeriod(Term("b"), 1)
NO_YES = ("no", "yes")
A_OR_B = Diagram((A, B), (NO_YES, NO_YES), ("neither", "some"), ((1, 0, 1), (0, 2, 1)), 3)


@for_each(range(200))
def test_no_draw_is_better_than_the_best(seed: int) -> None:
    dice = Random(seed)
    blocks = blocks_of(6)
    values = random_values(dice, blocks)
    # The last block is drawn though nothing depends on it, and some are left open.
    diagram = random_diagram(dice, blocks[:5], values, "uvw")
    ranked = [block for block in dice.sample(blocks, len(blocks)) if dice.random() < 0.8]
    options: dict[Block, list[Option]] = {
        block: [
            Option(place, dice.choice((0, 0, 1)), dice.choice((1, 1, 2, 3)), dice.choice((0, 0, 1)))
            for place in range(len(values[block]))
        ]
        for block in ranked
    }
    expected: dict[tuple[str, ...], tuple[int, int, int, tuple[int, ...]]] = {}
    for row in product(*(options[block] for block in ranked)):
        leaves = diagram.reached({b: (values[b][option.place],) for b, option in zip(ranked, row, strict=True)})
        key = (
            sum(o.first for o in row),
            -prod(o.weight for o in row),
            sum(o.second for o in row),
            tuple(o.place for o in row),
        )
        expected[leaves] = min(key, expected.get(leaves, key))
    found = best_draws(diagram, options, ranked)
    assert {
        leaves: (
            best.first,
            best.minus_weight,
            best.second,
            tuple(best.place(rank, len(ranked)) for rank in range(len(ranked))),
        )
        for leaves, best in found.items()
    } == expected


def drawn(**weights: tuple[int, int]) -> dict[Block, list[Option]]:
    return {{"a": A, "b": B}[name]: [Option(0, 0, no, 0), Option(1, 0, yes, 1)] for name, (no, yes) in weights.items()}


def places(options: dict[Block, list[Option]], leaf: str, *ranked: Block) -> tuple[int, ...]:
    best = best_draws(A_OR_B, options, ranked)[(leaf,)]
    return tuple(best.place(rank, len(ranked)) for rank in range(len(ranked)))


def test_the_most_probable_draw_comes_first() -> None:
    assert places(drawn(a=(3, 1), b=(2, 1)), "some", A, B) == (0, 1)
    assert places(drawn(a=(1, 3), b=(2, 1)), "some", A, B) == (1, 0)


def test_of_equally_probable_draws_the_one_with_fewest_uncoded_values_comes_first() -> None:
    options = drawn(a=(1, 1), b=(1, 1))
    assert places(options, "some", A, B) == (0, 1)
    options[B] = [Option(0, 0, 1, 0), Option(1, 0, 1, 2)]
    assert places(options, "some", A, B) == (1, 0)


def test_of_equal_draws_the_lowest_value_at_the_first_block_by_rank_comes_first() -> None:
    assert places(drawn(a=(1, 1), b=(1, 1)), "some", A, B) == (0, 1)
    assert places(drawn(a=(1, 1), b=(1, 1)), "some", B, A) == (0, 1)


def test_what_counts_first_outweighs_every_chance() -> None:
    options: dict[Block, list[Option]] = {
        A: [Option(0, 0, 1, 0), Option(1, 1, 100, 0)],
        B: [Option(0, 1, 100, 0), Option(1, 0, 1, 0)],
    }
    assert places(options, "some", A, B) == (0, 1)


def test_an_option_of_a_further_block_joins_a_draw() -> None:
    best = best_draws(A_OR_B, {A: [Option(1, 1, 3, 0)]}, (A, B))[("some",)]
    both = best.also(Option(0, 2, 5, 1), 1, 2)
    assert (both.first, both.minus_weight, both.second) == (3, -15, 1)
    assert (both.place(0, 2), both.place(1, 2)) == (1, 0)


def test_too_many_states_are_a_stated_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_count, "MAX_STATES", 1)
    with pytest.raises(LimitReached, match="more than 1 states"):
        best_draws(A_OR_B, drawn(a=(1, 1), b=(1, 1)), (A, B))
