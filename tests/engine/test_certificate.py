"""Refutations: accepted when sound, and refused when damaged, swapped or empty of proof."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.engine.certificate import (
    CertificateRefused,
    Propagation,
    Refutation,
    check_refutation,
    checked_by_dratify,
    read_dimacs,
    refutation,
    second_opinion,
)
from checker.engine.grounding import Relation
from checker.engine.solver import Session
from checker.logic.formula import And, Formula, Implies, Not, Or, Term
from checker.problems import LimitReached
from checker.study.codebook import Codebook, Variable
from checker.study.term_period import TermPeriod

LEVELS = ("none", "low", "high")
CODEBOOK = Codebook("c", {}, {name: Variable(name, LEVELS if name in "ab" else ("no", "yes")) for name in "abxyz"})


def is_(name: str, *values: int) -> Relation:
    return Relation((TermPeriod(Term(name), 1),), frozenset((v,) for v in values))


X, Y, Z = (is_(name, 1) for name in "xyz")
# eight clauses over three terms: no unit propagation gets anywhere, so that the proof has to do something
CUBE: list[tuple[str, Formula]] = [
    (f"clause {n}", Or(tuple(part if sign else Not(part) for part, sign in zip((X, Y, Z), signs, strict=True))))
    for n, signs in enumerate(product((True, False), repeat=3))
]
CHAIN: list[tuple[str, Formula]] = [
    ("x", X),
    ("if x then y", Implies(X, Y)),
    ("a is high", is_("a", 2)),
    ("if a is high then not y", Implies(is_("a", 2), Not(Y))),
]


@pytest.mark.parametrize("asserted", [CUBE, CHAIN], ids=["search", "propagation"])
def test_a_refutation_is_accepted_by_all_checkers(asserted: Sequence[tuple[str, Formula]]) -> None:
    shown = refutation(CODEBOOK, asserted)
    check_refutation(shown)
    second_opinion(shown)
    pytest.importorskip("dratify")
    assert checked_by_dratify(shown)


def test_where_unit_propagation_suffices_the_proof_may_be_the_empty_clause_alone() -> None:
    shown = refutation(CODEBOOK, CHAIN)
    check_refutation(replace(shown, proof="0\n"))


def test_a_proof_that_leaves_out_what_it_needs_is_refused() -> None:
    with pytest.raises(CertificateRefused, match="does not follow"):
        check_refutation(replace(refutation(CODEBOOK, CUBE), proof="0\n"))


def test_a_proof_without_its_end_is_refused() -> None:
    shown = refutation(CODEBOOK, CUBE)
    lines = shown.proof.splitlines()
    with pytest.raises(CertificateRefused, match="empty clause"):
        check_refutation(replace(shown, proof="\n".join(lines[:-1])))


def test_a_proof_of_another_formula_is_refused() -> None:
    proof = refutation(CODEBOOK, CUBE).proof
    other = refutation(CODEBOOK, [*CUBE[:-1], ("a is none", is_("a", 0)), ("a is low", is_("a", 1))])
    weaker = Refutation(other.cnf.replace("a is low", "a is none"), proof)
    cnf = weaker.cnf.splitlines()
    satisfiable = (
        "\n".join(cnf[:-1]).replace(
            f"p cnf {_header(cnf)[0]} {_header(cnf)[1]}", f"p cnf {_header(cnf)[0]} {int(_header(cnf)[1]) - 1}"
        )
        + "\n"
    )
    with pytest.raises(CertificateRefused):
        check_refutation(Refutation(satisfiable, proof))
    with pytest.raises(CertificateRefused, match="satisfiable"):
        second_opinion(Refutation(satisfiable, proof))


def _header(lines: Sequence[str]) -> tuple[str, str]:
    words = next(line for line in lines if line.startswith("p ")).split()
    return words[2], words[3]


@pytest.mark.parametrize(
    ("cnf", "message"),
    [
        ("p cnf 1 2\n1 0\n", "1 clauses"),
        ("1 0\n", "header"),
        ("p cnf 1 1\n1 2\n", "no clause"),
        ("p cnf 1 1\none 0\n", "no clause"),
        ("p dnf 1 1\n1 0\n", "no header"),
        ("p cnf 1 1\n1 0 -1 0\n", "no clause"),
    ],
)
def test_what_is_no_cnf_is_refused(cnf: str, message: str) -> None:
    with pytest.raises(CertificateRefused, match=message):
        read_dimacs(cnf)


def test_what_can_hold_is_not_refuted() -> None:
    with pytest.raises(CertificateRefused, match="can hold"):
        refutation(CODEBOOK, CUBE[:-1])


def test_the_cnf_says_which_variable_and_clause_stands_for_what() -> None:
    text = refutation(CODEBOOK, CHAIN, about=["a title"]).cnf.splitlines()
    assert text[0] == "c a title"
    comments = [line for line in text if line.startswith("c ")]
    assert "c variable 4: a at 1 is low" in comments
    assert "c clauses 1 to 4: each term has exactly one value" in comments
    assert comments[-1].endswith(": if a is high then not y")
    assert all(not line.startswith("c") for line in text[len(comments) :])


def test_notes_and_deletions_in_a_proof_are_passed_over() -> None:
    shown = refutation(CODEBOOK, CHAIN)
    first = next(line for line in shown.cnf.splitlines() if line[0] not in "cp")
    check_refutation(replace(shown, proof=f"c a note\n\nd {first}\n0\n"))


def test_a_line_of_a_proof_that_is_no_clause_is_refused() -> None:
    with pytest.raises(CertificateRefused, match="line 1 of the proof is no clause"):
        check_refutation(replace(refutation(CODEBOOK, CHAIN), proof="1 2\n"))


def test_past_the_conflict_budget_there_is_no_proof_and_no_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Session, "status", lambda *_: "unknown")
    with pytest.raises(LimitReached):
        refutation(CODEBOOK, CUBE)


@pytest.mark.parametrize(("clauses", "clause"), [([[]], [1]), ([[1], [-1]], []), ([], [1, -1]), ([[1]], [1])])
def test_an_empty_clause_units_that_clash_and_a_tautology_imply(clauses: list[list[int]], clause: list[int]) -> None:
    assert Propagation(clauses).implies(clause)


@given(
    st.lists(
        st.sampled_from(
            [
                X,
                Y,
                Not(Z),
                Or((X, Z)),
                Implies(X, Y),
                Implies(Y, is_("a", 0, 1)),
                is_("a", 2),
                is_("b", 1, 2),
                And((Z, Not(X))),
                Relation((TermPeriod(Term("a"), 1), TermPeriod(Term("b"), 1)), frozenset({(0, 0), (1, 1), (2, 2)})),
                Implies(is_("b", 2), X),
                Not(Or((Y, Z))),
                is_("b", 0),
            ]
        ),
        min_size=1,
        max_size=7,
    )
)
def test_formulas_are_refuted_with_an_accepted_proof_or_else_hold_somewhere(formulas: list[Formula]) -> None:
    try:
        shown = refutation(CODEBOOK, [(str(n), formula) for n, formula in enumerate(formulas)])
    except CertificateRefused:
        assert any(all(_true(f, world) for f in formulas) for world in _worlds())
    else:
        check_refutation(shown)
        second_opinion(shown)
        assert not any(all(_true(f, world) for f in formulas) for world in _worlds())


def _worlds() -> list[dict[str, int]]:
    sizes = {name: len(CODEBOOK.variables[name].values) for name in "abxyz"}
    return [dict(zip(sizes, row, strict=True)) for row in product(*map(range, sizes.values()))]


def _true(formula: Formula, world: dict[str, int]) -> bool:
    match formula:
        case Relation(found, allowed):
            return tuple(world[tp.term.variable] for tp in found) in allowed
        case Not(operand):
            return not _true(operand, world)
        case And(operands):
            return all(_true(part, world) for part in operands)
        case Or(operands):
            return any(_true(part, world) for part in operands)
        case Implies(antecedent, consequent):
            return not _true(antecedent, world) or _true(consequent, world)
    raise TypeError(formula)


clauses = st.lists(st.lists(st.sampled_from([1, -1, 2, -2, 3, -3]), max_size=3), max_size=8)


@given(clauses, st.lists(st.sampled_from([1, -1, 2, -2, 3, -3]), max_size=2))
def test_what_unit_propagation_shows_is_implied(some: list[list[int]], clause: list[int]) -> None:
    if Propagation(some).implies(clause):
        for signs in product((True, False), repeat=3):
            world = {n if sign else -n for n, sign in enumerate(signs, 1)}
            assert not all(world & set(c) for c in some) or world & set(clause)
