"""A theory on its own, in words: what is in order, what is not and why, and how much it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from checker.analysis.rivals.content import Boldness, Content, Inspection
from checker.analysis.rivals.hygiene import SCOPE, Check, Property
from checker.logic.formula import Term
from checker.report.explain.as_json import falsifier_json
from checker.report.explain.more import falsifier_words
from checker.report.render.document import Document, Section, Table, shown_as
from checker.report.render.markup import as_json, chance_json
from checker.report.words.conditions import condition_sentences, conditions_json, conditions_latex
from checker.report.words.labels import label, percent
from checker.report.words.phrases import counted
from checker.report.words.verdicts import listed
from checker.study.csv_text import csv_text
from checker.study.term_period import Value
from checker.study.theory import Theory

CSV_COLUMNS = ("theory", "property", "about", "holds", "derivation", "world", "shown")
QUESTIONS: dict[Property, str] = {
    "satisfiable": "Satisfiable: can all its laws hold together? Evidence: a world in which they do.",
    "contingent": "Contingent: are its laws more than tautologies? Evidence: a law, and values at which it fails.",
    "independent": "Independent: is each proposition needed, or does it follow from the others? Evidence: values at "
    "which the others hold and it does not.",
    "falsifiable": "Falsifiable: could an observation refute it? Evidence: the shortest combination that it forbids.",
    "scope reachable": "Scope reachable: can anything meet its scope? Evidence: values that do.",
    "antecedent reachable": "Antecedents reachable: can each condition hold where the laws do? Evidence: values at "
    "which it does.",
    "theoretical term defined": "Theoretical terms defined: does something fix each? Evidence: what does.",
    "definitions create nothing": "Definitions non-creative: do they leave every observable world possible by "
    "themselves? Evidence: how many worlds were gone through, or one that is excluded.",
}
_ANSWERS = {True: "yes", False: "no", None: "unknown"}


def inspect_rendered(
    inspections: Sequence[Inspection], form: str, width: int = 80, compared: Sequence[Boldness] = ()
) -> str:
    """What `inspect` says of every theory, and of every two that can be `compared`, in the format asked for."""
    if form == "json":
        return as_json(
            {
                "format": "checker/inspect",
                "version": 2,
                "theories": [_json(each) for each in inspections],
                "boldness": list(map(boldness_json, compared)),
            }
        )
    if form == "csv":
        return csv_text(CSV_COLUMNS, [_csv_row(each, check) for each in inspections for check in each.checks])
    shown = [shown_as(_document(each), form, width) + _formulas(each) * (form == "latex") for each in inspections]
    return "\n".join([*shown, *([shown_as(_comparison(compared), form, width)] if compared else [])])


def _formulas(inspection: Inspection) -> str:
    """When the theory says what, as formulas, for LaTeX."""
    return "\\subsection*{When it says what, in symbols}\n" + "".join(
        conditions_latex(inspection.theory, content.explains, content.conditions) for content in inspection.contents
    )


def verdict_on(inspection: Inspection) -> str:
    """One line for a theory: in order, or what is not."""
    name = inspection.theory.heading
    failed = list(inspection.failed)
    if not failed:
        return f"{name} is in order: it passes every check."
    return f"{name} does not pass {len(failed)} of {len(inspection.checks)} checks."


def check_words(check: Check) -> str:
    """A check that is not met, or could not be decided, as a sentence with its reason."""
    if check.holds is None:
        return f"{_asked(check)}: unknown, {check.limit}."
    because = f" by {listed(check.derivation)}" if check.derivation else ""
    match check.property:
        case "satisfiable":
            alone = check.derivation == (SCOPE,)
            return (
                "No world fits its scope."
                if alone
                else f"No world fits it: its laws collide ({listed(check.derivation)})."
            )
        case "contingent":
            return "It has no law that could fail: every world fits."
        case "independent":
            follows = f"follows from {listed(check.derivation)}" if check.derivation else "is true in every world"
            return f"{check.about} is redundant: it {follows}."
        case "falsifiable":
            return f"No observation can refute what it says about {check.about}: its laws exclude none."
        case "scope reachable":
            return "Nothing can meet its scope."
        case "antecedent reachable":
            return f"The condition of {check.about} can never hold{': it is ruled out' * bool(because)}{because}."
        case "theoretical term defined":
            return f"{check.about} is theoretical and no definition fixes it."
        case "definitions create nothing":
            return f"Its definitions alone rule out a world that could be observed: {world_words(check.world)}."
    raise ValueError(f"not a property: {check.property}")


def evidence_words(check: Check, examples: Sequence[str] = ()) -> str:
    """What shows that a check is met, or that it is not; `examples` are potential falsifiers in words."""
    if check.holds is None:
        return check.limit
    shown = world_words(check.shown)
    match check.property, check.holds:
        case "falsifiable", True:
            return next(iter(examples), shown)
        case "contingent", True:
            return f"{listed(check.derivation)} fails: {shown}"
        case "theoretical term defined", _:
            return f"by {listed(check.derivation)}" if check.holds else "no definition fixes it"
        case "definitions create nothing", True:
            return f"all {check.worlds:,} worlds stay possible"
        case ("contingent", False) | ("falsifiable", False):
            return "every world fits its laws"
        case "independent", False:
            return f"follows from {listed(check.derivation)}" if check.derivation else "true in every world"
    return shown if check.holds or not check.derivation else f"ruled out by {listed(check.derivation)}"


def _asked(check: Check) -> str:
    return check.property + (f" ({check.about})" if check.about else "")


def world_words(world: Sequence[Value]) -> str:
    """`cooperation none then low, polarity unipolar`: each term once, with its values in the order of the periods."""
    told = []
    for term in dict.fromkeys(v.term for v in world):
        own = [v for v in world if v.term == term]
        values = list(dict.fromkeys(v.value for v in own))
        if len(own) == 1 and own[0].period_id != "now":
            told.append(f"{term} {values[0]} ({own[0].period_id})")
        else:
            told.append(f"{term} {' then '.join(v.value for v in own) if len(values) > 1 else values[0]}")
    return listed(told) or "any values"


def _comparison(compared: Sequence[Boldness]) -> Document:
    def about(explains: str) -> list[Boldness]:
        return [pair for pair in compared if str(pair.explains) == explains]

    return Document(
        "Which of the theories is the bolder",
        tuple(
            Section(
                f"On {explains}",
                (
                    *boldness_words(about(explains)),
                    *(
                        f"{pair.first} and {pair.second}: {pair.limit}; the answer is not complete."
                        for pair in about(explains)
                        if pair.limit
                    ),
                ),
            )
            for explains in dict.fromkeys(str(pair.explains) for pair in compared)
        ),
    )


def _document(inspection: Inspection) -> Document:
    theory = inspection.theory
    undecided = [check for check in inspection.checks if check.holds is None]
    return Document(
        f"{theory.heading}: the theory on its own",
        (
            Section("In short", (verdict_on(inspection),)),
            Section("Not in order", tuple(map(check_words, (*inspection.failed, *undecided)))),
            Section(
                "How much it says", tuple(line for content in inspection.contents for line in _content(theory, content))
            ),
            Section(
                "When it says what",
                tuple(
                    line
                    for content in inspection.contents
                    for line in condition_sentences(theory, content.explains, content.conditions)
                ),
            ),
            Section(
                "What would refute it" + ", within its scope" * (theory.scope is not None),
                tuple(line for content in inspection.contents for line in _refuting(inspection, content)),
            ),
            Section("Checks", (), tuple(_check_tables(inspection))),
            Section(
                "Limits",
                tuple(
                    f"{content.explains}: {content.limit}; the answer is not complete."
                    for content in inspection.contents
                    if content.limit
                ),
            ),
        ),
    )


def _refuting(inspection: Inspection, content: Content) -> Iterator[str]:
    about = f"For {content.explains}: " if len(inspection.contents) > 1 else ""
    yield from (f"{about}{words}." for words in _examples(inspection.theory, content))
    if content.falsifiers is not None and content.falsifiers > len(content.examples):
        yield f"{about}and {content.falsifiers - len(content.examples)} more."


def _examples(theory: Theory, content: Content) -> list[str]:
    return [falsifier_words(theory.codebook, content.explains, "now", one) for one in content.examples]


def _check_tables(inspection: Inspection) -> Iterator[Table]:
    """A table for each demand: about what, whether it is met, and the evidence."""
    examples = {str(content.explains): _examples(inspection.theory, content) for content in inspection.contents}
    for name, question in QUESTIONS.items():
        rows = []
        seen = set[str]()
        for check in inspection.checks:
            if check.property == name:
                again = " (converse)" if check.about in seen else ""
                seen.add(check.about)
                rows.append(
                    (
                        check.about + again or "the theory",
                        _ANSWERS[check.holds],
                        evidence_words(check, examples.get(check.about, ())),
                    )
                )
        yield Table(question, ("about", "met", "evidence"), tuple(rows))


def _content(theory: Theory, content: Content) -> Iterator[str]:
    def labels(terms: Iterable[Term]) -> str:
        return listed(label(theory.codebook, term) for term in terms)

    span = "a period and the one before" if content.periods == 2 else f"{content.periods} periods in a row"
    if content.excluded is not None and content.with_tendencies is not None:
        more = (
            ""
            if content.with_tendencies == content.excluded
            else f"; with its tendencies {percent(content.with_tendencies)} ({content.with_tendencies})"
        )
        yield (
            f"About {content.explains}, its laws exclude {percent(content.excluded)} of the worlds of {span} "
            f"({content.excluded}){more}."
        )
    if content.falsifiers is not None:
        yield f"It has {counted(content.falsifiers, 'potential falsifier')}."
    if content.depends_on:
        yield f"What its laws exclude depends on {labels(content.depends_on)}."
    if content.leanings:
        yield f"Only its tendencies depend on {labels(content.leanings)}."


def _json(inspection: Inspection) -> dict[str, Any]:
    return {
        "theory": inspection.theory.name,
        "checks": [
            {
                "property": c.property,
                "about": c.about or None,
                "holds": c.holds,
                "derivation": list(c.derivation),
                "world": [_value(v) for v in c.world],
                "shown": [_value(v) for v in c.shown],
                "worlds": c.worlds or None,
                "limit": c.limit or None,
            }
            for c in inspection.checks
        ],
        "content": [
            {
                "explains": str(c.explains),
                "periods": c.periods,
                "excluded": chance_json(c.excluded),
                "with_tendencies": chance_json(c.with_tendencies),
                "falsifiers": c.falsifiers,
                "examples": [falsifier_json(one) for one in c.examples],
                "depends_on": list(map(str, c.depends_on)),
                "leanings": list(map(str, c.leanings)),
                "conditions": conditions_json(c.conditions),
                "limit": c.limit or None,
            }
            for c in inspection.contents
        ],
    }


def _csv_row(inspection: Inspection, check: Check) -> list[str]:
    holds = "" if check.holds is None else str(check.holds).lower()
    return [
        inspection.theory.name,
        check.property,
        check.about,
        holds,
        "|".join(check.derivation),
        *("; ".join(f"{v.term}@{v.period_id}={v.value}" for v in world) for world in (check.world, check.shown)),
    ]


def _value(value: Value) -> dict[str, str]:
    return {"term": str(value.term), "period": value.period_id, "value": value.value}


def boldness_words(pairs: Iterable[Boldness]) -> Iterator[str]:
    """Which of each two theories is the bolder; those of which neither is, in one sentence."""
    neither = []
    for pair in pairs:
        match pair.bolder:
            case "first":
                yield f"{pair.first} is bolder than {pair.second}: it forbids all that the other does, and more."
            case "second":
                yield f"{pair.second} is bolder than {pair.first}: it forbids all that the other does, and more."
            case "same":
                yield f"{pair.first} and {pair.second} forbid exactly the same."
            case "neither":
                neither.append((pair.first, pair.second))
    if neither:
        yield f"Each forbids something that the other allows: {pairs_words(neither)}."


def pairs_words(pairs: Sequence[tuple[str, str]]) -> str:
    """Pairs as phrases, gathered by the first: `a against b and c; d against e`."""
    return "; ".join(
        f"{first} against {listed(second for one, second in pairs if one == first)}"
        for first in dict.fromkeys(first for first, _ in pairs)
    )


def boldness_json(pair: Boldness) -> dict[str, Any]:
    return {
        "first": pair.first,
        "second": pair.second,
        "explains": str(pair.explains),
        "bolder": pair.bolder,
        "limit": pair.limit or None,
    }
