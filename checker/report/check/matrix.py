"""The matrix of verdicts, built once from results; the terminal and tables of every kind draw it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from checker.analysis.verdicts.judgement import CaseResult, Judgement, Record, Verdict
from checker.report.words.verdicts import NEAR, others, seen_outcomes, unseen
from checker.study.case import Period
from checker.study.theory import Explained, Theory


@dataclass(frozen=True)
class Cell:
    """The leading verdict with its chance and every verdict near it; no chances past a limit.

    `as_coded` is the other verdict that the codings settle where their doubt is not counted.
    """

    verdicts: tuple[tuple[Verdict, Fraction | None], ...]
    as_coded: Verdict | None

    @property
    def leading(self) -> Verdict:
        return self.verdicts[0][0]


@dataclass(frozen=True)
class Row:
    """A theory's cells, the chance that no period contradicts it, and that every turn is right as well.

    The chances are None where they are not known, and for a theory that claims nothing in most periods.
    """

    theory: Theory
    cells: tuple[Cell, ...]
    unrefuted: Fraction | None
    both: Fraction | None


@dataclass(frozen=True)
class Seen:
    """The likeliest outcome of a period with its chance; `words` say why there is none."""

    outcome: str
    chance: Fraction
    words: str = ""


@dataclass(frozen=True)
class Matrix:
    """The verdicts on one explained term: periods by theories, benchmarks last."""

    explains: Explained
    periods: tuple[Period, ...]
    observed: tuple[Seen, ...]
    rows: tuple[Row, ...]

    @property
    def has_turns(self) -> bool:
        """Whether some record says how likely every turn is right: where the outcome may have risen and fallen."""
        return any(row.both is not None for row in self.rows)


def matrices(result: CaseResult) -> Iterator[Matrix]:
    """One matrix for each explained term, in the order of the theories."""
    for explains in dict.fromkeys(record.explains for record in result.records):
        records = [record for record in result.records if record.explains == explains]
        numbers = [judgement.period for judgement in records[0].judgements]
        yield Matrix(
            explains,
            tuple(result.case.period(number) for number in numbers),
            tuple(_seen(records, number) for number in numbers),
            tuple(map(_row, sorted(records, key=lambda record: record.theory.benchmark))),
        )


def _row(record: Record) -> Row:
    track = record.track
    tested = track.undecided is not None and 2 * track.undecided < track.periods
    shares = (track.unrefuted, track.both) if tested else (None, None)
    return Row(record.theory, tuple(map(_cell, record.judgements)), *shares)


def _cell(judgement: Judgement) -> Cell:
    as_coded = judgement.verdict if judgement.settled_otherwise else None
    if judgement.leading is None:
        return Cell(((judgement.likeliest, None),), as_coded)
    chance = dict(judgement.probability or ())
    named = (judgement.leading.verdict, *others(judgement, NEAR))
    return Cell(tuple((verdict, chance[verdict]) for verdict in named), as_coded)


def _seen(records: Sequence[Record], number: int) -> Seen:
    found = seen_outcomes(records, number)
    if found is None:
        return Seen("", Fraction(0), unseen(records, number))
    return Seen(*max(found.observed_probability or (), key=lambda each: each[1]))
