"""New files to fill in: a case with every term that its theories use, a theory with a worked proposition."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from checker.logic.formula import Term
from checker.study.codebook import Codebook, Variable
from checker.study.theory import Theory

WIDTH = 100
SCHEMAS = ".schema"
"""The folder beside a new file that has its schema: so its first line holds on any machine, and without a network."""


@dataclass(frozen=True)
class Blank:
    """What is known of a new case: its names, actors by role, and periods by id with their years."""

    name: str
    title: str
    codebook: str
    roles: Mapping[str, Sequence[str]]
    periods: Sequence[tuple[str, tuple[int, int] | None]]


def new_case(blank: Blank, codebook: Codebook, theories: Sequence[Theory]) -> str:
    """A case file in which every observable term of the theories stands with its question, as `missing`.

    Explained terms come first; a term whose role the case does not bind is left out.
    """
    terms = _terms(codebook, theories, blank.roles)
    used = ", ".join(theory.name for theory in theories) or "the codebook"
    rows = [
        *_head("case", f"{blank.name}: a case to fill in, with the terms that these theories use: {used}."),
        "# Replace each `missing` by a value; `checker validate` says what is left to code.",
        f"case: {blank.name}",
        f"title: {_quoted(blank.title)}",
        f"codebook: {blank.codebook}",
        "roles:",
        *(f"  {role}: {_actors(actors)}" for role, actors in blank.roles.items()),
        "# sources: references.bib     the BibTeX file beside this one that `source:` keys refer to",
        "periods_from: conditions      # how the periods were cut: outcome, conditions or calendar",
        "# What stood before the first period, so that its changes can be judged; delete it if nothing is known.",
        "baseline:",
        f"  label: {_quoted('Before ' + _start(blank))}",
        "  codings:",
        *(f"    {_key(term)}: missing" for term in terms),
        "periods:",
    ]
    for number, (period, years) in enumerate(blank.periods):
        rows += [f"  - id: {period}", f"    label: {_quoted(period.replace('_', ' ').capitalize())}"]
        rows.append(f"    years: [{years[0]}, {years[1]}]" if years else "    # years: [1990, 1994]")
        rows.append("    # onset: 1990-01           when the outcome of this period set in, if known")
        rows.append("    codings:")
        for term in terms:
            if number == 0:
                rows += _asked(term, codebook.variables[term.variable])
            rows.append(f"      {_key(term)}: missing")
    rows += [
        "",
        "# A coding in full, with its doubt and its evidence:",
        *_EXAMPLE,
        "# Alternatives to the codings above, which `checker check --reading NAME` judges by:",
        *_READINGS,
        "# What happened and when, for the timeline; with `clue`, theories are tested on what it shows:",
        *_EVENTS,
    ]
    return "\n".join(rows) + "\n"


_EXAMPLE = (
    "#       TERM:",
    "#         value: VALUE            # one value, a list where sources disagree, or `missing`",
    "#         confidence: 0.8         # how sure, from 0 to 1; or {VALUE: 0.7, OTHER: 0.3}",
    "#         note: Why this value.",
    "#         evidence:",
    '#           - {source: author2014, locator: p. 12, date: 1995-07, says: "What it reports, in your own words."}',
)
_READINGS = (
    "# readings:",
    "#   author: {label: The author's own reading, codings: {PERIOD: {TERM: VALUE}}}",
    "#   ann: {label: Ann, from: ann.csv}      # or the codings of a table, as `checker export codings` writes it",
)
_EVENTS = (
    "# events:",
    "#   - {date: 1995-07, what: What happened, source: author2014, locator: p. 12, clue: TERM is VALUE}",
)


def new_theory(name: str, title: str, codebook_name: str, codebook: Codebook) -> str:
    """A theory file with one worked proposition over the codebook's own variables, and all terms as comments."""
    outcome, condition = _worked(codebook)
    rows = [
        *_head("theory", f"{name}: a theory to fill in."),
        f"theory: {name}",
        f"title: {_quoted(title)}",
        f"codebook: {codebook_name}",
        f"explains: change of {_key(outcome)}    # or its level: `explains: {_key(outcome)}`",
        "# scope: RULE                 where the theory claims to hold, in terms of conditions only",
        f"# exhaustive: [{_key(outcome)} rises]   the propositions below name all causes of this",
        "# sources: references.bib",
        "propositions:",
        "  - id: P1",
        "    name: A worked example",
        "    claim: One or two sentences for a reader who knows no logic.",
        "    rule: >-",
        f"      if {condition} rises then not {outcome} falls",
        "    role: core                # core, auxiliary, or definition",
        "    holds: always             # always, or usually for a tendency",
        "    # source: {key: author2014, locator: p. 12}     needs `sources:` above",
        "    mechanism: Why one should expect it.",
        "",
        "# What a rule can speak of (words of the language: if then, if and only if, is necessary for, is sufficient",
        "# for, and, or, not, rises, falls, is steady, is at least, previously, once, every X in ..:):",
        *(_known(variable) for variable in codebook.variables.values()),
    ]
    return "\n".join(rows) + "\n"


