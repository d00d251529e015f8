"""What keeps a proposition from excluding anything, worked out by hand and against the truth table."""

from __future__ import annotations

from itertools import product

from hypothesis import given

from checker.analysis.explain.standing import Standing, standings
from checker.analysis.verdicts.judgement import Reason
from checker.analysis.verdicts.trial import Trial
from checker.study.case import Case
from checker.study.theory import Theory
from tests.in_reading import read_case
from tests.random_studies import Study
from tests.small_studies import case, theory
from tests.strategies import studies
from tests.truth_table import Table, World


def stood(tested: Theory, seen: Case) -> tuple[Standing, ...]:
    return standings(Trial(tested, seen).in_reading(tested.explains[0], seen.last))


def coding(label: str, value: str, period: int = 1) -> Reason:
    return Reason("coding", label, period, f"t{period}", (value,))


@given(studies(worlds=100))
def test_the_levels_that_a_proposition_excludes_are_those_of_the_truth_table(study: Study) -> None:
    tested, seen = study
    trial = Trial(tested, seen)
    for record in trial.records():
        for judgement in record.judgements:
            table = Table(tested, read_case(seen, judgement), record.explains, judgement.period)
            if not table.testable:
                continue
            worlds = [world for completion in table.completions(table.codings) for world in _worlds(table, completion)]
            definitions = [i for i in table.asserted if i.strict and i.definition]
            defined = [w for w in worlds if all(i.true_in(w) for i in definitions)] or worlds
            for standing in standings(trial.in_reading(record.explains, judgement.period)):
                own = next(i for i in table.asserted if (i.label, i.period) == (standing.label, judgement.period))
                left = {world[table.here] for world in defined if own.true_in(world)}
                assert set(standing.excludes) == set(table.levels) - left


def _worlds(table: Table, completion: tuple[str, ...]) -> list[World]:
    free = [pair for pair in table.matters if pair not in table.conditions]
    fixed = dict(zip(table.conditions, completion, strict=True))
    choices = (table.codebook.values(term) for term, _ in free)
    return [{**fixed, **dict(zip(free, values, strict=True))} for values in product(*choices)]


def test_each_coding_that_makes_a_condition_false_is_named_by_itself() -> None:
    found = stood(theory("N1: if a and b and c then y is low"), case("a=no b=yes c=no y=high"))
    assert found == (Standing("N1", True, (), "if", "false", ((coding("a", "no"),), (coding("c", "no"),))),)


def test_codings_that_are_false_only_together_are_named_together() -> None:
    found = stood(theory("N1: if a or b then y is low"), case("a=no b=no y=high"))
    assert found[0].obstacles == ((coding("a", "no"), coding("b", "no")),)


def test_a_condition_that_fails_by_a_definition_names_it_with_the_codings() -> None:
    found = stood(theory("D1 definition: e if and only if a", "N1: if e then y is low"), case("a=no y=high"))
    assert [(each.label, each.state) for each in found] == [("N1", "false")]
    assert found[0].obstacles == ((Reason("proposition", "D1", 1, "t1"), coding("a", "no")),)


def test_missing_codings_leave_a_condition_open() -> None:
    tested = theory("D1 definition: e if and only if (a or c)", "N1: if e and b then y is low")
    found = stood(tested, case("a=no b=yes y=high"))
    assert (found[0].state, [str(gap.term) for gap in found[0].gaps]) == ("open", ["c"])


def test_a_necessary_condition_that_is_there_excludes_nothing() -> None:
    found = stood(theory("N1: a is necessary for y is high"), case("a=yes y=high"))
    assert found == (Standing("N1", True, (), "requires", "false", ((coding("a", "yes"),),)),)
    lacking = stood(theory("N1: a is necessary for y is high"), case("a=no y=low"))
    assert lacking == (Standing("N1", True, ("high",)),)


def test_a_claim_to_name_all_causes_excludes_nothing_where_one_is_at_work_or_may_be() -> None:
    tested = theory("N1: if a then y is high", "N2: if b then y is high", exhaustive=["y is high"])
    states = {"a=yes b=no": ("true", ("N1",)), "b=no": ("open", ("N1",)), "a=yes": ("true", ("N1",))}
    for codings, expected in states.items():
        found = stood(tested, case(f"{codings} y=high"))[-1]
        assert (found.way, (found.state, found.causes)) == ("causes", expected)
    assert stood(tested, case("a=no b=no y=low"))[-1].excludes == ("high",)


def test_a_condition_that_holds_may_exclude_nothing_by_itself() -> None:
    found = stood(
        theory("N1: if a then y rises or y falls or y is steady", explains="change of y"),
        case("a=yes y=mid", baseline="y=low"),
    )
    assert (found[0].excludes, found[0].state) == ((), "true")
