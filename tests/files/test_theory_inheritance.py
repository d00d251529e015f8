"""What theories inherit, drop and cite, and what can be wrong with it."""

from __future__ import annotations

import pytest

from checker.files.study.reader import read_theory
from checker.logic.formula import And, Change, Implies, Is, Term
from checker.study.causes import causes_named
from tests.files.conftest import Folder
from tests.files.samples import CHILD, FULL_THEORY


def test_a_child_inherits(folder: Folder) -> None:
    folder.write("full.yaml", FULL_THEORY.replace(", trade]", "]"))
    folder.theory(
        CHILD + "extends: full\ndrop: [B, A]\nsources: references.bib\n"
        "propositions: [{id: D, rule: if trade then cooperation rises}]\n"
    )
    theory = folder.read().theories[0]
    assert [(proposition.id, proposition.theory) for proposition in theory.propositions] == [
        ("C", "full"),
        ("D", "child"),
    ]
    assert theory.extends == ("full",)
    assert theory.scope is not None and theory.scope.text == "not cover is weak"
    assert [statement.label for statement in theory.exhaustive] == ["exhaustive: cooperation rises"]
    assert (theory.benchmark, theory.built_on, theory.title) == (False, (), "")


def diamond(folder: Folder, left: str = "", right: str = "") -> None:
    folder.write(
        "top.yaml", CHILD.replace("child", "top") + "propositions: [{id: T, rule: if trade then cooperation rises}]\n"
    )
    for name, more in (("left", left), ("right", right)):
        folder.write(
            f"{name}.yaml",
            CHILD.replace("child", name) + f"extends: top\nexhaustive: [cooperation rises]\n{more}"
            f"propositions: [{{id: {name[0].upper()}, rule: trade}}]\n",
        )


def test_a_proposition_reached_twice_counts_once(folder: Folder) -> None:
    diamond(folder, "scope: cover is weak\n", "scope: not trade\n")
    folder.theory(CHILD + "extends: [left, right.yaml]\npropositions: []\n")
    theory = folder.read().theories[0]
    assert [proposition.id for proposition in theory.propositions] == ["T", "L", "R"]
    assert len(theory.exhaustive) == 1
    assert theory.scope is not None and theory.scope.text == "(cover is weak) and (not trade)"
    assert isinstance(theory.scope.formula, And)


def test_the_same_scope_reached_twice_counts_once(folder: Folder) -> None:
    diamond(folder, "scope: not trade\n", "scope: not trade\n")
    folder.theory(CHILD + "extends: [left, right]\npropositions: []\n")
    scope = folder.read().theories[0].scope
    assert scope is not None and scope.text == "not trade"


def test_an_own_scope_replaces_those_inherited(folder: Folder) -> None:
    diamond(folder, "scope: cover is weak\n", "scope: not trade\n")
    folder.theory(CHILD + "extends: [left, right]\nscope: trade\npropositions: []\n")
    scope = folder.read().theories[0].scope
    assert scope is not None and scope.text == "trade"


def test_two_propositions_of_one_id(folder: Folder) -> None:
    diamond(folder)
    folder.write("other.yaml", CHILD.replace("child", "other") + "propositions: [{id: T, rule: not trade}]\n")
    folder.theory(CHILD + "extends: [left, other]\npropositions: []\n")
    assert folder.codes() == [("theory.yaml:4:17", "name-clash")]


def test_an_id_that_is_inherited(folder: Folder) -> None:
    diamond(folder)
    folder.theory(CHILD + "extends: left\npropositions:\n  - {id: T, rule: not trade}\n")
    assert folder.codes() == [("theory.yaml:6:10", "name-clash")]


def test_drop_of_an_unknown_id(folder: Folder) -> None:
    diamond(folder)
    folder.theory(CHILD + "extends: left\ndrop: [T1]\npropositions: []\n")
    assert folder.codes() == [("theory.yaml:5:8", "unknown-proposition")]


def test_drop_of_the_last_cause(folder: Folder) -> None:
    diamond(folder)
    folder.theory(CHILD + "extends: left\ndrop: T\npropositions: []\n")
    assert folder.codes() == [("theory.yaml:4:10", "no-cause")]


@pytest.mark.parametrize("dropped", ["exhaustive: cooperation rises", "exhaustive:  cooperation  rises"])
def test_a_statement_that_is_dropped(folder: Folder, dropped: str) -> None:
    diamond(folder)
    folder.theory(CHILD + f'extends: [left, right]\ndrop: [T, "{dropped}"]\npropositions: []\n')
    theory = folder.read().theories[0]
    assert theory.exhaustive == () and [p.id for p in theory.propositions] == ["L", "R"]


