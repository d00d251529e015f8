"""The reference pages leave nothing out: verdicts, reserved words, JSON keys, Python names."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import checker
from checker.analysis.verdicts.judgement import VERDICTS
from checker.analysis.verdicts.question import MAX_COMPLETIONS
from checker.engine.diagram import MAX_NODES
from checker.engine.joint_draws import MAX_WAYS
from checker.engine.solver import CONFLICT_BUDGET
from checker.files.schema.declarations import MAX_PERIODS, MAX_PROPOSITIONS
from checker.files.yaml.source import MAX_BYTES
from tests.test_documentation import ROOT, run

PAGES = ROOT / "docs" / "reference"
RESERVED = """case period condition outcome proposition scope codebook variable term coding evidence theory strand model
    assignment satisfiable entails consistency coverage core backbone minimal smallest open unknown""".split()
# Under these, so many levels of keys are names from files, or verdicts, and no part of the format.
NAMED = {
    "probability": 1,
    "observed_probability": 1,
    "without_exhaustive": 1,
    "counts": 1,
    "values": 2,
    "by_source": 1,
    "chances": 1,
    "coefficients": 1,
    "alone": 1,
    "given": 1,
}
DOCUMENTS = [
    "check belarus-iran",
    "robust belarus-iran -t neorealism",
    "robust belarus-iran -t neorealism --confidence decline:cooperation",
    "compare belarus-iran -t neorealism -t liberalism",
    "discriminate neorealism liberalism belarus-iran",
    "inspect persistence",
    "list",
    "validate neorealism",
    "survey invented-dyads democratic-peace --fit --jackknife",
    "sets invented-countries --outcome STABLE --solution RICH*URBAN+~RICH*SMALL --against RICH --truth-table RICH",
    "coders belarus-iran ann bob",
    "exercise check example",
    "explain belarus-iran ideational-liberalism origins",
    "explain belarus-iran ideational-liberalism",
]


def page(name: str) -> str:
    return (PAGES / f"{name}.md").read_text(encoding="utf-8")


def keys(value: Any, named: int = 0) -> Iterator[str]:
    """The keys of a document that belong to its format."""
    if isinstance(value, list):
        for each in value:
            yield from keys(each, named)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if not named:
                yield key
            by_coder = key == "verdicts" and isinstance(inner, dict)
            yield from keys(inner, named - 1 if named else 1 if by_coder else NAMED.get(key, 0))


def test_every_verdict_is_explained_in_the_order_in_which_they_apply() -> None:
    assert re.findall(r"^\| `([^`]+)` \|", page("verdicts"), re.MULTILINE) == list(VERDICTS)


def test_every_reserved_word_is_in_the_glossary() -> None:
    entries = re.findall(r"^(\w.*)\n: ", page("glossary"), re.MULTILINE)
    words = {word.strip() for entry in entries for word in entry.split(",")}
    assert not {*RESERVED, "correction set"} - words
    assert len(words) == sum(len(entry.split(",")) for entry in entries), "a word has two meanings"


@pytest.mark.parametrize("arguments", DOCUMENTS)
def test_every_key_of_a_json_document_is_described(arguments: str) -> None:
    result = run([*arguments.split(), "--format", "json"])
    document = json.loads(result.stdout)
    text = page("json") + (ROOT / "docs" / "json-explain.md").read_text(encoding="utf-8")
    assert f"## {document['format']}, version {document['version']}" in text
    told = {word for code in re.findall(r"`+([^`]+)`+", text) for word in re.findall(r"\w+", code)}
    assert not {key for key in keys(document) if key not in told and key not in arguments.split()}


def test_every_format_has_a_heading() -> None:
    formats = {
        name
        for module in (ROOT / "checker").rglob("*.py")
        for name in re.findall(r'"format": "(checker/[\w-]+)"', module.read_text(encoding="utf-8"))
    }
    pages = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md"))
    assert {"checker/check", "checker/compare"} <= formats
    assert not {name for name in formats if name not in pages}


def test_every_public_name_is_on_the_python_page() -> None:
    shown = set(re.findall(r"`(\w+)(?:\(.*?\))?`", page("python")))
    assert not set(checker.__all__) - shown


def test_the_notebook_and_the_pages_name_files_that_exist() -> None:
    for path in re.findall(
        r"`((?:examples|theory|cases|docs)/[\w./-]+\.\w+)`",
        "\n".join(each.read_text(encoding="utf-8") for each in PAGES.glob("*.md")),
    ):
        assert (ROOT / Path(path)).exists() or "NAME" in path, path


def test_the_limits_on_their_page_are_those_of_the_code() -> None:
    text = " ".join(page("limits").split())
    for limit, words in (
        (CONFLICT_BUDGET, "conflicts"),
        (MAX_NODES, "nodes"),
        (MAX_WAYS, "ways"),
        (MAX_COMPLETIONS, "completions"),
        (MAX_PROPOSITIONS, "propositions"),
        (MAX_PERIODS, "periods"),
        (MAX_BYTES // 1_000_000, "million bytes"),
    ):
        assert f"{limit:,} {words}" in text
