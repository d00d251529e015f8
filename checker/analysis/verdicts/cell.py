"""One cell of the matrix: a theory's verdict on a period as a function of its codings, read off one diagram.

Readings and what settles them, the chance of every verdict, the leading one with its most probable draw, and how far
other verdicts are (semantics.md, sections 4 and 6). Each is one walk over the diagram; completions are not listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from checker.analysis.verdicts.draws import draws, probabilities_if_not
from checker.analysis.verdicts.judgement import VERDICTS, Distribution, Leading, Verdict
from checker.analysis.verdicts.question import Codings, Question, in_order
from checker.engine.best_draw import Best, Option, best_draws
from checker.engine.compiled import Block, Claim, Diagram
from checker.engine.grounding import direction
from checker.engine.joint_draws import Stage, carried
from checker.engine.model_count import ModelCount, in_whole_numbers, leaf_weights, model_count
from checker.study.case import Coding
from checker.study.term_period import Labelled, TermPeriod, Value

Draw = Mapping[TermPeriod, str]
"""A value for every coding that is not missing."""


@dataclass(frozen=True)
class Recoded(Labelled):
    """A coding changed from its value in the leading reading to another."""

    coding: Coding
    instead: str


@dataclass(frozen=True)
class Distance:
    """Recodings of the leading reading that change the verdict, with the chance of the resulting draw."""

    verdict: Verdict
    recodings: tuple[Recoded, ...]
    probability: Fraction

    @property
    def number(self) -> int:
        return len(self.recodings)


@dataclass(frozen=True)
class Critical(Labelled):
    """The chance that the verdict is not the leading one, if this coding is not what the leading reading says."""

    coding: Coding
    value: str
    is_outcome: bool
    probability: Fraction


class Cell:
    """The verdict diagram of a question under the codings of its case; the outcome is its last block where coded."""

    def __init__(self, question: Question, claims: Diagram[Claim] | None) -> None:
        """`claims` is the compiled period, None where the question is untestable."""
        self.question = question
        self.claims = claims or Diagram((), (), (Claim(in_scope=True),), (), 0)
        self.case = question.trial.case
        self.codings: Codings = question.coded()
        self.values = {tp: self.case.codebook.values(tp.term) for tp in question.places}
        self.draws = draws(self.case, question.places)
        self.drawn: Mapping[Block, Sequence[Fraction]] = self.draws.chances

    @cached_property
    def diagram(self) -> Diagram[Verdict]:
        """The verdict as a function of the codings, the outcome its last block where it is coded."""
        return self._verdicts(self.claims)

    def _verdicts(self, claims: Diagram[Claim]) -> Diagram[Verdict]:
        question = self.question
        if not self.codings[question.here]:
            return claims.mapped(lambda claim: question.verdict_in(claim, None))
        return claims.extended(question.here, question.order, question.verdict_in)

    # Completions

    @cached_property
    def readings(self) -> tuple[Verdict, ...]:
        """The verdicts that the completions give, in the order of the table."""
        levels = self.codings[self.question.here] or (None,)
        return in_order(
            self.question.verdict_in(claim, level) for claim in self.claims.reached(self.codings) for level in levels
        )

    @property
    def verdict(self) -> Verdict:
        return self.readings[0] if len(self.readings) == 1 else "open"

    @cached_property
    def settled_by(self) -> tuple[TermPeriod, ...]:
        """The smallest set of gaps that leaves one reading however they are coded; empty where none does.

        It is what the diagram over the gaps alone depends on: two completions that agree there have one verdict,
        and for each member there are two that differ in it alone and in verdict.
        """
        if len(self.readings) == 1:
            return ()
        over_gaps = self._verdicts(self.claims.restricted(self.codings)).restricted(self.codings)
        needed = set(over_gaps.support())
        return () if self.question.here in needed else tuple(tp for tp in self.question.places if tp in needed)

    # Chances

    @cached_property
    def ends(self) -> Mapping[tuple[Verdict, ...], Fraction]:
        """The chance of a draw whose missing codings leave exactly these readings."""
        return self._ends(self.drawn)

    def _ends(self, drawn: Mapping[Block, Sequence[Fraction]]) -> dict[tuple[Verdict, ...], Fraction]:
        # Read off the claims: the verdict's own diagram would have to be made first.
        question, found = self.question, dict[tuple[Verdict, ...], int]()
        shares = in_whole_numbers(drawn.get(question.here, (Fraction(1),)))
        levels = question.order if question.here in drawn else (None,)
        weights, whole = leaf_weights(self.claims, drawn)
        for claims, weight in weights.items():
            for level, share in zip(levels, shares, strict=True):
                if share:
                    readings = in_order({question.verdict_in(claim, level) for claim in claims})
                    found[readings] = found.get(readings, 0) + weight * share
        return {readings: Fraction(weight, whole * sum(shares)) for readings, weight in found.items()}

    @cached_property
    def probability(self) -> Distribution:
        return distribution(self.ends)

    @cached_property
    def by_source(self) -> Distribution:
        """The same, if codings that rest on one and the same source alone are wrong together."""
        stage = Stage((self.diagram,), lambda leaves: [_one(leaves[0]) == verdict for verdict in VERDICTS])
        found = carried([stage], draws(self.case, self.question.places, by_source=True), len(VERDICTS))
        return tuple((verdict, p) for verdict, p in zip(VERDICTS, found, strict=True) if p)

    @property
    def observed_probability(self) -> tuple[tuple[str, Fraction], ...] | None:
        """The chance of each outcome; None where it is not coded, or there is none before it."""
        return observed_chances(self.question)

    @cached_property
    def leading_verdict(self) -> Verdict:
        """The most probable verdict; ties go to the first in the table. Cheaper than `leading`, which needs a reading."""
        return max(self.probability, key=lambda each: each[1])[0]

    @cached_property
    def leading(self) -> Leading:
        verdict = self.leading_verdict
        reading = tuple(
            Value(tp, self._id(tp), value) for tp, value in self.draw.items() if self.codings[tp] != (value,)
        )
        return Leading(verdict, dict(self.probability)[verdict], reading)

    @cached_property
    def draw(self) -> Draw:
        """The most probable draw that gives the leading verdict, in file order."""
        verdict = self.leading_verdict
        return self._decoded(min(best for best, found in self._likely.items() if found == verdict))

    @property
    def read_codings(self) -> Codings:
        """The codings in the leading reading; missing ones stay missing."""
        return {**self.codings, **{tp: (value,) for tp, value in self.draw.items()}}

    @cached_property
    def _likely(self) -> dict[Best, Verdict]:
        """The most probable draws, at least one for each verdict."""
        return self._best(
            {
                tp: [
                    Option(place, 0, weight, int(self.values[tp][place] not in self.codings[tp]))
                    for place, weight in enumerate(self._weights[tp])
                    if weight
                ]
                for tp in self._ranked
            }
        )

    def _best(self, options: Mapping[Block, Sequence[Option]]) -> dict[Best, Verdict]:
        """The best draw for each level and each set of claims that the conditions lead to, with its verdict."""
        question, ranks = self.question, len(self._ranked)
        here = self._ranked.index(question.here) if question.here in options else -1
        conditions = {block: own for block, own in options.items() if block != question.here}
        found = {}
        for claims, best in best_draws(self.claims, conditions, self._ranked).items():
            if question.here not in options:
                found[best] = _one(question.verdict_in(claim, None) for claim in claims)
            for option in options.get(question.here, ()):
                level = question.order[option.place]
                found[best.also(option, here, ranks)] = _one(question.verdict_in(claim, level) for claim in claims)
        return found

    @property
    def _ranked(self) -> list[TermPeriod]:
        return [tp for tp in self.question.places if tp in self.drawn]

    @cached_property
    def _weights(self) -> dict[TermPeriod, list[int]]:
        return {tp: in_whole_numbers(self.drawn[tp]) for tp in self._ranked}

    def _decoded(self, best: Best) -> dict[TermPeriod, str]:
        ranked = self._ranked
        return {tp: self.values[tp][best.place(rank, len(ranked))] for rank, tp in enumerate(ranked)}

    # How firm

    @cached_property
    def likeliest(self) -> Distance | None:
        """The most probable draw with another verdict than the leading one; None where there is none."""
        return self._nearest(self._likely)

    @cached_property
    def nearest(self) -> Distance | None:
        """The fewest codings, the outcome's apart, whose other values lead to another verdict; None where none do.

        Of equal ones the most probable.
        """
        here, ranked = self.question.here, self._ranked
        step = len(ranked) + 1
        options: dict[Block, list[Option]] = {}
        for tp in ranked:
            kept = self.values[tp].index(self.draw[tp])
            options[tp] = [Option(kept, 0, max(self._weights[tp][kept], 1), 0)]
            if tp != here:
                # Fewest codings first, then fewest values that have no chance at all.
                options[tp] += [
                    Option(
                        place, step + int(not weight), weight or 1, int(self.values[tp][place] not in self.codings[tp])
                    )
                    for place, weight in enumerate(self._weights[tp])
                    if place != kept
                ]
        return self._nearest(self._best(options))

    def _nearest(self, draws: Mapping[Best, Verdict]) -> Distance | None:
        """The best of these with another verdict than the leading one."""
        best = min((best for best, verdict in draws.items() if verdict != self.leading_verdict), default=None)
        if best is None:
            return None
        draw = self._decoded(best)
        return self._recoded(
            {**self.codings, **{tp: (value,) for tp, value in draw.items()}},
            [tp for tp, value in draw.items() if value != self.draw[tp]],
        )

    @cached_property
    def singles(self) -> tuple[Distance, ...]:
        """Every single recoding of the leading reading that leads to another verdict, most probable first."""
        found = [
            each
            for tp in self._ranked
            if tp != self.question.here
            for each in self._recodings(tp)
            if each.verdict != self.leading.verdict
        ]
        return tuple(sorted(found, key=lambda each: -each.probability))

    @cached_property
    def outcomes(self) -> tuple[Distance, ...]:
        """The verdict for each other value of the outcome in the leading reading."""
        return tuple(self._recodings(self.question.here)) if self.codings[self.question.here] else ()

    def _recodings(self, tp: TermPeriod) -> Iterable[Distance]:
        for value in self.values[tp]:
            if value != self.draw[tp]:
                codings = {**self.read_codings, tp: (value,)}
                yield self._recoded(codings, [tp])

    def _recoded(self, codings: Codings, places: Sequence[TermPeriod]) -> Distance:
        chance = Fraction(1)
        for tp in self._ranked:
            chance *= self.drawn[tp][self.values[tp].index(codings[tp][0])]
        return Distance(
            self.question.verdict(codings),
            tuple(Recoded(tp, self._id(tp), self.case.coding(*tp), codings[tp][0]) for tp in places),
            chance,
        )

    @cached_property
    def criticality(self) -> tuple[Critical, ...]:
        """Every coding that is not missing, with the chance of another verdict if it is not as read; highest first."""
        found = []
        for tp in self._ranked:
            same = [self.given(tp, place)[self.leading_verdict] for place in range(len(self.values[tp]))]
            other = probabilities_if_not(self.drawn[tp], self.values[tp].index(self.draw[tp]))
            found.append(
                Critical(
                    at=tp,
                    period_id=self._id(tp),
                    coding=self.case.coding(*tp),
                    value=self.draw[tp],
                    is_outcome=tp == self.question.here,
                    probability=1 - sum((p * s for p, s in zip(other, same, strict=True)), Fraction(0)),
                )
            )
        return tuple(sorted(found, key=lambda each: -each.probability))

    @cached_property
    def _chances(self) -> ModelCount:
        place = {verdict: n for n, verdict in enumerate(VERDICTS)}
        return model_count(self.diagram, self.drawn, lambda leaves: place[_one(leaves)], len(VERDICTS))

    def given(self, tp: TermPeriod, place: int) -> Mapping[Verdict, Fraction]:
        """The chance of each verdict, given that a coding has its value number `place`."""
        known = self._chances.given.get(tp)
        return dict(zip(VERDICTS, self._chances.whole if known is None else known[place], strict=True))

    def probability_where(self, chances_of: Mapping[TermPeriod, Sequence[Fraction]]) -> Distribution:
        """The chance of each verdict if some codings have other chances."""
        drawn: dict[Block, Sequence[Fraction]] = {**self.drawn}
        drawn.update(chances_of.items())
        return distribution(self._ends(drawn))

    def _id(self, tp: TermPeriod) -> str:
        return self.case.period(tp.period).id


def observed_chances(question: Question) -> tuple[tuple[str, Fraction], ...] | None:
    """The chance of each outcome over draws of the codings; None where it is not coded, or there is none before it."""
    places = [question.here, *([question.before] if question.before is not None else [])]
    chances_of = draws(question.trial.case, places).chances
    if not question.testable or len(chances_of) < len(places):
        return None
    found: dict[str, Fraction] = {}
    for n, p in enumerate(chances_of[question.here]):
        for b, q in enumerate(chances_of[question.before] if question.before is not None else (Fraction(1),)):
            outcome = question.order[n] if question.before is None else direction(b, n)
            found[outcome] = found.get(outcome, Fraction(0)) + p * q
    return tuple((o, found[o]) for o in question.outcomes if found.get(o))


def distribution(ends: Mapping[tuple[Verdict, ...], Fraction]) -> Distribution:
    """The chance of each verdict, given that of each set of readings; several readings are `open`."""
    found: dict[Verdict, Fraction] = {}
    for readings, share in ends.items():
        verdict = _one(readings)
        found[verdict] = found.get(verdict, Fraction(0)) + share
    return tuple((verdict, found[verdict]) for verdict in VERDICTS if found.get(verdict))


def _one(verdicts: Iterable[Verdict]) -> Verdict:
    """The one verdict of these, or `open`."""
    distinct = set(verdicts)
    return next(iter(distinct)) if len(distinct) == 1 else "open"
