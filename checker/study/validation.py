"""What can be wrong with a study that has been read: a flat list of checks, each a pure function.

Files are checked here for what needs no text: the order of periods, series and cut points, the
evidence, theories against cases. Names, terms and values are checked where they are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from checker.logic.formula import Formula, Iff, Implies, Not, Term, subformulas, terms_of_atom
from checker.logic.printing import text
from checker.logic.rewriting import implications, lookback, mentions_now, quantifier_free, terms
from checker.problems import Location, Problem, did_you_mean
from checker.study.case import Calibration, Case, Coding, Period
from checker.study.causes import forced_without_cause
from checker.study.codebook import Codebook
from checker.study.evidence import after_onset, citations, not_independent, numbered
from checker.study.theory import Proposition, Theory
from checker.study.vocabulary import unbound_fault

FEW = 3
"""So many terms that are missing without a word are warned of one by one; more are one warning for the period."""


def _error(place: Location, message: str, hint: str) -> Problem:
    return Problem(place, message, hint)


def _warning(place: Location, message: str, hint: str) -> Problem:
    return Problem(place, message, hint, "warning")


def values_have_decision_rules(codebook: Codebook) -> Iterator[Problem]:
    """An observable variable says for every value when it is to be given."""
    for variable in codebook.variables.values():
        bare = [value for value in variable.values if value not in variable.coding]
        if bare and not variable.theoretical:
            yield _warning(
                variable.location,
                f"`{variable.name}` has no decision rule for {_listed(bare)}",
                "add under `coding:` when a coder gives the value",
            )


def theories_say_something(theory: Theory) -> Iterator[Problem]:
    """A theory has a proposition."""
    if not theory.propositions:
        yield _warning(
            theory.location,
            f"{theory.name} has no propositions: it is silent on everything",
            "add propositions, or extend a theory that has some",
        )


def theoretical_variables_are_defined(theory: Theory) -> Iterator[Problem]:
    """A theoretical variable that a theory uses stands in one of its definitions."""
    defined: set[str] = set()
    first: dict[str, Proposition] = {}
    for proposition in theory.propositions:
        for part in subformulas(proposition.rule.formula):
            for term in terms_of_atom(part):
                first.setdefault(term.variable, proposition)
                if proposition.is_definition:
                    defined.add(term.variable)
    for name, proposition in first.items():
        if theory.codebook.variables[name].theoretical and name not in defined:
            yield _warning(
                proposition.location,
                f"`{name}` is theoretical, but no definition of {theory.name} fixes it",
                "add a proposition with `role: definition` for it",
            )


def periods_run_forward(case: Case) -> Iterator[Problem]:
    """No period ends before it begins, overlaps an earlier one or comes before it."""
    earlier: Period | None = None
    for _, period in numbered(case):
        if period.years is None:
            continue
        begin, end = period.years
        if end < begin:
            yield _error(
                period.location,
                f"the period `{period.id}` ends in {end}, before it begins in {begin}",
                f"write `years: [{end}, {begin}]`, or correct the years",
            )
            continue
        if earlier is not None and earlier.years is not None:
            if end < earlier.years[0]:
                yield _error(
                    period.location,
                    f"the period `{period.id}` ({begin}-{end}) comes after `{earlier.id}` "
                    f"({earlier.years[0]}-{earlier.years[1]}) but lies before it",
                    "put the periods in the order of time",
                )
            elif begin <= earlier.years[1]:
                yield _error(
                    period.location,
                    f"the period `{period.id}` ({begin}-{end}) overlaps `{earlier.id}` "
                    f"({earlier.years[0]}-{earlier.years[1]})",
                    "let each year belong to one period",
                )
        earlier = period


def onsets_lie_in_their_periods(case: Case) -> Iterator[Problem]:
    """The onset of a period's outcome lies within its years."""
    for _, period in numbered(case):
        if period.years and period.onset and not period.years[0] <= int(period.onset[:4]) <= period.years[1]:
            yield _warning(
                period.location,
                f"the onset {period.onset} of `{period.id}` lies outside its years {period.years[0]}-{period.years[1]}",
                "correct the onset or the years",
            )


def indicators_speak_of_periods(case: Case) -> Iterator[Problem]:
    """An indicator codes periods that exist."""
    ids = [period.id for _, period in numbered(case)]
    for indicators in case.indicators.values():
        for indicator in indicators.values():
            for period_id, coding in indicator.codings.items():
                if period_id == "baseline" and case.baseline is None:
                    yield _error(coding.location, "the case has no baseline to code", "add `baseline:` to the case")
                elif period_id not in ids:
                    yield _error(coding.location, f"there is no period `{period_id}`", did_you_mean(period_id, ids))


