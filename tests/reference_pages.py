"""The pages of the documentation that are made from the code: the fields of the files and the commands.

python -m tests.reference_pages     writes them anew
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from inspect import cleandoc
from pathlib import Path

import click

from checker.cli import main
from checker.files.schema.declarations import FILES
from checker.files.schema.finer_case import FINER_CASE
from checker.files.schema.kinds import Kind, Many, OneOf, Record, Table, Word

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
HEAD = """# The commands

Made from `checker --help` and the help of every command. Reports go to standard output, problems to standard error.
Exit codes: 0, no theory is refuted; 1, some verdict is `contradicted`, `incoherent` or `denies conditions`, either
however the codings in doubt are settled or with a chance of more than one half; 2, bad input or usage; 3, a limit was
reached and the answer is not complete (said before 1); 130, stopped with Ctrl-C. Where a case or theory is wanted, a
name is looked for first as a path, then in `theory/` and `cases/` of the working folder, then among those that are
installed with checker; its title does as well, as in `checker explain belarus-iran "Neoclassical realism"`.
"""


def reference_page() -> str:
    """The fields of every kind of file as Markdown, for the documentation."""
    parts = ["# The fields of the files\n\nMade from the code (`checker/files/schema/declarations.py`)."]
    for name, record in {**FILES, "finer case": FINER_CASE}.items():
        parts.append(f"## The {name} file\n\n{record.says}\n\n{_table_of(record)}")
        seen = [record]
        for inner in _records(record):
            if inner not in seen:
                seen.append(inner)
                parts.append(f"### {inner.called[0].upper()}{inner.called[1:]}\n\n{_table_of(inner)}")
    return "\n\n".join(parts) + "\n"


def _table_of(record: Record) -> str:
    rows = [
        f"| `{field.name}` | {'yes' if field.required else ''} | {_cell(spoken(field.kind))} | {_cell(field.says)}. |"
        for field in record.fields
    ]
    return "\n".join(["| key | required | value | meaning |", "| --- | --- | --- | --- |", *rows])


def _records(kind: Kind) -> Iterator[Record]:
    """The records inside a kind, in the order of the file."""
    match kind:
        case Record(fields=fields):
            for field in fields:
                if isinstance(field.kind, Record):
                    yield field.kind
                yield from _records(field.kind)
        case Many(item=inner) | Table(value=inner):
            if isinstance(inner, Record):
                yield inner
            yield from _records(inner)
        case OneOf(kinds):
            for option in kinds:
                if isinstance(option, Record):
                    yield option
                yield from _records(option)


def spoken(kind: Kind) -> str:
    """The kind of value in words.

    >>> spoken(Many(Word("a name"), or_one=True))
    'a name, or a list of such'
    """
    match kind:
        case Word(called=called, choices=choices):
            words = ", ".join(f"`{choice}`" for choice in choices) or called
            return f"{words}, e.g. `{kind.example}`" if kind.example else words
        case Many(item, or_one=True):
            return f"{spoken(item)}, or a list of such"
        case Many(item):
            return f"list; each item: {spoken(item)}"
        case Table(key, value):
            return f"mapping from {spoken(key)} to {spoken(value)}"
        case Record(called=called):
            return f"mapping: {called}"
        case OneOf(kinds):
            return "; or ".join(spoken(option) for option in kinds)


def commands(group: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """The words of every command with the command, groups included, in the order of the help."""
    yield path, group
    if isinstance(group, click.Group):
        for name in group.list_commands(click.Context(group)):
            command = group.get_command(click.Context(group), name)
            assert command
            yield from commands(command, (*path, name))


def commands_page() -> str:
    """Every command with what it answers, its examples and its options."""
    return HEAD + "".join(_section(path, command) for path, command in commands(main) if path)


def _section(path: tuple[str, ...], command: click.Command) -> str:
    context = click.Context(command, info_name=" ".join(("checker", *path)))
    heading = "#" * (len(path) + 1)
    usage = " ".join((context.info_name or "", *command.collect_usage_pieces(context)))
    parts = [f"\n{heading} checker {' '.join(path)}\n", f"```text\n{usage}\n```\n", *_help(command.help or "")]
    records = [
        record
        for parameter in command.get_params(context)
        if isinstance(parameter, click.Option)
        for record in [parameter.get_help_record(context)]
        if record and "--help" not in record[0]
    ]
    if records:
        rows = "".join(f"| `{_cell(said)}` | {_cell(meaning)} |\n" for said, meaning in records)
        parts.append(f"| option | meaning |\n| --- | --- |\n{rows}")
    return "\n".join(parts)


def _help(text: str) -> Iterator[str]:
    """The paragraphs of a help text; one that click keeps as it is written is shown as such."""
    for paragraph in re.split(r"\n{2,}", cleandoc(text)):
        if paragraph.startswith("\b"):
            lines = [line.strip() for line in paragraph.splitlines()[1:] if line.strip() not in ("", "Example:")]
            yield "```text\n" + "\n".join(lines) + "\n```\n"
        else:
            yield _words(" ".join(paragraph.split())) + "\n"


def _words(text: str) -> str:
    """The text with nothing in it read as markup."""
    return re.sub(r"([\\`*_<>\[\]])", r"\\\1", text)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


PAGES: dict[Path, Callable[[], str]] = {FOLDER / "commands.md": commands_page, FOLDER / "fields.md": reference_page}


if __name__ == "__main__":
    for page, made in PAGES.items():
        page.write_text(made(), encoding="utf-8")
