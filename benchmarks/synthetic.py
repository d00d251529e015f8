"""Synthetic studies of any size for the benchmarks: the same for the same seed."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from checker.logic.formula import Term
from checker.logic.grammar import parse
from checker.study.case import MISSING, Case, Coding, Period
from checker.study.codebook import YES_NO, Codebook, Variable
from checker.study.theory import Explained, Proposition, Rule, Statement, Theory

LEVELS = ("none", "low", "moderate", "high")
OUTCOME = Explained(Term("outcome"), True)


def synthetic_theory(propositions: int, conditions: int, seed: int) -> Theory:
    """So many rules over so many conditions of two to four values, one definition, three in ten of them tendencies."""
    dice = Random(seed)
    names = [f"condition{n}" for n in range(conditions)]
    values = {name: dice.choice((YES_NO, LEVELS[:3], LEVELS)) for name in names}
    variables = {name: Variable(name, values[name]) for name in names}
    variables |= {"outcome": Variable("outcome", LEVELS), "hidden": Variable("hidden", theoretical=True)}
    codebook = Codebook("synthetic", {}, variables)

    def condition() -> str:
        name = dice.choice(names)
        if values[name] == YES_NO:
            level = dice.choice((name, f"not {name}"))
        else:
            level = f"{name} is {dice.choice(('at least', 'at most'))} {dice.choice(values[name][1:-1])}"
        return dice.choice(
            (level, level, level, f"{name} {dice.choice(('rises', 'falls'))}", dice.choice(("hidden", "not hidden")))
        )

    def proposition(n: int) -> Proposition:
        if n == 0:
            text = f"hidden if and only if ({names[0]} is not {values[names[0]][0]} and not {names[-1]} rises)"
            return Proposition("D", Rule(text, parse(text, variables.__contains__)), role="definition")
        effect = dice.choice(
            (
                "outcome is at most low",
                "outcome is at least moderate",
                "outcome is at least low",
                "not outcome rises",
                "not outcome falls",
            )
        )
        text = f"if {' and '.join(condition() for _ in range(dice.choice((1, 2, 2, 3))))} then {effect}"
        return Proposition(f"P{n}", Rule(text, parse(text, variables.__contains__)), strict=dice.random() > 0.3)

    statements = [Statement(Rule(text, parse(text))) for text in ("outcome rises", "outcome falls")]
    return Theory(
        "synthetic", codebook, (OUTCOME,), tuple(map(proposition, range(propositions))), exhaustive=tuple(statements)
    )


def synthetic_case(codebook: Codebook, seed: int, doubtful: int = 0, gaps: int = 0) -> Case:
    """Two periods after a baseline, all coded for certain but so many with a doubt, and so many missing."""
    dice = Random(seed)
    places = [
        (term, t)
        for t in (2, 1)
        for term in codebook.terms()
        if not codebook.is_theoretical(term) and (term.variable, t) != ("outcome", 2)
    ]
    dice.shuffle(places)
    codings = {}
    for number, (term, t) in enumerate(places):
        value = dice.choice(codebook.values(term))
        if number < gaps:
            codings[term, t] = MISSING
        elif number < gaps + doubtful:
            codings[term, t] = Coding((value,), {value: Fraction(dice.choice((9, 8, 7, 6)), 10)})
        else:
            codings[term, t] = Coding((value,))
    codings[OUTCOME.term, 2] = Coding((dice.choice(LEVELS),))
    plain = Case("synthetic", codebook, {}, (Period("first"), Period("second")), Period("baseline"))
    return plain.recoded(codings)
