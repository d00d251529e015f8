"""Exact chances on a diagram, and what each block's value does to them, in one pass down and one up."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

from checker.engine.compiled import MAX_STATES, Block, Diagram
from checker.problems import LimitReached

L = TypeVar("L", bound=Hashable)
State = frozenset[int]


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
    walk = _Walk(diagram, drawn)
    down = walk.down()
    ends = {state: tuple(diagram.leaves[n] for n in sorted(state)) for state in walk.layers[-1]}
    worths = {state: worth(leaves) for state, leaves in ends.items()}
    up = walk.up(worths)
    whole = up[walk.start]
    given = {}
    for level, block in enumerate(diagram.blocks):
        if block not in drawn or not walk.layers[level]:
            continue
        through = [Fraction(0)] * len(diagram.values[level])
        passing = Fraction(0)
        for state in walk.layers[level]:
            passing += down[state]
            for place, child in enumerate(walk.children[state]):
                through[place] += down[state] * up[child]
        # Draws that never ask this block are worth the same whatever its value.
        beside = whole - sum((p * t for p, t in zip(drawn[block], through, strict=True)), Fraction(0))
        given[block] = tuple(beside + each for each in through)
    return Chances({leaves: down[state] for state, leaves in ends.items()}, whole, given)


class _Walk(Generic[L]):
    """The sets of nodes that draws lead through, by the first block that they ask."""

    def __init__(self, diagram: Diagram[L], drawn: Mapping[Block, Sequence[Fraction]]) -> None:
        self.diagram = diagram
        self.drawn = drawn
        self.first = len(diagram.leaves)
        self.start: State = frozenset((diagram.root,))
        self.layers: list[dict[State, None]] = [{} for _ in range(len(diagram.blocks) + 1)]
        self.children: dict[State, list[State]] = {}
        self._level = [len(diagram.blocks)] * self.first + [node[0] for node in diagram.nodes]
        self._arrive(self.start)
        seen = 0
        for level, (block, values) in enumerate(zip(diagram.blocks, diagram.values, strict=True)):
            seen += len(self.layers[level])
            if seen > MAX_STATES:
                raise LimitReached(f"more than {MAX_STATES:,} states of partly known codings")
            for state in self.layers[level]:
                self.children[state] = self._children(state, level, block in drawn, len(values))
                for child in self.children[state]:
                    self._arrive(child)

    def _arrive(self, state: State) -> None:
        self.layers[min(self._level[n] for n in state)][state] = None

    def _children(self, state: State, level: int, drawn: bool, size: int) -> list[State]:
        here = [self.diagram.nodes[n - self.first] for n in state if self._level[n] == level]
        beyond = [n for n in state if self._level[n] != level]
        if drawn:
            return [frozenset([*beyond, *(node[place + 1] for node in here)]) for place in range(size)]
        return [frozenset([*beyond, *(child for node in here for child in node[1:])])]

    def _weights(self, level: int) -> Sequence[Fraction]:
        return self.drawn.get(self.diagram.blocks[level], (Fraction(1),))

    def down(self) -> dict[State, Fraction]:
        """The probability of each set of nodes."""
        found = {self.start: Fraction(1)}
        for level, layer in enumerate(self.layers[:-1]):
            weights = self._weights(level)
            for state in layer:
                for weight, child in zip(weights, self.children[state], strict=True):
                    if weight:
                        found[child] = found.get(child, Fraction(0)) + found.get(state, Fraction(0)) * weight
        return {state: found.get(state, Fraction(0)) for layer in self.layers for state in layer}

    def up(self, worths: Mapping[State, Fraction]) -> dict[State, Fraction]:
        """The expected worth from each set of nodes on."""
        found = dict(worths)
        for level in reversed(range(len(self.layers) - 1)):
            weights = self._weights(level)
            for state in self.layers[level]:
                found[state] = sum((weight * found[child] for weight, child
                                    in zip(weights, self.children[state], strict=True) if weight), Fraction(0))
        return found
