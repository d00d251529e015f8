"""`list`: what is installed or lies in the working folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

from checker.report.export import as_json


@dataclass(frozen=True)
class Listed:
    """One theory or case that a name leads to."""

    kind: str
    name: str
    title: str
    origin: str
    benchmark: bool = False


def listing(items: Sequence[Listed]) -> str:
    rows: list[str] = []
    for kind, heading in (("theory", "Theories"), ("case", "Cases")):
        own = [item for item in items if item.kind == kind]
        if not own:
            continue
        width = max(len(item.name) for item in own) + 2
        rows += [*([""] if rows else []), heading]
        for item in own:
            marks = [mark for mark in ("benchmark" if item.benchmark else "", item.origin) if mark]
            rows.append(f"  {item.name.ljust(width)}{item.title}" + (f" ({', '.join(marks)})" if marks else ""))
    return "\n".join(rows or ["Nothing is installed here."]) + "\n"


def listing_json(items: Sequence[Listed]) -> str:
    """The format checker/list, version 1."""
    return as_json({"format": "checker/list", "version": 1, "items": [
        {"kind": i.kind, "name": i.name, "title": i.title, "origin": i.origin, "benchmark": i.benchmark}
        for i in items]})
