"""Check a witness against the rules as their author wrote them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from checker.engine.certificate import CertificateRefused
from checker.engine.witness import Evaluator, term_periods_read
from checker.logic.formula import Formula, Term
from checker.logic.rewriting import lookback, quantifier_free
from checker.study.case import Case
from checker.study.causes import causes_named
from checker.study.theory import Explained, Theory

Place = tuple[str, int]
Among = Literal["conditions", "strict", "all"]


@dataclass(frozen=True)
class ClaimedWitness:
    """That a level at t agrees with the codings and with propositions in use, of which `used` lists all.

    `among`: whether these are the strict ones about the conditions (then no level is claimed), all strict ones, or
    all. `scope_assumed`: the scope is to hold where it can be read.
    """

    theory: Theory
    case: Case
    explained: Explained
    t: int
    level: str | None
    world: Mapping[tuple[Term, int], str]
    used: tuple[Place, ...]
    without: Collection[str]
    among: Among
    scope_assumed: bool


def check_witness(claim: ClaimedWitness) -> None:
    """Accept a witness, or raise CertificateRefused with the reason."""
    _Inspection(claim).run()


class _Inspection:
    def __init__(self, claim: ClaimedWitness) -> None:
        self.claim = claim
        self.theory = claim.theory
        self.first = claim.case.first
        self.evaluator = Evaluator(claim.theory.codebook, self.first, claim.world)

    def run(self) -> None:
        try:
            self._codings()
            self._level()
            self._scope()
            self._propositions()
        except KeyError as missing:
            raise CertificateRefused(f"the witness gives no value to {_named(missing)}") from None

    def _codings(self) -> None:
        hidden = self._hidden()
        for (term, period), value in self.claim.world.items():
            if value not in self.theory.codebook.values(term):
                raise CertificateRefused(f"the witness has {term} at {period} as {value}, which is no value of it")
            coded = () if self.theory.codebook.is_theoretical(term) else self.claim.case.coding(term, period).values
            if coded and (term, period) not in hidden and value not in coded:
                raise CertificateRefused(f"the witness has {term} at {period} as {value}, coded {' or '.join(coded)}")

    def _hidden(self) -> set[tuple[Term, int]]:
        return {(term, self.claim.t) for term in self.theory.explained_terms}

    def _level(self) -> None:
        level, claimed = self.claim.world[self.claim.explained.term, self.claim.t], self.claim.level
        if claimed is not None and level != claimed:
            raise CertificateRefused(f"in the witness the level is {level}, not {claimed}")

    def _scope(self) -> None:
        scope, t = self.theory.scope, self.claim.t
        if (
            self.claim.scope_assumed
            and scope is not None
            and self._is_readable(scope.formula, t)
            and not self.evaluator.holds(scope.formula, t)
        ):
            raise CertificateRefused("the scope does not hold in the witness")

    def _propositions(self) -> None:
        wanted = self._in_use()
        if set(self.claim.used) != wanted:
            odd = sorted(wanted.symmetric_difference(self.claim.used))
            raise CertificateRefused(f"the propositions in use are not those of the witness: {odd}")
        for label, period in self.claim.used:
            if not self._holds(label, period):
                raise CertificateRefused(f"{label} does not hold at {period} in the witness")

    def _holds(self, label: str, period: int) -> bool:
        for proposition in self.theory.propositions:
            if proposition.id == label:
                return self.evaluator.holds(proposition.rule.formula, period)
        statement = next(s for s in self.theory.exhaustive if s.label == label)
        return self.evaluator.names_all_causes(self.theory, statement, period)

    def _in_use(self) -> set[Place]:
        """Used at t: all at t, and earlier definitions that share a theoretical term-period, repeatedly."""
        made = {
            (label, t): named
            for t in range(self.first, self.claim.t + 1)
            for label, definition in self._labels()
            if definition or t == self.claim.t
            if (named := self._named(label, t)) is not None
        }
        used = {place for place in made if place[1] == self.claim.t}
        while True:
            linked = {pair for place in used for pair in self._theoretical(made[place])}
            more = {place for place in made if place not in used and linked & self._theoretical(made[place])}
            if not more:
                break
            used |= more
        tendencies = {p.id for p in self.theory.propositions if not p.strict}
        dropped = set(self.claim.without) | (tendencies if self.claim.among != "all" else set())
        about = self._hidden() if self.claim.among == "conditions" else set()
        return {place for place in used if place[0] not in dropped and not made[place] & about}

    def _labels(self) -> list[tuple[str, bool]]:
        """What the theory states, and whether it counts as a definition."""
        is_theoretical = self.theory.codebook.is_theoretical
        return [
            *((p.id, p.is_definition) for p in self.theory.propositions),
            *((s.label, is_theoretical(s.term)) for s in self.theory.exhaustive),
        ]

    def _named(self, label: str, t: int) -> set[tuple[Term, int]] | None:
        """The term-periods that the text of an instance names; None where there is no instance."""
        formulas = self._formulas(label)
        if not all(self._is_readable(formula, t) for formula in formulas):
            return None
        return {pair for formula in formulas for pair in term_periods_read(formula, t, self.first)}

    def _formulas(self, label: str) -> list[Formula]:
        for proposition in self.theory.propositions:
            if proposition.id == label:
                return [proposition.rule.formula]
        statement = next(s for s in self.theory.exhaustive if s.label == label)
        named = causes_named(self.theory.propositions, statement, self.theory.codebook)
        return [statement.rule.formula, *(part for _, *pair in named for part in pair)]

    def _is_readable(self, formula: Formula, t: int) -> bool:
        return t - lookback(quantifier_free(formula)) >= self.first

    def _theoretical(self, named: set[tuple[Term, int]]) -> set[tuple[Term, int]]:
        return {(term, t) for term, t in named if self.theory.codebook.is_theoretical(term)}


def _named(missing: KeyError) -> str:
    term, period = missing.args[0]
    return f"{term} at {period}"
