"""Agreement of coders: alpha against another program, verdicts against plain judging, and the case made of all."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Literal

import krippendorff
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.analysis.coding.coders import Agreement, Share, agreement, merged_codings
from checker.analysis.coding.reliability import FEW, ordinal_alpha, set_alpha
from checker.analysis.proof.dimacs import clauses_of
from checker.analysis.sets.case_rows import truth
from checker.analysis.verdicts.trial import Trial
from checker.logic.grammar import parse_term
from checker.logic.rewriting import quantifier_free
from checker.report.compare.coders import coders_rendered
from checker.study.case import Case, Coding, Evidence
from checker.study.confidence import confidence_fault
from checker.study.sheet import Place, Sheet, named_sheets, sheet_of, with_codings
from checker.study.theory import Theory
from tests.coding_strategies import BLANK, BOOK, sheets
from tests.small_studies import case, rule, theory
from tests.strategies import studies

Metric = Literal["nominal", "ordinal"]
METRICS: tuple[Metric, ...] = ("nominal", "ordinal")


def alpha(units: Sequence[Sequence[int | None]], values: int, metric: Metric) -> Fraction | None:
    """Alpha of single values; the nominal one is that of sets of one value."""
    if metric == "ordinal":
        return ordinal_alpha(units, values)
    return set_alpha([[frozenset((str(value),)) for value in unit if value is not None] for unit in units])


@st.composite
def ratings(draw: st.DrawFn) -> tuple[int, list[list[int | None]]]:
    values, coders = draw(st.integers(2, 5)), draw(st.integers(2, 4))
    given_value = st.one_of(st.none(), st.integers(0, values - 1))
    return values, draw(st.lists(st.lists(given_value, min_size=coders, max_size=coders), min_size=1, max_size=12))


@settings(deadline=None, max_examples=200)
@given(ratings(), st.sampled_from(METRICS))
def test_alpha_is_that_of_the_package_krippendorff(drawn: tuple[int, list[list[int | None]]], metric: Metric) -> None:
    values, units = drawn
    found = alpha(units, values, metric)
    if found is None:
        rated = [[value for value in unit if value is not None] for unit in units]
        pairable = [value for unit in rated if len(unit) > 1 for value in unit]
        assert len(set(pairable)) < 2
        return
    data = np.array([[np.nan if value is None else value for value in unit] for unit in units], float).T
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = krippendorff.alpha(reliability_data=data, level_of_measurement=metric, value_domain=range(values))
    assert float(found) == pytest.approx(other)


def test_alpha_of_the_textbook() -> None:
    # Krippendorff (2011), Computing Krippendorff's Alpha-Reliability: four observers, twelve units, with gaps.
    table = ("1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .")
    rows = [[None if mark == "." else int(mark) - 1 for mark in row.split()] for row in table]
    units = [list(unit) for unit in zip(*rows, strict=True)]
    assert [round(float(alpha(units, 5, metric) or 0), 3) for metric in METRICS] == [0.743, 0.815]


def coder(name: str, *periods: str, throughout: str = "") -> Sheet:
    return Sheet(name, sheet_of(case(*periods, throughout=throughout)).codings)


BASE = case("a=yes y=low", "a=yes y=mid")
THEORIES = [theory("P1: if a then y is at least mid")]


def compared(*sheets_of_coders: Sheet, theories: Sequence[Theory] = THEORIES, of: Case = BASE) -> Agreement:
    return agreement(of, sheets_of_coders, theories)


def test_agreement_counts_pairs_and_names_what_differs() -> None:
    found = compared(coder("ann", "a=yes y=low", "a=yes y=mid"), coder("bob", "a=yes y=high", "a=? y=mid"))
    assert (found.coders, found.shared, found.agreement) == (("ann", "bob"), 4, Share(2, 4))
    assert [(str(d.place), d.given) for d in found.disagreements] == [
        ("y (t1)", (("ann", ("low",)), ("bob", ("high",)))),
        ("a (t2)", (("ann", ("yes",)), ("bob", ()))),
    ]
    a, y = found.variables
    assert (a.variable, a.agreement, a.alpha, a.ordinal, a.left_out) == ("a", Share(1, 2), Fraction(0), None, 1)
    assert (y.variable, y.agreement, y.alpha) == ("y", Share(1, 2), alpha([[0, 2], [1, 1]], 3, "nominal"))


def test_places_of_one_coder_alone_are_no_agreement() -> None:
    found = compared(coder("ann", "a=yes", "b=yes"), coder("bob", "a=yes", ""))
    assert (found.shared, found.agreement, found.alone) == (1, Share(1, 1), (("ann", 1), ("bob", 0)))


def test_the_verdicts_that_change_with_the_coder_are_named_with_what_changes_them() -> None:
    found = compared(coder("ann", "a=yes y=low", "a=yes"), coder("bob", "a=no y=low", "a=yes"))
    assert [(v.period_id, v.verdicts) for v in found.verdicts] == [
        ("t1", ("contradicted", "silent")),
        ("t2", ("permitted", "permitted")),
    ]
    assert [v.period_id for v in found.changed] == ["t1"]
    assert {key[2]: [str(place) for place in places] for key, places in found.decided_by.items()} == {"t1": ["a (t1)"]}
    (weight,) = found.weights
    assert (str(weight.place), weight.period_id, weight.changed) == ("a (t1)", "t1", 1) and weight.change == 1


def test_a_disagreement_weighs_what_it_changes_in_the_chance_of_a_leading_verdict() -> None:
    study = [theory("P1: if a and b then y is high")]
    ann = Sheet("ann", {Place("t1", parse_term("b")): Coding(("yes",), {"yes": Fraction(4, 5), "no": Fraction(1, 5)})})
    found = compared(
        ann,
        Sheet("bob", {Place("t1", parse_term("b")): Coding(("yes", "no"))}),
        theories=study,
        of=case("a=yes b=yes y=low"),
    )
    assert [(v.verdicts, v.chances) for v in found.verdicts] == [
        (("contradicted", "contradicted"), (Fraction(4, 5), Fraction(1, 2)))
    ]
    (weight,) = found.weights
    assert (str(weight.place), weight.change, weight.changed) == ("b (t1)", Fraction(3, 10), 0)


def test_where_two_codings_are_needed_each_is_named_for_each_undoes_the_change() -> None:
    study = [theory("P1: if a and b then y is at least mid", "P2: if c then y is low")]
    found = compared(
        coder("ann", "a=no b=no"), coder("bob", "a=yes b=yes"), theories=study, of=case("a=no b=no c=no y=low")
    )
    assert [v.verdicts for v in found.changed] == [("silent", "contradicted")]
    assert [str(place) for places in found.decided_by.values() for place in places] == ["a (t1)", "b (t1)"]


def test_what_there_is_to_say_is_said_and_nothing_else() -> None:
    apart = compared(coder("ann", "a=yes"), coder("bob", "", "a=yes"))
    shown = coders_rendered(apart, "text")
    assert "No place was coded by more than one coder, so there is nothing to compare." in shown
    assert "No verdict hangs on the coder: all 2 that lead are the same" in shown
    alike = coders_rendered(compared(coder("ann", "a=yes y=low"), coder("bob", "a=yes y=low"), theories=()), "text")
    assert "All shared places are coded alike." in alike
    assert "What hangs on the coder" not in alike
    half = coders_rendered(compared(coder("ann", "a=yes b=yes"), coder("bob", "a=no")), "text", 200)
    assert "Coded by one coder alone, and left out of the comparison: ann 1." in half
    assert "1 place of 1 is coded differently." in half
    assert "Coders agree in 0 % of what they both coded (0 of 1 pair of codings, at 1 place)." in half
    assert f"An alpha in brackets is over fewer than {FEW} places" in half and "least reliable" not in half


def test_contested_and_missing_codings_count_in_alpha_by_how_far_they_lie_apart() -> None:
    low, even, none = frozenset({"low"}), frozenset({"low", "high"}), frozenset[str]()
    # Two pairs agree, one lies 2/3 apart; six codings, three of each: 1 - 5 * (2 * 2/3) / (2 * 9 * 2/3).
    assert set_alpha([[low, low], [low, even], [even, even]]) == Fraction(4, 9)
    assert set_alpha([[none, none], [low, low]]) == 1
    assert set_alpha([[none, low], [none, low]]) == Fraction(-1, 2)
    assert set_alpha([[low, low], [low]]) is None


def test_over_enough_places_the_least_reliable_variable_is_named_by_its_label() -> None:
    periods = ["y=low"] * 5 + ["y=high"] * 5
    study = case(*periods)
    apart = compared(coder("ann", *periods), coder("bob", *["y=low"] * 4, *["y=high"] * 6), theories=(), of=study)
    text = coders_rendered(apart, "text", 200)
    assert "The least reliable variable is y (alpha 0.808)" in text and "brackets" not in text
    worse = compared(coder("ann", *periods), coder("bob", *["y=low"] * 10), theories=(), of=study)
    assert "Below 0.667, the customary floor even for tentative conclusions: y." in coders_rendered(worse, "text", 200)


def one(value: str, **more: object) -> Coding:
    return replace(Coding(tuple(value.split("|")) if value else ()), **more)  # type: ignore[arg-type]


COVER = Place("first", parse_term("cover"))


def together(*codings: Coding) -> Coding:
    return merged_codings(BLANK, [Sheet(f"c{n}", {COVER: coding}) for n, coding in enumerate(codings, 1)])[COVER]


def confidences(coding: Coding) -> dict[str, float]:
    return {value: float(amount) for value, amount in coding.confidence.items()}


def test_a_disagreement_is_contested_with_the_shares_of_the_coders() -> None:
    found = together(one("weak"), one("weak"), one("strong"))
    assert (found.values, confidences(found)) == (("weak", "strong"), {"weak": 0.6667, "strong": 0.3333})
    assert found.note == "c1: codes weak\nc2: codes weak\nc3: codes strong"
    assert found.coder == "c1, c2, c3"


def test_two_coders_who_differ_leave_the_values_even() -> None:
    assert confidences(together(one("weak"), one("strong"))) == {}


def test_a_contested_vote_is_split_by_its_confidence() -> None:
    split = one("weak|strong", confidence={"weak": Fraction(3, 4), "strong": Fraction(1, 4)})
    assert confidences(together(split, one("absent"))) == {"absent": 0.5, "weak": 0.375, "strong": 0.125}


def test_every_coder_counts_alike_with_a_share_with_a_plain_value_and_in_agreement() -> None:
    from checker.study.confidence import spread

    doubtful = one("weak", confidence=spread(Fraction(6, 10), ("weak",), BOOK.variables["cover"]))
    assert confidences(together(doubtful, one("strong"))) == {"absent": 0.1, "weak": 0.3, "strong": 0.6}
    assert confidences(together(doubtful, one("weak"))) == {"absent": 0.1, "weak": 0.8, "strong": 0.1}
    assert confidences(together(one("weak"), one("weak|strong"))) == {"weak": 0.75, "strong": 0.25}


def test_who_finds_a_place_missing_has_no_vote_but_is_heard() -> None:
    found = together(one(""), one("weak", note="In the archive."))
    assert (found.values, confidences(found), found.note) == (("weak",), {}, "c1: codes missing\nc2: In the archive.")
    assert together(one(""), one("")).values == ()


def test_doubts_of_coders_who_agree_are_averaged_and_stay_one_number() -> None:
    from checker.files.study.coding_table import confidence_text

    def sure(amount: str) -> Coding:
        from checker.study.confidence import spread

        return one("weak", confidence=spread(Fraction(amount), ("weak",), BOOK.variables["cover"]))

    assert confidence_text(together(sure("0.8"), sure("0.6")), BOOK.variables["cover"]) == "0.7"
    assert together(sure("0.8"), sure("0.8")).confidence == sure("0.8").confidence
    assert confidence_text(together(sure("0.8"), one("weak")), BOOK.variables["cover"]) == "0.9"


def test_evidence_is_joined_and_equal_notes_are_said_once() -> None:
    shared, own = Evidence("waltz1979", "p. 1"), Evidence("bohdan2014")
    found = together(one("weak", note="N", evidence=(shared,)), one("weak", note="N", evidence=(shared, own)))
    assert (found.evidence, found.note) == ((shared, own), "N")


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(sheets(), min_size=1, max_size=4))
def test_the_merged_case_can_be_written_and_holds_every_value_that_was_given(drawn: list[dict[Place, Coding]]) -> None:
    coders = [Sheet(f"c{number}", codings) for number, codings in enumerate(drawn)]
    for place, coding in merged_codings(BLANK, coders).items():
        variable = BOOK.variables[place.term.variable]
        given_values = {value for sheet in coders if place in sheet.codings for value in sheet.codings[place].values}
        assert set(coding.values) == given_values
        assert not coding.confidence or confidence_fault(dict(coding.confidence), coding.values, variable) is None
        assert all(10**30 % amount.denominator == 0 for amount in coding.confidence.values())


def test_sheets_bear_the_name_of_their_coder_or_else_of_their_table() -> None:
    place, other = COVER, Place("second", parse_term("cover"))
    named = named_sheets(
        [
            ("t", [Sheet("", {place: one("weak")}), Sheet("ann", {place: one("weak")})]),
            ("t", [Sheet("", {place: one("strong")}), Sheet("ann", {other: one("weak")})]),
        ]
    )
    assert [(sheet.coder, len(sheet.codings)) for sheet in named] == [("t", 1), ("ann", 2), ("t 2", 1)]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(studies())
def test_the_exported_clauses_are_satisfiable_exactly_where_the_outcome_is_predicted(
    study: tuple[Theory, Case],
) -> None:
    from pysat.solvers import Solver

    of, on = study
    trial = Trial(of, on)
    for t in range(1, on.last + 1):
        for explained in of.explains:
            question = trial.question(explained, t)
            finding = question.finding(question.coded()) if question.testable else None
            if finding is None or finding.prediction is None or finding.possible is None:
                continue
            for outcome in finding.possible:
                found = clauses_of(question, outcome)
                every = [*found.always, *(clause for group in found.groups for clause in group.clauses)]
                assert found.number == len(every)
                assert all(0 < abs(literal) <= found.top for clause in every for literal in clause)
                with Solver(name="minisat22", bootstrap_with=[list(clause) for clause in every]) as solver:
                    assert solver.solve() == (outcome in finding.prediction)


@pytest.mark.parametrize(
    ("words", "held"),
    [
        ("a", True),
        ("not a", False),
        ("b", None),
        ("a or b", True),
        ("a and b", None),
        ("c and b", False),
        ("if b then a", True),
        ("if a then b", None),
        ("a if and only if c", False),
        ("a if and only if b", None),
        ("y rises", True),
        ("y falls", False),
        ("w rises", None),
        ("y is at least mid", True),
        ("y is above mid", True),
        ("y is the same as w", None),
        ("previously a", True),
        ("previously y is low", True),
        ("once c", True),
        ("once b", None),
        ("at least 2 of (a; c; b)", None),
        ("at least 1 of (a; c; b)", True),
        ("at most 1 of (a; c; c)", True),
        ("at most 0 of (a; b)", False),
        ("every X in state, partner: f(X)", None),
        ("some X in state, partner: f(X)", True),
    ],
)
def test_a_rule_holds_or_not_or_is_open_by_the_codings_alone(words: str, held: bool | None) -> None:
    on = case("a=yes c=yes y=low w=mid", "a=yes c=no y=high w=low|mid f(state)=yes")
    assert truth(quantifier_free(rule(words).formula), on, 2) is held


def test_a_coders_codings_lie_over_those_of_the_case() -> None:
    over = with_codings(BASE, coder("ann", "a=no").codings)
    assert [over.coding(parse_term("a"), t).values for t in (1, 2)] == [("no",), ("yes",)]
