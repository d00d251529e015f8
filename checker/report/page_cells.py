"""The detail of each verdict: why it is so, by which rules and codings, and what would change it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checker.analysis.distance import Distance
from checker.analysis.dossier import CellFindings, Dossier
from checker.analysis.result import VERDICTS, Judgement, Reason, Record
from checker.logic.formula import Term
from checker.logic.printing import text
from checker.report import wording
from checker.report.explaining import derivations
from checker.report.notation import symbols
from checker.report.page_texts import (
    References, anchor, cited_words, coding_anchor, confidence_words, evidence_line, head, mark, unique, value_words,
)
from checker.report.page_view import CellView, CodingView, RivalsView, RuleView, StepView
from checker.study.case import Case
from checker.study.codebook import Codebook
from checker.study.theory import Proposition, Statement, Theory


def cell_anchor(record: Record, judgement: Judgement) -> str:
    return anchor("cell", record.theory.name, str(record.explains), judgement.period_id)


def cell_views(dossier: Dossier, references: References) -> tuple[tuple[str, tuple[CellView, ...]], ...]:
    """The cells under their theory's name, in the order of the records."""
    views: dict[str, list[CellView]] = {}
    for place, cell in enumerate(dossier.cells):
        views.setdefault(cell.record.theory.name, []).append(_cell(dossier, references, place, cell))
    return tuple((name, tuple(cells)) for name, cells in views.items())


def _cell(dossier: Dossier, references: References, place: int, cell: CellFindings) -> CellView:
    case, record, judgement = dossier.case, cell.record, cell.judgement
    reasons = unique_reasons(cell)
    return CellView(
        place, cell_anchor(record, judgement), record.theory.name, record.theory.heading, str(record.explains),
        head(case, judgement.period), mark(judgement.verdict), _sentence(record, judgement),
        tuple(_facts(record, judgement)), tuple(_derivation(cell)),
        tuple(_rules(record.theory, reasons, references)),
        tuple(coding_view(case, references, _term(case.codebook, r.label), r.period)
              for r in reasons if r.kind == "coding"),
        tuple(_smallest(cell)),
        tuple(_rivals(dossier, cell)))


def _rivals(dossier: Dossier, cell: CellFindings) -> Iterable[RivalsView]:
    """The other theories' verdicts on the same period, in the order of the table of verdicts."""
    others = [other for other in dossier.cells if other.record.explains == cell.record.explains
              and other.judgement.period == cell.judgement.period and other.record is not cell.record]
    for verdict in VERDICTS:
        alike = tuple((other.record.theory.name, cell_anchor(other.record, other.judgement))
                      for other in others if other.judgement.verdict == verdict)
        if alike:
            yield RivalsView(mark(verdict), alike)


def unique_reasons(cell: CellFindings) -> list[Reason]:
    """The reasons of the verdict and of every exclusion, each once, propositions first."""
    reasons = [*cell.judgement.because]
    for exclusion in cell.why.exclusions if cell.why is not None else ():
        for core in exclusion.cores.cores[:1]:
            reasons += core.reasons
    found = list(dict.fromkeys(reasons))
    return [r for r in found if r.kind != "coding"] + [r for r in found if r.kind == "coding"]


def _sentence(record: Record, judgement: Judgement) -> str:
    if judgement.verdict in ("untestable", "out of scope", "unobserved", "unknown"):
        meaning = judgement.limit or wording.MEANINGS[judgement.verdict]
        return f"{meaning[0].upper()}{meaning[1:]}."
    return f"{record.theory.heading} {wording.why(record, judgement)}"


def _facts(record: Record, judgement: Judgement) -> Iterable[tuple[str, str]]:
    """What is known at a glance: possible, predicted, expected, observed, and what else qualifies the verdict."""
    explained = record.explains
    for name, outcomes in (("possible", judgement.possible), ("predicted", judgement.prediction),
                           ("expected", judgement.expectation), ("observed", judgement.observed)):
        if outcomes is not None:
            words = wording.outcome_words(outcomes) or "nothing"
            yield name, f"{wording.arrows(explained, outcomes)} {words}" if explained.change and outcomes else words
    if judgement.laws_alone is not None:
        yield "its laws alone", wording.outcome_words(judgement.laws_alone) or "nothing"
    if judgement.scope != "holds":
        yield "scope", judgement.scope
    if judgement.without_exhaustive is not None and judgement.without_exhaustive != judgement.verdict:
        yield "without its claim to completeness", judgement.without_exhaustive
    if judgement.open:
        yield "open", "it could also be " + wording.listed(
            [r for r in judgement.readings or () if r != judgement.verdict] or [judgement.verdict], "or")
        if judgement.settled_by:
            yield "settled by", wording.listed(f"{gap.term} ({gap.period_id})" for gap in judgement.settled_by)
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
        views.append(RuleView("scope", "Scope", "The theory claims to hold only where this is so.",
                              text(theory.scope.formula), symbols(theory.scope.formula), "scope"))
    views += [_proposition(p, references) for p in theory.propositions]
    views += [_statement(s) for s in theory.exhaustive]
    return views


def _proposition(proposition: Proposition, references: References) -> RuleView:
    source = proposition.source
    kind = proposition.role + ("" if proposition.strict else ", usually")
    return RuleView(
        proposition.id, proposition.name, proposition.claim.strip(), text(proposition.rule.formula),
        symbols(proposition.rule.formula), kind,
        "" if source is None else cited_words(source.key, source.locator, references), proposition.mechanism.strip())


def _statement(statement: Statement) -> RuleView:
    said = text(statement.rule.formula)
    return RuleView(statement.label, "Claim to completeness", f"The propositions name every cause of: {said}.",
                    f"{said} only through a cause that the propositions name",
                    f"{symbols(statement.rule.formula)} → ⋁ causes", "exhaustive")


def coding_view(
    case: Case, references: References, term: Term, number: int, cautions: Sequence[str] = ()
) -> CodingView:
    coding, period = case.coding(term, number), case.period(number)
    variable = case.codebook.variables[term.variable]
    return CodingView(
        coding_anchor(term, period.id), str(term), variable.label, head(case, number).heading, value_words(coding),
        confidence_words(coding), coding.note.strip(),
        tuple(evidence_line(evidence, references) for evidence in coding.evidence), tuple(cautions))


def _term(codebook: Codebook, name: str) -> Term:
    return {str(term): term for term in codebook.terms()}[name]


def _smallest(cell: CellFindings) -> Iterable[str]:
    """What would change the verdict: recodings of conditions, and of the outcome itself."""
    if cell.doubt is None:
        if cell.limit:
            yield f"Not computed: {cell.limit}."
        return
    if cell.fewest is None:
        yield "No recoding of the conditions changes this verdict."
    else:
        yield f"{recodings_words(cell.fewest)} makes it {cell.fewest.verdict}."
    others = [f"{recoded.instead}, {verdict}" for recoded, verdict in cell.outcome if verdict != cell.judgement.verdict]
    if others:
        yield f"If the outcome itself were coded {'; if '.join(others)}."


def recodings_words(distance: Distance) -> str:
    return wording.listed(
        f"{r.term} ({r.period_id}) {r.instead} instead of {value_words(r.coding)}" for r in distance.recodings)

