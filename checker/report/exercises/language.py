"""Rules and codings of an exercise in plain English, built from the formula, so that claim and rule cannot differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from checker.logic.formula import And, Change, Compare, Formula, Iff, Implies, Is, Not, Term
from checker.report.exercises.lexicon import CONDITIONS, OUTCOMES, Words
from checker.report.render.document import Block, heading, item
from checker.study.case import Case
from checker.study.theory import Proposition, Theory


class Language:
    """How an exercise speaks of its case's actors."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.codebook = case.codebook
        self.actors = {role: " and ".join(names) for role, names in case.roles.items()}

    @property
    def about(self) -> str:
        """What the exercise is about, as a question."""
        return OUTCOMES[self.codebook.name].about.format(**self.actors)

    def subject(self, term: Term) -> str:
        return self._filled(self._words(term).subject, term)

    def rule(self, term: Term, value: str) -> str:
        """When a coder gives the value."""
        return self._filled(self._words(term).rules[self.codebook.values(term).index(value)], term)

    def report(self, term: Term, value: str) -> str:
        """What a source reports where the value is right."""
        return self._filled(self._words(term).reports[self.codebook.values(term).index(value)], term)

    def clause(self, formula: Formula) -> str:
        """A rule or a part of one as a clause."""
        match formula:
            case Is(term, ("yes",)):
                return self._yes_no(term, True)
            case Not(Is(term, ("yes",))) | Is(term, ("no",)):
                return self._yes_no(term, False)
            case Is(term, (value,)):
                return f"{self.subject(term)} is {value}"
            case Compare(term, comparison, str() as value):
                return f"{self.subject(term)} is {comparison} {value}"
            case Change(term, direction):
                return f"{self.subject(term)} {'is steady' if direction == 'steady' else direction}"
            case Not(operand):
                return f"it is not so that {self.clause(operand)}"
            case And(operands):
                return " and ".join(map(self.clause, operands))
        raise TypeError(f"not a condition of an exercise: {formula!r}")

    def claim(self, proposition: Proposition) -> str:
        """A proposition as a sentence; a tendency begins with `Usually`."""
        said = self._sentence(proposition)
        if proposition.strict:
            return said[:1].upper() + said[1:] + "."
        return f"Usually: {said}."

    def _sentence(self, proposition: Proposition) -> str:
        match proposition.rule.formula:
            case Iff(left, right):
                return f"{self.clause(left)} exactly when {self.clause(right)}"
            case Implies(antecedent, consequent) if proposition.rule.text.startswith("if ") or (
                " is sufficient for " in proposition.rule.text
            ):
                return f"if {self.clause(antecedent)}, then {self.clause(consequent)}"
            case Implies(antecedent, consequent):
                return f"{self.clause(antecedent)} only if {self.clause(consequent)}"
        raise TypeError(f"not a proposition of an exercise: {proposition.rule.text}")

    def value(self, term: Term, value: str) -> str:
        """`pressure is heavy`, and in words what that means."""
        said = self.clause(Is(term, (value,))) if value in ("yes", "no") else self.subject(term)
        return f"{term} is {value} ({said})"

    def _yes_no(self, term: Term, holds: bool) -> str:
        clauses = self._words(term).clauses
        if clauses is None:
            raise TypeError(f"{term} is no yes/no variable")
        return self._filled(clauses[holds], term)

    def _words(self, term: Term) -> Words:
        story = OUTCOMES.get(term.variable)
        return CONDITIONS[term.variable] if story is None else story.words

    def _filled(self, words: str, term: Term) -> str:
        x = term.arguments[0] if term.arguments else "state"
        other = "state" if x == "partner" else "partner"
        return words.format(**self.actors, x=self.actors[x], other=self.actors[other])


def theory_blocks(language: Language, theory: Theory) -> list[Block]:
    """A theory's propositions, each with its claim and its rule."""
    blocks = [heading(theory.heading)]
    for proposition in theory.propositions:
        kind = "" if proposition.role == "core" else f" [{proposition.role}]"
        tendency = "" if proposition.strict else " [a tendency]"
        blocks += [
            item(f"{proposition.id}{kind}{tendency} {language.claim(proposition)}"),
            item(f"rule: {proposition.rule.text}", 1),
        ]
    if theory.scope is not None:
        blocks += [
            item(f"Scope: it claims to hold only where {language.clause(theory.scope.formula)}."),
            item(f"scope: {theory.scope.text}", 1),
        ]
    return blocks


def vocabulary(language: Language, theories: Iterable[Theory]) -> list[Block]:
    """The terms that the rules use, with their values."""
    spoken = dict.fromkeys(term for theory in theories for term in (*theory.explained_terms, *theory.terms))
    blocks = [heading("Words of the rules (values, lowest first)")]
    for term in language.codebook.terms():
        if term in spoken:
            fixed = "; fixed by the theory's definition, never coded" if language.codebook.is_theoretical(term) else ""
            blocks.append(
                item(f"{term}: {', '.join(language.codebook.values(term))} ({language.subject(term)}{fixed})")
            )
    return blocks


def known_blocks(language: Language, period: int = 1, hidden: Sequence[Term] = ()) -> Iterator[Block]:
    """What is coded in a period, the outcome last."""
    case = language.case
    outcome = Term(case.codebook.name)
    for term in (*(t for t in case.codebook.terms() if t != outcome), outcome):
        values = case.coding(term, period).values
        if values and term not in hidden:
            said = "what happened: " if term == outcome and period == 1 else ""
            yield item(said + language.value(term, values[0]))
