"""What is read off one diagram a cell is what going through completions, draws and recodings finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product
from math import prod

import pytest

from checker.analysis.verdicts import question
from checker.analysis.verdicts.cell import Cell, Distance
from checker.analysis.verdicts.draws import only_source, probabilities, probabilities_if_not
from checker.analysis.verdicts.judgement import Verdict
from checker.analysis.verdicts.question import in_order
from checker.analysis.verdicts.trial import Trial, judge
from checker.problems import LimitReached
from checker.study.case import Coding, Evidence
from checker.study.term_period import TermPeriod
from tests.analysis.enumerated import TooMany, cells, draws
from tests.seeds import for_each
from tests.small_studies import case, theory

VALUES = ("low", "mid", "high")
SEEDS = range(120)
MAX_RECODINGS = 2_000


def trial_of(cell: Cell) -> Trial:
    """The trial that a cell comes from."""
    trial = cell.question.trial
    assert isinstance(trial, Trial)
    return trial


def in_draw(cell: Cell, draw: dict[TermPeriod, str]) -> Verdict:
    """The one reading of a draw, or `open`."""
    return cell.question.verdict({**cell.codings, **{tp: (value,) for tp, value in draw.items()}})


def gone_through(cell: Cell, by_source: bool = False) -> dict[Verdict, Fraction]:
    """The chance of each verdict from every draw."""
    found: dict[Verdict, Fraction] = {}
    for draw, chance in draws(cell.case, cell.question.places, by_source):
        verdict = in_draw(cell, draw)
        found[verdict] = found.get(verdict, Fraction(0)) + chance
    return found


def chance_of(cell: Cell, draw: dict[TermPeriod, str]) -> Fraction:
    return prod((cell.drawn[tp][cell.values[tp].index(value)] for tp, value in draw.items()), start=Fraction(1))


# Completions


@for_each(range(150))
def test_readings_and_what_settles_them_are_those_of_all_completions(seed: int) -> None:
    for cell in cells(seed):
        question = cell.question
        read = {tuple(row.items()): question.solved(row).verdict for row in question.completions(cell.codings)}
        assert cell.readings == in_order(read.values())
        gaps = [tp for tp in question.observables if len(cell.codings[tp]) != 1]
        smallest = next(
            (
                set(chosen)
                for size in range(1, len(gaps) + 1)
                for chosen in combinations(gaps, size)
                if settles(chosen, read)
            ),
            set(),
        )
        assert set(cell.settled_by) == (smallest if len(cell.readings) > 1 else set())


def settles(
    chosen: tuple[TermPeriod, ...], read: dict[tuple[tuple[TermPeriod, tuple[str, ...]], ...], Verdict]
) -> bool:
    """Whether completions that agree on these have one verdict."""
    left: dict[tuple[tuple[str, ...], ...], set[Verdict]] = {}
    for row, verdict in read.items():
        left.setdefault(tuple(dict(row)[tp] for tp in chosen), set()).add(verdict)
    return all(len(verdicts) == 1 for verdicts in left.values())


@for_each(SEEDS)
def test_settling_a_gap_never_adds_a_reading(seed: int) -> None:
    for cell in cells(seed):
        trial, explained, t = trial_of(cell), cell.question.explained, cell.question.t
        for tp in cell.question.observables:
            for value in cell.codings[tp] or cell.values[tp]:
                if len(cell.codings[tp]) != 1:
                    settled = trial.on(cell.case.recoded({(tp.term, tp.period): Coding((value,))}))
                    assert set(settled.cell(explained, t).readings) <= set(cell.readings)


# Chances


@for_each(SEEDS)
def test_chances_are_those_of_all_draws_and_add_up_to_one(seed: int) -> None:
    for cell in cells(seed):
        assert sum((p for _, p in cell.probability), Fraction(0)) == 1
        assert sum(cell.ends.values(), Fraction(0)) == 1
        try:
            assert dict(cell.probability) == gone_through(cell)
        except TooMany:
            continue


@for_each(SEEDS)
def test_chances_by_source_are_those_of_all_draws_by_source(seed: int) -> None:
    for cell in cells(seed, ("first", "second")):
        try:
            assert dict(cell.by_source) == gone_through(cell, by_source=True)
        except TooMany:
            assert sum((p for _, p in cell.by_source), Fraction(0)) == 1


@for_each(SEEDS)
def test_where_no_source_is_shared_codings_are_drawn_independently(seed: int) -> None:
    for cell in cells(seed):
        named = {
            (tp.term, tp.period): replace(cell.case.coding(tp.term, tp.period), evidence=(Evidence(str(tp)),))
            for tp in cell.question.places
        }
        apart = trial_of(cell).on(cell.case.recoded(named)).cell(cell.question.explained, cell.question.t)
        assert apart.by_source == cell.by_source == cell.probability


@for_each(SEEDS)
def test_without_a_confidence_below_one_the_leading_verdict_is_a_reading_or_open(seed: int) -> None:
    for cell in cells(seed):
        sure = {
            (tp.term, tp.period): replace(cell.case.coding(tp.term, tp.period), confidence={})
            for tp in cell.question.places
        }
        of = trial_of(cell).on(cell.case.recoded(sure)).cell(cell.question.explained, cell.question.t)
        assert of.leading.verdict in (*of.readings, "open")


@for_each(SEEDS)
def test_the_case_recoded_as_the_leading_reading_has_the_leading_verdict(seed: int) -> None:
    for cell in cells(seed):
        trial, explained, t = trial_of(cell), cell.question.explained, cell.question.t
        read = {(each.term, each.period): Coding((each.value,)) for each in cell.leading.reading}
        recoded = trial.on(cell.case.recoded(read))
        assert recoded.cell(explained, t).verdict == cell.leading.verdict
        assert trial.in_reading(explained, t).coded() == recoded.question(explained, t).coded() == cell.read_codings


@for_each(SEEDS)
def test_the_leading_draw_and_the_likeliest_other_are_the_most_probable_ones(seed: int) -> None:
    for cell in cells(seed):
        try:
            rows = [(chance, in_draw(cell, draw)) for draw, chance in draws(cell.case, cell.question.places)]
        except TooMany:
            continue
        leading = cell.leading.verdict
        assert dict(cell.probability)[leading] == max(dict(cell.probability).values())
        assert in_draw(cell, dict(cell.draw)) == leading
        assert chance_of(cell, dict(cell.draw)) == max(chance for chance, verdict in rows if verdict == leading)
        other = max((chance for chance, verdict in rows if verdict != leading), default=None)
        assert (cell.likeliest.probability if cell.likeliest else None) == other


@for_each(SEEDS)
def test_criticality_is_the_chance_of_another_verdict_where_a_coding_is_not_as_read(seed: int) -> None:
    for cell in cells(seed):
        for critical in cell.criticality[:4]:
            kept = cell.values[critical.at].index(critical.value)
            other = probabilities_if_not(cell.drawn[critical.at], kept)
            found = dict(cell.probability_where({critical.at: other}))
            assert critical.probability == 1 - found.get(cell.leading.verdict, Fraction(0))
            value = Coding(cell.values[critical.at], dict(zip(cell.values[critical.at], other, strict=True)))
            doubted = trial_of(cell).on(cell.case.recoded({(critical.term, critical.period): value}))
            try:
                assert gone_through(doubted.cell(cell.question.explained, cell.question.t)) == found
            except TooMany:
                continue
        ranks = [critical.probability for critical in cell.criticality]
        assert ranks == sorted(ranks, reverse=True)


# Distances


def recodings(cell: Cell) -> Iterator[tuple[int, Fraction, Verdict]]:
    """Every draw of the conditions, with how many values are not those read, its chance and its verdict."""
    places = [tp for tp in cell.draw if tp != cell.question.here]
    if prod(len(cell.values[tp]) for tp in places) > MAX_RECODINGS:
        raise TooMany
    for row in product(*(cell.values[tp] for tp in places)):
        draw = {**cell.draw, **dict(zip(places, row, strict=True))}
        yield sum(cell.draw[tp] != draw[tp] for tp in places), chance_of(cell, draw), in_draw(cell, draw)


def leads_where_it_says(cell: Cell, distance: Distance) -> bool:
    draw = {**cell.draw, **{each.at: each.instead for each in distance.recodings}}
    changed = all(cell.draw[each.at] != each.instead for each in distance.recodings)
    return changed and (in_draw(cell, draw), chance_of(cell, draw)) == (distance.verdict, distance.probability)


@for_each(SEEDS)
def test_no_recodings_are_fewer_or_more_probable_than_the_nearest(seed: int) -> None:
    for cell in cells(seed):
        try:
            other = [
                (number, -chance) for number, chance, verdict in recodings(cell) if verdict != cell.leading.verdict
            ]
        except TooMany:
            continue
        if cell.nearest is None:
            assert not other
            continue
        assert (cell.nearest.number, -cell.nearest.probability) == min(other)
        assert cell.nearest.verdict != cell.leading.verdict and leads_where_it_says(cell, cell.nearest)
        assert all(each.at != cell.question.here for each in cell.nearest.recodings)


@for_each(SEEDS)
def test_single_recodings_and_those_of_the_outcome_are_all_there_are(seed: int) -> None:
    for cell in cells(seed):
        assert all(leads_where_it_says(cell, each) for each in (*cell.singles, *cell.outcomes))
        found = {(each.recodings[0].at, each.recodings[0].instead) for each in cell.singles}
        assert found == {
            (tp, value)
            for tp in cell.draw
            if tp != cell.question.here
            for value in cell.values[tp]
            if value != cell.draw[tp] and in_draw(cell, {**cell.draw, tp: value}) != cell.leading.verdict
        }
        ranks = [each.probability for each in cell.singles]
        assert ranks == sorted(ranks, reverse=True)
        here = cell.question.here
        assert [each.recodings[0].instead for each in cell.outcomes] == [
            value for value in cell.values[here] if here in cell.draw and value != cell.draw[here]
        ]


# By hand


def test_a_confidence_leaves_the_rest_evenly_to_the_other_values() -> None:
    assert probabilities(Coding(("low",), {"low": Fraction(4, 5)}), VALUES) == (
        Fraction(4, 5),
        Fraction(1, 10),
        Fraction(1, 10),
    )


def test_a_contested_coding_without_confidence_is_one_of_its_values_for_certain() -> None:
    assert probabilities(Coding(("low", "high")), VALUES) == (Fraction(1, 2), Fraction(0), Fraction(1, 2))


def test_a_certain_value_that_is_not_the_right_one_is_any_other_evenly() -> None:
    assert probabilities_if_not(probabilities(Coding(("mid",)), VALUES), 1) == (
        Fraction(1, 2),
        Fraction(0),
        Fraction(1, 2),
    )


def test_confidences_for_all_values_say_what_is_likely_if_one_is_not_right() -> None:
    said = probabilities(
        Coding(("low",), {"low": Fraction(1, 2), "mid": Fraction(3, 8), "high": Fraction(1, 8)}), VALUES
    )
    assert probabilities_if_not(said, 0) == (Fraction(0), Fraction(3, 4), Fraction(1, 4))


def test_a_coding_rests_on_a_source_alone_where_no_other_is_named() -> None:
    one, other = Evidence("smith1999"), Evidence("jones2001")
    assert only_source(Coding(("low",), evidence=(one, one))) == "smith1999"
    assert only_source(Coding(("low",), evidence=(one, other))) == only_source(Coding(("low",))) == ""


def test_codings_of_one_source_err_together() -> None:
    # Wrong together a quarter of the time; apart, both are right 9/16 of the time and both wrong 1/16.
    said = theory("P1: if a and b then y is high", "P2: if not (a or b) then y is high")
    doubted = Coding(("yes",), {"yes": Fraction(3, 4)}, evidence=(Evidence("smith1999"),))
    of = case("y=low").recoded({(term, 1): doubted for term in case("a=yes b=yes").periods[0].codings})
    cell = Trial(said, of).cell(said.explains[0], 1)
    assert dict(cell.probability) == {"contradicted": Fraction(5, 8), "silent": Fraction(3, 8)}
    assert dict(cell.by_source) == {"contradicted": Fraction(1)}


def test_a_contested_outcome_that_parts_the_readings_is_settled_by_no_gap() -> None:
    judgement = judge(theory("P1: if a then y is high"), case("a=? y=low|high"))[0].judgements[0]
    assert (judgement.verdict, judgement.settled_by) == ("open", ())
    assert judgement.readings == ("contradicted", "predicted", "silent")


def test_what_cannot_be_tested_has_one_reading_whatever_is_missing() -> None:
    many = " or ".join(["a", "b", "c", "z", "f(state)", "f(partner)", "w is high"])
    said = theory(f"P1: if {many} then y is high", explains="change of y")
    judgement = judge(said, case("y=low"))[0].judgements[0]
    assert (judgement.verdict, judgement.readings, judgement.settled_by) == ("untestable", ("untestable",), ())
    assert judgement.probability == (("untestable", Fraction(1)),)


def test_of_equal_draws_the_one_with_most_coded_values_is_read_then_the_first_in_the_file() -> None:
    # The outcome is certain; what decides is whether a or b is yes. Both are equally likely to be.
    said = theory("P1: if a then y is high", "P2: if b then y is high")
    half = {"yes": Fraction(1, 2)}
    terms = list(case("a=no b=no").periods[0].codings)
    of = case("y=low").recoded(
        {(terms[0], 1): Coding(("no",), {"no": Fraction(1, 2)}), (terms[1], 1): Coding(("yes",), half)}
    )
    leading = Trial(said, of).cell(said.explains[0], 1).leading
    assert leading.verdict == "contradicted" and leading.probability == Fraction(3, 4)
    assert leading.reading == ()


def test_where_the_diagram_is_given_up_completions_are_gone_through(monkeypatch: pytest.MonkeyPatch) -> None:
    def given_up(*_: object, **__: object) -> None:
        raise LimitReached("too large")

    said = theory("P1: if a then y is high")
    expected = judge(said, case("a=? y=high"))[0].judgements[0]
    monkeypatch.setattr(Trial, "diagram", given_up)
    judgement = judge(said, case("a=? y=high"))[0].judgements[0]
    assert (judgement.verdict, judgement.readings) == (expected.verdict, expected.readings)
    assert (judgement.probability, judgement.leading, judgement.limit) == (None, None, "too large")
    monkeypatch.setattr(question, "MAX_COMPLETIONS", 1)
    judgement = judge(said, case("a=? y=high"))[0].judgements[0]
    assert judgement.readings is None and judgement.verdict == "unknown" and judgement.limit == "too large"


def test_what_looks_back_over_many_periods_is_compiled_period_by_period() -> None:
    """`once (a and b)` is exponential where all periods of a stand before those of b, and small the other way."""
    th = theory("P1: if once (a and b) then y rises", explains="change of y")
    of = case(*["a=yes|no b=yes|no y=low"] * 18)
    trial = Trial(th, of)
    last = trial.cell(th.explains[0], 18)
    # It is refuted unless a and b were never both yes in the seventeen periods before.
    assert dict(last.probability)["contradicted"] == 1 - Fraction(3, 4) ** 17
