"""import and coders: codings from other programs into a case, and several coders side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

import click

from checker.cli.exporting import export, force_option, free
from checker.cli.running import (
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
from checker.problems import COMMAND_LINE, refused

if TYPE_CHECKING:
    from checker.study.case import Case
    from checker.study.sheet import Sheet


@click.group("import")
def import_() -> None:
    """Codings from a table or from software for qualitative data analysis, into a case file.

    The rest of the file keeps its comments, its order and its looks.

    \b
    Example:
      checker import codings ann --case belarus-iran --output belarus-iran.yaml
    """


def dry_run_option(function: F) -> F:
    return click.option("--dry-run", is_flag=True, help="Only say what would change, cell by cell; write nothing.")(
        function
    )


def case_option(function: F) -> F:
    return click.option(
        "--case", "case_name", required=True, metavar="CASE", help="The case that the codings are for."
    )(function)


@import_.command("codings")
@click.argument("table", metavar="TABLE", type=click.Path(path_type=Path))
@case_option
@dry_run_option
@output_option
@force_option
def import_codings(table: Path, case_name: str, dry_run: bool, output: Path | None, force: bool) -> None:
    """The codings of a long table (.csv, .xlsx, .parquet), in place of those that the case has.

    Codings that the table does not name stay, and so does what it has no column for. Without --output the new file is
    shown, not written.

    `ann` and `bob` are example tables that come with the package.

    \b
    Example:
      checker import codings ann --case belarus-iran --output belarus-iran.yaml
    """
    from checker.files.library.examples import example_of_coders
    from checker.files.study.coding_rows import read_coding_table, the_sheet

    path = example_of_coders(table)
    free(output, force)
    _put(
        case_name,
        lambda case: the_sheet(read_coding_table(path, str(table), case), str(table)),
        output,
        dry_run=dry_run,
    )


@import_.command("qdpx")
@click.argument("project", metavar="FILE", type=click.Path(path_type=Path))
@case_option
@dry_run_option
@output_option
@force_option
def import_qdpx(project: Path, case_name: str, dry_run: bool, output: Path | None, force: bool) -> None:
    """The variable values and codes of the cases of a REFI-QDA project (.qdpx).

    A case of the project stands for a period and bears its id, alone or after the case's name and a slash.

    `example` is a project that comes with the package.

    \b
    Example:
      checker import qdpx example --case belarus-iran --output belarus-iran.yaml
    """
    from checker.files.exchange.refi_qda import read_qdpx
    from checker.files.library.examples import example_of_coders

    path = example_of_coders(project)
    free(output, force)
    _put(case_name, lambda case: read_qdpx(path, str(project), case), output, dry_run=dry_run)


@click.command()
@click.argument("case_name", metavar="CASE")
@click.argument("tables", nargs=-1, required=True, metavar="TABLE...", type=click.Path(path_type=Path))
@theory_option
@click.option(
    "--merged",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Also write the case with disagreements as contested codings, each value as probable as coders hold on average.",
)
@format_option("text", "json", "csv", "markdown", "latex")
@output_option
@force_option
@gathered(to=Destination)
def coders(
    case_name: str, tables: Sequence[Path], theories: Sequence[str], merged: Path | None, to: Destination
) -> None:
    """Several coders of one case: agreement, disagreements, and the verdicts that hang on the coder.

    Each table is the work of one coder, or of several that its column `coder` names. The name of a reading of the
    case stands for what it codes. `ann` and `bob` are examples that come with the package.

    \b
    Example:
      checker coders belarus-iran coder-a coder-b
      checker coders belarus-iran ann bob
      checker coders belarus-iran ann bob --merged merged.yaml
    """
    from checker.analysis.coding.coders import MERGING, agreement, merged_codings
    from checker.files.study.load import theories_for
    from checker.report.compare.coders import coders_rendered
    from checker.study.sheet import EVIDENCE_COLUMNS, Sheet

    study = read([case_name], theories)
    case = study.cases[0]
    for path in (to.output, merged):
        free(path, to.force)
    sheets = _sheets(tables, case)
    found = agreement(case, sheets, theories_for(case, study))
    if merged is not None:
        lacking = frozenset(EVIDENCE_COLUMNS).intersection(*(sheet.lacking for sheet in sheets))
        remark = f"# Codings of {' and '.join(sheet.coder for sheet in sheets)}, merged by checker coders. {MERGING}"
        _put(
            case_name,
            lambda _: Sheet("", merged_codings(case, sheets), lacking=lacking),
            merged,
            remark=fill(remark, 100, subsequent_indent="# "),
        )
    write(coders_rendered(found, to.form, terminal_width()), to.output)


def _sheets(tables: Sequence[Path], case: Case) -> list[Sheet]:
    """One sheet for each coder: a reading of the case, or those of a table by its column `coder` or its own name."""
    from checker.files.library.examples import example_of_coders
    from checker.files.study.coding_rows import read_coding_table
    from checker.study.sheet import named_sheets, sheet_of_reading

    sheets = named_sheets(
        [
            (
                table.stem,
                (sheet_of_reading(case, str(table)),)
                if str(table) in case.readings
                else read_coding_table(example_of_coders(table), str(table), case),
            )
            for table in tables
        ]
    )
    if len(sheets) < 2:
        raise refused(
            COMMAND_LINE,
            "too-few-coders",
            "there is one coder only",
            "give a table for each coder, or name them in the column `coder`",
        )
    return sheets


def _put(
    case_name: str, sheet_for: Callable[[Case], Sheet], output: Path | None, *, remark: str = "", dry_run: bool = False
) -> None:
    """Put the codings of a sheet into the text of a case, under a remark: to a file, or to stdout."""
    from checker.files.exchange.import_codings import imported, moved, read_case_text
    from checker.files.library.locate import find
    from checker.report.survey.exchange import SHOWN, import_told, left_aside
    from checker.study.sheet import completed, without_effect

    path = find([case_name], "case")[0]
    case, source = read_case_text(path)
    sheet = sheet_for(case)
    found = imported(case, source, completed(case, sheet))
    shown = len(found.changes) if dry_run else SHOWN
    for line in (
        *import_told(found.changes, found.unchanged, shown),
        *left_aside(sheet.passed_over, without_effect(case, sheet.codings)),
    ):
        click.echo(line, err=not dry_run)
    if not dry_run:
        text = found.text if output is None else moved(found.text, path.parent, output.parent)
        write(f"{remark}\n\n{text}" if remark else text, output)


COMMANDS: tuple[click.Command, ...] = (export, import_, coders)
