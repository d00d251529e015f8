"""Rivals side by side: which periods decide between them, and which of them dominates (semantics.md, section 8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import Literal

from checker.analysis.clues import Clue, clues
from checker.analysis.content import Boldness, boldness
from checker.analysis.overview import built_on
from checker.analysis.result import Outcomes, ScopeState, Verdict
from checker.analysis.severity import Severity, severity
from checker.analysis.question import Finding
from checker.analysis.verdict import Trial
from checker.problems import LimitReached
from checker.study.case import Case
from checker.study.theory import Explained, Theory

RANKS: dict[Verdict, int] = {
    "contradicted": 0, "incoherent": 0, "denies conditions": 0, "against expectation": 1, "silent": 2, "permitted": 3,
    "expected": 4, "predicted": 5,
}
"""Only these are ranked; the rest is no record of a theory's predictions."""

TestKind = Literal["critical", "partial"]


@dataclass(frozen=True)
class Cell:
    """What a theory says of a period of a case, and the verdict."""

    theory: str
    benchmark: bool
    verdict: Verdict
    scope: ScopeState
    possible: Outcomes | None
    prediction: Outcomes | None

    @property
    def is_definite(self) -> bool:
        """Whether the prediction is exactly one outcome."""
        return self.prediction is not None and len(self.prediction) == 1


@dataclass(frozen=True)
class Line:
    """A period of a case: one line of the truth table, with a cell for each theory."""

    case: str
    period_id: str
    observed: Outcomes | None
    cells: tuple[Cell, ...]

    @property
    def decides_nothing(self) -> bool:
        """Whether all rivals that predict anything here predict the same."""
        return len({cell.prediction for cell in self.predicting}) < 2

    @property
    def predicting(self) -> tuple[Cell, ...]:
        """The cells of the rivals that predict anything here: in scope, and with laws that do not collide."""
        return tuple(cell for cell in self.cells if cell.prediction and not cell.benchmark)

    @property
    def mute(self) -> tuple[Cell, ...]:
        """The cells of the other rivals."""
        return tuple(cell for cell in self.cells if not cell.prediction and not cell.benchmark)


@dataclass(frozen=True)
class RivalTest:
    """A period that tests two theories against each other."""

    kind: TestKind
    case: str
    period_id: str
    first: str
    second: str


@dataclass(frozen=True)
class Dominance:
    """That one theory is never ranked worse than another where both are ranked, and better at least once.

    `on`: the periods in which both are ranked, each as case and period.
    """

    better: str
    worse: str
    on: tuple[tuple[str, str], ...]

    @property
    def periods(self) -> int:
        return len(self.on)


@dataclass(frozen=True)
class Reading:
    """One reading of all theories: with their exhaustive statements or without."""

    exhaustive: bool
    lines: tuple[Line, ...]
    tests: tuple[RivalTest, ...]
    dominance: tuple[Dominance, ...]

    def definite_share(self, theory: str) -> tuple[int, int]:
        """In how many periods the theory predicts exactly one outcome, of those in which it predicts at all."""
        cells = [cell for line in self.lines for cell in line.cells if cell.theory == theory and cell.prediction]
        return sum(cell.is_definite for cell in cells), len(cells)

    @property
    def covers(self) -> tuple[Dominance, ...]:
        """Dominance without what follows from the rest: the lines to draw of the partial order.

        It follows only where all is compared on the same periods; elsewhere the relation is no order.
        """
        pairs = {(d.better, d.worse, d.on) for d in self.dominance}
        between = {(a, c, on) for a, b, on in pairs for b2, c, on2 in pairs if b == b2 and on == on2}
        return tuple(d for d in self.dominance if (d.better, d.worse, d.on) not in between)

    @property
    def is_one_order(self) -> bool:
        """Whether all pairs are compared on the same periods, so that the lines add up."""
        return len({d.on for d in self.dominance}) < 2


@dataclass(frozen=True)
class CaseClue:
    case: str
    clue: Clue


@dataclass(frozen=True)
class Comparison:
    """Theories that explain the same, over one or many cases.

    `readings` has one entry where no theory has exhaustive statements, else two. `severity` holds every theory's,
    benchmarks included, in the theories' order for each case in turn. `accommodated` pairs a theory with
    a case that it was built on. `clues` are the events of each case that are marked as such, with the rivals
    here as all there are.
    """

    explains: Explained
    cases: tuple[str, ...]
    theories: tuple[str, ...]
    benchmarks: tuple[str, ...]
    readings: tuple[Reading, ...]
    severity: tuple[Severity, ...]
    boldness: tuple[Boldness, ...]
    limits: tuple[str, ...]
    accommodated: tuple[tuple[str, str], ...] = ()
    clues: tuple[CaseClue, ...] = ()

    @property
    def is_complete(self) -> bool:
        return not (self.limits or any(s.limit for s in self.severity) or any(b.limit for b in self.boldness))


Likely = Literal["most likely", "least likely"]


