"""Weights of evidence against numbers worked out by hand, and what is said of them."""

import csv
import io
import json
from dataclasses import replace
from fractions import Fraction
from math import log10
from pathlib import Path

import pytest

from checker.analysis.rivals.weights import Weights, decibels, ratio, weigh
from checker.files.study.likelihoods import odds_of_option, read_likelihoods
from checker.problems import InvalidStudy
from checker.report.compare.weights import weights_rendered
from checker.study.case import Case, Event
from tests.small_studies import case, theory

ONE = replace(theory("H1: if a then y is high"), name="one", title="One")
OTHER = replace(theory("L1: if b then y is low"), name="other", title="Other")
NAMES = (ONE.name, OTHER.name)


def observed() -> Case:
    events = (
        Event("1990", "A visit"),
        Event("1991-05", "A treaty"),
        Event("1992", "A quarrel"),
        Event("1992", "A war"),
    )
    return replace(case("a=yes b=yes c=yes y=high|low", "a=no b=no c=? y=low"), events=events)


def table(folder: Path, *rows: str, columns: str = "clue,one,other,given,note") -> Path:
    path = folder / "clues.csv"
    path.write_text("\n".join([columns, *rows]) + "\n", encoding="utf-8")
    return path


def weighed(folder: Path, *rows: str, prior: Fraction | None = None) -> Weights:
    of = observed()
    return weigh(ONE, OTHER, of, read_likelihoods(table(folder, *rows), "clues.csv", of, NAMES), prior)


THREE = ("1990,0.8,0.2,,first", "1991-05,1/10,3/10,1990,", "t1:a,0.5,0.5,,")


def test_a_weight_is_ten_times_the_logarithm_of_the_ratio_and_weights_add_up(tmp_path: Path) -> None:
    weights = weighed(tmp_path, *THREE)
    assert list(map(ratio, weights.clues)) == [4, Fraction(1, 3), 1]
    assert [round(decibels(ratio(clue)), 3) for clue in weights.clues] == [6.021, -4.771, 0.0]
    assert weights.ratio == Fraction(4, 3)
    assert decibels(weights.ratio) == pytest.approx(10 * log10(4 / 3)) == pytest.approx(6.0206 - 4.7712, abs=1e-4)
    assert weights.weightiest.name == "1990"


def test_prior_odds_are_moved_and_without_them_nothing_is_said_of_chances(tmp_path: Path) -> None:
    assert weighed(tmp_path, *THREE).posterior is None
    weights = weighed(tmp_path, *THREE, prior=odds_of_option("1:4"))
    assert weights.posterior == Fraction(1, 3)
    text = " ".join(weights_rendered(weights, "text").split())
    assert "From prior odds of 1 to 4 for One the clues lead to 1 to 3: a chance of 25 %" in text
    alone = " ".join(weights_rendered(weighed(tmp_path, *THREE), "text").split())
    assert "No prior odds are stated." in alone and "a chance of" not in alone


def test_a_clue_that_is_impossible_or_more_than_certain_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(InvalidStudy) as caught:
        weighed(tmp_path, "1990,0,1.5", '1991-05,"0,5",', "t1:a,1,1/0")
    assert [(str(p.location), p.code) for p in caught.value.problems] == [
        ("clues.csv:2:2", "likelihood-out-of-range"),
        ("clues.csv:2:3", "likelihood-out-of-range"),
        ("clues.csv:3:2", "likelihood-out-of-range"),
        ("clues.csv:3:3", "likelihood-out-of-range"),
        ("clues.csv:4:3", "likelihood-out-of-range"),
    ]


@pytest.mark.parametrize(
    ("rows", "place", "code"),
    [
        (["1989,1,1"], "clues.csv:2:1", "unknown-event"),
        (["1992,1,1"], "clues.csv:2:1", "ambiguous-event"),
        (["t9:a,1,1"], "clues.csv:2:1", "unknown-period"),
        (["t1:a(,1,1"], "clues.csv:2:1", "not-a-term"),
        (["t1:e,1,1"], "clues.csv:2:1", "theoretical-term"),
        (["t1:y,1,1"], "clues.csv:2:1", "not-observed"),
        (["t2:c,1,1"], "clues.csv:2:1", "not-observed"),
        (["1990,1,1,1991-05", "1991-05,1,1"], "clues.csv:2:4", "unknown-clue"),
        (["1990,1,1", "1990,1,1"], "clues.csv:3:1", "given-twice"),
        ([], "clues.csv", "empty-table"),
    ],
)
def test_a_clue_that_cannot_be_weighed_is_told_with_its_place(
    tmp_path: Path, rows: list[str], place: str, code: str
) -> None:
    with pytest.raises(InvalidStudy) as caught:
        weighed(tmp_path, *rows)
    assert [(str(p.location), p.code) for p in caught.value.problems] == [(place, code)]


def test_a_column_must_be_named_for_each_theory(tmp_path: Path) -> None:
    with pytest.raises(InvalidStudy) as caught:
        read_likelihoods(table(tmp_path, "1990,1,1", columns="clue,one,othr"), "clues.csv", observed(), NAMES)
    assert {p.code for p in caught.value.problems} == {"unknown-column", "missing-column"}
    assert "did you mean `other`?" in {p.hint for p in caught.value.problems}


@pytest.mark.parametrize("text", ["3", "1:0", "a:b", "1:-2"])
def test_odds_are_two_numbers_above_0(text: str) -> None:
    with pytest.raises(InvalidStudy, match="--prior-odds"):
        odds_of_option(text)


def test_the_report_names_the_periods_in_which_both_can_be_right(tmp_path: Path) -> None:
    """In t1 both predict, and exclude each other; in t2 neither says anything."""
    weights = weighed(tmp_path, *THREE)
    assert [(test.period_id, test.critical) for _, test in weights.tests] == [("t1", Fraction(1)), ("t2", Fraction(0))]
    text = " ".join(weights_rendered(weights, "text").split())
    assert "Both can be right together in 1 of 2 periods: t2 (0 %)" in text


def test_every_format_tells_the_same_weights(tmp_path: Path) -> None:
    weights = weighed(tmp_path, *THREE)
    text = " ".join(weights_rendered(weights, "text").split())
    assert "The 3 clues together weigh 1.2 dB for One: 1.33 times as likely if it is true as if Other is." in text
    assert "Most weighs “1990: A visit” (6.0 dB for One); without it the others weigh 4.8 dB for Other." in text
    assert "except “1991-05” given 1990." in text
    told = json.loads(weights_rendered(weights, "json"))
    assert [round(clue["decibels"], 2) for clue in told["clues"]] == [6.02, -4.77, 0.0]
    rows = list(csv.DictReader(io.StringIO(weights_rendered(weights, "csv"))))
    assert [(row["decibels"], row["for"]) for row in rows] == [("6.021", "one"), ("4.771", "other"), ("0.000", "")]
    assert weights_rendered(weights, "markdown").startswith("# One or Other")
