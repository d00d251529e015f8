"""Instances -> clauses, with one selector for each instance and each coding.

A selector implies its formula (Plaisted and Greenbaum 1986): under it the clauses are equisatisfiable
with the formula, and with no selector assumed they say nothing but that each term has one value.
Values are one-hot, a single variable where there are two.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product

from checker.engine.grounding import Relation
from checker.engine.solver import at_least_clauses
from checker.logic.formula import And, Count, Formula, Iff, Implies, Not, Or
from checker.study.codebook import Codebook
from checker.study.term_period import TermPeriod


class Encoding:
    """A growing set of clauses; `fresh` holds those not yet handed to a solver."""

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        self.top = 0
        self.fresh: list[list[int]] = []
        self.blocks: dict[TermPeriod, tuple[int, ...]] = {}
        self._relations: dict[tuple[Relation, bool], int] = {}
        self._true: int | None = None

    def new_variable(self) -> int:
        self.top += 1
        return self.top

    def take(self) -> list[list[int]]:
        """The clauses added since the last call."""
        taken, self.fresh = self.fresh, []
        return taken

    def forget_relations(self) -> None:
        """Write the next formula in full, even where relations in it have been written before."""
        self._relations.clear()

    def literals_of(self, term_period: TermPeriod) -> tuple[int, ...]:
        """One literal for each value of a term-period, in the order of the values."""
        block = self.blocks.get(term_period)
        if block is None:
            block = self._new_block(len(self.codebook.values(term_period.term)))
            self.blocks[term_period] = block
        return block

    def value_in(self, term_period: TermPeriod, values: Sequence[str]) -> list[int]:
        """The clause that a term-period has one of the values."""
        order = self.codebook.values(term_period.term)
        block = self.literals_of(term_period)
        return [block[order.index(value)] for value in values]

    def selector(self, formula: Formula) -> int:
        """A new variable that, when true, implies the formula."""
        variable = self.new_variable()
        self.fresh.append([-variable, self.literal(formula)])
        return variable

    def selector_of_clause(self, clause: Sequence[int]) -> int:
        """A new variable that, when true, implies the clause."""
        variable = self.new_variable()
        self.fresh.append([-variable, *clause])
        return variable

    def literal(self, formula: Formula, positive: bool = True) -> int:
        """A literal that implies the formula, or its negation where not `positive`.

        Only leaves are met again often enough to be worth remembering: hashing a whole formula is slow.
        """
        if not isinstance(formula, Relation):
            return self._new_literal(formula, positive)
        key = (formula, positive)
        known = self._relations.get(key)
        if known is None:
            known = self._relations[key] = self._related(formula.term_periods, formula.allowed, positive)
        return known

    def _new_block(self, size: int) -> tuple[int, ...]:
        if size == 1:
            return (self._constant(True),)
        if size == 2:
            variable = self.new_variable()
            return (-variable, variable)
        block = tuple(self.new_variable() for _ in range(size))
        self.fresh.append(list(block))
        self.fresh += [[-a, -b] for a, b in combinations(block, 2)]
        return block

    def _constant(self, value: bool) -> int:
        if self._true is None:
            self._true = self.new_variable()
            self.fresh.append([self._true])
        return self._true if value else -self._true

    def _new_literal(self, formula: Formula, positive: bool) -> int:
        match formula:
            case Not(operand):
                return self.literal(operand, not positive)
            case And(operands):
                literals = [self.literal(part, positive) for part in operands]
                return self._all(literals) if positive else self._any(literals)
            case Or(operands):
                literals = [self.literal(part, positive) for part in operands]
                return self._any(literals) if positive else self._all(literals)
            case Implies(antecedent, consequent):
                literals = [self.literal(antecedent, not positive), self.literal(consequent, positive)]
                return self._any(literals) if positive else self._all(literals)
            case Iff(left, right):
                a, not_a = self.literal(left), self.literal(left, False)
                b, not_b = self.literal(right, positive), self.literal(right, not positive)
                return self._all([self._any([not_a, b]), self._any([a, not_b])])
            case Count(bound, number, operands):
                return self._counted(bound == "least", number, operands, positive)
        raise TypeError(f"not a grounded formula: {formula!r}")

    def _related(
        self, term_periods: tuple[TermPeriod, ...], allowed: frozenset[tuple[int, ...]], positive: bool
    ) -> int:
        blocks = [self.literals_of(tp) for tp in term_periods]
        rows = list(product(*(range(len(block)) for block in blocks)))
        kept = [row for row in rows if (row in allowed) is positive]
        if len(kept) == len(rows) or not kept:
            return self._constant(bool(kept))
        if len(blocks) == 1:
            return self._any([blocks[0][row[0]] for row in kept])
        variable = self.new_variable()
        keep = set(kept)
        self.fresh += [
            [-variable, *(-block[i] for block, i in zip(blocks, row, strict=True))] for row in rows if row not in keep
        ]
        return variable

    def _all(self, literals: Sequence[int]) -> int:
        if len(literals) == 1:
            return literals[0]
        variable = self.new_variable()
        self.fresh += [[-variable, literal] for literal in literals]
        return variable

    def _any(self, literals: Sequence[int]) -> int:
        if len(literals) == 1:
            return literals[0]
        variable = self.new_variable()
        self.fresh.append([-variable, *literals])
        return variable

    def _counted(self, least: bool, number: int, operands: Sequence[Formula], positive: bool) -> int:
        # not (at least n) is at most n-1; at most n of k is at least k-n of the negations
        if least is positive:
            needed = number if positive else number + 1
        else:
            needed = len(operands) - (number - 1 if least else number)
        literals = [self.literal(part, least is positive) for part in operands]
        if needed <= 0 or needed > len(literals):
            return self._constant(needed <= 0)
        variable = self.new_variable()
        clauses, self.top = at_least_clauses(literals, needed, self.top)
        self.fresh += [[-variable, *clause] for clause in clauses]
        return variable
