"""The argument of a verdict as boxes and lines: codings on the left, propositions between, what follows on the right."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from checker.analysis.explain.derivation import Step
from checker.analysis.explain.period import Exclusion
from checker.analysis.page.dossier import CellFindings
from checker.analysis.verdicts.judgement import REFUTED
from checker.logic.formula import Term
from checker.report.page.texts import References, anchor, coding_anchor, confidence_words, short_source
from checker.report.words import verdicts as wording
from checker.report.words.labels import label
from checker.report.words.phrases import capital, counted
from checker.study.case import Case
from checker.study.term_period import Fact

WIDE, APART, ROOM, LINE, MARGIN = 250, 56, 12, 16, 8
"""The width of a box, the room between columns and between boxes, the height of a line, all in pixels."""
LETTERS = 34
IDLE = 5
"""How many propositions without effect are drawn."""

Key = tuple[str, ...]
Text = tuple[str, str]


@dataclass
class Node:
    """A box: its lines with their style, where a click leads, and what leads to it."""

    kind: str
    lines: tuple[Text, ...]
    anchor: str = ""
    inputs: dict[Key, None] = field(default_factory=dict)
    layer: int = 0
    y: float = 0.0

    @property
    def height(self) -> int:
        return LINE * len(self.lines) + 14


@dataclass(frozen=True)
class Box:
    """Its left upper corner, and its lines with their styles."""

    x: int
    y: int
    kind: str
    lines: tuple[Text, ...]
    anchor: str

    @property
    def height(self) -> int:
        return LINE * len(self.lines) + 14


@dataclass(frozen=True)
class Drawing:
    """Boxes of one width, laid out in pixels, and the pairs of them that a line joins."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    edges: tuple[tuple[int, int], ...]


def argument(case: Case, cell: CellFindings, references: References) -> Drawing | None:
    """The argument of the leading verdict in its reading; None where there is none to draw."""
    if cell.why is None:
        return None
    made = _Argument(case, cell, references)
    exclusions = [each for each in cell.why.exclusions if each.steps]
    for exclusion in [each for each in exclusions if each.decides] or exclusions:
        made.exclude(exclusion)
    if not made.end.inputs:
        made.idle()
    return _laid_out(made.nodes) if made.end.inputs else None


END: Key = ("end",)


