"""What verdicts hang on, on a small case whose codings come from a series: each answer worked out by hand."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from checker.analysis.robust.robustness import Firmness, Robustness, TheoryRobustness, robustness
from checker.analysis.robust.sensitivity import CutPoint, Variation
from checker.analysis.verdicts import trial
from checker.analysis.verdicts.trial import Trial
from checker.logic.formula import Term
from checker.problems import LimitReached
from checker.study.calibration import calibrated
from checker.study.case import Calibration, Case, Coding, Evidence, Indicator, NamedReading, Series
from checker.study.theory import Theory
from tests.random_studies import random_study
from tests.seeds import for_each
from tests.small_studies import case, theory

A, B, Y = Term("a"), Term("b"), Term("y")
GROWTH = theory("P1: if a then y is high", "P2: if not a then y is low", "P3: if b then y is at least mid")


def measured(at: int = 10) -> Case:
    """Two periods, three years each; `a` is whether the mean of a series reaches a cut point."""
    plain = case("b=no y=high", "b=no y=low")
    first, second = plain.periods
    series = Series(
        "output",
        {1: Fraction(14), 2: Fraction(14), 3: Fraction(14), 4: Fraction(5), 5: Fraction(4), 6: Fraction(3)},
        source="yearbook",
    )
    return calibrated(
        replace(
            plain,
            periods=(replace(first, years=(1, 3)), replace(second, years=(4, 6))),
            series={"output": series},
            calibrations={A: Calibration("output", "mean", (("yes", Fraction(at)),))},
        )
    )


def hold(studied: Theory, of: Case) -> TheoryRobustness:
    found = robustness(of, [studied])
    assert found.is_complete
    return found.theories[0]


def variation(found: TheoryRobustness, kind: str, name: str = "") -> Variation:
    return next(v for v in found.variations if (v.kind, v.name) == (kind, name))


def spans(cuts: Sequence[CutPoint]) -> list[tuple[float | None, ...]]:
    """Each cut point, and from where to where it may move."""
    return [tuple(None if number is None else float(number) for number in (cut.at, cut.low, cut.high)) for cut in cuts]


def changes(found: Variation) -> list[tuple[str, str, str]]:
    return [(shift.period_id, shift.was, shift.now) for shift in found.changed]


def test_a_cut_point_may_move_between_the_summaries_on_either_side() -> None:
    (cut,) = hold(GROWTH, measured()).cut_points
    assert (cut.term, cut.value, spans([cut])) == (A, "yes", [(10, 4, 14)])
    assert cut.below is not None and (cut.below.period_id, cut.below.now) == ("t2", "contradicted")
    assert cut.above is not None and (cut.above.period_id, cut.above.now) == ("t1", "contradicted")


def test_a_cut_point_on_a_summary_ends_its_own_range_there() -> None:
    (cut,) = hold(GROWTH, measured(at=14)).cut_points
    assert spans([cut]) == [(14, 4, 14)]


def test_a_cut_point_above_every_summary_may_rise_without_end() -> None:
    (cut,) = hold(theory("P1: if a then y is low"), measured(at=20)).cut_points
    assert spans([cut]) == [(20, 14, None)]
    assert cut.below is not None and (cut.below.period_id, cut.below.now) == ("t1", "contradicted")


def test_a_cut_point_that_changes_no_verdict_has_no_bounds() -> None:
    (cut,) = hold(theory("P1: if (a and b) then y is low", "P2: y is at most high"), measured()).cut_points
    assert (cut.low, cut.high, cut.below, cut.above) == (None, None, None, None)


def test_a_cut_point_stays_between_its_neighbours() -> None:
    of = measured()
    w = Term("w")
    levels = Calibration("output", "mean", (("mid", Fraction(3)), ("high", Fraction(10))))
    of = calibrated(replace(of, calibrations={w: levels}))
    found = hold(theory("P1: if w is high then y is high", "P2: if w is at most mid then y is low"), of).cut_points
    assert [cut.value for cut in found] == ["mid", "high"]
    assert spans(found) == [(3, None, 10), (10, 4, 14)]


def test_borders_move_by_a_year_and_calibrated_codings_follow() -> None:
    found = hold(GROWTH, measured(at=13))
    assert [v.name for v in found.variations if v.kind == "border"] == ["t1|t2 -1", "t1|t2 +1"]
    assert changes(variation(found, "border", "t1|t2 -1")) == []
    assert changes(variation(found, "border", "t1|t2 +1")) == [("t1", "predicted", "contradicted")]


def test_without_calibrated_codings_no_border_is_moved() -> None:
    found = hold(GROWTH, case("a=yes b=no y=high"))
    assert not [v for v in found.variations if v.kind == "border"] and found.cut_points == ()


def test_what_rests_on_one_source_alone_is_missing_without_it() -> None:
    cited = case("a=yes b=no y=high").recoded(
        {
            (A, 1): Coding(("yes",), evidence=(Evidence("one"),)),
            (B, 1): Coding(("no",), evidence=(Evidence("one"), Evidence("other"))),
            (Y, 1): Coding(("high",), evidence=(Evidence("other"),)),
        }
    )
    found = hold(GROWTH, cited)
    assert changes(variation(found, "source", "one")) == [("t1", "predicted", "open")]
    assert changes(variation(found, "source", "other")) == [("t1", "predicted", "unobserved")]


def test_calibrated_codings_are_missing_without_the_source_of_their_series() -> None:
    cited = measured().recoded({(B, 1): Coding(("no",), evidence=(Evidence("yearbook"), Evidence("other")))})
    found = hold(theory("P1: if a then y is high", "P2: if not a then y is low"), cited)
    assert changes(variation(found, "source", "yearbook")) == [("t1", "predicted", "open"), ("t2", "predicted", "open")]


def test_evidence_from_after_the_onset_can_be_left_out() -> None:
    late = case("a=yes b=no y=high").recoded({(A, 1): Coding(("yes",), evidence=(Evidence("one", date="1990-05"),))})
    (period,) = late.periods
    found = hold(GROWTH, replace(late, periods=(replace(period, onset="1990-01"),)))
    assert changes(variation(found, "before onset")) == [("t1", "predicted", "open")]


def test_each_indicator_and_each_proposition_left_out_gives_its_verdicts() -> None:
    of = replace(case("a=yes b=no y=high"), indicators={Y: {"visits": Indicator("visits", {"t1": Coding(("low",))})}})
    found = hold(GROWTH, of)
    assert changes(variation(found, "indicator", "visits")) == [("t1", "predicted", "contradicted")]
    assert changes(variation(found, "proposition", "P1")) == [("t1", "predicted", "silent")]
    assert changes(variation(found, "proposition", "P3")) == []


def doubtful(term: Term, period: int, of: Case, **chances: float) -> Case:
    """The case with the coding's values drawn with these chances, in hundredths."""
    confidence = {value: Fraction(round(share * 100), 100) for value, share in chances.items()}
    likeliest = max(confidence, key=lambda value: confidence[value])
    return of.recoded({(term, period): Coding((likeliest,), confidence)})


