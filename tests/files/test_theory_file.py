"""Theory files: their fields, what they inherit, and what can be wrong with either."""

from __future__ import annotations

import pytest

from checker.files.declarations import MAX_PROPOSITIONS
from checker.files.reading import read_theory
from checker.logic.formula import And, Change, Implies, Is, Term
from checker.study.theory import Citation, Explained
from tests.files.conftest import THEORY, Folder

FULL = """\
theory: full
title: A full theory
description: For readers.
codebook: codebook.yaml
explains: [change of cooperation, trade]
scope: not cover is weak
exhaustive: [cooperation rises, trade]
benchmark: true
built_on: case
sources: references.bib
propositions:
  - id: A
    name: First
    claim: Shelter frees.
    rule: if cover is strong then cooperation rises
    source: {key: waltz1979, locator: p. 126}
    mechanism: As always.
  - id: B
    rule: if cooperation is high then trade
    role: auxiliary
    holds: usually
  - id: C
    rule: exposed(state) if and only if cover is absent
    role: definition
"""

CHILD = """\
theory: child
codebook: codebook.yaml
explains: cooperation
"""


# What is read

def test_every_field(folder: Folder) -> None:
    folder.theory(FULL)
    theory = folder.read().theories[0]
    assert (theory.name, theory.title, theory.description) == ("full", "A full theory", "For readers.")
    assert theory.explains == (Explained(Term("cooperation"), True), Explained(Term("trade")))
    assert theory.scope is not None and theory.scope.text == "not cover is weak"
    assert [statement.label for statement in theory.exhaustive] == ["exhaustive: cooperation rises",
                                                                    "exhaustive: trade"]
    assert (theory.benchmark, theory.built_on, theory.extends) == (True, ("case",), ())
    first, second, third = theory.propositions
    assert (first.id, first.name, first.claim, first.role, first.strict) == ("A", "First", "Shelter frees.", "core",
                                                                             True)
    assert (first.source, first.mechanism, first.theory) == (Citation("waltz1979", "p. 126"), "As always.", "full")
    assert (second.role, second.strict, third.is_definition) == ("auxiliary", False, True)
    assert str(third.location) == "theory.yaml:22:9"
    assert theory.references["waltz1979"]["title"] == "Theory"


def test_a_rule_in_block_style_is_kept_on_one_line(folder: Folder) -> None:
    folder.rule("|\n      if trade\n\n        then cooperation is low\n")
    assert folder.read().theories[0].propositions[0].rule.text == "if trade then cooperation is low"


def test_a_file_named_twice_is_read_once(folder: Folder) -> None:
    folder.theory(FULL)
    folder.theories *= 2
    first, second = folder.read().theories
    assert first is second


# Fields

def test_an_unknown_key(folder: Folder) -> None:
    folder.theory(THEORY + "    rul: trade\n    rule: trade\n")
    assert folder.errors() == [(
        "theory.yaml:6:5",
        "`rul` is not a key of a proposition",
        "did you mean `rule`?",
    )]


def test_an_unknown_key_like_no_other(folder: Folder) -> None:
    folder.theory(f"zzz: 1\n{THEORY}    rule: trade\n")
    assert folder.errors() == [(
        "theory.yaml:1:1",
        "`zzz` is not a key of a theory",
        "one of: theory, title, description, codebook, extends, drop, explains, scope, exhaustive, benchmark, "
        "built_on, sources, propositions",
    )]


def test_missing_keys(folder: Folder) -> None:
    folder.theory("theory: theory\n")
    assert folder.errors() == [(
        "theory.yaml:1:1",
        "a theory has no `codebook`",
        "add `codebook:` (the codebook, seen from this file, or the name of an installed one)",
    ), (
        "theory.yaml:1:1",
        "a theory has no `explains`",
        "add `explains:` (what the theory explains: a term, or the change of one)",
    ), (
        "theory.yaml:1:1",
        "a theory has no `propositions`",
        "add `propositions:` (the propositions, in the order of reports)",
    )]


