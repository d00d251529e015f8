"""The detail of each verdict: why it is so, by which rules and codings, and what would change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from checker.analysis.page.dossier import CellFindings, Dossier
from checker.analysis.verdicts.judgement import REFUTED, VERDICTS, Judgement, Reason, Record
from checker.logic.formula import Term
from checker.logic.printing import text
from checker.report.explain.period import derivations
from checker.report.page.parts import (
    CellView,
    ChanceRow,
    ChancesView,
    CodingView,
    FlipView,
    ReadView,
    RuleView,
    StepView,
    TheoryCells,
)
from checker.report.page.texts import (
    References,
    cell_anchor,
    cited_words,
    coding_anchor,
    confidence_words,
    evidence_line,
    head,
    mark,
    tenths,
    unbroken_percent,
    unique,
    value_words,
)
from checker.report.words import verdicts as wording
from checker.report.words.headline import by_laws_alone
from checker.report.words.labels import label
from checker.report.words.phrases import capital, counted
from checker.study.case import Case
from checker.study.codebook import Codebook
from checker.study.theory import Proposition, Statement, Theory

NONE = Fraction(0)
MUCH = Fraction(1, 10)
"""Chances with and without the claim to completeness are shown apart where they differ by more."""
SHOWN = 6


def cell_views(dossier: Dossier, references: References) -> tuple[TheoryCells, ...]:
    """The cells under their theory, in the order of the records."""
    views: dict[str, list[CellView]] = {}
    for place, cell in enumerate(dossier.cells):
        views.setdefault(cell.record.theory.name, []).append(_cell(dossier, references, place, cell))
    records = dossier.overview.result.records
    return tuple(
        TheoryCells(
            name,
            cells[0].title,
            tuple(record_words(record) for record in records if record.theory.name == name),
            tuple(cells),
        )
        for name, cells in views.items()
    )


def record_words(record: Record) -> str:
    """The record over all periods in a sentence, every figure of it that is known."""
    track = record.track
    if track.limit:
        return f"Over all periods: not computed, {track.limit}."
    parts = [
        f"{words} {unbroken_percent(chance)}"
        for words, chance in (
            ("never refuted", track.unrefuted),
            ("right at every rise", track.rises),
            ("at every fall", track.falls),
            ("at every turn", track.turns),
            ("never refuted and right at every turn", track.both),
        )
        if chance is not None
    ]
    if track.borne_out is not None and track.undecided is not None:
        parts.append(
            f"on average right in {tenths(track.borne_out)} and undecided in {tenths(track.undecided)} of "
            f"{counted(track.periods, 'period')}"
        )
    return f"Over all periods, {record.explains}: {', '.join(parts)}." if parts else ""


def _cell(dossier: Dossier, references: References, place: int, cell: CellFindings) -> CellView:
    case, record, judgement = dossier.case, cell.record, cell.judgement
    leading, reasons = judgement.leading, unique_reasons(cell)
    read = {(each.term, each.period): each.value for each in (leading.reading if leading is not None else ())}
    return CellView(
        place,
        cell_anchor(record, judgement),
        record.theory.name,
        record.theory.heading,
        str(record.explains),
        head(case, judgement.period),
        mark(judgement.likeliest),
        "" if leading is None else unbroken_percent(leading.probability),
        wording.why(case, record, judgement),
        _chances(cell),
        tuple(_reading(case, judgement)),
        _as_coded(case, judgement),
        tuple(_facts(case, record, judgement)),
        tuple(_derivation(cell)),
        tuple(_rules(record.theory, reasons, references)),
        tuple(_coding_used(case, references, reason, read) for reason in reasons if reason.kind == "coding"),
        tuple(_flips(case, cell)),
        _outcome(cell),
        f"Not computed: {cell.limit}." if cell.limit else "",
    )


def unique_reasons(cell: CellFindings) -> list[Reason]:
    """The reasons of the verdict and of every exclusion, each once, propositions first."""
    reasons = [*cell.judgement.because]
    for exclusion in cell.why.exclusions if cell.why is not None else ():
        for core in exclusion.cores.cores[:1]:
            reasons += core.reasons
    found = list(dict.fromkeys(reasons))
    return [r for r in found if r.kind != "coding"] + [r for r in found if r.kind == "coding"]


def _chances(cell: CellFindings) -> ChancesView | None:
    """All verdicts that have a chance, also by source and without the claim to completeness where these differ."""
    judgement = cell.judgement
    own, by_laws = dict(judgement.probability or ()), dict(judgement.without_exhaustive or ())
    by_source = dict(cell.by_source or ())
    if not own:
        return None
    parted = by_laws and any(abs(own.get(v, NONE) - by_laws.get(v, NONE)) > MUCH for v in VERDICTS)
    sources = by_source and any(unbroken_percent(own[v]) != unbroken_percent(by_source.get(v, NONE)) for v in own)
    shown = sorted((v for v in VERDICTS if v in own), key=lambda v: -own[v])
    rows = tuple(
        ChanceRow(
            mark(v),
            unbroken_percent(own.get(v, NONE)),
            str(round(own.get(v, NONE) * 100)),
            unbroken_percent(by_source.get(v, NONE)),
            unbroken_percent(by_laws.get(v, NONE)),
        )
        for v in shown
    )
    alone = by_laws_alone(judgement)
    laws = (
        ""
        if alone is None
        else (
            f"Its laws alone refute it with a chance of {unbroken_percent(alone)}; with its claim to name all causes it is "
            f"{unbroken_percent(judgement.chance(*REFUTED))}."
        )
    )
    return ChancesView(rows, bool(sources), bool(parted), laws)


def _reading(case: Case, judgement: Judgement) -> Iterable[ReadView]:
    """What the leading reading takes where the codings leave more, or say something else."""
    for each in judgement.leading.reading if judgement.leading is not None else ():
        yield ReadView(
            coding_anchor(each.term, each.period_id),
            _place(case, each.term, each.period, judgement),
            each.value,
            value_words(case.coding(each.term, each.period)),
        )


def _place(case: Case, term: Term, period: int, judgement: Judgement) -> str:
    """A coding by its label, with its period where it is not the one judged."""
    where = "" if period == judgement.period else f" in {head(case, period).heading}"
    return f"{label(case.codebook, term, case)}{where}"


def _as_coded(case: Case, judgement: Judgement) -> str:
    """What the codings as they stand settle, where that is not simply the leading verdict."""
    if judgement.readings is None or judgement.verdict == judgement.likeliest:
        return ""
    if judgement.verdict != "open":
        return f"As coded, it is {judgement.verdict}."
    gaps = [_place(case, gap.term, gap.period, judgement) for gap in judgement.settled_by or ()]
    settled = f" To know {wording.listed(gaps)} would settle it." if gaps else ""
    return f"As coded, it may be {wording.listed(judgement.readings, 'or')}.{settled}"


def _facts(case: Case, record: Record, judgement: Judgement) -> Iterable[tuple[str, str]]:
    """What the sentence and the drawing of a cell do not say of its leading reading."""
    explained, found = record.explains, judgement.read
    order = case.codebook.values(explained.term)
    if found is not None and explained.change and found.levels is not None and len(found.levels) < len(order):
        yield "levels left", wording.outcome_words(found.levels) or "none"
    if found is not None and found.laws_alone is not None:
        yield "its laws alone", wording.outcome_words(found.laws_alone) or "nothing"
    if judgement.scope != "holds":
        yield "scope", judgement.scope
    if judgement.untested:
        yield "no instance here", ", ".join(judgement.untested)


def _derivation(cell: CellFindings) -> Iterable[StepView]:
    """The derivation of what is excluded: a heading for each exclusion, then its steps."""
    for block in derivations(cell.why) if cell.why is not None else ():
        yield StepView(block.words, block.mark, block.depth, block.kind == "heading")


def _rules(theory: Theory, reasons: Sequence[Reason], references: References) -> Iterable[RuleView]:
    wanted = unique([reason.label for reason in reasons if reason.kind != "coding"])
    known = {view.label: view for view in rule_views(theory, references)}
    return [known[label] for label in wanted if label in known]


def rule_views(theory: Theory, references: References) -> list[RuleView]:
    """The scope, the propositions and the exhaustive statements of a theory."""
    views = []
    if theory.scope is not None:
        views.append(
            RuleView(
                "scope",
                "Scope",
                "The theory claims to hold only where this is so.",
                text(theory.scope.formula),
                "scope",
            )
        )
    views += [_proposition(p, references) for p in theory.propositions]
    views += [_statement(s) for s in theory.exhaustive]
    return views


def _proposition(proposition: Proposition, references: References) -> RuleView:
    source = proposition.source
    kind = proposition.role + ("" if proposition.strict else ", usually")
    return RuleView(
        proposition.id,
        proposition.name,
        proposition.claim.strip(),
        text(proposition.rule.formula),
        kind,
        "" if source is None else cited_words(source.key, source.locator, references),
        proposition.mechanism.strip(),
    )


def _statement(statement: Statement) -> RuleView:
    said = text(statement.rule.formula)
    return RuleView(
        statement.label,
        capital(wording.claim_words(statement.label).removeprefix("its ")),
        f"The propositions name every cause of: {said}.",
        f"{said} only through a cause that the propositions name",
        "exhaustive",
    )


def coding_view(
    case: Case, references: References, term: Term, number: int, cautions: Sequence[str] = ()
) -> CodingView:
    coding, period = case.coding(term, number), case.period(number)
    return CodingView(
        coding_anchor(term, period.id),
        str(term),
        label(case.codebook, term, case),
        head(case, number).heading,
        value_words(coding),
        confidence_words(coding),
        coding.note.strip(),
        tuple(evidence_line(evidence, references) for evidence in coding.evidence),
        tuple(cautions),
    )


def _coding_used(
    case: Case, references: References, reason: Reason, read: Mapping[tuple[Term, int], str]
) -> CodingView:
    term = _term(case.codebook, reason.label)
    return replace(coding_view(case, references, term, reason.period), read_as=read.get((term, reason.period), ""))


def _term(codebook: Codebook, name: str) -> Term:
    return {str(term): term for term in codebook.terms()}[name]


def _flips(case: Case, cell: CellFindings) -> Iterable[FlipView]:
    """The single recodings of the leading reading that lead to another verdict, under that verdict."""
    for verdict in dict.fromkeys(flip.verdict for flip in cell.flips):
        values: dict[str, list[str]] = {}
        for each in (flip.recodings[0] for flip in cell.flips if flip.verdict == verdict):
            place = _place(case, each.term, each.period, cell.judgement)
            values.setdefault(place, []).append(each.instead)
        said = [f"{place}: {wording.listed(own, 'or')}" for place, own in values.items()]
        yield FlipView(mark(verdict), tuple(said[:SHOWN]), max(0, len(said) - SHOWN))


def _outcome(cell: CellFindings) -> str:
    """What other values of the outcome would lead to, in the leading reading."""
    values: dict[str, list[str]] = {}
    for each in cell.outcome:
        if each.verdict != cell.judgement.likeliest:
            values.setdefault(each.verdict, []).append(each.recodings[0].instead)
    others = [f"{wording.listed(own, 'or')} gives {verdict}" for verdict, own in values.items()]
    return f"If the outcome itself were coded otherwise: {'; '.join(others)}." if others else ""
