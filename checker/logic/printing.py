"""Formulas back as text in the rule language; parsing what is printed gives the same formula."""

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

_RULE, _OR, _AND, _UNARY = range(4)


def text(formula: Formula, every_parenthesis: bool = False) -> str:
    """The formula in the rule language, with few parentheses or, on request, all of them."""
    words, _ = _worded(formula, every_parenthesis)
    return words


def _worded(formula: Formula, full: bool) -> tuple[str, int]:
    """The text, and the loosest grammar level at which it needs no brackets."""

    def at(part: Formula, level: int) -> str:
        words, loose = _worded(part, full)
        compound = loose < _UNARY or isinstance(part, (Not, Previously, Once, Quantified, Count))
        # A quantifier takes only the unary that follows; the brackets spare the reader that rule.
        if loose < level or (full and compound) or (level == _UNARY and isinstance(part, Quantified)):
            return f"({words})"
        return words

    match formula:
        case Is(term, ("yes",)):
            return str(term), _UNARY
        case Is(term, (value,)):
            return f"{term} is {value}", _UNARY
        case Is(term, values):
            return f"{term} is one of {', '.join(values)}", _UNARY
        case Compare(term, comparison, other):
            return f"{term} is {comparison} {other}", _UNARY
        case Change(term, "steady"):
            return f"{term} is steady", _UNARY
        case Change(term, direction):
            return f"{term} {direction}", _UNARY
        case Not(Is(term, (value,))) if value != "yes":
            return f"{term} is not {value}", _UNARY
        case Not(Is(term, values)) if len(values) > 1:
            return f"{term} is not one of {', '.join(values)}", _UNARY
        case Not(Compare(term, comparison, other)):
            return f"{term} is not {comparison} {other}", _UNARY
        case Not(Change(term, "steady")):
            return f"{term} is not steady", _UNARY
        case Not(operand):
            return f"not {at(operand, _UNARY)}", _UNARY
        case Previously(operand):
            return f"previously {at(operand, _UNARY)}", _UNARY
        case Once(operand):
            return f"once {at(operand, _UNARY)}", _UNARY
        case Quantified(quantifier, name, roles, operand):
            return f"{quantifier} {name} in {', '.join(roles)}: {at(operand, _UNARY)}", _UNARY
        case Count(bound, number, operands):
            return f"at {bound} {number} of ({'; '.join(at(part, _RULE) for part in operands)})", _UNARY
        case And(operands):
            return " and ".join(at(part, _UNARY) for part in operands), _AND
        case Or(operands):
            return " or ".join(at(part, _AND) for part in operands), _OR
        case Implies(antecedent, consequent):
            return f"if {at(antecedent, _OR)} then {at(consequent, _RULE)}", _RULE
        case Iff(left, right):
            return f"{at(left, _OR)} if and only if {at(right, _OR)}", _RULE
    raise TypeError(f"not a formula of the rule language: {formula!r}")
