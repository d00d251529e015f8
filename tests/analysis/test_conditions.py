"""When a theory predicts, expects or excludes what: exactly what its diagram says, in a short form."""

from dataclasses import replace
from functools import reduce

import pytest

from checker.analysis.rivals import conditions
from checker.analysis.rivals.conditions import All, AnyOf, Clause, Form, PredictionCondition, prediction_conditions
from checker.analysis.verdicts.blank_case import blank_trial, periods_needed
from checker.analysis.verdicts.trial import Trial
from checker.engine.compiled import Claim, Diagram
from checker.engine.product import product
from checker.files.library.locate import installed
from checker.files.study.load import read_named
from checker.logic.formula import Term
from checker.report.words.conditions import condition_sentences, conditions_json, conditions_latex
from checker.study.term_period import Fact, TermPeriod
from checker.study.theory import Explained, Theory
from tests.random_studies import random_study
from tests.seeds import for_each
from tests.small_studies import theory

Y = Explained(Term("y"))


def as_diagram(clause: Clause, like: Diagram[Claim]) -> Diagram[bool]:
    """The clause over the blocks of the theory's own diagram."""

    def whole(value: bool) -> Diagram[bool]:
        return Diagram(like.blocks, like.values, (value,), (), 0)

    match clause:
        case Fact(at, _, values):
            level = like.blocks.index(at)
            node = (level, *(int(value in values) for value in like.values[level]))
            return Diagram(like.blocks, like.values, (False, True), (node,), 2)
        case All(parts):
            return reduce(lambda a, b: product(a, as_diagram(b, like)).mapped(all), parts, whole(True))
        case AnyOf(parts):
            return reduce(lambda a, b: product(a, as_diagram(b, like)).mapped(any), parts, whole(False))


def says(found: PredictionCondition, claim: Claim, change: bool, order: tuple[str, ...]) -> bool:
    """The definition, written out once more."""
    if not claim.in_scope:
        return False
    if found.says == "predicts":
        return claim.prediction == (found.outcome,)
    if found.says == "expects":
        return claim.expectation == (found.outcome,)
    before = order.index(claim.before) if claim.before is not None else 0
    possible = {"rises": before < len(order) - 1, "falls": before > 0}
    return (not change or possible.get(found.outcome, True)) and found.outcome not in claim.prediction


def is_exact(studied: Theory, explained: Explained) -> None:
    periods = periods_needed([studied])
    claims = Trial(studied, blank_trial(studied, periods).case).diagram(explained, periods)
    order = studied.codebook.values(explained.term)
    for found in prediction_conditions(studied, explained):
        if found.form is not None:
            both = product(claims, as_diagram(found.form.clause, claims))
            assert all(
                says(found, claim, explained.change, order) == (held != found.form.unless)
                for claim, held in both.leaves
            )


@pytest.mark.parametrize("name", list(installed("theory")))
def test_the_conditions_of_every_shipped_theory_are_exact(name: str) -> None:
    for studied in read_named([], [name]).theories:
        for explained in studied.explains:
            is_exact(studied, explained)


@for_each(range(60))
def test_conditions_are_exact(seed: int) -> None:
    studied, _ = random_study(seed)
    for explained in studied.explains:
        is_exact(studied, explained)


def form(studied: Theory, said: str, outcome: str, explained: Explained = Y) -> Form:
    found = next(
        each for each in prediction_conditions(studied, explained) if (each.says, each.outcome) == (said, outcome)
    )
    assert found.form is not None
    return found.form


def one(term: str, *values: str) -> Fact:
    return Fact(TermPeriod(Term(term), 2), "now", values)


def test_a_law_is_its_own_condition() -> None:
    studied = theory("P1: if a and b then y is high")
    assert form(studied, "predicts", "high") == Form(False, All((one("a", "yes"), one("b", "yes"))))
    assert form(studied, "excludes", "low") == form(studied, "predicts", "high")
    assert form(studied, "excludes", "high").always is False


def test_a_theory_that_allows_one_outcome_always_predicts_it() -> None:
    assert form(theory("P1: y is high"), "predicts", "high").always is True


def test_what_alternatives_share_is_said_once() -> None:
    studied = theory("P1: if a and (b or c) then y is high")
    assert form(studied, "predicts", "high") == Form(
        False, All((one("a", "yes"), AnyOf((one("b", "yes"), one("c", "yes")))))
    )


