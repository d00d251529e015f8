"""Exact probability of what a theory leaves possible, against a model counter and against going through every draw.

    python -m benchmarks.probability

The question put to all three: with so many doubtful codings, how probable is it that the laws leave each of the three
outcomes? The array answers for all at once with Fractions; the ratios count compiling in. Ganak (pyganak, only needed
here) counts projected, weighted models of the same clauses, one outcome a call, in floating point. Going
through every draw asks the solver once a draw and outcome. The answers are compared.
"""

import time
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import prod

from benchmarks.synthetic import OUTCOME, synthetic_case, synthetic_theory
from checker.analysis.verdicts.draws import draws
from checker.analysis.verdicts.question import Question
from checker.analysis.verdicts.trial import Trial
from checker.engine.compiled import Block
from checker.engine.model_count import leaf_chances
from checker.engine.period_solver import PeriodSolver
from checker.study.term_period import TermPeriod

SIZES = ((30, 12, 4), (30, 12, 8), (50, 25, 16), (50, 25, 40))
MOST_DRAWS = 20_000
Drawn = dict[TermPeriod, tuple[Fraction, ...]]


def drawn_of(question: Question) -> Drawn:
    """The chance of each value of every coded observable."""
    chances = draws(question.trial.case, question.observables).chances
    return {tp: tuple(chances[tp]) for tp in question.observables if tp in chances}


def by_array(question: Question, drawn: Drawn) -> list[Fraction]:
    diagram = question.trial.diagram(OUTCOME, 2).mapped(lambda claim: claim.prediction)
    chances: dict[Block, Sequence[Fraction]] = dict(drawn.items())
    found = leaf_chances(diagram, chances)
    return [sum((p for (said,), p in found.items() if outcome in said), Fraction(0)) for outcome in question.outcomes]


def by_counting(question: Question, drawn: Drawn) -> list[float]:
    from pyganak import WeightedCounter

    trial = question.trial
    found = []
    for relation in question.relations.values():
        period_solver = PeriodSolver(trial.grounder(), 2)
        units = [period_solver.selector(i) for i in period_solver.cone if i.strict] + [
            period_solver.assumption(relation)
        ]
        blocks = {tp: period_solver.encoding.literals_of(tp) for tp in drawn}
        counter = WeightedCounter()
        counter.add_clauses(period_solver.encoding.take())
        counter.add_clauses([[unit] for unit in units])
        sampled = []
        for tp, block in blocks.items():
            shares = [float(p) for p in drawn[tp]]
            if 1.0 in shares:
                counter.add_clause([block[shares.index(1.0)]])
                continue
            sampled += sorted({abs(literal) for literal in block})
            for literal, share in zip(block, shares, strict=True):
                counter.set_lit_weight(literal, share)
                if len(block) > 2:
                    counter.set_lit_weight(-literal, 1.0)
        counter.set_sampling_set(sampled)
        found.append(float(counter.count()))
    return found


def one_by_one(question: Question, drawn: Drawn) -> list[Fraction] | None:
    values = {
        tp: [each for each in zip(question.trial.case.codebook.values(tp.term), own, strict=True) if each[1]]
        for tp, own in drawn.items()
    }
    if prod(map(len, values.values())) > MOST_DRAWS:
        return None
    shares = [Fraction(0)] * len(question.outcomes)
    for row in product(*values.values()):
        codings = {**question.coded(), **{tp: (value,) for tp, (value, _) in zip(drawn, row, strict=True)}}
        said = question.solved(codings).prediction or ()
        weight = prod((p for _, p in row), start=Fraction(1))
        for number, outcome in enumerate(question.outcomes):
            shares[number] += weight * (outcome in said)
    return shares


def lines() -> Iterator[str]:
    yield (
        f"{'doubtful':>8} {'nodes':>7} {'compile ms':>10} {'count ms':>9} {'ganak ms':>9} {'ratio':>7} "
        f"{'draws ms':>10} {'ratio':>9}  same"
    )
    for propositions, conditions, doubtful in SIZES:
        for seed in range(3):
            theory = synthetic_theory(propositions, conditions, seed)
            question = Trial(theory, synthetic_case(theory.codebook, seed, doubtful=doubtful)).question(OUTCOME, 2)
            drawn = drawn_of(question)
            question.trial.grounder().cone(2)
            start = time.process_time()
            nodes = len(question.trial.diagram(OUTCOME, 2).nodes)
            compiling = time.process_time() - start
            exact = by_array(question, drawn)
            ours = time.process_time() - start
            start = time.process_time()
            counted = by_counting(question, drawn)
            ganak = time.process_time() - start
            start = time.process_time()
            listed = one_by_one(question, drawn)
            slow = time.process_time() - start
            close = all(abs(float(e) - c) < 1e-9 for e, c in zip(exact, counted, strict=True))
            naive = f"{slow * 1e3:>10.1f} {slow / ours:>9.1f}" if listed is not None else f"{'':>10} {'':>9}"
            doubts = sum(1 not in chances for chances in drawn.values())
            yield (
                f"{doubts:>8} {nodes:>7} {compiling * 1e3:>10.1f} {(ours - compiling) * 1e3:>9.1f} "
                f"{ganak * 1e3:>9.1f} {ganak / ours:>7.1f} {naive}  "
                f"{'yes' if close and listed in (None, exact) else 'NO'}"
            )


if __name__ == "__main__":
    for line in lines():
        print(line, flush=True)
