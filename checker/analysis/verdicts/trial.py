"""The verdicts of a theory on a case, with their chances and the record over all periods (semantics.md, section 4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Self

from checker.analysis.verdicts.cell import Cell, observed_chances
from checker.analysis.verdicts.encoded import EncodedTheory
from checker.analysis.verdicts.judgement import (
    CaseResult,
    Distribution,
    Finding,
    Judgement,
    Reason,
    Record,
    SetAside,
    TrackRecord,
    Verdict,
)
from checker.analysis.verdicts.question import Question, in_order
from checker.analysis.verdicts.record import track
from checker.problems import LimitReached
from checker.study.case import Case
from checker.study.term_period import Labelled
from checker.study.theory import Explained, Theory


def check(
    case: Case,
    theories: Iterable[Theory],
    *,
    periods: Collection[int] | None = None,
    without: Collection[str] = (),
    set_aside: Sequence[SetAside] = (),
) -> CaseResult:
    """Judge every theory on a case, in the order given; see `judge`."""
    records = tuple(r for theory in theories for r in judge(theory, case, periods=periods, without=without))
    return CaseResult(case, records, tuple(set_aside))


def judge(
    theory: Theory, case: Case, *, periods: Collection[int] | None = None, without: Collection[str] = ()
) -> tuple[Record, ...]:
    """Return one record for each explained term: a judgement for each period, or for those asked.

    `without` names propositions and exhaustive statements (by label) that are given up: no longer
    asserted, though exhaustive statements still name their causes. A limit reached makes a
    judgement `unknown`, or its chances None, and is said in its `limit`.
    """
    return Trial(theory, case, without).records(periods)


class Trial(EncodedTheory):
    """A theory on a case: its questions, cells, judgements and record, each made once."""

    def __init__(self, theory: Theory, case: Case, without: Collection[str] = ()) -> None:
        super().__init__(theory, case, without)
        self._questions: dict[tuple[Explained, int, bool], Question] = {}
        self._made: dict[tuple[Explained, int, bool, frozenset[str]], Question] = {}
        self._cells: dict[tuple[Explained, int, bool], Cell] = {}

    def _sharing(self, case: Case, without: Collection[str]) -> Self:
        other = super()._sharing(case, without)
        other._made = self._made
        return other

    def records(self, periods: Collection[int] | None = None) -> tuple[Record, ...]:
        """One record for each explained term, as `judge` returns them."""
        asked = [t for t in range(1, self.case.last + 1) if periods is None or t in periods]
        return tuple(
            Record(
                self.theory, explained, tuple(self.judgement(explained, t) for t in asked), self.track(explained, asked)
            )
            for explained in self.theory.explains
        )

    def track(self, explained: Explained, periods: Iterable[int], by_source: bool = False) -> TrackRecord:
        """The record over these periods."""
        asked = list(periods)
        try:
            return track([self.cell(explained, t) for t in asked], by_source)
        except LimitReached as limit:
            return TrackRecord(len(asked), limit=str(limit))

    def judgement(self, explained: Explained, t: int) -> Judgement:
        """The judgement of period t (1..T) for one explained term."""
        period_id = self.case.period(t).id
        untested = self.grounder().untested(t)
        try:
            question = self.question(explained, t)
        except LimitReached as limit:
            return Judgement(
                period=t, period_id=period_id, verdict="unknown", scope="assumed", untested=untested, limit=str(limit)
            )
        try:
            cell = self.cell(explained, t)
            finding = question.finding(question.coded())
        except LimitReached as limit:
            return self._solved(question, untested, str(limit))
        stated, leading, chances, seen, read = "", None, None, None, None
        because: tuple[Reason, ...] = ()
        try:
            leading, chances, seen = cell.leading, cell.probability, cell.observed_probability
            read = question.finding(cell.read_codings)
            because = question.because(cell.read_codings, read)
        except LimitReached as limit:
            stated = str(limit)
        return _judgement(
            question,
            finding,
            untested,
            verdict=cell.verdict,
            readings=cell.readings,
            settled_by=tuple(Labelled(tp, self.case.period(tp.period).id) for tp in cell.settled_by),
            probability=chances,
            observed_probability=seen,
            leading=leading,
            without_exhaustive=self.without_exhaustive(explained, t),
            because=because,
            read=read,
            limit=stated,
        )

    def _solved(self, question: Question, untested: tuple[str, ...], limit: str) -> Judgement:
        """The judgement by the solver, where the period is too large to compile: no chances, and few readings."""
        t, coded = question.t, question.coded()
        try:
            finding = question.solved(coded)
            try:
                readings = in_order({question.solved(each).verdict for each in question.completions(coded)})
            except LimitReached:
                return _judgement(
                    question,
                    finding,
                    untested,
                    verdict="unknown",
                    limit=limit,
                    observed_probability=observed_chances(question),
                )
        except LimitReached as further:
            return Judgement(
                period=t,
                period_id=self.case.period(t).id,
                verdict="unknown",
                scope="assumed",
                untested=untested,
                limit=str(further),
            )
        verdict: Verdict = readings[0] if len(readings) == 1 else "open"
        return _judgement(
            question,
            finding,
            untested,
            verdict=verdict,
            readings=readings,
            limit=limit,
            observed_probability=observed_chances(question),
        )

    def without_exhaustive(self, explained: Explained, t: int) -> Distribution | None:
        """The chances without the exhaustive statements; None where the theory has none, or past a limit."""
        if not self.theory.exhaustive:
            return None
        try:
            return self.cell(explained, t, exhaustive=False).probability
        except LimitReached:
            return None

    def verdict(self, explained: Explained, t: int, exhaustive: bool = True) -> Verdict:
        """The leading verdict alone; `unknown` past a limit."""
        try:
            return self.cell(explained, t, exhaustive).leading_verdict
        except LimitReached:
            return "unknown"

    def question(self, explained: Explained, t: int, exhaustive: bool = True) -> Question:
        key = (explained, t, exhaustive)
        if key not in self._questions:
            made = self._made.get((*key, self.without))
            if made is None:
                made = self._made[*key, self.without] = Question(self, explained, t, exhaustive)
            self._questions[key] = made.on(self)
        return self._questions[key]

    def cell(self, explained: Explained, t: int, exhaustive: bool = True) -> Cell:
        """The verdict as a function of the codings; LimitReached where the period cannot be compiled."""
        key = (explained, t, exhaustive)
        if key not in self._cells:
            question = self.question(explained, t, exhaustive)
            self._cells[key] = Cell(question, question.compiled())
        return self._cells[key]

    def in_reading(self, explained: Explained, t: int) -> Question:
        """The question under the codings of the leading reading; as coded where a limit left that unknown."""
        try:
            reading = self.cell(explained, t).leading.reading
        except LimitReached:
            return self.question(explained, t)
        if not reading:
            return self.question(explained, t)
        read = {
            each.at: replace(self.case.coding(*each.at), values=(each.value,), confidence={}, origin="reading")
            for each in reading
        }
        return self.on(self.case.recoded(read)).question(explained, t)


def _judgement(
    question: Question,
    finding: Finding,
    untested: tuple[str, ...],
    *,
    verdict: Verdict,
    limit: str = "",
    **more: object,
) -> Judgement:
    """A judgement filled in from the finding for the codings as they stand."""
    return Judgement(
        period=question.t,
        period_id=question.trial.case.period(question.t).id,
        verdict=verdict,
        scope=finding.scope,
        untested=untested,
        possible=finding.possible,
        prediction=finding.prediction,
        levels=finding.levels,
        expectation=finding.expectation,
        expected_levels=finding.expected_levels,
        observed=finding.observed,
        observed_levels=finding.observed_levels,
        laws_alone=finding.laws_alone,
        limit=limit,
        **more,  # type: ignore[arg-type]
    )
