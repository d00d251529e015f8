"""Draws of the codings of one cell: the probability of each verdict, and the leading one (sections 4 and 6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod

from checker.study.case import Coding
from tests.oracle.formulas import TermPeriod
from tests.oracle.limits import affordable
from tests.oracle.table import VERDICTS, Table, Verdict, settled

Draw = Mapping[TermPeriod, str]


def chances(coding: Coding, values: tuple[str, ...]) -> dict[str, Fraction]:
    """The chance of each value that has one, in the order of the values.

    What `confidence` leaves of 1 goes "evenly to the other values". Without it, a coding has its value for
    certain, and a contested one each of its values with the same chance.
    """
    if not coding.confidence:
        share = {value: Fraction(1, len(coding.values)) for value in coding.values}
    else:
        others = [value for value in values if value not in coding.confidence]
        rest = 1 - sum(coding.confidence.values(), Fraction(0))
        share = {**coding.confidence, **{value: rest / len(others) for value in others}}
    if sum(share.values()) != 1 or any(chance < 0 for chance in share.values()):
        raise ValueError(f"no probabilities: {share}")
    return {value: share[value] for value in values if share.get(value)}


def draws(table: Table, pairs: Iterable[TermPeriod]) -> Iterator[tuple[Draw, Fraction]]:
    """Every draw of the codings of these term-periods, missing ones left out, with its chance above 0."""
    drawn = [pair for pair in pairs if pair in table.coded]
    support = [chances(table.coded[pair], table.codebook.variables[pair[0].variable].values) for pair in drawn]
    affordable(map(len, support), "draws")
    for choice in product(*(each.items() for each in support)):
        # "Codings are drawn independently."
        yield (
            {pair: value for pair, (value, _) in zip(drawn, choice, strict=True)},
            prod((chance for _, chance in choice), start=Fraction(1)),
        )


def readings_in(table: Table, draw: Draw) -> tuple[Verdict, ...]:
    """The readings of a draw, over the values of the gaps that are missing."""
    return table.readings({pair: (value,) for pair, value in draw.items()})


@dataclass(frozen=True)
class Change:
    """A coding whose value in a draw "differs from, or narrows, what is coded"."""

    pair: TermPeriod
    value: str


@dataclass(frozen=True)
class Leading:
    verdict: Verdict
    probability: Fraction
    reading: tuple[Change, ...]


class Cell:
    """All draws of one cell, each with its chance and its verdict."""

    def __init__(self, table: Table) -> None:
        self.table = table

    @cached_property
    def draws(self) -> list[tuple[Draw, Fraction, Verdict]]:
        # "Of the observable term-periods in an instance used, in the scope, of the outcome before and of the outcome."
        found = [*draws(self.table, self.table.observable)]
        missing = [pair for pair in self.table.conditions if pair not in self.table.coded]
        completions = [len(self.table.choices(pair, {})) for pair in missing]
        affordable([len(found), *completions], "draws and completions of their gaps")
        return [(draw, chance, settled(readings_in(self.table, draw))) for draw, chance in found]

    @property
    def probability(self) -> dict[str, Fraction]:
        """The chance of every verdict, in the order of the table, `open` last."""
        return _distribution(VERDICTS, ((verdict, chance) for _, chance, verdict in self.draws))

    @property
    def observed_probability(self) -> dict[str, Fraction] | None:
        """The chance of every outcome, from the codings alone; None where none is observed."""
        table = self.table
        if not table.testable or table.observed(table.codings) is None:
            return None
        pairs = [table.before, table.here] if table.explained.change else [table.here]
        return _distribution(table.outcomes, ((table.outcome(draw), chance) for draw, chance in draws(table, pairs)))

    @property
    def leading(self) -> Leading:
        """ "The most probable one, ties to the first in the table, `open` last", with its reading."""
        probability = self.probability
        most = max(probability.values())
        verdict = next(v for v in VERDICTS if probability.get(v) == most)
        draw, _, _ = min((each for each in self.draws if each[2] == verdict), key=self._place)
        return Leading(
            verdict,
            most,
            tuple(Change(pair, value) for pair, value in draw.items() if self.table.codings[pair] != (value,)),
        )

    def _place(self, each: tuple[Draw, Fraction, Verdict]) -> tuple[Fraction, int, list[int]]:
        """ "Of equal ones the one with the fewest values that are not among the coded ones, then the first by file
        order and by value, lowest first"."""
        draw, chance, _ = each
        uncoded = sum(value not in self.table.codings[pair] for pair, value in draw.items())
        values = [self.table.codebook.variables[term.variable].values.index(value) for (term, _), value in draw.items()]
        return -chance, uncoded, values

    @property
    def without_exhaustive(self) -> dict[str, Fraction] | None:
        """ "The same distribution with the exhaustive statements left out and Used formed anew"."""
        table = self.table
        if not table.theory.exhaustive:
            return None
        bare = replace(table.theory, exhaustive=())
        return Cell(Table(bare, table.case, table.explained, table.t, table.without)).probability


def _distribution(order: Iterable[str], weighed: Iterable[tuple[str, Fraction]]) -> dict[str, Fraction]:
    """What each has of the chances, in this order; what has none is left out."""
    found: dict[str, Fraction] = {}
    for name, chance in weighed:
        found[name] = found.get(name, Fraction(0)) + chance
    return {name: found[name] for name in order if name in found}
