"""The phrases of `robust`: codings with their chances, recodings, what brings another verdict to the lead."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TypeVar

from checker.analysis.robust.sensitivity import Variation
from checker.analysis.verdicts.cell import Distance
from checker.analysis.verdicts.draws import probabilities
from checker.logic.formula import Term
from checker.report.words.labels import label, percent
from checker.report.words.verdicts import listed
from checker.study.case import Case, Coding
from checker.study.theory import Theory

K = TypeVar("K")
V = TypeVar("V")


def coding_named(case: Case, term: Term, period_id: str, judged: str = "") -> str:
    """`better option at hand (Iran) in rise`, without the period where it is the one judged."""
    where = "" if period_id == judged else f" in {period_id}"
    return f"{label(case.codebook, term, case)}{where}"


def chances_of(case: Case, term: Term, coding: Coding) -> str:
    """`low 60 %, moderate 40 %`, likeliest first."""
    values = case.codebook.values(term)
    return distribution_words(zip(values, probabilities(coding, values), strict=True))


def distribution_words(chances: Iterable[tuple[str, Fraction]]) -> str:
    """`contradicted 75 %, expected 9 %`, likeliest first."""
    ranked = sorted(chances, key=lambda each: -each[1])
    return ", ".join(f"{name} {percent(share)}" for name, share in ranked if share)


def recodings_words(case: Case, distance: Distance, judged: str) -> str:
    """`polarity bipolar and shelter by the patron weak in rise`."""
    return listed(
        f"{label(case.codebook, each.term, case)} {each.instead}"
        + ("" if each.period_id == judged else f" in {each.period_id}")
        for each in distance.recodings
    )


def gathered(pairs: Iterable[tuple[K, V]]) -> Iterable[tuple[K, list[V]]]:
    """The second of each pair by the first, in the order in which these come first."""
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found.items()


def variation_words(variation: Variation, theory: Theory | None = None) -> str:
    """Another reading of the case as a phrase; `theory` names its propositions."""
    match variation.kind:
        case "reading":
            return f"as read by {variation.label or variation.name}"
        case "indicator":
            return f"with the outcome by {variation.name}"
        case "source":
            return f"without the source {variation.name}"
        case "before onset":
            return "without evidence from after the onset"
        case "proposition":
            return f"without {proposition_words(variation.name, theory)}"
        case "border":
            where, _, step = variation.name.rpartition(" ")
            left, _, right = where.partition("|")
            return f"with the border of {left} and {right} a year {'earlier' if step.startswith('-') else 'later'}"
    raise ValueError(f"not a variation: {variation.kind}")


def proposition_words(name: str, theory: Theory | None = None) -> str:
    """A proposition by its id and, where the theory is given, its name; an exhaustive statement by its label."""
    title = next((p.name for p in theory.propositions if p.id == name), "") if theory is not None else ""
    return f"{name} ({title})" if title else name
