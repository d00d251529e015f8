"""new: files to fill in."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from checker.cli.running import BAD_INPUT, Destination, gathered, write, write_file
from checker.problems import COMMAND_LINE, did_you_mean, refused

_NAME = r"[A-Za-z0-9_][A-Za-z0-9_.-]*"
_YEARS = re.compile(r"(-?\d{1,4})(?:-(\d{1,4}))?")


@dataclass(frozen=True)
class CaseOptions:
    """What is known of a new case, as typed: ROLE=ACTOR and ID:YEARS."""

    title: str | None
    roles: Sequence[str]
    periods: Sequence[str]


@click.group()
def new() -> None:
    """A commented file to fill in, made from the codebook.

    \b
    Example:
      checker new case turkey-iran --output turkey-iran.yaml
    """


@new.command("case")
@click.argument("name")
@click.option("--codebook", "-c", metavar="CODEBOOK", help="The vocabulary, by name or path. Default: the shipped one.")
@click.option(
    "--theory",
    "-t",
    "theories",
    multiple=True,
    metavar="THEORY",
    help="A theory to prepare for; repeatable. Default: all of the codebook.",
)
@click.option("--title", help="What reports call the case.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    metavar="ROLE=ACTOR",
    help="Who plays a role, e.g. state=Turkey; repeatable, and repeated for several actors.",
)
@click.option(
    "--period",
    "periods",
    multiple=True,
    metavar="ID[:YEARS]",
    help="A period, e.g. detente:1969-1979; repeatable, in order.",
)
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Default: cases/NAME.yaml.")
@click.option("--force", is_flag=True, help="Overwrite the file if there is one.")
@gathered(about=CaseOptions, to=Destination)
def case(name: str, codebook: str | None, theories: Sequence[str], about: CaseOptions, to: Destination) -> None:
    """A case with every term that the theories use, its question and its decision rules.

    On a terminal, what is not given is asked for.

    \b
    Example:
      checker new case turkey-iran --role state=Turkey --role partner=Iran --period thaw:2002-2010
    """
    from checker.files.exchange.templates import Blank, new_case
    from checker.files.study.load import vocabulary

    _named(name)
    chosen, book, spoken = vocabulary(codebook, theories)
    asks, roles, periods = sys.stdin.isatty(), about.roles, about.periods
    if asks and not roles:
        answers = {
            role: click.prompt(f"{role}: {says}\n  who is it? (empty: nobody)", default="", show_default=False)
            for role, says in book.roles.items()
        }
        roles = [f"{role}={actor}" for role, actor in answers.items() if actor.strip()]
    if asks and not periods:
        said = click.prompt("Periods in order, as ID:FIRST-LAST, with spaces between them", default="first second")
        periods = said.split()
    cast = _cast(roles, list(book.roles))
    sliced = [_period(text) for text in periods or ("first", "second")]
    blank = Blank(name, about.title or name.replace("-", " ").replace("_", " ").capitalize(), chosen, cast, sliced)
    _finish("case", to.output or Path("cases") / f"{name}.yaml", new_case(blank, book, spoken), to.force)


@new.command("theory")
@click.argument("name")
@click.option("--codebook", "-c", metavar="CODEBOOK", help="The vocabulary, by name or path. Default: the shipped one.")
@click.option("--title", help="What reports call the theory.")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Default: theory/NAME.yaml.")
@click.option("--force", is_flag=True, help="Overwrite the file if there is one.")
def theory(name: str, codebook: str | None, title: str | None, output: Path | None, force: bool) -> None:
    """A theory with one worked proposition and the words it can be made of.

    \b
    Example:
      checker new theory prestige --title "Status seeking" --output prestige.yaml
    """
    from checker.files.exchange.templates import new_theory
    from checker.files.study.load import vocabulary

    _named(name)
    chosen, book, _ = vocabulary(codebook, ())
    text = new_theory(name, title or name.replace("-", " ").replace("_", " ").capitalize(), chosen, book)
    _finish("theory", output or Path("theory") / f"{name}.yaml", text, force)


def _named(name: str) -> None:
    """Refuse what cannot be the name of a file."""
    if not re.fullmatch(_NAME, name):
        raise refused(
            COMMAND_LINE,
            "malformed-name",
            f"`{name}` cannot be a name: letters, digits, `_`, `-` and `.` can, no folder",
            "give the name alone, and say where the file goes with --output",
        )


def _cast(roles: Sequence[str], known: Sequence[str]) -> dict[str, list[str]]:
    """Actors by role, in the order of the codebook; without any, each role has its name to be replaced."""
    cast: dict[str, list[str]] = {}
    for text in roles:
        role, equals, actor = text.partition("=")
        if role not in known or not equals or not actor.strip():
            raise refused(
                COMMAND_LINE, "malformed-option", f"`--role {text}` names no actor in a role", did_you_mean(role, known)
            )
        cast.setdefault(role, []).append(actor.strip())
    if not cast:
        return {role: [f"(the {role})"] for role in known}
    return {role: cast[role] for role in known if role in cast}


def _period(text: str) -> tuple[str, tuple[int, int] | None]:
    name, colon, years = text.partition(":")
    if not colon and _YEARS.fullmatch(name):
        raise refused(
            COMMAND_LINE,
            "malformed-option",
            f"`--period {text}` gives the years and no id",
            f"for example --period thaw:{text}",
        )
    match = _YEARS.fullmatch(years) if colon else None
    if not re.fullmatch(_NAME, name) or (colon and match is None):
        raise refused(
            COMMAND_LINE,
            "malformed-option",
            f"`--period {text}` is not of the form ID:FIRST-LAST",
            "for example --period detente:1969-1979",
        )
    if match and int(match[2] or match[1]) < int(match[1]):
        raise refused(
            COMMAND_LINE,
            "malformed-option",
            f"`--period {text}` ends before it begins",
            f"write --period {name}:{match[2]}-{match[1]}",
        )
    return name, (int(match[1]), int(match[2] or match[1])) if match else None


def _finish(kind: str, path: Path, text: str, force: bool) -> None:
    """Write a new file, and beside it the schema that its first line names."""
    from checker.files.exchange.templates import SCHEMAS
    from checker.files.schema.json_schema import schema_text

    if path.exists() and not force:
        click.echo(f"{path} exists; nothing was written. Give another --output, or --force to overwrite it.", err=True)
        sys.exit(BAD_INPUT)
    write(text, path)
    write_file(schema_text(kind), path.parent / SCHEMAS / f"{kind}.json")
    click.echo(f"fill it in, then: checker validate {path}", err=True)


COMMANDS: tuple[click.Command, ...] = (new,)
