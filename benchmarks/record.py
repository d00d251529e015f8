"""The record of a theory and the chances of its verdicts: exact, against going through every draw and against sampling.

    python -m benchmarks.record

The shipped case of six periods, so many of its codings contested between two neighbouring values and the rest
certain; last, made-up theories in which so many conditions must rise at once that the record is given up. `exact`
compiles each period and reads chances and record off it. The other ways read the verdict of every period off the same
compiled periods, for all draws (up to MOST_DRAWS) or for DRAWS of them at random. What all draws give must agree to
the last digit, else it ends with 1; `off` says by how many percentage points the sample is off at worst.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from random import Random
from typing import TypeVar

from checker.analysis.verdicts.cell import Cell
from checker.analysis.verdicts.judgement import BORNE_OUT, REFUTED, TrackRecord
from checker.analysis.verdicts.record import track
from checker.analysis.verdicts.trial import Trial
from checker.engine.compiled import Block
from checker.files.library.locate import installed
from checker.files.study.reader import read_case, read_theory
from checker.logic.formula import Term
from checker.logic.grammar import parse
from checker.study.case import Case, Coding, Period
from checker.study.codebook import Codebook, Variable
from checker.study.term_period import TermPeriod
from checker.study.theory import Explained, Proposition, Rule, Theory

CASE = "egypt-soviet-union"
THEORIES = ("neorealism", "commercial-liberalism", "liberalism")
CONTESTED = (4, 8, 12, 16, 24, 32, 40)
HOPELESS = (8, 12, 16, 24)
MOST_DRAWS = 70_000
DRAWS = 100_000
RECORD = 0
"""In a name the place of the period, for figures of all periods."""
T = TypeVar("T")
Name = tuple[int, str]
World = dict[Block, str]


@dataclass(frozen=True)
class Doubted:
    """A case, and the values of its contested codings and of all others."""

    case: Case
    contested: Mapping[Block, Sequence[str]]
    certain: World


def doubted(case: Case, theory: Theory, number: int, dice: Random) -> Doubted:
    """So many codings that a theory's verdicts rest on, drawn at random, are contested; no others are in doubt."""
    trial, explained = Trial(theory, case), theory.explains[0]
    places = dict.fromkeys(tp for t in range(1, case.last + 1) for tp in trial.question(explained, t).places)
    chosen = dice.sample(list(places), min(number, len(places)))
    codings: dict[tuple[Term, int], Coding] = {}
    contested: dict[Block, Sequence[str]] = {}
    certain: World = {}
    for tp in places:
        values = case.codebook.values(tp.term)
        place = values.index((case.coding(tp.term, tp.period).values or values)[0])
        if tp in chosen:
            contested[tp] = values[place : place + 2] if place + 1 < len(values) else values[place - 1 : place + 1]
        else:
            certain[tp] = values[place]
        codings[tp.term, tp.period] = Coding(tuple(contested.get(tp, (values[place],))))
    return Doubted(case.recoded(codings), contested, certain)


def timed(work: Callable[[], T]) -> tuple[T, float]:
    start = time.process_time()
    return work(), time.process_time() - start


def exact(theory: Theory, case: Case) -> tuple[list[Cell], TrackRecord]:
    """The cells with their chances, and the record."""
    trial, explained = Trial(theory, case), theory.explains[0]
    cells = [trial.cell(explained, t) for t in range(1, case.last + 1)]
    for cell in cells:
        assert sum(p for _, p in cell.probability) == 1
    return cells, track(cells)


def figures(cells: Sequence[Cell], record: TrackRecord) -> dict[Name, Fraction]:
    """What the other ways must find."""
    found = {(cell.question.t, str(verdict)): p for cell in cells for verdict, p in cell.probability}
    named = ((RECORD, name, getattr(record, name)) for name in ("unrefuted", "rises", "falls", "both"))
    return {**found, **{(of, name): p for of, name, p in named if p}}


