"""A theory on its own: a case in which nothing is coded, long enough for every rule to be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checker.analysis.verdicts.trial import Trial
from checker.logic.formula import Formula
from checker.logic.rewriting import lookback, quantifier_free
from checker.study.case import Case, Period
from checker.study.codebook import Codebook
from checker.study.theory import Theory


def periods_needed(theories: Iterable[Theory]) -> int:
    """The number of periods in which every rule of the theories can be read, at least the two of a change.

    `once` is read over the periods that there are.
    """
    return 1 + max([1, *(lookback(quantifier_free(formula)) for theory in theories for formula in _rules(theory))])


def _rules(theory: Theory) -> Iterator[Formula]:
    yield from (p.rule.formula for p in theory.propositions)
    yield from (s.rule.formula for s in theory.exhaustive)
    if theory.scope is not None:
        yield theory.scope.formula


def blank_case(codebook: Codebook, periods: int) -> Case:
    """Nothing coded, every role bound; the last period is `now`, the one before it `before`."""
    names = [f"{n} periods before" if n > 1 else "before" for n in range(periods - 1, 0, -1)]
    return Case(
        "any case", codebook, dict.fromkeys(codebook.roles, ("any",)), tuple(Period(name) for name in (*names, "now"))
    )


def blank_trial(theory: Theory, periods: int) -> Trial:
    """The theory against such a case; its last period is the one to ask about."""
    return Trial(theory, blank_case(theory.codebook, periods))
