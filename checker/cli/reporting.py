"""report, demo: pages to show, tables for a paper, a folder to begin with."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.cli.running import (
    BAD_INPUT,
    cannot_write,
    exit_code,
    format_option,
    output_option,
    read,
    theory_option,
    write,
)

if TYPE_CHECKING:
    from checker.analysis.page.dossier import Dossier
    from checker.report.page.view import PageView

DEMO_CASE = "belarus-iran"


@click.command()
@click.argument("cases", nargs=-1, required=True, metavar="CASE...")
@theory_option
@format_option("html", "markdown", "latex", "docx")
@output_option
@click.option(
    "--figures",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write pictures for a paper into this folder instead of a page.",
)
@click.option("--open", "opens", is_flag=True, help="Show the page in the browser.")
def report(
    cases: Sequence[str], theories: Sequence[str], form: str, output: Path | None, figures: Path | None, opens: bool
) -> None:
    """One self-contained page, with what-if; or its appendix as tables for a paper, or its pictures.

    Several cases make an index with a page for each beside it. A page goes to CASE.html where no file is named.

    The pictures are the matrix, the argument of every theory but the benchmarks at every rise and fall, and the
    timeline: as SVG files, and as PDF files beside them with theorychecker[figures]. For several cases each
    has a folder of its own. With -o the page is written too.

    \b
    Example:
      checker report belarus-iran -o belarus-iran.html
      checker report belarus-iran --format markdown
      checker report belarus-iran --theory neorealism --figures pictures
    """
    from checker.app.page import dossiers, view_of

    study = read(cases, theories)
    command = _command(cases, theories, form, output, figures)
    found = dossiers(study)
    views = [view_of(dossier, command) for dossier in found]
    target = output or Path(f"{views[0].case}.{form}" if len(views) == 1 else f"index.{form}")
    if figures is not None:
        _write_figures(views, found, figures)
    if figures is not None and output is None:
        pass
    elif form in ("markdown", "latex"):
        from checker.report.page.appendix import appendix

        write(
            "\n".join(appendix(view, dossier.theories, form) for view, dossier in zip(views, found, strict=True)),
            output,
        )
    elif form == "docx":
        _write_docx(views, found, target)
    else:
        _write_pages(views, target)
        if opens:
            click.launch(target.resolve().as_uri())
    sys.exit(exit_code(dossier.overview.result for dossier in found))


@click.command()
@click.argument("folder", default="checker-demo", type=click.Path(file_okay=False, path_type=Path), metavar="[DIR]")
@click.option("--force", is_flag=True, help="Write into the folder even if there is something in it.")
def demo(folder: Path, force: bool) -> None:
    """A folder for a first five minutes: a case, its theories, the report, a short README.

    \b
    Example:
      checker demo first-look
    """
    from checker.app.page import dossiers, view_of
    from checker.files.library.copying import copied_into
    from checker.report.page.render_page import demo_readme, page

    if folder.is_dir() and any(folder.iterdir()) and not force:
        click.echo(f"{folder} is not empty; name another folder, or give --force to write into it", err=True)
        sys.exit(BAD_INPUT)
    study = read([DEMO_CASE])
    (dossier,) = dossiers(study)
    view = view_of(dossier, f"checker report {DEMO_CASE} -o {DEMO_CASE}.html")
    name = f"{DEMO_CASE}.html"
    try:
        made = copied_into(folder, dossier.case, dossier.theories)
    except OSError as error:
        cannot_write(folder, error)
    write(page(view), folder / name)
    write(
        demo_readme(dossier, view, name, [(name, "the report"), *((file, _kind(file)) for file in made)]),
        folder / "README.md",
    )


def _command(
    cases: Sequence[str], theories: Sequence[str], form: str, output: Path | None, figures: Path | None
) -> str:
    """The command as typed, in one fixed order of its options."""
    words = ["checker", "report", *cases]
    for theory in theories:
        words += ["--theory", theory]
    words += ["--format", form] if form != "html" else []
    words += ["-o", str(output)] if output is not None else []
    words += ["--figures", str(figures)] if figures is not None else []
    return shlex.join(words)


def _write_pages(views: Sequence[PageView], target: Path) -> None:
    """The page of one case, or an index and beside it a page for each case."""
    from checker.report.page.render_page import index, page

    if len(views) == 1:
        write(page(views[0]), target)
        return
    beside = [target.with_name(f"{view.case}.html") for view in views]
    beside = [path.with_stem(f"{path.stem}-case") if path == target else path for path in beside]
    for view, path in zip(views, beside, strict=True):
        write(page(view), path)
    write(index([(view, path.name) for view, path in zip(views, beside, strict=True)], views[0].provenance), target)


def _write_docx(views: Sequence[PageView], dossiers: Sequence[Dossier], target: Path) -> None:
    from checker.report.page.appendix import appendix_document
    from checker.report.render.docx import word_file

    paths = [target] if len(views) == 1 else [target.with_name(f"{view.case}.docx") for view in views]
    for view, dossier, path in zip(views, dossiers, paths, strict=True):
        write(word_file(appendix_document(view, dossier.theories)), path)


def _write_figures(views: Sequence[PageView], dossiers: Sequence[Dossier], folder: Path) -> None:
    from checker.report.page.figures import figures
    from checker.report.render.pdf import can_draw_pdf, pdf

    for view, dossier in zip(views, dossiers, strict=True):
        own = folder if len(views) == 1 else folder / view.case
        for name, svg in figures(dossier, view):
            write(svg, own / name)
            if can_draw_pdf():
                write(pdf(svg), (own / name).with_suffix(".pdf"))
    if not can_draw_pdf():
        click.echo("for PDF files beside them: pip install 'theorychecker[figures]'", err=True)


def _kind(file: str) -> str:
    """What a file of the demonstration is, in a few words."""
    if file.endswith(".bib"):
        return "references"
    if file.startswith("cases/"):
        return "the case: what was coded, with its evidence"
    return "the vocabulary" if file.endswith("codebook.yaml") else "a theory"


COMMANDS: tuple[click.Command, ...] = (report, demo)
