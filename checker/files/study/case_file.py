"""A case file -> Case."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from checker.files.schema.declarations import CASE, EVENT, YEAR
from checker.files.schema.shape import shape_problems
from checker.files.schema.suggestions import NOT_KNOWN, cut_off
from checker.files.study.citations import Sources
from checker.files.study.codings import number, read_coding, read_codings, read_date
from checker.files.study.readings import read_readings
from checker.files.study.rules import read_rule
from checker.files.study.terms import keyed_terms
from checker.files.yaml.nodes import Entries, Scalar
from checker.files.yaml.offsets import Problems, problem_at
from checker.logic.formula import Term
from checker.logic.rewriting import quantifier_free, terms
from checker.problems import Location, Problem, closest
from checker.study.case import SUMMARIES, Calibration, Case, Coding, Event, Indicator, Period, Series
from checker.study.codebook import Codebook
from checker.study.theory import Rule
from checker.study.vocabulary import declared_like, value_fault

_NOBODY = NOT_KNOWN | {"none", "no", "nobody", "no one", "missing"}
_NO_IDS = {"baseline": "the time before the first", "throughout": "all periods"}


def case_from(root: Entries, codebook: Codebook, sources: Sources) -> tuple[Case, list[Problem]]:
    """The case that a file states, before calibration, as far as it can be read, and what is wrong in it."""
    problems = Problems(shape_problems(root, CASE, "the file"))
    reader = CaseReader(codebook, sources, problems)
    baseline = None
    if "baseline" in root.keys:
        baseline = reader.period(root.entries("baseline"), "baseline", root.keys["baseline"].location)
    case = Case(
        name=root.text("case"),
        codebook=codebook,
        roles=reader.roles(root.entries("roles")),
        periods=reader.periods(root),
        baseline=baseline,
        throughout=reader.codings(root.entries("throughout")),
        title=root.text("title"),
        description=root.text("description"),
        periods_from=root.text("periods_from"),
        series=reader.series(root.entries("series")),
        calibrations=reader.calibrations(root.entries("calibrate")),
        indicators=reader.indicators(root.entries("indicators")),
        events=reader.events(root),
        references=dict(sources.references or {}),
        location=root.keys["case"].location if "case" in root.keys else root.location,
    )
    return replace(case, readings=read_readings(root.entries("readings"), case, sources, problems)), problems


class CaseReader:
    """The parts of a case file, read against its codebook and its references."""

    def __init__(self, codebook: Codebook, sources: Sources, problems: Problems) -> None:
        self.codebook = codebook
        self.sources = sources
        self.problems = problems

    def report(self, node: Scalar, code: str, message: str, hint: str) -> None:
        self.problems.at(node, code, message, hint)

    def roles(self, node: Entries) -> dict[str, tuple[str, ...]]:
        roles = {}
        for key, _ in node:
            role = key.text
            if role not in self.codebook.roles:
                self.report(
                    key,
                    "unknown-role",
                    f"`{role}` is no role of the codebook",
                    declared_like(role, self.codebook.roles),
                )
                role = closest(role, self.codebook.roles)
            for scalar in node.scalars(key.text):
                if re.fullmatch(r"\(.*\)", scalar.text.strip()) or scalar.text.strip().lower() in _NOBODY:
                    stands_for = f"`{scalar.text}` is taken for the name of the actor that is the {role}"
                    hint = f"write its name, or delete `{role}` where the case has no such actor"
                    self.problems.append(
                        replace(problem_at(scalar, "nobody-named", stands_for, hint), severity="warning")
                    )
            # A misspelt or empty role is bound all the same, so that its codings are not reported too.
            if role:
                roles[role] = tuple(dict.fromkeys(scalar.text.strip() for scalar in node.scalars(key.text)))
        return roles

    def periods(self, root: Entries) -> tuple[Period, ...]:
        ids: dict[str, Scalar] = {}
        periods = []
        for node in root.items("periods"):
            if not isinstance(node, Entries):
                continue
            scalar = node.scalar("id")
            if scalar is not None and scalar.text in _NO_IDS:
                self.report(
                    scalar,
                    "reserved-name",
                    f"`{scalar.text}` cannot be the id of a period: it names {_NO_IDS[scalar.text]}",
                    "use another id",
                )
            elif scalar is not None and scalar.text in ids:
                self.report(
                    scalar,
                    "given-twice",
                    f"the id `{scalar.text}` is given twice; the first time in line {ids[scalar.text].line}",
                    "give each period an id of its own",
                )
            elif scalar is not None:
                ids[scalar.text] = scalar
            periods.append(self.period(node, scalar.text if scalar else "", (scalar or node).location))
        return tuple(periods)

    def period(self, node: Entries, period_id: str, place: Location) -> Period:
        return Period(
            period_id,
            node.text("label"),
            self.years(node),
            read_date(node, "onset", self.problems),
            node.text("note"),
            self.codings(node.entries("codings")),
            place,
        )

    def years(self, node: Entries) -> tuple[int, int] | None:
        scalars = node.scalars("years")
        if not 1 <= len(scalars) <= 2 or not all(re.fullmatch(YEAR.pattern, scalar.text.strip()) for scalar in scalars):
            return None
        return int(scalars[0].text), int(scalars[-1].text)

    def codings(self, node: Entries) -> dict[Term, Coding]:
        return read_codings(node, self.codebook, self.sources, self.problems)

    def series(self, node: Entries) -> dict[str, Series]:
        series = {}
        for key, value in node:
            if not isinstance(value, Entries):
                continue
            self.sources.check(value.scalar("source"), self.problems)
            numbers = {}
            for year, amount in value.entries("values"):
                exact = number(amount)
                if exact is not None and re.fullmatch(YEAR.pattern, year.text.strip()):
                    numbers[int(year.text)] = exact
            series[key.text] = Series(
                key.text,
                dict(sorted(numbers.items())),
                value.text("label"),
                value.text("unit"),
                value.text("source"),
                value.text("locator"),
                value.text("note"),
                key.location,
            )
        return series

    def calibrations(self, node: Entries) -> dict[Term, Calibration]:
        calibrations = {}
        for term, key in keyed_terms(node, self.codebook, self.problems):
            calibration = self.calibration(node.entries(key.text), term, key)
            if calibration is not None:
                calibrations[term] = calibration
        return calibrations

    def calibration(self, node: Entries, term: Term, key: Scalar) -> Calibration | None:
        variable = self.codebook.variables[term.variable]
        cuts = []
        for value, amount in node.entries("at_least"):
            fault = value_fault(value.text, variable, self.codebook)
            if fault is not None:
                self.report(value, fault.code, fault.message, fault.hint)
            exact = number(amount)
            if fault is None and exact is not None:
                cuts.append((value.text, exact))
        summary = next((known for known in SUMMARIES if known == node.text("summary")), None)
        if summary is None or not node.text("from"):
            return None
        source = node.scalar("from") or key
        cuts.sort(key=lambda cut: variable.values.index(cut[0]))
        return Calibration(node.text("from"), summary, tuple(cuts), source.location)

    def indicators(self, node: Entries) -> dict[Term, Mapping[str, Indicator]]:
        indicators: dict[Term, Mapping[str, Indicator]] = {}
        for term, key in keyed_terms(node, self.codebook, self.problems):
            named = {}
            for name, value in node.entries(key.text):
                if isinstance(value, Entries):
                    named[name.text] = self.indicator(name, value, term)
            indicators[term] = named
        return indicators

    def indicator(self, name: Scalar, node: Entries, term: Term) -> Indicator:
        if "from" in node.keys:
            return Indicator(name.text, {}, self.calibration(node, term, name), name.location)
        codings = {}
        for key, value in node:
            coding = read_coding(value, term, self.codebook, self.sources, key.location, self.problems)
            if coding is not None:
                codings[key.text] = coding
        return Indicator(name.text, codings, None, name.location)

    def events(self, root: Entries) -> tuple[Event, ...]:
        events = []
        for node in root.items("events"):
            if isinstance(node, Entries):
                self.sources.check(node.scalar("source"), self.problems)
                clue = None if cut_off(node, "clue", EVENT) else self.clue(node.scalar("clue"))
                events.append(
                    Event(
                        read_date(node, "date", self.problems),
                        node.text("what"),
                        node.text("source"),
                        node.text("locator"),
                        clue,
                        node.location,
                    )
                )
        return tuple(events)

    def clue(self, scalar: Scalar | None) -> Rule | None:
        """The condition that an event shows, in observable terms."""
        rule = read_rule(scalar, self.codebook, self.problems) if scalar is not None and not scalar.is_empty else None
        if scalar is None or rule is None:
            return None
        hidden = [term for term in terms(quantifier_free(rule.formula)) if self.codebook.is_theoretical(term)]
        for term in hidden:
            self.problems.within(
                scalar,
                term.at,
                "theoretical-term",
                f"`{term}` is theoretical: no event shows it",
                "write the clue in observable terms",
                rule.text,
            )
        return None if hidden else rule
