"""Exercises on verdicts: predict one; code the same reports as somebody else and see which verdicts change."""

from __future__ import annotations

from dataclasses import dataclass, replace

from checker.analysis.exercises.material import Dice, Lever, Theme, condition, themes
from checker.analysis.exercises.random_studies import (
    case,
    cast,
    codings,
    law,
    plain,
    proposition,
    theory,
    willingness,
    with_tendency,
)
from checker.analysis.explain.period import Exclusion, PeriodExplanation, exclusions
from checker.analysis.verdicts.judgement import VERDICTS, Verdict
from checker.analysis.verdicts.trial import Trial
from checker.logic.formula import Formula, Term
from checker.logic.printing import text
from checker.problems import LimitReached
from checker.study.case import Case
from checker.study.theory import Rule, Theory

GOALS: dict[int, tuple[Verdict, ...]] = {
    1: ("predicted", "permitted", "contradicted", "silent"),
    2: (
        "predicted",
        "permitted",
        "contradicted",
        "silent",
        "expected",
        "against expectation",
        "expected",
        "against expectation",
    ),
    3: (
        "predicted",
        "permitted",
        "contradicted",
        "expected",
        "against expectation",
        "incoherent",
        "denies conditions",
        "out of scope",
        "silent",
        "open",
    ),
}


@dataclass(frozen=True)
class PredictVerdict:
    """A theory and a case; what it says of the last period, and why.

    `gap` is the one coding that it uses and that is missing, `by_value` the verdict for each value of that.
    """

    theory: Theory
    case: Case
    explanation: PeriodExplanation
    choices: tuple[Verdict, ...]
    gap: Term | None = None
    by_value: tuple[tuple[str, Verdict], ...] = ()


def predict_verdict(dice: Dice, difficulty: int, goal: int | None) -> PredictVerdict | None:
    """The goal names the verdict to aim at; `open` is among the choices if a coding is missing."""
    theme = dice.one(themes())
    choices = tuple(v for v in VERDICTS if v in GOALS[difficulty])
    wanted = choices if goal is None else (GOALS[difficulty][goal % len(GOALS[difficulty])],)
    levers = dice.some(theme.levers, 2 + difficulty)
    made = _theory(dice, theme, levers, difficulty, wanted)
    change = made.explains[0].change
    known = codings(dice, _spoken(theme, made, levers))
    if difficulty == 3 and (wanted == ("open",) or dice.chance(30)):
        known.pop(dice.one(list(known)))
    values = theme.codebook.values(theme.outcome)
    before = {theme.outcome: dice.one(values), **codings(dice, levers)} if change else None
    roles = cast(dice)
    blank = case(theme, roles, [("now", known)], before)
    question = Trial(made, blank).question(made.explains[0], 1)
    coded = question.coded()
    reached = [value for value in values if question.verdict({**coded, question.here: (value,)}) in wanted]
    if not reached:
        return None
    happened = dice.one(reached)
    explanation = explained_exercise(
        Trial(made, case(theme, roles, [("now", {**known, theme.outcome: happened})], before))
    )
    if not explanation.is_complete:
        return None
    gap = next((tp for tp in question.observables if not coded[tp]), None)
    if gap is None:
        return PredictVerdict(
            theory=made,
            case=explanation.case,
            explanation=explanation,
            choices=tuple(v for v in choices if v != "open"),
        )
    coded = {**coded, question.here: (happened,)}
    return PredictVerdict(
        theory=made,
        case=explanation.case,
        explanation=explanation,
        choices=choices,
        gap=gap.term,
        by_value=tuple(
            (value, question.verdict({**coded, gap: (value,)})) for value in theme.codebook.values(gap.term)
        ),
    )


def explained_exercise(trial: Trial) -> PeriodExplanation:
    """The judgement of the only period with its reasons, without what else `explain` looks for."""
    explained = trial.theory.explains[0]
    judgement = trial.judgement(explained, 1)
    found: tuple[Exclusion, ...] = ()
    limit = ""
    try:
        found = exclusions(trial.question(explained, 1), 1)
    except LimitReached as reached:
        limit = str(reached)
    return PeriodExplanation(
        theory=trial.theory,
        case=trial.case,
        explained=explained,
        judgement=judgement,
        exclusions=found,
        repairs=None,
        falsifiers=None,
        limit=limit,
    )


