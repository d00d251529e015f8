"""Exercises on rivals: which finding refutes one and spares the other; what kind of test a clue is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checker.analysis.exercises.material import Dice, Lever, Theme, Worlds, themes
from checker.analysis.exercises.random_studies import case, cast, codings, law, theory
from checker.analysis.rivals.clues import ClueKind, clues
from checker.analysis.verdicts.judgement import REFUTED, Judgement
from checker.analysis.verdicts.question import Question
from checker.analysis.verdicts.trial import Trial
from checker.logic.formula import Term
from checker.study.case import Case, Coding
from checker.study.term_period import TermPeriod
from checker.study.theory import Theory

CLUE_KINDS: tuple[ClueKind, ...] = ("hoop", "smoking gun", "doubly decisive", "straw in the wind")
LETTERS = "abcdef"
# Codings tried per pair of theories before other theories are drawn.
TRIES = 12


@dataclass(frozen=True)
class Option:
    """A finding that might be made, and what both theories then are."""

    letter: str
    term: Term
    value: str
    first: Judgement
    second: Judgement


@dataclass(frozen=True)
class DecideBetween:
    """Two theories, a case with codings still missing, and findings of which one alone decides for the second.

    `before` holds both judgements with nothing found yet.
    """

    first: Theory
    second: Theory
    case: Case
    before: tuple[Judgement, Judgement]
    options: tuple[Option, ...]
    answer: str


def decide_between(dice: Dice, difficulty: int, goal: int | None) -> DecideBetween | None:
    """One option refutes the first theory whatever else is found, and leaves nothing that refutes the second."""
    theme = dice.one(themes())
    levers = dice.some(theme.levers, 3 + difficulty)
    left_open = dice.some(levers, 3 + (difficulty > 2))
    first, second = (_rival(dice, theme, name, levers, difficulty, left_open[0]) for name in "AB")
    missing = [lever for lever in theme.levers if lever in left_open]
    known = codings(dice, [lever for lever in theme.levers if lever in levers and lever not in left_open])
    known[theme.outcome] = dice.one(theme.codebook.values(theme.outcome))
    worlds = Worlds(
        theme, {**{term: (value,) for term, value in known.items()}, **{lever.term: lever.values for lever in missing}}
    )
    living = [worlds.surviving(made) for made in (first, second)]
    if not all(living):
        return None
    fates = {
        (lever.term, value): tuple(_fate(lives, worlds.where(lever.term, (value,))) for lives in living)
        for lever in missing
        for value in lever.values
    }
    right = [pair for pair, fate in fates.items() if fate == ({False}, {True})]
    telling = [pair for pair, (one, other) in fates.items() if other == {False}]
    idle = [pair for pair, (one, other) in fates.items() if one != {False} and other != {False}]
    number = 2 + difficulty
    if not right or not telling or len(telling) + len(idle) < number:
        return None
    right_one = dice.one(right)
    # A finding that speaks against the wrong theory teaches more than one that does nothing.
    wrong = dice.some(telling, 2)
    wrong += dice.some(idle, number - len(wrong))
    wrong += dice.some([pair for pair in telling if pair not in wrong], number - len(wrong))
    whole = case(theme, cast(dice), [("now", known)])
    trials = Trial(first, whole), Trial(second, whole)
    judged = tuple(
        Option(letter, *pair, *(_judged(trial, *pair) for trial in trials))
        for letter, pair in zip(LETTERS, dice.some([right_one, *wrong], 1 + number), strict=False)
    )
    letter = next(option.letter for option in judged if (option.term, option.value) == right_one)
    before = (trials[0].judgement(first.explains[0], 1), trials[1].judgement(second.explains[0], 1))
    if not all(j.is_complete for j in (*before, *(j for o in judged for j in (o.first, o.second)))):
        return None
    if [o.letter for o in judged if _decides(o)] != [letter] or any(map(refuted, before)):
        return None
    return DecideBetween(first=first, second=second, case=whole, before=before, options=judged, answer=letter)


def _fate(living: int, found: int) -> set[bool]:
    """Whether a theory can survive, and can fail, in the worlds that a finding leaves."""
    return {lives for lives, worlds in ((True, living & found), (False, found & ~living)) if worlds}


def refuted(judgement: Judgement) -> bool:
    """Whether every completion refutes the theory, even if with different verdicts."""
    return bool(judgement.readings) and REFUTED.issuperset(judgement.readings or ())


def _decides(option: Option) -> bool:
    """Whether the first theory is refuted and no completion refutes the second."""
    return refuted(option.first) and REFUTED.isdisjoint(option.second.readings or ("contradicted",))


def _rival(
    dice: Dice, theme: Theme, name: str, levers: Sequence[Lever], difficulty: int, pivot: Lever | None
) -> Theory:
    """A theory of one to three laws on the levers, one of them on the pivot if there is one."""
    chosen = dice.some(levers, 1 + (difficulty > 1) + dice.chance(50))
    if pivot is not None:
        chosen = [pivot, *(lever for lever in chosen if lever != pivot)][: len(chosen)]
    return theory(
        theme,
        name,
        [
            law(
                dice,
                theme,
                lever,
                [other for other in levers if other != lever] if dice.chance(25 * (difficulty - 1)) else (),
            )
            for lever in chosen
        ],
    )


def _judged(trial: Trial, term: Term, value: str) -> Judgement:
    found = trial.case.recoded({(term, 1): Coding((value,))})
    return trial.on(found).judgement(trial.theory.explains[0], 1)


@dataclass(frozen=True)
class Allowed:
    """The values of a clue that do not refute a theory, all else as coded."""

    theory: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class AskedClue:
    """A coding as a test of one theory against its rivals."""

    theory: str
    term: Term
    value: str
    kind: ClueKind
    own: Allowed
    rivals: tuple[Allowed, ...]


@dataclass(frozen=True)
class ClassifyClues:
    """Rival theories on a coded case, and the clues to be classified."""

    theories: tuple[Theory, ...]
    case: Case
    asked: tuple[AskedClue, ...]


def classify_clues(dice: Dice, difficulty: int, goal: int | None) -> ClassifyClues | None:
    """Clues of at least two kinds, the goal's among them, each about a theory that stands."""
    theme = dice.one(themes())
    levers = dice.some(theme.levers, 2 + difficulty)
    levers = [lever for lever in theme.levers if lever in levers]
    pivot = dice.one(levers) if dice.chance(85) else None
    theories = tuple(
        _rival(dice, theme, name, levers, difficulty, pivot) for name in "ABC"[: 2 if difficulty == 1 else 3]
    )
    wanted_kind = None if goal is None else CLUE_KINDS[goal % len(CLUE_KINDS)]
    values = theme.codebook.values(theme.outcome)
    worlds = Worlds(theme, {**{lever.term: lever.values for lever in levers}, theme.outcome: values})
    living = [worlds.surviving(made) for made in theories]
    spoken = [lever for lever in levers if any(lever.term in made.terms for made in theories)]
    for _ in range(TRIES):
        known = codings(dice, levers)
        happened = {**known, theme.outcome: dice.one(values)}
        seeming = {
            _seeming(living, number, lever, happened, worlds)
            for lever in spoken
            for number in range(1 if difficulty < 3 else len(theories))
        } - {None}
        if len(seeming) > 1 and (wanted_kind is None or wanted_kind in seeming):
            break
    else:
        return None
    whole = case(theme, cast(dice), [("now", happened)])
    trials, explained = [Trial(made, whole) for made in theories], theories[0].explains[0]
    questions = [trial.question(explained, 1) for trial in trials]
    found = {(clue.theory, clue.term): clue.kind for clue in clues(trials, explained, 1)[0]}
    candidates = []
    for lever in spoken:
        allowed = tuple(
            Allowed(made.name, _allowed(question, lever)) for made, question in zip(theories, questions, strict=True)
        )
        for number, made in enumerate(theories[: 1 if difficulty < 3 else None]):
            kind = found.get((made.name, lever.term), "straw in the wind")
            # A theory that is refuted whatever the clue shows is not tested by it.
            if kind in CLUE_KINDS and allowed[number].values:
                rivals = tuple(each for n, each in enumerate(allowed) if n != number)
                candidates.append(
                    AskedClue(
                        theory=made.name,
                        term=lever.term,
                        value=known[lever.term],
                        kind=kind,
                        own=allowed[number],
                        rivals=rivals,
                    )
                )
    wanted = [each for each in candidates if wanted_kind in (None, each.kind)]
    if not wanted:
        return None
    chosen = [dice.one(wanted)]
    others = [each for each in candidates if each.kind != chosen[0].kind]
    if not others:
        return None
    chosen.append(dice.one(others))
    # Straws in the wind are the most common kind; put the others first.
    rest = dice.some([each for each in candidates if each not in chosen], len(candidates))
    rest.sort(key=lambda each: each.kind == "straw in the wind")
    chosen += rest[: difficulty - 1]
    return ClassifyClues(theories, whole, tuple(each for each in candidates if each in chosen))


def _seeming(
    living: Sequence[int], number: int, lever: Lever, happened: Mapping[Term, str], worlds: Worlds
) -> ClueKind | None:
    """The kind of test that the clue is; None if the theory is refuted by its value, or whatever its value."""
    others = worlds.every
    for term in worlds.places:
        if term != lever.term:
            others &= worlds.where(term, (happened[term],))
    here = worlds.where(lever.term, (happened[lever.term],))
    if not living[number] & others & here:
        return None
    unique = all(lives & others and not lives & others & here for n, lives in enumerate(living) if n != number)
    if not living[number] & others & ~here:
        return "doubly decisive" if unique else "hoop"
    return "smoking gun" if unique else "straw in the wind"


def _allowed(question: Question, lever: Lever) -> tuple[str, ...]:
    """The values that do not refute the theory; for a term that it does not mention, all or none."""
    codings = question.coded()
    here = TermPeriod(lever.term, 1)
    return tuple(
        value
        for value in lever.values
        if question.verdict({**codings, here: (value,)} if here in codings else codings) not in REFUTED
    )
