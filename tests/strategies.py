"""Hypothesis strategies for random studies; the generators stand in tests/random_studies.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from hypothesis import assume
from hypothesis import strategies as st

from checker.logic.formula import Formula
from checker.study.case import Case
from checker.study.codebook import Codebook
from checker.study.theory import Theory
from tests.random_formulas import Writer, random_codebook
from tests.random_studies import MAX_COMPLETIONS, MAX_WORLDS, Study, affordable, random_case, random_study
from tests.random_theories import random_theory

__all__ = ["cases", "codebooks", "formulas", "random_study", "studies", "theories"]

T = TypeVar("T")


@dataclass(frozen=True)
class Drawn:
    """Dice that Hypothesis throws."""

    draw: st.DrawFn

    def one(self, options: Sequence[T]) -> T:
        return self.draw(st.sampled_from(options))

    def chance(self, percent: int) -> bool:
        return self.draw(st.integers(0, 99)) >= 100 - percent


@st.composite
def codebooks(draw: st.DrawFn) -> Codebook:
    """Two to five variables, some theoretical, some with one or two places for roles."""
    return random_codebook(Drawn(draw))


@st.composite
def formulas(draw: st.DrawFn, codebook: Codebook, depth: int = 3) -> Formula:
    """Any formula over the terms of a codebook."""
    return Writer(Drawn(draw), codebook, tuple(codebook.variables.values())).formula(codebook.terms(), depth)


@st.composite
def theories(draw: st.DrawFn, codebook: Codebook) -> Theory:
    """A valid theory in the words of a codebook."""
    return random_theory(Drawn(draw), codebook)


@st.composite
def cases(draw: st.DrawFn, codebook: Codebook) -> Case:
    """A valid case coded by a codebook; its gaps may be many."""
    return random_case(Drawn(draw), codebook)


@st.composite
def studies(draw: st.DrawFn, worlds: int = MAX_WORLDS, completions: int = MAX_COMPLETIONS) -> Study:
    """A theory and a case of one codebook, small enough for the oracle."""
    dice = Drawn(draw)
    codebook = random_codebook(dice)
    theory = random_theory(dice, codebook)
    case = affordable(dice, theory, random_case(dice, codebook), worlds, completions)
    assume(case is not None)
    assert case is not None
    return theory, case
