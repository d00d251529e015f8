"""The page on a case: what it shows, with the program's version, the date and the command that makes it again."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checker.analysis.page.dossier import Dossier
    from checker.files.study.reader import Study
    from checker.report.page.view import PageView, Provenance


def dossiers(study: Study) -> list[Dossier]:
    from checker.analysis.page.dossier import dossier
    from checker.files.study.load import theories_for

    return [dossier(case, theories_for(case, study)) for case in study.cases]


def view_of(dossier: Dossier, command: str) -> PageView:
    """What a page shows of a case, with version, date and the command that made it."""
    from checker.report.page.render_page import page_view

    return page_view(dossier, _provenance(dossier, command))


def _provenance(dossier: Dossier, command: str) -> Provenance:
    from checker.files.library.copying import digests, files_of
    from checker.report.page.view import Provenance

    return Provenance(_version(), _today(), command, digests(files_of(dossier.case, dossier.theories)))


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("theorychecker")
    except PackageNotFoundError:
        return "(not installed)"


def _today() -> str:
    """Today's date, or that of SOURCE_DATE_EPOCH (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    day = datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdigit() else date.today()
    return f"{day.day} {day:%B %Y}"
