"""Rows judged per second, in one run against whom, and how time and memory grow with the rows.

    python benchmarks/survey.py [--real DYAD_YEARS.parquet] [--rows 1000000] [--sizes 10000,100000,1000000]

Synthetic rows: twelve conditions, thirty propositions (two of them definitions), up to 3 % of the cells missing.
Against (a) one SAT call for each outcome of each distinct configuration, (b) clingo row by row on a sample,
(c) the truth tables of setqca and pyqca over eight binary conditions, (d) reading the same columns with pyarrow
alone. The verdicts of (a) are compared. clingo 5.8.3, setqca 0.2.0 and pyqca 0.2.0 are pinned and looked for; what is
not installed is left out and said so. Every size of --sizes runs in a process of its own and states its peak memory
(Linux). Without rows, `--rows 0`, only the sizes are measured. Ends with 1 where a survey takes more than 3 times as
long as (d).
"""

from __future__ import annotations

import argparse
import importlib
import importlib.metadata
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet

from checker.analysis.survey.columns import NO_CODE, coded
from checker.analysis.survey.judge import judge_rows
from checker.analysis.survey.plan import Plan, planned
from checker.analysis.survey.rows import Rows
from checker.analysis.verdicts.judgement import VERDICTS
from checker.analysis.verdicts.trial import Trial
from checker.app.run_survey import Order, run
from checker.engine.grounding import Grounder, outcome_relation
from checker.engine.period_solver import PeriodSolver
from checker.files.exchange.map_file import read_map
from checker.files.study.reader import read_theory
from checker.files.tables.wide_table import chunks, open_table
from checker.logic.column_expression import ColumnOf
from checker.logic.formula import Term
from checker.logic.grammar import parse
from checker.study.case import MISSING, Case, Coding, Period
from checker.study.codebook import Codebook, Variable
from checker.study.mapping import ColumnReading, TableMap
from checker.study.term_period import TermPeriod
from checker.study.theory import Explained, Proposition, Rule, Theory

ROOT = Path(__file__).resolve().parent.parent
PEERS = {"clingo": "5.8.3", "setqca": "0.2.0", "pyqca": "0.2.0"}
CONDITIONS, PROPOSITIONS, LIMIT = 12, 30, 3.0
LEVELS = ("low", "middle", "high")
OUTCOME = Term("outcome")


def theory() -> Theory:
    """Thirty rules over twelve conditions of two or three values, two theoretical terms and one outcome."""
    dice = Random(1)
    names = [f"condition{n}" for n in range(CONDITIONS)]
    variables = {name: Variable(name) if n % 2 else Variable(name, LEVELS) for n, name in enumerate(names)}
    variables |= {
        "outcome": Variable("outcome", LEVELS),
        "hidden0": Variable("hidden0", theoretical=True),
        "hidden1": Variable("hidden1", theoretical=True),
    }
    book = Codebook("synthetic", {}, variables)

    def condition() -> str:
        name = dice.choice(names)
        if variables[name].is_yes_no:
            return dice.choice((name, f"not {name}"))
        return dice.choice((f"{name} is high", f"{name} is at least middle", f"{name} is low"))

    def proposition(number: int) -> Proposition:
        if number < 2:
            words = f"hidden{number} if and only if {condition()} or ({condition()} and {condition()})"
        else:
            effect = dice.choice(("outcome is at most middle", "outcome is at least middle", "not outcome is middle"))
            cause = [condition() for _ in range(4)]
            if dice.random() < 0.3:
                cause[0] = dice.choice(("hidden0", "not hidden1"))
            words = f"if {' and '.join(cause)} then {effect}"
        return Proposition(
            f"P{number}",
            Rule(words, parse(words, variables.__contains__)),
            role="definition" if number < 2 else "core",
            strict=number % 10 != 9,
        )

    return Theory("synthetic", book, (Explained(OUTCOME),), tuple(map(proposition, range(PROPOSITIONS))))


def table_map(book: Codebook) -> TableMap:
    """The columns hold the places of the values."""
    terms = [term for term in book.terms() if not book.is_theoretical(term)]
    cuts = {term: tuple((value, Fraction(n)) for n, value in enumerate(book.values(term)) if n) for term in terms}
    return TableMap(
        "synthetic",
        ("case",),
        "period",
        tuple(ColumnReading(term, ColumnOf(str(term)), at_least=cuts[term]) for term in terms),
    )


