"""The controls of the what-if: every coding of every period, every proposition and exhaustive statement."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from os.path import normpath
from pathlib import Path

from markupsafe import Markup

from checker.analysis.page.dossier import Dossier
from checker.analysis.verdicts.judgement import VERDICTS
from checker.logic.formula import Term
from checker.logic.printing import text
from checker.logic.rewriting import quantifier_free, terms
from checker.report.page.texts import head, heads, tone, unique
from checker.report.page.view import ControlRow, SwitchGroup, SwitchView, WhatIfView
from checker.report.words import verdicts as wording
from checker.report.words.labels import label
from checker.study.theory import Proposition, Theory


def what_if_view(dossier: Dossier, made_by: str) -> WhatIfView:
    """The controls of a case; `made_by` is the command that made the page."""
    case = dossier.case
    command = shlex.join(_check_command(dossier, made_by))
    periods = heads(case, baseline=True)
    used = {term for theory in dossier.theories for term in _named(theory)}
    places = {term: place for place, term in enumerate(case.codebook.terms())}
    rows = tuple(
        ControlRow(places[term], str(term), case.codebook.variables[term.variable].label, term in used)
        for term in dossier.what_if.terms()
    )
    title = {theory.name: theory.heading for theory in dossier.theories}
    limits = tuple(
        f"{title[cell.theory]} in {head(case, cell.period).heading} is not worked out again here: {cell.limit}."
        for cell in dossier.what_if.limits
    )
    return WhatIfView(periods, rows, tuple(_groups(dossier.theories)), command, _data(dossier, command), limits)


def _check_command(dossier: Dossier, made_by: str) -> list[str]:
    """`checker check` on the case and theories of the page, as they were named to `report`.

    Where something else made the page, its theories are named one by one.
    """
    names, file = [theory.name for theory in dossier.theories], Path(dossier.case.location.file)
    cases: list[str] = []
    words = shlex.split(made_by) if made_by.startswith("checker report ") else []
    if words:
        end = next((n for n, word in enumerate(words) if word.startswith("-")), len(words))
        cases = words[2:end]
        names = [name for option, name in pairwise(words[end:]) if option == "--theory"]
    by_name = next((word for word in cases if word == file.stem), dossier.case.name)
    case = next((word for word in cases if normpath(word) == str(file)), by_name)
    return ["checker", "check", case, *(word for name in names for word in ("-t", name))]


def _named(theory: Theory) -> set[Term]:
    formulas = [p.rule.formula for p in theory.propositions] + [s.rule.formula for s in theory.exhaustive]
    if theory.scope is not None:
        formulas.append(theory.scope.formula)
    return {term for formula in formulas for term in terms(quantifier_free(formula))} | set(theory.explained_terms)


Holders = Sequence[tuple[Theory, Proposition]]


def _groups(theories: Sequence[Theory]) -> Iterable[SwitchGroup]:
    """Each label once, under the theory whose own it is or else the first: giving it up gives it up in all."""
    meant: dict[str, dict[str, list[tuple[Theory, Proposition]]]] = {}
    for theory in theories:
        for proposition in theory.propositions:
            homes = meant.setdefault(proposition.id, {})
            homes.setdefault(proposition.theory or theory.name, []).append((theory, proposition))
    places = {label: _place(*next(iter(homes.items()))) for label, homes in meant.items()}
    for theory in theories:
        own = unique([proposition.id for proposition in theory.propositions])
        switches = tuple(_switch(label, meant[label]) for label in own if places[label] == theory.name)
        if switches:
            yield SwitchGroup(theory.heading, switches)
    claims: dict[str, list[str]] = {}
    for theory in theories:
        for statement in theory.exhaustive:
            claims.setdefault(statement.label, []).append(theory.heading)
    if claims:
        yield SwitchGroup(
            "Claims to completeness",
            tuple(SwitchView(label, "", "", f"made by {wording.listed(names)}") for label, names in claims.items()),
        )


def _place(home: str, holders: Holders) -> str:
    """The theory that a proposition is shown under: its home where that is on the page."""
    names = [theory.name for theory, _ in holders]
    return home if home in names else names[0]


def _switch(label: str, homes: Mapping[str, Holders]) -> SwitchView:
    """One switch for one label; what theories state of their own under it are propositions of their own."""
    texts, also = [], []
    for number, (home, holders) in enumerate(homes.items()):
        proposition = holders[0][1]
        title = next((theory.heading for theory, _ in holders if theory.name == home), home)
        lead = f"{label} of {title}" if number else ""
        usually = ", usually" if len(homes) > 1 and not proposition.strict else ""
        name = proposition.name or text(proposition.rule.formula)
        texts.append(f"{lead}: {name}{usually}" if lead else f"{name}{usually}")
        heirs = [theory.heading for theory, _ in holders if theory.name != _place(home, holders)]
        if heirs:
            also.append(f"{lead} also in {wording.listed(heirs)}".strip())
    strict = len(homes) > 1 or next(iter(homes.values()))[0][1].strict
    return SwitchView(label, "; ".join(texts), "" if strict else "usually", "; ".join(also))


def _data(dossier: Dossier, command: str) -> Markup:
    """The compiled cells, and how verdicts and outcomes are shown, as JSON for a script element."""
    case = dossier.case
    shown = {
        "command": command,
        "verdicts": {verdict: {"glyph": wording.GLYPHS[verdict], "tone": tone(verdict)} for verdict in VERDICTS},
        "near": wording.NEAR,
        "arrows": wording.ARROWS,
        "spoken": [label(case.codebook, term, case) for term in case.codebook.terms()],
        "titles": {theory.name: theory.heading for theory in dossier.theories},
        "headings": [period.heading for period in heads(case, baseline=True)],
    }
    written = json.dumps({**dossier.what_if.plain(), **shown}, ensure_ascii=False, separators=(",", ":"))
    # Nothing in the data can end the script element or begin a comment in it.
    for mark in "<>&\u2028\u2029":
        written = written.replace(mark, f"\\u{ord(mark):04x}")
    return Markup(written)
