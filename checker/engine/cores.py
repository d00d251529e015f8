"""Minimal cores and correction sets of a conflict, the best first.

A conflict has numbered parts, each one or more selectors that stand or fall together, and selectors
that are given. A *core* is a set of parts that cannot hold together with what is given; a *correction
set* is one without which the rest can. Every core meets every correction set, and each kind consists
of the minimal sets that meet all of the other (Reiter 1987), so that each is found by way of the other
(implicit hitting sets: Ignatiev, Previti, Liffiton and Marques-Silva 2015; MARCO: Liffiton et al. 2016).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from checker.engine.solver import CHOICE_BUDGET, CheapestChoice, SolverAnswer
from checker.problems import LimitReached

ROUNDS = 3_000
TIES = 60
Parts = tuple[int, ...]


class Oracle(Protocol):
    """What decides whether selectors hold together; an answer that is `unknown` is raised, not given."""

    def solve(self, assumptions: Sequence[int]) -> SolverAnswer: ...


@dataclass(frozen=True)
class Found:
    """Sets of parts, by number, the best first.

    `complete` says whether these are all there are; `proved` whether none better was left out.
    """

    sets: tuple[Parts, ...]
    complete: bool
    proved: bool = True


class Conflict:
    """Parts that do not, or may not, hold together; what one question finds serves the next."""

    def __init__(
        self,
        oracle: Oracle,
        parts: Sequence[Sequence[int]],
        given: Sequence[int] = (),
        rounds: int = ROUNDS,
        budget: int = CHOICE_BUDGET,
    ) -> None:
        self.parts = tuple(tuple(part) for part in parts)
        self.rounds = rounds
        self.budget = budget
        self._oracle = oracle
        self._given = tuple(given)
        self._part_of = {selector: n for n, part in enumerate(self.parts) for selector in part}
        self._cores: dict[Parts, None] = {}
        self._corrections: dict[Parts, None] = {}

    def minimal_core(self, among: Sequence[int] | None = None) -> Parts | None:
        """A minimal core, of the parts given or of all; None where they can hold."""
        chosen = self._all if among is None else tuple(among)
        core = self._core_within(chosen)
        return None if core is None else self._minimal(core)

    def cores(self, limit: int) -> Found:
        """The minimal cores, those with the fewest parts first; at most `limit`.

        Equal ones stand in the order of their parts. Past the number of rounds the list ends early;
        it then still holds a minimal core where there is one, not always a smallest.
        """
        found = self._best([1] * len(self.parts), limit, self._corrections, self._next_core)
        if not found.sets and not found.complete:
            core = self.minimal_core()
            return Found(() if core is None else (core,), core is None, proved=core is None)
        return found

    def cores_sparing(self, spared: Sequence[Parts], limit: int) -> Found:
        """The minimal cores that leave out some of each set in `spared`, fewest parts first; at most `limit`.

        Past the number of rounds or the budget the list ends early.
        """
        return self._best([1] * len(self.parts), limit, self._corrections, self._next_core, spared)

    def correction_sets(self, costs: Sequence[int], limit: int) -> Found:
        """The minimal correction sets, cheapest first; at most `limit`. Costs may be 0.

        Equally cheap ones: fewest parts first, then in the order of the parts. Past the number of rounds
        the list ends early; it then still holds a minimal one where there is one, not always a cheapest.
        """
        found = self._best(costs, limit, self._cores, self._next_correction)
        if not found.sets and not found.complete:
            correction = self._spared(costs)
            return Found(() if correction is None else (correction,), correction is None, proved=correction is None)
        return found

    def is_satisfiable(self, chosen: Sequence[int]) -> bool:
        """Whether these parts hold with what is given."""
        return self._oracle.solve(self._selectors(chosen)).status == "satisfiable"

    @property
    def _all(self) -> Parts:
        return tuple(range(len(self.parts)))

    def _best(
        self,
        costs: Sequence[int],
        limit: int,
        demands: dict[Parts, None],
        is_one: Callable[[Parts], list[Parts]],
        spared: Sequence[Parts] = (),
    ) -> Found:
        """The minimal sets that meet all of the other kind, in the order of their costs."""
        found: list[tuple[int, Parts]] = []
        ended = False
        for chosen in self._candidates(costs, demands, is_one, spared):
            if chosen is None:
                return self._sorted(found, limit, False)
            cost = sum(costs[n] for n in chosen)
            found.append((cost, chosen))
            if len(found) > limit and (cost > found[limit - 1][0] or len(found) > limit + TIES):
                ended = True
                break
        return self._sorted(found, limit, not ended)

    def _sorted(self, found: list[tuple[int, Parts]], limit: int, complete: bool) -> Found:
        ordered = sorted(found, key=lambda pair: (pair[0], len(pair[1]), pair[1]))
        return Found(tuple(chosen for _, chosen in ordered[:limit]), complete and len(found) <= limit)

    def _candidates(
        self,
        costs: Sequence[int],
        demands: dict[Parts, None],
        is_one: Callable[[Parts], list[Parts]],
        spared: Sequence[Parts],
    ) -> Iterator[Parts | None]:
        """Minimal sets by cost; a last None where the rounds, or the search for a choice, ran out.

        A choice that meets all that is known and is cheapest is minimal, since every part costs
        something; each set found is barred with all that contain it.
        """
        scale = len(self.parts) + 1
        free = 0 in costs
        choice = CheapestChoice([cost * scale + 1 if free else cost for cost in costs], self.budget)
        told = 0
        try:
            for parts in spared:
                choice.demand([-(n + 1) for n in parts])
            for _ in range(self.rounds):
                for demand in list(demands)[told:]:
                    choice.demand([n + 1 for n in demand])
                told = len(demands)
                if () in demands:
                    return
                try:
                    numbers = choice.cheapest()
                except LimitReached:
                    break
                if numbers is None:
                    return
                chosen = tuple(sorted(n - 1 for n in numbers))
                missed = is_one(chosen)
                if missed:
                    demands.update(dict.fromkeys(missed))
                    continue
                yield chosen
                if not chosen:
                    return
                choice.demand([-(n + 1) for n in chosen])
            yield None
        finally:
            choice.close()

    def _next_core(self, chosen: Parts) -> list[Parts]:
        """Nothing where these parts are a core, else correction sets that they do not meet, disjoint ones."""
        missed: list[Parts] = []
        while True:
            answer = self._oracle.solve(self._selectors(chosen))
            if answer.status == "unsatisfiable":
                if not missed:
                    self._cores[chosen] = None
                return missed
            kept = self._grown(chosen, answer)
            correction = tuple(n for n in self._all if n not in kept)
            missed.append(correction)
            if not correction:
                return missed
            chosen = tuple(sorted({*chosen, *correction}))

    def _next_correction(self, chosen: Parts) -> list[Parts]:
        """Nothing where these parts are a correction set, else cores that they do not meet, disjoint ones."""
        missed: list[Parts] = []
        left = tuple(n for n in self._all if n not in chosen)
        while True:
            core = self._core_within(left)
            if core is None:
                if not missed:
                    self._corrections[chosen] = None
                return missed
            minimal = self._minimal(core)
            missed.append(minimal)
            if not minimal:
                return missed
            left = tuple(n for n in left if n not in minimal)

    def _spared(self, costs: Sequence[int]) -> Parts | None:
        """A minimal correction set that keeps dear parts rather than cheap ones, if there is any."""
        kept: list[int] = []
        if not self.is_satisfiable(kept):
            return None
        for n in sorted(self._all, key=lambda n: (-costs[n], n)):
            if self.is_satisfiable([*kept, n]):
                kept.append(n)
        return tuple(n for n in self._all if n not in kept)

    def _grown(self, chosen: Parts, answer: SolverAnswer) -> set[int]:
        """A maximal satisfiable set of parts that contains those chosen, from a model of them."""
        kept = set(chosen) | self._true_in(answer)
        for n in self._all:
            if n in kept:
                continue
            more = self._oracle.solve(self._selectors(sorted({*kept, n})))
            if more.status == "satisfiable":
                kept |= {n} | self._true_in(more)
        return kept

    def _true_in(self, answer: SolverAnswer) -> set[int]:
        true = set(answer.model)
        return {n for n, part in enumerate(self.parts) if all(selector in true for selector in part)}

    def _core_within(self, chosen: Sequence[int]) -> Parts | None:
        answer = self._oracle.solve(self._selectors(chosen))
        if answer.status == "satisfiable":
            return None
        return self._parts_in(answer, chosen)

    def _minimal(self, core: Parts) -> Parts:
        """A core no proper subset of which is one: deletion, last part first, refined by the solver's cores."""
        needed: list[int] = []
        open_ = list(core)
        while open_:
            tried = open_.pop()
            answer = self._oracle.solve(self._selectors([*open_, *needed]))
            if answer.status == "satisfiable":
                needed.append(tried)
            else:
                reported = set(self._parts_in(answer, open_ + needed))
                open_ = [n for n in open_ if n in reported]
        return tuple(sorted(needed))

    def _parts_in(self, answer: SolverAnswer, chosen: Sequence[int]) -> Parts:
        reported = {self._part_of[selector] for selector in answer.core if selector in self._part_of}
        return tuple(n for n in chosen if n in reported)

    def _selectors(self, chosen: Sequence[int]) -> list[int]:
        return [*self._given, *(selector for n in chosen for selector in self.parts[n])]


def independent(sets: Sequence[Parts]) -> tuple[tuple[int, ...], ...]:
    """The sets, by their place, in groups that share no part with one another, in order.

    >>> independent([(0, 1), (2, 3), (1, 4)])
    ((0, 2), (1,))
    """
    groups: list[tuple[set[int], list[int]]] = []
    for place, members in enumerate(sets):
        touched = [group for group in groups if not group[0].isdisjoint(members)]
        joined = (
            set(members).union(*(group[0] for group in touched)),
            sorted([place, *(p for group in touched for p in group[1])]),
        )
        groups = [group for group in groups if group not in touched] + [joined]
    return tuple(sorted(tuple(places) for _, places in groups))
