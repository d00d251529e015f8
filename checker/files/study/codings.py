"""Codings in a case file, short and long -> Coding."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from checker.files.schema.declarations import DATE, NUMBER, VALUE
from checker.files.schema.suggestions import MISSING, NOT_KNOWN
from checker.files.study.citations import Sources
from checker.files.study.terms import keyed_terms
from checker.files.yaml.nodes import Entries, Items, Node, Scalar
from checker.files.yaml.offsets import Problems
from checker.logic.formula import Term
from checker.problems import Location
from checker.study.case import Coding, Evidence
from checker.study.codebook import Codebook, Variable
from checker.study.confidence import confidence_fault, spread
from checker.study.vocabulary import several, value_fault


def read_coding(
    node: Node, term: Term, codebook: Codebook, sources: Sources, place: Location, problems: Problems
) -> Coding | None:
    """The coding that a node gives to a term; None where it gives none that can be used."""
    variable = codebook.variables[term.variable]
    before = len(problems)
    values = _values(node, variable, codebook, problems)
    if values is None:
        return None
    if not isinstance(node, Entries):
        return Coding(values, location=place)
    confidence = _confidence(node, values, variable, codebook, problems) if len(problems) == before else {}
    evidence = tuple(_evidence(item, sources, problems) for item in node.items("evidence") if isinstance(item, Entries))
    return Coding(values, confidence, node.text("note"), evidence, node.text("coder"), location=place)


def read_codings(node: Entries, codebook: Codebook, sources: Sources, problems: Problems) -> dict[Term, Coding]:
    """The codings of a period, term by term."""
    read = (
        (term, read_coding(node.values[key.text], term, codebook, sources, key.location, problems))
        for term, key in keyed_terms(node, codebook, problems)
    )
    return {term: coding for term, coding in read if coding is not None}


def _values(node: Node, variable: Variable, codebook: Codebook, problems: Problems) -> tuple[str, ...] | None:
    """The coded values in the order of the codebook, none for `missing`; None where nothing can be used."""
    if isinstance(node, Scalar):
        scalars = [] if node.is_empty else [node]
    elif isinstance(node, Items):
        scalars = [item for item in node.nodes if isinstance(item, Scalar) and not item.is_empty]
    else:
        scalars = node.scalars("value")
    words: list[str] = []
    for scalar in scalars:
        if not re.fullmatch(VALUE.pattern, scalar.text):
            continue
        if scalar.text == "missing":
            if len(scalars) == 1:
                return ()
            problems.at(
                scalar,
                "missing-beside-values",
                "`missing` cannot stand beside values",
                "list the values that the sources leave open, or write `missing` alone",
            )
        elif (fault := value_fault(scalar.text, variable, codebook)) is not None:
            meant = several(scalar.text, variable.values) if len(scalars) == 1 else []
            hint = f"write `[{', '.join(meant)}]` for the whole value" if meant else fault.hint
            if scalar.text.lower() in NOT_KNOWN:
                hint = MISSING
            problems.at(scalar, fault.code, fault.message, hint)
        elif scalar.text in words:
            problems.at(scalar, "given-twice", f"the value `{scalar.text}` is given twice", "keep one of the two")
        else:
            words.append(scalar.text)
    return tuple(value for value in variable.values if value in words) or None


def _confidence(
    node: Entries, values: tuple[str, ...], variable: Variable, codebook: Codebook, problems: Problems
) -> dict[str, Fraction]:
    given = node.values.get("confidence")
    found: Fraction | dict[str, Fraction] | None = None
    before = len(problems)
    if isinstance(given, Scalar):
        found = number(given)
    elif isinstance(given, Entries):
        found = {}
        for key, value in given:
            fault, amount = value_fault(key.text, variable, codebook), number(value)
            if fault is not None:
                problems.at(key, fault.code, fault.message, fault.hint)
            if amount is None:
                # shape.py has reported what is wrong with it.
                return {}
            found[key.text] = amount
            too_much = confidence_fault(amount, (key.text,), variable)
            if too_much is not None:
                problems.at(value, too_much.code, too_much.message, f"{too_much.hint}, or delete `{key.text}`")
    if given is None or found is None or len(problems) > before:
        return {}
    wrong = confidence_fault(found, values, variable)
    if wrong is not None:
        problems.at(given, wrong.code, wrong.message, wrong.hint)
        return {}
    return spread(found, values, variable)


def _evidence(node: Entries, sources: Sources, problems: Problems) -> Evidence:
    sources.check(node.scalar("source"), problems)
    return Evidence(node.text("source"), node.text("locator"), read_date(node, "date", problems), node.text("says"))


def number(node: Node) -> Fraction | None:
    """The exact number that a decimal text states; None where shape.py has reported it."""
    if isinstance(node, Scalar) and re.fullmatch(NUMBER.pattern, node.text.strip()):
        return Fraction(node.text.strip())
    return None


def read_date(node: Entries, name: str, problems: Problems) -> str:
    """A date of the calendar, as written: YYYY, YYYY-MM or YYYY-MM-DD; empty where there is none."""
    scalar = node.scalar(name)
    if scalar is None or not re.fullmatch(DATE.pattern, scalar.text.strip()):
        return ""
    text = scalar.text.strip()
    try:
        date(*map(int, (text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text).split("-")))
    except ValueError:
        problems.at(scalar, "malformed-date", f"`{text}` is no date of the calendar", "correct the month or the day")
        return ""
    return text
