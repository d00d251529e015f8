"""explain, certify: why a verdict, and proof of it for others."""

from __future__ import annotations

import sys
from pathlib import Path
from collections.abc import Sequence

import click

from checker.cli.running import (
    INCOMPLETE, REFUTED, cannot_write, coloured, format_option, output_option, read, terminal_width, theory_option,
    write,
)


@click.command()
@click.argument("case")
@click.argument("theory")
@click.argument("period", required=False)
@click.option("--logic", is_flag=True, help="Show the rules too, as written and in symbols.")
@click.option("--cores", type=click.IntRange(1, 1000), default=3, show_default=True, metavar="N",
              help="How many minimal sets of reasons to list for each exclusion, smallest first.")
@format_option("text", "json", "markdown")
@output_option
def explain(
    case: str, theory: str, period: str | None, logic: bool, cores: int, form: str, output: Path | None
) -> None:
    """Why: the steps behind a verdict, what would have to give, and what the theory forbids.

    Without PERIOD: whether the theory holds with the whole case, and what each proposition did in it.

    \b
    Example:
      checker explain belarus-iran neorealism decline
      checker explain belarus-iran neorealism
      checker explain belarus-iran ideational-liberalism origins --logic --cores 10
    """
    from checker.analysis.why import explain as explained
    from checker.analysis.why import refutes
    from checker.report.explain_formats import explain_rendered

    study = read([case], [theory])
    found = explained(study.theories[0], study.cases[0], period, cores)
    write(explain_rendered(found, form, logic, terminal_width(), coloured() and output is None), output)
    if not all(each.is_complete for each in found):
        sys.exit(INCOMPLETE)
    sys.exit(REFUTED if any(map(refutes, found)) else 0)


@click.command()
@click.argument("cases", nargs=-1, required=True, metavar="CASE...")
@theory_option
@click.option("--output", "-o", "folder", required=True, type=click.Path(file_okay=False, path_type=Path),
              metavar="DIR", help="Write the certificates into this folder.")
@format_option("text", "json")
def certify(cases: Sequence[str], theories: Sequence[str], folder: Path, form: str) -> None:
    """Witnesses and proofs that others can check without trusting this program.

    \b
    Example:
      checker certify belarus-iran --theory neorealism -o certificates
    """
    from checker.analysis.certification import certify as certified
    from checker.files.folder import write_folder
    from checker.files.naming import theories_for
    from checker.report.certificates import certificate_files, certified_text

    study = read(cases, theories)
    found = [each for case in study.cases for theory in theories_for(case, study) for each in certified(theory, case)]
    files = certificate_files(found)
    try:
        write_folder(folder, files)
    except OSError as error:
        cannot_write(folder, error)
    click.echo(files["index.json"] if form == "json" else certified_text(found, terminal_width()), nl=False)
    click.echo(f"wrote {folder}", err=True)
    sys.exit(0 if all(each.is_complete for each in found) else INCOMPLETE)


COMMANDS: tuple[click.Command, ...] = (explain, certify)
