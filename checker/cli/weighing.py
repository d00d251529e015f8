"""robust, compare, discriminate, inspect: how firm, which rival, what next, how much."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.cli.running import (
    INCOMPLETE,
    REFUTED,
    format_option,
    output_option,
    read,
    terminal_width,
    theory_option,
    write,
)

if TYPE_CHECKING:
    from checker.files.study.reader import Study

FORMATS = ("text", "json", "csv", "markdown", "latex")


@click.command()
@click.argument("cases", nargs=-1, required=True, metavar="CASE...")
@theory_option
@click.option(
    "--without-source",
    "sources",
    multiple=True,
    metavar="KEY",
    help="Treat as missing what rests on this source alone, by its key in the references; repeatable.",
)
@click.option(
    "--confidence",
    "confidences",
    multiple=True,
    metavar="PERIOD:TERM",
    help="Instead, how sure this coding must be for a verdict to lead, as a formula; PERIOD:TERM=VALUE for "
    "another value than its likeliest; up to three times.",
)
@format_option(*FORMATS)
@output_option
def robust(
    cases: Sequence[str],
    theories: Sequence[str],
    sources: Sequence[str],
    confidences: Sequence[str],
    form: str,
    output: Path | None,
) -> None:
    """How firm: what verdicts hang on, distance, probability, criticality, other readings, cut points, sources.

    \b
    Example:
      checker robust belarus-iran
      checker robust belarus-iran --theory neorealism
      checker robust belarus-iran --theory neorealism --confidence decline:cooperation
    """
    from checker.analysis.robust.robustness import robustness
    from checker.analysis.verdicts.what_if import resting_on_others
    from checker.files.study.load import theories_for
    from checker.report.robust.formats import robust_rendered

    study = read(cases, theories)
    shown = [resting_on_others(case, sources) for case in study.cases]
    if confidences:
        from checker.analysis.robust.thresholds import thresholds
        from checker.report.robust.thresholds import thresholds_rendered

        moved = [thresholds(case, theories_for(case, study), confidences) for case in shown]
        write(thresholds_rendered(moved, form, terminal_width()), output)
        sys.exit(_exit_code(each.is_complete for each in moved))
    found = [robustness(case, theories_for(case, study), _step) for case in shown]
    _step("")
    write(robust_rendered(found, form, terminal_width(), sources), output)
    code = _exit_code(each.is_complete for each in found)
    refuted = any(firm.is_refuted for each in found for one in each.theories for firm in one.periods)
    sys.exit(REFUTED if refuted and not code else code)


@click.command()
@click.argument("cases", nargs=-1, required=True, metavar="CASE...")
@theory_option
@click.option(
    "--verbose",
    is_flag=True,
    help="Every test, definite predictions, severity in numbers, boldness, and events as clues.",
)
@format_option(*FORMATS)
@output_option
def compare(cases: Sequence[str], theories: Sequence[str], verbose: bool, form: str, output: Path | None) -> None:
    """Rivals: critical tests, dominance, truth table over cases, severity.

    \b
    Example:
      checker compare belarus-iran
      checker compare belarus-iran --theory neorealism --theory republican-liberalism
    """
    from checker.analysis.rivals.comparison import compare as compared
    from checker.files.study.load import theories_for
    from checker.report.compare.compare import compare_rendered

    study = read(cases, theories)
    found = [
        each
        for book in dict.fromkeys(case.codebook.name for case in study.cases)
        for own in [[case for case in study.cases if case.codebook.name == book]]
        for each in compared(own, theories_for(own[0], study))
    ]
    write(compare_rendered(found, form, terminal_width(), verbose), output)
    code = _exit_code(each.is_complete for each in found)
    refuted = any(entry.is_refuted for each in found for line in each.with_exhaustive.lines for entry in line.entries)
    sys.exit(REFUTED if refuted and not code else code)


@click.command()
@click.argument("theories", nargs=2, metavar="THEORY THEORY")
@click.argument("case", required=False, metavar="[CASE]")
@click.option(
    "--likelihoods",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Instead, the weight of clues of the case in decibels, from a table of how likely you take each to be if the "
    "one theory is true, and if the other is: columns clue, one named for each theory, given, note.",
)
@click.option("--prior-odds", "odds", metavar="A:B", help="Your odds of the first against the second before the clues.")
@format_option(*FORMATS)
@output_option
def discriminate(
    theories: tuple[str, str],
    case: str | None,
    likelihoods: Path | None,
    odds: str | None,
    form: str,
    output: Path | None,
) -> None:
    """What to look for next: the smallest observations that tell the two apart.

    \b
    Example:
      checker discriminate neorealism liberalism
      checker discriminate neorealism liberalism belarus-iran
    """
    from checker.analysis.rivals.discrimination import discriminate as discriminated
    from checker.problems import refused
    from checker.report.compare.discriminate import discriminate_rendered

    study = read([case] if case is not None else [], theories)
    if len(study.theories) < 2:
        raise refused(
            study.theories[0].location,
            "given-twice",
            f"{study.theories[0].name} is given twice, and nothing tells a theory apart from itself",
            "name two different theories",
        )
    if likelihoods is not None or odds is not None:
        write(_weights(study, likelihoods, odds, form), output)
        return
    found = discriminated(study.theories[0], study.theories[1], study.cases[0] if study.cases else None)
    write(discriminate_rendered(found, form, terminal_width()), output)
    sys.exit(_exit_code([found.is_complete]))


def _weights(study: Study, likelihoods: Path | None, odds: str | None, form: str) -> str:
    from checker.analysis.rivals.weights import weigh
    from checker.files.study.likelihoods import odds_of_option, read_likelihoods
    from checker.problems import COMMAND_LINE, refused
    from checker.report.compare.weights import weights_rendered

    if likelihoods is None or not study.cases:
        lacking = "a table: --likelihoods FILE" if likelihoods is None else "a case after the two theories"
        raise refused(COMMAND_LINE, "missing-option", "clues are weighed by a table, on a case", f"add {lacking}")
    (first, second), case = study.theories[:2], study.cases[0]
    clues = read_likelihoods(likelihoods, str(likelihoods), case, (first.name, second.name))
    weights = weigh(first, second, case, clues, None if odds is None else odds_of_option(odds))
    return weights_rendered(weights, form, terminal_width())


@click.command()
@click.argument("theories", nargs=-1, required=True, metavar="THEORY...")
@format_option(*FORMATS)
@output_option
def inspect(theories: Sequence[str], form: str, output: Path | None) -> None:
    """Hygiene and empirical content of a theory on its own; of several, which is the bolder.

    \b
    Example:
      checker inspect republican-liberalism
      checker inspect neorealism neoclassical-realism
    """
    from checker.analysis.rivals.content import boldness_of_each_two
    from checker.analysis.rivals.content import inspect as inspected
    from checker.report.compare.inspect import inspect_rendered

    chosen = read([], theories).theories
    found = [inspected(theory) for theory in chosen]
    compared = boldness_of_each_two(chosen)
    write(inspect_rendered(found, form, terminal_width(), compared), output)
    sys.exit(_exit_code([*(each.is_complete for each in found), *(not pair.limit for pair in compared)]))


def _step(theory: str) -> None:
    """What is being worked on, on a terminal's stderr; nothing once done, and nothing to a file or a pipe."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{theory}" + " ..." * bool(theory), nl=False, err=True)


def _exit_code(complete: Iterable[bool], verdicts: Iterable[str] = ()) -> int:
    from checker.analysis.verdicts.judgement import REFUTED as REFUTING

    if not all(complete):
        return INCOMPLETE
    return REFUTED if any(verdict in REFUTING for verdict in verdicts) else 0


COMMANDS: tuple[click.Command, ...] = (robust, compare, discriminate, inspect)