def calibrations_can_be_made(case: Case) -> Iterator[Problem]:
    """A calibration names a series, and its cut points rise with the values above the lowest."""
    for term, calibration in _calibrations(case):
        values = case.codebook.values(term)
        cuts = calibration.at_least
        if calibration.series not in case.series:
            hint = did_you_mean(calibration.series, case.series) if case.series else "add the series under `series:`"
            yield _error(calibration.location, f"there is no series `{calibration.series}`", hint)
        if not cuts:
            yield _error(
                calibration.location,
                f"the calibration of `{term}` has no cut points",
                f"add `at_least: {{{values[-1]}: ...}}`",
            )
        for (lower, low), (higher, high) in pairwise(cuts):
            if high <= low:
                yield _error(
                    calibration.location,
                    f"the cut point of `{higher}` is not above that of `{lower}`",
                    f"let the cut points rise in the order of the values: {', '.join(values)}",
                )
        if cuts and cuts[0][0] == values[0]:
            yield _error(
                calibration.location,
                f"`{values[0]}` is the lowest value and takes no cut point",
                "delete it: it is given below the first cut point",
            )


def calibrated_terms_are_not_coded(case: Case) -> Iterator[Problem]:
    """A term is coded or calibrated, not both."""
    for codings in _tables(case):
        for term, coding in codings.items():
            if term in case.calibrations and coding.origin == "coded":
                yield _error(
                    coding.location, f"`{term}` is both coded and calibrated", "delete the coding, or the calibration"
                )


def coded_roles_are_bound(case: Case) -> Iterator[Problem]:
    """A coded term speaks of roles that the case binds to actors."""
    readings = (reading.codings.items() for reading in case.readings.values())
    for term, coding in (
        *(each for codings in _tables(case) for each in codings.items()),
        *((term, coding) for codings in readings for (term, _), coding in codings),
    ):
        fault = unbound_fault(term, case.roles)
        if fault is not None:
            yield _error(coding.location, fault.message, fault.hint)


def codings_have_evidence(case: Case) -> Iterator[Problem]:
    """Every coding rests on evidence; a missing one, or one for all periods, at least on a note."""
    for _, period in numbered(case):
        bare = {
            term: coding
            for term, coding in period.codings.items()
            if coding.origin == "coded" and not coding.evidence and (coding.values or not coding.note)
        }
        yield from _bare(bare, f" in `{period.id}`", period.location)
    bare = {term: coding for term, coding in case.throughout.items() if not coding.evidence and not coding.note}
    first = next(iter(bare.values()), None)
    yield from _bare(bare, " throughout", first.location if first else case.location)


def _bare(codings: Mapping[Term, Coding], where: str, place: Location) -> Iterator[Problem]:
    """Codings without evidence, one by one; many that are only missing, as in a case not yet filled in, at once."""
    missing = [term for term, coding in codings.items() if not coding.values]
    if len(missing) > FEW:
        named = _listed(str(term) for term in missing[:FEW])
        yield _warning(
            place,
            f"{len(missing)} terms are missing{where} without a word why: {named} and {len(missing) - FEW} more",
            "code them, or add a `note:` to each that says where you looked",
        )
    for term, coding in codings.items():
        if coding.values or len(missing) <= FEW:
            yield _without_evidence(term, coding, where)


def _without_evidence(term: Term, coding: Coding, where: str) -> Problem:
    if not coding.values:
        return _warning(
            coding.location,
            f"`{term}` is missing{where} without a word why",
            "add a `note:` that says where you looked",
        )
    return _warning(
        coding.location,
        f"`{term}`{where} is coded without evidence",
        "add `evidence:` with source, locator and a paraphrase",
    )


def periods_are_cut_by_the_outcome(case: Case) -> Iterator[Problem]:
    """Periods cut by the outcome make conditions that do not change look as if they could explain it."""
    if case.periods_from == "outcome":
        yield _warning(
            case.location,
            "the periods were cut by the outcome: a condition that moved within one cannot be seen to",
            "try `conditions` or `calendar` periods as a check",
        )


CODEBOOK_CHECKS: tuple[Callable[[Codebook], Iterator[Problem]], ...] = (values_have_decision_rules,)
THEORY_CHECKS: tuple[Callable[[Theory], Iterator[Problem]], ...] = (theoretical_variables_are_defined,)