def test_a_proposition_without_a_rule(folder: Folder) -> None:
    folder.theory(THEORY + "    claim: What a claim.\n")
    assert folder.errors() == [(
        "theory.yaml:5:5",
        "a proposition has no `rule`",
        "add `rule:` (the proposition in the rule language)",
    )]


def test_a_role_of_no_kind(folder: Folder) -> None:
    folder.theory(THEORY + "    rule: trade\n    role: auxilary\n")
    assert folder.errors() == [(
        "theory.yaml:7:11",
        "`role` cannot be `auxilary`",
        "did you mean `auxiliary`?",
    )]


def test_a_strictness_of_no_kind(folder: Folder) -> None:
    folder.theory(THEORY + "    rule: trade\n    holds: often\n")
    assert folder.errors() == [(
        "theory.yaml:7:12",
        "`holds` cannot be `often`",
        "one of: always, usually",
    )]


def test_a_benchmark_that_is_neither_true_nor_false(folder: Folder) -> None:
    folder.theory(f"benchmark: yes\n{THEORY}    rule: trade\n")
    assert folder.errors() == [(
        "theory.yaml:1:12",
        "`benchmark` cannot be `yes`",
        "one of: true, false",
    )]


def test_propositions_that_are_a_mapping(folder: Folder) -> None:
    folder.theory("theory: theory\ncodebook: codebook.yaml\nexplains: trade\npropositions: {A: trade}\n")
    assert folder.errors() == [(
        "theory.yaml:4:15",
        "`propositions` must be a list, not a mapping",
        "put every item on a line of its own that begins with `- `",
    )]


def test_propositions_that_are_texts(folder: Folder) -> None:
    folder.theory("theory: theory\ncodebook: codebook.yaml\nexplains: trade\npropositions: [trade]\n")
    assert folder.errors() == [(
        "theory.yaml:4:16",
        "an item of `propositions` must be a mapping, not `trade`",
        "its keys are: id, name, claim, rule, role, holds, source, mechanism",
    )]


def test_a_name_with_blanks(folder: Folder) -> None:
    folder.theory(f"{THEORY}    rule: trade\n".replace("theory: theory", "theory: my theory"))
    assert folder.errors() == [(
        "theory.yaml:1:9",
        "`theory` must be a name, not `my theory`",
        "a name begins with a letter and goes on with letters, digits, `_` and `-`, as in `patron_cover`",
    )]


def test_an_identifier_with_blanks(folder: Folder) -> None:
    folder.theory(THEORY.replace("id: A", "id: A 1") + "    rule: trade\n")
    assert folder.errors() == [(
        "theory.yaml:5:9",
        "`id` must be an identifier, not `A 1`",
        "an identifier is made of letters, digits, `_`, `.` and `-`, as in `N3`",
    )]


def test_an_identifier_given_twice(folder: Folder) -> None:
    folder.theory(THEORY + "    rule: trade\n  - id: A\n    rule: cover is weak\n")
    assert folder.errors() == [(
        "theory.yaml:7:9",
        "the id `A` is given twice; first in line 5",
        "give each proposition an id of its own",
    )]


def test_a_locator_cut_off_at_a_comma(folder: Folder) -> None:
    folder.theory(f"sources: references.bib\n{THEORY}    rule: trade\n"
                  "    source: {key: waltz1979, locator: p. 1, 2}\n")
    assert folder.errors() == [(
        "theory.yaml:8:45",
        "`2` is not a key of a source; it was cut off at a comma",
        "a text with a comma in braces: put it in quotes",
    )]


def test_too_many_propositions(folder: Folder) -> None:
    rows = "".join(f"  - {{id: B{n}, rule: trade}}\n" for n in range(MAX_PROPOSITIONS))
    folder.theory(THEORY + "    rule: trade\n" + rows)
    assert folder.errors() == [(
        "theory.yaml:1:1",
        "the theory has 2,001 propositions, with those inherited; the limit is 2,000",
        "leave some out",
    ), (
        "theory.yaml:2006:5",
        "`propositions` has 2,001 items; the limit is 2,000",
        "leave some out",
    )]


