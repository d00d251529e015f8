"""The parts that sections of the page are made of, before any mark-up; see page_view.py."""

from __future__ import annotations

from dataclasses import dataclass

from checker.analysis.verdicts.judgement import Verdict


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
    """A coding of the case; `read_as` is the value that a reading takes instead, where it does."""

    anchor: str
    term: str
    label: str
    period: str
    value: str
    confidence: str
    note: str
    evidence: tuple[EvidenceLine, ...]
    cautions: tuple[str, ...] = ()
    read_as: str = ""
    shares: tuple[tuple[str, str], ...] = ()
    """The chance of each value, where more than one has any."""
    same: tuple[str, str] = ("", "")
    """The anchor and period of an earlier coding of the same term with the very same note and evidence."""


@dataclass(frozen=True)
class RuleView:
    """A proposition, an exhaustive statement or a scope: in words and in the rule language."""

    label: str
    name: str
    claim: str
    rule: str
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
class ReadView:
    """A coding of which the leading reading takes one value: which, and what is coded."""

    anchor: str
    words: str
    value: str
    coded: str


@dataclass(frozen=True)
class ChanceRow:
    """The chance of one verdict, drawn three ways; `share` is the first in per cent, for a bar."""

    mark: Mark
    percent: str
    share: str
    by_source: str
    by_laws: str


@dataclass(frozen=True)
class ChancesView:
    """All chances of a cell; `laws` says what the claim to completeness adds, where that is much."""

    rows: tuple[ChanceRow, ...]
    shows_by_source: bool
    shows_by_laws: bool
    laws: str


@dataclass(frozen=True)
class FlipView:
    """The single recodings that lead to one verdict, most probable first, and how many more there are."""

    mark: Mark
    recodings: tuple[str, ...]
    more: int


@dataclass(frozen=True)
class CellView:
    place: int
    anchor: str
    theory: str
    title: str
    explains: str
    period: PeriodHead
    mark: Mark
    chance: str
    sentence: str
    chances: ChancesView | None
    reading: tuple[ReadView, ...]
    as_coded: str
    facts: tuple[tuple[str, str], ...]
    steps: tuple[StepView, ...]
    rules: tuple[RuleView, ...]
    codings: tuple[CodingView, ...]
    flips: tuple[FlipView, ...]
    outcome: str
    limit: str


@dataclass(frozen=True)
class TheoryCells:
    """The cells of a theory, and its record over all periods in a sentence for each explained term."""

    name: str
    title: str
    records: tuple[str, ...]
    cells: tuple[CellView, ...]


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
