"""The matrix of chances: for each theory and period a bar of five parts, one number, and what the theory says.

templates/matrix.js fills the same elements anew after a reader's changes; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from checker.analysis.page.dossier import Dossier
from checker.analysis.verdicts.draws import probabilities
from checker.analysis.verdicts.judgement import REFUTED, Judgement, Record, TrackRecord
from checker.report.page.texts import cell_anchor, heads, mark, tenths, unbroken_percent
from checker.report.page.view import BarPart, Matrix, MatrixCell, MatrixRow, Seen, TrackView
from checker.report.words import headline
from checker.report.words import verdicts as wording
from checker.study.case import Case
from checker.study.term_period import TermPeriod

NONE = Fraction(0)
LIKELY = Fraction(1, 10)
"""A value at least as likely belongs to the band of the outcome."""


def matrices(dossier: Dossier) -> tuple[Matrix, ...]:
    """One matrix for each explained term; cells are numbered over all of them, as the compiled ones are."""
    case, records = dossier.case, dossier.overview.result.records
    places: dict[tuple[int, int], int] = {}
    for at, record in enumerate(records):
        for judgement in record.judgements:
            places[at, judgement.period] = len(places)
    found = []
    for explains in dict.fromkeys(record.explains for record in records):
        rows: dict[bool, list[MatrixRow]] = {False: [], True: []}
        alike = [record for record in records if record.explains == explains]
        for at, record in enumerate(records):
            if record.explains == explains:
                rows[record.theory.benchmark].append(
                    _row(case, record, [places[at, j.period] for j in record.judgements])
                )
        found.append(
            Matrix(
                str(explains),
                case.codebook.variables[explains.term.variable].label,
                heads(case),
                tuple(_seen(case, alike, n) for n in range(1, case.last + 1)),
                tuple(sorted(rows[False], key=lambda row: -row.turns)),
                tuple(rows[True]),
                any(record.track.both is not None for record in alike),
            )
        )
    return tuple(found)


def _row(case: Case, record: Record, places: Sequence[int]) -> MatrixRow:
    cells = tuple(_cell(record, j, place) for j, place in zip(record.judgements, places, strict=True))
    fits = [headline.chances(record.judgements[n])["fits"] for n in headline.turns([record])]
    return MatrixRow(
        record.theory.name,
        record.theory.heading,
        not set(case.names).isdisjoint(record.theory.built_on),
        cells,
        _track(record.track),
        float(sum(fits, NONE)),
        sum(share >= headline.CLEAR for share in fits),
        len(fits),
    )


def _cell(record: Record, judgement: Judgement, place: int) -> MatrixCell:
    found = judgement.read
    chances = headline.chances(judgement)
    says = "" if found is None else wording.arrows(record.explains, found.prediction)
    words = wording.outcome_words(found.prediction) if found is not None and found.prediction else ""
    expects = found.expectation if found is not None else None
    usually = ""
    if found is not None and expects and expects != found.prediction:
        usually = wording.arrows(record.explains, expects)
        words += f", usually {wording.outcome_words(expects)}"
    return MatrixCell(
        place,
        cell_anchor(record, judgement),
        judgement.period_id,
        bar(judgement),
        unbroken_percent(chances["fits"]) if judgement.probability is not None else "–",
        headline.in_words(chances) if judgement.probability is not None else "not worked out",
        max(chances.values()) < headline.CLEAR,
        mark(judgement.likeliest),
        "" if judgement.leading is None else unbroken_percent(judgement.leading.probability),
        says,
        usually,
        words,
    )


def bar(judgement: Judgement) -> tuple[BarPart, ...]:
    """The chances of a cell side by side; what only the claims to name all causes contradict is a part of its own."""
    chances = headline.chances(judgement)
    claimed = NONE
    if judgement.probability is not None and judgement.without_exhaustive is not None:
        alone = sum((p for v, p in judgement.without_exhaustive if v in REFUTED), NONE)
        claimed = max(NONE, chances["refuted"] - alone)
    shares: dict[str, Fraction] = {str(side): share for side, share in chances.items()}
    shares |= {"refuted": chances["refuted"] - claimed, "claimed": claimed}
    return tuple(
        BarPart(side, f"{float(100 * shares[side]):.2f}")
        for side in ("fits", "quiet", "against", "undecided", "claimed", "refuted")
        if shares[side]
    )


def _track(track: TrackRecord) -> TrackView:
    undecided = track.undecided is not None and 2 * track.undecided >= track.periods > 0
    return TrackView(
        _chance(track.unrefuted),
        _chance(track.both),
        ""
        if not undecided or track.undecided is None
        else f"undecided in {tenths(track.undecided)} of {track.periods}",
    )


def _chance(share: Fraction | None) -> str:
    return "–" if share is None else unbroken_percent(share)


def _seen(case: Case, records: Sequence[Record], number: int) -> Seen:
    """What happened in a period: its level with the band of likely ones, and the most probable change."""
    explained = records[0].explains
    order = case.codebook.values(explained.term)
    here, before = (level(case, TermPeriod(explained.term, n)) for n in (number, number - 1))
    if here is None:
        return Seen("", "not coded", "", "", 0, 0, 0, 0, len(order))
    at, low, high = here
    band = wording.listed([order[n] for n in dict.fromkeys((low, at, high))], "or") if low != high else order[at]
    words = arrows = chance = ""
    judgement = wording.seen_outcomes(records, number)
    if judgement is not None and judgement.observed_probability:
        outcome, share = max(judgement.observed_probability, key=lambda each: each[1])
        arrows = wording.arrows(explained, (outcome,)) if explained.change else ""
        words, chance = outcome, unbroken_percent(share)
    return Seen(arrows, words or band, chance, band, at, low, high, before[0] if before is not None else at, len(order))


def level(case: Case, tp: TermPeriod) -> tuple[int, int, int] | None:
    """The most probable level of a coding, the lowest and the highest likely one; None where there is none."""
    if tp.period < case.first:
        return None
    coding = case.coding(tp.term, tp.period)
    if coding.is_missing:
        return None
    shares = probabilities(coding, case.codebook.values(tp.term))
    likely: Iterable[int] = [n for n, p in enumerate(shares) if p >= LIKELY]
    return max(range(len(shares)), key=lambda n: shares[n]), min(likely), max(likely)
