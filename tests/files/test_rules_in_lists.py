"""Statements, scopes and terms inside lists and braces, where commas mean something else."""

from __future__ import annotations

from tests.files.conftest import THEORY, Folder


def test_a_statement_with_a_comma_in_a_list(folder: Folder) -> None:
    folder.theory(
        f"exhaustive: [cooperation is one of low, high]\n{THEORY}    rule: if trade then cooperation is low\n"
    )
    assert folder.errors() == [
        (
            "theory.yaml:1:41",
            "`high` is a value of cooperation and gain, not a variable",
            "write `cooperation is high`; if the comma before or after it belongs to the statement, put it in quotes",
        )
    ]


def test_a_statement_with_two_roles_in_a_list(folder: Folder) -> None:
    folder.theory(f"exhaustive: [threat(partner, state)]\n{THEORY}    rule: if trade then cooperation is low\n")
    assert folder.errors() == [
        (
            "theory.yaml:1:14",
            "`threat(partner` is cut off at the comma",
            "a text with a comma in a list: put it in quotes",
        )
    ]


def test_a_statement_with_a_comma_in_quotes(folder: Folder) -> None:
    folder.theory(
        f"exhaustive: ['cooperation is one of low, high']\n{THEORY}    rule: if trade then cooperation is low\n"
    )
    assert folder.errors() == []


def test_an_explained_term_with_two_roles_in_a_list(folder: Folder) -> None:
    folder.theory(f"{THEORY}    rule: trade\n".replace("cooperation", "[threat(partner, state)]"))
    assert folder.errors() == [
        (
            "theory.yaml:3:12",
            "`threat(partner` is cut off at the comma",
            "a text with a comma in a list: put it in quotes",
        )
    ]


def test_a_coded_term_with_two_roles_in_braces(folder: Folder) -> None:
    folder.case(
        "case: case\ncodebook: codebook.yaml\nroles: {state: A}\nperiods:\n"
        "  - {id: first, codings: {threat(partner, state): yes}}\n"
    )
    assert folder.errors() == [
        (
            "case.yaml:5:27",
            "`threat(partner` is cut off at the comma",
            "a term with two roles in braces: put it in quotes",
        )
    ]
