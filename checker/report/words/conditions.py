"""When a theory predicts, expects or excludes an outcome: in words, as LaTeX and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from checker.analysis.rivals.conditions import All, AnyOf, Clause, Form, PredictionCondition, Says
from checker.logic.formula import Term
from checker.report.render.markup import latex_escaped
from checker.report.words.phrases import counted, fact, happening
from checker.report.words.verdicts import listed
from checker.study.codebook import Codebook
from checker.study.term_period import Fact
from checker.study.theory import Explained, Theory

ORDER: tuple[Says, ...] = ("predicts", "expects", "excludes")
LONGEST = 20
"""The most conditions that a sentence has."""


def condition_sentences(
    theory: Theory, explained: Explained, conditions: Sequence[PredictionCondition], longest: int = LONGEST
) -> list[str]:
    """One sentence for each condition, what is said under the same condition together."""
    lines, never, left_out = [], [], []
    for form, limit, said in _together(theory, explained, conditions):
        if form is None:
            left_out.append(f"{listed(said)} ({limit})")
        elif form.always is False:
            never += said
        elif form.always:
            lines.append(f"It always {listed(said)}.")
        elif form.size > longest:
            left_out.append(f"{listed(said)} ({counted(form.size, 'condition')}; --format json and latex have them)")
        else:
            lines.append(
                f"It {listed(said)} {'unless' if form.unless else 'if'} "
                f"{_alternatives(theory.codebook, explained, form.clause)}."
            )
    if never:
        lines.append(f"It never {listed(never, 'or')}.")
    if left_out:
        lines.append(f"Left out as too long: when it {listed(left_out, 'or')}.")
    return lines


def _together(
    theory: Theory, explained: Explained, conditions: Sequence[PredictionCondition]
) -> list[tuple[Form | None, str, list[str]]]:
    """Each form, or limit, once, with all that is said under it: `predicts that a`, `excludes that b or c`."""
    known: dict[tuple[Form | None, str], list[PredictionCondition]] = {}
    for each in conditions:
        own = known.setdefault((each.form, each.limit), [])
        # What is predicted is expected anyway.
        if not (each.says == "expects" and any(o.says == "predicts" and o.outcome == each.outcome for o in own)):
            own.append(each)
    return [
        (
            form,
            limit,
            [
                f"{says} that {happening(theory.codebook, explained, outcomes)}"
                for says in ORDER
                if (outcomes := [each.outcome for each in own if each.says == says])
            ],
        )
        for (form, limit), own in known.items()
    ]


def _alternatives(codebook: Codebook, explained: Explained, clause: Clause) -> str:
    """A choice numbered; all else as one phrase."""
    if isinstance(clause, AnyOf):
        return "; or ".join(
            f"({number}) {_words(codebook, explained, part)}" for number, part in enumerate(clause.parts, 1)
        )
    return _words(codebook, explained, clause)


def _words(codebook: Codebook, explained: Explained, clause: Clause) -> str:
    match clause:
        case Fact(at, period_id, values):
            return fact(codebook, explained, at.term, values, period_id, "now")
        case All(parts):
            return listed(_inner(codebook, explained, part) for part in parts)
        case AnyOf(parts):
            return listed((_inner(codebook, explained, part) for part in parts), "or")


def _inner(codebook: Codebook, explained: Explained, clause: Clause) -> str:
    words = _words(codebook, explained, clause)
    return words if isinstance(clause, Fact) else f"({words})"


def conditions_latex(theory: Theory, explained: Explained, conditions: Sequence[PredictionCondition]) -> str:
    """The conditions as a list of formulas over terms at time t, t-1 and so on."""
    now = conditions[0].period if conditions else 0
    lines = ["\\begin{itemize}"]
    for form, limit, said in _together(theory, explained, conditions):
        told = latex_escaped(f"It {listed(said)}")
        if form is None:
            lines.append(f"\\item {told}: {latex_escaped(limit)}.")
        elif form.always is not None:
            word = "always" if form.always else "never"
            lines += [f"\\item It {word} {latex_escaped(each)}." for each in said]
        else:
            formula = _latex(theory.codebook, form.clause, now)
            lines.append(f"\\item {told} {'unless' if form.unless else 'if and only if'} ${formula}$.")
    return "\n".join([*lines, "\\end{itemize}"]) + "\n"


def _latex(codebook: Codebook, clause: Clause, now: int) -> str:
    if isinstance(clause, Fact):
        return _relation(codebook, clause, now)
    sign = r" \land " if isinstance(clause, All) else r" \lor "
    return sign.join(
        _latex(codebook, part, now) if isinstance(part, Fact) else f"({_latex(codebook, part, now)})"
        for part in clause.parts
    )


def _relation(codebook: Codebook, condition: Fact, now: int) -> str:
    order, values = codebook.values(condition.term), condition.values
    back = now - condition.period
    name = _term(condition.term) + (f"_{{t-{back}}}" if back else "_t")
    texts = [f"\\text{{{latex_escaped(value)}}}" for value in values]
    if len(values) == 1:
        return f"{name} = {texts[0]}"
    if values == order[-len(values) :]:
        return rf"{name} \geq {texts[0]}"
    if values == order[: len(values)]:
        return rf"{name} \leq {texts[-1]}"
    return rf"{name} \in \{{{', '.join(texts)}\}}"


def _term(term: Term) -> str:
    roles = ", ".join(f"\\mathrm{{{latex_escaped(role)}}}" for role in term.arguments)
    return f"\\mathrm{{{latex_escaped(term.variable)}}}" + (f"({roles})" if roles else "")


def conditions_json(conditions: Sequence[PredictionCondition]) -> list[dict[str, Any]]:
    """Each condition as a tree: `all` and `any` of parts, whose ends are a `term` in a `period` with its `values`."""
    return [
        {
            "says": each.says,
            "outcome": each.outcome,
            "unless": None if each.form is None else each.form.unless,
            "condition": None if each.form is None else _tree(each.form.clause),
            "limit": each.limit or None,
        }
        for each in conditions
    ]


def _tree(clause: Clause) -> dict[str, Any]:
    match clause:
        case Fact(at, period_id, values):
            return {"term": str(at.term), "period": period_id, "values": list(values)}
        case All(parts):
            return {"all": list(map(_tree, parts))}
        case AnyOf(parts):
            return {"any": list(map(_tree, parts))}
