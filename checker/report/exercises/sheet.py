"""What a student reads: the study, the question, and how to answer it."""

from __future__ import annotations

from collections.abc import Mapping

from checker.analysis.exercises.generate import Exercise
from checker.analysis.exercises.rival_tasks import ClassifyClues, DecideBetween
from checker.analysis.exercises.theory_tasks import Action, Amendment, FindRedundant, RepairTheory
from checker.analysis.exercises.verdict_tasks import CompareCodings, PredictVerdict
from checker.analysis.verdicts.judgement import Verdict
from checker.logic.formula import Term
from checker.report.exercises.language import Language, known_blocks, theory_blocks, vocabulary
from checker.report.render.document import Block, heading, item, paragraph, shown_as, title
from checker.report.words.verdicts import listed
from checker.study.exercise_form import Blank, ExerciseKind
from checker.study.theory import Proposition

WIDTH = 96
TITLES: Mapping[ExerciseKind, str] = {
    "verdict": "Predict the verdict",
    "decide": "Which finding refutes one theory and spares the other?",
    "clue": "What kind of test is this clue?",
    "repair": "Amend a refuted theory: what is saved, what is lost?",
    "redundant": "Find the proposition that adds nothing",
    "coders": "Code the reports, then compare with a colleague",
}
CLUE_MEANINGS = {
    "hoop": "the theory would be refuted if the clue were otherwise, but not every rival is refuted by the clue",
    "smoking gun": "the clue refutes every rival, but the theory would also stand without it",
    "doubly decisive": "both: the theory needs the clue, and it refutes every rival",
    "straw in the wind": "neither: the theory can do without the clue, and not every rival is refuted by it",
}
CONTENT_MEANINGS = {
    "less": "it forbids only things that the original forbids, and not all of them",
    "same": "it forbids exactly what the original forbids",
    "more": "it forbids all that the original forbids, and something besides",
    "other": "it gives up something that the original forbids, and forbids something that the original allows",
}
LOGIC = (
    "A theory leaves a level of the outcome if its laws can all be true together with that level and with what "
    "is known. It is refuted where it does not leave the level that was observed. A tendency (`usually`) never "
    "refutes."
)
CHANGES = (
    " It leaves a change (falls, steady, rises) if it leaves a level to which that change would have led from "
    "the level before. A change in a direction that it leaves, but to a level that it does not, refutes it too."
)
COLLISION = " Tendencies that cannot all be true together with the laws and with what is known say nothing."


def verdict_words(change: bool) -> Mapping[Verdict, str]:
    """When a verdict is right, as an exercise says it: of levels, and of changes where these are explained."""
    what = "change" if change else "level"
    return {
        "out of scope": "the theory does not claim to hold under what is known",
        "denies conditions": "its laws that say nothing of the outcome cannot all be true with what is known",
        "incoherent": "its laws leave no level",
        "contradicted": "its laws leave some level, but not the one that was observed",
        "predicted": f"its laws leave one {what} only, and that is what happened",
        "against expectation": "laws and tendencies together leave some level, but not the one that was observed",
        "expected": f"laws and tendencies together leave one {what} only, and that is what happened",
        "silent": "it rules out no level, neither by its laws alone nor by laws and tendencies together",
        "permitted": "a law or a tendency rules out some level, but not the one that was observed",
        "open": "different values of what is not known lead to different verdicts",
    }


def exercise_text(exercise: Exercise, width: int = WIDTH) -> str:
    """The exercise without its answer."""
    return shown_as(exercise_blocks(exercise), "text", width)


def exercise_blocks(exercise: Exercise) -> list[Block]:
    request = exercise.request
    return [title(f"{TITLES[request.kind]} (difficulty {request.difficulty})"), *_task(exercise)]


def blank_words(blank: Blank) -> str:
    """What may stand in a blank."""
    if not blank.choices:
        return "a whole number, from 0 to 100"
    choices = ", ".join(blank.choices)
    if not blank.many:
        return f"one of: {choices}"
    example = ", ".join(blank.choices[:2])
    return f"a list of: {choices}; such as [{example}]; [] for {nothing(blank)}"


def nothing(blank: Blank) -> str:
    """What an empty list says; `none` may be a level."""
    return {"leaves": "no outcome", "follows_from": "no proposition"}.get(blank.name, "no period")


