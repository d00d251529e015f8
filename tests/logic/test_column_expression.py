"""Expressions over columns: what they say, and what is refused with its place."""

import pytest

from checker.logic.column_expression import (
    MAX_NESTING,
    ColumnComparison,
    ColumnSyntaxError,
    Junction,
    Negation,
    columns_of,
    parse_number,
    parse_test,
    worded_columns,
)


def test_columns_are_named_in_reading_order_each_once() -> None:
    found = parse_test("min(b, a) >= 6 and not (b = 1 or `GDP per head` > 2.5)")
    assert columns_of(found) == ("b", "a", "GDP per head")


def test_or_binds_looser_than_and_and_a_column_alone_is_a_test() -> None:
    found = parse_test("a or b and not c")
    assert isinstance(found, Junction) and not found.every
    assert isinstance(found.operands[0], ColumnComparison)
    second = found.operands[1]
    assert isinstance(second, Junction) and second.every and isinstance(second.operands[1], Negation)


def test_columns_compared_with_texts_are_known() -> None:
    assert worded_columns(parse_test('region = "Africa" or year != 3')) == ("region",)


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("", 0),
        ("a <", 3),
        ("a < b < c", 6),
        ("min(a", 5),
        ("min a", 4),
        ("a and 3", 6),
        ("(a >= 1) + 2", 9),
        ("a @ b", 2),
        ('"x" = a', 4),
        ('a < "x"', 2),
        ("a >= 1e5", 5),
        ("a b", 2),
        ("not", 3),
        ("__import__('os')", 11),
        ("a.__class__()", 11),
    ],
)
def test_what_is_no_test_is_refused_with_its_place(text: str, offset: int) -> None:
    with pytest.raises(ColumnSyntaxError) as caught:
        parse_test(text)
    assert caught.value.offset == offset
    assert caught.value.hint


@pytest.mark.parametrize("text", ["a >= 1", "not a", '"word"'])
def test_a_number_is_no_test_and_no_text(text: str) -> None:
    with pytest.raises(ColumnSyntaxError):
        parse_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "(" * (MAX_NESTING + 1) + "a" + ")" * (MAX_NESTING + 1),
        "not " * (MAX_NESTING + 1) + "a",
        "-" * (MAX_NESTING + 1) + "1",
        "a + " * 2000 + "a",
    ],
)
def test_depth_and_length_are_limited(text: str) -> None:
    with pytest.raises(ColumnSyntaxError):
        parse_test(text + " > 0")


def test_deep_nesting_within_the_limit_takes_no_time() -> None:
    text = "a"
    for _ in range(MAX_NESTING - 1):
        text = f"({text} and b)"
    assert columns_of(parse_test(text)) == ("a", "b")
