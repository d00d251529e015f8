"""Rewriting keeps what a rule says: against formulas read over complete worlds by the oracle."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from checker.logic.formula import (
    And,
    Count,
    Formula,
    Is,
    Not,
    Or,
    Quantified,
    Term,
    children,
    nesting,
    subformulas,
    terms_of_atom,
)
from checker.logic.grammar import parse
from checker.logic.rewriting import (
    causes,
    implications,
    lookback,
    mentions_now,
    quantifier_free,
    substituted,
    terms,
    with_operands,
)
from checker.study.codebook import Codebook
from tests import truth_table
from tests.strategies import codebooks, formulas
from tests.truth_table import World

LAST = 3


@st.composite
def readings(draw: st.DrawFn) -> tuple[Formula, Codebook, World, int, int]:
    """A formula, and a world and period with a first period at which to read it."""
    codebook = draw(codebooks())
    formula = draw(formulas(codebook))
    first = draw(st.sampled_from((0, 1)))
    t = draw(st.integers(first, LAST))
    assume(truth_table.readable(formula, t, first))
    world = {
        (term, p): draw(st.sampled_from(codebook.values(term)))
        for term in codebook.terms()
        for p in range(first, LAST + 1)
    }
    return formula, codebook, world, t, first


def true(formula: Formula, codebook: Codebook, world: World, t: int, first: int) -> bool:
    return truth_table.holds(truth_table.written_out(formula), t, first, world, codebook)


@given(readings())
def test_a_quantifier_written_out_is_equivalent(reading: tuple[Formula, Codebook, World, int, int]) -> None:
    formula, codebook, world, t, first = reading
    free = quantifier_free(formula)
    assert not any(isinstance(part, Quantified) for part in subformulas(free))
    assert truth_table.holds(free, t, first, world, codebook) == true(formula, codebook, world, t, first)


@given(codebooks().flatmap(formulas))
def test_lookback_says_from_which_period_on_a_formula_can_be_read(formula: Formula) -> None:
    assert lookback(quantifier_free(formula)) == lookback(formula)
    for first, t in product((0, 1), range(6)):
        assert (t - lookback(formula) >= first) == truth_table.readable(formula, t, first)


@given(st.data())
def test_mentions_terms_and_causes_are_those_that_the_oracle_finds(data: st.DataObject) -> None:
    codebook = data.draw(codebooks())
    formula = data.draw(formulas(codebook))
    free = quantifier_free(formula)
    here = truth_table.named(truth_table.written_out(formula), 9, 0)
    assert set(terms(free)) == {term for term, _ in here} and len(set(terms(free))) == len(terms(free))
    for term in codebook.terms():
        assert mentions_now(free, term) == truth_table.mentions_in_its_own_period(free, term)
        assert causes(formula, term) == tuple(
            (quantifier_free(a), quantifier_free(c)) for a, c in _contributions(formula, term)
        )


def _contributions(formula: Formula, term: Term) -> list[tuple[Formula, Formula]]:
    """The oracle writes `every X in state: F` out as a conjunction of one, which rewriting does not keep."""

    def plain(part: Formula) -> Formula:
        if isinstance(part, (And, Or)) and len(part.operands) == 1:
            return plain(part.operands[0])
        return with_operands(part, tuple(map(plain, children(part))))

    return [(plain(a), plain(c)) for a, c in truth_table.contributions(formula, term)]


@given(codebooks().flatmap(formulas))
def test_the_same_node_over_the_same_parts_is_the_same_formula(formula: Formula) -> None:
    for part in subformulas(formula):
        assert with_operands(part, children(part)) == part


# By example


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("every X in state, partner: f(X)", "f(state) and f(partner)"),
        ("some X in state, partner: f(X) rises", "f(state) rises or f(partner) rises"),
        ("every X in state: f(X)", "f(state)"),
        (
            "every X in state, partner: some Y in patron, partner: g(X, Y)",
            "(g(state, patron) or g(state, partner)) and (g(partner, patron) or g(partner, partner))",
        ),
        (
            "every X in state, partner: f(X) is at least f(partner)",
            "f(state) is at least f(partner) and f(partner) is at least f(partner)",
        ),
        # An inner quantifier of the same name keeps its own.
        (
            "every X in state, partner: (f(X) or some X in patron: f(X))",
            "(f(state) or f(patron)) and (f(partner) or f(patron))",
        ),
    ],
)
def test_quantifiers_written_out_by_example(words: str, written: str) -> None:
    assert quantifier_free(parse(words, "f".__eq__)) == parse(written, "f".__eq__)


@pytest.mark.parametrize(
    ("words", "periods"),
    [
        ("a", 0),
        ("w rises", 1),
        ("previously a", 1),
        ("previously w rises", 2),
        ("once a", 1),
        ("once once a", 2),
        ("once (a or w rises)", 2),
        ("a or previously previously a", 2),
        ("if a then every X in state: previously f(X)", 1),
        ("at least 1 of (a; previously w is steady)", 2),
    ],
)
def test_lookback_by_example(words: str, periods: int) -> None:
    assert lookback(parse(words)) == periods


@pytest.mark.parametrize(
    ("words", "pairs"),
    [
        ("if a then b", [("a", "b")]),
        ("if a then if b then c", [("a and b", "c")]),
        ("if a then if b then if c then z", [("(a and b) and c", "z")]),
        ("a if and only if b", [("a", "b"), ("b", "a")]),
        ("a if and only if (if b then c)", [("a and b", "c"), ("if b then c", "a")]),
        ("if a then (b if and only if c)", [("a", "b if and only if c")]),
        ("(if a then b) and (if b then c)", []),
        ("every X in state, partner: (if f(X) then a)", []),
        ("not (if a then b)", []),
        ("previously (if a then b)", []),
        ("a or b", []),
    ],
)
def test_the_implications_that_a_rule_states_by_itself(words: str, pairs: list[tuple[str, str]]) -> None:
    assert implications(parse(words)) == tuple((parse(a), parse(c)) for a, c in pairs)


def test_a_substitution_reaches_both_terms_of_a_comparison() -> None:
    formula = parse("f(X, Y) is above f(Y, X)", "f".__eq__)
    assert substituted(formula, "X", "state") == parse("f(state, Y) is above f(Y, state)", "f".__eq__)


def test_what_is_no_formula_is_refused() -> None:
    for function in (children, quantifier_free, lookback, terms, nesting):
        with pytest.raises(TypeError):
            function(Formula())
    with pytest.raises(TypeError):
        with_operands(Formula(), ())
    assert terms_of_atom(Not(Is(Term("a"), ("yes",)))) == ()
    assert isinstance(parse("at most 1 of (a)"), Count)
