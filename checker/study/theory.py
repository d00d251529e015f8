"""A theory: propositions, what they explain, where they claim to hold, what they claim is all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from checker.logic.formula import Change, Compare, Formula, Is, Not, Term
from checker.logic.rewriting import quantifier_free, terms
from checker.problems import Location
from checker.study.codebook import Codebook

Role = Literal["core", "auxiliary", "definition"]
ROLES: tuple[Role, ...] = ("core", "auxiliary", "definition")


@dataclass(frozen=True)
class Citation:
    """A source by its key in the references, and the page or section in it."""

    key: str
    locator: str = ""


@dataclass(frozen=True)
class Rule:
    """A rule as its author wrote it, and what it was understood to say."""

    text: str
    formula: Formula


@dataclass(frozen=True)
class Proposition:
    id: str
    rule: Rule
    name: str = ""
    claim: str = ""
    role: Role = "core"
    strict: bool = True
    source: Citation | None = None
    mechanism: str = ""
    location: Location = Location("")
    theory: str = ""

    @property
    def is_definition(self) -> bool:
        return self.role == "definition"


@dataclass(frozen=True)
class Statement:
    """A claim that a theory's propositions name all causes of something: one atom on one term."""

    rule: Rule
    location: Location = Location("")

    @property
    def label(self) -> str:
        return f"exhaustive: {self.rule.text}"

    @property
    def term(self) -> Term:
        """The term that the statement is about: the one before `is`, `rises` or `falls`."""
        atom = self.rule.formula
        if isinstance(atom, Not):
            atom = atom.operand
        if not isinstance(atom, (Is, Compare, Change)):
            raise TypeError(f"not one atom: {self.rule.text}")
        return atom.term


@dataclass(frozen=True)
class Explained:
    """What a theory explains: a term's values, or their change from the period before."""

    term: Term
    change: bool = False

    def __str__(self) -> str:
        return f"change of {self.term}" if self.change else str(self.term)


@dataclass(frozen=True)
class Theory:
    """A theory with all it inherits; `propositions` and `exhaustive` stand in file order, parents first."""

    name: str
    codebook: Codebook
    explains: tuple[Explained, ...]
    propositions: tuple[Proposition, ...]
    scope: Rule | None = None
    exhaustive: tuple[Statement, ...] = ()
    title: str = ""
    description: str = ""
    benchmark: bool = False
    built_on: tuple[str, ...] = ()
    extends: tuple[str, ...] = ()
    references: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    location: Location = Location("")

    @property
    def explained_terms(self) -> tuple[Term, ...]:
        return tuple(dict.fromkeys(explained.term for explained in self.explains))

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every term that the propositions, the scope and the exhaustive statements name, each once."""
        rules = [
            *(p.rule for p in self.propositions),
            *([self.scope] if self.scope else []),
            *(s.rule for s in self.exhaustive),
        ]
        return tuple(dict.fromkeys(term for rule in rules for term in terms(quantifier_free(rule.formula))))

    @property
    def heading(self) -> str:
        return self.title or self.name
