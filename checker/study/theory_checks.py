"""What can be wrong with a codebook or a theory by itself; each check a pure function."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checker.logic.formula import Formula, Iff, Implies, Not, Term, subformulas, terms_of_atom
from checker.logic.printing import text
from checker.logic.rewriting import implications, mentions_now, quantifier_free
from checker.problems import Problem, warning
from checker.study.causes import forced_without_cause
from checker.study.codebook import Codebook
from checker.study.theory import Proposition, Theory


def values_have_decision_rules(codebook: Codebook) -> Iterator[Problem]:
    """An observable variable says for every value when it is to be given."""
    for variable in codebook.variables.values():
        bare = [value for value in variable.values if value not in variable.coding]
        if bare and not variable.theoretical:
            yield warning(
                variable.location,
                "no-decision-rule",
                f"`{variable.name}` has no decision rule for {', '.join(f'`{value}`' for value in bare)}",
                "add under `coding:` when a coder gives the value",
            )


def theories_say_something(theory: Theory) -> Iterator[Problem]:
    """A theory has a proposition."""
    if not theory.propositions:
        yield warning(
            theory.location,
            "no-propositions",
            f"{theory.name} has no propositions: it is silent on everything",
            "add propositions, or extend a theory that has some",
        )


def theoretical_variables_are_defined(theory: Theory) -> Iterator[Problem]:
    """A theoretical variable that a theory uses stands in one of its definitions."""
    defined: set[str] = set()
    first: dict[str, Proposition] = {}
    for proposition in theory.propositions:
        for part in subformulas(proposition.rule.formula):
            for term in terms_of_atom(part):
                first.setdefault(term.variable, proposition)
                if proposition.is_definition:
                    defined.add(term.variable)
    for name, proposition in first.items():
        if theory.codebook.variables[name].theoretical and name not in defined:
            yield warning(
                proposition.location,
                "undefined-term",
                f"`{name}` is theoretical, but no definition of {theory.name} fixes it",
                "add a proposition with `role: definition` for it",
            )


def forced_effects_have_causes(theory: Theory) -> Iterator[Problem]:
    """No law forces by itself what the theory claims to explain exhaustively where nothing that it names causes it."""
    for statement in theory.exhaustive:
        for law, now, world in forced_without_cause(theory.propositions, statement, theory.codebook):
            where = f" (where {_world(world, now)})" if world else ""
            yield warning(
                law.location,
                "incoherent-theory",
                f"`{law.id}` can demand `{statement.rule.text}`{where} when no cause of it that the theory "
                "names is there: the theory is then incoherent, as after an earlier misfit",
                f"{_as_cause(law, statement.term)}, or leave out `{statement.label}`",
            )


def _world(world: Mapping[tuple[Term, int], str], now: int) -> str:
    def when(period: int) -> str:
        return "is" if period == now else "was" if period == now - 1 else f"{now - period} periods before was"

    return " and ".join(
        f"`{term}` {when(period)} {value}"
        for (term, period), value in sorted(world.items(), key=lambda each: each[0][1])
    )


def _as_cause(law: Proposition, term: Term) -> str:
    """The fix for a law that forces what it does not cause: a necessary condition is turned round."""
    for when, then in implications(law.rule.formula):
        if mentions_now(quantifier_free(when), term) and not mentions_now(quantifier_free(then), term):
            turned = text(Implies(_negated(then), _negated(when)))
            how = "add a rule" if isinstance(law.rule.formula, Iff) else "write the rule as"
            return f"{how} `{turned}`, so that the lack of what is necessary is a cause"
    return "name a cause of it there, in a rule `if ... then ...`"


def _negated(formula: Formula) -> Formula:
    return formula.operand if isinstance(formula, Not) else Not(formula)
