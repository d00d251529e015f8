"""A Boolean function in a short form: factors that must all hold, each of them one of a few cubes.

Factors share no term-period, so that the prime implicants of the function are the products of theirs. Of a factor's
primes those are taken that cover most of what is still uncovered, and what the others cover is dropped in the end. The
form is exact, though not always the shortest there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import prod

from checker.engine.compiled import Diagram, Switch
from checker.engine.primes import Places, primes
from checker.engine.product import product
from checker.logic.formula import Term
from checker.problems import LimitReached
from checker.study.term_period import TermPeriod

MAX_PRIMES, MAX_OF_FACTOR, SPARE = 2_000, 60, 4
Literal = tuple[TermPeriod, tuple[str, ...]]
"""A term-period has one of these values."""
Cube = tuple[Literal, ...]
_ALL = TermPeriod(Term("always"), 0)


def cover(diagram: Diagram[bool], most: int) -> tuple[tuple[Cube, ...], ...]:
    """The factors, those of fewest cubes first; none where the function always holds, an empty one where never.

    Raises LimitReached where a factor needs more than `most` cubes or there are too many prime implicants.
    """
    values = {
        block: own for block, own in zip(diagram.blocks, diagram.values, strict=True) if not isinstance(block, Switch)
    }
    places = Places({**{block: len(own) for block, own in values.items()}, _ALL: 1})
    found = primes(diagram.mapped(int), places, _ALL, places.everything)
    if not found:
        return ((),)
    if len(found) > MAX_PRIMES:
        raise LimitReached(f"more than {MAX_PRIMES:,} prime implicants")
    factors = []
    for parts in _factors(found, places):
        if len(parts) > MAX_OF_FACTOR:
            raise LimitReached(f"more than {most} alternatives")
        cubes = [
            tuple((block, tuple(values[block][n] for n in allowed)) for block, allowed in places.literals(part).items())
            for part in parts
        ]
        factors.append(_covered(_union(diagram, cubes), cubes, most))
    order = {block: n for n, block in enumerate(diagram.blocks)}
    return tuple(sorted(factors, key=lambda cubes: (len(cubes), [order[tp] for tp, _ in cubes[0]])))


def _factors(found: Sequence[int], places: Places) -> list[list[int]]:
    """The cubes of each factor: projections of the primes on term-periods that go together."""
    used = [mask for mask in places.masks.values() if any(cube & mask != mask for cube in found)]
    groups = [[mask] for mask in used]
    joined = True
    while joined:
        joined = False
        for one in groups:
            other = next((g for g in groups if g is not one and not _is_product(found, [sum(one), sum(g)])), None)
            if other is not None:
                one += other
                groups.remove(other)
                joined = True
                break
    masks = [sum(group) for group in groups]
    if not _is_product(found, masks):
        masks = [sum(masks)]
    return [sorted({cube & mask | places.everything & ~mask for cube in found}) for mask in masks]


def _is_product(found: Sequence[int], masks: Sequence[int]) -> bool:
    """Whether the projections of the cubes on several parts go with one another in every way."""
    alone = prod(len({cube & mask for cube in found}) for mask in masks)
    return len({cube & sum(masks) for cube in found}) == alone


def _covered(diagram: Diagram[bool], cubes: Sequence[Cube], most: int) -> tuple[Cube, ...]:
    kept = _irredundant(diagram, _chosen(diagram, cubes, most))
    if len(kept) > most:
        raise LimitReached(f"more than {most} alternatives")
    order = {block: n for n, block in enumerate(diagram.blocks)}
    return tuple(sorted(kept, key=lambda cube: (len(cube), [order[block] for block, _ in cube])))


def _chosen(diagram: Diagram[bool], cubes: Sequence[Cube], most: int) -> list[Cube]:
    """Greedily, with some to spare, since a few may turn out to be covered by those taken later."""
    rest, left, chosen = diagram, list(cubes), list[Cube]()
    while any(rest.leaves) and left:
        shares = [_share(rest, cube) for cube in left]
        best = max(range(len(left)), key=lambda n: (shares[n], -len(left[n]), -n))
        chosen.append(left[best])
        rest = _less(rest, left[best])
        left = [cube for n, cube in enumerate(left) if n != best and shares[n]]
        if len(chosen) > most + SPARE:
            raise LimitReached(f"more than {most} alternatives")
    return chosen


def _irredundant(diagram: Diagram[bool], chosen: Sequence[Cube]) -> list[Cube]:
    kept = list(chosen)
    for cube in reversed(chosen):
        rest = diagram
        for other in kept:
            if other is not cube:
                rest = _less(rest, other)
        if any(rest.leaves):
            continue
        kept.remove(cube)
    return kept


def _share(diagram: Diagram[bool], cube: Cube) -> float:
    """The share of worlds in which the function and the cube hold, near enough to choose by."""
    allowed = dict(cube)
    share = 1.0
    places: list[Sequence[int]] = []
    for block, own in zip(diagram.blocks, diagram.values, strict=True):
        kept = allowed.get(block) if isinstance(block, TermPeriod) else None
        places.append(range(len(own)) if kept is None else [own.index(value) for value in kept])
        share *= len(places[-1]) / len(own)
    found = [float(leaf) for leaf in diagram.leaves]
    for level, *children in diagram.nodes:
        found.append(sum([found[children[n]] for n in places[level]]) / len(places[level]))
    return share * found[diagram.root]


def _union(diagram: Diagram[bool], cubes: Iterable[Cube]) -> Diagram[bool]:
    """The function that holds in each of the cubes, over the blocks of the diagram."""
    found = Diagram(diagram.blocks, diagram.values, (False,), (), 0)
    for cube in cubes:
        found = product(found, _holds(diagram, cube)).mapped(any)
    return found


def _less(diagram: Diagram[bool], cube: Cube) -> Diagram[bool]:
    """The function where the cube does not hold."""
    return product(diagram, _holds(diagram, cube)).mapped(lambda both: both[0] and not both[1])


def _holds(diagram: Diagram[bool], cube: Cube) -> Diagram[bool]:
    """The cube as a diagram over the same blocks."""
    index = {block: n for n, block in enumerate(diagram.blocks)}
    nodes: list[tuple[int, ...]] = []
    child = 1
    for block, allowed in reversed(cube):
        own = diagram.values[index[block]]
        nodes.append((index[block], *(child if value in allowed else 0 for value in own)))
        child = len(nodes) + 1
    return Diagram(diagram.blocks, diagram.values, (False, True), tuple(nodes), child)
