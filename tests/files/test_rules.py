"""What can be wrong in a rule, each with its place inside the rule."""

from __future__ import annotations

from checker.logic.grammar import MAX_LENGTH, MAX_NESTING
from tests.files.conftest import Folder


def test_a_rule_that_is_right(folder: Folder) -> None:
    folder.rule("'if (every X in state, partner: need(X)) and threat(partner, state) then cooperation is at most low'")
    assert folder.errors() == []


def test_a_rule_nested_too_deep(folder: Folder) -> None:
    folder.rule("not " * (MAX_NESTING + 1) + "trade")
    assert folder.codes() == [("theory.yaml:6:11", "over-limit")]


def test_a_rule_nested_far_too_deep(folder: Folder) -> None:
    folder.rule("(" * 9_000 + "trade" + ")" * 9_000)
    assert folder.codes() == [("theory.yaml:6:11", "over-limit")]


def test_a_rule_that_is_too_long(folder: Folder) -> None:
    folder.rule("trade or " * (MAX_LENGTH // 9 + 1) + "trade")
    assert folder.codes() == [("theory.yaml:6:11", "over-limit")]


def test_quantifiers_that_write_out_without_end(folder: Folder) -> None:
    many = "".join(f"every X{n} in state, partner: (" for n in range(20))
    folder.rule(">-\n      " + many + " and ".join(f"need(X{n})" for n in range(20)) + ")" * 20 + "\n")
    assert folder.codes() == [("theory.yaml:7:7", "over-limit")]


def test_terms_of_the_same_values_compare(folder: Folder) -> None:
    folder.rule("need(state) is the same as need(partner) and trade is below need(state)")
    assert folder.errors() == []
