"""Sentences, by situation; the studies are small enough to be read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checker.analysis.verdicts.judgement import VERDICTS, CaseResult
from checker.analysis.verdicts.overview import overview
from checker.analysis.verdicts.trial import Trial
from checker.report.render.wrapping import in_lines
from checker.report.words import verdicts as wording
from checker.study.case import Case
from checker.study.theory import Theory
from tests.small_studies import case, theory


def why(of: Case, th: Theory, period: int = 1) -> str:
    record = Trial(th, of).records()[0]
    return wording.why(of, record, record.judgements[period - 1])


def test_every_verdict_has_a_glyph_a_meaning_and_a_word_of_at_most_nine_letters() -> None:
    for verdict in VERDICTS:
        assert wording.GLYPHS[verdict] and wording.MEANINGS[verdict] and wording.IN_SHORT[verdict]
        assert len(wording.word(verdict)) <= 9


def test_a_contradiction_names_the_laws_the_codings_and_what_was_seen() -> None:
    sentence = why(case("a=yes y=high"), theory("P1: if a then y is low"))
    assert sentence == "It says that y is low by P1, given “a”: yes; observed: high."


def test_a_law_with_a_name_is_named_by_it() -> None:
    th = theory("P1: if a then y is low")
    named = replace(th, propositions=(replace(th.propositions[0], name="Fear"),))
    assert "by P1 (Fear), given" in why(case("a=yes y=high"), named)


def test_right_in_direction_and_wrong_in_level_is_said() -> None:
    th = theory("P1: if a then y is at most low", explains="change of y")
    sentence = why(case("a=yes y=mid", baseline="y=high"), th)
    assert sentence.startswith("It is right in direction, wrong in level: it leaves low, by P1")
    assert sentence.endswith("observed: mid.")


def test_the_claim_to_completeness_is_named_in_words() -> None:
    th = theory("P1: if a then y rises", explains="change of y", exhaustive=["y rises"])
    assert "by its claim to name all causes of a rise of y" in why(case("a=no y=high", baseline="y=mid"), th)


def test_laws_that_collide_are_named_together() -> None:
    sentence = why(case("a=yes b=yes y=high"), theory("P1: if a then y is low", "P2: if b then y is high"))
    assert sentence.startswith("It cannot hold as a whole by P1 and P2, given “a”: yes and “b”: yes")
    assert "clash among themselves" in sentence


def test_wrong_conditions_are_told_apart_from_a_wrong_outcome() -> None:
    sentence = why(case("a=yes b=no y=low"), theory("P1: if a then b", "P2: if b then y is low"))
    assert sentence == "It is wrong about the conditions by P1, given “a”: yes and “b”: no."


def test_an_expectation_that_fails_is_no_contradiction() -> None:
    sentence = why(case("a=yes y=high"), theory("P1 usually: if a then y is low"))
    assert sentence == "It expects otherwise (low) by P1, given “a”: yes; observed: high, which it does not rule out."


def test_a_tick_has_its_reason_too() -> None:
    assert (
        why(case("a=yes y=low"), theory("P1: if a then y is low"))
        == "It says that y is low by P1, given “a”: yes; observed: low."
    )
    assert (
        why(case("a=yes y=low"), theory("P1 usually: if a then y is low"))
        == "It expects low by P1, given “a”: yes; observed: low."
    )


def test_a_tendency_that_goes_further_than_the_law_is_said_under_predicted() -> None:
    th = theory("P1: y falls", "P2 usually: y is low", explains="change of y")
    assert why(case("y=mid", baseline="y=high"), th).endswith("observed: falls, though it usually is low.")


def test_where_missing_codings_decide_nothing_is_made_up() -> None:
    assert why(case("b=? c=no y=high"), theory("P1: if b then y is low", scope="b or c")) == "Missing codings decide."


def test_chances_stand_likeliest_first() -> None:
    of = case("a=yes|no y=high")
    judgement = Trial(theory("P1: if a then y is low"), of).records()[0].judgements[0]
    assert wording.chances_words(judgement) == "contradicted 50 %, silent 50 %"
    assert wording.others(judgement, 5) == ["silent"]
    assert wording.open_words(of, judgement) == "contradicted or silent; “a” would settle it"


def test_the_leading_reading_names_what_it_takes() -> None:
    of = case("a=yes|no y=high")
    judgement = Trial(theory("P1: if a then y is low"), of).records()[0].judgements[0]
    assert wording.reading_words(of, judgement) == "“a” as yes"


def test_long_names_are_broken_where_they_have_a_joint() -> None:
    assert in_lines("sanctions_on_venezuela", 14) == ["sanctions_on_", "venezuela"]
    assert in_lines("ideational-liberalism", 18) == ["ideational-", "liberalism"]
    assert in_lines("x" * 20, 14) == ["x" * 14, "x" * 6]


@pytest.mark.parametrize(("built", "told"), [((), ""), (("small",), "Small was built on this case")])
def test_a_theory_built_on_the_case_is_said_to_be(built: tuple[str, ...], told: str) -> None:
    of, th = case("a=yes y=low"), replace(theory("P1: if a then y is low"), built_on=built, title="small")
    trial = Trial(th, of)
    view = overview(CaseResult(of, trial.records()), [trial])
    assert ("Small was built on this case" in wording.caution(view)) == bool(told)
    assert ("accommodation, not a test" in wording.accommodated(th, of)) == bool(told)
