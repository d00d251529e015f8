"""What can be wrong with roles, bound names and counts in a rule, each with its place."""

from __future__ import annotations

from tests.files.conftest import Folder


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