def test_too_many_propositions_with_those_inherited(folder: Folder) -> None:
    rows = "".join(f"  - {{id: B{n}, rule: trade}}\n" for n in range(MAX_PROPOSITIONS))
    folder.write("parent.yaml", CHILD.replace("child", "parent") + "propositions:\n" + rows)
    folder.theory(CHILD + "extends: parent\npropositions: [{id: A, rule: trade}]\n")
    assert folder.errors() == [(
        "theory.yaml:1:1",
        "the theory has 2,001 propositions, with those inherited; the limit is 2,000",
        "leave some out",
    )]


def test_a_theory_without_propositions(folder: Folder) -> None:
    folder.theory(CHILD + "propositions: []\n")
    assert folder.warnings() == [(
        "theory.yaml:1:1",
        "child has no propositions: it is silent on everything",
        "add propositions, or extend a theory that has some",
    )]


# What it explains

def test_an_undeclared_term_is_explained(folder: Folder) -> None:
    folder.theory(f"{THEORY}    rule: trade\n".replace("explains: cooperation", "explains: change of coperation"))
    assert folder.errors() == [(
        "theory.yaml:3:21",
        "`coperation` is no variable of the codebook",
        "did you mean `cooperation`?",
    )]


def test_a_theoretical_term_is_explained(folder: Folder) -> None:
    folder.theory(f"{THEORY}    rule: trade\n".replace("explains: cooperation", "explains: change of exposed(state)"))
    assert folder.errors() == [(
        "theory.yaml:3:21",
        "`exposed(state)` is theoretical and cannot be explained: it is never observed",
        "explain an observable term",
    )]


def test_a_term_is_explained_twice(folder: Folder) -> None:
    folder.theory(f"{THEORY}    rule: trade\n".replace("explains: cooperation", "explains: [trade, trade]"))
    assert folder.errors() == [(
        "theory.yaml:3:19",
        "`trade` is explained twice",
        "keep one of the two",
    )]


def test_nothing_is_explained(folder: Folder) -> None:
    folder.theory(f"{THEORY}    rule: trade\n".replace("explains: cooperation", "explains: []"))
    assert folder.errors() == [(
        "theory.yaml:3:11",
        "`explains` needs at least 1 item",
        "write a term, or `change of` and a term, as in `change of cooperation`",
    )]


def test_terms_are_explained_one_by_line(folder: Folder) -> None:
    folder.theory(f"{THEORY}    rule: trade\n".replace(
        "explains: cooperation", "explains:\n  - change of  threat(partner, state)\n  - trade"))
    assert [str(explained) for explained in folder.read().theories[0].explains] == [
        "change of threat(partner, state)", "trade"]


def test_a_sentence_is_explained(folder: Folder) -> None:
    folder.theory(f"{THEORY}    rule: trade\n".replace("explains: cooperation", "explains: change of trade and war"))
    assert folder.errors() == [(
        "theory.yaml:3:21",
        "`trade and war` is not a term",
        "a term is a variable with its roles, as in `capability(partner)`",
    )]


# Scope

def test_a_scope_with_a_theoretical_term(folder: Folder) -> None:
    folder.theory(f"scope: not exposed(state)\n{THEORY}    rule: trade\n")
    assert folder.errors() == [(
        "theory.yaml:1:12",
        "`exposed(state)` is theoretical: a scope speaks of what can be observed",
        "write the scope in observable terms",
    )]


def test_a_scope_with_an_explained_term(folder: Folder) -> None:
    folder.theory(f"scope: cover is weak and cooperation is low\n{THEORY}    rule: trade\n")
    assert folder.errors() == [(
        "theory.yaml:1:26",
        "`cooperation` is what the theory explains: a scope cannot ask for it in the period itself",
        "write `previously (cooperation ...)`, or leave it out",
    )]


