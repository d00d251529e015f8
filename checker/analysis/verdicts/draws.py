"""How codings are drawn where they are in doubt (semantics.md, section 6, on probability).

Codings are drawn independently, or by source: codings that rest on the same source alone are then wrong together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache

from checker.engine.compiled import Block
from checker.engine.joint_draws import Draws
from checker.study.case import Case, Coding
from checker.study.term_period import TermPeriod


def probabilities(coding: Coding, values: Sequence[str]) -> tuple[Fraction, ...]:
    """The chance that each value is the right one, in the order of `values`; the coding must not be missing.

    What the confidences leave over goes evenly to the values that they do not speak of; without any, the
    coded values share the whole.

    >>> [str(p) for p in probabilities(Coding(("low",), {"low": Fraction(1, 2)}), ("low", "mid", "high"))]
    ['1/2', '1/4', '1/4']
    """
    return _shares(coding.values, tuple(coding.confidence.items()), tuple(values))


@lru_cache(maxsize=10_000)
def _shares(
    coded: tuple[str, ...], confidence: tuple[tuple[str, Fraction], ...], values: tuple[str, ...]
) -> tuple[Fraction, ...]:
    """The same; most codings of a case recur in every theory and reading."""
    said = dict(confidence) or {v: Fraction(1, len(coded)) for v in coded}
    others = [v for v in values if v not in said]
    left = 1 - sum(said.values(), Fraction(0))
    if others:
        said.update((v, left / len(others)) for v in others)
    elif left:
        said = {v: p / (1 - left) for v, p in said.items()}
    return tuple(said[v] for v in values)


def probabilities_if_not(chances: Sequence[Fraction], place: int) -> tuple[Fraction, ...]:
    """The same given that value number `place` is wrong; evenly over the others where it is certain.

    >>> [str(p) for p in probabilities_if_not([Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)], 0)]
    ['0', '1/2', '1/2']
    """
    left = 1 - chances[place]
    if not left:
        return tuple(Fraction(int(n != place), len(chances) - 1) for n in range(len(chances)))
    return tuple(Fraction(0) if n == place else p / left for n, p in enumerate(chances))


def draws(case: Case, places: Iterable[TermPeriod], by_source: bool = False) -> Draws:
    """How the codings of these term-periods are drawn; those that are missing are left open."""
    codings = {tp: case.coding(*tp) for tp in places}
    coded = {tp: coding for tp, coding in codings.items() if coding.values}
    sources: dict[Block, str] = {}
    for tp, coding in coded.items() if by_source else ():
        if source := only_source(coding):
            sources[tp] = source
    chances: dict[Block, Sequence[Fraction]] = {
        tp: probabilities(coding, case.codebook.values(tp.term)) for tp, coding in coded.items()
    }
    return Draws(chances, sources)


def only_source(coding: Coding) -> str:
    """The source on which a coding rests alone, by its key; empty where there are several or none."""
    named = {piece.source for piece in coding.evidence if piece.source}
    return named.pop() if len(named) == 1 else ""
