"""Rules in the notation of logic, for readers who prefer symbols to words."""

from __future__ import annotations

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
)

_COMPARISONS = {"at least": "≥", "at most": "≤", "above": ">", "below": "<", "the same as": "="}
_CHANGES = {"rises": "> 0", "steady": "= 0", "falls": "< 0"}


def symbols(formula: Formula) -> str:
    """The formula in symbols; `Δx` is the change of x from the period before, `prev` and `once` look back.

    >>> from checker.logic.grammar import parse
    >>> symbols(parse("if every X in state, partner: weak(X) then trade is at most low"))
    '(∀X ∈ {state, partner}: weak(X)) → trade ≤ low'
    """
    return _written(formula)[0]


def _written(formula: Formula) -> tuple[str, bool]:
    """The symbols, and whether they need brackets inside another formula."""
    match formula:
        case Is(term, ("yes",)):
            return str(term), False
        case Is(term, (value,)):
            return f"{term} = {value}", False
        case Is(term, values):
            return f"{term} ∈ {{{', '.join(values)}}}", False
        case Compare(term, comparison, other):
            return f"{term} {_COMPARISONS[comparison]} {other}", False
        case Change(term, way):
            return f"Δ{term} {_CHANGES[way]}", False
        case Not(Is(term, (value,))) if value != "yes":
            return f"{term} ≠ {value}", False
        case Not(Is(term, values)) if len(values) > 1:
            return f"{term} ∉ {{{', '.join(values)}}}", False
        case Not(operand):
            words, loose = _written(operand)
            return f"¬({words})" if loose or " " in words else f"¬{words}", False
        case Previously(operand):
            return f"prev({_written(operand)[0]})", False
        case Once(operand):
            return f"once({_written(operand)[0]})", False
        case Quantified(quantifier, name, roles, operand):
            sign = "∀" if quantifier == "every" else "∃"
            return f"{sign}{name} ∈ {{{', '.join(roles)}}}: {_inside(operand)}", True
        case Count(bound, number, operands):
            sign = "≥" if bound == "least" else "≤"
            return f"#{{{'; '.join(_written(part)[0] for part in operands)}}} {sign} {number}", False
        case And(operands):
            return " ∧ ".join(map(_inside, operands)), True
        case Or(operands):
            return " ∨ ".join(map(_inside, operands)), True
        case Implies(antecedent, consequent):
            return f"{_inside(antecedent)} → {_inside(consequent)}", True
        case Iff(left, right):
            return f"{_inside(left)} ↔ {_inside(right)}", True
    raise TypeError(f"not a formula of the rule language: {formula!r}")


def _inside(formula: Formula) -> str:
    words, loose = _written(formula)
    return f"({words})" if loose else words
