"""What to look for next, the answer first: the observations on which two theories part, and what clues are worth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from checker.analysis.rivals.clues import Clue
from checker.analysis.rivals.comparison import Likely
from checker.analysis.rivals.discrimination import MOST, Discrimination, Discriminations, Observation
from checker.logic.formula import Term
from checker.report.render.document import Document, Section, Table, shown_as
from checker.report.render.markup import as_json, chance_json
from checker.report.words.clues import AGREES, MIND, clue_json, clue_words, clues_by_subject
from checker.report.words.labels import figure, label, percent, period_named
from checker.report.words.phrases import happening
from checker.report.words.verdicts import listed, outcome_words, reading_verdicts, years
from checker.study.csv_text import csv_text

CSV_COLUMNS = (
    "case",
    "period",
    "explains",
    "observation",
    "chance",
    "first",
    "first_prediction",
    "second",
    "second_prediction",
)
SHOWN = 4
BOTH: dict[Likely, str] = {
    "most likely": "Most probably a most likely case for both, which predict the same: a failure would "
    "count for much, a success for little.",
    "least likely": "Most probably a least likely case for both, each of which excludes what the other predicts: a "
    "success would count for much.",
}
ONE = (
    "Most probably a least likely case for {own}: {other} excludes what it predicts, so a success would count for much."
)


def discriminate_rendered(pair: Discriminations, form: str, width: int = 80) -> str:
    """What `discriminate` says, in the format asked for."""
    if form == "json":
        return as_json(_json(pair))
    if form == "csv":
        return csv_text(CSV_COLUMNS, list(_csv_rows(pair)))
    return shown_as(_document(pair), form, width)


def _document(pair: Discriminations) -> Document:
    first, second = pair.first.heading, pair.second.heading
    where = f" in {pair.case.heading}" if pair.case is not None else ""
    sections = [Section("What to look for next", tuple(_answer(pair)))]
    if pair.case is not None:
        sections.append(Section("Now", (), (_chances(pair),)))
    for each in pair.found:
        heading = _period(pair, each, capital=True) if pair.case is not None else "Under which conditions"
        sections.append(
            Section(
                heading + _about(pair, each),
                tuple(_sentences(pair, each)),
                (
                    Table(
                        f"How many outcomes fewer both would allow, on average, with one {'gap coded' if pair.case is not None else 'condition known'}, all its values taken as equally likely.",
                        ("coding" if pair.case is not None else "condition", "outcomes fewer"),
                        tuple(
                            (f"{_label(pair, r.term)} ({r.period_id})", str(r.expected))
                            for r in each.resolutions
                            if r.expected > 0
                        ),
                    ),
                    Table(
                        "What a coding is worth as a clue.",
                        ("coding", "coded", first, second),
                        tuple(_clue_rows(pair, [clue for clue in each.clues if clue.event is None])),
                    ),
                    Table(
                        "What an event is worth as a clue.",
                        ("event, and what it shows", "coded so", first, second),
                        tuple(_clue_rows(pair, [clue for clue in each.clues if clue.event is not None])),
                    ),
                ),
            )
        )
    by_reading = tuple(reading_verdicts(each, (pair.first, pair.second)) for each in pair.by_reading)
    sections.append(Section("By reading", by_reading))
    limits = dict.fromkeys(each.clues_limit for each in pair.found if each.clues_limit)
    sections.append(Section("Limits", tuple(f"Not all clues are tested: {limit}." for limit in limits)))
    if any(each.clues for each in pair.found):
        sections.append(
            Section("Keep in mind", (f"{MIND} Whether a clue is unique is relative to these two theories.",))
        )
    return Document(f"{first} and {second}: what would tell them apart{where}", tuple(sections))


# The answer


def _answer(pair: Discriminations) -> Iterator[str]:
    if not pair.found:
        yield "The two explain nothing in common, so no observation can tell them apart."
        return
    parted = [each for each in pair.found if each.parted]
    if parted:
        where = listed(f"{_period(pair, each)}{_about(pair, each)}" for each in parted)
        chances = listed(percent(each.test.critical) for each in parted if each.test.critical is not None)
        yield (
            f"In {where} nothing more is needed: however gaps are coded, the two exclude each other there "
            f"({chances}, with every doubt counted)."
        )
    chosen = _best(pair)
    if chosen is not None:
        each, observation = chosen
        then = f"then {_says(pair, each, observation.first, observation.second)}"
        if pair.case is None:
            yield f"Look for a case in which {_values(pair, observation)}: {then}."
        else:
            known = f" (so far {percent(observation.chance)})" if observation.chance is not None else ""
            yield (
                f"{'Elsewhere find' if parted else 'Find'} out whether {_values(pair, observation)}{known}, for "
                f"{_period(pair, each)}{_about(pair, each)}: {then}."
            )
    elif any(each.limit for each in pair.found):
        yield "Unknown: a limit was reached before the answer."
    elif not parted:
        yield (
            "No coding of what is missing or contested makes the two exclude each other in any period."
            if pair.case is not None
            else "There is no world in which the two exclude each other."
        )
    likeliest = max(pair.found, key=lambda each: each.test.critical or 0)
    if pair.case is not None and likeliest.test.critical and not parted:
        yield (
            f"As things are, {_period(pair, likeliest)}{_about(pair, likeliest)} is the likeliest critical test "
            f"of the two ({percent(likeliest.test.critical)})."
        )


def _best(pair: Discriminations) -> tuple[Discrimination, Observation] | None:
    """The smallest observation of all, of equal ones in the period that is the likeliest critical test already."""
    known = [(one, observation) for one in pair.found for observation in one.observations]
    return min(
        known,
        key=lambda each: (len(each[1].values), -(each[0].test.critical or 0), -(each[1].chance or 0)),
        default=None,
    )


def _values(pair: Discriminations, observation: Observation) -> str:
    """`a better option at hand (Iran) is no (decline) and pressure is high (rise)`."""
    return listed(f"“{_label(pair, v.term)}” is {v.value} ({v.period_id})" for v in observation.values)


def _says(pair: Discriminations, each: Discrimination, first: tuple[str, ...], second: tuple[str, ...]) -> str:
    one, other = (happening(pair.first.codebook, each.explains, said, case=pair.case) for said in (first, second))
    return f"{pair.first.heading} says that {one}, {pair.second.heading} that {other}"


def _chances(pair: Discriminations) -> Table:
    """The chances of a test in each period, and what the two most probably predict."""
    rows = []
    for each in pair.found:
        test = each.test
        if test.critical is None or test.partial is None or each.chance is None:
            continue
        won = (
            []
            if test.won_by_first is None or test.won_by_second is None
            else [figure(test.won_by_first), figure(test.won_by_second)]
        )
        rows.append(
            (
                _period(pair, each, capital=True) + _about(pair, each),
                figure(test.critical),
                figure(test.partial),
                " : ".join(won),
                _leaves(each.first),
                _leaves(each.second),
            )
        )
    return Table(
        "How likely the predictions exclude each other (critical) or differ (partial), who then wins a "
        "critical test, in %, and what each most probably leaves.",
        ("period", "critical", "partial", "wins", pair.first.heading, pair.second.heading),
        tuple(rows),
    )


def _leaves(said: tuple[str, ...] | None) -> str:
    return "out of scope" if said is None else outcome_words(said) or "nothing"


# A period


def _sentences(pair: Discriminations, each: Discrimination) -> Iterator[str]:
    first, second = pair.first.heading, pair.second.heading
    if each.limit:
        yield f"Unknown: {each.limit}."
        return
    if pair.case is not None and each.explains.change and each.period == pair.case.first:
        yield "There is no earlier period to change from."
        return
    if each.first is None and each.second is None and each.as_coded == (None, None):
        yield "Neither theory claims to hold here."
        return
    if each.parted:
        yield "The two exclude each other however the gaps are coded: this period is a critical test."
    elif each.possible is False:
        yield (
            "No coding of what is missing or contested makes them exclude each other."
            if pair.case is not None
            else "There is no world in which the two exclude each other."
        )
    if pair.case is not None:
        yield from _likely(each, first, second)
    if each.observations:
        size = len(each.observations[0].values)
        what = "coding" if pair.case is not None else "condition"
        yield f"The least that tells them apart is {'one ' + what if size == 1 else f'{size} {what}s together'}:"
        for o in each.observations[:SHOWN]:
            yield f"{_values(pair, o)}; then {_says(pair, each, o.first, o.second)}."
        if len(each.observations) > SHOWN:
            least = "at least " * (len(each.observations) == MOST)
            yield f"And {least}{len(each.observations) - SHOWN} more, as small; --format json lists them."


def _likely(each: Discrimination, first: str, second: str) -> Iterator[str]:
    """Where one theory alone has a kind, it is the one whose single outcome the other excludes."""
    one, other = each.likely
    if one is not None and one == other:
        yield BOTH[one]
    elif one is not None or other is not None:
        own, rival = (first, second) if one is not None else (second, first)
        yield ONE.format(own=own, other=rival)


def _period(pair: Discriminations, each: Discrimination, capital: bool = False) -> str:
    """`the decline (2010-2013)`, by its label."""
    if pair.case is None:
        return each.period_id
    period = pair.case.period(each.period)
    words = period.heading if capital else period_named(period)
    return f"{words} ({years(period)})" if period.years else words


def _about(pair: Discriminations, each: Discrimination) -> str:
    """What is explained, where that is not one thing alone."""
    return f", {each.explains}" if len({str(other.explains) for other in pair.found}) > 1 else ""


def _label(pair: Discriminations, term: Term) -> str:
    return label(pair.first.codebook, term, pair.case)


def _clue_rows(pair: Discriminations, clues: Sequence[Clue]) -> Iterator[tuple[str, ...]]:
    for own in clues_by_subject(clues):
        coded = " or ".join(own[0].values) if own[0].event is None else AGREES[own[0].agrees]
        assert pair.case is not None
        yield (
            clue_words(own[0], pair.case),
            coded,
            *(clue.kind for theory in (pair.first, pair.second) for clue in own if clue.theory == theory.name),
        )


# For other programs


def _json(pair: Discriminations) -> dict[str, Any]:
    return {
        "format": "checker/discriminate",
        "version": 2,
        "first": pair.first.name,
        "second": pair.second.name,
        "case": None if pair.case is None else pair.case.name,
        "periods": [
            {
                "period": each.period_id,
                "explains": str(each.explains),
                "test": each.now,
                "chance": chance_json(each.chance),
                "critical": chance_json(each.test.critical),
                "partial": chance_json(each.test.partial),
                "won_by_first": chance_json(each.test.won_by_first),
                "won_by_second": chance_json(each.test.won_by_second),
                "possible": each.possible,
                "likely": list(each.likely),
                "predictions": [_list(each.first), _list(each.second)],
                "as_coded": list(map(_list, each.as_coded)),
                "observations": [
                    {
                        "values": [{"coding": str(v.term), "period": v.period_id, "value": v.value} for v in o.values],
                        "chance": chance_json(o.chance),
                        "predictions": [list(o.first), list(o.second)],
                    }
                    for o in each.observations
                ],
                "resolution": [
                    {"coding": str(r.term), "period": r.period_id, "outcomes_fewer": chance_json(r.expected)}
                    for r in each.resolutions
                ],
                "clues": [clue_json(clue) for clue in each.clues],
                "limit": each.limit or None,
                "clues_limit": each.clues_limit or None,
            }
            for each in pair.found
        ],
        "by_reading": [
            {
                "reading": each.name,
                "label": each.label,
                "explains": str(each.explains),
                "first": list(each.verdicts[0]),
                "second": list(each.verdicts[1]),
            }
            for each in pair.by_reading
        ],
    }


def _list(said: tuple[str, ...] | None) -> list[str] | None:
    return None if said is None else list(said)


def _csv_rows(pair: Discriminations) -> Iterator[list[str]]:
    case = pair.case.name if pair.case is not None else ""
    for each in pair.found:
        for o in each.observations:
            values = "; ".join(f"{v.term}@{v.period_id}={v.value}" for v in o.values)
            chance = "" if o.chance is None else f"{float(o.chance):.6g}"
            yield [
                case,
                each.period_id,
                str(each.explains),
                values,
                chance,
                pair.first.name,
                "|".join(o.first),
                pair.second.name,
                "|".join(o.second),
            ]
