"""Explanations as a reader meets them: small studies, worked out by hand, in sentences."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given

from checker.analysis import falsifiers
from checker.analysis.explanation import explain_period
from checker.analysis.whole_case import explain_case
from checker.analysis.why import explain, refutes
from checker.engine import primes
from checker.problems import InvalidStudy
from checker.report.explain_formats import explain_rendered
from checker.report.phrases import values_words
from checker.report.prose import as_markdown, as_text, heading, item, paragraph, title
from checker.study.case import Case
from checker.study.theory import Theory
from tests.random_studies import Study
from tests.small_studies import BOOK, case, theory
from tests.strategies import studies


def told(tested: Theory, seen: Case, period: str | None = "t1", cores: int = 3, logic: bool = False) -> str:
    """The text, its lines joined, so that no assertion depends on the width."""
    return " ".join(explain_rendered(explain(tested, seen, period, cores), "text", logic).split())


CHAIN = theory("D1 definition: if a and b then e", "N1: if e then y is low")
CONTRADICTED = case("a=yes b=yes y=high")


def test_the_steps_lead_from_codings_to_the_outcome_excluded() -> None:
    text = told(CHAIN, CONTRADICTED)
    assert text.startswith("small on t1: contradicted")
    assert "1. Since a is yes and b is yes, e is yes, by D1. 2. Since e is yes, y is low, by N1. " \
        "3. So y cannot be high, since y is low." in text
    assert "No smaller set of reasons will do, and there is no other." in text


def test_what_would_have_to_give_is_told_in_lists_kept_apart() -> None:
    text = told(CHAIN, CONTRADICTED)
    assert "- code a (coded yes) otherwise; as no: then silent (cost 6,908)" in text
    assert "- give up N1: then silent; the theory then rules nothing out here (cost 10,000)" in text
    assert "- give up D1: then silent; the theory then rules nothing out here (cost 20,000)" in text
    assert "And what happened may have been misread: were y coded low, the verdict would be predicted." in text


def test_giving_up_one_law_shows_what_the_theory_still_rules_out() -> None:
    text = told(theory("N1: if a then y is low", "N2: y is not mid"), case("a=yes y=high"))
    assert "give up N1: then permitted; the theory then says that y is low or high here" in text


def test_both_kinds_of_repair_are_named_where_neither_will_do_alone() -> None:
    tested = theory("N1: if a then y is low", "N2: if b then y is low", "N3: c")
    text = told(tested, case("a=yes b=yes c=yes y=high"))
    assert "A bit of both:" in text
    assert "code a (coded yes) otherwise and give up N2; as no: then silent" in text


def test_several_recodings_are_told_with_their_values_together() -> None:
    text = told(theory("N1: if a or w is high then y is low"), case("a=yes w=high y=high"))
    assert "code a (coded yes) and w (coded high) otherwise; as (no, low) or (no, mid): then silent" in text


def test_where_no_recoding_helps_that_is_said() -> None:
    assert "Code something otherwise, and keep the theory: nothing of this kind would do." \
        in told(theory("N1: y is low"), case("y=high"))


def test_laws_that_collide_and_conditions_denied_have_their_own_questions() -> None:
    collision = told(theory("N1: if a then y is low", "N2: if a then y is high"), case("a=yes y=mid"))
    assert "Why its laws collide" in collision
    assert "But N2 cannot hold as well, since a is yes and y is low." in collision
    assert "Why it is wrong about the conditions" in told(theory("N1: if a then b"), case("a=yes b=no y=mid"))


def test_tendencies_are_said_not_to_expect_and_may_collide() -> None:
    assert "Why y is not expected to be high" in told(theory("N1 usually: y is not high"), case("y=high"))
    collision = told(theory("N1 usually: y is low", "N2 usually: y is high"), case("y=high"))
    assert "Why its tendencies collide" in collision


def test_a_scope_that_fails_or_is_assumed_is_among_the_reasons() -> None:
    fails = told(theory("N1: y is low", scope="a"), case("a=no y=high"))
    assert "Why it does not claim to hold here" in fails
    assert "So its scope fails, since a is no." in fails
    assumed = told(theory("N1: if a then y is low", scope="a"), case("y=high"))
    assert "the scope, which the codings leave open: a" in assumed
    assert "1. a is yes, by its scope." in assumed


def test_cases_are_told_apart_where_nothing_follows_otherwise() -> None:
    tested = theory("N1: if a then b", "N2: if a then not b", "N3: if not a then b", "N4: if not a then not b")
    text = told(tested, case("y=high"))
    assert "1. Either a is no or a is yes; none of these can be:" in text
    assert "- Say a is no: 1. Since a is no, b is yes, by N3. " \
        "2. But N4 cannot hold as well, since a is no and b is yes." in text


def test_an_outcome_supposed_narrows_the_conditions() -> None:
    text = told(theory("N1: if a then y is low", "N2: if not a then y is low"), case("y=high"))
    assert "1. Suppose that y is high. 2. Since y is high, a is no, by N1. " \
        "3. But N2 cannot hold as well, since y is high and a is no; so y cannot be high." in text
    text = told(theory("N1: if a then not y rises", "N2: if not a then not y rises", explains="change of y"),
                case("y=mid", baseline="y=low"))
    assert "1. Suppose that y rises: then a is no, by N1. 2. So y cannot rise, by N2, since a is no." in text


def test_an_outcome_is_supposed_where_a_rule_speaks_only_of_it() -> None:
    text = told(theory("N1: if y rises then b", "N2: if b then a", explains="change of y"),
                case("a=no y=high", baseline="y=low"))
    assert "So y cannot rise, by N1, since b is no." in text


def test_a_definition_of_an_earlier_period_is_named_with_it() -> None:
    tested = theory("D1 definition: e if and only if a or previously e", "N1: if e then y is low")
    text = told(tested, case("a=yes", "a=no y=high", baseline="a=no"), "t2")
    assert "D1 (definition): e if and only if a or previously e (in t1 and t2)" in text
    assert "Since a is yes in t1, e is yes in t1, by D1 in t1." in text


def test_other_reasons_are_listed_and_a_cut_is_said() -> None:
    tested = theory("N1: if a then y is low", "N2: if b then y is low", "N3: if c then y is low")
    seen = case("a=yes b=yes c=yes y=high")
    assert "The minimal sets of reasons fall into 3 groups that share nothing. All other minimal sets of reasons: " \
        "- by N2, given b yes - by N3, given c yes" in told(tested, seen)
    assert "The next minimal sets of reasons (cut at 2, there are more):" in told(tested, seen, cores=2)
    assert "There are other minimal sets, not shown (cut at 1)." in told(tested, seen, cores=1)


def test_exhaustive_statements_name_the_propositions_whose_causes_they_close() -> None:
    tested = theory("N1: if a then y is high", "N2: if b then y is mid", exhaustive=["y is high"])
    text = told(tested, case("a=no y=high"))
    assert "exhaustive: y is high: the causes that N1 and N2 name are all there are" in text
    assert "by its claim to name all causes of \"y is high\"" in text


def test_the_rules_are_shown_on_request() -> None:
    text = told(CHAIN, CONTRADICTED, logic=True)
    assert "rule: if a and b then e" in text
    assert "logic: (a ∧ b) → e" in text
    assert "logic:" not in told(CHAIN, CONTRADICTED)


def test_what_the_theory_forbids_is_told_in_words() -> None:
    text = told(theory("N1: if a and w is at least mid then y is low"), case("a=yes y=low"))
    assert "What the theory forbids here - y is at least mid while a is yes and w is at least mid" in text
    assert "Nothing: no observation that the codings leave open would refute it" \
        in told(theory("N1: if a then y is low"), case("a=no y=low"))
    assert "- that a is yes and b is no, whatever the outcome" in told(theory("N1: if a then b"), case("a=yes y=low"))


def test_where_there_are_too_many_the_shortest_falsifiers_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(primes, "MAX_CUBES", 0)
    monkeypatch.setattr(falsifiers, "SHORTEST", 1)
    tested = theory("N1: if a and b then y is low", "N2: if c then y is low")
    assert "here - y is at least mid while c is yes - and more: there are too many potential falsifiers to list all " \
        "of them" in told(tested, case("y=low"))


def test_falsifiers_that_others_cover_outcome_by_outcome_are_not_told_again() -> None:
    tested = theory("N1: if a then y is not high", "N2: if b then y is not mid")
    found = explain_period(tested, case("y=low"), tested.explains[0], 1).falsifiers
    assert found is not None
    assert [one.outcomes for one in found.found] == [("high",), ("mid",), ("mid", "high")]
    assert [one.outcomes for one in falsifiers.informative(found.found)] == [("high",), ("mid",)]


def test_the_whole_case_is_answered_with_what_each_proposition_did() -> None:
    text = told(CHAIN, case("a=yes b=yes y=high", "a=no b=yes y=low"), None)
    assert text.startswith("small on all of small Its laws and definitions do not hold together")
    assert "Where they collide Minimal sets of reasons, smallest first; these are all:" in text
    assert "code a in t1 no (coded yes); the verdicts are then silent and silent (cost 6,908)" in text
    assert "Code the outcome otherwise: - code y in t1 low (coded high); the verdicts are then predicted and silent" \
        in text
    assert "- N1: bites in 1 of 2 periods (t1), blamed in t1" in text
    agreed = told(theory("N1: if a then y is low", "N2: if a rises then y is low"), case("a=no y=low"), None)
    assert "Its laws and definitions hold together with the codings of all periods." in agreed
    assert "- N1: bites in no period, vacuous" in agreed
    assert "- N2: has no instance in any period" in agreed


def test_independent_reasons_of_a_whole_case_are_grouped() -> None:
    text = told(theory("N1: if a then y is low", "N2: if b then y is low"), case("a=yes y=high", "b=yes y=high"), None)
    assert "1. these share nothing with the others: - by N1 in t1, given a yes in t1 and y high in t1" in text


def test_periods_out_of_scope_are_left_out_of_the_whole_case() -> None:
    assert "Out of its scope, and left out: t1." \
        in told(theory("N1: y is low", scope="a"), case("a=no y=high", "a=yes y=low"), None)
    untouched = told(theory("N1: y is low", scope="a"), case("a=no y=high"), None)
    assert "No period lies in its scope: the case does not test the theory." in untouched
    assert "What each proposition did" not in untouched


def test_an_open_verdict_and_an_accommodated_fit_are_said_to_be_so() -> None:
    text = told(theory("N1: if a then y is low"), case("y=high a=yes|no"))
    assert "is open, since codings are missing or contested: contradicted or silent; a would settle it." in text
    built = replace(theory("N1: if a then y is low"), built_on=("small",))
    for period in ("t1", None):
        assert "small was built on this case: its fit is accommodation, not a test." \
            in told(built, case("a=yes y=low"), period)


def test_what_is_given_is_said_once() -> None:
    assert told(CHAIN, CONTRADICTED).count("iven these codings") == 1


def test_the_logic_of_a_claim_to_completeness_names_each_cause() -> None:
    tested = theory("N1: if a then y is high", "N2: if b then y is mid", exhaustive=["y is high"])
    text = told(tested, case("a=no y=high"), logic=True)
    assert "rule: if y is high, then the condition of one of these holds" in text
    assert "- cause N1: a → y = high - cause N2: b → y = mid" in text


def test_an_unknown_period_is_answered_with_the_nearest() -> None:
    with pytest.raises(InvalidStudy, match="did you mean `t1`"):
        explain(CHAIN, CONTRADICTED, "t11")


def test_a_refuted_theory_is_known_from_either_explanation() -> None:
    assert all(map(refutes, (*explain(CHAIN, CONTRADICTED, "t1"), *explain(CHAIN, CONTRADICTED))))
    assert not any(map(refutes, (*explain(CHAIN, case("a=no y=low"), "t1"), *explain(CHAIN, case("a=no y=low")))))


@given(studies())
def test_every_explanation_can_be_told_in_every_format(study: Study) -> None:
    tested, seen = study
    found = [e for period in (None, *(p.id for p in seen.periods)) for e in explain(tested, seen, period)]
    for form in ("text", "markdown", "json"):
        assert explain_rendered(found, form, logic=True)
    document = json.loads(explain_rendered(found, "json"))
    assert (document["format"], document["version"]) == ("checker/explain", 1)
    assert len(document["explanations"]) == len(found)


def paths(value: object, at: str = "") -> Iterator[str]:
    """Every key of a document by its path, list places left out."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield f"{at}.{key}".lstrip(".")
            yield from paths(inner, f"{at}.{key}".lstrip("."))
    if isinstance(value, list):
        for inner in value:
            yield from paths(inner, at)


