"""Severity against re-judging every sequence; tests between rivals and dominance on studies worked out by hand."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import permutations, product

import pytest

from checker.analysis.rivals.chances import kind_of_test
from checker.analysis.rivals.comparison import Comparison, Likely, Matrix, compare, likely_among
from checker.analysis.rivals.discrimination import discriminate
from checker.analysis.rivals.severity import judged_periods, seen_as, severity
from checker.analysis.verdicts.cell import Cell
from checker.analysis.verdicts.judgement import REFUTED
from checker.analysis.verdicts.trial import Trial
from checker.logic.formula import Term
from checker.report.compare.compare import compare_rendered
from checker.report.compare.discriminate import discriminate_rendered
from checker.study.case import Case, Coding, NamedReading
from checker.study.term_period import TermPeriod
from checker.study.theory import Theory
from tests.random_studies import random_study
from tests.seeds import for_each
from tests.small_studies import case, theory


def named(name: str, *lines: str, scope: str = "", exhaustive: Sequence[str] = ()) -> Theory:
    return replace(theory(*lines, scope=scope, exhaustive=exhaustive), name=name)


def survives(cells: Mapping[int, Cell], outcomes: Sequence[str]) -> bool:
    """Whether no judged period is refuted where these are the outcomes, each judged anew by the solver."""
    course = dict(zip(cells, outcomes, strict=True))
    for t, cell in cells.items():
        question = cell.question
        own = {TermPeriod(question.here.term, s): (value,) for s, value in course.items() if s <= t}
        read = {**cell.read_codings, **{tp: values for tp, values in own.items() if tp in cell.read_codings}}
        if {question.solved(each).verdict for each in question.completions(read)} <= REFUTED:
            return False
    return True


@for_each(range(60))
def test_severity_counts_the_sequences_that_survive_one_by_one(seed: int) -> None:
    studied, of = random_study(seed)
    for explained in studied.explains:
        trial = Trial(studied, of)
        found = severity(trial, explained)
        cells = {t: trial.cell(explained, t) for t in judged_periods(trial, explained)}
        assert found.periods == tuple(of.period(t).id for t in cells)
        if not cells:
            assert found.sequences is None and found.orderings is None
            continue
        values = of.codebook.values(explained.term)
        if len(values) ** len(cells) <= 100:
            every = [survives(cells, row) for row in product(values, repeat=len(cells))]
            assert found.sequences == (sum(every), len(every))
        observed = [seen_as(of, TermPeriod(explained.term, t)) for t in cells]
        different = sorted(set(permutations(observed)))
        if len(different) <= 24:
            orders = [survives(cells, row) for row in different]
            assert found.orderings == (sum(orders), len(orders))


def test_a_doubtful_outcome_counts_as_its_most_probable_value_and_conditions_as_they_are_read() -> None:
    # At 3/4 the condition is there and the law excludes low, which is what most probably happened.
    of = case("a=yes y=low|high").recoded(
        {
            (Term("a"), 1): Coding(("yes",), {"yes": Fraction(3, 4), "no": Fraction(1, 4)}),
            (Term("y"), 1): Coding(("low", "high"), {"low": Fraction(3, 5), "high": Fraction(2, 5)}),
        }
    )
    found = severity(Trial(said := theory("P1: if a then y is high"), of), said.explains[0])
    assert seen_as(of, TermPeriod(Term("y"), 1)) == "low"
    assert (found.sequences, found.orderings) == ((1, 3), (0, 1))


def test_persistence_survives_only_the_course_without_change() -> None:
    still = theory("P1: y is steady", explains="change of y")
    found = severity(Trial(still, case("y=low", "y=low", "y=low", baseline="y=low")), still.explains[0])
    assert (found.sequences, found.orderings) == ((1, 27), (1, 1))


def test_periods_that_are_not_observed_are_left_out_of_the_sequence() -> None:
    found = severity(
        Trial(said := theory("P1: if a then y is high"), case("a=yes y=high", "a=yes", "a=no y=low")), said.explains[0]
    )
    assert found.periods == ("t1", "t3")
    assert (found.sequences, found.orderings) == ((3, 9), (1, 2))


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (("low",), ("high",), "critical"),
        (("low", "mid"), ("mid",), "partial"),
        (("low",), ("low",), None),
        ((), ("low",), None),
    ],
)
def test_two_predictions_test_each_other_where_they_differ(
    one: tuple[str, ...], other: tuple[str, ...], kind: str | None
) -> None:
    assert kind_of_test(one, other) == kind


HIGH = named("bold", "H1: if a then y is high", "H2: if not a then y is low")
MID = named("shy", "M1: if a then y is mid")
SURE, NEVER = Fraction(1), Fraction(0)


def compared(of: Case | Sequence[Case], *theories: Theory) -> Comparison:
    (found,) = compare([of] if isinstance(of, Case) else of, theories)
    return found


def ordered(matrix: Matrix) -> dict[tuple[str, str], Fraction | None]:
    """The chance that the first dominates the second, for those that have one."""
    found = {}
    for each in matrix.dominance:
        found[each.first, each.second], found[each.second, each.first] = each.by_first, each.by_second
    return {pair: chance for pair, chance in found.items() if chance}


def test_a_critical_test_is_a_period_where_the_predictions_are_disjoint() -> None:
    found = compared(case("a=yes y=high", "a=no y=low"), HIGH, MID).with_exhaustive
    assert [(t.period_id, t.critical, t.partial, t.won_by_first, t.won_by_second) for t in found.tests] == [
        ("t1", SURE, NEVER, SURE, NEVER),
        ("t2", NEVER, SURE, None, None),
    ]
    assert ordered(found) == {("bold", "shy"): 1}


def doubtful(share: Fraction, line: str = "a=yes y=high") -> Case:
    return case(line).recoded({(Term("a"), 1): Coding(("yes",), {"yes": share, "no": 1 - share})})


def test_under_doubt_each_test_and_each_order_has_its_chance() -> None:
    """Where a holds the two exclude each other; where not, bold alone predicts, and wrongly."""
    found = compared(doubtful(Fraction(3, 4)), HIGH, MID).with_exhaustive
    (test,) = found.tests
    assert (test.critical, test.partial, test.won_by_first) == (Fraction(3, 4), Fraction(1, 4), SURE)
    assert ordered(found) == {("bold", "shy"): Fraction(3, 4), ("shy", "bold"): Fraction(1, 4)}


def test_the_codings_of_several_cases_are_drawn_by_themselves() -> None:
    found = compared([doubtful(Fraction(3, 4)), replace(doubtful(Fraction(1, 2)), name="other")], HIGH, MID)
    assert ordered(found.with_exhaustive) == {("bold", "shy"): Fraction(3, 8), ("shy", "bold"): Fraction(1, 8)}
    assert found.with_exhaustive.dominance[0].judged == 2


def test_theories_each_better_once_stay_unranked() -> None:
    assert ordered(compared([case("a=yes y=high"), case("a=yes y=mid")], HIGH, MID).with_exhaustive) == {}


def test_a_period_out_of_scope_for_one_is_no_test_and_orders_nothing() -> None:
    narrow = named("narrow", "N1: y is low", scope="not a")
    found = compared(doubtful(Fraction(3, 4)), HIGH, narrow).with_exhaustive
    (test,) = found.tests
    # In scope, where a does not hold, both predict low.
    assert (test.critical, test.partial) == (NEVER, NEVER) and ordered(found) == {}
    assert (found.dominance[0].judged, found.dominance[0].apart) == (Fraction(1, 4), Fraction(3, 4))


def test_rivals_are_read_with_their_exhaustive_statements_and_without() -> None:
    closed = named("closed", "C1: if a then y is high", exhaustive=["y is high"])
    found = compared(case("a=no y=high"), closed, MID)
    assert found.without_exhaustive is not None
    assert (found.with_exhaustive.exhaustive, found.without_exhaustive.exhaustive) == (True, False)
    assert found.with_exhaustive.lines[0].entries[0].verdict == "contradicted"
    assert found.without_exhaustive.lines[0].entries[0].verdict == "silent"
    assert ordered(found.with_exhaustive) == {("shy", "closed"): 1} and ordered(found.without_exhaustive) == {}


def test_what_exhaustive_statements_do_not_change_is_the_same_without_them() -> None:
    closed = named("closed", "C1: if a then y is high", exhaustive=["y is high"])
    found = compared(doubtful(Fraction(3, 4)), closed, HIGH, MID)
    assert found.without_exhaustive is not None
    pairs = zip(found.with_exhaustive.tests, found.without_exhaustive.tests, strict=True)
    # Where a does not hold, closed says less than bold, with its claim or without, but as little as shy only without.
    assert [(one.first, one.second) for one, other in pairs if one != other] == [("closed", "shy")]


def test_benchmarks_are_no_rivals_but_have_an_order_and_a_record() -> None:
    idle = replace(named("idle", "P1: y is low"), benchmark=True)
    found = compared(case("a=yes y=high"), HIGH, MID, idle)
    assert [(t.first, t.second) for t in found.with_exhaustive.tests] == [("bold", "shy")]
    assert ("bold", "idle") in ordered(found.with_exhaustive)
    assert [(each.theory, each.track.unrefuted) for each in found.records] == [
        ("bold", SURE),
        ("shy", NEVER),
        ("idle", NEVER),
    ]


@pytest.mark.parametrize(
    ("own", "rivals", "kind"),
    [
        (("high",), [("high",)], "most likely"),
        (("high",), [("low",), ("low", "mid")], "least likely"),
        (("high",), [("high", "mid")], None),
        (("high", "mid"), [("low",)], None),
        (("high",), [()], None),
        (("high",), [], None),
        (("high",), [("high",), ("low",)], None),
    ],
)
def test_a_case_is_most_likely_where_all_say_the_same_and_least_likely_where_no_rival_does(
    own: tuple[str, ...], rivals: list[tuple[str, ...]], kind: Likely | None
) -> None:
    assert likely_among(own, rivals) == kind


def test_what_kind_of_case_a_period_is_is_read_as_the_leading_verdict_is() -> None:
    also = named("also", "A1: if a then y is high", "A2: if not a then not y is low")
    found = compared([doubtful(Fraction(3, 4)), case("a=no y=low")], HIGH, also).with_exhaustive
    assert [[entry.likely for entry in line.entries] for line in found.lines] == [
        ["most likely", "most likely"],
        ["least likely", None],
    ]


def test_a_limit_leaves_the_chances_out_and_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from checker.analysis.rivals import chances

    monkeypatch.setattr(chances, "MAX_WAYS", 1)
    found = compared(doubtful(Fraction(3, 4)), HIGH, MID)
    (order,) = found.with_exhaustive.dominance
    assert (order.by_first, order.by_second, order.judged) == (None, None, None)
    assert not found.is_complete and any("more than 1 ways" in limit for limit in found.limits)


def test_named_readings_have_what_leads_under_them() -> None:
    own = NamedReading("author", {(Term("a"), 1): Coding(("yes",))}, "The author's own")
    of = replace(case("a=no y=high"), readings={"author": own})
    (found,) = compare(
        [of],
        [
            replace(theory("P1: if a then y is low"), name="one", title="One"),
            replace(theory("Q1: if a then y is high"), name="two", title="Two"),
        ],
    )
    assert [(each.name, each.label, each.verdicts) for each in found.by_reading] == [
        ("author", "The author's own", (("contradicted",), ("predicted",)))
    ]
    assert "The author's own (--reading author): a ✗, b ✓." in compare_rendered([found], "text")
    one, two = found.theories
    pair = discriminate(one, two, of)
    assert [each.verdicts for each in pair.by_reading] == [(("contradicted",), ("predicted",))]
    for form in ("text", "markdown", "latex"):
        assert "One ✗, Two ✓" in discriminate_rendered(pair, form)
    assert json.loads(discriminate_rendered(pair, "json"))["by_reading"][0]["second"] == ["predicted"]
