"""Draws that several diagrams share: a state is carried from one to the next, and nothing is enumerated.

A stage is one diagram over blocks, as a period's verdict. Every block is drawn once for all stages; what a later
stage still asks is kept in the state, beside a memory that is folded anew at the end of each stage. Blocks are
drawn independently, or follow one uniform number that blocks of one source share (semantics.md, section 6).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm, prod
from typing import Any, Generic, TypeVar

from checker.engine.compiled import MAX_STATES, Block, Diagram
from checker.problems import LimitReached

L = TypeVar("L", bound=Hashable)
M = TypeVar("M", bound=Hashable)


@dataclass(frozen=True)
class Draws:
    """How blocks are drawn: the probability of each value, by place; a block that is not named is left open.

    `sources` names for some blocks what they share a uniform number with; each takes its values from the most
    probable one down (of equal ones the lowest first) as the number grows.
    """

    chances: Mapping[Block, Sequence[Fraction]]
    sources: Mapping[Block, str]


@dataclass(frozen=True)
class Stage(Generic[L, M]):
    """A diagram, the blocks whose values its fold wants to see, and the fold: memory, leaves, values -> memory.

    The values that the fold sees are places in the order of the block's values, None where the block is open.
    """

    diagram: Diagram[L]
    watched: tuple[Block, ...]
    fold: Callable[[M, tuple[L, ...], tuple[int | None, ...]], M]


def carried(stages: Sequence[Stage[Any, M]], draws: Draws, start: M, limit: int = MAX_STATES) -> dict[M, Fraction]:
    """The probability of each memory at the end of all stages. Raises LimitReached past so many states."""
    return _Carrier(stages, draws, limit).run(start)


class _Carrier(Generic[M]):
    """States are (values of blocks kept, by index, ranges of sources kept, memory), with whole numbers as weights.

    A block's weights are whole numbers that add up to its `whole`; a state in which the block was never drawn is
    multiplied by the whole where it is asked last. So all weights stand, in the end, times one and the same number.
    """

    def __init__(self, stages: Sequence[Stage[Any, M]], draws: Draws, limit: int) -> None:
        # Values that no draw has are left out, and with them what makes no difference.
        drawn = {b: [n for n, p in enumerate(own) if p] for b, own in draws.chances.items()}
        self.stages = [replace(stage, diagram=stage.diagram.restricted({
            block: tuple(values[n] for n in drawn[block])
            for block, values in zip(stage.diagram.blocks, stage.diagram.values, strict=True) if block in drawn
        })) for stage in stages]
        self.limit = limit
        self.seen = 0
        self.last: dict[Block, int] = {}
        for number, stage in enumerate(self.stages):
            for block in (*stage.diagram.support(), *stage.watched):
                if block in draws.chances:
                    self.last[block] = number
        shared = {source: [b for b in self.last if draws.sources.get(b) == source]
                  for source in dict.fromkeys(draws.sources.values())}
        self._lasts = list(self.last.values())
        self.source = {b: source for source, blocks in shared.items() if len(blocks) > 1 for b in blocks}
        self.last_of_source = {source: max(self.last[b] for b in shared[source]) for source in self.source.values()}
        self.index = {block: n for n, block in enumerate(self.last)}
        self.weights = {b: _whole(draws.chances[b]) for b in self.last if b not in self.source}
        self.lengths = {source: lcm(*(p.denominator for b in shared[source] for p in draws.chances[b]))
                        for source in self.last_of_source}
        self.cuts = {b: _cuts(draws.chances[b], self.lengths[source]) for b, source in self.source.items()}

    def run(self, start: M) -> dict[M, Fraction]:
        states: dict[tuple[Any, Any, M], int] = {((), (), start): 1}
        for number, stage in enumerate(self.stages):
            states = self._stage(number, stage, states)
        whole = prod(sum(weights) for weights in self.weights.values()) * prod(self.lengths.values())
        found: dict[M, Fraction] = {}
        for (_, _, memory), weight in states.items():
            found[memory] = found.get(memory, Fraction(0)) + Fraction(weight, whole)
        return found

    def _stage(
        self, number: int, stage: Stage[Any, M], states: Mapping[tuple[Any, Any, M], int]
    ) -> dict[tuple[Any, Any, M], int]:
        diagram, first = stage.diagram, len(stage.diagram.leaves)
        own, asked_levels = diagram.blocks, {node[0] for node in diagram.nodes}
        order = [(n, b) for n, b in enumerate(own) if n in asked_levels or b in stage.watched]
        order += [(len(own), b) for b in stage.watched if b not in own]
        layer: dict[tuple[frozenset[int], Any, Any, M], int] = {}
        for (values, ranges, memory), weight in states.items():
            layer[frozenset((diagram.root,)), values, ranges, memory] = weight
        for level, block in order:
            following: dict[tuple[frozenset[int], Any, Any, M], int] = {}
            for (nodes, values, ranges, memory), weight in layer.items():
                here = [diagram.nodes[n - first] for n in nodes
                        if n >= first and diagram.nodes[n - first][0] == level]
                beyond = [n for n in nodes if n < first or diagram.nodes[n - first][0] != level]
                watched = block in stage.watched
                for place, after, left, share in self._drawn(block, number, bool(here), watched, values, ranges):
                    children = [*beyond, *(child for node in here for child in
                                           (node[1:] if place is None else (node[place + 1],)))]
                    key = (frozenset(children), after, left, memory)
                    following[key] = following.get(key, 0) + weight * share
            layer = following
            self.seen += len(layer)
            if self.seen > self.limit:
                raise LimitReached(f"more than {self.limit:,} states of codings that periods share")
        ended: dict[tuple[Any, Any, M], int] = {}
        for (nodes, values, ranges, memory), weight in layer.items():
            known = dict(values)
            leaves = tuple(diagram.leaves[n] for n in sorted(nodes))
            memory = stage.fold(memory, leaves, tuple(known.get(self.index.get(block, -1)) for block in stage.watched))
            kept = tuple((index, place) for index, place in values if self._lasts[index] > number)
            left, measure = self._measured(ranges, number)
            key_after = (kept, left, memory)
            ended[key_after] = ended.get(key_after, 0) + weight * measure
        return ended

    def _drawn(
        self, block: Block, number: int, asked: bool, watched: bool, values: tuple[tuple[int, int], ...], ranges: Any
    ) -> Sequence[tuple[int | None, Any, Any, int]]:
        """Each value's place, None for all values at once, with the values, ranges and weight that go with it."""
        if block not in self.last:
            return [(None, values, ranges, 1)]
        index = self.index[block]
        known = next((place for each, place in values if each == index), None)
        kept = watched or self.last[block] > number
        if known is not None:
            return [(known, values if kept else tuple(each for each in values if each[0] != index), ranges, 1)]
        if not (asked or watched):
            # Never drawn: the weights of its values add up to the whole.
            last = self.last[block] == number and block in self.weights
            return [(None, values, ranges, sum(self.weights[block]) if last else 1)]

        def after(place: int) -> tuple[tuple[int, int], ...]:
            return tuple(sorted((*values, (index, place)))) if kept else values

        if block in self.weights:
            return [(place, after(place), ranges, weight) for place, weight in enumerate(self.weights[block]) if weight]
        source = self.source[block]
        low, high = dict(ranges).get(source, (0, self.lengths[source]))
        others = [(name, span) for name, span in ranges if name != source]
        found = []
        for place, start, end in self.cuts[block]:
            span = (max(low, start), min(high, end))
            if span[0] < span[1]:
                found.append((place, after(place), tuple(sorted([*others, (source, span)])), 1))
        return found

    def _measured(self, ranges: Any, number: int) -> tuple[Any, int]:
        """What is kept of the sources' ranges, and the measure of those of which nothing more is asked."""
        measure, known = 1, dict(ranges)
        for source, last in self.last_of_source.items():
            if last == number:
                low, high = known.pop(source, (0, self.lengths[source]))
                measure *= high - low
        return tuple(sorted(known.items())), measure


def _whole(chances: Sequence[Fraction]) -> list[int]:
    whole = lcm(*(p.denominator for p in chances))
    return [p.numerator * (whole // p.denominator) for p in chances]


def _cuts(chances: Sequence[Fraction], length: int) -> list[tuple[int, int, int]]:
    """For each value that has a chance its part of the uniform number's range, the most probable value first."""
    found, at = [], 0
    for place in sorted(range(len(chances)), key=lambda n: (-chances[n], n)):
        end = at + int(chances[place] * length)
        if end > at:
            found.append((place, at, end))
        at = end
    return found
