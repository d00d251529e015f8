"""Compiled periods of several theories in one order, and two of them held side by side, world by world."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from typing import Any, TypeVar

from checker.engine.compiled import Block, Claim, Diagram
from checker.engine.grounding import Grounder
from checker.problems import LimitReached
from checker.study.theory import Explained

MAX_PAIRS = 200_000
L = TypeVar("L", bound=Hashable)
M = TypeVar("M", bound=Hashable)


def in_one_order(
    theories: Sequence[tuple[Grounder, Collection[str]]], explained: Explained, period: int
) -> list[Diagram[Claim] | str]:
    """The compiled period of each theory, with what it does without, so that any two can be paired; or its limit."""
    from checker.engine.diagram import compiled

    order: list[Block] = []
    found: list[Diagram[Claim] | str] = []
    for grounder, without in theories:
        try:
            diagram = compiled(grounder, explained, period, without=without, order=order)
        except LimitReached as limit:
            found.append(str(limit))
            continue
        found.append(diagram)
        order += [block for block in diagram.blocks if block not in order]
    return found


def paired(left: Diagram[L], right: Diagram[M], limit: int = MAX_PAIRS) -> Diagram[tuple[L, M]]:
    """The diagram of both leaves at once (Bryant 1986, `apply`).

    Blocks that both diagrams have must stand in the same order in both. Raises LimitReached past so many nodes.
    """
    blocks = _merged(left.blocks, right.blocks)
    values = {**dict(zip(left.blocks, left.values, strict=True)), **dict(zip(right.blocks, right.values, strict=True))}
    place = {block: n for n, block in enumerate(blocks)}
    leaves: dict[tuple[L, M], int] = {}
    nodes: dict[tuple[int, ...], int] = {}
    known: dict[tuple[int, int], int] = {}

    def asked(diagram: Diagram[Any], number: int) -> int:
        if number < len(diagram.leaves):
            return len(blocks)
        return place[diagram.blocks[diagram.nodes[number - len(diagram.leaves)][0]]]

    def below(diagram: Diagram[Any], number: int, block: int, value: int) -> int:
        return diagram.nodes[number - len(diagram.leaves)][value + 1] if asked(diagram, number) == block else number

    def number(a: int, b: int, children: Sequence[int]) -> int:
        """The pair's number; leaves count down from -1 until it is known how many there are."""
        block = min(asked(left, a), asked(right, b))
        if block == len(blocks):
            return ~leaves.setdefault((left.leaves[a], right.leaves[b]), len(leaves))
        return children[0] if len(set(children)) == 1 else nodes.setdefault((block, *children), len(nodes))

    # A stack of its own: there may be more blocks than calls can nest.
    waiting = [(left.root, right.root)]
    while waiting:
        a, b = waiting[-1]
        if (a, b) in known:
            waiting.pop()
            continue
        block = min(asked(left, a), asked(right, b))
        pairs = [] if block == len(blocks) else [
            (below(left, a, block, v), below(right, b, block, v)) for v in range(len(values[blocks[block]]))]
        missing = [pair for pair in pairs if pair not in known]
        if missing:
            waiting += reversed(missing)
            continue
        waiting.pop()
        known[a, b] = number(a, b, [known[pair] for pair in pairs])
        if len(nodes) > limit:
            raise LimitReached(f"more than {limit:,} nodes where two theories are held side by side")

    def numbered(child: int) -> int:
        return ~child if child < 0 else child + len(leaves)

    root = numbered(known[left.root, right.root])
    return Diagram(blocks, tuple(values[b] for b in blocks), tuple(leaves),
                   tuple((block, *map(numbered, children)) for block, *children in nodes), root)


def _merged(left: Sequence[Block], right: Sequence[Block]) -> tuple[Block, ...]:
    """Both sequences in one, each in its own order."""
    found: list[Block] = []
    rest = list(right)
    for block in left:
        if block in rest:
            found += rest[:rest.index(block)]
            rest = rest[rest.index(block) + 1:]
        elif block in right:
            raise ValueError(f"the diagrams order {block} differently")
        found.append(block)
    return (*found, *rest)
