"""How firm the verdicts on a case are: all theories at a glance, or one of them period by period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from checker.analysis.robust.robustness import Firmness, Robustness, TheoryRobustness
from checker.analysis.robust.sensitivity import Shift
from checker.analysis.verdicts.judgement import BORNE_OUT, Verdict
from checker.analysis.verdicts.pivots import Pivot
from checker.report.render.document import Document, Section, Table, shown_as
from checker.report.render.markup import as_json
from checker.report.robust.tables import CSV_COLUMNS, csv_rows, robust_json
from checker.report.robust.theory import record_words, theory_sections
from checker.report.robust.words import chances_of, coding_named, gathered, variation_words
from checker.report.words.labels import figure, percent
from checker.report.words.phrases import counted
from checker.report.words.verdicts import GLYPHS, accommodated, listed
from checker.study.case import Case
from checker.study.csv_text import csv_text

NAMED, CODINGS_SHOWN, SOURCES_SHOWN = 6, 3, 2
BY_SOURCE = "Codings from one source may err together; drawing each by itself is then too optimistic."


@dataclass(frozen=True)
class Signs:
    """How verdicts and what they hang on are marked in the matrix."""

    verdicts: Mapping[Verdict, str]
    outcome: str
    condition: str
    close: str


SIGNS = Signs(GLYPHS, "°", "*", "≈")
LATEX_SIGNS = Signs({verdict: verdict for verdict in GLYPHS}, " o", " c", " n")
"""Letters, which every LaTeX has."""
Cell = tuple[TheoryRobustness, Firmness]
Decided = tuple[TheoryRobustness, Firmness, Pivot]


def robust_rendered(
    robustness: Sequence[Robustness], form: str, width: int = 80, without_sources: Sequence[str] = ()
) -> str:
    """What `robust` says of every case, in the format asked for, and which sources it was told to leave out."""
    if form == "json":
        return as_json(robust_json(robustness, without_sources))
    if form == "csv":
        return csv_text(CSV_COLUMNS, [row for each in robustness for row in csv_rows(each)])
    return "\n".join(shown_as(_document(each, without_sources, form == "latex"), form, width) for each in robustness)


def _document(robustness: Robustness, without_sources: Sequence[str], in_latex: bool = False) -> Document:
    sections = [
        Section("What if", tuple(f"This run treats as missing what rests on {key} alone." for key in without_sources))
    ]
    for explains in dict.fromkeys(str(each.explains) for each in robustness.theories):
        own = sorted(
            (each for each in robustness.theories if str(each.explains) == explains),
            key=lambda each: each.theory.benchmark,
        )
        sections += (
            _one_theory(robustness.case, own[0])
            if len(own) == 1
            else _sections(robustness.case, explains, own, LATEX_SIGNS if in_latex else SIGNS)
        )
    sections.append(Section("Limits", tuple(_limits(robustness))))
    return Document(f"{robustness.case.heading}: how firm the verdicts are", tuple(sections))


def _one_theory(case: Case, robustness: TheoryRobustness) -> list[Section]:
    caution = accommodated(robustness.theory, case)
    return [
        Section(
            f"{robustness.theory.heading} on {robustness.explains}",
            (*_in_short(case, [robustness]), *record_words(robustness), *([caution] if caution else [])),
        ),
        *theory_sections(case, robustness),
    ]


def _sections(case: Case, explains: str, own: Sequence[TheoryRobustness], signs: Signs) -> list[Section]:
    rivals = [each for each in own if not each.theory.benchmark] or list(own)
    return [
        Section(f"How firm, on {explains}", tuple(_in_short(case, rivals)), (_matrix(own, signs),)),
        Section("What leads once one coding is settled", tuple(_hanging(case, _cells(rivals))), (_readings(rivals),)),
    ]


# In short


def _in_short(case: Case, own: Sequence[TheoryRobustness]) -> Iterator[str]:
    cells = _cells(own)
    if not cells:
        return
    yield " ".join(filter(None, (_firm_ones(own), _counts([firm for _, firm in cells]), _most_hangs(case, cells))))
    yield f"{BY_SOURCE} {_by_source(cells)}{_records_by_source(own)}"


def _cells(own: Sequence[TheoryRobustness]) -> list[Cell]:
    """The verdicts that are known and that codings could change."""
    return [
        (each, firm)
        for each in own
        for firm in each.periods
        if firm.leading is not None and firm.verdict != "untestable"
    ]


def _firm_ones(own: Sequence[TheoryRobustness]) -> str:
    """How many verdicts are firm, and which: one by one where they are few, else the theories of which all are."""
    cells = _cells(own)
    firm = [cell for cell in cells if cell[1].is_firm]
    start = f"Of {counted(len(cells), 'verdict')}, {len(firm) or 'none'} {'are' if len(firm) > 1 else 'is'} firm"
    if firm and len(firm) <= NAMED:
        return (
            f"{start}: "
            + "; ".join(
                f"{heading if len(own) > 1 else ''}{' in ' * (len(own) > 1)}"
                f"{listed(f'{one.period_id} ({_led(one)})' for one in of)}"
                for heading, of in gathered((each.theory.heading, one) for each, one in firm)
            )
            + "."
        )
    whole = [each.theory.heading for each in own if all(one.is_firm for one in each.periods)]
    return f"{start}{', among them all of ' + listed(whole) if whole else ''}."


def _led(firm: Firmness) -> str:
    assert firm.leading is not None
    return f"{firm.leading.verdict} {percent(firm.leading.probability)}"


def _counts(firms: Sequence[Firmness]) -> str:
    """How many hang on what, and how many are close; one verdict may be all of that."""
    outcome = sum(any(pivot.is_outcome for pivot in firm.hangs_on) for firm in firms)
    condition = sum(any(not pivot.is_outcome for pivot in firm.hangs_on) for firm in firms)
    close = sum(bool(firm.close) for firm in firms)
    parts = [
        words
        for number, words in (
            (outcome, f"{outcome} {'hangs' if outcome == 1 else 'hang'} on how the outcome itself is coded"),
            (condition, f"{condition} {'hangs' if condition == 1 else 'hang'} on a single condition"),
            (close, f"{close} {'is' if close == 1 else 'are'} too close to call"),
        )
        if number
    ]
    if not parts:
        return ""
    said = listed(parts)
    several = " (one may count more than once)" if len(parts) > 1 else ""
    return f"Of the others {said}{several}." if any(firm.is_firm for firm in firms) else f"{said}{several}."


def _most_hangs(case: Case, cells: Sequence[Cell]) -> str:
    """The coding that decides most verdicts."""
    for own in _ranked(cells)[:1] if len({each.theory.name for each, _ in cells}) > 1 else ():
        decided = len({(each.theory.name, firm.period) for each, firm, _ in own})
        return (
            f"The coding on which most verdicts hang is "
            f"{coding_named(case, own[0][2].term, own[0][2].period_id)} ({counted(decided, 'verdict')})."
        )
    return ""


def _by_source(cells: Sequence[Cell]) -> str:
    """How far the chances move, and where another verdict leads, where codings of one source err together."""
    moved, other = [], []
    for each, firm in cells:
        if firm.leading is None or not firm.by_source:
            continue
        chance = dict(firm.by_source).get(firm.leading.verdict, Fraction(0))
        lead, share = max(firm.by_source, key=lambda pair: pair[1])
        moved.append((abs(chance - firm.leading.probability), each, firm, chance))
        if lead != firm.leading.verdict:
            other.append(f"{each.theory.heading} in {firm.period_id} ({lead} {percent(share)}, not {_led(firm)})")
    if not moved:
        return ""
    far, each, firm, chance = max(moved, key=lambda four: four[0])
    if not far:
        return "Here that changes nothing."
    if other:
        return f"Drawn by source, another verdict leads for {listed(other)}."
    return (
        f"Drawn by source, no leading verdict changes; the chance that moves most is that of {each.theory.heading} in {firm.period_id} "
        f"({_led(firm)}, by source {percent(chance)})."
    )


def _records_by_source(own: Sequence[TheoryRobustness]) -> str:
    """The record that moves most, where any does by a point or more."""
    moved = [
        (abs(one - other), mark, each.theory.heading, one, other)
        for each in own
        for mark, one, other in (
            ("A", each.record.unrefuted, each.record_by_source.unrefuted),
            ("B", each.record.both, each.record_by_source.both),
        )
        if one is not None and other is not None and figure(one) != figure(other)
    ]
    if not moved or len(own) == 1:
        return ""
    _, mark, heading, one, other = max(moved)
    return f" In column {mark} the chance of {heading} moves most ({percent(one)}, by source {percent(other)})."


# The matrix


def _matrix(own: Sequence[TheoryRobustness], signs: Signs) -> Table:
    rows = [
        (
            each.theory.heading,
            *(_cell(firm, signs) for firm in each.periods),
            *("–" if chance is None else figure(chance) for chance in (each.record.unrefuted, each.record.both)),
        )
        for each in own
    ]
    first = next((n for n, each in enumerate(own) if each.theory.benchmark), None)
    if first:
        rows.insert(first, ("benchmarks", *[""] * (len(rows[0]) - 1)))
    return Table(_legend(own, signs), ("", *(firm.period_id for firm in own[0].periods), "A", "B"), tuple(rows))


def _cell(firm: Firmness, signs: Signs) -> str:
    if firm.leading is None:
        return signs.verdicts["unknown"]
    return f"{signs.verdicts[firm.leading.verdict]} {figure(firm.leading.probability)}{_marks(firm, signs)}"


def _marks(firm: Firmness, signs: Signs) -> str:
    outcome = any(pivot.is_outcome for pivot in firm.hangs_on)
    condition = any(not pivot.is_outcome for pivot in firm.hangs_on)
    return signs.outcome * outcome + signs.condition * condition + signs.close * bool(firm.close)


def _legend(own: Sequence[TheoryRobustness], signs: Signs) -> str:
    firms = [firm for each in own for firm in each.periods]
    led = {firm.leading.verdict for firm in firms if firm.leading is not None}
    glyphs: list[tuple[str, Verdict]] = [
        (glyph, verdict) for verdict, glyph in signs.verdicts.items() if verdict in led and glyph != verdict
    ]
    shown = "".join(_marks(firm, signs) for firm in firms)
    marks = [
        words
        for mark, words in (
            (signs.outcome, f"{signs.outcome.strip()} hangs on the outcome's coding"),
            (signs.condition, f"{signs.condition.strip()} on one condition"),
            (signs.close, f"{signs.close.strip()} too close to call (within five points)"),
        )
        if mark in shown
    ]
    return (
        "; ".join(
            (
                "Chance of the leading verdict, in %",
                *(f"{glyph} {listed(of, 'or')}" for glyph, of in gathered(glyphs)),
                *marks,
                "A: never contradicted; B: and every turn fits",
            )
        )
        + "."
    )


# What verdicts hang on


def _ranked(cells: Sequence[Cell]) -> list[list[Decided]]:
    """What each coding decides, those first that decide most, each verdict by the chance of the value."""
    found = gathered((pivot.at, (each, firm, pivot)) for each, firm in cells for pivot in firm.hangs_on)
    return sorted((own for _, own in found), key=lambda own: -sum((p.chance for _, _, p in own), Fraction(0)))


def _hanging(case: Case, cells: Sequence[Cell]) -> Iterator[str]:
    """The codings that decide most verdicts, each with what leads for whom."""
    ranked = _ranked(cells)
    for own in ranked[:CODINGS_SHOWN]:
        yield _coding_sentence(case, own)
    rest = len(ranked) - CODINGS_SHOWN
    if rest > 0:
        yield f"{counted(rest, 'other coding')} {'decides' if rest == 1 else 'decide'} less; see --theory THEORY."


def _coding_sentence(case: Case, own: Sequence[Decided]) -> str:
    first = own[0][2]
    named = coding_named(case, first.term, first.period_id)
    # Values that lead to the same are said together.
    leads = gathered((pivot.value, (pivot.leads, firm.period_id, each.theory.heading)) for each, firm, pivot in own)
    parts = [
        f"if {listed(values, 'or')}, {_led_by(first.period_id, of)}"
        for of, values in gathered((tuple(of), value) for value, of in leads)
    ]
    return f"{named[:1].upper()}{named[1:]} ({chances_of(case, first.term, first.coding)}): {'; '.join(parts)}."


def _led_by(at: str, of: Iterable[tuple[str, str, str]]) -> str:
    """Which verdict leads for which theories, with the periods judged where these are not the coding's own."""
    by_theory = gathered((theory, (verdict, period)) for verdict, period, theory in of)
    return listed(
        f"{_verdicts(at, cells)} for {listed(theories)}"
        for cells, theories in gathered((tuple(cells), theory) for theory, cells in by_theory)
    )