def test_json_shows_cores_steps_repairs_and_falsifiers() -> None:
    found = explain_rendered(explain(CHAIN, CONTRADICTED, "t1"), "json")
    shown = json.loads(found)["explanations"][0]
    assert shown["verdict"] == "contradicted"
    assert [step["gives"] for step in shown["exclusions"][0]["steps"]] == [
        {"term": "e", "period": "t1", "values": ["yes"]}, {"term": "y", "period": "t1", "values": ["low"]}, None]
    assert shown["repairs"]["give_up"]["repairs"][0]["give_up"] == ["N1"]
    assert shown["falsifiers"]["forbidden"] == [{
        "conditions": [{"term": t, "period": "t1", "values": ["yes"]} for t in "ab"], "outcomes": ["mid", "high"],
        "fulfilled": True}]
    assert {"exclusions.cores", "exclusions.groups", "repairs.recode.repairs.ways.verdict"} <= set(paths(shown))


def test_an_unknown_format_is_a_fault_of_the_program() -> None:
    with pytest.raises(ValueError, match="not a format"):
        explain_rendered((explain_case(CHAIN, CONTRADICTED, CHAIN.explains[0]),), "csv")


@pytest.mark.parametrize(("values", "words"), [
    (("low",), "low"), (("low", "mid"), "at most mid"), (("mid", "high"), "at least mid"),
    (("low", "high"), "low or high"), (("low", "mid", "high"), "low, mid or high"),
])
def test_sets_of_values_are_read_in_their_order(values: tuple[str, ...], words: str) -> None:
    term = next(t for t in BOOK.terms() if str(t) == "y")
    assert values_words(BOOK, term, values) == words


def test_text_and_markdown_nest_items() -> None:
    blocks = [title("T"), heading("H"), paragraph("a *b*"), item("one", 0, "1."), item("two", 1), item("", 1)]
    assert as_text(blocks) == "T\n\nH\n\na *b*\n 1. one\n    - two\n    -\n"
    assert as_text(blocks, colour=True).startswith("\x1b[1mT\x1b[0m\n")
    assert as_markdown(blocks) == "# T\n\n## H\n\na \\*b\\*\n\n1. one\n    - two\n    - \n"
