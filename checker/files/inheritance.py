"""A theory file and the theories it extends -> Theory (semantics.md, sections 1 and 3; files.md)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.files.declarations import MAX_PROPOSITIONS
from checker.files.fields import problem_at
from checker.files.marked_yaml import Scalar
from checker.files.places import problem_in
from checker.files.theory_file import TheoryFile
from checker.logic.formula import And, Formula, Once, Previously, Term, children, terms_of_atom
from checker.logic.rewriting import quantifier_free, terms
from checker.problems import Problem, did_you_mean
from checker.study.causes import causes_named
from checker.study.codebook import Codebook
from checker.study.theory import Proposition, Rule, Statement, Theory

Parents = Sequence[tuple[Scalar, Theory]]


def with_inheritance(own: TheoryFile, codebook: Codebook, parents: Parents, problems: list[Problem],
                     is_complete: bool = True) -> Theory:
    """The theory with all it inherits; parents come first, a proposition reached twice counts once.

    Not complete: some proposition could not be read, and what would hang on it is not held against the file.
    """
    strangers = []
    for scalar, parent in parents:
        difference = codebook.difference(parent.codebook)
        if difference:
            not_ours = f", not `{codebook.name}`" if parent.codebook.name != codebook.name else ""
            problems.append(problem_at(scalar, f"`{parent.name}` uses another codebook: {difference}{not_ours}",
                                       "let both name the same codebook"))
            strangers.append(parent)
    if strangers:
        # Their rules say nothing in this vocabulary, and what would hang on them is not held against the file.
        parents, is_complete = [(scalar, parent) for scalar, parent in parents if parent not in strangers], False
    propositions = _propositions(own, parents, problems, is_complete)
    statements = _statements(own, parents)
    scope = own.scope[0] if own.scope else _conjunction([parent.scope for _, parent in parents if parent.scope])
    references = {key: entry for _, parent in parents for key, entry in parent.references.items()}
    theory = Theory(
        name=own.name, codebook=codebook, explains=own.explains, propositions=propositions, scope=scope,
        exhaustive=tuple(statement for statement, _ in statements), title=own.root.text("title"),
        description=own.root.text("description"), benchmark=own.root.text("benchmark") == "true",
        built_on=tuple(scalar.text for scalar in own.root.scalars("built_on")),
        extends=tuple(parent.name for _, parent in parents),
        references=references | dict(own.sources.references or {}), location=own.location)
    if own.explains:
        if is_complete:
            problems += _statement_problems(theory, statements, own)
        problems += _scope_problems(theory, own, parents)
    return theory


def _propositions(own: TheoryFile, parents: Parents, problems: list[Problem],
                  is_complete: bool) -> tuple[Proposition, ...]:
    inherited: dict[str, Proposition] = {}
    dropped = {scalar.text for scalar in own.drop}
    known: dict[str, None] = {}
    for scalar, parent in parents:
        for proposition in parent.propositions:
            known[proposition.id] = None
            if proposition.id in dropped:
                continue
            first = inherited.setdefault(proposition.id, proposition)
            if first.location != proposition.location:
                problems.append(problem_at(
                    scalar,
                    f"`{proposition.id}` names one proposition in {first.theory} and another in {proposition.theory}",
                    f"rename one of the two, or leave it out: `drop: [{proposition.id}]`"))
    for scalar in own.drop:
        if scalar.text not in known and is_complete:
            without = "`drop` leaves out propositions of the theories in `extends`"
            hint = did_you_mean(scalar.text, known) if known else without
            problems.append(problem_at(scalar, f"no inherited proposition has the id `{scalar.text}`", hint))
    for proposition in own.propositions:
        if proposition.id in inherited:
            problems.append(problem_at(own.ids[proposition.id],
                                       f"the id `{proposition.id}` is that of a proposition inherited from "
                                       f"{inherited[proposition.id].theory}",
                                       f"use another id, or leave the inherited one out: `drop: [{proposition.id}]`"))
    everything = (*inherited.values(), *(p for p in own.propositions if p.id not in inherited))
    if len(everything) > MAX_PROPOSITIONS:
        problems.append(problem_at(own.root, f"the theory has {len(everything):,} propositions, with those inherited; "
                                   f"the limit is {MAX_PROPOSITIONS:,}", "leave some out"))
    return everything[:MAX_PROPOSITIONS]


def _statements(own: TheoryFile, parents: Parents) -> list[tuple[Statement, Scalar]]:
    """Inherited and own exhaustive statements, each once, with the place to point at."""
    found: dict[Formula, tuple[Statement, Scalar]] = {}
    for scalar, parent in parents:
        for statement in parent.exhaustive:
            found.setdefault(statement.rule.formula, (statement, scalar))
    for statement, scalar in own.exhaustive:
        formula = statement.rule.formula
        found[formula] = (found[formula][0] if formula in found else statement, scalar)
    return list(found.values())


def _conjunction(scopes: list[Rule]) -> Rule | None:
    different = list({scope.formula: scope for scope in scopes}.values())
    if len(different) < 2:
        return different[0] if different else None
    return Rule(" and ".join(f"({scope.text})" for scope in different),
                And(tuple(scope.formula for scope in different)))


def _statement_problems(theory: Theory, statements: list[tuple[Statement, Scalar]],
                        own: TheoryFile) -> Iterator[Problem]:
    own_scalars = [scalar for _, scalar in own.exhaustive]
    for statement, scalar in statements:
        term = statement.term
        # A parent's statement is shown at the `extends` through which it comes.
        inherited = "" if scalar in own_scalars else f" (inherited: `{statement.rule.text}`)"
        if term not in theory.explained_terms and not theory.codebook.is_theoretical(term):
            yield problem_at(scalar, f"`{term}` is neither explained by {theory.name} nor theoretical, "
                             f"so the theory cannot name all its causes{inherited}",
                             f"explain `{term}` as well, or extend another theory" if inherited else
                             f"explain `{term}`, or leave the statement out")
        elif not causes_named(theory.propositions, statement, theory.codebook):
            yield problem_at(scalar, f"nothing in this theory causes `{statement.rule.text}`",
                             "add a rule `if ... then` from which it follows; `only if` states a necessary condition, "
                             "not a cause")


def terms_now(formula: Formula) -> Iterator[Term]:
    """The terms of a quantifier-free formula that are named in its own period, in reading order."""
    if isinstance(formula, (Previously, Once)):
        return
    yield from terms_of_atom(formula)
    for part in children(formula):
        yield from terms_now(part)


def _scope_problems(theory: Theory, own: TheoryFile, parents: Parents) -> Iterator[Problem]:
    """A scope speaks of observable terms, and of explained ones only behind `previously` or `once`."""
    inherited = [(parent.scope, scalar) for scalar, parent in parents if parent.scope]
    for rule, scalar in [own.scope] if own.scope else inherited:
        formula = quantifier_free(rule.formula)
        wrong = [(term, "is theoretical: a scope speaks of what can be observed", "write the scope in observable terms")
                 for term in terms(formula) if theory.codebook.is_theoretical(term)]
        wrong += [(term, "is what the theory explains: a scope cannot ask for it in the period itself",
                   f"write `previously ({term} ...)`, or leave it out")
                  for term in terms_now(formula) if term in theory.explained_terms]
        for term, what, hint in wrong:
            if own.scope:
                yield problem_in(scalar, term.at, f"`{term}` {what}", hint, rule.text)
            else:
                yield problem_at(scalar, f"in the inherited scope `{term}` {what}",
                                 "give this theory a scope of its own")
