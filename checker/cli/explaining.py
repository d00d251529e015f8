"""explain, certify: why a verdict, and proof of it for others."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.cli.running import (
    INCOMPLETE,
    REFUTED,
    Destination,
    cannot_write,
    coloured,
    format_option,
    gathered,
    output_option,
    read,
    terminal_width,
    theory_option,
    write,
)

if TYPE_CHECKING:
    from checker.files.library.locate import FileKind


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="CASE [THEORY] [PERIOD]")
@click.option(
    "--theory",
    "-t",
    "theories",
    multiple=True,
    metavar="THEORY",
    help="A theory, by name or path, in place of THEORY; repeatable.",
)
@click.option(
    "--verbose",
    "-v",
    is_flag=True,
    help="Show everything: what would have to give, what else is excluded, what the theory forbids.",
)
@click.option("--logic", is_flag=True, help="Show the rules too, as written and in symbols.")
@click.option("--paths", is_flag=True, help="Show the file and line of every premise.")
@click.option(
    "--cores",
    type=click.IntRange(1, 1000),
    metavar="N",
    help="List up to N minimal sets of reasons for each exclusion, smallest first.",
)
@format_option("text", "json", "markdown")
@output_option
@gathered(to=Destination)
def explain(words: Sequence[str], theories: Sequence[str], cores: int | None, to: Destination, **detail: bool) -> None:
    """Why: the reasons for the most likely verdict on a period, and what would change it.

    Without PERIOD: the record over the whole case, whether the theory holds with all codings together, and what
    each proposition did.

    \b
    Example:
      checker explain belarus-iran neorealism decline
      checker explain belarus-iran neorealism
      checker explain belarus-iran origins --theory ideational-liberalism --logic --cores 10
    """
    from checker.analysis.explain.explain import explain as explained
    from checker.analysis.explain.explain import refutes
    from checker.analysis.explain.period import DEFAULT_CORES
    from checker.report.explain.formats import explain_rendered
    from checker.report.explain.head import Detail

    case, named, period = _asked(words, theories)
    study = read([case], named)
    found = [
        each for theory in study.theories for each in explained(theory, study.cases[0], period, cores or DEFAULT_CORES)
    ]
    shown = Detail(**detail, cores_listed=cores is not None)
    write(explain_rendered(found, to.form, shown, terminal_width(), coloured() and to.output is None), to.output)
    if not all(each.is_complete for each in found):
        sys.exit(INCOMPLETE)
    sys.exit(REFUTED if any(map(refutes, found)) else 0)


def _asked(words: Sequence[str], theories: Sequence[str]) -> tuple[str, list[str], str | None]:
    """Case, theories and period among the words, whatever their order where it is plain which is which."""
    from checker.files.library.locate import declared
    from checker.files.library.locate import named as file_named

    def is_a(word: str, kind: FileKind) -> bool:
        what = declared(Path(word)) if Path(word).is_file() else None
        return what[0] == kind if what is not None else file_named(word, kind) is not None

    left = list(words)
    case = left[0] if is_a(left[0], "case") else next((word for word in left if is_a(word, "case")), left[0])
    left.remove(case)
    named = [word for word in left if is_a(word, "theory")]
    left = [word for word in left if word not in named]
    if left and not named and not theories:
        # The first word that is left was meant for a theory, unless it is a period.
        periods = [period.id for period in read([case]).cases[0].periods]
        if left[0] in periods:
            raise click.UsageError(f"name a theory, as in `checker explain {case} THEORY {left[0]}`")
        named.append(left.pop(0))
    if not named and not theories:
        raise click.UsageError(f"name a theory, as in `checker explain {case} THEORY`; `checker list` shows them")
    if len(left) > 1:
        raise click.UsageError(f"name one case and one period; besides the theories, {' and '.join(left)} are left")
    return case, [*named, *theories], left[0] if left else None


@click.command()
@click.argument("cases", nargs=-1, required=True, metavar="CASE...")
@theory_option
@click.option(
    "--output",
    "-o",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write the certificates into this folder.",
)
@format_option("text", "json")
def certify(cases: Sequence[str], theories: Sequence[str], folder: Path, form: str) -> None:
    """Witnesses and proofs that others can check without trusting this program.

    \b
    Example:
      checker certify belarus-iran --theory neorealism -o certificates
    """
    from checker.analysis.proof.certification import certify as certified
    from checker.files.library.writing import write_folder
    from checker.files.study.load import theories_for
    from checker.report.explain.certificates import certificate_files, certified_text

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