def firm(studied: Theory, of: Case) -> Firmness:
    return hold(studied, of).periods[0]


def test_a_named_reading_of_the_case_gives_its_verdicts() -> None:
    of = case("a=yes b=no y=high")
    critic = NamedReading("critic", {(A, 1): Coding(("no",))}, label="A critic")
    found = variation(hold(GROWTH, replace(of, readings={"critic": critic})), "reading", "critic")
    assert changes(found) == [("t1", "predicted", "contradicted")]
    assert found.label == "A critic"


def test_a_verdict_hangs_on_a_coding_that_settled_otherwise_brings_another_to_the_lead() -> None:
    """`a` is no with 30 %: the high level is contradicted then, and `b` makes no difference."""
    found = firm(GROWTH, doubtful(A, 1, case("a=yes b=no y=high"), yes=0.7, no=0.3))
    assert [(str(p.term), p.value, p.chance, p.leads, p.probability, p.remains) for p in found.hangs_on] == [
        ("a", "no", Fraction(3, 10), "contradicted", Fraction(1), Fraction(0))
    ]
    assert found.leading is not None and (found.leading.verdict, found.leading.probability) == (
        "predicted",
        Fraction(7, 10),
    )
    assert found.is_firm is False and found.close == ()


def test_a_value_that_is_hardly_right_is_a_pivot_and_leaves_the_verdict_firm() -> None:
    found = firm(GROWTH, doubtful(A, 1, case("a=yes b=no y=high"), yes=0.95, no=0.05))
    assert [(p.value, p.matters) for p in found.pivots] == [("no", False)]
    assert found.hangs_on == () and found.is_firm


