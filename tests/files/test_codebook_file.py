"""Codebook files: roles, variables, values and places, and names that cannot stand."""

from __future__ import annotations

import pytest

from checker.files.study.reader import read_codebook
from checker.logic.formula import Term
from tests.files.conftest import Folder


def with_variable(folder: Folder, declared: str) -> None:
    """A codebook with one variable, `cooperation`, whose declaration begins in line 4, column 16."""
    folder.write(
        "codebook.yaml",
        f"codebook: test\nroles: {{state: One, partner: Other}}\nvariables:\n  cooperation: {declared}\n",
    )
    folder.rule("cooperation rises")


def test_every_field(folder: Folder) -> None:
    folder.write(
        "codebook.yaml",
        """\
        codebook: full
        title: A full codebook
        description: For readers.
        roles: {state: One, partner: Other}
        variables:
          cooperation:
            label: Cooperation
            question: What was done?
            values: [none, high]
            coding: {none: Nothing., high: Much.}
          need: {of: [state, partner], coding: {yes: Some.}}
          single: {of: state}
          gain: {of: [[partner, state], [state]], theoretical: true}
        """,
    )
    codebook = read_codebook("codebook.yaml")
    assert (codebook.name, codebook.title, codebook.description) == ("full", "A full codebook", "For readers.")
    assert codebook.roles == {"state": "One", "partner": "Other"}
    cooperation, need, single, gain = codebook.variables.values()
    assert (cooperation.label, cooperation.question, cooperation.values) == (
        "Cooperation",
        "What was done?",
        ("none", "high"),
    )
    assert cooperation.coding == {"none": "Nothing.", "high": "Much."}
    assert (need.values, need.places, need.theoretical) == (("no", "yes"), (("state", "partner"),), False)
    assert single.places == (("state",),)
    assert (gain.places, gain.theoretical) == ((("partner", "state"), ("state",)), True)
    assert list(gain.terms()) == [Term("gain", ("partner", "state")), Term("gain", ("state", "state"))]
    assert str(gain.location) == "codebook.yaml:13:3"


def test_a_value_without_a_decision_rule(folder: Folder) -> None:
    with_variable(folder, "{values: [none, low, high], coding: {low: Some.}}")
    assert [(str(problem.location), problem.message, problem.hint) for problem in folder.problems()] == [
        (
            "codebook.yaml:4:3",
            "`cooperation` has no decision rule for `none`, `high`",
            "add under `coding:` when a coder gives the value",
        )
    ]


def test_no_decision_rule_is_wanted_for_a_theoretical_variable(folder: Folder) -> None:
    with_variable(folder, "{coding: {no: None., yes: Some.}}\n  exposed: {theoretical: true}")
    assert folder.problems() == ()


def test_a_decision_rule_for_no_value(folder: Folder) -> None:
    with_variable(folder, "{values: [none, high], coding: {hihg: Much.}}")
    assert folder.errors() == [("codebook.yaml:4:48", "`hihg` is no value of cooperation", "did you mean `high`?")]


def test_a_single_value(folder: Folder) -> None:
    with_variable(folder, "{values: [none]}")
    assert folder.errors() == [("codebook.yaml:4:25", "`values` needs at least 2 items", "add what is missing")]


def test_a_value_given_twice(folder: Folder) -> None:
    with_variable(folder, "{values: [none, low, none]}")
    assert folder.errors() == [("codebook.yaml:4:37", "the value `none` is given twice", "keep one of the two")]


@pytest.mark.parametrize("word", ["missing", "baseline", "steady", "one", "at"])
def test_a_value_that_is_a_reserved_word(folder: Folder, word: str) -> None:
    with_variable(folder, f"{{values: [none, {word}]}}")
    assert [(place, hint) for place, _, hint in folder.errors()] == [("codebook.yaml:4:32", "use another name")]


def test_a_variable_called_missing(folder: Folder) -> None:
    with_variable(folder, "{}\n  missing: {}")
    assert folder.errors() == [
        ("codebook.yaml:5:3", "`missing` cannot name a variable: the word is reserved", "use another name")
    ]


