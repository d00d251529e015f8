"""Why, how fast: minimal cores against CPMpy's marco, and explanations as theories grow.

    python benchmarks/explanation.py [SEED]

Part one takes small random conflicts as clauses, the same for both, and lists every minimal core and
correction set with each; the sets are compared, and CPMpy gets its fastest settings (PySAT for both of
its solvers). Part two explains one period of theories of 30, 100 and 300 propositions: a smallest core, the
cheapest repairs, and the whole explanation. Needs `cpmpy` (the extra `benchmark`). Ends with 1 where
the sets differ or marco is not at least twice slower, or where a first core or repair among 300
propositions takes more than five CPU seconds.
"""

import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from random import Random
from typing import Any

from checker.analysis.explain.conflict import Argument
from checker.analysis.explain.period import explain_period
from checker.analysis.explain.repairs import repairs
from checker.analysis.verdicts.question import Question
from checker.analysis.verdicts.trial import Trial
from checker.engine.cores import Conflict
from checker.engine.solver import Session, SolverAnswer
from checker.logic.formula import Term
from checker.logic.grammar import parse
from checker.study.case import Case, Coding, Period
from checker.study.codebook import Codebook, Variable
from checker.study.theory import Explained, Proposition, Rule, Theory

Clause = Sequence[int]
LEAST_RATIO, SLOWEST = 2.0, 5.0
VALUES = ("low", "middle", "high")


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds, and what the work gave."""
    start = time.process_time()
    found = work()
    return time.process_time() - start, found


def conflict(dice: Random, clauses: int) -> list[Clause]:
    """Clauses of one to three literals, too many for their variables."""
    variables = clauses // 3
    made: dict[frozenset[int], None] = {}
    while len(made) < clauses:
        chosen = dice.sample(range(1, variables + 1), dice.choice((1, 2, 2, 3)))
        made[frozenset(dice.choice((-1, 1)) * v for v in chosen)] = None
    return [sorted(clause) for clause in made]


class Clausal:
    """Clauses with a selector each, asked by `Conflict`."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        top = max(abs(literal) for clause in clauses for literal in clause)
        self.selectors = [top + n for n in range(1, len(clauses) + 1)]
        self.session = Session()
        self.session.add([[-s, *clause] for s, clause in zip(self.selectors, clauses, strict=True)])

    def solve(self, assumptions: Sequence[int]) -> SolverAnswer:
        return self.session.solve(assumptions)


def ours(clauses: Sequence[Clause]) -> tuple[set[frozenset[int]], set[frozenset[int]]]:
    oracle = Clausal(clauses)
    found = Conflict(oracle, [[s] for s in oracle.selectors])
    cores = found.cores(100_000)
    corrections = found.correction_sets([1] * len(clauses), 100_000)
    assert cores.complete and corrections.complete
    return set(map(frozenset, cores.sets)), set(map(frozenset, corrections.sets))


def theirs(clauses: Sequence[Clause]) -> tuple[set[frozenset[int]], set[frozenset[int]]]:
    import cpmpy
    from cpmpy.tools.explain.marco import marco

    top = max(abs(literal) for clause in clauses for literal in clause)
    variables = cpmpy.boolvar(shape=top + 1)
    soft = [cpmpy.any([variables[x] if x > 0 else ~variables[-x] for x in clause]) for clause in clauses]
    place = {id(constraint): n for n, constraint in enumerate(soft)}
    cores: set[frozenset[int]] = set()
    corrections: set[frozenset[int]] = set()
    for kind, subset in marco(soft, solver="pysat", map_solver="pysat"):
        (cores if kind == "MUS" else corrections).add(frozenset(place[id(c)] for c in subset))
    return cores, corrections


