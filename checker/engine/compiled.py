"""A function of codings as a small array: compiled once, then walked by any evaluator without a solver.

The array is a multi-valued decision diagram (Kam et al. 1998). `nodes[i]` is `(block, child, child, ...)`:
the block asks for the value of one term-period and has one child for each of its values, lowest first. A number
below `len(leaves)` is a leaf, any other number n is `nodes[n - len(leaves)]`. Children stand before their
parents, blocks grow along every path, and a block that makes no difference is skipped. One walk from the
root answers for complete codings, one pass over the array for anything that quantifies over them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Generic, NamedTuple, TypeVar

from checker.problems import LimitReached
from checker.study.term_period import TermPeriod

MAX_STATES = 200_000


class Switch(NamedTuple):
    """A proposition or exhaustive statement, by label, that is on or off; its values are `off`, `on`."""

    label: str


Block = TermPeriod | Switch
OFF_ON = ("off", "on")


@dataclass(frozen=True)
class Claim:
    """What a theory says in one world of conditions: a leaf of the diagram that `diagram.compiled` makes.

    Out of scope nothing else is filled in. `denies` says that the strict instances about the conditions
    cannot hold; `levels` and `expected_levels` are the values of the explained term that the strict instances,
    and all instances, allow; `prediction` and `expectation` are the outcomes that these levels are. `before` is
    the explained term's value in the period before, where its change is explained.
    """

    in_scope: bool
    denies: bool = False
    levels: tuple[str, ...] = ()
    expected_levels: tuple[str, ...] = ()
    prediction: tuple[str, ...] = ()
    expectation: tuple[str, ...] = ()
    before: str | None = None


L = TypeVar("L", bound=Hashable)
M = TypeVar("M", bound=Hashable)
W = TypeVar("W")
Values = Mapping[Any, Sequence[str]]  # by block; Any, since a mapping by term-period alone must do too


class Move(NamedTuple, Generic[W]):
    """One way to go on at a block: to the children of these values (by place), all at once, at a weight."""

    places: tuple[int, ...]
    weight: W


@dataclass(frozen=True)
class Diagram(Generic[L]):
    """A function from the values of its blocks to its leaves; see the head of this module for the array."""

    blocks: tuple[Block, ...]
    values: tuple[tuple[str, ...], ...]
    leaves: tuple[L, ...]
    nodes: tuple[tuple[int, ...], ...]
    root: int

    def at(self, world: Mapping[Block, str]) -> L:
        """The leaf of one world: a value for each block."""
        number = self.root
        while number >= len(self.leaves):
            block, *children = self.nodes[number - len(self.leaves)]
            number = children[self.values[block].index(world[self.blocks[block]])]
        return self.leaves[number]

    def reached(self, allowed: Values) -> tuple[L, ...]:
        """The leaves of the worlds that allowed values admit, in the order of `leaves`.

        A block without allowed values, or with none listed, may have any.
        """
        first, places = len(self.leaves), self._places(allowed)
        stack, seen = [self.root], {self.root}
        while stack:
            number = stack.pop()
            if number >= first:
                node = self.nodes[number - first]
                for place in places[node[0]]:
                    child = node[place + 1]
                    if child not in seen:
                        seen.add(child)
                        stack.append(child)
        return tuple(leaf for number, leaf in enumerate(self.leaves) if number in seen)

    def restricted(self, allowed: Values) -> Diagram[L]:
        """The diagram in which every block with one allowed value is read off and gone.

        Values that are not allowed keep their place, with the lowest allowed value's child, so that the diagram
        depends on a block only where its allowed values differ.
        """
        places = self._places(allowed)
        return self._rebuilt(
            self.leaves,
            lambda block, children: tuple(
                children[place if place in places[block] else places[block][0]] for place in range(len(children))
            ),
        )

    def one_period_later(self) -> Diagram[L]:
        """The same function of the same terms, each a period later."""
        return replace(
            self,
            blocks=tuple(
                block if isinstance(block, Switch) else TermPeriod(block.term, block.period + 1)
                for block in self.blocks
            ),
        )

    def mapped(self, change: Callable[[L], M]) -> Diagram[M]:
        """The diagram with other leaves; what leads to equal leaves is merged."""
        return self._rebuilt(tuple(change(leaf) for leaf in self.leaves), lambda block, children: children)

    def extended(self, block: Block, values: tuple[str, ...], leaf: Callable[[L, str], M]) -> Diagram[M]:
        """The diagram with one block more, below all others; `leaf` says what a leaf becomes at each of its values."""
        leaves: dict[M, int] = {}
        below: dict[tuple[int, ...], int] = {}
        ends = [tuple(leaves.setdefault(leaf(old, value), len(leaves)) for value in values) for old in self.leaves]
        # Negative numbers stand for leaves until it is known how many are left.
        number = [
            ~row[0]
            if len(set(row)) == 1
            else below.setdefault((len(self.blocks), *(~child for child in row)), len(below))
            for row in ends
        ]
        made = list(below)
        known = {node: n for n, node in enumerate(made)}
        for level, *old in self.nodes:
            children = tuple(number[child] for child in old)
            if len(set(children)) == 1:
                number.append(children[0])
                continue
            node = (level, *children)
            if node not in known:
                known[node] = len(made)
                made.append(node)
            number.append(known[node])
        root = number[self.root]
        return _numbered((*self.blocks, block), (*self.values, values), list(leaves), made, _reached(made, root), root)

    def support(self) -> tuple[Block, ...]:
        """The blocks on which the function depends: two worlds differ in nothing else and have different leaves."""
        used = {node[0] for node in self.nodes}
        return tuple(block for number, block in enumerate(self.blocks) if number in used)

    def world(self, accept: Callable[[L], bool]) -> dict[Block, str] | None:
        """A world whose leaf is accepted: the values on the first path that leads to one, or None where none does."""
        good = [accept(leaf) for leaf in self.leaves]
        for _, *children in self.nodes:
            good.append(any(good[child] for child in children))
        number, found = self.root, dict[Block, str]()
        while good[number] and number >= len(self.leaves):
            block, *children = self.nodes[number - len(self.leaves)]
            place = next(n for n, child in enumerate(children) if good[child])
            found[self.blocks[block]] = self.values[block][place]
            number = children[place]
        return found if good[number] else None

    def folded(self, start: Callable[[L], W], join: Callable[[Sequence[W]], W]) -> list[W]:
        """A value for every number of the array: `start` of a leaf, `join` of a node's children."""
        found = [start(leaf) for leaf in self.leaves]
        for _, *children in self.nodes:
            found.append(join([found[child] for child in children]))
        return found

    def shares(self) -> dict[L, Fraction]:
        """The share of all worlds that has each leaf, exact."""
        moves = {
            block: [Move((place,), Fraction(1, len(values))) for place in range(len(values))]
            for block, values in zip(self.blocks, self.values, strict=True)
        }
        shares = self.spread(moves, Fraction(1), lambda a, b: a + b, lambda a, b: a * b)
        return {leaf: share for (leaf,), share in shares.items()}

    def spread(
        self,
        moves: Mapping[Block, Sequence[Move[W]]],
        start: W,
        plus: Callable[[W, W], W],
        times: Callable[[W, W], W],
        keep: Callable[[frozenset[int], W], bool] | None = None,
    ) -> dict[tuple[L, ...], W]:
        """Each set of leaves that a choice of one move per block leads to, with the weight of all such choices.

        A move to several values goes to all of them at once (they are left open), so that a choice of moves
        ends in a set of leaves. `plus` joins the weights of different choices, `times` those along one.
        The weights of a block's moves must sum to the neutral weight (probabilities to 1, costs to a least
        of 0), since skipped blocks are not asked. A block without moves is left open at no weight.
        Choices that `keep` refuses, by the set of nodes they have come to and their weight so far, are left out.
        Raises LimitReached past MAX_STATES sets of nodes.
        """
        first = len(self.leaves)
        waiting: list[dict[frozenset[int], W]] = [{} for _ in range(len(self.blocks) + 1)]

        def arrive(state: frozenset[int], weight: W) -> None:
            level = min((self.nodes[n - first][0] for n in state if n >= first), default=len(self.blocks))
            layer = waiting[level]
            layer[state] = plus(layer[state], weight) if state in layer else weight

        arrive(frozenset((self.root,)), start)
        seen = 0
        for level, (block, values) in enumerate(zip(self.blocks, self.values, strict=True)):
            layer, waiting[level] = waiting[level], {}
            seen += len(layer)
            if seen > MAX_STATES:
                raise LimitReached(f"more than {MAX_STATES:,} states of partly known codings")
            open_to_all = tuple(range(len(values)))
            for state, weight in layer.items():
                here = [self.nodes[n - first] for n in state if n >= first and self.nodes[n - first][0] == level]
                beyond = [n for n in state if n < first or self.nodes[n - first][0] != level]
                if block not in moves:
                    arrive(frozenset([*beyond, *(node[p + 1] for node in here for p in open_to_all)]), weight)
                    continue
                for places, cost in moves[block]:
                    following = frozenset([*beyond, *(node[p + 1] for node in here for p in places)])
                    further = times(weight, cost)
                    if keep is None or keep(following, further):
                        arrive(following, further)
        return {tuple(self.leaves[n] for n in sorted(state)): weight for state, weight in waiting[-1].items()}

    def plain(self, leaf: Callable[[L], object]) -> dict[str, object]:
        """Lists, numbers and texts only, for a file or a page; `leaf` writes a leaf so."""
        return {
            "blocks": [str(b.label) if isinstance(b, Switch) else [str(b.term), b.period] for b in self.blocks],
            "values": [list(values) for values in self.values],
            "leaves": [leaf(each) for each in self.leaves],
            "nodes": [list(node) for node in self.nodes],
            "root": self.root,
        }

    def _places(self, allowed: Values) -> list[tuple[int, ...]]:
        """For each block the places of its allowed values, all where none are named."""
        return [
            tuple(values.index(v) for v in allowed[block]) if allowed.get(block) else tuple(range(len(values)))
            for block, values in zip(self.blocks, self.values, strict=True)
        ]

    def _rebuilt(
        self, leaves: Sequence[M], children_of: Callable[[int, tuple[int, ...]], tuple[int, ...]]
    ) -> Diagram[M]:
        """The reduced diagram over these leaves in which each node has the children that `children_of` says."""
        made: dict[tuple[int, ...], int] = {}
        kept: dict[M, int] = {}
        # Negative numbers stand for leaves until it is known how many are left.
        number: list[int] = [~kept.setdefault(leaf, len(kept)) for leaf in leaves]
        for block, *old in self.nodes:
            children = children_of(block, tuple(number[child] for child in old))
            if len(set(children)) == 1:
                number.append(children[0])
            else:
                number.append(made.setdefault((block, *children), len(made)))
        root, nodes = number[self.root], list(made)
        return _numbered(self.blocks, self.values, list(kept), nodes, _reached(nodes, root), root)


def _reached(nodes: Sequence[tuple[int, ...]], root: int) -> set[int]:
    """The numbers that paths from the root come to; ~n is leaf n."""
    needed, stack = {root}, [root]
    while stack:
        top = stack.pop()
        below = [child for child in (nodes[top][1:] if top >= 0 else ()) if child not in needed]
        needed.update(below)
        stack.extend(below)
    return needed


def _numbered(
    blocks: tuple[Block, ...],
    values: tuple[tuple[str, ...], ...],
    leaves: list[M],
    nodes: list[tuple[int, ...]],
    needed: set[int],
    root: int,
) -> Diagram[M]:
    """A diagram of the needed leaves and nodes, renumbered; ~n is leaf n."""
    left = [n for n in range(len(leaves)) if ~n in needed]
    new = {~n: place for place, n in enumerate(left)}
    inner = [n for n in range(len(nodes)) if n in needed]
    new.update((n, len(left) + place) for place, n in enumerate(inner))
    return Diagram(
        blocks,
        values,
        tuple(leaves[n] for n in left),
        tuple((nodes[n][0], *(new[child] for child in nodes[n][1:])) for n in inner),
        new[root],
    )
