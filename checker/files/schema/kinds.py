"""What may stand in a file, declared once: kinds of values, and records of fields.

The declarations of the files (declarations.py) are data. From them come the checks of shape (shape.py), the JSON
Schemas and the reference page (json_schema.py).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    """A single value. `pattern` must match all of it; `choices`, where given, are all there is; `prose` is any text."""

    called: str
    pattern: str = ""
    example: str = ""
    choices: tuple[str, ...] = ()
    json_types: tuple[str, ...] = ("string",)
    hint: str = ""
    prose: bool = False


@dataclass(frozen=True)
class Many:
    """A list; with `or_one`, a single member may stand without the list."""

    item: Kind
    or_one: bool = False
    at_least: int = 0
    at_most: int = 100_000


@dataclass(frozen=True)
class Table:
    """A mapping whose keys are names that the author chooses."""

    key: Word
    value: Kind
    of_terms: bool = False


@dataclass(frozen=True)
class Field:
    name: str
    kind: Kind
    says: str
    required: bool = False


@dataclass(frozen=True)
class Record:
    """A mapping whose keys are declared."""

    called: str
    fields: tuple[Field, ...]
    says: str = ""

    def field(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)


@dataclass(frozen=True)
class OneOf:
    """Several kinds, told apart by shape; a record is chosen by its first field."""

    kinds: tuple[Kind, ...]


Kind = Word | Many | Table | Record | OneOf
