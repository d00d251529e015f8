"""How easily a theory would have survived other courses of events (semantics.md, section 7; Mayo 2018, on severity)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb

from checker.analysis.readings import Codings
from checker.analysis.result import REFUTED
from checker.analysis.verdict import Trial
from checker.engine.grounding import TermPeriod
from checker.problems import LimitReached
from checker.study.theory import Explained

MAX_STATES = 200_000
LEFT_OUT = frozenset(("out of scope", "unobserved", "untestable", "unknown"))
Values = tuple[str, ...]


@dataclass(frozen=True)
class Severity:
    """Of all sequences of outcomes over the judged periods, and of all orderings of the observed one, how many survive.

    A sequence survives where no judged period is refuted, each re-judged with the sequence's own earlier
    outcomes. `periods` are the ids of the judged periods; those out of scope, unobserved or untestable
    are left out. Without any, or past a limit, the numbers are None.
    """

    case: str
    theory: str
    benchmark: bool
    periods: tuple[str, ...]
    survived: bool
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
    verdicts = {t: trial.verdict(explained, t) for t in range(1, case.last + 1)}
    judged = [t for t, verdict in verdicts.items() if verdict not in LEFT_OUT]
    survived = all(verdicts[t] not in REFUTED for t in judged)
    ids = tuple(case.period(t).id for t in judged)
    if not judged:
        return Severity(case.name, theory.name, theory.benchmark, (), survived, None, None)
    counting = _Counting(trial, explained, judged)
    try:
        return Severity(case.name, theory.name, theory.benchmark, ids, survived, counting.sequences(),
                        counting.orderings())
    except LimitReached as limit:
        return Severity(case.name, theory.name, theory.benchmark, ids, survived, None, None, str(limit))


class _Counting:
    """Counts sequences by the outcomes that later periods still look at, not one by one."""

    def __init__(self, trial: Trial, explained: Explained, judged: list[int]) -> None:
        self.judged = judged
        self.term = explained.term
        self.questions = {t: trial.question(explained, t) for t in judged}
        self.coded = {t: trial.case.coding(explained.term, t).values for t in judged}
        self.values = trial.case.codebook.values(explained.term)
        # The last judged period that reads the outcome of an earlier one.
        self.needed = {t: max((s for s, question in self.questions.items()
                               if s == t or TermPeriod(self.term, t) in question.observables), default=t)
                       for t in judged}
        self._known: dict[tuple[int, tuple[Values, ...]], bool] = {}

    def sequences(self) -> tuple[int, int]:
        every = [(value,) for value in self.values]
        counted = self._counted((), lambda left: ((value, left) for value in every))
        return counted, len(every) ** len(self.judged)

    def orderings(self) -> tuple[int, int]:
        """Equal outcomes are interchangeable, so that each ordering that differs counts once."""
        kinds = tuple(dict.fromkeys(self.coded.values()))
        stock = Counter(self.coded.values())

        def choices(left: tuple[int, ...]) -> Iterable[tuple[Values, tuple[int, ...]]]:
            return ((kind, (*left[:n], left[n] - 1, *left[n + 1:])) for n, kind in enumerate(kinds) if left[n])

        start = tuple(stock[kind] for kind in kinds)
        return self._counted(start, choices), _multinomial(start)

    def _counted(
        self, start: tuple[int, ...],
        choices: Callable[[tuple[int, ...]], Iterable[tuple[Values, tuple[int, ...]]]],
    ) -> int:
        """The number of surviving sequences; `choices` gives what may come next, with what is left then."""
        states: dict[tuple[tuple[int, ...], tuple[tuple[int, Values], ...]], int] = {(start, ()): 1}
        for t in self.judged:
            following: dict[tuple[tuple[int, ...], tuple[tuple[int, Values], ...]], int] = {}
            for (left, past), number in states.items():
                for outcome, rest in choices(left):
                    if self._survives(t, {**dict(past), t: outcome}):
                        kept = tuple((s, o) for s, o in (*past, (t, outcome)) if self.needed[s] > t)
                        following[rest, kept] = following.get((rest, kept), 0) + number
            states = following
            if len(states) > MAX_STATES:
                raise LimitReached(f"more than {MAX_STATES:,} courses of outcomes that later periods look back on")
        return sum(states.values())

    def _survives(self, t: int, outcomes: Mapping[int, Values]) -> bool:
        question = self.questions[t]
        seen = tuple((s, o) for s, o in outcomes.items() if s == t or TermPeriod(self.term, s) in question.observables)
        key = (t, tuple(o for _, o in seen))
        if key not in self._known:
            own: Codings = {TermPeriod(self.term, s): o for s, o in seen}
            self._known[key] = question.verdict({**question.coded(), **own}) not in REFUTED
        return self._known[key]


def _multinomial(counts: Iterable[int]) -> int:
    """In how many orders so many things of each kind can stand."""
    total, ways = 0, 1
    for count in counts:
        total += count
        ways *= comb(total, count)
    return ways
