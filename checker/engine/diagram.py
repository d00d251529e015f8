"""The only importer of OxiDD: what a theory says in a period, compiled once for all codings.

Inside, each term-period is a block of bits in which every pattern is some value (the last value takes the
patterns left over), so that no constraint keeps values apart and quantifying a block away is exact.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from functools import reduce
from itertools import compress
from typing import TypeVar

from oxidd.bdd import BDDFunction, BDDManager
from oxidd.util import BooleanOperator

from checker.engine.compiled import OFF_ON, Block, Claim, Diagram, Switch
from checker.engine.factors import Factors
from checker.engine.grounding import Grounder, Instance, Relation, outcomes_of, term_periods
from checker.logic.formula import And, Count, Formula, Iff, Implies, Not, Or, Term
from checker.problems import LimitReached
from checker.study.term_period import TermPeriod
from checker.study.theory import Explained

MAX_INNER_NODES = 1 << 20
FIRST_CAPACITY = 1 << 16  # most periods need less, and a large table takes longer to set up than they to compile
MAX_NODES = 100_000
L = TypeVar("L", bound=Hashable)
R = TypeVar("R")


def compiled(
    grounder: Grounder, explained: Explained, period: int, *, without: Collection[str] = (), order: Sequence[Block] = ()
) -> Diagram[Claim]:
    """What the instances used at a period claim, as a function of the observable term-periods.

    Theoretical term-periods, and every explained term at the period, are projected out (Huth and Ryan 2004,
    section 6.2, on `exists`). Propositions in `without` are not asserted. A change must have a period before.
    Term-periods in `order` stand in that order, before the others, so that the product with the diagram that these
    blocks are from can be formed. Raises LimitReached past MAX_INNER_NODES, or past MAX_NODES in the array.
    """
    return _with_room(
        lambda capacity: _Compiler(grounder, explained, period, capacity, frozenset(without), order).diagram()
    )


def factored(grounder: Grounder, explained: Explained, period: int, *, nodes: int = MAX_NODES) -> Factors:
    """The same claim as conjunctions of small functions, with a switch for each label and the outcome as a block.

    A change must have a period before. Raises LimitReached past MAX_INNER_NODES, or past `nodes` in all arrays
    together.
    """
    return _with_room(lambda capacity: _Compiler(grounder, explained, period, capacity).factors(nodes))


def _with_room(make: Callable[[int], R]) -> R:
    """What is made with few nodes or, where these do not suffice, with as many as allowed."""
    for capacity in sorted({min(FIRST_CAPACITY, MAX_INNER_NODES), MAX_INNER_NODES}):
        try:
            return make(capacity)
        except MemoryError:
            continue
    raise LimitReached(f"more than {MAX_INNER_NODES:,} nodes while compiling the period")


class _Compiler:
    def __init__(
        self,
        grounder: Grounder,
        explained: Explained,
        period: int,
        inner_nodes: int,
        without: frozenset[str] | None = None,
        order: Sequence[Block] = (),
    ) -> None:
        """Without `without`, each label can be given up by its own switch."""
        theory = grounder.theory
        self.codebook = grounder.codebook
        self.explained = explained
        self.here = TermPeriod(explained.term, period)
        self.before = TermPeriod(explained.term, period - 1) if explained.change else None
        self.cone = grounder.cone(period)
        self.scope = grounder.scope(period)
        self.asserted = [i for i in self.cone if i.label not in (without or ())]
        self.now = frozenset(TermPeriod(term, period) for term in theory.explained_terms)
        self.outcome_levels = self.codebook.values(explained.term)
        labels = dict.fromkeys(i.label for i in self.asserted)
        self.switches = [] if without is not None else [Switch(label) for label in labels]
        self.inner_nodes = inner_nodes
        blocks = self._order(order)
        self.values = {
            block: OFF_ON if isinstance(block, Switch) else self.codebook.values(block.term) for block in blocks
        }
        tags = 2 + 2 * len(self.outcome_levels) + (len(self.values[self.before]) if self.before else 0)
        widths = {block: (len(values) - 1).bit_length() for block, values in self.values.items()}
        self.manager = BDDManager(inner_nodes, max(1 << 14, inner_nodes >> 2), 1)
        self.manager.add_vars(sum(widths.values()) + tags)
        self.levels: dict[Block, range] = {}
        level = 0
        for block, width in widths.items():
            self.levels[block] = range(level, level + width)
            level += width
        self.first_tag = level
        # For each value of a block its code: the levels with their bits.
        self.codes = {
            block: [
                list(zip(levels, _bits(value, len(levels)), strict=True)) for value in range(len(self.values[block]))
            ]
            for block, levels in self.levels.items()
        }
        self._atoms: dict[tuple[Block, int], BDDFunction] = {}
        self._relations: dict[Relation, BDDFunction] = {}

    def _order(self, asked: Sequence[Block]) -> list[Block]:
        """Switches, the outcome before, what is asked, then terms as the rules first name them, their periods together.

        The outcome at the period, which is projected out, comes last. Measured against other orders
        (benchmarks/diagrams.py), this gives the smallest arrays.
        """
        named: dict[TermPeriod, None] = {}
        for instance in self.cone:
            named.update(dict.fromkeys(term_periods(instance.formula)))
        if self.scope is not None:
            named.update(dict.fromkeys(term_periods(self.scope)))
        place: dict[Term, int] = {}
        for tp in named:
            place.setdefault(tp.term, len(place))
        ahead = {block: n for n, block in enumerate(asked)}
        between = sorted(
            (tp for tp in named if tp not in (self.before, self.here)),
            key=lambda tp: (ahead.get(tp, len(ahead)), place[tp.term], tp.period),
        )
        first = [self.before] if self.before is not None else []
        return [*self.switches, *first, *between, self.here]

    def diagram(self) -> Diagram[Claim]:
        in_scope = self.manager.true() if self.scope is None else self.function(self.scope)
        strict = [i for i in self.asserted if i.strict]
        conditions = self._projected([i for i in strict if self.now.isdisjoint(i.term_periods)], [])
        functions = [in_scope, in_scope & ~conditions]
        functions += [in_scope & f for f in self._allowed(strict)]
        functions += [in_scope & f for f in self._allowed(self.asserted)]
        if self.before is not None:
            functions += [in_scope & self.atom(self.before, v) for v in range(len(self.values[self.before]))]
        # Tags below all blocks spell out the vector of functions, so that equal vectors share a node.
        joined = self.manager.true()
        for tag, function in reversed(list(enumerate(functions, self.first_tag))):
            joined &= self.manager.var(tag).equiv(function)
        return self._flattened(joined, len(functions))

    def factors(self, limit: int) -> Factors:
        blocks = [b for b in self.values if b == self.here or isinstance(b, Switch) or not self._is_hidden(b)]
        made: dict[BDDFunction, Diagram[bool]] = {}

        def arrays(functions: Iterable[BDDFunction]) -> tuple[Diagram[bool], ...]:
            for function in functions:
                if function not in made:
                    spent = sum(len(diagram.nodes) for diagram in made.values())
                    made[function] = self._array(function, blocks, limit - spent, BDDFunction.satisfiable)
            return tuple(dict.fromkeys(made[f] for f in functions if f != self.manager.true()))

        strict = [i for i in self.asserted if i.strict]
        conditions = [i for i in strict if self.now.isdisjoint(i.term_periods)]
        scope = None if self.scope is None else self.function(self.scope)
        return Factors(
            blocks=tuple(blocks),
            values=tuple(self.values[b] for b in blocks),
            scope=None if scope is None else self._array(scope, blocks, limit, BDDFunction.satisfiable),
            conditions=arrays(self._parts(conditions, [])),
            strict=arrays(self._parts(strict, [self.here])),
            all=arrays(self._parts(self.asserted, [self.here])),
        )

    def _allowed(self, instances: Sequence[Instance]) -> list[BDDFunction]:
        """For each level of the explained term, where it is satisfiable together with the instances."""
        held = self._projected(instances, [self.here])
        over = self._cube([self.here])
        return [
            held.apply_exists(BooleanOperator.AND, self.atom(self.here, place), over)
            for place in range(len(self.outcome_levels))
        ]

    def _projected(self, instances: Sequence[Instance], keep: Collection[TermPeriod]) -> BDDFunction:
        """The conjunction of the instances, with theoretical terms and the period's outcomes projected out."""
        return self._conjunction(self._parts(instances, keep))

    def _parts(self, instances: Sequence[Instance], keep: Collection[TermPeriod]) -> list[BDDFunction]:
        """The same conjunction as its parts: instances are joined only by what is projected out.

        One term-period after another, each as soon as the fewest instances must be joined for it.
        """
        parts = [
            (self._instance(i), {tp for tp in i.term_periods if self._is_hidden(tp)} - set(keep)) for i in instances
        ]
        while hidden := {tp for _, named in parts for tp in named}:
            counted = {
                tp: sum(tp in named for _, named in parts)
                for tp in self.values
                if isinstance(tp, TermPeriod) and tp in hidden
            }
            chosen = min(counted, key=lambda tp: counted[tp])
            joined = [part for part in parts if chosen in part[1]]
            parts = [part for part in parts if chosen not in part[1]]
            function = self._conjunction(f for f, _ in joined[:-1])
            function = function.apply_exists(BooleanOperator.AND, joined[-1][0], self._cube([chosen]))
            parts.append((function, {tp for _, named in joined for tp in named} - {chosen}))
        return [f for f, _ in parts]

    def _is_hidden(self, tp: TermPeriod) -> bool:
        return tp in self.now or self.codebook.is_theoretical(tp.term)

    def _instance(self, instance: Instance) -> BDDFunction:
        function = self.function(instance.formula)
        if self.switches:
            return ~self.atom(Switch(instance.label), 1) | function
        return function

    def function(self, formula: Formula) -> BDDFunction:
        match formula:
            case Relation():
                if formula not in self._relations:
                    self._relations[formula] = self._related(formula)
                return self._relations[formula]
            case Not(operand):
                return ~self.function(operand)
            case And(operands):
                return self._conjunction(self.function(part) for part in operands)
            case Or(operands):
                return self._disjunction(self.function(part) for part in operands)
            case Implies(antecedent, consequent):
                return self.function(antecedent).imp(self.function(consequent))
            case Iff(left, right):
                return self.function(left).equiv(self.function(right))
            case Count(bound, number, operands):
                if bound == "least":
                    return self._at_least(number, operands)
                return ~self._at_least(number + 1, operands)
        raise TypeError(f"not a grounded formula: {formula!r}")

    def _at_least(self, number: int, operands: Sequence[Formula]) -> BDDFunction:
        if number > len(operands):
            return self.manager.false()
        reached = [self.manager.true(), *(self.manager.false() for _ in range(number))]
        for function in map(self.function, operands):
            reached[1:] = [function.ite(reached[n - 1], reached[n]) for n in range(1, number + 1)]
        return reached[number]

    def _related(self, relation: Relation) -> BDDFunction:
        rows = sorted(relation.allowed)
        return self._disjunction(
            self._conjunction(self.atom(tp, value) for tp, value in zip(relation.term_periods, row, strict=True))
            for row in rows
        )

    def atom(self, block: Block, place: int) -> BDDFunction:
        """That a block has the value in this place of its order."""
        key = (block, place)
        if key not in self._atoms:
            levels = self.levels[block]
            last = len(self.values[block]) - 1
            codes = range(last, 1 << len(levels)) if place == last else (place,)
            self._atoms[key] = self._disjunction(
                self._conjunction(
                    self.manager.var(level) if bit else self.manager.not_var(level)
                    for level, bit in zip(levels, _bits(code, len(levels)), strict=True)
                )
                for code in codes
            )
        return self._atoms[key]

    def _conjunction(self, functions: Iterable[BDDFunction]) -> BDDFunction:
        return reduce(lambda a, b: a & b, functions, self.manager.true())

    def _disjunction(self, functions: Iterable[BDDFunction]) -> BDDFunction:
        return reduce(lambda a, b: a | b, functions, self.manager.false())

    def _cube(self, blocks: Iterable[Block]) -> BDDFunction:
        return self._conjunction(self.manager.var(level) for block in blocks for level in self.levels[block])

    def _flattened(self, joined: BDDFunction, tags: int) -> Diagram[Claim]:
        """The array over all that is not hidden; what stands below is a leaf."""
        blocks = [b for b in self.values if isinstance(b, Switch) or not self._is_hidden(b)]
        return self._array(joined, blocks, MAX_NODES, lambda leaf: self._claim(_spelt(leaf, tags)))

    def _array(
        self, joined: BDDFunction, blocks: Sequence[Block], limit: int, leaf: Callable[[BDDFunction], L]
    ) -> Diagram[L]:
        """The array of a function over these blocks, which stand above everything else it depends on."""
        place = {level: n for n, block in enumerate(blocks) for level in self.levels[block]}
        leaves: dict[BDDFunction, L] = {}
        children: dict[BDDFunction, list[BDDFunction]] = {}
        number: dict[BDDFunction, int] = {}
        stack = [joined]
        while stack:
            top = stack[-1]
            level = top.node_level()
            if top in number or top in leaves:
                stack.pop()
            elif level is None or level >= self.first_tag:
                leaves[top] = leaf(top)
            elif top not in children:
                children[top] = self._children(top, blocks[place[level]])
                stack.extend(reversed(children[top]))
            else:
                number[top] = len(number)
                if len(number) > limit:
                    raise LimitReached(f"more than {limit:,} nodes in the compiled period")
        numbered = {f: n for n, f in enumerate(leaves)} | {f: n + len(leaves) for f, n in number.items()}
        nodes = tuple((place[f.node_level() or 0], *(numbered[child] for child in children[f])) for f in number)
        return Diagram(
            tuple(blocks), tuple(self.values[b] for b in blocks), tuple(leaves.values()), nodes, numbered[joined]
        )

    def _children(self, function: BDDFunction, block: Block) -> list[BDDFunction]:
        """The function under each value of its topmost block."""
        found = []
        for code in self.codes[block]:
            below = function
            for level, bit in code:
                if below.node_level() == level:
                    chosen = below.cofactor_true() if bit else below.cofactor_false()
                    assert chosen is not None
                    below = chosen
            found.append(below)
        return found

    def _claim(self, vector: Sequence[bool]) -> Claim:
        size = len(self.outcome_levels)
        in_scope, denies, *rest = vector
        levels, expected = (tuple(compress(self.outcome_levels, part)) for part in (rest[:size], rest[size : 2 * size]))
        before = next(compress(self.outcome_levels, rest[2 * size :]), None)
        prediction, expectation = (
            outcomes_of(self.outcome_levels, self.explained.change, before, part) for part in (levels, expected)
        )
        return Claim(
            in_scope=in_scope,
            denies=denies,
            levels=levels,
            expected_levels=expected,
            prediction=prediction,
            expectation=expectation,
            before=before,
        )


def _bits(number: int, width: int) -> list[bool]:
    """The bits of a number, highest first."""
    return [bool(number >> place & 1) for place in reversed(range(width))]


def _spelt(function: BDDFunction, tags: int) -> list[bool]:
    """The one assignment of the tags under which the function is true."""
    vector = []
    for _ in range(tags):
        cofactors = function.cofactors()
        assert cofactors is not None
        true, false = cofactors
        vector.append(true.satisfiable())
        function = true if vector[-1] else false
    return vector
