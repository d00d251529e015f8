"""What a survey computes for every row, compiled once: verdicts, and whether each proposition applied and held."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from checker.analysis.verdicts.blank_case import blank_trial
from checker.analysis.verdicts.judgement import Verdict
from checker.engine.compiled import Claim, Diagram
from checker.engine.diagram import compiled
from checker.engine.grounding import Grounder
from checker.engine.lookback_window import EARLIER, Window, came_true, lookback_window, with_variable
from checker.logic.formula import And, Formula, Iff, Implies, Is, Or, Term
from checker.logic.printing import text
from checker.logic.rewriting import implications, lookback, mentions_now, quantifier_free, terms
from checker.study.codebook import Variable
from checker.study.theory import Explained, Proposition, Rule, Theory

Form = Literal["implication", "equivalence", "other"]
QUADRANT = Term("*quadrant")
QUADRANTS = ("both", "condition only", "consequence only", "neither")
Views = tuple[Diagram[Claim] | None, ...]
"""One compiled window for each depth; None where nothing can be read there."""
Told = tuple[Verdict, ...]
"""What one world of conditions makes of each level that may be observed, lowest first, and last of none."""


@dataclass(frozen=True)
class VerdictPlan:
    """A theory and one term that it explains; `scoped` says at which depths its scope can be read."""

    theory: int
    explained: Explained
    views: tuple[Diagram[Told] | None, ...]
    scoped: tuple[bool, ...]


@dataclass(frozen=True)
class StandingPlan:
    """Which of the four combinations of condition and consequence a row's codings allow (QUADRANTS)."""

    theory: int
    views: Views


@dataclass(frozen=True)
class Relation:
    """What a proposition states as a relation of sets: a condition sufficient or necessary for an outcome."""

    theory: int
    label: str
    kind: Literal["sufficient", "necessary"]
    condition: Formula
    outcome: Formula

    @property
    def words(self) -> tuple[str, str]:
        return text(self.condition), text(self.outcome)


@dataclass(frozen=True)
class Plan:
    """All that is asked of a row, as data that travels: small arrays and no solver.

    `standings` follow the propositions of the theories in order, `forms` say how each is built. `once` holds for
    each theory the array that says which `once` formulas a row makes true, or None; `observables` its observable
    terms, in the order in which windows hold them.
    """

    theories: tuple[Theory, ...]
    depths: tuple[int, ...]
    once: tuple[Diagram[Claim] | None, ...]
    verdicts: tuple[VerdictPlan, ...]
    labels: tuple[tuple[int, str], ...]
    forms: tuple[Form, ...]
    standings: tuple[StandingPlan, ...]
    observables: tuple[tuple[Term, ...], ...]

    @property
    def looks_back(self) -> bool:
        """Whether any verdict or proposition depends on rows before its own."""
        return any(self.depths)

    @property
    def terms(self) -> frozenset[Term]:
        """The observable terms that some theory names."""
        return frozenset(term for terms in self.observables for term in terms)


def named_terms(theory: Theory) -> tuple[Term, ...]:
    """Every term that a theory names, explained ones first."""
    rules = [*(p.rule for p in theory.propositions), *(s.rule for s in theory.exhaustive)]
    rules += [theory.scope] if theory.scope is not None else []
    return tuple(
        dict.fromkeys(
            [*theory.explained_terms, *(term for rule in rules for term in terms(quantifier_free(rule.formula)))]
        )
    )


def planned(theories: Sequence[Theory]) -> Plan:
    """The plan for some theories over one codebook; raises LimitReached where one cannot be surveyed."""
    windows = [lookback_window(theory) for theory in theories]
    verdicts = [
        _verdicts(place, theories[place], w, explained)
        for place, w in enumerate(windows)
        for explained in w.theory.explains
    ]
    labels, forms, standings = [], [], []
    for place, w in enumerate(windows):
        for proposition in w.theory.propositions:
            form, condition, consequence = _sides(proposition)
            labels.append((place, proposition.id))
            forms.append(form)
            standings.append(standing(place, w, condition, consequence, proposition.id))
    return Plan(
        theories=tuple(theories),
        depths=tuple(w.depth for w in windows),
        once=tuple(_once(w) for w in windows),
        verdicts=tuple(verdicts),
        labels=tuple(labels),
        forms=tuple(forms),
        standings=tuple(standings),
        observables=tuple(tuple(t for t in named_terms(of) if not of.codebook.is_theoretical(t)) for of in theories),
    )


def relations(theories: Sequence[Theory]) -> tuple[Relation, ...]:
    """What the propositions state as necessary or sufficient for something about an explained term.

    `if A then C` says that A is sufficient for C where C alone mentions an explained term in its own period, and
    that C is necessary for A where A alone does; an equivalence says both.
    """
    stated = []
    for number, theory in enumerate(theories):
        for proposition in theory.propositions:
            for antecedent, consequent in implications(quantifier_free(proposition.rule.formula)):
                left, right = _explains(theory, antecedent), _explains(theory, consequent)
                if right and not left:
                    stated.append(Relation(number, proposition.id, "sufficient", antecedent, consequent))
                elif left and not right:
                    stated.append(Relation(number, proposition.id, "necessary", consequent, antecedent))
    return tuple(stated)


