"""Roles and periods in case files, and what can be wrong with them."""

from __future__ import annotations

from checker.files.schema.declarations import MAX_PERIODS
from tests.files.conftest import CASE, Folder


def test_a_role_that_is_misspelt_or_empty_is_said_once_and_not_at_each_coding(folder: Folder) -> None:
    for wrong, column in (("parner: B", 19), ("partner: ", 28)):
        folder.case(CASE.replace("partner: B", wrong) + "periods:\n  - {id: first, codings: {need(partner): yes}}\n")
        assert [place for place, _, _ in folder.errors()] == [f"case.yaml:3:{column}"]


# Periods


def test_too_many_periods(folder: Folder) -> None:
    folder.case(CASE + "periods:\n" + "".join(f"  - {{id: p{n}}}\n" for n in range(MAX_PERIODS + 1)))
    assert folder.codes() == [("case.yaml:2006:5", "over-limit")]
