"""Random propositions, theories and cases over a theme, plausible and in the rule language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from checker.analysis.exercises.material import POWERS, STATES, WILLING, Dice, Lever, Theme, bearings, condition, level
from checker.logic.formula import And, Formula, Iff, Implies, Is, Term
from checker.logic.printing import text
from checker.study.case import Case, Coding, Period
from checker.study.theory import Explained, Proposition, Role, Rule, Theory


def implication(dice: Dice, condition: Formula, outcome: Formula) -> Rule:
    """`condition -> outcome`, worded as a sufficient condition."""
    if dice.chance(25):
        return Rule(f"({text(condition)}) is sufficient for ({text(outcome)})", Implies(condition, outcome))
    return plain(condition, outcome)


def plain(condition: Formula, outcome: Formula) -> Rule:
    return Rule(f"if {text(condition)} then {text(outcome)}", Implies(condition, outcome))


def requirement(dice: Dice, condition: Formula, outcome: Formula) -> Rule:
    """`outcome -> condition`, worded as a necessary condition."""
    words = (
        f"({text(condition)}) is necessary for ({text(outcome)})"
        if dice.chance(60)
        else f"{text(outcome)} only if {text(condition)}"
    )
    return Rule(words, Implies(outcome, condition))


def law(dice: Dice, theme: Theme, lever: Lever, others: Sequence[Lever] = ()) -> Rule:
    """A law that ties the lever to the outcome in one of its directions; another lever may qualify it."""
    more, sign = dice.chance(50), dice.one(lever.signs) > 0
    atom: Formula = condition(dice, lever, more)
    up = more == sign
    if up and not others and dice.chance(35):
        return requirement(dice, atom, level(dice, theme.outcome, theme.codebook.values(theme.outcome), True))
    if others:
        extra = dice.one(others)
        atom = And((atom, condition(dice, extra, dice.chance(50))))
    return implication(dice, atom, level(dice, theme.outcome, theme.codebook.values(theme.outcome), up))


def law_from(dice: Dice, theme: Theme, atom: Formula, extreme: bool | None = None) -> Rule:
    """A law from a condition as stated; `extreme` fixes whether it asks for the utmost or for the middle."""
    outcome = conclusion(dice, theme, atom)
    if extreme is not None:
        up = dice.one(bearings(theme, atom))
        values = theme.codebook.values(theme.outcome)
        outcome = Is(theme.outcome, (values[-1 if up else 0],)) if extreme else level(dice, theme.outcome, values, up)
    return implication(dice, atom, outcome)


def conclusion(dice: Dice, theme: Theme, atom: Formula) -> Formula:
    """A plausible consequence of the condition as stated."""
    up = dice.one(bearings(theme, atom))
    return level(dice, theme.outcome, theme.codebook.values(theme.outcome), up)


def willingness(dice: Dice, theme: Theme, levers: Sequence[Lever]) -> tuple[Rule, Rule]:
    """The definition of a willing government by two conditions, and what it leads to."""
    first, second = (condition(dice, lever, (dice.one(lever.signs) > 0)) for lever in levers)
    willing = Is(WILLING, ("yes",))
    meaning = And((first, second))
    outcome = level(dice, theme.outcome, theme.codebook.values(theme.outcome), True)
    definition = Rule(f"{text(willing)} if and only if {text(meaning)}", Iff(willing, meaning))
    return definition, implication(dice, willing, outcome) if dice.chance(50) else requirement(dice, willing, outcome)


def proposition(label: str, rule: Rule, strict: bool = True, role: Role = "core") -> Proposition:
    return Proposition(label, rule, role=role, strict=strict)


def theory(theme: Theme, name: str, rules: Sequence[Rule], change: bool = False) -> Theory:
    """A theory of strict propositions, numbered after its name; a lone theory is called T and numbers with P."""
    letter = "P" if name == "T" else name
    propositions = tuple(proposition(f"{letter}{number}", rule) for number, rule in enumerate(rules, 1))
    return Theory(
        name=name,
        codebook=theme.codebook,
        explains=(Explained(theme.outcome, change),),
        propositions=propositions,
        title=f"Theory {name}",
    )


def with_tendency(made: Theory, label: str) -> Theory:
    """The theory with one proposition as a tendency."""
    return replace(
        made, propositions=tuple(replace(p, strict=False) if p.id == label else p for p in made.propositions)
    )


def cast(dice: Dice) -> dict[str, tuple[str, ...]]:
    """Two fictional states and a great power."""
    state, partner = dice.some(STATES, 2)
    return {"state": (state,), "partner": (partner,), "power": (dice.one(POWERS),)}


def codings(dice: Dice, levers: Sequence[Lever]) -> dict[Term, str]:
    return {lever.term: dice.one(lever.values) for lever in levers}


def case(
    theme: Theme,
    roles: Mapping[str, tuple[str, ...]],
    periods: Sequence[tuple[str, Mapping[Term, str]]],
    before: Mapping[Term, str] | None = None,
) -> Case:
    """A case with single codings; what is left out is missing."""

    def coded(values: Mapping[Term, str]) -> dict[Term, Coding]:
        return {term: Coding((value,)) for term, value in values.items()}

    baseline = None if before is None else Period("before", codings=coded(before))
    return Case(
        name="exercise",
        codebook=theme.codebook,
        roles=roles,
        periods=tuple(Period(name, codings=coded(values)) for name, values in periods),
        baseline=baseline,
    )
