"""What to look for next: the smallest observations that tell two theories apart (semantics.md, section 8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from checker.analysis.rivals.chances import Rivals, RivalTest, Said, TestKind, joined_prediction, kind_of_test
from checker.analysis.rivals.clues import Clue, clues
from checker.analysis.rivals.comparison import Likely, UnderReading, likely_among, under_readings
from checker.analysis.verdicts.blank_case import blank_case, periods_needed
from checker.analysis.verdicts.draws import probabilities
from checker.analysis.verdicts.judgement import Outcomes
from checker.analysis.verdicts.trial import Trial
from checker.engine.compiled import Block, Diagram, Move
from checker.engine.product import product
from checker.problems import LimitReached, refused
from checker.study.case import Case
from checker.study.term_period import Labelled, TermPeriod, Value
from checker.study.theory import Explained, Theory

MOST = 200


@dataclass(frozen=True)
class Observation:
    """Values for a set of gaps under which the two predictions are disjoint, and what is then predicted.

    `chance` is that of the values to be the right ones, as the codings have it; None where one of them is missing.
    """

    values: tuple[Value, ...]
    first: Outcomes
    second: Outcomes
    chance: Fraction | None


@dataclass(frozen=True)
class Resolution(Labelled):
    """How many outcomes fewer the two predictions share, on average over the values a gap may have, all alike."""

    expected: Fraction


@dataclass(frozen=True)
class Discrimination:
    """Where the predictions of two theories exclude each other in a period.

    `now` is the most probable way in which it tests the two over draws of its codings, critical before partial before
    none, with its `chance`; `first` and `second` are the most probable predictions that make it so. `as_coded` has the
    two predictions joined over all that the codings leave open. `observations` are the smallest that make these
    disjoint, in file order; empty where they are already, and where nothing parts them (`possible` is then False; None
    where a limit left it open). `resolutions` rank the gaps.
    """

    period: int
    period_id: str
    explains: Explained
    test: RivalTest
    now: TestKind | None
    chance: Fraction | None
    first: Said
    second: Said
    as_coded: tuple[Said, Said]
    possible: bool | None
    observations: tuple[Observation, ...]
    resolutions: tuple[Resolution, ...]
    clues: tuple[Clue, ...]
    limit: str = ""
    clues_limit: str = ""

    @property
    def parted(self) -> bool:
        """Whether the two exclude each other however gaps are coded."""
        return kind_of_test(*self.as_coded) == "critical"

    @property
    def likely(self) -> tuple[Likely | None, Likely | None]:
        """What kind of case the period is for each, most probably, the other being its only rival."""
        first, second = self.first or (), self.second or ()
        return likely_among(first, [second]), likely_among(second, [first])


@dataclass(frozen=True)
class Discriminations:
    """Two theories, on a case or (case None) on their own, in each period asked.

    `by_reading` has what leads for the two under each named reading of the case.
    """

    first: Theory
    second: Theory
    case: Case | None
    found: tuple[Discrimination, ...]
    by_reading: tuple[UnderReading, ...] = ()

    @property
    def is_complete(self) -> bool:
        return not any(each.limit or each.clues_limit for each in self.found)


def discriminate(first: Theory, second: Theory, case: Case | None = None) -> Discriminations:
    """The smallest observations that tell two theories apart, for each term that both explain.

    On a case the gaps are its missing and contested codings, in each period. Without one every observable
    is a gap, in one period with as many before it as the rules look back on. Raises InvalidStudy for theories of
    different vocabularies.
    """
    refuse_other_vocabulary(first, second)
    on = case if case is not None else blank_case(first.codebook, periods_needed([first, second]))
    trials = (Trial(first, on), Trial(second, on))
    asked = range(1, on.last + 1) if case is not None else (on.last,)
    held = [Rivals(trials, explained) for explained in first.explains if explained in second.explains]
    return Discriminations(
        first,
        second,
        case,
        tuple(_discriminated(rivals, t) for rivals in held for t in asked),
        tuple(each for rivals in held for each in under_readings(trials, rivals.explained)),
    )


def refuse_other_vocabulary(first: Theory, second: Theory) -> None:
    """Raises InvalidStudy for theories of different vocabularies."""
    difference = second.codebook.difference(first.codebook)
    if difference:
        raise refused(
            second.location,
            "other-vocabulary",
            f"{second.name} speaks the vocabulary `{second.codebook.name}`, {first.name} {difference}",
            "choose two theories of one codebook",
        )


def _discriminated(rivals: Rivals, t: int) -> Discrimination:
    period_id = rivals.case.period(t).id
    nothing = Discrimination(
        period=t,
        period_id=period_id,
        explains=rivals.explained,
        test=rivals.test(t, 0, 1),
        now=None,
        chance=None,
        first=None,
        second=None,
        as_coded=(None, None),
        possible=False,
        observations=(),
        resolutions=(),
        clues=(),
    )
    if not all(rivals.question(t, theory).testable for theory in range(2)):
        return nothing
    try:
        return _Pair(rivals, t).discrimination(nothing)
    except LimitReached as limit:
        return replace(nothing, possible=None, limit=str(limit))


@dataclass(frozen=True)
class _Ways:
    """The first few smallest choices of values, as (place of the gap, place of the value)."""

    number: int
    choices: tuple[tuple[tuple[int, int], ...], ...]


_NOTHING = _Ways(0, ((),))


class _Pair:
    def __init__(self, rivals: Rivals, t: int) -> None:
        self.rivals = rivals
        self.t = t
        self.questions = (rivals.question(t, 0), rivals.question(t, 1))
        self.case = rivals.case
        coded = {**self.questions[0].coded(), **self.questions[1].coded()}
        seen = self.case.codebook.in_file_order(tp for question in self.questions for tp in question.observables)
        self.known = {tp: coded[tp] for tp in seen if coded[tp]}
        # A role without an actor stays open, and nobody can code it.
        self.gaps = [tp for tp in seen if len(coded[tp]) != 1 and self.case.binds(tp.term)]
        self.choices = [coded[tp] or self.case.codebook.values(tp.term) for tp in self.gaps]
        self.diagram = self._diagram()

    def _diagram(self) -> Diagram[tuple[Said, Said]]:
        """What both say as a function of the gaps."""
        one, other = (
            self.rivals.claims(self.t, theory)
            .mapped(lambda claim: claim.prediction if claim.in_scope else None)
            .restricted(self.known)
            for theory in range(2)
        )
        return product(one, other)

    def discrimination(self, nothing: Discrimination) -> Discrimination:
        """`nothing` with the answer filled in."""
        as_coded = self._joined(self.diagram.reached({}))
        now, chance, first, second = self._most_probable()
        observations, limit = tuple[Observation, ...](), ""
        possible = kind_of_test(*as_coded) == "critical"
        # Where a gap stays contested, each world may leave one of the two nothing that they leave together.
        if not possible and self.diagram.world(lambda said: not {*(said[0] or ())} & {*(said[1] or ())}) is not None:
            observations, limit = self._observations()
            possible = bool(observations)
        worth, unread = clues(self.rivals.trials, self.rivals.explained, self.t)
        return replace(
            nothing,
            now=now,
            chance=chance,
            first=first,
            second=second,
            as_coded=as_coded,
            possible=None if limit else possible,
            observations=observations,
            resolutions=tuple(self._resolutions(as_coded)),
            clues=worth,
            limit=limit,
            clues_limit=unread,
        )

    def _most_probable(self) -> tuple[TestKind | None, Fraction, Said, Said]:
        """The most probable kind of test with its chance, and the most probable predictions that make it so."""
        pairs: dict[tuple[Said, Said], Fraction] = {}
        kinds: dict[TestKind | None, Fraction] = {"critical": Fraction(0), "partial": Fraction(0), None: Fraction(0)}
        for (one, other, _), p in self.rivals.said_together(self.t, 0, 1).items():
            pairs[one, other] = pairs.get((one, other), Fraction(0)) + p
            kinds[kind_of_test(one, other)] += p
        now = max(kinds, key=lambda kind: kinds[kind])
        order = self.questions[0].outcomes
        first, second = min(
            (pair for pair in pairs if kind_of_test(*pair) == now),
            key=lambda pair: (-pairs[pair], [(said is None, [order.index(o) for o in said or ()]) for said in pair]),
        )
        return now, kinds[now], first, second

    def _observations(self) -> tuple[tuple[Observation, ...], str]:
        """The smallest sets of observations; gaps outside a set stay open."""
        for size in range(1, len(self.gaps) + 1):
            try:
                found = self.diagram.spread(self._moves(), _NOTHING, _either, _both, self._hopeful(size))
            except LimitReached as limit:
                return (), f"{limit}; no set of up to {size - 1} codings parts them"
            parting = [ways for leaves, ways in found.items() if self._is_critical(leaves)]
            if parting:
                choices = sorted(
                    choice
                    for ways in parting
                    if ways.number == min(w.number for w in parting)
                    for choice in ways.choices
                )
                return tuple(self._observation(choice) for choice in choices[:MOST]), ""
        return (), ""

    def _hopeful(self, size: int) -> Callable[[frozenset[int], _Ways], bool]:
        """Whether `size` codings, those made included, may still tell the two apart.

        They cannot where both allow an outcome in every world left, nor, once all are made, where both may allow one.
        """
        sides = (lambda said: frozenset(said[0] or ()), lambda said: frozenset(said[1] or ()))
        must = [self.diagram.folded(side, _all) for side in sides]
        may = [self.diagram.folded(side, _any) for side in sides]

        def hopeful(state: frozenset[int], ways: _Ways) -> bool:
            if ways.number > size:
                return False
            known = may if ways.number == size else must
            first, second = (frozenset[str]().union(*(of[n] for n in state)) for of in known)
            return not first & second

        return hopeful

    def _moves(self) -> dict[Block, list[Move[_Ways]]]:
        """Leave a gap open, or let it have a value."""
        moves: dict[Block, list[Move[_Ways]]] = {}
        for number, (tp, choices) in enumerate(zip(self.gaps, self.choices, strict=True)):
            values = self.case.codebook.values(tp.term)
            places = [values.index(v) for v in choices]
            moves[tp] = [
                Move(tuple(places), _NOTHING),
                *(Move((place,), _Ways(1, (((number, place),),))) for place in places),
            ]
        return moves

    def _is_critical(self, leaves: Iterable[tuple[Said, Said]]) -> bool:
        first, second = self._joined(leaves)
        return kind_of_test(first or (), second or ()) == "critical"

    def _joined(self, leaves: Iterable[tuple[Said, Said]]) -> tuple[Said, Said]:
        """The predictions where these leaves are left."""
        pairs, outcomes = list(leaves), self.questions[0].outcomes
        return joined_prediction(outcomes, (one for one, _ in pairs)), joined_prediction(
            outcomes, (other for _, other in pairs)
        )

    def _observation(self, choice: tuple[tuple[int, int], ...]) -> Observation:
        values = {self.gaps[n]: self.case.codebook.values(self.gaps[n].term)[place] for n, place in choice}
        first, second = self._joined(self.diagram.reached({tp: (value,) for tp, value in values.items()}))
        chance: Fraction | None = Fraction(1)
        for tp, value in values.items():
            own = self._chance(tp, value)
            chance = None if chance is None or own is None else chance * own
        return Observation(
            tuple(Value(tp, self.case.period(tp.period).id, v) for tp, v in values.items()),
            first or (),
            second or (),
            chance,
        )

    def _chance(self, tp: TermPeriod, value: str) -> Fraction | None:
        coding, values = self.case.coding(*tp), self.case.codebook.values(tp.term)
        return probabilities(coding, values)[values.index(value)] if coding.values else None

    def _resolutions(self, as_coded: tuple[Said, Said]) -> list[Resolution]:
        shared = self._shared(*as_coded)
        found = []
        for tp, choices in zip(self.gaps, self.choices, strict=True):
            after = sum(self._shared(*self._joined(self.diagram.reached({tp: (value,)}))) for value in choices)
            expected = shared - Fraction(after, len(choices))
            if expected:
                found.append(Resolution(tp, self.case.period(tp.period).id, expected))
        return sorted(found, key=lambda resolution: -resolution.expected)

    def _shared(self, first: Said, second: Said) -> int:
        """How many outcomes both leave; a theory out of scope leaves all."""
        every: Sequence[str] = self.questions[0].outcomes
        return len([o for o in every if (first is None or o in first) and (second is None or o in second)])


def _all(children: Sequence[frozenset[str]]) -> frozenset[str]:
    return frozenset.intersection(*children)


def _any(children: Sequence[frozenset[str]]) -> frozenset[str]:
    return frozenset.union(*children)


def _either(left: _Ways, right: _Ways) -> _Ways:
    if left.number != right.number:
        return min(left, right, key=lambda ways: ways.number)
    return _Ways(left.number, tuple(sorted({*left.choices, *right.choices})[:MOST]))


def _both(left: _Ways, right: _Ways) -> _Ways:
    return _Ways(
        left.number + right.number, tuple(tuple(sorted((*a, *b))) for a in left.choices for b in right.choices)
    )
