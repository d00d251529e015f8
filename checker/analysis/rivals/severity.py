"""How easily a theory would have survived other courses of events (semantics.md, section 7; Mayo 2018, on severity)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb

from checker.analysis.verdicts.cell import Cell
from checker.analysis.verdicts.draws import probabilities
from checker.analysis.verdicts.judgement import REFUTED, Verdict
from checker.analysis.verdicts.trial import Trial
from checker.problems import LimitReached
from checker.study.case import Case
from checker.study.term_period import TermPeriod
from checker.study.theory import Explained

MAX_STATES = 200_000
LEFT_OUT: frozenset[Verdict] = frozenset(("out of scope", "unobserved", "untestable"))


@dataclass(frozen=True)
class Severity:
    """Of all sequences of outcomes over the judged periods, and of all orderings of the observed one, how many survive.

    A sequence survives where no judged period is refuted, each re-judged with the sequence's own outcomes in this and
    earlier judged periods and with all else as in the leading reading of its verdict. A contested or doubtful
    outcome counts as observed by its most probable value. `periods` are the ids of the judged periods: not those
    whose leading verdict is out of scope, unobserved or untestable, nor those without a coded outcome. Without any, or
    past a limit, the numbers are None.
    """

    case: str
    theory: str
    benchmark: bool
    periods: tuple[str, ...]
    sequences: tuple[int, int] | None
    orderings: tuple[int, int] | None
    limit: str = ""

    @property
    def sequence_share(self) -> Fraction | None:
        return Fraction(*self.sequences) if self.sequences else None

    @property
    def ordering_share(self) -> Fraction | None:
        return Fraction(*self.orderings) if self.orderings else None


def severity(trial: Trial, explained: Explained) -> Severity:
    """The severity of a theory's record on a case, exact: sequences are counted, not drawn."""
    case, theory = trial.case, trial.theory
    sequences = orderings = None
    judged, limit = tuple[int, ...](), ""
    try:
        judged = judged_periods(trial, explained)
        if judged:
            counting = _Counting({t: trial.cell(explained, t) for t in judged})
            sequences, orderings = counting.sequences(), counting.orderings()
    except LimitReached as reached:
        sequences, limit = None, str(reached)
    return Severity(
        case=case.name,
        theory=theory.name,
        benchmark=theory.benchmark,
        periods=tuple(case.period(t).id for t in judged),
        sequences=sequences,
        orderings=orderings,
        limit=limit,
    )


def judged_periods(trial: Trial, explained: Explained) -> tuple[int, ...]:
    """The periods that count for severity. Raises LimitReached where a leading verdict is not known."""
    case = trial.case
    return tuple(
        t
        for t in range(1, case.last + 1)
        if case.coding(explained.term, t).values and trial.cell(explained, t).leading.verdict not in LEFT_OUT
    )


def seen_as(case: Case, place: TermPeriod) -> str:
    """The most probable value of a coding, of equal ones a coded one, then the lowest."""
    coding, values = case.coding(place.term, place.period), case.codebook.values(place.term)
    chances = dict(zip(values, probabilities(coding, values), strict=True))
    return max(values, key=lambda value: (chances[value], value in coding.values))


class _Counting:
    """Counts sequences by the outcomes that later periods still look at, not one by one."""

    def __init__(self, cells: Mapping[int, Cell]) -> None:
        self.cells = cells
        self.judged = list(cells)
        # What of the sequence a period reads, itself included, and the last judged period that reads an outcome.
        self.reads = {
            t: [s for s in cells if s == t or TermPeriod(cell.question.here.term, s) in cell.question.observables]
            for t, cell in cells.items()
        }
        self.needed = {t: max(s for s, read in self.reads.items() if t in read) for t in cells}
        self._known: dict[tuple[int, tuple[str, ...]], bool] = {}

    def sequences(self) -> tuple[int, int]:
        values = next(iter(self.cells.values())).question.order
        counted = self._counted((), lambda left: ((value, left) for value in values))
        return counted, len(values) ** len(self.judged)

    def orderings(self) -> tuple[int, int]:
        """Equal outcomes are interchangeable, so that each ordering that differs counts once."""
        stock = Counter(seen_as(cell.case, cell.question.here) for cell in self.cells.values())
        kinds = tuple(stock)

        def choices(left: tuple[int, ...]) -> Iterable[tuple[str, tuple[int, ...]]]:
            return ((kind, (*left[:n], left[n] - 1, *left[n + 1 :])) for n, kind in enumerate(kinds) if left[n])

        start = tuple(stock.values())
        return self._counted(start, choices), _multinomial(start)

    def _counted(
        self, start: tuple[int, ...], choices: Callable[[tuple[int, ...]], Iterable[tuple[str, tuple[int, ...]]]]
    ) -> int:
        """The number of surviving sequences; `choices` gives what may come next, with what is left then."""
        states: dict[tuple[tuple[int, ...], tuple[tuple[int, str], ...]], int] = {(start, ()): 1}
        for t in self.judged:
            following: dict[tuple[tuple[int, ...], tuple[tuple[int, str], ...]], int] = {}
            for (left, past), number in states.items():
                for outcome, rest in choices(left):
                    if self._survives(t, {**dict(past), t: outcome}):
                        kept = tuple((s, o) for s, o in (*past, (t, outcome)) if self.needed[s] > t)
                        following[rest, kept] = following.get((rest, kept), 0) + number
            states = following
            if len(states) > MAX_STATES:
                raise LimitReached(f"more than {MAX_STATES:,} courses of outcomes that later periods look back on")
        return sum(states.values())

    def _survives(self, t: int, outcomes: Mapping[int, str]) -> bool:
        """Whether some reading of the period does not refute the theory."""
        key = (t, tuple(outcomes[s] for s in self.reads[t]))
        if key not in self._known:
            cell = self.cells[t]
            own = {TermPeriod(cell.question.here.term, s): (outcomes[s],) for s in self.reads[t]}
            self._known[key] = not REFUTED.issuperset(cell.diagram.reached({**cell.read_codings, **own}))
        return self._known[key]


def _multinomial(counts: Iterable[int]) -> int:
    """In how many orders so many things of each kind can stand."""
    total, ways = 0, 1
    for count in counts:
        total += count
        ways *= comb(total, count)
    return ways
