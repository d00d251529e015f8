"""The declared fields as JSON Schemas (draft 2020-12), for editors.

`python -m checker.files.schema.json_schema` writes the schemas that are shipped; a test holds them up to date.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from checker.files.schema.declarations import FILES
from checker.files.schema.finer_case import FINER_CASE
from checker.files.schema.kinds import Kind, Many, OneOf, Record, Table, Word

FOLDER = Path(__file__).with_name("schemas")
VERSION = 1
"""The version of the formats, in the `$id` of each schema; that is a name which stays, not an address to fetch."""

DRAFT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]


def schema_of_file(name: str) -> Schema:
    """The JSON Schema of a kind of file: `codebook`, `theory`, `case` or `map`."""
    record = FILES[name]
    definitions: dict[str, Schema] = {}
    root = _record(record, definitions)
    if name == "case":
        root = {"if": {"required": ["based_on"]}, "then": _record(FINER_CASE, definitions), "else": root}
    return {
        "$schema": DRAFT,
        "$id": f"urn:theorychecker:schema:{VERSION}:{name}",
        "title": f"checker: {record.called}",
        "description": record.says,
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def schema_text(name: str) -> str:
    """The schema as it is shipped."""
    return json.dumps(schema_of_file(name), indent=1, ensure_ascii=False) + "\n"


def _schema(kind: Kind, definitions: dict[str, Schema]) -> Schema:
    match kind:
        case Word():
            return _word(kind)
        case Many():
            return _many(kind, definitions)
        case Table():
            table: Schema = {"type": ["object", "null"], "additionalProperties": _schema(kind.value, definitions)}
            if kind.key.pattern:
                table["propertyNames"] = {"pattern": f"^(?:{kind.key.pattern})$"}
            return table
        case Record():
            name = kind.called.split()[-1]
            if name not in definitions:
                definitions[name] = {}
                definitions[name].update(_record(kind, definitions))
            return {"$ref": f"#/$defs/{name}"}
        case OneOf():
            return {"anyOf": [_schema(option, definitions) for option in kind.kinds]}


def _word(kind: Word) -> Schema:
    types = list(kind.json_types)
    if types == ["boolean"]:
        return {"type": "boolean"}
    schema: Schema = {"type": types[0] if len(types) == 1 else types}
    if kind.choices:
        schema["enum"] = list(kind.choices)
    # A pattern constrains strings only; a number is checked by its type.
    if kind.pattern and "string" in types:
        schema["pattern"] = f"^(?:{kind.pattern})$"
    return schema


def _many(kind: Many, definitions: dict[str, Schema]) -> Schema:
    item = _schema(kind.item, definitions)
    schema: Schema = {"type": "array" if kind.at_least else ["array", "null"], "items": item}
    if kind.at_least:
        schema["minItems"] = kind.at_least
    if kind.at_most < Many.at_most:
        schema["maxItems"] = kind.at_most
    return {"anyOf": [item, schema]} if kind.or_one else schema


def _record(kind: Record, definitions: dict[str, Schema]) -> Schema:
    required = [field.name for field in kind.fields if field.required]
    schema: Schema = {
        "type": "object" if required else ["object", "null"],
        "properties": {
            field.name: {"description": field.says, **_schema(field.kind, definitions)} for field in kind.fields
        },
        "additionalProperties": False,
    }
    return schema | ({"required": required} if required else {})


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for file_kind in FILES:
        (FOLDER / f"{file_kind}.json").write_text(schema_text(file_kind), encoding="utf-8")
