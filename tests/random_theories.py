"""Random theories over a random codebook: laws, tendencies, definitions, scopes and exhaustive statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from checker.logic.formula import And, Compare, Formula, Iff, Implies, Is, Not, Once, Or, Previously, Term
from checker.logic.printing import text
from checker.study.codebook import Codebook
from checker.study.theory import Explained, Proposition, Role, Rule, Statement, Theory
from tests.random_formulas import Dice, Writer
from tests.truth_table import causes, contributions


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
