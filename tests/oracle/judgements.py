"""All the oracle says of a theory on a case: as objects, with Fractions, and as JSON (commands.md, version 2)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

from checker.logic.formula import Term
from checker.study.case import Case
from checker.study.theory import Explained, Theory
from tests.oracle.draws import Cell, Leading
from tests.oracle.instances import untested
from tests.oracle.record import Figures, figures
from tests.oracle.table import Outcomes, Scope, Table, Verdict

NOTHING: frozenset[str] = frozenset()


class Gap(NamedTuple):
    """A term in a period, missing or contested."""

    term: Term
    period: int
    period_id: str


@dataclass(frozen=True)
class Judgement:
    """One cell: as coded, and under doubt, which is worked out when it is asked for."""

    period: int
    period_id: str
    possible: Outcomes | None
    prediction: Outcomes | None
    levels: Outcomes | None
    expectation: Outcomes | None
    expected_levels: Outcomes | None
    observed: Outcomes | None
    observed_levels: Outcomes | None
    verdict: Verdict
    readings: tuple[Verdict, ...]
    settled_by: tuple[Gap, ...]
    scope: Scope
    untested: tuple[str, ...]
    laws_alone: Outcomes | None
    cell: Cell = field(compare=False, repr=False)

    @property
    def open(self) -> bool:
        return self.verdict == "open"

    @cached_property
    def probability(self) -> dict[str, Fraction]:
        return self.cell.probability

    @cached_property
    def observed_probability(self) -> dict[str, Fraction] | None:
        return self.cell.observed_probability

    @cached_property
    def leading(self) -> Leading:
        return self.cell.leading

    @cached_property
    def without_exhaustive(self) -> dict[str, Fraction] | None:
        return self.cell.without_exhaustive


@dataclass(frozen=True)
class Record:
    """A theory on a case, for one term that it explains."""

    theory: Theory
    explains: Explained
    judgements: tuple[Judgement, ...]

    @cached_property
    def figures(self) -> Figures:
        return figures([judgement.cell.table for judgement in self.judgements])


def judge(
    theory: Theory, case: Case, *, without: Collection[str] = NOTHING, periods: Collection[int] | None = None
) -> tuple[Record, ...]:
    """The record of a theory on a case for each term it explains, over these periods, or all from 1 on.

    `without` names the propositions, or `exhaustive: S`, that are given up: their instances are not
    asserted, but Used and the gaps are formed with them, and exhaustive statements still name their causes.
    Raises TooLarge where there is too much to go through.
    """
    judged = [t for t in range(1, len(case.periods) + 1) if periods is None or t in periods]
    return tuple(
        Record(theory, explained, tuple(_judgement(theory, case, explained, t, without) for t in judged))
        for explained in theory.explains
    )


def _judgement(theory: Theory, case: Case, explained: Explained, t: int, without: Collection[str]) -> Judgement:
    table = Table(theory, case, explained, t, without)
    answer = table.answer(table.codings)
    gaps = tuple(Gap(term, period, case.period(period).id) for term, period in table.settled_by())
    return Judgement(
        period=t,
        period_id=case.periods[t - 1].id,
        settled_by=gaps,
        untested=untested(theory, t, table.first),
        cell=Cell(table),
        **vars(answer),
    )


def judged_in_fractions(theory: Theory, case: Case, periods: Collection[int] | None = None) -> list[dict[str, Any]]:
    """What `check` says, in the shape of an element of `theories`, with Fractions and without `because`.

    One entry for each explained term, in file order; `periods` are the numbers of those judged, all where None.
    Raises TooLarge where there is too much to go through.
    """
    return [
        {
            "theory": theory.name,
            "explains": str(record.explains),
            "built_on_this_case": case.name in theory.built_on,
            "record": asdict(record.figures),
            "periods": [_cell_in_fractions(judgement, case) for judgement in record.judgements],
        }
        for record in judge(theory, case, periods=periods)
    ]


def _cell_in_fractions(j: Judgement, case: Case) -> dict[str, Any]:
    return {
        "period": j.period_id,
        "possible": _listed(j.possible),
        "prediction": _listed(j.prediction),
        "levels": _listed(j.levels),
        "expectation": _listed(j.expectation),
        "expected_levels": _listed(j.expected_levels),
        "observed": _listed(j.observed),
        "observed_levels": _listed(j.observed_levels),
        "verdict": j.verdict,
        "readings": list(j.readings),
        "settled_by": [{"coding": str(gap.term), "period": gap.period_id} for gap in j.settled_by],
        "scope": j.scope,
        "untested": list(j.untested),
        "laws_alone": _listed(j.laws_alone),
        "probability": j.probability,
        "observed_probability": j.observed_probability,
        "leading": {
            "verdict": j.leading.verdict,
            "probability": j.leading.probability,
            "reading": [
                {"coding": str(change.pair[0]), "period": case.period(change.pair[1]).id, "value": change.value}
                for change in j.leading.reading
            ],
        },
        "without_exhaustive": j.without_exhaustive,
    }


def _listed(outcomes: Outcomes | None) -> list[str] | None:
    return None if outcomes is None else list(outcomes)


def as_json(said: Any) -> Any:
    """The same with each Fraction as P, which is `{"exact": "277/400", "value": 0.6925}`."""
    if isinstance(said, Fraction):
        return {"exact": str(said), "value": float(said)}
    if isinstance(said, dict):
        return {key: as_json(value) for key, value in said.items()}
    return [as_json(value) for value in said] if isinstance(said, list) else said


def judged_as_json(theory: Theory, case: Case, periods: Collection[int] | None = None) -> list[dict[str, Any]]:
    """As `judged_in_fractions`, with each probability as P; the mean `borne_out` is a plain number on the page."""
    entries: list[dict[str, Any]] = as_json(judged_in_fractions(theory, case, periods))
    for entry in entries:
        entry["record"]["borne_out"] = entry["record"]["borne_out"]["value"]
    return entries
