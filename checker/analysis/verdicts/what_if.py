"""A case judged as it stands or under a what-if: a reading, other codings, an indicator, propositions given up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checker.analysis.verdicts.judgement import CaseResult, SetAside
from checker.analysis.verdicts.overview import Overview, overview
from checker.analysis.verdicts.trial import Trial
from checker.logic.formula import Term
from checker.logic.grammar import RuleSyntaxError, parse_term
from checker.problems import COMMAND_LINE, InvalidStudy, Location, Problem, did_you_mean, refused
from checker.study.calibration import set_aside, under_indicator
from checker.study.case import Case, Coding
from checker.study.evidence import before_onset, citations, without_source
from checker.study.theory import Theory
from checker.study.vocabulary import coded_term_fault, unbound_fault, value_fault


@dataclass(frozen=True)
class Variant:
    """What is asked beside the files; `changes` are texts `PERIOD:TERM=VALUE`.

    `without` names propositions and exhaustive statements, of every theory that has one of this name, or as
    `THEORY:NAME` of that theory alone.
    """

    periods: tuple[str, ...] = ()
    indicator: str | None = None
    before_onset: bool = False
    changes: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    reading: str | None = None

    def given_up(self, theory: Theory) -> tuple[str, ...]:
        """The labels of a theory that are given up."""
        of_one = [label.partition(":") for label in self.without]
        own = (rest.strip() for name, _, rest in of_one if rest and _is_called(theory, name))
        return tuple(dict.fromkeys([*self.without, *own]))

    def said(self, theories: Sequence[Theory] = ()) -> tuple[str, ...]:
        """What this run changes about the codings, in words; a name that unrelated propositions bear, with whose."""
        homes = {
            label: dict.fromkeys(p.theory or t.name for t in theories for p in t.propositions if p.id == label)
            for label in self.without
        }
        return (
            *([f"judges by the reading {self.reading}"] if self.reading is not None else []),
            *(f"sets {change}" for change in self.changes),
            *(f"treats as missing what rests on {key} alone" for key in self.sources),
            *(["treats as missing what rests on later evidence alone"] if self.before_onset else []),
            *([f"reads the outcome by the indicator {self.indicator}"] if self.indicator is not None else []),
            *(
                f"gives up {label}" + (f" (of {' and of '.join(homes[label])})" if len(homes[label]) > 1 else "")
                for label in self.without
            ),
        )


def _is_called(theory: Theory, name: str) -> bool:
    """Whether this is the theory's name or title, whatever its capitals."""
    return name.strip().casefold() in (theory.name.casefold(), theory.heading.casefold())


def judged(case: Case, theories: Sequence[Theory], variant: Variant) -> Overview:
    """The overview of a case under a variant; raises InvalidStudy where the variant names what is not there."""
    problems = list(_unknown(case, theories, variant))
    if variant.reading is not None and variant.reading in case.readings:
        case = case.read_by(variant.reading)
    problems += _uncited(case, variant.sources)
    changes: dict[tuple[Term, int], Coding] = {}
    for change in variant.changes:
        try:
            for place, coding in _change(case, change).items():
                if changes.setdefault(place, coding) != coding:
                    problems.append(
                        Problem(
                            Location(COMMAND_LINE),
                            "given-twice",
                            f"`--set {change}` sets anew what another `--set` has set",
                            "leave out one of the two, or join values with `|`",
                        )
                    )
        except InvalidStudy as error:
            problems += error.problems
    if problems:
        raise InvalidStudy(problems)
    shown = case
    if variant.before_onset:
        shown = before_onset(shown, tuple(dict.fromkeys(e.term for t in theories for e in t.explains)))
    shown = resting_on_others(shown, variant.sources)
    aside: list[SetAside] = []
    if variant.indicator is not None:
        for term, indicators in case.indicators.items():
            if variant.indicator in indicators:
                shown = under_indicator(shown, term, variant.indicator)
                aside += _aside(theories, case, indicators[variant.indicator].name, term)
    shown = shown.recoded(changes)
    numbers = [n for n in range(1, case.last + 1) if not variant.periods or case.period(n).id in variant.periods]
    trials = [
        Trial(theory, shown, [*variant.given_up(theory), *(each.label for each in aside if each.theory is theory)])
        for theory in theories
    ]
    result = CaseResult(
        shown,
        tuple(record for trial in trials for record in trial.records(numbers)),
        tuple(aside),
        reading=variant.reading,
    )
    return overview(result, trials, indicators=variant.indicator is None)


