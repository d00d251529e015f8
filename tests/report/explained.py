"""Small studies explained as text, for tests of what a reader meets."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from checker.analysis.explain.explain import explain
from checker.logic.formula import Term
from checker.report.explain.formats import explain_rendered
from checker.report.explain.head import Detail
from checker.study.case import Case
from checker.study.theory import Theory
from tests.small_studies import case, theory


def explained(tested: Theory, seen: Case, period: str | None = "t1", cores: int = 3, **detail: bool) -> str:
    """The text, its lines joined, so that no assertion depends on the width."""
    return " ".join(explain_rendered(explain(tested, seen, period, cores), "text", Detail(**detail)).split())


def doubtful(seen: Case, **chances: str) -> Case:
    """The case with the confidence of codings in its first period, such as `a="yes:0.7 no:0.3"`."""
    made = {}
    for name, words in chances.items():
        confidence = {value: Fraction(p) for value, _, p in (word.partition(":") for word in words.split())}
        coded = seen.coding(Term(name), 1)
        made[Term(name), 1] = replace(coded, confidence=confidence)
    return seen.recoded(made)


CHAIN = theory("D1 definition: if a and b then e", "N1: if e then y is low")
CONTRADICTED = case("a=yes b=yes y=high")
LAW = theory("N1: if a then y is low")
