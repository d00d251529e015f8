"""Thresholds: the polynomials are the chances after recoding the confidences, and where another verdict leads."""

from fractions import Fraction
from itertools import islice
from random import Random

import pytest

from checker.analysis.robust.thresholds import CellThresholds, Confidence, Polynomial, confidences, thresholds
from checker.analysis.verdicts.draws import probabilities, probabilities_if_not
from checker.analysis.verdicts.trial import Trial
from checker.logic.formula import Term
from checker.problems import InvalidStudy
from checker.study.case import Case, Coding
from checker.study.theory import Theory
from tests.random_studies import random_study
from tests.seeds import for_each
from tests.small_studies import case, theory

BOTH = theory("P1: if a and b then y is high", "P2: if not (a and b) then y is low")


def only(studied: Theory, of: Case, *codings: str) -> CellThresholds:
    (cell,) = thresholds(of, [studied], codings).cells
    return cell


def at(of: Case, chosen: Confidence, confidence: Fraction) -> Case:
    """The case in which a coding has that confidence in the value, the rest as the coding has it."""
    coding, values = of.coding(*chosen.at), of.codebook.values(chosen.term)
    place = values.index(chosen.value)
    rest = probabilities_if_not(probabilities(coding, values), place)
    said = {value: confidence if n == place else (1 - confidence) * rest[n] for n, value in enumerate(values)}
    return of.recoded({chosen.at: Coding((chosen.value,), said, evidence=coding.evidence)})


@for_each(range(60))
def test_a_polynomial_is_the_chance_after_recoding_the_confidences(seed: int) -> None:
    random = Random(seed)
    studied, of = random_study(seed)
    coded = [
        f"{of.period(n).id}:{term}"
        for n in range(of.first, of.last + 1)
        for term in of.period(n).codings
        if of.coding(term, n).values
    ]
    codings = random.sample(coded, min(3, len(coded)))
    for cell in islice(thresholds(of, [studied], codings).cells, 3):
        chosen = confidences(of, codings)
        shares = [Fraction(random.randint(0, 20), 20) for _ in chosen]
        recoded = of
        for each, share in zip(chosen, shares, strict=True):
            recoded = at(recoded, each, share)
        expected = dict(Trial(studied, recoded).cell(cell.explains, cell.period).probability)
        assert {verdict: p for verdict, polynomial in cell.chances if (p := polynomial.at(shares))} == expected


def test_two_codings_multiply() -> None:
    found = only(BOTH, case("a=yes b=yes y=high"), "t1:a", "t1:b")
    assert found.chance("predicted") == Polynomial((Fraction(0), Fraction(0), Fraction(0), Fraction(1)))
    assert found.chance("contradicted") == Polynomial((Fraction(1), Fraction(0), Fraction(0), Fraction(-1)))


def test_the_lead_changes_where_two_chances_are_equal() -> None:
    """At b = 4/5 predicted has 4/5 p, contradicted the rest: they are equal at p = 5/8."""
    of = case("a=yes b=yes y=high").recoded({(Term("b"), 1): Coding(("yes",), {"yes": Fraction(4, 5)})})
    found = only(BOTH, of, "t1:a")
    assert found.leads == "predicted"
    assert [(s.low, s.high, s.verdict) for s in found.spans[0]] == [
        (0, Fraction(5, 8), "contradicted"),
        (Fraction(5, 8), 1, "predicted"),
    ]


def test_a_verdict_may_lead_between_two_others() -> None:
    """Low, mid and high are seen with 3/10, 4/10 and 3/10; the confidence in mid runs from none to all."""
    studied = theory(
        "P1: if w is low then y is low", "P2 usually: if w is mid then y is low", "P3: if w is high then y is low"
    )
    of = case("w=mid y=high").recoded(
        {(Term("w"), 1): Coding(("mid",), {"low": Fraction(3, 10), "mid": Fraction(4, 10), "high": Fraction(3, 10)})}
    )
    assert [s.verdict for s in only(studied, of, "t1:w").spans[0]] == ["contradicted", "against expectation"]
    assert [s.verdict for s in only(studied, of, "t1:w=low").spans[0]] == ["against expectation", "contradicted"]


def test_of_a_contested_coding_the_likeliest_value_is_meant_and_another_can_be_named() -> None:
    of = case("w=low|high y=high").recoded(
        {(Term("a"), 1): Coding(("yes", "no"), {"yes": Fraction(1, 4), "no": Fraction(3, 4)})}
    )
    assert [(c.value, c.now) for c in confidences(of, ["t1:w", "t1:a"])] == [
        ("low", Fraction(1, 2)),
        ("no", Fraction(3, 4)),
    ]
    assert [(c.value, c.now) for c in confidences(of, ["t1:w=mid"])] == [("mid", Fraction(0))]


def test_a_period_whose_verdict_does_not_depend_on_the_coding_is_left_out() -> None:
    found = thresholds(case("a=yes b=yes y=high", "a=yes b=yes y=high"), [BOTH], ["t2:a"])
    assert [cell.period_id for cell in found.cells] == ["t2"]
    assert thresholds(case("a=yes b=yes c=yes y=high"), [BOTH], ["t1:c"]).cells == ()


@pytest.mark.parametrize(
    ("codings", "said"),
    [
        (["a"], "not of the form PERIOD:TERM"),
        (["t3:a"], "has no period `t3`"),
        (["t1:c"], "c is missing in t1"),
        (["t1:a=maybe"], "maybe"),
        (["t1:a", "t1:a=no"], "one coding twice"),
        (["t1:e"], "e"),
        (["t1:a", "t1:b", "t1:y", "t2:y"], "given 4 times"),
        (["t1:a b"], "is not a term"),
    ],
)
def test_a_coding_that_cannot_be_moved_is_a_problem(codings: list[str], said: str) -> None:
    with pytest.raises(InvalidStudy, match=said):
        confidences(case("a=yes b=yes c=? y=high", "y=low"), codings)