def _verdicts(at: str, cells: Iterable[tuple[str, str]]) -> str:
    return listed(
        verdict if periods == [at] else f"{verdict} in {listed(periods)}" for verdict, periods in gathered(cells)
    )


# Other readings


def _readings(rivals: Sequence[TheoryRobustness]) -> Table:
    """Readings of the case that change verdicts; of the sources those that change most."""
    found = gathered(((v.kind, v.name), v) for each in rivals for v in each.variations if v.kind != "proposition")
    judged = sum(len(each.periods) for each in rivals)
    rows: list[tuple[str, ...]] = []
    sources: list[tuple[str, ...]] = []
    for (kind, _), own in found:
        shifts = [shift for variation in own for shift in variation.changed]
        if shifts:
            (sources if kind == "source" else rows).append(_row(variation_words(own[0]), shifts))
    sources.sort(key=lambda row: -int(row[1]))
    return Table(
        "Leading verdicts that change if the case is read otherwise.",
        ("", f"change, of {judged}", "newly fit", "no longer fit"),
        (*rows, *sources[:SOURCES_SHOWN], *_proposition_row(rivals)),
    )


def _proposition_row(rivals: Sequence[TheoryRobustness]) -> list[tuple[str, ...]]:
    """The proposition without which most verdicts change."""
    found = [(len(v.changed), each, v) for each in rivals for v in each.variations if v.kind == "proposition"]
    number, each, variation = max(found, key=lambda three: three[0], default=(0, None, None))
    if not number or each is None or variation is None:
        return []
    name = variation.name if not variation.name.startswith("exhaustive: ") else "the claim to completeness"
    return [_row(f"without {name} of {each.theory.heading}", variation.changed)]


def _row(name: str, shifts: Sequence[Shift]) -> tuple[str, ...]:
    newly = sum(s.now in BORNE_OUT and s.was not in BORNE_OUT for s in shifts)
    no_longer = sum(s.was in BORNE_OUT and s.now not in BORNE_OUT for s in shifts)
    return name, str(len(shifts)), str(newly), str(no_longer)


def _limits(robustness: Robustness) -> Iterator[str]:
    """The limits that were reached, each once with all that it kept from being known."""
    reached = [
        ((firm.limit, "the answer is not complete"), f"{each.theory.heading} in {firm.period_id}")
        for each in robustness.theories
        for firm in each.periods
        if firm.limit
    ]
    reached += [
        ((record.limit, "no chances are given"), f"the record of {each.theory.heading}{how}")
        for each in robustness.theories
        for record, how in ((each.record, ""), (each.record_by_source, " by source"))
        if record.limit
    ]
    for (limit, then), what in gathered(reached):
        said = listed(what)
        yield f"{said[:1].upper()}{said[1:]}: {limit}; {then}."
