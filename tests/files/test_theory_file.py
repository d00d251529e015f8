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


def test_an_unknown_key(folder: Folder) -> None:
    folder.theory(THEORY + "    rul: trade\n    rule: trade\n")
    assert folder.errors() == [("theory.yaml:6:5", "`rul` is not a key of a proposition", "did you mean `rule`?")]


def test_an_unknown_key_like_no_other(folder: Folder) -> None:
    folder.theory(f"zzz: 1\n{THEORY}    rule: trade\n")
    assert folder.errors() == [
        (
            "theory.yaml:1:1",
            "`zzz` is not a key of a theory",
            "one of: theory, title, description, codebook, extends, drop, explains, scope, exhaustive, benchmark, "
            "built_on, sources, propositions",
        )
    ]


def test_missing_keys(folder: Folder) -> None:
    folder.theory("theory: theory\n")
    assert folder.errors() == [
        (
            "theory.yaml:1:1",
            "a theory has no `codebook`",
            "add `codebook:` (the codebook, seen from this file, or the name of an installed one)",
        ),
        (
            "theory.yaml:1:1",
            "a theory has no `explains`",
            "add `explains:` (what the theory explains: a term, or the change of one)",
        ),
    ]


def test_a_proposition_without_a_rule(folder: Folder) -> None:
    folder.theory(THEORY + "    claim: What a claim.\n")
    assert folder.errors() == [
        ("theory.yaml:5:5", "a proposition has no `rule`", "add `rule:` (the proposition in the rule language)")
    ]


def test_a_role_of_no_kind(folder: Folder) -> None:
    folder.theory(THEORY + "    rule: trade\n    role: auxilary\n")
    assert folder.errors() == [("theory.yaml:7:11", "`role` cannot be `auxilary`", "did you mean `auxiliary`?")]


def test_a_strictness_of_no_kind(folder: Folder) -> None:
    folder.theory(THEORY + "    rule: trade\n    holds: often\n")
    assert folder.errors() == [("theory.yaml:7:12", "`holds` cannot be `often`", "one of: always, usually")]


def test_a_benchmark_that_is_neither_true_nor_false(folder: Folder) -> None:
    folder.theory(f"benchmark: yes\n{THEORY}    rule: trade\n")
    assert folder.errors() == [("theory.yaml:1:12", "`benchmark` cannot be `yes`", "one of: true, false")]


def test_propositions_that_are_a_mapping(folder: Folder) -> None:
    folder.theory("theory: theory\ncodebook: codebook.yaml\nexplains: trade\npropositions: {A: trade}\n")
    assert folder.errors() == [
        (
            "theory.yaml:4:15",
            "`propositions` must be a list, not a mapping",
            "put every item on a line of its own that begins with `- `",
        )
    ]


def test_propositions_that_are_texts(folder: Folder) -> None:
    folder.theory("theory: theory\ncodebook: codebook.yaml\nexplains: trade\npropositions: [trade]\n")
    assert folder.errors() == [
        (
            "theory.yaml:4:16",
            "an item of `propositions` must be a mapping, not `trade`",
            "its keys are: id, name, claim, rule, role, holds, source, mechanism",
        )
    ]


def test_a_name_with_blanks(folder: Folder) -> None:
    folder.theory(f"{THEORY}    rule: trade\n".replace("theory: theory", "theory: my theory"))
    assert folder.errors() == [
        (
            "theory.yaml:1:9",
            "`theory` must be a name, not `my theory`",
            "a name begins with a letter and goes on with letters, digits, `_` and `-`, as in `patron_cover`",
        )
    ]


def test_an_identifier_with_blanks(folder: Folder) -> None:
    folder.theory(THEORY.replace("id: A", "id: A 1") + "    rule: trade\n")
    assert folder.errors() == [
        (
            "theory.yaml:5:9",
            "`id` must be an identifier, not `A 1`",
            "an identifier is made of letters, digits, `_`, `.` and `-`, as in `N3`",
        )
    ]


def test_an_identifier_given_twice(folder: Folder) -> None:
    folder.theory(THEORY + "    rule: trade\n  - id: A\n    rule: cover is weak\n")
    assert folder.errors() == [
        ("theory.yaml:7:9", "the id `A` is given twice; first in line 5", "give each proposition an id of its own")
    ]


