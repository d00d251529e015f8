"""What --verbose adds to an explanation, the whole case, and every format: small studies worked out by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given

from checker.analysis.explain import falsifiers
from checker.analysis.explain.explain import explain
from checker.analysis.explain.period import explain_period
from checker.analysis.explain.whole_case import explain_case
from checker.analysis.verdicts.trial import Trial
from checker.engine import primes
from checker.report.explain.formats import explain_rendered
from checker.report.explain.head import Detail
from checker.report.render.document import heading, item, paragraph, shown_as, title
from checker.report.words.phrases import values_words
from tests.random_studies import Study
from tests.report.explained import CHAIN, CONTRADICTED, LAW, doubtful, told
from tests.small_studies import BOOK, case, theory
from tests.strategies import studies


def test_what_would_have_to_give_is_told_in_lists_kept_apart() -> None:
    text = told(CHAIN, CONTRADICTED, verbose=True)
    assert "- code “a” (yes) as no: then silent (cost 6,908)" in text
    assert "- give up N1: then silent (cost 10,000)" in text
    assert "- give up D1: then silent (cost 20,000)" in text
    assert "And what happened may have been misread: were y low, the verdict would be predicted." in text
    assert "cost" not in told(CHAIN, CONTRADICTED)


def test_repairs_are_those_of_the_reading() -> None:
    seen = doubtful(case("a=yes|no y=high"), a="yes:0.7 no:0.3")
    assert "- code “a” (yes) as no: then silent (cost 1,204)" in told(LAW, seen, verbose=True)


def test_both_kinds_of_repair_are_named_where_neither_will_do_alone() -> None:
    tested = theory("N1: if a then y is low", "N2: if b then y is low", "N3: c")
    text = told(tested, case("a=yes b=yes c=yes y=high"), verbose=True)
    assert "A bit of both:" in text
    assert "code “a” (yes) otherwise and give up N2; as no: then silent" in text


def test_several_recodings_are_told_with_their_values_together() -> None:
    text = told(theory("N1: if a or w is high then y is low"), case("a=yes w=high y=high"), verbose=True)
    assert "code “a” (yes) and “w” (high) otherwise; as (no, low) or (no, mid): then silent" in text


def test_where_no_recoding_helps_that_is_said() -> None:
    assert "Code something otherwise, and keep the theory: nothing of this kind would do." in told(
        theory("N1: y is low"), case("y=high"), verbose=True
    )


def test_what_the_theory_forbids_is_told_in_words() -> None:
    text = told(theory("N1: if a and w is at least mid then y is low"), case("a=yes y=low"), verbose=True)
    assert "What the theory forbids here - y is at least mid while “a” is yes and “w” is at least mid" in text
    assert "Nothing: no observation that the codings leave open would refute it" in told(
        LAW, case("a=no y=low"), verbose=True
    )
    assert "- that “a” is yes and “b” is no, whatever the outcome" in told(
        theory("N1: if a then b"), case("a=yes y=low"), verbose=True
    )


def test_where_there_are_too_many_the_shortest_falsifiers_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(primes, "MAX_CUBES", 0)
    monkeypatch.setattr(falsifiers, "SHORTEST", 1)
    tested = theory("N1: if a and b then y is low", "N2: if c then y is low")
    assert (
        "here - y is at least mid while “c” is yes - and more: there are too many potential falsifiers to list "
        "all of them" in told(tested, case("y=low"), verbose=True)
    )


def test_falsifiers_that_others_cover_outcome_by_outcome_are_not_told_again() -> None:
    tested = theory("N1: if a then y is not high", "N2: if b then y is not mid")
    found = explain_period(Trial(tested, case("y=low")), tested.explains[0], 1).falsifiers
    assert found is not None
    assert [one.outcomes for one in found.found] == [("high",), ("mid",), ("mid", "high")]
    assert [one.outcomes for one in falsifiers.informative(found.found)] == [("high",), ("mid",)]


def test_the_whole_case_leads_with_the_record_and_the_leading_verdicts() -> None:
    seen = doubtful(case("a=yes b=yes y=high", "a=no b=yes y=low"), a="yes:0.9")
    text = told(CHAIN, seen, None)
    assert text.startswith(
        "small on all of small Over all draws of the codings: never refuted 10 %, right about every observed period 0 %"
    )
    assert (
        "Most likely: t1 contradicted 90 % and t2 silent 100 %. Its laws and definitions do not hold together "
        "with the codings of all periods as they stand (a contested one with any of its values)." in text
    )
    assert "Where they collide Minimal sets of reasons, smallest first; these are all:" in text
    assert "- N1: bites in t1, blamed there" in text
    assert "cost" not in text
    more = told(CHAIN, seen, None, verbose=True)
    assert "code “a” in t1 no (coded yes at 0.9); the verdicts are then silent and silent (cost 2,303)" in more
    assert (
        "Code the outcome otherwise: - code y in t1 low (coded high); the verdicts are then predicted and silent"
        in more
    )
    agreed = told(theory("N1: if a then y is low", "N2: if a rises then y is low"), case("a=no y=low"), None)
    assert "Its laws and definitions hold together with the codings of all periods as they stand" in agreed
    assert "- bites in no period, vacuous: N1" in agreed
    assert "- has no instance in any period: N2" in agreed


def test_independent_reasons_of_a_whole_case_are_grouped() -> None:
    text = told(theory("N1: if a then y is low", "N2: if b then y is low"), case("a=yes y=high", "b=yes y=high"), None)
    assert "1. these share nothing with the others: - by N1 in t1, given “a”: yes in t1 and “y”: high in t1" in text


def test_periods_out_of_scope_are_left_out_of_the_whole_case() -> None:
    assert "Out of its scope, and left out: t1." in told(
        theory("N1: y is low", scope="a"), case("a=no y=high", "a=yes y=low"), None
    )
    untouched = told(theory("N1: y is low", scope="a"), case("a=no y=high"), None)
    assert "No period lies in its scope: the case does not test the theory." in untouched
    assert "What each proposition did" not in untouched


@given(studies())
def test_every_explanation_can_be_told_in_every_format(study: Study) -> None:
    tested, seen = study
    found = [e for period in (None, *(p.id for p in seen.periods)) for e in explain(tested, seen, period)]
    for form in ("text", "markdown", "json"):
        assert explain_rendered(found, form, Detail(True, True, True, True))
        assert explain_rendered(found, form)
    document = json.loads(explain_rendered(found, "json"))
    assert (document["format"], document["version"]) == ("checker/explain", 2)
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
        {"term": "e", "period": "t1", "values": ["yes"]},
        None,
    ]
    assert [(e["outcomes"], e["decides"]) for e in shown["exclusions"]] == [(["high"], True), (["mid"], False)]
    assert [flip["coding"] for flip in shown["flips"]] == ["a", "b"]
    assert [(p["proposition"], p["excludes"]) for p in shown["propositions"]] == [("N1", ["mid", "high"])]
    assert shown["in_reading"]["levels"] == ["low"]
    assert shown["repairs"]["give_up"]["repairs"][0]["give_up"] == ["N1"]
    assert shown["falsifiers"]["forbidden"] == [
        {
            "conditions": [{"term": t, "period": "t1", "values": ["yes"]} for t in "ab"],
            "outcomes": ["mid", "high"],
            "levels": [],
            "fulfilled": True,
        }
    ]
    assert {"exclusions.cores", "exclusions.groups", "repairs.recode.repairs.ways.verdict"} <= set(paths(shown))


def test_an_unknown_format_is_a_fault_of_the_program() -> None:
    with pytest.raises(ValueError, match="not a format"):
        explain_rendered((explain_case(CHAIN, CONTRADICTED, CHAIN.explains[0]),), "csv")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (("low",), "low"),
        (("low", "mid"), "at most mid"),
        (("mid", "high"), "at least mid"),
        (("low", "high"), "low or high"),
        (("low", "mid", "high"), "low, mid or high"),
    ],
)
def test_sets_of_values_are_read_in_their_order(values: tuple[str, ...], words: str) -> None:
    term = next(t for t in BOOK.terms() if str(t) == "y")
    assert values_words(BOOK, term, values) == words


def test_text_and_markdown_nest_items() -> None:
    blocks = [title("T"), heading("H"), paragraph("a *b*"), item("one", 0, "1."), item("two", 1), item("", 1)]
    assert shown_as(blocks, "text") == "T\n\nH\n\na *b*\n 1. one\n    - two\n    -\n"
    assert shown_as(blocks, "text", colour=True).startswith("\x1b[1mT\x1b[0m\n")
    assert shown_as(blocks, "markdown") == "# T\n\n## H\n\na \\*b\\*\n\n1. one\n    - two\n    -\n"