def test_a_scope_with_the_change_of_an_explained_term(folder: Folder) -> None:
    folder.theory(f"scope: cooperation rises\n{THEORY}    rule: trade\n")
    assert folder.errors() == [(
        "theory.yaml:1:8",
        "`cooperation` is what the theory explains: a scope cannot ask for it in the period itself",
        "write `previously (cooperation ...)`, or leave it out",
    )]


def test_a_scope_with_an_explained_term_through_a_bound_name(folder: Folder) -> None:
    folder.theory(f"scope: >-\n  some X in partner, state:\n  need(X)\n{THEORY}    rule: trade\n".replace(
        "explains: cooperation", "explains: need(state)"))
    assert folder.errors() == [(
        "theory.yaml:3:3",
        "`need(state)` is what the theory explains: a scope cannot ask for it in the period itself",
        "write `previously (need(state) ...)`, or leave it out",
    )]


def test_a_scope_with_an_explained_term_in_the_past(folder: Folder) -> None:
    folder.theory(f"scope: previously cooperation is low and not once cooperation falls\n{THEORY}    rule: trade\n")
    assert folder.errors() == []


# Exhaustive statements

def test_a_statement_of_several_atoms(folder: Folder) -> None:
    folder.theory(f"exhaustive: cooperation rises or trade\n"
                  f"{THEORY}    rule: if trade then cooperation rises\n")
    assert folder.errors() == [(
        "theory.yaml:1:13",
        "an exhaustive statement must be one atom",
        "write one statement on one term, as in `cooperation rises`",
    )]


def test_a_statement_with_not(folder: Folder) -> None:
    folder.theory(f"exhaustive: [cooperation is not low]\n"
                  f"{THEORY}    rule: if trade then cooperation rises\n")
    assert folder.errors() == []


def test_a_statement_on_a_term_that_is_not_explained(folder: Folder) -> None:
    folder.theory(f"exhaustive: [trade]\n{THEORY}    rule: if cover is weak then trade\n")
    assert folder.errors() == [(
        "theory.yaml:1:14",
        "`trade` is neither explained by theory nor theoretical, so the theory cannot name all its causes",
        "explain `trade`, or leave the statement out",
    )]


def test_a_statement_on_a_theoretical_term(folder: Folder) -> None:
    folder.theory(f"exhaustive: [exposed(state)]\n"
                  f"{THEORY}    rule: if cover is weak then exposed(state)\n    role: definition\n")
    assert folder.errors() == []


def test_a_statement_that_nothing_causes(folder: Folder) -> None:
    folder.theory(f"exhaustive: [cooperation rises]\n{THEORY}    rule: cooperation rises only if trade\n")
    assert folder.errors() == [(
        "theory.yaml:1:14",
        "nothing in this theory causes `cooperation rises`",
        "add a rule `if ... then` for it; `only if` states a necessary condition, not a cause",
    )]


def test_a_statement_whose_causes_look_back_at_it(folder: Folder) -> None:
    folder.theory(f"exhaustive: [cooperation is low]\n"
                  f"{THEORY}    rule: if previously cooperation is low then cooperation is low\n")
    assert folder.errors() == []


def test_a_statement_given_twice(folder: Folder) -> None:
    folder.theory(f"exhaustive: [cooperation rises, cooperation rises]\n"
                  f"{THEORY}    rule: if trade then cooperation rises\n")
    assert folder.errors() == [(
        "theory.yaml:1:33",
        "`cooperation rises` is given twice",
        "keep one of the two",
    )]


def test_a_statement_is_not_held_against_a_theory_whose_rules_could_not_be_read(folder: Folder) -> None:
    folder.theory(f"exhaustive: [cooperation rises]\n{THEORY}    rule: if trad then cooperation rises\n")
    assert [message for _, message, _ in folder.errors()] == ["`trad` is no variable of the codebook"]


# Inheritance

