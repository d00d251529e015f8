"""What robust says: of all theories at a glance, of one period by period, and of how sure a coding must be."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from checker.analysis.robust.robustness import Robustness, robustness
from checker.analysis.robust.thresholds import Polynomial, Thresholds, thresholds
from checker.files.study.load import read_named, theories_for
from checker.logic.formula import Term
from checker.report.robust.formats import robust_rendered
from checker.report.robust.thresholds import thresholds_rendered
from checker.report.words.algebra import curve, polynomial_written
from checker.study.case import Case, Coding, Indicator
from checker.study.theory import Theory
from tests.small_studies import case, theory

A, B = Term("a"), Term("b")
CASES = ("belarus-iran", "egypt-soviet-union", "ukraine-iran", "venezuela-iran")


def named(name: str, *lines: str) -> Theory:
    return replace(theory(*lines), name=name, title=name.capitalize())


HIGH = named("high", "H1: if a then y is high", "H2: if not a then y is low")
LOW = named("low", "L1: if b then y is low")


def doubtful(of: Case, **confidence: Fraction) -> Case:
    return of.recoded({(A, 1): Coding(("yes",), confidence)})


def studied() -> Robustness:
    of = doubtful(case("a=yes b=no y=high", "a=no b=yes y=low"), yes=Fraction(3, 5), no=Fraction(2, 5))
    of = replace(of, indicators={Term("y"): {"visits": Indicator("visits", {"t1": Coding(("low",))})}})
    return robustness(of, [HIGH, LOW, replace(named("same", "S1: y is high"), benchmark=True)])


def said(found: Robustness, form: str = "text") -> str:
    return " ".join(robust_rendered([found], form, 80).split())


def alone(of: Case, *lines: str) -> str:
    return said(robustness(of, [named("one", *lines)]))


def test_what_is_firm_comes_first_then_what_the_rest_hangs_on() -> None:
    text = said(studied())
    assert "Of 4 verdicts, 3 are firm: High in t2 (predicted 100 %); Low in t1 (silent 100 %) and t2 (predicted" in text
    assert (
        "Of the others 1 hangs on a single condition. The coding on which most verdicts hang is a in t1 (1 verdict)."
        in text
    )
    assert "A in t1 (yes 60 %, no 40 %): if no, contradicted for High." in text


def test_the_matrix_marks_what_hangs_on_what_and_explains_only_the_marks_shown() -> None:
    text = said(studied())
    assert "High ✓ 60* ✓ 100 60 – Low · 100 ✓ 100 100 – benchmarks Same" in text
    assert "✓ predicted; · silent; ✗ contradicted; * on one condition; A: never contradicted" in text
    assert "°" not in text and "≈" not in text


def test_in_latex_verdicts_are_words_and_marks_letters() -> None:
    text = robust_rendered([studied()], "latex")
    assert r"High & predicted 60 c & predicted 100 & 60 & – \\" in text
    assert "c on one condition" in text and "✓" not in text


def test_only_readings_that_change_a_verdict_are_shown() -> None:
    text = said(studied())
    assert "with the outcome by visits 3 0 3" in text
    assert "without H1 of High 1 0 1" in text
    assert "onset" not in text


def test_of_one_theory_every_period_is_told() -> None:
    found = studied()
    text = said(replace(found, theories=found.theories[:1]))
    assert "Of 2 verdicts, 1 is firm: t2 (predicted 100 %)." in text
    assert (
        "t1: predicted 60 %; next contradicted 40 %. Hangs on a, if no (40 %): contradicted 100 %. "
        "Critical if wrong: a 100 %."
    ) in text
    assert "No leading verdict changes without evidence from after the onset." in text
    assert "With the outcome by visits: contradicted in t1; unobserved in t2." in text
    assert "Without H1: silent in t1." in text


def test_the_verdict_for_every_outcome_stands_in_one_table() -> None:
    text = alone(case("a=yes y=high"), "P1: if a then y is at least mid")
    assert "were y: low mid high t1 contrad. permitted permitted" in text


def test_what_settles_an_open_verdict_is_named() -> None:
    text = alone(case("a=? y=high"), "P1: if a then y is high", "P2: if not a then y is low")
    assert "t1: open 100 %. Settled by a." in text.replace(", firm", "")


def test_codings_of_one_source_are_said_to_err_together() -> None:
    assert "Codings from one source may err together; drawing each by itself is then too optimistic." in said(studied())


def test_the_laws_are_told_apart_from_the_claim_to_completeness() -> None:
    of = robustness(
        case("a=no y=high", baseline="y=low"),
        [replace(theory("P1: if a then y is high", explains="change of y", exhaustive=["y rises"]), name="one")],
    )
    assert "t1: contradicted 100 %, firm. By its laws alone: silent 100 %." in said(of)


def test_json_has_everything_and_its_version() -> None:
    found = json.loads(robust_rendered([studied()], "json"))
    assert (found["format"], found["version"]) == ("checker/robust", 2)
    high = found["cases"][0]["theories"][0]
    first = high["periods"][0]
    assert first["leading"]["verdict"] == "predicted" and first["firm"] is False
    assert first["hangs_on"] == [
        {
            "coding": "a",
            "period": "t1",
            "outcome": False,
            "value": "no",
            "chance": {"exact": "2/5", "value": 0.4},
            "leads": "contradicted",
            "probability": {"exact": "1", "value": 1.0},
        }
    ]
    assert first["nearest"]["recodings"] == [{"coding": "a", "period": "t1", "coded": ["yes"], "instead": "no"}]
    assert high["record"]["unrefuted"]["exact"] == "3/5"
    assert {v["kind"] for v in high["variations"]} == {"indicator", "before onset", "proposition"}


@pytest.mark.parametrize("name", CASES)
def test_all_theories_of_a_shipped_case_fit_on_a_page(name: str) -> None:
    study = read_named([name])
    found = robustness(study.cases[0], theories_for(study.cases[0], study))
    lines = robust_rendered([found], "text", 80).splitlines()
    assert len(lines) <= 60 and max(map(len, lines)) <= 80


# Thresholds

BOTH = named("both", "P1: if a and b then y is high", "P2: if not (a and b) then y is low")


def surely(*codings: str, studied: Theory = BOTH) -> Thresholds:
    of = case("a=yes b=yes y=high").recoded({(B, 1): Coding(("yes",), {"yes": Fraction(4, 5)})})
    return thresholds(of, [studied], codings)


def test_a_threshold_is_a_sentence() -> None:
    text = " ".join(thresholds_rendered([surely("t1:a")], "text").split())
    assert (
        "Contradicted leads as long as the confidence p that a is yes in t1 is below 0.625; from there on "
        "predicted does. It is 1 now."
    ) in text
    assert "contradicted 1 - 4 p/5 20 % predicted 4 p/5 80 %" in text


def test_what_leads_whatever_the_confidence_is_said_so() -> None:
    found = surely("t1:a", studied=named("never", "P1: if a then y is low"))
    assert found.cells[0].anywhere == ("contradicted", "silent")
    always = surely("t1:a", studied=named("ever", "P1: if a then y is at most mid", "P2: y is low"))
    assert "No verdict depends on it." in thresholds_rendered([always], "text")


def test_for_two_codings_the_curve_is_an_equation() -> None:
    text = " ".join(thresholds_rendered([surely("t1:a", "t1:b")], "text").split())
    assert "Predicted and contradicted are equally likely where q = 1/(2 p)." in text


def test_latex_has_the_polynomials_as_mathematics() -> None:
    text = thresholds_rendered([surely("t1:a", "t1:b")], "latex")
    assert r"P(\text{predicted}) &= p q" in text
    assert r"\[ q = \frac{1}{2 p}. \]" in text


def test_of_several_theories_only_what_changes_is_told() -> None:
    of = case("a=yes b=yes y=high")
    text = thresholds_rendered([thresholds(of, [BOTH, LOW], ["t1:b"])], "text", 200)
    assert "Both in t1: contradicted leads as long as p is below 0.5; from there on predicted does." in text
    assert "Low in t1: silent leads as long as p is below 0.5; from there on contradicted does." in text


def test_thresholds_for_programs_are_exact() -> None:
    found = json.loads(thresholds_rendered([surely("t1:a")], "json"))
    assert (found["format"], found["version"]) == ("checker/thresholds", 1)
    (only,) = found["cases"][0]["verdicts"]
    assert only["chances"]["predicted"]["coefficients"] == {"p": {"exact": "4/5", "value": 0.8}}
    assert only["leading"] == [
        [
            {"from": {"exact": "0", "value": 0.0}, "to": {"exact": "5/8", "value": 0.625}, "verdict": "contradicted"},
            {"from": {"exact": "5/8", "value": 0.625}, "to": {"exact": "1", "value": 1.0}, "verdict": "predicted"},
        ]
    ]
    rows = thresholds_rendered([surely("t1:a")], "csv").splitlines()
    assert rows[1].startswith("small,both,y,t1,predicted,contradicted,0.2,")


def test_a_long_fraction_gives_way_to_decimals() -> None:
    long = Polynomial((Fraction(123456789, 987654321), Fraction(-1, 3), Fraction(0), Fraction(1)))
    assert polynomial_written(long).text == "0.125 - 0.333 p + p q"
    nothing = Polynomial((Fraction(0),) * 4)
    assert curve(Polynomial((Fraction(1), Fraction(0), Fraction(1), Fraction(0))), nothing) is None
