"""The parts of a compiled period say together what the solver says, with propositions on or off."""

from collections.abc import Iterator, Mapping, Sequence
from random import Random

import pytest

from checker.analysis.verdicts.question import Question
from checker.analysis.verdicts.trial import Trial
from checker.engine.compiled import Block, Diagram, Switch
from checker.engine.diagram import factored
from checker.engine.factors import Factors
from checker.problems import LimitReached
from tests.random_studies import random_study
from tests.seeds import for_each


def outcomes_left(
    factors: Factors, diagrams: Sequence[Diagram[bool]], allowed: Mapping[Block, Sequence[str]]
) -> tuple[str, ...]:
    """The values of the outcome for which all the diagrams are true in some world that allowed values admit.

    A block without allowed values may have any. One walk over all arrays at once, block by block; what is
    found at a set of nodes is kept.
    """
    places = [
        tuple(values.index(v) for v in allowed[block]) if allowed.get(block) else tuple(range(len(values)))
        for block, values in zip(factors.blocks, factors.values, strict=True)
    ]
    last = len(factors.blocks) - 1
    everything = frozenset(places[last])
    known: dict[frozenset[tuple[int, int]], frozenset[int]] = {}

    def left(state: frozenset[tuple[int, int]]) -> frozenset[int]:
        open_ones = []
        for which, number in state:
            leaves = diagrams[which].leaves
            if number >= len(leaves):
                open_ones.append((which, number, diagrams[which].nodes[number - len(leaves)]))
            elif not leaves[number]:
                return frozenset()
        if not open_ones:
            return everything
        if state not in known:
            block = min(node[0] for _, _, node in open_ones)
            found: set[int] = set()
            for place in places[block]:
                below = left(
                    frozenset(
                        (which, node[place + 1] if node[0] == block else number) for which, number, node in open_ones
                    )
                )
                found |= below & {place} if block == last else below
                if len(found) == len(everything):
                    break
            known[state] = frozenset(found)
        return known[state]

    reached = left(frozenset((which, diagram.root) for which, diagram in enumerate(diagrams)))
    return tuple(value for place, value in enumerate(factors.values[last]) if place in reached)


def questions(seed: int, without: frozenset[str] = frozenset()) -> Iterator[Question]:
    theory, case = random_study(seed)
    trial = Trial(theory, case, without)
    for explained in theory.explains:
        for t in range(1, case.last + 1):
            if (question := trial.question(explained, t)).testable:
                yield question


def factors_of(question: Question) -> Factors:
    return factored(question.trial.grounder(), question.explained, question.t)


@for_each(range(60))
def test_the_conjunctions_leave_the_outcomes_that_the_solver_finds(seed: int) -> None:
    dice = Random(seed)
    theory, _ = random_study(seed)
    labels = [p.id for p in theory.propositions] + [s.label for s in theory.exhaustive]
    for number in range(4):
        without = frozenset(label for label in labels if number and dice.random() < 0.3)
        for question in questions(seed, without):
            factors = factors_of(question)
            codings = {
                tp: tuple(v for v in factors.values[place] if number < 2 or dice.random() < 0.6)
                for place, tp in enumerate(factors.blocks)
                if not isinstance(tp, Switch) and tp != question.here
            }
            coded = question.coded()
            known = {**coded, **(codings if number else {})}
            allowed: dict[Block, tuple[str, ...]] = {tp: known[tp] for tp in question.observables}
            allowed |= {Switch(label): ("off",) if label in without else ("on",) for label in factors.switches}
            found = question.finding(known)
            if found.possible is None:
                continue
            period_solver = question.period_solver
            held = period_solver.codings({tp: known[tp] for tp in question.observables})
            held += [period_solver.assumption(period_solver.scope)] if period_solver.scope is not None else []
            scope = () if factors.scope is None else (factors.scope,)
            assert bool(outcomes_left(factors, (*scope, *factors.conditions), allowed)) == period_solver.satisfiable(
                [*held, *(period_solver.selector(i) for i in question.conditions)]
            )
            for diagrams, instances in ((factors.strict, question.strict), (factors.all, question.all)):
                expected = tuple(
                    value
                    for value in factors.values[-1]
                    if period_solver.satisfiable(
                        [
                            *held,
                            *(period_solver.selector(i) for i in instances),
                            period_solver.coding(question.here, (value,)),
                        ]
                    )
                )
                assert outcomes_left(factors, (*scope, *diagrams), allowed) == expected


def test_the_arrays_of_a_period_stay_within_their_budget_together() -> None:
    question = next(q for seed in range(60) for q in questions(seed) if len(factors_of(q).strict) > 1)
    with pytest.raises(LimitReached, match="nodes in the compiled period"):
        factored(question.trial.grounder(), question.explained, question.t, nodes=1)
