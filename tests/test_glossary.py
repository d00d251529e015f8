"""The glossary has the words of the code, each with the file in which it lives."""

import ast
import re

from tests.test_architecture import PACKAGE, ROOT, tree

ROW = re.compile(r"^\| (?P<quote>`?)(?P<word>[^|`]+)(?P=quote) \| `(?P<file>checker/[\w/]+\.py)` \| [^|]+ \|$", re.M)
SECTION = (ROOT / "docs" / "reference" / "glossary.md").read_text(encoding="utf-8").partition("## Words of the code")[2]
ROWS = [row.groupdict() for row in ROW.finditer(SECTION)]
FLOORS = (PACKAGE / "engine", PACKAGE / "analysis" / "verdicts")


def classes(file: str) -> set[str]:
    return {node.name for node in tree(ROOT / file).body if isinstance(node, ast.ClassDef)}


def test_every_class_named_is_in_its_file() -> None:
    assert len(ROWS) == SECTION.count("\n| ") - 2, "each row has a word, a file and a meaning"
    assert [row["file"] for row in ROWS if not (ROOT / row["file"]).exists()] == []
    assert [row["word"] for row in ROWS if row["quote"] and row["word"] not in classes(row["file"])] == []


def test_every_public_class_of_the_engine_and_of_the_verdicts_is_explained() -> None:
    explained = {(row["file"], row["word"]) for row in ROWS}
    public = {
        (path.relative_to(ROOT).as_posix(), name)
        for floor in FLOORS
        for path in floor.rglob("*.py")
        for name in classes(path.relative_to(ROOT).as_posix())
        if not name.startswith("_")
    }
    assert public - explained == set()