def test_a_child_inherits(folder: Folder) -> None:
    folder.write("full.yaml", FULL.replace(", trade]", "]"))
    folder.theory(CHILD + "extends: full\ndrop: [B, A]\nsources: references.bib\n"
                  "propositions: [{id: D, rule: if trade then cooperation rises}]\n")
    theory = folder.read().theories[0]
    assert [(proposition.id, proposition.theory) for proposition in theory.propositions] == [("C", "full"),
                                                                                             ("D", "child")]
    assert theory.extends == ("full",)
    assert theory.scope is not None and theory.scope.text == "not cover is weak"
    assert [statement.label for statement in theory.exhaustive] == ["exhaustive: cooperation rises"]
    assert (theory.benchmark, theory.built_on, theory.title) == (False, (), "")


def diamond(folder: Folder, left: str = "", right: str = "") -> None:
    folder.write("top.yaml", CHILD.replace("child", "top")
                 + "propositions: [{id: T, rule: if trade then cooperation rises}]\n")
    for name, more in (("left", left), ("right", right)):
        folder.write(f"{name}.yaml", CHILD.replace("child", name)
                     + f"extends: top\nexhaustive: [cooperation rises]\n{more}"
                     f"propositions: [{{id: {name[0].upper()}, rule: trade}}]\n")


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
    assert folder.errors() == [(
        "theory.yaml:4:17",
        "`T` names one proposition in top and another in other",
        "rename one of the two, or leave it out: `drop: [T]`",
    )]


def test_an_id_that_is_inherited(folder: Folder) -> None:
    diamond(folder)
    folder.theory(CHILD + "extends: left\npropositions:\n  - {id: T, rule: not trade}\n")
    assert folder.errors() == [(
        "theory.yaml:6:10",
        "the id `T` is that of a proposition inherited from top",
        "use another id, or leave the inherited one out: `drop: [T]`",
    )]


def test_drop_of_an_unknown_id(folder: Folder) -> None:
    diamond(folder)
    folder.theory(CHILD + "extends: left\ndrop: [T1]\npropositions: []\n")
    assert folder.errors() == [(
        "theory.yaml:5:8",
        "no inherited proposition has the id `T1`",
        "did you mean `T`?",
    )]


def test_drop_without_extends(folder: Folder) -> None:
    folder.theory(CHILD + "drop: [T1]\npropositions: [{id: A, rule: trade}]\n")
    assert folder.errors() == [(
        "theory.yaml:4:8",
        "no inherited proposition has the id `T1`",
        "`drop` leaves out propositions of the theories in `extends`",
    )]


def test_drop_of_the_last_cause(folder: Folder) -> None:
    diamond(folder)
    folder.theory(CHILD + "extends: left\ndrop: T\npropositions: []\n")
    assert folder.errors() == [(
        "theory.yaml:4:10",
        "nothing in this theory causes `cooperation rises`",
        "add a rule `if ... then` for it; `only if` states a necessary condition, not a cause",
    )]


def test_an_inherited_statement_on_what_the_child_does_not_explain(folder: Folder) -> None:
    diamond(folder)
    folder.theory(CHILD.replace("cooperation", "trade") + "extends: left\npropositions: []\n")
    assert folder.errors() == [(
        "theory.yaml:4:10",
        "`cooperation` is neither explained by child nor theoretical, so the theory cannot name all its causes "
        "(inherited: `cooperation rises`)",
        "explain `cooperation` as well, or extend another theory",
    )]


def test_an_inherited_scope_with_what_the_child_explains(folder: Folder) -> None:
    folder.write("parent.yaml", f"scope: not trade\n{THEORY}    rule: trade\n")
    folder.theory(CHILD.replace("cooperation", "trade") + "extends: parent\npropositions: []\n")
    assert folder.errors() == [(
        "theory.yaml:4:10",
        "in the inherited scope `trade` is what the theory explains: a scope cannot ask for it in the period itself",
        "give this theory a scope of its own",
    )]


