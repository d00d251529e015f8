"""The report on a case as one self-contained page: view first, template second."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from checker.analysis.page.dossier import Dossier
from checker.analysis.verdicts.judgement import REFUTED
from checker.analysis.verdicts.overview import Overview
from checker.report.page.appendix_view import appendix_view
from checker.report.page.cells import cell_views
from checker.report.page.hinges import choice_views, hinge_views
from checker.report.page.matrix import matrices
from checker.report.page.robustness import robustness_views
from checker.report.page.slim import slim
from checker.report.page.texts import anchor, breakable, heads, mark, sources_of, unbroken
from checker.report.page.timeline import timeline_view
from checker.report.page.view import MatrixRow, PageView, Provenance, ReadingsView
from checker.report.page.what_if import what_if_view
from checker.report.words import verdicts as wording
from checker.report.words.answer import answer
from checker.report.words.headline import chances, headline, turns


def page(view: PageView) -> str:
    """The whole page as HTML; the same view gives the same page."""
    return slim(_environment().get_template("page.html.j2").render(page=view))


def index(pages: Sequence[tuple[PageView, str]], provenance: Provenance) -> str:
    """A page over several cases, each with the address of its own page."""
    entries = [{"page": view, "href": href} for view, href in pages]
    rows: dict[str, list[MatrixRow | None]] = {}
    for place, (view, _) in enumerate(pages):
        for row in view.matrices[0].rivals:
            own = rows.setdefault(row.title, [None] * len(pages))
            own[place] = row
    return (
        _environment()
        .get_template("index.html.j2")
        .render(
            entries=entries, theories=sorted(rows.items(), key=_by_fit), across=_across(pages), provenance=provenance
        )
    )


def _by_fit(entry: tuple[str, Sequence[MatrixRow | None]]) -> tuple[int, str]:
    """Theories that probably fit most rises and falls come first."""
    title, rows = entry
    return -sum(row.fitting for row in rows if row is not None), title


def _across(pages: Sequence[tuple[PageView, str]]) -> str:
    """Which theory fits most rises and falls of all cases."""
    counts: dict[str, int] = {}
    for view, _ in pages:
        for row in view.matrices[0].rivals:
            counts[row.title] = counts.get(row.title, 0) + row.fitting
    whole = sum(max((row.of for row in view.matrices[0].rivals), default=0) for view, _ in pages)
    best = max(counts.values(), default=0)
    if not best:
        return f"No theory is likely to fit any of the {whole} rises and falls of these cases."
    names = [title for title, count in counts.items() if count == best]
    more = ", more than any other theory" if len(names) < len(counts) else ""
    return f"Of {whole} rises and falls, {wording.listed(names)} probably fit{'s' * (len(names) == 1)} {best}{more}."


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
    kept = "\n".join(line for line in lines if line and not line.startswith(("//", "/*")))
    return re.sub(r"(?<=[{};])\s+|;?\s*(?=[{}])", "", kept) if name.endswith(".css") else kept


def page_view(dossier: Dossier, provenance: Provenance) -> PageView:
    case, view = dossier.case, dossier.overview
    first = headline(view)
    records = view.result.records
    references = sources_of(case, [theory.references for theory in dossier.theories])
    return PageView(
        case=case.name,
        title=case.heading,
        description=case.description.strip(),
        actors=tuple((role, wording.listed(actors)) for role, actors in case.roles.items()),
        answer=tuple(map(unbroken, answer(view))),
        headline=first.title,
        beneath=tuple(map(unbroken, first.sentences)),
        hinges=hinge_views(view),
        choices=choice_views(view),
        readings=tuple(_readings(view)),
        notes=(*wording.notes(view), *wording.limits(view.result)),
        matrices=matrices(dossier),
        timeline=timeline_view(case, records, references),
        cells=cell_views(dossier, references),
        what_if=what_if_view(dossier, provenance.command, references),
        telling=_telling(dossier),
        robustness=robustness_views(dossier),
        appendix=appendix_view(dossier, references, provenance),
        provenance=provenance,
    )


def _telling(dossier: Dossier) -> tuple[str, int]:
    """The verdict whose reasons are told first: that of the theory and turn that fit best."""
    rivals = dossier.overview.rivals or dossier.overview.result.records
    places = turns(rivals) or range(len(rivals[0].judgements))
    cells = [(record, record.judgements[place]) for place in places for record in rivals]
    record, judgement = max(cells, key=lambda cell: chances(cell[1])["fits"])
    return record.theory.name, judgement.period


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
