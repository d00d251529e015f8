"""A theory against all periods of a case at once, on random studies and on small ones."""

from collections.abc import Iterable
from fractions import Fraction

from hypothesis import given

from checker.analysis.explain.contributions import Contribution
from checker.analysis.explain.whole_case import CaseExplanation, explain_case
from checker.analysis.verdicts.judgement import REFUTED, Verdict
from checker.logic.formula import Change, Compare, Formula, Iff, Implies, Is, Previously, Term
from checker.study.case import Case, Coding, Period
from checker.study.codebook import Codebook, Variable
from checker.study.theory import Explained, Proposition, Role, Rule, Theory
from tests.random_studies import Study
from tests.strategies import studies
from tests.truth_table import judge

COOPERATION, PRESSURE, TRUST = Term("cooperation"), Term("pressure"), Term("trust")
CODEBOOK = Codebook(
    "c",
    {},
    {
        "cooperation": Variable("cooperation", ("none", "low", "high")),
        "pressure": Variable("pressure"),
        "trust": Variable("trust", theoretical=True),
    },
)
PRESSED = Is(PRESSURE, ("yes",))


def theory(*rules: tuple[Formula, Role], scope: Formula | None = None) -> Theory:
    propositions = tuple(
        Proposition(f"N{n}", Rule(f"N{n}", rule), role=role) for n, (rule, role) in enumerate(rules, 1)
    )
    return Theory("t", CODEBOOK, (Explained(COOPERATION),), propositions, Rule("scope", scope) if scope else None)


def case(*periods: dict[Term, str]) -> Case:
    made = tuple(
        Period(f"p{n}", codings={t: Coding((v,)) for t, v in codings.items()}) for n, codings in enumerate(periods, 1)
    )
    return Case("k", CODEBOOK, {}, made)


def explained(tested: Theory, seen: Case) -> CaseExplanation:
    return explain_case(tested, seen, tested.explains[0])


def touched(explanation: CaseExplanation) -> Iterable[tuple[str, ...]]:
    assert explanation.repairs is not None
    return [
        (*(f"{r.term}@{r.period_id}" for r in repair.recodings), *repair.given_up)
        for repair in explanation.repairs.either.repairs
    ]


@given(studies())
def test_a_theory_refuted_in_a_period_does_not_hold_with_the_whole_case(study: Study) -> None:
    tested, seen = study
    for record in judge(tested, seen):
        explanation = explain_case(tested, seen, record.explains)
        assert leading(explanation) == tuple(j.leading.verdict for j in record.judgements)
        if any(j.verdict in REFUTED and j.period not in explanation.out_of_scope for j in record.judgements):
            assert explanation.satisfiable is False
        if explanation.satisfiable is False:
            assert explanation.cores is not None
            assert explanation.cores.cores
            assert explanation.repairs is not None
            assert explanation.repairs.give_up.repairs


def leading(explanation: CaseExplanation) -> tuple[Verdict, ...]:
    return tuple(judgement.likeliest for judgement in explanation.judgements)


@given(studies())
def test_after_a_repair_theory_and_case_hold_together(study: Study) -> None:
    tested, seen = study
    for about in tested.explains:
        explanation = explain_case(tested, seen, about)
        if explanation.repairs is None or tested.scope is not None:
            continue
        for found in (explanation.repairs.recode, explanation.repairs.outcomes):
            for repair in found.repairs:
                changes = {
                    (r.term, r.period): Coding((v,)) for r, v in zip(repair.recodings, repair.values, strict=True)
                }
                again = explain_case(tested, seen.recoded(changes), about)
                assert again.satisfiable
                assert leading(again) == repair.verdicts
                assert not {j.verdict for j in again.judgements} & REFUTED


def test_the_verdicts_are_the_leading_ones_and_what_propositions_did_is_told_in_their_readings() -> None:
    doubtful = Coding(("yes", "no"), {"yes": Fraction(7, 10), "no": Fraction(3, 10)})
    seen = case({PRESSURE: "yes", COOPERATION: "high"})
    found = explained(theory(LAW), seen.recoded({(PRESSURE, 1): doubtful}))
    assert (found.judgements[0].verdict, leading(found)) == ("open", ("contradicted",))
    assert found.track.unrefuted == Fraction(3, 10)
    assert found.satisfiable
    assert found.propositions == (Contribution("N1", (1,), (1,), (1,), ("true",), True),)


LAW: tuple[Formula, Role] = (Implies(PRESSED, Compare(COOPERATION, "at most", "low")), "core")


def test_a_theory_may_hold_in_each_period_and_not_in_all_together() -> None:
    # trust never comes back, and what one period needs of it the next one denies
    carried: tuple[tuple[Formula, Role], ...] = (
        (Implies(Previously(Is(TRUST, ("no",))), Is(TRUST, ("no",))), "core"),
        (Implies(Is(COOPERATION, ("none",)), Is(TRUST, ("no",))), "core"),
        (Implies(Is(COOPERATION, ("high",)), Is(TRUST, ("yes",))), "core"),
    )
    explanation = explained(theory(*carried), case({COOPERATION: "none"}, {COOPERATION: "high"}))
    assert leading(explanation) == ("silent", "silent")
    assert explanation.satisfiable is False
    assert list(touched(explanation)) == [("N1",), ("N2",), ("N3",)]


def test_the_cheapest_repair_of_the_whole_case_comes_first() -> None:
    seen = case({PRESSURE: "yes", COOPERATION: "high"}, {PRESSURE: "yes", COOPERATION: "high"})
    explanation = explained(theory(LAW), seen)
    assert list(touched(explanation)) == [("N1",), ("pressure@p1", "pressure@p2")]
    verdicts: tuple[Verdict, ...] = ("silent", "silent")
    assert explanation.repairs is not None
    assert explanation.repairs.either.repairs[0].verdicts == verdicts
    assert explanation.cores is not None
    assert explanation.cores.groups == ((0, 1),)


def test_a_period_out_of_scope_neither_fits_nor_collides() -> None:
    tested = theory(LAW, scope=Is(PRESSURE, ("no",)))
    explanation = explained(tested, case({PRESSURE: "yes", COOPERATION: "high"}))
    assert explanation.satisfiable
    assert explanation.out_of_scope == (1,)


def test_what_each_proposition_did_is_told() -> None:
    tested = theory(
        LAW,
        (Implies(Is(PRESSURE, ("no",)), Compare(COOPERATION, "at least", "low")), "core"),
        (Iff(Is(TRUST, ("yes",)), PRESSED), "definition"),
        (Implies(Previously(PRESSED), Change(COOPERATION, "falls")), "auxiliary"),
    )
    seen = case({PRESSURE: "yes", COOPERATION: "high"}, {PRESSURE: "yes", COOPERATION: "low"})
    assert explained(tested, seen).propositions == (
        Contribution("N1", (1, 2), (1, 2), (1,), ("true", "true"), True),
        Contribution("N2", (1, 2), (), (), ("false", "false"), True),
        Contribution("N3", (1, 2), (), (), None, True),
        Contribution("N4", (2,), (2,), (), ("true",), True),
    )
    assert [s.is_vacuous for s in explained(tested, seen).propositions] == [False, True, False, False]
