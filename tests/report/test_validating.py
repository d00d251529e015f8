"""What `validate` says of a theory: its rules as understood, and what its exhaustive statements rest on."""

from __future__ import annotations

from checker.report.check.validation import validated
from tests.small_studies import theory


def test_only_what_can_cause_is_listed_as_a_cause() -> None:
    found = theory(
        "N1: if a then y rises",
        "N2: if not b then not y rises",
        "N3: y is high only if c",
        "N4 usually: if z then y is at least mid",
        explains="change of y",
        exhaustive=["y rises"],
    )
    assert "  exhaustive: y rises  (causes named by N1 and N4)\n" in validated([found], [], [])
