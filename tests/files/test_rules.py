"""What can be wrong in a rule, each with its place inside the rule."""

from __future__ import annotations

from checker.logic.grammar import MAX_LENGTH, MAX_NESTING
from tests.files.conftest import Folder


def test_a_rule_that_is_right(folder: Folder) -> None:
    folder.rule("'if (every X in state, partner: need(X)) and threat(partner, state) then cooperation is at most low'")
    assert folder.errors() == []


def test_a_word_of_the_language_misspelt(folder: Folder) -> None:
    folder.rule("if trade than cooperation is low")
    assert folder.errors() == [
        (
            "theory.yaml:6:20",
            "`than` was not expected here",
            "did you mean `then`? here could stand `and`, `falls`, `is`, `(`, `or`, `rises` or `then`",
        )
    ]


def test_a_rule_that_ends_too_early(folder: Folder) -> None:
    folder.rule("if trade then")
    assert folder.errors() == [
        (
            "theory.yaml:6:24",
            "the rule ends too early",
            "here could stand `at`, `every`, `if`, `(`, a name, `not`, `once`, `previously` or `some`",
        )
    ]


def test_a_bracket_that_is_not_closed(folder: Folder) -> None:
    folder.rule("if (trade then cooperation is low")
    assert folder.errors() == [
        (
            "theory.yaml:6:21",
            "`then` cannot stand here",
            "here could stand `)` or a connective (`and`, `or`, `if`, `only if`, `is necessary for`, ...)",
        )
    ]


def test_a_sign_that_no_rule_has(folder: Folder) -> None:
    folder.rule("trade = yes")
    assert folder.errors() == [("theory.yaml:6:17", "`=` is no phrase of the rule language", "write `is` in its place")]


def test_an_empty_rule(folder: Folder) -> None:
    folder.rule("")
    assert folder.errors() == [("theory.yaml:6:10", "`rule` is empty", "write a rule, or delete the key")]


def test_a_rule_that_is_a_list(folder: Folder) -> None:
    folder.rule("[trade, cover]")
    assert folder.errors() == [
        ("theory.yaml:6:11", "`rule` must be a rule, not a list", "write a rule, as in `if A then B`")
    ]


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


def test_an_undeclared_variable(folder: Folder) -> None:
    folder.rule("if trad then cooperation is low")
    assert folder.errors() == [("theory.yaml:6:14", "`trad` is no variable of the codebook", "did you mean `trade`?")]


def test_a_variable_like_no_other(folder: Folder) -> None:
    folder.rule("if zzz then cooperation is low")
    assert folder.errors() == [
        (
            "theory.yaml:6:14",
            "`zzz` is no variable of the codebook",
            "one of: cooperation, cover, trade, need, threat, gain, exposed",
        )
    ]


def test_a_role_in_place_of_a_variable(folder: Folder) -> None:
    folder.rule("if partner then cooperation is low")
    assert folder.errors() == [
        (
            "theory.yaml:6:14",
            "`partner` is a role, not a variable",
            "a role stands in the brackets of a variable, as in `capability(partner)`",
        )
    ]


def test_a_value_in_place_of_a_variable(folder: Folder) -> None:
    folder.rule("if strong then cooperation is low")
    assert folder.errors() == [
        ("theory.yaml:6:14", "`strong` is a value of cover, not a variable", "write `cover is strong`")
    ]


def test_an_undeclared_value(folder: Folder) -> None:
    folder.rule("if cover is stong then cooperation is low")
    assert folder.errors() == [("theory.yaml:6:23", "`stong` is no value of cover", "did you mean `strong`?")]


def test_a_value_of_another_variable(folder: Folder) -> None:
    folder.rule("cooperation is not weak")
    assert folder.errors() == [
        (
            "theory.yaml:6:30",
            "`weak` is a value of cover, not of cooperation",
            "the values of cooperation are: none, low, high",
        )
    ]


def test_a_value_of_several_others(folder: Folder) -> None:
    folder.rule("cover is high")
    assert folder.errors() == [
        (
            "theory.yaml:6:20",
            "`high` is a value of cooperation and gain, not of cover",
            "the values of cover are: absent, weak, strong",
        )
    ]


def test_a_value_of_another_variable_in_a_comparison(folder: Folder) -> None:
    folder.rule("cooperation is at least weak")
    assert folder.errors() == [
        (
            "theory.yaml:6:35",
            "`weak` is a value of cover, not of cooperation",
            "the values of cooperation are: none, low, high",
        )
    ]


def test_a_wrong_value_in_a_list_of_values(folder: Folder) -> None:
    folder.rule("cover is one of weak, strog")
    assert folder.errors() == [("theory.yaml:6:33", "`strog` is no value of cover", "did you mean `strong`?")]


def test_a_value_named_twice(folder: Folder) -> None:
    folder.rule("cover is one of weak, weak")
    assert folder.errors() == [("theory.yaml:6:33", "the value `weak` is named twice", "name each value once")]


def test_a_variable_in_place_of_a_value(folder: Folder) -> None:
    folder.rule("cover is trade")
    assert folder.errors() == [
        (
            "theory.yaml:6:20",
            "`trade` is a variable, not a value of cover",
            "the values of cover are: absent, weak, strong",
        )
    ]


def test_yes_of_a_variable_that_is_not_yes_or_no(folder: Folder) -> None:
    folder.rule("cover is yes")
    assert folder.errors() == [
        (
            "theory.yaml:6:20",
            "`yes` is a value of trade, need and 2 others, not of cover",
            "the values of cover are: absent, weak, strong",
        )
    ]


def test_a_bare_term_that_is_not_yes_or_no(folder: Folder) -> None:
    folder.rule("if trade then cover")
    assert folder.errors() == [
        (
            "theory.yaml:6:25",
            "`cover` is not a yes/no variable, so it cannot stand alone",
            "write `cover is ...` with one of: absent, weak, strong",
        )
    ]


def test_terms_with_different_values(folder: Folder) -> None:
    folder.rule("cooperation is at least cover")
    assert folder.errors() == [
        (
            "theory.yaml:6:35",
            "`cooperation` and `cover` do not compare: their values differ",
            "the values are none, low, high and absent, weak, strong",
        )
    ]


def test_terms_of_the_same_values_compare(folder: Folder) -> None:
    folder.rule("need(state) is the same as need(partner) and trade is below need(state)")
    assert folder.errors() == []


def test_a_value_in_place_of_the_other_term(folder: Folder) -> None:
    folder.rule("cooperation is the same as low")
    assert folder.errors() == [
        ("theory.yaml:6:38", "`low` is a value of cooperation and gain, not a variable", "write `cooperation is low`")
    ]
