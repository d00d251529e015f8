"""A survey of a wide table: from names and options as typed to what was found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

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


def surveyed(
    table: str,
    theories: Sequence[str],
    map_file: Path | None = None,
    lags: Sequence[str] = (),
    sweeps: Sequence[str] = (),
    fit: bool = False,
) -> Survey:
    """The survey of a table on this machine, as the command makes it; options are texts as typed there."""
    opened = opened_table(table)
    read, order, codings = ordered(opened, theories, map_file, lags, sweeps, fit, False)
    answer = answered(order, codings, None, "local", None, 1)
    return result_of(opened, read, order, codings, answer, None, False, 1, True)


def opened_table(name: str) -> WideTable:
    from checker.files.library.examples import example_tables
    from checker.files.tables.wide_table import open_table

    path = Path(name)
    known = example_tables()
    if not path.is_file() and name in known:  # a folder of the name is no table
        return open_table(known[name], name)
    if not path.exists():
        raise InvalidStudy(
            [
                Problem(
                    Location(name),
                    "there is no such table",
                    did_you_mean(
                        name, known, otherwise="give a path to .csv or .parquet; examples are: " + ", ".join(known)
                    ),
                )
            ]
        )
    return open_table(path, name)


def ordered(
    table: WideTable,
    names: Sequence[str],
    map_file: Path | None,
    lags: Sequence[str],
    sweeps: Sequence[str],
    fit: bool,
    by_case: bool,
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
        raise InvalidStudy(
            [
                Problem(
                    theories[0].location,
                    f"this theory cannot be surveyed: {limit}",
                    "judge it case by case with `checker check`",
                )
            ]
        ) from None
    read = _map(table, map_file, book).of_terms(plan.terms)
    explained = {term for theory in theories for term in theory.explained_terms}
    codings = swept(read, _lags(lags, read, explained), [_sweep(text, read) for text in sweeps])
    if len(codings) > MAX_CODINGS:
        raise _not_understood("--sweep", f"{len(codings):,} codings in all; at most {MAX_CODINGS:,} in one run")
    questions = fit_questions(theories, read) if fit else ()
    return read, Order(table, tuple(c.table_map for c in codings), plan, questions, fit and by_case), codings


def _one_codebook(theories: Sequence[Theory]) -> Codebook:
    book = theories[0].codebook
    strangers = [theory for theory in theories if theory.codebook.difference(book)]
    if strangers:
        raise InvalidStudy(
            [
                Problem(
                    theory.location,
                    f"{theory.name} speaks the vocabulary `{theory.codebook.name}`, "
                    f"{theories[0].name} {theory.codebook.difference(book)}",
                    "survey them one after the other",
                )
                for theory in strangers
            ]
        )
    return book


def _map(table: WideTable, map_file: Path | None, book: Codebook) -> TableMap:
    from checker.files.exchange.map_file import plain_map, read_map
    from checker.files.library.examples import example_map

    path = map_file or example_map(table.path)
    if path is not None:
        return read_map(path, book, table.columns)
    found = plain_map(book, table.columns)
    lacking = [name for name in ("case", "period") if name not in table.columns]
    if lacking or not found.readings:
        missing = f"no column {' and no column '.join(lacking)}" if lacking else f"no column of a term of {book.name}"
        raise InvalidStudy(
            [Problem(Location(table.shown), f"the table has {missing}", "give a map with --map MAP.yaml")]
        )
    return found


def _lags(texts: Sequence[str], read: TableMap, explained: set[Term]) -> list[list[Lags]]:
    """For each option the lags to read under, each for one term or for all that are not explained."""
    found = []
    for text in texts:
        match = _LAG.fullmatch(text)
        if match is None:
            raise _not_understood("--lag", f"`{text}` is no lag; write N or TERM=N")
        others = tuple(r.term for r in read.readings if r.term not in explained)
        terms = others if match[1] is None else (_term(match[1], read, "--lag"),)
        found.append([(terms, int(number)) for number in match[2].split(",")])
    return found


def _sweep(text: str, read: TableMap) -> tuple[Term, str, list[Fraction]]:
    match = _SWEEP.fullmatch(text)
    if match is None:
        raise _not_understood("--sweep", f"`{text}` is no sweep; write TERM=FROM:TO:STEP")
    name, _, value = match[1].partition(".")
    term = _term(name, read, "--sweep")
    reading = read.reading(term)
    assert reading is not None
    values = [v for v, _ in reading.at_least]
    if not values:
        raise _not_understood("--sweep", f"the map gives {term} no cut point")
    if not value and len(values) > 1:
        raise _not_understood("--sweep", f"{term} has several cut points; write {term}.{values[0]}=...")
    if value and value not in values:
        raise _not_understood("--sweep", f"{term} has no cut point for `{value}`; {did_you_mean(value, values)}")
    low, high, step = (Fraction(part) for part in match.groups()[1:])
    if step <= 0 or high < low or (high - low) / step > MAX_CODINGS:
        raise _not_understood("--sweep", f"`{text}` does not go up in at most {MAX_CODINGS:,} steps")
    return term, value or values[0], [low + step * n for n in range(int((high - low) / step) + 1)]


def _term(name: str, read: TableMap, option: str) -> Term:
    known = {str(reading.term): reading.term for reading in read.readings}
    if name not in known:
        raise _not_understood(option, f"the map reads no term `{name}`; {did_you_mean(name, known)}")
    return known[name]


def answered(
    order: Order, codings: Sequence[Coding], rows_file: Path | None, engine: str, scheduler: str | None, workers: int
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


def result_of(
    table: WideTable,
    read: TableMap,
    order: Order,
    codings: Sequence[Coding],
    answer: Answer,
    bootstrap: int | None,
    jackknife: bool,
    seed: int,
    judged: bool,
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
            estimates = [
                jackknifed(cases, q.relation.kind)
                if jackknife
                else resampled(cases, q.relation.kind, bootstrap or 2, generator)
                for q, cases in zip(order.questions, fitted.cases, strict=True)
            ]
        blames = blames_of(order.plan, part) if judged else tuple({} for _ in part.tallies)
        variants.append(Variant(coding, part, fitted, blames, tuple(estimates)))
    words = ""
    if variants[0].estimates:
        words = (
            "Ranges and standard errors from leaving out each case once."
            if jackknife
            else f"Intervals from {bootstrap:,} draws of whole cases, seed {seed}."
        )
    mapped = {reading.term for reading in read.readings}
    first = order.plan.theories[0].codebook
    unmapped = tuple(term for term in first.terms() if term in order.plan.terms and term not in mapped)
    return Survey(
        table.shown,
        read.title or table.shown,
        order.plan,
        order.questions,
        tuple(variants),
        order.looks_back,
        words,
        unmapped,
    )


def _not_understood(option: str, message: str) -> InvalidStudy:
    """What is wrong with an option, and what to write, which stands behind a semicolon."""
    what, _, fix = message.partition("; ")
    return InvalidStudy([Problem(Location(f"the option {option}"), what, fix)])
