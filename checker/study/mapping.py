"""A map: how the columns of a wide table become cases, periods and the values of terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from checker.logic.column_expression import ColumnExpression, ColumnOf, columns_of, worded_columns
from checker.logic.formula import Term
from checker.problems import Location


@dataclass(frozen=True)
class ColumnReading:
    """How a term's value is read: exactly one of the four ways, then `lag` periods back.

    `codes` pairs what a cell says with a value (a cell that is no key is missing); `at_least` pairs values
    with cut points, lowest first, on the number that `source` makes, below the first the variable's lowest;
    `test` makes a yes/no term; `member` is a number from 0 to 1, the membership in yes of a yes/no term, which
    is yes above 0.5, no below and missing at 0.5.
    """

    term: Term
    source: ColumnExpression
    codes: Mapping[str, str] = field(default_factory=dict)
    at_least: tuple[tuple[str, Fraction], ...] = ()
    test: bool = False
    member: bool = False
    lag: int = 0
    location: Location = Location("")

    @property
    def words(self) -> tuple[str, ...]:
        """The columns whose cells are read as texts."""
        if self.codes and isinstance(self.source, ColumnOf):
            return (self.source.name,)
        return worded_columns(self.source)


@dataclass(frozen=True)
class TableMap:
    """`case` columns together name a case, `period` orders its rows, `step` apart; `named` are shown for `case`.

    Rows that `where` does not surely admit are left out before anything else.
    """

    name: str
    case: tuple[str, ...]
    period: str
    readings: tuple[ColumnReading, ...]
    named: tuple[str, ...] = ()
    step: int = 1
    where: ColumnExpression | None = None
    title: str = ""
    location: Location = Location("")

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that are read for names and order alone."""
        return tuple(dict.fromkeys((*self.case, *self.named, self.period)))

    @property
    def evaluated(self) -> tuple[str, ...]:
        """The columns that rows are admitted by and coded from."""
        where = () if self.where is None else columns_of(self.where)
        return tuple(dict.fromkeys((*where, *(c for r in self.readings for c in columns_of(r.source)))))

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read, keys first."""
        return tuple(dict.fromkeys((*self.keys, *self.evaluated)))

    @property
    def words(self) -> tuple[str, ...]:
        """The columns, keys aside, whose cells are read as texts."""
        where = () if self.where is None else worded_columns(self.where)
        return tuple(dict.fromkeys((*where, *(c for r in self.readings for c in r.words))))

    def reading(self, term: Term) -> ColumnReading | None:
        return next((reading for reading in self.readings if reading.term == term), None)

    def of_terms(self, terms: frozenset[Term]) -> TableMap:
        """The map with the readings of these terms only, so that no other column is read."""
        return replace(self, readings=tuple(r for r in self.readings if r.term in terms))

    def lagged(self, lags: Mapping[Term, int]) -> TableMap:
        """The map with other lags for some terms."""
        return replace(self, readings=tuple(replace(r, lag=lags.get(r.term, r.lag)) for r in self.readings))

    def cut_at(self, term: Term, value: str, cut: Fraction) -> TableMap:
        """The map with another cut point for one value of a term."""

        def moved(reading: ColumnReading) -> ColumnReading:
            if reading.term != term:
                return reading
            return replace(reading, at_least=tuple((v, cut if v == value else c) for v, c in reading.at_least))

        return replace(self, readings=tuple(map(moved, self.readings)))
