"""Random studies: small, valid, and full of what semantics.md has to say something about.

One set of generators serves two kinds of dice: those of Hypothesis, which shrink what fails
(tests/strategies.py), and a seeded `random.Random`, fast enough for thousands of studies. Options
stand simplest first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import prod
from random import Random
from typing import Protocol, TypeVar

from checker.logic.formula import (
    DIRECTIONS,
    And,
    Bound,
    Change,
    Compare,
    Comparison,
    Count,
    Formula,
    Iff,
    Implies,
    Is,
    Not,
    Once,
    Or,
    Previously,
    Quantified,
    Quantifier,
    Term,
)
from checker.logic.printing import text
from checker.study.case import MISSING, Case, Coding, Period
from checker.study.codebook import YES_NO, Codebook, Variable
from checker.study.theory import Explained, Proposition, Role, Rule, Statement, Theory
from tests.truth_table import Table, causes, contributions

Study = tuple[Theory, Case]
T = TypeVar("T")

MAX_WORLDS = 400
MAX_COMPLETIONS = 40
COMPARISONS: tuple[Comparison, ...] = ("at least", "at most", "above", "below")
VALUES: tuple[tuple[str, ...], ...] = (
    YES_NO,
    YES_NO,
    ("low", "high"),
    ("low", "mid", "high"),
    ("none", "few", "many"),
    ("low", "mid", "high"),
    ("yes", "no"),
    ("none", "little", "more", "much"),
)
ROLES = ("state", "partner", "patron")
# Names that begin like words of the grammar, or are such a word in another case, are names all the same.
NAMES = ("trade", "threat", "cover", "island", "once_more", "Rises", "not-yet", "_line", "isolation", "cover2")


class Dice(Protocol):
    """Where choices come from."""

    def one(self, options: Sequence[T]) -> T:
        """One of the options; the first is the simplest."""

    def chance(self, percent: int) -> bool:
        """Yes in so many of a hundred cases; no is simpler."""


@dataclass(frozen=True)
class Seeded:
    random: Random

    def one(self, options: Sequence[T]) -> T:
        return options[int(self.random.random() * len(options))]

    def chance(self, percent: int) -> bool:
        return self.random.random() * 100 < percent


def _some(dice: Dice, options: Sequence[T], number: int) -> list[T]:
    """So many different options, in any order."""
    left, taken = list(options), []
    for _ in range(min(number, len(left))):
        taken.append(dice.one(left))
        left.remove(taken[-1])
    return taken


# Codebooks


def random_codebook(dice: Dice) -> Codebook:
    roles = ROLES[: dice.one((0, 2, 2, 3))]
    names = _some(dice, NAMES, dice.one((2, 3, 3, 4, 5)))
    variables = {}
    for number, name in enumerate(names):
        variables[name] = Variable(
            name,
            dice.one(VALUES),
            _places(dice, roles, 20 if number == 0 else 45),
            theoretical=number > 0 and dice.chance(35),
        )
    return Codebook("random", dict.fromkeys(roles, "a role"), variables)


def _places(dice: Dice, roles: Sequence[str], percent: int) -> tuple[tuple[str, ...], ...]:
    if not roles or not dice.chance(percent):
        return ()
    first, second, last = roles[0], roles[1], roles[-1]
    return dice.one(
        (
            ((first, second),),
            ((first, second),),
            ((second,),),
            ((first,), (second,)),
            ((first, second), tuple(dict.fromkeys((second, last)))),
        )
    )


# Formulas


@dataclass(frozen=True)
class Writer:
    """Writes formulas over terms of a codebook, some perhaps with a bound name, and quantifies over `variables`."""

    dice: Dice
    codebook: Codebook
    variables: tuple[Variable, ...]

    def atom(self, term: Term, terms: Sequence[Term] = ()) -> Formula:
        dice, values = self.dice, self.codebook.values(term)
        alike = [other for other in terms if other != term and self.codebook.values(other) == values]
        match dice.one(("is", "is", "is", "is not", "change", "change", "compare", "one of", "terms", "terms")):
            case "change":
                return self.change(term)
            case "compare":
                return Compare(term, dice.one(COMPARISONS), dice.one(values))
            case "one of" if len(values) > 2:
                return Is(term, tuple(_some(dice, values, 2)))
            case "terms" if alike:
                return Compare(term, dice.one((*COMPARISONS, "the same as")), dice.one(alike))
            case "is not":
                return Not(Is(term, (dice.one(values),)))
        return Is(term, (dice.one(values),))

    def change(self, term: Term) -> Formula:
        return Change(term, self.dice.one(DIRECTIONS))

    def formula(self, terms: Sequence[Term], depth: int, bound: tuple[str, ...] = ()) -> Formula:
        """A formula over some of the terms, nested up to `depth` below the top."""
        dice = self.dice

        def part() -> Formula:
            return self.formula(terms, depth - 1, bound)

        if depth == 0 or dice.chance(35):
            return self.atom(dice.one(terms), terms)
        match dice.one(
            (
                "not",
                "and",
                "and",
                "or",
                "or",
                "previously",
                "previously",
                "once",
                "count",
                "if",
                "iff",
                "quantified",
                "quantified",
            )
        ):
            case "not":
                return Not(part())
            case "and":
                return And(tuple(part() for _ in range(dice.one((2, 2, 3)))))
            case "or":
                return Or(tuple(part() for _ in range(dice.one((2, 2, 3)))))
            case "previously":
                return Previously(part())
            case "once":
                # A disjunct that looks further back decides in which periods the whole can be read.
                return Once(Or((part(), self.change(dice.one(terms)))) if dice.chance(40) else part())
            case "count":
                operands = tuple(part() for _ in range(dice.one((1, 2, 3))))
                most_or_least: Bound = dice.one(("least", "most"))
                return Count(most_or_least, dice.one(range(len(operands) + 1)), operands)
            case "if":
                return Implies(part(), part())
            case "iff":
                return Iff(part(), part())
        return self.quantified(terms, depth, bound) or self.atom(dice.one(terms), terms)

    def quantified(self, terms: Sequence[Term], depth: int, bound: tuple[str, ...] = ()) -> Formula | None:
        """A quantifier over the places of a variable; None where no variable has one, or all names are taken."""
        dice = self.dice
        names = [name for name in ("X", "Y") if name not in bound]
        variables = [variable for variable in self.variables if variable.places]
        if not names or not variables:
            return None
        variable = dice.one(variables)
        arguments = [dice.one(roles) for roles in variable.places]
        places = _some(dice, range(len(arguments)), min(len(names), dice.one((1, 1, 2))))
        for name, place in zip(names, places, strict=False):
            arguments[place] = name
        about = Term(variable.name, tuple(arguments))
        operand = self.atom(about, terms)
        match dice.one(("atom", "atom", "not", "previously", "and", "or")):
            case "not":
                operand = Not(operand)
            case "previously":
                operand = Previously(operand)
            case "and" if depth > 1:
                operand = And((operand, self.formula([*terms, about], depth - 2, (*bound, *names))))
            case "or" if depth > 1:
                operand = Or((self.formula([*terms, about], depth - 2, (*bound, *names)), operand))
        for name, place in zip(names, places, strict=False):
            quantifier: Quantifier = dice.one(("every", "some"))
            roles = _some(dice, variable.places[place], dice.one((2, 2, 1)))
            operand = Quantified(quantifier, name, tuple(roles), operand)
        return operand


# Theories


def random_theory(dice: Dice, codebook: Codebook) -> Theory:
    writer = Writer(dice, codebook, tuple(codebook.variables.values()))
    explains = _explains(dice, codebook)
    now = tuple(dict.fromkeys(explained.term for explained in explains))
    theoretical = [term for term in codebook.terms() if codebook.is_theoretical(term)]
    observable = [term for term in codebook.terms() if term not in theoretical and term not in now]
    propositions = []
    for number in range(1, dice.one((1, 2, 2, 3, 3, 4)) + 1):
        about_theoretical = bool(theoretical) and dice.chance(50)
        if about_theoretical:
            formula = _definition(writer, dice.one(theoretical), theoretical, observable, now)
        else:
            formula = _law(writer, dice.one(explains), [*observable, *theoretical, *theoretical], now)
        role: Role = "definition" if dice.chance(80 if about_theoretical else 10) else dice.one(("core", "auxiliary"))
        propositions.append(
            Proposition(
                f"P{number}", Rule(text(formula), formula), role=role, strict=not dice.chance(30), theory="random"
            )
        )
    said = " ".join(proposition.rule.text for proposition in propositions)
    mentioned = [term for term in observable if str(term) in said] if dice.chance(70) else observable
    made = Theory(
        "random",
        codebook,
        explains,
        tuple(propositions),
        _scope(writer, mentioned or observable, now) if dice.chance(35) else None,
        _exhaustive(writer, explains, theoretical, propositions) if dice.chance(45) else (),
    )
    return replace(made, exhaustive=tuple(s for s in made.exhaustive if causes(made, s)))


def _explains(dice: Dice, codebook: Codebook) -> tuple[Explained, ...]:
    first, *others = [v for v in codebook.variables.values() if not v.theoretical]
    explains = [Explained(dice.one(tuple(first.terms())), dice.chance(50))]
    if dice.chance(25):
        variable = dice.one([*others, first])
        explains.append(Explained(dice.one(tuple(variable.terms())), dice.chance(50)))
    return tuple(dict.fromkeys(explains))


def _outcome(writer: Writer, explained: Explained) -> Formula:
    """Something said about what a theory explains."""
    dice = writer.dice
    said = writer.change(explained.term) if dice.chance(80 if explained.change else 20) else writer.atom(explained.term)
    return Not(said) if dice.chance(20) else said


def _law(writer: Writer, explained: Explained, conditions: Sequence[Term], now: Sequence[Term]) -> Formula:
    """A rule, mostly one that mentions what the theory explains."""
    dice, outcome, terms = writer.dice, _outcome(writer, explained), [*conditions, *now]

    def condition() -> Formula:
        """About the conditions, and now and then about what the outcome was before."""
        if not conditions or dice.chance(15):
            return Previously(writer.formula(terms, 1)) if dice.chance(70) else Once(writer.formula(terms, 1))
        return writer.formula(conditions, dice.one((0, 0, 1, 1, 2)))

    match dice.one(
        (
            "if",
            "if",
            "if",
            "if",
            "only if",
            "only if",
            "iff",
            "curried",
            "curried",
            "always",
            "any",
            "conditions",
            "oblique",
        )
    ):
        case "if":
            return Implies(condition(), outcome)
        case "oblique":
            # The outcome on both sides, or only as it was: neither names a cause.
            before = Or((Previously(outcome), condition()))
            return Implies(writer.formula(terms, 1), outcome) if dice.chance(50) else Implies(condition(), before)
        case "only if":
            return Implies(outcome, condition())
        case "iff":
            return Iff(outcome, condition()) if dice.chance(50) else Iff(condition(), outcome)
        case "curried":
            inner = Implies(_outcome(writer, explained) if dice.chance(30) else condition(), outcome)
            return Implies(condition(), inner) if dice.chance(60) else Iff(condition(), inner)
        case "always":
            return outcome
        case "conditions" if conditions:
            said = writer.formula(conditions, 1)
            return Implies(condition(), said) if dice.chance(70) else said
    return writer.formula(terms, 2)


def _definition(
    writer: Writer, term: Term, theoretical: Sequence[Term], observable: Sequence[Term], now: Sequence[Term]
) -> Formula:
    """A rule about a theoretical term, which may carry it from period to period."""
    dice = writer.dice
    said: Formula = Is(term, (dice.one(writer.codebook.values(term)),))
    if dice.chance(25):
        said = writer.atom(term, theoretical)
    sources = [*observable, *observable, *theoretical]
    if dice.chance(15):
        sources = [*sources, *now]
    condition = writer.formula(sources, dice.one((0, 0, 1)))
    others = [other for other in theoretical if other != term]
    if others and dice.chance(40):
        condition = writer.atom(dice.one(others))
    match dice.one(("iff", "iff", "if", "if", "carried", "carried", "steady", "quantified")):
        case "if":
            return Implies(condition, said)
        case "carried":
            kept: Formula = dice.one((Previously(said), Once(said), And((Previously(said), Not(condition)))))
            return Iff(said, Or((condition, kept))) if dice.chance(60) else Implies(kept, said)
        case "steady":
            return Implies(condition, writer.change(term))
        case "quantified":
            return writer.quantified([*sources, term], 2) or Iff(condition, said)
    return Iff(said, condition)


def _scope(writer: Writer, observable: Sequence[Term], now: Sequence[Term]) -> Rule:
    """Observable terms, explained ones only behind `previously` or `once`."""
    dice = writer.dice
    seen = tuple(variable for variable in writer.variables if not variable.theoretical)
    before = replace(writer, variables=seen)
    today = replace(writer, variables=tuple(v for v in seen if v.name not in {term.variable for term in now}))

    def earlier() -> Formula:
        operand = before.formula([*observable, *now], 1)
        return Previously(operand) if dice.chance(60) else Once(operand)

    kinds = ("today", "today", "today", "either", "earlier") if observable else ("earlier",)
    match dice.one(kinds):
        case "today":
            formula = today.formula(observable, dice.one((0, 0, 1, 2)))
        case "either":
            formula = Or((today.atom(dice.one(observable), observable), earlier()))
        case _:
            formula = earlier()
    return Rule(text(formula), formula)


def _exhaustive(
    writer: Writer, explains: Sequence[Explained], theoretical: Sequence[Term], propositions: Sequence[Proposition]
) -> tuple[Statement, ...]:
    """One or two statements on terms to which at least one proposition contributes a cause."""
    dice, statements = writer.dice, []
    about = [e.term for e in explains for _ in range(3)] + list(theoretical)
    about = [term for term in about if any(contributions(p.rule.formula, term) for p in propositions)]
    for _ in range(dice.one((1, 1, 2)) if about else 0):
        term = dice.one(about)
        changes = term not in theoretical and any(e.change for e in explains if e.term == term)
        said = writer.change(term) if dice.chance(70 if changes else 10) else writer.atom(term, writer.codebook.terms())
        if isinstance(said, (Is, Compare)) and dice.chance(10):
            said = Not(said)
        statements.append(Statement(Rule(text(said), said)))
    return tuple({statement.label: statement for statement in statements}.values())


# Cases


def random_case(dice: Dice, codebook: Codebook) -> Case:
    roles: Mapping[str, tuple[str, ...]] = {
        role: (("Belarus",), ("Iran", "Syria"))[number % 2]
        for number, role in enumerate(codebook.roles)
        if not dice.chance(8)
    }
    observable = [
        term
        for term in codebook.terms()
        if not codebook.is_theoretical(term) and all(role in roles for role in term.arguments)
    ]
    throughout = {term: _coding(dice, codebook, term) for term in observable if dice.chance(15)}

    def codings() -> dict[Term, Coding]:
        """For a period; what is coded throughout is mostly left to that."""
        return {
            term: _coding(dice, codebook, term)
            for term in observable
            if not dice.chance(75 if term in throughout else 6)
        }

    baseline = Period("baseline", codings=codings()) if dice.chance(60) else None
    periods = [Period(f"t{number}", codings=codings()) for number in range(1, dice.one((1, 2, 2, 3, 3, 4)) + 1)]
    return Case("random", codebook, roles, tuple(periods), baseline, throughout)


def _coding(dice: Dice, codebook: Codebook, term: Term) -> Coding:
    values = codebook.values(term)
    match dice.one(("single",) * 16 + ("missing", "contested", "contested")):
        case "missing":
            return MISSING
        case "contested":
            chosen = tuple(_some(dice, values, dice.one((2, 2, 3))))
            parts = [Fraction(1, 4)] * (len(chosen) - 1) + [1 - Fraction(len(chosen) - 1, 4)]
            return Coding(chosen, dict(zip(chosen, parts, strict=True)) if dice.chance(60) else {})
    value = dice.one(values)
    sure = not dice.chance(20)
    return Coding((value,), {} if sure else {value: Fraction(dice.one((9, 8, 6)), 10)})


# Studies


def affordable(dice: Dice, theory: Theory, case: Case, worlds: int, completions: int) -> Case | None:
    """The case with so many gaps filled and periods cut that its truth tables stay small; None if that fails."""
    for _ in range(60):
        table = next(
            (
                table
                for table in tables(theory, case)
                if table.size() > worlds
                or prod(len(table.choices(gap, table.codings)) for gap in table.gaps) > completions
            ),
            None,
        )
        if table is None:
            return case
        if table.gaps:
            term, period = dice.one(table.gaps)
            missing = {role: ("Nobody",) for role in term.arguments if role not in case.roles}
            case = replace(case, roles={**case.roles, **missing}).recoded(
                {(term, period): Coding((dice.one(case.codebook.values(term)),))}
            )
        elif len(case.periods) > 1:
            case = replace(case, periods=case.periods[:-1])
        elif case.baseline is not None:
            case = replace(case, baseline=None)
        else:
            return None
    return None


def tables(theory: Theory, case: Case) -> list[Table]:
    """The truth tables that judging the theory on the case takes, not yet filled in."""
    return [
        Table(theory, case, explained, t, ()) for explained in theory.explains for t in range(1, len(case.periods) + 1)
    ]


def random_study(seed: int, worlds: int = MAX_WORLDS, completions: int = MAX_COMPLETIONS) -> Study:
    """A theory and a case, the same for the same seed."""
    dice = Seeded(Random(seed))
    while True:
        codebook = random_codebook(dice)
        theory = random_theory(dice, codebook)
        case = affordable(dice, theory, random_case(dice, codebook), worlds, completions)
        if case is not None:
            return theory, case
