"""Set expressions: what they say, and what is refused with its place."""

from functools import reduce
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.logic.set_expression import (
    MAX_NESTING,
    Complement,
    Intersection,
    Literal,
    Membership,
    SetExpression,
    SetSyntaxError,
    Union,
    parse_set,
    products,
    products_text,
    set_text,
)
from tests.logic.configurations import holds_in
from tests.work import growth

NAMES = ("A", "B", "C")
EXPRESSIONS = st.recursive(
    st.sampled_from([Membership(name) for name in NAMES]),
    lambda inner: (
        inner.map(Complement)
        | st.lists(inner, min_size=2, max_size=3).map(lambda x: Intersection(tuple(x)))
        | st.lists(inner, min_size=2, max_size=3).map(lambda x: Union(tuple(x)))
    ),
    max_leaves=8,
)


def column(expression: SetExpression) -> list[bool]:
    return [holds_in(expression, dict(zip(NAMES, row, strict=True))) for row in product((0, 1), repeat=3)]


@given(EXPRESSIONS)
def test_what_is_printed_reads_back_to_the_same_set(expression: SetExpression) -> None:
    assert column(parse_set(set_text(expression))) == column(expression)


@given(EXPRESSIONS)
def test_the_sum_of_products_is_the_same_set(expression: SetExpression) -> None:
    rows = products(expression)
    assert rows is not None
    if not rows:
        assert not any(column(expression))
    elif rows == ((),):
        assert all(column(expression))
    else:
        assert column(parse_set(products_text(rows))) == column(expression)


def test_values_in_braces_and_in_brackets_are_the_same() -> None:
    assert parse_set("C{1,2}*~F[0]") == Intersection((Membership("C", (1, 2)), Complement(Membership("F", (0,)))))


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("", 0),
        ("A*", 2),
        ("A B", 2),
        ("(A + B", 6),
        ("A)", 1),
        ("A{x}", 1),
        ("A and B", 2),
        ("A-B", 1),
        ("2*A", 0),
        ("__import__('os')", 11),
        ("~~~", 3),
    ],
)
def test_what_is_no_set_expression_is_refused_with_its_place(text: str, offset: int) -> None:
    with pytest.raises(SetSyntaxError) as caught:
        parse_set(text)
    assert caught.value.offset == offset
    assert caught.value.hint


def test_depth_and_length_are_limited() -> None:
    with pytest.raises(SetSyntaxError, match="nested"):
        parse_set("(" * (MAX_NESTING + 1) + "A" + ")" * (MAX_NESTING + 1))
    with pytest.raises(SetSyntaxError, match="longer"):
        parse_set("A + " * 6000 + "A")


def test_a_product_past_the_limit_is_unknown_and_not_wrong() -> None:
    wide = Intersection(tuple(Union((Membership(f"A{n}"), Membership(f"B{n}"))) for n in range(16)))
    assert products(wide) is None


Product = frozenset[Literal]


def multiplied(expression: SetExpression, affirmed: bool = True) -> set[Product]:
    """The products that remain where each is held against every other."""
    match expression:
        case Complement(operand):
            return multiplied(operand, not affirmed)
        case Intersection(operands) | Union(operands):
            parts = [multiplied(operand, affirmed) for operand in operands]
            if isinstance(expression, Union) is affirmed:
                return absorbed(set().union(*parts))
            return reduce(lambda left, right: absorbed({a | b for a, b in product(left, right)}), parts)
    assert isinstance(expression, Membership)
    return {frozenset([(expression, affirmed)])}


def absorbed(found: set[Product]) -> set[Product]:
    possible = [p for p in found if not any((membership, not affirmed) in p for membership, affirmed in p)]
    return {p for p in possible if not any(other < p for other in possible)}


@given(EXPRESSIONS)
def test_absorption_leaves_what_holding_each_product_against_every_other_leaves(expression: SetExpression) -> None:
    assert {frozenset(row) for row in products(expression) or ()} == multiplied(expression)


def test_multiplying_out_grows_with_the_number_of_products() -> None:
    def multiply(number: int) -> None:
        factors = [
            Union((Membership(f"A{n}"), Membership(f"B{n}"), Intersection((Membership("C"), Membership(f"D{n}")))))
            for n in range(number)
        ]
        products(Intersection(tuple(factors)))

    assert growth(lambda size: multiply(6 + size), 1) < 5
