"""Case-periods as rows of a set-theoretic table; each column is a term or the truth of a rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import ge, gt, le, lt

from checker.analysis.sets.set_table import NO_VALUE, SetTable
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
)
from checker.logic.rewriting import quantifier_free
from checker.study.case import Case

_COMPARED = {"at least": ge, "at most": le, "above": gt, "below": lt}


@dataclass(frozen=True)
class Column:
    """A named column: a term, as the index of its value, or a formula, 1 where it holds."""

    name: str
    what: Term | Formula


def configurations(cases: Sequence[Case], columns: Sequence[Column]) -> SetTable:
    """A row for each period of each case, in order; a cell that the codings leave open is missing."""
    rows = [(case, t) for case in cases for t in range(1, case.last + 1)]
    names = tuple(f"{case.name}-{case.period(t).id}" for case, t in rows)
    return SetTable(
        names, 1, {column.name: tuple(_cell(column.what, case, t) for case, t in rows) for column in columns}
    )


def _cell(what: Term | Formula, case: Case, t: int) -> int:
    if isinstance(what, Term):
        code = _place(what, case, t)
        return NO_VALUE if code is None else code
    held = truth(quantifier_free(what), case, t)
    return NO_VALUE if held is None else int(held)


def truth(formula: Formula, case: Case, t: int) -> bool | None:
    """Whether a quantifier-free formula holds in period t by the codings alone (Kleene 1952); None where open.

    What looks before the first period is open; missing and contested codings are too.
    """
    match formula:
        case Is(term, values):
            code = _place(term, case, t)
            return None if code is None else case.codebook.values(term)[code] in values
        case Compare(term, comparison, other):
            left = _place(term, case, t)
            right = _place(other, case, t) if isinstance(other, Term) else case.codebook.values(term).index(other)
            if left is None or right is None:
                return None
            return left == right if comparison == "the same as" else bool(_COMPARED[comparison](left, right))
        case Change(term, direction):
            now, before = _place(term, case, t), _place(term, case, t - 1)
            if now is None or before is None:
                return None
            return {"rises": now > before, "falls": now < before, "steady": now == before}[direction]
        case Not(operand):
            held = truth(operand, case, t)
            return None if held is None else not held
        case And(operands):
            return _counted([truth(part, case, t) for part in operands], len(operands))
        case Or(operands):
            return _counted([truth(part, case, t) for part in operands], 1)
        case Implies(antecedent, consequent):
            return truth(Or((Not(antecedent), consequent)), case, t)
        case Iff(left_part, right_part):
            one, two = truth(left_part, case, t), truth(right_part, case, t)
            return None if one is None or two is None else one == two
        case Count(bound, number, operands):
            held_parts = [truth(part, case, t) for part in operands]
            if bound == "least":
                return _counted(held_parts, number)
            more = _counted(held_parts, number + 1)
            return None if more is None else not more
        case Previously(operand):
            return truth(operand, case, t - 1) if t - 1 >= case.first else None
        case Once(operand):
            return _counted(list(_earlier(operand, case, t)), 1) if t - 1 >= case.first else None
    raise TypeError(f"not a quantifier-free formula: {formula!r}")


def _earlier(operand: Formula, case: Case, t: int) -> Iterator[bool | None]:
    return (truth(operand, case, earlier) for earlier in range(case.first, t))


def _counted(held: Sequence[bool | None], needed: int) -> bool | None:
    """Whether at least `needed` hold; None if that is open."""
    if sum(each is True for each in held) >= needed:
        return True
    return False if sum(each is not False for each in held) < needed else None


def _place(term: Term, case: Case, t: int) -> int | None:
    if t < case.first:
        return None
    values = case.coding(term, t).values
    return case.codebook.values(term).index(values[0]) if len(values) == 1 else None
