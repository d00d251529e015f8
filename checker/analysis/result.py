"""What the analyses return: frozen, in the order of the files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from checker.logic.formula import Term
from checker.study.case import Case
from checker.study.theory import Explained, Theory

Verdict = Literal[
    "untestable", "out of scope", "denies conditions", "incoherent", "unobserved", "contradicted",
    "predicted", "against expectation", "expected", "silent", "permitted", "unknown",
]
VERDICTS: tuple[Verdict, ...] = (
    "untestable", "out of scope", "denies conditions", "incoherent", "unobserved", "contradicted",
    "predicted", "against expectation", "expected", "silent", "permitted", "unknown",
)
REFUTED: frozenset[Verdict] = frozenset(("contradicted", "incoherent", "denies conditions"))
ScopeState = Literal["holds", "fails", "assumed"]
Outcomes = tuple[str, ...]


@dataclass(frozen=True)
class Gap:
    """An observable term-period that is missing or contested and that matters to a verdict."""

    term: Term
    period: int
    period_id: str


@dataclass(frozen=True)
class Reason:
    """One member of a core: a proposition or exhaustive statement in a period, the scope, or a coding.

    `label` is the proposition's id, `exhaustive: S`, `scope`, or the term as text; `values` are the
    coded values of a coding and empty otherwise.
    """

    kind: Literal["proposition", "scope", "coding"]
    label: str
    period: int
    period_id: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """The verdict of a theory on one period for one explained term (semantics.md, section 4).

    None stands for what does not apply; in `readings`, `open` and `settled_by` it stands for
    unknown: a stated limit was reached. `settled_by` is empty where nothing is open or no set of
    gaps would settle it.
    """

    period: int
    period_id: str
    possible: Outcomes | None
    prediction: Outcomes | None
    expectation: Outcomes | None
    observed: Outcomes | None
    verdict: Verdict
    readings: tuple[Verdict, ...] | None
    open: bool | None
    settled_by: tuple[Gap, ...] | None
    scope: ScopeState
    untested: tuple[str, ...]
    laws_alone: Outcomes | None
    without_exhaustive: Verdict | None
    because: tuple[Reason, ...]
    limit: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether no limit was reached on the way to this judgement."""
        return not self.limit


@dataclass(frozen=True)
class Record:
    """A theory's judgements over the periods of a case, for one explained term."""

    theory: Theory
    explains: Explained
    judgements: tuple[Judgement, ...]


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
