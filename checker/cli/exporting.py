"""export: codings, verdicts, codebooks and clauses as files of other programs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.cli.running import (
    BAD_INPUT,
    Destination,
    F,
    format_option,
    gathered,
    output_option,
    read,
    terminal_width,
    theory_option,
    write,
)
from checker.problems import COMMAND_LINE, did_you_mean, refused

if TYPE_CHECKING:
    from checker.study.case import Case
    from checker.study.codebook import Codebook


def force_option(function: F) -> F:
    return click.option("--force", is_flag=True, help="Overwrite the file if there is one.")(function)


@click.group()
def export() -> None:
    """Codings, verdicts and codebooks as files of other programs.

    \b
    Example:
      checker export codings belarus-iran --output codings.csv
    """


@export.command("codings")
@click.argument("cases", nargs=-1, required=True, metavar="CASE...")
@format_option("csv", "xlsx", "parquet")
@click.option("--package", is_flag=True, help="Also write datapackage.json (Frictionless) beside the CSV file.")
@output_option
@force_option
def export_codings(cases: Sequence[str], form: str, package: bool, output: Path | None, force: bool) -> None:
    """The long table: a row for each piece of evidence, or one for a coding without any.

    \b
    Example:
      checker export codings belarus-iran --output codings.csv --package
    """
    from checker.files.study.coding_table import COLUMNS, coding_table
    from checker.files.tables.datapackage import data_package

    read_cases = _cases(cases)
    data = coding_table(read_cases, form)
    if package and (output is None or form != "csv"):
        raise refused(
            COMMAND_LINE, "conflicting-options", "`--package` describes a CSV file beside it", "add --output FILE.csv"
        )
    beside = output.with_name("datapackage.json") if package and output is not None else None
    for path in (output, beside):
        free(path, force)
    _write_bytes(data, form, output)
    if beside is not None and output is not None:
        write(data_package(output.name, data, COLUMNS, read_cases), beside)
    calibrated = sum(len(case.calibrations) for case in read_cases)
    if calibrated:
        click.echo(f"left out: {calibrated} calibrated terms, which derive from series", err=True)


@export.command("verdicts")
@click.argument("cases", nargs=-1, required=True, metavar="CASE...")
@theory_option
@format_option("csv", "xlsx", "parquet", "json")
@output_option
@force_option
def export_verdicts(cases: Sequence[str], theories: Sequence[str], form: str, output: Path | None, force: bool) -> None:
    """One row for each case, theory, explained term and period.

    \b
    Example:
      checker export verdicts belarus-iran --theory neorealism --output verdicts.csv
    """
    from checker.analysis.verdicts.what_if import Variant, judged
    from checker.files.study.load import theories_for
    from checker.files.tables.text_table import table_bytes
    from checker.report.check.tables import CSV_COLUMNS, check_json, check_rows

    study = read(cases, theories)
    free(output, force)
    views = [judged(case, theories_for(case, study), Variant()) for case in study.cases]
    if form == "json":
        write(check_json(views), output)
    else:
        _write_bytes(table_bytes(CSV_COLUMNS, check_rows(views), form, "verdicts"), form, output)


@export.command("truth-table")
@click.argument("cases", nargs=-1, required=True, metavar="CASE...")
@click.option("--outcome", required=True, metavar="RULE", help="What is to be explained, e.g. 'cooperation rises'.")
@click.option(
    "--condition",
    "conditions",
    multiple=True,
    required=True,
    metavar="TERM|RULE",
    help="A condition: a term, by the place of its value, or a rule that holds or not; repeatable.",
)
@click.option("--rows", is_flag=True, help="The rows behind the table, one for each period of each case.")
@format_option("text", "csv", "xlsx", "parquet", "json")
@output_option
@force_option
@gathered(to=Destination)
def export_truth_table(
    cases: Sequence[str], outcome: str, conditions: Sequence[str], rows: bool, to: Destination
) -> None:
    """A truth table over the periods of cases, with the columns of R's QCA.

    \b
    Example:
      checker export truth-table belarus-iran ukraine-iran --outcome "cooperation rises" --condition patron_cover
    """
    from checker.analysis.sets.case_rows import Column, configurations
    from checker.analysis.sets.set_table import NotASet
    from checker.analysis.sets.truth_table import truth_table
    from checker.files.study.command_line_rules import asked_rule, asked_term_or_rule, column_name
    from checker.files.tables.text_table import table_bytes
    from checker.logic.set_expression import Membership
    from checker.report.survey.exchange import as_text_table, data_rows, rows_json, truth_table_note, truth_table_rows

    read_cases = _cases(cases)
    book = _one_codebook(read_cases)
    free(to.output, to.force)
    asked = [Column(column_name(text), asked_term_or_rule(text, book)) for text in conditions]
    goal = Column(column_name(outcome), asked_rule(outcome, book))
    if len({column.name for column in (*asked, goal)}) <= len(asked):
        raise refused(
            COMMAND_LINE,
            "given-twice",
            "two conditions, or a condition and the outcome, are the same",
            "name each once",
        )
    table = configurations(read_cases, (*asked, goal))
    if rows:
        columns, cells = data_rows(table)
    else:
        try:
            found = truth_table([column.name for column in asked], Membership(goal.name), table)
        except NotASet as error:
            raise refused(COMMAND_LINE, "conflicting-options", str(error), "choose other conditions") from None
        columns, cells = truth_table_rows(found)
        click.echo(truth_table_note(found), err=True)
    if to.form in ("text", "json"):
        text = (
            as_text_table(columns, cells, terminal_width())
            if to.form == "text"
            else rows_json("truth-table", columns, cells)
        )
        write(text, to.output)
    else:
        _write_bytes(table_bytes(columns, cells, to.form, "truth table"), to.form, to.output)


@export.command("dimacs")
@click.argument("case_name", metavar="CASE")
@click.argument("theory_name", metavar="THEORY")
@click.argument("period", metavar="PERIOD")
@click.option("--explains", metavar="TERM", help="Which of the terms that the theory explains. Default: the first.")
@click.option("--outcome", metavar="OUTCOME", help="Also claim this outcome: satisfiable where it is predicted.")
@output_option
@force_option
@gathered(to=Destination)
def export_dimacs(
    case_name: str, theory_name: str, period: str, explains: str | None, outcome: str | None, to: Destination
) -> None:
    """What a theory says in a period, with the codings known, as clauses for any SAT solver.

    \b
    Example:
      checker export dimacs belarus-iran neorealism decline --outcome rises --output decline.cnf
    """
    from checker.analysis.proof.dimacs import clauses_of
    from checker.analysis.verdicts.trial import Trial
    from checker.report.survey.exchange import dimacs

    study = read([case_name], [theory_name])
    case, theory = study.cases[0], study.theories[0]
    free(to.output, to.force)
    number = case.number_of(period)
    if not number:
        raise refused(
            COMMAND_LINE,
            "unknown-period",
            f"{case.name} has no period `{period}`",
            did_you_mean(period, [p.id for p in case.periods]),
        )
    by_name = {str(explained): explained for explained in theory.explains}
    explained = by_name.get(explains or next(iter(by_name)))
    if explained is None:
        raise refused(
            COMMAND_LINE,
            "not-explained",
            f"{theory.name} does not explain `{explains}`",
            did_you_mean(explains or "", by_name),
        )
    question = Trial(theory, case).question(explained, number)
    if not question.testable:
        raise refused(
            COMMAND_LINE,
            "no-earlier-period",
            f"{explained} in `{period}` has no earlier period to change from",
            "choose a later period",
        )
    if outcome is not None and outcome not in question.outcomes:
        raise refused(
            COMMAND_LINE,
            "unknown-outcome",
            f"`{outcome}` is no outcome of {explained}",
            did_you_mean(outcome, question.outcomes),
        )
    claim = (
        f"and the outcome `{outcome}`: satisfiable exactly where it is predicted"
        if outcome
        else "satisfiable exactly where some outcome is predicted"
    )
    says = (f"{theory.name} on {case.name}, {period}: {explained}", f"strict propositions and known codings; {claim}")
    write(dimacs(clauses_of(question, outcome), says), to.output)


@export.command("qdc")
@click.argument("codebook_name", metavar="CASE|CODEBOOK")
@output_option
@force_option
def export_qdc(codebook_name: str, output: Path | None, force: bool) -> None:
    """The codebook for software for qualitative data analysis (REFI-QDA .qdc).

    \b
    Example:
      checker export qdc belarus-iran --output codebook.qdc
    """
    from checker.files.exchange.refi_qda import qdc
    from checker.files.study.load import read_any

    study = read_any([codebook_name])
    spoken = [*study.codebooks, *(case.codebook for case in study.cases), *(t.codebook for t in study.theories)]
    free(output, force)
    write(qdc(spoken[0]), output)


@export.command("bibtex")
@click.argument("cases", nargs=-1, required=True, metavar="CASE...")
@output_option
@force_option
def export_bibtex(cases: Sequence[str], output: Path | None, force: bool) -> None:
    """The works that cases cite, as BibTeX.

    \b
    Example:
      checker export bibtex belarus-iran --output cited.bib
    """
    from checker.files.exchange.bibliography_out import bibtex, cited

    found = cited(_cases(cases))
    free(output, force)
    write(bibtex(found), output)


@export.command("csl")
@click.argument("cases", nargs=-1, required=True, metavar="CASE...")
@output_option
@force_option
def export_csl(cases: Sequence[str], output: Path | None, force: bool) -> None:
    """The works that cases cite, as CSL-JSON for citation managers.

    \b
    Example:
      checker export csl belarus-iran --output cited.json
    """
    from checker.files.exchange.bibliography_out import cited, csl_json

    found = cited(_cases(cases))
    free(output, force)
    write(csl_json(found), output)


def _cases(names: Sequence[str]) -> tuple[Case, ...]:
    from checker.files.library.locate import find
    from checker.files.study.reader import read_study

    return read_study([], find(names, "case")).cases


def _one_codebook(cases: Sequence[Case]) -> Codebook:
    books = {case.codebook.name: case.codebook for case in cases}
    if len(books) > 1:
        raise refused(
            COMMAND_LINE,
            "other-vocabulary",
            f"the cases speak different vocabularies: {', '.join(books)}",
            "choose cases of one codebook",
        )
    return cases[0].codebook


def free(path: Path | None, force: bool) -> None:
    """Refuse to overwrite a file that was not given up."""
    if path is not None and path.exists() and not force:
        click.echo(f"{path} exists; nothing was written. Give another name, or --force to overwrite it.", err=True)
        sys.exit(BAD_INPUT)


def _write_bytes(data: bytes, form: str, output: Path | None) -> None:
    """Write a table; only CSV goes to a terminal."""
    if form == "csv":
        write(data.decode(), output)
        return
    if output is None:
        raise refused(
            COMMAND_LINE, "conflicting-options", f"a table in the format {form} cannot be shown", "add --output FILE"
        )
    write(data, output)
