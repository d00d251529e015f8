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
    assert folder.codes() == [("codebook.yaml:4:48", "unknown-value")]


def test_a_single_value(folder: Folder) -> None:
    with_variable(folder, "{values: [none]}")
    assert folder.codes() == [("codebook.yaml:4:25", "too-few-items")]


def test_a_value_given_twice(folder: Folder) -> None:
    with_variable(folder, "{values: [none, low, none]}")
    assert folder.codes() == [("codebook.yaml:4:37", "given-twice")]


@pytest.mark.parametrize("word", ["missing", "baseline", "steady", "one", "at"])
def test_a_value_that_is_a_reserved_word(folder: Folder, word: str) -> None:
    with_variable(folder, f"{{values: [none, {word}]}}")
    assert [(place, hint) for place, _, hint in folder.errors()] == [("codebook.yaml:4:32", "use another name")]


def test_a_variable_called_missing(folder: Folder) -> None:
    with_variable(folder, "{}\n  missing: {}")
    assert folder.codes() == [("codebook.yaml:5:3", "reserved-name")]


def test_a_variable_with_a_blank(folder: Folder) -> None:
    with_variable(folder, "{}\n  patron cover: {}")
    assert folder.codes() == [("codebook.yaml:5:3", "malformed-key")]


def test_a_value_that_is_a_number(folder: Folder) -> None:
    with_variable(folder, "{values: [0, 1]}")
    assert folder.codes() == [("codebook.yaml:4:26", "malformed-value"), ("codebook.yaml:4:29", "malformed-value")]


def test_a_name_of_a_value_and_a_variable(folder: Folder) -> None:
    with_variable(folder, "{}\n  trade: {values: [low, cooperation]}")
    assert folder.codes() == [("codebook.yaml:5:25", "name-clash")]


def test_a_name_of_a_value_that_is_not_written_out(folder: Folder) -> None:
    with_variable(folder, "{values: [low, high]}\n  yes: {values: [low, high]}\n  trade:")
    assert folder.codes() == [("codebook.yaml:5:3", "name-clash")]


def test_yes_is_free_where_no_variable_has_it(folder: Folder) -> None:
    with_variable(folder, "{values: [low, high]}\n  yes: {values: [low, high]}")
    assert list(read_codebook("codebook.yaml").variables) == ["cooperation", "yes"]


def test_a_name_of_a_value_and_a_role(folder: Folder) -> None:
    with_variable(folder, "{values: [state, partner]}")
    assert folder.codes() == [("codebook.yaml:4:26", "name-clash"), ("codebook.yaml:4:33", "name-clash")]


def test_an_undeclared_role(folder: Folder) -> None:
    with_variable(folder, "{of: [state, parner]}")
    assert folder.codes() == [
        ("codebook.yaml:4:29", "unknown-role"),
        ("theory.yaml:3:11", "wrong-number-of-roles"),
        ("theory.yaml:6:11", "wrong-number-of-roles"),
    ]


def test_three_places(folder: Folder) -> None:
    with_variable(folder, "{of: [[state], [partner], [state]]}")
    assert folder.errors()[0][1] == "a variable takes one or two roles, not 3"


def test_roles_and_lists_of_roles(folder: Folder) -> None:
    with_variable(folder, "{of: [state, [partner]]}")
    assert folder.codes() == [("codebook.yaml:4:22", "wrong-shape")]


def test_an_empty_variable_is_a_yes_no_variable(folder: Folder) -> None:
    with_variable(folder, "")
    assert read_codebook("codebook.yaml").variables["cooperation"].is_yes_no


def test_a_decision_rule_that_is_empty(folder: Folder) -> None:
    with_variable(folder, "{coding: {yes: }}")
    assert folder.codes() == [("codebook.yaml:4:31", "empty-value")]


def test_a_variable_given_twice(folder: Folder) -> None:
    with_variable(folder, "{}\n  cooperation: {}")
    assert folder.codes() == [("codebook.yaml:5:3", "given-twice")]


def test_a_variable_that_is_a_list(folder: Folder) -> None:
    with_variable(folder, "[none, low]")
    assert folder.codes() == [("codebook.yaml:4:16", "wrong-shape")]
