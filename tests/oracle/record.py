"""The record of a theory on a case: all codings are drawn once, together (section 4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tests.oracle.draws import Draw, draws, readings_in
from tests.oracle.formulas import TermPeriod
from tests.oracle.table import Table, Verdict

REFUTED: frozenset[Verdict] = frozenset({"contradicted", "denies conditions", "incoherent"})
BORNE_OUT: frozenset[Verdict] = frozenset({"predicted", "expected"})
NOT_JUDGED: frozenset[Verdict] = frozenset({"out of scope", "unobserved", "untestable"})


@dataclass(frozen=True)
class Figures:
    """The chances, exact; None where what they are given has chance nought."""

    periods: int
    unrefuted: Fraction
    rises: Fraction | None
    falls: Fraction | None
    turns: Fraction | None
    both: Fraction | None
    borne_out: Fraction
    undecided: Fraction


@dataclass(frozen=True)
class PeriodInDraw:
    """What a judged period is in a draw."""

    refuted: bool
    borne_out: bool
    undecided: bool
    rise: bool
    fall: bool
    turn: bool


def figures(tables: Sequence[Table]) -> Figures:
    """The record over the judged periods, one table each, of one theory, explained term and case."""
    unrefuted = borne_out = undecided = Fraction(0)
    rises, falls, turns, both = _Given(), _Given(), _Given(), _Given()
    seen: dict[tuple[int, tuple[str | None, ...]], PeriodInDraw] = {}
    for draw, chance in draws(tables[0], _drawn(tables)) if tables else [({}, Fraction(1))]:
        periods = [_in_draw(table, draw, seen) for table in tables]
        stands = not any(p.refuted for p in periods)
        unrefuted += chance * stands
        borne_out += chance * sum(p.borne_out for p in periods)
        undecided += chance * sum(p.undecided for p in periods)
        # "The chance that every rise, fall, turn is borne out, given that there is one."
        rises.add(chance, any(p.rise for p in periods), all(p.borne_out for p in periods if p.rise))
        falls.add(chance, any(p.fall for p in periods), all(p.borne_out for p in periods if p.fall))
        every_turn = all(p.borne_out for p in periods if p.turn)
        turns.add(chance, any(p.turn for p in periods), every_turn)
        # "The chance of unrefuted and all turns borne out, given a rise and a fall."
        both.add(chance, any(p.rise for p in periods) and any(p.fall for p in periods), stands and every_turn)
    return Figures(len(tables), unrefuted, rises.chance, falls.chance, turns.chance, both.chance, borne_out, undecided)


def _drawn(tables: Sequence[Table]) -> list[TermPeriod]:
    """Every term-period on which a verdict, a rise or a fall of a judged period can hang, each once."""
    return list(dict.fromkeys(pair for table in tables for pair in _of(table)))


def _of(table: Table) -> tuple[TermPeriod, ...]:
    return (*table.conditions, table.before, table.here)


def _in_draw(table: Table, draw: Draw, seen: dict[tuple[int, tuple[str | None, ...]], PeriodInDraw]) -> PeriodInDraw:
    key = table.t, tuple(draw.get(pair) for pair in _of(table))
    if key not in seen:
        seen[key] = period_in_draw(table, draw)
    return seen[key]


def period_in_draw(table: Table, draw: Draw) -> PeriodInDraw:
    """What the period is: by its readings over its missing gaps, and by the levels drawn."""
    readings = set(readings_in(table, {pair: draw[pair] for pair in _of(table) if pair in draw}))
    refuted, borne_out = readings <= REFUTED, readings <= BORNE_OUT
    # "Out of scope, unobserved or untestable, or else neither refuted nor borne out nor of one reading."
    undecided = readings <= NOT_JUDGED if len(readings) == 1 else not (refuted or borne_out)
    # "Periods out of scope in the draw are none of these."
    if readings == {"out of scope"}:
        return PeriodInDraw(False, False, undecided, False, False, False)
    now, before = draw.get(table.here), draw.get(table.before)
    rise = fall = False
    if now is not None and before is not None:
        # "A period whose level is above (below) that of the period before in that draw."
        rise = table.levels.index(now) > table.levels.index(before)
        fall = table.levels.index(now) < table.levels.index(before)
    # "A turn is a rise or a fall, for a theory that explains a level every observed period."
    turn = rise or fall if table.explained.change else now is not None
    return PeriodInDraw(refuted, borne_out, undecided, rise, fall, turn)


class _Given:
    """A chance given something: that of both, of that of what is given."""

    def __init__(self) -> None:
        self.given, self.together = Fraction(0), Fraction(0)

    def add(self, chance: Fraction, given: bool, holds: bool) -> None:
        self.given += chance * given
        self.together += chance * (given and holds)

    @property
    def chance(self) -> Fraction | None:
        return self.together / self.given if self.given else None
