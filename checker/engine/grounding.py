"""Propositions x periods -> labelled instances over term-periods; the cone of influence.

A grounded formula is built of `Not`, `And`, `Or`, `Implies`, `Iff` and `Count` over `Relation` leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache
from itertools import product

from checker.logic.formula import (
    DIRECTIONS,
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
from checker.logic.rewriting import lookback, quantifier_free
from checker.study.causes import causes_named
from checker.study.codebook import Codebook
from checker.study.term_period import TermPeriod
from checker.study.theory import Statement, Theory


@dataclass(frozen=True, slots=True)
class Relation(Formula):
    """The values of some term-periods, by their place in the order, are one of the allowed rows.

    Over no term-period it is a constant: true where the empty row is allowed.
    """

    term_periods: tuple[TermPeriod, ...]
    allowed: frozenset[tuple[int, ...]]


@dataclass(frozen=True, eq=False)
class Instance:
    """A proposition or exhaustive statement in one period, with the term-periods its text names.

    Compared by identity: a Grounder makes each once, and formulas are slow to hash.
    """

    label: str
    period: int
    strict: bool
    definition: bool
    exhaustive: bool
    formula: Formula
    term_periods: tuple[TermPeriod, ...]


class Grounder:
    """Grounds a theory's rules for a case that can be read from period `first` on."""

    def __init__(self, theory: Theory, first: int) -> None:
        self.theory = theory
        self.codebook = theory.codebook
        self.first = first
        self._propositions = [(p, quantifier_free(p.rule.formula)) for p in theory.propositions]
        self._statements = [(s, _causes_of(theory, s)) for s in theory.exhaustive]
        self._made: dict[int, tuple[Instance, ...]] = {}
        self._repeats: dict[int, bool] = {}
        self._whole: Grounder | None = None

    def without_exhaustive(self) -> Grounder:
        """A grounder that leaves the exhaustive statements out and shares all other instances."""
        other = copy(self)
        other._statements, other._made, other._repeats, other._whole = [], {}, {}, self
        return other

    def readable(self, formula: Formula, period: int) -> bool:
        """Whether nothing in a quantifier-free formula looks before the first period."""
        return period - lookback(formula) >= self.first

    def ground(self, formula: Formula, period: int) -> Formula:
        """The quantifier-free formula at a period in which it can be read."""
        return _grounded(formula, period, self.first, self.codebook)

    def scope(self, period: int) -> Formula | None:
        """The theory's scope at a period; None where there is none or it cannot be read there."""
        if self.theory.scope is None:
            return None
        scope = quantifier_free(self.theory.scope.formula)
        return self.ground(scope, period) if self.readable(scope, period) else None

    def instances(self, period: int) -> tuple[Instance, ...]:
        """The instances of a period, in file order, exhaustive statements last."""
        if period in self._made:
            return self._made[period]
        if self._whole is not None:
            self._made[period] = tuple(i for i in self._whole.instances(period) if not i.exhaustive)
            return self._made[period]
        made = [
            self._instance(p.id, period, p.strict, p.is_definition, rule)
            for p, rule in self._propositions
            if self.readable(rule, period)
        ]
        made += [
            instance
            for statement, named in self._statements
            if (instance := self._exhaustive(statement, named, period)) is not None
        ]
        self._made[period] = tuple(made)
        return self._made[period]

    def untested(self, period: int) -> tuple[str, ...]:
        """The labels of what has no instance in a period, `scope` last."""
        made = {i.label for i in self.instances(period)}
        labels = [p.id for p, _ in self._propositions] + [s.label for s, _ in self._statements]
        labels = [label for label in labels if label not in made]
        if self.theory.scope is not None and self.scope(period) is None:
            labels.append("scope")
        return tuple(labels)

    def cone(self, period: int) -> tuple[Instance, ...]:
        """The instances used at a period: its own, and earlier definitions that theoretical terms lead to.

        Earliest period first. Which they are does not depend on any coding.
        """
        used = list(self.instances(period))
        waiting = [i for t in range(self.first, period) for i in self.instances(t) if i.definition]
        linked = self._theoretical(used)
        while True:
            reached = [i for i in waiting if not linked.isdisjoint(self._theoretical([i]))]
            if not reached:
                break
            waiting = [i for i in waiting if i not in reached]
            linked |= self._theoretical(reached)
            used += reached
        return tuple(sorted(used, key=lambda i: i.period))

    def repeats(self, period: int) -> bool:
        """Whether a period is ruled as the one before it was, one period later: what is compiled can be taken over."""
        if period not in self._repeats:
            self._repeats[period] = self._repeated(period)
        return self._repeats[period]

    def _repeated(self, period: int) -> bool:
        def moved(formula: Formula | None) -> Formula | None:
            return None if formula is None else one_period_later(formula)

        earlier, later = self.cone(period - 1), self.cone(period)
        return (
            len(earlier) == len(later)
            and moved(self.scope(period - 1)) == self.scope(period)
            and all(a.label == b.label and moved(a.formula) == b.formula for a, b in zip(earlier, later, strict=True))
        )

    def is_theoretical(self, term_period: TermPeriod) -> bool:
        return self.codebook.is_theoretical(term_period.term)

    def _theoretical(self, instances: Iterable[Instance]) -> set[TermPeriod]:
        return {tp for i in instances for tp in i.term_periods if self.is_theoretical(tp)}

    def _instance(self, label: str, period: int, strict: bool, definition: bool, rule: Formula) -> Instance:
        formula = self.ground(rule, period)
        return Instance(
            label=label,
            period=period,
            strict=strict,
            definition=definition,
            exhaustive=False,
            formula=formula,
            term_periods=term_periods(formula),
        )

    def _exhaustive(
        self, statement: Statement, named: Sequence[tuple[Formula, Formula]], period: int
    ) -> Instance | None:
        effect = quantifier_free(statement.rule.formula)
        parts = [effect, *(part for pair in named for part in pair)]
        if not all(self.readable(part, period) for part in parts):
            return None
        about = TermPeriod(statement.term, period)
        said = self.ground(effect, period)
        mentioned = dict.fromkeys(term_periods(said))
        reasons = []
        for antecedent, consequent in named:
            when, then = self.ground(antecedent, period), self.ground(consequent, period)
            brings = [
                Implies(_fixed(then, about, value), _fixed(said, about, value))
                for value in range(len(self.codebook.values(about.term)))
            ]
            reasons.append(And((when, *brings)))
            mentioned.update(dict.fromkeys((*term_periods(when), *term_periods(then))))
        return Instance(
            label=statement.label,
            period=period,
            strict=True,
            definition=self.codebook.is_theoretical(statement.term),
            exhaustive=True,
            formula=Implies(said, Or(tuple(reasons))),
            term_periods=tuple(mentioned),
        )


