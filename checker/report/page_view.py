"""What stands on the page, before any mark-up: frozen, complete, in reading order.

`Markup` fields are drawings made by this package; every other text is plain and is escaped by the template.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from checker.analysis.result import Verdict


@dataclass(frozen=True)
class Provenance:
    """What made the page: arguments, so that the same input gives the same page."""

    version: str
    made_on: str
    command: str
    files: tuple[tuple[str, str], ...] = ()
    """File names and the SHA-256 of what was read."""


@dataclass(frozen=True)
class Mark:
    """A verdict as it is shown: never by colour alone."""

    verdict: Verdict
    glyph: str
    tone: str
    meaning: str


@dataclass(frozen=True)
class PeriodHead:
    number: int
    id: str
    heading: str
    years: str
    note: str = ""
    onset: str = ""


@dataclass(frozen=True)
class Observed:
    arrows: str
    words: str


@dataclass(frozen=True)
class MatrixCell:
    """One verdict; `place` numbers it among all cells of the page, in the order of the compiled ones."""

    place: int
    anchor: str
    period: str
    mark: Mark
    says: str
    says_words: str
    is_open: bool
    could_be: str


@dataclass(frozen=True)
class MatrixRow:
    theory: str
    title: str
    accommodated: bool
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True)
class Matrix:
    explains: str
    periods: tuple[PeriodHead, ...]
    observed: tuple[Observed, ...]
    rivals: tuple[MatrixRow, ...]
    benchmarks: tuple[MatrixRow, ...]


@dataclass(frozen=True)
class EvidenceLine:
    source: str
    """The key in the references, or empty."""
    short: str
    """How the source is named in a line of text: author and year, or the key."""
    locator: str
    date: str
    says: str


@dataclass(frozen=True)
class CodingView:
    anchor: str
    term: str
    label: str
    period: str
    value: str
    confidence: str
    note: str
    evidence: tuple[EvidenceLine, ...]
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True)
class RuleView:
    """A proposition, an exhaustive statement or a scope: in words, in the rule language, in symbols."""

    label: str
    name: str
    claim: str
    rule: str
    logic: str
    kind: str
    source: str = ""
    mechanism: str = ""


@dataclass(frozen=True)
class StepView:
    """One line of a derivation: a heading that asks, or a step at some depth with its number or dash."""

    words: str
    mark: str
    depth: int
    asks: bool


@dataclass(frozen=True)
class RivalsView:
    """The other theories with one verdict on the same period: their names and anchors."""

    mark: Mark
    theories: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Share:
    """The probability of a verdict; `width` is in per cent of the bar."""

    mark: Mark
    percent: str
    width: float


@dataclass(frozen=True)
class CellView:
    place: int
    anchor: str
    theory: str
    title: str
    explains: str
    period: PeriodHead
    mark: Mark
    sentence: str
    facts: tuple[tuple[str, str], ...]
    steps: tuple[StepView, ...]
    rules: tuple[RuleView, ...]
    codings: tuple[CodingView, ...]
    smallest: tuple[str, ...]
    rivals: tuple[RivalsView, ...]


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
class Choice:
    value: str
    """Values joined by `|`, or `missing`."""
    text: str
    coded: bool


@dataclass(frozen=True)
class ControlView:
    """One coding that can be changed; named as `checker check --set` names it."""

    name: str
    spoken: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class ControlRow:
    term: str
    label: str
    is_used: bool
    controls: tuple[ControlView, ...]


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
    shares: tuple[Share, ...]
    spoken: str
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
class ValueRule:
    value: str
    decision: str


@dataclass(frozen=True)
class VariableView:
    name: str
    roles: str
    label: str
    question: str
    kind: str
    values: tuple[ValueRule, ...]


@dataclass(frozen=True)
class PeriodCodings:
    period: PeriodHead
    codings: tuple[CodingView, ...]


@dataclass(frozen=True)
class TheoryView:
    name: str
    title: str
    description: str
    explains: str
    extends: str
    built_on: str
    rules: tuple[RuleView, ...]


@dataclass(frozen=True)
class ReferenceView:
    key: str
    text: str
    url: str
    note: str


@dataclass(frozen=True)
class AppendixView:
    roles: tuple[tuple[str, str, str], ...]
    variables: tuple[VariableView, ...]
    codings: tuple[PeriodCodings, ...]
    theories: tuple[TheoryView, ...]
    references: tuple[ReferenceView, ...]
    citation: str


@dataclass(frozen=True)
class PageView:
    case: str
    title: str
    description: str
    span: str
    actors: tuple[tuple[str, str], ...]
    answer: str
    partings: tuple[str, ...]
    weakest: str
    hangs: tuple[tuple[str, str], ...]
    complete: tuple[tuple[str, str], ...]
    openings: tuple[tuple[str, str], ...]
    """For each theory: the codings its verdicts hang on, what rests on completeness, what is open."""
    notes: tuple[str, ...]
    matrices: tuple[Matrix, ...]
    legend: tuple[Mark, ...]
    timeline: TimelineView
    cells: tuple[tuple[str, tuple[CellView, ...]], ...]
    """Cells under the name of their theory."""
    what_if: WhatIfView
    robustness: tuple[RobustnessView, ...]
    appendix: AppendixView
    provenance: Provenance
