"""Scopes and exhaustive statements in theory files, and what can be wrong with them."""

from __future__ import annotations

import pytest

from tests.files.conftest import THEORY, Folder


def test_a_scope_with_an_explained_term_in_the_past(folder: Folder) -> None:
    folder.theory(f"scope: previously cooperation is low and not once cooperation falls\n{THEORY}    rule: trade\n")
    assert folder.errors() == []


# Exhaustive statements


def test_a_statement_with_not(folder: Folder) -> None:
    folder.theory(f"exhaustive: [cooperation is not low]\n{THEORY}    rule: if trade then cooperation rises\n")
    assert folder.errors() == []


def test_a_statement_on_a_theoretical_term(folder: Folder) -> None:
    folder.theory(
        f"exhaustive: [exposed(state)]\n{THEORY}    rule: if cover is weak then exposed(state)\n    role: definition\n"
    )
    assert folder.errors() == []


@pytest.mark.parametrize(
    "rule",
    [
        "if not trade then not cooperation rises",
        "if trade then cooperation is at most high",
        "if trade then cooperation is one of none, low",
    ],
)
def test_a_rule_from_which_the_statement_never_follows_names_no_cause(folder: Folder, rule: str) -> None:
    folder.theory(
        f"exhaustive: [cooperation rises]\n{THEORY}    rule: {rule}\n"
        "  - {id: B, rule: cooperation is high only if trade}\n"
    )
    assert folder.codes() == [("theory.yaml:1:14", "no-cause")]
    folder.theory(
        f"exhaustive: [cooperation rises]\n{THEORY}    rule: {rule}\n"
        "  - {id: B, rule: if trade then cooperation rises}\n"
    )
    assert folder.errors() == []


def test_a_statement_whose_causes_look_back_at_it(folder: Folder) -> None:
    folder.theory(
        f"exhaustive: [cooperation is low]\n"
        f"{THEORY}    rule: if previously cooperation is low then cooperation is low\n"
    )
    assert folder.errors() == []
