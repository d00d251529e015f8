"""The oracle on the cell as coded, worked out by hand from semantics.md; each derivation stands in a comment.

What comes under doubt is tested in tests/oracle, in test_draws.py and test_record.py.
"""

from __future__ import annotations

from fractions import Fraction as F
from typing import NamedTuple

import pytest

from tests.small_studies import case, theory
from tests.truth_table import Table, excluded, judge, judged, settled_by

HIGH_IF_A = "P1: if a then y is high"
ALL = ("low", "mid", "high")


class Reason(NamedTuple):
    """A reason as the checker gives it."""

    kind: str
    label: str
    period: int
    values: tuple[str, ...] = ()


# One study for each verdict, in the order of the table of section 4


def test_a_change_in_the_first_period_of_all_is_untestable() -> None:
    j = judged(theory("P1: if a then y rises", explains="change of y", exhaustive=["y rises"]), case("a=yes y=low"))
    assert j.verdict == "untestable" and j.readings == ("untestable",) and not j.open
    assert (j.possible, j.prediction, j.levels, j.expectation, j.expected_levels, j.laws_alone) == (None,) * 6
    assert (j.observed, j.observed_levels, j.observed_probability) == (None,) * 3
    # P1 and the statement look at y before period 1; the verdict without the statement is given for every period.
    assert j.untested == ("P1", "exhaustive: y rises") and j.scope == "holds"
    assert j.without_exhaustive == {"untestable": F(1)}


def test_untestable_comes_before_out_of_scope_and_still_says_the_scope() -> None:
    j = judged(theory("P1: if a then y rises", explains="change of y", scope="a"), case("a=no y=low"))
    assert (j.verdict, j.scope) == ("untestable", "fails")


def test_out_of_scope_shows_what_was_observed_and_nothing_predicted() -> None:
    j = judged(theory(HIGH_IF_A, scope="b", exhaustive=["y is high"]), case("a=yes b=no y=low"))
    assert (j.verdict, j.scope, j.observed, j.observed_levels) == ("out of scope", "fails", ("low",), ("low",))
    assert (j.possible, j.prediction, j.levels, j.expectation, j.expected_levels, j.laws_alone) == (None,) * 6
    assert j.readings == ("out of scope",) and j.without_exhaustive == {"out of scope": F(1)}


def test_a_theory_wrong_about_the_conditions_denies_them() -> None:
    # N1 mentions no explained term and is false; without it, P1 alone leaves low.
    of = case("a=yes b=yes y=low")
    j = judged(theory("N1: not (a and b)", "P1: if a then y is low"), of)
    assert (j.verdict, j.prediction, j.levels, j.expectation) == ("denies conditions", (), (), None)
    assert (j.laws_alone, j.possible, j.readings) == (("low",), ALL, ("denies conditions",))
    j = judged(theory("N1: not (a and b)", "T1 usually: y is low"), of)
    assert (j.expectation, j.expected_levels) == ((), ())


def test_denied_conditions_come_before_an_outcome_that_is_missing() -> None:
    assert judged(theory("N1: not a", HIGH_IF_A), case("a=yes")).verdict == "denies conditions"


def test_laws_that_collide_are_incoherent() -> None:
    # Both laws mention y, so the conditions are not denied; the laws alone clash too.
    j = judged(theory("P1: if a then y is low", "P2: if b then y is high"), case("a=yes b=yes y=low"))
    assert (j.verdict, j.prediction, j.laws_alone) == ("incoherent", (), ())


def test_laws_alone_leave_out_what_mentions_no_outcome_unless_it_is_a_definition() -> None:
    # N1 forces e, P1 denies it, so nothing is left. N1 mentions no y: P1 alone says low. As a definition N1 stays in.
    of = case("a=yes y=low")
    j = judged(theory("N1: if a then e", "P1: y is low and not e"), of)
    assert (j.verdict, j.laws_alone) == ("incoherent", ("low",))
    j = judged(theory("N1 definition: if a then e", "P1: y is low and not e"), of)
    assert (j.verdict, j.laws_alone) == ("incoherent", ())
    # One that holds only usually is no strict definition, and does not collide in the first place.
    assert judged(theory("N1 definition usually: if a then e", "P1: y is low and not e"), of).verdict == "predicted"


