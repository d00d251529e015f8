"""A Frictionless data package for an exported table: the meaning of each column, and a checksum."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from checker.study.case import Case

# The columns of the long table of codings (files.md).
SAYS: Mapping[str, str] = {
    "case": "The case, by its name",
    "period": "The period, by its id; `baseline` is the time before the first, `throughout` stands for all",
    "start": "The first year of the period",
    "end": "The last year of the period",
    "term": "What is coded: a variable with its roles",
    "value": "The value as the codebook spells it; contested values joined by `|`; `missing` where there is none",
    "confidence": "How sure the value is, from 0 to 1, or `value=number` for each, joined by `|`; empty for certainty",
    "source": "The key of the source in the references",
    "locator": "The page, section or table in the source",
    "date": "When what the source reports happened: YYYY, YYYY-MM or YYYY-MM-DD",
    "says": "A paraphrase of what the source reports",
    "note": "Why this value, in the coder's words",
    "coder": "Who coded it",
}
GUARD = (
    "An apostrophe before =, +, -, @ or a blank that begins a line keeps spreadsheets from running a text as a "
    "formula; it is no part of the text."
)


def data_package(
    file: str,
    data: bytes,
    columns: Sequence[str],
    cases: Sequence[Case],
    says: Mapping[str, str] = SAYS,
    whole_numbers: Sequence[str] = ("start", "end"),
) -> str:
    """The text of `datapackage.json` for one CSV file with these bytes (Data Package 1, tabular profile)."""
    name = _name(file.rsplit(".", 1)[0])
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": name,
        "title": "; ".join(case.heading for case in cases),
        "description": GUARD,
        "keywords": [case.name for case in cases],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": name,
                "path": file,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(data),
                "hash": "sha256:" + hashlib.sha256(data).hexdigest(),
                "dialect": {"delimiter": ",", "doubleQuote": True, "lineTerminator": "\n", "quoteChar": '"'},
                "schema": {
                    "fields": [_field(column, says, whole_numbers) for column in columns],
                    "missingValues": [""],
                },
            }
        ],
    }
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"


def _field(column: str, says: Mapping[str, str], whole_numbers: Sequence[str]) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column, "type": "integer" if column in whole_numbers else "string"}
    if column in says:
        field["description"] = says[column]
    if column in ("case", "period", "term", "value"):
        field["constraints"] = {"required": True}
    return field


def _name(text: str) -> str:
    """A name as data packages want it: lower case, with `-`, `_` and `.`."""
    return re.sub(r"[^a-z0-9._-]+", "-", text.lower()).strip("-") or "table"
