"""Atomic writing: a file is written under another name and then renamed, so that it is complete or absent."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def part_of(path: Path) -> Path:
    """The temporary name beside a file, under which it is written."""
    return path.with_name(path.name + ".part")


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file atomically, replacing an old one; text as UTF-8, with its line ends as they are. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = part_of(path)
    part.write_bytes(content.encode() if isinstance(content, str) else content)
    part.replace(path)


def write_folder(folder: Path, files: Mapping[str, str]) -> None:
    """Write texts by their names relative to a folder; files of other names stay. Raises OSError."""
    for name, text in files.items():
        write_whole(folder / name, text)
