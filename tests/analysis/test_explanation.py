"""Explanations of random studies against the truth table: cores, their order, and every step of a derivation.

All of it in the leading reading, whose codings are those of `read_case`.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product

import pytest
from hypothesis import given, settings

import checker.analysis.explain.derivation
import checker.analysis.explain.period
from checker.analysis.explain.derivation import Step, detours
from checker.analysis.explain.period import Exclusion, PeriodExplanation, explain_period
from checker.analysis.verdicts.judgement import Reason
from checker.analysis.verdicts.trial import Trial
from checker.logic.formula import Term
from checker.problems import LimitReached
from checker.study.case import Coding
from checker.study.term_period import Fact, TermPeriod
from tests.in_reading import read_case
from tests.random_studies import Study
from tests.small_studies import case, theory
from tests.strategies import studies
from tests.truth_table import Table, excluded

World = dict[tuple[Term, int], str]


def explanations(study: Study, cores: int = 40) -> Iterator[PeriodExplanation]:
    tested, seen = study
    for explained in tested.explains:
        for period in range(1, seen.last + 1):
            yield explain_period(Trial(tested, seen), explained, period, cores=cores)


def excludes(explanation: PeriodExplanation, exclusion: Exclusion, reasons: Iterable[Reason]) -> bool:
    """Whether the reasons alone do what the exclusion says, by the truth table."""
    tested, judgement, explained = explanation.theory, explanation.judgement, explanation.explained
    seen, period = read_case(explanation.case, judgement), explanation.judgement.period
    if exclusion.subject == "scope":
        scope = Reason("scope", "scope", period, judgement.period_id)
        return excluded(tested, seen, explained, period, None, [*reasons, scope])
    if exclusion.levels:
        return all(excluded(tested, seen, explained, period, None, reasons, level=v) for v in exclusion.levels)
    outcomes: Sequence[str | None] = exclusion.outcomes or (None,)
    return all(excluded(tested, seen, explained, period, outcome, reasons) for outcome in outcomes)


def members(reasons: Sequence[Reason]) -> list[list[Reason]]:
    """Reasons that stand or fall as one: all instances of a proposition."""
    grouped: dict[object, list[Reason]] = {}
    for reason in reasons:
        key = reason.label if reason.kind == "proposition" else (reason.label, reason.period)
        grouped.setdefault(key, []).append(reason)
    return list(grouped.values())


@given(studies())
def test_a_core_excludes_what_it_is_said_to_and_no_part_of_it_does(study: Study) -> None:
    for explanation in explanations(study):
        for exclusion in explanation.exclusions:
            assert exclusion.cores.cores
            assert exclusion.core is not None
            for core in (*exclusion.cores.cores, exclusion.core):
                assert excludes(explanation, exclusion, core.reasons)
                for left in core.reasons:
                    assert not excludes(explanation, exclusion, [r for r in core.reasons if r != left])


@given(studies())
def test_the_first_core_is_a_smallest_and_a_longer_list_begins_with_a_shorter(study: Study) -> None:
    for explanation in explanations(study):
        first = explain_period(
            Trial(explanation.theory, explanation.case), explanation.explained, explanation.judgement.period, cores=1
        )
        for all_of_them, one in zip(explanation.exclusions, first.exclusions, strict=True):
            assert all_of_them.cores.complete
            assert one.cores.cores == all_of_them.cores.cores[:1]
            assert one.cores.complete is (len(all_of_them.cores.cores) == 1)
            assert one.decides is all_of_them.decides
            sizes = [len(members(core.reasons)) for core in all_of_them.cores.cores]
            assert sizes == sorted(sizes)


@settings(max_examples=30)
@given(studies(worlds=200))
def test_a_complete_list_holds_every_minimal_core(study: Study) -> None:
    for explanation in explanations(study):
        for exclusion in explanation.exclusions:
            labelled = [
                frozenset(reason for group in members(core.reasons) for reason in _keys(group))
                for core in exclusion.cores.cores
            ]
            if exclusion.subject not in ("law", "clash"):
                continue
            table = table_of(explanation)
            available: dict[object, list[Reason]] = {}
            for i in table.used:
                if i.strict:
                    period_id = explanation.case.period(i.period).id
                    available.setdefault(i.label, []).append(Reason("proposition", i.label, i.period, period_id))
            for (term, t), values in table.codings.items():
                if (term, t) in table.matters and (term, t) not in table.now:
                    available[str(term), t] = [Reason("coding", str(term), t, explanation.case.period(t).id, values)]
            read = explanation.judgement.read
            if read is not None and read.scope == "assumed" and table.reads_scope:
                t = explanation.judgement.period
                available["scope", t] = [Reason("scope", "scope", t, explanation.judgement.period_id)]
            if len(available) > 6:
                continue
            minimal: list[frozenset[object]] = []
            for size in range(len(available) + 1):
                for chosen in combinations(available, size):
                    if any(known <= set(chosen) for known in minimal):
                        continue
                    if excludes(explanation, exclusion, [r for key in chosen for r in available[key]]):
                        minimal.append(frozenset(chosen))
            assert sorted(map(_ordered, labelled)) == sorted(map(_ordered, minimal))


def _keys(group: Sequence[Reason]) -> list[object]:
    return [group[0].label if group[0].kind == "proposition" else (group[0].label, group[0].period)]


def _ordered(core: frozenset[object]) -> list[str]:
    return sorted(map(str, core))


@given(studies())
def test_every_level_that_is_excluded_has_its_reasons(study: Study) -> None:
    for explanation in explanations(study, cores=1):
        read = explanation.judgement.read
        if read is None or not read.levels:
            continue
        order, before = explanation.theory.codebook.values(explanation.explained.term), table_of(explanation).codings
        known = before.get((explanation.explained.term, explanation.judgement.period - 1), ())
        if explanation.explained.change and len(known) != 1:
            told = {o for e in explanation.exclusions if e.subject == "law" and not e.levels for o in e.outcomes}
            assert told == set(read.possible or ()) - set(read.prediction or ())
            continue
        level_of = {v: table_of(explanation).change(known[0], v) if explanation.explained.change else v for v in order}

        def named(
            subject: str,
            order: Sequence[str] = order,
            level_of: dict[str, str] = level_of,
            explanation: PeriodExplanation = explanation,
        ) -> set[str]:
            return {
                v
                for e in explanation.exclusions
                if e.subject == subject
                for v in order
                if (v in e.levels if e.levels else level_of[v] in e.outcomes)
            }

        assert named("law") == set(order) - set(read.levels)
        if read.expected_levels:
            assert named("tendency") == set(read.levels) - set(read.expected_levels)
        assert any(e.subject == "collision" for e in explanation.exclusions) is (read.expectation == ())


@given(studies())
def test_what_decides_is_what_the_verdict_says(study: Study) -> None:
    for explanation in explanations(study, cores=1):
        deciding = [e for e in explanation.exclusions if e.decides]
        read, verdict = explanation.judgement.read, explanation.judgement.likeliest
        if read is None:
            continue
        match verdict:
            case "contradicted" | "against expectation":
                first = deciding[0]
                assert (first.levels or first.outcomes) == read.observed_levels
                assert first.subject == ("law" if verdict == "contradicted" else "tendency")
                assert len(deciding) == 1
            case "predicted" | "expected":
                left = read.prediction if verdict == "predicted" else read.expectation
                said = {o for e in deciding for o in e.outcomes if not e.levels}
                assert said == set(read.possible or ()) - set(left or ())
            case "permitted":
                assert deciding
            case "open":
                assert not deciding


@given(studies())
def test_every_step_of_a_derivation_follows_by_itself(study: Study) -> None:
    for explanation in explanations(study, cores=1):
        for exclusion in explanation.exclusions:
            assert exclusion.steps
            coded = [
                Fact(TermPeriod(r.term, r.period), r.period_id, r.values)
                for r in (exclusion.core.reasons if exclusion.core else ())
                if r.term is not None
            ]
            check_steps(explanation, exclusion, exclusion.steps, coded)


def check_steps(
    explanation: PeriodExplanation, exclusion: Exclusion, steps: Sequence[Step], known: Sequence[Fact]
) -> None:
    facts = list(known)
    for place, step in enumerate(steps):
        assert all(fact in facts for fact in step.uses)
        assert (step.gives is None) is (place == len(steps) - 1)
        if step.branches:
            about = step.branches[0].fact
            told_apart = [value for branch in step.branches for value in branch.fact.values]
            left = step.uses[0].values if step.uses else explanation.theory.codebook.values(about.term)
            assert set(told_apart) == set(left)
            for branch in step.branches:
                check_steps(explanation, exclusion, branch.steps, [*facts, branch.fact])
        else:
            assert follows(explanation, exclusion, step)
        if step.gives is not None:
            facts.append(step.gives)


def table_of(explanation: PeriodExplanation) -> Table:
    """The truth table under the codings of the leading reading."""
    return Table(
        explanation.theory,
        read_case(explanation.case, explanation.judgement),
        explanation.explained,
        explanation.judgement.period,
        (),
    )


def follows(explanation: PeriodExplanation, exclusion: Exclusion, step: Step) -> bool:
    """Whether every world with the step's facts, rule and supposed outcome has what it gives, by the truth table."""
    table = table_of(explanation)
    rules = [
        i
        for i in table.used
        if step.rule is not None
        and step.rule.kind == "proposition"
        and (i.label, i.period) == (step.rule.label, step.rule.period)
    ]
    scoped = step.rule is not None and step.rule.kind == "scope"
    assert step.rule is None or rules or scoped
    known = {(fact.term, fact.period): fact.values for fact in step.uses}
    matters = {*known, *(pair for i in rules for pair in i.named)}
    if scoped:
        matters |= set(table.matters)
    if step.supposing:
        matters |= {(explanation.explained.term, table.t)}
        matters |= {(explanation.explained.term, table.t - 1)} if explanation.explained.change else set()
    if step.gives is not None:
        matters |= {(step.gives.term, step.gives.period)}
    pairs = sorted(matters, key=str)
    values = [known.get(pair, table.codebook.values(pair[0])) for pair in pairs]
    for row in product(*values):
        world: World = dict(zip(pairs, row, strict=True))
        holds = all(i.true_in(world) for i in rules) and (not scoped or table.in_scope(world))
        if holds and step.supposing:
            holds = (
                world[table.here] in exclusion.levels
                if exclusion.levels
                else table.outcome(world) in exclusion.outcomes
            )
        if holds and (step.gives is None or world[step.gives.term, step.gives.period] not in step.gives.values):
            return False
    return True


