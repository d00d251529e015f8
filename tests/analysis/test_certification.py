"""Certificates of random studies: they certify what is judged, and a wrong witness is refused."""

import sys
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.analysis.proof.certification import Certificates, certify, certify_result
from checker.analysis.proof.witness_check import ClaimedWitness, check_witness
from checker.analysis.verdicts.judgement import CaseResult, Leading
from checker.analysis.verdicts.trial import Trial
from checker.engine.certificate import CertificateRefused, check_refutation
from checker.engine.witness import Evaluator, term_periods_read
from checker.logic.formula import Change, Compare, Formula, Implies, Is, Previously, Term
from checker.study.case import Case, Coding, Period
from checker.study.codebook import Codebook, Variable
from checker.study.theory import Explained, Proposition, Rule, Theory
from tests.in_reading import read_case
from tests.oracle.formulas import holds, named, readable, written_out
from tests.random_studies import Study
from tests.small_studies import case, theory
from tests.strategies import cases, codebooks, formulas, studies
from tests.truth_table import Table


@given(studies())
def test_every_level_is_certified_as_it_is_judged_in_the_leading_reading(study: Study) -> None:
    theory, case = study
    for record, certificates in zip(Trial(theory, case).records(), certify(theory, case), strict=True):
        for judgement, shown in zip(record.judgements, certificates.periods, strict=True):
            assert judgement.leading is not None and judgement.read is not None
            assert (shown.verdict, shown.reading) == (judgement.leading.verdict, judgement.leading.reading)
            assert shown.as_coded is (shown.verdict == "open")
            table = Table(theory, read_case(case, judgement), record.explains, judgement.period)
            found = table.answer(table.codings)
            allowed = {(w.subject, w.level) for w in shown.witnesses}
            excluded = {(e.subject, e.level) for e in shown.exclusions}
            levels, expected = found.levels, found.expected_levels
            assert {v for s, v in allowed if s == "law"} == set(levels or ())
            assert {v for s, v in allowed if s == "tendency"} == set(expected or ())
            asked = () if levels is None else table.levels
            assert {v for s, v in excluded if s == "law"} == set(asked) - set(levels or ())
            assert {v for s, v in excluded if s == "tendency"} == (
                set() if expected is None else set(levels or ()) - set(expected)
            )
            assert (("conditions", None) in excluded) is (found.verdict == "denies conditions")
            assert (("conditions", None) in allowed) is (found.verdict == "incoherent")
            for exclusion in shown.exclusions:
                check_refutation(exclusion.refutation)


@given(studies())
def test_what_a_case_is_judged_to_be_is_what_is_certified(study: Study) -> None:
    theory, case = study
    assert all(each.is_complete for each in certify_result(CaseResult(case, Trial(theory, case).records())))


@given(studies(), st.sampled_from([frozenset({"P1"}), frozenset({"P2"})]))
def test_what_is_given_up_is_neither_used_nor_asked_for(study: Study, without: frozenset[str]) -> None:
    theory, case = study
    for certificates in certify(theory, case, without=without):
        for period in certificates.periods:
            assert not any(label in without for w in period.witnesses for label, _ in w.used)
            assert not any(r.label in without for e in period.exclusions for r in e.reasons)


@given(st.data())
def test_rules_are_read_over_a_world_as_the_oracle_reads_them(data: st.DataObject) -> None:
    codebook = data.draw(codebooks())
    formula = data.draw(formulas(codebook))
    case = data.draw(cases(codebook))
    plain = written_out(formula)
    if not readable(plain, case.last, case.first):
        return
    pairs = sorted(named(plain, case.last, case.first), key=str)
    assert term_periods_read(formula, case.last, case.first) == set(pairs)
    world = {pair: data.draw(st.sampled_from(codebook.values(pair[0]))) for pair in pairs}
    expected = holds(plain, case.last, case.first, world, codebook)
    assert Evaluator(codebook, case.first, world).holds(formula, case.last) == expected


TRADE, TRUST, PRESSURE = Term("trade"), Term("trust"), Term("pressure")
CODEBOOK = Codebook(
    "c",
    {},
    {
        "trade": Variable("trade", ("low", "mid", "high")),
        "pressure": Variable("pressure"),
        "trust": Variable("trust", theoretical=True),
    },
)
TRUSTED: Formula = Is(TRUST, ("yes",))
THEORY = Theory(
    "t",
    CODEBOOK,
    (Explained(TRADE, change=True),),
    (
        Proposition("D", Rule("D", Implies(Previously(TRUSTED), TRUSTED)), role="definition"),
        Proposition("N", Rule("N", Implies(Is(PRESSURE, ("yes",)), Compare(TRADE, "at most", "mid")))),
        Proposition("M", Rule("M", Implies(TRUSTED, Change(TRADE, "rises")))),
    ),
    scope=Rule("s", Is(PRESSURE, ("yes",))),
)
CASE = Case(
    "k",
    CODEBOOK,
    {},
    (Period("p", codings={TRADE: Coding(("mid",))}),),
    baseline=Period("baseline", codings={TRADE: Coding(("low",))}),
)
WORLD = {(TRADE, 0): "low", (TRADE, 1): "mid", (TRUST, 0): "no", (TRUST, 1): "yes", (PRESSURE, 1): "yes"}
CLAIM = ClaimedWitness(
    THEORY, CASE, THEORY.explains[0], 1, "mid", WORLD, (("D", 1), ("N", 1), ("M", 1)), (), "strict", True
)


