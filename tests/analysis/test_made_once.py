"""No analysis makes a question twice, or works out twice what the same codings let a theory say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from checker.analysis.explain.explain import explain
from checker.analysis.rivals.comparison import compare
from checker.analysis.robust.robustness import robustness
from checker.analysis.verdicts.question import Codings, Question
from checker.analysis.verdicts.trial import check
from checker.study.case import Case, NamedReading
from checker.study.theory import Theory
from tests.small_studies import case, codings, theory

FIRST = replace(
    theory("P1: if a then y rises", "P2 usually: if b then y falls", explains="change of y", exhaustive=["y rises"]),
    name="first",
)
SECOND = replace(theory("Q1: if c then y rises", explains="change of y"), name="second")
LINES = ("a=yes b=no c=no y=mid", "a=no|yes b=yes c=no y=low|mid", "a=yes b=? c=yes y=low")
OTHER = {(term, 2): coding for term, coding in codings("a=yes b=no").items()}
CASE = replace(case(*LINES, baseline="y=low"), readings={"other": NamedReading("other", OTHER)})
ANALYSES: dict[str, Callable[[Case, list[Theory]], object]] = {
    "check": check,
    "robust": robustness,
    "compare": lambda of, theories: compare([of], theories),
    "explain": lambda of, theories: explain(theories[0], of),
}


@pytest.mark.parametrize("analysis", ANALYSES)
def test_nothing_is_made_or_found_twice(analysis: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made: Counter[tuple[object, ...]] = Counter()
    found: Counter[tuple[object, ...]] = Counter()
    init, concluded = Question.__init__, Question._concluded

    def make(self: Question, *arguments: Any) -> None:
        init(self, *arguments)
        made[self.trial.theory.name, self.trial.without, self.explained, self.t, self.exhaustive] += 1

    def conclude(self: Question, claims: Any, known: Codings) -> Any:
        about = (self.trial.theory.name, self.trial.without, self.explained, self.t, self.exhaustive)
        found[*about, tuple(known.items())] += 1
        return concluded(self, claims, known)

    monkeypatch.setattr(Question, "__init__", make)
    monkeypatch.setattr(Question, "_concluded", conclude)
    ANALYSES[analysis](CASE, [FIRST, SECOND])
    assert made and set(made.values()) == {1}
    assert set(found.values()) <= {1}
