"""Small studies in a few lines of text, over one codebook, for tests that are worked out by hand.

Observable: `a`, `b`, `c`, `z` (no, yes), `y` (low, mid, high), `w` (low, mid, high), `f` of state or partner (no, yes).
Theoretical: `e`, `d` (no, yes).
"""

from __future__ import annotations

from collections.abc import Sequence

from checker.logic.formula import Term
from checker.logic.grammar import parse, parse_term
from checker.study.case import MISSING, Case, Coding, Period
from checker.study.codebook import Codebook, Variable
from checker.study.theory import Explained, Proposition, Role, Rule, Statement, Theory

LEVELS = ("low", "mid", "high")
BOOK = Codebook(
    "small",
    {"state": "The state", "partner": "Its partner"},
    {
        v.name: v
        for v in (
            Variable("a"),
            Variable("b"),
            Variable("c"),
            Variable("z"),
            Variable("y", LEVELS),
            Variable("w", LEVELS),
            Variable("f", places=(("state", "partner"),)),
            Variable("e", theoretical=True),
            Variable("d", theoretical=True),
        )
    },
)


def rule(words: str) -> Rule:
    return Rule(words, parse(words, BOOK.variables.__contains__))


def theory(*lines: str, explains: str | Sequence[str] = "y", scope: str = "", exhaustive: Sequence[str] = ()) -> Theory:
    """A theory of lines such as `P1: if a then y is low` or `D1 definition usually: if a then e`."""
    propositions = []
    for line in lines:
        head, _, words = line.partition(": ")
        name, *marks = head.split()
        role: Role = "definition" if "definition" in marks else "auxiliary" if "auxiliary" in marks else "core"
        propositions.append(Proposition(name, rule(words), role=role, strict="usually" not in marks))
    explained = tuple(
        Explained(parse_term(words.removeprefix("change of ")), words.startswith("change of "))
        for words in ([explains] if isinstance(explains, str) else explains)
    )
    return Theory(
        "small",
        BOOK,
        explained,
        tuple(propositions),
        rule(scope) if scope else None,
        tuple(Statement(rule(s)) for s in exhaustive),
    )


def case(
    *periods: str, baseline: str | None = None, throughout: str = "", bound: Sequence[str] = tuple(BOOK.roles)
) -> Case:
    """A case with a line of codings for each period, such as `a=yes y=low|mid b=?`; what is not coded is missing."""
    return Case(
        "small",
        BOOK,
        dict.fromkeys(bound, ("Belarus",)),
        tuple(Period(f"t{number}", codings=codings(line)) for number, line in enumerate(periods, 1)),
        None if baseline is None else Period("baseline", codings=codings(baseline)),
        codings(throughout),
    )


def codings(line: str) -> dict[Term, Coding]:
    pairs = (item.split("=") for item in line.split())
    return {parse_term(term): MISSING if value == "?" else Coding(tuple(value.split("|"))) for term, value in pairs}
