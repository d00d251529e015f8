"""How firm the verdicts on a case are: all theories at a glance, or one of them period by period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from checker.analysis.result import BORNE_OUT, Verdict
from checker.analysis.robustness import LIKELY, Firmness, Pivot, Robustness, TheoryRobustness
from checker.report.document import Document, Section, Table, shown_as
from checker.report.export import as_csv, as_json
from checker.report.labels import figure, percent
from checker.report.phrases import counted
from checker.report.robust_tables import CSV_COLUMNS, csv_rows, robust_json
from checker.report.robust_theory_text import theory_sections
from checker.report.robust_words import chances_of, coding_named, gathered, proposition_words, variation_words
from checker.report.wording import GLYPHS, accommodated, listed
from checker.study.case import Case

NAMED, CODINGS_SHOWN, SOURCES_SHOWN = 6, 6, 3
BY_SOURCE = "Codings that rest on one source err together, so that chances by independent draws are optimistic."
Cell = tuple[TheoryRobustness, Firmness]


def robust_rendered(
    found: Sequence[Robustness], form: str, width: int = 80, without_sources: Sequence[str] = (),
) -> str:
    """What `robust` says of every case, in the format asked for, and which sources it was told to leave out."""
    if form == "json":
        return as_json(robust_json(found, without_sources))
    if form == "csv":
        return as_csv(CSV_COLUMNS, [row for each in found for row in csv_rows(each)])
    return "\n".join(shown_as(_document(each, without_sources), form, width) for each in found)


def _document(found: Robustness, without_sources: Sequence[str]) -> Document:
    sections = [Section("What if", tuple(f"This run treats as missing what rests on {key} alone."
                                         for key in without_sources))]
    for explains in dict.fromkeys(str(each.explains) for each in found.theories):
        own = sorted((each for each in found.theories if str(each.explains) == explains),
                     key=lambda each: each.theory.benchmark)
        sections += _one_theory(found.case, own[0]) if len(own) == 1 else _sections(found.case, explains, own)
    sections.append(Section("Limits", tuple(_limits(found))))
    return Document(f"{found.case.heading}: how firm the verdicts are", tuple(sections))


def _one_theory(case: Case, found: TheoryRobustness) -> list[Section]:
    cells = [(found, firm) for firm in found.periods if firm.leading is not None]
    caution = accommodated(found.theory, case)
    return [Section(f"{found.theory.heading} on {found.explains}",
                    (*_in_short(cells), *([caution] if caution else []))), *theory_sections(case, found)]


def _sections(case: Case, explains: str, own: Sequence[TheoryRobustness]) -> list[Section]:
    rivals = [each for each in own if not each.theory.benchmark] or list(own)
    cells = [(each, firm) for each in rivals for firm in each.periods if firm.leading is not None]
    return [
        Section(f"In short, on {explains}", tuple(_in_short(cells))),
        Section("How firm", (), (_matrix(own),)),
        Section("What verdicts hang on", tuple(_hanging(case, cells))),
        Section("If the case is read otherwise", tuple(_resting(rivals)), (_readings(rivals),)),
    ]


# In short

def _in_short(cells: Sequence[Cell]) -> Iterator[str]:
    if not cells:
        return
    firm = [cell for cell in cells if cell[1].is_firm]
    yield f"{_firm_ones(firm, len(cells))} {_counts([firm for _, firm in cells])}".rstrip()
    yield f"{BY_SOURCE} {_by_source(cells)}"


def _firm_ones(firm: Sequence[Cell], judged: int) -> str:
    start = f"Of {counted(judged, 'verdict')}, {len(firm) or 'none'} {'are' if len(firm) > 1 else 'is'} firm"
    if not firm or len(firm) > NAMED:
        return f"{start}."
    return f"{start}: " + "; ".join(
        f"{heading} in {listed(f'{one.period_id} ({_led(one)})' for one in own)}" for heading, own in gathered(
            (each.theory.heading, one) for each, one in firm)) + "."


def _led(firm: Firmness) -> str:
    assert firm.leading is not None
    return f"{firm.leading.verdict}, {percent(firm.leading.probability)}"


def _counts(firms: Sequence[Firmness]) -> str:
    outcome = sum(any(pivot.is_outcome for pivot in firm.hangs_on) for firm in firms)
    condition = sum(any(not pivot.is_outcome for pivot in firm.hangs_on) for firm in firms)
    close = sum(bool(firm.close) for firm in firms)
    parts = [words for number, words in (
        (outcome, f"{outcome} on how the outcome itself is coded"), (condition, f"{condition} on one condition"))
        if number]
    hang = f"{'Some hang' if outcome + condition > 1 else 'One hangs'} on one coding: {listed(parts)}" if parts else ""
    near = f"in {close} another verdict is within five points" if close else ""
    said = "; ".join(filter(None, (hang, near)))
    return f"{said[:1].upper()}{said[1:]}." if said else ""


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
            other.append(f"{each.theory.heading} in {firm.period_id} ({lead}, {percent(share)})")
    if not moved:
        return ""
    far, each, firm, chance = max(moved, key=lambda four: four[0])
    if not far:
        return "Here that changes nothing."
    lead = f"another verdict leads for {listed(other)}" if other else "no leading verdict changes"
    return (f"Drawn by source, {lead}; most moves {each.theory.heading} in {firm.period_id}, from {_led(firm)}, to "
            f"{percent(chance)}.")


# The matrix

def _matrix(own: Sequence[TheoryRobustness]) -> Table:
    rows = tuple((each.theory.heading + " (benchmark)" * each.theory.benchmark, *map(_cell, each.periods),
                  _two(each.record.unrefuted, each.record_by_source.unrefuted),
                  _two(each.record.both, each.record_by_source.both)) for each in own)
    return Table(_legend(own), ("", *(firm.period_id for firm in own[0].periods), "A", "B"), rows)


def _cell(firm: Firmness) -> str:
    if firm.leading is None:
        return GLYPHS["unknown"]
    marks = "°" * any(p.is_outcome for p in firm.hangs_on) + "*" * any(not p.is_outcome for p in firm.hangs_on)
    return f"{GLYPHS[firm.leading.verdict]} {figure(firm.leading.probability)}{marks}{'≈' * bool(firm.close)}"


def _two(chance: Fraction | None, by_source: Fraction | None) -> str:
    """`7 (12)`: by independent draws, and by source where that is another figure."""
    first, second = ("–" if each is None else figure(each) for each in (chance, by_source))
    return first if first == second else f"{first} ({second})"


def _legend(own: Sequence[TheoryRobustness]) -> str:
    firms = [firm for each in own for firm in each.periods]
    led = {firm.leading.verdict for firm in firms if firm.leading is not None}
    glyphs: list[tuple[str, Verdict]] = [(glyph, verdict) for verdict, glyph in GLYPHS.items() if verdict in led]
    shown = "".join(map(_cell, firms))
    marks = [words for mark, words in (
        ("°", "° hangs on the outcome's coding"), ("*", "* on one condition"),
        ("≈", "≈ another verdict is within five points")) if mark in shown]
    return "; ".join((
        "Chance of the leading verdict, in %", *(f"{glyph} {listed(of, 'or')}" for glyph, of in gathered(glyphs)),
        *marks, "A: never refuted; B: and every turn borne out; in brackets by source, where that differs")) + "."


# What verdicts hang on

def _hanging(case: Case, cells: Sequence[Cell]) -> Iterator[str]:
    """The codings that decide most verdicts, each with what leads for whom."""
    found: dict[object, list[tuple[TheoryRobustness, Firmness, Pivot]]] = {}
    for each, firm in cells:
        for pivot in firm.hangs_on:
            found.setdefault(pivot.place, []).append((each, firm, pivot))
    if not found:
        return
    yield (f"With one coding settled as said here, another verdict leads, by more than five points; values with a "
           f"chance below {percent(LIKELY)} are left aside.")
    ranked = sorted(found.values(), key=lambda own: -_weight(own))
    for own in ranked[:CODINGS_SHOWN]:
        yield _coding_sentence(case, own)
    rest = len(ranked) - CODINGS_SHOWN
    if rest > 0:
        yield f"{counted(rest, 'other coding')} {'decides' if rest == 1 else 'decide'} less; see --theory THEORY."


def _weight(own: Sequence[tuple[TheoryRobustness, Firmness, Pivot]]) -> Fraction:
    """The number of verdicts that a coding decides, each by the chance that it does."""
    return sum((pivot.chance for _, _, pivot in own), Fraction(0))


def _coding_sentence(case: Case, own: Sequence[tuple[TheoryRobustness, Firmness, Pivot]]) -> str:
    first = own[0][2]
    named = coding_named(case, first.place.term, first.period_id)
    values = []
    for value, cells in gathered((pivot.value, (each, firm, pivot)) for each, firm, pivot in own):
        led = [f"{verdict} for {_whose(first.period_id, of)}" for verdict, of in gathered(
            (pivot.leads, (each, firm)) for each, firm, pivot in cells)]
        values.append(f"if {value}, {listed(led)}")
    return f"{named[:1].upper()}{named[1:]} ({chances_of(case, first.place.term, first.coding)}): {'; '.join(values)}."


def _whose(at: str, cells: Iterable[Cell]) -> str:
    """The theories, with the periods judged where these are not the coding's own."""
    named = []
    for heading, firms in gathered((each.theory.heading, firm) for each, firm in cells):
        periods = [firm.period_id for firm in firms]
        named.append(heading if periods == [at] else f"{heading} in {listed(periods)}")
    return listed(named)


