"""The verdict of a theory on a period (semantics.md, section 4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from checker.analysis.question import Question
from checker.analysis.readings import MAX_SETS
from checker.analysis.result import CaseResult, Gap, Judgement, Record, SetAside, Verdict
from checker.engine.bench import Bench
from checker.engine.compiled import Claim, Diagram
from checker.engine.grounding import Grounder, TermPeriod
from checker.problems import LimitReached
from checker.study.case import Case
from checker.study.theory import Explained, Theory

def check(
    case: Case, theories: Iterable[Theory], *, periods: Collection[int] | None = None,
    without: Collection[str] = (), set_aside: Sequence[SetAside] = (),
) -> CaseResult:
    """Judge every theory on a case, in the order given; see `judge`."""
    records = tuple(r for theory in theories for r in judge(theory, case, periods=periods, without=without))
    return CaseResult(case, records, tuple(set_aside))


def judge(
    theory: Theory, case: Case, *, periods: Collection[int] | None = None, without: Collection[str] = (),
) -> tuple[Record, ...]:
    """Return one record for each explained term: a judgement for each period, or for those asked.

    `without` names propositions and exhaustive statements (by label) that are given up: no longer
    asserted, though exhaustive statements still name their causes. A limit reached makes a
    judgement `unknown`, or its readings None, and is said in its `limit`.
    """
    return Trial(theory, case, without).records(periods)


class Trial:
    """A theory against a case; the encoded periods are kept between questions."""

    def __init__(self, theory: Theory, case: Case, without: Collection[str] = ()) -> None:
        self.theory = theory
        self.case = case
        self.without = frozenset(without)
        self._place = {term: n for n, term in enumerate(case.codebook.terms())}
        self._benches: dict[int, Bench] = {}
        self._grounders: dict[bool, Grounder] = {}
        self._diagrams: dict[tuple[Explained, int, bool], Diagram[Claim]] = {}
        self._questions: dict[tuple[Explained, int, bool], Question] = {}

    def records(self, periods: Collection[int] | None = None) -> tuple[Record, ...]:
        """One record for each explained term, as `judge` returns them."""
        asked = [t for t in range(1, self.case.last + 1) if periods is None or t in periods]
        return tuple(Record(self.theory, explained, tuple(self.judgement(explained, t) for t in asked))
                     for explained in self.theory.explains)

    def judgement(self, explained: Explained, t: int) -> Judgement:
        """The judgement of period t (1..T) for one explained term."""
        period_id = self.case.period(t).id
        untested = self.grounder().untested(t)
        try:
            question = self.question(explained, t)
            finding = question.finding(question.coded())
        except LimitReached as limit:
            return Judgement(t, period_id, None, None, None, None, "unknown", None, None, None, "assumed",
                             untested, None, None, (), str(limit))
        stated = ""
        readings: tuple[Verdict, ...] | None = None
        settled: tuple[Gap, ...] | None = None
        try:
            found = question.readings(finding.verdict)
            readings = found.verdicts
            if found.settled_by is None:
                stated = f"more than {MAX_SETS:,} sets of gaps that may settle the verdict"
            else:
                settled = tuple(question.gap(tp) for tp in found.settled_by)
        except LimitReached as limit:
            stated = str(limit)
        return Judgement(
            t, period_id, finding.possible, finding.prediction, finding.expectation, finding.observed,
            finding.verdict, readings, None if readings is None else readings != (finding.verdict,), settled,
            finding.scope, untested, finding.laws_alone, self.without_exhaustive(explained, t),
            question.because(finding), stated,
        )

    def without_exhaustive(self, explained: Explained, t: int) -> Verdict | None:
        """The verdict with the exhaustive statements left out and the cone formed anew."""
        return self.verdict(explained, t, exhaustive=False) if self.theory.exhaustive else None

    def verdict(self, explained: Explained, t: int, exhaustive: bool = True) -> Verdict:
        """The verdict alone, without readings and reasons."""
        try:
            question = self.question(explained, t, exhaustive)
            return question.finding(question.coded()).verdict
        except LimitReached:
            return "unknown"

    def question(self, explained: Explained, t: int, exhaustive: bool = True) -> Question:
        key = (explained, t, exhaustive)
        if key not in self._questions:
            self._questions[key] = Question(self, explained, t, exhaustive)
        return self._questions[key]

    def giving_up(self, labels: Iterable[str]) -> Trial:
        """The same trial with more propositions given up, over the same encoded periods."""
        return self._sharing(self.case, self.without.union(labels))

    def on(self, case: Case) -> Trial:
        """The same trial under other codings of the case's periods, over the same encoded periods."""
        if (case.first, case.last) != (self.case.first, self.case.last):
            raise ValueError("the periods are not the same")
        return self._sharing(case, self.without)

    def _sharing(self, case: Case, without: Collection[str]) -> Trial:
        other = Trial(self.theory, case, without)
        other._benches, other._grounders = self._benches, self._grounders
        return other

    def grounder(self, exhaustive: bool = True) -> Grounder:
        if exhaustive not in self._grounders:
            self._grounders[exhaustive] = Grounder(self.theory, self.case.first) if exhaustive \
                else self.grounder().without_exhaustive()
        return self._grounders[exhaustive]

    def bench(self, t: int) -> Bench:
        if t not in self._benches:
            self._benches[t] = Bench(self.grounder(), t)
        return self._benches[t]

    def diagram(self, explained: Explained, t: int, exhaustive: bool = True) -> Diagram[Claim]:
        """What the theory claims at t in each world of conditions; for a change, t must have a period before.

        Compiled once and kept, for the next period too if it repeats this one. The library takes 50 ms to import.
        """
        from checker.engine.diagram import compiled

        key = (explained, t, exhaustive and bool(self.theory.exhaustive))
        if key not in self._diagrams:
            grounder, last = self.grounder(exhaustive), self._diagrams.get((explained, t - 1, key[2]))
            self._diagrams[key] = last.one_period_later() if last is not None and grounder.repeats(t) else \
                compiled(grounder, explained, t, without=self.without)
        return self._diagrams[key]

    def in_file_order(self, term_periods: Iterable[TermPeriod]) -> list[TermPeriod]:
        """Term-periods by period, then in the order of the codebook."""
        return sorted(set(term_periods), key=lambda tp: (tp.period, self._place[tp.term]))
