"""Instances of propositions and exhaustive statements, and which are used at t (sections 2 to 4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count, product

from checker.logic.formula import And, Change, Compare, Formula, Iff, Implies, Is, Not, Once, Term, children
from checker.study.codebook import Codebook
from checker.study.theory import Statement, Theory
from tests.oracle.formulas import TermPeriod, World, holds, mentions_in_its_own_period, named, readable, written_out
from tests.oracle.limits import affordable


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
    """The (A, C) of a rule that may contribute causes to an exhaustive statement on y: C mentions y, A does not."""
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
    return [
        (a, c)
        for p in theory.propositions
        for a, c in contributions(p.rule.formula, term_of(statement))
        if can_bring_about(c, statement.rule.formula, term_of(statement), theory.codebook)
    ]


def can_bring_about(c: Formula, s: Formula, y: Term, codebook: Codebook) -> bool:
    """Whether "some value of the other terms makes C possible and S follow from it".

    The terms of C and S other than y in this period are meant. It is asked of the first period in which
    both can be read, and, as `once` has more to choose from later, of as many later ones as C has `once`.
    """
    soonest = next(t for t in count() if readable(c, t, 0) and readable(s, t, 0))
    for t in range(soonest, soonest + _onces(c) + 1):
        others = sorted((named(c, t, 0) | named(s, t, 0)) - {(y, t)}, key=str)
        choices = [codebook.variables[term.variable].values for term, _ in others]
        affordable(map(len, choices), "worlds to find whether something is a cause")
        for values in product(*choices):
            world = dict(zip(others, values, strict=True))
            would_be: list[World] = [{**world, (y, t): value} for value in codebook.variables[y.variable].values]
            left = [w for w in would_be if holds(c, t, 0, w, codebook)]
            if left and all(holds(s, t, 0, w, codebook) for w in left):
                return True
    return False


def _onces(formula: Formula) -> int:
    return isinstance(formula, Once) + sum(map(_onces, children(formula)))


def instances(theory: Theory, t: int, first: int) -> list[Instance]:
    """The instances made at t: of the propositions in file order, then of the exhaustive statements."""
    made = []
    for proposition in theory.propositions:
        formula = written_out(proposition.rule.formula)
        if readable(formula, t, first):
            made.append(
                Instance(
                    proposition.id,
                    t,
                    proposition.strict,
                    proposition.role == "definition",
                    frozenset(named(formula, t, first)),
                    _meaning(formula, t, first, theory.codebook),
                )
            )
    for statement in theory.exhaustive:
        y, pairs = term_of(statement), causes(theory, statement)
        parts = [statement.rule.formula, *(part for pair in pairs for part in pair)]
        # "The statement has no instance where S or a cause looks before the first period."
        if all(readable(part, t, first) for part in parts):
            made.append(
                Instance(
                    f"exhaustive: {statement.rule.text}",
                    t,
                    True,
                    theory.codebook.variables[y.variable].theoretical,
                    frozenset(pair for part in parts for pair in named(part, t, first)),
                    _all_causes_named(statement.rule.formula, y, pairs, t, first, theory.codebook),
                )
            )
    return made


def _meaning(formula: Formula, t: int, first: int, codebook: Codebook) -> Callable[[World], bool]:
    return lambda world: holds(formula, t, first, world, codebook)


def _all_causes_named(
    s: Formula, y: Term, pairs: list[tuple[Formula, Formula]], t: int, first: int, codebook: Codebook
) -> Callable[[World], bool]:
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


def untested(theory: Theory, t: int, first: int) -> tuple[str, ...]:
    """ "The propositions without an instance in file order, given up or not, then `exhaustive: S`, then `scope`"."""
    made = {instance.label for instance in instances(theory, t, first)}
    labels = [p.id for p in theory.propositions] + [f"exhaustive: {s.rule.text}" for s in theory.exhaustive]
    missing = [label for label in labels if label not in made]
    if theory.scope is not None and not readable(written_out(theory.scope.formula), t, first):
        missing.append("scope")
    return tuple(missing)
