"""Random small diagrams over given blocks, for tests that go through all worlds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from random import Random

from checker.engine.compiled import Block, Diagram
from checker.logic.formula import Term
from checker.study.term_period import TermPeriod

World = dict[Block, str]
VALUES = ("low", "mid", "high")


def blocks_of(number: int) -> list[Block]:
    return [TermPeriod(Term(f"t{n}"), 1) for n in range(number)]


def random_values(dice: Random, blocks: Sequence[Block]) -> dict[Block, tuple[str, ...]]:
    """Two or three values for each block."""
    return {block: VALUES[: dice.choice((2, 2, 3))] for block in blocks}


def random_diagram(
    dice: Random, blocks: Sequence[Block], values: Mapping[Block, tuple[str, ...]], leaves: Sequence[str]
) -> Diagram[str]:
    """A leaf at random for every world of these blocks, in any order of them."""
    order = dice.sample(list(blocks), len(blocks))
    nodes: dict[tuple[int, ...], int] = {}

    def below(level: int) -> int:
        if level == len(order) or dice.random() < 0.15:
            return dice.randrange(len(leaves))
        children = [below(level + 1) for _ in values[order[level]]]
        return nodes.setdefault((level, *children), len(leaves) + len(nodes))

    root = below(0)
    return Diagram(tuple(order), tuple(values[block] for block in order), tuple(leaves), tuple(nodes), root).mapped(str)


def worlds(blocks: Sequence[Block], values: Mapping[Block, Sequence[str]]) -> list[World]:
    return [dict(zip(blocks, row, strict=True)) for row in product(*(values[block] for block in blocks))]
