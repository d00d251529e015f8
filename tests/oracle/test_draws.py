"""The oracle under doubt, cell by cell: chances worked out by hand from semantics.md, sections 4 and 6."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction as F

import pytest

from checker.logic.grammar import parse_term
from checker.study.case import Case, Coding
from tests.small_studies import case, theory
from tests.truth_table import Judgement, TooLarge, chances, judged, judged_as_json, judged_in_fractions

LEVELS = ("low", "mid", "high")
MOSTLY_MID = {"low": F(1, 10), "mid": F(4, 5), "high": F(1, 10)}
NOT_HIGH = {"low": F(2, 5), "mid": F(2, 5), "high": F(1, 5)}
HIGH_IF_A = "P1: if a then y is high"


def doubted(of: Case, confidence: Mapping[str, Mapping[str, F]]) -> Case:
    """The case with a chance for each value of some codings, given as `a 1` for a in period 1."""
    changes = {}
    for words, share in confidence.items():
        term, number = words.split()
        place = parse_term(term), int(number)
        changes[place] = Coding(of.coding(*place).values, share)
    return of.recoded(changes)


def yes(chance: F) -> dict[str, F]:
    return {"no": 1 - chance, "yes": chance}


def reading(j: Judgement) -> list[tuple[str, int, str]]:
    return [(str(change.pair[0]), change.pair[1], change.value) for change in j.leading.reading]


@pytest.mark.parametrize(
    ("coding", "expected"),
    [
        (Coding(("mid",)), {"mid": F(1)}),
        (Coding(("high", "low")), {"low": F(1, 2), "high": F(1, 2)}),
        (Coding(("mid",), MOSTLY_MID), MOSTLY_MID),
        (Coding(("mid",), {"mid": F(4, 5)}), MOSTLY_MID),
        (Coding(("low", "mid"), {"low": F(7, 10), "mid": F(3, 10)}), {"low": F(7, 10), "mid": F(3, 10)}),
        (Coding(("low", "mid"), NOT_HIGH), NOT_HIGH),
    ],
)
def test_chances_are_spread_over_the_values(coding: Coding, expected: dict[str, F]) -> None:
    assert list(chances(coding, LEVELS).items()) == list(expected.items())


def test_chances_that_do_not_add_up_to_one_are_refused() -> None:
    with pytest.raises(ValueError, match="no probabilities"):
        chances(Coding(("no", "yes"), {"no": F(1, 4), "yes": F(1, 2)}), ("no", "yes"))


# Probability


def test_a_doubtful_condition_gives_each_verdict_its_chance() -> None:
    of = doubted(case("a=yes y=high"), {"a 1": yes(F(4, 5))})
    j = judged(theory(HIGH_IF_A), of)
    # As coded it is settled; where a is no after all, the theory is silent.
    assert (j.verdict, j.readings) == ("predicted", ("predicted",))
    assert list(j.probability.items()) == [("predicted", F(4, 5)), ("silent", F(1, 5))]
    assert (j.leading.verdict, j.leading.probability, reading(j)) == ("predicted", F(4, 5), [])
    assert j.observed_probability == {"high": F(1)} and j.without_exhaustive is None


def test_a_doubtful_outcome_is_drawn_too() -> None:
    of = doubted(case("a=yes y=mid"), {"y 1": {"low": F(1, 5), "mid": F(3, 5), "high": F(1, 5)}})
    j = judged(theory(HIGH_IF_A), of)
    assert j.probability == {"contradicted": F(4, 5), "predicted": F(1, 5)}
    assert list((j.observed_probability or {}).items()) == [("low", F(1, 5)), ("mid", F(3, 5)), ("high", F(1, 5))]
    assert reading(j) == []


def test_a_change_observed_has_its_chance_from_both_codings() -> None:
    # y at 1 is mid. Before, it was low with 1/4, mid with 1/2, high with 1/4: rises, steady, falls.
    of = doubted(case("y=mid", baseline="y=mid"), {"y 0": {"low": F(1, 4), "mid": F(1, 2), "high": F(1, 4)}})
    j = judged(theory("P1: y rises", explains="change of y"), of)
    assert list((j.observed_probability or {}).items()) == [("falls", F(1, 4)), ("steady", F(1, 2)), ("rises", F(1, 4))]
    # Nothing rises from high: the laws collide there.
    assert j.probability == {"incoherent": F(1, 4), "contradicted": F(1, 2), "predicted": F(1, 4)}
    assert (j.verdict, j.observed) == ("contradicted", ("steady",))


def test_verdicts_with_missing_conditions_are_open_where_these_matter() -> None:
    # y low is contradicted whatever a is; y high is predicted with a, and permitted without.
    of = doubted(case("y=low"), {"y 1": {"low": F(3, 4), "high": F(1, 4)}})
    th = theory("P1: y is not low", HIGH_IF_A.replace("P1", "P2"))
    j = judged(th, of)
    assert list(j.probability.items()) == [("contradicted", F(3, 4)), ("open", F(1, 4))]
    assert j.verdict == "contradicted"
    # Of equals, `open` comes last.
    j = judged(th, doubted(of, {"y 1": {"low": F(1, 2), "high": F(1, 2)}}))
    assert (j.leading.verdict, j.leading.probability) == ("contradicted", F(1, 2))
    j = judged(th, doubted(of, {"y 1": {"low": F(1, 4), "high": F(3, 4)}}))
    assert (j.leading.verdict, reading(j)) == ("open", [("y", 1, "high")])


def test_a_missing_outcome_stays_missing() -> None:
    j = judged(theory("N1: not b", HIGH_IF_A), doubted(case("a=yes b=no"), {"b 1": yes(F(1, 10))}))
    assert j.probability == {"denies conditions": F(1, 10), "unobserved": F(9, 10)}
    assert j.observed_probability is None


def test_draws_of_the_scope_decide_whether_it_fails() -> None:
    j = judged(theory(HIGH_IF_A, scope="b"), doubted(case("a=yes b=no y=high"), {"b 1": yes(F(1, 10))}))
    assert (j.verdict, j.prediction, j.scope) == ("out of scope", None, "fails")
    assert list(j.probability.items()) == [("out of scope", F(9, 10)), ("predicted", F(1, 10))]
    assert (j.leading.verdict, reading(j), j.observed_probability) == ("out of scope", [], {"high": F(1)})


def test_what_no_verdict_hangs_on_is_not_drawn() -> None:
    # c occurs nowhere, and w only in another period.
    of = doubted(case("w=low", "a=yes c=no|yes w=low y=high"), {"w 1": {"low": F(1, 2), "mid": F(1, 2)}})
    j = judged(theory(HIGH_IF_A, "P2: w is low"), of, 2)
    assert (j.leading.probability, reading(j)) == (F(1), [])


# The leading verdict and its reading


def test_many_doubtful_codings_can_outweigh_what_each_suggests() -> None:
    # All three are yes with 343/1000. Of the draws in which one is no, all as likely, the first by file order.
    of = doubted(case("a=yes b=yes c=yes y=low"), {f"{term} 1": yes(F(7, 10)) for term in "abc"})
    j = judged(theory("P1: if a and b and c then y is high"), of)
    assert j.verdict == "contradicted"
    assert j.probability == {"contradicted": F(343, 1000), "silent": F(657, 1000)}
    assert (j.leading.verdict, reading(j)) == ("silent", [("a", 1, "no")])


def test_ties_go_to_the_first_in_the_table_and_a_reading_says_what_it_narrows() -> None:
    j = judged(theory(HIGH_IF_A), case("a=yes y=high|mid"))
    assert (j.verdict, j.probability) == ("open", {"contradicted": F(1, 2), "predicted": F(1, 2)})
    assert (j.leading.verdict, reading(j)) == ("contradicted", [("y", 1, "mid")])


def test_of_draws_as_likely_the_one_with_the_fewest_values_that_are_not_coded_comes_first() -> None:
    # P2 always holds; low would be the lowest value, but is not among the coded ones.
    of = doubted(case("a=yes w=mid|high y=high"), {"w 1": dict.fromkeys(LEVELS, F(1, 3))})
    j = judged(theory(HIGH_IF_A, "P2: w is low or w is not low"), of)
    assert (j.probability, reading(j)) == ({"predicted": F(1)}, [("w", 1, "mid")])


def test_the_reading_of_an_untestable_verdict_narrows_too() -> None:
    j = judged(theory("P1: if a then y is low", explains="change of y"), case("a=no|yes y=mid|low"))
    assert (j.probability, j.observed_probability) == ({"untestable": F(1)}, None)
    assert reading(j) == [("a", 1, "no"), ("y", 1, "low")]


def test_another_term_explained_now_is_drawn_where_a_rule_names_it_but_not_known() -> None:
    th = theory("P1: if z then y is low", "P2: not z", explains=["y", "z"])
    of = case("z=no|yes y=high")
    j = judged(th, of)
    assert (j.probability, reading(j)) == ({"silent": F(1)}, [("z", 1, "no")])
    assert judged(th, of, row=1).probability == {"contradicted": F(1, 2), "predicted": F(1, 2)}


def test_the_distribution_without_the_claim_to_completeness() -> None:
    # With it, no a means no high; without it, nothing.
    of = doubted(case("a=no y=high"), {"a 1": yes(F(1, 4))})
    j = judged(theory(HIGH_IF_A, exhaustive=["y is high"]), of)
    assert j.probability == {"contradicted": F(3, 4), "predicted": F(1, 4)}
    assert list((j.without_exhaustive or {}).items()) == [("predicted", F(1, 4)), ("silent", F(3, 4))]


# Limits and JSON


def test_what_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    of = case("a=no|yes b=no|yes y=high")
    th = theory("P1: if a or b then y is high")
    monkeypatch.setattr("tests.oracle.limits.MAX_WORLDS", 4)
    assert judged(th, of).leading.probability == F(3, 4)
    monkeypatch.setattr("tests.oracle.limits.MAX_WORLDS", 3)
    with pytest.raises(TooLarge, match="4 completions; the limit is 3"):
        judged(th, of)


def test_the_json_has_the_shape_of_version_2() -> None:
    of = doubted(case("y=low", "a=yes y=high", baseline="y=mid|low"), {"a 2": yes(F(277, 400))})
    th = theory("P1: if previously a then y rises", "P2: if a then y rises", explains="change of y")
    (entry,) = judged_as_json(th, of, periods=[2])

    def p(exact: str, value: float) -> dict[str, object]:
        return {"exact": exact, "value": value}

    # a at 1 is missing, and y at 2 rises, from low: with a at 1 or at 2 that is predicted, else nothing is said.
    assert entry == {
        "theory": "small",
        "explains": "change of y",
        "built_on_this_case": False,
        "record": {
            "periods": 1,
            "unrefuted": p("1", 1.0),
            "rises": p("277/400", 0.6925),
            "falls": None,
            "turns": p("277/400", 0.6925),
            "both": None,
            "borne_out": 0.6925,
            "undecided": p("123/400", 0.3075),
        },
        "periods": [
            {
                "period": "t2",
                "possible": ["steady", "rises"],
                "prediction": ["rises"],
                "levels": ["mid", "high"],
                "expectation": None,
                "expected_levels": None,
                "observed": ["rises"],
                "observed_levels": ["high"],
                "verdict": "predicted",
                "readings": ["predicted"],
                "settled_by": [],
                "scope": "holds",
                "untested": [],
                "laws_alone": None,
                "probability": {"predicted": p("277/400", 0.6925), "open": p("123/400", 0.3075)},
                "observed_probability": {"rises": p("1", 1.0)},
                "leading": {"verdict": "predicted", "probability": p("277/400", 0.6925), "reading": []},
                "without_exhaustive": None,
            }
        ],
    }
    assert [" ".join(said) for said in (entry, entry["record"], entry["periods"][0])] == [
        "theory explains built_on_this_case record periods",
        "periods unrefuted rises falls turns both borne_out undecided",
        "period possible prediction levels expectation expected_levels observed observed_levels verdict readings "
        "settled_by scope untested laws_alone probability observed_probability leading without_exhaustive",
    ]


def test_gaps_and_readings_name_the_coding_and_the_period() -> None:
    cell = judged_in_fractions(theory(HIGH_IF_A), case("a=? y=low|high"))[0]["periods"][0]
    assert (cell["verdict"], cell["settled_by"]) == ("open", [])
    assert cell["leading"] == {
        "verdict": "open",
        "probability": F(1),
        "reading": [{"coding": "y", "period": "t1", "value": "low"}],
    }
    cell = judged_in_fractions(theory("P1: if previously f(partner) then y is high"), case("y=low", baseline=""))[0][
        "periods"
    ][0]
    assert cell["settled_by"] == [{"coding": "f(partner)", "period": "baseline"}]