def _theory(dice: Dice, theme: Theme, levers: list[Lever], difficulty: int, wanted: tuple[Verdict, ...]) -> Theory:
    if difficulty < 3:
        made = theory(theme, "T", [law(dice, theme, lever) for lever in levers[: 1 + difficulty]])
        return with_tendency(made, dice.one(made.propositions).id) if difficulty == 2 else made
    linked = theme.links if wanted == ("denies conditions",) else ()
    rules = [law(dice, theme, levers[0]), law(dice, theme, levers[1], levers[2:3])]
    if linked:
        link = dice.one(linked)
        rules.insert(1, plain(link.antecedent, link.consequent))
    changed = not linked and dice.chance(40)
    made = theory(theme, "T", rules, change=changed)
    if dice.chance(50) or linked:
        made = with_tendency(made, made.propositions[-1].id)
    if not linked and dice.chance(60):
        definition, consequence = willingness(dice, theme, levers[2:4])
        made = replace(
            made,
            propositions=(
                proposition("P0", definition, role="definition"),
                *made.propositions,
                proposition(f"P{len(rules) + 1}", consequence),
            ),
        )
    if wanted == ("out of scope",) or dice.chance(30):
        lever = levers[4]
        scope: Formula = condition(dice, lever, dice.chance(50))
        made = replace(made, scope=Rule(text(scope), scope))
    return made


def _spoken(theme: Theme, made: Theory, levers: list[Lever]) -> list[Lever]:
    """The conditions that the case codes: those in the rules and one or two distractors."""
    named = set(made.terms) | {lever.term for lever in levers[:3]}
    return [lever for lever in theme.levers if lever.term in named]


@dataclass(frozen=True)
class CompareCodings:
    """The same reports coded twice: `own` by the decision rules, `other` by a colleague who slipped.

    `agreement` is in whole percent; `verdicts` holds for each theory and period the verdict under either.
    """

    theories: tuple[Theory, ...]
    own: Case
    other: Case
    items: tuple[tuple[str, Term], ...]
    alike: int
    agreement: int
    verdicts: tuple[tuple[tuple[Verdict, Verdict], ...], ...]

    def changed(self, number: int) -> tuple[str, ...]:
        """The periods in which the verdict on a theory depends on the coder."""
        return tuple(
            period.id
            for period, (first, second) in zip(self.own.periods, self.verdicts[number], strict=True)
            if first != second
        )


def compare_codings(dice: Dice, difficulty: int, goal: int | None) -> CompareCodings | None:
    """Some verdict changes and some does not."""
    theme = dice.one(themes())
    levers = dice.some(theme.levers, 2 if difficulty == 1 else 3)
    levers = [lever for lever in theme.levers if lever in levers]
    names = "T" if difficulty < 3 else "AB"
    theories = tuple(
        theory(theme, name, [law(dice, theme, lever) for lever in dice.some(levers, len(levers))]) for name in names
    )
    periods = ("early", "late") if difficulty < 3 else ("early", "middle", "late")
    happened = {period: dice.one(theme.codebook.values(theme.outcome)) for period in periods}
    own, other, alike = [], [], 0
    for period in periods:
        mine = codings(dice, levers)
        theirs = {
            term: dice.one([v for v in theme.codebook.values(term) if v != value]) if dice.chance(40) else value
            for term, value in mine.items()
        }
        alike += sum(mine[term] == theirs[term] for term in mine)
        own.append((period, {**mine, theme.outcome: happened[period]}))
        other.append((period, {**theirs, theme.outcome: happened[period]}))
    items = tuple((period, lever.term) for period in periods for lever in levers)
    roles = cast(dice)
    cases = case(theme, roles, own), case(theme, roles, other)
    verdicts = tuple(
        tuple(
            (Trial(made, cases[0]).verdict(made.explains[0], t), Trial(made, cases[1]).verdict(made.explains[0], t))
            for t in range(1, len(periods) + 1)
        )
        for made in theories
    )
    differs = [first != second for row in verdicts for first, second in row]
    if all(differs) or not any(differs) or any("unknown" in pair for row in verdicts for pair in row):
        return None
    agreement = (200 * alike + len(items)) // (2 * len(items))
    return CompareCodings(theories, *cases, items, alike, agreement, verdicts)
