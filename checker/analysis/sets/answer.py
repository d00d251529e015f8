"""What a table of sets says about some formulas: fit, the evaluation of a theory, a truth table."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from checker.analysis.sets.fit import SolutionFit, solution_fit
from checker.analysis.sets.set_table import SetTable, named_in
from checker.analysis.sets.theory_evaluation import TheoryEvaluation, evaluate_theory
from checker.analysis.sets.truth_table import ObservedTruthTable, truth_table
from checker.logic.set_expression import SetExpression, set_text


@dataclass(frozen=True)
class SetQuestion:
    """An outcome, and what is to be held against it; `theory` goes with a solution, `conditions` make a truth table."""

    outcome: SetExpression
    solution: SetExpression | None = None
    theory: SetExpression | None = None
    conditions: tuple[str, ...] = ()
    consistency_cut: Fraction = Fraction(1)

    @property
    def columns(self) -> frozenset[str]:
        """The columns that the question names."""
        formulas = (self.outcome, self.solution, self.theory)
        return frozenset((*self.conditions, *named_in(*(formula for formula in formulas if formula is not None))))


@dataclass(frozen=True)
class SetAnswer:
    """The answer to a question about a table; what was not asked is None."""

    table: str
    outcome: str
    solution: SolutionFit | None = None
    evaluation: TheoryEvaluation | None = None
    truth_table: ObservedTruthTable | None = None


def answer(question: SetQuestion, table: SetTable, name: str) -> SetAnswer:
    """The answer over the table called `name`; raises NotASet where a column is no set."""
    outcome, solution, theory = question.outcome, question.solution, question.theory
    return SetAnswer(
        table=name,
        outcome=set_text(outcome),
        solution=None if solution is None else solution_fit(solution, outcome, table),
        evaluation=None if solution is None or theory is None else evaluate_theory(theory, solution, outcome, table),
        truth_table=truth_table(question.conditions, outcome, table, question.consistency_cut)
        if question.conditions
        else None,
    )
