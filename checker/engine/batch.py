"""A compiled diagram asked for many rows at once: one bit for each row, node by node.

A row may have any value of a block that its `may` bits admit, so a missing or contested coding takes several
ways at once. Blocks are met once on every path and in one order, so the leaves reached are exactly those of the row's
completions; the work is the number of edges times the number of rows over 64.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np

from checker.engine.compiled import Block, Diagram

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bits: TypeAlias = NDArray[np.uint64]
    Mask: TypeAlias = NDArray[np.bool_]
else:
    Bits = Mask = Any

L = TypeVar("L", bound=Hashable)


def packed(mask: Mask) -> Bits:
    """The bits of a mask, 64 rows to a word, padded with 0."""
    octets = np.packbits(mask, bitorder="little")
    padded = np.zeros(-(-len(mask) // 64) * 8, np.uint8)
    padded[: len(octets)] = octets
    return padded.view(np.uint64)


def unpacked(bits: Bits, rows: int) -> Mask:
    """The mask of so many rows."""
    return np.unpackbits(bits.view(np.uint8), count=rows, bitorder="little").view(np.bool_)


def counted(bits: Bits) -> int:
    """How many rows have their bit set."""
    return int(np.bitwise_count(bits).sum())


def all_set(rows: int) -> Bits:
    """The bits of so many rows, all set."""
    return packed(np.ones(rows, np.bool_))


def none_set(rows: int) -> Bits:
    """The bits of so many rows, none set."""
    return np.zeros(-(-rows // 64), np.uint64)


def any_set(many: Iterable[Bits], rows: int) -> Bits:
    """The rows in any of some sets."""
    return reduce(np.bitwise_or, many, none_set(rows))


def reached(diagram: Diagram[L], may: Mapping[Block, Sequence[Bits]], rows: int) -> list[Bits]:
    """For each leaf, in the order of `diagram.leaves`, the rows of which some completion ends there.

    `may` gives for each block the rows that may have each of its values; a block that is not there may have any.
    """
    first = len(diagram.leaves)
    found: list[Bits | None] = [None] * (first + len(diagram.nodes))
    found[diagram.root] = all_set(rows)
    open_to_all = all_set(rows)
    for number in range(len(found) - 1, first - 1, -1):
        here, found[number] = found[number], None
        if here is None:
            continue
        block, *children = diagram.nodes[number - first]
        ways = may.get(diagram.blocks[block])
        for place, child in enumerate(children):
            if ways is None:
                arriving = here & open_to_all
            else:
                arriving = here & ways[place]
            known = found[child]
            found[child] = arriving if known is None else np.bitwise_or(known, arriving, out=known)
    return [none_set(rows) if bits is None else bits for bits in found[:first]]
