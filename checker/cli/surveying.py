"""survey: large N, from a wide table to verdicts, exceptions and fit."""

from __future__ import annotations

import re
import sys
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING
from collections.abc import Sequence

import click

from checker.cli.running import REFUTED, format_option, output_option, write
from checker.app.sets import SetQuestion, sets_answered, terms_answered
from checker.problems import InvalidStudy, LimitReached, Location, Problem, did_you_mean

if TYPE_CHECKING:
    from checker.analysis.survey.result import Coding, Lags, Survey
    from checker.app.run_survey import Answer, Order
    from checker.files.tables.wide_table import WideTable
    from checker.logic.formula import Term
    from checker.study.codebook import Codebook
    from checker.study.mapping import TableMap
    from checker.study.theory import Theory

MAX_CODINGS = 1_000
_SWEEP = re.compile(r"\s*(.+?)\s*=\s*(-?[\d.]+)\s*:\s*(-?[\d.]+)\s*:\s*([\d.]+)\s*")
_LAG = re.compile(r"(?:\s*(.+?)\s*=)?\s*(\d{1,2}(?:\s*,\s*\d{1,2})*)\s*")


@click.command()
@click.argument("table", metavar="TABLE")
@click.argument("theories", nargs=-1, metavar="[THEORY]...")
@click.option("--map", "map_file", type=click.Path(path_type=Path), metavar="MAP.yaml",
              help="How columns become cases, periods and values. Default: columns `case`, `period` and terms by name.")
@click.option("--rows", "rows_file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write the verdict of every row to this .csv or .parquet.")
@click.option("--preview", is_flag=True, help="Only count how often each value is coded; judge nothing.")
@click.option("--fit", is_flag=True, help="Parameters of fit of what propositions state to be necessary or sufficient.")
@click.option("--lag", "lags", multiple=True, metavar="[TERM=]N[,N...]",
              help="Read a term, or all that are not explained, N periods earlier, under each N in turn; repeatable.")
@click.option("--sweep", "sweeps", multiple=True, metavar="TERM=FROM:TO:STEP",
              help="Judge under each of these cut points of a term (TERM.VALUE with several cut points); repeatable.")
@click.option("--bootstrap", type=click.IntRange(2, 100_000), metavar="DRAWS",
              help="With --fit: intervals from so many draws of whole cases.")
@click.option("--jackknife", is_flag=True, help="With --fit: intervals from leaving out each case once.")
@click.option("--seed", type=int, default=1, show_default=True, help="The seed of --bootstrap.")
@click.option("--engine", type=click.Choice(["local", "dask"]), default="local", show_default=True,
              help="Judge here, or on a Dask cluster.")
@click.option("--scheduler", metavar="ADDRESS", help="The cluster's scheduler. Default: a cluster on this machine.")
@click.option("--workers", type=click.IntRange(1, 256), default=2, show_default=True,
              help="Workers of a cluster on this machine.")
@click.option("--shown", type=click.IntRange(0), default=20, show_default=True, help="How many exceptions to name.")
@click.option("--evaluate", is_flag=True, help="With two theories: the first against the second, row by row.")
@click.option("--outcome", metavar="SET",
              help="Instead of verdicts: the outcome, a QCA expression over columns, or with a theory over its terms.")
@click.option("--solution", metavar="SET", help="The fit of a QCA formula, such as DEV*~IND + URB{1}*LIT.")
@click.option("--against", metavar="SET", help="Evaluate a theory, written as a QCA formula, against the solution.")
@click.option("--truth-table", "conditions", metavar="A,B,C", help="The truth table over these columns.")
@click.option("--consistency-cut", type=float, default=1.0, show_default=True, help="From where a row is coded 1.")
@click.option("--cases", "case_column", default="case", show_default=True, help="The column with the names of cases.")
@format_option("text", "json", "csv", "markdown")
@output_option
def survey(
    table: str, theories: Sequence[str], map_file: Path | None, rows_file: Path | None, preview: bool, fit: bool,
    lags: Sequence[str], sweeps: Sequence[str], bootstrap: int | None, jackknife: bool, seed: int, engine: str,
    scheduler: str | None, workers: int, shown: int, outcome: str | None, solution: str | None, against: str | None,
    conditions: str | None, consistency_cut: float, case_column: str, form: str, output: Path | None, evaluate: bool,
) -> None:
    """Large N: verdicts and set-theoretic fit over a wide table, one row per case and period.

    \b
    Example:
      checker survey invented-dyads democratic-peace
      checker survey invented-dyads democratic-peace --sweep joint_democracy=5:8:1
      checker survey invented-countries --outcome STABLE --solution "RICH*URBAN + ~RICH*SMALL"
    """
    opened = _opened(table)
    if not theories and outcome is None:
        raise click.UsageError("name a theory, or an --outcome with --solution or --truth-table")
    asked = SetQuestion(outcome or "", solution, against, conditions, consistency_cut)
    if not theories:
        write(sets_answered(opened, asked, case_column, form), output)
        return
    if outcome is not None or evaluate:
        read, order, codings = _ordered(opened, theories, map_file, lags, (), False, False)
        write(terms_answered(order, asked, evaluate, form), output)
        return
    from checker.report.survey.formats import rendered

    read, order, codings = _ordered(opened, theories, map_file, lags, sweeps, fit and not preview,
                                    bool(bootstrap) or jackknife)
    if rows_file is not None and (engine != "local" or len(codings) > 1):
        raise click.UsageError("--rows goes with the local engine and without --sweep")
    answer = _answer(order, codings, rows_file, engine, scheduler, workers)
    result = _result(opened, read, order, codings, answer, bootstrap, jackknife, seed, not preview)
    write(rendered(result, form, shown, not preview), output)
    sys.exit(REFUTED if result.refuting and not preview else 0)