def _worked(codebook: Codebook) -> tuple[Term, Term]:
    """An outcome and a condition for the example: the first observable term and the next of another variable."""
    terms = [term for term in codebook.terms() if not codebook.is_theoretical(term)]
    other = next((term for term in terms if term.variable != terms[0].variable), terms[0])
    return terms[0], other


def _head(kind: str, says: str) -> list[str]:
    return [f"# yaml-language-server: $schema={SCHEMAS}/{kind}.json", f"# {says}"]


def _terms(codebook: Codebook, theories: Sequence[Theory], roles: Iterable[str]) -> list[Term]:
    bound = set(roles)
    spoken = {term for theory in theories for term in (*theory.terms, *theory.explained_terms)} or set(codebook.terms())
    explained = dict.fromkeys(term for theory in theories for term in theory.explained_terms)
    rest = [term for term in codebook.terms() if term in spoken and term not in explained]
    return [
        term for term in (*explained, *rest) if not codebook.is_theoretical(term) and bound.issuperset(term.arguments)
    ]


def _asked(term: Term, variable: Variable) -> list[str]:
    """The question and the decision rules of a term, as comments."""
    said = variable.question or variable.label or variable.name
    about = f" (for {' and '.join(term.arguments)})" if term.arguments else ""
    rows = [f"      # {line}" for line in _wrapped(said + about)]
    for value in variable.values:
        rule = variable.coding.get(value, "")
        rows += [f"      #   {line}" for line in _wrapped(f"{value}: {rule}" if rule else value)]
    return rows


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(" ".join(text.split()), WIDTH, subsequent_indent="  ") or [""]


def _known(variable: Variable) -> str:
    roles = ", ".join(" | ".join(place) for place in variable.places)
    name = f"{variable.name}({roles})" if roles else variable.name
    kind = ", theoretical" if variable.theoretical else ""
    return f"#   {name}: {', '.join(variable.values)}{kind}"


def _start(blank: Blank) -> str:
    years = blank.periods[0][1] if blank.periods else None
    return str(years[0]) if years else "the first period"


def _actors(actors: Sequence[str]) -> str:
    names = [_quoted(actor) for actor in actors]
    return names[0] if len(names) == 1 else f"[{', '.join(names)}]"


def _key(term: Term) -> str:
    """A term as a YAML key; one with two roles is quoted for its comma."""
    return json.dumps(str(term)) if "," in str(term) else str(term)


def _quoted(text: str) -> str:
    """The text as a YAML scalar: double-quoted (JSON strings are YAML) where plain would be read otherwise."""
    plain = text.replace(" ", "").replace("-", "").replace("_", "")
    is_simple = plain.isalnum() and text[:1].isalpha() and text == text.strip()
    return text if is_simple else json.dumps(text, ensure_ascii=False)
