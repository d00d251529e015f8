"""Scopes and exhaustive statements in theory files, and what can be wrong with them."""

from __future__ import annotations

import pytest

from tests.files.conftest import THEORY, Folder


def test_a_scope_with_a_theoretical_term(folder: Folder) -> None:
    folder.theory(f"scope: not exposed(state)\n{THEORY}    rule: trade\n")
    assert folder.errors() == [
        (
            "theory.yaml:1:12",
            "`exposed(state)` is theoretical: a scope speaks of what can be observed",
            "write the scope in observable terms",
        )
    ]


def test_a_scope_with_an_explained_term(folder: Folder) -> None:
    folder.theory(f"scope: cover is weak and cooperation is low\n{THEORY}    rule: trade\n")
    assert folder.errors() == [
        (
            "theory.yaml:1:26",
            "`cooperation` is what the theory explains: a scope cannot ask for it in the period itself",
            "write `previously (cooperation ...)`, or leave it out",
        )
    ]


def test_a_scope_with_the_change_of_an_explained_term(folder: Folder) -> None:
    folder.theory(f"scope: cooperation rises\n{THEORY}    rule: trade\n")
    assert folder.errors() == [
        (
            "theory.yaml:1:8",
            "`cooperation` is what the theory explains: a scope cannot ask for it in the period itself",
            "write `previously (cooperation ...)`, or leave it out",
        )
    ]


def test_a_scope_with_an_explained_term_through_a_bound_name(folder: Folder) -> None:
    folder.theory(
        f"scope: >-\n  some X in partner, state:\n  need(X)\n{THEORY}    rule: trade\n".replace(
            "explains: cooperation", "explains: need(state)"
        )
    )
    assert folder.errors() == [
        (
            "theory.yaml:3:3",
            "`need(state)` is what the theory explains: a scope cannot ask for it in the period itself",
            "write `previously (need(state) ...)`, or leave it out",
        )
    ]


def test_a_scope_with_an_explained_term_in_the_past(folder: Folder) -> None:
    folder.theory(f"scope: previously cooperation is low and not once cooperation falls\n{THEORY}    rule: trade\n")
    assert folder.errors() == []


# Exhaustive statements


def test_a_statement_of_several_atoms(folder: Folder) -> None:
    folder.theory(f"exhaustive: cooperation rises if trade\n{THEORY}    rule: if trade then cooperation rises\n")
    assert folder.errors() == [
        (
            "theory.yaml:1:13",
            "an exhaustive statement must be one atom",
            "write one statement on one term, as in `cooperation rises`",
        )
    ]


def test_a_statement_with_not(folder: Folder) -> None:
    folder.theory(f"exhaustive: [cooperation is not low]\n{THEORY}    rule: if trade then cooperation rises\n")
    assert folder.errors() == []


def test_a_statement_on_a_term_that_is_not_explained(folder: Folder) -> None:
    folder.theory(f"exhaustive: [trade]\n{THEORY}    rule: if cover is weak then trade\n")
    assert folder.errors() == [
        (
            "theory.yaml:1:14",
            "`trade` is neither explained by theory nor theoretical, so the theory cannot name all its causes",
            "explain `trade`, or leave the statement out",
        )
    ]


def test_a_statement_on_a_theoretical_term(folder: Folder) -> None:
    folder.theory(
        f"exhaustive: [exposed(state)]\n{THEORY}    rule: if cover is weak then exposed(state)\n    role: definition\n"
    )
    assert folder.errors() == []


def test_a_statement_that_nothing_causes(folder: Folder) -> None:
    folder.theory(f"exhaustive: [cooperation rises]\n{THEORY}    rule: cooperation rises only if trade\n")
    assert folder.errors() == [
        (
            "theory.yaml:1:14",
            "nothing in this theory causes `cooperation rises`",
            "add a rule such as `if ... then cooperation rises`; `A` states a necessary condition, not a cause",
        )
    ]


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
    assert folder.errors() == [
        (
            "theory.yaml:1:14",
            "nothing in this theory causes `cooperation rises`",
            "add a rule such as `if ... then cooperation rises`; it never follows from `A`; "
            "`B` states a necessary condition, not a cause",
        )
    ]
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


def test_a_statement_given_twice(folder: Folder) -> None:
    folder.theory(
        f"exhaustive: [cooperation rises, cooperation rises]\n{THEORY}    rule: if trade then cooperation rises\n"
    )
    assert folder.errors() == [("theory.yaml:1:33", "`cooperation rises` is given twice", "keep one of the two")]


def test_a_statement_is_not_held_against_a_theory_whose_rules_could_not_be_read(folder: Folder) -> None:
    folder.theory(f"exhaustive: [cooperation rises]\n{THEORY}    rule: if trad then cooperation rises\n")
    assert [message for _, message, _ in folder.errors()] == ["`trad` is no variable of the codebook"]
