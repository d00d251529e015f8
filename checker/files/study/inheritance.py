"""A theory file and the theories it extends -> Theory (semantics.md, sections 1 and 3; files.md)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.files.schema.declarations import MAX_PROPOSITIONS
from checker.files.study.theory_file import TheoryFile
from checker.files.yaml.nodes import Scalar
from checker.files.yaml.offsets import Problems, problem_at, problem_in
from checker.logic.formula import And, Formula, Once, Previously, Term, children, terms_of_atom
from checker.logic.grammar import RuleSyntaxError, parse
from checker.logic.rewriting import causes, implications, mentions_now, quantifier_free, terms
from checker.problems import Problem, closest, did_you_mean
from checker.study.causes import causes_named
from checker.study.codebook import Codebook
from checker.study.theory import Proposition, Rule, Statement, Theory

Parents = Sequence[tuple[Scalar, Theory]]
LABEL = "exhaustive:"


def with_inheritance(
    own: TheoryFile, codebook: Codebook, parents: Parents, problems: Problems, is_complete: bool = True
) -> Theory:
    """The theory with all it inherits; parents come first, a proposition reached twice counts once.

    Not complete: some proposition could not be read, and what would hang on it is not held against the file.
    """
    strangers = []
    for scalar, parent in parents:
        difference = codebook.difference(parent.codebook)
        if difference:
            not_ours = f", not `{codebook.name}`" if parent.codebook.name != codebook.name else ""
            problems.at(
                scalar,
                "other-vocabulary",
                f"`{parent.name}` uses another codebook: {difference}{not_ours}",
                "let both name the same codebook",
            )
            strangers.append(parent)
    if strangers:
        # Their rules say nothing in this vocabulary, and what would hang on them is not held against the file.
        parents, is_complete = [(scalar, parent) for scalar, parent in parents if parent not in strangers], False
    propositions = _propositions(own, parents, problems)
    if is_complete:
        problems += _drop_problems(own, parents)
    statements = _statements(own, parents)
    scope = own.scope[0] if own.scope else _conjunction([parent.scope for _, parent in parents if parent.scope])
    references = {key: entry for _, parent in parents for key, entry in parent.references.items()}
    theory = Theory(
        name=own.name,
        codebook=codebook,
        explains=own.explains,
        propositions=propositions,
        scope=scope,
        exhaustive=tuple(statement for statement, _ in statements),
        title=own.root.text("title"),
        description=own.root.text("description"),
        benchmark=own.root.text("benchmark") == "true",
        built_on=tuple(scalar.text for scalar in own.root.scalars("built_on")),
        extends=tuple(parent.name for _, parent in parents),
        references=references | dict(own.sources.references or {}),
        location=own.location,
    )
    if own.explains:
        if is_complete:
            problems += _statement_problems(theory, statements, own)
        problems += _scope_problems(theory, own, parents)
    return theory


def _propositions(own: TheoryFile, parents: Parents, problems: Problems) -> tuple[Proposition, ...]:
    inherited: dict[str, Proposition] = {}
    dropped = {scalar.text.strip() for scalar in own.drop}
    for scalar, parent in parents:
        for proposition in parent.propositions:
            if proposition.id in dropped:
                continue
            first = inherited.setdefault(proposition.id, proposition)
            if first.location != proposition.location:
                problems.at(
                    scalar,
                    "name-clash",
                    f"`{proposition.id}` names one proposition in {first.theory} and another in {proposition.theory}",
                    f"rename one of the two, or leave it out: `drop: [{proposition.id}]`",
                )
    for proposition in own.propositions:
        if proposition.id in inherited:
            problems.at(
                own.ids[proposition.id],
                "name-clash",
                f"the id `{proposition.id}` is that of a proposition inherited from {inherited[proposition.id].theory}",
                f"use another id, or leave the inherited one out: `drop: [{proposition.id}]`",
            )
    everything = (*inherited.values(), *(p for p in own.propositions if p.id not in inherited))
    if len(everything) > MAX_PROPOSITIONS:
        problems.at(
            own.root,
            "over-limit",
            f"the theory has {len(everything):,} propositions, with those inherited; the limit is {MAX_PROPOSITIONS:,}",
            "leave some out",
        )
    return everything[:MAX_PROPOSITIONS]


def _statements(own: TheoryFile, parents: Parents) -> list[tuple[Statement, Scalar]]:
    """Inherited and own exhaustive statements, each once, with the place to point at."""
    found: dict[Formula, tuple[Statement, Scalar]] = {}
    dropped = [_dropped_statement(scalar, own.codebook) for scalar in own.drop]
    for scalar, parent in parents:
        for statement in parent.exhaustive:
            if statement.rule.formula not in dropped:
                found.setdefault(statement.rule.formula, (statement, scalar))
    for statement, scalar in own.exhaustive:
        formula = statement.rule.formula
        found[formula] = (found[formula][0] if formula in found else statement, scalar)
    return list(found.values())


def _dropped_statement(scalar: Scalar, codebook: Codebook | None) -> Formula | None:
    """The statement that `exhaustive: S` leaves out, however it is spaced; None where it is a proposition's id."""
    said = scalar.text.strip()
    if codebook is None or not said.startswith(LABEL):
        return None
    try:
        return parse(said.removeprefix(LABEL), codebook.variables.__contains__)
    except RuleSyntaxError:
        return None


