"""Faulty inputs: each problem has its place and its code, and its sentences are those on the page."""

from __future__ import annotations

from typing import Any

import pytest

from tests.files.conftest import Folder
from tests.problems import PAGE, page, problems_of, rows, short


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["about"])
def test_a_faulty_input(folder: Folder, row: dict[str, Any]) -> None:
    assert [short(problem) for problem in problems_of(folder, row)] == row.get("errors", row.get("warnings"))


def test_the_page_has_the_sentences() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "renew it: python -m tests.problems"
