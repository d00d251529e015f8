"""The confidences of a case held against what coders chose, on figures worked out by hand."""

from __future__ import annotations

from fractions import Fraction

from checker.analysis.coding.coders import agreement
from checker.analysis.coding.doubt import Band, held_against
from checker.logic.grammar import parse_term
from checker.report.compare.coders import coders_rendered
from checker.study.case import Case, Coding
from checker.study.sheet import Place, Sheet
from tests.small_studies import case


def sheet(name: str, **given: str) -> Sheet:
    return Sheet(
        name, {Place("t1", parse_term(term)): Coding(tuple(value.split("|"))) for term, value in given.items()}
    )


def sure(of: Case, **chances: dict[str, str]) -> Case:
    changes = {}
    for term, by_value in chances.items():
        coding = of.coding(parse_term(term), 1)
        changes[parse_term(term), 1] = Coding(coding.values, {v: Fraction(p) for v, p in by_value.items()})
    return of.recoded(changes)


BASE = sure(case("a=yes b=yes c=? y=low"), a={"yes": "0.8", "no": "0.2"}, b={"yes": "0.75", "no": "0.25"})


def test_each_coding_counts_in_the_band_of_the_likeliest_value() -> None:
    found = held_against(BASE, [sheet("ann", a="yes", b="no", y="low"), sheet("bob", a="yes", b="yes", y="mid")])
    assert found == (
        Band(Fraction(7, 10), Fraction(8, 10), 4, Fraction(31, 40), Fraction(3)),
        Band(Fraction(9, 10), Fraction(1), 2, Fraction(1), Fraction(1)),
    )
    assert [band.observed for band in found] == [Fraction(3, 4), Fraction(1, 2)]


def test_values_that_are_likeliest_alike_share_what_is_the_same() -> None:
    tie = case("a=yes|no y=low")
    assert held_against(tie, [sheet("ann", a="yes"), sheet("bob", a="no")]) == (
        Band(Fraction(0), Fraction(1, 2), 2, Fraction(1, 2), Fraction(1)),
    )


def test_what_the_case_misses_and_what_a_coder_contests_does_not_count() -> None:
    assert held_against(BASE, [sheet("ann", c="yes", a="yes|no")]) == ()
    shown = coders_rendered(agreement(BASE, [sheet("ann", c="yes"), sheet("bob", c="no")], []), "text")
    assert "How sure the case is" not in shown


def test_the_report_gives_both_figures_over_all_and_by_band() -> None:
    sheets = [sheet("ann", a="yes", b="no"), sheet("bob", a="yes", b="yes")]
    shown = " ".join(coders_rendered(agreement(BASE, sheets, []), "text").split())
    assert "choose the likeliest one in 78 % of 4 codings; they did in 75 %." in shown
    assert "70 to 80 4 78 75" in shown
