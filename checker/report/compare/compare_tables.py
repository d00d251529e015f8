"""The tables of `compare`: verdicts, tests, records and dominance, with and without the claims to completeness."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from checker.analysis.rivals.chances import RivalTest
from checker.analysis.rivals.comparison import Comparison, Entry, Line
from checker.analysis.verdicts.judgement import Distribution
from checker.report.render.document import Table
from checker.report.words.labels import figure
from checker.report.words.verdicts import ARROWS, GLYPHS, IN_SHORT, listed

TENTH = Fraction(1, 10)
PAIRS = 2
"""So many pairs a period, or one a case where there are several, have a line among the tests that are shown first."""
ABREAST = 4
"""With more periods than these, a period has one line among the tests, and theories have no titles beside marks."""


def apart(one: Fraction | None, other: Fraction | None) -> bool:
    """Whether two chances differ by more than a tenth."""
    return one is not None and other is not None and abs(one - other) > TENTH


def letters(comparison: Comparison) -> dict[str, str]:
    """A letter for each theory, by its name, for the columns of tables."""
    return {theory.name: chr(ord("a") + n) if n < 26 else str(n) for n, theory in enumerate(comparison.theories)}


def _name(comparison: Comparison, name: str) -> str:
    return f"{letters(comparison)[name]} {_starred(comparison, name)}"


def _starred(comparison: Comparison, name: str) -> str:
    theory = next(theory for theory in comparison.theories if theory.name == name)
    return theory.heading + "*" * theory.benchmark


# Verdicts


def verdict_table(comparison: Comparison, brief: bool) -> Table:
    """A row a theory for one case; for several a row a period, and the theories as columns; in marks if brief."""
    return _by_theory(comparison, brief) if len(comparison.cases) == 1 else _by_period(comparison, brief)


def _by_theory(comparison: Comparison, brief: bool) -> Table:
    lines = comparison.with_exhaustive.lines
    # Beside many periods there is no room for titles.
    titled = not brief or len(lines) <= ABREAST
    rows: list[tuple[str, ...]] = [
        (*[""] * titled, "observed", *(_observed(comparison, line, brief) for line in lines))
    ]
    rows += [
        (letter, *[_starred(comparison, name)] * titled, *(_cell(comparison, line, name, brief) for line in lines))
        for name, letter in letters(comparison).items()
    ]
    return Table(
        f"The likeliest verdict on each period with its chance in %.{'' if titled else _titles(comparison)}"
        f"{_brackets(comparison)}{_marks(comparison, brief)}",
        (*[""] * (1 + titled), *(line.period_id for line in lines)),
        tuple(rows),
    )


def _by_period(comparison: Comparison, brief: bool) -> Table:
    rows: list[tuple[str, ...]] = []
    for case in comparison.cases:
        rows.append((case.name, *[""] * (len(comparison.theories) + 1)))
        rows += [
            (
                f" {line.period_id}",
                _observed(comparison, line, brief),
                *(_said(line.entry(theory.name), brief) for theory in comparison.theories),
            )
            for line in comparison.with_exhaustive.lines
            if line.case == case.name
        ]
    return Table(
        f"The likeliest verdict on each period with its chance in %.{_titles(comparison)}{_marks(comparison, brief)}",
        ("", "observed", *letters(comparison).values()),
        tuple(rows),
    )


def _titles(comparison: Comparison) -> str:
    return f" {'; '.join(_name(comparison, theory.name) for theory in comparison.theories)}."


def _brackets(comparison: Comparison) -> str:
    return (
        " In brackets, here and below, without the claims to completeness, where more than a tenth apart."
        if comparison.without_exhaustive is not None
        else ""
    )


def _marks(comparison: Comparison, brief: bool) -> str:
    """What the marks stand for."""
    matrices = [matrix for matrix in (comparison.with_exhaustive, comparison.without_exhaustive) if matrix is not None]
    shown = {entry.verdict for matrix in matrices for line in matrix.lines for entry in line.entries}
    by_mark: dict[str, list[str]] = {}
    for verdict in IN_SHORT:
        if verdict in shown:
            by_mark.setdefault(GLYPHS[verdict], []).append(verdict)
    marks = [f"{mark} {listed(own, 'or')}" for mark, own in by_mark.items()] if brief else []
    marks += ["* benchmark"] if any(theory.benchmark for theory in comparison.theories) else []
    return f" {'; '.join(marks)}." if marks else ""


def _observed(comparison: Comparison, line: Line, brief: bool) -> str:
    if line.observed is None:
        return "?" if brief else "not coded"
    outcome, chance = max(line.observed, key=lambda each: each[1])
    return f"{ARROWS[outcome] if brief and comparison.explains.change else outcome} {figure(chance)}"


def _said(entry: Entry, brief: bool) -> str:
    """The leading verdict with its chance: `✗59`, or in words."""
    chance = figure(entry.leading.probability) if entry.leading else ""
    return f"{GLYPHS[entry.verdict]}{chance}" if brief else f"{entry.verdict} {chance}".rstrip()


def _cell(comparison: Comparison, line: Line, theory: str, brief: bool) -> str:
    other = _without(comparison, line, theory, brief)
    return _said(line.entry(theory), brief) + (f"({other})" if brief else f" ({other})") * bool(other)


def _without(comparison: Comparison, line: Line, theory: str, brief: bool) -> str:
    """The chance of the same verdict without the claims to completeness, or the verdict that then leads."""
    if comparison.without_exhaustive is None:
        return ""
    own = line.entry(theory)
    bare = next(
        each
        for each in comparison.without_exhaustive.lines
        if (each.case, each.period_id) == (line.case, line.period_id)
    ).entry(theory)
    if own.probability is None or bare.probability is None or not _differ(own.probability, bare.probability):
        return ""
    return _said(bare, brief) if bare.verdict != own.verdict else figure(dict(bare.probability)[own.verdict])


def _differ(one: Distribution, other: Distribution) -> bool:
    first, second = dict(one), dict(other)
    return any(
        apart(first.get(verdict, Fraction(0)), second.get(verdict, Fraction(0))) for verdict in {**first, **second}
    )


# Tests


def likeliest_tests(comparison: Comparison) -> list[RivalTest]:
    """The likeliest critical tests of each period, of each case where there are several, that have at least a tenth."""
    by_place: dict[tuple[str, str], list[RivalTest]] = {}
    many = len(comparison.cases) > 1
    for test in comparison.with_exhaustive.tests:
        if (test.critical or 0) >= TENTH:
            by_place.setdefault((test.case, "" if many else test.period_id), []).append(test)
    at = {(line.case, line.period_id): number for number, line in enumerate(comparison.with_exhaustive.lines)}
    shown = [
        test
        for own in by_place.values()
        for test in sorted(own, key=lambda test: -(test.critical or 0))[
            : 1 if many or len(by_place) > ABREAST else PAIRS
        ]
    ]
    return sorted(shown, key=lambda test: at[test.case, test.period_id])


def all_tests(comparison: Comparison) -> list[RivalTest]:
    """Every pair that may test each other, period by period."""
    at = {(line.case, line.period_id): number for number, line in enumerate(comparison.with_exhaustive.lines)}
    return sorted(
        (test for test in comparison.with_exhaustive.tests if test.critical or test.partial),
        key=lambda test: at[test.case, test.period_id],
    )


def tests_table(comparison: Comparison, tests: Sequence[RivalTest], more: str = "") -> Iterator[Table]:
    bare = {
        (test.case, test.period_id, test.first, test.second): test
        for test in (comparison.without_exhaustive.tests if comparison.without_exhaustive else ())
    }
    letter, many = letters(comparison), len(comparison.cases) > 1
    rows = []
    for test in tests:
        other = bare.get((test.case, test.period_id, test.first, test.second))
        won = sorted(
            [(test.won_by_first, letter[test.first]), (test.won_by_second, letter[test.second])],
            key=lambda pair: -(pair[0] or 0),
        )
        rows.append(
            (
                *((test.case,) if many else ()),
                test.period_id,
                f"{letter[test.first]} {letter[test.second]}",
                _both(test.critical, other.critical if other else None),
                _both(test.partial, other.partial if other else None),
                ", ".join(f"{name} {figure(chance)}" for chance, name in won if chance is not None),
            )
        )
    yield Table(
        "Chances in % that two theories' predictions exclude each other (critical) or differ (partial), and "
        "that a critical test leaves one alone unrefuted (wins)." + more,
        (*(("case",) if many else ()), "period", "theories", "critical", "partial", "wins"),
        tuple(rows),
    )


def _both(one: Fraction | None, other: Fraction | None) -> str:
    if one is None:
        return "unknown"
    return f"{figure(one)} ({figure(other)})" if other is not None and apart(one, other) else figure(one)


# Over all periods


def record_table(comparison: Comparison) -> Table:
    """The record of each theory beside how many courses of events it would have survived."""
    rows: list[tuple[str, ...]] = []
    for record, severity in zip(comparison.records, comparison.severity, strict=True):
        track = record.track
        shares = (track.unrefuted, track.rises, track.falls, track.turns, track.both)
        means = (track.borne_out, track.undecided)
        if len(comparison.cases) > 1 and record.theory == comparison.theories[0].name:
            rows.append((record.case, *[""] * 9))
        rows.append(
            (
                _name(comparison, record.theory),
                *("?" if track.limit else "-" if share is None else figure(share) for share in shares),
                *("?" if mean is None else f"{float(mean):.1f}" for mean in means),
                *(
                    "?" if severity.limit else "-" if share is None else figure(share)
                    for share in (severity.sequence_share, severity.ordering_share)
                ),
            )
        )
    turns = (
        "each borne out, if there is one; both, held and each turn borne out"
        if comparison.explains.change
        else "each rise, fall, period borne out; both, held too"
    )
    return Table(
        f"Chances in %: held, refuted in no period; rise, fall, turn, {turns}. fit, open: mean periods borne out, "
        "undecided. all, ord: of all courses of events, and all orderings of the one seen, the share that spares the "
        "theory.",
        ("", "held", "rise", "fall", "turn", "both", "fit", "open", "all", "ord"),
        tuple(rows),
    )


def severity_table(comparison: Comparison) -> Table:
    many = len(comparison.cases) > 1
    rows = tuple(
        (
            _name(comparison, s.theory),
            *((s.case,) if many else ()),
            str(len(s.periods)),
            *(
                "unknown" if s.limit else "none judged" if pair is None else f"{pair[0]} of {pair[1]}"
                for pair in (s.sequences, s.orderings)
            ),
        )
        for s in comparison.severity
    )
    return Table(
        "Courses of events, and orderings of the one observed, that the theory would have survived.",
        ("theory", *(("case",) if many else ()), "periods", "courses", "orderings"),
        rows,
    )


# Dominance


def dominance_table(comparison: Comparison, more: str) -> Iterator[Table]:
    letter = letters(comparison)
    bare = {
        (each.first, each.second): each
        for each in (comparison.without_exhaustive.dominance if comparison.without_exhaustive else ())
    }
    cells: dict[tuple[str, str], str] = {}
    for each in comparison.with_exhaustive.dominance:
        other = bare.get((each.first, each.second))
        cells[each.first, each.second] = _both(each.by_first, other.by_first if other else None)
        cells[each.second, each.first] = _both(each.by_second, other.by_second if other else None)
    if cells:
        yield Table(
            "Chances in % that the theory of the row is ranked worse than that of the column in no period, and better "
            f"in one; there is no score. {more}",
            ("", *letter.values()),
            tuple(
                (
                    letter[row.name],
                    *(cells.get((row.name, column.name), "").replace("unknown", "?") for column in comparison.theories),
                )
                for row in comparison.theories
            ),
        )


# Definite predictions


def definite_table(comparison: Comparison) -> Table:
    rows = []
    for theory in comparison.theories:
        own = [(line, line.entry(theory.name)) for line in comparison.with_exhaustive.lines]
        made = [entry for _, entry in own if entry.prediction]
        rows.append(
            (
                _name(comparison, theory.name),
                str(sum(len(entry.prediction or ()) == 1 for entry in made)),
                str(len(made)),
                *(_places(comparison, own, kind) for kind in ("most likely", "least likely")),
            )
        )
    return Table(
        "In how many periods the theory predicts exactly one outcome, of those in which it predicts at all, each read "
        "as its leading verdict is. Such a period is a most likely case where all its rivals predict the same, a "
        "least likely one where all exclude it.",
        ("theory", "definite", "of", "most likely in", "least likely in"),
        tuple(rows),
    )


def _places(comparison: Comparison, own: Sequence[tuple[Line, Entry]], kind: str) -> str:
    by_case: dict[str, list[str]] = {}
    for line, entry in own:
        if entry.likely == kind:
            by_case.setdefault(line.case, []).append(line.period_id)
    return listed(
        listed(periods) + (f" ({case})" if len(comparison.cases) > 1 else "") for case, periods in by_case.items()
    )
