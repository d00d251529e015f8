"""What can be wrong with a study that has been read: theories against cases, and all checks together.

Only what needs no text of a file is checked here and in the modules beside it. Names, terms and values are checked
where they are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from checker.logic.formula import Term, subformulas, terms_of_atom
from checker.problems import Problem, warning
from checker.study.case import Case
from checker.study.case_checks import CASE_CHECKS, tables
from checker.study.codebook import Codebook
from checker.study.evidence import after_onset, citations, not_independent
from checker.study.theory import Theory
from checker.study.theory_checks import (
    forced_effects_have_causes,
    theoretical_variables_are_defined,
    theories_say_something,
    values_have_decision_rules,
)


def causes_come_first(case: Case, theories: Sequence[Theory]) -> Iterator[Problem]:
    """A condition has some evidence from before the outcome set in."""
    used = _used_variables(theories)
    for term, number in after_onset(case, _outcomes(case, theories)):
        period = case.period(number)
        if term.variable in used or not theories:
            yield warning(
                period.codings[term].location,
                "cause-after-effect",
                f"cause after effect? All evidence for `{term}` in `{period.id}` is dated after the onset, "
                f"{period.onset}",
                "add evidence from before it; `--before-onset` treats the coding as missing",
            )


def conditions_are_independent(case: Case, theories: Sequence[Theory]) -> Iterator[Problem]:
    """A condition rests on something that does not also code the outcome of the period."""
    used = _used_variables(theories)
    for term, number in not_independent(case, _outcomes(case, theories)):
        calibration = case.calibrations.get(term)
        if term.variable in used or not theories:
            yield warning(
                calibration.location if calibration else case.coding(term, number).location,
                "not-independent",
                f"not independent: `{term}` in `{case.period(number).id}` rests only on what also codes "
                "the outcome there",
                "add evidence from another source or passage",
            )


def no_source_defends_and_codes(case: Case, theories: Sequence[Theory]) -> Iterator[Problem]:
    """Most codings do not rest on a source that defends a theory built on the case."""
    counted = citations(case)
    most = max(counted, key=lambda key: counted[key], default="")
    defended = [
        theory.name
        for theory in theories
        if not set(case.names).isdisjoint(theory.built_on)
        and any(
            proposition.source is not None and proposition.source.key == most for proposition in theory.propositions
        )
    ]
    if defended:
        cited = sum(bool(coding.evidence) for codings in tables(case) for coding in codings.values())
        yield warning(
            case.location,
            "source-defends-theory",
            f"`{most}` carries {counted[most]} of {cited} codings that have evidence, "
            f"and it defends {' and '.join(defended)}, built on this case",
            "code from other sources what the author could have coded to suit the theory",
        )


STUDY_CHECKS: tuple[Callable[[Case, Sequence[Theory]], Iterator[Problem]], ...] = (
    causes_come_first,
    conditions_are_independent,
    no_source_defends_and_codes,
)


def _outcomes(case: Case, theories: Sequence[Theory]) -> tuple[Term, ...]:
    """What the theories explain; without theories, what the case has indicators of."""
    explained = dict.fromkeys(term for theory in theories for term in theory.explained_terms)
    return tuple(explained or case.indicators)


def _used_variables(theories: Sequence[Theory]) -> frozenset[str]:
    """The variables that the theories' rules and scopes speak of."""
    rules = [proposition.rule for theory in theories for proposition in theory.propositions]
    rules += [theory.scope for theory in theories if theory.scope is not None]
    parts = (part for rule in rules for part in subformulas(rule.formula))
    return frozenset(term.variable for part in parts for term in terms_of_atom(part))


def problems_of_codebook(codebook: Codebook) -> list[Problem]:
    return list(values_have_decision_rules(codebook))


def problems_of_theory(theory: Theory) -> list[Problem]:
    return list(theoretical_variables_are_defined(theory))


def problems_of_case(case: Case) -> list[Problem]:
    return [problem for check in CASE_CHECKS for problem in check(case)]


def problems_of_study(theories: Sequence[Theory], cases: Sequence[Case]) -> list[Problem]:
    """What is wrong with theories and cases taken together, where none has an error; warnings only."""
    # A theory that lost its propositions to their errors says something all the same: it is asked only here.
    # Nor can causes be missed before every proposition is read.
    alone = [
        problem
        for theory in theories
        for check in (theories_say_something, forced_effects_have_causes)
        for problem in check(theory)
    ]
    return alone + [problem for case in cases for check in STUDY_CHECKS for problem in check(case, theories)]