def test_a_locator_cut_off_at_a_comma(folder: Folder) -> None:
    folder.theory(
        f"sources: references.bib\n{THEORY}    rule: trade\n    source: {{key: waltz1979, locator: p. 1, 2}}\n"
    )
    assert folder.errors() == [
        (
            "theory.yaml:8:45",
            "`2` is not a key of a source; it was cut off at a comma",
            "a text with a comma in braces: put it in quotes",
        )
    ]


def test_too_many_propositions(folder: Folder) -> None:
    rows = "".join(f"  - {{id: B{n}, rule: trade}}\n" for n in range(MAX_PROPOSITIONS))
    folder.theory(THEORY + "    rule: trade\n" + rows)
    assert folder.errors() == [
        (
            "theory.yaml:1:1",
            "the theory has 2,001 propositions, with those inherited; the limit is 2,000",
            "leave some out",
        ),
        ("theory.yaml:2006:5", "`propositions` has 2,001 items; the limit is 2,000", "leave some out"),
    ]


def test_too_many_propositions_with_those_inherited(folder: Folder) -> None:
    rows = "".join(f"  - {{id: B{n}, rule: trade}}\n" for n in range(MAX_PROPOSITIONS))
    folder.write("parent.yaml", CHILD.replace("child", "parent") + "propositions:\n" + rows)
    folder.theory(CHILD + "extends: parent\npropositions: [{id: A, rule: trade}]\n")
    assert folder.errors() == [
        (
            "theory.yaml:1:1",
            "the theory has 2,001 propositions, with those inherited; the limit is 2,000",
            "leave some out",
        )
    ]


def test_a_theory_that_only_extends_needs_no_propositions(folder: Folder) -> None:
    folder.write("parent.yaml", f"{THEORY}    rule: trade\n")
    folder.theory(CHILD + "extends: parent\n")
    assert [p.id for p in folder.read().theories[0].propositions]
    assert folder.errors() == []


def test_a_theory_without_propositions(folder: Folder) -> None:
    folder.theory(CHILD + "propositions: []\n")
    assert folder.warnings() == [
        (
            "theory.yaml:1:1",
            "child has no propositions: it is silent on everything",
            "add propositions, or extend a theory that has some",
        )
    ]


def test_a_theory_whose_only_rule_is_faulty_is_not_said_to_have_no_propositions(folder: Folder) -> None:
    folder.rule("if trade than cooperation is low")
    assert (len(folder.errors()), folder.warnings()) == (1, [])


# What it explains


def test_an_undeclared_term_is_explained(folder: Folder) -> None:
    folder.theory(f"{THEORY}    rule: trade\n".replace("explains: cooperation", "explains: change of coperation"))
    assert folder.errors() == [
        ("theory.yaml:3:21", "`coperation` is no variable of the codebook", "did you mean `cooperation`?")
    ]


def test_a_theoretical_term_is_explained(folder: Folder) -> None:
    folder.theory(f"{THEORY}    rule: trade\n".replace("explains: cooperation", "explains: change of exposed(state)"))
    assert folder.errors() == [
        (
            "theory.yaml:3:21",
            "`exposed(state)` is theoretical and cannot be explained: it is never observed",
            "explain an observable term",
        )
    ]


def test_a_term_is_explained_twice(folder: Folder) -> None:
    folder.theory(f"{THEORY}    rule: trade\n".replace("explains: cooperation", "explains: [trade, trade]"))
    assert folder.errors() == [("theory.yaml:3:19", "`trade` is explained twice", "keep one of the two")]


def test_nothing_is_explained(folder: Folder) -> None:
    folder.theory(f"{THEORY}    rule: trade\n".replace("explains: cooperation", "explains: []"))
    assert folder.errors() == [
        (
            "theory.yaml:3:11",
            "`explains` needs at least 1 item",
            "write a term, or `change of` and a term, as in `change of cooperation`",
        )
    ]


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


def test_a_sentence_is_explained(folder: Folder) -> None:
    folder.theory(f"{THEORY}    rule: trade\n".replace("explains: cooperation", "explains: change of trade and war"))
    assert folder.errors() == [
        (
            "theory.yaml:3:21",
            "`trade and war` is not a term",
            "a term is a variable with its roles, as in `capability(partner)`",
        )
    ]
