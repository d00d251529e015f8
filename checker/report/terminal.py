"""The matrix of verdicts for a terminal: legible at 80 columns, with and without colour."""

from __future__ import annotations

import textwrap
from typing import Iterable, Sequence

import click

from checker.analysis.overview import Overview
from checker.analysis.result import Judgement, Outcomes, Record, Verdict
from checker.report import wording
from checker.study.case import Case
from checker.study.theory import Explained

LABEL, CELL = 19, 15
# Blue against orange-like yellow: told apart by readers who do not see red and green.
_COLOURS: dict[Verdict, dict[str, object]] = {
    "predicted": {"fg": "blue", "bold": True}, "expected": {"fg": "blue"},
    "contradicted": {"fg": "yellow", "bold": True}, "incoherent": {"fg": "yellow", "bold": True},
    "denies conditions": {"fg": "yellow", "bold": True}, "against expectation": {"fg": "yellow"},
    "silent": {"dim": True}, "untestable": {"dim": True}, "out of scope": {"dim": True},
    "unobserved": {"dim": True}, "unknown": {"dim": True},
}


def check_text(view: Overview, width: int = 80, colour: bool = False, changed: Sequence[str] = ()) -> str:
    """The whole answer of `check` for one case; `changed` names codings set for this run."""
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
    yield _styled(title, colour, bold=True) + (" " * gap + subject if gap > 1 else "")
    if gap <= 1:
        yield subject
    columns = max(1, (width - LABEL) // CELL)
    numbers = [j.period for j in records[0].judgements]
    for start in range(0, len(numbers), columns):
        yield ""
        yield from _block(case, records, numbers[start:start + columns], explained, colour)


def _block(
    case: Case, records: Sequence[Record], numbers: Sequence[int], explained: Explained, colour: bool
) -> Iterable[str]:
    periods = [case.period(n) for n in numbers]
    yield " " * LABEL + "".join(p.id[:CELL - 1].ljust(CELL) for p in periods)
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
    names = _wrapped_name(record.theory.name)
    cells = "".join(_verdict(j, colour) for j in judgements)
    yield names[0].ljust(LABEL) + cells
    said = "".join(_prediction(record.explains, j).ljust(CELL) for j in judgements)
    yield (names[1] if len(names) > 1 else "").ljust(LABEL) + said
    yield from names[2:]


def _wrapped_name(name: str) -> list[str]:
    return textwrap.wrap(name, LABEL - 1, break_on_hyphens=True) or [name]


def _verdict(judgement: Judgement, colour: bool) -> str:
    words = f"{wording.GLYPHS[judgement.verdict]} {wording.word(judgement.verdict)}"
    return _styled(words, colour, **_COLOURS.get(judgement.verdict, {})) + " " * (CELL - len(words))


def _prediction(explained: Explained, judgement: Judgement) -> str:
    said = wording.arrows(explained, judgement.prediction)
    marks = " open" if judgement.open else ""
    if judgement.limit:
        marks = " limit"
    room = CELL - 1 - len(marks)
    if len(said) > room:
        said = said[:room - 1] + "…"
    return said + (f" {marks}" if marks and len(said) < room else marks)


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
    return wording.arrows(explained, outcomes)[:CELL - 1]


def _prose(view: Overview, changed: Sequence[str], width: int, colour: bool) -> Iterable[str]:
    records = view.result.records
    rivals = [r for r in records if not r.theory.benchmark]
    sections: list[tuple[str, list[str]]] = [
        ("What if", [f"this run sets {wording.listed(changed)}."] if changed else []),
        ("Why", [f"{j.period_id}, {r.theory.name}: {wording.why(r, j)}"
                 for r in rivals for j in r.judgements if wording.surprising(j)]),
        ("Part", [wording.parting(found) for found in view.partings]),
        ("Hang", wording.hanging(view.hinges)),
        ("Open", wording.open_verdicts(rivals)),
        ("Note", wording.notes(view)),
        ("Limit", wording.limits(view.result)),
        ("Answer", [wording.answer(view.result.case, records)]),
    ]
    for heading, sentences in sections:
        if sentences:
            yield ""
        for n, sentence in enumerate(sentences):
            head = heading if n == 0 else ""
            lines = textwrap.wrap(sentence, max(30, width - 9), break_long_words=False, break_on_hyphens=False)
            for m, line in enumerate(lines):
                lead = head.ljust(9) if m == 0 else " " * 9
                yield (_styled(lead, colour, bold=True) if m == 0 and head else lead) + line


def _styled(words: str, colour: bool, **style: object) -> str:
    return click.style(words, **style) if colour and style else words  # type: ignore[arg-type]