def _task(exercise: Exercise) -> list[Block]:
    match exercise.task:
        case PredictVerdict() as task:
            return _predict(task)
        case DecideBetween() as task:
            return _decide(task)
        case ClassifyClues() as task:
            return _classify(task)
        case RepairTheory() as task:
            return _repair(task)
        case FindRedundant() as task:
            return _redundant(task)
        case CompareCodings() as task:
            return _compare(task)
    raise TypeError(f"not a task: {exercise.task!r}")


def _predict(task: PredictVerdict) -> list[Block]:
    language, change = Language(task.case), task.theory.explains[0].change
    what = "change" if change else "level"
    blocks = [
        paragraph(f"{language.about} A theory explains its {what}."),
        *theory_blocks(language, task.theory),
        *vocabulary(language, [task.theory]),
    ]
    if task.case.baseline is not None:
        blocks += [heading("Before"), *known_blocks(language, 0)]
    blocks += [heading("Now"), *known_blocks(language)]
    tendencies = any(not proposition.strict for proposition in task.theory.propositions)
    blocks += [item(f"not known: {task.gap}")] if task.gap is not None else []
    asks = (
        f"Which {what}s ({listed(_outcomes(task), 'or')}) do the theory's laws leave, given what is known? Answer "
        "[] if they leave no outcome, or if the theory does not claim to hold here. Tendencies do not count."
    )
    rule = "What is the verdict on the theory? The first that applies:"
    if task.gap is not None:
        asks += (
            f" {task.gap} may have any value: count what the laws leave for one value or another with which the "
            "theory claims to hold."
        )
        rule = (
            f"What is the verdict on the theory? Find it for each value that {task.gap} may have; if these differ, "
            "the answer is open. The first that applies:"
        )
    words = verdict_words(change)
    return [
        *blocks,
        heading("Question"),
        paragraph(LOGIC + CHANGES * change + COLLISION * tendencies),
        item(asks, 0, "1."),
        item(rule, 0, "2."),
        *(item(f"{verdict}: {words[verdict]}", 1) for verdict in task.choices),
    ]


def _outcomes(task: PredictVerdict) -> tuple[str, ...]:
    explained = task.theory.explains[0]
    return ("falls", "steady", "rises") if explained.change else task.theory.codebook.values(explained.term)


def _not_known(spoken: tuple[Term, ...], language: Language) -> list[str]:
    case, codebook, named = language.case, language.codebook, set(spoken)
    return [
        str(term)
        for term in codebook.terms()
        if term in named and not codebook.is_theoretical(term) and not case.coding(term, 1).values
    ]


def _decide(task: DecideBetween) -> list[Block]:
    language, both = Language(task.case), (task.first, task.second)
    gaps = _not_known((*task.first.terms, *task.second.terms, *(option.term for option in task.options)), language)
    return [
        paragraph(f"{language.about} Two theories give an answer."),
        *(block for theory in both for block in theory_blocks(language, theory)),
        *vocabulary(language, both),
        heading("What is known"),
        *known_blocks(language),
        item(f"not yet known: {listed(gaps)}"),
        heading("Question"),
        paragraph(LOGIC),
        paragraph(
            f"One of these findings alone would refute {task.first.heading} however the rest turns out, and "
            f"leave nothing by which {task.second.heading} could still be refuted. Which?"
        ),
        *(item(language.value(option.term, option.value), 0, f"{option.letter}.") for option in task.options),
    ]


def _classify(task: ClassifyClues) -> list[Block]:
    language = Language(task.case)
    clues = []
    for number, clue in enumerate(task.asked, 1):
        rivals = listed(f"Theory {rival.theory}" for rival in clue.rivals)
        clues.append(
            item(
                f"{language.value(clue.term, clue.value)}, as a test of Theory {clue.theory} against {rivals}",
                0,
                f"{number}.",
            )
        )
    return [
        paragraph(f"{language.about} These theories give different answers."),
        *(block for theory in task.theories for block in theory_blocks(language, theory)),
        *vocabulary(language, task.theories),
        heading("What is known"),
        *known_blocks(language),
        heading("Question"),
        paragraph(LOGIC),
        paragraph(
            "Each clue is one of the codings above. Ask of it, with all other codings and what happened as they "
            "are: would the theory be refuted if the clue had another value? Is every rival refuted by the value "
            "it has? A rival that would be refuted whatever the value of the clue is not refuted by the clue. "
            "(Van Evera 1997; uniqueness is relative to the rivals listed.)"
        ),
        *(item(f"{kind}: {meaning}") for kind, meaning in CLUE_MEANINGS.items()),
        *clues,
    ]


