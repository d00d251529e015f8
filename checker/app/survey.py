"""A survey of a wide table: from names and options as typed to the result."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from checker.problems import InvalidStudy, LimitReached, Problem, did_you_mean, refused

if TYPE_CHECKING:
    from checker.analysis.survey.fit import FitPart
    from checker.analysis.survey.resampling import Estimate
    from checker.analysis.survey.result import Lags, MapVariant, Survey
    from checker.app.run_survey import Answer, Order
    from checker.files.tables.wide_table import WideTable
    from checker.logic.formula import Term
    from checker.study.codebook import Codebook
    from checker.study.mapping import TableMap
    from checker.study.theory import Theory

MAX_CODINGS = 1_000
_SWEEP = re.compile(r"\s*(.+?)\s*=\s*(-?[\d.]+)\s*:\s*(-?[\d.]+)\s*:\s*([\d.]+)\s*")
_LAG = re.compile(r"(?:\s*(.+?)\s*=)?\s*(\d{1,2}(?:\s*,\s*\d{1,2})*)\s*")


@dataclass(frozen=True)
class CodingOptions:
    """How columns are coded: a map, and what of it is varied (`lags`, `sweeps`), as typed at the command line."""

    map_file: Path | None = None
    lags: Sequence[str] = ()
    sweeps: Sequence[str] = ()


@dataclass(frozen=True)
class FitOptions:
    """Whether values are only counted (`preview`); parameters of fit, and over how many resampled tables."""

    preview: bool = False
    fit: bool = False
    bootstrap: int | None = None
    jackknife: bool = False
    seed: int = 1


@dataclass(frozen=True)
class Machine:
    """Where rows are judged, `local` or on a Dask cluster, and where the verdict of each is written, if anywhere."""

    engine: str = "local"
    scheduler: str | None = None
    workers: int = 1
    rows_file: Path | None = None


class Prepared(NamedTuple):
    """The map as read, its variants, and what is to be judged under each."""

    table_map: TableMap
    codings: tuple[MapVariant, ...]
    order: Order


def surveyed(
    table: str,
    theories: Sequence[str],
    codings: CodingOptions = CodingOptions(),
    wanted: FitOptions = FitOptions(),
    machine: Machine = Machine(),
) -> Survey:
    """The survey of a table, by path or as an example by name; raises InvalidStudy where it cannot be made."""
    ready = prepared(opened_table(table), theories, codings, wanted)
    if machine.rows_file is not None and (machine.engine != "local" or len(ready.codings) > 1):
        raise _not_understood("--rows", "rows are written by the local engine, under one coding; leave out --sweep")
    return _survey(ready, _judged(ready, machine), wanted)


def opened_table(name: str) -> WideTable:
    from checker.files.library.examples import example_tables
    from checker.files.tables.wide_table import open_table

    path = Path(name)
    known = example_tables()
    if not path.is_file() and name in known:  # a folder of the name is no table
        return open_table(known[name], name)
    if not path.exists():
        raise refused(
            name,
            "missing-file",
            "there is no such table",
            did_you_mean(name, known, otherwise="give a path to .csv or .parquet; examples are: " + ", ".join(known)),
        )
    return open_table(path, name)


def prepared(
    table: WideTable, names: Sequence[str], codings: CodingOptions, wanted: FitOptions = FitOptions()
) -> Prepared:
    """The map read, varied and checked against the theories of these names."""
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
        raise refused(
            theories[0].location,
            "over-limit",
            f"this theory cannot be surveyed: {limit}",
            "judge it case by case with `checker check`",
        ) from None
    read = _map(table, codings.map_file, book).of_terms(plan.terms)
    explained = {term for theory in theories for term in theory.explained_terms}
    variants = swept(read, _lags(codings.lags, read, explained), [_sweep(text, read) for text in codings.sweeps])
    if len(variants) > MAX_CODINGS:
        raise _not_understood("--sweep", f"{len(variants):,} codings in all; at most {MAX_CODINGS:,} in one run")
    questions = fit_questions(theories, read) if wanted.fit and not wanted.preview else ()
    by_case = bool(questions) and (wanted.bootstrap is not None or wanted.jackknife)
    return Prepared(
        read,
        variants,
        Order(table=table, maps=tuple(c.table_map for c in variants), plan=plan, questions=questions, by_case=by_case),
    )


def _one_codebook(theories: Sequence[Theory]) -> Codebook:
    book = theories[0].codebook
    strangers = [theory for theory in theories if theory.codebook.difference(book)]
    if strangers:
        raise InvalidStudy(
            [
                Problem(
                    theory.location,
                    "other-vocabulary",
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
    by_name = plain_map(book, table.columns)
    lacking = [name for name in ("case", "period") if name not in table.columns]
    if lacking or not by_name.readings:
        missing = f"no column {' and no column '.join(lacking)}" if lacking else f"no column of a term of {book.name}"
        raise refused(table.shown, "missing-column", f"the table has {missing}", "give a map with --map MAP.yaml")
    return by_name


def _lags(texts: Sequence[str], read: TableMap, explained: set[Term]) -> list[list[Lags]]:
    """For each option the lags to read under, each for one term or for all that are not explained."""
    choices = []
    for text in texts:
        match = _LAG.fullmatch(text)
        if match is None:
            raise _not_understood("--lag", f"`{text}` is no lag; write N or TERM=N")
        others = tuple(r.term for r in read.readings if r.term not in explained)
        terms = others if match[1] is None else (_term(match[1], read, "--lag"),)
        choices.append([(terms, int(number)) for number in match[2].split(",")])
    return choices


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


def _judged(ready: Prepared, machine: Machine) -> Answer:
    from checker.analysis.verdicts.judgement import VERDICTS
    from checker.app.run_survey import run
    from checker.files.tables.verdict_rows import VerdictRows

    order = ready.order
    if machine.engine == "dask":
        from checker.app.cluster import run_on_cluster

        return run_on_cluster(order, machine.scheduler, machine.workers)
    if machine.rows_file is None:
        return run(order)
    labels = [f"{order.plan.theories[v.theory].name}: {v.explained}" for v in order.plan.verdicts]
    with VerdictRows(machine.rows_file, ready.codings[0].table_map, labels, VERDICTS) as rows:
        return run(order, rows)


def _survey(ready: Prepared, answer: Answer, wanted: FitOptions) -> Survey:
    from checker.analysis.survey.result import Survey, SurveyVariant, blames_of

    order = ready.order
    fits = answer.fits or (None,) * len(ready.codings)
    variants = tuple(
        SurveyVariant(
            coding=coding,
            part=part,
            fit=fit,
            blames=tuple({} for _ in part.tallies) if wanted.preview else blames_of(order.plan, part),
            estimates=_estimates(order, fit, wanted),
        )
        for coding, part, fit in zip(ready.codings, answer.parts, fits, strict=True)
    )
    resampling = ""
    if variants[0].estimates and wanted.jackknife:
        resampling = "Ranges and standard errors from leaving out each case once."
    elif variants[0].estimates:
        resampling = f"Intervals from {wanted.bootstrap:,} draws of whole cases, seed {wanted.seed}."
    mapped = {reading.term for reading in ready.table_map.readings}
    return Survey(
        table=order.table.shown,
        title=ready.table_map.title or order.table.shown,
        plan=order.plan,
        questions=order.questions,
        variants=variants,
        looked_back=order.looks_back,
        resampling=resampling,
        unmapped=tuple(
            term for term in order.plan.theories[0].codebook.terms() if term in order.plan.terms and term not in mapped
        ),
    )


def _estimates(order: Order, fit: FitPart | None, wanted: FitOptions) -> tuple[Mapping[str, Estimate], ...]:
    """How the parameters of each question vary over resampled cases; nothing where that is not wanted."""
    import numpy as np

    from checker.analysis.survey.resampling import jackknifed, resampled

    generator = np.random.default_rng(wanted.seed)
    return tuple(
        jackknifed(cases, question.relation.kind)
        if wanted.jackknife
        else resampled(cases, question.relation.kind, wanted.bootstrap or 2, generator)
        for question, cases in zip(order.questions, fit.cases if fit is not None else (), strict=False)
    )


def _not_understood(option: str, message: str) -> InvalidStudy:
    """An error about an option; in `message` the fix follows a semicolon."""
    what, _, fix = message.partition("; ")
    return refused(f"the option {option}", "malformed-option", what, fix)
