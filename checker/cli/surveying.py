"""survey: large N, from a wide table to verdicts, exceptions and fit."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from checker.app.sets import SetQuestion, sets_answered, terms_answered
from checker.cli.running import REFUTED, format_option, output_option, write


@click.command()
@click.argument("table", metavar="TABLE")
@click.argument("theories", nargs=-1, metavar="[THEORY]...")
@click.option(
    "--map",
    "map_file",
    type=click.Path(path_type=Path),
    metavar="MAP.yaml",
    help="How columns become cases, periods and values. Default: columns `case`, `period` and terms by name.",
)
@click.option(
    "--rows",
    "rows_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the verdict of every row to this .csv or .parquet.",
)
@click.option("--preview", is_flag=True, help="Only count how often each value is coded; judge nothing.")
@click.option("--fit", is_flag=True, help="Parameters of fit of what propositions state to be necessary or sufficient.")
@click.option(
    "--lag",
    "lags",
    multiple=True,
    metavar="[TERM=]N[,N...]",
    help="Read a term, or all that are not explained, N periods earlier, under each N in turn; repeatable.",
)
@click.option(
    "--sweep",
    "sweeps",
    multiple=True,
    metavar="TERM=FROM:TO:STEP",
    help="Judge under each of these cut points of a term (TERM.VALUE with several cut points); repeatable.",
)
@click.option(
    "--bootstrap",
    type=click.IntRange(2, 100_000),
    metavar="DRAWS",
    help="With --fit: intervals from so many draws of whole cases.",
)
@click.option("--jackknife", is_flag=True, help="With --fit: intervals from leaving out each case once.")
@click.option("--seed", type=int, default=1, show_default=True, help="The seed of --bootstrap.")
@click.option(
    "--engine",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    help="Judge here, or on a Dask cluster.",
)
@click.option("--scheduler", metavar="ADDRESS", help="The cluster's scheduler. Default: a cluster on this machine.")
@click.option(
    "--workers", type=click.IntRange(1, 256), default=2, show_default=True, help="Workers of a cluster on this machine."
)
@click.option("--shown", type=click.IntRange(0), default=20, show_default=True, help="How many exceptions to name.")
@click.option("--evaluate", is_flag=True, help="With two theories: the first against the second, row by row.")
@click.option(
    "--outcome",
    metavar="SET",
    help="Instead of verdicts: the outcome, a QCA expression over columns, or with a theory over its terms.",
)
@click.option("--solution", metavar="SET", help="The fit of a QCA formula, such as DEV*~IND + URB{1}*LIT.")
@click.option("--against", metavar="SET", help="Evaluate a theory, written as a QCA formula, against the solution.")
@click.option("--truth-table", "conditions", metavar="A,B,C", help="The truth table over these columns.")
@click.option("--consistency-cut", type=float, default=1.0, show_default=True, help="From where a row is coded 1.")
@click.option("--cases", "case_column", default="case", show_default=True, help="The column with the names of cases.")
@format_option("text", "json", "csv", "markdown")
@output_option
def survey(
    table: str,
    theories: Sequence[str],
    map_file: Path | None,
    rows_file: Path | None,
    preview: bool,
    fit: bool,
    lags: Sequence[str],
    sweeps: Sequence[str],
    bootstrap: int | None,
    jackknife: bool,
    seed: int,
    engine: str,
    scheduler: str | None,
    workers: int,
    shown: int,
    outcome: str | None,
    solution: str | None,
    against: str | None,
    conditions: str | None,
    consistency_cut: float,
    case_column: str,
    form: str,
    output: Path | None,
    evaluate: bool,
) -> None:
    """Large N: verdicts and set-theoretic fit over a wide table, one row per case and period.

    \b
    Example:
      checker survey invented-dyads democratic-peace
      checker survey invented-dyads democratic-peace --sweep joint_democracy=5:8:1
      checker survey invented-countries --outcome STABLE --solution "RICH*URBAN + ~RICH*SMALL"
    """
    from checker.app.survey import answered, opened_table, ordered, result_of

    opened = opened_table(table)
    if not theories and outcome is None:
        raise click.UsageError("name a theory, or an --outcome with --solution or --truth-table")
    asked = SetQuestion(outcome or "", solution, against, conditions, consistency_cut)
    if not theories:
        write(sets_answered(opened, asked, case_column, form), output)
        return
    if outcome is not None or evaluate:
        read, order, codings = ordered(opened, theories, map_file, lags, (), False, False)
        write(terms_answered(order, asked, evaluate, form), output)
        return
    from checker.report.survey.formats import rendered

    read, order, codings = ordered(
        opened, theories, map_file, lags, sweeps, fit and not preview, bool(bootstrap) or jackknife
    )
    if rows_file is not None and (engine != "local" or len(codings) > 1):
        raise click.UsageError("--rows goes with the local engine and without --sweep")
    answer = answered(order, codings, rows_file, engine, scheduler, workers)
    result = result_of(opened, read, order, codings, answer, bootstrap, jackknife, seed, not preview)
    write(rendered(result, form, shown, not preview), output)
    sys.exit(REFUTED if result.refuting and not preview else 0)


COMMANDS: tuple[click.Command, ...] = (survey,)