# Other readings

def _readings(rivals: Sequence[TheoryRobustness]) -> Table:
    """Readings of the case that change verdicts; of the sources those that change most."""
    found = gathered(((v.kind, v.name), v) for each in rivals for v in each.variations if v.kind != "proposition")
    judged = sum(len(each.periods) for each in rivals)
    rows, sources = [], []
    for (kind, _), own in found:
        shifts = [shift for variation in own for shift in variation.changed]
        row = (variation_words(own[0]), str(len(shifts)),
               str(sum(s.now in BORNE_OUT and s.was not in BORNE_OUT for s in shifts)),
               str(sum(s.was in BORNE_OUT and s.now not in BORNE_OUT for s in shifts)))
        if shifts:
            (sources if kind == "source" else rows).append(row)
    sources.sort(key=lambda row: -int(row[1]))
    return Table("How many leading verdicts change, and how many of these newly bear a theory out, or no longer do.",
                 ("", f"of {judged} change", "newly", "no longer"), (*rows, *sources[:SOURCES_SHOWN]))


def _resting(rivals: Sequence[TheoryRobustness]) -> Iterator[str]:
    """The propositions without which most verdicts change."""
    found = [(len(v.changed), v.name, each.theory.heading) for each in rivals for v in each.variations
             if v.kind == "proposition" and v.changed]
    most = max((number for number, _, _ in found), default=0)
    if most:
        named = listed(f"{proposition_words(name)} of {heading}" for number, name, heading in found if number == most)
        yield f"Giving up one proposition changes most with {named}: {counted(most, 'verdict')}."


def _limits(found: Robustness) -> Iterator[str]:
    for each in found.theories:
        for firm in each.periods:
            if firm.limit:
                yield f"{each.theory.heading} in {firm.period_id}: {firm.limit}; the answer is not complete."
        for record, how in ((each.record, ""), (each.record_by_source, ", by source")):
            if record.limit:
                yield f"{each.theory.heading} over all periods{how}: {record.limit}; no chances are given."
