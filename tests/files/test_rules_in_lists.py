"""Statements, scopes and terms inside lists and braces, where commas mean something else."""

from __future__ import annotations

from tests.files.conftest import THEORY, Folder


def test_a_statement_with_a_comma_in_quotes(folder: Folder) -> None:
    folder.theory(
        f"exhaustive: ['cooperation is one of low, high']\n{THEORY}    rule: if trade then cooperation is low\n"
    )
    assert folder.errors() == []
