"""The oracle on what is tested, what is used and what causes, worked out by hand from semantics.md."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from tests.small_studies import case, theory
from tests.truth_table import can_bring_about, contributions, judged, settled_by

HIGH_IF_A = "P1: if a then y is high"


# What is tested


def test_untested_lists_propositions_in_file_order_then_statements_then_the_scope() -> None:
    th = theory(
        "B: if a rises then y is high",
        "A: if a then y is low",
        "C: if previously b then y is mid",
        exhaustive=["y is high", "y is mid", "y is low"],
        scope="previously c",
    )
    # A has an instance, and so has `y is low`, which A alone causes. The other statements look at no earlier period
    # themselves, but their causes, from B and C, do.
    assert judged(th, case("a=yes y=low")).untested == (
        "B",
        "C",
        "exhaustive: y is high",
        "exhaustive: y is mid",
        "scope",
    )
    assert judged(th, case("a=yes y=low", "y=low"), 2).untested == ()


def test_once_reads_the_baseline_even_where_it_codes_nothing() -> None:
    th = theory("P1: if once a then y is high")
    assert judged(th, case("y=high", baseline="a=yes")).verdict == "predicted"
    j = judged(th, case("y=low", baseline=""))
    assert (j.untested, j.readings, settled_by(j)) == ((), ("contradicted", "silent"), ["a baseline"])
    assert judged(th, case("y=low")).untested == ("P1",)
    assert judged(th, case("a=yes", "y=high"), 2).verdict == "predicted"


def test_once_skips_a_period_where_even_one_disjunct_looks_too_far_back() -> None:
    # At the baseline `a rises` cannot be read, so b there does not count: P1 is not made at 1, and at 2 it reads 1.
    th = theory("P1: if once (b or a rises) then y is high")
    of = case("a=no b=no y=low", "y=low", baseline="a=no b=yes")
    assert judged(th, of, 1).untested == ("P1",)
    assert (judged(th, of, 2).verdict, judged(th, of, 2).untested) == ("silent", ())


# Used


def test_definitions_reach_back_and_other_propositions_do_not() -> None:
    # a at 1 makes e at 1, which D1 carries to 2 and 3. As a law, D1 speaks at 3 only, where e at 2 is open.
    of = case("a=yes y=low", "a=no y=low", "a=no y=low", baseline="a=no")
    carried, law = "e if and only if (a or previously e)", "P1: if e then y is low"
    assert judged(theory(f"D1 definition: {carried}", law), of, 3).prediction == ("low",)
    assert judged(theory(f"D1: {carried}", law), of, 3).prediction == ("low", "mid", "high")
    j = judged(theory(f"D1 definition usually: {carried}", law), of, 3)
    assert (j.prediction, j.expectation, j.verdict) == (("low", "mid", "high"), ("low",), "expected")


def test_an_observable_that_is_shared_reaches_no_earlier_definition() -> None:
    # D1 at 1 would make a false there, and then P1 at 2 would say low; but D1 shares only the observable a.
    th = theory("D1 definition: if b then not a", "P1: if not previously a then y is low")
    assert judged(th, case("b=yes", "b=no y=low"), 2).prediction == ("low", "mid", "high")


def test_the_cone_goes_through_definitions_repeatedly() -> None:
    # P1 at 2 names e at 1; D1 at 1 names e and d at 1; D2 at 1 names d at 1.
    th = theory(
        "D1 definition: d if and only if e", "D2 definition: d if and only if a", "P1: if previously e then y is low"
    )
    assert judged(th, case("a=yes", "a=no y=low"), 2).prediction == ("low",)


def test_a_tendency_at_t_draws_earlier_strict_definitions_into_use() -> None:
    # T1 names e at 1; the two definitions there clash, which nobody would have noticed at 2 without T1.
    clash = ("D1 definition: if a then e", "D2 definition: if a then not e")
    of = case("a=yes", "a=no y=low")
    assert judged(theory(*clash, HIGH_IF_A), of, 2).verdict == "silent"
    drawn = theory(*clash, HIGH_IF_A, "T1 usually: if previously e then y is low")
    assert judged(drawn, of, 2).verdict == "denies conditions"


def test_an_exhaustive_statement_on_a_theoretical_term_reaches_back() -> None:
    # At 1 nothing causes e; the statement there is used at 2, the law D1 there is not.
    th = theory("D1: if a then e", "P1: if not previously e then y is low", exhaustive=["e"])
    j = judged(th, case("a=no", "a=no y=low"), 2)
    assert (j.prediction, j.verdict, j.without_exhaustive) == (("low",), "predicted", {"silent": F(1)})


# Exhaustive causes (section 3)


def test_a_verdict_may_rest_on_the_claim_to_completeness() -> None:
    j = judged(theory(HIGH_IF_A, exhaustive=["y is high"]), case("a=no y=high"))
    assert (j.prediction, j.verdict, j.without_exhaustive) == (("low", "mid"), "contradicted", {"silent": F(1)})


def test_what_makes_more_than_the_statement_true_is_no_cause_of_it() -> None:
    # P1 allows mid, which is not high, so it is no cause of high; P2 is one.
    th = theory("P1: if a then y is at least mid", "P2: if b then y is high", exhaustive=["y is high"])
    j = judged(th, case("a=yes b=no y=mid"))
    assert (j.prediction, j.verdict) == (("mid",), "predicted")


def test_whether_a_level_is_a_rise_depends_on_the_level_before() -> None:
    # From low, mid and high are rises, so P1 is a cause. From mid, mid is none: no cause, hence no rise.
    th = theory("P1: if a then y is at least mid", explains="change of y", exhaustive=["y rises"])
    assert judged(th, case("a=yes y=mid", baseline="y=low")).prediction == ("rises",)
    assert judged(th, case("a=yes y=mid", baseline="y=mid")).prediction == ("steady",)


def test_what_can_never_bring_it_about_names_no_cause() -> None:
    # P2 forbids high and names no cause of it. So the statement does not look where P2 looks, before the first period.
    th = theory(HIGH_IF_A, "P2: if b rises then y is not high", exhaustive=["y is high"])
    j = judged(th, case("a=no b=yes y=high"))
    assert (j.untested, j.levels, j.verdict) == (("P2",), ("low", "mid"), "contradicted")


@pytest.mark.parametrize(
    ("rule", "statement", "can"),
    [
        ("if not a then not y rises", "y rises", False),
        ("if a then y is at least mid", "y rises", True),  # from low
        ("if a then y is low", "y rises", False),
        ("if a then y is at least mid", "y is high", False),
        ("if a then y is above w", "y is high", True),  # where w is mid
        ("if a then y is above w", "y is mid", False),
        ("if a then y is at least mid and y is not high", "y is mid", True),
        ("if a then y is low and y is high", "y is high", False),  # C is not possible
        ("if a then y is high or once b", "y is high", True),  # where b never was
        # Once falling and once rising takes three earlier periods.
        ("if a then y is high and (once w falls) and once w rises", "y is high", True),
    ],
)
def test_a_cause_must_be_able_to_bring_it_about(rule: str, statement: str, can: bool) -> None:
    th = theory(f"P1: {rule}", exhaustive=[statement])
    y = th.explains[0].term
    [(_, consequent)] = contributions(th.propositions[0].rule.formula, y)
    assert can_bring_about(consequent, th.exhaustive[0].rule.formula, y, th.codebook) is can


def test_a_cause_counts_where_what_it_brings_about_is_not_possible() -> None:
    # "For each value of y at which C would be true": nothing is above high, so with a the cause is there.
    th = theory("T1 usually: if a then y is above w", exhaustive=["y is high"])
    assert judged(th, case("a=yes w=high y=low")).levels == ("low", "mid", "high")
    assert judged(th, case("a=yes w=low y=low")).levels == ("low", "mid")


def test_an_equivalence_contributes_either_way_round() -> None:
    for words in ("y is high if and only if a", "a if and only if y is high"):
        th = theory(f"T1 usually: {words}", exhaustive=["y is high"])
        assert judged(th, case("a=no y=mid")).prediction == ("low", "mid")
        assert judged(th, case("a=yes y=mid")).prediction == ("low", "mid", "high")


def test_a_nested_implication_is_read_with_both_antecedents() -> None:
    # Read so, the antecedent of P1 mentions y, and only b causes anything but mid. b is no, so y is mid, which
    # P1 forbids. (Were P1's consequent an implication true of low and high, a would cause `not mid`.)
    th = theory("P1: if a then if y is not low then y is high", "P2: if b then y is high", exhaustive=["y is not mid"])
    assert judged(th, case("a=yes b=no y=low")).verdict == "incoherent"


def test_an_implication_out_of_an_equivalence_is_uncurried_too() -> None:
    # (b) -> (a -> y is high) contributes a cause with `b and a`; the other way round, C is b and mentions no y.
    th = theory("P1: b if and only if (if a then y is high)", exhaustive=["y is high"])
    assert judged(th, case("a=yes b=yes y=high")).prediction == ("high",)
    # With b but not a nothing causes high. (P1 itself then holds for every y.)
    assert judged(th, case("a=no b=yes y=high")).verdict == "contradicted"


def test_a_tendency_is_a_cause() -> None:
    th = theory("T1 usually: if a then y is high", exhaustive=["y is high"])
    assert judged(th, case("a=no y=low")).prediction == ("low", "mid")
    j = judged(th, case("a=yes y=low"))
    assert (j.prediction, j.expectation, j.verdict) == (("low", "mid", "high"), ("high",), "against expectation")


def test_an_implication_inside_and_is_no_cause() -> None:
    # P1 demands high, but only c is named as a cause of it.
    th = theory(
        "P1: (if a then y is high) and (if b then y is high)", "P2: if c then y is high", exhaustive=["y is high"]
    )
    assert judged(th, case("a=yes b=no c=no y=high")).verdict == "incoherent"


def test_a_consequent_only_about_earlier_periods_is_no_cause() -> None:
    # P1 would be a vacuous cause where y was not high before; it contributes none.
    th = theory("P1: if a then previously y is high", "P2: if c then y is high", exhaustive=["y is high"])
    assert judged(th, case("a=no c=no y=low", baseline="y=low")).prediction == ("low", "mid")


def test_a_quantified_consequent_mentions_what_it_ranges_over() -> None:
    th = theory("P1: if a then (every X in state, partner: f(X))", explains="f(state)", exhaustive=["f(state)"])
    assert judged(th, case("a=no f(state)=no f(partner)=yes")).prediction == ("no",)
    assert judged(th, case("a=yes f(state)=no f(partner)=yes")).prediction == ("yes",)
