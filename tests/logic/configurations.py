"""Which configurations are in a set, read off its expression; the program itself never asks one by one."""

from __future__ import annotations

from collections.abc import Mapping

from checker.logic.set_expression import Complement, Intersection, Membership, SetExpression, Union


def holds_in(expression: SetExpression, values: Mapping[str, int]) -> bool:
    """Whether a crisp configuration is in the set; a bare name means that its value is 1."""
    match expression:
        case Membership(name, named):
            return values[name] in (named or (1,))
        case Complement(operand):
            return not holds_in(operand, values)
        case Intersection(operands):
            return all(holds_in(operand, values) for operand in operands)
        case Union(operands):
            return any(holds_in(operand, values) for operand in operands)
    raise TypeError(f"not a set expression: {expression!r}")
