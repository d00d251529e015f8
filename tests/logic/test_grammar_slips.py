"""What people write for a phrase of the rule language: the fix, followed literally, gives the rule they meant."""

from __future__ import annotations

import re

import pytest

from checker.logic.grammar import RuleSyntaxError, parse


def fault(words: str) -> RuleSyntaxError:
    with pytest.raises(RuleSyntaxError) as caught:
        parse(words)
    return caught.value


@pytest.mark.parametrize(
    ("words", "said", "hint", "meant"),
    [
        ("w falls iff v rises", "iff", "write `if and only if` in its place", "w falls if and only if v rises"),
        ("w is greater than low", "is greater than", "write `is above` in its place", "w is above low"),
        ("w is more than low", "is more than", "write `is above` in its place", "w is above low"),
        ("w is less than low", "is less than", "write `is below` in its place", "w is below low"),
        ("w is not more  than low", "is not more  than", "write `is at most` in its place", "w is at most low"),
        (
            "w is greater than or equal to low",
            "is greater than or equal to",
            "write `is at least` in its place",
            "w is at least low",
        ),
        ("w is no less than low", "is no less than", "write `is at least` in its place", "w is at least low"),
        ("w is equal to low", "is equal to", "write `is` in its place", "w is low"),
        ("w increases and a", "increases", "write `rises` in its place", "w rises and a"),
        ("w is either low or none", "is either low or none", "write `is one of low, none`", "w is one of low, none"),
        (
            "a and w is not either low, mid or none",
            "is not either low, mid or none",
            "write `is not one of low, mid, none`",
            "a and w is not one of low, mid, none",
        ),
        (
            "if w is neither low nor none then a",
            "is neither low nor none",
            "write `is not one of low, none`",
            "if w is not one of low, none then a",
        ),
        (
            "w is one of low, mid, or none",
            "is one of low, mid, or none",
            "write `is one of low, mid, none`",
            "w is one of low, mid, none",
        ),
        ("w >= low", ">=", "write `is at least` in its place", "w is at least low"),
        ("w ≤ low", "≤", "write `is at most` in its place", "w is at most low"),
        ("w > low", ">", "write `is above` in its place", "w is above low"),
        ("w < low", "<", "write `is below` in its place", "w is below low"),
        ("w = low", "=", "write `is` in its place", "w is low"),
        ("w is >= low", ">=", "write `at least` in its place", "w is at least low"),
        ("w is not > low", ">", "write `above` in its place", "w is not above low"),
        ("w != low", "!=", "write `is not` in its place", "w is not low"),
        ("a <=> b", "<=>", "write `if and only if` in its place", "a if and only if b"),
        ("a && b", "&&", "write `and` in its place", "a and b"),
        ("!a", "!", "write `not` in its place", "not a"),
    ],
)
def test_the_phrase_is_proposed_for_all_that_stands_in_its_place(words: str, said: str, hint: str, meant: str) -> None:
    error = fault(words)
    assert (error.offset, error.hint) == (words.index(said), hint)
    proposed = re.findall("`(.*?)`", hint)[0]
    assert parse(words.replace(said, f" {proposed} ")) == parse(meant)


@pytest.mark.parametrize(
    ("words", "offset", "message", "hint", "meant"),
    [
        ("if a then b.", 11, "a rule ends without a full stop", "delete the full stop", "if a then b"),
        ("if a, then b", 4, "no comma stands before `then`", "delete the comma", "if a then b"),
        (
            "if w is one of low, mid, then a",
            23,
            "no comma stands before `then`",
            "delete the comma",
            "if w is one of low, mid then a",
        ),
        ("w is = low", 5, "`=` cannot stand in a rule", "delete the `=`", "w is low"),
    ],
)
def test_what_is_too_much_is_to_be_deleted(words: str, offset: int, message: str, hint: str, meant: str) -> None:
    error = fault(words)
    assert (error.offset, error.message, error.hint) == (offset, message, hint)
    deleted = words[:offset] + words[offset + 1 :]
    assert parse(deleted) == parse(meant)


@pytest.mark.parametrize("words", ["w is “low”", "w is ‘low’", 'w is "low"', "“if a then b”", "w is „low“"])
def test_quotation_marks_are_said_to_be_the_fault(words: str) -> None:
    error = fault(words)
    assert "it is a quotation mark" in error.message
    assert error.hint == "delete the quotation marks inside the rule; names and values stand without them"
    parse(re.sub('[“”‘’„"]', "", words))


@pytest.mark.parametrize("words", ["a => b", "a -> b", "a → b"])
def test_an_arrow_is_a_conditional(words: str) -> None:
    assert fault(words).hint.startswith("write `if A then B`")


def test_a_biconditional_stands_between_its_sides() -> None:
    assert (fault("iff a then b").message, fault("iff a then b").hint) == (
        "`iff` stands between two sides",
        "write `A if and only if B`",
    )


@pytest.mark.parametrize(
    "words", ["w is either low or v is none", "a.b", "if a then b!", "w is one of low, or v rises"]
)
def test_what_only_looks_like_a_slip_is_left_to_the_grammar(words: str) -> None:
    assert "in its place" not in fault(words).hint and "one of" not in fault(words).hint


@pytest.mark.parametrize(
    ("words", "offset", "hint", "meant"),
    [
        ("w is at most previous w", 2, "write `rises`, `falls` or `is steady` after the term", ""),
        ("if a then never b", 10, "write `not` in its place", "if a then not b"),
        ("a unless b", 2, "write `if not B then A` for `A unless B`", ""),
        (
            "w is between none and low",
            0,
            "write `w is at least none and w is at most low`",
            "w is at least none and w is at most low",
        ),
        ("w is at most low and at least none", 0, "write `and w is at least none`", ""),
        ("w is above low or below none", 0, "write `or w is below none`", ""),
        ("if f(state) then w does not rise", 17, "write `not w rises`", "if f(state) then not w rises"),
        ("if a then w at least low", 10, "write `w is at least`", "if a then w is at least low"),
        ("w stays steady", 0, "write `w is steady`", "w is steady"),
    ],
)
def test_words_that_no_phrase_can_replace(words: str, offset: int, hint: str, meant: str) -> None:
    error = fault(words)
    assert (error.offset, error.hint) == (offset, hint)
    if meant:
        parse(meant)
        assert re.findall("`(.*?)`", hint)[0] in meant
