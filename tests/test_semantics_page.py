"""The specification and what cites it agree: sections, verdicts, grammar, the oracle's quotations, keys of the JSON."""

import io
import json
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.analysis.verdicts.judgement import VERDICTS
from tests.test_documentation import ROOT, run

PAGE = ROOT / "docs" / "reference" / "semantics.md"
TEXT = PAGE.read_text(encoding="utf-8")
SECTIONS = set(re.findall(r"^#{2,3} (\d+(?:\.\d+)?)\.? ", TEXT, re.MULTILINE))
CITING = sorted(
    path
    for folder in ("checker", "tests", "docs", "benchmarks")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in (".py", ".js", ".lark", ".md", ".j2") and path not in (PAGE, Path(__file__))
)
NUMBERS = r"sections? (\d[\d.]*(?:(?:, | and | to )\d[\d.]*)*)"
CITATION = re.compile(rf"semantics\.md, {NUMBERS}|{NUMBERS} of semantics\.md")
ORACLE = sorted((ROOT / "tests" / "oracle").glob("*.py"))


def joined(text: str) -> str:
    """The text in one line, without the marks of comments that go on."""
    return re.sub(r"\s+(?:(?:#|//)\s+)?", " ", text)


def numbers(listed: str) -> list[str]:
    """The sections that a citation names: `1`, `4 and 6`, `2 to 4`."""
    found: list[str] = []
    for each in re.split(r", | and ", listed):
        first, _, last = each.rstrip(".").partition(" to ")
        found += [first] if not last else [str(number) for number in range(int(first), int(last) + 1)]
    return found


def cited() -> list[tuple[Path, str]]:
    """Every section that is cited, with the file that cites it; the oracle's own files need not name the page."""
    found = []
    for path in CITING:
        text = joined(path.read_text(encoding="utf-8"))
        for match in re.finditer(NUMBERS, text) if path in ORACLE else CITATION.finditer(text):
            found += [(path, number) for number in numbers(next(filter(None, match.groups())))]
    return found


def commented(path: Path) -> str:
    """What a Python file says in comments and in strings, quotation marks and all."""
    with tokenize.open(path) as file:
        tokens = list(tokenize.generate_tokens(io.StringIO(file.read()).readline))
    return joined(
        "\n".join(
            token.string
            for token in tokens
            if token.type == tokenize.COMMENT or (token.type == tokenize.STRING and token.string.startswith('"""'))
        )
    )


def plain(text: str) -> str:
    """The words alone, as a quotation may have them: without marks, capitals and ends of lines."""
    return " ".join(re.sub(r"[`*]", "", text).lower().split()).strip(" .,")


def quoted() -> Iterator[tuple[str, str]]:
    """What the oracle quotes, with its file; figures and file names are no quotations."""
    for path in ORACLE:
        text = commented(path).replace('"""', " ")
        yield from ((path.name, words) for words in re.findall(r'"([^"]+)"', text) if len(words.split()) > 2)


def table(heading: str) -> list[str]:
    """The first column of the table with this heading."""
    rows = TEXT.partition(f"| {heading} |")[2].partition("\n\n")[0]
    return re.findall(r"^\| (.+?) \|", rows, re.MULTILINE)[1:]


def test_every_section_that_is_cited_exists() -> None:
    assert [f"{path.relative_to(ROOT)}: section {number}" for path, number in cited() if number not in SECTIONS] == []


def test_every_section_is_cited_by_what_implements_it() -> None:
    assert {number for path, number in cited() if "checker" in path.relative_to(ROOT).parts} >= set("12345678")


@pytest.mark.parametrize(
    ("words", "sections"),
    [
        ("(semantics.md, sections 1 and 3; files.md)", ["1", "3"]),
        ("semantics.md,\n# section 6).", ["6"]),
        ("semantics.md, sections 1 to 4,", ["1", "2", "3", "4"]),
        ("by section 4.5 of semantics.md.", ["4.5"]),
    ],
)
def test_citations_are_found_however_they_are_put(words: str, sections: list[str]) -> None:
    match = CITATION.search(joined(words))
    assert match and numbers(next(filter(None, match.groups()))) == sections


def test_sections_are_numbered_in_order() -> None:
    found = [
        tuple(map(int, number.split("."))) for number in re.findall(r"^#{2,3} (\d+(?:\.\d+)?)\.? ", TEXT, re.MULTILINE)
    ]
    assert found == sorted(set(found)) and [number for number, *below in found if not below] == list(range(1, 9))


def test_the_table_of_contents_leads_to_every_section() -> None:
    headings = re.findall(r"^#{2,3} (.+)$", TEXT, re.MULTILINE)
    anchors = [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]
    assert re.findall(r"\]\(#([^)]+)\)", TEXT.partition("\n## ")[0]) == anchors


def test_the_table_has_every_verdict_in_the_order_in_which_they_apply() -> None:
    assert table("verdict") == [f"`{verdict}`" for verdict in VERDICTS[: VERDICTS.index("permitted") + 1]]


def test_reasons_are_given_for_verdicts_that_exist() -> None:
    explained = TEXT.partition("| verdict | who excludes |")[2].partition("\n\n")[0]
    names = [name for row in re.findall(r"^\| (.+?) \|", explained, re.MULTILINE)[1:-1] for name in row.split(", ")]
    assert len(names) == len(set(names)) == 8 and set(names) <= set(VERDICTS)


def test_the_keys_named_are_those_that_check_writes() -> None:
    theory = json.loads(run(["check", "belarus-iran", "--theory", "neorealism", "--format", "json"]).stdout)["cases"][
        0
    ]["theories"][0]
    cell, named = theory["periods"][0], set(re.findall(r"\*\*`(\w+)`\*\*", TEXT))
    about = {*cell, *theory["record"], "record"} - {"period"}
    assert about <= named, "a key that the page does not define"
    assert named - about == {"reading"} and "reading" in cell["leading"]
    assert all(set(entry) == {"coding", "period"} for period in theory["periods"] for entry in period["settled_by"])
    assert isinstance(theory["record"]["borne_out"], float)
    assert set(theory["record"]["unrefuted"]) == {"exact", "value"}


def test_the_grammar_is_that_of_the_page_on_rules() -> None:
    other = (PAGE.parent / "rules.md").read_text(encoding="utf-8")
    blocks = [re.findall(r"^```text\n(rule .*?)^```", text, re.MULTILINE | re.DOTALL) for text in (TEXT, other)]
    assert blocks[0] == blocks[1] and len(blocks[0]) == 1


def test_the_oracle_quotes_the_page_word_for_word() -> None:
    found = list(quoted())
    assert len(found) > 30
    assert [f"{name}: {words}" for name, words in found if plain(words) not in plain(TEXT)] == []