def _drop_problems(own: TheoryFile, parents: Parents) -> Iterator[Problem]:
    """What `drop` names and no parent has."""
    ids = dict.fromkeys(proposition.id for _, parent in parents for proposition in parent.propositions)
    statements = {s.rule.formula: s.rule.text for _, parent in parents for s in parent.exhaustive}
    without = "`drop` leaves out propositions and statements of the theories in `extends`"
    for scalar in own.drop:
        said = scalar.text.strip()
        if said.startswith(LABEL):
            if _dropped_statement(scalar, own.codebook) not in statements:
                close = closest(said.removeprefix(LABEL).strip(), statements.values())
                known = [f'`"{LABEL} {text}"`' for text in ([close] if close else statements.values())]
                yield problem_at(
                    scalar,
                    "unknown-statement",
                    f"no inherited statement is `{said}`",
                    f"did you mean {known[0]}?" if close else f"one of: {', '.join(known)}" if known else without,
                )
        elif said not in ids:
            yield problem_at(
                scalar,
                "unknown-proposition",
                f"no inherited proposition has the id `{said}`",
                did_you_mean(said, ids) if ids else without,
            )


def _conjunction(scopes: list[Rule]) -> Rule | None:
    different = list({scope.formula: scope for scope in scopes}.values())
    if len(different) < 2:
        return different[0] if different else None
    return Rule(
        " and ".join(f"({scope.text})" for scope in different), And(tuple(scope.formula for scope in different))
    )


def _statement_problems(
    theory: Theory, statements: list[tuple[Statement, Scalar]], own: TheoryFile
) -> Iterator[Problem]:
    own_scalars = [scalar for _, scalar in own.exhaustive]
    for statement, scalar in statements:
        term = statement.term
        # A parent's statement is shown at the `extends` through which it comes.
        inherited = "" if scalar in own_scalars else f" (inherited: `{statement.rule.text}`)"
        if term not in theory.explained_terms and not theory.codebook.is_theoretical(term):
            yield problem_at(
                scalar,
                "not-explained",
                f"`{term}` is neither explained by {theory.name} nor theoretical, "
                f"so the theory cannot name all its causes{inherited}",
                f'explain `{term}` as well, or leave the statement out: `drop: ["{statement.label}"]`'
                if inherited
                else f"explain `{term}`, or leave the statement out",
            )
        elif not causes_named(theory.propositions, statement, theory.codebook):
            way_out = f', or leave the statement out: `drop: ["{statement.label}"]`' if inherited else ""
            yield problem_at(
                scalar,
                "no-cause",
                f"nothing in this theory causes `{statement.rule.text}`",
                f"add a rule such as `if ... then {statement.rule.text}`{way_out}"
                + _no_causes(theory.propositions, statement),
            )


def _no_causes(propositions: Sequence[Proposition], statement: Statement) -> str:
    """Why propositions on the term of a statement name no cause of what it says."""
    term = statement.term
    powerless = [p.id for p in propositions if causes(p.rule.formula, term)]
    necessary = [
        p.id
        for p in propositions
        for when, then in implications(quantifier_free(p.rule.formula))
        if p.id not in powerless and mentions_now(when, term) and not mentions_now(then, term)
    ]
    return (f"; it never follows from {_named(powerless)}" if powerless else "") + (
        f"; {_named(necessary)} states a necessary condition, not a cause" if necessary else ""
    )


def _named(ids: Sequence[str]) -> str:
    shown = [f"`{each}`" for each in ids[:3]] + ([f"{len(ids) - 3} others"] if len(ids) > 3 else [])
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " or " + shown[-1]


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
        wrong = [
            (term, "is theoretical: a scope speaks of what can be observed", "write the scope in observable terms")
            for term in terms(formula)
            if theory.codebook.is_theoretical(term)
        ]
        wrong += [
            (
                term,
                "is what the theory explains: a scope cannot ask for it in the period itself",
                f"write `previously ({term} ...)`, or leave it out",
            )
            for term in terms_now(formula)
            if term in theory.explained_terms
        ]
        for term, what, hint in wrong:
            if own.scope:
                yield problem_in(scalar, term.at, "scope-term", f"`{term}` {what}", hint, rule.text)
            else:
                yield problem_at(
                    scalar,
                    "scope-term",
                    f"in the inherited scope `{term}` {what}",
                    "give this theory a scope of its own",
                )
