"""What verdicts hang on, on a small case whose codings come from a series: each answer worked out by hand."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from checker.analysis.robustness import CutPoint, Hold, Robustness, Variation, robustness
from checker.logic.formula import Term
from checker.study.calibration import calibrated
from checker.study.case import Calibration, Case, Coding, Evidence, Indicator, Series
from checker.study.theory import Theory
from tests.small_studies import case, theory

A, B, Y = Term("a"), Term("b"), Term("y")
GROWTH = theory("P1: if a then y is high", "P2: if not a then y is low", "P3: if b then y is at least mid")


def measured(at: int = 10) -> Case:
    """Two periods, three years each; `a` is whether the mean of a series reaches a cut point."""
    plain = case("b=no y=high", "b=no y=low")
    first, second = plain.periods
    series = Series("output", {1: Fraction(14), 2: Fraction(14), 3: Fraction(14), 4: Fraction(5), 5: Fraction(4),
                               6: Fraction(3)}, source="yearbook")
    return calibrated(replace(
        plain, periods=(replace(first, years=(1, 3)), replace(second, years=(4, 6))), series={"output": series},
        calibrations={A: Calibration("output", "mean", (("yes", Fraction(at)),))}))


def hold(studied: Theory, of: Case) -> Hold:
    found = robustness(of, [studied])
    assert found.is_complete
    return found.holds[0]


def variation(found: Hold, kind: str, name: str = "") -> Variation:
    return next(v for v in found.variations if (v.kind, v.name) == (kind, name))


def spans(cuts: Sequence[CutPoint]) -> list[tuple[float | None, ...]]:
    """Each cut point, and from where to where it may move."""
    return [tuple(None if number is None else float(number) for number in (cut.at, cut.low, cut.high)) for cut in cuts]


def changes(found: Variation) -> list[tuple[str, str, str]]:
    return [(shift.period_id, shift.was, shift.now) for shift in found.changed]


def test_a_cut_point_may_move_between_the_summaries_on_either_side() -> None:
    cut, = hold(GROWTH, measured()).cut_points
    assert (cut.term, cut.value, spans([cut])) == (A, "yes", [(10, 4, 14)])
    assert cut.below is not None and (cut.below.period_id, cut.below.now) == ("t2", "contradicted")
    assert cut.above is not None and (cut.above.period_id, cut.above.now) == ("t1", "contradicted")


def test_a_cut_point_on_a_summary_ends_its_own_range_there() -> None:
    cut, = hold(GROWTH, measured(at=14)).cut_points
    assert spans([cut]) == [(14, 4, 14)]


def test_a_cut_point_above_every_summary_may_rise_without_end() -> None:
    cut, = hold(theory("P1: if a then y is low"), measured(at=20)).cut_points
    assert spans([cut]) == [(20, 14, None)]
    assert cut.below is not None and (cut.below.period_id, cut.below.now) == ("t1", "contradicted")


def test_a_cut_point_that_changes_no_verdict_has_no_bounds() -> None:
    cut, = hold(theory("P1: if (a and b) then y is low", "P2: y is at most high"), measured()).cut_points
    assert (cut.low, cut.high, cut.below, cut.above) == (None, None, None, None)


def test_a_cut_point_stays_between_its_neighbours() -> None:
    of = measured()
    w = Term("w")
    levels = Calibration("output", "mean", (("mid", Fraction(3)), ("high", Fraction(10))))
    of = calibrated(replace(of, calibrations={w: levels}))
    found = hold(theory("P1: if w is high then y is high", "P2: if w is at most mid then y is low"), of).cut_points
    assert [cut.value for cut in found] == ["mid", "high"]
    assert spans(found) == [(3, None, 10), (10, 4, 14)]


def test_boundaries_move_by_a_year_and_calibrated_codings_follow() -> None:
    found = hold(GROWTH, measured(at=13))
    assert [v.name for v in found.variations if v.kind == "boundary"] == ["t1|t2 -1", "t1|t2 +1"]
    assert changes(variation(found, "boundary", "t1|t2 -1")) == []
    assert changes(variation(found, "boundary", "t1|t2 +1")) == [("t1", "predicted", "contradicted")]


def test_without_calibrated_codings_no_boundary_is_moved() -> None:
    found = hold(GROWTH, case("a=yes b=no y=high"))
    assert not [v for v in found.variations if v.kind == "boundary"] and found.cut_points == ()


def test_what_rests_on_one_source_alone_is_missing_without_it() -> None:
    cited = case("a=yes b=no y=high").recoded({
        (A, 1): Coding(("yes",), evidence=(Evidence("one"),)),
        (B, 1): Coding(("no",), evidence=(Evidence("one"), Evidence("other"))),
        (Y, 1): Coding(("high",), evidence=(Evidence("other"),))})
    found = hold(GROWTH, cited)
    assert changes(variation(found, "source", "one")) == [("t1", "predicted", "permitted")]
    assert changes(variation(found, "source", "other")) == [("t1", "predicted", "unobserved")]


def test_calibrated_codings_are_missing_without_the_source_of_their_series() -> None:
    cited = measured().recoded({(B, 1): Coding(("no",), evidence=(Evidence("yearbook"), Evidence("other")))})
    found = hold(theory("P1: if a then y is high", "P2: if not a then y is low"), cited)
    assert changes(variation(found, "source", "yearbook")) == [
        ("t1", "predicted", "permitted"), ("t2", "predicted", "permitted")]


def test_evidence_from_after_the_onset_can_be_left_out() -> None:
    late = case("a=yes b=no y=high").recoded({(A, 1): Coding(("yes",), evidence=(Evidence("one", date="1990-05"),))})
    period, = late.periods
    found = hold(GROWTH, replace(late, periods=(replace(period, onset="1990-01"),)))
    assert changes(variation(found, "before onset")) == [("t1", "predicted", "permitted")]


def test_each_indicator_and_each_proposition_left_out_gives_its_verdicts() -> None:
    of = replace(case("a=yes b=no y=high"), indicators={Y: {"visits": Indicator("visits", {"t1": Coding(("low",))})}})
    found = hold(GROWTH, of)
    assert changes(variation(found, "indicator", "visits")) == [("t1", "predicted", "contradicted")]
    assert changes(variation(found, "proposition", "P1")) == [("t1", "predicted", "silent")]
    assert changes(variation(found, "proposition", "P3")) == []


def test_a_theory_hangs_on_each_single_recoding_that_changes_a_verdict() -> None:
    found = hold(GROWTH, case("a=yes b=no y=high"))
    assert [(str(recoded.term), recoded.instead, verdict) for _, recoded, verdict in found.hinges] == [
        ("a", "no", "contradicted")]
    assert found.is_firm is False
    assert hold(theory("P1: y is high"), case("y=high")).is_firm is True


def test_a_change_without_an_earlier_period_has_no_distance() -> None:
    found: Robustness = robustness(case("a=yes y=high"), [theory("P1: if a then y is high", explains="change of y")])
    firm, = found.holds[0].firmness
    assert (firm.verdict, firm.distances, firm.doubt) == ("untestable", None, None)
