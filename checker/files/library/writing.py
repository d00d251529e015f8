"""Files that are whole or not there at all: written beside their place, then moved to it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def part_of(path: Path) -> Path:
    """Where a file is written until it is whole."""
    return path.with_name(path.name + ".part")


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file, text as UTF-8 with `\\n` at the end of its lines; what stood there goes. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = part_of(path)
    part.write_bytes(content.encode() if isinstance(content, str) else content)
    part.replace(path)


def write_folder(folder: Path, files: Mapping[str, str]) -> None:
    """Write texts by their names relative to a folder; files of other names stay. Raises OSError."""
    for name, text in files.items():
        write_whole(folder / name, text)