def _repair(task: RepairTheory) -> list[Block]:
    language = Language(task.case)
    return [
        paragraph(f"{language.about} The theory below is refuted by what happened."),
        *theory_blocks(language, task.theory),
        *vocabulary(language, [task.theory, *(a.theory for a in task.amendments)]),
        heading("What is known"),
        *known_blocks(language),
        heading("Amendments"),
        *(block for amendment in task.amendments for block in amendment_blocks(language, amendment)),
        heading("Question"),
        paragraph(LOGIC),
        item("saves: is the theory no longer refuted here once it is amended in this way (yes, no)?"),
        item(
            "forbids: a law forbids combinations of conditions and outcome, in any case one could meet. Compared with "
            "the original:"
        ),
        *(item(f"{word}: {meaning}", 1) for word, meaning in CONTENT_MEANINGS.items()),
    ]


def amendment_blocks(language: Language, amendment: Amendment) -> list[Block]:
    """An amendment in words, with the rule it puts in place."""
    found = next((p for p in amendment.theory.propositions if p.id == amendment.label), None)
    words: Mapping[Action, str] = {
        "give up": f"{amendment.label} is given up.",
        "usually": f"{amendment.label} is held as a tendency only: it is usually so.",
        "replace": f"{amendment.label} is replaced by: {_claim(language, found)}",
        "add": f"{amendment.label} is added: {_claim(language, found)}",
    }
    blocks = [item(words[amendment.action], 0, f"{amendment.letter}.")]
    if found is not None and amendment.action in ("replace", "add"):
        blocks.append(item(f"rule: {found.rule.text}", 1))
    return blocks


def _claim(language: Language, proposition: Proposition | None) -> str:
    return language.claim(proposition) if proposition is not None else ""


def _redundant(task: FindRedundant) -> list[Block]:
    language = Language(task.case)
    return [
        paragraph(f"{language.about} One proposition of this theory adds nothing: it follows from others."),
        *theory_blocks(language, task.theory),
        *vocabulary(language, [task.theory]),
        heading("Question"),
        item(
            "redundant: which proposition follows from others, so that it could be struck out and nothing would be "
            "lost?",
            0,
            "1.",
        ),
        item("follows_from: from which? Name those that are needed and no more.", 0, "2."),
    ]


def _compare(task: CompareCodings) -> list[Block]:
    language, colleague = Language(task.own), Language(task.other)
    one = len(task.theories) == 1
    terms = tuple(dict.fromkeys(term for _, term in task.items))
    blocks = [
        paragraph(
            f"{language.about} {'A theory gives' if one else 'Two theories give'} an answer. You code the "
            "conditions from reports; a colleague has done so before you."
        ),
        *(block for theory in task.theories for block in theory_blocks(language, theory)),
        heading("Decision rules"),
    ]
    for term in terms:
        blocks.append(item(f"{term} ({language.subject(term)})"))
        blocks += [item(f"{value}: {language.rule(term, value)}", 1) for value in language.codebook.values(term)]
    for number, period in enumerate(task.own.periods, 1):
        happened = task.theories[0].explains[0].term
        blocks.append(heading(f"Reports on the period `{period.id}`"))
        blocks += [item(language.report(term, task.own.coding(term, number).values[0])) for term in terms]
        blocks.append(item("what happened: " + language.value(happened, task.own.coding(happened, number).values[0])))
    blocks.append(heading("Your colleague's codings"))
    for number, period in enumerate(task.own.periods, 1):
        blocks += [item(f"{period.id}: {term} is {colleague.case.coding(term, number)}") for term in terms]
    changed = (
        "changed: in which periods does the verdict on the theory depend on who coded?"
        if one
        else "changed_A, changed_B: in which periods does the verdict on either theory depend on who coded?"
    )
    verdicts: tuple[Verdict, ...] = ("incoherent", "contradicted", "predicted", "silent", "permitted")
    return [
        *blocks,
        heading("Question"),
        paragraph(LOGIC),
        item("Code every condition in every period, each by its decision rule.", 0, "1."),
        item(
            f"agreement: on how many of the {len(task.items)} codings of conditions do you and your colleague "
            "agree, in per cent, rounded to a whole number?",
            0,
            "2.",
        ),
        item(changed + " The verdicts:", 0, "3."),
        *(item(f"{verdict}: {verdict_words(change=False)[verdict]}", 1) for verdict in verdicts),
    ]