def test_an_outcome_that_is_missing_is_unobserved() -> None:
    j = judged(theory(HIGH_IF_A), case("a=yes"))
    assert (j.verdict, j.observed, j.prediction, j.readings) == ("unobserved", None, ("high",), ("unobserved",))
    assert not j.open


@pytest.mark.parametrize(
    ("codings", "verdict", "prediction"),
    [
        ("a=yes y=low", "contradicted", ("high",)),
        ("a=yes y=high", "predicted", ("high",)),
        ("a=no y=high", "silent", ALL),
    ],
)
def test_a_law_is_contradicted_predicts_or_is_silent(codings: str, verdict: str, prediction: tuple[str, ...]) -> None:
    j = judged(theory(HIGH_IF_A), case(codings))
    assert (j.verdict, j.prediction, j.levels, j.expectation) == (verdict, prediction, prediction, None)
    assert j.expected_levels is None and not j.open
    assert j.readings == (verdict,) and j.settled_by == () and j.without_exhaustive is None and j.laws_alone is None


@pytest.mark.parametrize(("outcome", "verdict"), [("low", "against expectation"), ("high", "expected")])
def test_a_tendency_is_met_or_not(outcome: str, verdict: str) -> None:
    j = judged(theory("T1 usually: if a then y is high"), case(f"a=yes y={outcome}"))
    assert (j.verdict, j.prediction, j.levels) == (verdict, ALL, ALL)
    assert (j.expectation, j.expected_levels) == (("high",), ("high",))


def test_something_excluded_and_what_happened_is_not_is_permitted() -> None:
    assert judged(theory("P1: if a then y is at least mid"), case("a=yes y=high")).verdict == "permitted"
    # A tendency that excludes something, but not what happened, is more than silence.
    assert judged(theory("T1 usually: if a then y is at least mid"), case("a=yes y=high")).verdict == "permitted"


def test_tendencies_that_collide_expect_nothing() -> None:
    tendencies = ("T1 usually: if a then y is low", "T2 usually: if a then y is high")
    j = judged(theory(*tendencies), case("a=yes y=low"))
    assert (j.expectation, j.expected_levels, j.verdict) == ((), (), "silent")
    # Where a law excludes something too, that is not silence.
    j = judged(theory(*tendencies, "P1: y is not mid"), case("a=yes y=low"))
    assert (j.expectation, j.prediction, j.verdict) == ((), ("low", "high"), "permitted")


# Levels: a theory of change is held to its laws on the level too


def test_a_change_in_the_right_direction_to_an_excluded_level_is_contradicted() -> None:
    th = theory("P1: if a then y is mid", explains="change of y")
    j = judged(th, case("a=yes y=high", baseline="y=low"))
    assert (j.prediction, j.observed, j.levels, j.observed_levels) == (("rises",), ("rises",), ("mid",), ("high",))
    assert j.verdict == "contradicted"
    assert judged(th, case("a=yes y=mid", baseline="y=low")).verdict == "predicted"


def test_a_tendency_on_the_level_is_met_or_not_in_the_right_direction_too() -> None:
    # From low, mid and high are both rises; the tendency leaves mid.
    th = theory("T1 usually: y is mid", explains="change of y")
    j = judged(th, case("y=high", baseline="y=low"))
    assert (j.expectation, j.expected_levels, j.verdict) == (("rises",), ("mid",), "against expectation")
    assert (j.prediction, j.levels) == (("steady", "rises"), ALL)
    assert judged(th, case("y=mid", baseline="y=low")).verdict == "expected"
    # Where the laws predict the direction, that comes first.
    th = theory("P1: y rises", "T1 usually: y is mid", explains="change of y")
    assert judged(th, case("y=high", baseline="y=low")).verdict == "predicted"


def test_silence_is_that_no_level_is_excluded() -> None:
    # From low nothing falls, so P1 excludes no level; from mid it excludes low.
    th = theory("P1: not y falls", explains="change of y")
    assert judged(th, case("y=high", baseline="y=low")).verdict == "silent"
    assert judged(th, case("y=high", baseline="y=mid")).verdict == "permitted"
    # Both changes that are possible are left, but a level is not.
    th = theory("P1: y is not mid", explains="change of y")
    j = judged(th, case("y=high", baseline="y=low"))
    assert (j.possible, j.prediction, j.levels) == (("steady", "rises"), ("steady", "rises"), ("low", "high"))
    assert j.verdict == "permitted"
    # The same for a tendency.
    th = theory("T1 usually: y is not mid", explains="change of y")
    j = judged(th, case("y=high", baseline="y=low"))
    assert (j.expectation, j.levels, j.expected_levels) == (("steady", "rises"), ALL, ("low", "high"))
    assert j.verdict == "permitted"


