"""Rivals side by side, in words first: which periods decide between them, and which decide nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from checker.analysis.comparison import Cell, Comparison, Line, Reading, likely
from checker.analysis.severity import Severity
from checker.report.clue_text import MIND, clue_json, clue_words, clues_by_subject, fates_words
from checker.report.document import Document, Section, Table, shown_as
from checker.report.export import as_csv, as_json
from checker.report.inspect_text import boldness_json, boldness_words, pairs_words
from checker.report.page_texts import percent
from checker.report.wording import listed, outcome_words

CSV_COLUMNS = (
    "explains", "exhaustive_statements", "case", "period", "observed", "theory", "benchmark", "verdict", "scope",
    "prediction", "possible", "likely",
)
UNRANKED = "No theory dominates another: each pair is unranked."
ABREAST = 4
NO_ORDER = ("Each pair is compared on the periods in which both are ranked. These are not the same for all, so that "
            "the lines do not add up: all are shown.")
NO_SCORE = "Dominance is no score: pairs that are not named stay unranked, and periods won are not counted."


def compare_rendered(found: Sequence[Comparison], form: str, width: int = 80) -> str:
    """What `compare` says, in the format asked for."""
    if form == "json":
        return as_json({"format": "checker/compare", "version": 1, "comparisons": [_json(each) for each in found]})
    if form == "csv":
        return as_csv(CSV_COLUMNS, [row for each in found for reading in each.readings
                                    for row in _csv_rows(each, reading)])
    return "\n".join(shown_as(_document(each), form, width) for each in found)


def _document(found: Comparison) -> Document:
    with_claims, *without = found.readings
    sections = [
        Section("What decides", tuple(_deciding(found, with_claims))),
        Section("Verdicts", (), tuple(_verdicts(found, with_claims))),
        Section("Dominance", tuple(_dominance(with_claims))),
        Section("Definite predictions", (), (Table(
            "In how many periods the theory predicts exactly one outcome, of those in which it predicts at all. Such a "
            "period is a most likely case where all its rivals predict the same, a least likely one where all exclude "
            "it.", *_definite(found, with_claims, found.theories)),)),
        *(section for other in without for section in _without_claims(found, with_claims, other)),
        Section("Severity", _severity_words(found), (Table(
            "In how many courses of events the theory would not have been refuted: of all that were possible, and of "
            "all orderings of the one observed.", ("theory", "case", "periods", "refuted", "courses", "orderings"),
            tuple(_severity_row(s) for s in found.severity)),)),
        Section("Boldness", tuple(boldness_words(found.boldness))),
        Section("Events as clues", tuple(_clues(found))),
        Section("Mind", tuple(_mind(found))),
        Section("Limits", tuple(f"{limit}; the answer is not complete." for limit in _limits(found))),
    ]
    return Document(f"{listed(found.cases)}: rivals on {found.explains}", tuple(sections))


def _without_claims(found: Comparison, given: Reading, other: Reading) -> Iterator[Section]:
    """The reading without exhaustive statements: what decides there, and what differs from the reading with them."""
    decides = tuple(_deciding(found, other))
    moved = [name for name in found.theories if any(
        _cell(_of(one, name)) != _cell(_of(two, name)) for one, two in zip(given.lines, other.lines, strict=True))]
    same = ("No verdict changes.",) if not moved else ()
    yield Section("Without the claims to completeness", (
        "So far the theories' claims that they name all causes were held against them. Without these:",
        *decides, *same))
    yield Section("Verdicts that change without them", (), tuple(_verdicts(found, other, moved)) if moved else ())
    if other.dominance != given.dominance:
        yield Section("Dominance without them", tuple(_dominance(other)))
    yield Section("Definite predictions without them", (), (
        Table("The same count without the claims to completeness.", *_definite(found, other, moved)),) if moved else ())


def _mind(found: Comparison) -> Iterator[str]:
    for case in dict.fromkeys(case for _, case in found.accommodated):
        built = [theory for theory, on in found.accommodated if on == case]
        fits = "its fit" if len(built) == 1 else "their fit"
        yield f"{listed(built)} {'was' if len(built) == 1 else 'were'} built on {case}: {fits} there is " \
              "accommodation, not a test."
    if found.clues:
        yield f"{MIND} Whether a clue is unique is relative to the rivals listed."


def _clues(found: Comparison) -> Iterator[str]:
    for case in dict.fromkeys(each.case for each in found.clues):
        for own in clues_by_subject(each.clue for each in found.clues if each.case == case):
            clue = own[0]
            where = f"{case}, {clue.judged}" if len(found.cases) > 1 else clue.judged
            coded = {True: "as coded", False: "the codings say otherwise", None: "the codings leave it open"}
            worth = fates_words(own)
            yield f"{where}: {clue_words(clue)} ({coded[clue.agrees]}). {worth[:1].upper()}{worth[1:]}."


def _deciding(found: Comparison, reading: Reading) -> Iterator[str]:
    rivals = [name for name in found.theories if name not in found.benchmarks]
    if len(rivals) < 2:
        only = "only one theory" if rivals else "no theory but benchmarks"
        yield f"There is {only} here, and nothing to decide between."
        return
    many = len(found.cases) > 1
    for line in reading.lines:
        tests = [t for t in reading.tests if (t.case, t.period_id) == (line.case, line.period_id)]
        if not tests:
            continue
        critical = [(t.first, t.second) for t in tests if t.kind == "critical"]
        where = f"{line.period_id} ({line.case})" if many else line.period_id
        yield f"{where} is a {'critical' if critical else 'partial'} test: {_sides(line, rivals)}.{_seen(line)}"
        if critical and len(rivals) > 2:
            yield f"There the predictions exclude each other: {pairs_words(critical)}."
    idle: dict[str, list[tuple[str, str]]] = {}
    for line in reading.lines:
        if line.decides_nothing:
            idle.setdefault(_why_nothing(line), []).append((line.case, line.period_id))
    yield from (f"Nothing is decided in {_places(found, places)}: {why}." for why, places in idle.items())
    if not reading.tests:
        yield "No period decides between these theories."
    elif not any(test.kind == "critical" for test in reading.tests):
        yield "No period is a critical test: nowhere do two predictions exclude each other."


def _why_nothing(line: Line) -> str:
    """Why a period decides nothing: the predictions are the same, or fewer than two theories make one."""
    if len(line.predicting) > 1:
        which = "the theories that predict anything" if line.mute else "the theories"
        return f"{which} predict the same there"
    verdicts = dict.fromkeys(cell.verdict for cell in line.mute)
    reasons = (f"{listed(cell.theory for cell in line.mute if cell.verdict == verdict)}: {verdict}"
               for verdict in verdicts)
    return f"no two theories predict anything there ({'; '.join(reasons)})"


def _seen(line: Line) -> str:
    seen = line.observed
    if not seen:
        return " The outcome is not coded."
    return f" Observed: {outcome_words(seen)}." if len(seen) == 1 else \
        f" What happened is contested ({outcome_words(seen)})."


def _sides(line: Line, rivals: Sequence[str]) -> str:
    """Who leaves what: `a and b leave steady; c leaves steady or rises`."""
    sides: dict[tuple[str, ...], list[str]] = {}
    for name in rivals:
        cell = _of(line, name)
        if cell.prediction and cell.scope != "fails":
            sides.setdefault(cell.prediction, []).append(name)
    return "; ".join(f"{listed(names)} {'leaves' if len(names) == 1 else 'leave'} {outcome_words(said)}"
                     for said, names in sides.items())


def _places(found: Comparison, places: Iterable[tuple[str, str]]) -> str:
    """Periods as a phrase, gathered by case where there are several: `a and b (first) and c (second)`."""
    by_case: dict[str, list[str]] = {}
    for case, period in places:
        by_case.setdefault(case, []).append(period)
    return listed(listed(periods) + (f" ({case})" if len(found.cases) > 1 else "") for case, periods in by_case.items())


def _verdicts(found: Comparison, reading: Reading, only: Sequence[str] | None = None) -> Iterator[Table]:
    for case in dict.fromkeys(line.case for line in reading.lines):
        every = [line for line in reading.lines if line.case == case]
        # Five columns and more would break words on a terminal.
        for start in range(0, len(every), ABREAST):
            lines = every[start:start + ABREAST]
            seen = (outcome_words(line.observed or ("not coded",)) for line in lines)
            rows: list[tuple[str, ...]] = [("observed", *seen)]
            for name in found.theories if only is None else only:
                mark = " (benchmark)" if name in found.benchmarks else ""
                rows.append((name + mark, *(_cell(_of(line, name)) for line in lines)))
            yield Table(f"{case}: verdicts, given the codings, and what was predicted{', continued' * bool(start)}.",
                        ("", *(line.period_id for line in lines)), tuple(rows))


def _of(line: Line, theory: str) -> Cell:
    return next(cell for cell in line.cells if cell.theory == theory)


def _cell(cell: Cell) -> str:
    said = outcome_words(cell.prediction) if cell.prediction and cell.prediction != cell.possible else ""
    return cell.verdict + (f" ({said})" if said else "")


def _dominance(reading: Reading) -> Iterator[str]:
    """The partial order as it is drawn: what follows from other lines is left out."""
    if len({cell.theory for line in reading.lines for cell in line.cells}) < 2:
        return
    drawn = reading.covers if reading.is_one_order else reading.dominance
    for better in dict.fromkeys(d.better for d in drawn):
        worse = [d.worse + (f" (on {d.periods})" if not reading.is_one_order else "") for d in drawn
                 if d.better == better]
        yield f"{better} > {', '.join(worse)}"
    if not reading.is_one_order:
        yield NO_ORDER
    yield NO_SCORE if reading.dominance else UNRANKED


def _definite(
    found: Comparison, reading: Reading, names: Sequence[str],
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    return (("theory", "definite", "of", "most likely in", "least likely in"),
            tuple(_definite_row(found, reading, name) for name in names))


def _definite_row(found: Comparison, reading: Reading, name: str) -> tuple[str, ...]:
    definite, of = reading.definite_share(name)
    likely_in: dict[str, list[tuple[str, str]]] = {"most likely": [], "least likely": []}
    for line in reading.lines:
        kind = None if name in found.benchmarks else likely(line, name)
        if kind is not None:
            likely_in[kind].append((line.case, line.period_id))
    return (name, str(definite), str(of), *(_places(found, where) for where in likely_in.values()))


def _severity_words(found: Comparison) -> tuple[str, ...]:
    benchmarks = [s for s in found.severity if s.benchmark and s.sequences]
    if not benchmarks:
        return ()
    names = list(dict.fromkeys(s.theory for s in benchmarks))
    beside = "stand beside it as yardsticks" if len(names) > 1 else "stands beside it as a yardstick"
    return ("A theory that would have survived most courses of events has passed no hard test. "
            f"{listed(names)} {beside}.",)


def _severity_row(found: Severity) -> tuple[str, ...]:
    name = found.theory + (" (benchmark)" if found.benchmark else "")
    if found.limit or found.sequences is None or found.orderings is None:
        return name, found.case, str(len(found.periods)), "", "unknown" if found.limit else "none judged", ""
    courses, orderings = found.sequence_share, found.ordering_share
    assert courses is not None and orderings is not None
    return (name, found.case, str(len(found.periods)), "no" if found.survived else "yes",
            f"{found.sequences[0]} of {found.sequences[1]} ({percent(courses)})",
            f"{found.orderings[0]} of {found.orderings[1]} ({percent(orderings)})")


def _limits(found: Comparison) -> list[str]:
    return [*found.limits, *(f"{s.theory}: {s.limit}" for s in found.severity if s.limit),
            *(f"{b.first} and {b.second}: {b.limit}" for b in found.boldness if b.limit)]


def _json(found: Comparison) -> dict[str, Any]:
    return {
        "explains": str(found.explains), "cases": list(found.cases), "theories": list(found.theories),
        "benchmarks": list(found.benchmarks), "readings": [_reading_json(found, reading) for reading in found.readings],
        "severity": [{
            "theory": s.theory, "case": s.case, "periods": list(s.periods), "survived": s.survived,
            "courses": _count(s.sequences), "orderings": _count(s.orderings), "limit": s.limit or None,
        } for s in found.severity],
        "boldness": list(map(boldness_json, found.boldness)),
        "clues": [{"case": each.case, "judged": each.clue.judged, **clue_json(each.clue)} for each in found.clues],
        "accommodated": [{"theory": theory, "case": case} for theory, case in found.accommodated],
        "limits": list(found.limits),
    }


def _count(pair: tuple[int, int] | None) -> dict[str, Any] | None:
    return None if pair is None else {"survived": pair[0], "of": pair[1]}


def _reading_json(found: Comparison, reading: Reading) -> dict[str, Any]:
    return {
        "exhaustive_statements": reading.exhaustive,
        "truth_table": [{
            "case": line.case, "period": line.period_id, "observed": line.observed and list(line.observed),
            "decides_nothing": line.decides_nothing,
            "theories": [{
                "theory": cell.theory, "verdict": cell.verdict, "scope": cell.scope,
                "prediction": None if cell.prediction is None else list(cell.prediction),
                "possible": None if cell.possible is None else list(cell.possible),
                "likely": None if cell.benchmark else likely(line, cell.theory)} for cell in line.cells],
        } for line in reading.lines],
        "tests": [{"kind": t.kind, "case": t.case, "period": t.period_id, "first": t.first, "second": t.second}
                  for t in reading.tests],
        "dominance": [{"better": d.better, "worse": d.worse, "periods": d.periods} for d in reading.dominance],
        "definite": [dict(zip(("theory", "definite", "of"), (name, *reading.definite_share(name)), strict=True))
                     for name in found.theories],
    }


def _csv_rows(found: Comparison, reading: Reading) -> Iterator[list[str]]:
    for line in reading.lines:
        for cell in line.cells:
            kind = None if cell.benchmark else likely(line, cell.theory)
            yield [str(found.explains), "with" if reading.exhaustive else "without", line.case, line.period_id,
                   "|".join(line.observed or ()), cell.theory, str(cell.benchmark).lower(), cell.verdict, cell.scope,
                   "|".join(cell.prediction or ()), "|".join(cell.possible or ()), kind or ""]
