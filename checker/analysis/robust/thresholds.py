"""How sure codings must be for a verdict to lead: its chance as a polynomial in their confidences.

Chances are linear in how each coding is drawn, so that a polynomial is found from its values where every confidence
is 0 or 1, exactly. What a confidence leaves over goes to the other values as the coding has them (semantics.md,
section 6).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise, product

from checker.analysis.verdicts.cell import Cell
from checker.analysis.verdicts.draws import probabilities, probabilities_if_not
from checker.analysis.verdicts.judgement import VERDICTS, Verdict
from checker.analysis.verdicts.trial import Trial
from checker.logic.grammar import RuleSyntaxError, parse_term
from checker.problems import COMMAND_LINE, InvalidStudy, LimitReached, Location, Problem, did_you_mean, refused
from checker.study.case import Case
from checker.study.term_period import TermPeriod, Value
from checker.study.theory import Explained, Theory
from checker.study.vocabulary import coded_term_fault, value_fault

MOST = 3
GRID = {1: 20, 2: 20, 3: 10}
"""By the number of confidences, into how many steps each is cut where the verdicts that lead anywhere are sought."""


@dataclass(frozen=True)
class Confidence(Value):
    """The confidence that a value of a coding is the right one; `now` is what the case gives it."""

    now: Fraction


@dataclass(frozen=True)
class Polynomial:
    """A polynomial in which no variable is squared: coefficient n belongs to the variables whose bit n has."""

    coefficients: tuple[Fraction, ...]

    def at(self, values: Sequence[Fraction]) -> Fraction:
        """Its value there.

        >>> Polynomial((Fraction(1), Fraction(2), Fraction(0), Fraction(4))).at([Fraction(1, 2), Fraction(3)])
        Fraction(8, 1)
        """
        found = Fraction(0)
        for bits, coefficient in enumerate(self.coefficients):
            for number, value in enumerate(values):
                if bits >> number & 1:
                    coefficient *= value
            found += coefficient
        return found

    @property
    def is_constant(self) -> bool:
        return not any(self.coefficients[1:])


@dataclass(frozen=True)
class Span:
    """From which confidence to which a verdict leads, the other confidences as they are now."""

    low: Fraction
    high: Fraction
    verdict: Verdict


@dataclass(frozen=True)
class CellThresholds:
    """One verdict that depends on the confidences.

    `leads` is the leading verdict now and `chances` the polynomial of every verdict that has a chance somewhere;
    `spans` follow the confidences; `anywhere` holds the verdicts that lead somewhere in these spans or on a grid.
    """

    theory: Theory
    explains: Explained
    period: int
    period_id: str
    leads: Verdict
    chances: tuple[tuple[Verdict, Polynomial], ...]
    spans: tuple[tuple[Span, ...], ...]
    anywhere: tuple[Verdict, ...]

    def chance(self, verdict: Verdict) -> Polynomial:
        return next(polynomial for each, polynomial in self.chances if each == verdict)


@dataclass(frozen=True)
class Thresholds:
    """What hangs on the confidences in a case; `limits` says of which verdicts it is not known, and why."""

    case: Case
    confidences: tuple[Confidence, ...]
    cells: tuple[CellThresholds, ...]
    limits: tuple[tuple[Theory, str, str], ...] = ()

    @property
    def is_complete(self) -> bool:
        return not self.limits


def thresholds(case: Case, theories: Iterable[Theory], codings: Sequence[str]) -> Thresholds:
    """For the confidences in up to three codings (see `confidences`), every verdict that depends on them."""
    chosen = confidences(case, codings)
    cells, limits = [], []
    for theory in theories:
        trial = Trial(theory, case)
        for explained in theory.explains:
            for t in range(1, case.last + 1):
                try:
                    found = _of_cell(trial.cell(explained, t), chosen)
                except LimitReached as limit:
                    limits.append((theory, case.period(t).id, str(limit)))
                    continue
                if found is not None:
                    cells.append(found)
    return Thresholds(case, chosen, tuple(cells), tuple(limits))


def confidences(case: Case, codings: Sequence[str]) -> tuple[Confidence, ...]:
    """The codings named `PERIOD:TERM` or `PERIOD:TERM=VALUE`, each with its likeliest value where none is named.

    Raises InvalidStudy where one is not in the case, missing or named twice, or where there are more than three.
    """
    asked = Location(COMMAND_LINE)
    found = []
    problems: list[Problem] = []
    for text in codings:
        try:
            found.append(_confidence(case, text))
        except InvalidStudy as error:
            problems += error.problems
    if len(codings) > MOST:
        problems.append(
            Problem(
                asked,
                "given-twice",
                f"--confidence is given {len(codings)} times",
                f"name at most {MOST} codings at once",
            )
        )
    if len({each.at for each in found}) < len(found):
        problems.append(Problem(asked, "given-twice", "--confidence names one coding twice", "name each coding once"))
    if problems:
        raise InvalidStudy(problems)
    return tuple(found)


def _confidence(case: Case, text: str) -> Confidence:
    asked = Location(COMMAND_LINE)

    place, _, value = (part.strip() for part in text.partition("="))
    period, colon, name = place.partition(":")
    if not colon:
        raise refused(
            asked,
            "malformed-option",
            f"`--confidence {text}` is not of the form PERIOD:TERM or PERIOD:TERM=VALUE",
            "for example --confidence rise:cooperation",
        )
    number = case.number_of(period.strip())
    if number is None:
        ids = [case.period(n).id for n in range(case.first, case.last + 1)]
        raise refused(asked, "unknown-period", f"{case.name} has no period `{period}`", did_you_mean(period, ids))
    try:
        term = parse_term(name)
    except RuleSyntaxError as error:
        raise refused(asked, "not-a-term", f"`{name.strip()}` is not a term: {error.message}", error.hint) from None
    fault = coded_term_fault(term, case.codebook)
    if fault is None and value:
        fault = value_fault(value, case.codebook.variables[term.variable], case.codebook)
    if fault is not None:
        raise refused(asked, fault.code, fault.message, fault.hint)
    coding = case.coding(term, number)
    if coding.is_missing:
        raise refused(
            asked,
            "missing-coding",
            f"{term} is missing in {period.strip()}, so that there is no confidence to vary",
            "name a coding that has a value",
        )
    values = case.codebook.values(term)
    chances = probabilities(coding, values)
    chosen = values.index(value) if value else max(range(len(values)), key=lambda n: (chances[n], -n))
    return Confidence(TermPeriod(term, number), period.strip(), values[chosen], chances[chosen])


def _of_cell(cell: Cell, chosen: Sequence[Confidence]) -> CellThresholds | None:
    """None where no chance depends on the confidences."""
    corners = [cell.probability_where(dict(_drawn(cell, chosen, bits))) for bits in range(1 << len(chosen))]
    known = {verdict for corner in corners for verdict, _ in corner}
    chances = tuple(
        (verdict, _interpolated([dict(corner).get(verdict, Fraction(0)) for corner in corners]))
        for verdict in VERDICTS
        if verdict in known
    )
    if all(polynomial.is_constant for _, polynomial in chances):
        return None
    question = cell.question
    now = [each.now for each in chosen]
    spans = tuple(tuple(_spans(chances, now, number)) for number in range(len(chosen)))
    leading = {span.verdict for each in spans for span in each} | _on_grid(chances, len(chosen))
    return CellThresholds(
        theory=question.trial.theory,
        explains=question.explained,
        period=question.t,
        period_id=cell.case.period(question.t).id,
        leads=_leader(chances, now),
        chances=chances,
        spans=spans,
        anywhere=tuple(verdict for verdict, _ in chances if verdict in leading),
    )


def _drawn(cell: Cell, chosen: Sequence[Confidence], bits: int) -> Iterator[tuple[TermPeriod, Sequence[Fraction]]]:
    """How the codings are drawn where the confidences are 1, by their bits, or 0."""
    for number, each in enumerate(chosen):
        values = cell.case.codebook.values(each.at.term)
        place = values.index(each.value)
        coded = probabilities(cell.case.coding(*each.at), values)
        certain = tuple(Fraction(int(n == place)) for n in range(len(values)))
        yield each.at, certain if bits >> number & 1 else probabilities_if_not(coded, place)


def _interpolated(corners: Sequence[Fraction]) -> Polynomial:
    """The polynomial with these values where each variable is 0 or 1 (a Möbius transform)."""
    found = list(corners)
    for number in range(len(corners).bit_length() - 1):
        for bits in range(len(corners)):
            if bits >> number & 1:
                found[bits] -= found[bits ^ 1 << number]
    return Polynomial(tuple(found))


def _leader(chances: Sequence[tuple[Verdict, Polynomial]], at: Sequence[Fraction]) -> Verdict:
    """The most probable verdict there, ties to the first in the table."""
    return max(chances, key=lambda each: each[1].at(at))[0]


def _spans(chances: Sequence[tuple[Verdict, Polynomial]], now: Sequence[Fraction], number: int) -> Iterator[Span]:
    """Which verdict leads from where to where as one confidence goes from 0 to 1, exactly."""

    def at(share: Fraction) -> list[Fraction]:
        return [*now[:number], share, *now[number + 1 :]]

    lines = [(each.at(at(Fraction(0))), each.at(at(Fraction(1)))) for _, each in chances]
    crossings = {Fraction(0), Fraction(1)}
    for (low, high), (other_low, other_high) in combinations(lines, 2):
        slope = (high - low) - (other_high - other_low)
        if slope and 0 < (other_low - low) / slope < 1:
            crossings.add((other_low - low) / slope)
    points = sorted(crossings)
    start, leading = points[0], _leader(chances, at((points[0] + points[1]) / 2))
    for low, high in pairwise(points):
        verdict = _leader(chances, at((low + high) / 2))
        if verdict != leading:
            yield Span(start, low, leading)
            start, leading = low, verdict
    yield Span(start, points[-1], leading)


def _on_grid(chances: Sequence[tuple[Verdict, Polynomial]], variables: int) -> set[Verdict]:
    """The verdicts that lead at some point of a grid."""
    points = [Fraction(each, GRID[variables]) for each in range(GRID[variables] + 1)]
    return {_leader(chances, row) for row in product(points, repeat=variables)}
