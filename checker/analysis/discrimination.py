"""What to look for next: the smallest observations on which two theories part (semantics.md, section 8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from checker.analysis.blank import blank_case, window
from checker.analysis.clues import Clue, clues
from checker.analysis.comparison import Likely, TestKind, likely_among, test_kind
from checker.analysis.result import Outcomes
from checker.analysis.question import Question
from checker.analysis.verdict import Trial
from checker.engine.compiled import Block, Diagram, Move
from checker.engine.paired import paired
from checker.logic.formula import Term
from checker.problems import InvalidStudy, LimitReached, Problem
from checker.study.case import Case
from checker.study.theory import Explained, Theory

MOST = 200
Said = Outcomes | None
"""What a theory predicts in a world; None out of scope."""


@dataclass(frozen=True)
class Observed:
    """A value that a term might turn out to have."""

    term: Term
    period_id: str
    value: str


@dataclass(frozen=True)
class Observation:
    """Values for a set of gaps under which the two predictions are disjoint, and what is then predicted."""

    values: tuple[Observed, ...]
    first: Outcomes
    second: Outcomes


@dataclass(frozen=True)
class Resolution:
    """How many outcomes fewer the two predictions share, on average over the values a gap may have, all alike."""

    term: Term
    period_id: str
    expected: Fraction


@dataclass(frozen=True)
class Discrimination:
    """Where two theories part in a period.

    `now` says how their predictions test each other under the codings as they stand. `observations` are the smallest
    that make them disjoint, in file order; empty where they are disjoint already, and where
    nothing parts them (`possible` is then False; None where a limit left it open). `resolutions` rank the gaps.
    """

    period: int
    period_id: str
    explains: Explained
    first: Said
    second: Said
    now: TestKind | None
    possible: bool | None
    observations: tuple[Observation, ...]
    resolutions: tuple[Resolution, ...]
    clues: tuple[Clue, ...]
    limit: str = ""
    clues_limit: str = ""

    @property
    def likely(self) -> tuple[Likely | None, Likely | None]:
        """What kind of case the period is for each, as things are coded, the other being its only rival."""
        first, second = self.first or (), self.second or ()
        return likely_among(first, [second] if second else []), likely_among(second, [first] if first else [])


@dataclass(frozen=True)
class Discriminations:
    """Two theories, on a case or (case None) on their own, in each period asked."""

    first: Theory
    second: Theory
    case: Case | None
    found: tuple[Discrimination, ...]

    @property
    def is_complete(self) -> bool:
        return not any(each.limit or each.clues_limit for each in self.found)


def discriminate(first: Theory, second: Theory, case: Case | None = None) -> Discriminations:
    """The smallest observations on which two theories part, for all that both explain.

    On a case the gaps are its missing and contested codings, in each period. Without one every observable
    is a gap, in one period with as many before it as the rules look back on. Raises InvalidStudy for theories of
    different vocabularies.
    """
    difference = second.codebook.difference(first.codebook)
    if difference:
        raise InvalidStudy([Problem(second.location, f"{second.name} speaks the vocabulary `{second.codebook.name}`, "
                                    f"{first.name} {difference}", "choose two theories of one codebook")])
    on = case if case is not None else blank_case(first.codebook, window([first, second]))
    trials = (Trial(first, on), Trial(second, on))
    asked = range(1, on.last + 1) if case is not None else (on.last,)
    return Discriminations(first, second, case, tuple(
        _discriminated(trials, explained, t) for explained in first.explains if explained in second.explains
        for t in asked))


def _discriminated(trials: tuple[Trial, Trial], explained: Explained, t: int) -> Discrimination:
    questions = (trials[0].question(explained, t), trials[1].question(explained, t))
    period_id = trials[0].case.period(t).id
    if not all(question.testable for question in questions):
        return Discrimination(t, period_id, explained, None, None, None, False, (), (), ())
    try:
        return _Pair(questions).discrimination(period_id)
    except LimitReached as limit:
        return Discrimination(t, period_id, explained, None, None, None, None, (), (), (), str(limit))


@dataclass(frozen=True)
class _Ways:
    """The first few smallest choices of values, as (place of the gap, place of the value)."""

    number: int
    choices: tuple[tuple[tuple[int, int], ...], ...]


_NOTHING = _Ways(0, ((),))


class _Pair:
    def __init__(self, questions: tuple[Question, Question]) -> None:
        self.questions = questions
        self.trial = questions[0].trial
        coded = {**questions[0].coded(), **questions[1].coded()}
        seen = self.trial.in_file_order(tp for question in questions for tp in question.observables)
        self.known = {tp: coded[tp] for tp in seen if coded[tp]}
        # A role without an actor stays open, and nobody can code it.
        self.gaps = [tp for tp in seen if len(coded[tp]) != 1 and self.trial.case.binds(tp.term)]
        self.choices = [coded[tp] or self.trial.case.codebook.values(tp.term) for tp in self.gaps]
        self.diagram = self._diagram()

    def _diagram(self) -> Diagram[tuple[Said, Said]]:
        """What both say as a function of the gaps."""
        from checker.engine.diagram import compiled

        one, other = self.questions
        left = compiled(one.trial.grounder(), one.explained, one.t)
        right = compiled(other.trial.grounder(), other.explained, other.t, order=left.blocks)

        def said(diagram: Diagram[Said]) -> Diagram[Said]:
            return diagram.restricted(self.known)

        return paired(said(left.mapped(lambda claim: claim.prediction if claim.in_scope else None)),
                      said(right.mapped(lambda claim: claim.prediction if claim.in_scope else None)))

    def discrimination(self, period_id: str) -> Discrimination:
        question = self.questions[0]
        first, second = self._joined(self.diagram.reached({}))
        now = test_kind(first or (), second or ())
        observations, limit = tuple[Observation, ...](), ""
        possible = now == "critical"
        # Where a gap stays contested, each world may leave one of the two nothing that they leave together.
        if not possible and self.diagram.world(lambda said: not {*(said[0] or ())} & {*(said[1] or ())}) is not None:
            observations, limit = self._observations()
            possible = bool(observations)
        worth, unread = clues(self.questions)
        return Discrimination(
            question.t, period_id, question.explained, first, second, now, None if limit else possible, observations,
            tuple(self._resolutions(first, second)), worth, limit, unread)

    def _observations(self) -> tuple[tuple[Observation, ...], str]:
        """The smallest sets, by size; what a set leaves open stays open."""
        for size in range(1, len(self.gaps) + 1):
            try:
                found = self.diagram.spread(self._moves(), _NOTHING, _either, _both, self._hopeful(size))
            except LimitReached as limit:
                return (), f"{limit}; no set of up to {size - 1} codings parts them"
            parting = [ways for leaves, ways in found.items() if self._is_critical(leaves)]
            if parting:
                choices = sorted(choice for ways in parting if ways.number == min(w.number for w in parting)
                                 for choice in ways.choices)
                return tuple(self._observation(choice) for choice in choices[:MOST]), ""
        return (), ""

    def _hopeful(self, size: int) -> Callable[[frozenset[int], _Ways], bool]:
        """Whether so many codings, those made included, may still part the two.

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
            values = self.trial.case.codebook.values(tp.term)
            places = [values.index(v) for v in choices]
            moves[tp] = [Move(tuple(places), _NOTHING),
                         *(Move((place,), _Ways(1, (((number, place),),))) for place in places)]
        return moves

    def _is_critical(self, leaves: Iterable[tuple[Said, Said]]) -> bool:
        first, second = self._joined(leaves)
        return test_kind(first or (), second or ()) == "critical"

    def _joined(self, leaves: Iterable[tuple[Said, Said]]) -> tuple[Said, Said]:
        """The predictions where these leaves are left: the worlds in scope count, if there are any."""
        sides: tuple[list[Outcomes], list[Outcomes]] = ([], [])
        for pair in leaves:
            for side, said in zip(sides, pair, strict=True):
                if said is not None:
                    side.append(said)
        outcomes = self.questions[0].outcomes
        joined = [tuple(o for o in outcomes if any(o in said for said in side)) if side else None for side in sides]
        return joined[0], joined[1]

    def _observation(self, choice: tuple[tuple[int, int], ...]) -> Observation:
        codebook, case = self.trial.case.codebook, self.trial.case
        values = {self.gaps[n]: codebook.values(self.gaps[n].term)[place] for n, place in choice}
        first, second = self._joined(self.diagram.reached({tp: (value,) for tp, value in values.items()}))
        return Observation(tuple(Observed(tp.term, case.period(tp.period).id, v) for tp, v in values.items()),
                           first or (), second or ())

    def _resolutions(self, first: Said, second: Said) -> list[Resolution]:
        shared = self._shared(first, second)
        found = []
        for tp, choices in zip(self.gaps, self.choices, strict=True):
            after = sum(self._shared(*self._joined(self.diagram.reached({tp: (value,)}))) for value in choices)
            expected = shared - Fraction(after, len(choices))
            if expected:
                found.append(Resolution(tp.term, self.trial.case.period(tp.period).id, expected))
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
    return _Ways(left.number + right.number,
                 tuple(tuple(sorted((*a, *b))) for a in left.choices for b in right.choices))
