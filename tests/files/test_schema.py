"""The JSON Schemas say what the reader says, and are shipped as the code has them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from checker.files.library.examples import example_folder
from checker.files.library.locate import installed
from checker.files.schema.declarations import FILES
from checker.files.schema.json_schema import FOLDER, schema_of_file, schema_text
from checker.files.yaml.nodes import Entries, Items, Node, Scalar, compose
from checker.files.yaml.source import Source, read_source
from tests.files.samples import FULL_CASE, FULL_THEORY
from tests.reference_pages import reference_page


def as_an_editor_reads_it(node: Node) -> Any:
    """The node as plain data by the core schema of YAML 1.2."""
    match node:
        case Items():
            return [as_an_editor_reads_it(item) for item in node.nodes]
        case Entries():
            return {key.text: as_an_editor_reads_it(value) for key, value in node}
        case Scalar(text, "") if node.is_null:
            return None
        case Scalar("true" | "false" as text, ""):
            return text == "true"
        case Scalar(text, "") if re.fullmatch(r"[-+]?[0-9]+", text):
            return int(text)
        case Scalar(text, "") if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", text):
            return float(text)
        case Scalar(text):
            return text
    raise TypeError(node)


def data(text: str) -> Any:
    root, problems = compose(Source("f.yaml", text))
    assert root is not None and not problems
    return as_an_editor_reads_it(root)


def objections(kind: str, text: str) -> list[str]:
    validator = jsonschema.Draft202012Validator(schema_of_file(kind))
    return [error.message for error in validator.iter_errors(data(text))]


@pytest.mark.parametrize("kind", FILES)
def test_the_shipped_schema_is_that_of_the_code(kind: str) -> None:
    assert (FOLDER / f"{kind}.json").read_text(encoding="utf-8") == schema_text(kind), (
        "run python -m checker.files.schema.json_schema"
    )


@pytest.mark.parametrize("kind", FILES)
def test_the_schema_is_one(kind: str) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(schema_text(kind)))


@pytest.mark.parametrize(
    ("kind", "path"),
    [(kind, path) for kind in ("codebook", "theory", "case") for path in installed(kind).values()],
    ids=lambda value: value.stem if isinstance(value, Path) else "",
)
def test_the_shipped_files_are_valid(kind: str, path: Path) -> None:
    source = read_source(path, path.name)
    assert isinstance(source, Source)
    assert objections(kind, source.text) == []


@pytest.mark.parametrize("path", sorted(example_folder().glob("*/map.yaml")), ids=lambda path: path.parent.name)
def test_the_maps_of_the_examples_are_valid(path: Path) -> None:
    assert objections("map", path.read_text(encoding="utf-8")) == []


def test_files_with_every_field_are_valid() -> None:
    assert objections("case", FULL_CASE) == []
    assert objections("case", FULL_CASE + "  ann: {from: coders/both.csv, coder: ann}\n") == []
    assert objections("theory", FULL_THEORY + 'drop: [N2, "exhaustive: cooperation rises"]\n') == []
    assert objections("theory", FULL_THEORY) == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("theory", FULL_THEORY.replace("benchmark: true", "benchmark: yes")),
        ("theory", FULL_THEORY.replace("role: auxiliary", "role: auxilary")),
        ("theory", FULL_THEORY.replace("title:", "titel:")),
        ("theory", FULL_THEORY.replace("explains: [change of cooperation, trade]", "explains: []")),
        ("case", FULL_CASE.replace("summary: mean", "summary: average")),
        ("case", FULL_CASE.replace("onset: 1990-06", "onset: June 1990")),
        ("case", FULL_CASE.replace("roles:", "rolls:")),
        ("case", FULL_CASE.replace("label: The author's", "labell: The author's")),
        ("case", FULL_CASE.replace("  author:", "  the author:")),
        ("case", FULL_CASE.replace("confidence: 0.8", "confidence: high")),
        ("codebook", "codebook: c\nroles: {a: b}\nvariables: {x: {values: [one]}}\n"),
        ("codebook", "codebook: c\nroles: {a: b}\nvariables: {x y: {}}\n"),
        ("map", "map: m\ncase: id\nterms: {war: war}\n"),
        ("map", "map: m\ncase: id\nperiod: year\nterms: {war: {from: war, lags: 1}}\n"),
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(kind: str, text: str) -> None:
    assert objections(kind, text) != []


def test_the_reference_page_has_every_field() -> None:
    page = reference_page()
    assert page.startswith("# The fields of the files")
    for heading in (
        "## The codebook file",
        "### A variable",
        "## The theory file",
        "### A proposition",
        "## The case file",
        "### A coding",
        "### A named reading",
        "### A calibration",
        "### A series",
        "### An event",
    ):
        assert f"\n{heading}\n" in page
    assert "| `confidence` |  | a probability" in page