def test_the_outcome_itself_is_told_apart() -> None:
    found = firm(GROWTH, doubtful(Y, 1, case("a=yes b=no y=high"), high=0.6, mid=0.4))
    (pivot,) = found.hangs_on
    assert (pivot.is_outcome, pivot.value, pivot.leads) == (True, "mid", "contradicted")
    assert [(each.recodings[0].instead, each.verdict) for each in found.outcomes] == [
        ("low", "contradicted"),
        ("mid", "contradicted"),
    ]


def test_a_verdict_within_five_points_is_too_close_to_call() -> None:
    found = firm(GROWTH, doubtful(A, 1, case("a=yes b=no y=high"), yes=0.52, no=0.48))
    assert found.close == (("contradicted", Fraction(48, 100)),) and found.is_firm is False
    apart = firm(GROWTH, doubtful(A, 1, case("a=yes b=no y=high"), yes=0.53, no=0.47))
    assert apart.close == ()


def test_the_coders_second_value_is_nearer_than_one_that_nobody_gives() -> None:
    """Either coding would do; that `a` is no has a chance, that `c` is yes has none."""
    studied = theory("P1: if a and not c then y is high", "P2: if not a or c then y is low")
    found = firm(studied, case("a=yes|no c=no y=high"))
    assert found.nearest is not None and found.nearest.probability == Fraction(1, 2)
    assert [(str(r.term), r.instead) for r in found.nearest.recodings] == [("a", "yes")]


def test_codings_of_one_source_err_together() -> None:
    """Either of two codings at 1/2 suffices: 3/4 independently, 1/2 where one number decides both."""
    either = theory("P1: if a or b then y is high", "P2: if not (a or b) then y is low")
    of = case("y=high").recoded(
        {
            (term, 1): Coding(("yes",), {"yes": Fraction(1, 2), "no": Fraction(1, 2)}, evidence=(Evidence("one"),))
            for term in (A, B)
        }
    )
    found = hold(either, of)
    assert dict(found.periods[0].probability)["predicted"] == Fraction(3, 4)
    assert dict(found.periods[0].by_source or ())["predicted"] == Fraction(1, 2)
    assert (found.record.unrefuted, found.record_by_source.unrefuted) == (Fraction(3, 4), Fraction(1, 2))


def test_where_open_leads_what_settles_it_stands_in_place_of_the_distance() -> None:
    studied = theory("P1: if a and b then y is high", "P2: if not a and b then y is low")
    found = firm(studied, case("a=? b=yes y=high"))
    assert found.leading is not None and found.leading.verdict == "open"
    assert [str(gap.term) for gap in found.settled_by] == ["a"]
    assert (found.nearest, found.likeliest) == (None, None)


def test_a_change_without_an_earlier_period_is_untestable_whatever_is_coded() -> None:
    found: Robustness = robustness(case("a=yes y=high"), [theory("P1: if a then y is high", explains="change of y")])
    (only,) = found.theories[0].periods
    assert (only.verdict, only.pivots, only.nearest, only.likeliest) == ("untestable", (), None, None)


def test_a_limit_is_said_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise LimitReached("too much")

    monkeypatch.setattr(trial.Trial, "diagram", stop)
    found = robustness(case("a=yes b=no y=high"), [GROWTH])
    assert not found.is_complete
    (only,) = found.theories[0].periods
    assert (only.limit, only.leading, only.is_firm, only.is_refuted) == ("too much", None, None, False)


@for_each(range(40))
def test_a_pivot_is_what_settling_the_coding_does(seed: int) -> None:
    studied, of = random_study(seed)
    for found in robustness(of, [studied]).theories:
        for each in found.periods:
            for pivot in each.pivots[:3]:
                settled = of.recoded({pivot.at: replace(pivot.coding, values=(pivot.value,), confidence={})})
                cell = Trial(studied, settled).cell(found.explains, each.period)
                assert cell.leading_verdict == pivot.leads
                assert dict(cell.probability)[pivot.leads] == pivot.probability
                assert each.leading is not None
                assert dict(cell.probability).get(each.leading.verdict, 0) == pivot.remains
