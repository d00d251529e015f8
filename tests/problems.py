"""Faulty inputs, the problems found in them, and the page that holds all their sentences.

`python -m tests.problems` renews docs/reference/problems.md.
"""

from __future__ import annotations

import ast
import json
import os
import re
import tempfile
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from checker.files.yaml.errors import TYPOS
from checker.logic.slips import SLIPS
from checker.problems import Problem
from tests.files.conftest import CASE, THEORY, Folder

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "problems.md"
TABLE = ROOT / "tests" / "files" / "faulty.yaml"

HEAD = """\
# Problems and their codes

Whatever is wrong in a file is reported with its place, what is wrong, and a fix. Each kind of mistake has a code,
which `validate --format json` shows and which stays the same when a sentence is put differently. Below each code are
the sentences that come with it: the first with the line it stands in, the others without. Made by
`python -m tests.problems` from the faulty inputs in `tests/files/faulty.yaml`.
"""
FURTHER = """\
## Further codes

These come with tables, projects of other programs, exercises and the command line, or with files too large to be shown.
"""


def rows() -> list[dict[str, Any]]:
    """The table of faulty inputs, as `faulty.yaml` explains it."""
    table: list[dict[str, Any]] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return table


def written(folder: Folder, row: dict[str, Any]) -> None:
    """Write the files of a row into a folder."""
    for key, text in row.items():
        match key:
            case "about" | "errors" | "warnings":
                pass
            case "rule" | "coded" | "further" | "theory" | "case":
                getattr(folder, key)(text)
            case "proposition":
                folder.theory(THEORY + text)
            case "below":
                folder.case(CASE + text)
            case _:
                folder.write(key, text)


def problems_of(folder: Folder, row: dict[str, Any]) -> list[Problem]:
    """The errors that a row's files have; where it names warnings, those among them that it names."""
    written(folder, row)
    if "errors" in row:
        return [problem for problem in folder.problems() if problem.severity == "error"]
    return [problem for problem in folder.problems() if short(problem) in row["warnings"]]


def short(problem: Problem) -> str:
    """Place and code, as the table names a problem."""
    return f"{problem.location} {problem.code}"


@contextmanager
def empty_folder() -> Iterator[Folder]:
    """A folder for one row, while it is the working folder."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as name:
        os.chdir(name)
        try:
            yield Folder(Path(name))
        finally:
            os.chdir(before)


def page() -> str:
    """The page of the codes, each with the sentences of the problems that have it."""
    by_code: dict[str, list[Problem]] = defaultdict(list)
    slips = [{"rule": json.dumps(slip.example, ensure_ascii=False), "errors": []} for slip in SLIPS]
    typos = [{"theory": typo.example, "errors": []} for typo in TYPOS if typo.example]
    for row in [*rows(), *slips, *typos]:
        with empty_folder() as folder:
            for problem in problems_of(folder, row):
                by_code[problem.code].append(problem)
    parts = [HEAD, *(_section(code, by_code[code]) for code in sorted(by_code)), FURTHER]
    further = ", ".join(f"`{code}`" for code in sorted(all_codes() - set(by_code)))
    return "\n".join([*parts, *textwrap.wrap(f"{further}.", 120, break_on_hyphens=False)]) + "\n"


def _section(code: str, problems: Iterable[Problem]) -> str:
    first, *others = problems
    sentences = dict.fromkeys(f"{p.message}\n    fix: {p.hint}" for p in others)
    sentences.pop(f"{first.message}\n    fix: {first.hint}", None)
    return f"## `{code}`\n\n```text\n" + "\n".join([str(first), *sentences]) + "\n```\n"


def all_codes() -> set[str]:
    """Every code in the package: the texts of words with hyphens among the arguments of what makes a problem."""
    makers = {"Problem", "Fault", "RuleSyntaxError", "refused", "refuse", "report", "problem", "warning"}
    makers |= {"problem_at", "problem_in", "_BadEntry"}
    codes: set[str] = set()
    for path in (ROOT / "checker").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in makers:
                texts = [each.value for each in node.args[:3] if isinstance(each, ast.Constant)]
                codes |= {text for text in texts if isinstance(text, str) and re.fullmatch("[a-z]+(-[a-z0-9]+)+", text)}
    return codes


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
