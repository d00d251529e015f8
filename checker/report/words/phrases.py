"""The phrases of explanations: facts, outcomes, propositions and codings in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from checker.analysis.verdicts.draws import probabilities
from checker.analysis.verdicts.judgement import Reason
from checker.logic.formula import Implies, Term
from checker.report.words.labels import label, percent
from checker.report.words.notation import symbols
from checker.report.words.verdicts import claim_words, listed
from checker.study.case import Case, Coding
from checker.study.causes import causes_named
from checker.study.codebook import Codebook
from checker.study.theory import Explained, Rule, Statement, Theory

_VERBS = {
    "rises": ("rise", "rises", "rose"),
    "steady": ("stay the same", "stays the same", "stayed the same"),
    "falls": ("fall", "falls", "fell"),
}
_TO = {"rises": " to ", "steady": " at ", "falls": " to "}
_STAY = ("stay", "stays", "stayed")


def values_words(codebook: Codebook, term: Term, values: Sequence[str]) -> str:
    """A set of values: `at least moderate`, `at most low`, `none or high`."""
    order = codebook.values(term)
    if len(values) == 1 or len(values) == len(order):
        return listed(values, "or")
    if tuple(values) == order[-len(values) :]:
        return f"at least {values[0]}"
    if tuple(values) == order[: len(values)]:
        return f"at most {values[-1]}"
    return listed(values, "or")


def outcome_name(codebook: Codebook, term: Term, case: Case | None = None) -> str:
    """The explained term by its short name: it stands in every sentence."""
    words = term.variable.replace("_", " ")
    return f"{words} ({label(codebook, term, case).rpartition('(')[2]}" if term.arguments else words


def named(codebook: Codebook, term: Term, explained: Explained, case: Case | None = None) -> str:
    """A term in a sentence: the explained one by its short name, any other by its label in quotation marks."""
    if term == explained.term:
        return outcome_name(codebook, term, case)
    return f"“{label(codebook, term, case)}”"


def fact(
    codebook: Codebook,
    explained: Explained,
    term: Term,
    values: Sequence[str],
    period_id: str,
    judged: str,
    case: Case | None = None,
) -> str:
    """`cooperation is at most low`, with the period where it is another than the one judged."""
    near = " " if period_id.endswith("before") else " in "
    where = "" if period_id == judged else near + period_id
    return f"{named(codebook, term, explained, case)} is {values_words(codebook, term, values)}{where}"


def happening(
    codebook: Codebook,
    explained: Explained,
    outcomes: Sequence[str],
    levels: Sequence[str] = (),
    case: Case | None = None,
) -> str:
    """An outcome as a clause: `cooperation falls to low`, `cooperation rises`, `cooperation is high`."""
    return f"{outcome_name(codebook, explained.term, case)} {_verb(codebook, explained, outcomes, levels, 1)}"


def happened(
    codebook: Codebook,
    explained: Explained,
    outcomes: Sequence[str],
    levels: Sequence[str],
    before: Sequence[str] = (),
    case: Case | None = None,
) -> str:
    """The same in the past, with where it came from: `cooperation rose from low to high`."""
    start = ""
    if explained.change and len(outcomes) == 1 and outcomes != ("steady",) and before:
        start = f" from {listed(before, 'or')}"
    verb = _verb(codebook, explained, outcomes, levels, 2)
    first, _, rest = verb.partition(" to ")
    return f"{outcome_name(codebook, explained.term, case)} {first}{start}{f' to {rest}' if rest else ''}"


def impossible(
    codebook: Codebook,
    explained: Explained,
    outcomes: Sequence[str],
    levels: Sequence[str] = (),
    case: Case | None = None,
) -> str:
    """That something is excluded: `cooperation cannot rise`, `cooperation cannot fall to moderate`."""
    name = outcome_name(codebook, explained.term, case)
    return f"{name} cannot {_verb(codebook, explained, outcomes, levels, 0)}"


def unexpected(
    codebook: Codebook,
    explained: Explained,
    outcomes: Sequence[str],
    levels: Sequence[str] = (),
    case: Case | None = None,
) -> str:
    name = outcome_name(codebook, explained.term, case)
    return f"{name} is not expected to {_verb(codebook, explained, outcomes, levels, 0)}"


def says(codebook: Codebook, explained: Explained, outcomes: Sequence[str], levels: Sequence[str] = ()) -> str:
    """What is left, as a clause after `that it`: `falls or stays the same`, `is at most low`."""
    return _verb(codebook, explained, outcomes, levels, 1)


def _verb(codebook: Codebook, explained: Explained, outcomes: Sequence[str], levels: Sequence[str], form: int) -> str:
    """What happens, in one of three forms: infinitive, present, past."""
    be = ("be", "is", "was")[form]
    if not explained.change:
        return f"{be} {values_words(codebook, explained.term, outcomes)}"
    if not levels:
        return listed((_VERBS[o][form] for o in outcomes), "or")
    words = values_words(codebook, explained.term, levels)
    if len(outcomes) != 1:
        return f"{be} {words}"
    verb = _STAY[form] if outcomes[0] == "steady" else _VERBS[outcomes[0]][form]
    return f"{verb}{_TO[outcomes[0]]}{words}"


def law(theory: Theory, label_: str) -> str:
    """A proposition by its id and name, an exhaustive statement by what it claims."""
    for proposition in theory.propositions:
        if proposition.id == label_:
            marks = [proposition.name] if proposition.name else []
            marks += [] if proposition.strict else ["usually"]
            return f"{label_} ({', '.join(marks)})" if marks else label_
    if label_ == "scope":
        return "its scope"
    return claim_words(label_)


def law_in_short(label_: str) -> str:
    """A proposition by its id alone."""
    return claim_words(label_) if label_.startswith("exhaustive: ") else label_


def law_in_full(theory: Theory, label_: str, logic: bool, paths: bool = False) -> list[str]:
    """A proposition with its claim, and on request its place and rule; the first line, then those below it."""
    for proposition in theory.propositions:
        if proposition.id == label_:
            marks: list[str] = [proposition.role] if proposition.role != "core" else []
            marks += [] if proposition.strict else ["usually"]
            says = proposition.claim or " ".join(proposition.rule.text.split())
            name = f"{label_} {proposition.name}".rstrip() + (f" ({', '.join(marks)})" if marks else "")
            place = _place(str(proposition.location)) if paths else ""
            return [f"{name}: {says}{place}", *(_rule(proposition.rule) if logic else [])]
    if label_ == "scope" and theory.scope is not None:
        first = f"the scope, which the codings leave open: {' '.join(theory.scope.text.split())}"
        return [first, *(_rule(theory.scope) if logic else [])]
    statement = next(s for s in theory.exhaustive if s.label == label_)
    causes = list(dict.fromkeys(p.id for p, _, _ in causes_named(theory.propositions, statement, theory.codebook)))
    first = f"{claim_words(label_)}: {listed(causes)} {'names' if len(causes) == 1 else 'name'} all that there are"
    place = _place(str(statement.location)) if paths else ""
    return [first + place, *(_completeness(theory, statement) if logic else [])]


def _completeness(theory: Theory, statement: Statement) -> list[str]:
    """What an exhaustive statement says, with the causes that the theory names."""
    says = " ".join(statement.rule.text.split())
    lines = [
        f"rule: if {says}, then the condition of one of these holds, and what follows from it, behind the arrow, "
        "leaves no other outcome"
    ]
    return lines + [
        f"cause {p.id}: {symbols(Implies(condition, effect))}"
        for p, condition, effect in causes_named(theory.propositions, statement, theory.codebook)
    ]


def _rule(rule: Rule) -> list[str]:
    return ["rule: " + " ".join(rule.text.split()), "logic: " + symbols(rule.formula)]


def _place(location: str) -> str:
    return f" [{location}]" if location else ""


def chance_read(case: Case, term: Term, period: int, values: Sequence[str]) -> Fraction:
    """The chance that one of these values is the right one."""
    order = case.codebook.values(term)
    chances = dict(zip(order, probabilities(case.coding(term, period), order), strict=True))
    return sum((chances[value] for value in values), Fraction(0))


def grounds(case: Case, reason: Reason, term: Term, in_full: bool = False, paths: bool = False) -> str:
    """How sure a coding is as it is read, and its first source, in brackets; in full, where and what that says."""
    coding = case.coding(term, reason.period)
    chance = chance_read(case, term, reason.period, reason.values)
    parts = (
        [f"coded {coding}, {percent(chance)}"]
        if coding.values != reason.values
        else [percent(chance)]
        if chance < 1
        else []
    )
    if coding.evidence:
        first = coding.evidence[0]
        source = ", ".join(part for part in (first.source, first.locator if in_full else "") if part)
        says = f": {first.says.rstrip('.')}" if in_full and first.says else ""
        more = f"; {len(coding.evidence) - 1} more" if len(coding.evidence) > 1 else ""
        parts.append(f"{source}{says}{more if in_full else ''}")
    words = f" ({', '.join(parts)})" if parts else ""
    return words + (_place(str(coding.location)) if paths else "")


def confidence(coding: Coding) -> str:
    """` at 0.8`, where less than certain."""
    if not coding.confidence:
        return ""
    sure = sum(coding.confidence.get(v, 0) for v in coding.values)
    return f" at {float(sure):g}" if sure != 1 else ""


def counted(number: int, one: str, many: str = "") -> str:
    """`1 period`, `2 periods`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def joined(sentences: Iterable[str]) -> str:
    return " ".join(s for s in sentences if s)


def capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