def surveyed(
    table: str, theories: Sequence[str], map_file: Path | None = None, lags: Sequence[str] = (),
    sweeps: Sequence[str] = (), fit: bool = False,
) -> Survey:
    """The survey of a table on this machine, as the command makes it; options are texts as typed there."""
    opened = _opened(table)
    read, order, codings = _ordered(opened, theories, map_file, lags, sweeps, fit, False)
    return _result(opened, read, order, codings, _answer(order, codings, None, "local", None, 1), None, False, 1, True)


def _opened(name: str) -> WideTable:
    from checker.files.library.examples import example_tables
    from checker.files.tables.wide_table import open_table

    path = Path(name)
    known = example_tables()
    if not path.is_file() and name in known:  # a folder of the name is no table
        return open_table(known[name], name)
    if not path.exists():
        raise InvalidStudy([Problem(Location(name), "there is no such table", did_you_mean(
            name, known, otherwise="give a path to .csv or .parquet; examples are: " + ", ".join(known)))])
    return open_table(path, name)


def _ordered(
    table: WideTable, names: Sequence[str], map_file: Path | None, lags: Sequence[str], sweeps: Sequence[str],
    fit: bool, by_case: bool,
) -> tuple[TableMap, Order, tuple[Coding, ...]]:
    """The map as read, what is to be judged, and under which codings."""
    from checker.analysis.survey.fit import fit_questions
    from checker.analysis.survey.plan import planned
    from checker.analysis.survey.result import swept
    from checker.app.run_survey import Order
    from checker.files.study.load import read_named

    theories = read_named([], names).theories
    book = _one_codebook(theories)
    try:
        plan = planned(theories)
    except LimitReached as limit:
        raise InvalidStudy([Problem(theories[0].location, f"this theory cannot be surveyed: {limit}",
                                    "judge it case by case with `checker check`")]) from None
    read = _map(table, map_file, book).of_terms(plan.terms)
    explained = {term for theory in theories for term in theory.explained_terms}
    codings = swept(read, _lags(lags, read, explained), [_sweep(text, read) for text in sweeps])
    if len(codings) > MAX_CODINGS:
        raise click.UsageError(f"{len(codings):,} codings; at most {MAX_CODINGS:,} in one run")
    questions = fit_questions(theories, read) if fit else ()
    return read, Order(table, tuple(c.table_map for c in codings), plan, questions, fit and by_case), codings


def _one_codebook(theories: Sequence[Theory]) -> Codebook:
    book = theories[0].codebook
    strangers = [theory for theory in theories if theory.codebook.difference(book)]
    if strangers:
        raise InvalidStudy([Problem(theory.location, f"{theory.name} speaks the vocabulary `{theory.codebook.name}`, "
                                    f"{theories[0].name} {theory.codebook.difference(book)}",
                                    "survey them one after the other")
                            for theory in strangers])
    return book


def _map(table: WideTable, map_file: Path | None, book: Codebook) -> TableMap:
    from checker.files.library.examples import example_map
    from checker.files.exchange.map_file import plain_map, read_map

    path = map_file or example_map(table.path)
    if path is not None:
        return read_map(path, book, table.columns)
    found = plain_map(book, table.columns)
    lacking = [name for name in ("case", "period") if name not in table.columns]
    if lacking or not found.readings:
        missing = f"no column {' and no column '.join(lacking)}" if lacking else f"no column of a term of {book.name}"
        raise InvalidStudy([Problem(Location(table.shown), f"the table has {missing}",
                                    "give a map with --map MAP.yaml")])
    return found


