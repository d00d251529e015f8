"""Names -> files: first as paths, then in ./theory and ./cases, then among what is installed, last by title."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from checker.problems import InvalidStudy, Location, Problem, did_you_mean

FileKind = Literal["theory", "case", "codebook"]
_FOLDERS: dict[FileKind, str] = {"theory": "theory", "case": "cases", "codebook": "theory"}
SUFFIXES = (".yaml", ".yml")
_DECLARED = re.compile(
    r"^(?:\{[ \t]*)?['\"]?(theory|case|codebook)['\"]?[ \t]*:[ \t]*['\"]?([^\s'\"#,}]+)", re.MULTILINE
)
_TITLED = re.compile(r"^title[ \t]*:[ \t]*(.+?)[ \t]*$", re.MULTILINE)
_HEAD = 64_000


def shipped_folder(kind: FileKind) -> Path:
    """The folder of the theories (with their codebooks) or cases that come with the package.

    A wheel carries them inside the package; in a checkout they stand beside it, where their authors look.
    """
    package = Path(__file__).resolve().parents[2]
    inside = package / "shipped" / _FOLDERS[kind]
    return inside if inside.is_dir() else package.parent / _FOLDERS[kind]


def declared(path: Path) -> tuple[FileKind, str] | None:
    """The kind of a file and the name it gives itself, going by its first keys; None for any other file."""
    head = _head(path)
    found: dict[str, str] = {}
    for match in _DECLARED.finditer(head):
        found.setdefault(match[1], match[2])
    kinds: tuple[FileKind, ...] = ("theory", "case", "codebook")
    return next(((kind, found[kind]) for kind in kinds if kind in found), None)


def _head(path: Path) -> str:
    """The beginning of a file; empty where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return stream.read(_HEAD).decode("utf-8-sig", "replace")
    except (OSError, ValueError):
        return ""


def _in_folder(folder: Path, kind: FileKind) -> dict[str, Path]:
    """The files of a kind in a folder by name, sorted; the name is that of the file, for a codebook its own."""
    found: dict[str, Path] = {}
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES)
    except OSError:
        return found
    for path in paths:
        what = declared(path)
        if what is not None and what[0] == kind:
            found.setdefault(what[1] if kind == "codebook" else path.stem, path)
    return found


def installed(kind: FileKind) -> dict[str, Path]:
    """The theories, cases or codebooks that come with the package, by name."""
    return _in_folder(shipped_folder(kind), kind)


def available(kind: FileKind) -> dict[str, Path]:
    """Those in ./theory or ./cases, then those installed; a name in the working folder hides an installed one."""
    here = _in_folder(Path(_FOLDERS[kind]), kind)
    # Run inside the checkout, both are the same folder: the shorter path is the one to show.
    return here | {name: path for name, path in installed(kind).items() if name not in here}


def named(words: str, kind: FileKind) -> Path | None:
    """The file of this name, else the only one of this name or title whatever its capitals, else None."""
    known = available(kind)
    if words in known:
        return known[words]
    sought = words.strip().casefold()
    found = {path for name, path in known.items() if sought in (name.casefold(), _title(path).casefold())}
    return found.pop() if len(found) == 1 else None


def _title(path: Path) -> str:
    match = _TITLED.search(_head(path))
    return match[1].strip("'\"") if match else ""


def find(names: Iterable[str], kind: FileKind) -> tuple[Path, ...]:
    """The files that the names stand for; raises InvalidStudy with every name that stands for none."""
    paths, problems = [], []
    for name in names:
        path = _found(name, kind)
        if path is None:
            known = available(kind)
            hint = _of_another_kind(name, kind) or did_you_mean(
                name,
                known,
                otherwise=f"`checker list` shows the names; there are: {', '.join(known)}"
                if known
                else "give the path of a file",
            )
            problems.append(Problem(Location(name), "unknown-name", f"there is no {kind} of this name", hint))
        else:
            paths.append(path)
    if problems:
        raise InvalidStudy(problems)
    return tuple(paths)


def _of_another_kind(name: str, kind: FileKind) -> str:
    """The fix for a name that stands for a file of another kind, or for several names in one; empty otherwise."""
    if kind == "theory" and "," in name and all(_found(part.strip(), kind) for part in name.split(",")):
        return f"name each by itself, as in `--theory {' --theory '.join(part.strip() for part in name.split(','))}`"
    kinds: tuple[FileKind, ...] = ("theory", "case")
    other = next((other for other in kinds if other != kind and _found(name, other)), None)
    if other is None:
        return ""
    advice = ", and the theory after `--theory`" if kind == "case" else ""
    return f"`{name}` is a {other}; name a {kind} here{advice}"


def _found(name: str, kind: FileKind) -> Path | None:
    path = Path(name)
    try:
        is_path = path.is_file() or path.suffix in SUFFIXES or len(path.parts) > 1
    except (OSError, ValueError):
        return None
    if is_path:
        return path
    for folder in (Path(_FOLDERS[kind]), shipped_folder(kind)):
        for suffix in SUFFIXES:
            file = folder / f"{name}{suffix}"
            what = declared(file)
            if what is not None and what[0] == kind:
                return file
    return named(name, kind)