def test_the_prediction_is_made_of_pairs_of_levels_that_go_together() -> None:
    # high only from low, low only from high: no level is excluded by itself, but steady is, and mid is.
    th = theory(
        "P1: if previously y is low then y is high",
        "P2: if previously y is high then y is low",
        "P3: y is not mid",
        explains="change of y",
    )
    j = judged(th, case("y=low", baseline="y=low|high"))
    assert (j.prediction, j.levels, j.possible) == (("falls", "rises"), ("low", "high"), ("falls", "steady", "rises"))
    assert (j.observed, j.readings) == (("falls", "steady"), ("contradicted", "predicted"))


# Known


def test_what_is_explained_now_is_not_known_even_for_another_explained_term() -> None:
    # P1 could turn on z, but the theory explains z as well and may not see it.
    of = case("z=yes y=high")
    assert judged(theory("P1: if z then y is low"), of).verdict == "contradicted"
    both = theory("P1: if z then y is low", "P2: not z", explains=["y", "z"])
    assert judged(both, of).verdict == "silent"
    # P2 mentions z at t, an explained term: it denies no conditions, it is wrong about z.
    assert judged(both, of, row=1).verdict == "contradicted"


def test_what_was_explained_before_is_known() -> None:
    j = judged(theory("P1: if previously y is low then y is low"), case("y=low", baseline="y=low"))
    assert j.verdict == "predicted"


def test_a_contested_coding_contributes_the_disjunction_of_its_values() -> None:
    laws = theory("P1: if w is low then y is high", "P2: if w is mid then y is high")
    j = judged(laws, case("w=low|mid y=high"))
    assert (j.prediction, j.verdict, j.settled_by) == (("high",), "predicted", ())
    j = judged(laws, case("w=low|high y=high"))
    assert (j.prediction, j.verdict, j.readings) == (ALL, "open", ("predicted", "silent"))
    assert settled_by(j) == ["w t1"]


def test_possible_changes_are_those_that_the_coding_before_leaves() -> None:
    th = theory("P1: if a then y rises", explains="change of y")
    j = judged(th, case("a=no y=low", baseline="y=low"))
    assert (j.possible, j.verdict) == (("steady", "rises"), "silent")
    j = judged(th, case("a=yes y=mid", baseline="y=low|mid"))
    assert (j.possible, j.prediction, j.observed) == (("falls", "steady", "rises"), ("rises",), ("steady", "rises"))
    assert (j.levels, j.observed_levels) == (("mid", "high"), ("mid",))
    # As rises from low it is predicted, as steady from mid contradicted; coding the baseline settles it.
    assert j.readings == ("contradicted", "predicted") and j.open and settled_by(j) == ["y baseline"]


def test_a_coding_of_the_period_replaces_that_of_throughout_also_by_missing() -> None:
    of = case("y=low", "a=no y=low", "a=? y=low", throughout="a=yes", baseline="")
    th = theory(HIGH_IF_A, "P2: if previously a then y is not mid")
    assert [j.verdict for j in judge(th, of)[0].judgements] == ["contradicted", "permitted", "open"]
    # Known is what is coded in the past, the baseline under `throughout` too.
    assert judged(th, of, 1).prediction == ("high",) and judged(th, of, 3).readings == ("contradicted", "silent")


# Scope


def test_an_assumed_scope_joins_what_is_known() -> None:
    # b is missing: were it no, the theory would not speak; assumed yes, it says high.
    j = judged(theory("P1: if b then y is high", scope="b"), case("y=high"))
    assert (j.scope, j.verdict, j.prediction, j.untested) == ("assumed", "open", ("high",), ())
    assert j.readings == ("out of scope", "predicted") and settled_by(j) == ["b t1"]


