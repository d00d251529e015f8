"""Random studies are valid, small, the same for the same seed, and show every verdict."""

from __future__ import annotations

from checker.analysis.verdicts.judgement import VERDICTS
from checker.files.study.rules import is_one_atom, rule_findings
from checker.logic.formula import Formula, Once, Previously, Term, children, terms_of_atom
from checker.logic.grammar import parse
from checker.study.theory import Theory
from checker.study.validation import problems_of_case, problems_of_codebook, problems_of_theory
from tests.random_studies import MAX_WORLDS, random_study, tables
from tests.truth_table import causes, judge, term_of, written_out

STUDIES = [random_study(seed) for seed in range(400)]


def test_the_same_seed_gives_the_same_study() -> None:
    assert [random_study(seed) for seed in range(40)] == STUDIES[:40]


def test_every_rule_reads_as_the_formula_it_stands_for_and_keeps_to_the_codebook() -> None:
    for theory, _ in STUDIES:
        rules = [p.rule for p in theory.propositions] + [statement.rule for statement in theory.exhaustive]
        for rule in rules + ([theory.scope] if theory.scope else []):
            formula = parse(rule.text, theory.codebook.variables.__contains__)
            assert formula == rule.formula
            assert not list(rule_findings(formula, theory.codebook, rule.text)), rule.text


def test_no_study_has_an_error() -> None:
    for theory, case in STUDIES:
        problems = problems_of_codebook(theory.codebook) + problems_of_theory(theory) + problems_of_case(case)
        assert not [problem for problem in problems if problem.severity == "error"]


def test_scopes_see_no_outcome_and_nothing_theoretical() -> None:
    for theory, _ in STUDIES:
        if theory.scope is not None:
            scope = written_out(theory.scope.formula)
            assert sees_no_outcome(scope, theory)
            assert not any(theory.codebook.is_theoretical(term) for term in terms_of(scope))


def test_every_exhaustive_statement_is_one_atom_on_a_term_that_something_causes() -> None:
    for theory, _ in STUDIES:
        for statement in theory.exhaustive:
            term = term_of(statement)
            assert is_one_atom(statement.rule.formula) and causes(theory, statement)
            assert term in theory.explained_terms or theory.codebook.is_theoretical(term)


def test_truth_tables_stay_small() -> None:
    assert all(table.size() <= MAX_WORLDS for study in STUDIES for table in tables(*study))


def test_every_verdict_occurs_and_so_does_what_goes_with_it() -> None:
    judgements = [j for study in STUDIES for record in judge(*study) for j in record.judgements]
    assert {j.verdict for j in judgements} == set(VERDICTS) - {"unknown"}
    assert {j.scope for j in judgements} == {"holds", "fails", "assumed"}
    opened = [j for j in judgements if j.open]
    assert {len(j.settled_by or ()) for j in opened} >= {0, 1, 2}
    assert all((len(j.readings) > 1) == j.open for j in judgements)
    assert any(j.laws_alone for j in judgements) and any(j.laws_alone == () for j in judgements)
    assert any(j.expectation == () for j in judgements)
    assert any(j.without_exhaustive not in (None, j.probability) for j in judgements)
    assert any(j.leading.verdict not in (j.verdict, "open") for j in judgements)


def terms_of(formula: Formula) -> list[Term]:
    return [*terms_of_atom(formula), *(term for part in children(formula) for term in terms_of(part))]


def sees_no_outcome(formula: Formula, theory: Theory) -> bool:
    if isinstance(formula, (Previously, Once)):
        return True
    return not set(terms_of_atom(formula)) & set(theory.explained_terms) and all(
        sees_no_outcome(part, theory) for part in children(formula)
    )
