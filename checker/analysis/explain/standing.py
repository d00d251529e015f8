"""What each proposition says of the outcome in a period, and what keeps it from saying anything.

A rule that excludes nothing there has an `if` part that is false or open, or demands what is given already; a claim
to name all causes excludes nothing where a cause may be at work.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from checker.analysis.explain.conflict import Argument, labels
from checker.analysis.verdicts.judgement import Outcomes, Reason
from checker.analysis.verdicts.question import Question
from checker.engine.grounding import Instance, term_periods
from checker.logic.formula import Formula, Implies, Not, Or, Term
from checker.logic.rewriting import implications, mentions_now, quantifier_free
from checker.study.causes import causes_named
from checker.study.term_period import Labelled, TermPeriod

MAX_OBSTACLES = 6
Truth = Literal["true", "false", "open"]
Way = Literal["if", "requires", "causes"]


@dataclass(frozen=True)
class Standing:
    """One proposition or exhaustive statement that speaks of the outcome in a period.

    `excludes`: the levels that it excludes, given the codings and the strict definitions. Where there are none:
    `way` and `state` say why. `if`: its condition is false or open; `requires`: what the outcome would need is there
    (false: nothing is lacking) or open; `causes`: one of the causes named (`causes`, by id) is at work, or may be.
    `obstacles` are minimal sets of codings, with the definitions that they go through, that make it false; each alone
    is enough. `gaps` are the missing (past a limit also the contested) codings that leave it open.
    """

    label: str
    strict: bool
    excludes: Outcomes
    way: Way | None = None
    state: Truth | None = None
    obstacles: tuple[tuple[Reason, ...], ...] = ()
    gaps: tuple[Labelled, ...] = ()
    causes: tuple[str, ...] = ()


def standings(question: Question) -> tuple[Standing, ...]:
    """How each proposition that speaks of the outcome stands in a period, in file order."""
    spoken = {i.label: i for i in question.all if i.period == question.t and question.here in i.term_periods}
    asked = _Standings(question)
    return tuple(asked.of(spoken[label]) for label in labels(question.trial.theory) if label in spoken)


class _Standings:
    def __init__(self, question: Question) -> None:
        self.question = question
        self.period_solver = question.period_solver
        self.case, self.theory = question.trial.case, question.trial.theory
        self.codings = question.seen(question.coded())
        held = self.period_solver.codings(self.codings)
        self.definitions = [i for i in question.strict if i.definition]
        defined = [*held, *(self.period_solver.selector(i) for i in self.definitions)]
        if not self.period_solver.satisfiable(defined):
            self.definitions, defined = [], held
        self.held = defined

    def of(self, instance: Instance) -> Standing:
        question = self.question
        taken = [*self.held, self.period_solver.selector(instance)]
        excludes = tuple(
            level
            for level in question.order
            if not self.period_solver.satisfiable([*taken, self.period_solver.assumption(question.level(level))])
        )
        if excludes:
            return Standing(label=instance.label, strict=instance.strict, excludes=excludes)
        if instance.exhaustive:
            return self._with_causes(instance)
        found = self._trigger(instance.label)
        if found is None:
            return Standing(label=instance.label, strict=instance.strict, excludes=())
        way, trigger = found
        state = self._truth(trigger)
        obstacles = self._obstacles(trigger) if state == "false" else ()
        gaps = self._gaps(trigger) if state == "open" else ()
        return Standing(
            label=instance.label,
            strict=instance.strict,
            excludes=(),
            way=way,
            state=state,
            obstacles=obstacles,
            gaps=gaps,
        )

    def _trigger(self, label: str) -> tuple[Way, Formula] | None:
        """What must hold, beside the outcome, for the rule to say something of it; None where it has no such part."""
        rule = next(p.rule.formula for p in self.theory.propositions if p.id == label)
        term, t, grounder = self.question.explained.term, self.question.t, self.question.trial.grounder()
        for antecedent, consequent in implications(rule):
            before, after = quantifier_free(antecedent), quantifier_free(consequent)
            if mentions_now(after, term) and not mentions_now(before, term):
                return "if", grounder.ground(before, t)
            if mentions_now(before, term) and not mentions_now(after, term):
                return "requires", Not(grounder.ground(after, t))
        return None

    def _with_causes(self, instance: Instance) -> Standing:
        statement = next(s for s in self.theory.exhaustive if s.label == instance.label)
        named = causes_named(self.theory.propositions, statement, self.theory.codebook)
        assert isinstance(instance.formula, Implies) and isinstance(instance.formula.consequent, Or)
        said = self.period_solver.assumption(instance.formula.antecedent)
        found: dict[str, Truth] = {}
        for (proposition, _, _), cause in zip(named, instance.formula.consequent.operands, strict=True):
            at_work = self._truth(cause, [said])
            if at_work == "true" or (at_work == "open" and found.get(proposition.id) != "true"):
                found[proposition.id] = at_work
        state: Truth = "true" if "true" in found.values() else "open" if found else "false"
        causes = tuple(label for label, each in found.items() if each == state)
        return Standing(label=instance.label, strict=True, excludes=(), way="causes", state=state, causes=causes)

    def _truth(self, formula: Formula, more: Sequence[int] = ()) -> Truth:
        held = [*self.held, *more]
        if not self.period_solver.satisfiable([*held, self.period_solver.assumption(formula)]):
            return "false"
        return "open" if self.period_solver.satisfiable([*held, self.period_solver.negation(formula)]) else "true"

    def _obstacles(self, trigger: Formula) -> tuple[tuple[Reason, ...], ...]:
        """The smallest sets of codings and definitions under which the trigger is false."""
        argument = Argument(self.period_solver, self.theory, self.case, self.definitions, self.codings)
        members = [*argument.propositions(), *argument.known(self.question.observables)]
        found = argument.cores(members, [self.period_solver.assumption(trigger)], MAX_OBSTACLES)
        return tuple(core.reasons for core in found.cores)

    def _gaps(self, trigger: Formula) -> tuple[Labelled, ...]:
        """The gaps among what the trigger names, or among what the definitions name that it goes through."""
        named = set(term_periods(trigger))
        while (
            more := {
                tp
                for i in self.definitions
                if named & set(i.term_periods) & self._theoretical(i.term_periods)
                for tp in i.term_periods
            }
            - named
        ):
            named |= more
        return tuple(
            Labelled(tp, self.case.period(tp.period).id)
            for tp in self.question.observables
            if tp in named and len(self.codings[tp]) != 1
        )

    def _theoretical(self, term_periods_named: Iterable[TermPeriod]) -> set[TermPeriod]:
        return {tp for tp in term_periods_named if self._is_theoretical(tp.term)}

    def _is_theoretical(self, term: Term) -> bool:
        return self.case.codebook.is_theoretical(term)