def test_a_scope_that_looks_before_the_first_period_is_assumed_and_not_tested() -> None:
    # It cannot be read, so it adds nothing: b stays open here, and where it is no, P1 says nothing.
    th = theory("P1: if b then y is high", scope="b and not b rises")
    j = judged(th, case("y=high"))
    assert (j.scope, j.untested, j.prediction, j.readings) == ("assumed", ("scope",), ALL, ("predicted", "silent"))
    # With a baseline it asks for b in both periods.
    j = judged(th, case("y=high", baseline=""))
    assert (j.scope, j.untested, j.prediction) == ("assumed", (), ("high",))
    assert j.readings == ("out of scope", "predicted") and settled_by(j) == ["b baseline", "b t1"]


@pytest.mark.parametrize(("codings", "state"), [("w=low", "fails"), ("w=low|mid", "assumed"), ("w=mid|high", "holds")])
def test_a_scope_fails_or_holds_only_where_what_is_known_entails_it(codings: str, state: str) -> None:
    j = judged(theory(HIGH_IF_A, scope="w is at least mid"), case(f"{codings} a=yes y=high"))
    assert j.scope == state
    assert (
        j.readings
        == {"fails": ("out of scope",), "holds": ("predicted",), "assumed": ("out of scope", "predicted")}[state]
    )


def test_a_scope_may_ask_what_the_outcome_was() -> None:
    th = theory(HIGH_IF_A, scope="previously y is low")
    assert judged(th, case("a=yes y=low", baseline="y=mid")).scope == "fails"


# Readings


def test_a_contested_outcome_opens_the_verdict_and_no_gap_settles_it() -> None:
    j = judged(theory(HIGH_IF_A), case("a=yes y=mid|high"))
    assert (j.observed, j.verdict, j.readings) == (("mid", "high"), "open", ("contradicted", "predicted"))
    assert j.settled_by == ()
    # With a gap beside it too: a decides nothing that the outcome does not undo.
    j = judged(theory("P1: y is high", "P2: if a then y is high"), case("y=mid|high"))
    assert (j.readings, j.settled_by) == (("contradicted", "predicted"), ())
    # Contested between two outcomes that both fit one verdict, it is not open.
    j = judged(theory("P1: if a then y is at least mid"), case("a=yes y=mid|high"))
    assert (j.verdict, j.readings, j.open) == ("permitted", ("permitted",), False)


def test_the_verdict_is_the_one_reading_whatever_the_gaps_as_they_stand_leave() -> None:
    # With a not high, without a not low: together nothing is excluded, but either way something is.
    th = theory("P1: if a then y is not high", "P2: if not a then y is not low")
    j = judged(th, case("y=mid"))
    assert (j.levels, j.verdict, j.readings, settled_by(j)) == (ALL, "permitted", ("permitted",), [])


def test_what_only_some_completions_deny_is_open() -> None:
    # w low is denied by N1; w mid makes high. As the gap stands, high is left.
    j = judged(theory("N1: w is not low", "P1: if w is mid then y is high"), case("w=low|mid y=high"))
    assert (j.prediction, j.readings, j.verdict) == (("high",), ("denies conditions", "predicted"), "open")
    assert j.laws_alone is None
    # Here all that w may be is denied, and no law speaks of y.
    j = judged(theory("N1: w is high"), case("w=low|mid y=high"))
    assert (j.verdict, j.prediction, j.laws_alone) == ("denies conditions", (), ALL)


def test_laws_alone_are_those_of_all_completions_together() -> None:
    # Either way the conditions are denied; by the laws alone, w low means low and w mid means mid.
    th = theory("N1: w is high", "P1: if w is low then y is low", "P2: if w is mid then y is mid")
    j = judged(th, case("w=low|mid y=high"))
    assert (j.verdict, j.prediction, j.laws_alone) == ("denies conditions", (), ("low", "mid"))


def test_the_outcome_before_a_change_is_a_gap() -> None:
    # From low, mid is a rise; from mid it is none; from high nothing rises.
    j = judged(theory("P1: y rises", explains="change of y"), case("y=mid", baseline=""))
    assert (j.verdict, j.prediction, j.levels) == ("open", ("rises",), ("mid", "high"))
    assert (j.observed, j.observed_levels, j.observed_probability) == (None, ("mid",), None)
    assert j.readings == ("incoherent", "contradicted", "predicted") and settled_by(j) == ["y baseline"]


def test_gaps_that_settle_stand_by_period_and_file_order() -> None:
    j = judged(theory("P1: if b and a and previously c then y is high"), case("y=low", baseline=""))
    assert (j.verdict, j.readings) == ("open", ("contradicted", "silent"))
    assert settled_by(j) == ["c baseline", "a t1", "b t1"]


