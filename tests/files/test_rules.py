"""What can be wrong in a rule, each with its place inside the rule."""

from __future__ import annotations

from checker.logic.grammar import MAX_LENGTH, MAX_NESTING
from tests.files.conftest import Folder


def test_a_rule_that_is_right(folder: Folder) -> None:
    folder.rule("'if (every X in state, partner: need(X)) and threat(partner, state) then cooperation is at most low'")
    assert folder.errors() == []


def test_a_rule_nested_too_deep(folder: Folder) -> None:
    folder.rule("not " * (MAX_NESTING + 1) + "trade")
    assert folder.errors() == [
        (
            "theory.yaml:6:11",
            "the rule is nested more than 60 levels deep",
            "split it, or name a part as a theoretical variable",
        )
    ]


def test_a_rule_nested_far_too_deep(folder: Folder) -> None:
    folder.rule("(" * 9_000 + "trade" + ")" * 9_000)
    assert folder.errors() == [
        (
            "theory.yaml:6:11",
            "the rule is nested more than 60 levels deep",
            "split it, or name a part as a theoretical variable",
        )
    ]


def test_a_rule_that_is_too_long(folder: Folder) -> None:
    folder.rule("trade or " * (MAX_LENGTH // 9 + 1) + "trade")
    assert folder.errors() == [
        ("theory.yaml:6:11", "the rule is longer than 20,000 characters", "split it into several propositions")
    ]


def test_quantifiers_that_write_out_without_end(folder: Folder) -> None:
    many = "".join(f"every X{n} in state, partner: (" for n in range(20))
    folder.rule(">-\n      " + many + " and ".join(f"need(X{n})" for n in range(20)) + ")" * 20 + "\n")
    assert folder.errors() == [
        (
            "theory.yaml:7:7",
            "the rule has more than 10,000 atoms once quantifiers and equivalences are written out",
            "split it, or name a part as a theoretical variable",
        )
    ]


def test_terms_of_the_same_values_compare(folder: Folder) -> None:
    folder.rule("need(state) is the same as need(partner) and trade is below need(state)")
    assert folder.errors() == []