def test_past_the_limit_on_steps_the_reasons_are_given_without_them(monkeypatch: pytest.MonkeyPatch) -> None:
    tested, seen = theory("D1 definition: if a then e", "N1: if e then y is low"), case("a=yes y=high")
    monkeypatch.setattr(checker.analysis.explain.derivation, "MAX_STEPS", 0)
    first = explain_period(Trial(tested, seen), tested.explains[0], 1).exclusions[0]
    assert first.steps is None
    assert first.cores.cores


def test_a_limit_reached_is_said_and_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def tired(*_: object) -> None:
        raise LimitReached("for this test")

    tested, seen = theory("N1: if a then y is low"), case("a=yes y=high")
    monkeypatch.setattr(checker.analysis.explain.period, "repairs", tired)
    found = explain_period(Trial(tested, seen), tested.explains[0], 1)
    assert found.limit == "for this test"
    assert not found.is_complete
    assert found.judgement.verdict == "contradicted"


@given(studies())
def test_a_flip_leads_where_it_says(study: Study) -> None:
    for explanation in explanations(study, cores=1):
        read = read_case(explanation.case, explanation.judgement)
        for flip in (*explanation.flips, *explanation.outcome):
            place = flip.recodings[0].at
            other = read.recoded({(place.term, place.period): Coding((flip.recodings[0].instead,))})
            table = Table(explanation.theory, other, explanation.explained, explanation.judgement.period, ())
            assert table.answer(table.codings).verdict == flip.verdict
        assert all(flip.verdict != explanation.judgement.likeliest for flip in explanation.flips)


