"""How firm the verdicts are: the probability of each, how far others are, which codings carry them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from checker.analysis.page.dossier import CellFindings, Dossier
from checker.analysis.verdicts.cell import Critical
from checker.logic.formula import Term
from checker.report.page.bars import single_bar, stacked_bar
from checker.report.page.texts import coding_anchor, head, heads, shares, unbroken_percent, value_words
from checker.report.page.view import CriticalView, ProbabilityCell, ProbabilityRow, RobustnessView
from checker.report.words.labels import label
from checker.study.case import Case

SHOWN = 10


def robustness_views(dossier: Dossier) -> tuple[RobustnessView, ...]:
    """One for each explained term."""
    return tuple(
        _view(dossier, [cell for cell in dossier.cells if str(cell.record.explains) == explains])
        for explains in dict.fromkeys(str(cell.record.explains) for cell in dossier.cells)
    )


def _view(dossier: Dossier, cells: Sequence[CellFindings]) -> RobustnessView:
    case = dossier.case
    by_theory: dict[str, list[CellFindings]] = {}
    for cell in cells:
        by_theory.setdefault(cell.record.theory.name, []).append(cell)
    rows = [
        ProbabilityRow(own[0].record.theory.heading, own[0].record.theory.benchmark, tuple(map(_cell, own)))
        for own in by_theory.values()
    ]
    rows.sort(key=lambda row: row.benchmark)
    limits = tuple(
        f"{cell.record.theory.name} in {cell.judgement.period_id}: {cell.limit}." for cell in cells if cell.limit
    )
    judged = [cell for cell in cells if cell.judgement.leading is not None and not cell.record.theory.benchmark]
    drawn = f"{float(sum(map(_elsewhere, judged), Fraction(0))):.1f} of {len(judged)}"
    return RobustnessView(
        str(cells[0].record.explains), heads(case), tuple(rows), tuple(_critical(case, cells)), drawn, limits
    )


def _cell(cell: CellFindings) -> ProbabilityCell:
    leading = cell.judgement.leading
    if leading is None:
        return ProbabilityCell((), "", "", stacked_bar(()))
    found = shares(cell.judgement.probability or ())
    by_source = unbroken_percent(dict(cell.by_source or ()).get(leading.verdict, Fraction(0)))
    number = 0 if cell.nearest is None else cell.nearest.number
    distance = "" if cell.limit or number == 1 else f"{number} recodings away" if number else "no recoding changes it"
    differs = cell.by_source is not None and by_source != unbroken_percent(leading.probability)
    return ProbabilityCell(found, by_source if differs else "", distance, stacked_bar(found))


def _critical(case: Case, cells: Sequence[CellFindings]) -> Iterable[CriticalView]:
    """The codings with which most of the rivals' verdicts are to be expected to change if the coding is wrong."""
    judged = [cell for cell in cells if cell.judgement.leading is not None and not cell.record.theory.benchmark]
    found: dict[tuple[Term, int], list[tuple[CellFindings, Critical]]] = {}
    for cell in judged:
        for critical in cell.criticality:
            if not critical.is_outcome:
                found.setdefault((critical.term, critical.period), []).append((cell, critical))
    ranked = sorted(found.items(), key=lambda each: -_expected(judged, each[1]))
    for rank, ((term, period), at_stake) in enumerate(ranked[:SHOWN], 1):
        at_stake.sort(key=lambda each: -each[1].probability)
        critical = at_stake[0][1]
        share = _expected(judged, at_stake)
        yield CriticalView(
            rank,
            str(term),
            label(case.codebook, term, case),
            coding_anchor(term, critical.period_id),
            head(case, period).heading,
            value_words(critical.coding),
            f"{float(share):.1f} of {len(judged)}",
            single_bar(float(share * 100) / max(1, len(judged))),
            _most(case, at_stake),
        )


def _expected(judged: Sequence[CellFindings], at_stake: Sequence[tuple[CellFindings, Critical]]) -> Fraction:
    """How many verdicts are to be expected to be others: those that the coding bears on, and the rest as ever."""
    touched = {id(cell): critical.probability for cell, critical in at_stake}
    return sum((touched.get(id(cell), _elsewhere(cell)) for cell in judged), Fraction(0))


def _elsewhere(cell: CellFindings) -> Fraction:
    """The chance of another verdict than the leading one."""
    leading = cell.judgement.leading
    return Fraction(0) if leading is None else 1 - leading.probability


def _most(case: Case, at_stake: Sequence[tuple[CellFindings, Critical]]) -> str:
    shown = [
        f"{cell.record.theory.heading}, {head(case, cell.judgement.period).heading} "
        f"({unbroken_percent(critical.probability)})"
        for cell, critical in at_stake[:2]
    ]
    more = len(at_stake) - len(shown)
    return "; ".join(shown) + (f"; and {more} more" if more else "")