class _Argument:
    def __init__(self, case: Case, cell: CellFindings, references: References) -> None:
        self.case, self.cell, self.references = case, cell, references
        self.theory, self.judgement = cell.record.theory, cell.judgement
        leading = self.judgement.leading
        self.read = {(each.term, each.period): each.value for each in (leading.reading if leading else ())}
        self.end = Node("end", tuple(self._conclusion()))
        self.nodes: dict[Key, Node] = {END: self.end}

    def exclude(self, exclusion: Exclusion) -> None:
        """What the steps of an exclusion use and give."""
        self._walk(exclusion.steps or (), {})

    def _walk(self, steps: Iterable[Step], given: dict[tuple[Term, int], dict[Key, None]]) -> None:
        given = dict(given)
        for step in steps:
            sources = dict.fromkeys(key for fact in step.uses for key in self._sources(fact, given))
            if step.rule is not None:
                key = self._rule(step.rule.label, step.rule.period)
                self.nodes[key].inputs |= {source: None for source in sources if source != key}
                sources = {key: None}
            for branch in step.branches:
                self._walk(branch.steps, {**given, (branch.fact.term, branch.fact.period): sources})
            if step.gives is not None:
                place = (step.gives.term, step.gives.period)
                given[place] = {**given.get(place, {}), **sources}
            elif not step.branches:
                self.end.inputs |= sources

    def _sources(self, fact: Fact, given: dict[tuple[Term, int], dict[Key, None]]) -> Iterable[Key]:
        place = (fact.term, fact.period)
        if place in given:
            return given[place]
        # What happened is what the argument is about, and no part of it.
        if place == (self.cell.record.explains.term, self.judgement.period):
            return ()
        return (self._coding(*place),) if self._is_coded(*place) else ()

    def _is_coded(self, term: Term, period: int) -> bool:
        return not self.case.codebook.is_theoretical(term) and (
            (term, period) in self.read or not self.case.coding(term, period).is_missing
        )

    def idle(self) -> None:
        """What keeps the propositions from saying anything."""
        standings = self.cell.why.standings if self.cell.why is not None else ()
        shown = [s for s in standings if not s.excludes and (s.obstacles or s.gaps)][:IDLE]
        for standing in shown:
            own = (
                [(r.label, r.period) for r in standing.obstacles[0] if r.kind == "coding"] if standing.obstacles else []
            )
            places = [(self._term(name), period) for name, period in own] or [(g.term, g.period) for g in standing.gaps]
            key = self._rule(standing.label, self.judgement.period)
            failing = "what it asks for is there" if standing.way == "requires" else "its condition fails"
            node = self.nodes[key]
            node.kind += " missing"
            node.lines = (*node.lines[:-1], (failing if standing.obstacles else "hangs on this coding", "soft"))
            node.inputs |= {self._coding(term, period): None for term, period in places}
            self.end.inputs[key] = None

    def _term(self, name: str) -> Term:
        return {str(term): term for term in self.case.codebook.terms()}[name]

    def _coding(self, term: Term, period: int) -> Key:
        key: Key = ("coding", str(term), str(period))
        if key not in self.nodes:
            coding, here = self.case.coding(term, period), self.judgement.period
            coded, taken = " or ".join(coding.values) or "missing", self.read.get((term, period))
            name = label(self.case.codebook, term, self.case)
            where = "" if period == here else f", {self.case.period(period).heading.lower()}"
            title = capital(f"{name}{where}: {taken or coded}")
            sure = confidence_words(coding)
            told = f"taken so; coded {coded}" if taken else f"coded at {sure}" if sure else "coded"
            pieces = counted(len(coding.evidence), "piece") + " of evidence" if coding.evidence else "no evidence"
            kind = "coding doubt" if len(coding.values) != 1 or taken else "coding"
            self.nodes[key] = Node(
                kind,
                (*_wrapped(title), *_wrapped(f"{told} · {pieces}", "soft")),
                coding_anchor(term, self.case.period(period).id),
            )
        return key

    def _rule(self, name: str, period: int) -> Key:
        key: Key = ("rule", name, str(period))
        if key not in self.nodes:
            proposition = next((p for p in self.theory.propositions if p.id == name), None)
            if proposition is not None:
                title = f"{name} {proposition.name}" if proposition.name else name
                source = proposition.source
                cited = "" if source is None else f" · {short_source(source.key, self.references)}"
                kind = "definition" if proposition.role == "definition" else "law" if proposition.strict else "usually"
                style = "law" if proposition.strict else "tendency"
                lines = (*_wrapped(title), (f"{kind}{cited}", "soft"))
            elif name == "scope":
                style, lines = "law", (("Scope of the theory", ""), ("where it claims to hold", "soft"))
            else:
                title = capital(wording.claim_words(name).removeprefix("its "))
                style, lines = "law", (*_wrapped(title), ("claim to completeness", "soft"))
            self.nodes[key] = Node(style, lines, anchor("rule", self.theory.name, name))
        return key

    def _conclusion(self) -> Iterable[Text]:
        judgement, explained = self.judgement, self.cell.record.explains
        found = judgement.read
        if found is None or found.prediction is None:
            yield from _wrapped(capital(wording.MEANINGS[judgement.likeliest]), "strong")
        else:
            told = found.expectation or found.prediction
            words = wording.said(explained, found.possible or (), told)
            levels = found.expected_levels or found.levels
            if found.observed and set(found.observed) <= set(told) and levels and judgement.likeliest in REFUTED:
                words = f"leaves it {wording.outcome_words(levels)}"
            yield from _wrapped(capital(f"{words}{', usually' if told != found.prediction else ''}"), "strong")
            if found.observed:
                level = f" ({wording.outcome_words(found.observed_levels or ())})" if explained.change else ""
                yield from _wrapped(f"what happened: {wording.outcome_words(found.observed)}{level}", "soft-end")
        yield f"so: {judgement.likeliest}", "soft-end"


