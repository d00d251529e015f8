"""What a theory names as causes of what it claims to explain exhaustively (semantics.md, section 3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from checker.logic.formula import Formula, Implies, Once, Term, subformulas
from checker.logic.partial import Known, Truth, all_true, any_true, named, negated, truth
from checker.logic.rewriting import causes, lookback, mentions_now, quantifier_free
from checker.study.codebook import Codebook
from checker.study.theory import Proposition, Statement

MOST_STEPS = 20_000
Cause = tuple[Proposition, Formula, Formula]


def causes_named(propositions: Sequence[Proposition], statement: Statement, codebook: Codebook) -> tuple[Cause, ...]:
    """The propositions that name a cause of what the statement says, each with its condition and its effect.

    An effect counts if for some value of the other terms it is possible and what the statement says follows from it.
    """
    said = quantifier_free(statement.rule.formula)
    return tuple(
        (p, when, then)
        for p in propositions
        for when, then in causes(p.rule.formula, statement.term)
        if can_bring_about(then, said, statement.term, codebook)
    )


def can_bring_about(effect: Formula, said: Formula, term: Term, codebook: Codebook) -> bool:
    """Whether some value of the terms other than this one makes the effect possible and lets `said` follow from it.

    Both formulas are quantifier-free. Past MOST_STEPS partial worlds the effect counts as a cause.
    """
    return _can_bring_about(effect, said, term, _Values(codebook))


def forced_without_cause(
    propositions: Sequence[Proposition], statement: Statement, codebook: Codebook
) -> Iterator[tuple[Proposition, int, Known]]:
    """The laws that somewhere leave nothing but what the statement says, though nothing that is named causes it there.

    Each comes with the first world found, of the term-periods that the law and the statement read, and with the
    number of the period that is judged in it. A law is left out past MOST_STEPS partial worlds.
    """
    term, said = statement.term, quantifier_free(statement.rule.formula)
    named_causes = [(when, then) for _, when, then in causes_named(propositions, statement, codebook)]
    laws = [(p, quantifier_free(p.rule.formula)) for p in propositions if p.strict]
    beside = [law for _, law in laws if not mentions_now(law, term)]
    for proposition, law in laws:
        # Where `if A then C` forces it, A is there and causes it.
        is_cause = isinstance(law, Implies) and causes(law, term)
        if is_cause or not mentions_now(law, term) or not can_bring_about(law, said, term, codebook):
            continue
        spoken = [law, said, *(part for cause in named_causes for part in cause)]
        around = _linked(spoken, beside, codebook)
        period = max(map(lookback, (*spoken, *around)))
        found = _Search(period, term, codebook.values).forced(law, said, named_causes, around)
        if found is not None:
            told = {*named(law, period), *named(said, period)}
            yield proposition, period, {tp: value for tp, value in found.items() if tp in told}


def _linked(spoken: Sequence[Formula], laws: Sequence[Formula], codebook: Codebook) -> list[Formula]:
    """The laws on conditions that share a theoretical term with what is spoken of, repeatedly."""

    def hidden(formula: Formula) -> set[Term]:
        return {term for term, _ in named(formula, lookback(formula)) if codebook.is_theoretical(term)}

    linked: list[Formula] = []
    reached = {term for formula in spoken for term in hidden(formula)}
    waiting = list(laws)
    while more := [law for law in waiting if reached & hidden(law)]:
        linked += more
        waiting = [law for law in waiting if law not in more]
        reached |= {term for law in more for term in hidden(law)}
    return linked


class _Values:
    """The values of each term; compared by identity of the codebook, so that answers can be kept."""

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook

    def __call__(self, term: Term) -> tuple[str, ...]:
        return self.codebook.values(term)

    def __hash__(self) -> int:
        return id(self.codebook)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Values) and other.codebook is self.codebook


@lru_cache(maxsize=10_000)
def _can_bring_about(effect: Formula, said: Formula, term: Term, values: _Values) -> bool:
    soonest = max(lookback(effect), lookback(said))
    # `once` has more to choose from in later periods.
    later = sum(isinstance(part, Once) for part in subformulas(effect))
    return any(_Search(period, term, values).follows(effect, said) for period in range(soonest, soonest + later + 1))


class _PastLimit(Exception):
    """More partial worlds than MOST_STEPS."""


class _Search:
    """Worlds of the terms other than one, in a period; depth first, each term-period read as late as can be."""

    def __init__(self, period: int, term: Term, values: Callable[[Term], Sequence[str]]) -> None:
        self.period = period
        self.term = term
        self.values = values

    def follows(self, effect: Formula, said: Formula) -> bool:
        """Whether the effect is possible, and what is said follows from it, in some world; also past the limit."""
        try:
            return self._first((said, effect), lambda known: self._forces(effect, said, known)) is not None
        except _PastLimit:
            return True

    def forced(
        self, law: Formula, said: Formula, named_causes: Sequence[tuple[Formula, Formula]], around: Sequence[Formula]
    ) -> Known | None:
        """A world in which the law forces what is said, no cause is there, and the laws around it can hold."""

        def there(known: Known) -> Truth:
            def uncaused(when: Formula, then: Formula) -> Truth:
                here = self._truth(when, known)
                return True if here is False else negated(all_true((here, self._follows(then, said, known))))

            return all_true(
                (
                    self._forces(law, said, known),
                    *(uncaused(*cause) for cause in named_causes),
                    *(self._truth(each, known) for each in around),
                )
            )

        try:
            return self._first((said, law, *(part for cause in named_causes for part in cause), *around), there)
        except _PastLimit:
            return None

    def _truth(self, formula: Formula, known: Known) -> Truth:
        return truth(formula, self.period, known, self.values)

    def _rows(self, effect: Formula, said: Formula, known: Known) -> list[tuple[Truth, Truth]]:
        """The effect and what is said at each value of the term."""
        worlds = ({**known, (self.term, self.period): value} for value in self.values(self.term))
        return [(self._truth(effect, world), self._truth(said, world)) for world in worlds]

    def _follows(self, effect: Formula, said: Formula, known: Known) -> Truth:
        return all_true(any_true((negated(e), s)) for e, s in self._rows(effect, said, known))

    def _forces(self, effect: Formula, said: Formula, known: Known) -> Truth:
        """Whether the effect is possible, and what is said true wherever it is."""
        rows = self._rows(effect, said, known)
        return all_true((any_true(e for e, _ in rows), all_true(any_true((negated(e), s)) for e, s in rows)))

    def _first(self, formulas: Sequence[Formula], there: Callable[[Known], Truth]) -> Known | None:
        """The first partial world in which that is true, whatever the rest is."""
        about = (self.term, self.period)
        others = [
            tp for tp in dict.fromkeys(tp for formula in formulas for tp in named(formula, self.period)) if tp != about
        ]
        waiting: list[Known] = [{}]
        steps = 0
        while waiting:
            known = waiting.pop()
            steps += 1
            if steps > MOST_STEPS:
                raise _PastLimit
            found = there(known)
            if found:
                return known
            if found is None:
                tp = others[len(known)]
                waiting += [{**known, tp: value} for value in reversed(self.values(tp[0]))]
        return None
