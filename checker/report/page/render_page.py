"""The report on a case as one self-contained page: view first, template second."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from checker.analysis.page.dossier import Dossier
from checker.analysis.verdicts.judgement import REFUTED, VERDICTS, Judgement, Record, TrackRecord
from checker.analysis.verdicts.overview import Overview
from checker.report.page.appendix_view import appendix_view
from checker.report.page.cells import cell_anchor, cell_views
from checker.report.page.robustness import robustness_views
from checker.report.page.texts import (
    anchor,
    breakable,
    heading,
    heads,
    mark,
    sources_of,
    tenths,
    unbroken,
    unbroken_percent,
)
from checker.report.page.timeline import timeline_view
from checker.report.page.view import (
    Matrix,
    MatrixCell,
    MatrixRow,
    Observed,
    PageView,
    Provenance,
    ReadingsView,
    TrackView,
)
from checker.report.page.what_if import what_if_view
from checker.report.words import verdicts as wording
from checker.report.words.answer import answer
from checker.report.words.labels import label
from checker.study.case import Case


def page(view: PageView) -> str:
    """The whole page as HTML; the same view gives the same page."""
    return _environment().get_template("page.html.j2").render(page=view)


def index(pages: Sequence[tuple[PageView, str]], provenance: Provenance) -> str:
    """A page over several cases, each with the address of its own page."""
    entries = [{"page": view, "href": href} for view, href in pages]
    return _environment().get_template("index.html.j2").render(entries=entries, provenance=provenance)


def demo_readme(dossier: Dossier, view: PageView, report: str, files: Sequence[tuple[str, str]]) -> str:
    """A first five minutes with a case, as Markdown: its most telling verdict and a coding that changes it."""
    telling = next(
        (
            cell
            for cell in dossier.cells
            if cell.flips and not cell.record.theory.benchmark and cell.judgement.likeliest in REFUTED
        ),
        dossier.cells[0],
    )
    first = telling.flips[0].recodings[0] if telling.flips else None
    change = f"{first.period_id}:{first.term}={first.instead}" if first is not None else "PERIOD:TERM=VALUE"
    return (
        _environment()
        .get_template("demo.md.j2")
        .render(
            page=view,
            report=report,
            files=files,
            theory=telling.record.theory.name,
            period=telling.judgement.period_id,
            change=change,
        )
        + "\n"
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("checker.report"),
        autoescape=_is_html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(breakable=breakable)
    environment.globals.update(anchor=anchor, asset=lambda name: Markup(_source(environment, name)))
    return environment


def _is_html(name: str | None) -> bool:
    return name is None or ".html" in name


def _source(environment: Environment, name: str) -> str:
    """A file that goes into the page without its indentation and lines of comment.

    It is no template, since braces are at home in it.
    """
    assert environment.loader is not None
    lines = (line.strip() for line in environment.loader.get_source(environment, name)[0].splitlines())
    return "\n".join(line for line in lines if line and not line.startswith(("//", "/*")))


def page_view(dossier: Dossier, provenance: Provenance) -> PageView:
    case, view = dossier.case, dossier.overview
    records = view.result.records
    references = sources_of(case, [theory.references for theory in dossier.theories])
    judgements = [judgement for record in records for judgement in record.judgements]
    shown = {verdict for j in judgements for verdict in (j.likeliest, *wording.others(j, wording.NEAR))}
    shown |= {verdict for each in view.by_reading for verdicts in each.verdicts for verdict in verdicts}
    return PageView(
        case.name,
        case.heading,
        case.description.strip(),
        _span(case),
        tuple((role, wording.listed(actors)) for role, actors in case.roles.items()),
        tuple(map(unbroken, answer(view))),
        tuple(_turning(view)),
        tuple(_readings(view)),
        (*wording.notes(view), *wording.limits(view.result)),
        wording.NEAR,
        tuple(_matrices(case, records)),
        tuple(mark(v) for v in VERDICTS if v in shown),
        timeline_view(case, records, references),
        cell_views(dossier, references),
        what_if_view(dossier, provenance.command),
        robustness_views(dossier),
        appendix_view(case, dossier.theories, references, provenance),
        provenance,
    )


def _span(case: Case) -> str:
    years = [period.years for period in case.periods if period.years is not None]
    return f"{years[0][0]}–{years[-1][1]}" if years else ""


def _turning(view: Overview) -> Iterable[tuple[str, str]]:
    """For each rival the one coding that turns its verdicts most."""
    case = view.result.case
    for record in view.rivals:
        hinge = view.hinge(record)
        if hinge is not None:
            judged, place = (heading(case, period) for period in (hinge.judged, hinge.pivot.period_id))
            where = "" if judged == place else f" in {place}"
            yield (
                record.theory.heading,
                (
                    f"{judged}: {hinge.pivot.leads} ({unbroken_percent(hinge.pivot.probability)}), not {hinge.verdict}, if "
                    f"{label(case.codebook, hinge.pivot.term, case)} is {hinge.pivot.value}{where}"
                ),
            )


def _readings(view: Overview) -> Iterable[ReadingsView]:
    """What leads under each reading and indicator that bears on an explained term."""
    case = view.result.case
    for explains in dict.fromkeys(record.explains for record in view.rivals):
        rivals = [record for record in view.rivals if record.explains == explains]
        columns = [("as above", ""), *((each.label, each.kind) for each in view.by_reading)]
        led = [[[j.likeliest for j in record.judgements] for record in rivals]]
        for each in view.by_reading:
            judged = (
                view.rivals
                if each.kind == "reading"
                else [record for record in view.rivals if each.name in case.indicators.get(record.explains.term, {})]
            )
            led.append(
                [
                    list(verdicts)
                    for record, verdicts in zip(judged, each.verdicts, strict=True)
                    if record.explains == explains
                ]
            )
        kept = [n for n, own in enumerate(led) if own]
        if len(kept) > 1:
            yield ReadingsView(
                str(explains),
                tuple(period.heading for period in heads(case)),
                tuple(columns[n] for n in kept),
                tuple(
                    (record.theory.heading, tuple(tuple(map(mark, led[n][row])) for n in kept))
                    for row, record in enumerate(rivals)
                ),
            )


def _matrices(case: Case, records: Sequence[Record]) -> Iterable[Matrix]:
    """One matrix for each explained term; cells are numbered over all of them."""
    places: dict[tuple[int, int], int] = {}
    for at, record in enumerate(records):
        for judgement in record.judgements:
            places[at, judgement.period] = len(places)
    for explains in dict.fromkeys(str(record.explains) for record in records):
        rows: dict[bool, list[MatrixRow]] = {False: [], True: []}
        for at, record in enumerate(records):
            if str(record.explains) == explains:
                cells = tuple(_cell(record, j, places[at, j.period]) for j in record.judgements)
                rows[record.theory.benchmark].append(
                    MatrixRow(
                        record.theory.name,
                        record.theory.heading,
                        not set(case.names).isdisjoint(record.theory.built_on),
                        cells,
                        _track(record.track),
                    )
                )
        alike = [record for record in records if str(record.explains) == explains]
        yield Matrix(
            explains,
            heads(case),
            tuple(_observed(alike, n) for n in range(1, case.last + 1)),
            tuple(rows[False]),
            tuple(rows[True]),
            any(record.track.both is not None for record in alike),
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


def _observed(records: Sequence[Record], number: int) -> Observed:
    """The most probable outcome, as any theory's judgement has it."""
    found = wording.seen_outcomes(records, number)
    if found is None or found.observed_probability is None:
        return Observed("", "not coded")
    outcome, chance = max(found.observed_probability, key=lambda each: each[1])
    return Observed(wording.ARROWS[outcome] if records[0].explains.change else "", outcome, unbroken_percent(chance))


def _cell(record: Record, judgement: Judgement, place: int) -> MatrixCell:
    leading, says, words = judgement.leading, "", ""
    said = judgement.read.prediction if judgement.read is not None else None
    expected = judgement.read.expectation if judgement.read is not None else None
    if said is not None:
        says = f"says {wording.arrows(record.explains, said)}"
        words = f"says {wording.outcome_words(said) or 'nothing that can happen'}"
        if expected and expected != said:
            says += f" · usually {wording.arrows(record.explains, expected)}"
            words += f", usually {wording.outcome_words(expected)}"
    chances = dict(judgement.probability or ())
    near = [f"or {verdict} {unbroken_percent(chances[verdict])}" for verdict in wording.others(judgement, wording.NEAR)]
    if leading is not None and judgement.verdict not in (leading.verdict, "open"):
        near.append(f"as coded: {judgement.verdict}")
    return MatrixCell(
        place,
        cell_anchor(record, judgement),
        judgement.period_id,
        mark(judgement.likeliest),
        _chance(leading.probability) if leading is not None else "",
        ", ".join(near),
        leading is not None and leading.probability < Fraction(1, 2),
        says,
        words,
    )
