"""Exact weighted model counts on a diagram, also given each value of each block, in one pass down and one up."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import lcm
from operator import mul
from typing import Generic, TypeVar

from checker.engine.compiled import MAX_STATES, Block, Diagram
from checker.problems import LimitReached

L = TypeVar("L", bound=Hashable)
NEVER = Fraction(0)
State = int | frozenset[int]
"""The nodes a draw may have reached; a single node is its number."""


@dataclass(frozen=True)
class ModelCount:
    """The chance of each kind of end, overall and given each value of a block.

    `given` holds for each block, by the place of its value, the chances of the kinds in their order. A block that makes
    no difference is not in it.
    """

    whole: tuple[Fraction, ...]
    given: Mapping[Block, tuple[tuple[Fraction, ...], ...]]


def model_count(
    diagram: Diagram[L], drawn: Mapping[Block, Sequence[Fraction]], kind: Callable[[tuple[L, ...]], int], kinds: int
) -> ModelCount:
    """The chances where blocks are drawn independently, by probabilities in the order of their values.

    A block that is not drawn is left open: all its values at once, so that a draw ends in a set of leaves, to which
    `kind` gives a number below `kinds`. Chances are linear in each block's probabilities (Darwiche 2003 on derivatives of
    circuits), hence one pass each way. Raises LimitReached past MAX_STATES sets of nodes.
    """
    return _Walk(diagram, drawn).counted(kind, kinds)


def leaf_chances(diagram: Diagram[L], drawn: Mapping[Block, Sequence[Fraction]]) -> dict[tuple[L, ...], Fraction]:
    """The probability of each set of leaves alone: the pass down."""
    weights, whole = leaf_weights(diagram, drawn)
    return {leaves: Fraction(weight, whole) for leaves, weight in weights.items()}


def leaf_weights(
    diagram: Diagram[L], drawn: Mapping[Block, Sequence[Fraction]]
) -> tuple[dict[tuple[L, ...], int], int]:
    """The same as integer weights, with their sum."""
    if all(block in drawn for block in diagram.support()):
        return _weights_of_single_leaves(diagram, drawn)
    first, size = len(diagram.leaves), len(diagram.blocks)
    level_of = [size] * first + [node[0] for node in diagram.nodes]
    weights, above = _wholes(diagram, drawn)
    layers: list[dict[State, int]] = [{} for _ in range(size + 1)]
    layers[level_of[diagram.root]][diagram.root] = above[level_of[diagram.root]]
    seen = 0
    for level, block in enumerate(diagram.blocks):
        layer, layers[level] = layers[level], {}
        if not layer:
            continue
        seen = within_limit(seen + len(layer))
        skipped = [above[at] // above[level + 1] for at in range(level + 1, size + 1)]
        chosen = [(place, weight) for place, weight in enumerate(weights[level]) if weight]
        is_open = block not in drawn
        for state, share in layer.items():
            below = states_below(diagram, state, level, is_open)
            for place, weight in chosen:
                child = below[place]
                at = level_of[child] if isinstance(child, int) else min([level_of[n] for n in child])
                arrived, following = share * weight * skipped[at - level - 1], layers[at]
                following[child] = following.get(child, 0) + arrived
    return {leaves_of(diagram, state): share for state, share in layers[-1].items()}, above[-1]


def _weights_of_single_leaves(
    diagram: Diagram[L], drawn: Mapping[Block, Sequence[Fraction]]
) -> tuple[dict[tuple[L, ...], int], int]:
    """The same where nothing is left open, so that a draw comes to one node after the other: parents before children."""
    first, size = len(diagram.leaves), len(diagram.blocks)
    used = {node[0] for node in diagram.nodes}
    weights = [in_whole_numbers(drawn[block]) if n in used else [1] for n, block in enumerate(diagram.blocks)]
    chosen = [[(place, weight) for place, weight in enumerate(own, 1) if weight] for own in weights]
    above = [1, *accumulate(map(sum, weights), mul)]
    level_of = [size] * first + [node[0] for node in diagram.nodes]
    arrived = [0] * len(level_of)
    arrived[diagram.root] = above[level_of[diagram.root]]
    # How much more a draw counts that skips the blocks between two levels.
    skipped: list[dict[int, int]] = [{level + 1: 1} for level in range(size)]
    for number in range(diagram.root, first - 1, -1):
        share = arrived[number]
        if share:
            node = diagram.nodes[number - first]
            level = node[0]
            over = skipped[level]
            for place, weight in chosen[level]:
                child = node[place]
                at = level_of[child]
                if at not in over:
                    over[at] = above[at] // above[level + 1]
                arrived[child] += share * (weight * over[at])
    return {(leaf,): share for leaf, share in zip(diagram.leaves, arrived, strict=False) if share}, above[-1]


def state_of(nodes: Sequence[int]) -> State:
    """The state in which any of these nodes may have been reached."""
    found = frozenset(nodes)
    return nodes[0] if len(found) == 1 else found


def leaves_of(diagram: Diagram[L], state: State) -> tuple[L, ...]:
    """The leaves of a final state."""
    return tuple(diagram.leaves[n] for n in ((state,) if isinstance(state, int) else sorted(state)))


def states_below(diagram: Diagram[L], state: State, level: int, is_open: bool) -> Sequence[State]:
    """The state for each value of the block at this level; the one for all of them where it is open."""
    first = len(diagram.leaves)
    if isinstance(state, int):
        children = diagram.nodes[state - first][1:]
        return (state_of(children),) if is_open else children
    here = [diagram.nodes[n - first] for n in state if n >= first and diagram.nodes[n - first][0] == level]
    beyond = [n for n in state if n < first or diagram.nodes[n - first][0] != level]
    if is_open:
        return (state_of([*beyond, *(child for node in here for child in node[1:])]),)
    return [state_of([*beyond, *(node[place + 1] for node in here)]) for place in range(len(diagram.values[level]))]


def _wholes(diagram: Diagram[L], drawn: Mapping[Block, Sequence[Fraction]]) -> tuple[list[list[int]], list[int]]:
    """Integer weight of each value of each block, and the product of their sums above each level."""
    weights, above = [], [1]
    for block in diagram.blocks:
        weights.append(in_whole_numbers(drawn.get(block, (Fraction(1),))))
        above.append(above[-1] * sum(weights[-1]))
    return weights, above


def in_whole_numbers(shares: Sequence[Fraction]) -> list[int]:
    """The smallest integers in proportion to the shares."""
    whole = lcm(*(p.denominator for p in shares))
    return [p.numerator * (whole // p.denominator) for p in shares]


def within_limit(states: int) -> int:
    """The number of states; raises LimitReached past MAX_STATES."""
    if states > MAX_STATES:
        raise LimitReached(f"more than {MAX_STATES:,} states of partly known codings")
    return states


class _Walk(Generic[L]):
    """The sets of nodes that draws lead through, by the first block that they ask.

    Integers throughout, since Fractions would spend their time on common divisors: a chance above level l is scaled by
    the product of the denominators above l, one from l on by the product of the rest. The chances of all kinds are
    packed into one integer, in slots wide enough for the whole.
    """

    def __init__(self, diagram: Diagram[L], drawn: Mapping[Block, Sequence[Fraction]]) -> None:
        self.diagram = diagram
        self.drawn = drawn
        self.start: State = diagram.root
        self.layers: list[dict[State, int]] = [{} for _ in range(len(diagram.blocks) + 1)]
        self.weights, self.above = _wholes(diagram, drawn)
        self.slot = self.above[-1].bit_length()
        self._level = [len(diagram.blocks)] * len(diagram.leaves) + [node[0] for node in diagram.nodes]
        self.children: dict[State, list[tuple[State, int, int]]] = {}

    def counted(self, kind: Callable[[tuple[L, ...]], int], kinds: int) -> ModelCount:
        self._down()
        up = self._up({state: 1 << self.slot * kind(leaves_of(self.diagram, state)) for state in self.layers[-1]})
        whole = up[self.start] * self.above[self._level_of(self.start)]
        return ModelCount(
            self._side_by_side(whole, kinds),
            {
                block: tuple(self._side_by_side(number, kinds) for number in numbers)
                for block, numbers in self._given(up, whole)
            },
        )

    def _side_by_side(self, number: int, kinds: int) -> tuple[Fraction, ...]:
        mask = (1 << self.slot) - 1
        shares = (number >> self.slot * kind & mask for kind in range(kinds))
        return tuple([Fraction(share, self.above[-1]) if share else NEVER for share in shares])

    def _given(self, up: Mapping[State, int], whole: int) -> Iterator[tuple[Block, list[int]]]:
        for level, block in enumerate(self.diagram.blocks):
            layer = self.layers[level]
            if block not in self.drawn or not layer:
                continue
            sums = [0] * len(self.diagram.values[level])
            for state, share in layer.items():
                for place, (child, _, skipped) in enumerate(self.children[state]):
                    sums[place] += share * up[child] * skipped
            # Draws that do not depend on this block count for every value of it.
            beside = whole - sum(weight * each for weight, each in zip(self.weights[level], sums, strict=True))
            denominator = self.above[level + 1] // self.above[level]
            yield block, [beside + denominator * each for each in sums]

    def _down(self) -> None:
        """Find the sets of nodes and the chance of each, those of values without a chance too."""
        self.layers[self._level_of(self.start)][self.start] = self.above[self._level_of(self.start)]
        seen = 0
        for level, block in enumerate(self.diagram.blocks):
            seen = within_limit(seen + len(self.layers[level]))
            for state, share in self.layers[level].items():
                below = []
                states = states_below(self.diagram, state, level, block not in self.drawn)
                for child, weight in zip(states, self.weights[level], strict=True):
                    at = self._level_of(child)
                    skipped = self.above[at] // self.above[level + 1]
                    below.append((child, weight, skipped))
                    layer = self.layers[at]
                    layer[child] = layer.get(child, 0) + share * weight * skipped
                self.children[state] = below

    def _level_of(self, state: State) -> int:
        return self._level[state] if isinstance(state, int) else min(self._level[n] for n in state)

    def _up(self, ends: dict[State, int]) -> dict[State, int]:
        """The chances of the kinds from each set of nodes on."""
        for level in reversed(range(len(self.layers) - 1)):
            for state in self.layers[level]:
                ends[state] = sum(weight * ends[child] * skipped for child, weight, skipped in self.children[state])
        return ends
