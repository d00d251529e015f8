"""How firm the verdicts are: the probability of each, how far others are, which codings carry them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from checker.analysis.dossier import CellFindings, Dossier
from checker.analysis.doubt import Critical, Doubt
from checker.report.charts import single_bar, stacked_bar
from checker.report.page_texts import coding_anchor, head, heads, mark, unbroken_percent, value_words
from checker.report.page_view import CriticalView, ProbabilityCell, ProbabilityRow, RobustnessView, Share
from checker.study.case import Case
from checker.logic.formula import Term

SHOWN = 10


def robustness_views(dossier: Dossier) -> tuple[RobustnessView, ...]:
    """One for each explained term."""
    return tuple(_view(dossier, [cell for cell in dossier.cells if str(cell.record.explains) == explains])
                 for explains in dict.fromkeys(str(cell.record.explains) for cell in dossier.cells))


def _view(dossier: Dossier, cells: Sequence[CellFindings]) -> RobustnessView:
    case = dossier.case
    by_theory: dict[str, list[CellFindings]] = {}
    for cell in cells:
        by_theory.setdefault(cell.record.theory.name, []).append(cell)
    rows = [ProbabilityRow(own[0].record.theory.heading, own[0].record.theory.benchmark, tuple(map(_cell, own)))
            for own in by_theory.values()]
    rows.sort(key=lambda row: row.benchmark)
    limits = tuple(f"{cell.record.theory.name} in {cell.judgement.period_id}: {cell.limit}."
                   for cell in cells if cell.limit)
    judged = [cell for cell in cells if cell.doubt is not None and not cell.record.theory.benchmark]
    drawn = f"{float(sum(map(_elsewhere, judged), Fraction(0))):.1f} of {len(judged)}"
    return RobustnessView(str(cells[0].record.explains), heads(case), tuple(rows),
                          tuple(_critical(case, cells)), drawn, limits)


def _cell(cell: CellFindings) -> ProbabilityCell:
    if cell.doubt is None:
        return ProbabilityCell((), "", "", stacked_bar(()))
    shares = _shares(cell.doubt)
    spoken = ", ".join(f"{share.mark.verdict} {share.percent}" for share in shares)
    number = 0 if cell.fewest is None else cell.fewest.number
    distance = "1 recoding" if number == 1 else f"{number} recodings" if number else "no recoding"
    return ProbabilityCell(shares, spoken, distance, stacked_bar(shares))


def _shares(doubt: Doubt) -> tuple[Share, ...]:
    ranked = sorted(doubt.verdicts, key=lambda pair: -pair[1])
    return tuple(Share(mark(verdict), unbroken_percent(share), float(share * 100))
                 for verdict, share in ranked if share)


def _critical(case: Case, cells: Sequence[CellFindings]) -> Iterable[CriticalView]:
    """The codings with which most of the rivals' verdicts are to be expected to change if the coding is wrong."""
    judged = [cell for cell in cells if cell.doubt is not None and not cell.record.theory.benchmark]
    found: dict[tuple[Term, int], list[tuple[CellFindings, Critical]]] = {}
    for cell in judged:
        for critical in cell.doubt.criticality if cell.doubt is not None else ():
            if not critical.is_outcome:
                found.setdefault((critical.term, critical.period), []).append((cell, critical))
    ranked = sorted(found.values(), key=lambda each: -_expected(judged, each))
    for rank, at_stake in enumerate(ranked[:SHOWN], 1):
        at_stake.sort(key=lambda each: -each[1].probability)
        critical = at_stake[0][1]
        share = _expected(judged, at_stake)
        yield CriticalView(
            rank, str(critical.term), case.codebook.variables[critical.term.variable].label,
            coding_anchor(critical.term, critical.period_id), head(case, critical.period).heading,
            value_words(critical.coding), f"{float(share):.1f} of {len(judged)}",
            single_bar(float(share * 100) / max(1, len(judged))), _most(at_stake))


def _expected(judged: Sequence[CellFindings], at_stake: Sequence[tuple[CellFindings, Critical]]) -> Fraction:
    """How many verdicts are to be expected to be others: those that the coding bears on, and the rest as ever."""
    touched = {id(cell): critical.probability for cell, critical in at_stake}
    return sum((touched.get(id(cell), _elsewhere(cell)) for cell in judged), Fraction(0))


def _elsewhere(cell: CellFindings) -> Fraction:
    """The probability of another verdict."""
    return Fraction(0) if cell.doubt is None else 1 - cell.doubt.of(cell.judgement.verdict)


def _most(at_stake: Sequence[tuple[CellFindings, Critical]]) -> str:
    shown = [f"{cell.record.theory.name} in {cell.judgement.period_id} ({unbroken_percent(critical.probability)})"
             for cell, critical in at_stake[:2]]
    more = len(at_stake) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