def test_conditions_that_have_nothing_to_do_with_one_another_are_parts_of_their_own() -> None:
    """As alternatives there would be four of two conditions each."""
    studied = theory("P1: if (a or b) and (c or z) then y is high")
    found = form(studied, "predicts", "high")
    assert found.size == 4 and isinstance(found.clause, All)
    assert all(isinstance(part, AnyOf) for part in found.clause.parts)


def test_the_shorter_of_the_condition_and_its_opposite_is_given() -> None:
    """Five conditions would say the same without `unless`: w mid, or low or mid and a no, or mid or high and b no."""
    studied = theory("P1: if not ((w is low and a) or (w is high and b)) then y is high")
    found = form(studied, "predicts", "high")
    assert found.unless and found.size == 4


def test_a_tendency_is_an_expectation_and_no_prediction() -> None:
    studied = theory("P1 usually: if a then y is high")
    assert form(studied, "predicts", "high").always is False
    assert form(studied, "expects", "high") == Form(False, one("a", "yes"))


def test_out_of_scope_nothing_is_said() -> None:
    studied = theory("P1: y is high", scope="a")
    assert form(studied, "predicts", "high") == Form(False, one("a", "yes"))


def test_what_cannot_happen_is_not_excluded() -> None:
    change = Explained(Term("y"), True)
    studied = theory("P1: if a then y is low", explains="change of y")
    before = Fact(TermPeriod(Term("y"), 1), "before", ("low", "mid"))
    assert form(studied, "excludes", "rises", change) == Form(False, All((before, one("a", "yes"))))


def test_a_form_holds_in_a_world() -> None:
    found = form(theory("P1: if a and (b or c) then y is high"), "predicts", "high")
    world = {TermPeriod(Term(name), 2): "yes" for name in "ab"} | {TermPeriod(Term("c"), 2): "no"}
    assert found.holds(world)
    assert not found.holds({**world, TermPeriod(Term("a"), 2): "no"})
    assert replace(found, unless=True).holds({**world, TermPeriod(Term("a"), 2): "no"})


def test_what_is_too_long_is_left_out_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conditions, "MOST_CONDITIONS", 1)
    studied = theory("P1: if a and b then y is high")
    found = prediction_conditions(studied, Y)
    assert next(each for each in found if each.says == "predicts" and each.outcome == "high").form is None
    assert (
        "Left out as too long: when it predicts that y is high and excludes that y is at most mid (more than 1 "
        "conditions, or a choice of more than 16)."
    ) in condition_sentences(studied, Y, found)


def test_conditions_are_told_in_words() -> None:
    studied = theory("P1: if a and (b or w is at least mid) then y is high")
    found = prediction_conditions(studied, Y)
    assert condition_sentences(studied, Y, found) == [
        "It predicts that y is high and excludes that y is at most mid if “a” is yes and (“b” is yes or “w” is at "
        "least mid).",
        "It never predicts that y is at most mid or excludes that y is high.",
    ]
    assert condition_sentences(studied, Y, found, longest=2)[-1].startswith("Left out as too long: when it predicts")


def test_conditions_are_formulas_in_latex() -> None:
    studied = theory("P1: if previously a and (b or w is at least mid) then y is high")
    text = conditions_latex(studied, Y, prediction_conditions(studied, Y))
    assert (
        r"if and only if $\mathrm{a}_{t-1} = \text{yes} \land (\mathrm{b}_t = \text{yes} \lor "
        r"\mathrm{w}_t \geq \text{mid})$."
    ) in text


def test_conditions_are_trees_for_programs() -> None:
    studied = theory("P1: if a and (b or w is at least mid) then y is high")
    told = conditions_json(prediction_conditions(studied, Y))
    high = next(each for each in told if (each["says"], each["outcome"]) == ("predicts", "high"))
    assert high["condition"] == {
        "all": [
            {"term": "a", "period": "now", "values": ["yes"]},
            {
                "any": [
                    {"term": "b", "period": "now", "values": ["yes"]},
                    {"term": "w", "period": "now", "values": ["mid", "high"]},
                ]
            },
        ]
    }
    assert high["unless"] is False and high["limit"] is None