def standing(
    theory_number: int, seen: Window, condition: Formula | None, consequence: Formula, label: str = ""
) -> StandingPlan:
    """Plan for the quadrants of condition and consequence that a row may be in.

    Theoretical terms have the values that the strict definitions leave them, the proposition `label` apart. `condition=None`: one that
    always holds.
    """
    first = Iff(Is(QUADRANT, QUADRANTS[:2]), condition) if condition is not None else Is(QUADRANT, QUADRANTS[:2])
    second = Iff(Is(QUADRANT, (QUADRANTS[0], QUADRANTS[2])), consequence)
    definitions = _linked(seen.theory, [consequence] if condition is None else [condition, consequence], label)
    theory = replace(
        seen.theory,
        codebook=with_variable(seen.theory.codebook, Variable(QUADRANT.variable, QUADRANTS)),
        explains=(Explained(QUADRANT),),
        scope=None,
        exhaustive=(),
        propositions=(*definitions, _proposition("*first", first), _proposition("*second", second)),
    )
    needed = max(lookback(first), lookback(second))
    views: list[Diagram[Claim] | None] = []
    for depth in range(seen.depth + 1):
        if depth < needed:
            views.append(None)
        else:
            grounder = replace(seen, theory=theory).grounder(depth)
            views.append(compiled(grounder, Explained(QUADRANT), depth + 1))
    return StandingPlan(theory_number, tuple(views))


def _verdicts(theory_number: int, theory: Theory, seen: Window, explained: Explained) -> VerdictPlan:
    question = blank_trial(theory, 2).question(explained, 2)
    levels = (*question.order, None)

    def told(claim: Claim) -> Told:
        return tuple(question.verdict_in(claim, level) for level in levels)

    views: list[Diagram[Told] | None] = []
    scoped = []
    for depth in range(seen.depth + 1):
        grounder = seen.grounder(depth)
        testable = depth > 0 or not explained.change
        views.append(compiled(grounder, explained, depth + 1).mapped(told) if testable else None)
        scoped.append(grounder.scope(depth + 1) is not None)
    return VerdictPlan(theory_number, explained, tuple(views), tuple(scoped))


def _once(seen: Window) -> Diagram[Claim] | None:
    if not seen.once:
        return None
    values = seen.theory.codebook.values(EARLIER)
    parts = [
        Iff(Is(EARLIER, tuple(v for v in values if came_true(v)[n])), formula) for n, formula in enumerate(seen.once)
    ]
    theory = replace(
        seen.theory,
        explains=(Explained(EARLIER),),
        scope=None,
        exhaustive=(),
        propositions=tuple(_proposition(f"*{n}", part) for n, part in enumerate(parts)),
    )
    return compiled(Grounder(theory, 1), Explained(EARLIER), 1)


def _sides(proposition: Proposition) -> tuple[Form, Formula | None, Formula]:
    rule = quantifier_free(proposition.rule.formula)
    match rule:
        case Iff(left, right):
            return "equivalence", left, right
        case Implies():
            ((antecedent, consequent),) = implications(rule)
            return "implication", antecedent, consequent
    return "other", None, rule


def _explains(theory: Theory, formula: Formula) -> bool:
    return any(mentions_now(formula, term) for term in theory.explained_terms)


def _proposition(name: str, formula: Formula) -> Proposition:
    return Proposition(name, Rule(name, formula))


def _linked(theory: Theory, formulas: Iterable[Formula], label: str) -> tuple[Proposition, ...]:
    """The strict definitions that share theoretical terms with some formulas, directly or through others."""

    def hidden(formula: Formula) -> set[Term]:
        return {term for term in terms(quantifier_free(formula)) if theory.codebook.is_theoretical(term)}

    reached = {term for formula in formulas for term in hidden(formula)}
    waiting = [p for p in theory.propositions if p.is_definition and p.strict and p.id != label]
    linked: list[Proposition] = []
    while more := [p for p in waiting if reached & hidden(p.rule.formula)]:
        linked += more
        waiting = [p for p in waiting if p not in more]
        reached.update(term for p in more for term in hidden(p.rule.formula))
    return tuple(p for p in theory.propositions if p in linked)


def united(formulas: Sequence[Formula]) -> Formula:
    """The disjunction of some formulas."""
    return formulas[0] if len(formulas) == 1 else Or(tuple(formulas))


def common(formulas: Sequence[Formula]) -> Formula:
    """The conjunction of some formulas."""
    return formulas[0] if len(formulas) == 1 else And(tuple(formulas))
