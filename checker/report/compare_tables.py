"""The tables of `compare`: verdicts, tests, records and dominance, with and without the claims to completeness."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from checker.analysis.comparison import Comparison, Entry, Line
from checker.analysis.result import Distribution
from checker.analysis.rivals import RivalTest
from checker.report.document import Table
from checker.report.labels import figure
from checker.report.wording import ARROWS, GLYPHS, IN_SHORT, listed, word, years

TENTH = Fraction(1, 10)
PAIRS = 3
"""So many pairs a period, at most, have a line among the tests that are shown first."""
BRACKETS = "in brackets without the claims to completeness, where that differs by more than a tenth"
ABREAST = 4


def apart(one: Fraction | None, other: Fraction | None) -> bool:
    """Whether two chances differ by more than a tenth."""
    return one is not None and other is not None and abs(one - other) > TENTH


def letters(found: Comparison) -> dict[str, str]:
    """A letter for each theory, by its name, for the columns of tables."""
    return {theory.name: chr(ord("a") + n) if n < 26 else str(n) for n, theory in enumerate(found.theories)}


def _name(found: Comparison, name: str) -> str:
    theory = next(theory for theory in found.theories if theory.name == name)
    return f"{letters(found)[name]} {theory.heading}{'*' * theory.benchmark}"


# Verdicts

def verdict_tables(found: Comparison) -> Iterator[Table]:
    """A row a theory for one case; for several a row a period, and the theories as columns."""
    yield from _by_theory(found) if len(found.cases) == 1 else _by_period(found)


def _by_theory(found: Comparison) -> Iterator[Table]:
    case, every = found.cases[0], found.with_exhaustive.lines
    for start in range(0, len(every), ABREAST):
        lines = every[start:start + ABREAST]
        rows: list[tuple[str, ...]] = [("observed", *(_observed(found, line) for line in lines))]
        rows += [(_name(found, theory.name), *(_cell(found, line, theory.name) for line in lines))
                 for theory in found.theories]
        heads = []
        for line in lines:
            period = next(period for period in case.periods if period.id == line.period_id)
            heads.append(f"{period.heading} {years(period)}".rstrip())
        yield Table(_caption(found) if not start else "The periods after these.", ("", *heads), tuple(rows))


def _caption(found: Comparison) -> str:
    brackets = f"; {BRACKETS}" if found.without_exhaustive is not None else ""
    marks = " *: benchmark." if any(theory.benchmark for theory in found.theories) else ""
    return f"The most likely verdict on each period with its chance in %{brackets}.{marks}"


def _by_period(found: Comparison) -> Iterator[Table]:
    shown = dict.fromkeys(entry.verdict for line in found.with_exhaustive.lines for entry in line.entries)
    meanings = "; ".join(f"{GLYPHS[v]} {v}" for v in IN_SHORT if v in shown)
    theories = "; ".join(_name(found, theory.name) for theory in found.theories)
    rows = []
    for line in found.with_exhaustive.lines:
        rows.append((line.case, line.period_id, _observed(found, line), *(
            f"{GLYPHS[entry.verdict]}{figure(entry.leading.probability) if entry.leading else ''}"
            for entry in line.entries)))
    marks = " *: benchmark." if any(theory.benchmark for theory in found.theories) else ""
    yield Table(f"Truth table: the most likely verdict on each period with its chance in %. {theories}.{marks} "
                f"{meanings}.", ("case", "period", "observed", *letters(found).values()), tuple(rows))


def _observed(found: Comparison, line: Line) -> str:
    if line.observed is None:
        return "not coded"
    outcome, chance = max(line.observed, key=lambda each: each[1])
    return f"{ARROWS[outcome] + ' ' if found.explains.change else ''}{outcome} {figure(chance)}"


def _cell(found: Comparison, line: Line, theory: str) -> str:
    entry = line.entry(theory)
    if entry.leading is None:
        return f"{GLYPHS['unknown']} unknown"
    said = f"{GLYPHS[entry.verdict]} {word(entry.verdict)} {figure(entry.leading.probability)}"
    other = _without(found, line, theory)
    return said if other is None else f"{said} ({other})"


def _without(found: Comparison, line: Line, theory: str) -> str | None:
    """The chance of the same verdict without the claims to completeness, or the verdict that then leads."""
    if found.without_exhaustive is None:
        return None
    own = line.entry(theory)
    bare = next(each for each in found.without_exhaustive.lines
                if (each.case, each.period_id) == (line.case, line.period_id)).entry(theory)
    if own.probability is None or bare.leading is None or not _differ(own.probability, bare.probability or ()):
        return None
    chance = figure(dict(bare.probability or ()).get(own.verdict, Fraction(0)))
    return chance if bare.verdict == own.verdict else f"{word(bare.verdict)} {figure(bare.leading.probability)}"


def _differ(one: Distribution, other: Distribution) -> bool:
    first, second = dict(one), dict(other)
    return any(apart(first.get(verdict, Fraction(0)), second.get(verdict, Fraction(0)))
               for verdict in {**first, **second})


# Tests

def shared_tests(found: Comparison) -> list[RivalTest]:
    """The pairs that are a critical test with at least a tenth, the likeliest of each period first, and only these."""
    shown = []
    for case, period in dict.fromkeys((test.case, test.period_id) for test in found.with_exhaustive.tests):
        own = [test for test in found.with_exhaustive.tests if (test.case, test.period_id) == (case, period)
               and (test.critical or 0) >= TENTH]
        shown += sorted(own, key=lambda test: -(test.critical or 0))[:PAIRS]
    return shown


def all_tests(found: Comparison) -> list[RivalTest]:
    """Every pair that may test each other."""
    return [test for test in found.with_exhaustive.tests if test.critical or test.partial]


def tests_table(found: Comparison, tests: Sequence[RivalTest]) -> Iterator[Table]:
    bare = {(test.case, test.period_id, test.first, test.second): test
            for test in (found.without_exhaustive.tests if found.without_exhaustive else ())}
    letter, many = letters(found), len(found.cases) > 1
    rows = []
    for test in tests:
        other = bare.get((test.case, test.period_id, test.first, test.second))
        won = sorted([(test.won_by_first, letter[test.first]), (test.won_by_second, letter[test.second])],
                     key=lambda pair: -(pair[0] or 0))
        rows.append((*((test.case,) if many else ()), test.period_id, f"{letter[test.first]} {letter[test.second]}",
                     _both(test.critical, other.critical if other else None),
                     _both(test.partial, other.partial if other else None),
                     ", ".join(f"{name} {figure(chance)}" for chance, name in won if chance is not None)))
    brackets = f"; {BRACKETS}" if found.without_exhaustive is not None else ""
    yield Table("How likely two theories' predictions exclude each other (critical) or differ (partial), and who then "
                f"wins a critical test, in %{brackets}.",
                (*(("case",) if many else ()), "period", "theories", "critical", "partial", "wins, if critical"),
                tuple(rows))


def _both(one: Fraction | None, other: Fraction | None) -> str:
    if one is None:
        return "unknown"
    return f"{figure(one)} ({figure(other)})" if other is not None and apart(one, other) else figure(one)


# Over all periods

def record_table(found: Comparison) -> Table:
    """The record of each theory beside how many courses of events it would have survived."""
    many = len(found.cases) > 1
    rows = []
    for record, severity in zip(found.records, found.severity, strict=True):
        track = record.track
        shares = (track.unrefuted, track.rises, track.falls, track.turns, track.both)
        means = (track.borne_out, track.undecided)
        rows.append((*((record.case,) if many else ()),
                     letters(found)[record.theory] if many else _name(found, record.theory),
                     *("?" if track.limit else "-" if share is None else figure(share) for share in shares),
                     *("?" if mean is None else f"{float(mean):.1f}" for mean in means),
                     *("?" if severity.limit else "-" if share is None else figure(share)
                       for share in (severity.sequence_share, severity.ordering_share))))
    turns = "rises, falls, turns: every one borne out, if there is one; both: never refuted and every turn borne out" \
        if found.explains.change else "rises, falls, turns: every rise, fall or period borne out; both: all of these"
    return Table(
        f"Chances in %. firm: refuted in no period; {turns}. fits, open: periods borne out and undecided, on average. "
        "courses, orders: of all courses of events, and of all orderings of the outcomes seen, the share that the "
        "theory would have survived: where that is high, survival was no hard test.",
        (*(("case",) if many else ()), "", "firm", "rises", "falls", "turns", "both", "fits", "open", "courses",
         "orders"), tuple(rows))


def severity_table(found: Comparison) -> Table:
    rows = tuple((_name(found, s.theory), s.case, listed(s.periods), *(
        "unknown" if s.limit else "none judged" if pair is None else f"{pair[0]} of {pair[1]}"
        for pair in (s.sequences, s.orderings))) for s in found.severity)
    return Table("Courses of events, and orderings of the one observed, that the theory would have survived.",
                 ("theory", "case", "judged in", "courses", "orderings"), rows)


# Dominance

def dominance_table(found: Comparison) -> Iterator[Table]:
    letter = letters(found)
    bare = {(each.first, each.second): each
            for each in (found.without_exhaustive.dominance if found.without_exhaustive else ())}
    cells: dict[tuple[str, str], str] = {}
    for each in found.with_exhaustive.dominance:
        other = bare.get((each.first, each.second))
        cells[each.first, each.second] = _both(each.by_first, other.by_first if other else None)
        cells[each.second, each.first] = _both(each.by_second, other.by_second if other else None)
    rows = tuple((_name(found, row.name), *(cells.get((row.name, column.name), "").replace("unknown", "?")
                                            for column in found.theories)) for row in found.theories)
    if cells:
        brackets = f"; {BRACKETS}" if found.without_exhaustive is not None else ""
        yield Table(f"How likely the theory of the row dominates that of the column, in %{brackets}.",
                    ("", *letter.values()), rows)


# Definite predictions

def definite_table(found: Comparison) -> Table:
    rows = []
    for theory in found.theories:
        own = [(line, line.entry(theory.name)) for line in found.with_exhaustive.lines]
        made = [entry for _, entry in own if entry.prediction]
        rows.append((_name(found, theory.name), str(sum(len(entry.prediction or ()) == 1 for entry in made)),
                     str(len(made)), *(_places(found, own, kind) for kind in ("most likely", "least likely"))))
    return Table(
        "In how many periods the theory predicts exactly one outcome, of those in which it predicts at all, each read "
        "as its leading verdict is. Such a period is a most likely case where all its rivals predict the same, a "
        "least likely one where all exclude it.",
        ("theory", "definite", "of", "most likely in", "least likely in"), tuple(rows))


def _places(found: Comparison, own: Sequence[tuple[Line, Entry]], kind: str) -> str:
    by_case: dict[str, list[str]] = {}
    for line, entry in own:
        if entry.likely == kind:
            by_case.setdefault(line.case, []).append(line.period_id)
    return listed(listed(periods) + (f" ({case})" if len(found.cases) > 1 else "") for case, periods in by_case.items())
