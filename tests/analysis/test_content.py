"""What a theory says on its own: content against counting worlds, and each check on a theory made to fail it."""

from dataclasses import replace
from fractions import Fraction

from checker.analysis.rivals.content import boldness, content, inspect
from checker.analysis.rivals.hygiene import Check
from checker.analysis.verdicts.blank_case import blank_case, periods_needed
from checker.logic.formula import Term
from checker.study.term_period import Value
from checker.study.theory import Explained, Theory
from tests.oracle.table import Table
from tests.random_studies import random_study
from tests.seeds import for_each
from tests.small_studies import LEVELS, theory

MAX_WORLDS = 3000
Y = Explained(Term("y"))


def counted(studied: Theory, explained: Explained) -> tuple[Fraction, Fraction] | None:
    """The content, without and with tendencies, from the truth table; None where that is too long."""
    periods = periods_needed([studied])
    table = Table(studied, blank_case(studied.codebook, periods), Explained(explained.term), periods, ())
    if table.size() > MAX_WORLDS:
        return None
    size = len(studied.codebook.values(explained.term))
    excluded = discouraged = Fraction(0)
    for rows in table.rows.values():
        if any(row.scope for row in rows):
            excluded += 1 - Fraction(len({row.outcome for row in rows if row.strict}), size)
            discouraged += 1 - Fraction(len({row.outcome for row in rows if row.everything}), size)
    return excluded / len(table.rows), discouraged / len(table.rows)


@for_each(range(120))
def test_content_is_the_share_of_worlds_excluded(seed: int) -> None:
    studied, _ = random_study(seed)
    for explained in studied.explains:
        found = content(studied, explained)
        expected = counted(studied, explained)
        if expected is not None:
            assert (found.excluded, found.with_tendencies) == expected


@for_each(range(60))
def test_a_theory_less_a_proposition_never_says_more(seed: int) -> None:
    studied, _ = random_study(seed)
    if studied.exhaustive or len(studied.propositions) < 2:
        return  # fewer propositions are fewer causes, and an exhaustive statement then says more
    less = replace(studied, propositions=studied.propositions[:-1])
    if periods_needed([less]) != periods_needed([studied]):
        return
    for explained in studied.explains:
        more, fewer = content(studied, explained).excluded, content(less, explained).excluded
        assert more is not None and fewer is not None and more >= fewer
        assert boldness(studied, less, explained).bolder in ("first", "same")
        assert boldness(less, studied, explained).bolder in ("second", "same")


def checks(studied: Theory, name: str) -> dict[str, Check]:
    return {check.about: check for check in inspect(studied).checks if check.property == name}


def test_a_sound_theory_passes_every_check() -> None:
    sound = theory(
        "D1 definition: e if and only if (a or b)",
        "P1: if e then y is high",
        "P2: if c then y is at least mid",
        scope="not z",
    )
    assert inspect(sound).failed == ()
    assert inspect(sound).is_complete


def test_colliding_laws_are_not_satisfiable_and_shown() -> None:
    colliding = theory("P1: y is high", "P2: y is low", "P3: if a then y is mid")
    assert checks(colliding, "satisfiable")[""].derivation == ("P1", "P2")


def test_a_tautology_is_not_contingent() -> None:
    assert not checks(theory("P1: if a then a"), "contingent")[""].holds


def test_a_law_that_excludes_something_is_named_with_values_at_which_it_fails() -> None:
    check = checks(theory("P1: if a then a", "P2: if a then y is high", "P3: if c then y is low"), "contingent")[""]
    values = {str(v.term): v.value for v in check.shown}
    assert check.derivation == ("P2",)
    assert values.keys() == {"a", "y"} and values["a"] == "yes" and values["y"] != "high"


def test_of_a_world_only_what_a_proposition_speaks_of_is_shown() -> None:
    check = checks(theory("P1: if a then y is high", "P2: if b then y is low"), "independent")["P2"]
    assert {str(v.term) for v in check.shown} == {"b", "y"} < {str(v.term) for v in check.world}


def test_a_defined_term_is_shown_with_its_definitions() -> None:
    check = checks(
        theory("D1 definition: d if and only if a", "D2 definition: if b then d", "P1: if d then y is high"),
        "theoretical term defined",
    )["d"]
    assert check.derivation == ("D1", "D2")


def test_definitions_that_exclude_nothing_were_tried_in_every_world() -> None:
    check = checks(
        theory("D1 definition: d if and only if (a or b)", "P1: if d then y is high"), "definitions create nothing"
    )[""]
    assert check.holds and check.worlds == 2 * 2 * 3


def test_falsifiers_that_say_most_come_as_examples() -> None:
    found = content(theory("P1: if a then y is high", "P2: if b then y is low"), Y)
    assert [[str(c.term) for c in one.conditions] for one in found.examples] == [["a", "b"], ["a"], ["b"]]


def test_a_redundant_proposition_is_shown_with_what_it_follows_from() -> None:
    chain = theory("P1: if a then y is high", "P2: if b then y is low", "P3: if (a and c) then y is at least mid")
    assert checks(chain, "independent")["P3"] == Check("independent", "P3", False, derivation=("P1",))
    assert checks(chain, "independent")["P1"].holds


def test_an_independent_proposition_has_a_model_of_the_others_in_which_it_fails() -> None:
    world = checks(theory("P1: if a then y is high", "P2: if b then y is low"), "independent")["P1"].world
    values = {(str(v.term), v.period_id): v.value for v in world}
    assert values["a", "now"] == "yes" and values["y", "now"] != "high"


