"""Compiled periods of several theories in one order, and two of them held side by side, world by world."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from typing import TypeVar

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


def product(left: Diagram[L], right: Diagram[M], limit: int = MAX_PAIRS) -> Diagram[tuple[L, M]]:
    """The diagram of both leaves at once (Bryant 1986, `apply`).

    Blocks that both diagrams have must stand in the same order in both. Raises LimitReached past so many nodes.
    """
    blocks = _merged(left.blocks, right.blocks)
    values = {**dict(zip(left.blocks, left.values, strict=True)), **dict(zip(right.blocks, right.values, strict=True))}
    widths = [len(values[block]) for block in blocks]
    place = {block: n for n, block in enumerate(blocks)}
    asked = [
        [len(blocks)] * len(diagram.leaves) + [place[diagram.blocks[node[0]]] for node in diagram.nodes]
        for diagram in (left, right)
    ]
    leaves: dict[tuple[L, M], int] = {}
    nodes: dict[tuple[int, ...], int] = {}
    # The number of each pair; leaves count down from -1 until it is known how many there are.
    known: dict[tuple[int, int], int] = {}
    # A stack of its own: there may be more blocks than calls can nest.
    waiting = [(left.root, right.root)]
    while waiting:
        pair = a, b = waiting[-1]
        one, other = asked[0][a], asked[1][b]
        block = min(one, other)
        if block == len(blocks):
            known[pair] = ~leaves.setdefault((left.leaves[a], right.leaves[b]), len(leaves))
            waiting.pop()
            continue
        firsts = left.nodes[a - len(left.leaves)][1:] if one == block else (a,) * widths[block]
        seconds = right.nodes[b - len(right.leaves)][1:] if other == block else (b,) * widths[block]
        pairs = list(zip(firsts, seconds, strict=True))
        if missing := [each for each in pairs if each not in known]:
            waiting += reversed(missing)
            continue
        waiting.pop()
        if pair not in known:
            children = [known[each] for each in pairs]
            known[pair] = children[0] if len(set(children)) == 1 else nodes.setdefault((block, *children), len(nodes))
            if len(nodes) > limit:
                raise LimitReached(f"more than {limit:,} nodes where two theories are held side by side")

    def numbered(child: int) -> int:
        return ~child if child < 0 else child + len(leaves)

    root = numbered(known[left.root, right.root])
    return Diagram(
        blocks,
        tuple(values[b] for b in blocks),
        tuple(leaves),
        tuple((block, *map(numbered, children)) for block, *children in nodes),
        root,
    )


def _merged(left: Sequence[Block], right: Sequence[Block]) -> tuple[Block, ...]:
    """Both sequences in one, each in its own order."""
    found: list[Block] = []
    rest = list(right)
    for block in left:
        if block in rest:
            found += rest[: rest.index(block)]
            rest = rest[rest.index(block) + 1 :]
        elif block in right:
            raise ValueError(f"the diagrams order {block} differently")
        found.append(block)
    return (*found, *rest)