def synthetic(path: Path, book: Codebook, rows: int) -> None:
    """Rows in cases of 25 periods, written group by group."""
    generator = np.random.default_rng(1)
    writer = None
    for start in range(0, rows, 1 << 20):
        count = min(1 << 20, rows - start)
        number = np.arange(start, start + count)
        columns: dict[str, Any] = {"case": number // 25, "period": (number % 25).astype(np.int16)}
        for term in book.terms():
            if not book.is_theoretical(term):
                values = generator.integers(0, len(book.values(term)), count).astype(np.int8)
                columns[str(term)] = pa.array(values, mask=generator.random(count) < 0.03 * generator.random())
        table = pa.table(columns)
        writer = writer or pyarrow.parquet.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()


def timed(work: Callable[[], Any], runs: int = 5) -> tuple[float, Any]:
    """The least seconds of some runs after one that warms up, and what the last gave; the machine may be busy."""
    work()
    seconds = []
    for _ in range(runs):
        begun = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - begun)
    return min(seconds), result


def installed(name: str) -> Any:
    """The peer's module, or None with a message."""
    modules = {"pyqca": "qca"}
    try:
        module = importlib.import_module(modules.get(name, name))
    except ImportError as error:
        print(f"{name} is left out: {error}")
        return None
    version = importlib.metadata.version(name)
    if version != PEERS[name]:
        print(f"{name} {version} instead of {PEERS[name]}")
    return module


def distinct(order: Order) -> tuple[list[Term], Any, Any]:
    """The terms, their distinct rows of codes, and the verdict that the survey gives each."""
    plan, book = order.plan, order.plan.theories[0].codebook
    terms = list(plan.observables[0])
    found, verdicts = [], []
    for chunk in chunks(order.table, order.maps[0]):
        rows = Rows(plan, coded(chunk, order.maps[0], book, False), order.maps[0])
        found.append(np.stack([rows.coded.codes[term] for term in terms], axis=1))
        verdicts.append(judge_rows(rows, every_row=True).verdicts[0])
    configurations, places = np.unique(np.concatenate(found), axis=0, return_index=True)
    return terms, configurations, np.concatenate(verdicts)[places]


def case_of(book: Codebook, terms: list[Term], codes: Any) -> Case:
    return Case(
        "row",
        book,
        {},
        (
            Period(
                "p",
                codings={
                    term: MISSING if code == NO_CODE else Coding((book.values(term)[code],))
                    for term, code in zip(terms, codes, strict=True)
                },
            ),
        ),
    )


def by_sat(order: Order, sample: int) -> tuple[float, float, int]:
    """Seconds for one configuration by one warm SAT session, how many there are, and how many verdicts differ."""
    of, (terms, configurations, verdicts) = order.plan.theories[0], distinct(order)
    chosen = Random(1).sample(range(len(configurations)), min(sample, len(configurations)))
    period_solver = PeriodSolver(Grounder(of, 1), 1)
    book = of.codebook
    ways = [period_solver.assumption(outcome_relation(book, OUTCOME, 1, False, value)) for value in LEVELS]
    strict = [period_solver.selector(i) for i in period_solver.cone if i.strict]
    begun = time.perf_counter()
    for place in chosen:
        codes = zip(terms, configurations[place], strict=True)
        known = [
            period_solver.coding(TermPeriod(term, 1), (book.values(term)[code],))
            for term, code in codes
            if code != NO_CODE and term != OUTCOME
        ]
        for way in ways:
            period_solver.satisfiable([*known, *strict, way])
    seconds = (time.perf_counter() - begun) / len(chosen)
    differ = sum(
        Trial(of, case_of(book, terms, configurations[place])).cell(of.explains[0], 1).verdict
        != VERDICTS[verdicts[place]]
        for place in chosen[:300]
    )
    return seconds, len(configurations), differ


