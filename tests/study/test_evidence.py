"""What the evidence can carry: after the onset, and independent of the outcome."""

from __future__ import annotations

import pytest

from checker.logic.formula import Term
from checker.study.case import Calibration, Case, Coding, Evidence, Period, Series
from checker.study.codebook import Codebook
from checker.study.evidence import after_onset, before_onset, citations, is_after, not_independent

OUTCOME, COVER, TRADE = Term("cooperation"), Term("cover"), Term("trade")
EXPLAINED = (OUTCOME,)


def coded(*evidence: tuple[str, str], value: str = "weak") -> Coding:
    """A coding that rests on (locator, date) pairs of one source, or on none."""
    return Coding(
        (value,) if value else (), evidence=tuple(Evidence("bohdan2014", where, when) for where, when in evidence)
    )


def case(*periods: Period, **more: object) -> Case:
    return Case("case", Codebook("test", {}, {}), {}, periods, **more)  # type: ignore[arg-type]


def period(onset: str = "2010-01", **codings: Coding) -> Period:
    return Period("first", onset=onset, codings={Term(name): coding for name, coding in codings.items()})


@pytest.mark.parametrize(
    ("date", "other", "after"),
    [
        ("2011", "2010", True),
        ("2010", "2010", False),
        ("2009", "2010", False),
        ("2010-02", "2010-01", True),
        ("2010-01-31", "2010-01", False),
        ("2010-02-01", "2010-01", True),
        ("2010", "2010-01", False),
        ("2010-01", "2010", False),
        ("2011", "2010-12-31", True),
        ("", "2010", False),
        ("2010", "", False),
    ],
)
def test_dates_are_compared_as_far_as_both_go(date: str, other: str, after: bool) -> None:
    assert is_after(date, other) is after


def test_a_condition_whose_evidence_is_all_dated_after_the_onset() -> None:
    assert after_onset(case(period(cover=coded(("p. 1", "2010-09"), ("p. 2", "2011")))), EXPLAINED) == ((COVER, 1),)


@pytest.mark.parametrize(
    "coding",
    [
        coded(("p. 1", "2010-09"), ("p. 2", "2009")),
        coded(("p. 1", "2010-09"), ("p. 2", "")),
        coded(),
        coded(("p. 1", "2010-09"), value=""),
        coded(("p. 1", "2010-01-15")),
    ],
)
def test_a_condition_with_other_evidence(coding: Coding) -> None:
    assert after_onset(case(period(cover=coding)), EXPLAINED) == ()


def test_the_outcome_is_no_condition() -> None:
    assert after_onset(case(period(cooperation=coded(("p. 1", "2011")))), EXPLAINED) == ()


def test_a_period_without_an_onset_has_no_after() -> None:
    assert after_onset(case(period("", cover=coded(("p. 1", "2011")))), EXPLAINED) == ()


def test_a_constant_is_not_dated_by_a_period() -> None:
    assert after_onset(case(period(), throughout={COVER: coded(("p. 1", "2011"))}), EXPLAINED) == ()


def test_conditions_after_the_onset_become_missing() -> None:
    seen = before_onset(
        case(period(cover=coded(("p. 1", "2011")), trade=coded(("p. 1", "2009"))), throughout={COVER: coded()}),
        EXPLAINED,
    )
    assert seen.coding(COVER, 1).is_missing
    assert seen.coding(COVER, 1).note == "All evidence is dated after the onset of the period."
    assert seen.coding(TRADE, 1).values == ("weak",)
    assert after_onset(seen, EXPLAINED) == ()


# Independence


def test_a_condition_that_rests_only_on_the_locators_of_the_outcome() -> None:
    seen = case(
        period(
            cooperation=coded(("p. 1", ""), ("p. 2", "")),
            cover=coded(("p. 2", "")),
            trade=coded(("p. 2", ""), ("p. 3", "")),
        )
    )
    assert not_independent(seen, EXPLAINED) == ((COVER, 1),)


def test_the_same_locator_of_another_source_is_another_place() -> None:
    other = Coding(("weak",), evidence=(Evidence("waltz1979", "p. 1"),))
    assert not_independent(case(period(cooperation=coded(("p. 1", "")), cover=other)), EXPLAINED) == ()


def test_a_condition_without_evidence_rests_on_nothing() -> None:
    assert not_independent(case(period(cooperation=coded(("p. 1", "")), cover=coded())), EXPLAINED) == ()
    assert not_independent(case(period(cooperation=coded(), cover=coded(("p. 1", "")))), EXPLAINED) == ()


def test_a_constant_may_rest_on_what_codes_the_outcome() -> None:
    seen = case(
        period(cooperation=coded(("p. 1", ""))),
        period(cooperation=coded(("p. 2", ""))),
        throughout={COVER: coded(("p. 2", ""))},
    )
    assert not_independent(seen, EXPLAINED) == ((COVER, 2),)


def test_the_baseline_is_not_judged() -> None:
    before = Period("baseline", codings={OUTCOME: coded(("p. 1", "")), COVER: coded(("p. 1", ""))})
    assert not_independent(case(period(), baseline=before), EXPLAINED) == ()


def test_conditions_and_outcome_from_one_series() -> None:
    series = {"turnover": Series("turnover", {}, source="bohdan2014", locator="Table 1")}
    both = {OUTCOME: Calibration("turnover", "mean", ()), TRADE: Calibration("turnover", "max", ())}
    assert not_independent(case(period(), series=series, calibrations=both), EXPLAINED) == ((TRADE, 1),)


def test_a_series_and_the_table_that_it_comes_from() -> None:
    series = {"turnover": Series("turnover", {}, source="bohdan2014", locator="Table 1")}
    seen = case(
        period(cooperation=coded(("Table 1", "")), cover=coded(("Table 1", ""))),
        series=series,
        calibrations={TRADE: Calibration("turnover", "max", ())},
    )
    assert not_independent(seen, EXPLAINED) == ((COVER, 1),)


def test_citations_count_codings() -> None:
    other = Coding(("weak",), evidence=(Evidence("waltz1979"),))
    seen = case(
        period(cover=coded(("p. 1", ""), ("p. 2", "")), trade=other),
        throughout={COVER: coded(("p. 1", ""))},
        baseline=Period("baseline", codings={TRADE: other}),
    )
    assert citations(seen) == {"waltz1979": 2, "bohdan2014": 2}
