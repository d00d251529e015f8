"""Transformations of rules, each named by what it establishes."""

from __future__ import annotations

from dataclasses import replace

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
    subformulas,
    terms_of_atom,
)


def with_operands(formula: Formula, operands: tuple[Formula, ...]) -> Formula:
    """The same node over other parts, in the order of `children`."""
    match formula:
        case Not() | Previously() | Once() | Quantified():
            return replace(formula, operand=operands[0])
        case And() | Or() | Count():
            return replace(formula, operands=operands)
        case Implies():
            return Implies(*operands)
        case Iff():
            return Iff(*operands)
        case Is() | Compare() | Change():
            return formula
    raise TypeError(f"not a formula of the rule language: {formula!r}")


def substituted(formula: Formula, name: str, role: str) -> Formula:
    """The formula with the bound name replaced by a role; an inner quantifier of the same name keeps its own."""

    def swap(term: Term) -> Term:
        if name not in term.arguments:
            return term
        return replace(term, arguments=tuple(role if a == name else a for a in term.arguments))

    match formula:
        case Compare(term, _, Term() as other):
            return replace(formula, term=swap(term), other=swap(other))
        case Is(term) | Compare(term) | Change(term):
            return replace(formula, term=swap(term))
        case Quantified(name=inner) if inner == name:
            return formula
    return with_operands(formula, tuple(substituted(part, name, role) for part in children(formula)))


def quantifier_free(formula: Formula) -> Formula:
    """An equivalent formula in which every quantifier is written out over its roles."""
    match formula:
        case Quantified(quantifier, name, roles, operand):
            parts = tuple(quantifier_free(substituted(operand, name, role)) for role in roles)
            if len(parts) == 1:
                return parts[0]
            return And(parts) if quantifier == "every" else Or(parts)
    return with_operands(formula, tuple(quantifier_free(part) for part in children(formula)))


def lookback(formula: Formula) -> int:
    """How many periods before its own a formula must be able to read: 0 for an atom on values."""
    deepest = max((lookback(part) for part in children(formula)), default=0)
    match formula:
        case Previously() | Once():
            return deepest + 1
        case Change():
            return 1
    return deepest


def mentions_now(formula: Formula, term: Term) -> bool:
    """Whether the formula names the term in its own period, not only behind `previously` or `once`."""
    match formula:
        case Previously() | Once():
            return False
    return term in terms_of_atom(formula) or any(mentions_now(part, term) for part in children(formula))


def terms(formula: Formula) -> tuple[Term, ...]:
    """The terms of a quantifier-free formula, in reading order, each once."""
    found: dict[Term, None] = {}
    for part in subformulas(formula):
        found.update(dict.fromkeys(terms_of_atom(part)))
    return tuple(found)


def implications(formula: Formula) -> tuple[tuple[Formula, Formula], ...]:
    """The (antecedent, consequent) pairs that a rule states by itself.

    An implication gives one pair, an equivalence one either way round, any other rule none;
    `A -> (B -> C)` is read as `(A and B) -> C`.
    """
    match formula:
        case Implies(antecedent, consequent):
            pairs = [(antecedent, consequent)]
        case Iff(left, right):
            pairs = [(left, right), (right, left)]
        case _:
            pairs = []
    return tuple(_uncurried(antecedent, consequent) for antecedent, consequent in pairs)


def _uncurried(antecedent: Formula, consequent: Formula) -> tuple[Formula, Formula]:
    while isinstance(consequent, Implies):
        antecedent, consequent = And((antecedent, consequent.antecedent)), consequent.consequent
    return antecedent, consequent


def causes(rule: Formula, statement_term: Term) -> tuple[tuple[Formula, Formula], ...]:
    """What a rule contributes to an exhaustive statement on a term (semantics.md, section 3).

    The pairs (A, C) of `implications` in which C names the term in its own period and A does not.
    """
    pairs = ((quantifier_free(a), quantifier_free(c)) for a, c in implications(rule))
    return tuple((a, c) for a, c in pairs if mentions_now(c, statement_term) and not mentions_now(a, statement_term))
