"""What a theory claims in a period as a conjunction of small functions, each with switches for its propositions.

In the context of a page that recomputes verdicts under other codings and with propositions given up, facing
that one diagram with a switch per proposition grows beyond any page (25,807 nodes for seven propositions), we
decided to keep apart what no hidden term-period joins, accepting that whoever asks walks several arrays at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from checker.engine.compiled import Block, Diagram, Switch
from checker.study.term_period import TermPeriod


@dataclass(frozen=True)
class Factors:
    """Conjunctions over one order of blocks: switches, conditions, the outcome before, the outcome last.

    `scope` is one function without switches, None where there is nothing to read. `conditions` are the strict
    instances that mention no explained term in the period, `strict` all strict ones, `all` tendencies
    included; in each, hidden term-periods are projected out. A switch that is off leaves its instances out.
    """

    blocks: tuple[Block, ...]
    values: tuple[tuple[str, ...], ...]
    scope: Diagram[bool] | None
    conditions: tuple[Diagram[bool], ...]
    strict: tuple[Diagram[bool], ...]
    all: tuple[Diagram[bool], ...]

    def one_period_later(self) -> Factors:
        """The same functions of the same terms, each a period later."""

        def later(diagrams: Sequence[Diagram[bool]]) -> tuple[Diagram[bool], ...]:
            return tuple(diagram.one_period_later() for diagram in diagrams)

        blocks = tuple(
            block if isinstance(block, Switch) else TermPeriod(block.term, block.period + 1) for block in self.blocks
        )
        scope = None if self.scope is None else self.scope.one_period_later()
        return replace(
            self,
            blocks=blocks,
            scope=scope,
            conditions=later(self.conditions),
            strict=later(self.strict),
            all=later(self.all),
        )

    @property
    def switches(self) -> tuple[str, ...]:
        return tuple(block.label for block in self.blocks if isinstance(block, Switch))
