"""What tests ask of the slow, obvious oracle (tests/oracle): verdicts, and what excludes an outcome."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import product
from typing import Protocol

from checker.study.case import Case
from checker.study.theory import Explained, Theory
from tests.oracle.draws import Cell, Leading, chances
from tests.oracle.formulas import TermPeriod, World, holds, mentions_in_its_own_period, named, readable, written_out
from tests.oracle.instances import Instance, can_bring_about, causes, contributions, instances, term_of, untested, used
from tests.oracle.judgements import NOTHING, Gap, Judgement, Record, as_json, judge, judged_as_json, judged_in_fractions
from tests.oracle.limits import MAX_WORLDS, TooLarge
from tests.oracle.record import Figures, figures
from tests.oracle.table import VERDICTS, Answer, Row, Table, Verdict, codings_of

__all__ = [
    "MAX_WORLDS",
    "NOTHING",
    "VERDICTS",
    "Answer",
    "Cell",
    "Figures",
    "Gap",
    "Instance",
    "Judgement",
    "Leading",
    "ReasonLike",
    "Record",
    "Row",
    "Table",
    "TermPeriod",
    "TooLarge",
    "Verdict",
    "World",
    "as_json",
    "can_bring_about",
    "causes",
    "chances",
    "codings_of",
    "contributions",
    "excluded",
    "figures",
    "holds",
    "instances",
    "judge",
    "judged",
    "judged_as_json",
    "judged_in_fractions",
    "mentions_in_its_own_period",
    "named",
    "readable",
    "settled_by",
    "term_of",
    "untested",
    "used",
    "written_out",
]


def judged(
    theory: Theory, case: Case, period: int = 1, *, row: int = 0, without: Collection[str] = NOTHING
) -> Judgement:
    """What the oracle says of a theory, for its first explained term or another, in a period."""
    return judge(theory, case, without=without)[row].judgements[period - 1]


def settled_by(judgement: Judgement) -> list[str]:
    """The gaps that settle a verdict, in words."""
    return [f"{gap.term} {gap.period_id}" for gap in judgement.settled_by]


class ReasonLike(Protocol):
    """A proposition, coding or scope in a period, as the checker names it when it says why."""

    @property
    def kind(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def period(self) -> int: ...
    @property
    def values(self) -> tuple[str, ...]: ...


def excluded(
    theory: Theory,
    case: Case,
    explained: Explained,
    t: int,
    outcome: str | None,
    reasons: Iterable[ReasonLike],
    *,
    level: str | None = None,
) -> bool:
    """Whether these reasons, and nothing else, rule out the outcome, the level, or both at once.

    Where both are None: whether the reasons clash by themselves. Raises LookupError for a reason that the
    theory and the case do not give for a verdict at t.
    """
    table = Table(theory, case, explained, t)
    chosen: list[Instance] = []
    known: dict[TermPeriod, tuple[str, ...]] = {}
    scoped = False
    for reason in reasons:
        found: list[Instance] = []
        coded: list[TermPeriod] = []
        match reason.kind:
            case "proposition":
                found = [i for i in table.used if (i.label, i.period) == (reason.label, reason.period)]
            case "coding":
                coded = [
                    pair
                    for pair, values in table.codings.items()
                    if (str(pair[0]), pair[1]) == (reason.label, reason.period)
                    and set(values) == set(reason.values)
                    and pair[1] <= t
                    and pair not in table.now
                ]
            case "scope":
                scoped = table.reads_scope and reason.period == t
        if not (found or coded or (reason.kind == "scope" and scoped)):
            raise LookupError(f"nothing that speaks in period {t}: {reason}")
        chosen += found
        known |= {pair: table.codings[pair] for pair in coded}
    matters = {pair for i in chosen for pair in i.named}
    if outcome is not None or level is not None:
        matters |= {table.here, *([table.before] if explained.change else [])}
    if scoped and table.scope is not None:
        matters |= named(table.scope, t, table.first)
    pairs = sorted(matters, key=str)
    for values in product(*(table.choices(pair, known) for pair in pairs)):
        world = dict(zip(pairs, values, strict=True))
        if (
            (outcome is None or table.outcome(world) == outcome)
            and (level is None or world[table.here] == level)
            and (not scoped or table.in_scope(world))
            and all(i.true_in(world) for i in chosen)
        ):
            return False
    return True
