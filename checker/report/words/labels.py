"""Names for readers: titles of theories, labels of variables, actors in their roles, numbers as per cents."""

from __future__ import annotations

from fractions import Fraction

from checker.logic.formula import Term
from checker.study.case import Case, Period
from checker.study.codebook import Codebook


def percent(share: Fraction) -> str:
    """A share for the eye: whole per cents, with what is small or nearly all said as such.

    >>> percent(Fraction(3, 4)), percent(Fraction(1, 1000)), percent(Fraction(999, 1000)), percent(Fraction(0))
    ('75 %', '<1 %', '>99 %', '0 %')
    """
    return f"{figure(share)} %"


def figure(share: Fraction) -> str:
    """The same without the sign, for a column of numbers."""
    if 0 < share <= Fraction(1, 200):
        return "<1"
    if Fraction(199, 200) <= share < 1:
        return ">99"
    return f"{round(float(share * 100))}"


def label(codebook: Codebook, term: Term, case: Case | None = None) -> str:
    """The label of a term's variable with whoever is meant in brackets: the actors of the case, else the roles.

    `a better option at hand (Iran)`; the name of the variable where it has no label.
    """
    variable = codebook.variables[term.variable]
    words = variable.label or term.variable.replace("_", " ")
    if len(words) > 1 and not words[1].isupper():
        words = words[0].lower() + words[1:]
    if not term.arguments:
        return words
    return f"{words} ({', '.join(_actor(role, case) for role in term.arguments)})"


def period_named(period: Period) -> str:
    """A period by its label, within a sentence; several words in quotation marks, since a name may begin them.

    >>> period_named(Period("t1", "Origins")), period_named(Period("t2", "Sadat begins"))
    ('origins', '“Sadat begins”')
    """
    words = period.heading
    if " " in words:
        return f"“{words}”"
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


def _actor(role: str, case: Case | None) -> str:
    return " and ".join(case.roles[role]) if case is not None and role in case.roles else role