def likely(line: Line, theory: str) -> Likely | None:
    """What kind of case a period is for a theory that predicts one outcome (Eckstein 1975; Levy 2008).

    Most likely where every rival with a prediction predicts the same, so that a failure weighs and a success hardly
    does; least likely where every rival excludes it, so that a success weighs. None otherwise.
    """
    own = next(cell for cell in line.cells if cell.theory == theory)
    rivals = [cell.prediction for cell in line.cells if cell is not own and cell.prediction and not cell.benchmark]
    return likely_among(own.prediction or (), rivals)


def likely_among(own: Outcomes, rivals: Sequence[Outcomes]) -> Likely | None:
    """The same from the predictions, those of the rivals not empty."""
    if len(own) != 1 or not rivals:
        return None
    if all(prediction == own for prediction in rivals):
        return "most likely"
    return "least likely" if all(test_kind(own, prediction) == "critical" for prediction in rivals) else None


def compare(cases: Sequence[Case], theories: Sequence[Theory]) -> tuple[Comparison, ...]:
    """One comparison for each thing that is explained, in the order of the theories; benchmarks are no rivals."""
    explained = dict.fromkeys(e for theory in theories for e in theory.explains)
    return tuple(_compared(cases, [t for t in theories if e in t.explains], e) for e in explained)


def _compared(cases: Sequence[Case], theories: Sequence[Theory], explained: Explained) -> Comparison:
    limits: list[str] = []
    trials = [[Trial(theory, case) for theory in theories] for case in cases]
    readings = [True] if not any(theory.exhaustive for theory in theories) else [True, False]
    rivals = [theory for theory in theories if not theory.benchmark]
    return Comparison(
        explained, tuple(case.name for case in cases), tuple(theory.name for theory in theories),
        tuple(theory.name for theory in theories if theory.benchmark),
        tuple(_reading(theories, trials, explained, exhaustive, limits) for exhaustive in readings),
        tuple(severity(trial, explained) for of_case in trials for trial in of_case),
        tuple(boldness(one, other, explained) for one, other in combinations(rivals, 2)), tuple(limits),
        tuple((theory.name, case.name) for case in cases for theory in theories if built_on(theory, case)),
        tuple(clue for of_case in trials for clue in _clues(
            [trial for trial in of_case if not trial.theory.benchmark], explained, limits)))


def _clues(trials: Sequence[Trial], explained: Explained, limits: list[str]) -> Iterator[CaseClue]:
    if not trials or not any(event.clue for event in trials[0].case.events):
        return
    case = trials[0].case
    for t in range(1, case.last + 1):
        found, limit = clues([trial.question(explained, t) for trial in trials], codings=False)
        if limit:
            limits.append(f"clues in {case.period(t).id}: {limit}")
        yield from (CaseClue(case.name, clue) for clue in found)


def _reading(
    theories: Sequence[Theory], trials: Sequence[Sequence[Trial]], explained: Explained, exhaustive: bool,
    limits: list[str],
) -> Reading:
    lines = []
    for of_case in trials:
        case = of_case[0].case
        for t in range(1, case.last + 1):
            cells = []
            observed = None
            for theory, trial in zip(theories, of_case, strict=True):
                finding = _finding(trial, explained, t, exhaustive, limits)
                observed = observed or finding.observed
                cells.append(Cell(theory.name, theory.benchmark, finding.verdict, finding.scope, finding.possible,
                                  finding.prediction))
            lines.append(Line(case.name, case.period(t).id, observed, tuple(cells)))
    rivals = [theory.name for theory in theories if not theory.benchmark]
    return Reading(exhaustive, tuple(lines), tuple(_tests(lines, rivals)),
                   tuple(_dominance(lines, [theory.name for theory in theories])))


def _finding(trial: Trial, explained: Explained, t: int, exhaustive: bool, limits: list[str]) -> Finding:
    try:
        question = trial.question(explained, t, exhaustive)
        return question.finding(question.coded())
    except LimitReached as limit:
        limits.append(f"{trial.theory.name} in {trial.case.period(t).id}: {limit}")
        return Finding("unknown", "assumed")


def _tests(lines: Iterable[Line], rivals: Sequence[str]) -> Iterator[RivalTest]:
    for line in lines:
        cells = [cell for cell in line.cells if cell.theory in rivals and cell.scope != "fails" and cell.prediction]
        for one, other in combinations(cells, 2):
            kind = test_kind(one.prediction or (), other.prediction or ())
            if kind is not None:
                yield RivalTest(kind, line.case, line.period_id, one.theory, other.theory)


def test_kind(one: Outcomes, other: Outcomes) -> TestKind | None:
    """Critical where two predictions, neither empty, are disjoint; partial where they differ."""
    if not one or not other or one == other:
        return None
    return "partial" if set(one) & set(other) else "critical"


def _dominance(lines: Sequence[Line], names: Sequence[str]) -> Iterator[Dominance]:
    ranks = {name: [RANKS.get(cell.verdict) for line in lines for cell in line.cells if cell.theory == name]
             for name in names}
    for better, worse in permutations(names, 2):
        both = [(a, b, (line.case, line.period_id)) for a, b, line in zip(ranks[better], ranks[worse], lines,
                                                                        strict=True) if a is not None and b is not None]
        if all(a >= b for a, b, _ in both) and any(a > b for a, b, _ in both):
            yield Dominance(better, worse, tuple(place for _, _, place in both))
