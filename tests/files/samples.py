"""Files with every field there is, for tests that read them or break them."""

from __future__ import annotations

FULL_CASE = """\
case: full
title: A full case
description: For readers.
codebook: codebook.yaml
roles: {state: Belarus, partner: [Iran, Syria]}
sources: references.bib
periods_from: calendar
baseline: {label: Before, note: Little is known., codings: {cooperation: none}}
throughout:
  cover: {value: weak, note: A treaty.}
periods:
  - id: first
    label: The first
    years: [1990, 1994]
    onset: 1990-06
    note: As in the source.
    codings:
      cooperation: [high, low]
      need(state):
        value: yes
        confidence: 0.8
        note: Clear.
        coder: EM
        evidence:
          - {source: bohdan2014, locator: p. 3, date: 1990, says: "They said so."}
      gain(state): {value: [low, high], confidence: {low: 0.75, high: 0.25}}
      need(partner): missing
  - id: second
    years: 1995
    codings: {cover: missing}
series:
  turnover:
    {label: Turnover, unit: USD million, source: waltz1979, locator: Table 1, note: Rough.,
     values: {1995: 21.4, 1991: 3}}
calibrate:
  trade: {from: turnover, summary: mean, at_least: {yes: 10}}
indicators:
  cooperation:
    visits: {baseline: none, first: {value: high, note: Many.}}
    turnover: {from: turnover, summary: max, at_least: {low: 2, high: 20.5}}
events:
  - {date: 1995-09-22, what: They met., source: bohdan2014, locator: p. 4}
readings:
  author:
    label: The author's own reading
    note: Section III.
    codings:
      baseline: {cooperation: low}
      throughout: {gain(state): high}
      first: {cooperation: {value: high, confidence: 0.9, note: Clear.}, "threat(partner, state)": missing}
"""

FULL_THEORY = """\
theory: full
title: A full theory
description: For readers.
codebook: codebook.yaml
explains: [change of cooperation, trade]
scope: not cover is weak
exhaustive: [cooperation rises, trade]
benchmark: true
built_on: case
sources: references.bib
propositions:
  - id: A
    name: First
    claim: Shelter frees.
    rule: if cover is strong then cooperation rises
    source: {key: waltz1979, locator: p. 126}
    mechanism: As always.
  - id: B
    rule: if cooperation is high then trade
    role: auxiliary
    holds: usually
  - id: C
    rule: exposed(state) if and only if cover is absent
    role: definition
"""

CHILD = """\
theory: child
codebook: codebook.yaml
explains: cooperation
"""
