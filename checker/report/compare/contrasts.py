"""Two partners of one actor in words: where outcomes parted, what was alike, and what was not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from checker.analysis.rivals.partners import Contrast
from checker.logic.formula import Term
from checker.report.words.labels import label, percent
from checker.report.words.phrases import outcome_name, says, values_words
from checker.report.words.verdicts import listed
from checker.study.theory import Explained

MOST_CONTRASTS, MOST_TERMS = 3, 5


def contrast_words(contrasts: Sequence[Contrast], explained: Explained) -> Iterator[str]:
    """A sentence or two for each of the clearest contrasts."""
    for contrast in contrasts[:MOST_CONTRASTS]:
        first, last = contrast.years
        actor = listed(contrast.cases[0].roles[contrast.role])
        yield (
            f"{actor} in {first if first == last else f'{first}-{last}'}: {_outcomes(contrast, explained)}. "
            f"Alike: {_alike(contrast)}; different: {_different(contrast)}. What is alike cannot by itself explain the "
            "difference."
        )


def _outcomes(contrast: Contrast, explained: Explained) -> str:
    book = contrast.cases[0].codebook
    sides = [
        f"{says(book, explained, (outcome,))} with {listed(case.roles[contrast.others])} ({percent(chance)})"
        for case, (outcome, chance) in zip(contrast.cases, contrast.outcomes, strict=True)
    ]
    return f"{outcome_name(book, explained.term)} most likely {' and '.join(sides)}"


def _alike(contrast: Contrast) -> str:
    return _first([f"“{_label(contrast, term)}” is {_value(contrast, term, value)}" for term, value in contrast.alike])


def _different(contrast: Contrast) -> str:
    return _first(
        [
            f"“{_label(contrast, term)}” is {_value(contrast, term, one)} against {_value(contrast, term, other)}"
            for term, one, other in contrast.different
        ]
    )


def _first(told: Sequence[str]) -> str:
    """The first few, and how many more there are."""
    more = len(told) - MOST_TERMS
    return ", ".join(told[:MOST_TERMS]) + (f" and {more} more" if more > 0 else "") or "nothing that is coded"


def _label(contrast: Contrast, term: Term) -> str:
    """A label with the common actor by name, and the others by their role."""
    case = contrast.cases[0]
    return label(case.codebook, term, replace(case, roles={contrast.role: case.roles[contrast.role]}))


def _value(contrast: Contrast, term: Term, value: str) -> str:
    return values_words(contrast.cases[0].codebook, term, (value,))
