"""The matrix of verdicts for a terminal: legible at 80 columns, with and without colour."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

import click

from checker.analysis.overview import Overview
from checker.analysis.result import Judgement, Outcomes, Record, Verdict
from checker.report import wording
from checker.report.lines import in_lines
from checker.study.case import Case
from checker.study.theory import Explained

LABEL, CELL = 19, 15
HEADING, LABELLED = 8, 23
# Blue against orange-like yellow: told apart by readers who do not see red and green.
_COLOURS: dict[Verdict, dict[str, object]] = {
    "predicted": {"fg": "blue", "bold": True}, "expected": {"fg": "blue"},
    "contradicted": {"fg": "yellow", "bold": True}, "incoherent": {"fg": "yellow", "bold": True},
    "denies conditions": {"fg": "yellow", "bold": True}, "against expectation": {"fg": "yellow"},
    "silent": {"dim": True}, "untestable": {"dim": True}, "out of scope": {"dim": True},
    "unobserved": {"dim": True}, "unknown": {"dim": True},
}


def check_text(view: Overview, width: int = 80, colour: bool = False, changed: Sequence[str] = ()) -> str:
    """The whole answer of `check` for one case; `changed` says what this run changes."""
    case, records = view.result.case, view.result.records
    rows: list[str] = []
    for explains in dict.fromkeys(str(r.explains) for r in records):
        alike = [r for r in records if str(r.explains) == explains]
        rows += _matrix(case, alike, width, colour)
    rows += _prose(view, changed, width, colour)
    return "\n".join(row.rstrip() for row in rows) + "\n"


def _matrix(case: Case, records: Sequence[Record], width: int, colour: bool) -> Iterable[str]:
    explained = records[0].explains
    title, subject = case.heading, f"{explained}"
    gap = width - len(title) - len(subject)
    *over, last = in_lines(title, width) if gap <= 1 else [title]
    yield from (_styled(line, colour, bold=True) for line in over)
    yield _styled(last, colour, bold=True) + (" " * gap + subject if gap > 1 else "")
    if gap <= 1:
        yield subject
    columns = max(1, (width - LABEL) // CELL)
    numbers = [j.period for j in records[0].judgements]
    for start in range(0, len(numbers), columns):
        yield ""
        yield from _block(case, records, numbers[start:start + columns], explained, colour)
    yield ""
    yield from (_styled(line, colour, dim=True) for row in _legend(records) for line in textwrap.wrap(row, width))


def _block(
    case: Case, records: Sequence[Record], numbers: Sequence[int], explained: Explained, colour: bool
) -> Iterable[str]:
    periods = [case.period(n) for n in numbers]
    names = [in_lines(p.id, CELL - 1) for p in periods]
    for row in range(max(map(len, names))):
        yield " " * LABEL + "".join((name[row] if row < len(name) else "").ljust(CELL) for name in names)
    if any(p.years for p in periods):
        yield " " * LABEL + "".join(wording.years(p).ljust(CELL) for p in periods)
    seen = [_observed(records, n) for n in numbers]
    yield "observed".ljust(LABEL) + "".join(_outcome(explained, o).ljust(CELL) for o in seen)
    yield ""
    for benchmark in (False, True):
        shown = [r for r in records if r.theory.benchmark is benchmark]
        if benchmark and shown:
            yield "benchmarks"
        for record in shown:
            yield from _theory_rows(record, numbers, colour)


def _theory_rows(record: Record, numbers: Sequence[int], colour: bool) -> Iterable[str]:
    own = {j.period: j for j in record.judgements}
    judgements = [own[n] for n in numbers]
    names = in_lines(record.theory.name, LABEL - 1)
    cells = "".join(_verdict(j, colour) for j in judgements)
    yield names[0].ljust(LABEL) + cells
    said = "".join(_prediction(record.explains, j).ljust(CELL) for j in judgements)
    yield (names[1] if len(names) > 1 else "").ljust(LABEL) + said
    yield from names[2:]


def _verdict(judgement: Judgement, colour: bool) -> str:
    words = f"{wording.GLYPHS[judgement.verdict]} {wording.word(judgement.verdict)}"
    return _styled(words, colour, **_COLOURS.get(judgement.verdict, {})) + " " * (CELL - len(words))


def _prediction(explained: Explained, judgement: Judgement) -> str:
    marks = "?" if judgement.open else ""
    if judgement.limit:
        marks = "limit"
    words = [wording.arrows(explained, judgement.prediction), wording.expected_arrows(judgement, explained), marks]
    shown = " ".join(word for word in words if word)
    return shown if len(shown) < CELL else shown[:CELL - 2 - len(marks)] + "…" + marks


def _legend(records: Sequence[Record]) -> Iterable[str]:
    judgements = [j for r in records for j in r.judgements]
    arrows = "↑ rises, → steady, ↓ falls" if records[0].explains.change else "second line"
    words = [f"{arrows}: what the theory leaves"]
    if any(wording.expected_arrows(j, r.explains) for r in records for j in r.judgements):
        words.append("in brackets: what it expects")
    if any(j.open for j in judgements):
        words.append("?: a doubtful coding decides")
    yield "; ".join(words)


def _observed(records: Sequence[Record], number: int) -> Outcomes | None:
    for record in records:
        for judgement in record.judgements:
            if judgement.period == number and judgement.observed is not None:
                return judgement.observed
    return None


def _outcome(explained: Explained, outcomes: Outcomes | None) -> str:
    if outcomes is None:
        return "not coded"
    if explained.change and len(outcomes) == 1:
        return f"{wording.arrows(explained, outcomes)} {outcomes[0]}"
    shown = wording.arrows(explained, outcomes)
    return shown if len(shown) < CELL else shown[:CELL - 2] + "…"


def _prose(view: Overview, changed: Sequence[str], width: int, colour: bool) -> Iterable[str]:
    records = view.result.records
    rivals = [r for r in records if not r.theory.benchmark]
    answer = " ".join([wording.answer(records), *map(wording.parting, view.partings), wording.weakest(view.hinges)])
    sections: list[tuple[str, list[tuple[str, str]]]] = [
        ("What if", [("", f"this run {wording.listed(changed)}.")] if changed else []),
        ("Why", [("", f"{j.period_id}, {r.theory.name}: {wording.why(r, j)}")
                 for r in rivals for j in r.judgements if wording.surprising(j)]),
        ("Hang", wording.hanging(view.hinges)),
        ("Open", wording.open_verdicts(rivals)),
        ("Note", [("", note) for note in wording.notes(view)]),
        ("Limit", [("", limit) for limit in wording.limits(view.result)]),
        ("Answer", [("", answer)]),
    ]
    for heading, rows in sections:
        if rows:
            yield ""
        for n, (label, sentence) in enumerate(rows):
            yield from _paragraph(heading if n == 0 else "", label, sentence, width, colour)


def _paragraph(heading: str, label: str, sentence: str, width: int, colour: bool) -> Iterable[str]:
    indent = HEADING + (LABELLED if label else 0)
    lines = textwrap.wrap(sentence, max(30, width - indent), break_long_words=False, break_on_hyphens=False)
    lead = _styled(heading.ljust(HEADING), colour, bold=True) if heading else " " * HEADING
    if len(label) >= LABELLED:
        *over, label = in_lines(label, LABELLED - 1)
        yield lead + over[0]
        yield from (" " * HEADING + line for line in over[1:])
        lead = " " * HEADING
    yield lead + (label.ljust(LABELLED) if label else "") + (lines[0] if lines else "")
    yield from (" " * indent + line for line in lines[1:])


def _styled(words: str, colour: bool, **style: object) -> str:
    return click.style(words, **style) if colour and style else words  # type: ignore[arg-type]
