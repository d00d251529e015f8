"""Explanations as a reader meets them: small studies, worked out by hand, in sentences."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from checker.analysis.explain.explain import explain, refutes
from checker.logic.formula import Term
from checker.problems import InvalidStudy, LimitReached, Location
from checker.study.case import Coding, NamedReading
from checker.study.theory import Explained
from tests.report.explained import CHAIN, CONTRADICTED, LAW, doubtful, told
from tests.small_studies import BOOK, case, theory


def test_the_verdict_comes_first_with_its_chance_and_its_reason() -> None:
    text = told(LAW, doubtful(case("a=yes y=high"), a="yes:0.7"))
    assert text.startswith(
        "small on t1: contradicted, 70 % Y was high, but the theory's laws say that it is low. "
        "Other verdicts: silent 30 %."
    )
    assert told(LAW, case("a=yes y=low")).startswith(
        "small on t1: predicted, 100 % Y was low, and the theory's laws leave no other outcome."
    )
    assert told(LAW, case("a=no y=low")).startswith(
        "small on t1: silent, 100 % Y was low. The theory excludes nothing here, so nothing could speak against it."
    )


def test_right_in_direction_and_wrong_in_level_is_said() -> None:
    text = told(replace(LAW, explains=(Explained(Term("y"), True),)), case("a=yes y=mid", baseline="y=high"))
    assert (
        "Right in direction, wrong in level: y fell from high to mid, but the theory's laws say that it is low." in text
    )
    assert "Why y cannot fall to mid - By N1, since “a” is yes." in text


def test_what_tendencies_say_is_told_apart_from_laws() -> None:
    leaning = theory("N1 usually: if a then y is low", "N2: y is not mid")
    assert (
        "Y was low. That is what the theory expects: its laws say that it is low or high, its tendencies that it "
        "is low." in told(leaning, case("a=yes y=low"))
    )
    assert "Y was high. The theory's laws allow that, but its tendencies say that it is low." in told(
        leaning, case("a=yes y=high")
    )
    assert "Y was high, which the theory does not exclude; its laws say that it is low or high." in told(
        leaning, case("a=no y=high")
    )
    further = theory("N1: if a then y falls", "N2 usually: if a then y is low", explains="change of y")
    assert (
        "Y fell from high to mid, and the theory's laws leave no other outcome, though its tendencies speak for "
        "low." in told(further, case("a=yes y=mid", baseline="y=high"))
    )


def test_the_reading_names_what_it_settles_or_changes() -> None:
    seen = doubtful(case("a=yes|no b=yes c=no y=high"), a="yes:0.7 no:0.3", b="yes:0.2")
    text = told(theory("N1: if a and not b then y is low"), seen)
    assert "small on t1: contradicted, 56 %" in text
    assert "Explained in its most probable reading, with “a” yes; “b” no (coded yes)." in text
    assert "- “a”: yes (coded yes or no, 70 %) - “b”: no (coded yes, 80 %)" in text


def test_each_coding_that_changes_the_verdict_is_named_with_what_it_leads_to() -> None:
    text = told(LAW, doubtful(case("a=yes y=high"), a="yes:0.9", y="high:0.8"))
    assert (
        "What would change it in this reading, each by itself - “a” no (10 %): silent - what happened: y low "
        "(10 %): predicted" in text
    )
    alone = told(theory("N1: y is low"), doubtful(case("y=high"), y="high:0.8"))
    assert "- no condition by itself - what happened: y low (10 %): predicted" in alone
    assert "What would change the verdict" not in told(LAW, CONTRADICTED)


def test_past_three_codings_the_rest_is_counted() -> None:
    tested = theory("N1: if a and b and c and z and f(state) and f(partner) then y is low")
    codings = "a=yes b=yes c=yes z=yes f(state)=yes f(partner)=yes y=high"
    seen = case(codings)
    sure = {
        (term, 1): replace(seen.coding(term, 1), confidence={"yes": Fraction(9, 10)})
        for term in BOOK.terms()
        if seen.coding(term, 1).values == ("yes",)
    }
    text = told(tested, seen.recoded(sure))
    assert text.count("(10 %): silent") == 3
    assert "- and 3 more" in text
    assert told(tested, seen.recoded(sure), verbose=True).count("(10 %): silent") == 6


def test_laws_and_the_claim_to_name_all_causes_are_told_apart() -> None:
    tested = theory("N1: if a then y is high", "N2: if b then y is low", exhaustive=["y is high"])
    seen = doubtful(case("a=no b=no y=high"), b="no:0.7", a="no:0.8")
    text = told(tested, seen)
    assert 'rests on its claim to name all causes of "y is high"; its laws alone come to silent.' in text
    assert "It is refuted with 86 %; by its laws alone, without the claim to name all causes, with 30 %." in text
    never = told(theory("N1: if a then y is high", exhaustive=["y is high"]), case("a=no y=high"))
    assert "What refutes it is its claim to name all causes, never its laws alone." in never


def test_verdicts_within_five_points_are_named_as_almost_as_likely() -> None:
    text = told(LAW, doubtful(case("a=yes y=high"), a="yes:0.51"))
    assert "contradicted, 51 %" in text and "Almost as likely: silent 49 %." in text


def test_what_would_settle_an_open_cell_is_said() -> None:
    assert "With every coding as it stands the verdict is contradicted or silent; “a” would settle it." in told(
        LAW, case("y=high a=yes|no")
    )
    contested = told(theory("N1: y is low"), case("y=low|high"))
    assert (
        "the verdict is contradicted or predicted; none can be settled on while what happened is contested."
        in contested
    )


def test_where_missing_codings_decide_no_verdict_leads() -> None:
    text = told(LAW, case("y=high"))
    assert text.startswith("small on t1: open, 100 % Missing codings decide. As they stand, it excludes nothing.")
    assert "What has no effect here - N1: hangs on “a”, which is not coded" in text


def test_what_each_named_reading_leads_to_is_said() -> None:
    others = {
        "ours": NamedReading("ours", {(Term("a"), 1): Coding(("yes",))}, "Our own"),
        "theirs": NamedReading("theirs", {(Term("a"), 1): Coding(("no",))}),
    }
    seen = replace(case("a=yes|no y=high"), readings=others)
    assert "By reading: Our own: contradicted, theirs: silent." in told(LAW, seen)
    assert "By reading “Our own”: contradicted. By reading “theirs”: silent." in told(LAW, seen, None)


def test_the_steps_lead_from_codings_to_the_outcome_excluded() -> None:
    text = told(CHAIN, CONTRADICTED)
    assert (
        "Why y cannot be high 1. Since “a” is yes and “b” is yes, “e” is yes, by D1. 2. So y cannot be high, by N1"
        ", since “e” is yes. It rests on: - D1 (definition): if a and b then e - N1: if e then y is low - “a”: yes - "
        "“b”: yes" in text
    )


def test_one_step_needs_no_number_and_a_claim_is_told_in_words() -> None:
    assert "Why y cannot be high - By N1, since “a” is yes. It rests on:" in told(LAW, case("a=yes y=high"))
    tested = theory("N1: if a then y is high", "N2: if b then y is high", exhaustive=["y is high"])
    text = told(tested, case("a=no b=no y=high"))
    assert (
        '- Since “a” is no and “b” is no, none of the causes of "y is high" that the theory names can be at '
        "work, and it claims to name them all." in text
    )
    assert '- its claim to name all causes of "y is high": N1 and N2 name all that there are' in text


def test_no_term_is_narrowed_below_what_is_coded_of_it() -> None:
    tested = theory("I1 usually: if w rises then y rises", exhaustive=["y rises"], explains="change of y")
    text = told(tested, case("w=low y=high", baseline="w=high y=low"))
    assert "- Since y is low in baseline and “w” is high in baseline, none of the causes of a rise of y" in text
    assert "at most" not in text and "Suppose" not in text


def test_what_keeps_a_silent_theory_silent_is_said() -> None:
    tested = theory(
        "N1: if a and b then y is low",
        "D1 definition: e if and only if c",
        "N2: if e then y is high",
        "N3: a is necessary for y is high",
        "N4: if z then y is low",
        exhaustive=["y is high"],
    )
    text = told(tested, case("a=yes b=no c=no z=no y=low"))
    assert "Why it excludes nothing" not in text
    text = told(replace(tested, exhaustive=()), case("a=yes b=no c=no z=no y=low"))
    assert (
        "Why it excludes nothing - N1: its condition fails, since “b” is no - N2: its condition fails, since “c” "
        "is no (by D1) - N3: what it requires is there, since “a” is yes - N4: its condition fails, since “z” is no"
        in text
    )


def test_what_looks_back_too_far_is_named() -> None:
    tested = theory("T1: if previously y rises then y rises", explains="change of y")
    text = told(tested, case("y=low", baseline="y=low"))
    assert "- T1: cannot be read here, since nothing is coded so far back" in text


def test_what_has_no_effect_on_a_permitted_period_is_told_briefly() -> None:
    text = told(theory("N1: y is not mid", "N2: if a then y is low"), case("a=no y=high"))
    assert "Without effect here, since a condition fails: N2 (“a” is no)." in text


def test_laws_that_collide_and_conditions_denied_have_their_own_questions() -> None:
    collision = told(theory("N1: if a then y is low", "N2: if a then y is high"), case("a=yes y=mid"))
    assert "Why its laws collide" in collision
    assert "But N2 cannot hold as well, since “a” is yes and y is low." in collision
    assert "Why it is wrong about the conditions" in told(theory("N1: if a then b"), case("a=yes b=no y=mid"))


def test_tendencies_are_said_not_to_expect_and_may_collide() -> None:
    assert "Why y is not expected to be high" in told(theory("N1 usually: y is not high"), case("y=high"))
    collision = told(theory("N1 usually: y is low", "N2 usually: y is high"), case("y=high"))
    assert "Its tendencies collide. " in collision and "Why its tendencies collide" in collision


def test_a_scope_that_fails_or_is_assumed_is_among_the_reasons() -> None:
    fails = told(theory("N1: y is low", scope="a"), case("a=no y=high"))
    assert "Why it does not claim to hold here" in fails
    assert "- Its scope (a) fails, since “a” is no." in fails
    assumed = told(
        theory("N1: if e then y is low", "D1 definition: e if and only if a", "N2: not a", scope="a"),
        case("y=high"),
        verbose=True,
    )
    assert "the scope, which the codings leave open: a" in assumed


def test_cases_are_told_apart_where_nothing_follows_otherwise() -> None:
    tested = theory(
        "D1 definition: if e then b", "D2 definition: if e then not b", "N3: if not e then b", "N4: if not e then not b"
    )
    text = told(tested, case("y=high"))
    assert "1. Either “e” is no or “e” is yes; none of these can be:" in text or "Either “b”" in text


def test_a_definition_of_an_earlier_period_is_named_with_it() -> None:
    tested = theory("D1 definition: e if and only if a or previously e", "N1: if e then y is low")
    text = told(tested, case("a=yes", "a=no y=high", baseline="a=no"), "t2")
    assert "D1 (definition): e if and only if a or previously e (in t1 and t2)" in text
    assert "Since “a” is yes in t1, “e” is yes in t1, by D1 in t1." in text


def test_other_reasons_are_listed_on_request_and_a_cut_is_said() -> None:
    tested = theory("N1: if a then y is low", "N2: if b then y is low", "N3: if c then y is low")
    seen = case("a=yes b=yes c=yes y=high")
    assert (
        "The minimal sets of reasons fall into 3 groups that share nothing. All other minimal sets of reasons: "
        "- by N2, given “b”: yes - by N3, given “c”: yes" in told(tested, seen, cores_listed=True)
    )
    assert "The next minimal sets of reasons (cut at 2, there are more):" in told(tested, seen, cores=2, verbose=True)
    assert "There are other minimal sets, not shown (cut at 1)." in told(tested, seen, cores=1, verbose=True)
    assert "minimal sets" not in told(tested, seen)


def test_the_rules_and_the_places_are_shown_on_request() -> None:
    text = told(CHAIN, CONTRADICTED, logic=True)
    assert "rule: if a and b then e" in text
    assert "logic: (a ∧ b) → e" in text
    assert "logic:" not in told(CHAIN, CONTRADICTED)
    there = Location("here.yaml", 3, 1)
    placed = replace(LAW, propositions=tuple(replace(p, location=there) for p in LAW.propositions))
    assert "- N1: if a then y is low [here.yaml:3:1]" in told(placed, case("a=yes y=high"), paths=True)
    assert "here.yaml" not in told(placed, case("a=yes y=high"))


def test_terms_are_named_by_their_labels_with_the_id_once() -> None:
    book = replace(BOOK, variables={**BOOK.variables, "f": replace(BOOK.variables["f"], label="Fear of attack")})
    tested = replace(theory("N1: if f(state) then y is low"), codebook=book)
    seen = replace(case("f(state)=yes y=high"), codebook=book)
    (place,) = ((term, 1) for term in book.terms() if str(term) == "f(state)")
    sure = replace(seen.coding(*place), confidence={"yes": Fraction(9, 10)})
    text = told(tested, seen.recoded({place: sure}))
    assert "By N1, since “fear of attack (Belarus)” is yes." in text
    assert text.count("f(state)") == 2  # in the rule, and once to be typed
    assert "- “fear of attack (Belarus)” [f(state)] no (10 %): silent" in text


def test_an_accommodated_fit_is_said_to_be_so() -> None:
    built = replace(LAW, built_on=("small",))
    for period in ("t1", None):
        assert "small was built on this case: its fit is accommodation, not a test." in told(
            built, case("a=yes y=low"), period
        )


def test_the_logic_of_a_claim_to_completeness_names_each_cause() -> None:
    tested = theory("N1: if a then y is high", "N2: if b then y is high", exhaustive=["y is high"])
    text = told(tested, case("a=no b=no y=high"), logic=True)
    assert "rule: if y is high, then the condition of one of these holds" in text
    assert "- cause N1: a → y = high - cause N2: b → y = high" in text


def test_an_unknown_period_is_answered_with_the_nearest() -> None:
    with pytest.raises(InvalidStudy, match="did you mean `t1`"):
        explain(CHAIN, CONTRADICTED, "t11")


def test_a_refuted_theory_is_known_from_either_explanation() -> None:
    assert all(map(refutes, (*explain(CHAIN, CONTRADICTED, "t1"), *explain(CHAIN, CONTRADICTED))))
    assert not any(map(refutes, (*explain(CHAIN, case("a=no y=low"), "t1"), *explain(CHAIN, case("a=no y=low")))))
    even = case("a=yes|no y=high")
    assert not any(map(refutes, (*explain(LAW, even, "t1"), *explain(LAW, even))))


def test_a_term_that_no_definition_fixes_leaves_a_condition_open() -> None:
    assert "N1: hangs on what its definitions leave open" in told(theory("N1: if e then y is low"), case("y=high"))


def test_past_the_limit_on_chances_what_can_be_said_is_said_of_the_codings_as_they_stand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def tired(*_: object, **__: object) -> None:
        raise LimitReached("more than one node")

    monkeypatch.setattr("checker.analysis.verdicts.trial.Trial.diagram", tired)
    text = told(theory("N1: if a then y is low", "N2: if b then y is low"), case("a=yes|no b=no y=high"), verbose=True)
    assert text.startswith(
        "small on t1: open The verdict depends on codings that are contested or missing. With every "
        "coding as it stands the verdict is contradicted or silent."
    )
    assert "N1: hangs on “a”, which is contested" in text
    assert "A limit was reached: more than one node. The answer is not complete." in text
