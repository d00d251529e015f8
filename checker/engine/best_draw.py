"""The best draw that ends in each set of leaves, in one pass down a diagram (max-product; Dechter 1999).

A draw chooses one option for every block that is drawn; a block without options is left open, all its values at
once. Of two draws the better one has the lower `first`, then the greater product of weights, then the lower
`second`, then the lower value at the first block, by rank, in which they differ.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import reduce
from typing import NamedTuple, TypeVar

from checker.engine.compiled import Block, Diagram
from checker.engine.model_count import State, leaves_of, states_below, within_limit

L = TypeVar("L", bound=Hashable)
DIGIT = 16
"""Bits per value in a code; no variable has more than 2**16 values."""


class Option(NamedTuple):
    """A value of a block, by position, with what it adds to the sort key; the weight is positive."""

    place: int
    first: int
    weight: int
    second: int


class Best(NamedTuple):
    """Sort key of a draw, lower is better; `code` holds the position of each block's value, by rank."""

    first: int
    minus_weight: int
    second: int
    code: int

    def place(self, rank: int, ranks: int) -> int:
        """Position of the value chosen for the block of this rank, out of `ranks` blocks."""
        return self.code >> DIGIT * (ranks - 1 - rank) & (1 << DIGIT) - 1

    def also(self, option: Option, rank: int, ranks: int) -> Best:
        """This draw extended by an option for the block of this rank."""
        return Best(
            self.first + option.first,
            self.minus_weight * option.weight,
            self.second + option.second,
            self.code + (option.place << DIGIT * (ranks - 1 - rank)),
        )


NOTHING = Best(0, -1, 0, 0)


def best_draws(
    diagram: Diagram[L], options: Mapping[Block, Sequence[Option]], ranked: Sequence[Block]
) -> dict[tuple[L, ...], Best]:
    """The best draw for each set of leaves that draws end in; `ranked` holds every block with options, each once.

    Raises LimitReached past MAX_STATES sets of nodes.
    """
    rank_of = {block: rank for rank, block in enumerate(ranked)}
    counted = {
        block: [(option.place, NOTHING.also(option, rank_of[block], len(ranked))) for option in own]
        for block, own in options.items()
    }
    alone = {block: min(best for _, best in own) for block, own in counted.items()}
    size = len(diagram.blocks)
    level_of = [size] * len(diagram.leaves) + [node[0] for node in diagram.nodes]
    layers: list[dict[State, Best]] = [{} for _ in range(size + 1)]

    def skipping(level: int) -> list[Best]:
        """Best options of all blocks skipped, from this level up to each later one."""
        found = [NOTHING]
        for block in diagram.blocks[level:]:
            found.append(_joined(found[-1], alone.get(block, NOTHING)))
        return found

    beside = reduce(_joined, (best for block, best in alone.items() if block not in diagram.blocks), NOTHING)
    start = level_of[diagram.root]
    layers[start][diagram.root] = _joined(beside, skipping(0)[start])
    seen = 0
    for level, block in enumerate(diagram.blocks):
        layer, layers[level] = layers[level], {}
        if not layer:
            continue
        seen = within_limit(seen + len(layer))
        skipped = skipping(level + 1)
        chosen = counted.get(block, [(0, NOTHING)])
        for state, (first, weight, second, code) in layer.items():
            below = states_below(diagram, state, level, block not in options)
            for place, own in chosen:
                child = below[place]
                at = level_of[child] if isinstance(child, int) else min([level_of[n] for n in child])
                gap = skipped[at - level - 1]
                best = Best(
                    first + own[0] + gap[0], weight * own[1] * gap[1], second + own[2] + gap[2], code + own[3] + gap[3]
                )
                known = layers[at].get(child)
                if known is None or best < known:
                    layers[at][child] = best
    return {leaves_of(diagram, state): best for state, best in layers[-1].items()}


def _joined(one: Best, other: Best) -> Best:
    return Best(
        one.first + other.first,
        -one.minus_weight * other.minus_weight,
        one.second + other.second,
        one.code + other.code,
    )
