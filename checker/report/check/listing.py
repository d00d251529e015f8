"""`list`: what is installed or lies in the working folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from checker.report.render.markup import as_json
from checker.study.catalogue_entry import CatalogueEntry


def listing(items: Sequence[CatalogueEntry]) -> str:
    """Theories and cases under the vocabulary they share, with where they lie if not with the package."""
    rows: list[str] = []
    for codebook in dict.fromkeys(item.codebook for item in items):
        rows += [*([""] if rows else []), f"vocabulary {codebook}" if codebook else "not readable"]
        for kind, heading in (("theory", "theories"), ("case", "cases")):
            own = [item for item in items if item.kind == kind and item.codebook == codebook]
            width = max((len(item.name) for item in own), default=0) + 2
            if own:
                rows.append(f"  {heading}")
            for item in own:
                marks = [
                    mark
                    for mark in (
                        "benchmark" if item.benchmark else "",
                        item.origin if item.origin != "installed" else "",
                    )
                    if mark
                ]
                rows.append(f"    {item.name.ljust(width)}{item.title}" + (f" ({', '.join(marks)})" if marks else ""))
    return "\n".join(rows or ["Nothing is installed here."]) + "\n"


def listing_json(items: Sequence[CatalogueEntry]) -> str:
    """The format checker/list, version 1."""
    return as_json({"format": "checker/list", "version": 1, "items": [asdict(item) for item in items]})
