"""When a theory predicts, expects or excludes an outcome: conditions in a short form, exactly (from its diagram)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal as OneOf

from checker.analysis.verdicts.blank_case import blank_trial, periods_needed
from checker.analysis.verdicts.trial import Trial
from checker.engine.compiled import Claim, Diagram
from checker.engine.cover import Cube, Literal, cover
from checker.engine.grounding import outcomes_of
from checker.problems import LimitReached
from checker.study.term_period import Fact, TermPeriod
from checker.study.theory import Explained, Theory

MOST_CONDITIONS, MOST_ALTERNATIVES = 40, 16
"""The longest form that is given."""
Says = OneOf["predicts", "expects", "excludes"]


@dataclass(frozen=True)
class All:
    """Every part holds; without parts always."""

    parts: tuple[Clause, ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Clause, ...]


Clause = Fact | All | AnyOf


@dataclass(frozen=True)
class Form:
    """A condition: the clause holds, or with `unless` it does not."""

    unless: bool
    clause: Clause

    @property
    def always(self) -> bool | None:
        """True and False for what always and never holds, else None."""
        return None if self.clause != All(()) else not self.unless

    @property
    def size(self) -> int:
        """The number of conditions in it."""
        return _size(self.clause)

    def holds(self, world: Mapping[TermPeriod, str]) -> bool:
        """Whether the condition holds in a world of observable term-periods."""
        return _holds(self.clause, world) != self.unless


def _size(clause: Clause) -> int:
    return 1 if isinstance(clause, Fact) else sum(map(_size, clause.parts))


def _holds(clause: Clause, world: Mapping[TermPeriod, str]) -> bool:
    match clause:
        case Fact(at, _, values):
            return world[at] in values
        case All(parts):
            return all(_holds(part, world) for part in parts)
        case AnyOf(parts):
            return any(_holds(part, world) for part in parts)


@dataclass(frozen=True)
class PredictionCondition:
    """When the laws leave this outcome alone, when the tendencies do, or when the laws exclude it though possible.

    `period` is the number of the period judged. `form` is None where the limit says why there is none.
    """

    says: Says
    outcome: str
    period: int
    form: Form | None
    limit: str = ""


def prediction_conditions(theory: Theory, explained: Explained) -> tuple[PredictionCondition, ...]:
    """For each outcome when it is predicted, expected (by a theory with tendencies) and excluded.

    Conditions speak of the observable terms in a period and as many before it as the rules look back over.
    """
    periods = periods_needed([theory])
    trial = blank_trial(theory, periods)
    question = trial.question(explained, periods)
    kinds: list[Says] = ["predicts", "expects", "excludes"] if question.has_tendencies else ["predicts", "excludes"]
    asked = [(says, outcome) for outcome in question.outcomes for says in kinds]
    try:
        diagram = trial.diagram(explained, periods)
    except LimitReached as limit:
        return tuple(PredictionCondition(says, outcome, periods, None, str(limit)) for says, outcome in asked)

    def told(says: Says, outcome: str) -> Callable[[Claim], bool]:
        def holds(claim: Claim) -> bool:
            if not claim.in_scope:
                return False
            if says == "excludes":
                possible = outcomes_of(question.order, explained.change, claim.before, question.order)
                return outcome in possible and outcome not in claim.prediction
            return (claim.prediction if says == "predicts" else claim.expectation) == (outcome,)

        return holds

    return tuple(_shortest(trial, diagram.mapped(told(says, outcome)), says, outcome) for says, outcome in asked)


def _shortest(trial: Trial, diagram: Diagram[bool], says: Says, outcome: str) -> PredictionCondition:
    """The form with the fewest conditions, of equal ones that without `unless`."""
    forms = [form for form in _forms(trial, diagram) if form.size <= MOST_CONDITIONS]
    limit = "" if forms else f"more than {MOST_CONDITIONS} conditions, or a choice of more than {MOST_ALTERNATIVES}"
    shortest = min(forms, key=lambda form: (form.size, form.unless), default=None)
    return PredictionCondition(says, outcome, trial.case.last, shortest, limit)


def _forms(trial: Trial, diagram: Diagram[bool]) -> Iterator[Form]:
    for unless in (False, True):
        try:
            factors = cover(
                diagram.mapped(lambda holds, unless=unless: holds != unless),  # type: ignore[misc]
                MOST_ALTERNATIVES,
            )
        except LimitReached:
            continue
        if factors == ((),):
            yield Form(not unless, All(()))
            continue
        yield Form(unless, _all(part for cubes in factors for part in _parts(_factored(trial, cubes))))


def _factored(trial: Trial, cubes: Sequence[Cube]) -> Clause:
    """The cubes with what they share said once: the most frequent literal is taken out again and again."""
    if len(cubes) == 1:
        return _all(_conditions(trial, cubes[0]))
    common = [literal for literal in cubes[0] if all(literal in cube for cube in cubes)]
    if common:
        rest = [tuple(literal for literal in cube if literal not in common) for cube in cubes]
        return _all([*_conditions(trial, common), *_parts(_factored(trial, rest))])
    counted = Counter(literal for cube in cubes for literal in cube)
    most, times = max(counted.items(), key=lambda each: each[1])
    if times == 1:
        return AnyOf(tuple(_factored(trial, [cube]) for cube in cubes))
    own, others = ([cube for cube in cubes if (most in cube) == has] for has in (True, False))
    found = _factored(trial, others)
    return AnyOf((_factored(trial, own), *(found.parts if isinstance(found, AnyOf) else (found,))))


def _parts(clause: Clause) -> tuple[Clause, ...]:
    return clause.parts if isinstance(clause, All) else (clause,)


def _all(parts: Iterable[Clause]) -> Clause:
    """The conjunction; a single part is itself."""
    kept = tuple(parts)
    return kept[0] if len(kept) == 1 else All(kept)


def _conditions(trial: Trial, cube: Iterable[Literal]) -> tuple[Fact, ...]:
    """The literals of a cube in file order."""
    allowed = dict(cube)
    return tuple(
        Fact(tp, trial.case.period(tp.period).id, allowed[tp]) for tp in trial.case.codebook.in_file_order(allowed)
    )