def test_a_theory_that_extends_itself(folder: Folder) -> None:
    folder.theory(CHILD + "extends: theory\npropositions: []\n")
    assert folder.errors() == [(
        "theory.yaml:4:10",
        "`extends` goes round in a circle: theory -> theory",
        "delete one of these `extends`",
    )]


def test_theories_that_extend_each_other(folder: Folder) -> None:
    folder.write("a.yaml", CHILD.replace("child", "a") + "extends: b.yaml\npropositions: []\n")
    folder.write("b.yaml", CHILD.replace("child", "b") + "extends: theory\npropositions: []\n")
    folder.theory(CHILD + "extends: a\npropositions: []\n")
    assert folder.errors() == [(
        "b.yaml:4:10",
        "`extends` goes round in a circle: theory -> a -> b -> theory",
        "delete one of these `extends`",
    )]


def test_a_parent_that_does_not_exist(folder: Folder) -> None:
    folder.write("neorealism_core.yaml", FULL)
    folder.theory(CHILD + "extends: neorealism_cor\npropositions: []\n")
    assert folder.errors() == [(
        "theory.yaml:4:10",
        "neorealism_cor.yaml: there is no such file",
        "did you mean `neorealism_core.yaml`?",
    )]


def test_a_parent_that_is_a_case(folder: Folder) -> None:
    folder.write("other.yaml", "case: other\n")
    folder.theory(CHILD + "extends: other\npropositions: []\n")
    assert folder.errors() == [(
        "other.yaml:1:1",
        "this is a case, not a theory",
        "name a file that begins with `theory:`",
    )]


def test_a_parent_that_is_installed(folder: Folder) -> None:
    folder.theory("theory: child\ncodebook: hegemony-and-cooperation\nexplains: change of cooperation\n"
                  "extends: persistence\npropositions: []\n")
    assert folder.errors() == []
    assert folder.read().theories[0].extends == ("persistence",)


def test_a_parent_with_another_codebook(folder: Folder) -> None:
    folder.write("other.yaml", "codebook: other\nroles: {state: One}\nvariables: {cooperation: {}}\n")
    folder.write("parent.yaml", "theory: parent\ncodebook: other.yaml\nexplains: cooperation\npropositions: []\n")
    folder.theory(CHILD + "extends: parent\npropositions: []\n")
    assert folder.errors() == [(
        "theory.yaml:4:10",
        "`parent` uses another codebook: `other`, not `test`",
        "let both name the same codebook",
    )]


def test_rules_in_another_vocabulary_are_not_held_against_the_theory(folder: Folder) -> None:
    folder.write("other.yaml", "codebook: other\nroles: {state: One}\n"
                 "variables: {gold: {}, lead: {theoretical: true}}\n")
    folder.write("parent.yaml", "theory: parent\ncodebook: other.yaml\nexplains: gold\nscope: previously gold\n"
                 "exhaustive: [gold]\npropositions: [{id: A1, rule: if lead then gold}]\n")
    folder.theory(CHILD + "extends: parent\ndrop: [A1]\npropositions: []\n")
    assert folder.errors() == [(
        "theory.yaml:4:10",
        "`parent` uses another codebook: `other`, not `test`",
        "let both name the same codebook",
    )]


def test_a_parent_with_a_codebook_that_was_changed(folder: Folder) -> None:
    text = (folder.path / "codebook.yaml").read_text()
    folder.write("other.yaml", text.replace("[absent, weak, strong]", "[weak, strong]"))
    folder.write("parent.yaml", "theory: parent\ncodebook: other.yaml\nexplains: cooperation\npropositions: []\n")
    folder.theory(CHILD + "extends: parent\npropositions: []\n")
    assert folder.errors() == [(
        "theory.yaml:4:10",
        "`parent` uses another codebook: one of the same name that differs in `cover`",
        "let both name the same codebook",
    )]


