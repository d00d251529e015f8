"""`discriminate --likelihoods`: what stated likelihoods weigh between two theories, and what that takes for granted."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from checker.analysis.rivals.weights import Weights, decibels, ratio
from checker.report.render.document import Document, Section, Table, shown_as
from checker.report.render.markup import as_json, chance_json
from checker.report.words.labels import label, percent, period_named
from checker.report.words.numbers import decimal, spoken_date
from checker.report.words.phrases import capital, counted, values_words
from checker.report.words.verdicts import listed
from checker.study.case import Event
from checker.study.csv_text import csv_text
from checker.study.likelihoods import StatedClue

CSV_COLUMNS = (
    "case",
    "clue",
    "first",
    "likelihood_if_first",
    "second",
    "likelihood_if_second",
    "decibels",
    "for",
    "given",
    "note",
)


def weights_rendered(weights: Weights, form: str, width: int = 80) -> str:
    """The weights, in the format asked for."""
    if form == "json":
        return as_json(_json(weights))
    if form == "csv":
        return csv_text(CSV_COLUMNS, [_csv_row(weights, clue) for clue in weights.clues])
    return shown_as(_document(weights), form, width)


def _document(weights: Weights) -> Document:
    first, second = weights.first.heading, weights.second.heading
    return Document(
        f"{first} or {second}: what stated likelihoods weigh in {weights.case.heading}",
        (
            Section("All clues together", tuple(_answer(weights))),
            Section("Clue by clue", (), (_table(weights),)),
            Section("What this takes for granted", tuple(_assumptions(weights))),
            Section("Not exclusive here", tuple(_overlaps(weights))),
        ),
    )


def _answer(weights: Weights) -> Iterator[str]:
    yield f"{_weight(weights, weights.ratio)}: {_times(weights)}."
    if len(weights.clues) > 1:
        most = weights.weightiest
        rest = weights.ratio / ratio(most)
        yield (
            f"Most weighs “{_words(weights, most)}” ({_amount(ratio(most))} for {_favoured(weights, ratio(most))}); "
            f"without it the others weigh {_amount(rest)}{f' for {_favoured(weights, rest)}' if rest != 1 else ''}."
            if ratio(most) != 1
            else "No clue weighs anything by itself."
        )
    if weights.prior is None or weights.posterior is None:
        yield (
            "No prior odds are stated. So nothing is said of how likely either theory is, only of how far the clues "
            "should move whoever accepts these likelihoods."
        )
        return
    yield (
        f"From prior odds of {_odds(weights.prior)} for {weights.first.heading} the clues lead to {_odds(weights.posterior)}: "
        f"a chance of {percent(weights.posterior / (1 + weights.posterior))}, if one of the two is true and the other is not."
    )


def _weight(weights: Weights, of: Fraction) -> str:
    clues = f"The {counted(len(weights.clues), 'clue')} together weigh" if len(weights.clues) > 1 else "The clue weighs"
    return f"{clues} {_amount(of)}{f' for {_favoured(weights, of)}' if of != 1 else ''}"


def _times(weights: Weights) -> str:
    if weights.ratio == 1:
        return "as likely if the one is true as if the other is"
    often = max(weights.ratio, 1 / weights.ratio)
    other = weights.second if weights.ratio > 1 else weights.first
    return f"{_figure(often)} times as likely if it is true as if {other.heading} is"


def _favoured(weights: Weights, of: Fraction) -> str:
    return (weights.first if of > 1 else weights.second).heading


def _amount(of: Fraction) -> str:
    return f"{abs(decibels(of)):.1f} dB" if of != 1 else "nothing"


def _figure(number: Fraction) -> str:
    """A ratio to three figures."""
    return f"{float(number):,.0f}" if number >= 100 else f"{float(number):.3g}"


def _odds(odds: Fraction) -> str:
    return f"{_figure(odds)} to 1" if odds >= 1 else f"1 to {_figure(1 / odds)}"


def _words(weights: Weights, clue: StatedClue) -> str:
    if isinstance(clue.observed, Event):
        return f"{spoken_date(clue.observed.date)}: {clue.observed.what.rstrip('.')}"
    fact, book = clue.observed, weights.case.codebook
    where = period_named(weights.case.period(fact.period))
    return f"{label(book, fact.term, weights.case)} is {values_words(book, fact.term, fact.values)} ({where})"


def _table(weights: Weights) -> Table:
    noted = any(clue.note for clue in weights.clues)
    return Table(
        "How likely each clue is said to be under each theory, and its weight: ten times the common logarithm of the "
        "ratio of the two, in decibels (dB).",
        ("clue", weights.first.heading, weights.second.heading, "dB", "for", *(("note",) if noted else ())),
        tuple(
            (
                capital(_words(weights, clue)),
                *map(decimal, clue.likelihoods),
                f"{abs(decibels(ratio(clue))):.1f}",
                _favoured(weights, ratio(clue)) if ratio(clue) != 1 else "neither",
                *((clue.note,) if noted else ()),
            )
            for clue in weights.clues
        ),
    )


def _assumptions(weights: Weights) -> Iterator[str]:
    first, second = weights.first.heading, weights.second.heading
    yield (
        "The likelihoods are yours. None was read off a rule: a theory's “usually” says how it leans and no number, and "
        "what it excludes refutes it and is not weighed."
    )
    yield (
        f"{first} and {second} are taken as exclusive, and as all there is to choose between: a weight for the one is "
        "against the other, and says nothing of a third."
    )
    given = [f"“{clue.name}” given {listed(clue.given)}" for clue in weights.clues if clue.given]
    if len(weights.clues) > 1:
        yield (
            f"Weights are added, so the clues are taken as independent under each of the two{', except ' + '; '.join(given) if given else ''}. "
            "Clues from one source, or of one event, count for less than their sum."
        )


def _overlaps(weights: Weights) -> Iterator[str]:
    first, second = weights.first.heading, weights.second.heading
    if not weights.tests:
        yield (
            f"{first} and {second} explain nothing in common, so both can be true. Their likelihoods say which is the "
            "better story about a clue, not which is true."
        )
        return
    if not weights.overlapping:
        return
    found = [
        f"{period_named(next(p for p in weights.case.periods if p.id == test.period_id))} "
        f"({'unknown' if test.critical is None else percent(test.critical)})"
        for _, test in weights.overlapping
    ]
    yield (
        f"Both can be right together in {len(found)} of {counted(len(weights.tests), 'period')}: {listed(found)}; in "
        "brackets the chance that what they predict excludes each other. Where it does not, they are not the exclusive "
        "hypotheses that a weight is about: state likelihoods for narrower ones, of which only one can be true."
    )


def _json(weights: Weights) -> dict[str, Any]:
    """The format checker/weights, version 1."""
    return {
        "format": "checker/weights",
        "version": 1,
        "case": weights.case.name,
        "first": weights.first.name,
        "second": weights.second.name,
        "clues": [
            {
                "clue": clue.name,
                "what": _words(weights, clue),
                "likelihoods": list(map(chance_json, clue.likelihoods)),
                "decibels": decibels(ratio(clue)),
                "given": list(clue.given),
                "note": clue.note or None,
            }
            for clue in weights.clues
        ],
        "decibels": decibels(weights.ratio),
        "prior_odds": None if weights.prior is None else chance_json(weights.prior),
        "posterior_odds": None if weights.posterior is None else chance_json(weights.posterior),
        "tests": [
            {"explains": str(explained), "period": test.period_id, "critical": chance_json(test.critical)}
            for explained, test in weights.tests
        ],
    }


def _csv_row(weights: Weights, clue: StatedClue) -> list[str]:
    one, other = (f"{float(each):.6g}" for each in clue.likelihoods)
    of = ratio(clue)
    return [
        weights.case.name,
        clue.name,
        weights.first.name,
        one,
        weights.second.name,
        other,
        f"{abs(decibels(of)):.3f}",
        "" if of == 1 else (weights.first if of > 1 else weights.second).name,
        "|".join(clue.given),
        clue.note,
    ]