def against_marco(dice: Random) -> bool:
    print(f"{'clauses':>8} {'cores':>7} {'corrections':>12} {'here, s':>9} {'marco, s':>9} {'ratio':>7}")
    good, spent = True, (0.0, 0.0)
    theirs([[1], [-1]])  # the first call imports
    for size in (12, 15, 18, 21, 24):
        clauses = conflict(dice, size)
        here, own = timed(partial(ours, clauses))
        there, other = timed(partial(theirs, clauses))
        good &= own == other
        spent = (spent[0] + here, spent[1] + there)
        print(
            f"{size:>8} {len(own[0]):>7} {len(own[1]):>12} {here:>9.3f} {there:>9.3f} {there / here:>7.1f}"
            + ("" if own == other else "  the sets differ")
        )
    print(f"{'together':>8} {'':>7} {'':>12} {spent[0]:>9.3f} {spent[1]:>9.3f} {spent[1] / spent[0]:>7.1f}")
    return good and spent[1] >= LEAST_RATIO * spent[0]


def study(propositions: int, dice: Random) -> tuple[Theory, Case]:
    """A theory over a third as many conditions, and a case that it contradicts."""
    names = [f"condition{n}" for n in range(max(6, propositions // 3))]
    hidden = [f"hidden{n}" for n in range(propositions // 10)]
    variables = {name: Variable(name, VALUES) for name in (*names, "outcome")}
    variables |= {name: Variable(name, theoretical=True) for name in hidden}
    codebook = Codebook("benchmark", {}, variables)
    coded = {name: dice.choice(VALUES) for name in names}

    def fact(true: bool) -> str:
        name = dice.choice(names)
        return f"{name} is {coded[name] if true else dice.choice([v for v in VALUES if v != coded[name]])}"

    def proposition(n: int) -> Proposition:
        if n < len(hidden):
            text = f"hidden{n} if and only if {fact(n % 3 == 0)} or {fact(False)}"
        else:
            # every tenth rule applies to the case, the others do not, as with theories that know many conditions
            condition = f"{fact(True)} and {dice.choice(hidden) if n % 5 == 0 else fact(n % 10 == 0)}"
            text = f"if {condition} then outcome is {dice.choice(('at most middle', 'not high', 'at least middle'))}"
        role = "definition" if n < len(hidden) else dice.choice(("core", "auxiliary"))
        return Proposition(f"P{n}", Rule(text, parse(text, variables.__contains__)), role=role)  # type: ignore[arg-type]

    theory = Theory("large", codebook, (Explained(Term("outcome")),), tuple(map(proposition, range(propositions))))
    codings = {Term(name): Coding((value,)) for name, value in coded.items()} | {Term("outcome"): Coding(("high",))}
    return theory, Case("large", codebook, {}, (Period("now", codings=codings),))


def as_theories_grow(dice: Random) -> bool:
    print(
        f"\n{'propositions':>12} {'verdict':>13} {'first core, s':>14} {'of':>4} {'smallest':>9} {'repairs, s':>11} "
        f"{'all, s':>8}"
    )
    good = True
    for size in (30, 100, 300):
        theory, case = study(size, dice)
        question = Question(Trial(theory, case), theory.explains[0], 1)
        finding = question.finding(question.coded())
        argument = Argument(question.period_solver, theory, case, question.strict, question.coded())
        members = [*argument.propositions(), *argument.known(question.observables)]
        goal = [] if finding.verdict == "incoherent" else [question.period_solver.any_of([question.relations["high"]])]
        first, cores = timed(partial(argument.cores, members, goal, 1))
        mend, _ = timed(partial(repairs, question))
        whole, _ = timed(partial(explain_period, Trial(theory, case), theory.explains[0], 1))
        good &= first <= SLOWEST and mend <= SLOWEST
        print(
            f"{size:>12} {finding.verdict:>13} {first:>14.3f} {len(cores.cores[0].reasons):>4} "
            f"{'yes' if cores.smallest else 'unproved':>9} {mend:>11.3f} {whole:>8.3f}"
        )
    return good


def main(arguments: Sequence[str]) -> int:
    dice = Random(int(arguments[0]) if arguments else 1)
    return 0 if against_marco(dice) & as_theories_grow(dice) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