def by_clingo(clingo: Any, order: Order, sample: int) -> float:
    """Seconds for one row: the same clauses as choice rules and constraints, ground once, three assumptions sets."""
    of = order.plan.theories[0]
    terms, configurations, _ = distinct(order)
    period_solver = PeriodSolver(Grounder(of, 1), 1)
    book = of.codebook
    ways = [period_solver.assumption(outcome_relation(book, OUTCOME, 1, False, value)) for value in LEVELS]
    strict = [period_solver.selector(i) for i in period_solver.cone if i.strict]
    every = [(term, value) for term in terms if term != OUTCOME for value in book.values(term)]
    codings = {pair: period_solver.coding(TermPeriod(pair[0], 1), (pair[1],)) for pair in every}
    clauses = period_solver.encoding.take()
    control = clingo.Control(["--warn=none"])
    with control.backend() as backend:
        atoms = {
            n: backend.add_atom(clingo.Function("x", [clingo.Number(n)]))
            for n in range(1, period_solver.encoding.top + 1)
        }
        backend.add_rule(list(atoms.values()), choice=True)
        for clause in clauses:
            backend.add_rule([], [(-1 if literal > 0 else 1) * atoms[abs(literal)] for literal in clause])
    dice = Random(2)
    begun = time.perf_counter()
    for _ in range(sample):
        codes = configurations[dice.randrange(len(configurations))]
        known = [
            codings[term, book.values(term)[code]]
            for term, code in zip(terms, codes, strict=True)
            if code != NO_CODE and term != OUTCOME
        ]
        for way in ways:
            control.solve(assumptions=[atoms[n] if n > 0 else -atoms[-n] for n in (*known, *strict, way)])
    return (time.perf_counter() - begun) / sample


def truth_tables(rows: int) -> Iterator[tuple[str, float]]:
    """Seconds for the truth table of eight binary conditions, ours and the peers'."""
    from checker.analysis.sets.set_table import set_table_of_arrays
    from checker.analysis.sets.truth_table import truth_table
    from checker.logic.set_expression import parse_set

    generator = np.random.default_rng(1)
    names = list("ABCDEFGH")
    columns = {name: generator.integers(0, 2, rows).astype(float) for name in (*names, "Y")}
    cases = [str(number) for number in range(rows)]

    def ours() -> Any:
        table = set_table_of_arrays(cases, columns, dict.fromkeys(columns, False))
        return truth_table(names, parse_set("Y"), table)

    begun = time.perf_counter()
    ours()
    yield "checker", time.perf_counter() - begun
    setqca, pyqca = installed("setqca"), installed("pyqca")
    if setqca is None and pyqca is None:
        return
    pandas: Any = importlib.import_module("pandas")
    frame = pandas.DataFrame(columns)
    if setqca is not None:
        begun = time.perf_counter()
        setqca.build_truth_table(frame, outcome="Y", conditions=names)
        yield "setqca", time.perf_counter() - begun
    if pyqca is not None:
        begun = time.perf_counter()
        pyqca.CSQCA(frame, outcome="Y", conditions=names).build_truth_table()
        yield "pyqca", time.perf_counter() - begun


def ordered(path: Path, of: Theory, maps: TableMap, plan: Plan) -> Order:
    return Order(open_table(path, path.name), (maps,), plan)


def against_reading(name: str, order: Order) -> float:
    """Prints where the time goes, and gives the ratio to reading alone."""
    columns = list(order.maps[0].columns)
    rows = order.table.rows or 0
    reading, _ = timed(lambda: pyarrow.parquet.read_table(order.table.path, columns=columns))
    arrays, _ = timed(
        lambda: sum(chunk.rows for chunk in chunks(order.table, order.maps[0], whole_cases=order.looks_back))
    )
    book = order.plan.theories[0].codebook
    made = [
        coded(chunk, order.maps[0], book, order.looks_back)
        for chunk in chunks(order.table, order.maps[0], whole_cases=order.looks_back)
    ]
    judging, _ = timed(lambda: [judge_rows(Rows(order.plan, each, order.maps[0])) for each in made])
    whole, _ = timed(lambda: run(order))
    print(f"\n{name}: {rows:,} rows, {len(columns)} columns")
    print(f"  (d) reading alone, pyarrow  {reading:8.3f} s")
    print(
        f"  survey in all               {whole:8.3f} s   {rows / whole:12,.0f} rows/s   {whole / reading:.2f} times (d)"
    )
    print(f"    of which to arrays        {arrays:8.3f} s")
    print(f"    of which coding           {max(whole - arrays - judging, 0):8.3f} s")
    print(f"    of which judging          {judging:8.3f} s   {rows / judging:12,.0f} rows/s")
    return whole / reading


