"""Theory files: their fields, what they inherit, and what can be wrong with either."""

from __future__ import annotations

from checker.files.schema.declarations import MAX_PROPOSITIONS
from checker.logic.formula import Term
from checker.study.theory import Citation, Explained
from tests.files.conftest import THEORY, Folder
from tests.files.samples import CHILD, FULL_THEORY

# What is read


def test_every_field(folder: Folder) -> None:
    folder.theory(FULL_THEORY)
    theory = folder.read().theories[0]
    assert (theory.name, theory.title, theory.description) == ("full", "A full theory", "For readers.")
    assert theory.explains == (Explained(Term("cooperation"), True), Explained(Term("trade")))
    assert theory.scope is not None and theory.scope.text == "not cover is weak"
    assert [statement.label for statement in theory.exhaustive] == [
        "exhaustive: cooperation rises",
        "exhaustive: trade",
    ]
    assert (theory.benchmark, theory.built_on, theory.extends) == (True, ("case",), ())
    first, second, third = theory.propositions
    assert (first.id, first.name, first.claim, first.role, first.strict) == (
        "A",
        "First",
        "Shelter frees.",
        "core",
        True,
    )
    assert (first.source, first.mechanism, first.theory) == (Citation("waltz1979", "p. 126"), "As always.", "full")
    assert (second.role, second.strict, third.is_definition) == ("auxiliary", False, True)
    assert str(third.location) == "theory.yaml:22:9"
    assert theory.references["waltz1979"]["title"] == "Theory"


def test_a_rule_in_block_style_is_kept_on_one_line(folder: Folder) -> None:
    folder.rule("|\n      if trade\n\n        then cooperation is low\n")
    assert folder.read().theories[0].propositions[0].rule.text == "if trade then cooperation is low"


def test_a_file_named_twice_is_read_once(folder: Folder) -> None:
    folder.theory(FULL_THEORY)
    folder.theories *= 2
    first, second = folder.read().theories
    assert first is second


# Fields


def test_too_many_propositions(folder: Folder) -> None:
    rows = "".join(f"  - {{id: B{n}, rule: trade}}\n" for n in range(MAX_PROPOSITIONS))
    folder.theory(THEORY + "    rule: trade\n" + rows)
    assert folder.codes() == [("theory.yaml:1:1", "over-limit"), ("theory.yaml:2006:5", "over-limit")]


def test_too_many_propositions_with_those_inherited(folder: Folder) -> None:
    rows = "".join(f"  - {{id: B{n}, rule: trade}}\n" for n in range(MAX_PROPOSITIONS))
    folder.write("parent.yaml", CHILD.replace("child", "parent") + "propositions:\n" + rows)
    folder.theory(CHILD + "extends: parent\npropositions: [{id: A, rule: trade}]\n")
    assert folder.codes() == [("theory.yaml:1:1", "over-limit")]


def test_a_theory_that_only_extends_needs_no_propositions(folder: Folder) -> None:
    folder.write("parent.yaml", f"{THEORY}    rule: trade\n")
    folder.theory(CHILD + "extends: parent\n")
    assert [p.id for p in folder.read().theories[0].propositions]
    assert folder.errors() == []


def test_a_theory_whose_only_rule_is_faulty_is_not_said_to_have_no_propositions(folder: Folder) -> None:
    folder.rule("if trade than cooperation is low")
    assert (len(folder.errors()), folder.warnings()) == (1, [])


# What it explains


def test_terms_are_explained_one_by_line(folder: Folder) -> None:
    folder.theory(
        f"{THEORY}    rule: trade\n".replace(
            "explains: cooperation", "explains:\n  - change of  threat(partner, state)\n  - trade"
        )
    )
    assert [str(explained) for explained in folder.read().theories[0].explains] == [
        "change of threat(partner, state)",
        "trade",
    ]
