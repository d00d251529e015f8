"""What a theory forbids in a period, in the fewest words (semantics.md, section 5).

A potential falsifier is a combination of conditions and outcome that the strict propositions rule out
wherever the scope holds, with values as wide as can be and nothing in it to spare: a prime implicant with
set-valued literals. Those that the codings already exclude are left out; outcomes that are not possible, or
not after these conditions, are struck from the others, and what another then contains is left out too. Where a
change is explained and the level before is coded, worlds with that level are asked about, and what is forbidden is
a level: a law on the level is broken by it, whatever the direction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.analysis.verdicts.judgement import Outcomes
from checker.analysis.verdicts.question import Question
from checker.engine.compiled import Claim
from checker.engine.cores import Conflict
from checker.engine.grounding import Relation, term_periods
from checker.engine.primes import Places, absorbed, primes
from checker.logic.formula import Term
from checker.problems import LimitReached
from checker.study.term_period import Fact, TermPeriod

SHORTEST, SEARCH = 12, 1_000_000


@dataclass(frozen=True)
class Falsifier:
    """These conditions together with one of the outcomes, or levels; neither where the conditions alone are forbidden.

    `fulfilled`: the codings say that the conditions hold, so that only the outcome is missing.
    """

    conditions: tuple[Fact, ...]
    outcomes: Outcomes
    fulfilled: bool
    levels: Outcomes = ()


@dataclass(frozen=True)
class Falsifiers:
    """The potential falsifiers, shortest first: all, or where `limit` says so, some that exclude few values."""

    found: tuple[Falsifier, ...]
    limit: str = ""


def falsifiers(question: Question) -> Falsifiers:
    """The potential falsifiers of a theory in a period, for one explained term."""
    search = Search(question)
    try:
        return Falsifiers(search.told(search.all()))
    except LimitReached:
        cubes, complete = search.shortest(SHORTEST)
        cut = "" if complete else "there are too many potential falsifiers to list all of them"
        return Falsifiers(search.told(cubes), cut)


def informative(found: Sequence[Falsifier]) -> Iterator[Falsifier]:
    """Those that say more than the others do together, outcome by outcome."""
    masks = _masks(found)
    for one, mask in zip(found, masks, strict=True):
        others = [o for o, wider in zip(found, masks, strict=True) if mask & wider == mask and o is not one]
        named = {outcome for other in others for outcome in _forbidden(other)}
        if not _forbidden(one) or not (set(_forbidden(one)) <= named or any(not _forbidden(other) for other in others)):
            yield one


def _forbidden(one: Falsifier) -> Outcomes:
    return one.levels or one.outcomes


def _masks(found: Sequence[Falsifier]) -> list[int]:
    """Bitmask per falsifier; `a & b == a` iff the conditions of `a` entail those of `b`."""
    bits: dict[TermPeriod, dict[str, int]] = {}
    number = 0
    for one in found:
        for condition in one.conditions:
            # "" stands for the values that no falsifier names.
            own = bits.setdefault(condition.at, {})
            for value in ("", *condition.values):
                if value not in own:
                    own[value] = 1 << number
                    number += 1
    fields = {place: sum(own.values()) for place, own in bits.items()}
    everything = (1 << number) - 1
    masks = []
    for one in found:
        mask = everything
        for condition in one.conditions:
            mask &= ~fields[condition.at] | sum(bits[condition.at][value] for value in condition.values)
        masks.append(mask)
    return masks


class Search:
    """The search for the potential falsifiers of one question, in either of two ways."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.codebook = question.trial.case.codebook
        self.coded = question.coded()
        scope = question.period_solver.scope
        formulas = [i.formula for i in question.strict] + ([] if scope is None else [scope])
        named = dict.fromkeys(tp for formula in formulas for tp in term_periods(formula))
        before = question.before
        self.by_level = before is not None and len(self.coded[before]) == 1
        seen = [tp for tp in question.observables if tp in named or tp == before]
        if self.by_level:
            seen.remove(before)  # type: ignore[arg-type]
        # The outcome is a place of its own: for a change, the direction; for a level, the term itself.
        directions = question.explained.change and not self.by_level
        self.outcome = TermPeriod(Term("outcome of the period"), question.t) if directions else question.here
        self.outcomes = question.outcomes if directions else question.order
        self.relations = (
            [question.relations[o] for o in question.outcomes]
            if directions
            else [question.level(level) for level in question.order]
        )
        self.observable = seen
        sizes = {tp: len(self.codebook.values(tp.term)) for tp in seen}
        sizes[self.outcome] = len(self.outcomes)
        self.places = Places(sizes)

    def all(self) -> list[int]:
        """Every prime implicant that could be live."""
        question = self.question
        claims = question.trial.diagram(question.explained, question.t)
        if self.by_level and question.before is not None:
            claims = claims.restricted({question.before: self.coded[question.before]})
        return primes(claims.mapped(self._forbidden), self.places, self.outcome, self._known())

    def _forbidden(self, claim: Claim) -> int:
        """The outcomes that a claim excludes, those that are not possible, and out of scope all, a bit for each."""
        left = claim.levels if self.by_level else claim.prediction
        return sum(1 << n for n, outcome in enumerate(self.outcomes) if not claim.in_scope or outcome not in left)

    def shortest(self, limit: int) -> tuple[list[int], bool]:
        """The prime implicants that leave out the fewest values, as minimal cores of the values left out.

        A cube is forbidden where the rules cannot hold without the values that it leaves out; it is prime
        where they could with any one of those.
        """
        period_solver, question = self.question.period_solver, self.question
        known = self._known()
        selectors: list[int] = []
        left_out: list[int] = []
        spared: list[tuple[int, ...]] = []
        for place in (*self.observable, self.outcome):
            size = self.places.masks[place].bit_count()
            family = tuple(range(len(selectors), len(selectors) + size))
            for value in range(size):
                formula = self.relations[value] if place == self.outcome else Relation((place,), frozenset({(value,)}))
                selectors.append(period_solver.negation(formula))
                left_out.append(~self.places.cube(place, (value,)) | ~self.places.masks[place])
            spared.append(tuple(family[value] for value in self.places.values(known, place)))
        given = [period_solver.selector(i) for i in question.strict]
        if period_solver.scope is not None:
            given.append(period_solver.assumption(period_solver.scope))
        if self.by_level and question.before is not None:
            given.append(period_solver.coding(question.before, self.coded[question.before]))
        conflict = Conflict(period_solver, [[s] for s in selectors], given, budget=SEARCH)
        found = conflict.cores_sparing(spared, limit)
        return [self._without(left_out, core) for core in found.sets], found.complete

    def _without(self, left_out: Sequence[int], core: Sequence[int]) -> int:
        cube = self.places.everything
        for n in core:
            cube &= left_out[n]
        return cube

    def told(self, cubes: Sequence[int]) -> tuple[Falsifier, ...]:
        """The cubes that are live, without impossible outcomes, shortest first."""
        live = absorbed(self._possible(cube) for cube in cubes if self._is_live(cube))
        order = {tp: n for n, tp in enumerate((*self.observable, self.outcome))}
        live.sort(key=lambda cube: self._rank(cube, order))
        return tuple(self._falsifier(cube) for cube in live)

    def _known(self) -> int:
        """The worlds whose observable terms agree with the codings, each by itself."""
        cube = self.places.everything
        for tp in self.observable:
            if self.coded[tp]:
                order = self.codebook.values(tp.term)
                cube &= self.places.cube(tp, (order.index(value) for value in self.coded[tp]))
        return cube

    def _is_live(self, cube: int) -> bool:
        """Whether some world of the cube agrees with the codings, the scope and a possible outcome."""
        period_solver, question = self.question.period_solver, self.question
        literals = self.places.literals(cube)
        outcomes = [self.relations[v] for v in literals.pop(self.outcome, range(len(self.relations)))]
        held = period_solver.codings({tp: self.coded[tp] for tp in question.observables})
        held += [period_solver.coding(tp, self._values(tp, values)) for tp, values in literals.items()]
        if period_solver.scope is not None:
            held.append(period_solver.assumption(period_solver.scope))
        return period_solver.satisfiable([*held, period_solver.any_of(outcomes)])

    def _possible(self, cube: int) -> int:
        """The cube without outcomes that are not possible, or that cannot follow on its conditions.

        Where that leaves all outcomes that are possible after them, the conditions alone are not what
        is forbidden, and the outcomes stay named.
        """
        literals = self.places.literals(cube)
        if self.outcome not in literals:
            return cube
        period_solver, question = self.question.period_solver, self.question
        held = [period_solver.coding(tp, self._values(tp, literals[tp])) for tp in self.observable if tp in literals]
        held += period_solver.codings({tp: self.coded[tp] for tp in question.observables})
        if period_solver.scope is not None:
            held.append(period_solver.assumption(period_solver.scope))
        left = [
            v
            for v in literals[self.outcome]
            if period_solver.satisfiable([*held, period_solver.assumption(self.relations[v])])
        ]
        return cube & self.places.cube(self.outcome, left)

    def _rank(self, cube: int, order: dict[TermPeriod, int]) -> tuple[int, list[tuple[int, tuple[int, ...]]]]:
        literals = self.places.literals(cube)
        return len(literals), sorted((order[tp], values) for tp, values in literals.items())

    def _falsifier(self, cube: int) -> Falsifier:
        literals = self.places.literals(cube)
        outcomes = tuple(self.outcomes[v] for v in literals.pop(self.outcome, ()))
        case, coded = self.question.trial.case, self.coded
        conditions = tuple(
            Fact(tp, case.period(tp.period).id, self._values(tp, literals[tp]))
            for tp in self.observable
            if tp in literals
        )
        fulfilled = all(
            coded[tp] and set(coded[tp]) <= set(self._values(tp, literals[tp]))
            for tp in self.observable
            if tp in literals
        )
        return Falsifier(conditions, () if self.by_level else outcomes, fulfilled, outcomes if self.by_level else ())

    def _values(self, tp: TermPeriod, values: Sequence[int]) -> tuple[str, ...]:
        order = self.codebook.values(tp.term)
        return tuple(order[v] for v in values)
