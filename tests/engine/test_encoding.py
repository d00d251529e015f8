"""Clauses say what the grounded formula says."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from checker.engine.encoding import Encoding
from checker.engine.grounding import Grounder, Relation, term_periods
from checker.engine.solver import Session
from checker.logic.formula import And, Count, Formula, Iff, Implies, Not, Or, Term
from checker.logic.grammar import parse_term
from checker.study.term_period import TermPeriod
from tests import small_studies
from tests.small_studies import BOOK

TERMS = [TermPeriod(parse_term(name), period) for name in ("a", "b", "y") for period in (0, 1)]


def relations() -> st.SearchStrategy[Formula]:
    def rows(chosen: list[TermPeriod]) -> st.SearchStrategy[Formula]:
        every = list(product(*(range(len(BOOK.values(tp.term))) for tp in chosen)))
        return st.frozensets(st.sampled_from(every)).map(lambda kept: Relation(tuple(chosen), kept))

    return st.lists(st.sampled_from(TERMS), max_size=2, unique=True).flatmap(rows)


def grounded() -> st.SearchStrategy[Formula]:
    def larger(inner: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
        several = st.lists(inner, min_size=1, max_size=3).map(tuple)
        counts = st.tuples(st.sampled_from(["least", "most"]), st.integers(0, 4), several)
        return st.one_of(
            inner.map(Not),
            several.map(And),
            several.map(Or),
            st.tuples(inner, inner).map(lambda p: Implies(*p)),
            st.tuples(inner, inner).map(lambda p: Iff(*p)),
            counts.map(lambda c: Count(c[0], c[1], c[2])),  # type: ignore[arg-type]
        )

    return st.recursive(relations(), larger, max_leaves=5)


def holds(formula: Formula, world: dict[TermPeriod, int]) -> bool:
    match formula:
        case Relation(places, allowed):
            return tuple(world[tp] for tp in places) in allowed
        case Not(operand):
            return not holds(operand, world)
        case And(operands):
            return all(holds(part, world) for part in operands)
        case Or(operands):
            return any(holds(part, world) for part in operands)
        case Implies(left, right):
            return not holds(left, world) or holds(right, world)
        case Iff(left, right):
            return holds(left, world) == holds(right, world)
        case Count(bound, number, operands):
            true = sum(holds(part, world) for part in operands)
            return true >= number if bound == "least" else true <= number
    raise TypeError(formula)


@given(grounded(), st.booleans())
def test_under_its_selector_a_formula_holds_in_exactly_its_worlds(formula: Formula, negated: bool) -> None:
    formula = Not(formula) if negated else formula
    encoding = Encoding(BOOK)
    chosen = encoding.selector(formula)
    places = term_periods(formula)
    blocks = [encoding.literals_of(tp) for tp in places]
    with Session() as session:
        session.add(encoding.take())
        for row in product(*(range(len(block)) for block in blocks)):
            coded = [block[value] for block, value in zip(blocks, row, strict=True)]
            expected = holds(formula, dict(zip(places, row, strict=True)))
            assert (session.status([chosen, *coded]) == "satisfiable") is expected
            assert session.status(coded) == "satisfiable", "without the selector the formula says nothing"


def test_a_term_period_has_exactly_one_value() -> None:
    encoding = Encoding(BOOK)
    low, mid, high = encoding.literals_of(TermPeriod(Term("y"), 1))
    with Session() as session:
        session.add(encoding.take())
        assert session.status([low, mid]) == "unsatisfiable"
        assert session.status([-low, -mid, -high]) == "unsatisfiable"
        assert session.status([-low, -mid]) == "satisfiable"


def test_a_grounder_makes_each_instance_once() -> None:
    grounder = Grounder(small_studies.theory("P1: if a then y rises", exhaustive=["y rises"]), 0)
    assert grounder.instances(1)[0] is grounder.instances(1)[0]
    assert grounder.without_exhaustive().cone(1) == (grounder.instances(1)[0],)
    assert [i.label for i in grounder.cone(1)] == ["P1", "exhaustive: y rises"]
    assert grounder.untested(0) == ("P1", "exhaustive: y rises")
