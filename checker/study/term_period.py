"""A term in a period, and what results say of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from checker.logic.formula import Term


class TermPeriod(NamedTuple):
    """A term in a period of a case, by the period's number; the baseline is 0."""

    term: Term
    period: int


@dataclass(frozen=True)
class Labelled:
    """A term in a period as results name it: with the period's id, by which readers know it."""

    at: TermPeriod
    period_id: str

    @property
    def term(self) -> Term:
        return self.at.term

    @property
    def period(self) -> int:
        return self.at.period


@dataclass(frozen=True)
class Value(Labelled):
    """A value that the term has, or might have, in the period."""

    value: str


@dataclass(frozen=True)
class Fact(Labelled):
    """That the term has one of some values in the period."""

    values: tuple[str, ...]
