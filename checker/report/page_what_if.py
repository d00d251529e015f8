"""The controls of the what-if: every coding of every period, every proposition and exhaustive statement."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from checker.analysis.dossier import Dossier
from checker.analysis.result import VERDICTS
from checker.logic.formula import Term
from checker.logic.printing import text
from checker.logic.rewriting import quantifier_free, terms
from checker.report import wording
from checker.report.page_texts import heads, tone, value_words
from checker.report.page_view import Choice, ControlRow, ControlView, PeriodHead, SwitchGroup, SwitchView, WhatIfView
from checker.study.case import Case
from checker.study.theory import Theory


def what_if_view(dossier: Dossier) -> WhatIfView:
    case = dossier.case
    periods = heads(case, baseline=True)
    used = {term for theory in dossier.theories for term in _named(theory)}
    rows = tuple(_row(case, term, term in used, periods) for term in dossier.what_if.terms())
    limits = tuple(f"{cell.theory} in {case.period(cell.period).id} is not recomputed here: {cell.limit}."
                   for cell in dossier.what_if.limits)
    return WhatIfView(periods, rows, tuple(_groups(dossier.theories)), _data(dossier), limits)


def _row(case: Case, term: Term, is_used: bool, periods: Sequence[PeriodHead]) -> ControlRow:
    variable = case.codebook.variables[term.variable]
    return ControlRow(str(term), variable.label, is_used, tuple(_control(case, term, period) for period in periods))


def _named(theory: Theory) -> set[Term]:
    formulas = [p.rule.formula for p in theory.propositions] + [s.rule.formula for s in theory.exhaustive]
    if theory.scope is not None:
        formulas.append(theory.scope.formula)
    return {term for formula in formulas for term in terms(quantifier_free(formula))} | set(theory.explained_terms)


def _control(case: Case, term: Term, period: PeriodHead) -> ControlView:
    coding = case.coding(term, period.number)
    choices = [Choice(v, v, coding.values == (v,)) for v in case.codebook.values(term)]
    if coding.is_contested:
        choices.insert(0, Choice("|".join(coding.values), value_words(coding), True))
    choices.append(Choice("missing", "missing", coding.is_missing))
    return ControlView(f"{period.id}:{term}", f"{term}, {period.heading}", tuple(choices))


def _groups(theories: Sequence[Theory]) -> Iterable[SwitchGroup]:
    """Each label once, under the theory whose own it is or else the first: giving it up gives it up in all."""
    names = {theory.name for theory in theories}
    labels = {theory.name: [*(p.id for p in theory.propositions), *(s.label for s in theory.exhaustive)]
              for theory in theories}
    shown: set[str] = set()
    for theory in theories:
        switches = []
        for proposition in theory.propositions:
            home = proposition.theory if proposition.theory in names else theory.name
            if proposition.id not in shown and home == theory.name:
                kind = "" if proposition.strict else "usually"
                name = proposition.name or text(proposition.rule.formula)
                switches.append(_switch(proposition.id, name, kind, theory, labels))
        shown.update(switch.label for switch in switches)
        if switches:
            yield SwitchGroup(theory.heading, tuple(switches))
    claims = dict.fromkeys(s.label for theory in theories for s in theory.exhaustive)
    if claims:
        yield SwitchGroup("Claims to completeness", tuple(
            SwitchView(label, "", "", "made by " + wording.listed(n for n, own in labels.items() if label in own))
            for label in claims))


def _switch(label: str, name: str, kind: str, theory: Theory, labels: dict[str, list[str]]) -> SwitchView:
    also = [other for other, own in labels.items() if other != theory.name and label in own]
    return SwitchView(label, name, kind, "also in " + wording.listed(also) if also else "")


def _data(dossier: Dossier) -> Markup:
    """The compiled cells, and how verdicts and outcomes are shown, as JSON for a script element."""
    case = dossier.case
    shown = {
        "verdicts": {verdict: {"glyph": wording.GLYPHS[verdict], "tone": tone(verdict)} for verdict in VERDICTS},
        "arrows": wording.ARROWS,
        "verdict": [cell.judgement.verdict for cell in dossier.cells],
        "headings": [head.heading for head in heads(case, baseline=True)],
        "fewest": [_fewest(dossier, place) for place in range(len(dossier.cells))],
    }
    written = json.dumps({**dossier.what_if.plain(), **shown}, ensure_ascii=False, separators=(",", ":"))
    # Nothing in the data can end the script element or begin a comment in it.
    for mark in "<>&\u2028\u2029":
        written = written.replace(mark, f"\\u{ord(mark):04x}")
    return Markup(written)


def _fewest(dossier: Dossier, place: int) -> list[str] | None:
    """The fewest recodings that change a verdict, as `--set` takes them; None where none does or none is known."""
    found = dossier.cells[place].fewest
    return None if found is None else [f"{r.period_id}:{r.term}={r.instead}" for r in found.recodings]
