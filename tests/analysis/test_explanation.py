"""Explanations of random studies against the truth table: cores, their order, and every step of a derivation."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product

import pytest
from hypothesis import given, settings

import checker.analysis.derivation
import checker.analysis.explanation
from checker.analysis.derivation import Fact, Step
from checker.analysis.explanation import Exclusion, PeriodExplanation, explain_period
from checker.analysis.result import Reason
from checker.logic.formula import Term
from checker.problems import LimitReached
from checker.study.codebook import Codebook
from tests.random_studies import Study
from tests.small_studies import case, theory
from tests.strategies import studies
from tests.truth_table import Table, excluded

World = dict[tuple[Term, int], str]


def explanations(study: Study, cores: int = 40) -> Iterator[PeriodExplanation]:
    tested, seen = study
    for explained in tested.explains:
        for period in range(1, seen.last + 1):
            yield explain_period(tested, seen, explained, period, cores=cores)


def excludes(explanation: PeriodExplanation, exclusion: Exclusion, reasons: Iterable[Reason]) -> bool:
    """Whether the reasons alone do what the exclusion says, by the truth table."""
    tested, seen, explained = explanation.theory, explanation.case, explanation.explained
    period = explanation.judgement.period
    if exclusion.subject == "scope":
        scope = Reason("scope", "scope", period, explanation.judgement.period_id)
        return excluded(tested, seen, explained, period, None, [*reasons, scope])
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
            for core in exclusion.cores.cores:
                assert excludes(explanation, exclusion, core.reasons)
                for left in core.reasons:
                    assert not excludes(explanation, exclusion, [r for r in core.reasons if r != left])


@given(studies())
def test_the_first_core_is_a_smallest_and_a_longer_list_begins_with_a_shorter(study: Study) -> None:
    for explanation in explanations(study):
        first = explain_period(explanation.theory, explanation.case, explanation.explained,
                               explanation.judgement.period, cores=1)
        for all_of_them, one in zip(explanation.exclusions, first.exclusions, strict=True):
            assert all_of_them.cores.complete
            assert one.cores.cores == all_of_them.cores.cores[:1]
            assert one.cores.complete is (len(all_of_them.cores.cores) == 1)
            sizes = [len(members(core.reasons)) for core in all_of_them.cores.cores]
            assert sizes == sorted(sizes)


@settings(max_examples=30)
@given(studies(worlds=200))
def test_a_complete_list_holds_every_minimal_core(study: Study) -> None:
    for explanation in explanations(study):
        for exclusion in explanation.exclusions:
            labelled = [frozenset(reason for group in members(core.reasons) for reason in _keys(group))
                        for core in exclusion.cores.cores]
            if exclusion.subject not in ("law", "clash"):
                continue
            table = Table(explanation.theory, explanation.case, explanation.explained, explanation.judgement.period, ())
            available: dict[object, list[Reason]] = {}
            for i in table.used:
                if i.strict:
                    period_id = explanation.case.period(i.period).id
                    available.setdefault(i.label, []).append(Reason("proposition", i.label, i.period, period_id))
            for (term, t), values in table.codings.items():
                if (term, t) in table.matters and (term, t) not in table.now:
                    available[str(term), t] = [Reason("coding", str(term), t, explanation.case.period(t).id, values)]
            if explanation.judgement.scope == "assumed" and table.reads_scope:
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
def test_every_outcome_that_is_not_predicted_has_its_reasons(study: Study) -> None:
    for explanation in explanations(study):
        judgement = explanation.judgement
        if judgement.possible is None or judgement.prediction is None or not judgement.prediction:
            continue
        named = {o for e in explanation.exclusions if e.subject == "law" for o in e.outcomes}
        assert named == set(judgement.possible) - set(judgement.prediction)
        leaning = {o for e in explanation.exclusions if e.subject == "tendency" for o in e.outcomes}
        if judgement.expectation:
            assert leaning == set(judgement.prediction) - set(judgement.expectation)
        assert any(e.subject == "collision" for e in explanation.exclusions) is (judgement.expectation == ())


@given(studies())
def test_every_step_of_a_derivation_follows_by_itself(study: Study) -> None:
    for explanation in explanations(study, cores=1):
        for exclusion in explanation.exclusions:
            assert exclusion.steps
            coded = [Fact(reason_term(explanation.theory.codebook, r), r.period, r.period_id, r.values)
                     for r in exclusion.cores.cores[0].reasons if r.kind == "coding"]
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


def follows(explanation: PeriodExplanation, exclusion: Exclusion, step: Step) -> bool:
    """Whether every world with the step's facts, rule and supposed outcome has what it gives, by the truth table."""
    table = Table(explanation.theory, explanation.case, explanation.explained, explanation.judgement.period, ())
    rules = [i for i in table.used if step.rule is not None and step.rule.kind == "proposition"
             and (i.label, i.period) == (step.rule.label, step.rule.period)]
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
            holds = table.outcome(world) in exclusion.outcomes
        if holds and (step.gives is None or world[step.gives.term, step.gives.period] not in step.gives.values):
            return False
    return True


def test_past_the_limit_on_steps_the_reasons_are_given_without_them(monkeypatch: pytest.MonkeyPatch) -> None:
    tested, seen = theory("D1 definition: if a then e", "N1: if e then y is low"), case("a=yes y=high")
    monkeypatch.setattr(checker.analysis.derivation, "MAX_STEPS", 0)
    first = explain_period(tested, seen, tested.explains[0], 1).exclusions[0]
    assert first.steps is None
    assert first.cores.cores


def test_a_limit_reached_is_said_and_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def tired(*_: object) -> None:
        raise LimitReached("for this test")

    tested, seen = theory("N1: if a then y is low"), case("a=yes y=high")
    monkeypatch.setattr(checker.analysis.explanation, "repairs", tired)
    found = explain_period(tested, seen, tested.explains[0], 1)
    assert found.limit == "for this test"
    assert not found.is_complete
    assert found.judgement.verdict == "contradicted"


def reason_term(codebook: Codebook, reason: Reason) -> Term:
    return next(term for term in codebook.terms() if str(term) == reason.label)
