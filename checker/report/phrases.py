"""The phrases of explanations: facts, outcomes, propositions and codings in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checker.analysis.result import Reason
from checker.logic.formula import Implies, Term
from checker.report.notation import symbols
from checker.report.wording import CHANGES, claim_words, listed
from checker.study.causes import causes_named
from checker.study.case import Case, Coding
from checker.study.codebook import Codebook
from checker.study.theory import Explained, Rule, Statement, Theory

_VERBS = {"rises": "rise", "steady": "be steady", "falls": "fall"}


def values_words(codebook: Codebook, term: Term, values: Sequence[str]) -> str:
    """A set of values: `at least moderate`, `at most low`, `none or high`."""
    order = codebook.values(term)
    if len(values) == 1 or len(values) == len(order):
        return listed(values, "or")
    if tuple(values) == order[-len(values):]:
        return f"at least {values[0]}"
    if tuple(values) == order[:len(values)]:
        return f"at most {values[-1]}"
    return listed(values, "or")


def fact(codebook: Codebook, term: Term, values: Sequence[str], period_id: str, judged: str) -> str:
    """`cooperation is at most low`, with the period where it is another than the one judged."""
    near = " " if period_id.endswith("before") else " in "
    where = "" if period_id == judged else near + period_id
    return f"{term} is {values_words(codebook, term, values)}{where}"


def happening(codebook: Codebook, explained: Explained, outcomes: Sequence[str]) -> str:
    """An outcome as a clause: `cooperation falls or is steady`, `cooperation is high`."""
    if explained.change:
        return f"{explained.term} {listed((CHANGES[o] for o in outcomes), 'or')}"
    return f"{explained.term} is {values_words(codebook, explained.term, outcomes)}"


def impossible(codebook: Codebook, explained: Explained, outcomes: Sequence[str]) -> str:
    """That an outcome is excluded: `cooperation cannot rise`, `cooperation cannot be high`."""
    return f"{explained.term} cannot {_verbs(codebook, explained, outcomes)}"


def unexpected(codebook: Codebook, explained: Explained, outcomes: Sequence[str]) -> str:
    return f"{explained.term} is not expected to {_verbs(codebook, explained, outcomes)}"


def _verbs(codebook: Codebook, explained: Explained, outcomes: Sequence[str]) -> str:
    if explained.change:
        return listed((_VERBS[o] for o in outcomes), "or")
    return "be " + values_words(codebook, explained.term, outcomes)


def law(theory: Theory, label: str) -> str:
    """A proposition by its id and name, an exhaustive statement by what it claims."""
    for proposition in theory.propositions:
        if proposition.id == label:
            usually = "" if proposition.strict else ", usually"
            return f"{label} ({proposition.name}{usually})" if proposition.name else label + (usually and " (usually)")
    if label == "scope":
        return "its scope"
    return claim_words(label)


def law_in_full(theory: Theory, label: str, logic: bool) -> list[str]:
    """A proposition with its claim and place, and on request its rule; the first line, then those below it."""
    for proposition in theory.propositions:
        if proposition.id == label:
            kind = proposition.role if proposition.strict else f"{proposition.role}, usually"
            says = proposition.claim or " ".join(proposition.rule.text.split())
            first = f"{label}{' ' + proposition.name if proposition.name else ''} ({kind}): {says}"
            return [first + _place(str(proposition.location)), *(_rule(proposition.rule) if logic else [])]
    if label == "scope" and theory.scope is not None:
        first = f"the scope, which the codings leave open: {' '.join(theory.scope.text.split())}"
        return [first, *(_rule(theory.scope) if logic else [])]
    statement = next(s for s in theory.exhaustive if s.label == label)
    named = list(dict.fromkeys(p.id for p, _, _ in causes_named(theory.propositions, statement, theory.codebook)))
    first = f"{label}: the causes that {listed(named)} {'names' if len(named) == 1 else 'name'} are all there are"
    return [first + _place(str(statement.location)), *(_completeness(theory, statement) if logic else [])]


def _completeness(theory: Theory, statement: Statement) -> list[str]:
    """What an exhaustive statement says, with the causes that the theory names."""
    says = " ".join(statement.rule.text.split())
    lines = [f"rule: if {says}, then the condition of one of these holds, and what follows from it, behind the arrow, "
             "leaves no other outcome"]
    return lines + [f"cause {p.id}: {symbols(Implies(condition, effect))}"
                    for p, condition, effect in causes_named(theory.propositions, statement, theory.codebook)]


def _rule(rule: Rule) -> list[str]:
    return ["rule: " + " ".join(rule.text.split()), "logic: " + symbols(rule.formula)]


def _place(location: str) -> str:
    return f" [{location}]" if location else ""


def coded(case: Case, reason: Reason, term: Term, judged: str) -> str:
    """A coding with its confidence, its first evidence and its place."""
    coding = case.coding(term, reason.period)
    where = "" if reason.period_id == judged else f" in {reason.period_id}"
    words = f"{term} is coded {listed(reason.values, 'or')}{where}{confidence(coding)}"
    if coding.evidence:
        first = coding.evidence[0]
        source = ", ".join(part for part in (first.source, first.locator) if part)
        more = f" (and {len(coding.evidence) - 1} more)" if len(coding.evidence) > 1 else ""
        words += f"; {source}: {first.says.rstrip('.')}{more}" if first.says else f"; {source}{more}"
    return words + _place(str(coding.location))


def confidence(coding: Coding) -> str:
    """` at 0.8`, where less than certain."""
    if not coding.confidence:
        return ""
    sure = sum(coding.confidence.get(v, 0) for v in coding.values)
    return f" at {float(sure):g}" if sure != 1 else ""


def term_named(codebook: Codebook, text: str) -> Term:
    """The term that a reason names."""
    return next(term for term in codebook.terms() if str(term) == text)


def counted(number: int, one: str, many: str = "") -> str:
    """`1 period`, `2 periods`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def joined(sentences: Iterable[str]) -> str:
    return " ".join(s for s in sentences if s)
