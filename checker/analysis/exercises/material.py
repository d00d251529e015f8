"""Raw material of exercises: fictional states, variables, and which conditions plausibly affect which outcomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from itertools import product
from random import Random
from typing import TypeVar

from checker.logic.formula import And, Compare, Formula, Implies, Is, Not, Term
from checker.logic.grammar import parse, parse_term
from checker.study.codebook import YES_NO, Codebook, Variable
from checker.study.theory import Theory

T = TypeVar("T")
STATES = (
    "Ruritania",
    "Graustark",
    "Freedonia",
    "Sylvania",
    "Zubrowka",
    "Syldavia",
    "Borduria",
    "Orsinia",
    "Karvania",
    "Lutha",
    "Altenmark",
    "Vesperia",
    "Morenia",
    "Cascara",
)
POWERS = ("Novaria", "Atlantea", "Imperia", "Boreas", "Meridia")
ROLES = {"state": "The state whose policy is explained", "partner": "The other state", "power": "The great power"}


@dataclass(frozen=True)
class Dice:
    """Choices from a seeded source; only `random()` is drawn on, which no version of Python changes."""

    random: Random

    def one(self, options: Sequence[T]) -> T:
        return options[int(self.random.random() * len(options))]

    def chance(self, percent: int) -> bool:
        return self.random.random() * 100 < percent

    def some(self, options: Sequence[T], number: int) -> list[T]:
        """So many different places of the options, in a random order; all where there are fewer."""
        left, taken = list(options), []
        for _ in range(min(number, len(left))):
            taken.append(left.pop(int(self.random.random() * len(left))))
        return taken


@dataclass(frozen=True)
class Lever:
    """A condition and the direction of its effect on an outcome, in the literature: 1 more, -1 less."""

    term: Term
    values: tuple[str, ...]
    signs: tuple[int, ...]


@dataclass(frozen=True)
class Theme:
    """An outcome and its levers, over one codebook; `links` say what conditions do to one another."""

    name: str
    codebook: Codebook
    outcome: Term
    levers: tuple[Lever, ...]
    links: tuple[Implies, ...]

    def lever(self, term: Term) -> Lever:
        return next(lever for lever in self.levers if lever.term == term)


# Variables by name: values lowest first, and whether they are said of a state.
CONDITIONS: Mapping[str, tuple[tuple[str, ...], bool]] = {
    "common_enemy": (YES_NO, False),
    "pressure": (("none", "mild", "heavy"), False),
    "public_opinion": (("hostile", "divided", "favourable"), True),
    "democracy": (YES_NO, True),
    "joint_membership": (YES_NO, False),
    "dependence": (("low", "moderate", "high"), True),
    "election_near": (YES_NO, True),
    "strong_executive": (YES_NO, True),
    "guarantee": (YES_NO, False),
    "business_lobby": (("weak", "strong"), True),
    "border_dispute": (YES_NO, False),
    "leader_change": (YES_NO, True),
    "power_gap": (("small", "moderate", "large"), False),
    "shared_ideology": (YES_NO, False),
    "economic_crisis": (YES_NO, True),
    "foreign_sanctions": (("none", "partial", "full"), False),
}
OUTCOMES: Mapping[str, tuple[str, ...]] = {
    "cooperation": ("none", "limited", "close"),
    "trade": ("low", "moderate", "high"),
    "sanctions": ("none", "partial", "full"),
    "contribution": ("none", "token", "substantial"),
    "dispute": ("calm", "tense", "violent"),
    "aid": ("none", "modest", "large"),
}
# How schools of thought see it: + the condition makes for more of the outcome, - for less, ± they disagree.
_BEARING: Mapping[str, str] = {
    "cooperation": "common_enemy+ pressure± public_opinion(state)+ democracy(partner)± joint_membership+ "
    "dependence(state)± strong_executive(state)± guarantee± border_dispute- shared_ideology+ "
    "leader_change(state)± power_gap±",
    "trade": "common_enemy+ public_opinion(state)+ democracy(partner)+ joint_membership+ business_lobby(state)+ "
    "border_dispute- economic_crisis(state)± foreign_sanctions- power_gap± election_near(state)± "
    "shared_ideology+",
    "sanctions": "common_enemy- pressure± public_opinion(state)- democracy(partner)- joint_membership± "
    "dependence(state)- election_near(state)± business_lobby(state)- border_dispute+ "
    "economic_crisis(state)± strong_executive(state)±",
    "contribution": "pressure+ public_opinion(state)+ democracy(state)± guarantee± strong_executive(state)+ "
    "leader_change(state)± economic_crisis(state)- election_near(state)± shared_ideology+ power_gap±",
    "dispute": "common_enemy- pressure± public_opinion(state)- democracy(partner)- joint_membership- "
    "dependence(state)± guarantee± border_dispute+ leader_change(state)+ power_gap± "
    "economic_crisis(state)± election_near(state)±",
    "aid": "common_enemy+ public_opinion(state)+ democracy(partner)± joint_membership+ dependence(state)+ "
    "business_lobby(state)+ economic_crisis(state)- election_near(state)± shared_ideology+ border_dispute-",
}
_LINKS = (
    "if pressure is heavy then common_enemy",
    "if common_enemy then joint_membership",
    "if common_enemy then shared_ideology",
    "if shared_ideology then joint_membership",
    "if joint_membership then not border_dispute",
    "if guarantee then pressure is at most mild",
    "if dependence(state) is high then business_lobby(state) is strong",
    "if dependence(state) is high then public_opinion(state) is at least divided",
    "if business_lobby(state) is strong then public_opinion(state) is at least divided",
    "if border_dispute then public_opinion(state) is hostile",
    "if economic_crisis(state) then public_opinion(state) is at most divided",
    "if economic_crisis(state) then leader_change(state)",
    "if leader_change(state) then not strong_executive(state)",
    "if election_near(state) then not strong_executive(state)",
    "if democracy(state) then not strong_executive(state)",
    "if economic_crisis(state) then election_near(state)",
    "if power_gap is large then pressure is at least mild",
    "if democracy(partner) then joint_membership",
    "if democracy(partner) then shared_ideology",
    "if foreign_sanctions is full then business_lobby(state) is weak",
)
_SIGNS = {"+": (1,), "-": (-1,), "±": (1, -1)}
WILLING = Term("willing", ("state",))


@cache
def themes() -> tuple[Theme, ...]:
    """Every outcome with the conditions that are said to affect it."""
    return tuple(_theme(name) for name in OUTCOMES)


def _theme(name: str) -> Theme:
    levers = []
    for word in _BEARING[name].split():
        term = parse_term(word[:-1])
        levers.append(Lever(term, CONDITIONS[term.variable][0], _SIGNS[word[-1]]))
    variables = {name: Variable(name, OUTCOMES[name])}
    for lever in levers:
        values, of_state = CONDITIONS[lever.term.variable]
        variables[lever.term.variable] = Variable(
            lever.term.variable, values, (("state", "partner"),) if of_state else ()
        )
    variables["willing"] = Variable("willing", YES_NO, (("state",),), theoretical=True)
    book = Codebook(name, ROLES, variables)
    spoken = {lever.term for lever in levers}
    links = [rule for text in _LINKS if isinstance(rule := parse(text), Implies)]
    kept = tuple(link for link in links if {_term(link.antecedent), _term(link.consequent)} <= spoken)
    return Theme(name, book, Term(name), tuple(levers), kept)


def _term(atom: Formula) -> Term:
    """The term of an atom on a value, or of its negation."""
    inner = atom.operand if isinstance(atom, Not) else atom
    assert isinstance(inner, (Is, Compare))
    return inner.term


def condition(dice: Dice, lever: Lever, more: bool) -> Formula:
    """A formula: the condition is high (`more`) or low."""
    if lever.values == YES_NO:
        yes = Is(lever.term, ("yes",))
        return yes if more else Not(yes)
    return level(dice, lever.term, lever.values, more)


def level(dice: Dice, term: Term, values: Sequence[str], high: bool) -> Formula:
    """At least the middle or the top, or at most the middle or the bottom."""
    extreme = Is(term, (values[-1 if high else 0],))
    if len(values) == 2 or dice.chance(50):
        return extreme
    return Compare(term, "at least" if high else "at most", values[1])


def bearings(theme: Theme, atom: Formula) -> tuple[bool, ...]:
    """The directions in which a condition as stated may move the outcome: True more, False less."""
    lever = theme.lever(_term(atom))
    match atom:
        case Not():
            high = False
        case Compare(_, comparison):
            high = comparison == "at least"
        case Is(_, (value,)):
            high = value == lever.values[-1]
        case _:
            raise TypeError(f"not a condition: {atom!r}")
    return tuple((sign > 0) == high for sign in lever.signs)


class Worlds:
    """All worlds over some choices of values; a set of worlds is a bitmask.

    By this draws are sifted quickly; what an exercise says is then judged as any study is.
    """

    def __init__(self, theme: Theme, choices: Mapping[Term, Sequence[str]]) -> None:
        self.theme = theme
        self.places = {term: number for number, term in enumerate(choices)}
        self.rows = tuple(product(*choices.values()))
        self.every = (1 << len(self.rows)) - 1
        self._known: dict[tuple[Term, tuple[str, ...]], int] = {}

    def where(self, term: Term, values: Sequence[str]) -> int:
        """The worlds in which the term has one of the values."""
        key = (term, tuple(values))
        if key not in self._known:
            place = self.places[term]
            self._known[key] = int("".join("1" if row[place] in values else "0" for row in reversed(self.rows)), 2)
        return self._known[key]

    def holding(self, formula: Formula) -> int:
        """The worlds in which a rule that does not look back is true."""
        match formula:
            case Not(operand):
                return self.every & ~self.holding(operand)
            case And(operands):
                return reduce(int.__and__, map(self.holding, operands))
            case Implies(antecedent, consequent):
                return (self.every & ~self.holding(antecedent)) | self.holding(consequent)
            case Is(term, values):
                return self.where(term, values)
            case Compare(term, comparison, str() as value):
                order = self.theme.codebook.values(term)
                place = order.index(value)
                return self.where(term, order[place:] if comparison == "at least" else order[: place + 1])
        raise TypeError(f"not a rule of an exercise: {formula!r}")

    def surviving(self, theory: Theory) -> int:
        """The worlds that none of the theory's strict propositions forbids."""
        return reduce(int.__and__, (self.holding(p.rule.formula) for p in theory.propositions if p.strict), self.every)
