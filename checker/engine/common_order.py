"""Reorder diagrams to one common order of blocks, keeping only values that are drawn."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from checker.engine.compiled import Block, Diagram
from checker.problems import LimitReached

L = TypeVar("L", bound=Hashable)
Row = tuple[int, ...]
LEAF = 1 << 30
"""The rank of a leaf: after all blocks."""


@dataclass
class Budget:
    """A budget of steps; raises LimitReached when it is spent."""

    limit: int
    of: str
    spent: int = 0

    def spend(self, number: int) -> None:
        self.spent += number
        if self.spent > self.limit:
            raise LimitReached(f"more than {self.limit:,} {self.of}")


class Ordered(Generic[L]):
    """The nodes of a diagram, its blocks by rank, grown from the leaves upwards (Bryant 1986, on `apply`).

    A node has one child for each place drawn. Blocks that are not drawn are gone: `ends` says for each node without
    children which leaves they lead to.
    """

    def __init__(
        self, diagram: Diagram[L], rank: Mapping[Block, int], drawn: Mapping[Any, Sequence[int]], budget: Budget
    ) -> None:
        self.ends: dict[int, tuple[L, ...]] = {}
        self._leaves = diagram.leaves
        self._budget = budget
        self._rank: list[int] = []
        self._children: list[Row] = []
        self._sets: dict[int, frozenset[int]] = {}
        self._made: dict[int, dict[object, int]] = {}
        number = [self._leaf(frozenset((n,))) for n in range(len(diagram.leaves))] + [-1] * len(diagram.nodes)
        by_level: dict[int, list[int]] = {}
        for n, node in enumerate(diagram.nodes, len(diagram.leaves)):
            by_level.setdefault(node[0], []).append(n)
        for level in sorted(by_level, reverse=True):
            block = diagram.blocks[level]
            places = drawn.get(block)
            rows = {}
            for n in by_level[level]:
                children = [number[child] for child in diagram.nodes[n - len(diagram.leaves)][1:]]
                rows[n] = _as_set(children) if places is None else tuple([children[place] for place in places])
            found = self._sunk(LEAF if places is None else rank[block], rows.values())
            for n, row in rows.items():
                number[n] = found[row]
        self.root = number[diagram.root]
        self.bits = len(self._rank).bit_length()

    def steps(self, shift: int) -> dict[int, dict[int, Row]]:
        """By rank and node, for nodes that the root leads to: how far each child's number is from its own, shifted."""
        found: dict[int, dict[int, Row]] = {}
        led_to = bytearray(self.root + 1)
        led_to[self.root] = 1
        # Children have lower numbers.
        for node in range(self.root, -1, -1):
            if led_to[node] and self._rank[node] < LEAF:
                for child in self._children[node]:
                    led_to[child] = 1
                found.setdefault(self._rank[node], {})[node] = tuple(
                    [child - node << shift for child in self._children[node]]
                )
        return found

    def _sunk(self, rank: int, rows: Iterable[Row]) -> dict[Row, int]:
        """For each row of children the node that asks this rank, below all that the children ask before it.

        For LEAF, the node that leads to all that the children lead to.
        """
        ranks, children = self._rank, self._children
        found: dict[Row, int] = {}
        waiting: dict[int, dict[Row, list[Row]]] = {}
        split: list[tuple[int, dict[Row, list[Row]]]] = []

        def meet(rows: Iterable[Row]) -> None:
            for row in rows:
                if row in found:
                    continue
                lowest = min(map(ranks.__getitem__, row))
                if row.count(row[0]) == len(row):
                    found[row] = row[0]
                elif lowest > rank:
                    found[row] = self._node(rank, row)
                elif lowest == LEAF:
                    found[row] = self._leaf(frozenset().union(*(self._sets[child] for child in row)))
                else:
                    waiting.setdefault(lowest, {})[row] = []

        meet(rows)
        while waiting:
            lowest = min(waiting)
            below = waiting.pop(lowest)
            split.append((lowest, below))
            width = max(len(children[child]) for row in below for child in row if ranks[child] == lowest)
            self._budget.spend(width * len(below))
            for row in below:
                parts: list[Row] = list(
                    zip(*[children[each] if ranks[each] == lowest else (each,) * width for each in row], strict=True)
                )
                below[row] = [_as_set(part) for part in parts] if rank == LEAF else parts
                meet(below[row])
        for lowest, below in reversed(split):
            for row, parts in below.items():
                found[row] = self._node(lowest, tuple([found[part] for part in parts]))
        return found

    def _node(self, rank: int, children: Row) -> int:
        if children.count(children[0]) == len(children):
            return children[0]
        return self._numbered(children, rank, children)

    def _leaf(self, leaves: frozenset[int]) -> int:
        number = self._numbered(leaves, LEAF, ())
        self._sets[number] = leaves
        self.ends[number] = tuple(self._leaves[n] for n in sorted(leaves))
        return number

    def _numbered(self, key: object, rank: int, children: Row) -> int:
        made = self._made.setdefault(rank, {})
        number = made.setdefault(key, len(self._rank))
        if number == len(self._rank):
            self._rank.append(rank)
            self._children.append(children)
        return number


def _as_set(nodes: Iterable[int]) -> Row:
    return tuple(sorted(set(nodes)))
