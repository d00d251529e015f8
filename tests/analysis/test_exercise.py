"""Exercises have one right answer, and it is right: every kind against the slow, obvious oracle, over many seeds.

EXERCISE_SEEDS=3000 runs so many seeds of each kind instead of the usual 150.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from itertools import product

import pytest

from checker.analysis.exercises import generate as module
from checker.analysis.exercises.generate import Exercise, exercise, marked, seed_of_student
from checker.analysis.exercises.material import CONDITIONS, OUTCOMES, themes
from checker.analysis.exercises.rival_tasks import ClassifyClues, DecideBetween
from checker.analysis.exercises.theory_tasks import FindRedundant, RepairTheory
from checker.analysis.exercises.verdict_tasks import CompareCodings, PredictVerdict
from checker.analysis.verdicts.judgement import REFUTED
from checker.logic.formula import Term
from checker.logic.grammar import parse
from checker.problems import LimitReached
from checker.study.case import Case, Coding
from checker.study.exercise_form import DIFFICULTIES, KINDS, Answers, ExerciseKind, Request
from checker.study.theory import Theory
from tests.oracle.table import Answer, Table
from tests.seeds import in_blocks
from tests.truth_table import holds, written_out

SEEDS = range(int(os.environ.get("EXERCISE_SEEDS", "150")))


def given(made: Exercise) -> Mapping[str, tuple[str, ...]]:
    return {str(blank): values for blank, values in made.answers}


def verdict(theory: Theory, case: Case, period: int = 1) -> str:
    """What the oracle says, without its search for what would settle the matter."""
    return answer(theory, case, period).verdict


def answer(theory: Theory, case: Case, period: int = 1) -> Answer:
    table = Table(theory, case, theory.explains[0], period, ())
    return table.answer(table.codings)


def readings(theory: Theory, case: Case) -> set[str]:
    table = Table(theory, case, theory.explains[0], 1, ())
    return set(table.readings(table.codings))


def with_coding(case: Case, term: Term, value: str) -> Case:
    return case.recoded({(term, 1): Coding((value,))})


@pytest.mark.parametrize("kind", KINDS)
@in_blocks(SEEDS)
def test_the_oracle_finds_the_same_answer_and_no_other(kind: ExerciseKind, seeds: range) -> None:
    for seed in seeds:
        made = exercise(Request(kind, seed, seed % 3 + 1))
        for theory in theories_of(made):
            assert_rules_say_what_they_mean(theory)
        ORACLES[kind](made)
        assert all(set(values) <= set(blank.choices) or not blank.choices for blank, values in made.answers)
        assert marked(made, dict(made.answers)).correct


def theories_of(made: Exercise) -> tuple[Theory, ...]:
    match made.task:
        case PredictVerdict(theory=theory) | FindRedundant(theory=theory):
            return (theory,)
        case RepairTheory(theory=theory, amendments=amendments):
            return (theory, *(amendment.theory for amendment in amendments))
        case DecideBetween(first=first, second=second):
            return (first, second)
        case ClassifyClues(theories=theories) | CompareCodings(theories=theories):
            return theories
    raise AssertionError(made.task)


def assert_rules_say_what_they_mean(theory: Theory) -> None:
    for rule in [p.rule for p in theory.propositions] + ([theory.scope] if theory.scope else []):
        assert parse(rule.text, theory.codebook.variables.__contains__) == rule.formula, rule.text


def check_verdict(made: Exercise) -> None:
    task = made.task
    assert isinstance(task, PredictVerdict)
    right = answer(task.theory, task.case)
    assert given(made)["verdict"] == (right.verdict,)
    assert given(made)["leaves"] == (right.prediction or ())
    choices = next(blank.choices for blank in made.blanks if blank.name == "verdict")
    assert "silent" in choices and ("open" in choices) == (task.gap is not None)
    missing = {
        term
        for term in task.theory.terms
        if not task.theory.codebook.is_theoretical(term) and task.case.coding(term, 1).is_missing
    }
    assert missing == (set() if task.gap is None else {task.gap})
    for value, told in task.by_value:
        assert task.gap is not None and verdict(task.theory, with_coding(task.case, task.gap, value)) == told


def check_decide(made: Exercise) -> None:
    task = made.task
    assert isinstance(task, DecideBetween)
    right, misleading = [], 0
    for option in task.options:
        found = with_coding(task.case, option.term, option.value)
        first, second = readings(task.first, found), readings(task.second, found)
        assert task.case.coding(option.term, 1).is_missing
        if first <= REFUTED and not second & REFUTED:
            right.append(option.letter)
        else:
            # No student can argue for another option: it leaves the first theory alive, or refutes the second.
            assert not first <= REFUTED or second <= REFUTED
            misleading += second <= REFUTED
    assert (tuple(right),) == tuple(values for _, values in made.answers) and misleading


def check_clue(made: Exercise) -> None:
    task = made.task
    assert isinstance(task, ClassifyClues)
    for asked, (_, answer) in zip(task.asked, made.answers, strict=True):
        own, rivals = set[str](), []
        for theory in task.theories:
            stands = {
                value
                for value in task.case.codebook.values(asked.term)
                if verdict(theory, with_coding(task.case, asked.term, value)) not in REFUTED
            }
            if theory.name == asked.theory:
                own = stands
            else:
                rivals.append(stands)
        assert task.case.coding(asked.term, 1).values == (asked.value,) and asked.value in own
        # A rival that falls whatever the clue is, is not refuted by it.
        certain, unique = own == {asked.value}, all(stands and asked.value not in stands for stands in rivals)
        assert answer == (
            "doubly decisive"
            if certain and unique
            else "hoop"
            if certain
            else "smoking gun"
            if unique
            else "straw in the wind",
        )
        assert set(asked.own.values) == own and [set(rival.values) for rival in asked.rivals] == rivals
    assert len({asked.kind for asked in task.asked}) > 1


def allowed(theory: Theory, worlds: list[dict[tuple[Term, int], str]]) -> list[bool]:
    rules = [written_out(p.rule.formula) for p in theory.propositions if p.strict]
    return [all(holds(rule, 1, 1, world, theory.codebook) for rule in rules) for world in worlds]


def all_worlds(*theories: Theory) -> list[dict[tuple[Term, int], str]]:
    terms = list(dict.fromkeys(term for theory in theories for term in (*theory.terms, *theory.explained_terms)))
    return [
        dict(zip(((term, 1) for term in terms), row, strict=True))
        for row in product(*(theories[0].codebook.values(term) for term in terms))
    ]


def check_repair(made: Exercise) -> None:
    task = made.task
    assert isinstance(task, RepairTheory)
    assert verdict(task.theory, task.case) == "contradicted"
    for amendment in task.amendments:
        saved = verdict(amendment.theory, task.case) not in REFUTED
        worlds = all_worlds(task.theory, amendment.theory)
        before, after = allowed(task.theory, worlds), allowed(amendment.theory, worlds)
        lost = any(now and not then for then, now in zip(before, after, strict=True))
        gained = any(then and not now for then, now in zip(before, after, strict=True))
        content = "other" if lost and gained else "less" if lost else "more" if gained else "same"
        assert given(made)[f"{amendment.letter}, saves"] == ("yes" if saved else "no",)
        assert given(made)[f"{amendment.letter}, forbids"] == (content,)
        assert bool(amendment.lost) == lost and bool(amendment.gained) == gained
        assert not saved or lost, "what saves a theory allows what happened"
        for shown, keeps, breaks in (
            (amendment.lost, amendment.theory, task.theory),
            (amendment.gained, task.theory, amendment.theory),
        ):
            if shown:
                told = {(value.term, 1): value.value for value in shown}
                agreeing = [world for world in worlds if told.items() <= world.items()]
                assert agreeing and all(allowed(keeps, agreeing)) and not any(allowed(breaks, agreeing))
    assert len({amendment.saves for amendment in task.amendments}) == 2


def follows(theory: Theory, label: str, premises: set[str]) -> bool:
    worlds = all_worlds(theory)
    rules = {p.id: written_out(p.rule.formula) for p in theory.propositions}
    return not any(
        all(holds(rules[premise], 1, 1, world, theory.codebook) for premise in premises)
        and not holds(rules[label], 1, 1, world, theory.codebook)
        for world in worlds
    )


def check_redundant(made: Exercise) -> None:
    task = made.task
    assert isinstance(task, FindRedundant)
    labels = {p.id for p in task.theory.propositions}
    assert [label for label in sorted(labels) if follows(task.theory, label, labels - {label})] == [task.redundant]
    assert given(made)["redundant"] == (task.redundant,) and given(made)["follows_from"] == task.follows_from
    premises = set(task.follows_from)
    assert follows(task.theory, task.redundant, premises)
    # Every set from which it follows holds all of these, so that no other answer is right.
    assert not any(follows(task.theory, task.redundant, labels - {task.redundant, premise}) for premise in premises)


def check_coders(made: Exercise) -> None:
    task = made.task
    assert isinstance(task, CompareCodings)
    numbers = {period.id: number for number, period in enumerate(task.own.periods, 1)}
    alike = 0
    for period, term in task.items:
        mine, theirs = (case.coding(term, numbers[period]).values for case in (task.own, task.other))
        assert given(made)[f"{period}, {term}"] == mine
        alike += mine == theirs
    share = 100 * alike / len(task.items)
    assert abs(share - int(given(made)["agreement"][0])) < 0.5
    verdicts_change = False
    for theory in task.theories:
        changed = tuple(
            period for period, t in numbers.items() if verdict(theory, task.own, t) != verdict(theory, task.other, t)
        )
        assert given(made)["changed" if len(task.theories) == 1 else f"changed_{theory.name}"] == changed
        verdicts_change = verdicts_change or bool(changed)
    assert verdicts_change


ORACLES = {
    "verdict": check_verdict,
    "decide": check_decide,
    "clue": check_clue,
    "repair": check_repair,
    "redundant": check_redundant,
    "coders": check_coders,
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_the_same_request_makes_the_same_exercise(kind: ExerciseKind, difficulty: int) -> None:
    request = Request(kind, 11, difficulty)
    assert exercise(request) == exercise(request) != exercise(Request(kind, 12, difficulty))
    assert exercise(request).request == request


def test_a_key_makes_another_exercise_of_the_same_seed() -> None:
    plain, keyed, other = (exercise(Request("verdict", 5, key=key)) for key in ("", "kolobok", "kolobok2"))
    assert plain.task != keyed.task != other.task != plain.task
    assert exercise(Request("verdict", 5, key="kolobok")) == keyed


def test_no_answer_can_be_guessed_from_how_often_it_is_right() -> None:
    verdicts = Counter(given(exercise(Request("verdict", seed, 2)))["verdict"] for seed in range(60))
    letters = Counter(given(exercise(Request("decide", seed)))["finding"] for seed in range(60))
    assert len(verdicts) >= 6 and max(verdicts.values()) < 30
    assert len(letters) == 4 and max(letters.values()) < 30


def test_a_change_in_the_right_direction_to_a_level_that_is_ruled_out_is_asked_for_and_contradicts() -> None:
    def wrong_level(task: object) -> bool:
        judgement = task.explanation.judgement if isinstance(task, PredictVerdict) else None
        return (
            judgement is not None
            and judgement.verdict == "contradicted"
            and bool(judgement.observed)
            and set(judgement.observed or ()) <= set(judgement.prediction or ())
        )

    assert any(wrong_level(exercise(Request("verdict", seed, 3)).task) for seed in range(300))


def test_every_kind_of_clue_and_of_content_is_asked_for() -> None:
    clues = {
        asked.kind
        for seed in range(12)
        for task in [exercise(Request("clue", seed)).task]
        if isinstance(task, ClassifyClues)
        for asked in task.asked
    }
    contents = {
        each.content
        for seed in range(12)
        for task in [exercise(Request("repair", seed)).task]
        if isinstance(task, RepairTheory)
        for each in task.amendments
    }
    assert len(clues) == 4 and len(contents) == 4


def test_students_of_a_class_have_exercises_of_their_own() -> None:
    seeds = [seed_of_student(sheet, student) for sheet in (3, 4) for student in range(1, 31)]
    assert len({repr(exercise(Request("verdict", seed)).task) for seed in seeds}) == len(seeds)


def test_answers_in_any_order_are_right_and_half_an_answer_is_wrong() -> None:
    made = next(
        e for seed in range(50) for e in [exercise(Request("redundant", seed))] if len(given(e)["follows_from"]) == 2
    )
    answers: Answers = dict(made.answers)
    several = next(blank for blank in answers if blank.many)
    assert marked(made, {**answers, several: answers[several][::-1]}).correct
    half = marked(made, {**answers, several: answers[several][:1]})
    assert not half.correct and [mark.correct for mark in half.marks] == [True, False]


def test_a_kind_that_never_succeeds_reaches_a_stated_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MAKERS", {"verdict": lambda *_: None})
    monkeypatch.setattr(module, "MOST", 3)
    with pytest.raises(LimitReached, match="no exercise in 3 draws from seed 8"):
        exercise(Request("verdict", 8))


def test_every_theme_has_conditions_of_either_sign_and_links_between_them() -> None:
    assert {theme.name for theme in themes()} == set(OUTCOMES)
    for theme in themes():
        assert len(theme.levers) >= 6 and len(theme.links) >= 4
        assert {sign for lever in theme.levers for sign in lever.signs} == {1, -1}
        assert all(lever.values == CONDITIONS[lever.term.variable][0] for lever in theme.levers)
