"""Exact chances on a diagram, and what each block's value does to them, in one pass down and one up."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Generic, TypeVar

from checker.engine.compiled import MAX_STATES, Block, Diagram
from checker.problems import LimitReached

L = TypeVar("L", bound=Hashable)
State = int | frozenset[int]
"""Nodes that a draw may have come to; one node, as where all is coded, by its number alone."""


@dataclass(frozen=True)
class Chances(Generic[L]):
    """`leaves` holds the probability of each set of leaves, `given` the expected worth if a block has a value.

    The values of a block stand by place. A block that makes no difference is not in `given`.
    """

    leaves: Mapping[tuple[L, ...], Fraction]
    worth: Fraction
    given: Mapping[Block, tuple[Fraction, ...]]


def chances(
    diagram: Diagram[L], drawn: Mapping[Block, Sequence[Fraction]], worth: Callable[[tuple[L, ...]], Fraction]
) -> Chances[L]:
    """The chances where blocks are drawn independently, by probabilities in the order of their values.

    A block that is not drawn is left open: all its values at once, so that a draw ends in a set of leaves.
    Worth is linear in each block's probabilities (Darwiche 2003 on derivatives of circuits), hence one pass each
    way. Raises LimitReached past MAX_STATES sets of nodes.
    """
    return _Walk(diagram, drawn, worth).chances()


def leaf_chances(
    diagram: Diagram[L], drawn: Mapping[Block, Sequence[Fraction]]
) -> dict[tuple[L, ...], Fraction]:
    """The probability of each set of leaves alone: the pass down."""
    return _Walk(diagram, drawn, lambda leaves: Fraction(0)).leaves()


class _Walk(Generic[L]):
    """The sets of nodes that draws lead through, by the first block that they ask.

    All numbers are whole: a chance down to level l stands times the product of the denominators of the blocks above
    l, a worth from l on times that of those from l on. Fractions would spend their time on common divisors.
    """

    def __init__(
        self, diagram: Diagram[L], drawn: Mapping[Block, Sequence[Fraction]],
        worth: Callable[[tuple[L, ...]], Fraction],
    ) -> None:
        self.diagram = diagram
        self.drawn = drawn
        self.worth = worth
        self.first = len(diagram.leaves)
        self.start: State = diagram.root
        self.layers: list[dict[State, int]] = [{} for _ in range(len(diagram.blocks) + 1)]
        self.weights: list[list[int]] = []
        self.above = [1]
        for block in diagram.blocks:
            shares = drawn.get(block, (Fraction(1),))
            whole = lcm(*(p.denominator for p in shares))
            self.weights.append([p.numerator * (whole // p.denominator) for p in shares])
            self.above.append(self.above[-1] * whole)
        self._level = [len(diagram.blocks)] * self.first + [node[0] for node in diagram.nodes]
        self.children: dict[State, list[tuple[State, int, int]]] = {}

    def leaves(self) -> dict[tuple[L, ...], Fraction]:
        """The probability of each set of leaves."""
        self._down()
        return {self._ends(state): Fraction(share, self.above[-1]) for state, share in self.layers[-1].items()}

    def _ends(self, state: State) -> tuple[L, ...]:
        return tuple(self.diagram.leaves[n] for n in ([state] if isinstance(state, int) else sorted(state)))

    def chances(self) -> Chances[L]:
        self._down()
        ends = {state: self._ends(state) for state in self.layers[-1]}
        worths = {state: self.worth(leaves) for state, leaves in ends.items()}
        fine = lcm(*(each.denominator for each in worths.values()))
        up = self._up({state: each.numerator * (fine // each.denominator) for state, each in worths.items()})
        whole = up[self.start] * self.above[self._level_of(self.start)]
        leaves = {ends[state]: Fraction(share, self.above[-1]) for state, share in self.layers[-1].items()}
        return Chances(leaves, Fraction(whole, self.above[-1] * fine), dict(self._given(up, whole, fine)))

    def _given(
        self, up: Mapping[State, int], whole: int, fine: int
    ) -> Iterator[tuple[Block, tuple[Fraction, ...]]]:
        for level, block in enumerate(self.diagram.blocks):
            layer = self.layers[level]
            if block not in self.drawn or not layer:
                continue
            sums = [0] * len(self.diagram.values[level])
            for state, share in layer.items():
                for place, (child, _, skipped) in enumerate(self.children[state]):
                    sums[place] += share * up[child] * skipped
            # Draws that never ask this block are worth the same whatever its value.
            beside = whole - sum(weight * each for weight, each in zip(self.weights[level], sums, strict=True))
            denominator = self.above[level + 1] // self.above[level]
            yield block, tuple(Fraction(beside + denominator * each, self.above[-1] * fine) for each in sums)

    def _down(self) -> None:
        """Find the sets of nodes and the chance of each."""
        self.layers[self._level_of(self.start)][self.start] = self.above[self._level_of(self.start)]
        seen = 0
        for level, block in enumerate(self.diagram.blocks):
            seen += len(self.layers[level])
            if seen > MAX_STATES:
                raise LimitReached(f"more than {MAX_STATES:,} states of partly known codings")
            for state, share in self.layers[level].items():
                below = []
                for child, weight in zip(self._below(state, level, block), self.weights[level], strict=True):
                    at = self._level_of(child)
                    skipped = self.above[at] // self.above[level + 1]
                    below.append((child, weight, skipped))
                    layer = self.layers[at]
                    layer[child] = layer.get(child, 0) + share * weight * skipped
                self.children[state] = below

    def _level_of(self, state: State) -> int:
        return self._level[state] if isinstance(state, int) else min(self._level[n] for n in state)

    def _below(self, state: State, level: int, block: Block) -> Sequence[State]:
        if isinstance(state, int):
            children = self.diagram.nodes[state - self.first][1:]
            return children if block in self.drawn else [_joined(children)]
        here = [self.diagram.nodes[n - self.first] for n in state if self._level[n] == level]
        beyond = [n for n in state if self._level[n] != level]
        if block in self.drawn:
            return [_joined([*beyond, *(node[place + 1] for node in here)])
                    for place in range(len(self.diagram.values[level]))]
        return [_joined([*beyond, *(child for node in here for child in node[1:])])]

    def _up(self, worths: dict[State, int]) -> dict[State, int]:
        """The expected worth from each set of nodes on."""
        for level in reversed(range(len(self.layers) - 1)):
            for state in self.layers[level]:
                worths[state] = sum(weight * worths[child] * skipped for child, weight, skipped in self.children[state])
        return worths


def _joined(nodes: Sequence[int]) -> State:
    found = frozenset(nodes)
    return nodes[0] if len(found) == 1 else found
