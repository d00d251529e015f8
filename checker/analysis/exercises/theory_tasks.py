"""Exercises on theories: amend one and see what is lost; find the proposition that adds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce
from typing import Literal

from checker.analysis.exercises.material import Dice, Lever, Theme, Worlds, bearings, condition, level, themes
from checker.analysis.exercises.random_studies import (
    case,
    cast,
    codings,
    conclusion,
    implication,
    law,
    law_from,
    plain,
    requirement,
    theory,
    with_tendency,
)
from checker.analysis.exercises.verdict_tasks import explained_exercise
from checker.analysis.explain.period import PeriodExplanation
from checker.analysis.rivals.hygiene import Check, hygiene
from checker.analysis.verdicts.blank_case import blank_trial, periods_needed
from checker.analysis.verdicts.judgement import REFUTED, Judgement
from checker.analysis.verdicts.trial import Trial
from checker.engine.compiled import Block, Claim, Diagram
from checker.engine.product import product
from checker.logic.formula import And, Compare, Formula, Implies, Is, Not, Term
from checker.logic.rewriting import terms
from checker.study.case import Case
from checker.study.term_period import TermPeriod, Value
from checker.study.theory import Explained, Proposition, Rule, Theory

Difference = Literal["less", "same", "more", "other"]
DIFFERENCES: tuple[Difference, ...] = ("less", "same", "more", "other")
Action = Literal["replace", "give up", "usually", "add"]
LETTERS = "abcd"
AMENDMENTS = {1: 2, 2: 3, 3: 4}


@dataclass(frozen=True)
class Amendment:
    """A change to one proposition, what it does to the verdict, and to what the theory forbids.

    `lost` is a combination that only the original forbids, `gained` one that only the amended theory does;
    both are empty where there is none.
    """

    letter: str
    action: Action
    label: str
    theory: Theory
    judgement: Judgement
    content: Difference
    lost: tuple[Value, ...]
    gained: tuple[Value, ...]

    @property
    def saves(self) -> bool:
        return self.judgement.verdict not in REFUTED


@dataclass(frozen=True)
class RepairTheory:
    """A refuted theory and amendments to judge."""

    theory: Theory
    case: Case
    explanation: PeriodExplanation
    amendments: tuple[Amendment, ...]


def repair_theory(dice: Dice, difficulty: int, goal: int | None) -> RepairTheory | None:
    """Amendments that save and that do not, with at least two different effects on content."""
    theme = dice.one(themes())
    levers = dice.some(theme.levers, 2 + difficulty)
    made = theory(theme, "T", [law(dice, theme, lever) for lever in levers[: 1 + difficulty]])
    known = codings(dice, [lever for lever in theme.levers if lever in levers])
    roles, values = cast(dice), theme.codebook.values(theme.outcome)
    levers = [lever for lever in levers if lever.term in known]
    worlds = Worlds(theme, {**{lever.term: lever.values for lever in levers}, theme.outcome: values})
    here = reduce(int.__and__, (worlds.where(term, (value,)) for term, value in known.items()))
    refuting = [value for value in values if not worlds.surviving(made) & here & worlds.where(theme.outcome, (value,))]
    if not refuting:
        return None
    happened = {**known, theme.outcome: dice.one(refuting)}
    whole = case(theme, roles, [("now", happened)])
    if Trial(made, whole).verdict(made.explains[0], 1) != "contradicted":
        return None
    here &= worlds.where(theme.outcome, (happened[theme.outcome],))
    broken = [p for p in made.propositions if not worlds.holding(p.rule.formula) & here]
    number = AMENDMENTS[difficulty]
    drawn = list(_amended(dice, theme, levers, made, dice.one(broken)))
    wanted = None if goal is None else DIFFERENCES[goal % len(DIFFERENCES)]
    fitting = [each for each in drawn if wanted in (None, _seeming(made, each[2], worlds))]
    if not fitting:
        return None
    chosen = [dice.one(fitting)]
    chosen += dice.some([each for each in drawn if each not in chosen], number - 1)
    chosen = dice.some(chosen, number)
    if len(chosen) < number or len({bool(worlds.surviving(amended) & here) for _, _, amended in chosen}) < 2:
        return None
    if len({_seeming(made, amended, worlds) for _, _, amended in chosen}) < 2:
        return None
    original = _allowances(made)
    found: list[Amendment] = []
    for letter, (action, label, amended) in zip(LETTERS, chosen, strict=False):
        judgement = Trial(amended, whole).judgement(amended.explains[0], 1)
        found.append(Amendment(letter, action, label, amended, judgement, *difference(original, amended)))
    if len({each.content for each in found}) < 2 or len({each.saves for each in found}) < 2:
        return None
    explanation = explained_exercise(Trial(made, whole))
    if not explanation.is_complete or not all(each.judgement.is_complete for each in found):
        return None
    return RepairTheory(made, whole, explanation, tuple(found))


def _seeming(made: Theory, amended: Theory, worlds: Worlds) -> Difference:
    before, after = worlds.surviving(made), worlds.surviving(amended)
    lost, gained = after & ~before, before & ~after
    return "other" if lost and gained else "less" if lost else "more" if gained else "same"


def _amended(
    dice: Dice, theme: Theme, levers: list[Lever], made: Theory, broken: Proposition
) -> Iterator[tuple[Action, str, Theory]]:
    """Candidate amendments of the violated proposition, and some that miss the point."""
    formula = broken.rule.formula
    assert isinstance(formula, Implies)
    before, after = formula.antecedent, formula.consequent
    spare = [lever for lever in levers if lever.term not in _terms(formula)]
    for lever in dice.some(spare, 2):
        extra = condition(dice, lever, dice.chance(50))
        yield "replace", broken.id, _replaced(made, broken.id, plain(And((before, extra)), after))
    if spare:
        # Another claim in the place of the old one: forbids what that allowed.
        other = condition(dice, spare[0], dice.chance(50))
        if other != before:
            yield "replace", broken.id, _replaced(made, broken.id, plain(other, _opposite(after, theme)))
            yield "replace", broken.id, _replaced(made, broken.id, law_from(dice, theme, other))
    yield "give up", broken.id, replace(made, propositions=tuple(p for p in made.propositions if p != broken))
    yield "usually", broken.id, with_tendency(made, broken.id)
    yield "replace", broken.id, _replaced(made, broken.id, plain(_opposite(after, theme), _opposite(before, theme)))
    others = [p for p in made.propositions if p != broken]
    innocent = dice.one(others)
    yield "usually", innocent.id, with_tendency(made, innocent.id)
    for moved in (_wider(after, theme, 1), _wider(after, theme, -1)):
        if moved is not None:
            yield "replace", broken.id, _replaced(made, broken.id, plain(before, moved))
    fresh = [lever for lever in levers if lever.term not in made.terms]
    if fresh:
        label = f"P{len(made.propositions) + 1}"
        added = law(dice, theme, fresh[0])
        yield "add", label, replace(made, propositions=(*made.propositions, Proposition(label, added)))


def _terms(formula: Formula) -> set[Term]:
    return set(terms(formula))


def _replaced(made: Theory, label: str, rule: Rule) -> Theory:
    return replace(made, propositions=tuple(replace(p, rule=rule) if p.id == label else p for p in made.propositions))


def _opposite(atom: Formula, theme: Theme) -> Formula:
    """The negation of an atom, without `not` where the values allow it."""
    match atom:
        case Not(operand):
            return operand
        case Is(term, (value,)) if value != "yes":
            values = theme.codebook.values(term)
            if len(values) == 2:
                return Is(term, (values[1 - values.index(value)],))
            return Compare(term, "at most" if value == values[-1] else "at least", values[1])
        case Compare(term, comparison, str()):
            values = theme.codebook.values(term)
            return Is(term, (values[0 if comparison == "at least" else -1],))
    return Not(atom)


def _wider(outcome: Formula, theme: Theme, by: int) -> Formula | None:
    """The consequent weakened (1) or strengthened (-1); None if that is impossible."""
    match outcome, by:
        case Is(term, (value,)), 1 if len(values := theme.codebook.values(term)) > 2:
            return Compare(term, "at least" if value == values[-1] else "at most", values[1])
        case Compare(term, comparison, _), -1:
            values = theme.codebook.values(term)
            return Is(term, (values[-1 if comparison == "at least" else 0],))
    return None


def _allowances(made: Theory) -> Diagram[Claim]:
    from checker.engine.diagram import compiled

    return compiled(
        blank_trial(made, periods_needed([made])).grounder(), Explained(made.explains[0].term), periods_needed([made])
    )


def difference(original: Diagram[Claim], amended: Theory) -> tuple[Difference, tuple[Value, ...], tuple[Value, ...]]:
    """How what the laws of the amended theory forbid differs, world by world, with a witness either way."""
    from checker.engine.diagram import compiled

    periods = periods_needed([amended])
    about = Explained(amended.explains[0].term)
    other = compiled(blank_trial(amended, periods).grounder(), about, periods, order=original.blocks)
    both = product(original.mapped(lambda claim: claim.prediction), other.mapped(lambda claim: claim.prediction))

    def witness(first: int) -> tuple[Value, ...]:
        """A world in which the other side allows an outcome that this one forbids."""

        def more(pair: tuple[tuple[str, ...], tuple[str, ...]]) -> bool:
            return not set(pair[1 - first]) <= set(pair[first])

        world = both.world(more)
        if world is None:
            return ()
        full: dict[Block, str] = {b: v[0] for b, v in zip(both.blocks, both.values, strict=True)} | world
        pair = both.at(full)
        outcome = next(o for o in pair[1 - first] if o not in pair[first])
        shown = [Value(block, "now", value) for block, value in world.items() if isinstance(block, TermPeriod)]
        return (*shown, Value(TermPeriod(about.term, periods), "now", outcome))

    lost, gained = witness(0), witness(1)
    found: Difference = "other" if lost and gained else "less" if lost else "more" if gained else "same"
    return found, lost, gained


@dataclass(frozen=True)
class FindRedundant:
    """A theory in which one proposition follows from others, and from no fewer than these; `checks` as in hygiene."""

    theory: Theory
    case: Case
    redundant: str
    follows_from: tuple[str, ...]
    checks: tuple[Check, ...]


def find_redundant(dice: Dice, difficulty: int, goal: int | None) -> FindRedundant | None:
    """Exactly one proposition is redundant, and what it follows from is unique."""
    theme = dice.one(themes())
    rules = _chained(dice, theme, difficulty)
    if rules is None:
        return None
    levers = [
        lever
        for lever in dice.some(theme.levers, len(theme.levers))
        if all(lever.term not in _terms(rule.formula) for rule in rules)
    ]
    rules += [law(dice, theme, lever) for lever in levers[: 1 if difficulty < 3 else 2]]
    made = theory(theme, "T", dice.some(rules, len(rules)))
    checks = tuple(check for check in hygiene(made) if check.property in ("satisfiable", "independent"))
    if any(check.holds is None for check in checks) or not checks[0].holds:
        return None
    failed = [check for check in checks if check.holds is False]
    if len(failed) != 1:
        return None
    label, premises = failed[0].about, failed[0].derivation
    for premise in premises:
        rest = replace(made, propositions=tuple(p for p in made.propositions if p.id != premise))
        again = next(c for c in hygiene(rest) if c.property == "independent" and c.about == label)
        if again.holds is not True:
            return None
    return FindRedundant(made, case(theme, cast(dice), [("now", {})]), label, premises, checks)


def _chained(dice: Dice, theme: Theme, difficulty: int) -> list[Rule] | None:
    """A few rules of which one follows from the others."""
    links = list(theme.links)
    if not links:
        return None
    link = dice.one(links)
    first, middle = link.antecedent, link.consequent
    shape = dice.one(
        {1: ("chain", "weaker"), 2: ("chain", "narrower", "needed"), 3: ("long", "guarded", "contrary")}[difficulty]
    )
    values = theme.codebook.values(theme.outcome)
    match shape:
        case "chain":
            outcome = conclusion(dice, theme, middle)
            return [plain(first, middle), implication(dice, middle, outcome), implication(dice, first, outcome)]
        case "weaker":
            up = dice.one(bearings(theme, first))
            utmost = Is(theme.outcome, (values[-1 if up else 0],))
            middling = Compare(theme.outcome, "at least" if up else "at most", values[1])
            return [implication(dice, first, utmost), implication(dice, first, middling), plain(first, middle)]
        case "narrower":
            lever = dice.one([each for each in theme.levers if each.term not in _terms(link)])
            extra = condition(dice, lever, dice.chance(50))
            outcome = conclusion(dice, theme, middle)
            return [plain(first, middle), implication(dice, middle, outcome), plain(And((first, extra)), outcome)]
        case "needed":
            high = level(dice, theme.outcome, values, True)
            return [plain(first, middle), requirement(dice, first, high), requirement(dice, middle, high)]
        case "guarded":
            lever = dice.one([each for each in theme.levers if each.term not in _terms(link)])
            extra = condition(dice, lever, dice.chance(50))
            outcome = conclusion(dice, theme, middle)
            return [plain(first, middle), plain(And((middle, extra)), outcome), plain(And((first, extra)), outcome)]
        case "contrary":
            high = level(dice, theme.outcome, values, True)
            against = _opposite(high, theme)
            return [plain(first, middle), plain(middle, against), requirement(dice, _opposite(first, theme), high)]
    further = [other for other in links if other.antecedent == middle]
    if not further:
        return None
    last = dice.one(further).consequent
    outcome = conclusion(dice, theme, last)
    return [
        plain(first, middle),
        plain(middle, last),
        implication(dice, last, outcome),
        implication(dice, first, outcome),
    ]
