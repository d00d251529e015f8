"""The vocabulary that theories and cases share: roles, variables and their ordered values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from checker.logic.formula import Term
from checker.problems import Location
from checker.study.term_period import TermPeriod

YES_NO = ("no", "yes")


@dataclass(frozen=True)
class Variable:
    """A declared variable; `places` holds for each argument the roles that may stand there."""

    name: str
    values: tuple[str, ...] = YES_NO
    places: tuple[tuple[str, ...], ...] = ()
    theoretical: bool = False
    label: str = ""
    question: str = ""
    coding: Mapping[str, str] = field(default_factory=dict)
    location: Location = Location("")

    @property
    def is_yes_no(self) -> bool:
        return set(self.values) == set(YES_NO)

    def terms(self) -> Iterator[Term]:
        """The variable with every choice of roles, in the order of the file."""
        for roles in product(*self.places):
            yield Term(self.name, roles)


@dataclass(frozen=True)
class Codebook:
    name: str
    roles: Mapping[str, str]
    variables: Mapping[str, Variable]
    title: str = ""
    description: str = ""
    location: Location = Location("")

    def values(self, term: Term) -> tuple[str, ...]:
        """The values of a declared term, lowest first."""
        return self.variables[term.variable].values

    def is_theoretical(self, term: Term) -> bool:
        return self.variables[term.variable].theoretical

    def terms(self) -> tuple[Term, ...]:
        """Every term that the codebook allows, in file order."""
        return tuple(term for variable in self.variables.values() for term in variable.terms())

    @cached_property
    def _place(self) -> Mapping[Term, int]:
        return {term: number for number, term in enumerate(self.terms())}

    def in_file_order(self, found: Iterable[TermPeriod]) -> list[TermPeriod]:
        """Term-periods by period, then in the order of the codebook, each once."""
        return sorted(set(found), key=lambda tp: (tp.period, self._place[tp.term]))

    def difference(self, other: Codebook) -> str:
        """What sets another codebook apart from this one, in words; empty where they declare the same."""
        if self is other:
            return ""
        if self.name != other.name:
            return f"`{other.name}`"
        for name in dict.fromkeys((*self.variables, *other.variables)):
            ours, theirs = self.variables.get(name), other.variables.get(name)
            if (
                ours is None
                or theirs is None
                or (ours.values, ours.places, ours.theoretical) != (theirs.values, theirs.places, theirs.theoretical)
            ):
                return f"one of the same name that differs in `{name}`"
        return "one of the same name with other roles" if set(self.roles) != set(other.roles) else ""
