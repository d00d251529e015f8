"""One actor, two partners, the same years: contrasts worked out by hand, and the sentence they make."""

import json
from dataclasses import replace
from fractions import Fraction

from checker.analysis.rivals.comparison import Comparison, compare
from checker.logic.formula import Term
from checker.report.compare.compare import compare_rendered
from checker.study.case import Case, Coding
from checker.study.theory import Theory
from tests.small_studies import case, theory

FIRST = replace(theory("P1: if a and b then y is high", "P2: if c then y is low"), name="first", title="First")
SECOND = replace(theory("Q1: if c then y is high", "Q2: if f(partner) then y is low"), name="second", title="Second")
STILL = replace(theory("S1: if z then y is low"), name="still", benchmark=True)


def dated(of: Case, name: str, partner: str, *years: tuple[int, int], state: str = "Home") -> Case:
    periods = tuple(replace(period, years=span) for period, span in zip(of.periods, years, strict=True))
    return replace(of, name=name, title="", roles={"state": (state,), "partner": (partner,)}, periods=periods)


def compared(*cases: Case, theories: tuple[Theory, ...] = (FIRST, SECOND, STILL)) -> Comparison:
    return compare(cases, theories)[0]


NORTH = dated(
    case("a=yes b=yes c=no z=no f(partner)=no y=high", "a=no b=no c=no z=no y=low"),
    "n",
    "North",
    (1990, 1993),
    (1994, 1999),
)
SOUTH = dated(case("a=yes b=no c=? z=yes f(partner)=no y=low"), "s", "South", (1992, 1995))


def test_what_differs_is_told_from_what_is_alike_where_outcomes_part_in_the_same_years() -> None:
    """Of North's periods both overlap with South's one, but in the second the outcome is South's; `c` is missing there."""
    (found,) = compared(NORTH, SOUTH).contrasts
    assert (found.periods, found.years, found.role, found.others) == ((1, 1), (1992, 1993), "state", "partner")
    assert found.outcomes == (("high", Fraction(1)), ("low", Fraction(1)))
    assert dict(found.alike) == {Term("a"): "yes", Term("f", ("partner",)): "no"}
    assert found.different == ((Term("b"), "yes", "no"),)


def test_the_benchmark_s_conditions_are_no_part_of_it() -> None:
    assert Term("z") not in {term for term, *_ in compared(NORTH, SOUTH).contrasts[0].different}


def test_without_a_common_actor_common_years_or_another_outcome_there_is_no_contrast() -> None:
    for other in (
        dated(SOUTH, "s", "South", (1992, 1995), state="Abroad"),
        dated(SOUTH, "s", "North", (1992, 1995)),
        dated(SOUTH, "s", "South", (2001, 2002)),
        dated(case("a=yes y=high"), "s", "South", (1990, 1993)),
    ):
        assert not compared(NORTH, other).contrasts


def test_the_clearest_contrast_is_taken_of_each_two_cases() -> None:
    doubtful = SOUTH.recoded({(Term("y"), 1): Coding(("low",), {"low": Fraction(3, 5)})})
    west = replace(SOUTH, name="w", roles={"state": ("Home",), "partner": ("West",)})
    found = compared(NORTH, doubtful, west).contrasts
    assert [[of.name for of in each.cases] for each in found] == [["n", "w"], ["n", "s"]]


def test_the_sentence_names_the_partners_and_at_most_five_of_each() -> None:
    comparison = compared(NORTH, SOUTH)
    text = " ".join(compare_rendered([comparison], "text").split())
    assert (
        "Home in 1992-1993: y most likely is high with North (100 %) and is low with South (100 %). Alike: “a” is yes, "
        "“f (partner)” is no; different: “b” is yes against no. What is alike cannot by itself explain the difference."
    ) in text
    told = json.loads(compare_rendered([comparison], "json"))["comparisons"][0]["contrasts"]
    assert [side["case"] for side in told[0]["sides"]] == ["n", "s"]
    assert told[0]["different"] == [{"coding": "b", "values": ["yes", "no"]}]