def test_a_right_witness_is_accepted() -> None:
    check_witness(CLAIM)


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        (replace(CLAIM, world={**WORLD, (TRADE, 0): "mid", (TRADE, 1): "high"}), "trade at 0 as mid, coded low"),
        (replace(CLAIM, level="high", world={**WORLD, (TRADE, 1): "high"}), "N does not hold"),
        (replace(CLAIM, world={**WORLD, (TRADE, 1): "huge"}), "no value of it"),
        (replace(CLAIM, level="low"), "the level is mid, not low"),
        (replace(CLAIM, among="conditions"), "not those of the witness"),
        (replace(CLAIM, world={**WORLD, (TRUST, 0): "yes", (TRUST, 1): "no"}), "D does not hold"),
        (replace(CLAIM, world={**WORLD, (PRESSURE, 1): "no"}), "scope"),
        (replace(CLAIM, used=(("D", 1), ("N", 1))), "not those of the witness"),
        (replace(CLAIM, used=(*CLAIM.used, ("D", 0))), "not those of the witness"),
        (replace(CLAIM, world={k: v for k, v in WORLD.items() if k != (TRUST, 1)}), "no value to trust at 1"),
    ],
)
def test_a_wrong_witness_is_refused_with_the_reason(claim: ClaimedWitness, message: str) -> None:
    with pytest.raises(CertificateRefused, match=message):
        check_witness(claim)


def test_a_judgement_that_is_not_the_certified_one_is_refused() -> None:
    trial = Trial(THEORY, CASE)
    result = CaseResult(CASE, trial.records([1]))
    assert certify_result(result)[0].counts == (2, 1)
    record = result.records[0]
    judged = record.judgements[0]
    assert judged.read is not None and judged.leading is not None
    for wrong in (
        replace(judged, read=replace(judged.read, levels=("low",))),
        replace(judged, leading=replace(judged.leading, verdict="silent")),
    ):
        with pytest.raises(CertificateRefused, match="is certified"):
            certify_result(CaseResult(CASE, (replace(record, judgements=(wrong,)),)))


def test_a_verdict_that_does_not_follow_from_the_levels_certified_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    tested, seen = theory("N1: if a then y is low"), case("a=yes y=high")
    monkeypatch.setattr("checker.analysis.verdicts.question.Question.verdict_in", lambda *_: "permitted")
    monkeypatch.setattr("checker.analysis.verdicts.cell.Cell.leading", Leading("contradicted", Fraction(1), ()))
    with pytest.raises(CertificateRefused, match="permitted follows from the levels certified"):
        certify(tested, seen)


def test_what_is_not_coded_may_have_any_value_in_a_witness() -> None:
    tested, seen = theory("N1: if a then y is low", "N2: if not a then y is low"), case("b=yes y=high")
    shown = certify(tested, seen)[0].periods[0]
    assert (shown.verdict, shown.as_coded, shown.levels) == ("contradicted", False, ("low",))
    assert {v.value for w in shown.witnesses for v in w.world if str(v.term) == "a"} <= {"no", "yes"}
    open_ = certify(theory("N1: if a then y is low"), seen)[0].periods[0]
    assert (open_.verdict, open_.as_coded, open_.levels) == ("open", True, ("low", "mid", "high"))


def test_where_laws_collide_a_witness_shows_that_they_are_right_about_the_conditions() -> None:
    tested, seen = theory("N1: if a then y is low", "N2: if a then y is high", "N3: a or b"), case("a=yes y=mid")
    shown = certify(tested, seen)[0].periods[0]
    assert shown.verdict == "incoherent"
    assert [(w.subject, w.level, w.used) for w in shown.witnesses] == [("conditions", None, (("N3", "t1"),))]
    assert [(e.subject, e.level) for e in shown.exclusions] == [("law", "low"), ("law", "mid"), ("law", "high")]


def test_without_dratify_the_other_checks_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dratify", None)
    assert certified().outside_checker == ""


def certified() -> Certificates:
    return certify(THEORY, CASE)[0]


def test_a_witness_leaves_out_what_only_another_explained_term_looks_back_on() -> None:
    two = theory("P1: if a then y is low", explains=["change of y", "z"])
    of = case("a=no y=low z=no", "a=no y=low z=no")
    worlds = [
        {(str(v.term), v.period_id) for v in witness.world}
        for each in certify(two, of)
        if str(each.explained) == "z"
        for period in each.periods
        for witness in period.witnesses
    ]
    assert worlds and all(("y", "t1") not in world for world in worlds if ("z", "t2") in world)
