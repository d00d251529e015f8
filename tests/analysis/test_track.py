"""The record over all periods is what going through all draws finds, and takes work in proportion to the periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import pytest

from checker.analysis.verdicts import record
from checker.analysis.verdicts.cell import Cell
from checker.analysis.verdicts.judgement import BORNE_OUT, REFUTED, TrackRecord, Verdict
from checker.analysis.verdicts.record import UNDECIDED, track
from checker.analysis.verdicts.trial import Trial, judge
from checker.engine.joint_draws import carried
from checker.study.term_period import TermPeriod
from tests.analysis.enumerated import Draw, TooMany, cells, draws
from tests.seeds import for_each, in_blocks
from tests.small_studies import case, theory
from tests.work import growth


@dataclass
class Share:
    """A chance given something."""

    given: Fraction = Fraction(0)
    together: Fraction = Fraction(0)

    def add(self, chance: Fraction, condition: bool, holds: bool) -> None:
        self.given += chance * condition
        self.together += chance * (condition and holds)

    @property
    def chance(self) -> Fraction | None:
        return self.together / self.given if self.given else None


def read(cell: Cell, draw: Draw) -> set[Verdict]:
    """The readings of a period in a draw, over its missing codings."""
    codings = {tp: (draw[tp],) if tp in draw else values for tp, values in cell.codings.items()}
    return {cell.question.verdict(row) for row in cell.question.completions(codings)}


def way(cell: Cell, draw: Draw) -> int | None:
    """How many levels the outcome is above the period before, 0 where that is not known; None where it is missing."""
    here = cell.question.here
    now, before = draw.get(here), draw.get(TermPeriod(here.term, here.period - 1))
    order = cell.question.order
    return None if now is None else 0 if before is None else order.index(now) - order.index(before)


def gone_through(cells: Sequence[Cell], by_source: bool = False) -> TrackRecord:
    """The record from every draw of all codings; raises TooMany."""
    is_change = cells[0].question.explained.change
    places = dict.fromkeys(
        tp
        for cell in cells
        for tp in (
            *cell.question.places,
            *([TermPeriod(cell.question.here.term, cell.question.t - 1)] if cell.question.t > cell.case.first else []),
        )
    )
    unrefuted = borne_out = undecided = Fraction(0)
    rises, falls, turns, both = Share(), Share(), Share(), Share()
    for draw, chance in draws(cells[0].case, places, by_source):
        periods = []
        for cell in cells:
            readings, going = read(cell, draw), way(cell, draw)
            refuted, fits = readings <= REFUTED, readings <= BORNE_OUT
            borne_out += chance * fits
            undecided += chance * (not refuted and not fits and (len(readings) > 1 or readings <= UNDECIDED))
            inside = going is not None and readings != {"out of scope"}
            rise, fall = inside and going > 0, inside and going < 0  # type: ignore[operator]
            periods.append((refuted, fits, rise, fall, rise or fall if is_change else inside))
        stands = not any(refuted for refuted, *_ in periods)
        right = all(fits for _, fits, _, _, turn in periods if turn)
        unrefuted += chance * stands
        for share, which in ((rises, 2), (falls, 3), (turns, 4)):
            of = [each for each in periods if each[which]]
            share.add(chance, bool(of), all(fits for _, fits, *_ in of))
        both.add(chance, any(each[2] for each in periods) and any(each[3] for each in periods), stands and right)
    if by_source:
        # The mean numbers are those of independent draws in any case: each period's chances are.
        independent = gone_through(cells)
        borne_out, undecided = independent.borne_out or Fraction(0), independent.undecided or Fraction(0)
    return TrackRecord(
        len(cells), unrefuted, rises.chance, falls.chance, turns.chance, both.chance, borne_out, undecided
    )


def of_one_theory(seed: int, sources: tuple[str, ...] = ()) -> list[list[Cell]]:
    """The cells of a random study for each term that its theory explains."""
    found: dict[object, list[Cell]] = {}
    for cell in cells(seed, sources):
        found.setdefault(cell.question.explained, []).append(cell)
    return list(found.values())


@in_blocks(range(300), 20)
def test_the_record_is_that_of_all_draws(seeds: range) -> None:
    compared = 0
    for seed in seeds:
        for periods in of_one_theory(seed):
            try:
                expected = gone_through(periods)
            except TooMany:
                continue
            assert track(periods) == expected
            compared += 1
    assert compared > 5


@in_blocks(range(300, 500), 20)
def test_the_record_by_source_is_that_of_all_draws_by_source(seeds: range) -> None:
    compared = 0
    for seed in seeds:
        for periods in of_one_theory(seed, ("first", "second")):
            try:
                expected = gone_through(periods, by_source=True)
            except TooMany:
                continue
            assert track(periods, by_source=True) == expected
            compared += 1
    assert compared > 3


@for_each(range(100))
def test_the_record_of_one_period_is_its_cell(seed: int) -> None:
    for cell in cells(seed):
        record = track([cell])
        ends = [(set(readings), p) for readings, p in cell.ends.items()]
        assert record.periods == 1
        assert record.unrefuted == 1 - sum((p for readings, p in ends if readings <= REFUTED), Fraction(0))
        assert record.borne_out == sum((p for readings, p in ends if readings <= BORNE_OUT), Fraction(0))
        if cell.question.explained.change and record.rises is not None and record.falls is None:
            assert record.turns == record.rises and record.both is None


@for_each(range(100))
def test_where_no_source_is_shared_both_records_are_the_same(seed: int) -> None:
    for periods in of_one_theory(seed):
        assert track(periods) == track(periods, by_source=True)


def test_no_period_is_no_record() -> None:
    assert track([]) == TrackRecord(0)


def test_what_a_rise_and_a_fall_share_is_drawn_once() -> None:
    # With a the rise is predicted and a fall is excluded, without it a rise is excluded and the fall predicted.
    said = theory(
        "P1: if a or previously a then y rises", "P2: if not (a or previously a) then y falls", explains="change of y"
    )
    record = judge(said, case("a=yes|no y=high", "a=no y=low", baseline="a=no y=low"))[0].track
    assert (record.unrefuted, record.rises, record.falls) == (Fraction(0), Fraction(1, 2), Fraction(1, 2))
    assert (record.turns, record.both, record.borne_out) == (Fraction(0), Fraction(0), Fraction(1))


def test_past_a_limit_nothing_is_given_and_the_limit_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    said = theory("P1: if a then y rises", explains="change of y")
    of = case("a=yes|no y=high", "a=yes|no y=low", baseline="a=no y=mid|low")
    trial = Trial(said, of)
    monkeypatch.setattr(record, "carried", partial(carried, ways=2))
    found = trial.track(said.explains[0], [1, 2])
    assert found == TrackRecord(2, limit="more than 2 ways through the codings that periods share")


def test_a_period_that_a_missing_coding_leaves_open_is_neither_refuted_nor_borne_out() -> None:
    said = theory("P1: if a then y is high", "P2: if not a then y is not high")
    record = judge(said, case("a=? y=high", "a=yes y=high"))[0].track
    assert (record.unrefuted, record.borne_out, record.undecided) == (Fraction(1),) * 3


def test_work_grows_with_the_periods_and_not_with_the_draws() -> None:
    said = theory("P1: if a rises or b rises then y rises", "P2: if w falls then not y rises", explains="change of y")

    def work(periods: int) -> TrackRecord:
        of = case(*["a=yes|no b=yes|no w=low|mid|high y=low|high"] * periods, baseline="a=no b=no w=low y=low")
        return Trial(said, of).track(said.explains[0], range(1, periods + 1))

    assert work(12).limit == ""
    assert growth(work, 6) < 3
