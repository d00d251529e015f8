"""Predictions per second: one warm session against clingo, and how the cost grows.

    python benchmarks/predictions.py [SECONDS]

A query asks whether a theory at a period allows one outcome under one set of codings. Both engines get
the same grounded theory as the same clauses (clingo: choice rules and integrity constraints, ground
once) and the same assumptions, in turn, in one process; their answers are compared. Needs `clingo`
(the extra `benchmark`). Ends with 1 where clingo is not at least three times slower.
"""

import sys
import time
from random import Random

from checker.engine.grounding import Grounder, outcome_relation
from checker.engine.period_solver import PeriodSolver
from checker.logic.formula import DIRECTIONS, Term
from checker.logic.grammar import parse
from checker.study.codebook import Codebook, Variable
from checker.study.theory import Explained, Proposition, Rule, Theory

CONDITIONS = 12
VALUES = ("low", "middle", "high")
LEAST_RATIO = 3.0


def random_theory(propositions: int, seed: int) -> Theory:
    """So many rules over twelve conditions, two theoretical terms and one outcome."""
    dice = Random(seed)
    names = [f"condition{n}" for n in range(CONDITIONS)]
    variables = {name: Variable(name, VALUES) for name in (*names, "outcome")}
    variables |= {name: Variable(name, theoretical=True) for name in ("hidden0", "hidden1")}
    codebook = Codebook("benchmark", {}, variables)

    def condition() -> str:
        name = dice.choice(names)
        return dice.choice(
            (
                f"{name} is {dice.choice(VALUES)}",
                f"{name} rises",
                f"{name} falls",
                f"{name} is at least middle",
                "hidden0",
                "not hidden1",
            )
        )

    def proposition(n: int) -> Proposition:
        if n < 2:
            one, other = dice.choice(names), dice.choice(names)
            text = f"hidden{n} if and only if {one} is high or ({other} falls and previously hidden{n})"
        else:
            effect = dice.choice(
                ("outcome is at most middle", "outcome is at least middle", "not outcome rises", "not outcome falls")
            )
            text = f"if {' and '.join(condition() for _ in range(3))} then {effect}"
        rule = Rule(text, parse(text, variables.__contains__))
        return Proposition(f"P{n}", rule, role="definition" if n < 2 else "core")

    return Theory("random", codebook, (Explained(Term("outcome"), True),), tuple(map(proposition, range(propositions))))


class Both:
    """One theory at one period, asked of both engines."""

    def __init__(self, theory: Theory, period: int) -> None:
        import clingo

        self.period_solver = PeriodSolver(Grounder(theory, 0), period)
        self.dice = Random(period)
        self.outcomes = [
            self.period_solver.assumption(outcome_relation(theory.codebook, Term("outcome"), period, True, way))
            for way in DIRECTIONS
        ]
        self.laws = [self.period_solver.selector(instance) for instance in self.period_solver.cone]
        self.places = [
            tp
            for tp in self.period_solver.term_periods
            if not theory.codebook.is_theoretical(tp.term) and tp.term.variable != "outcome"
        ]
        for place in self.places:
            for value in VALUES:
                self.period_solver.coding(place, (value,))
        clauses = self.period_solver.encoding.take()
        self.period_solver.tell(clauses)
        self.control = clingo.Control(["--warn=none"])
        self.control.add("base", [], _program(clauses, self.period_solver.encoding.top))
        self.control.ground([("base", [])])
        atoms = {a.symbol.arguments[0].number: a.literal for a in self.control.symbolic_atoms.by_signature("t", 1)}
        self.translate = [0, *(atoms[n] for n in range(1, self.period_solver.encoding.top + 1))]

    def query(self) -> list[int]:
        codings = [self.period_solver.coding(place, (self.dice.choice(VALUES),)) for place in self.places]
        return [*codings, *self.laws, self.dice.choice(self.outcomes)]

    def ours(self, query: list[int]) -> bool:
        return self.period_solver.satisfiable(query)

    def theirs(self, query: list[int]) -> bool:
        assumptions = [self.translate[q] if q > 0 else -self.translate[-q] for q in query]
        return bool(self.control.solve(assumptions=assumptions).satisfiable)


def _program(clauses: list[list[int]], top: int) -> str:
    rules = [f"{{ t(1..{top}) }}."]
    for clause in clauses:
        body = ", ".join(f"not t({literal})" if literal > 0 else f"t({-literal})" for literal in clause)
        rules.append(f":- {body}.")
    return "\n".join(rules)


def rate(ask: object, queries: list[list[int]], seconds: float) -> tuple[float, list[bool]]:
    """Queries per second over at least so many seconds, and the answers to each query."""
    assert callable(ask)
    answers = [ask(query) for query in queries]
    done, began = 0, time.process_time()
    while time.process_time() - began < seconds:
        for query in queries:
            ask(query)
        done += len(queries)
    return done / (time.process_time() - began), answers


def main(seconds: float) -> int:
    worst = float("inf")
    print(f"{'propositions':>12} {'periods':>8} {'instances':>9} {'checker /s':>11} {'clingo /s':>10} {'ratio':>6}")
    for propositions, periods in ((10, 4), (30, 4), (100, 4), (300, 4), (30, 10), (30, 40), (300, 40)):
        both = Both(random_theory(propositions, 7), periods)
        queries = [both.query() for _ in range(50)]
        ours, said = rate(both.ours, queries, seconds)
        theirs, told = rate(both.theirs, queries, seconds)
        assert said == told, "the two engines disagree"
        worst = min(worst, ours / theirs)
        print(
            f"{propositions:>12} {periods:>8} {len(both.laws):>9} {ours:>11,.0f} {theirs:>10,.0f} {ours / theirs:>6.1f}"
        )
    print(f"least ratio {worst:.1f}; at least {LEAST_RATIO:g} wanted")
    return int(worst < LEAST_RATIO)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0))
