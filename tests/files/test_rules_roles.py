"""What can be wrong with roles, bound names and counts in a rule, each with its place."""

from __future__ import annotations

from tests.files.conftest import Folder


def test_too_few_roles(folder: Folder) -> None:
    folder.rule("if need then trade")
    assert folder.errors() == [("theory.yaml:6:14", "`need` takes one role, but none is given", "write `need(state)`")]


def test_too_many_roles(folder: Folder) -> None:
    folder.rule("need(state, partner)")
    assert folder.errors() == [("theory.yaml:6:11", "`need` takes one role, but 2 are given", "write `need(state)`")]


def test_a_role_where_none_is_declared(folder: Folder) -> None:
    folder.rule("trade(state)")
    assert folder.errors() == [("theory.yaml:6:11", "`trade` takes no role, but 1 is given", "write `trade`")]


def test_an_undeclared_role(folder: Folder) -> None:
    folder.rule("need(stat)")
    assert folder.errors() == [("theory.yaml:6:16", "`stat` is no role of the codebook", "did you mean `state`?")]


def test_a_role_that_may_not_stand_there(folder: Folder) -> None:
    folder.rule("threat(partner, patron)")
    assert folder.errors() == [
        ("theory.yaml:6:27", "`threat` is not declared for `patron`", "it is declared for: state")
    ]


def test_a_role_that_may_not_stand_there_through_a_bound_name(folder: Folder) -> None:
    folder.rule("'every X in state, patron: (trade and need(X))'")
    assert folder.errors() == [
        ("theory.yaml:6:54", "`need` is not declared for `patron` (through `X`)", "it is declared for: state, partner")
    ]


def test_an_undeclared_role_of_a_quantifier(folder: Folder) -> None:
    folder.rule("'some X in state, parner: need(X)'")
    assert folder.errors() == [("theory.yaml:6:29", "`parner` is no role of the codebook", "did you mean `partner`?")]


def test_a_role_named_twice_by_a_quantifier(folder: Folder) -> None:
    folder.rule("'some X in state, state: need(X)'")
    assert folder.errors() == [("theory.yaml:6:29", "`state` is named twice", "name each role once")]


def test_a_bound_name_that_is_never_used(folder: Folder) -> None:
    folder.rule("'every X in state, partner: need(state)'")
    assert folder.errors() == [
        (
            "theory.yaml:6:18",
            "`X` is bound but does not occur after the colon",
            "use `X` as a role there; the colon takes one unit, so put more in brackets",
        )
    ]


def test_a_bound_name_that_is_used_behind_the_unit_that_the_colon_takes(folder: Folder) -> None:
    folder.rule("'every X in state, partner: trade and need(X)'")
    assert folder.errors() == [
        (
            "theory.yaml:6:18",
            "`X` is bound but does not occur after the colon",
            "use `X` as a role there; the colon takes one unit, so put more in brackets",
        ),
        (
            "theory.yaml:6:54",
            "`X` is bound only in the first condition after the colon",
            "put what follows the colon in parentheses: `every X in state, partner: (...)`",
        ),
    ]


def test_a_bound_name_used_only_under_another_of_its_name(folder: Folder) -> None:
    folder.rule("'every X in state: (some X in partner: need(X))'")
    assert folder.errors() == [
        (
            "theory.yaml:6:18",
            "`X` is bound but does not occur after the colon",
            "use `X` as a role there; the colon takes one unit, so put more in brackets",
        )
    ]


def test_a_bound_name_that_is_a_role(folder: Folder) -> None:
    folder.rule("'every patron in state, partner: need(patron)'")
    assert folder.errors() == [
        ("theory.yaml:6:18", "`patron` is a role and cannot be bound", "bind a new name, such as X")
    ]


def test_a_bound_name_that_is_a_variable(folder: Folder) -> None:
    folder.rule("'every trade in state, partner: need(trade)'")
    assert folder.errors() == [
        ("theory.yaml:6:18", "`trade` is a variable and cannot be bound", "bind a new name, such as X")
    ]


def test_a_bound_name_that_is_a_value(folder: Folder) -> None:
    folder.rule("'every low in state, partner: need(low)'")
    assert folder.errors() == [
        ("theory.yaml:6:18", "`low` is a value and cannot be bound", "bind a new name, such as X")
    ]


def test_a_bound_name_that_is_a_word_of_the_language(folder: Folder) -> None:
    folder.rule("'every missing in state, partner: need(missing)'")
    assert folder.errors() == [
        ("theory.yaml:6:50", "`missing` is a word of the rule language and cannot be a name", "use another name")
    ]


def test_a_count_that_never_holds(folder: Folder) -> None:
    folder.rule("if at least 3 of (trade; cover is weak) then cooperation is low")
    assert folder.warnings() == [("theory.yaml:6:14", "`at least 3 of` 2 never holds", "correct the number")]


def test_a_count_that_always_holds(folder: Folder) -> None:
    folder.rule("if at most 3 of (trade; cover is weak) then cooperation is low")
    assert folder.warnings() == [("theory.yaml:6:14", "`at most 3 of` 2 always holds", "correct the number")]


def test_several_slips_in_one_rule(folder: Folder) -> None:
    folder.rule("if trad and cover is stong then cooperation is lwo")
    assert folder.errors() == [
        ("theory.yaml:6:14", "`trad` is no variable of the codebook", "did you mean `trade`?"),
        ("theory.yaml:6:32", "`stong` is no value of cover", "did you mean `strong`?"),
        ("theory.yaml:6:58", "`lwo` is no value of cooperation", "did you mean `low`?"),
    ]


def test_a_bound_name_that_is_used_in_what_follows_from_the_unit_of_its_quantifier(folder: Folder) -> None:
    folder.rule("'if some X in state, partner: need(X) then need(X)'")
    assert folder.errors() == [
        (
            "theory.yaml:6:59",
            "`X` is bound only in the first condition after the colon",
            "put the whole condition in parentheses after the colon: `every X in state, partner: (if ... then ...)`",
        )
    ]
    folder.rule("'every X in state, partner: (if need(X) then need(X))'")
    assert folder.errors() == []


def test_a_name_that_is_bound_only_later_is_no_role(folder: Folder) -> None:
    folder.rule("'need(X) and some X in state, partner: need(X)'")
    assert folder.errors() == [("theory.yaml:6:17", "`X` is no role of the codebook", "one of: state, partner, patron")]
