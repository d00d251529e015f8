"""What a theory names as causes of what it claims to explain exhaustively (semantics.md, section 3)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from checker.logic.formula import Formula, Once, Term, subformulas
from checker.logic.partial import Known, Truth, named, truth
from checker.logic.rewriting import causes, lookback, quantifier_free
from checker.study.codebook import Codebook
from checker.study.theory import Proposition, Statement

MOST_STEPS = 20_000


def causes_named(
    propositions: Sequence[Proposition], statement: Statement, codebook: Codebook
) -> tuple[tuple[Proposition, Formula, Formula], ...]:
    """The propositions that name a cause of what the statement says, each with its condition and its effect.

    An effect counts if for some value of the other terms it is possible and what the statement says follows from it.
    """
    said = quantifier_free(statement.rule.formula)
    return tuple((p, when, then) for p in propositions for when, then in causes(p.rule.formula, statement.term)
                 if can_bring_about(then, said, statement.term, codebook))


def can_bring_about(effect: Formula, said: Formula, term: Term, codebook: Codebook) -> bool:
    """Whether some value of the terms other than this one makes the effect possible and lets `said` follow from it.

    Both formulas are quantifier-free. Past MOST_STEPS partial worlds the effect counts as a cause.
    """
    return _can_bring_about(effect, said, term, _Values(codebook))


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


@cache
def _can_bring_about(effect: Formula, said: Formula, term: Term, values: _Values) -> bool:
    soonest = max(lookback(effect), lookback(said))
    # `once` has more to choose from in later periods.
    later = sum(isinstance(part, Once) for part in subformulas(effect))
    return any(_possible_in(period, effect, said, term, values) for period in range(soonest, soonest + later + 1))


def _possible_in(period: int, effect: Formula, said: Formula, term: Term, values: _Values) -> bool:
    about = (term, period)
    others = [tp for tp in dict.fromkeys((*named(effect, period), *named(said, period)))
              if tp != about]

    def follows(known: Known) -> Truth:
        worlds = [{**known, about: value} for value in values(term)]
        effects = [truth(effect, period, world, values) for world in worlds]
        told = [truth(said, period, world, values) for world in worlds]
        if all(each is False for each in effects) or any(
                e is True and s is False for e, s in zip(effects, told, strict=True)):
            return False
        sure = any(effects) and all(e is False or s is True for e, s in zip(effects, told, strict=True))
        return True if sure else None

    waiting: list[dict[tuple[Term, int], str]] = [{}]
    steps = 0
    while waiting:
        known = waiting.pop()
        steps += 1
        found = follows(known)
        if found or steps > MOST_STEPS:
            return True
        if found is None:
            tp = others[len(known)]
            waiting += [{**known, tp: value} for value in reversed(values(tp[0]))]
    return False
