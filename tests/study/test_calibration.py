"""Codings from numbers, exactly; indicators in place of the outcome."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from checker.logic.formula import Is, Term
from checker.study.calibration import calibrated, decimal, set_aside, summary_of, under_indicator
from checker.study.case import SUMMARIES, Calibration, Case, Coding, Indicator, Period, Series, Summary
from checker.study.codebook import Codebook, Variable
from checker.study.theory import Explained, Proposition, Rule, Theory

TRADE, OUTCOME = Term("trade"), Term("cooperation")
LEVELS = ("none", "low", "high")
CODEBOOK = Codebook(
    "test",
    {},
    {"trade": Variable("trade", LEVELS), "cooperation": Variable("cooperation", LEVELS), "cover": Variable("cover")},
)
NUMBERS = {1990: 5, 1991: 10, 1992: 30, 1995: -1}
SERIES = Series("turnover", {year: Fraction(number) for year, number in NUMBERS.items()}, unit="USD million")
CUTS = (("low", Fraction(10)), ("high", Fraction(15)))


def calibration(summary: Summary = "mean", cuts: tuple[tuple[str, Fraction], ...] = CUTS) -> Calibration:
    return Calibration("turnover", summary, cuts)


def case(**more: object) -> Case:
    plain = Case(
        "case",
        CODEBOOK,
        {},
        (Period("first", years=(1990, 1992)), Period("second", years=(1993, 1994)), Period("third")),
        series={"turnover": SERIES},
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def theory(*terms: Term) -> Theory:
    return Theory(
        "theory",
        CODEBOOK,
        (Explained(OUTCOME),),
        tuple(
            Proposition(f"P{number}", Rule(f"{term} is low", Is(term, ("low",))))
            for number, term in enumerate(terms, 1)
        ),
    )


@pytest.mark.parametrize(
    ("summary", "number"),
    [("mean", 15), ("sum", 45), ("max", 30), ("min", 5), ("median", 10), ("first", 5), ("last", 30)],
)
def test_summaries(summary: Summary, number: int) -> None:
    assert summary_of(SERIES, summary, (1989, 1993)) == (Fraction(number), (1990, 1991, 1992))
    assert set(SUMMARIES) == {"mean", "sum", "max", "min", "median", "first", "last"}


def test_a_median_of_two_is_exact() -> None:
    assert summary_of(SERIES, "median", (1990, 1991)) == (Fraction(15, 2), (1990, 1991))


def test_years_in_any_order_are_read_in_the_order_of_time() -> None:
    backwards = replace(SERIES, values=dict(sorted(SERIES.values.items(), reverse=True)))
    assert summary_of(backwards, "first", (1990, 1992)) == (Fraction(5), (1990, 1991, 1992))


def test_no_year_with_a_value() -> None:
    assert summary_of(SERIES, "sum", (1993, 1994)) is None


@pytest.mark.parametrize(("summary", "value"), [("mean", "high"), ("median", "low"), ("min", "none")])
def test_the_highest_cut_point_that_is_reached_gives_the_value(summary: Summary, value: str) -> None:
    filled = calibrated(case(calibrations={TRADE: calibration(summary)}))
    assert filled.periods[0].codings[TRADE].values == (value,)


def test_a_value_may_have_no_cut_point() -> None:
    filled = calibrated(case(calibrations={TRADE: calibration("max", (("high", Fraction(30)),))}))
    assert filled.coding(TRADE, 1).values == ("high",)


def test_the_note_gives_number_years_and_cut_points() -> None:
    coding = calibrated(case(calibrations={TRADE: calibration()})).coding(TRADE, 1)
    assert coding.origin == "calibrated"
    assert coding.note == (
        "mean of turnover over 3 of 3 years (1990-1992): 15 USD million; cut points: low from 10, high from 15."
    )


def test_years_without_values_are_left_out_and_said() -> None:
    periods = (Period("all", years=(1989, 1996)),)
    coding = calibrated(case(periods=periods, calibrations={TRADE: calibration("sum")})).coding(TRADE, 1)
    assert "over 4 of 8 years (1990-1992, 1995): 44 USD million" in coding.note


def test_a_period_without_values_is_missing() -> None:
    coding = calibrated(case(calibrations={TRADE: calibration()})).coding(TRADE, 2)
    assert (coding.is_missing, coding.origin) == (True, "calibrated")
    assert coding.note == "The series turnover has no value in 1993-1994."


def test_a_period_without_years_is_missing() -> None:
    coding = calibrated(case(calibrations={TRADE: calibration()})).coding(TRADE, 3)
    assert (coding.is_missing, coding.note) == (True, "The series turnover has no value for a period without years.")


def test_the_baseline_is_calibrated_too() -> None:
    filled = calibrated(case(baseline=Period("baseline", years=(1995, 1995)), calibrations={TRADE: calibration()}))
    assert filled.coding(TRADE, 0).values == ("none",)


def test_calibrating_again_changes_nothing() -> None:
    once = calibrated(case(calibrations={TRADE: calibration()}))
    assert calibrated(once) == once


def test_a_case_without_calibrations_stays_as_it_is() -> None:
    plain = case()
    assert calibrated(plain) is plain


# Indicators


def with_indicators() -> Case:
    visits = Indicator("visits", {"baseline": Coding(("low",)), "second": Coding(("none", "low"), note="Some.")})
    money = Indicator("money", calibration=calibration("max"))
    return case(
        baseline=Period("baseline", codings={OUTCOME: Coding(("none",))}),
        throughout={OUTCOME: Coding(("high",)), TRADE: Coding(("low",))},
        indicators={OUTCOME: {"visits": visits, "money": money}},
        calibrations={},
    )


def test_an_indicator_replaces_the_outcome_in_all_periods_and_the_baseline() -> None:
    seen = under_indicator(with_indicators(), OUTCOME, "visits")
    assert [seen.coding(OUTCOME, number).values for number in range(4)] == [("low",), (), ("none", "low"), ()]
    assert {seen.coding(OUTCOME, number).origin for number in range(4)} == {"indicator"}
    assert seen.coding(OUTCOME, 2).note == "Some."
    assert seen.coding(OUTCOME, 1).note == "The indicator visits is silent here."


def test_an_indicator_leaves_other_terms_alone() -> None:
    assert under_indicator(with_indicators(), OUTCOME, "visits").coding(TRADE, 1).values == ("low",)


def test_an_indicator_that_is_calibrated() -> None:
    seen = under_indicator(with_indicators(), OUTCOME, "money")
    assert [seen.coding(OUTCOME, number).values for number in range(4)] == [(), ("high",), (), ()]
    assert seen.coding(OUTCOME, 1).origin == "indicator"


def test_an_indicator_that_there_is_none_of() -> None:
    with pytest.raises(KeyError):
        under_indicator(with_indicators(), OUTCOME, "projects")


def test_propositions_calibrated_from_the_series_of_the_indicator_are_set_aside() -> None:
    seen = replace(with_indicators(), calibrations={TRADE: calibration()})
    judged = theory(OUTCOME, TRADE, Term("cover"))
    assert set_aside(judged, seen, seen.indicators[OUTCOME]["money"]) == ("P2",)
    assert set_aside(judged, seen, seen.indicators[OUTCOME]["visits"]) == ()
    assert set_aside(judged, with_indicators(), seen.indicators[OUTCOME]["money"]) == ()


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(1, 3), "0.33"),
        (Fraction(-5, 2), "-2.5"),
        (Fraction(0), "0"),
        (Fraction(1000), "1000"),
        (Fraction(10) ** 15, "1e+15"),
        (Fraction(1, 10**6), "0"),
    ],
)
def test_numbers_in_notes(number: Fraction, text: str) -> None:
    assert decimal(number) == text
