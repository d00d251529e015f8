"""The rule language as data: a dozen frozen node classes (semantics.md, section 2).

`at` is an offset into the text of the rule, for messages; equality ignores it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Comparison = Literal["at least", "at most", "above", "below", "the same as"]
Direction = Literal["falls", "steady", "rises"]
Quantifier = Literal["every", "some"]
Bound = Literal["least", "most"]

DIRECTIONS: tuple[Direction, ...] = ("falls", "steady", "rises")


@dataclass(frozen=True, slots=True)
class Term:
    """A variable with its roles: `capability(partner)`; without roles, `polarity`."""

    variable: str
    arguments: tuple[str, ...] = ()
    at: int = field(default=-1, compare=False, repr=False)

    def __str__(self) -> str:
        if not self.arguments:
            return self.variable
        return f"{self.variable}({', '.join(self.arguments)})"


class Formula:
    """Any rule or part of one."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Is(Formula):
    """The term has one of the values; a bare yes/no term is the value `yes`."""

    term: Term
    values: tuple[str, ...]
    at: tuple[int, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Compare(Formula):
    """The term compares with a value or with another term by the order of the values."""

    term: Term
    comparison: Comparison
    other: str | Term
    at: int = field(default=-1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Change(Formula):
    """The term falls, is steady or rises against the period before."""

    term: Term
    direction: Direction


@dataclass(frozen=True, slots=True)
class Not(Formula):
    operand: Formula


@dataclass(frozen=True, slots=True)
class And(Formula):
    operands: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Or(Formula):
    operands: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Implies(Formula):
    antecedent: Formula
    consequent: Formula


@dataclass(frozen=True, slots=True)
class Iff(Formula):
    left: Formula
    right: Formula


@dataclass(frozen=True, slots=True)
class Previously(Formula):
    """The operand held in the period before."""

    operand: Formula


@dataclass(frozen=True, slots=True)
class Once(Formula):
    """The operand held in some earlier period in which it can be read."""

    operand: Formula


@dataclass(frozen=True, slots=True)
class Quantified(Formula):
    """`every X in r1, r2: F` is the conjunction of F with X replaced, `some` the disjunction."""

    quantifier: Quantifier
    name: str
    roles: tuple[str, ...]
    operand: Formula
    at: int = field(default=-1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Count(Formula):
    """At least, or at most, `number` of the operands hold."""

    bound: Bound
    number: int
    operands: tuple[Formula, ...]


def children(formula: Formula) -> tuple[Formula, ...]:
    """The direct parts of a formula, in reading order; an atom has none."""
    match formula:
        case Not(operand) | Previously(operand) | Once(operand) | Quantified(operand=operand):
            return (operand,)
        case And(operands) | Or(operands) | Count(operands=operands):
            return operands
        case Implies(left, right) | Iff(left, right):
            return (left, right)
        case Is() | Compare() | Change():
            return ()
    raise TypeError(f"not a formula of the rule language: {formula!r}")


def subformulas(formula: Formula) -> Iterator[Formula]:
    """The formula and all its parts, each before its own parts."""
    stack = [formula]
    while stack:
        top = stack.pop()
        yield top
        stack.extend(reversed(children(top)))


def terms_of_atom(atom: Formula) -> tuple[Term, ...]:
    """The terms that an atom names: one, or two where it compares terms."""
    match atom:
        case Compare(term, _, Term() as other):
            return (term, other)
        case Is(term) | Compare(term) | Change(term):
            return (term,)
    return ()


def nesting(formula: Formula) -> int:
    """How deep the formula is nested: 1 for an atom."""
    deepest, stack = 0, [(formula, 1)]
    while stack:
        top, depth = stack.pop()
        deepest = max(deepest, depth)
        stack.extend((child, depth + 1) for child in children(top))
    return deepest
