"""Which missing coding to look for next, by what it would do for the verdicts of a case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checker.analysis.question import Question
from checker.analysis.result import Judgement
from checker.analysis.verdict import Trial
from checker.engine.grounding import TermPeriod
from checker.logic.formula import Term
from checker.study.case import Case, Coding
from checker.study.theory import Explained, Theory


@dataclass(frozen=True)
class NextCoding:
    """The missing coding that matters most, and how many of the case's verdicts hang on it.

    `waiting` of the `unobserved` verdicts lack this outcome. Of the `open` verdicts it would settle `settles` alone,
    whatever its value, and it belongs to the smallest set of gaps that settles `helps` of them.
    """

    term: Term
    period_id: str
    waiting: int
    unobserved: int
    settles: int
    helps: int
    open: int


Judged = tuple[Question, Judgement]


def next_coding(case: Case, theories: Sequence[Theory]) -> NextCoding | None:
    """The missing coding that most verdicts wait for, or that settles most; None where none is missing that matters.

    An outcome comes first, since without it there is nothing to judge. Ties go by file order. Benchmarks do not count.
    """
    found: list[Judged] = []
    for theory in theories:
        if theory.benchmark:
            continue
        trial = Trial(theory, case)
        found += [(trial.question(record.explains, judgement.period), judgement)
                  for record in trial.records() for judgement in record.judgements]
    unobserved = [each for each in found if each[1].verdict == "unobserved"]
    opened = [each for each in found if each[1].open and each[1].verdict != "unobserved"]
    waiting = _counted(tp for question, _ in unobserved for tp in _missing(case, _outcomes(question)))
    helps = _counted(tp for _, judgement in opened for tp in _missing(case, _settling(judgement)))
    settles = {tp: sum(_settles(question, judgement, tp) for question, judgement in opened) for tp in helps}
    order = {term: number for number, term in enumerate(case.codebook.terms())}

    def matters(tp: TermPeriod) -> tuple[int, ...]:
        return (-waiting.get(tp, 0), -settles.get(tp, 0), -helps.get(tp, 0), tp.period, order[tp.term])

    best = min((*waiting, *helps), key=matters, default=None)
    if best is None:
        return None
    return NextCoding(best.term, case.period(best.period).id, waiting.get(best, 0), len(unobserved),
                      settles.get(best, 0), helps.get(best, 0), len(opened))


def _outcomes(question: Question) -> list[TermPeriod]:
    return [question.here] if question.before is None else [question.before, question.here]


def _settling(judgement: Judgement) -> list[TermPeriod]:
    return [TermPeriod(gap.term, gap.period) for gap in judgement.settled_by or ()]


def _missing(case: Case, places: Iterable[TermPeriod]) -> list[TermPeriod]:
    """The places that someone could code: missing, and the roles are played."""
    return [tp for tp in places if case.coding(tp.term, tp.period).is_missing and case.binds(tp.term)]


def _counted(places: Iterable[TermPeriod]) -> dict[TermPeriod, int]:
    found: dict[TermPeriod, int] = {}
    for tp in places:
        found[tp] = found.get(tp, 0) + 1
    return found


def _settles(question: Question, judgement: Judgement, tp: TermPeriod) -> bool:
    """Whether any value of a place leaves the verdict no longer open; only tried where one place can do it at all."""
    settling = _settling(judgement)
    if len(settling) != 1 or tp not in question.observables:
        return False
    return tp == settling[0] or all(_is_closed(question, judgement.period, tp, value)
                                    for value in question.trial.case.codebook.values(tp.term))


def _is_closed(question: Question, t: int, tp: TermPeriod, value: str) -> bool:
    case = question.trial.case.recoded({(tp.term, tp.period): Coding((value,), origin="set")})
    explained: Explained = question.explained
    return question.trial.on(case).judgement(explained, t).open is False
