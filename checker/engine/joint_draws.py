"""Joint probabilities over several diagrams that share codings, in one pass, without enumerating draws.

A stage is some diagrams, as of a period's verdict, and tests of the leaves that a draw leads to. All diagrams are
brought into one order of blocks, in which those that two stages share stand between what either asks alone. A state
is the node reached in each diagram, and one integer holds the weights of all tests side by side: a test
that a stage fails is masked out of it where the stage ends. Blocks are drawn independently, or follow one uniform
number that blocks of one source share (semantics.md, section 6).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm, prod
from operator import add
from typing import Any, NamedTuple

from checker.engine.common_order import Budget, Ordered
from checker.engine.compiled import Block, Diagram
from checker.engine.model_count import in_whole_numbers

MAX_NODES = 500_000
MAX_WAYS = 2_500_000
Layer = dict[int, int]
"""The weights of all tests by state. In a state's bits stand the nodes come to and, above, the number of the span."""
Span = tuple[tuple[str, int, int], ...]
"""Between which bounds each source's uniform number lies, as far as the draw has told."""


@dataclass(frozen=True)
class Draws:
    """How blocks are drawn: the probability of each value, by place; a block that is not named is left open.

    `sources` names for some blocks what they share a uniform number with; each takes its values from the most
    probable one down (of equal ones the lowest first) as the number grows.
    """

    chances: Mapping[Block, Sequence[Fraction]]
    sources: Mapping[Block, str]


@dataclass(frozen=True)
class Stage:
    """Some diagrams, and which tests a draw passes by the leaves of each; these are several where blocks are open."""

    diagrams: tuple[Diagram[Any], ...]
    passed: Callable[[Sequence[tuple[Any, ...]]], Sequence[bool]]


def carried(
    stages: Sequence[Stage], draws: Draws, tests: int, nodes: int = MAX_NODES, ways: int = MAX_WAYS
) -> tuple[Fraction, ...]:
    """The probability, for each of so many tests, that a draw passes it in every stage.

    Raises LimitReached past so many nodes of the diagrams in their common order, or ways on from the states.
    """
    return _Pass(
        stages,
        draws,
        tests,
        Budget(nodes, "nodes in an order that the periods share"),
        Budget(ways, "ways through the codings that periods share"),
    ).run()


class _Part(NamedTuple):
    """A diagram as a state's bits hold it: by rank, what going on from a node adds to the state, for each place."""

    shift: int
    mask: int
    steps: Mapping[int, Mapping[int, tuple[int, ...]]]
    ends: Mapping[int, tuple[Any, ...]]