def _lags(texts: Sequence[str], read: TableMap, explained: set[Term]) -> list[list[Lags]]:
    """For each option the lags to read under, each for one term or for all that are not explained."""
    found = []
    for text in texts:
        match = _LAG.fullmatch(text)
        if match is None:
            raise click.BadParameter(f"`{text}` is no lag; write N or TERM=N", param_hint="--lag")
        others = tuple(r.term for r in read.readings if r.term not in explained)
        terms = others if match[1] is None else (_term(match[1], read, "--lag"),)
        found.append([(terms, int(number)) for number in match[2].split(",")])
    return found


def _sweep(text: str, read: TableMap) -> tuple[Term, str, list[Fraction]]:
    match = _SWEEP.fullmatch(text)
    if match is None:
        raise click.BadParameter(f"`{text}` is no sweep; write TERM=FROM:TO:STEP", param_hint="--sweep")
    name, _, value = match[1].partition(".")
    term = _term(name, read, "--sweep")
    reading = read.reading(term)
    assert reading is not None
    values = [v for v, _ in reading.at_least]
    if not values:
        raise click.BadParameter(f"the map gives {term} no cut point", param_hint="--sweep")
    if not value and len(values) > 1:
        raise click.BadParameter(f"{term} has several cut points; write {term}.{values[0]}=...", param_hint="--sweep")
    if value and value not in values:
        raise click.BadParameter(f"{term} has no cut point for `{value}`; {did_you_mean(value, values)}",
                                 param_hint="--sweep")
    low, high, step = (Fraction(part) for part in match.groups()[1:])
    if step <= 0 or high < low or (high - low) / step > MAX_CODINGS:
        raise click.BadParameter(f"`{text}` does not go up in at most {MAX_CODINGS:,} steps", param_hint="--sweep")
    return term, value or values[0], [low + step * n for n in range(int((high - low) / step) + 1)]


def _term(name: str, read: TableMap, option: str) -> Term:
    known = {str(reading.term): reading.term for reading in read.readings}
    if name not in known:
        raise click.BadParameter(f"the map reads no term `{name}`; {did_you_mean(name, known)}", param_hint=option)
    return known[name]


def _answer(
    order: Order, codings: Sequence[Coding], rows_file: Path | None, engine: str, scheduler: str | None, workers: int,
) -> Answer:
    from checker.analysis.verdicts.judgement import VERDICTS
    from checker.app.run_survey import run
    from checker.files.tables.verdict_rows import VerdictRows

    if engine == "dask":
        from checker.app.cluster import run_on_cluster

        return run_on_cluster(order, scheduler, workers)
    if rows_file is None:
        return run(order)
    labels = [f"{order.plan.theories[v.theory].name}: {v.explained}" for v in order.plan.verdicts]
    with VerdictRows(rows_file, codings[0].table_map, labels, VERDICTS) as rows:
        return run(order, rows)


def _result(
    table: WideTable, read: TableMap, order: Order, codings: Sequence[Coding], answer: Answer, bootstrap: int | None,
    jackknife: bool, seed: int, judged: bool,
) -> Survey:
    import numpy as np

    from checker.analysis.survey.resampling import jackknifed, resampled
    from checker.analysis.survey.result import Survey, Variant, blames_of

    variants = []
    for place, coding in enumerate(codings):
        part = answer.parts[place]
        fitted = answer.fits[place] if answer.fits else None
        estimates = []
        if fitted is not None and fitted.cases:
            generator = np.random.default_rng(seed)
            estimates = [jackknifed(cases, q.relation.kind) if jackknife else
                         resampled(cases, q.relation.kind, bootstrap or 2, generator)
                         for q, cases in zip(order.questions, fitted.cases, strict=True)]
        blames = blames_of(order.plan, part) if judged else tuple({} for _ in part.tallies)
        variants.append(Variant(coding, part, fitted, blames, tuple(estimates)))
    words = ""
    if variants[0].estimates:
        words = "Ranges and standard errors from leaving out each case once." if jackknife else \
            f"Intervals from {bootstrap:,} draws of whole cases, seed {seed}."
    mapped = {reading.term for reading in read.readings}
    first = order.plan.theories[0].codebook
    unmapped = tuple(term for term in first.terms() if term in order.plan.terms and term not in mapped)
    return Survey(table.shown, read.title or table.shown, order.plan, order.questions, tuple(variants),
                  order.looks_back, words, unmapped)


COMMANDS: tuple[click.Command, ...] = (survey,)