def clues_can_be_tested(case: Case) -> Iterator[Problem]:
    """An event marked as a clue falls in a period in which its condition can be read, about actors that there are."""
    # Where a period's years are missing or turned round, that is said, and no date can be placed.
    placed = all(period.years is not None and period.years[0] <= period.years[1] for period in case.periods)
    for event in case.events:
        if event.clue is None or not event.date:
            continue
        number = case.number_at(event.date)
        formula = quantifier_free(event.clue.formula)
        unbound = [role for term in terms(formula) for role in term.arguments if role not in case.roles]
        if number is None:
            if placed:
                yield _error(
                    event.location,
                    f"the clue is dated {event.date}, which lies in no period",
                    "correct the date, or give the period that it falls in its `years:`",
                )
        elif number - lookback(formula) < case.first:
            yield _error(
                event.location,
                f"the clue `{event.clue.text}` looks before the first period",
                "write it about the period of the event alone",
            )
        elif unbound:
            yield _error(
                event.location,
                f"the clue `{event.clue.text}` speaks of `{unbound[0]}`, and the case names no such actor",
                f"add `{unbound[0]}:` under `roles:`, or delete the clue",
            )


CASE_CHECKS: tuple[Callable[[Case], Iterator[Problem]], ...] = (
    periods_run_forward,
    onsets_lie_in_their_periods,
    indicators_speak_of_periods,
    calibrations_can_be_made,
    calibrated_terms_are_not_coded,
    coded_roles_are_bound,
    codings_have_evidence,
    periods_are_cut_by_the_outcome,
    clues_can_be_tested,
)


def causes_come_first(case: Case, theories: Sequence[Theory]) -> Iterator[Problem]:
    """A condition has some evidence from before the outcome set in."""
    used = _used_variables(theories)
    for term, number in after_onset(case, _outcomes(case, theories)):
        period = case.period(number)
        if term.variable in used or not theories:
            yield _warning(
                period.codings[term].location,
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
            yield _warning(
                calibration.location if calibration else case.coding(term, number).location,
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
        cited = sum(bool(coding.evidence) for codings in _tables(case) for coding in codings.values())
        yield _warning(
            case.location,
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


def forced_effects_have_causes(theory: Theory) -> Iterator[Problem]:
    """No law forces by itself what the theory claims to explain exhaustively where nothing that it names causes it."""
    for statement in theory.exhaustive:
        for law, now, world in forced_without_cause(theory.propositions, statement, theory.codebook):
            where = f" (where {_world(world, now)})" if world else ""
            yield _warning(
                law.location,
                f"`{law.id}` can demand `{statement.rule.text}`{where} when no cause of it that the theory "
                "names is there: the theory is then incoherent, as after an earlier misfit",
                f"{_as_cause(law, statement.term)}, or leave out `{statement.label}`",
            )


def _world(world: Mapping[tuple[Term, int], str], now: int) -> str:
    def when(period: int) -> str:
        return "is" if period == now else "was" if period == now - 1 else f"{now - period} periods before was"

    return " and ".join(
        f"`{term}` {when(period)} {value}"
        for (term, period), value in sorted(world.items(), key=lambda each: each[0][1])
    )


def _as_cause(law: Proposition, term: Term) -> str:
    """The fix for a law that forces what it does not cause: a necessary condition is turned round."""
    for when, then in implications(law.rule.formula):
        if mentions_now(quantifier_free(when), term) and not mentions_now(quantifier_free(then), term):
            turned = text(Implies(_negated(then), _negated(when)))
            how = "add a rule" if isinstance(law.rule.formula, Iff) else "write the rule as"
            return f"{how} `{turned}`, so that the lack of what is necessary is a cause"
    return "name a cause of it there, in a rule `if ... then ...`"


def _negated(formula: Formula) -> Formula:
    return formula.operand if isinstance(formula, Not) else Not(formula)


def problems_of_codebook(codebook: Codebook) -> list[Problem]:
    return [problem for check in CODEBOOK_CHECKS for problem in check(codebook)]


def problems_of_theory(theory: Theory) -> list[Problem]:
    return [problem for check in THEORY_CHECKS for problem in check(theory)]


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


def _calibrations(case: Case) -> Iterator[tuple[Term, Calibration]]:
    yield from case.calibrations.items()
    for term, indicators in case.indicators.items():
        for indicator in indicators.values():
            if indicator.calibration is not None:
                yield term, indicator.calibration


def _tables(case: Case) -> Iterator[dict[Term, Coding]]:
    """The codings of the baseline, of `throughout` and of each period."""
    yield dict(case.throughout)
    for _, period in numbered(case):
        yield dict(period.codings)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)
