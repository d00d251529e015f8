"""What all commands share: options, reading with located errors, output, exit codes."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, cast

import click

from checker.problems import COMMAND_LINE, InvalidStudy, Problem, refused

if TYPE_CHECKING:
    from checker.analysis.verdicts.judgement import CaseResult
    from checker.files.study.reader import Study

REFUTED, BAD_INPUT, INCOMPLETE = 1, 2, 3
STOPPED = 130
ENDINGS = {
    ".csv": "csv",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
    ".json": "json",
    ".md": "markdown",
    ".tex": "latex",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".txt": "text",
    ".pdf": "pdf",
}
F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Destination:
    """In which format an answer is written, to which file (None: the terminal), and whether over one that is there."""

    form: str = ""
    output: Path | None = None
    force: bool = False


def gathered(**classes: type) -> Callable[[F], F]:
    """Hand a command its options in objects: `to=Destination` takes those named like the fields of Destination."""

    def decorate(function: F) -> F:
        @wraps(function)
        def called(*arguments: Any, **options: Any) -> Any:
            for name, kind in classes.items():
                own = [field.name for field in fields(kind) if field.name in options]
                options[name] = kind(**{field: options.pop(field) for field in own})
            return function(*arguments, **options)

        wrapped: Any = called
        return cast(F, wrapped)

    return decorate


class Group(click.Group):
    """A group whose commands stand in the order they were added, and that shows problems located."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Every command with the whole of its first sentence, where click would cut it."""
        found = [
            (name, command.get_short_help_str(200))
            for name in self.list_commands(ctx)
            if (command := self.get_command(ctx, name)) is not None and not command.hidden
        ]
        with formatter.section("Commands"):
            formatter.write_dl(found)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            from checker.problems import did_you_mean

            ctx.fail(f"there is no command `{args[0]}`; {did_you_mean(args[0], self.list_commands(ctx))}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        # A study is many small objects and no cycles: collecting less often saves a tenth of a short run.
        gc.set_threshold(100_000)
        try:
            return super().invoke(ctx)
        except InvalidStudy as error:
            # Warnings wait until nothing is wrong; `validate` shows both.
            everything = ctx.invoked_subcommand == "validate"
            show_problems(p for p in error.problems if everything or p.severity == "error")
            sys.exit(BAD_INPUT)
        except KeyboardInterrupt:
            # Files are written whole or not at all; the code is the shell's for Ctrl-C, since 1 means refuted.
            click.echo("stopped; nothing more was written", err=True)
            sys.exit(STOPPED)
        except BrokenPipeError:
            # The reader of a pipe went away, as with `| head`.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)


def format_option(*formats: str) -> Callable[[F], F]:
    """--format with these choices; without it the ending of --output decides, and else the first is taken."""

    def decorate(function: F) -> F:
        @wraps(function)
        def chosen(*arguments: Any, form: str | None, **options: Any) -> Any:
            output = options.get("output")
            return function(*arguments, form=form or _format_of(output, formats), **options)

        wrapped: Any = chosen
        declared = {parameter.name for parameter in getattr(function, "__click_params__", ())}
        by_ending = ", or by the ending of --output" if "output" in declared else ""
        option: F = click.option(
            "--format", "form", type=click.Choice(formats), help=f"What to write. Default: {formats[0]}{by_ending}."
        )(wrapped)
        return option

    return decorate


def _format_of(output: Path | None, formats: Sequence[str]) -> str:
    """The format that the ending of a file asks for; the first for an ending that says nothing of a format."""
    ending = output.suffix.lower() if output is not None else ""
    asked = ENDINGS.get(ending, formats[0])
    if asked not in formats:
        endings = ", ".join(f"`{end}`" for end, form in ENDINGS.items() if form in formats)
        hint = (
            "write an HTML file, and print it from the browser"
            if ending == ".pdf" and "html" in formats
            else f"name a file that ends in one of {endings}"
            if endings
            else "leave out --output"
        )
        raise refused(COMMAND_LINE, "unknown-format", f"this command does not write {ending} files", hint)
    return asked


def output_option(function: F) -> F:
    return click.option(
        "--output",
        "-o",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Write to this file instead of the terminal.",
    )(function)


def theory_option(function: F) -> F:
    return click.option(
        "--theory",
        "-t",
        "theories",
        multiple=True,
        metavar="THEORY",
        help="A theory, by name or path; repeatable. Default: all of the case's codebook.",
    )(function)


def read(cases: Sequence[str], theories: Sequence[str] = ()) -> Study:
    """The cases and theories of those names; their warnings are for `validate` to show."""
    from checker.files.study.load import read_named

    return read_named(cases, theories)


def write(content: str | bytes, output: Path | None) -> None:
    """To stdout, or to a file that is whole or not there at all."""
    if output is None:
        try:
            click.echo(content, nl=False)
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                raise
            # What is left in the buffer is not tried again at the end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            cannot_write("the answer", error)
        return
    write_file(content, output)
    click.echo(f"wrote {output}", err=True)


def write_file(content: str | bytes, path: Path) -> None:
    """To a file that is whole or not there at all, without a word where that works."""
    from checker.files.library.writing import write_whole

    try:
        write_whole(path, content)
    except OSError as error:
        cannot_write(path, error)


def cannot_write(path: Path | str, error: OSError) -> NoReturn:
    """Say so, and end as with any other bad input."""
    click.echo(f"cannot write {path}: {error.strerror}", err=True)
    sys.exit(BAD_INPUT)


def coloured() -> bool:
    """Colour only on a terminal, and not where NO_COLOR is set (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def terminal_width() -> int:
    return max(60, min(120, shutil.get_terminal_size((80, 24)).columns))


def show_problems(problems: Iterable[Problem], judged: str = "nothing was judged") -> None:
    """Each problem with its place, and how many errors there are; `judged` says what became of the rest."""
    shown = list(problems)
    for problem in shown:
        click.echo(str(problem), err=True)
    errors = sum(p.severity == "error" for p in shown)
    if errors:
        click.echo(f"{errors} {'error' if errors == 1 else 'errors'}; {judged}.", err=True)


def exit_code(results: Iterable[CaseResult]) -> int:
    """3 where a limit was reached, else 1 where a theory is refuted for certain or most likely, else 0."""
    judgements = [j for result in results for record in result.records for j in record.judgements]
    if any(not j.is_complete for j in judgements):
        return INCOMPLETE
    return REFUTED if any(j.is_refuted for j in judgements) else 0