def resting_on_others(case: Case, sources: Sequence[str]) -> Case:
    """The case in which what rests on one of the sources alone is missing; raises InvalidStudy for an uncited key."""
    problems = list(_uncited(case, sources))
    if problems:
        raise InvalidStudy(problems)
    for key in sources:
        case = without_source(case, key)
    return case


def _uncited(case: Case, sources: Sequence[str]) -> Iterable[Problem]:
    cited = list(dict.fromkeys((*citations(case), *(s.source for s in case.series.values() if s.source))))
    for key in sources:
        if key not in cited:
            yield Problem(
                Location(COMMAND_LINE),
                "unknown-source",
                f"no coding or series of {case.name} rests on `{key}`",
                did_you_mean(key, cited),
            )


def _aside(theories: Sequence[Theory], case: Case, indicator: str, term: Term) -> list[SetAside]:
    reason = (
        f"its terms are calibrated from the series of the indicator {indicator}, which would explain a thing by itself"
    )
    chosen = case.indicators[term][indicator]
    return [SetAside(theory, label, reason) for theory in theories for label in set_aside(theory, case, chosen)]


def _unknown(case: Case, theories: Sequence[Theory], variant: Variant) -> Iterable[Problem]:
    asked = Location(COMMAND_LINE)
    ids = [period.id for period in case.periods]
    for name in variant.periods:
        if name not in ids:
            yield Problem(asked, "unknown-period", f"{case.name} has no period `{name}`", did_you_mean(name, ids))
    indicators = [name for named in case.indicators.values() for name in named]
    if variant.indicator is not None and variant.indicator not in indicators:
        yield Problem(
            asked,
            "unknown-indicator",
            f"{case.name} has no indicator `{variant.indicator}`",
            did_you_mean(variant.indicator, indicators, "" if indicators else "the case declares none"),
        )
    if variant.reading is not None and variant.reading not in case.readings:
        yield Problem(
            asked,
            "unknown-reading",
            f"{case.name} has no reading `{variant.reading}`",
            did_you_mean(variant.reading, case.readings, "" if case.readings else "the case declares none"),
        )
    own = {t.name: [*(p.id for p in t.propositions), *(s.label for s in t.exhaustive)] for t in theories}
    labels = dict.fromkeys(label for of_theory in own.values() for label in of_theory)
    for label in variant.without:
        name, _, rest = label.partition(":")
        if label not in labels and not any(_is_called(t, name) and rest.strip() in own[t.name] for t in theories):
            yield Problem(
                asked,
                "unknown-proposition",
                f"no theory here has the proposition `{label}`",
                did_you_mean(label, labels),
            )


def _change(case: Case, text: str) -> dict[tuple[Term, int], Coding]:
    """`PERIOD:TERM=VALUE` as a coding; VALUE may be `missing` or several values joined by `|`."""
    asked = Location(COMMAND_LINE)
    place, equals, said = text.partition("=")
    period, colon, name = place.partition(":")
    if not (equals and colon and said.strip()):
        raise refused(
            asked,
            "malformed-option",
            f"`--set {text}` is not of the form PERIOD:TERM=VALUE",
            "for example --set rise:cooperation=high",
        )
    ids = [case.period(n).id for n in range(case.first, case.last + 1)]
    number = case.number_of(period.strip())
    if number is None:
        raise refused(asked, "unknown-period", f"{case.name} has no period `{period}`", did_you_mean(period, ids))
    try:
        term = parse_term(name)
    except RuleSyntaxError as error:
        raise refused(asked, "not-a-term", f"`{name.strip()}` is not a term: {error.message}", error.hint) from None
    fault = coded_term_fault(term, case.codebook) or unbound_fault(term, case.roles)
    if fault is not None:
        raise refused(asked, fault.code, fault.message, fault.hint)
    variable = case.codebook.variables[term.variable]
    chosen = () if said.strip() == "missing" else tuple(part.strip() for part in said.split("|"))
    for value in chosen:
        fault = value_fault(value, variable, case.codebook)
        if fault is not None:
            raise refused(asked, fault.code, fault.message, fault.hint)
    values = tuple(value for value in variable.values if value in chosen)
    return {(term, number): Coding(values, origin="set", note="set for this run")}
