"""The best draw that ends in each set of leaves, in one pass down a diagram (max-product; Dechter 1999).

A draw chooses one option for every block that is drawn; a block without options is left open, all its values at
once. Of two draws the better one has the lower `first`, then the greater product of weights, then the lower
`second`, then the lower value at the first block, by rank, in which they differ.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from checker.engine.compiled import MAX_STATES, Block, Diagram
from checker.problems import LimitReached

L = TypeVar("L", bound=Hashable)
DIGIT = 16
"""Bits for the place of a value in a code; more values than that no variable has."""


class Option(NamedTuple):
    """One value of a block, by its place in the order, and what choosing it counts; the weight is positive."""

    place: int
    first: int
    weight: int
    second: int


@dataclass(frozen=True, order=True)
class Best:
    """A draw by what it counts, lower is better; `code` holds the place of each block's value, by rank."""

    first: int
    minus_weight: int
    second: int
    code: int

    def place(self, rank: int, ranks: int) -> int:
        """The place of the value that the block of this rank, of so many, has in the draw."""
        return self.code >> DIGIT * (ranks - 1 - rank) & (1 << DIGIT) - 1


def best_draws(
    diagram: Diagram[L], options: Mapping[Block, Sequence[Option]], ranked: Sequence[Block]
) -> dict[tuple[L, ...], Best]:
    """The best draw for each set of leaves that draws end in; `ranked` holds every block with options, once.

    Raises LimitReached past MAX_STATES sets of nodes.
    """
    shift = {block: DIGIT * (len(ranked) - 1 - rank) for rank, block in enumerate(ranked)}
    first_node, size = len(diagram.leaves), len(diagram.blocks)
    alone = {block: min(_counted(option, shift[block]) for option in own) for block, own in options.items()}
    beside = _joined([alone[block] for block in ranked if block not in diagram.blocks])
    layers: list[dict[frozenset[int], Best]] = [{} for _ in range(size + 1)]

    def arrive(nodes: frozenset[int], best: Best, level: int) -> None:
        """Take the best option of every block from `level` to the first one that these nodes ask."""
        at = min((diagram.nodes[n - first_node][0] for n in nodes if n >= first_node), default=size)
        best = _joined([best, *(alone[block] for block in diagram.blocks[level:at] if block in alone)])
        known = layers[at].get(nodes)
        if known is None or best < known:
            layers[at][nodes] = best

    arrive(frozenset((diagram.root,)), beside, 0)
    seen = 0
    for level, block in enumerate(diagram.blocks):
        seen += len(layers[level])
        if seen > MAX_STATES:
            raise LimitReached(f"more than {MAX_STATES:,} states of partly known codings")
        for nodes, best in layers[level].items():
            here = [diagram.nodes[n - first_node] for n in nodes
                    if n >= first_node and diagram.nodes[n - first_node][0] == level]
            beyond = [n for n in nodes if n < first_node or diagram.nodes[n - first_node][0] != level]
            if block not in options:
                arrive(frozenset([*beyond, *(child for node in here for child in node[1:])]), best, level + 1)
                continue
            for option in options[block]:
                following = frozenset([*beyond, *(node[option.place + 1] for node in here)])
                arrive(following, _joined([best, _counted(option, shift[block])]), level + 1)
    return {tuple(diagram.leaves[n] for n in sorted(nodes)): best for nodes, best in layers[-1].items()}


def _counted(option: Option, shift: int) -> Best:
    return Best(option.first, -option.weight, option.second, option.place << shift)


def _joined(parts: Sequence[Best]) -> Best:
    first, weight, second, code = 0, 1, 0, 0
    for part in parts:
        first, weight = first + part.first, weight * -part.minus_weight
        second, code = second + part.second, code + part.code
    return Best(first, -weight, second, code)
