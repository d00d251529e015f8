"""Weights of evidence: how far stated likelihoods move the odds of one theory against another.

The weight of a clue is ten times the common logarithm of the ratio of its two likelihoods, in decibels (Good 1985;
for case studies Fairfield and Charman 2017). All likelihoods are a user's: nothing here reads one off a theory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import log10, prod

from checker.analysis.rivals.chances import Rivals, RivalTest
from checker.analysis.rivals.discrimination import refuse_other_vocabulary
from checker.analysis.verdicts.trial import Trial
from checker.study.case import Case
from checker.study.likelihoods import StatedClue
from checker.study.theory import Explained, Theory


def decibels(ratio: Fraction) -> float:
    """Ten times the common logarithm of a positive ratio.

    >>> decibels(Fraction(10)), round(decibels(Fraction(1, 2)), 2)
    (10.0, -3.01)
    """
    return 10 * (log10(ratio.numerator) - log10(ratio.denominator))


def ratio(clue: StatedClue) -> Fraction:
    """How many times as likely the clue is under the first theory as under the second."""
    return clue.likelihoods[0] / clue.likelihoods[1]


@dataclass(frozen=True)
class Weights:
    """Clues weighed between two theories, as exclusive hypotheses of which one is true.

    `prior` has the odds of the first against the second, where they are stated. `tests` say, for each thing that both
    explain and each period with something to predict, how likely it is that what the two predict excludes each other:
    where it does not, both can be true of the case, and they are no exclusive hypotheses.
    """

    first: Theory
    second: Theory
    case: Case
    clues: tuple[StatedClue, ...]
    prior: Fraction | None
    tests: tuple[tuple[Explained, RivalTest], ...]

    @property
    def ratio(self) -> Fraction:
        """How many times as likely all clues together are under the first as under the second."""
        return prod(map(ratio, self.clues), start=Fraction(1))

    @property
    def posterior(self) -> Fraction | None:
        """The odds of the first after the clues, where those before are stated."""
        return None if self.prior is None else self.prior * self.ratio

    @property
    def overlapping(self) -> tuple[tuple[Explained, RivalTest], ...]:
        """The periods in which the two may be right together, as far as is known."""
        return tuple(each for each in self.tests if each[1].critical != 1)

    @property
    def weightiest(self) -> StatedClue:
        """The clue whose weight is greatest, for whichever of the two; of equal ones the first."""
        return max(self.clues, key=lambda clue: max(ratio(clue), 1 / ratio(clue)))


def weigh(
    first: Theory, second: Theory, case: Case, clues: Sequence[StatedClue], prior: Fraction | None = None
) -> Weights:
    """The weights of one or more clues; raises InvalidStudy for theories of different vocabularies."""
    refuse_other_vocabulary(first, second)
    trials = (Trial(first, case), Trial(second, case))
    tests = []
    for explained in first.explains:
        if explained in second.explains:
            rivals = Rivals(trials, explained)
            tests += [
                (explained, rivals.test(t, 0, 1)) for t in range(1, case.last + 1) if rivals.question(t, 0).testable
            ]
    return Weights(first, second, case, tuple(clues), prior, tuple(tests))
