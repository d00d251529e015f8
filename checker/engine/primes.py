"""Prime implicants with set-valued literals: the largest cubes of worlds in which a formula fails.

A cube gives each place a set of values; a place with all of its values is no literal. Exact: consensus
place by place with absorption (Tison 1967, for many values), no solver and no world counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations, product

from checker.engine.grounding import Relation, TermPeriod
from checker.logic.formula import And, Count, Formula, Iff, Implies, Not, Or
from checker.problems import LimitReached

MAX_CUBES = 4_000
MAX_WORK = 5_000_000


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

    def values(self, cube: int, place: TermPeriod) -> tuple[int, ...]:
        field = (cube & self.masks[place]) >> self._starts[place]
        return tuple(v for v in range(field.bit_length()) if field >> v & 1)

    def is_empty(self, cube: int) -> bool:
        return (cube + self.everything) & self._free != self._free

    def literals(self, cube: int) -> dict[TermPeriod, tuple[int, ...]]:
        """The places that a cube restricts, with the values it leaves them."""
        return {p: self.values(cube, p) for p, mask in self.masks.items() if cube & mask != mask}


def primes(
    places: Places, formulas: Iterable[Formula], hidden: Collection[TermPeriod], live: int, most: int = MAX_WORK
) -> list[int]:
    """The prime implicants of "whatever the hidden places are, some formula fails" that could be live.

    Those left out have a place none of whose values is in the cube `live`. Raises LimitReached past
    MAX_CUBES cubes, or `most` comparisons of cubes.
    """
    work = _Work(most)
    cubes: list[int] = []
    for formula in formulas:
        cubes = absorbed([*cubes, *_cubes(places, formula, False)])
        _check(cubes)
    # the places that fewest cubes speak of first, as in variable elimination
    masks = sorted(places.masks.items(), key=lambda pair: sum(c & pair[1] != pair[1] for c in cubes))
    for place, mask in masks:
        # What later steps make of a cube is no wider in this place, so that it can be dropped for good here.
        closed = _closed(places, cubes, place, work)
        cubes = [c for c in closed if (c & mask == mask if place in hidden else c & mask & live)]
    return cubes


class _Work:
    """How many pairs of cubes have been compared."""

    def __init__(self, most: int = MAX_WORK) -> None:
        self._done = 0
        self._most = most

    def add(self, pairs: int) -> None:
        self._done += pairs
        if self._done > self._most:
            raise LimitReached(f"more than {self._most:,} comparisons on the way to the falsifiers")


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


def _closed(places: Places, cubes: Sequence[int], place: TermPeriod, work: _Work) -> list[int]:
    """The cubes with every consensus on one place, without those that lie in another."""
    mask = places.masks[place]
    kept = absorbed(cubes)
    old: list[int] = []
    fresh = [cube for cube in kept if cube & mask != mask]
    while fresh:
        new = set()
        for n, left in enumerate(fresh):
            work.add(len(old) + n)
            for right in (*old, *fresh[:n]):
                field = (left | right) & mask
                met = left & right & ~mask | field
                if field in (left & mask, right & mask) or places.is_empty(met) or met in new:
                    continue
                work.add(len(kept))
                if not _lies_in(met, kept):
                    new.add(met)
        work.add(len(new) * (len(new) + len(kept)) // 2)
        widest = absorbed(new)
        kept = [cube for cube in kept if not _lies_in(cube, widest)]
        old = [cube for cube in kept if cube & mask != mask]
        fresh = [cube for cube in widest if cube & mask != mask]
        kept += widest
        _check(kept)
    return kept


def _cubes(places: Places, formula: Formula, positive: bool) -> list[int]:
    """Cubes that together are the worlds in which the formula holds, or fails where not `positive`."""
    match formula:
        case Relation(found, allowed):
            sizes = [range(places.masks[tp].bit_count()) for tp in found]
            rows = (row for row in product(*sizes) if (row in allowed) is positive)
            return _merged(places, [_row(places, found, row) for row in rows], found)
        case Not(operand):
            return _cubes(places, operand, not positive)
        case And(operands):
            return _conjoined(places, operands, True) if positive else _united(places, operands, False)
        case Or(operands):
            return _united(places, operands, True) if positive else _conjoined(places, operands, False)
        case Implies(antecedent, consequent):
            parts = (Not(antecedent), consequent)
            return _united(places, parts, True) if positive else _conjoined(places, parts, False)
        case Iff(left, right):
            both = _conjoined(places, (left, right if positive else Not(right)), True)
            neither = _conjoined(places, (Not(left), Not(right) if positive else right), True)
            return absorbed([*both, *neither])
        case Count(bound, number, operands):
            least = bound == "least"
            if least is not positive:
                # at most n holds where n + 1 do not hold together; fewer than n where n do not
                number, operands = len(operands) - number + (1 if least else 0), tuple(map(Not, operands))
                return _some_of(places, operands, number)
            return _some_of(places, operands, number if least else number + 1)
    raise TypeError(f"not a grounded formula: {formula!r}")


def _some_of(places: Places, operands: Sequence[Formula], number: int) -> list[int]:
    """The worlds in which at least so many of the operands hold."""
    if number <= 0:
        return [places.everything]
    made: list[int] = []
    for chosen in combinations(operands, number):
        made = absorbed([*made, *_conjoined(places, chosen, True)])
        _check(made)
    return made


def _united(places: Places, parts: Sequence[Formula], positive: bool) -> list[int]:
    return absorbed(cube for part in parts for cube in _cubes(places, part, positive))


def _conjoined(places: Places, parts: Sequence[Formula], positive: bool) -> list[int]:
    made = [places.everything]
    for part in parts:
        own = _cubes(places, part, positive)
        made = absorbed(a & b for a in made for b in own if not places.is_empty(a & b))
        _check(made)
    return made


def _row(places: Places, found: Sequence[TermPeriod], row: Sequence[int]) -> int:
    cube = places.everything
    for tp, value in zip(found, row, strict=True):
        cube &= places.cube(tp, (value,))
    return cube


def _merged(places: Places, cubes: Sequence[int], found: Sequence[TermPeriod]) -> list[int]:
    made = list(cubes)
    for tp in found:
        made = _closed(places, made, tp, _Work())
    return made


def _check(cubes: Sequence[int]) -> None:
    if len(cubes) > MAX_CUBES:
        raise LimitReached(f"more than {MAX_CUBES:,} combinations of values on the way to the falsifiers")
