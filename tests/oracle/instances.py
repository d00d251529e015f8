"""Instances of propositions and exhaustive statements, and which are used at t (sections 2 to 4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from checker.logic.formula import And, Change, Compare, Formula, Iff, Implies, Is, Not, Term
from checker.study.codebook import Codebook
from checker.study.theory import Statement, Theory
from tests.oracle.formulas import TermPeriod, World, holds, mentions_in_its_own_period, named, readable, written_out


@dataclass(frozen=True)
class Instance:
    """A proposition or exhaustive statement in a period; `named` are the term-periods of its text."""

    label: str
    period: int
    strict: bool
    definition: bool
    named: frozenset[TermPeriod]
    meaning: Callable[[World], bool] = field(compare=False, repr=False)
    _read: dict[tuple[str, ...], bool] = field(default_factory=dict, compare=False, repr=False)

    def true_in(self, world: World) -> bool:
        """Whether the instance holds in a world; each combination of the values it names is read once."""
        key = tuple([world[pair] for pair in self.named])
        if key not in self._read:
            self._read[key] = self.meaning(world)
        return self._read[key]


def term_of(statement: Statement) -> Term:
    """The term that an exhaustive statement is about: "the term before `is`"."""
    atom = statement.rule.formula
    if isinstance(atom, Not):
        atom = atom.operand
    assert isinstance(atom, (Is, Compare, Change)), statement
    return atom.term


def contributions(rule: Formula, y: Term) -> list[tuple[Formula, Formula]]:
    """The (A, C) of the causes that a rule contributes to an exhaustive statement on y."""
    match rule:
        case Implies(antecedent, consequent):
            pairs = [(antecedent, consequent)]
        case Iff(left, right):
            pairs = [(left, right), (right, left)]
        case _:
            return []
    found = []
    for a, c in pairs:
        # "`A -> (B -> C)` is read as `(A and B) -> C`."
        while isinstance(c, Implies):
            a, c = And((a, c.antecedent)), c.consequent
        a, c = written_out(a), written_out(c)
        if mentions_in_its_own_period(c, y) and not mentions_in_its_own_period(a, y):
            found.append((a, c))
    return found


def causes(theory: Theory, statement: Statement) -> list[tuple[Formula, Formula]]:
    """What the propositions of the theory, "tendencies included", contribute."""
    return [pair for p in theory.propositions for pair in contributions(p.rule.formula, term_of(statement))]


def instances(theory: Theory, t: int, first: int) -> list[Instance]:
    """The instances made at t: of the propositions in file order, then of the exhaustive statements."""
    made = []
    for proposition in theory.propositions:
        formula = written_out(proposition.rule.formula)
        if readable(formula, t, first):
            made.append(Instance(
                proposition.id, t, proposition.strict, proposition.role == "definition",
                frozenset(named(formula, t, first)), _meaning(formula, t, first, theory.codebook)))
    for statement in theory.exhaustive:
        y, pairs = term_of(statement), causes(theory, statement)
        parts = [statement.rule.formula, *(part for pair in pairs for part in pair)]
        # "It has no instance where S or a cause looks before the first period."
        if all(readable(part, t, first) for part in parts):
            made.append(Instance(
                f"exhaustive: {statement.rule.text}", t, True, theory.codebook.variables[y.variable].theoretical,
                frozenset(pair for part in parts for pair in named(part, t, first)),
                _all_causes_named(statement.rule.formula, y, pairs, t, first, theory.codebook)))
    return made


def _meaning(formula: Formula, t: int, first: int, codebook: Codebook) -> Callable[[World], bool]:
    return lambda world: holds(formula, t, first, world, codebook)


def _all_causes_named(s: Formula, y: Term, pairs: list[tuple[Formula, Formula]], t: int, first: int,
                      codebook: Codebook) -> Callable[[World], bool]:
    """S -> (cause 1 or cause 2 ...)."""
    def true(formula: Formula, world: World) -> bool:
        return holds(formula, t, first, world, codebook)

    def cause(a: Formula, c: Formula, world: World) -> bool:
        # "A, and for each value of y in this period at which C would be true, S would be true"
        would_be: list[World] = [{**world, (y, t): value} for value in codebook.variables[y.variable].values]
        return true(a, world) and all(true(s, other) for other in would_be if true(c, other))

    return lambda world: not true(s, world) or any(cause(a, c, world) for a, c in pairs)


def used(theory: Theory, t: int, first: int) -> list[Instance]:
    """Every instance at t, and the earlier definitions that share a theoretical term-period, repeatedly."""
    chosen = instances(theory, t, first)
    earlier = [i for period in range(first, t) for i in instances(theory, period, first) if i.definition]
    while True:
        reached = {pair for i in chosen for pair in i.named if theory.codebook.variables[pair[0].variable].theoretical}
        more = [i for i in earlier if i not in chosen and i.named & reached]
        if not more:
            return chosen
        chosen += more