def test_a_statement_that_is_dropped_and_made_again_is_the_theorys_own(folder: Folder) -> None:
    diamond(folder)
    folder.theory(
        CHILD + 'extends: left\ndrop: "exhaustive: cooperation rises"\nexhaustive: cooperation rises\n'
        "propositions: []\n"
    )
    (statement,) = folder.read().theories[0].exhaustive
    assert str(statement.location) == "theory.yaml:6:13"


def test_an_inherited_statement_is_read_anew_over_all_propositions(folder: Folder) -> None:
    diamond(folder)
    folder.theory(CHILD + "extends: left\npropositions: [{id: D, rule: if cover is weak then cooperation is high}]\n")
    theory = folder.read().theories[0]
    named = causes_named(theory.propositions, theory.exhaustive[0], theory.codebook)
    assert [proposition.id for proposition, _, _ in named] == ["T", "D"]


@pytest.mark.parametrize(
    ("drop", "place", "message", "hint"),
    [
        (
            '"exhaustive: cooperation rise"',
            "5:7",
            "no inherited statement is `exhaustive: cooperation rise`",
            'did you mean `"exhaustive: cooperation rises"`?',
        ),
        (
            '"exhaustive: trade"',
            "5:7",
            "no inherited statement is `exhaustive: trade`",
            'one of: `"exhaustive: cooperation rises"`',
        ),
        (
            "[T, exhaustive: cooperation rises]",
            "5:11",
            "`drop` must be an identifier, or `exhaustive:` and a statement, in quotes, not a mapping",
            'put it in quotes: `"exhaustive: cooperation rises"`',
        ),
        (
            "exhaustive: cooperation rises",
            "5:17",
            "a colon followed by a space cannot stand in this text",
            "quote the text or write it in block style (`>-`)",
        ),
        (
            "T, exhaustive",
            "5:7",
            "`drop` must be an identifier, or `exhaustive:` and a statement, in quotes, not `T, exhaustive`",
            "write `drop: [T, exhaustive]`",
        ),
    ],
)
def test_a_statement_to_drop_that_is_none(folder: Folder, drop: str, place: str, message: str, hint: str) -> None:
    diamond(folder)
    folder.theory(CHILD + f"extends: left\ndrop: {drop}\npropositions: []\n")
    assert folder.errors() == [(f"theory.yaml:{place}", message, hint)]


def test_an_inherited_statement_on_what_the_child_does_not_explain(folder: Folder) -> None:
    diamond(folder)
    folder.theory(CHILD.replace("cooperation", "trade") + "extends: left\npropositions: []\n")
    assert folder.codes() == [("theory.yaml:4:10", "not-explained")]


def test_a_parent_that_is_installed(folder: Folder) -> None:
    folder.theory(
        "theory: child\ncodebook: hegemony-and-cooperation\nexplains: change of cooperation\n"
        "extends: persistence\npropositions: []\n"
    )
    assert folder.errors() == []
    assert folder.read().theories[0].extends == ("persistence",)


def test_a_parent_with_a_codebook_that_was_changed(folder: Folder) -> None:
    text = (folder.path / "codebook.yaml").read_text()
    folder.write("other.yaml", text.replace("[absent, weak, strong]", "[weak, strong]"))
    folder.write("parent.yaml", "theory: parent\ncodebook: other.yaml\nexplains: cooperation\npropositions: []\n")
    folder.theory(CHILD + "extends: parent\npropositions: []\n")
    assert folder.codes() == [("theory.yaml:4:10", "other-vocabulary")]


def test_a_parent_with_a_copy_of_the_codebook(folder: Folder) -> None:
    folder.write("other.yaml", (folder.path / "codebook.yaml").read_text())
    folder.write("parent.yaml", "theory: parent\ncodebook: other.yaml\nexplains: cooperation\npropositions: []\n")
    folder.theory(CHILD + "extends: parent\npropositions: []\n")
    assert folder.errors() == []


# Sources and definitions


def test_a_change_is_explained(folder: Folder) -> None:
    folder.rule("if trade then cooperation rises")
    theory = read_theory("theory.yaml")
    assert theory.explained_terms == (Term("cooperation"),)
    assert theory.propositions[0].rule.formula == Implies(
        Is(Term("trade"), ("yes",)), Change(Term("cooperation"), "rises")
    )


@pytest.mark.parametrize(
    "field", ["explains", "extends", "scope", "exhaustive", "built_on", "sources", "codebook", "drop"]
)
@pytest.mark.parametrize(
    "value", ["", "[]", "{}", "[[a]]", "[{a: b}]", "{a: {b: c}}", "'", '""', "a, b", "[a, b)", "~"]
)
def test_no_field_brings_the_reading_down(folder: Folder, field: str, value: str) -> None:
    rows = [row for row in FULL_THEORY.splitlines() if not row.startswith(f"{field}:")]
    folder.theory("\n".join([f"{field}: {value}", *rows]) + "\n")
    assert all(problem.location.line for problem in folder.problems())