def _causes_of(theory: Theory, statement: Statement) -> tuple[tuple[Formula, Formula], ...]:
    return tuple((when, then) for _, when, then in causes_named(theory.propositions, statement, theory.codebook))


def outcome_relation(codebook: Codebook, term: Term, period: int, change: bool, outcome: str) -> Relation:
    """That an outcome holds: a value of the term in the period, or its change from the period before."""
    here = TermPeriod(term, period)
    if change:
        return _change(codebook, here, outcome)
    return Relation((here,), frozenset({(codebook.values(term).index(outcome),)}))


def outcomes(codebook: Codebook, term: Term, change: bool) -> tuple[str, ...]:
    """The outcomes of an explained term, in their order."""
    return DIRECTIONS if change else codebook.values(term)


def direction(before: int, now: int) -> str:
    """falls, steady or rises, from two places in the order of values."""
    return "steady" if before == now else "rises" if now > before else "falls"


@cache
def outcomes_of(order: tuple[str, ...], change: bool, before: str | None, levels: tuple[str, ...]) -> tuple[str, ...]:
    """The outcomes that levels are, in order: themselves, or their directions from the value before, which is given."""
    if not change:
        return tuple(levels)
    if before is None:
        return ()
    place = order.index(before)
    found = {direction(place, order.index(level)) for level in levels}
    return tuple(each for each in DIRECTIONS if each in found)


def term_periods(formula: Formula) -> tuple[TermPeriod, ...]:
    """The term-periods a grounded formula names, in reading order, each once."""
    found: dict[TermPeriod, None] = {}
    stack = [formula]
    while stack:
        top = stack.pop()
        if isinstance(top, Relation):
            found.update(dict.fromkeys(top.term_periods))
        stack.extend(reversed(parts(top)))
    return tuple(found)


def one_period_later(formula: Formula) -> Formula:
    """The grounded formula with every term-period moved one period on."""
    match formula:
        case Relation(named, allowed):
            return Relation(tuple(TermPeriod(tp.term, tp.period + 1) for tp in named), allowed)
        case Not(operand):
            return Not(one_period_later(operand))
        case And(operands):
            return And(tuple(map(one_period_later, operands)))
        case Or(operands):
            return Or(tuple(map(one_period_later, operands)))
        case Count(bound, number, operands):
            return Count(bound, number, tuple(map(one_period_later, operands)))
        case Implies(left, right):
            return Implies(one_period_later(left), one_period_later(right))
        case Iff(left, right):
            return Iff(one_period_later(left), one_period_later(right))
    raise TypeError(f"not a grounded formula: {formula!r}")


