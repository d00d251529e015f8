"""Random studies: small, valid, and full of what semantics.md has to say something about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from math import prod
from random import Random

from checker.logic.formula import Term
from checker.study.case import MISSING, Case, Coding, Period
from checker.study.codebook import Codebook
from checker.study.theory import Theory
from tests.random_formulas import Dice, Seeded, random_codebook, some
from tests.random_theories import random_theory
from tests.truth_table import Table

Study = tuple[Theory, Case]

MAX_WORLDS = 400
MAX_COMPLETIONS = 40


# Cases


def random_case(dice: Dice, codebook: Codebook) -> Case:
    roles: Mapping[str, tuple[str, ...]] = {
        role: (("Belarus",), ("Iran", "Syria"))[number % 2]
        for number, role in enumerate(codebook.roles)
        if not dice.chance(8)
    }
    observable = [
        term
        for term in codebook.terms()
        if not codebook.is_theoretical(term) and all(role in roles for role in term.arguments)
    ]
    throughout = {term: _coding(dice, codebook, term) for term in observable if dice.chance(15)}

    def codings() -> dict[Term, Coding]:
        """For a period; what is coded throughout is mostly left to that."""
        return {
            term: _coding(dice, codebook, term)
            for term in observable
            if not dice.chance(75 if term in throughout else 6)
        }

    baseline = Period("baseline", codings=codings()) if dice.chance(60) else None
    periods = [Period(f"t{number}", codings=codings()) for number in range(1, dice.one((1, 2, 2, 3, 3, 4)) + 1)]
    return Case("random", codebook, roles, tuple(periods), baseline, throughout)


def _coding(dice: Dice, codebook: Codebook, term: Term) -> Coding:
    values = codebook.values(term)
    match dice.one(("single",) * 16 + ("missing", "contested", "contested")):
        case "missing":
            return MISSING
        case "contested":
            chosen = tuple(some(dice, values, dice.one((2, 2, 3))))
            parts = [Fraction(1, 4)] * (len(chosen) - 1) + [1 - Fraction(len(chosen) - 1, 4)]
            return Coding(chosen, dict(zip(chosen, parts, strict=True)) if dice.chance(60) else {})
    value = dice.one(values)
    sure = not dice.chance(20)
    return Coding((value,), {} if sure else {value: Fraction(dice.one((9, 8, 6)), 10)})


# Studies


def affordable(dice: Dice, theory: Theory, case: Case, worlds: int, completions: int) -> Case | None:
    """The case with so many gaps filled and periods cut that its truth tables stay small; None if that fails."""
    for _ in range(60):
        table = next(
            (
                table
                for table in tables(theory, case)
                if table.size() > worlds
                or prod(len(table.choices(gap, table.codings)) for gap in table.gaps) > completions
            ),
            None,
        )
        if table is None:
            return case
        if table.gaps:
            term, period = dice.one(table.gaps)
            missing = {role: ("Nobody",) for role in term.arguments if role not in case.roles}
            case = replace(case, roles={**case.roles, **missing}).recoded(
                {(term, period): Coding((dice.one(case.codebook.values(term)),))}
            )
        elif len(case.periods) > 1:
            case = replace(case, periods=case.periods[:-1])
        elif case.baseline is not None:
            case = replace(case, baseline=None)
        else:
            return None
    return None


def tables(theory: Theory, case: Case) -> list[Table]:
    """The truth tables that judging the theory on the case takes, not yet filled in."""
    return [
        Table(theory, case, explained, t, ()) for explained in theory.explains for t in range(1, len(case.periods) + 1)
    ]


def random_study(seed: int, worlds: int = MAX_WORLDS, completions: int = MAX_COMPLETIONS) -> Study:
    """A theory and a case, the same for the same seed."""
    dice = Seeded(Random(seed))
    while True:
        codebook = random_codebook(dice)
        theory = random_theory(dice, codebook)
        case = affordable(dice, theory, random_case(dice, codebook), worlds, completions)
        if case is not None:
            return theory, case
