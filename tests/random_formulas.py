"""Random formulas over a random codebook; where the choices come from is left to the caller.

One set of generators serves two kinds of dice: those of Hypothesis, which shrink what fails
(tests/strategies.py), and a seeded `random.Random`, fast enough for thousands of studies. Options
stand simplest first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Protocol, TypeVar

from checker.logic.formula import (
    DIRECTIONS,
    And,
    Bound,
    Change,
    Compare,
    Comparison,
    Count,
    Formula,
    Iff,
    Implies,
    Is,
    Not,
    Once,
    Or,
    Previously,
    Quantified,
    Quantifier,
    Term,
)
from checker.study.codebook import YES_NO, Codebook, Variable

T = TypeVar("T")

COMPARISONS: tuple[Comparison, ...] = ("at least", "at most", "above", "below")
VALUES: tuple[tuple[str, ...], ...] = (
    YES_NO,
    YES_NO,
    ("low", "high"),
    ("low", "mid", "high"),
    ("none", "few", "many"),
    ("low", "mid", "high"),
    ("yes", "no"),
    ("none", "little", "more", "much"),
)
ROLES = ("state", "partner", "patron")
# Names that begin like words of the grammar, or are such a word in another case, are names all the same.
NAMES = ("trade", "threat", "cover", "island", "once_more", "Rises", "not-yet", "_line", "isolation", "cover2")


class Dice(Protocol):
    """Where choices come from."""

    def one(self, options: Sequence[T]) -> T:
        """One of the options; the first is the simplest."""

    def chance(self, percent: int) -> bool:
        """Yes in so many of a hundred cases; no is simpler."""


@dataclass(frozen=True)
class Seeded:
    random: Random

    def one(self, options: Sequence[T]) -> T:
        return options[int(self.random.random() * len(options))]

    def chance(self, percent: int) -> bool:
        return self.random.random() * 100 < percent


def some(dice: Dice, options: Sequence[T], number: int) -> list[T]:
    """So many different options, in any order."""
    left, taken = list(options), []
    for _ in range(min(number, len(left))):
        taken.append(dice.one(left))
        left.remove(taken[-1])
    return taken


# Codebooks


def random_codebook(dice: Dice) -> Codebook:
    roles = ROLES[: dice.one((0, 2, 2, 3))]
    names = some(dice, NAMES, dice.one((2, 3, 3, 4, 5)))
    variables = {}
    for number, name in enumerate(names):
        variables[name] = Variable(
            name,
            dice.one(VALUES),
            _places(dice, roles, 20 if number == 0 else 45),
            theoretical=number > 0 and dice.chance(35),
        )
    return Codebook("random", dict.fromkeys(roles, "a role"), variables)


def _places(dice: Dice, roles: Sequence[str], percent: int) -> tuple[tuple[str, ...], ...]:
    if not roles or not dice.chance(percent):
        return ()
    first, second, last = roles[0], roles[1], roles[-1]
    return dice.one(
        (
            ((first, second),),
            ((first, second),),
            ((second,),),
            ((first,), (second,)),
            ((first, second), tuple(dict.fromkeys((second, last)))),
        )
    )


# Formulas


@dataclass(frozen=True)
class Writer:
    """Writes formulas over terms of a codebook, some perhaps with a bound name, and quantifies over `variables`."""

    dice: Dice
    codebook: Codebook
    variables: tuple[Variable, ...]

    def atom(self, term: Term, terms: Sequence[Term] = ()) -> Formula:
        dice, values = self.dice, self.codebook.values(term)
        alike = [other for other in terms if other != term and self.codebook.values(other) == values]
        match dice.one(("is", "is", "is", "is not", "change", "change", "compare", "one of", "terms", "terms")):
            case "change":
                return self.change(term)
            case "compare":
                return Compare(term, dice.one(COMPARISONS), dice.one(values))
            case "one of" if len(values) > 2:
                return Is(term, tuple(some(dice, values, 2)))
            case "terms" if alike:
                return Compare(term, dice.one((*COMPARISONS, "the same as")), dice.one(alike))
            case "is not":
                return Not(Is(term, (dice.one(values),)))
        return Is(term, (dice.one(values),))

    def change(self, term: Term) -> Formula:
        return Change(term, self.dice.one(DIRECTIONS))

    def formula(self, terms: Sequence[Term], depth: int, bound: tuple[str, ...] = ()) -> Formula:
        """A formula over some of the terms, nested up to `depth` below the top."""
        dice = self.dice

        def part() -> Formula:
            return self.formula(terms, depth - 1, bound)

        if depth == 0 or dice.chance(35):
            return self.atom(dice.one(terms), terms)
        match dice.one(
            (
                "not",
                "and",
                "and",
                "or",
                "or",
                "previously",
                "previously",
                "once",
                "count",
                "if",
                "iff",
                "quantified",
                "quantified",
            )
        ):
            case "not":
                return Not(part())
            case "and":
                return And(tuple(part() for _ in range(dice.one((2, 2, 3)))))
            case "or":
                return Or(tuple(part() for _ in range(dice.one((2, 2, 3)))))
            case "previously":
                return Previously(part())
            case "once":
                # A disjunct that looks further back decides in which periods the whole can be read.
                return Once(Or((part(), self.change(dice.one(terms)))) if dice.chance(40) else part())
            case "count":
                operands = tuple(part() for _ in range(dice.one((1, 2, 3))))
                most_or_least: Bound = dice.one(("least", "most"))
                return Count(most_or_least, dice.one(range(len(operands) + 1)), operands)
            case "if":
                return Implies(part(), part())
            case "iff":
                return Iff(part(), part())
        return self.quantified(terms, depth, bound) or self.atom(dice.one(terms), terms)

    def quantified(self, terms: Sequence[Term], depth: int, bound: tuple[str, ...] = ()) -> Formula | None:
        """A quantifier over the places of a variable; None where no variable has one, or all names are taken."""
        dice = self.dice
        names = [name for name in ("X", "Y") if name not in bound]
        variables = [variable for variable in self.variables if variable.places]
        if not names or not variables:
            return None
        variable = dice.one(variables)
        arguments = [dice.one(roles) for roles in variable.places]
        places = some(dice, range(len(arguments)), min(len(names), dice.one((1, 1, 2))))
        for name, place in zip(names, places, strict=False):
            arguments[place] = name
        about = Term(variable.name, tuple(arguments))
        operand = self.atom(about, terms)
        match dice.one(("atom", "atom", "not", "previously", "and", "or")):
            case "not":
                operand = Not(operand)
            case "previously":
                operand = Previously(operand)
            case "and" if depth > 1:
                operand = And((operand, self.formula([*terms, about], depth - 2, (*bound, *names))))
            case "or" if depth > 1:
                operand = Or((self.formula([*terms, about], depth - 2, (*bound, *names)), operand))
        for name, place in zip(names, places, strict=False):
            quantifier: Quantifier = dice.one(("every", "some"))
            roles = some(dice, variable.places[place], dice.one((2, 2, 1)))
            operand = Quantified(quantifier, name, tuple(roles), operand)
        return operand