def test_a_variable_with_a_blank(folder: Folder) -> None:
    with_variable(folder, "{}\n  patron cover: {}")
    assert folder.errors() == [
        (
            "codebook.yaml:5:3",
            "a key of `variables` must be a name, not `patron cover`",
            "a name begins with a letter and goes on with letters, digits, `_` and `-`, as in `patron_cover`",
        )
    ]


def test_a_value_that_is_a_number(folder: Folder) -> None:
    with_variable(folder, "{values: [0, 1]}")
    assert folder.errors() == [
        (
            "codebook.yaml:4:26",
            "`values` must be the name of a value, not `0`",
            "a value begins with a letter and goes on with letters, digits, `_` and `-`, as in `strong`",
        ),
        (
            "codebook.yaml:4:29",
            "`values` must be the name of a value, not `1`",
            "a value begins with a letter and goes on with letters, digits, `_` and `-`, as in `strong`",
        ),
    ]


def test_a_name_of_a_value_and_a_variable(folder: Folder) -> None:
    with_variable(folder, "{}\n  trade: {values: [low, cooperation]}")
    assert folder.errors() == [
        ("codebook.yaml:5:25", "`cooperation` is both a value and a variable", "rename one of the two")
    ]


def test_a_name_of_a_value_that_is_not_written_out(folder: Folder) -> None:
    with_variable(folder, "{values: [low, high]}\n  yes: {values: [low, high]}\n  trade:")
    assert folder.errors() == [("codebook.yaml:5:3", "`yes` is both a variable and a value of trade", "rename it")]


def test_yes_is_free_where_no_variable_has_it(folder: Folder) -> None:
    with_variable(folder, "{values: [low, high]}\n  yes: {values: [low, high]}")
    assert list(read_codebook("codebook.yaml").variables) == ["cooperation", "yes"]


def test_a_name_of_a_value_and_a_role(folder: Folder) -> None:
    with_variable(folder, "{values: [state, partner]}")
    assert folder.errors() == [
        ("codebook.yaml:4:26", "`state` is both a value and a role", "rename one of the two"),
        ("codebook.yaml:4:33", "`partner` is both a value and a role", "rename one of the two"),
    ]


def test_an_undeclared_role(folder: Folder) -> None:
    with_variable(folder, "{of: [state, parner]}")
    assert folder.errors() == [
        ("codebook.yaml:4:29", "`parner` is no role of this codebook", "did you mean `partner`?"),
        ("theory.yaml:3:11", "`cooperation` takes one role, but none is given", "write `cooperation(state)`"),
        ("theory.yaml:6:11", "`cooperation` takes one role, but none is given", "write `cooperation(state)`"),
    ]


def test_three_places(folder: Folder) -> None:
    with_variable(folder, "{of: [[state], [partner], [state]]}")
    assert folder.errors()[0][1] == "a variable takes one or two roles, not 3"


def test_roles_and_lists_of_roles(folder: Folder) -> None:
    with_variable(folder, "{of: [state, [partner]]}")
    assert folder.errors() == [
        (
            "codebook.yaml:4:22",
            "`of` mixes roles and lists of roles",
            "write [state, partner] for one place, [[state], [partner]] for two",
        )
    ]


def test_an_empty_variable_is_a_yes_no_variable(folder: Folder) -> None:
    with_variable(folder, "")
    assert read_codebook("codebook.yaml").variables["cooperation"].is_yes_no


def test_a_decision_rule_that_is_empty(folder: Folder) -> None:
    with_variable(folder, "{coding: {yes: }}")
    assert folder.errors() == [
        ("codebook.yaml:4:31", "`yes` is empty", "write a text; one with a colon is quoted or in block style (`>-`)")
    ]


def test_a_variable_given_twice(folder: Folder) -> None:
    with_variable(folder, "{}\n  cooperation: {}")
    assert folder.errors() == [
        ("codebook.yaml:5:3", "`cooperation` is given twice; the first time in line 4", "keep one of the two")
    ]


def test_a_variable_that_is_a_list(folder: Folder) -> None:
    with_variable(folder, "[none, low]")
    assert folder.errors() == [
        (
            "codebook.yaml:4:16",
            "`cooperation` must be a mapping, not a list",
            "its keys are: label, question, of, values, theoretical, coding",
        )
    ]