class _Pass:
    """A block's weights are whole numbers, by whose sum a state that does not ask the block is multiplied.

    So all weights stand, in the end, times `whole`.
    """

    def __init__(self, stages: Sequence[Stage], draws: Draws, tests: int, nodes: Budget, ways: Budget) -> None:
        self.draws = draws
        self.tests = tests
        self.ways = ways
        # Values with no chance are left out, and before blocks are ordered: what only they made two stages share is not.
        self.places = {b: [n for n, p in enumerate(own) if p] for b, own in draws.chances.items()}
        stages = [Stage(tuple(map(self._possible, stage.diagrams)), stage.passed) for stage in stages]
        self.blocks = _common_order(stages)
        rank = {block: n for n, block in enumerate(self.blocks)}
        self.start, self.span_shift = 0, 0
        self.stages: list[tuple[Stage, list[_Part]]] = []
        for stage in stages:
            parts = []
            for diagram in stage.diagrams:
                ordered = Ordered(diagram, rank, self.places, nodes)
                shift = self.span_shift
                parts.append(_Part(shift, (1 << ordered.bits) - 1, ordered.steps(shift), ordered.ends))
                self.start += ordered.root << shift
                self.span_shift += ordered.bits
            self.stages.append((stage, parts))
        asked = {n for _, parts in self.stages for part in parts for n in part.steps}
        self._weigh([block for n, block in enumerate(self.blocks) if n in asked])
        self.spans: dict[Span, int] = {(): 0}

    def _possible(self, diagram: Diagram[Any]) -> Diagram[Any]:
        """The diagram over the values that have a chance."""
        possible = {
            block: [values[place] for place in self.places[block]]
            for block, values in zip(diagram.blocks, diagram.values, strict=True)
            if block in self.places
        }
        return diagram.restricted(possible)

    def _weigh(self, blocks: Sequence[Block]) -> None:
        """Whole numbers for the chances, and for each source the part of its number's range that each value takes."""
        shared: dict[str, list[Block]] = {}
        for block in blocks:
            if block in self.draws.sources:
                shared.setdefault(self.draws.sources[block], []).append(block)
        chances = {b: [self.draws.chances[b][n] for n in self.places[b]] for b in blocks}
        self.source = {b: source for source, own in shared.items() if len(own) > 1 for b in own}
        self.last = {source: block for block, source in self.source.items()}
        self.lengths = {
            source: lcm(*(p.denominator for b in shared[source] for p in chances[b])) for source in self.last
        }
        self.cuts = {b: _cuts(chances[b], self.lengths[source]) for b, source in self.source.items()}
        self.weights = {b: in_whole_numbers(chances[b]) for b in blocks if b not in self.source}
        self.whole = prod(map(sum, self.weights.values())) * prod(self.lengths.values())
        self.width = self.whole.bit_length()

    def run(self) -> tuple[Fraction, ...]:
        layer = self._ended(-1, {self.start: sum(1 << self.width * n for n in range(self.tests))})
        for rank, block in enumerate(self.blocks):
            if block in self.weights:
                layer = self._ended(rank, self._drawn(rank, self.weights[block], layer))
            elif block in self.source:
                layer = self._ended(rank, self._drawn_by_source(rank, block, layer))
        weights = sum(layer.values())
        return tuple(Fraction(weights >> self.width * n & (1 << self.width) - 1, self.whole) for n in range(self.tests))

    def _asked(self, rank: int) -> list[tuple[int, int, Mapping[int, tuple[int, ...]]]]:
        return [
            (part.shift, part.mask, part.steps[rank])
            for _, parts in self.stages
            for part in parts
            if rank in part.steps
        ]

    def _drawn(self, rank: int, weights: Sequence[int], layer: Layer) -> Layer:
        self.ways.spend(len(layer) * len(weights))
        asked, whole = self._asked(rank), sum(weights)
        following: Layer = {}
        known = following.get
        for state, weight in layer.items():
            steps: Iterable[int] | None = None
            for shift, mask, of in asked:
                own = of.get(state >> shift & mask)
                if own is not None:
                    steps = own if steps is None else map(add, steps, own)
            if steps is None:
                following[state] = known(state, 0) + weight * whole
                continue
            for share, step in zip(weights, steps):  # noqa: B905  `strict` would take a fifth of the time
                to = state + step
                arrived, before = weight * share if share > 1 else weight, known(to)
                following[to] = arrived if before is None else before + arrived
        return following

    def _drawn_by_source(self, rank: int, block: Block, layer: Layer) -> Layer:
        self.ways.spend(len(layer) * len(self.cuts[block]))
        asked, source = self._asked(rank), self.source[block]
        spans = list(self.spans)
        ways: dict[int, list[tuple[int, int]]] = {}
        following: Layer = {}
        for state, weight in layer.items():
            steps = [of[state >> shift & mask] for shift, mask, of in asked if state >> shift & mask in of]
            if not steps:
                following[state] = following.get(state, 0) + weight
                continue
            span = state >> self.span_shift
            if span not in ways:
                ways[span] = self._ways(spans[span], source, self.cuts[block])
            for place, after in ways[span]:
                to = state + sum(own[place] for own in steps) + (after - span << self.span_shift)
                following[to] = following.get(to, 0) + weight
        return self._measured(source, following) if self.last[source] == block else following

    def _ways(self, span: Span, source: str, cuts: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """The places of the values that the span admits, each with the number of the span that it leaves."""
        low, high, others = self._bounds(span, source)
        found = []
        for place, (start, end) in enumerate(cuts):
            if max(low, start) < min(high, end):
                left = tuple(sorted([*others, (source, max(low, start), min(high, end))]))
                found.append((place, self.spans.setdefault(left, len(self.spans))))
        return found

    def _measured(self, source: str, layer: Layer) -> Layer:
        """The layer after the last block of a source: how long a part of its range is left becomes weight."""
        spans = [self._bounds(span, source) for span in self.spans]
        following: Layer = {}
        for state, weight in layer.items():
            span = state >> self.span_shift
            low, high, others = spans[span]
            to = state + (self.spans.setdefault(others, len(self.spans)) - span << self.span_shift)
            following[to] = following.get(to, 0) + weight * (high - low)
        return following

    def _bounds(self, span: Span, source: str) -> tuple[int, int, Span]:
        """The bounds of the source's number, and the bounds of the others."""
        low, high = next(((low, high) for name, low, high in span if name == source), (0, self.lengths[source]))
        return low, high, tuple(each for each in span if each[0] != source)

    def _ended(self, rank: int, layer: Layer) -> Layer:
        """The layer after the stages that ask nothing past this rank: failed tests masked, their nodes forgotten."""
        for stage, parts in self.stages:
            if max((n for part in parts for n in part.steps), default=-1) != rank:
                continue
            bits = sum(part.mask << part.shift for part in parts)
            masks: dict[int, int] = {}
            following: Layer = {}
            for state, weight in layer.items():
                nodes = state & bits
                if nodes not in masks:
                    passed = stage.passed([part.ends[state >> part.shift & part.mask] for part in parts])
                    masks[nodes] = sum((1 << self.width) - 1 << self.width * n for n, each in enumerate(passed) if each)
                if left := weight & masks[nodes]:
                    following[state - nodes] = following.get(state - nodes, 0) + left
            layer = following
        return layer


def _common_order(stages: Sequence[Stage]) -> list[Block]:
    """Blocks that two stages share come after those shared earlier, with what the first of the two asks alone.

    Among these they stand as deep as in the last diagram that asks them: a block that the next stage asks early, as
    the outcome from which it sees a change, would otherwise keep the nodes of both stages apart for long.
    """
    first: dict[Block, int] = {}
    last: dict[Block, int] = {}
    depth: dict[Block, int] = {}
    for number, stage in enumerate(stages):
        for diagram in stage.diagrams:
            for place, block in enumerate(diagram.support()):
                first.setdefault(block, number)
                last[block], depth[block] = number, place
    return sorted(first, key=lambda block: (first[block] + max(last[block], first[block] + 1), depth[block]))


def _cuts(chances: Sequence[Fraction], length: int) -> list[tuple[int, int]]:
    """For each value its part of the uniform number's range, the most probable value first, then the lowest."""
    found, at = [(0, 0)] * len(chances), 0
    for place in sorted(range(len(chances)), key=lambda n: -chances[n]):
        found[place] = (at, at + int(chances[place] * length))
        at = found[place][1]
    return found
