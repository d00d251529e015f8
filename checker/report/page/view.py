"""What stands on the page, before any mark-up: frozen, complete, in reading order.

`Markup` fields are drawings made by this package; every other text is plain and is escaped by the template.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from checker.report.page.parts import AppendixView, Mark, PeriodHead, TheoryCells


@dataclass(frozen=True)
class Provenance:
    """What made the page: arguments, so that the same input gives the same page."""

    version: str
    made_on: str
    command: str
    files: tuple[tuple[str, str], ...] = ()
    """File names and the SHA-256 of what was read."""


@dataclass(frozen=True)
class Seen:
    """What happened in a period: the most probable change or level with its chance, and levels by place for a drawing.

    `band` names the levels that are likely, from `low` to `high`; `at` is the most probable one, `before` that of the
    period before, `levels` how many there are. `arrows` is empty where levels are explained.
    """

    arrows: str
    words: str
    chance: str
    band: str
    at: int
    low: int
    high: int
    before: int
    levels: int


@dataclass(frozen=True)
class BarPart:
    """One part of a bar: a side of headline.SIDES or `claimed`, what only a claim to completeness contradicts."""

    side: str
    percent: str
    """For a style: a number with two places."""


@dataclass(frozen=True)
class MatrixCell:
    """The chances of a theory in a period; `place` numbers it among all cells of the page, as the compiled ones are.

    `fits` is the chance that it fits, `words` what is likeliest; `is_pale` where nothing is clear. `mark` and `leading`
    are the exact leading verdict and its chance, empty past a limit. What the theory says, it says in the leading
    reading.
    """

    place: int
    anchor: str
    period: str
    bar: tuple[BarPart, ...]
    fits: str
    words: str
    is_pale: bool
    mark: Mark
    leading: str
    says: str
    usually: str
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
    """`turns`: in how many rises and falls the theory fits, on average, by which rows are sorted.

    `fitting`: how many `of` them it probably fits.
    """

    theory: str
    title: str
    is_accommodated: bool
    cells: tuple[MatrixCell, ...]
    track: TrackView
    turns: float
    fitting: int
    of: int


@dataclass(frozen=True)
class Matrix:
    """`label` names what is explained; `has_turns`: the record says something of the turns of some theory."""

    explains: str
    label: str
    periods: tuple[PeriodHead, ...]
    observed: tuple[Seen, ...]
    rivals: tuple[MatrixRow, ...]
    benchmarks: tuple[MatrixRow, ...]
    has_turns: bool


@dataclass(frozen=True)
class HingeValue:
    value: str
    chance: str


@dataclass(frozen=True)
class HingeView:
    """A coding that many verdicts hang on; `name` is `PERIOD:TERM`, `verdicts` says how many lead otherwise."""

    name: str
    label: str
    period: str
    coded: str
    values: tuple[HingeValue, ...]
    theories: str


@dataclass(frozen=True)
class ChoiceView:
    """A named reading or an indicator of the outcome, by which the page can be read."""

    name: str
    label: str
    kind: str


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
    """`more` draws the `more_series` on which no coding rests."""

    drawing: Markup
    more: Markup
    more_series: int
    title: str
    description: str
    events: tuple[tuple[str, tuple[EventView, ...]], ...]
    """Events under the heading of their period."""


@dataclass(frozen=True)
class WhatIfView:
    command: str
    """How `checker check` is asked about the same case and theories."""
    data: Markup
    """JSON that is safe inside a script element."""
    limits: tuple[str, ...]


@dataclass(frozen=True)
class CriticalView:
    rank: int
    term: str
    label: str
    anchor: str
    period: str
    value: str
    expected: str
    moves: str


@dataclass(frozen=True)
class RobustnessView:
    critical: tuple[CriticalView, ...]
    drawn: str
    """How many verdicts are to be expected to be others where all codings are drawn."""
    limits: tuple[str, ...]


@dataclass(frozen=True)
class PageView:
    case: str
    title: str
    description: str
    actors: tuple[tuple[str, str], ...]
    answer: tuple[str, ...]
    headline: str
    beneath: tuple[str, ...]
    hinges: tuple[HingeView, ...]
    choices: tuple[ChoiceView, ...]
    readings: tuple[ReadingsView, ...]
    notes: tuple[str, ...]
    matrices: tuple[Matrix, ...]
    timeline: TimelineView
    cells: tuple[TheoryCells, ...]
    what_if: WhatIfView
    telling: tuple[str, int]
    """The theory and the period of the verdict that is told first."""
    robustness: tuple[RobustnessView, ...]
    appendix: AppendixView
    provenance: Provenance
