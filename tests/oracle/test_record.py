"""The record of a theory on a case, worked out by hand (semantics.md, section 4)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F

import pytest

from checker.study.case import Case
from checker.study.theory import Theory
from tests.oracle.test_draws import doubted, yes
from tests.small_studies import case, theory
from tests.truth_table import Figures, TooLarge, judge, judged_in_fractions

UP_WITH_A_ELSE_DOWN = theory("P1: if a then y rises", "P2: if not a then y falls", explains="change of y")
HIGH_WITH_A_ELSE_LOW = theory("P1: if a then y is high", "P2: if not a then y is low")
MID = {"low": F(1, 4), "mid": F(3, 4)}


def record(th: Theory, of: Case) -> Figures:
    return judge(th, of)[0].figures


def test_a_doubtful_level_is_shared_by_the_period_and_the_next() -> None:
    # Mid at 1 with 3/4: a rise from low and a fall to low, both predicted. Low at 1 with 1/4: not risen at 1, which
    # P1 forbids, and at 2 P2 demands a fall from the lowest level; neither is a turn.
    of = doubted(case("a=yes y=mid", "a=no y=low", baseline="y=low"), {"y 1": MID})
    assert record(UP_WITH_A_ELSE_DOWN, of) == Figures(
        periods=2, unrefuted=F(3, 4), rises=F(1), falls=F(1), turns=F(1), both=F(1), borne_out=F(3, 2), undecided=F(0)
    )
    first, second = judge(UP_WITH_A_ELSE_DOWN, of)[0].judgements
    assert first.probability == {"contradicted": F(1, 4), "predicted": F(3, 4)}
    assert second.probability == {"incoherent": F(1, 4), "predicted": F(3, 4)}


def test_chances_of_turns_are_given_that_there_is_one() -> None:
    # As before, and a at 2 is yes with 1/2: then P1 wants a rise at 2, and the fall to low is refuted.
    # mid, no  3/8: rise and fall borne out.      mid, yes 3/8: rise borne out, fall contradicted.
    # low, any 1/4: two periods refuted, no turn.
    of = doubted(case("a=yes y=mid", "a=no y=low", baseline="y=low"), {"y 1": MID, "a 2": yes(F(1, 2))})
    assert record(UP_WITH_A_ELSE_DOWN, of) == Figures(
        periods=2,
        unrefuted=F(3, 8),
        rises=F(1),
        falls=F(1, 2),
        turns=F(1, 2),
        both=F(1, 2),
        borne_out=F(9, 8),
        undecided=F(0),
    )


def test_for_a_level_every_observed_period_is_a_turn_and_rises_are_against_the_period_before() -> None:
    # Low at 2 with 1/2: a fall, predicted. High at 2: steady and contradicted. The rise at 1 is predicted.
    of = doubted(case("a=yes y=high", "a=no y=low", baseline="y=mid"), {"y 2": {"low": F(1, 2), "high": F(1, 2)}})
    assert record(HIGH_WITH_A_ELSE_LOW, of) == Figures(
        periods=2,
        unrefuted=F(1, 2),
        rises=F(1),
        falls=F(1),
        turns=F(1, 2),
        both=F(1),
        borne_out=F(3, 2),
        undecided=F(0),
    )


def test_the_level_before_is_drawn_though_no_verdict_hangs_on_it() -> None:
    # Always predicted; with 1/3 a rise, with 2/3 a fall, never both.
    of = doubted(case("y=mid", baseline="y=high"), {"y 0": {"low": F(1, 3), "high": F(2, 3)}})
    assert record(theory("P1: y is mid"), of) == Figures(
        periods=1, unrefuted=F(1), rises=F(1), falls=F(1), turns=F(1), both=None, borne_out=F(1), undecided=F(0)
    )


def test_what_is_neither_refuted_nor_borne_out_nor_of_one_reading_is_undecided() -> None:
    # a at 1 is missing: low is contradicted either way; high is predicted or permitted. Nothing is coded at 2.
    th = theory("P1: if a then y is high", "P2: if not a then y is not low")
    of = doubted(case("y=high", "a=yes"), {"y 1": {"low": F(1, 2), "high": F(1, 2)}})
    assert record(th, of) == Figures(
        periods=2, unrefuted=F(1, 2), rises=None, falls=None, turns=F(0), both=None, borne_out=F(0), undecided=F(3, 2)
    )


def test_several_readings_that_agree_on_the_matter_are_decided() -> None:
    # With b, N1 denies the conditions; without it, P1 is contradicted: refuted either way.
    th = theory("N1: if a then not b", "P1: if a then y is high")
    assert record(th, case("a=yes y=low")) == Figures(
        periods=1, unrefuted=F(0), rises=None, falls=None, turns=F(0), both=None, borne_out=F(0), undecided=F(0)
    )
    # Predicted with b, expected without: borne out either way.
    th = theory("P1: if b then y is high", "T1 usually: y is high")
    of = case("y=high")
    assert judge(th, of)[0].judgements[0].readings == ("predicted", "expected")
    assert record(th, of) == Figures(
        periods=1, unrefuted=F(1), rises=None, falls=None, turns=F(1), both=None, borne_out=F(1), undecided=F(0)
    )


def test_one_reading_that_is_neither_is_not_undecided() -> None:
    # Silent: not refuted, not borne out, and not undecided.
    assert record(theory("P1: if a then y is high"), case("a=no y=low", baseline="y=mid")) == Figures(
        periods=1, unrefuted=F(1), rises=None, falls=F(0), turns=F(0), both=None, borne_out=F(0), undecided=F(0)
    )


def test_periods_out_of_scope_in_the_draw_are_no_turns() -> None:
    # In scope with 1/2, and then a rise that is predicted.
    th = theory("P1: y rises", explains="change of y", scope="b")
    assert record(th, case("b=no|yes y=high", baseline="y=low")) == Figures(
        periods=1, unrefuted=F(1), rises=F(1), falls=None, turns=F(1), both=None, borne_out=F(1, 2), undecided=F(1, 2)
    )
    # Where the scope is not known, out of scope is one of two readings: a rise, not borne out, undecided.
    assert record(th, case("y=high", baseline="y=low")) == Figures(
        periods=1, unrefuted=F(1), rises=F(0), falls=None, turns=F(0), both=None, borne_out=F(0), undecided=F(1)
    )
    assert record(replace(HIGH_WITH_A_ELSE_LOW, scope=th.scope), case("a=yes b=no y=low")).turns is None


def test_an_untestable_period_is_undecided_and_no_turn() -> None:
    assert record(UP_WITH_A_ELSE_DOWN, case("a=yes y=low", "a=yes y=mid")) == Figures(
        periods=2, unrefuted=F(1), rises=F(1), falls=None, turns=F(1), both=None, borne_out=F(1), undecided=F(1)
    )


def test_a_level_before_that_is_missing_makes_no_turn() -> None:
    # From low it is predicted, from high the laws collide, from mid it is contradicted: y is mid now.
    th = theory("P1: y rises", explains="change of y")
    assert record(th, case("y=mid", baseline="")) == Figures(
        periods=1, unrefuted=F(1), rises=None, falls=None, turns=None, both=None, borne_out=F(0), undecided=F(1)
    )


def test_only_the_periods_judged_are_in_the_record() -> None:
    of = doubted(case("a=yes y=mid", "a=no y=low", baseline="y=low"), {"y 1": MID})
    (entry,) = judged_in_fractions(UP_WITH_A_ELSE_DOWN, of, periods=[2])
    assert [cell["period"] for cell in entry["periods"]] == ["t2"]
    assert entry["record"] == {
        "periods": 1,
        "unrefuted": F(3, 4),
        "rises": None,
        "falls": F(1),
        "turns": F(1),
        "both": None,
        "borne_out": F(3, 4),
        "undecided": F(0),
    }


def test_each_explained_term_has_its_own_record() -> None:
    th = replace(theory("P1: if a then y is high", "P2: if a then z", explains=["y", "z"]), built_on=("small",))
    entries = judged_in_fractions(th, case("a=yes y=high z=no"))
    assert [(e["explains"], e["record"]["unrefuted"], e["built_on_this_case"]) for e in entries] == [
        ("y", F(1), True),
        ("z", F(0), True),
    ]


def test_too_many_draws_of_the_whole_case_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    record_of = judge(HIGH_WITH_A_ELSE_LOW, case("a=no|yes y=high", "a=no|yes y=high"))[0]
    monkeypatch.setattr("tests.oracle.limits.MAX_WORLDS", 3)
    with pytest.raises(TooLarge, match="4 draws"):
        _ = record_of.figures
