"""What can be wrong with roles, bound names and counts in a rule, each with its place."""

from __future__ import annotations

from tests.files.conftest import Folder


def test_a_bound_name_that_is_used_in_what_follows_from_the_unit_of_its_quantifier(folder: Folder) -> None:
    folder.rule("'if some X in state, partner: need(X) then need(X)'")
    assert folder.codes() == [("theory.yaml:6:59", "unbound-name")]
    folder.rule("'every X in state, partner: (if need(X) then need(X))'")
    assert folder.errors() == []
