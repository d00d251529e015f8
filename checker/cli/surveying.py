"""survey, sets: large N, from a wide table to verdicts and exceptions, or to the fit of sets."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from checker.app.sets import SetOptions
from checker.app.survey import CodingOptions, FitOptions, Machine
from checker.cli.running import REFUTED, Destination, F, format_option, gathered, output_option, write


@dataclass(frozen=True)
class Listing(Destination):
    """A destination, and how many exceptions are named there."""

    shown: int = 20


def map_option(function: F) -> F:
    return click.option(
        "--map",
        "map_file",
        type=click.Path(path_type=Path),
        metavar="MAP.yaml",
        help="How columns become cases, periods and values. Default: columns `case`, `period` and terms by name.",
    )(function)


def lag_option(function: F) -> F:
    return click.option(
        "--lag",
        "lags",
        multiple=True,
        metavar="[TERM=]N[,N...]",
        help="Read a term, or all that are not explained, N periods earlier, under each N in turn; repeatable.",
    )(function)


@click.command()
@click.argument("table", metavar="TABLE")
@click.argument("theories", nargs=-1, required=True, metavar="THEORY...")
@map_option
@click.option(
    "--rows",
    "rows_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the verdict of every row to this .csv or .parquet.",
)
@click.option("--preview", is_flag=True, help="Only count how often each value is coded; judge nothing.")
@click.option("--fit", is_flag=True, help="Parameters of fit of what propositions state to be necessary or sufficient.")
@lag_option
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
@format_option("text", "json", "csv", "markdown")
@output_option
@gathered(codings=CodingOptions, wanted=FitOptions, machine=Machine, to=Listing)
def survey(
    table: str, theories: Sequence[str], codings: CodingOptions, wanted: FitOptions, machine: Machine, to: Listing
) -> None:
    """Large N: verdicts over a wide table, one row per case and period, and how well propositions fit.

    \b
    Example:
      checker survey invented-dyads democratic-peace
      checker survey invented-dyads democratic-peace --sweep joint_democracy=5:8:1
    """
    from checker.app.survey import surveyed
    from checker.report.survey.formats import rendered

    found = surveyed(table, theories, codings, wanted, machine)
    write(rendered(found, to.form, to.shown, not wanted.preview), to.output)
    sys.exit(REFUTED if found.refuting and not wanted.preview else 0)


@click.command()
@click.argument("table", metavar="TABLE")
@click.argument("theories", nargs=-1, metavar="[THEORY]...")
@click.option(
    "--outcome",
    metavar="SET",
    help="What is to be explained, a QCA expression over columns, or with a theory over its terms.",
)
@click.option("--solution", metavar="SET", help="The fit of a QCA formula, such as DEV*~IND + URB{1}*LIT.")
@click.option("--against", metavar="SET", help="Evaluate a theory, written as a QCA formula, against the solution.")
@click.option("--truth-table", "conditions", metavar="A,B,C", help="The truth table over these columns.")
@click.option("--consistency-cut", type=float, default=1.0, show_default=True, help="From where a row is coded 1.")
@click.option("--evaluate", is_flag=True, help="With two theories: the first against the second, row by row.")
@map_option
@lag_option
@click.option("--cases", "case_column", default="case", show_default=True, help="The column with the names of cases.")
@format_option("text", "json", "csv")
@output_option
@gathered(codings=CodingOptions, options=SetOptions, to=Destination)
def sets(table: str, theories: Sequence[str], codings: CodingOptions, options: SetOptions, to: Destination) -> None:
    """Set-theoretic methods (QCA): the fit of a formula, a truth table, the evaluation of a theory.

    Formulas speak of the columns of the table, or with a theory of the terms that the map reads.

    \b
    Example:
      checker sets invented-countries --outcome STABLE --solution "RICH*URBAN + ~RICH*SMALL"
      checker sets invented-countries --outcome STABLE --truth-table RICH,URBAN,SMALL
    """
    from checker.app.sets import sets_of
    from checker.report.survey.sets import sets_rendered

    write(sets_rendered(sets_of(table, theories, codings, options), to.form), to.output)


COMMANDS: tuple[click.Command, ...] = (survey, sets)
