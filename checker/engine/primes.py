"""Prime implicants with set-valued literals: the largest cubes of worlds in which something is forbidden.

A cube gives each place a set of values; a place with all of its values is no literal. Exact: read off a
decision diagram by its cofactors, without a solver and without a world counted (Coudert and Madre 1992, for many
values).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checker.engine.compiled import Diagram, Switch
from checker.problems import LimitReached
from checker.study.term_period import TermPeriod

MAX_CUBES = 5_000
MAX_WORK = 1_000_000
MAX_PLACES = 200


class Places:
    """Term-periods as fields of one integer, a bit for each value; a cube is such an integer.

    Above each field one bit stays free, so that one addition tells whether any field is empty.
    """

    def __init__(self, sizes: dict[TermPeriod, int]) -> None:
        self.masks: dict[TermPeriod, int] = {}
        self._starts: dict[TermPeriod, int] = {}
        self._free = 0
        start = 0
        for place, size in sizes.items():
            self._starts[place] = start
            self.masks[place] = ((1 << size) - 1) << start
            self._free |= 1 << start + size
            start += size + 1
        self.everything = sum(self.masks.values())

    def cube(self, place: TermPeriod, values: Iterable[int]) -> int:
        """All worlds in which a place has one of the values, given by their position."""
        start = self._starts[place]
        return self.everything & ~self.masks[place] | sum(1 << start + v for v in set(values))

    def field(self, place: TermPeriod, values: int) -> int:
        """The same for values given as bits."""
        return self.everything & ~self.masks[place] | values << self._starts[place]

    def size(self, place: TermPeriod) -> int:
        return self.masks[place].bit_count()

    def values(self, cube: int, place: TermPeriod) -> tuple[int, ...]:
        field = (cube & self.masks[place]) >> self._starts[place]
        return tuple(v for v in range(field.bit_length()) if field >> v & 1)

    def is_empty(self, cube: int) -> bool:
        return (cube + self.everything) & self._free != self._free

    def literals(self, cube: int) -> dict[TermPeriod, tuple[int, ...]]:
        """The places that a cube restricts, with the values it leaves them."""
        return {p: self.values(cube, p) for p, mask in self.masks.items() if cube & mask != mask}


def primes(diagram: Diagram[int], places: Places, outcome: TermPeriod, live: int, most: int = MAX_WORK) -> list[int]:
    """The prime implicants of what the diagram forbids that could be live.

    A leaf holds the outcomes forbidden there, a bit for each; `outcome` is their place. Those left out have a place
    none of whose values is in the cube `live`. Raises LimitReached past MAX_CUBES cubes, `most` steps, or
    MAX_PLACES places.
    """
    return sorted(_Primes(diagram, places, outcome, live, most).all())


_Function = tuple[int, ...]
"""A node: the number of its block and a child for each value; or a leaf: the number of blocks and its outcomes."""


class _Primes:
    """Functions met with one another and their primes, each once; a function is known by its number."""

    def __init__(self, diagram: Diagram[int], places: Places, outcome: TermPeriod, live: int, most: int) -> None:
        if len(diagram.support()) > MAX_PLACES:
            raise LimitReached(f"falsifiers over more than {MAX_PLACES} term-periods")
        self.places = places
        self.blocks = [block for block in diagram.blocks if not isinstance(block, Switch)]
        self.bottom = len(self.blocks)
        self.outcome = outcome
        self.live = live
        self.most = most
        self.steps = 0
        self.functions: list[_Function] = []
        self.numbers: dict[_Function, int] = {}
        self.nothing = self._number((self.bottom, 0))
        self.everything = self._number((self.bottom, (1 << places.size(outcome)) - 1))
        known = [self._number((self.bottom, leaf)) for leaf in diagram.leaves]
        for block, *children in diagram.nodes:
            known.append(self._number((block, *(known[child] for child in children))))
        self.root = known[diagram.root]
        self.met: dict[tuple[int, int], int] = {}
        self.found: dict[int, frozenset[int]] = {}

    def all(self) -> frozenset[int]:
        return self._primes(self.root)

    def _number(self, function: _Function) -> int:
        if function[0] < self.bottom and len(set(function[1:])) == 1:
            return function[1]
        number = self.numbers.setdefault(function, len(self.functions))
        if number == len(self.functions):
            self.functions.append(function)
        return number

    def _work(self, steps: int) -> None:
        self.steps += steps
        if self.steps > self.most:
            raise LimitReached(f"more than {self.most:,} steps on the way to the falsifiers")

    def _both(self, one: int, other: int) -> int:
        """What both forbid."""
        if one == other or other == self.everything:
            return one
        if one == self.everything:
            return other
        if self.nothing in (one, other):
            return self.nothing
        key = (one, other) if one < other else (other, one)
        known = self.met.get(key)
        if known is None:
            self._work(1)
            left, right = self.functions[one], self.functions[other]
            block = min(left[0], right[0])
            if block == self.bottom:
                known = self._number((block, left[1] & right[1]))
            else:
                size = self.places.size(self.blocks[block])
                lefts = left[1:] if left[0] == block else (one,) * size
                rights = right[1:] if right[0] == block else (other,) * size
                known = self._number((block, *map(self._both, lefts, rights)))
            self.met[key] = known
        return known

    def _primes(self, number: int) -> frozenset[int]:
        known = self.found.get(number)
        if known is None:
            block, *children = self.functions[number]
            known = self.found[number] = (
                self._of_leaf(children[0]) if block == self.bottom else frozenset(self._of_node(block, children))
            )
            self._work(len(known))
            if len(known) > MAX_CUBES:
                raise LimitReached(f"more than {MAX_CUBES:,} combinations of values on the way to the falsifiers")
        return known

    def _of_leaf(self, outcomes: int) -> frozenset[int]:
        cube = self.places.field(self.outcome, outcomes)
        return frozenset([cube] if outcomes and cube & self.live & self.places.masks[self.outcome] else [])

    def _of_node(self, block: int, children: Sequence[int]) -> set[int]:
        """For what each set of values has in common, what is prime there and not with one value more.

        Of the sets with the same in common only the largest counts: it holds every value whose child allows for that.
        """
        alike: dict[int, int] = {}
        for value, child in enumerate(children):
            alike[child] = alike.get(child, 0) | 1 << value
        place = self.blocks[block]
        common = {self.everything}
        for child in alike:
            common |= {self._both(met, child) for met in common}
            self._work(len(common))
        primes = set[int]()
        for met in common - {self.nothing}:
            self._work(len(alike))
            narrower = {child: self._both(met, child) for child in alike}
            values = sum(bits for child, bits in alike.items() if narrower[child] == met)
            field = self.places.field(place, values)
            if not values or not field & self.live & self.places.masks[place]:
                continue
            wider = [other for other in set(narrower.values()) if other not in (met, self.nothing)]
            own = self._primes(met)
            primes.update(cube & field for cube in own.difference(*(self._primes(other) for other in wider)))
        return primes


def absorbed(cubes: Iterable[int]) -> list[int]:
    """The cubes that lie in no other, each once, the widest first."""
    kept: list[int] = []
    for cube in sorted(set(cubes), key=lambda c: (-c.bit_count(), c)):
        if not _lies_in(cube, kept):
            kept.append(cube)
    return kept


def _lies_in(cube: int, others: Iterable[int]) -> bool:
    for other in others:  # noqa: SIM110 - where most time is spent, a generator takes twice as long
        if cube & other == cube:
            return True
    return False