def sizes(of: Theory, wanted: list[int]) -> None:
    """Seconds and peak memory of a process that surveys so many rows; the file is made by this one."""
    print("\n        rows   seconds       rows/s   peak memory, MB   file, MB")
    for rows in wanted:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "synthetic.parquet"
            synthetic(path, of.codebook, rows)
            said = subprocess.run(
                [sys.executable, __file__, "--one", str(path)], stdout=subprocess.PIPE, text=True, check=True
            ).stdout
            seconds, peak = map(float, said.split())
            print(
                f"{rows:12,} {seconds:9.2f} {rows / seconds:12,.0f} {peak:17,.0f} {path.stat().st_size / 1e6:10,.0f}",
                flush=True,
            )


def peak_memory() -> float:
    """The most memory this process has held, in MB, as Linux counts it since the program began."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(float(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def main() -> int:
    parser = argparse.ArgumentParser(description="Rows judged per second")
    parser.add_argument("--real", type=Path, help="a Parquet table of dyad-years")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    of = theory()
    plan = planned([of])
    if asked.one:
        order = ordered(asked.one, of, table_map(of.codebook), plan)
        begun = time.perf_counter()
        run(order)
        print(time.perf_counter() - begun, peak_memory())
        return 0
    if not asked.rows:
        sizes(of, [int(size) for size in asked.sizes.split(",") if size])
        return 0
    ratios = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "synthetic.parquet"
        synthetic(path, of.codebook, asked.rows)
        order = ordered(path, of, table_map(of.codebook), plan)
        nodes = sum(len(view.nodes) for verdict in plan.verdicts for view in verdict.views if view)
        print(f"thirty propositions over twelve conditions: {nodes:,} nodes")
        ratios.append(against_reading("synthetic", order))
        made = [coded(chunk, order.maps[0], of.codebook, False) for chunk in chunks(order.table, order.maps[0])]
        alone = replace_standings(plan)
        judging, _ = timed(lambda: [judge_rows(Rows(alone, each, order.maps[0])) for each in made])
        print(f"    verdicts alone            {judging:8.3f} s   {asked.rows / judging:12,.0f} rows/s")
        seconds, configurations, differ = by_sat(order, 2_000)
        print(
            f"  (a) SAT, {configurations:,.0f} configurations, each {1e6 * seconds:.0f} us:"
            f" {seconds * configurations:.1f} s, {seconds * configurations / judging:,.0f} times the judging;"
            f" {differ} of 300 verdicts differ"
        )
        clingo = installed("clingo")
        if clingo is not None:
            row = by_clingo(clingo, order, 300)
            print(
                f"  (b) clingo, {1e6 * row:.0f} us a row: {row * asked.rows:,.0f} s for all,"
                f" {row * asked.rows / judging:,.0f} times the judging"
            )
    if asked.real:
        peace = read_theory(ROOT / "theory" / "democratic-peace.yaml")
        real = open_table(asked.real, asked.real.name)
        read = read_map(ROOT / "examples" / "democratic-peace" / "map.yaml", peace.codebook, real.columns)
        real_plan = planned([peace])
        ratios.append(against_reading("dyad-years", Order(real, (read,), real_plan)))
        lagged = read.lagged({Term("joint_democracy"): 1})
        ratios.append(against_reading("dyad-years, regimes a year earlier", Order(real, (lagged,), real_plan)))
    else:
        print("\nno dyad-years at hand: give them with --real")
    print(f"\n(c) truth table of {asked.rows:,} rows and eight binary conditions")
    for name, taken in truth_tables(asked.rows):
        print(f"  {name:8} {taken:8.2f} s", flush=True)
    sizes(of, [int(size) for size in asked.sizes.split(",") if size])
    return int(max(ratios) > LIMIT)


def replace_standings(plan: Plan) -> Plan:
    """The plan that asks for verdicts only."""
    from dataclasses import replace

    return replace(plan, labels=(), forms=(), standings=())


if __name__ == "__main__":
    sys.exit(main())
