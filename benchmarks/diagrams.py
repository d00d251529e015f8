"""Compiled once, asked often: what compiling a period costs, what reading the array costs, and when it pays.

    python -m benchmarks.diagrams

For each size: the CPU time to compile a period, its rules grounded already, and the nodes of its array; then,
with gaps in the codings, the readings and a settling set read off the array, compiling included, against one
solver session that goes through every completion. The answers are compared. The last line says from how many
completions on compiling pays, the import of the library included; the solver is asked only where compiling is given up.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import combinations
from math import prod
from typing import TypeVar

from benchmarks.synthetic import OUTCOME, synthetic_case, synthetic_theory
from checker.analysis.verdicts.judgement import Verdict
from checker.analysis.verdicts.question import Question, in_order
from checker.analysis.verdicts.trial import Trial
from checker.engine.diagram import compiled
from checker.problems import LimitReached
from checker.study.term_period import TermPeriod

SIZES = ((10, 5), (20, 8), (30, 12), (50, 12), (50, 25), (100, 25))
GAPS = (2, 4, 6, 8, 16)
MOST = 3_000
T = TypeVar("T")
Readings = tuple[Verdict, ...]
Places = tuple[TermPeriod, ...]


def timed(work: Callable[[], T]) -> tuple[T, float]:
    start = time.process_time()
    return work(), time.process_time() - start


def import_time() -> float:
    """CPU seconds that importing the library adds to a fresh process, the least of five."""
    program = (
        "import time; import checker.analysis.verdicts.trial; t = time.process_time(); "
        "import checker.engine.diagram; print(time.process_time() - t)"
    )
    return min(
        float(subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout)
        for _ in range(5)
    )


def compiling() -> None:
    print(f"{'propositions':>12} {'conditions':>10} {'blocks':>7} {'nodes':>8} {'leaves':>7} {'compile ms':>11}")
    for propositions, conditions in SIZES:
        for seed in range(3):
            trial = Trial(
                theory := synthetic_theory(propositions, conditions, seed), synthetic_case(theory.codebook, seed)
            )
            trial.grounder().cone(2)
            try:
                diagram, seconds = timed(partial(compiled, trial.grounder(), OUTCOME, 2))
            except LimitReached as limit:
                print(f"{propositions:>12} {conditions:>10} {limit}")
                continue
            print(
                f"{propositions:>12} {conditions:>10} {len(diagram.blocks):>7} {len(diagram.nodes):>8} "
                f"{len(diagram.leaves):>7} {seconds * 1e3:>11.1f}"
            )


def read_off(trial: Trial) -> tuple[Readings, Places]:
    cell = trial.cell(OUTCOME, 2)
    return cell.readings, cell.settled_by


def one_by_one(question: Question) -> tuple[Readings, Places]:
    """The readings by the solver, and the first smallest set of gaps on which the verdict hangs alone."""
    coded = question.coded()
    gaps = [tp for tp in question.observables if len(coded[tp]) != 1]
    read = [(row, question.solved(row).verdict) for row in question.completions(coded)]
    readings = in_order(verdict for _, verdict in read)
    for size in range(len(gaps) + 1):
        for chosen in combinations(gaps, size):
            if len({(tuple(row[tp] for tp in chosen), verdict) for row, verdict in read}) == len(
                {tuple(row[tp] for tp in chosen) for row, _ in read}
            ):
                return readings, chosen
    return readings, ()


def reading() -> list[tuple[int, float, float]]:
    """For each number of gaps: completions, seconds by enumeration and by diagram, compiling included."""
    print(f"\n{'gaps':>5} {'completions':>12} {'one by one ms':>14} {'diagram ms':>11} {'ratio':>7}  same answer")
    found = []
    for gaps in GAPS:
        for seed in range(3):
            theory = synthetic_theory(30, 12, seed)
            trial = Trial(theory, synthetic_case(theory.codebook, seed, gaps=gaps))
            question = trial.question(OUTCOME, 2)
            coded = question.coded()
            completions = prod(len(coded[tp] or trial.case.codebook.values(tp.term)) for tp in question.places)
            quickly, quick = timed(partial(read_off, trial))
            if completions > MOST:
                print(f"{gaps:>5} {completions:>12,} {'':>14} {quick * 1e3:>11.1f}")
                continue
            slowly, slow = timed(partial(one_by_one, question))
            print(
                f"{gaps:>5} {completions:>12,} {slow * 1e3:>14.1f} {quick * 1e3:>11.1f} {slow / quick:>7.1f}  "
                f"{'yes' if quickly == slowly else 'NO'}"
            )
            found.append((completions, slow, quick))
    return found


def main() -> None:
    compiling()
    found = reading()
    start = import_time()
    paying = sorted(completions for completions, slow, quick in found if slow > quick + start)
    print(
        f"\nImporting the library takes {start * 1e3:.0f} ms. Fewest completions at which compiling paid: "
        f"{paying[0] if paying else 'none here'}."
    )


if __name__ == "__main__":
    main()
