"""How firm the verdicts on one theory are, period by period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from checker.analysis.robust.robustness import Firmness, TheoryRobustness
from checker.analysis.robust.sensitivity import CutPoint
from checker.analysis.verdicts.cell import Distance
from checker.analysis.verdicts.judgement import Distribution, TrackRecord
from checker.report.render.document import Section, Table
from checker.report.robust.words import coding_named, distribution_words, gathered, recodings_words, variation_words
from checker.report.words.labels import figure, label, percent
from checker.report.words.phrases import counted
from checker.report.words.verdicts import listed, word
from checker.study.calibration import decimal
from checker.study.case import Case

SHOWN = 2
"""How many other verdicts, and codings, a sentence names."""
TENTH = Fraction(1, 10)


def theory_sections(case: Case, robustness: TheoryRobustness) -> list[Section]:
    """Each verdict with what would change it, the record, and what other readings of the case do."""
    order = case.codebook.values(robustness.explains.term)
    firms = [firm for firm in robustness.periods if firm.leading is not None]
    return [
        Section(
            "Period by period",
            tuple(_period(case, firm) for firm in firms),
            (
                Table(
                    f"The verdict in the most likely reading, were {label(case.codebook, robustness.explains.term, case)}:",
                    ("", *order),
                    tuple(_outcomes(order, firm) for firm in firms if firm.outcomes),
                ),
            ),
        ),
        Section(
            "If the case is read otherwise",
            (*_steady(robustness), *_moved(robustness)),
            (
                Table(
                    "The range in which a cut point may lie with every leading verdict as it is.",
                    ("coding", "cut point", "range", "beyond"),
                    tuple(_cut_row(case, cut) for cut in robustness.cut_points),
                ),
            ),
        ),
    ]


def _period(case: Case, firm: Firmness) -> str:
    assert firm.leading is not None
    leading, others = firm.leading, _top(each for each in firm.probability if each[0] != firm.leading.verdict)
    by_source = dict(firm.by_source or ()).get(leading.verdict, Fraction(0))
    beside = (
        ""
        if figure(by_source) == figure(leading.probability) or firm.by_source is None
        else f" (by source {percent(by_source)})"
    )
    mark = ", firm" if firm.is_firm else ", too close to call" if firm.close else ""
    told = [
        f"{leading.verdict} {percent(leading.probability)}{beside}{mark}"
        + (f"; next {distribution_words(others)}" if others else "")
    ]
    without = firm.without_exhaustive
    if without and _apart(firm.probability, without) > TENTH:
        told.append(f"By its laws alone: {distribution_words(_top(without))}")
    return f"{firm.period_id}: {'. '.join([*told, *_ways(case, firm)])}."


def _ways(case: Case, firm: Firmness) -> Iterator[str]:
    """What brings another verdict: codings once settled, then changes of the most likely reading."""
    judged = firm.period_id
    hangs = [
        f"{coding_named(case, p.term, p.period_id, judged)}, if {p.value} ({percent(p.chance)}): {p.leads} "
        f"{percent(p.probability)}"
        for p in firm.hangs_on[:SHOWN]
    ]
    if hangs:
        more = len(firm.hangs_on) - SHOWN
        yield f"Hangs on {'; '.join([*hangs, *([counted(more, 'other value')] if more > 0 else [])])}"
    if firm.leading is not None and firm.leading.verdict == "open":
        if firm.settled_by:
            yield f"Settled by {listed(coding_named(case, g.term, g.period_id, judged) for g in firm.settled_by)}"
    elif firm.nearest is not None and firm.nearest == firm.likeliest:
        if not _is_said(firm, firm.nearest):
            yield f"Nearest and likeliest change: {_way(case, firm.nearest, judged)}"
    else:
        ways = (("Likeliest", firm.likeliest), ("Nearest", firm.nearest))
        yield from (
            f"{name} change: {_way(case, way, judged)}"
            for name, way in ways
            if way is not None and not _is_said(firm, way)
        )
    critical = [each for each in firm.criticality if not each.is_outcome and each.probability][:SHOWN]
    if critical:
        yield "Critical if wrong: " + ", ".join(
            f"{coding_named(case, each.term, each.period_id, judged)} {percent(each.probability)}" for each in critical
        )


def _is_said(firm: Firmness, way: Distance) -> bool:
    """Whether this one recoding is among those that the verdict is said to hang on."""
    said = {(pivot.at, pivot.value, pivot.leads) for pivot in firm.hangs_on[:SHOWN]}
    return way.number == 1 and all((each.at, each.instead, way.verdict) in said for each in way.recodings)


def _way(case: Case, way: Distance, judged: str) -> str:
    return f"{recodings_words(case, way, judged)} ({way.verdict})"


def _top(chances: Iterable[tuple[str, Fraction]]) -> list[tuple[str, Fraction]]:
    return sorted(chances, key=lambda each: -each[1])[:SHOWN]


def _apart(one: Distribution, other: Distribution) -> Fraction:
    first, second = dict(one), dict(other)
    return max(
        abs(first.get(verdict, Fraction(0)) - second.get(verdict, Fraction(0))) for verdict in {**first, **second}
    )


def _outcomes(order: tuple[str, ...], firm: Firmness) -> tuple[str, ...]:
    assert firm.leading is not None
    instead = {each.recodings[0].instead: each.verdict for each in firm.outcomes}
    return (firm.period_id, *(word(instead.get(value, firm.leading.verdict)) for value in order))


def record_words(robustness: TheoryRobustness) -> Iterator[str]:
    """The record over all periods, by source too where that is another figure."""
    one, other = robustness.record, robustness.record_by_source

    def told(name: str, first: Fraction | None, second: Fraction | None) -> str:
        shown = ["unknown" if each is None else percent(each) for each in (first, second)]
        return f"{name} {shown[0]}" + (f" (by source {shown[1]})" if shown[0] != shown[1] else "")

    if one.unrefuted is None and other.unrefuted is None:
        return
    yield (
        ", ".join(
            (
                told("Never contradicted", one.unrefuted, other.unrefuted),
                told("every rise fits", one.rises, other.rises),
                told("every fall", one.falls, other.falls),
                told("all of that", one.both, other.both),
            )
        )
        + _mean(one)
        + "."
    )


def _mean(record: TrackRecord) -> str:
    return "" if record.borne_out is None else f"; {float(record.borne_out):.1f} of {record.periods} periods fit"


def _steady(robustness: TheoryRobustness) -> Iterator[str]:
    """What leaves every verdict as it is, in one sentence."""
    steady = [v for v in robustness.variations if not v.changed]
    labels = [v.name for v in steady if v.kind == "proposition" and not v.name.startswith("exhaustive: ")]
    sources = [v.name for v in steady if v.kind == "source"]
    parts = [f"without {listed(labels, 'or')}"] if labels else []
    parts += [variation_words(v) for v in steady if v.kind not in ("proposition", "source")]
    if sources:
        parts.append(f"without {'the source ' + sources[0] if len(sources) == 1 else f'any of {len(sources)} sources'}")
    if parts:
        yield f"No leading verdict changes {listed(parts, 'or')}."


def _moved(robustness: TheoryRobustness) -> Iterator[str]:
    """The verdicts that lead otherwise, for each reading that changes any; those that change the same together."""
    changed = gathered(
        (variation.changed, variation_words(variation, robustness.theory))
        for variation in robustness.variations
        if variation.changed
    )
    for shifts, names in changed:
        leads = "; ".join(
            f"{now} in {listed(periods)}" for now, periods in gathered((shift.now, shift.period_id) for shift in shifts)
        )
        said = listed(names, "or")
        yield f"{said[:1].upper()}{said[1:]}: {leads}."


def _cut_row(case: Case, cut: CutPoint) -> tuple[str, ...]:
    low = "no lower bound" if cut.low is None else f"above {decimal(cut.low)}"
    high = "no upper bound" if cut.high is None else f"up to {decimal(cut.high)}"
    sides = (("below", cut.below), ("above", cut.above))
    beyond = [f"{side}: {shift.period_id} {shift.now}" for side, shift in sides if shift]
    return f"{label(case.codebook, cut.term, case)} {cut.value}", decimal(cut.at), f"{low}, {high}", "; ".join(beyond)
