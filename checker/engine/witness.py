"""The certificate's own evaluator of rules, by which it re-examines a world that a solver claims.

It shares nothing with grounding, encoding or `checker.logic.partial`: formulas are evaluated as their author wrote
them (semantics.md, sections 2 and 3).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    terms_of_atom,
)
from checker.logic.rewriting import lookback
from checker.study.causes import causes_named
from checker.study.codebook import Codebook
from checker.study.theory import Statement, Theory

World = Mapping[tuple[Term, int], str]
Roles = Mapping[str, str]

_COMPARED: dict[str, Callable[[int, int], bool]] = {
    "at least": lambda a, b: a >= b,
    "at most": lambda a, b: a <= b,
    "above": lambda a, b: a > b,
    "below": lambda a, b: a < b,
    "the same as": lambda a, b: a == b,
}


class Evaluator:
    """A world in which rules can be read from period `first` on; KeyError for what it does not say."""

    def __init__(self, codebook: Codebook, first: int, world: World) -> None:
        self.codebook = codebook
        self.first = first
        self.world = world

    def holds(self, formula: Formula, t: int, roles: Roles | None = None) -> bool:
        """Whether a formula is true at a period in which it can be read."""
        bound = roles or {}
        match formula:
            case Is(term, values):
                return self._value(term, t, bound) in values
            case Compare(term, comparison, Term() as other):
                return _COMPARED[comparison](self._place(term, t, bound), self._place(other, t, bound))
            case Compare(term, comparison, str() as value):
                order = self.codebook.values(term)
                return _COMPARED[comparison](self._place(term, t, bound), order.index(value))
            case Change(term, way):
                return self.change(_bound(term, bound), t) == way
            case Not(operand):
                return not self.holds(operand, t, bound)
            case And(operands):
                return all(self.holds(part, t, bound) for part in operands)
            case Or(operands):
                return any(self.holds(part, t, bound) for part in operands)
            case Implies(antecedent, consequent):
                return not self.holds(antecedent, t, bound) or self.holds(consequent, t, bound)
            case Iff(left, right):
                return self.holds(left, t, bound) == self.holds(right, t, bound)
            case Count(bound_word, number, operands):
                true = sum(self.holds(part, t, bound) for part in operands)
                return true >= number if bound_word == "least" else true <= number
            case Previously(operand):
                return self.holds(operand, t - 1, bound)
            case Once(operand):
                return any(self.holds(operand, s, bound) for s in range(self.first + lookback(operand), t))
            case Quantified(quantifier, name, names, operand):
                told = (self.holds(operand, t, {**bound, name: role}) for role in names)
                return all(told) if quantifier == "every" else any(told)
        raise TypeError(f"not a formula of the rule language: {formula!r}")

    def change(self, term: Term, t: int) -> str:
        """falls, steady or rises."""
        order = self.codebook.values(term)
        before, now = order.index(self.world[term, t - 1]), order.index(self.world[term, t])
        return "rises" if before < now else "falls" if before > now else "steady"

    def names_all_causes(self, theory: Theory, statement: Statement, t: int) -> bool:
        """Whether an exhaustive statement is true: what it says has come about by one of the causes named."""
        said, term = statement.rule.formula, statement.term
        if not self.holds(said, t):
            return True
        would_be = [
            Evaluator(self.codebook, self.first, {**self.world, (term, t): value})
            for value in self.codebook.values(term)
        ]
        return any(
            self.holds(antecedent, t) and all(w.holds(said, t) for w in would_be if w.holds(consequent, t))
            for _, antecedent, consequent in causes_named(theory.propositions, statement, theory.codebook)
        )

    def _value(self, term: Term, t: int, roles: Roles) -> str:
        return self.world[_bound(term, roles), t]

    def _place(self, term: Term, t: int, roles: Roles) -> int:
        return self.codebook.values(term).index(self._value(term, t, roles))


def _bound(term: Term, roles: Roles) -> Term:
    return replace(term, arguments=tuple(roles.get(a, a) for a in term.arguments)) if roles else term


def term_periods_read(formula: Formula, t: int, first: int, roles: Roles | None = None) -> set[tuple[Term, int]]:
    """The term-periods that a formula's text names at a period."""
    bound = roles or {}
    match formula:
        case Previously(operand):
            return term_periods_read(operand, t - 1, first, bound)
        case Once(operand):
            earlier = range(first + lookback(operand), t)
            return {pair for s in earlier for pair in term_periods_read(operand, s, first, bound)}
        case Quantified(name=name, roles=names, operand=operand):
            return {pair for role in names for pair in term_periods_read(operand, t, first, {**bound, name: role})}
        case Change(term):
            return {(_bound(term, bound), t - 1), (_bound(term, bound), t)}
        case Is() | Compare():
            return {(_bound(term, bound), t) for term in terms_of_atom(formula)}
    return {pair for part in children(formula) for pair in term_periods_read(part, t, first, bound)}