def counted(cells: Sequence[Cell], draws: Iterable[World]) -> dict[Name, Fraction]:
    """The same from equally likely draws, one after the other."""
    counts: Counter[Name] = Counter()
    given: Counter[str] = Counter()
    for draw in draws:
        rises: list[bool] = []
        falls: list[bool] = []
        refuted = False
        for cell in cells:
            question = cell.question
            verdict = question.verdict_in(cell.claims.at(draw), draw[question.here])
            counts[question.t, verdict] += 1
            refuted = refuted or verdict in REFUTED
            before = draw[TermPeriod(question.here.term, question.t - 1)]
            way = question.order.index(draw[question.here]) - question.order.index(before)
            if way:
                (rises if way > 0 else falls).append(verdict in BORNE_OUT)
        for name, there, fits in (
            ("draws", True, False),
            ("unrefuted", True, not refuted),
            ("rises", bool(rises), all(rises)),
            ("falls", bool(falls), all(falls)),
            ("both", bool(rises and falls), not refuted and all((*rises, *falls))),
        ):
            given[name] += there
            counts[RECORD, name] += there and fits
    return {
        (of, name): Fraction(count, given[name if of == RECORD else "draws"])
        for (of, name), count in counts.items()
        if count
    }


def all_draws(study: Doubted) -> Iterator[World]:
    for row in product(*study.contested.values()):
        yield {**study.certain, **dict(zip(study.contested, row, strict=True))}


def sampled(study: Doubted, dice: Random) -> Iterator[World]:
    for _ in range(DRAWS):
        yield {**study.certain, **{tp: dice.choice(values) for tp, values in study.contested.items()}}


def line(theory: Theory, case: Case, number: int) -> tuple[str, bool]:
    """A line of the table; whether going through every draw agrees, as far as it was tried."""
    study = doubted(case, theory, number, Random(number))
    (cells, record), quick = timed(lambda: exact(theory, study.case))
    head = f"{theory.name:22} {len(study.contested):>9} {quick * 1e3:>9.1f}"
    if record.limit:
        return f"{head}  given up: {record.limit}", True
    expected = figures(cells, record)
    sample, by_chance = timed(lambda: counted(cells, sampled(study, Random(1))))
    off = max(abs(sample.get(name, Fraction(0)) - p) for name, p in expected.items())
    tail = f"{by_chance * 1e3:>9,.0f} {by_chance / quick:>6,.0f} {float(100 * off):>5.2f}"
    if 2 ** len(study.contested) > MOST_DRAWS:
        return f"{head} {'':>9} {'':>6} {tail}  2^{len(study.contested)} draws given up", True
    listed, slow = timed(lambda: counted(cells, all_draws(study)))
    return (
        f"{head} {slow * 1e3:>9,.1f} {slow / quick:>6,.1f} {tail}  {'same' if listed == expected else 'NOT THE SAME'}"
    ), listed == expected


def hopeless(conditions: int) -> tuple[Theory, Case]:
    """The outcome rises if half of so many conditions do; all are contested in all of six periods."""
    names = [f"condition{n}" for n in range(conditions)]
    book = Codebook("synthetic", {}, {name: Variable(name, ("low", "mid", "high")) for name in (*names, "outcome")})
    text = f"if at least {conditions // 2} of ({'; '.join(f'{name} rises' for name in names)}) then outcome rises"
    rule = Rule(text, parse(text, book.variables.__contains__))
    theory = Theory(f"half of {conditions} rise", book, (Explained(Term("outcome"), True),), (Proposition("P", rule),))
    case = Case("synthetic", book, {}, tuple(Period(f"p{n}") for n in range(1, 7)), Period("baseline"))
    return theory, case.recoded({(term, t): Coding(("low", "high")) for term in book.terms() for t in range(7)})


def as_coded(theory: Theory, case: Case) -> str:
    (_, record), seconds = timed(lambda: exact(theory, case))
    limit = f"  given up: {record.limit}" if record.limit else ""
    return f"{theory.name:22} {'as coded':>9} {seconds * 1e3:>9.1f}{limit}"


def main() -> int:
    case = read_case(installed("case")[CASE])
    print(
        f"{'theory':22} {'contested':>9} {'exact ms':>9} {'all ms':>9} {'ratio':>6} {'sample ms':>9} {'ratio':>6} "
        f"{'off':>5}"
    )
    agree = True
    for name in THEORIES:
        theory = read_theory(installed("theory")[name])
        for number in CONTESTED:
            said, same = line(theory, case, number)
            print(said, flush=True)
            agree = agree and same
        print(as_coded(theory, case), flush=True)
    for conditions in HOPELESS:
        print(as_coded(*hopeless(conditions)), flush=True)
    return 0 if agree else 1


if __name__ == "__main__":
    sys.exit(main())