def parts(formula: Formula) -> tuple[Formula, ...]:
    """The direct parts of a grounded formula."""
    match formula:
        case Relation():
            return ()
        case Not(operand):
            return (operand,)
        case And(operands) | Or(operands) | Count(operands=operands):
            return operands
        case Implies(left, right) | Iff(left, right):
            return (left, right)
    raise TypeError(f"not a grounded formula: {formula!r}")


def _grounded(formula: Formula, t: int, first: int, codebook: Codebook) -> Formula:
    def at(part: Formula, period: int = t) -> Formula:
        return _grounded(part, period, first, codebook)

    match formula:
        case Is(term, values):
            order = codebook.values(term)
            return Relation((TermPeriod(term, t),), frozenset((order.index(value),) for value in values))
        case Compare(term, comparison, other):
            return _compared(codebook, TermPeriod(term, t), comparison, other)
        case Change(term, way):
            return _change(codebook, TermPeriod(term, t), way)
        case Previously(operand):
            return at(operand, t - 1)
        case Once(operand):
            readable = range(first + lookback(operand), t)
            return Or(tuple(at(operand, s) for s in readable))
        case Not(operand):
            return Not(at(operand))
        case And(operands):
            return And(tuple(at(part) for part in operands))
        case Or(operands):
            return Or(tuple(at(part) for part in operands))
        case Implies(antecedent, consequent):
            return Implies(at(antecedent), at(consequent))
        case Iff(left, right):
            return Iff(at(left), at(right))
        case Count(bound, number, operands):
            return Count(bound, number, tuple(at(part) for part in operands))
    raise TypeError(f"not a quantifier-free formula: {formula!r}")


def _compared(codebook: Codebook, here: TermPeriod, comparison: str, other: str | Term) -> Relation:
    size = len(codebook.values(here.term))
    if isinstance(other, str):
        bound = codebook.values(here.term).index(other)
        return Relation((here,), frozenset((i,) for i in range(size) if _holds(i, comparison, bound)))
    there = TermPeriod(other, here.period)
    return _binary(here, there, _rows(size, comparison))


def _change(codebook: Codebook, here: TermPeriod, way: str) -> Relation:
    comparison = {"rises": "below", "falls": "above", "steady": "the same as"}[way]
    before = TermPeriod(here.term, here.period - 1)
    return _binary(before, here, _rows(len(codebook.values(here.term)), comparison))


def _binary(left: TermPeriod, right: TermPeriod, rows: frozenset[tuple[int, ...]]) -> Relation:
    if left == right:
        return Relation((left,), frozenset((a,) for a, b in rows if a == b))
    return Relation((left, right), rows)


@cache
def _rows(size: int, comparison: str) -> frozenset[tuple[int, ...]]:
    return frozenset((a, b) for a, b in product(range(size), repeat=2) if _holds(a, comparison, b))


def _holds(left: int, comparison: str, right: int) -> bool:
    match comparison:
        case "at least":
            return left >= right
        case "at most":
            return left <= right
        case "above":
            return left > right
        case "below":
            return left < right
        case "the same as":
            return left == right
    raise ValueError(f"not a comparison: {comparison}")


def _fixed(formula: Formula, about: TermPeriod, value: int) -> Formula:
    """The grounded formula with one term-period set to a value."""
    match formula:
        case Relation(found, allowed) if about in found:
            place = found.index(about)
            rest = found[:place] + found[place + 1 :]
            rows = frozenset(row[:place] + row[place + 1 :] for row in allowed if row[place] == value)
            return Relation(rest, rows)
        case Relation():
            return formula
        case Not(operand):
            return Not(_fixed(operand, about, value))
        case And(operands):
            return And(tuple(_fixed(part, about, value) for part in operands))
        case Or(operands):
            return Or(tuple(_fixed(part, about, value) for part in operands))
        case Count(bound, number, operands):
            return Count(bound, number, tuple(_fixed(part, about, value) for part in operands))
        case Implies(left, right):
            return Implies(_fixed(left, about, value), _fixed(right, about, value))
        case Iff(left, right):
            return Iff(_fixed(left, about, value), _fixed(right, about, value))
    raise TypeError(f"not a grounded formula: {formula!r}")
