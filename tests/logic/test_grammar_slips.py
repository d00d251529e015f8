"""What people write for a phrase of the rule language: the fix, followed literally, gives the rule they meant."""

from __future__ import annotations

import re

import pytest

from checker.logic.grammar import RuleSyntaxError, parse
from checker.logic.slips import SLIPS, Slip


def fault(words: str) -> RuleSyntaxError:
    with pytest.raises(RuleSyntaxError) as caught:
        parse(words)
    return caught.value


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.example)
def test_each_slip_is_told_and_its_fix_works(slip: Slip) -> None:
    error = fault(slip.example)
    told = dict(filter(None, (slip.at(slip.example, offset) for offset in range(len(slip.example)))))
    assert error in told
    if slip.meant:
        match = told[error]
        put = slip.replacement(match)
        assert error.hint in (slip.advice, f"write `{put.strip()}` in its place", f"delete the `{match.group()}`")
        fixed = f"{slip.example[: match.start()]} {put} {slip.example[match.end() :]}"
        assert parse(fixed) == parse(slip.meant)


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("w falls iff v rises", "write `if and only if` in its place"),
        ("w is greater than low", "write `is above` in its place"),
        ("w is no less than low", "write `is at least` in its place"),
        ("w is either low or none", "write `is one of low, none` in its place"),
        ("if w is neither low nor none then a", "write `is not one of low, none` in its place"),
        ("w is one of low, mid, or none", "write `is one of low, mid, none` in its place"),
        ("w >= low", "write `is at least` in its place"),
        ("w is >= low", "write `at least` in its place"),
        ("w > low", "write `is above` in its place"),
        ("w = low", "write `is` in its place"),
        ("w is = low", "delete the `=`"),
        ("if a, then b", "delete the comma"),
        ("if a then b. ", "delete the full stop"),
        ("w is above low or below none", "write `w is above low or w is below none` in its place"),
        ("a -> b", "write `if A then B`, with what stands before the arrow as A and what follows as B"),
        ("iff a then b", "write `A if and only if B`"),
    ],
)
def test_the_fix_that_is_told(words: str, hint: str) -> None:
    assert fault(words).hint == hint


@pytest.mark.parametrize("words", ["w is “low”", "w is ‘low’", 'w is "low"', "“if a then b”", "w is „low“"])
def test_quotation_marks_are_said_to_be_the_fault(words: str) -> None:
    assert fault(words).code == "quotation-marks"
    parse(re.sub('[“”‘’„"]', "", words))


@pytest.mark.parametrize(
    "words", ["w is either low or v is none", "a.b", "if a then b!", "w is one of low, or v rises"]
)
def test_what_only_looks_like_a_slip_is_left_to_the_grammar(words: str) -> None:
    assert "in its place" not in fault(words).hint and "one of" not in fault(words).hint