def test_a_gap_that_does_not_matter_is_not_named() -> None:
    # b decides nothing; coding a alone settles the verdict.
    j = judged(theory("P1: if a and (b or not b) then y is high"), case("y=low"))
    assert settled_by(j) == ["a t1"]


def test_a_term_of_an_unbound_role_is_missing_whatever_is_coded() -> None:
    of = case("f(partner)=yes y=low", bound=["state"])
    j = judged(theory("P1: if f(partner) then y is high"), of)
    assert (j.verdict, j.readings, settled_by(j)) == ("open", ("contradicted", "silent"), ["f(partner) t1"])


def test_a_theoretical_term_is_no_gap() -> None:
    j = judged(theory("P1: if e then y is high"), case("y=low"))
    assert (j.verdict, j.open) == ("silent", False)


# Giving up, and reasons


def test_what_is_given_up_is_not_asserted_but_names_its_cause() -> None:
    th = theory(HIGH_IF_A, exhaustive=["y is high"])
    assert judged(th, case("a=yes y=low"), without={"P1"}).verdict == "silent"
    assert judged(th, case("a=no y=high"), without={"P1"}).verdict == "contradicted"
    assert judged(th, case("a=no y=high"), without={"exhaustive: y is high"}).verdict == "silent"


def test_the_used_instances_are_formed_with_what_is_given_up() -> None:
    # T1 draws the clash of D1 and D2 at 1 into use, given up or not.
    th = theory(
        "D1 definition: if a then e", "D2 definition: if a then not e", "T1 usually: if previously e then y is low"
    )
    j = judged(th, case("a=yes", "a=no y=low"), 2, without={"T1"})
    assert (j.verdict, j.expectation) == ("denies conditions", None)


def test_reasons_exclude_an_outcome_only_together() -> None:
    th = theory("D1 definition: if a then e", "P1: if e then y is high", scope="b")
    of = case("a=yes y=low")
    law, definition = Reason("proposition", "P1", 1), Reason("proposition", "D1", 1)
    coding, scope = Reason("coding", "a", 1, ("yes",)), Reason("scope", "scope", 1)
    y = th.explains[0]
    assert excluded(th, of, y, 1, "low", [law, definition, coding])
    for left_out in (law, definition, coding):
        assert not excluded(th, of, y, 1, "low", {law, definition, coding, scope} - {left_out})
    assert not excluded(th, of, y, 1, "high", [law, definition, coding])
    assert not excluded(th, of, y, 1, None, [law, definition, coding])


def test_reasons_may_exclude_a_level_and_leave_the_change() -> None:
    th = theory("P1: if a then y is mid", explains="change of y")
    of, y = case("a=yes y=high", baseline="y=low"), th.explains[0]
    reasons = [Reason("proposition", "P1", 1), Reason("coding", "a", 1, ("yes",)), Reason("coding", "y", 0, ("low",))]
    assert excluded(th, of, y, 1, None, reasons, level="high")
    assert excluded(th, of, y, 1, "rises", reasons, level="high")
    assert not excluded(th, of, y, 1, "rises", reasons) and excluded(th, of, y, 1, "steady", reasons)


@pytest.mark.parametrize(
    "reason",
    [
        Reason("proposition", "P2", 1),
        Reason("proposition", "P1", 0),
        Reason("scope", "scope", 1),
        Reason("coding", "a", 1, ("no",)),
        Reason("coding", "y", 1, ("low",)),
        Reason("coding", "b", 1),
    ],
)
def test_what_does_not_speak_at_t_is_no_reason(reason: Reason) -> None:
    th, of = theory(HIGH_IF_A), case("a=yes y=low", baseline="a=yes")
    with pytest.raises(LookupError):
        excluded(th, of, th.explains[0], 1, "low", [reason])


def test_rows_stand_by_the_values_of_the_gaps() -> None:
    th, of = theory("P1: if a and b then y is high"), case("b=yes y=low")
    table = Table(th, of, th.explains[0], 1)
    assert [str(term) for term, _ in table.gaps] == ["a"] and table.size() == 6
    assert {key: {row.level for row in rows if row.strict} for key, rows in table.rows.items()} == {
        ("no",): {"low", "mid", "high"},
        ("yes",): {"high"},
    }
