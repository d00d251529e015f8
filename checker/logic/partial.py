"""Evaluate a formula in a partly known world: true, false, or open (Kleene's strong logic)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

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
    Term,
    children,
    terms_of_atom,
)
from checker.logic.rewriting import lookback

Known = Mapping[tuple[Term, int], str]
Truth = bool | None


def truth(formula: Formula, period: int, known: Known, values: Callable[[Term], Sequence[str]]) -> Truth:
    """Whether a quantifier-free formula holds in a period, the first of which is 0; None where too little is known.

    `values` gives the values of a term, lowest first.
    """

    def at(part: Formula, when: int = period) -> Truth:
        return truth(part, when, known, values)

    def place(term: Term, when: int = period) -> int | None:
        value = known.get((term, when))
        return None if value is None else values(term).index(value)

    match formula:
        case Is(term, chosen):
            value = known.get((term, period))
            return None if value is None else value in chosen
        case Compare(term, comparison, other):
            left = place(term)
            right = values(term).index(other) if isinstance(other, str) else place(other)
            return None if left is None or right is None else _holds(left, comparison, right)
        case Change(term, way):
            before, now = place(term, period - 1), place(term)
            return (
                None
                if before is None or now is None
                else _holds(now, {"rises": "above", "falls": "below", "steady": "the same as"}[way], before)
            )
        case Previously(operand):
            return at(operand, period - 1)
        case Once(operand):
            return any_true(at(operand, when) for when in range(lookback(operand), period))
        case Not(operand):
            return negated(at(operand))
        case And(operands):
            return all_true(map(at, operands))
        case Or(operands):
            return any_true(map(at, operands))
        case Implies(antecedent, consequent):
            return any_true((negated(at(antecedent)), at(consequent)))
        case Iff(one, two):
            first, second = at(one), at(two)
            return None if first is None or second is None else first == second
        case Count(bound, number, operands):
            found = [at(part) for part in operands]
            least, most = found.count(True), len(found) - found.count(False)
            if bound == "least":
                return True if least >= number else False if most < number else None
            return True if most <= number else False if least > number else None
    raise TypeError(f"not a quantifier-free formula: {formula!r}")


def named(formula: Formula, period: int) -> tuple[tuple[Term, int], ...]:
    """The term-periods that a quantifier-free formula reads in a period, the first of which is 0, each once."""
    found: dict[tuple[Term, int], None] = {}

    def read(part: Formula, when: int) -> None:
        match part:
            case Previously(operand):
                read(operand, when - 1)
            case Once(operand):
                for earlier in range(lookback(operand), when):
                    read(operand, earlier)
            case _:
                found.update(dict.fromkeys((term, when) for term in terms_of_atom(part)))
                if isinstance(part, Change):
                    found[part.term, when - 1] = None
                for each in children(part):
                    read(each, when)

    read(formula, period)
    return tuple(found)


def _holds(left: int, comparison: str, right: int) -> bool:
    return {
        "at least": left >= right,
        "at most": left <= right,
        "above": left > right,
        "below": left < right,
        "the same as": left == right,
    }[comparison]


def any_true(parts: Iterable[Truth]) -> Truth:
    """Three-valued `any`, lazy."""
    found: Truth = False
    for part in parts:
        if part:
            return True
        found = None if part is None else found
    return found


def all_true(parts: Iterable[Truth]) -> Truth:
    """Three-valued `all`, lazy."""
    return negated(any_true(map(negated, parts)))


def negated(part: Truth) -> Truth:
    return None if part is None else not part
