"""What is installed and what lies in ./theory and ./cases, by name and title."""

from __future__ import annotations

from checker.files.library.locate import FileKind, available, installed
from checker.files.study.reader import read_study
from checker.problems import InvalidStudy
from checker.study.catalogue_entry import CatalogueEntry


def catalogue() -> tuple[CatalogueEntry, ...]:
    """Theories, then cases; a file that cannot be read is listed with its first problem as title."""
    return (*_items("theory"), *_items("case"))


def _items(kind: FileKind) -> list[CatalogueEntry]:
    shipped = set(installed(kind).values())
    items = []
    for name, path in available(kind).items():
        origin = "installed" if path in shipped else str(path)
        try:
            study = read_study([path], []) if kind == "theory" else read_study([], [path])
        except InvalidStudy as error:
            first = next(p for p in error.problems if p.severity == "error")
            items.append(CatalogueEntry(kind, name, f"cannot be read: {first.message} ({first.location})", origin, ""))
            continue
        if kind == "theory":
            theory = study.theories[0]
            items.append(CatalogueEntry(kind, name, theory.heading, origin, theory.codebook.name, theory.benchmark))
        else:
            case = study.cases[0]
            items.append(CatalogueEntry(kind, name, case.heading, origin, case.codebook.name))
    return items
