"""What a theory claims in a period as a conjunction of small functions, each with switches for its propositions.

In the context of a page that recomputes verdicts under other codings and with propositions given up, facing
that one diagram with a switch per proposition grows beyond any page (25,807 nodes for seven propositions), we
decided to keep apart what no hidden term-period joins, accepting that whoever asks walks several arrays at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from checker.engine.compiled import Block, Diagram, Switch
from checker.engine.grounding import TermPeriod


@dataclass(frozen=True)
class Factors:
    """Conjunctions over one order of blocks: switches, conditions, the outcome before, the outcome last.

    `scope` is one function without switches, None where there is nothing to read. `conditions` are the strict
    instances that mention no explained term in the period, `strict` all strict ones, `all` tendencies
    included; in each, hidden term-periods are projected out. `tendencies` are the labels of instances that are
    not strict. A switch that is off leaves its instances out.
    """

    blocks: tuple[Block, ...]
    values: tuple[tuple[str, ...], ...]
    scope: Diagram[bool] | None
    conditions: tuple[Diagram[bool], ...]
    strict: tuple[Diagram[bool], ...]
    all: tuple[Diagram[bool], ...]
    tendencies: tuple[str, ...]

    def one_period_later(self) -> Factors:
        """The same functions of the same terms, each a period later."""
        def later(diagrams: Sequence[Diagram[bool]]) -> tuple[Diagram[bool], ...]:
            return tuple(diagram.one_period_later() for diagram in diagrams)

        blocks = tuple(block if isinstance(block, Switch) else TermPeriod(block.term, block.period + 1)
                       for block in self.blocks)
        scope = None if self.scope is None else self.scope.one_period_later()
        return replace(self, blocks=blocks, scope=scope, conditions=later(self.conditions), strict=later(self.strict),
                       all=later(self.all))

    @property
    def here(self) -> Block:
        """The outcome in the period."""
        return self.blocks[-1]

    @property
    def switches(self) -> tuple[str, ...]:
        return tuple(block.label for block in self.blocks if isinstance(block, Switch))

    @property
    def diagrams(self) -> tuple[Diagram[bool], ...]:
        """Every function, each once."""
        scope = () if self.scope is None else (self.scope,)
        return tuple(dict.fromkeys((*scope, *self.conditions, *self.strict, *self.all)))


def outcomes_left(
    factors: Factors, diagrams: Sequence[Diagram[bool]], allowed: Mapping[Block, Sequence[str]]
) -> tuple[str, ...]:
    """The values of the outcome for which all the diagrams are true in some world that allowed values admit.

    A block without allowed values may have any. One walk over all arrays at once, block by block; what is
    found at a set of nodes is kept.
    """
    places = [tuple(values.index(v) for v in allowed[block]) if allowed.get(block) else tuple(range(len(values)))
              for block, values in zip(factors.blocks, factors.values, strict=True)]
    last = len(factors.blocks) - 1
    everything = frozenset(places[last])
    known: dict[frozenset[tuple[int, int]], frozenset[int]] = {}

    def left(state: frozenset[tuple[int, int]]) -> frozenset[int]:
        open_ones = []
        for which, number in state:
            leaves = diagrams[which].leaves
            if number >= len(leaves):
                open_ones.append((which, number, diagrams[which].nodes[number - len(leaves)]))
            elif not leaves[number]:
                return frozenset()
        if not open_ones:
            return everything
        if state not in known:
            block = min(node[0] for _, _, node in open_ones)
            found: set[int] = set()
            for place in places[block]:
                below = left(frozenset((which, node[place + 1] if node[0] == block else number)
                                       for which, number, node in open_ones))
                found |= below & {place} if block == last else below
                if len(found) == len(everything):
                    break
            known[state] = frozenset(found)
        return known[state]

    reached = left(frozenset((which, diagram.root) for which, diagram in enumerate(diagrams)))
    return tuple(value for place, value in enumerate(factors.values[last]) if place in reached)


def conditions_of(factors: Factors) -> tuple[TermPeriod, ...]:
    """The term-periods on which a claim may depend, the outcome in the period apart."""
    return tuple(block for block in factors.blocks[:-1] if isinstance(block, TermPeriod))
