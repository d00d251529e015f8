"""Formulas at a period, read over a complete world (semantics.md, section 2)."""

from __future__ import annotations

from collections.abc import Mapping

from checker.logic.formula import (
    And,
    Change,
    Compare,
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
    Term,
    children,
)
from checker.study.codebook import Codebook

TermPeriod = tuple[Term, int]
World = Mapping[TermPeriod, str]


def written_out(formula: Formula, bound: Mapping[str, str] | None = None) -> Formula:
    """The formula without quantifiers: "the conjunction of F with X replaced, `some` the disjunction"."""
    replaced = bound or {}

    def role(term: Term) -> Term:
        return Term(term.variable, tuple(replaced.get(argument, argument) for argument in term.arguments))

    def out(part: Formula) -> Formula:
        return written_out(part, replaced)

    match formula:
        case Is(term, values):
            return Is(role(term), values)
        case Compare(term, comparison, other):
            return Compare(role(term), comparison, role(other) if isinstance(other, Term) else other)
        case Change(term, direction):
            return Change(role(term), direction)
        case Not(operand):
            return Not(out(operand))
        case Previously(operand):
            return Previously(out(operand))
        case Once(operand):
            return Once(out(operand))
        case And(operands):
            return And(tuple(map(out, operands)))
        case Or(operands):
            return Or(tuple(map(out, operands)))
        case Count(least_or_most, number, operands):
            return Count(least_or_most, number, tuple(map(out, operands)))
        case Implies(antecedent, consequent):
            return Implies(out(antecedent), out(consequent))
        case Iff(left, right):
            return Iff(out(left), out(right))
        case Quantified(quantifier, name, roles, operand):
            parts = tuple(written_out(operand, {**replaced, name: chosen}) for chosen in roles)
            return And(parts) if quantifier == "every" else Or(parts)
    raise TypeError(f"not a formula: {formula!r}")


def readable(formula: Formula, t: int, first: int) -> bool:
    """Whether "nothing in F, not even one disjunct, looks before the first period" at t."""
    if t < first:
        return False
    match formula:
        case Change():
            return t - 1 >= first
        case Previously(operand):
            return readable(operand, t - 1, first)
        case Once(operand):
            return any(readable(operand, earlier, first) for earlier in range(first, t))
    return all(readable(part, t, first) for part in children(formula))


def holds(formula: Formula, t: int, first: int, world: World, codebook: Codebook) -> bool:
    """Whether a formula without quantifiers that can be read at t is true there."""

    def true(part: Formula, period: int = t) -> bool:
        return holds(part, period, first, world, codebook)

    def rank(term: Term, value: str) -> int:
        return codebook.variables[term.variable].values.index(value)

    match formula:
        case Is(term, values):
            return world[term, t] in values
        case Compare(term, comparison, other):
            here = rank(term, world[term, t])
            there = rank(other, world[other, t]) if isinstance(other, Term) else rank(term, other)
            return {
                "at least": here >= there,
                "at most": here <= there,
                "above": here > there,
                "below": here < there,
                "the same as": here == there,
            }[comparison]
        case Change(term, direction):
            now, before = rank(term, world[term, t]), rank(term, world[term, t - 1])
            return {"rises": now > before, "falls": now < before, "steady": now == before}[direction]
        case Not(operand):
            return not true(operand)
        case And(operands):
            return all(map(true, operands))
        case Or(operands):
            return any(map(true, operands))
        case Count(bound, number, operands):
            count = sum(map(true, operands))
            return count >= number if bound == "least" else count <= number
        case Implies(antecedent, consequent):
            return not true(antecedent) or true(consequent)
        case Iff(left, right):
            return true(left) == true(right)
        case Previously(operand):
            return true(operand, t - 1)
        case Once(operand):
            return any(true(operand, earlier) for earlier in range(first, t) if readable(operand, earlier, first))
    raise TypeError(f"not a formula without quantifiers: {formula!r}")


def named(formula: Formula, t: int, first: int) -> set[TermPeriod]:
    """Every term-period that the text of a formula without quantifiers, read at t, speaks of."""
    match formula:
        case Compare(term, _, Term() as other):
            return {(term, t), (other, t)}
        case Is(term) | Compare(term):
            return {(term, t)}
        case Change(term):
            return {(term, t), (term, t - 1)}
        case Previously(operand):
            return named(operand, t - 1, first)
        case Once(operand):
            return {
                pair
                for earlier in range(first, t)
                if readable(operand, earlier, first)
                for pair in named(operand, earlier, first)
            }
    return {pair for part in children(formula) for pair in named(part, t, first)}


def mentions_in_its_own_period(formula: Formula, term: Term) -> bool:
    """Whether a formula without quantifiers mentions the term "not only behind `previously` or `once`"."""
    match formula:
        case Previously() | Once():
            return False
        case Compare(left, _, right):
            return term in (left, right)
        case Is(left) | Change(left):
            return term == left
    return any(mentions_in_its_own_period(part, term) for part in children(formula))
