"""What each proposition of a theory did in a case: where it bites, where it is blamed, whether it is vacuous."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checker.analysis.explain.conflict import labels
from checker.analysis.explain.period import exclusions
from checker.analysis.explain.standing import Truth
from checker.analysis.verdicts.judgement import REFUTED, Verdict
from checker.analysis.verdicts.question import Question
from checker.logic.formula import Formula
from checker.logic.rewriting import implications, quantifier_free
from checker.study.theory import Theory

MAX_CORES = 30


@dataclass(frozen=True)
class Contribution:
    """What a proposition or exhaustive statement did in the case; periods by number.

    `made`: where it has an instance. `bites`: where it belongs to a minimal core of what is excluded or
    clashes. `blamed`: where it belongs to one of a refutation. `antecedent`: for a rule with one `if` part,
    whether that is true, false or open in each period made, given the codings and the strict definitions. `complete`
    is False where the cores of some period were cut.
    """

    label: str
    made: tuple[int, ...]
    bites: tuple[int, ...]
    blamed: tuple[int, ...]
    antecedent: tuple[Truth, ...] | None
    complete: bool

    @property
    def is_vacuous(self) -> bool:
        """Whether its `if` part is false in every period in which it has an instance, and it bites in none."""
        return not self.bites and bool(self.antecedent) and set(self.antecedent or ()) == {"false"}


def contributions(questions: Sequence[Question], verdicts: Sequence[Verdict]) -> tuple[Contribution, ...]:
    """What each proposition and exhaustive statement did in the periods asked about, in file order."""
    bites: dict[str, list[int]] = {}
    blamed: dict[str, list[int]] = {}
    complete = True
    for question, verdict in zip(questions, verdicts, strict=True):
        for place, exclusion in enumerate(exclusions(question, MAX_CORES)):
            complete = complete and exclusion.cores.complete
            if exclusion.subject == "scope":
                continue
            spoke = dict.fromkeys(r.label for core in exclusion.cores.cores for r in core.reasons)
            for label in spoke:
                _note(bites, label, question.t)
                if verdict in REFUTED and place == 0:
                    _note(blamed, label, question.t)
    theory = questions[0].trial.theory
    made = {
        label: [q.t for q in questions if any(i.label == label and i.period == q.t for i in q.period_solver.cone)]
        for label in labels(theory)
    }
    return tuple(
        Contribution(
            label=label,
            made=tuple(made[label]),
            bites=tuple(bites.get(label, ())),
            blamed=tuple(blamed.get(label, ())),
            antecedent=_antecedents(theory, label, [q for q in questions if q.t in made[label]]),
            complete=complete,
        )
        for label in labels(theory)
    )


def _note(found: dict[str, list[int]], label: str, period: int) -> None:
    periods = found.setdefault(label, [])
    if period not in periods:
        periods.append(period)


def _antecedents(theory: Theory, label: str, questions: Sequence[Question]) -> tuple[Truth, ...] | None:
    antecedent = _antecedent(theory, label)
    if antecedent is None:
        return None
    formula = quantifier_free(antecedent)
    return tuple(_truth(q, q.trial.grounder().ground(formula, q.t)) for q in questions)


def _antecedent(theory: Theory, label: str) -> Formula | None:
    """The `if` part of a rule that has exactly one; of an exhaustive statement, what it says has no other cause."""
    for proposition in theory.propositions:
        if proposition.id == label:
            pairs = implications(proposition.rule.formula)
            return pairs[0][0] if len(pairs) == 1 else None
    return next(s.rule.formula for s in theory.exhaustive if s.label == label)


def _truth(question: Question, formula: Formula) -> Truth:
    """Whether all codings up to the period, with the strict definitions where they hold, make a formula true."""
    period_solver, case = question.period_solver, question.trial.case
    named = [tp for tp in period_solver.term_periods if not case.codebook.is_theoretical(tp.term)]
    held = period_solver.codings({tp: case.coding(*tp).values for tp in named})
    defined = [*held, *(period_solver.selector(i) for i in question.strict if i.definition)]
    if period_solver.satisfiable(defined):
        held = defined
    if not period_solver.satisfiable([*held, period_solver.assumption(formula)]):
        return "false"
    return "open" if period_solver.satisfiable([*held, period_solver.negation(formula)]) else "true"
