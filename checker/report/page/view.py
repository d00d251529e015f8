"""What stands on the page, before any mark-up: frozen, complete, in reading order.

`Markup` fields are drawings made by this package; every other text is plain and is escaped by the template.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from checker.report.page.parts import AppendixView, Mark, PeriodHead, Share, TheoryCells


@dataclass(frozen=True)
class Provenance:
    """What made the page: arguments, so that the same input gives the same page."""

    version: str
    made_on: str
    command: str
    files: tuple[tuple[str, str], ...] = ()
    """File names and the SHA-256 of what was read."""


@dataclass(frozen=True)
class Observed:
    """The most probable outcome of a period, with its chance."""

    arrows: str
    words: str
    chance: str = ""


@dataclass(frozen=True)
class MatrixCell:
    """The leading verdict; `place` numbers it among all cells of the page, in the order of the compiled ones.

    `chance` is empty past a limit; `near` names the verdicts within a few points of it, and the one verdict of the
    codings as they stand where that is another. What the theory says, it says in the leading reading. `is_weak`: the
    leading verdict has a chance of less than one half.
    """

    place: int
    anchor: str
    period: str
    mark: Mark
    chance: str
    near: str
    is_weak: bool
    says: str
    says_words: str


@dataclass(frozen=True)
class TrackView:
    """The chances of a theory's record over all periods, as they are shown; a dash for what is not known.

    `undecided` says in how many periods the theory claims or is told nothing, where that is in half of them or more.
    """

    unrefuted: str
    both: str
    undecided: str


@dataclass(frozen=True)
class MatrixRow:
    theory: str
    title: str
    accommodated: bool
    cells: tuple[MatrixCell, ...]
    track: TrackView


@dataclass(frozen=True)
class Matrix:
    """`has_turns`: the record says something of the turns of some theory."""

    explains: str
    periods: tuple[PeriodHead, ...]
    observed: tuple[Observed, ...]
    rivals: tuple[MatrixRow, ...]
    benchmarks: tuple[MatrixRow, ...]
    has_turns: bool


@dataclass(frozen=True)
class ReadingsView:
    """What leads under each named reading and indicator: columns by name and kind, rows by the titles of rivals."""

    explains: str
    periods: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[tuple[Mark, ...], ...]], ...]
    """For each column a mark for each period."""


@dataclass(frozen=True)
class EventView:
    number: int
    date: str
    what: str
    source: str
    short: str
    locator: str
    period: str
    clue: str


@dataclass(frozen=True)
class TimelineView:
    drawing: Markup
    title: str
    description: str
    events: tuple[tuple[str, tuple[EventView, ...]], ...]
    """Events under the heading of their period."""


@dataclass(frozen=True)
class ControlRow:
    """The codings of one term, all of which can be changed; `place` numbers it in the data, which hold the rest."""

    place: int
    term: str
    label: str
    is_used: bool


@dataclass(frozen=True)
class SwitchView:
    """What gives up one label: `text` names what each theory means by it, `also_in` those that inherit it."""

    label: str
    text: str
    kind: str
    also_in: str


@dataclass(frozen=True)
class SwitchGroup:
    title: str
    switches: tuple[SwitchView, ...]


@dataclass(frozen=True)
class WhatIfView:
    periods: tuple[PeriodHead, ...]
    rows: tuple[ControlRow, ...]
    groups: tuple[SwitchGroup, ...]
    command: str
    """How `checker check` is asked about the same case and theories."""
    data: Markup
    """JSON that is safe inside a script element."""
    limits: tuple[str, ...]


@dataclass(frozen=True)
class ProbabilityCell:
    """The chances, that of the leading verdict by source where it is another, and how far another verdict is."""

    shares: tuple[Share, ...]
    by_source: str
    distance: str
    bar: Markup


@dataclass(frozen=True)
class ProbabilityRow:
    theory: str
    benchmark: bool
    cells: tuple[ProbabilityCell, ...]


@dataclass(frozen=True)
class CriticalView:
    rank: int
    term: str
    label: str
    anchor: str
    period: str
    value: str
    expected: str
    bar: Markup
    moves: str


@dataclass(frozen=True)
class RobustnessView:
    explains: str
    periods: tuple[PeriodHead, ...]
    rows: tuple[ProbabilityRow, ...]
    critical: tuple[CriticalView, ...]
    drawn: str
    """How many verdicts are to be expected to be others where all codings are drawn."""
    limits: tuple[str, ...]


@dataclass(frozen=True)
class PageView:
    case: str
    title: str
    description: str
    span: str
    actors: tuple[tuple[str, str], ...]
    answer: tuple[str, ...]
    turning: tuple[tuple[str, str], ...]
    """For each theory by its title: the coding that its verdicts hang on most."""
    readings: tuple[ReadingsView, ...]
    notes: tuple[str, ...]
    near: int
    """Verdicts within so many points of the leading one are named beside it."""
    matrices: tuple[Matrix, ...]
    legend: tuple[Mark, ...]
    timeline: TimelineView
    cells: tuple[TheoryCells, ...]
    what_if: WhatIfView
    robustness: tuple[RobustnessView, ...]
    appendix: AppendixView
    provenance: Provenance