def _wrapped(words: str, style: str = "") -> list[Text]:
    return [(line, style) for line in textwrap.wrap(words, LETTERS)]


def _laid_out(nodes: dict[Key, Node]) -> Drawing:
    """Columns from the codings to the conclusion; each box as high as the middle of what leads to it allows."""
    used = _reached(nodes)
    for key in used:
        nodes[key].layer = _layer(nodes, key, ())
    last = max(nodes[key].layer for key in used)
    nodes[END].layer = last
    columns: list[list[Key]] = [[key for key in used if nodes[key].layer == n] for n in range(last + 1)]
    # Codings stand in the order in which the propositions ask for them.
    order = {source: n for n, source in enumerate(s for key in reversed(used) for s in nodes[key].inputs)}
    columns[0].sort(key=lambda key: order.get(key, 0))
    for column in columns:
        for key in column:
            inputs = [nodes[each] for each in nodes[key].inputs if nodes[each].layer < nodes[key].layer]
            middle = sum(each.y + each.height / 2 for each in inputs) / len(inputs) if inputs else 0.0
            nodes[key].y = middle - nodes[key].height / 2
        top = float(MARGIN)
        for key in sorted(column, key=lambda each: nodes[each].y) if column is not columns[0] else column:
            nodes[key].y = max(top, nodes[key].y)
            top = nodes[key].y + nodes[key].height + ROOM
    high = max(nodes[key].y + nodes[key].height for key in used) + MARGIN
    x = {n: MARGIN + n * (WIDE + APART) for n in range(last + 1)}
    place = {key: n for n, key in enumerate(used)}
    return Drawing(
        x[last] + WIDE + MARGIN,
        round(high),
        tuple(
            Box(x[nodes[key].layer], round(nodes[key].y), nodes[key].kind, nodes[key].lines, nodes[key].anchor)
            for key in used
        ),
        tuple((place[source], place[key]) for key in used for source in nodes[key].inputs if source in place),
    )


def _reached(nodes: dict[Key, Node]) -> list[Key]:
    """What leads to the conclusion, from there back."""
    found: dict[Key, None] = {END: None}
    waiting = [END]
    while waiting:
        for source in nodes[waiting.pop()].inputs:
            if source not in found:
                found[source] = None
                waiting.append(source)
    return list(found)


def _layer(nodes: dict[Key, Node], key: Key, above: Sequence[Key]) -> int:
    inputs = [each for each in nodes[key].inputs if each not in above]
    if not inputs:
        return 0 if key[0] == "coding" else 1
    return 1 + max(_layer(nodes, each, (*above, key)) for each in inputs)


class Boxes:
    """Drawings as lists, numbers and texts; what stands in a box is listed once for all of them."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str, tuple[Text, ...]], int] = {}

    def plain(self, drawing: Drawing) -> list[object]:
        """[width, height, boxes as [x, y, number], pairs of boxes that a line joins], as graph.js draws them."""
        boxes = [[b.x, b.y, self.known.setdefault((b.kind, b.anchor, b.lines), len(self.known))] for b in drawing.boxes]
        return [drawing.width, drawing.height, boxes, [list(edge) for edge in drawing.edges]]

    def listed(self) -> list[list[object]]:
        """[kind, anchor, line ...] of each box, a line as [words] or [words, style]."""
        return [[kind, anchor, *(list(filter(None, line)) for line in lines)] for kind, anchor, lines in self.known]