def test_a_parent_with_a_copy_of_the_codebook(folder: Folder) -> None:
    folder.write("other.yaml", (folder.path / "codebook.yaml").read_text())
    folder.write("parent.yaml", "theory: parent\ncodebook: other.yaml\nexplains: cooperation\npropositions: []\n")
    folder.theory(CHILD + "extends: parent\npropositions: []\n")
    assert folder.errors() == []


# Sources and definitions

def test_a_source_key_without_a_reference(folder: Folder) -> None:
    folder.theory(f"sources: references.bib\n{THEORY}    rule: trade\n    source: {{key: waltz1997}}\n")
    assert folder.errors() == [(
        "theory.yaml:8:19",
        "`waltz1997` is no key of references.bib",
        "did you mean `waltz1979`?",
    )]


def test_a_source_key_like_no_other(folder: Folder) -> None:
    folder.theory(f"sources: references.bib\n{THEORY}    rule: trade\n    source: {{key: zzz}}\n")
    assert folder.errors() == [(
        "theory.yaml:8:19",
        "`zzz` is no key of references.bib",
        "add the work to references.bib",
    )]


def test_a_source_key_where_no_references_are_named(folder: Folder) -> None:
    folder.theory(f"{THEORY}    rule: trade\n    source: {{key: waltz1979}}\n"
                  "  - id: B\n    rule: trade\n    source: {key: waltz1979}\n")
    assert folder.errors() == [(
        "theory.yaml:7:19",
        "`waltz1979` is cited, but the file names no `sources`",
        "add `sources: references.bib`",
    )]


def test_references_that_do_not_exist(folder: Folder) -> None:
    folder.theory(f"sources: reference.bib\n{THEORY}    rule: trade\n    source: {{key: waltz1979}}\n")
    assert folder.errors() == [(
        "theory.yaml:1:10",
        "reference.bib: there is no such file",
        "did you mean `references.bib`?",
    )]


def test_a_codebook_that_does_not_exist(folder: Folder) -> None:
    folder.theory(f"{THEORY}    rule: trade if\n".replace("codebook.yaml", "codebok.yaml"))
    assert folder.errors() == [(
        "theory.yaml:2:11",
        "codebok.yaml: there is no such file",
        "did you mean `codebook.yaml`?",
    ), (
        "theory.yaml:6:19",
        "the rule ends too early",
        "here could stand `at`, `every`, `(`, a name, `not`, `once`, `previously` or `some`",
    )]


def test_a_theoretical_variable_that_nothing_defines(folder: Folder) -> None:
    folder.rule("if exposed(state) then cooperation is low")
    assert folder.warnings() == [(
        "theory.yaml:5:9",
        "`exposed` is theoretical, but no definition of theory fixes it",
        "add a proposition with `role: definition` for it",
    )]


def test_a_change_is_explained(folder: Folder) -> None:
    folder.rule("if trade then cooperation rises")
    theory = read_theory("theory.yaml")
    assert theory.explained_terms == (Term("cooperation"),)
    assert theory.propositions[0].rule.formula == Implies(
        Is(Term("trade"), ("yes",)), Change(Term("cooperation"), "rises"))


def test_a_name_that_no_file_can_have(folder: Folder) -> None:
    folder.theory(f'{THEORY}    rule: trade\n'.replace("codebook.yaml", '"a\\0b"'))
    assert folder.errors() == [(
        "theory.yaml:2:11",
        "a\u0000b.yaml: this is not the name of a file",
        "write a plain path",
    )]


@pytest.mark.parametrize("field",
                         ["explains", "extends", "scope", "exhaustive", "built_on", "sources", "codebook", "drop"])
@pytest.mark.parametrize("value",
                         ["", "[]", "{}", "[[a]]", "[{a: b}]", "{a: {b: c}}", "'", '""', "a, b", "[a, b)", "~"])
def test_no_field_brings_the_reading_down(folder: Folder, field: str, value: str) -> None:
    rows = [row for row in FULL.splitlines() if not row.startswith(f"{field}:")]
    folder.theory("\n".join([f"{field}: {value}", *rows]) + "\n")
    assert all(problem.location.line for problem in folder.problems())
