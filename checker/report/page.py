"""The report on a case as one self-contained page: view first, template second."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from checker.analysis.dossier import Dossier
from checker.analysis.result import REFUTED, VERDICTS, Judgement, Record
from checker.report import wording
from checker.report.page_appendix import appendix_view
from checker.report.page_cells import cell_anchor, cell_views
from checker.report.page_robustness import robustness_views
from checker.report.page_texts import anchor, breakable, heads, mark, sources_of
from checker.report.page_view import Matrix, MatrixCell, MatrixRow, Observed, PageView, Provenance
from checker.report.page_what_if import what_if_view
from checker.report.timeline import timeline_view
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
    telling = next((cell for cell in dossier.cells if cell.fewest is not None and not cell.record.theory.benchmark
                    and cell.judgement.verdict in REFUTED), dossier.cells[0])
    first = telling.fewest.recodings[0] if telling.fewest is not None else None
    change = f"{first.period_id}:{first.term}={first.instead}" if first is not None else "PERIOD:TERM=VALUE"
    return _environment().get_template("demo.md.j2").render(
        page=view, report=report, files=files, theory=telling.record.theory.name, period=telling.judgement.period_id,
        change=change) + "\n"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("checker.report"), autoescape=_is_html, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True)
    environment.filters.update(breakable=breakable)
    environment.globals.update(anchor=anchor, asset=lambda name: Markup(_source(environment, name)))
    return environment


def _is_html(name: str | None) -> bool:
    return name is None or ".html" in name


def _source(environment: Environment, name: str) -> str:
    """A file that goes into the page as it is; it is no template, since braces are at home in it."""
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0]


def page_view(dossier: Dossier, provenance: Provenance) -> PageView:
    case, view = dossier.case, dossier.overview
    records = view.result.records
    references = sources_of(case, [theory.references for theory in dossier.theories])
    shown = dict.fromkeys(j.verdict for record in records for j in record.judgements)
    return PageView(
        case.name, case.heading, case.description.strip(), _span(case),
        tuple((role, wording.listed(actors)) for role, actors in case.roles.items()),
        wording.answer(records), tuple(wording.parting(found) for found in view.partings),
        wording.weakest(view.hinges), tuple(wording.hanging(view.hinges)), tuple(_completeness(records)),
        tuple(wording.open_verdicts(records)),
        (*wording.notes(view), *wording.limits(view.result)), tuple(_matrices(case, records)),
        tuple(mark(v) for v in VERDICTS if v in shown), timeline_view(case, records, references),
        cell_views(dossier, references), what_if_view(dossier, provenance.command), robustness_views(dossier),
        appendix_view(case, dossier.theories, references, provenance), provenance)


def _span(case: Case) -> str:
    years = [period.years for period in case.periods if period.years is not None]
    return f"{years[0][0]}–{years[-1][1]}" if years else ""


def _completeness(records: Sequence[Record]) -> Iterable[tuple[str, str]]:
    """For each rival the verdicts that rest on its claim to completeness, with what they are without it."""
    for record in records:
        other = [f"{j.period_id} ({j.without_exhaustive}, not {j.verdict})" for j in record.judgements
                 if j.without_exhaustive is not None and j.without_exhaustive != j.verdict]
        if other and not record.theory.benchmark:
            yield record.theory.name, ", ".join(other)


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
                rows[record.theory.benchmark].append(MatrixRow(
                    record.theory.name, record.theory.heading, case.name in record.theory.built_on, cells))
        alike = [record for record in records if str(record.explains) == explains]
        yield Matrix(explains, heads(case), tuple(_observed(alike, n) for n in range(1, case.last + 1)),
                     tuple(rows[False]), tuple(rows[True]))


def _observed(records: Sequence[Record], number: int) -> Observed:
    """What was observed, as any theory's judgement has it."""
    for record in records:
        for judgement in record.judgements:
            if judgement.period == number and judgement.observed:
                return Observed(wording.arrows(record.explains, judgement.observed) if record.explains.change else "",
                                wording.outcome_words(judgement.observed))
    return Observed("", "not coded")


def _cell(record: Record, judgement: Judgement, place: int) -> MatrixCell:
    explained, said, expected = record.explains, judgement.prediction, judgement.expectation
    says = wording.arrows(explained, said)
    words = "" if said is None else f"predicts {wording.outcome_words(said) or 'nothing that can happen'}"
    if expected and expected != said:
        says += f" · usually {wording.arrows(explained, expected)}"
        words += f", usually {wording.outcome_words(expected)}"
    could = [r for r in judgement.readings or () if r != judgement.verdict]
    return MatrixCell(place, cell_anchor(record, judgement), judgement.period_id, mark(judgement.verdict), says, words,
                      bool(judgement.open), wording.listed(could, "or"))

