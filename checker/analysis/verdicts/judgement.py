"""What the analyses return: frozen, in the order of the files."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from checker.logic.formula import Term
from checker.study.case import Case
from checker.study.term_period import Labelled, Value
from checker.study.theory import Explained, Theory

Verdict = Literal[
    "untestable",
    "out of scope",
    "denies conditions",
    "incoherent",
    "unobserved",
    "contradicted",
    "predicted",
    "against expectation",
    "expected",
    "silent",
    "permitted",
    "open",
    "unknown",
]
VERDICTS: tuple[Verdict, ...] = (
    "untestable",
    "out of scope",
    "denies conditions",
    "incoherent",
    "unobserved",
    "contradicted",
    "predicted",
    "against expectation",
    "expected",
    "silent",
    "permitted",
    "open",
    "unknown",
)
"""In the order of the table (semantics.md, section 4); `open` and `unknown` stand where no single row is read."""
REFUTED: frozenset[Verdict] = frozenset(("contradicted", "incoherent", "denies conditions"))
BORNE_OUT: frozenset[Verdict] = frozenset(("predicted", "expected"))
ScopeState = Literal["holds", "fails", "assumed"]
Outcomes = tuple[str, ...]
Distribution = tuple[tuple[Verdict, Fraction], ...]
"""The chance of each verdict that has one, in the order of the table."""


@dataclass(frozen=True)
class Reason:
    """One member of a core: a proposition or exhaustive statement in a period, the scope, or a coding.

    `label` is the proposition's id, `exhaustive: S`, `scope`, or the term as text; `values` are the
    coded values of a coding and empty otherwise, as is `term`.
    """

    kind: Literal["proposition", "scope", "coding"]
    label: str
    period: int
    period_id: str
    values: tuple[str, ...] = ()
    term: Term | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Finding:
    """What codings let a theory say, taken together for the gaps they have, and the one verdict of them, or `open`.

    None where the theory does not speak: no period before, or out of scope in every completion.
    """

    verdict: Verdict
    scope: ScopeState
    possible: Outcomes | None = None
    prediction: Outcomes | None = None
    levels: Outcomes | None = None
    expectation: Outcomes | None = None
    expected_levels: Outcomes | None = None
    observed: Outcomes | None = None
    observed_levels: Outcomes | None = None
    laws_alone: Outcomes | None = None


@dataclass(frozen=True)
class Leading:
    """The most probable verdict, its chance, and the most probable draw that gives it, where it is not as coded."""

    verdict: Verdict
    probability: Fraction
    reading: tuple[Value, ...]


@dataclass(frozen=True)
class Judgement:
    """The verdict of a theory on one period for one explained term (semantics.md, section 4).

    `verdict` is the one reading of the codings as they stand, or `open`. None stands for what does not apply, and
    in `readings`, `settled_by`, `probability` and what rests on it also for a stated limit. `settled_by` is
    empty where nothing is open or no set of gaps would settle it. `because` is a core in the leading reading, and
    `read` what the theory says there.
    """

    period: int
    period_id: str
    verdict: Verdict
    scope: ScopeState
    untested: tuple[str, ...]
    possible: Outcomes | None = None
    prediction: Outcomes | None = None
    levels: Outcomes | None = None
    expectation: Outcomes | None = None
    expected_levels: Outcomes | None = None
    observed: Outcomes | None = None
    observed_levels: Outcomes | None = None
    laws_alone: Outcomes | None = None
    readings: tuple[Verdict, ...] | None = None
    settled_by: tuple[Labelled, ...] | None = None
    probability: Distribution | None = None
    observed_probability: tuple[tuple[str, Fraction], ...] | None = None
    leading: Leading | None = None
    without_exhaustive: Distribution | None = None
    because: tuple[Reason, ...] = ()
    read: Finding | None = None
    limit: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether no limit was reached on the way to this judgement."""
        return not self.limit

    @property
    def likeliest(self) -> Verdict:
        """The leading verdict; the one as coded where a limit kept the chances from being known."""
        return self.verdict if self.leading is None else self.leading.verdict

    @property
    def is_refuted(self) -> bool:
        """Whether the theory is refuted here however gaps are coded, or with a chance of more than one half."""
        leading = self.leading
        return self.verdict in REFUTED or (
            leading is not None and leading.verdict in REFUTED and leading.probability > Fraction(1, 2)
        )

    @property
    def settled_otherwise(self) -> bool:
        """Whether the codings as they stand settle another verdict than leads once their doubt is counted."""
        return self.leading is not None and self.verdict not in ("open", "unknown", self.leading.verdict)

    def chance(self, *verdicts: Verdict) -> Fraction:
        """The chance of one of these verdicts; 0 where chances are not known."""
        return sum((p for v, p in self.probability or () if v in verdicts), Fraction(0))


@dataclass(frozen=True)
class TrackRecord:
    """How a theory fares over all judged periods of a case together, over draws of the codings.

    `unrefuted`: no period is refuted. `rises`, `falls`, `turns`: every one is borne out, given that there is one;
    `both`: unrefuted and all turns borne out, given a rise and a fall. `borne_out` and `undecided`: mean numbers of
    the `periods`. None where the condition has no chance, or past a stated limit.
    """

    periods: int
    unrefuted: Fraction | None = None
    rises: Fraction | None = None
    falls: Fraction | None = None
    turns: Fraction | None = None
    both: Fraction | None = None
    borne_out: Fraction | None = None
    undecided: Fraction | None = None
    limit: str = ""


@dataclass(frozen=True)
class Record:
    """A theory's judgements over the periods of a case, for one explained term, and how it fares over all of them."""

    theory: Theory
    explains: Explained
    judgements: tuple[Judgement, ...]
    track: TrackRecord


@dataclass(frozen=True)
class SetAside:
    """A proposition of one theory that is left out, with the reason."""

    theory: Theory
    label: str
    reason: str


@dataclass(frozen=True)
class CaseResult:
    """All theories' records on one case, and the propositions left out."""

    case: Case
    records: tuple[Record, ...]
    set_aside: tuple[SetAside, ...] = ()
    reading: str | None = None
