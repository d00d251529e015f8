"""Studies to make pages of: a small one with everything on it, the shipped one, and one of a given size."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from checker.analysis.page.dossier import Dossier, dossier
from checker.files.study.load import read_named, theories_for
from checker.files.study.reader import Study, read_study
from checker.report.page.render_page import page, page_view
from checker.report.page.view import Provenance
from checker.study.case import Case
from checker.study.theory import Theory

PROVENANCE = Provenance(
    "0.0.0", "1 January 2000", "checker report small -o small.html", (("cases/small.yaml", "0" * 64),)
)
HOSTILE = '</script><script>window.hacked = 1</script> \u2067right to left\u2069 "quoted" & <b>bold</b>'
CODEBOOK = f"""\
codebook: small
title: Small
roles: {{state: The state, partner: Its partner}}
variables:
  ties:
    label: Ties
    question: What was there?
    values: [none, few, many]
    coding: {{none: nothing, few: a little, many: '{HOSTILE}'}}
  cover:
    label: Cover
    question: Who shelters it?
    values: [weak, strong]
    coding: {{weak: nobody, strong: somebody}}
  need: {{of: [state, partner], label: Need, question: Is it pressed?, coding: {{no: not pressed, yes: pressed}}}}
  bold: {{label: Boldness, theoretical: true, question: Can it act?}}
"""
REALISM = """\
theory: realism
title: Small realism
codebook: codebook.yaml
explains: change of ties
exhaustive: [ties rises]
built_on: [small]
sources: references.bib
propositions:
  - id: D1
    name: Boldness
    claim: A sheltered state is bold.
    rule: bold if and only if cover is strong
    role: definition
  - id: N1
    name: Balancing
    claim: "CLAIM"
    rule: >-
      if bold and (every X in state, partner: need(X)) then ties is at least few
    source: {key: smith1990, locator: p. 5}
  - {id: N2, name: Caution, claim: The weak keep away., rule: if not bold then ties is at most few, holds: usually}
""".replace("CLAIM", HOSTILE.replace('"', '\\"'))
HABIT = """\
theory: habit
title: Habit
codebook: codebook.yaml
explains: change of ties
benchmark: true
propositions:
  - {id: H1, claim: Nothing changes., rule: ties is steady}
"""
CASE = """\
case: small
title: "TITLE"
codebook: ../theory/codebook.yaml
roles: {state: Ruritania, partner: [Syldavia, Borduria]}
sources: references.bib
periods_from: outcome
baseline: {label: Before, codings: {ties: none, cover: weak, need(state): yes, need(partner): no}}
periods:
  - id: first
    label: First contact
    years: [1900, 1909]
    onset: 1903-05
    note: "TITLE"
    codings:
      ties:
        value: few
        confidence: 0.8
        note: "TITLE"
        evidence: [{source: smith1990, locator: p. 7, date: 1904, says: "TITLE"}]
      cover:
        value: strong
        confidence: 0.9
        evidence: [{source: smith1990, locator: p. 8, date: 1901-02-03, says: A pact.}]
      need(state): yes
      need(partner): {value: yes, confidence: 0.7}
  - id: second
    label: Second thoughts
    years: [1910, 1919]
    codings:
      ties: {value: [few, many], confidence: {few: 0.6, many: 0.4}}
      cover: {value: [weak, strong]}
      need(state): yes
      need(partner): missing
series:
  trade: {label: Trade, unit: crowns, source: smith1990, locator: table 1, values: {1902: 1.5, 1908: 20, 1915: 12}}
indicators:
  ties:
    trade: {from: trade, summary: mean, at_least: {few: 5, many: 15}}
    visits: {baseline: none, first: few}
events:
  - {date: 1903-05, what: "TITLE", source: smith1990, locator: p. 9}
  - {date: 1899, what: Before everything}
""".replace("TITLE", HOSTILE.replace('"', '\\"'))
REFERENCES = """\
@book{smith1990, author = {Smith, Jane and Jones, <i>John</i>}, title = {On small states}, year = {1990},
  publisher = {Press}, url = {javascript:alert(1)}, note = {</script>}}
"""


def small_study(folder: Path) -> Study:
    """The small study, read from files."""
    texts = {
        "theory/codebook.yaml": CODEBOOK,
        "theory/realism.yaml": REALISM,
        "theory/habit.yaml": HABIT,
        "theory/references.bib": REFERENCES,
        "cases/small.yaml": CASE,
        "cases/references.bib": REFERENCES,
    }
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return read_study([folder / "theory/realism.yaml", folder / "theory/habit.yaml"], [folder / "cases/small.yaml"])


def namesakes(folder: Path) -> Study:
    """The small study with a theory that inherits N1, and one that states another N1 and another N2 of its own."""
    case = small_study(folder).cases[0]
    heir = REALISM.split("exhaustive:")[0].replace("theory: realism\ntitle: Small realism", "theory: heir\ntitle: Heir")
    heir += "extends: [realism]\npropositions: []\n"
    other = HABIT.replace("theory: habit\ntitle: Habit", "theory: other\ntitle: Another")
    other = other.replace("{id: H1, ", "{id: N1, name: Standstill, ")
    other += "  - {id: N2, claim: Nothing rises., rule: not ties rises, holds: usually}\n"
    for name, text in (("heir", heir), ("other", other)):
        (folder / f"theory/{name}.yaml").write_text(text, encoding="utf-8")
    return read_study([folder / f"theory/{name}.yaml" for name in ("realism", "heir", "other")], [case.location.file])


def small_page(folder: Path) -> str:
    study = small_study(folder)
    return page_of(dossier(study.cases[0], study.theories))


def page_of(found: Dossier, command: str = PROVENANCE.command) -> str:
    return page(page_view(found, replace(PROVENANCE, command=command)))


@cache
def shipped() -> tuple[Case, tuple[Theory, ...]]:
    """The shipped case and its theories."""
    study = read_named(["belarus-iran"])
    return study.cases[0], theories_for(study.cases[0], study)


@cache
def shipped_dossier() -> Dossier:
    return dossier(*shipped())


@cache
def shipped_page() -> str:
    return page_of(shipped_dossier())


def long_case(periods: int) -> Case:
    """The shipped case with its periods said again until there are so many."""
    case, _ = shipped()
    made = [
        replace(case.periods[n % len(case.periods)], id=f"p{n}", label=f"Period {n}", years=(2000 + n, 2000 + n))
        for n in range(periods)
    ]
    return replace(case, periods=tuple(made), events=(), series={}, indicators={})
