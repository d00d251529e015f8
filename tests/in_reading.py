"""The codings of a leading reading, as a case of their own."""

from __future__ import annotations

from checker.analysis.verdicts.judgement import Judgement
from checker.study.case import Case, Coding


def read_case(case: Case, judgement: Judgement) -> Case:
    """The case with every coding that the leading reading settles or changes given its one value."""
    reading = judgement.leading.reading if judgement.leading is not None else ()
    return case.recoded({(each.term, each.period): Coding((each.value,)) for each in reading})
