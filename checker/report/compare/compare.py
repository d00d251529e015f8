"""Rivals side by side: the sentence that decides first, then the tables behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from checker.analysis.rivals.chances import Dominance, RivalTest
from checker.analysis.rivals.comparison import Comparison
from checker.report.compare.compare_json import CSV_COLUMNS, comparison_json, csv_rows
from checker.report.compare.compare_tables import (
    TENTH,
    all_tests,
    apart,
    definite_table,
    dominance_table,
    letters,
    likeliest_tests,
    record_table,
    severity_table,
    tests_table,
    verdict_table,
)
from checker.report.compare.contrasts import contrast_words
from checker.report.compare.inspect import boldness_words
from checker.report.render.document import Document, Section, shown_as
from checker.report.render.markup import as_json
from checker.report.words.clues import MIND, clue_words, clues_by_subject, fates_words
from checker.report.words.labels import percent, period_named
from checker.report.words.phrases import counted
from checker.report.words.verdicts import listed, reading_verdicts, years
from checker.study.csv_text import csv_text

NEAR = Fraction(1, 20)
"""Chances so near each other are named together."""
HALF = Fraction(1, 2)


def compare_rendered(comparisons: Sequence[Comparison], form: str, width: int = 80, verbose: bool = False) -> str:
    """What `compare` says, in the format asked for; JSON and CSV always hold all."""
    if form == "json":
        return as_json(
            {"format": "checker/compare", "version": 2, "comparisons": list(map(comparison_json, comparisons))}
        )
    if form == "csv":
        return csv_text(CSV_COLUMNS, [row for each in comparisons for row in csv_rows(each)])
    return "\n".join(shown_as(_document(each, form == "text", verbose), form, width) for each in comparisons)


def _document(comparison: Comparison, brief: bool, verbose: bool) -> Document:
    many = len(comparison.cases) > 1
    record = Section("Over all periods", (), (record_table(comparison),))
    sections = [
        Section("What decides", tuple(_answer(comparison))),
        Section("Leading verdicts", (), (verdict_table(comparison, brief),)),
        Section(
            "Critical tests", (), tuple(tests_table(comparison, likeliest_tests(comparison), _no_test(comparison)))
        ),
        *([] if many else [record]),
        Section("Dominance", (), tuple(dominance_table(comparison, _judged(comparison)))),
    ]
    if verbose:
        sections += [
            *([record] if many else []),
            Section("Every test", (), tuple(tests_table(comparison, all_tests(comparison)))),
            Section("Definite predictions", (), (definite_table(comparison),)),
            Section("Severity", _severity_words(), (severity_table(comparison),)),
            Section("Boldness", tuple(_boldness(comparison))),
            Section("Events as clues", tuple(_clues(comparison))),
        ]
    called = letters(comparison) if brief else None
    by_reading = tuple(reading_verdicts(each, comparison.theories, many, called) for each in comparison.by_reading)
    sections += [
        Section("By reading", by_reading),
        Section("Note", tuple(_notes(comparison, verbose))),
        Section("Limits", tuple(_limits(comparison))),
    ]
    cases = listed(case.heading for case in comparison.cases)
    return Document(f"{cases}: rivals on {comparison.explains}", tuple(sections))


def _answer(comparison: Comparison) -> Iterator[str]:
    """Which period is the likeliest critical test, who wins it, and which pair is ordered; each with its chance."""
    if len(comparison.rivals) < 2:
        only = "only one theory" if comparison.rivals else "no theory but benchmarks"
        yield f"There is {only} here, and nothing to decide between."
        return
    yield from _likeliest_test(comparison)
    yield from _likeliest_order(comparison)
    yield from contrast_words(comparison.contrasts, comparison.explains)


def _likeliest_test(comparison: Comparison) -> Iterator[str]:
    tests = [test for test in comparison.with_exhaustive.tests if test.critical is not None]
    best = max(tests, key=lambda test: test.critical or 0, default=None)
    if best is None:
        yield "No test can be told: a limit was reached in every period."
        return
    if not best.critical:
        partial = any(test.partial for test in tests)
        yield "No period is a critical test of any two theories: nowhere do two predictions exclude each other" + (
            "; at most they differ. checker discriminate says what would tell two of them apart."
            if partial
            else ", or even differ."
        )
        return
    head = (
        "Most likely to decide is"
        if best.critical > HALF
        else "No period is likely to be a critical test. The likeliest is"
    )
    own, others = _sides(tests, best)
    against = listed(f"{comparison.heading(name)} ({percent(chance)})" for name, chance in others)
    predict = "predicts" if len(others) == 1 else "predict"
    yield (
        f"{head} {_period(comparison, best)}, where {comparison.heading(own)} excludes what {against} {predict}"
        f"{_without_claims(comparison, best)}. {_winner(comparison, best)}"
    )


def _sides(tests: Sequence[RivalTest], best: RivalTest) -> tuple[str, list[tuple[str, Fraction]]]:
    """The theory of the best test with most rivals in that period that are about as likely excluded, and these."""
    near = [
        test
        for test in tests
        if (test.case, test.period_id) == (best.case, best.period_id)
        and (best.critical or 0) - (test.critical or 0) <= NEAR
    ]

    def rivals(name: str) -> list[tuple[str, Fraction]]:
        own = [
            (test.second if test.first == name else test.first, test.critical or Fraction(0))
            for test in near
            if name in (test.first, test.second)
        ]
        return sorted(own, key=lambda pair: -pair[1])

    first, second = rivals(best.first), rivals(best.second)
    return (best.first, first) if len(first) >= len(second) else (best.second, second)


def _without_claims(comparison: Comparison, test: RivalTest) -> str:
    """The same chance without the claims to completeness, where it is another."""
    other = next(
        (
            each
            for each in (comparison.without_exhaustive.tests if comparison.without_exhaustive else ())
            if (each.case, each.period_id, each.first, each.second)
            == (test.case, test.period_id, test.first, test.second)
        ),
        None,
    )
    if other is None or not apart(test.critical, other.critical):
        return ""
    return f" (without the claims to completeness: {percent(other.critical or Fraction(0))})"


def _winner(comparison: Comparison, test: RivalTest) -> str:
    sides = sorted(
        [(test.won_by_first or Fraction(0), test.first), (test.won_by_second or Fraction(0), test.second)],
        key=lambda pair: -pair[0],
    )
    (more, winner), (less, loser) = sides
    if not more:
        return "If so, neither wins."
    if more == less:
        return f"If so, each of the two wins with {percent(more)}."
    return f"If so, {comparison.heading(winner)} wins with {percent(more)}, {comparison.heading(loser)} with {percent(less)}."


def _likeliest_order(comparison: Comparison) -> Iterator[str]:
    names = {theory.name for theory in comparison.rivals}
    known = [
        (*side, each)
        for each in comparison.with_exhaustive.dominance
        if each.by_first is not None
        for side in _orders(each)
    ]
    among = [each for each in known if {each[0], each[1]} <= names]
    if among:
        better, worse, chance, _ = max(among, key=lambda each: each[2])
        if not chance:
            yield "No rival can dominate another."
        else:
            back = next(p for a, b, p, _ in among if (a, b) == (worse, better))
            head = "" if chance > HALF else "It is unlikely that one rival dominates another. The likeliest order: "
            yield (
                f"{head}{comparison.heading(better)} dominates {comparison.heading(worse)} with {percent(chance)}; the "
                f"reverse has {percent(back)}."
            )
    none = []
    for benchmark in (theory for theory in comparison.theories if theory.benchmark):
        over = sorted(
            ((p, name) for name, below, p, _ in known if below == benchmark.name and name in names),
            key=lambda pair: -pair[0],
        )
        likely = [comparison.heading(name) for p, name in over if p > HALF]
        if likely:
            yield f"The benchmark {benchmark.heading} is probably dominated by {listed(likely)}."
        elif over:
            none.append(f"{benchmark.heading} (at best {comparison.heading(over[0][1])}, {percent(over[0][0])})")
    if none:
        yield f"It is unlikely that any rival dominates the benchmark{'s' * (len(none) > 1)} {listed(none, 'or')}."


def _orders(each: Dominance) -> list[tuple[str, str, Fraction]]:
    return [
        (each.first, each.second, each.by_first or Fraction(0)),
        (each.second, each.first, each.by_second or Fraction(0)),
    ]


def _period(comparison: Comparison, test: RivalTest, dated: bool = True) -> str:
    """`decline (2010-2013)`, with its case where there are several."""
    case = next(case for case in comparison.cases if case.name == test.case)
    period = next(period for period in case.periods if period.id == test.period_id)
    name = period_named(period)
    about = [part for part in (case.name if len(comparison.cases) > 1 else "", years(period) if dated else "") if part]
    return f"{name} ({', '.join(about)})" if about else name


def _no_test(comparison: Comparison) -> str:
    """The periods in which no pair is likely a critical test."""
    rest: dict[tuple[str, str], list[RivalTest]] = {}
    for test in comparison.with_exhaustive.tests:
        rest.setdefault((test.case, test.period_id), []).append(test)
    highest = {
        _period(comparison, own[0], dated=False): max(test.critical or Fraction(0) for test in own)
        for own in rest.values()
    }
    calm = {period: chance for period, chance in highest.items() if chance < TENTH}
    if not calm:
        return ""
    where = listed(calm) if len(calm) < 4 else counted(len(calm), "period")
    return f" In {where} no pair is" + (
        f" critical with a chance above {percent(max(calm.values()))}." if max(calm.values()) else " critical."
    )


def _judged(comparison: Comparison) -> str:
    """On how many periods pairs are judged, and which are mostly judged on different ones."""
    known = [each for each in comparison.with_exhaustive.dominance if each.judged is not None]
    if not known:
        return ""
    every = sum(len(case.periods) for case in comparison.cases)
    least, most = min(each.judged or 0 for each in known), max(each.judged or 0 for each in known)
    on = _number(least) if _number(least) == _number(most) else f"{_number(least)} to {_number(most)}"
    words = f"Two are judged together on {on} of {counted(every, 'period')}, on average."
    split = [{each.first, each.second} for each in known if (each.apart or 0) >= 1]
    if not split:
        return words
    alone = [
        theory
        for theory in comparison.theories
        if 2 * sum(theory.name in pair for pair in split) >= len(comparison.theories) - 1
    ]
    which = (
        "The two"
        if len(comparison.theories) == 2
        else "Some pairs"
        if len(alone) in (0, len(comparison.theories))
        else f"Pairs with {listed((theory.heading for theory in alone), 'or')}"
    )
    return f"{words} {which} are mostly judged on different periods, and so not ordered."


def _number(value: Fraction | int) -> str:
    return f"{float(value):.1f}".removesuffix(".0")


def _severity_words() -> tuple[str, ...]:
    return (
        "A theory that would have survived most courses of events has passed no hard test. Each course is judged "
        "with its own outcomes, all else as in the reading of the leading verdict; what is observed is the most "
        "probable outcome.",
    )


def _boldness(comparison: Comparison) -> Iterator[str]:
    yield from boldness_words(
        replace(each, first=comparison.heading(each.first), second=comparison.heading(each.second))
        for each in comparison.boldness
    )


def _clues(comparison: Comparison) -> Iterator[str]:
    for case in comparison.cases:
        for own in clues_by_subject(each.clue for each in comparison.clues if each.case == case.name):
            clue = own[0]
            where = f"{case.name}, {clue.judged}" if len(comparison.cases) > 1 else clue.judged
            coded = {True: "as coded", False: "the codings say otherwise", None: "the codings leave it open"}
            worth = fates_words([replace(each, theory=comparison.heading(each.theory)) for each in own])
            yield f"{where}: {clue_words(clue, case)} ({coded[clue.agrees]}). {worth[:1].upper()}{worth[1:]}."


def _notes(comparison: Comparison, verbose: bool) -> Iterator[str]:
    for case in comparison.cases:
        built = [theory for theory, on in comparison.accommodated if on == case.name]
        others = [theory.heading for theory in comparison.rivals if theory.name not in built]
        if built:
            names = (
                listed(map(comparison.heading, built))
                if len(built) < 3
                else f"All rivals{' but ' + listed(others) if others else ''}"
            )
            where = case.name if len(comparison.cases) > 1 else "this case"
            yield (
                f"{names} {'was' if len(built) == 1 else 'were'} built on {where}: "
                f"{'its' if len(built) == 1 else 'their'} fit is accommodation, not a test."
            )
    if comparison.clues and verbose:
        yield f"{MIND} Whether a clue is unique is relative to the rivals listed."
    elif not verbose:
        more = ["every test", "definite predictions", "severity", "boldness"]
        if len(comparison.cases) > 1:
            more.append("the record by case")
        if number := len({(each.case, each.clue.event) for each in comparison.clues}):
            more.append(f"what {counted(number, 'event')} marked as clues {'is' if number == 1 else 'are'} worth")
        yield f"--verbose adds {listed(more)}."


def _limits(comparison: Comparison) -> Iterator[str]:
    """The limits reached, those of the same kind together."""
    by_kind: dict[str, list[str]] = {}
    for limit in comparison.limits:
        where, _, what = limit.rpartition(": ")
        by_kind.setdefault(what, []).append(where)
    for what, places in by_kind.items():
        more = f" and {counted(len(places) - 3, 'other')}" if len(places) > 3 else ""
        yield f"{'; '.join(places[:3])}{more}: {what}; the answer is not complete."
