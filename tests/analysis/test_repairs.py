"""Repairs of random studies against the truth table, in the leading reading: they restore, and no part of them does."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given

import checker.analysis.explain.repairs
from checker.analysis.explain.period import PeriodExplanation, explain_period
from checker.analysis.explain.repairs import (
    AUXILIARY,
    CORE,
    DEFINITION,
    TENDENCY,
    Repair,
    coding_cost,
    proposition_cost,
    repairs,
)
from checker.analysis.verdicts.judgement import REFUTED
from checker.analysis.verdicts.question import Question
from checker.analysis.verdicts.trial import Trial
from checker.logic.formula import Is, Term
from checker.study.case import Case, Coding
from checker.study.codebook import Codebook, Variable
from checker.study.theory import Explained, Proposition, Rule, Statement, Theory
from tests.in_reading import read_case
from tests.random_studies import Study
from tests.small_studies import case, theory
from tests.strategies import studies
from tests.truth_table import Answer, Table

Changes = Mapping[tuple[Term, int], str]


def refuted(study: Study, cores: int = 1) -> Iterator[PeriodExplanation]:
    tested, seen = study
    for explained in tested.explains:
        for period in range(1, seen.last + 1):
            explanation = explain_period(Trial(tested, seen), explained, period, cores=cores)
            if explanation.judgement.likeliest in REFUTED:
                yield explanation


def answered(explanation: PeriodExplanation, changes: Changes, without: frozenset[str]) -> Answer:
    """What the truth table says after recodings of the reading, with propositions given up."""
    read = read_case(explanation.case, explanation.judgement)
    other: Case = read.recoded({place: Coding((value,)) for place, value in changes.items()})
    table = Table(explanation.theory, other, explanation.explained, explanation.judgement.period, without)
    return table.answer(table.codings)


def stands(found: Answer) -> bool:
    """Whether the theory is not refuted: in no completion, or where several verdicts stay open not in all of them."""
    left = set(found.readings)
    return not left <= REFUTED and (len(left) == 1 or not left <= {*REFUTED, "out of scope"})


def restores(explanation: PeriodExplanation, places: frozenset[tuple[Term, int]], without: frozenset[str]) -> bool:
    """Whether some values for some of these places bring back a verdict that is none of the three."""
    values = [(None, *explanation.theory.codebook.values(term)) for term, _ in places]
    for row in product(*values):
        changes = {place: value for place, value in zip(places, row, strict=True) if value is not None}
        if stands(answered(explanation, changes, without)):
            return True
    return False


def parts(repair: Repair) -> tuple[frozenset[tuple[Term, int]], frozenset[str]]:
    return frozenset((r.term, r.period) for r in repair.recodings), frozenset(repair.given_up)


@given(studies())
def test_a_repair_restores_and_leads_where_it_says(study: Study) -> None:
    for explanation in refuted(study):
        assert explanation.repairs is not None
        lists = explanation.repairs
        for found in (lists.recode, lists.give_up, lists.either):
            for repair in found.repairs:
                assert repair.ways
                for way in repair.ways:
                    changes = {(r.term, r.period): v for r, v in zip(repair.recodings, way.values, strict=True)}
                    found_then = answered(explanation, changes, frozenset(repair.given_up))
                    assert found_then.verdict == way.verdict
                    assert stands(found_then)
        assert all(not repair.given_up for repair in lists.recode.repairs)
        assert all(not repair.recodings for repair in lists.give_up.repairs)


@given(studies(worlds=100))
def test_no_part_of_a_repair_restores(study: Study) -> None:
    for explanation in refuted(study):
        assert explanation.repairs is not None
        for found in (explanation.repairs.recode, explanation.repairs.give_up, explanation.repairs.either):
            for repair in found.repairs:
                places, labels = parts(repair)
                for place in places:
                    assert not restores(explanation, places - {place}, labels)
                for label in labels:
                    assert not restores(explanation, places, labels - {label})


@given(studies(worlds=100))
def test_every_minimal_repair_is_listed_cheapest_first(study: Study) -> None:
    for explanation in refuted(study):
        tested, seen, period = explanation.theory, explanation.case, explanation.judgement.period
        question = Trial(tested, seen).in_reading(explanation.explained, period)
        table = Table(tested, read_case(seen, explanation.judgement), explanation.explained, period, ())
        coded = [pair for pair in table.matters if pair not in table.now and pair in table.codings]
        laws = list(dict.fromkeys(i.label for i in table.used if i.strict))
        if len(coded) > 6:
            continue
        found = repairs(question, seen, limit=200)
        expected: list[frozenset[tuple[Term, int]]] = []
        for size in range(len(coded) + 1):
            for chosen in map(frozenset, combinations(coded, size)):
                if not any(known <= chosen for known in expected) and restores(explanation, chosen, frozenset()):
                    expected.append(chosen)
        assert {parts(repair)[0] for repair in found.recode.repairs} == set(expected)
        given_up: list[frozenset[str]] = []
        for size in range(len(laws) + 1):
            for labels in map(frozenset, combinations(laws, size)):
                if not any(known <= labels for known in given_up) and restores(explanation, frozenset(), labels):
                    given_up.append(labels)
        assert {parts(repair)[1] for repair in found.give_up.repairs} == set(given_up)
        for kind in (found.recode, found.give_up, found.either):
            assert kind.complete
            assert [r.cost for r in kind.repairs] == sorted(r.cost for r in kind.repairs)
        assert {parts(r) for r in (*found.recode.repairs, *found.give_up.repairs)} <= {
            parts(r) for r in found.either.repairs
        }


@given(studies())
def test_every_repair_meets_every_core_of_a_contradiction(study: Study) -> None:
    for explanation in refuted(study, cores=40):
        lists = explanation.repairs
        assert lists is not None
        for core in explanation.exclusions[0].cores.cores:
            labels = {r.label for r in core.reasons if r.kind == "proposition"}
            codings = {(r.label, r.period) for r in core.reasons if r.kind == "coding"}
            for found in (lists.recode, lists.give_up, lists.either):
                for repair in found.repairs:
                    if any(way.verdict == "out of scope" for way in repair.ways):
                        continue
                    touched = {(str(r.term), r.period) for r in repair.recodings}
                    assert touched & codings or set(repair.given_up) & labels


@given(studies())
def test_recoding_the_outcome_is_listed_apart_and_restores(study: Study) -> None:
    for explanation in refuted(study):
        assert explanation.repairs is not None
        here = (explanation.explained.term, explanation.judgement.period)
        coded = read_case(explanation.case, explanation.judgement).coding(*here)
        for value in explanation.theory.codebook.values(here[0]):
            way = next((w for w in explanation.repairs.outcome if w.values == (value,)), None)
            found = answered(explanation, {here: value}, frozenset())
            if coded.is_missing or coded.values == (value,) or not stands(found):
                assert way is None
            else:
                assert way is not None
                assert way.verdict == found.verdict


def test_past_the_limit_on_ways_one_that_restores_is_still_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    tested, seen = theory("N1: if w is at least mid or a then y is low"), case("w=high a=yes y=high")
    monkeypatch.setattr(checker.analysis.explain.repairs, "MAX_WAYS", 1)
    found = repairs(Question(Trial(tested, seen), tested.explains[0], 1), seen).recode.repairs
    assert [(repair.all_ways, [way.values for way in repair.ways]) for repair in found] == [(False, [("no", "low")])]
    assert found[0].ways[0].verdict == "silent"


def test_a_recoding_may_put_the_period_out_of_scope() -> None:
    tested, seen = theory("N1: y is low", scope="a and b"), case("a=yes b=yes y=high")
    found = repairs(Question(Trial(tested, seen), tested.explains[0], 1), seen).recode.repairs
    assert [[str(r.term) for r in repair.recodings] for repair in found] == [["a"], ["b"]]
    assert {way.verdict for repair in found for way in repair.ways} == {"out of scope"}


@pytest.mark.parametrize(
    ("confidence", "cost"),
    [
        (None, 6908),
        ("1", 6908),
        ("0.999", 6908),
        ("0.9991", 6908),
        ("0.998", 6215),
        ("0.9", 2303),
        ("0.8", 1609),
        ("0.5", 693),
        ("0.001", 1),
        ("0", 0),
    ],
)
def test_the_cost_of_a_coding_grows_with_its_confidence(confidence: str | None, cost: int) -> None:
    stated = {} if confidence is None else {"low": Fraction(Decimal(confidence))}
    assert coding_cost(Coding(("low",), stated), ("low", "high")) == cost


def test_the_confidence_of_a_contested_coding_is_that_of_its_values_together() -> None:
    both = Coding(("low", "high"), {"low": Fraction(1, 2), "high": Fraction(3, 10), "none": Fraction(1, 5)})
    assert coding_cost(both, ("none", "low", "high")) == 1609


def test_a_contested_coding_costs_what_the_value_read_is_worth() -> None:
    tested, seen = theory("N1: if a then y is low"), case("a=yes|no y=high")
    doubtful = seen.recoded({(Term("a"), 1): Coding(("yes", "no"), {"yes": Fraction(7, 10), "no": Fraction(3, 10)})})
    found = explain_period(Trial(tested, doubtful), tested.explains[0], 1)
    assert found.repairs is not None
    assert [(r.recodings[0].read, r.cost) for r in found.repairs.recode.repairs] == [(("yes",), 1204)]
    assert coding_cost(Coding(("yes", "no")), ("no", "yes"), ("no",)) == 693


def test_what_a_proposition_costs_follows_from_its_role() -> None:
    codebook = Codebook("c", {}, {"trade": Variable("trade")})
    trade = Rule("trade", Is(Term("trade"), ("yes",)))
    tested = Theory(
        "t",
        codebook,
        (Explained(Term("trade")),),
        (
            Proposition("A", trade),
            Proposition("B", trade, role="auxiliary"),
            Proposition("C", trade, role="definition"),
            Proposition("D", trade, role="definition", strict=False),
        ),
        exhaustive=(Statement(trade),),
    )
    costs = [proposition_cost(tested, label) for label in ("A", "B", "C", "D", "exhaustive: trade")]
    assert costs == [CORE, AUXILIARY, DEFINITION, TENDENCY, AUXILIARY]
