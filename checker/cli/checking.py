"""check, validate, list, new: from files to verdicts, and to files."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from checker.cli.running import (
    BAD_INPUT,
    Destination,
    coloured,
    exit_code,
    format_option,
    gathered,
    output_option,
    read,
    show_problems,
    terminal_width,
    theory_option,
    write,
)
from checker.problems import InvalidStudy

if TYPE_CHECKING:
    from checker.analysis.verdicts.judgement import CaseResult
    from checker.analysis.verdicts.what_if import Variant


@click.command()
@click.argument("cases", nargs=-1, required=True, metavar="CASE...")
@theory_option
@click.option("--period", "periods", multiple=True, metavar="PERIOD", help="Only this period, by its id; repeatable.")
@click.option("--indicator", metavar="NAME", help="Read the outcome by this indicator of the case instead.")
@click.option(
    "--before-onset", is_flag=True, help="Treat as missing what rests only on evidence after the outcome set in."
)
@click.option(
    "--without-source",
    "sources",
    multiple=True,
    metavar="KEY",
    help="Treat as missing what rests on this source alone, by its key in the references; repeatable.",
)
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="PERIOD:TERM=VALUE",
    help="Another coding for this run, e.g. rise:cooperation=high; repeatable.",
)
@click.option(
    "--without",
    "without",
    multiple=True,
    metavar="PROPOSITION",
    help="Give up a proposition, by its id, or an exhaustive statement, by its label; THEORY:ID of one "
    "theory alone; repeatable.",
)
@click.option("--reading", metavar="NAME", help="Judge by this named reading of the case, as a coder's.")
@click.option("--verbose", is_flag=True, help="Every cell in full: its chances, what the theory says there, and why.")
@click.option("--certify", is_flag=True, help="Prove every verdict, and check the proofs, before anything is shown.")
@format_option("text", "json", "csv", "markdown", "latex", "html")
@output_option
@gathered(to=Destination)
def check(
    cases: Sequence[str], theories: Sequence[str], verbose: bool, certify: bool, to: Destination, **what_if: Any
) -> None:
    """Which theory's predictions fit the observed outcome, period by period.

    \b
    Example:
      checker check belarus-iran
      checker check belarus-iran --theory neorealism --set rise:cooperation=high
      checker check belarus-iran --certify
    """
    from checker.analysis.verdicts.what_if import Variant, judged
    from checker.files.study.load import theories_for
    from checker.report.check.formats import rendered

    study = read(cases, theories)
    variant = Variant(**what_if)
    views = [judged(case, theories_for(case, study), variant) for case in study.cases]
    width, colour = terminal_width(), coloured() and to.output is None
    proved = _certified([view.result for view in views], variant, width) if certify else ""
    shown = rendered(views, to.form, variant.said(study.theories), width, colour, verbose)
    if proved and to.form != "text":
        click.echo(proved, nl=False, err=True)
    write(f"{shown}\n{proved}" if proved and to.form == "text" else shown, to.output)
    sys.exit(exit_code(view.result for view in views))


def _certified(results: Sequence[CaseResult], variant: Variant, width: int) -> str:
    """What was verified, once it was."""
    from checker.analysis.proof.certification import certify_result
    from checker.report.explain.certificates import certified_text

    return certified_text([each for result in results for each in certify_result(result, variant.given_up)], width)


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@format_option("text", "json")
def validate(paths: Sequence[str], form: str) -> None:
    """Every problem in the files, and each rule as it was understood.

    \b
    Example:
      checker validate neorealism belarus-iran
    """
    from checker.analysis.coding.progress import progress
    from checker.files.study.load import read_any, theories_at_hand
    from checker.report.check.validation import validated, validated_json

    show = validated if form == "text" else validated_json
    try:
        study = read_any(paths)
    except InvalidStudy as error:
        if form == "text":
            raise
        click.echo(show((), (), error.problems), nl=False)
        sys.exit(BAD_INPUT)
    if form == "text":
        show_problems(study.warnings)
    found = [progress(case, theories_at_hand(case, study)) for case in study.cases]
    click.echo(show(study.theories, found, study.warnings), nl=False)


@click.command("list")
@format_option("text", "json")
def list_(form: str) -> None:
    """What is installed, and what lies in ./theory and ./cases.

    \b
    Example:
      checker list
    """
    from checker.files.study.catalogue import catalogue
    from checker.report.check.listing import listing, listing_json

    write((listing if form == "text" else listing_json)(catalogue()), None)


COMMANDS: tuple[click.Command, ...] = (check, validate, list_)
