"""What tests ask of the slow, obvious oracle (tests/oracle): verdicts, and what excludes an outcome."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from itertools import product

from checker.analysis.result import Gap, Judgement, Reason, Record
from checker.study.case import Case
from checker.study.theory import Explained, Theory
from tests.oracle.formulas import TermPeriod, World, holds, mentions_in_its_own_period, named, readable, written_out
from tests.oracle.instances import Instance, causes, contributions, instances, term_of, used
from tests.oracle.table import Row, Table, codings_of

__all__ = [
    "NOTHING", "Instance", "Row", "Table", "TermPeriod", "World", "causes", "codings_of", "contributions", "excluded",
    "holds", "instances", "judge", "mentions_in_its_own_period", "named", "readable", "term_of", "untested", "used",
    "written_out",
]

NOTHING: frozenset[str] = frozenset()


def judge(theory: Theory, case: Case, *, without: Collection[str] = NOTHING) -> tuple[Record, ...]:
    """The record of a theory on a case for each term it explains, with nothing in `because`.

    `without` names the propositions, or `exhaustive: S`, that are given up: their instances are not
    asserted, but Used and the gaps are formed with them, and exhaustive statements still name their causes.
    """
    return tuple(
        Record(theory, explained, tuple(_judged(theory, case, explained, t, without)
                                        for t in range(1, len(case.periods) + 1)))
        for explained in theory.explains)


def _judged(theory: Theory, case: Case, explained: Explained, t: int, without: Collection[str]) -> Judgement:
    table = Table(theory, case, explained, t, without)
    answer, is_open = table.answer(table.codings), table.is_open(table.codings)
    without_exhaustive = None
    if theory.exhaustive:
        # "the verdict with the exhaustive statements left out and Used formed anew"
        bare = Table(replace(theory, exhaustive=()), case, explained, t, without)
        without_exhaustive = bare.answer(bare.codings).verdict
    settled_by = table.settled_by() if is_open else ()
    return Judgement(
        period=t, period_id=case.periods[t - 1].id, possible=answer.possible, prediction=answer.prediction,
        expectation=answer.expectation, observed=answer.observed, verdict=answer.verdict,
        readings=table.readings(table.codings), open=is_open,
        settled_by=tuple(Gap(term, period, case.period(period).id) for term, period in settled_by),
        scope=answer.scope, untested=untested(theory, t, table.first), laws_alone=answer.laws_alone,
        without_exhaustive=without_exhaustive, because=())


def untested(theory: Theory, t: int, first: int) -> tuple[str, ...]:
    """ "The propositions without an instance in file order, then `exhaustive: S`, then `scope`"."""
    made = {instance.label for instance in instances(theory, t, first)}
    labels = [p.id for p in theory.propositions] + [f"exhaustive: {s.rule.text}" for s in theory.exhaustive]
    missing = [label for label in labels if label not in made]
    if theory.scope is not None and not readable(written_out(theory.scope.formula), t, first):
        missing.append("scope")
    return tuple(missing)


def excluded(theory: Theory, case: Case, explained: Explained, t: int, outcome: str | None,
             reasons: Iterable[Reason]) -> bool:
    """Whether these reasons, and nothing else, rule the outcome out; None asks whether they clash by themselves.

    Raises LookupError for a reason that the theory and the case do not give for a verdict at t.
    """
    table = Table(theory, case, explained, t, NOTHING)
    chosen: list[Instance] = []
    known: dict[TermPeriod, tuple[str, ...]] = {}
    scoped = False
    for reason in reasons:
        found: list[Instance] = []
        coded: list[TermPeriod] = []
        match reason.kind:
            case "proposition":
                found = [i for i in table.used if (i.label, i.period) == (reason.label, reason.period)]
            case "coding":
                coded = [pair for pair, values in table.codings.items()
                         if (str(pair[0]), pair[1]) == (reason.label, reason.period)
                         and set(values) == set(reason.values) and pair[1] <= t and pair not in table.now]
            case "scope":
                scoped = table.reads_scope and reason.period == t
        if not (found or coded or (reason.kind == "scope" and scoped)):
            raise LookupError(f"nothing that speaks in period {t}: {reason}")
        chosen += found
        known |= {pair: table.codings[pair] for pair in coded}
    matters = {pair for i in chosen for pair in i.named}
    if outcome is not None:
        matters |= {(explained.term, t), *([(explained.term, t - 1)] if explained.change else [])}
    if scoped and table.scope is not None:
        matters |= named(table.scope, t, table.first)
    pairs = sorted(matters, key=str)
    for values in product(*(table.choices(pair, known) for pair in pairs)):
        world = dict(zip(pairs, values, strict=True))
        if ((outcome is None or table.outcome(world) == outcome) and (not scoped or table.in_scope(world))
                and all(i.true_in(world) for i in chosen)):
            return False
    return True
