"""A formula in a world half known: what is said of it holds however the rest turns out."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from checker.logic.formula import Change, Compare, Count, Formula, Is, Not, Once, Or, Previously, Term
from checker.logic.grammar import parse
from checker.logic.partial import all_true, any_true, named, negated, truth
from checker.logic.rewriting import lookback, quantifier_free
from tests.oracle.formulas import holds
from tests.oracle.formulas import named as named_by_the_oracle
from tests.random_formulas import Seeded, Writer, random_codebook
from tests.seeds import for_each
from tests.small_studies import BOOK

A, B, Y = Term("a"), Term("b"), Term("y")
MOST_WORLDS = 3_000


def formula(words: str) -> Formula:
    return quantifier_free(parse(words, BOOK.variables.__contains__))


@pytest.mark.parametrize(
    ("words", "known", "expected"),
    [
        ("a and b", {(A, 1): "no"}, False),
        ("a and b", {(A, 1): "yes"}, None),
        ("a or b", {(B, 1): "yes"}, True),
        ("if a then b", {(A, 1): "no"}, True),
        ("if a then b", {(B, 1): "yes"}, True),
        ("if a then b", {(A, 1): "yes"}, None),
        ("a if and only if b", {(A, 1): "yes"}, None),
        ("a if and only if b", {(A, 1): "yes", (B, 1): "no"}, False),
        ("not previously a", {(A, 0): "no", (A, 1): "yes"}, True),
        ("y rises", {(Y, 1): "high"}, None),
        ("y rises", {(Y, 0): "low", (Y, 1): "mid"}, True),
        ("y is steady", {(Y, 0): "low", (Y, 1): "mid"}, False),
        ("y is at least mid", {(Y, 1): "mid"}, True),
        ("y is above w", {(Y, 1): "high"}, None),
        ("at least 1 of (a; b; z)", {(B, 1): "yes"}, True),
        ("at most 1 of (a; b; z)", {(A, 1): "yes", (B, 1): "yes"}, False),
        ("at least 2 of (a; b; z)", {(A, 1): "no"}, None),
        ("once a", {(A, 0): "yes"}, True),
        ("once a", {(A, 1): "yes"}, None),
    ],
)
def test_what_is_known_of_a_formula(words: str, known: dict[tuple[Term, int], str], expected: bool | None) -> None:
    assert truth(formula(words), 1, known, BOOK.values) is expected


def test_a_tautology_of_open_parts_stays_open() -> None:
    # Kleene's logic looks at no two parts together.
    assert truth(Or((Is(A, ("yes",)), Not(Is(A, ("yes",))))), 0, {}, BOOK.values) is None


def test_once_reads_the_periods_in_which_its_formula_can_be_read() -> None:
    once_rising = Once(Change(Y, "rises"))
    assert named(once_rising, 2) == ((Y, 1), (Y, 0))
    assert truth(once_rising, 1, {}, BOOK.values) is False
    assert truth(once_rising, 3, {(Y, 0): "mid", (Y, 1): "low", (Y, 2): "mid"}, BOOK.values) is True


def test_term_periods_are_named_once_each_in_the_order_of_reading() -> None:
    said = Count(
        "least", 1, (Previously(Is(A, ("yes",))), Compare(Y, "above", Term("w")), Is(A, ("no",)), Change(Y, "falls"))
    )
    assert named(said, 3) == ((A, 2), (Y, 3), (Term("w"), 3), (A, 3), (Y, 2))


@for_each(range(150))
def test_every_completion_agrees_with_what_is_known(seed: int) -> None:
    dice = Seeded(Random(seed))
    book = random_codebook(dice)
    said = quantifier_free(Writer(dice, book, tuple(book.variables.values())).formula(book.terms(), 3))
    period = lookback(said) + seed % 2
    spoken = named(said, period)
    assert set(spoken) == named_by_the_oracle(said, period, 0)
    known = {tp: dice.one(book.values(tp[0])) for tp in spoken if dice.chance(50)}
    rest = [tp for tp in spoken if tp not in known]
    worlds = product(*(book.values(term) for term, _ in rest))
    outcomes = set()
    for count, chosen in enumerate(worlds):
        world = {**known, **dict(zip(rest, chosen, strict=True))}
        outcomes.add(holds(said, period, 0, world, book))
        assert truth(said, period, world, book.values) is holds(said, period, 0, world, book)
        if count == MOST_WORLDS:
            break
    found = truth(said, period, known, book.values)
    assert found is None or outcomes == {found}


@pytest.mark.parametrize("parts", list(product((True, False, None), repeat=3)))
def test_all_and_any_are_each_others_negation(parts: tuple[bool | None, ...]) -> None:
    assert any_true(parts) is negated(all_true(map(negated, parts)))
    assert all_true(parts) is (False if False in parts else None if None in parts else True)
