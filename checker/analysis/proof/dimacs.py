"""What a theory says in a period as clauses, for any SAT solver (DIMACS)."""

from __future__ import annotations

from dataclasses import dataclass

from checker.analysis.verdicts.question import Question
from checker.engine.encoding import Encoding
from checker.study.term_period import TermPeriod


@dataclass(frozen=True)
class Named:
    """What a literal means: a term-period has a value."""

    literal: int
    term: str
    period_id: str
    value: str


@dataclass(frozen=True)
class Group:
    """The clauses of one proposition, scope or coding, by its label."""

    label: str
    period_id: str
    clauses: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Clauses:
    """Clauses over variables 1..top; `always` says that each term has one value."""

    top: int
    names: tuple[Named, ...]
    always: tuple[tuple[int, ...], ...]
    groups: tuple[Group, ...]

    @property
    def number(self) -> int:
        return len(self.always) + sum(len(group.clauses) for group in self.groups)


def clauses_of(question: Question, outcome: str | None = None) -> Clauses:
    """The strict instances used, the scope where it is assumed, and the codings known, as in a prediction.

    Satisfiable exactly where the prediction is not empty; with an outcome, where the prediction holds it.
    Raises ValueError for an outcome that the theory does not speak of.
    """
    trial, t = question.trial, question.t
    encoding = Encoding(trial.case.codebook)
    codings = question.coded()
    spoken = (tp for instance in question.strict for tp in instance.term_periods)
    for place in trial.case.codebook.in_file_order((*question.observables, question.here, *spoken)):
        encoding.literals_of(place)
    always = list(encoding.take())
    groups: list[Group] = []

    def put(label: str, period: int, clauses: list[list[int]]) -> None:
        groups.append(Group(label, trial.case.period(period).id, tuple(map(tuple, clauses))))

    for instance in question.strict:
        # Each formula is encoded in full, so that a group can be removed on its own.
        encoding.forget_relations()
        literal = encoding.literal(instance.formula)
        put(instance.label, instance.period, [*encoding.take(), [literal]])
    scope = question.period_solver.scope
    if scope is not None and question.finding(codings).scope == "assumed":
        encoding.forget_relations()
        literal = encoding.literal(scope)
        put("scope", t, [*encoding.take(), [literal]])
    for place in question.observables:
        if codings[place]:
            put(f"coding: {place.term}", place.period, [encoding.value_in(place, codings[place]), *encoding.take()])
    if outcome is not None:
        if outcome not in question.relations:
            raise ValueError(f"no outcome: {outcome}")
        encoding.forget_relations()
        literal = encoding.literal(question.relations[outcome])
        put(f"outcome: {outcome}", t, [*encoding.take(), [literal]])
    return Clauses(encoding.top, tuple(_names(question, encoding)), tuple(map(tuple, always)), tuple(groups))


def _names(question: Question, encoding: Encoding) -> list[Named]:
    case = question.trial.case
    named: list[Named] = []
    places: list[TermPeriod] = question.trial.case.codebook.in_file_order(encoding.blocks)
    for place in places:
        values = case.codebook.values(place.term)
        named += [
            Named(literal, str(place.term), case.period(place.period).id, value)
            for literal, value in zip(encoding.literals_of(place), values, strict=True)
        ]
    return named
