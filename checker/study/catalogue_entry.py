"""What a name leads to, before it is read as a study."""

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
