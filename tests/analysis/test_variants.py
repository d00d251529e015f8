"""A case judged by one of its named readings, alone and with other changes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from checker.analysis.verdicts.judgement import Judgement
from checker.analysis.verdicts.what_if import Variant, judged
from checker.logic.formula import Term
from checker.problems import InvalidStudy
from checker.study.case import Case, Coding, Evidence, NamedReading
from tests.small_studies import case, theory

A, Y = Term("a"), Term("y")
THEORY = theory("P: if a then y is high", "Q: if not a then y is low")
SURE = Coding(("no",), evidence=(Evidence("waltz1979"),))


def read_case() -> Case:
    readings = {
        "author": NamedReading("author", {(A, 1): Coding(("yes",)), (Y, 2): Coding(("low", "high"))}),
        "critic": NamedReading("critic", {(A, 2): SURE}, label="A critic"),
    }
    return replace(case("a=no y=high", "a=yes y=high"), readings=readings, references={"waltz1979": {"type": "book"}})


def judgements(variant: Variant) -> tuple[Judgement, ...]:
    return judged(read_case(), [THEORY], variant).result.records[0].judgements


def verdicts(variant: Variant) -> list[str]:
    return [each.verdict for each in judgements(variant)]


def test_a_reading_gives_the_verdicts_that_its_codings_give_when_they_are_set() -> None:
    assert verdicts(Variant()) == ["contradicted", "predicted"]
    assert verdicts(Variant(reading="author")) == ["predicted", "open"]
    changes = ("t1:a=yes", "t2:y=low|high")
    plain = judgements(Variant(changes=changes))
    for ours, same in zip(judgements(Variant(reading="author")), plain, strict=True):
        assert (ours.readings, ours.probability, ours.levels) == (same.readings, same.probability, same.levels)
    assert judgements(Variant(reading="author"))[1].chance("predicted") == Fraction(1, 2)


def test_the_result_says_by_which_reading_it_judges() -> None:
    result = judged(read_case(), [THEORY], Variant(reading="critic")).result
    assert result.reading == "critic" and result.case.coding(A, 2).origin == "reading"
    assert judged(read_case(), [THEORY], Variant()).result.reading is None
    assert Variant(reading="critic", changes=("t1:a=yes",)).said() == ("judges by the reading critic", "sets t1:a=yes")


def test_what_is_set_for_the_run_goes_over_the_reading() -> None:
    assert verdicts(Variant(reading="author", changes=("t1:a=no", "t2:y=high"))) == ["contradicted", "predicted"]


def test_a_source_that_only_the_reading_cites_can_be_left_out() -> None:
    assert verdicts(Variant(reading="critic")) == ["contradicted", "contradicted"]
    assert verdicts(Variant(reading="critic", sources=("waltz1979",))) == ["contradicted", "open"]
    with pytest.raises(InvalidStudy, match="rests on `waltz1979`"):
        verdicts(Variant(sources=("waltz1979",)))


@pytest.mark.parametrize(("name", "hint"), [("auther", "did you mean `author`?"), ("zzz", "one of: author, critic")])
def test_an_unknown_reading(name: str, hint: str) -> None:
    with pytest.raises(InvalidStudy) as raised:
        verdicts(Variant(reading=name))
    (problem,) = raised.value.problems
    assert (problem.message, problem.hint) == (f"small has no reading `{name}`", hint)


def test_a_reading_of_a_case_that_has_none() -> None:
    with pytest.raises(InvalidStudy) as raised:
        judged(case("a=no"), [THEORY], Variant(reading="author"))
    assert [each.hint for each in raised.value.problems] == ["the case declares none"]


def test_a_term_of_an_actor_whom_the_case_does_not_name_cannot_be_set() -> None:
    with pytest.raises(InvalidStudy, match=r"`partner` names no actor of this case, so `f\(partner\)` cannot be coded"):
        judged(case("a=no", bound=["state"]), [THEORY], Variant(changes=("t1:f(partner)=yes",)))