def test_a_change_in_the_right_direction_may_be_to_a_level_that_is_excluded() -> None:
    tested = theory("N1: if a then y is low", explains="change of y")
    found = explain_period(Trial(tested, case("a=yes y=mid", baseline="y=high")), tested.explains[0], 1)
    first = found.exclusions[0]
    assert (found.judgement.likeliest, first.outcomes, first.levels) == ("contradicted", ("falls",), ("mid",))
    assert found.judgement.read is not None
    assert found.judgement.read.prediction == ("falls",)


def test_one_reason_for_several_outcomes_is_given_once() -> None:
    tested = theory("N1: if a then y is low", explains="change of y")
    found = explain_period(Trial(tested, case("a=yes y=low", baseline="y=mid")), tested.explains[0], 1)
    assert [(e.outcomes, e.decides) for e in found.exclusions] == [(("steady", "rises"), True)]
    apart = theory("N1: if a then y is low", "N2: if b then not y falls", explains="change of y")
    found = explain_period(Trial(apart, case("a=yes b=yes y=low", baseline="y=low")), apart.explains[0], 1)
    assert [e.outcomes for e in found.exclusions] == [("rises",)]


def test_a_direct_reason_is_told_rather_than_a_shorter_one_that_has_to_suppose_something() -> None:
    tested = theory("N1: if b or c then y is low", "N2: if y is high then b or c or not a")
    found = explain_period(Trial(tested, case("a=yes b=no c=no y=high")), tested.explains[0], 1).exclusions[0]
    assert found.core is not None and found.steps is not None
    assert (found.cores.cores[0].size, found.core.size) == (3, 4)
    assert [step.rule.label for step in found.steps if step.rule] == ["N2"]
    assert detours(found.steps) == 0


def test_the_claim_to_name_all_causes_is_weighed_in_the_reading() -> None:
    tested = theory("N1: if a then y is high", exhaustive=["y is high"])
    found = explain_period(Trial(tested, case("a=no y=high")), tested.explains[0], 1)
    assert (found.judgement.likeliest, found.without_exhaustive) == ("contradicted", "silent")
