"""Where a year, a date or a period stands in the drawing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from checker.study.case import Case

WIDTH = 1000
LEFT = 148
RIGHT = 830
_BASELINE = 72


@dataclass(frozen=True)
class Axis:
    """Periods from left to right, the baseline as a narrow one; by calendar years where all periods have them."""

    periods: Mapping[int, tuple[float, float]]
    years: tuple[int, int] | None
    start: float
    before: tuple[int, int] | None = None
    """The years of the baseline, where they are known and end before those of the periods begin."""

    @property
    def has_years(self) -> bool:
        return self.years is not None

    def period(self, number: int) -> tuple[float, float]:
        return self.periods[number]

    def middle(self, number: int) -> float:
        left, right = self.periods[number]
        return (left + right) / 2

    def shows(self, year: int) -> bool:
        return any(span is not None and span[0] <= year <= span[1] for span in (self.before, self.years))

    def at(self, year: float) -> float:
        """The place of a point in time; a whole number is the beginning of the year."""
        assert self.years is not None
        if self.before is not None and year < self.before[1] + 1:
            return LEFT + (year - self.before[0]) / (self.before[1] + 1 - self.before[0]) * (self.start - LEFT)
        first, last = self.years
        return self.start + (year - first) / (last + 1 - first) * (RIGHT - self.start)

    def dated(self, date: str) -> float | None:
        """The place of a date such as 2010, 2010-09 or 2010-09-22; None outside the years shown."""
        found = re.match(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", date)
        if not found or not self.shows(int(found[1])):
            return None
        month = int(found[2]) - 1 if found[2] else 5.5
        day = (int(found[3]) - 1) / 31 if found[3] else 0.5
        return self.at(int(found[1]) + (month + day) / 12)


def axis_of(case: Case) -> Axis:
    start = LEFT + (_BASELINE if case.first == 0 else 0)
    spans = [period.years for period in case.periods]
    places: dict[int, tuple[float, float]] = {0: (LEFT, start)} if case.first == 0 else {}
    known = [span for span in spans if span is not None]
    if not known or len(known) < len(spans):
        wide = (RIGHT - start) / max(1, len(spans))
        places |= {n: (start + (n - 1) * wide, start + n * wide) for n in range(1, len(spans) + 1)}
        return Axis(places, None, start)
    before = case.baseline.years if case.baseline is not None else None
    axis = Axis(
        places, (known[0][0], known[-1][1]), start, before if before is not None and before[1] < known[0][0] else None
    )
    places |= {n: (axis.at(first), axis.at(last + 1)) for n, (first, last) in enumerate(known, 1)}
    return axis


def short(number: float) -> str:
    """A coordinate to a tenth, without needless zeros."""
    return f"{number:.1f}".rstrip("0").rstrip(".")