def test_a_tendency_that_follows_from_a_law_is_redundant_and_not_the_other_way_round() -> None:
    leaning = theory("P1: if a then y is high", "P2 usually: if a then y is high")
    assert checks(leaning, "independent")["P2"].derivation == ("P1",)
    assert checks(leaning, "independent")["P1"].holds


def test_a_theory_of_tendencies_cannot_be_falsified() -> None:
    assert not checks(theory("P1 usually: if a then y is high"), "falsifiable")["y"].holds


def test_a_falsifiable_theory_comes_with_a_world_against_it() -> None:
    world = checks(theory("P1: if a then y is high"), "falsifiable")["y"].world
    assert [(str(v.term), v.value) for v in world] == [("a", "yes"), ("y", "low")]


def test_a_scope_that_nothing_meets_is_named() -> None:
    assert not checks(theory("P1: y is high", scope="a and not a"), "scope reachable")["scope"].holds


def test_an_antecedent_that_the_theory_itself_rules_out_is_named_with_the_reason() -> None:
    idle = theory("P1: not a", "P2: if a then y is high")
    assert checks(idle, "antecedent reachable")["P2"].derivation == ("P1",)


def test_a_theoretical_term_without_definition_is_named() -> None:
    loose = theory("D1 definition: d if and only if a", "P1: if (d and e) then y is high")
    assert {about: check.holds for about, check in checks(loose, "theoretical term defined").items()} == {
        "d": True,
        "e": False,
    }


def test_definitions_that_rule_out_an_observable_world_are_creative() -> None:
    creative = theory("D1 definition: if a then e", "D2 definition: if b then not e", "P1: if e then y is high")
    check = checks(creative, "definitions create nothing")[""]
    assert not check.holds
    assert {(str(v.term), v.value) for v in check.world} == {("a", "yes"), ("b", "yes")}
    assert all(isinstance(v, Value) for v in check.world)


def test_content_is_exact_and_names_what_it_depends_on() -> None:
    found = content(theory("P1: if a then y is high", "P2 usually: if b then y is low"), Y)
    assert (found.excluded, found.periods) == (Fraction(1, 3), 2)
    assert ([str(t) for t in found.depends_on], [str(t) for t in found.leanings]) == (["a"], ["b"])
    assert found.falsifiers == 1


def test_a_theory_that_looks_further_back_is_measured_over_more_periods() -> None:
    found = content(theory("P1: if previously previously a then y is high"), Y)
    assert (found.excluded, found.periods) == (Fraction(1, 3), 3)


def test_the_bolder_theory_forbids_all_that_the_other_does_and_more() -> None:
    weak, strong, other = (
        theory("P1: if (a and b) then y is high"),
        theory("P1: if b then y is high"),
        theory("P1: if c then y is low"),
    )
    about = weak.explains[0]
    assert boldness(weak, strong, about).bolder == "second"
    assert boldness(strong, weak, about).bolder == "first"
    assert boldness(strong, other, about).bolder == "neither"
    assert boldness(strong, strong, about).bolder == "same"


def test_what_a_scope_leaves_out_is_not_forbidden_less() -> None:
    inside = theory("P1: if (a and b) then y is low", scope="a")
    outside = theory("P1: if (a and b) then y is low")
    idle = theory("P1: if a then a")
    assert boldness(inside, outside, Y).bolder == "same"
    assert boldness(inside, idle, Y).bolder == "first"


@for_each(range(100))
def test_bolder_is_who_excludes_more_worlds_and_none_fewer(seed: int) -> None:
    first, _ = random_study(seed)
    for less in (replace(first, scope=None), replace(first, propositions=first.propositions[1:], exhaustive=())):
        if periods_needed([less]) != periods_needed([first]) or not less.propositions:
            continue
        for explained in first.explains:
            one, other = (
                forbidden(first, explained, periods_needed([first])),
                forbidden(less, explained, periods_needed([first])),
            )
            if one is None or other is None or one[0] != other[0]:
                continue
            more, fewer = one[1] - other[1], other[1] - one[1]
            wanted = "neither" if more and fewer else "first" if more else "second" if fewer else "same"
            assert boldness(first, less, explained).bolder == wanted


def forbidden(studied: Theory, explained: Explained, periods: int) -> tuple[set[object], set[object]] | None:
    """The places that conditions may have, and the worlds of conditions and outcome excluded; None for too many."""
    table = Table(studied, blank_case(studied.codebook, periods), Explained(explained.term), periods, ())
    if table.size() > MAX_WORLDS:
        return None
    values = set(studied.codebook.values(explained.term))
    return set(table.gaps), {
        (frozenset(zip(table.gaps, key, strict=True)), value)
        for key, rows in table.rows.items()
        if any(row.scope for row in rows)
        for value in values - {row.outcome for row in rows if row.strict}
    }


def test_what_makes_no_difference_to_what_is_excluded_is_not_depended_on() -> None:
    found = content(theory("P1: if (a and b) then y is low", scope="a or c"), Y)
    assert [str(t) for t in found.depends_on] == ["a", "b"]


def test_a_law_that_forbids_no_change_cannot_be_falsified_by_one() -> None:
    levels = theory("P1: if previously y is low then y is not mid", explains="change of y")
    assert not checks(levels, "falsifiable")["change of y"].holds
    changes = theory("P1: if a then not y rises", explains="change of y")
    shown = {(str(v.term), v.period_id): v.value for v in checks(changes, "falsifiable")["change of y"].shown}
    assert shown["a", "now"] == "yes"
    assert LEVELS.index(shown["y", "now"]) > LEVELS.index(shown["y", "before"])


def test_what_follows_from_the_scope_alone_says_so() -> None:
    assert checks(theory("P1: if b then a", "P2: if b then y is low", scope="a"), "independent")["P1"].derivation == (
        "its scope",
    )
