"""What the page works out anew in the browser, as data: compiled cells, codings, rules, readings, arguments."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from os.path import normpath
from pathlib import Path

from markupsafe import Markup

from checker.analysis.page.compiled_cells import weights
from checker.analysis.page.dossier import CellFindings, Dossier
from checker.analysis.verdicts.judgement import BORNE_OUT, VERDICTS
from checker.logic.printing import text
from checker.report.page.argument import Boxes, argument
from checker.report.page.texts import References, head, heads, tone, unbroken_percent
from checker.report.page.view import WhatIfView
from checker.report.words import verdicts as wording
from checker.report.words.headline import side, subject_when
from checker.report.words.labels import label
from checker.study.calibration import set_aside, under_indicator
from checker.study.case import Case
from checker.study.theory import Theory

DECISIVE = 10
"""So many codings stand first among those that can be changed."""


def what_if_view(dossier: Dossier, made_by: str, references: References) -> WhatIfView:
    """What the page works with; `made_by` is the command that made it."""
    case = dossier.case
    command = shlex.join(_check_command(dossier, made_by))
    title = {theory.name: theory.heading for theory in dossier.theories}
    limits = tuple(
        f"{title[cell.theory]} in {head(case, cell.period).heading} is not worked out again here: {cell.limit}."
        for cell in dossier.what_if.limits
    )
    return WhatIfView(command, _data(dossier, command, references), limits)


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


def _rules(theory: Theory) -> Iterable[dict[str, str]]:
    """The propositions and claims to completeness of a theory, as they are given up."""
    for proposition in theory.propositions:
        name = proposition.name or text(proposition.rule.formula)
        yield {"label": proposition.id, "text": name if proposition.strict else f"{name}, usually"}
    for statement in theory.exhaustive:
        yield {"label": statement.label, "text": "(claim to completeness)"}


def _graph(case: Case, cell: CellFindings, references: References, boxes: Boxes) -> list[object] | None:
    """The argument of a rival's verdict; those of benchmarks are plain without a drawing."""
    drawn = None if cell.record.theory.benchmark else argument(case, cell, references)
    return None if drawn is None else boxes.plain(drawn)


def _by_source(cell: CellFindings) -> str:
    """The chance of fitting where codings of one source err together; empty where that is no other."""
    if cell.by_source is None:
        return ""
    share = sum((p for verdict, p in cell.by_source if verdict in BORNE_OUT), Fraction(0))
    return "" if share == cell.judgement.chance(*BORNE_OUT) else unbroken_percent(share)


def _decisive(dossier: Dossier) -> list[str]:
    """The codings in doubt that most hangs on, as `PERIOD:TERM`: first those that change what leads."""
    case, weights = dossier.case, dict[tuple[int, str], Fraction]()
    for hinge in dossier.overview.hinges:
        key = (hinge.pivot.at.period, str(hinge.pivot.at.term))
        weights[key] = weights.get(key, Fraction(0)) + 1 + hinge.weight
    for cell in dossier.cells:
        for critical in cell.criticality if not cell.record.theory.benchmark else ():
            key = (critical.period, str(critical.term))
            weights[key] = weights.get(key, Fraction(0)) + critical.probability / 100
    ranked = sorted(weights, key=lambda key: -weights[key])[:DECISIVE]
    return [f"{case.period(period).id}:{term}" for period, term in ranked]


def _choices(dossier: Dossier) -> Iterable[dict[str, object]]:
    """What each named reading or indicator codes otherwise, and which propositions it sets aside."""
    case = dossier.case
    for name, reading in case.readings.items():
        yield {
            "option": f"--reading {name}",
            "key": f"reading:{name}",
            "label": reading.label or name,
            "codings": _recoded(case, case.read_by(name)),
            "aside": {},
        }
    for term in dict.fromkeys(record.explains.term for record in dossier.overview.result.records):
        for name, indicator in case.indicators.get(term, {}).items():
            aside = {theory.name: list(set_aside(theory, case, indicator)) for theory in dossier.theories}
            yield {
                "option": f"--indicator {name}",
                "key": f"indicator:{name}",
                "label": name,
                "codings": _recoded(case, under_indicator(case, term, name)),
                "aside": {theory: labels for theory, labels in aside.items() if labels},
            }


def _recoded(case: Case, other: Case) -> list[list[object]]:
    """Where another coding stands: period and term by place, the places of its values, and the weights of all."""
    found: list[list[object]] = []
    for number in range(case.first, case.last + 1):
        for place, term in enumerate(case.codebook.terms()):
            coding, order = other.coding(term, number), case.codebook.values(term)
            if coding != case.coding(term, number):
                values = [order.index(value) for value in coding.values]
                found.append([number - case.first, place, values, weights(coding, order) if values else []])
    return found


def _data(dossier: Dossier, command: str, references: References) -> Markup:
    """The compiled cells, and how verdicts and outcomes are shown, as JSON for a script element."""
    case = dossier.case
    records = dossier.overview.result.records
    codable, boxes = set(dossier.what_if.terms()), Boxes()
    graphs = [_graph(case, cell, references, boxes) for cell in dossier.cells]
    shown = {
        "command": command,
        "verdicts": {
            verdict: {"glyph": wording.GLYPHS[verdict], "tone": tone(verdict), "side": side(verdict)}
            for verdict in VERDICTS
        },
        "near": wording.NEAR,
        "arrows": wording.ARROWS,
        "spoken": [label(case.codebook, term, case) for term in case.codebook.terms()],
        "titles": {theory.name: theory.heading for theory in dossier.theories},
        "benchmarks": [theory.name for theory in dossier.theories if theory.benchmark],
        "built": [theory.name for theory in dossier.overview.accommodated],
        "claims": {
            theory.name: [s.label for s in theory.exhaustive] for theory in dossier.theories if theory.exhaustive
        },
        "headings": [period.heading for period in heads(case, baseline=True)],
        "subjects": [subject_when(case, n) for n in range(case.first, case.last + 1)],
        "explained": str(records[0].explains) if records else "",
        "choices": list(_choices(dossier)),
        "graphs": graphs,
        "boxes": boxes.listed(),
        "bySource": [_by_source(cell) for cell in dossier.cells],
        "decisive": _decisive(dossier),
        "codable": [place for place, term in enumerate(case.codebook.terms()) if term in codable],
        "rules": [{"theory": theory.name, "rules": list(_rules(theory))} for theory in dossier.theories],
    }
    written = json.dumps({**dossier.what_if.plain(), **shown}, ensure_ascii=False, separators=(",", ":"))
    # Nothing in the data can end the script element or begin a comment in it.
    for mark in "<>&\u2028\u2029":
        written = written.replace(mark, f"\\u{ord(mark):04x}")
    return Markup(written)
