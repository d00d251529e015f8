"""Sentences, by situation; the studies are small enough to be read."""

from __future__ import annotations

from dataclasses import replace

from checker.analysis.overview import overview
from checker.analysis.result import VERDICTS, CaseResult
from checker.analysis.verdict import Trial
from checker.report import wording
from checker.report.lines import in_lines
from checker.report.terminal import check_text
from checker.logic.formula import Implies, Is, Term
from checker.study.case import Case, Coding, Period
from checker.study.codebook import Codebook, Variable
from checker.study.theory import Explained, Proposition, Rule, Theory
from tests.small_studies import case, theory


def shown(of: Case, *theories: Theory, colour: bool = False, width: int = 80) -> str:
    trials = [Trial(each, of) for each in theories]
    result = CaseResult(of, tuple(record for trial in trials for record in trial.records()))
    return check_text(overview(result, trials), width, colour)


def why(of: Case, th: Theory, period: int = 1) -> str:
    record = Trial(th, of).records()[0]
    return wording.why(record, record.judgements[period - 1])


def test_every_verdict_has_a_glyph_a_meaning_and_a_word_of_at_most_twelve_letters() -> None:
    for verdict in VERDICTS:
        assert wording.GLYPHS[verdict] and wording.MEANINGS[verdict]
        assert len(wording.word(verdict)) <= 12


def test_a_contradiction_names_the_laws_the_codings_and_what_was_seen() -> None:
    sentence = why(case("a=yes y=high"), theory("P1: if a then y is low"))
    assert sentence == "says that y is low, by P1, given a yes; observed high."


def test_a_verdict_that_rests_on_completeness_says_so() -> None:
    th = theory("P1: if a then y rises", explains="change of y", exhaustive=["y rises"])
    sentence = why(case("a=no y=high", baseline="y=mid"), th)
    assert "by its claim to name all causes of a rise of y" in sentence
    assert sentence.endswith("Without its claim to completeness: silent.")


def test_laws_that_collide_are_named_together() -> None:
    sentence = why(case("a=yes b=yes y=high"), theory("P1: if a then y is low", "P2: if b then y is high"))
    assert sentence.startswith("cannot hold as a whole by P1 and P2, given a yes and b yes")
    assert "clash among themselves" in sentence


def test_wrong_conditions_are_told_apart_from_a_wrong_outcome() -> None:
    sentence = why(case("a=yes b=no y=low"), theory("P1: if a then b", "P2: if b then y is low"))
    assert sentence == "is wrong about the conditions by P1, given a yes and b no."


def test_an_expectation_that_fails_is_no_contradiction() -> None:
    sentence = why(case("a=yes y=high"), theory("P1 usually: if a then y is low"))
    assert sentence == "expects otherwise (low) by P1, given a yes; observed high, which it does not exclude."


def test_a_scope_that_is_only_assumed_is_part_of_the_reason() -> None:
    th = theory("P1: if b then y is low", scope="b or c")
    record = Trial(th, case("b=? c=no y=high")).records()[0]
    assert record.judgements[0].scope == "assumed"
    assert "that its scope holds" in wording.why(record, record.judgements[0])


def test_the_answer_counts_the_turns_that_each_theory_foretold() -> None:
    right = theory("P1: if a then y rises", "P2: if not a then y falls", explains="change of y")
    wrong = theory("Q1: y is steady", explains="change of y")
    text = shown(case("a=yes y=mid", "a=no y=low", baseline="y=low"), right, wrong)
    assert "small predicts every observed rise and decline" in " ".join(text.split())
    assert "Contradicted: small (in t1 and t2)" in " ".join(text.split())


def test_without_rivals_there_is_no_answer() -> None:
    assert wording.answer([]) == "There is no verdict on any theory but the benchmarks."


def test_many_periods_are_shown_in_blocks_that_fit_the_width() -> None:
    text = shown(case(*(["a=yes y=low"] * 9)), theory("P1: if a then y is low"))
    assert max(map(len, text.splitlines())) <= 80
    assert text.count("\nobserved") == 3 and "t9" in text


