"""An entry of the catalogue: a file known by name, not yet read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CatalogueEntry:
    """One theory or case that can be named; `origin` says where it lies: `installed` or a path."""

    kind: str
    name: str
    title: str
    origin: str
    codebook: str
    benchmark: bool = False