def test_colour_marks_but_never_carries_the_verdict() -> None:
    of, th = case("a=yes y=high"), theory("P1: if a then y is low")
    plain, bright = shown(of, th), shown(of, th, colour=True)
    assert "\x1b[" in bright and "\x1b[" not in plain
    assert "✗ contradicted" in plain and "✗ contradicted" in bright
    assert "\x1b[31m" not in bright and "\x1b[32m" not in bright, "no red and no green"


def test_an_outcome_that_is_not_coded_is_said_to_be_so() -> None:
    text = shown(case("a=yes y=?"), theory("P1: if a then y is low"))
    assert "not coded" in text and "? unobserved" in text


def test_levels_stand_as_words_in_their_order() -> None:
    assert "low mid high ?" in shown(case("a=? y=low"), theory("P1: if a then y is low"))


def test_more_values_than_fit_are_cut_with_a_mark() -> None:
    book = Codebook("long", {}, {"y": Variable("y", ("negligible", "considerable", "overwhelming"))})
    th = Theory("long", book, (Explained(Term("y")),), ())
    of = Case("long", book, {}, (Period("t1", codings={Term("y"): Coding(("negligible",))}),))
    assert "negligible co…\n" in shown(of, th)


def test_open_verdicts_name_what_would_settle_them() -> None:
    text = " ".join(shown(case("a=? y=high"), theory("P1: if a then y is low")).split())
    assert "t1 (contradicted or silent; a would settle it)" in text


def test_long_names_are_broken_where_they_have_a_joint() -> None:
    assert in_lines("sanctions_on_venezuela", 14) == ["sanctions_on_", "venezuela"]
    assert in_lines("ideational-liberalism", 18) == ["ideational-", "liberalism"]
    assert in_lines("x" * 20, 14) == ["x" * 14, "x" * 6]


def test_nothing_is_wider_than_the_terminal_however_long_its_names() -> None:
    name = "a-theory-with-a-name-that-goes-on-and-on-for-ever"
    book = Codebook("long", {}, {v.name: v for v in (
        Variable("y", ("nothing_at_all_was_done", "everything_there_is")), Variable("a"))})
    rule = Rule("if a then y is nothing_at_all_was_done",
                Implies(Is(Term("a"), ("yes",)), Is(Term("y"), ("nothing_at_all_was_done",))))
    th = Theory(name, book, (Explained(Term("y")),), (Proposition("P1", rule),))
    codings = {Term("y"): Coding(("everything_there_is",)), Term("a"): Coding(("yes",))}
    periods = (Period("a-period-with-a-long-name", codings=codings),)
    of = Case("long", book, {}, periods, title="Much is to be said " * 9)
    rows = shown(of, th).splitlines()
    assert max(map(len, rows)) <= 80
    assert any(row.startswith("observed") and row.endswith("everything_th…") for row in rows)
    assert " ".join(" ".join(rows).split()).startswith("Much is to be said " * 9 + "y")


def test_what_is_ruled_out_of_a_contested_outcome_is_said() -> None:
    record = Trial(theory("P1: if a then y is low"), case("a=yes y=low|mid")).records()[0]
    assert record.judgements[0].verdict == "permitted"
    assert wording.meaning(record.judgements[0]) == "the theory rules out a part of what may have happened (mid)"


def test_theories_that_were_never_tested_are_told_apart() -> None:
    outside = replace(theory("P1: y is low", scope="b"), name="outside")
    told = wording.answer([*Trial(outside, case("a=yes b=no y=low")).records(),
                           *Trial(theory("P1: y is low"), case("a=yes b=no y=low")).records()])
    assert told == ("Given these codings, small predicts what happened in t1. "
                    "Not tested: outside (out of scope throughout).")


def test_a_case_without_a_coded_outcome_has_no_answer_yet() -> None:
    told = wording.answer(Trial(theory("P1: y is low"), case("a=yes y=?")).records())
    assert told == "There is no verdict yet: in no period is the outcome coded, now and before."
