"""The files of a study, their digests, and a folder with copies of them."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from checker.files.library.locate import SUFFIXES
from checker.study.case import Case
from checker.study.evidence import numbered
from checker.study.theory import Theory

_REFERENCES = re.compile(r"^sources:[ \t]*['\"]?([\w.-]+\.bib)", re.MULTILINE)


def files_of(case: Case, theories: Sequence[Theory]) -> tuple[Path, ...]:
    """The case, what it takes codings from, the codebooks and the theories with all they inherit, each file once."""
    named = [case.location.file, *_taken_from(case), case.codebook.location.file]
    for theory in theories:
        named += [theory.codebook.location.file, theory.location.file]
        named += [proposition.location.file for proposition in theory.propositions]
    return tuple(Path(name) for name in dict.fromkeys(named) if name and Path(name).is_file())


def _taken_from(case: Case) -> list[str]:
    """The other files with codings of the case: tables of readings, and the case of which it has finer periods."""
    codings = [coding for reading in case.readings.values() for coding in reading.codings.values()]
    codings += [coding for _, period in numbered(case) for coding in period.codings.values()]
    files = (coding.location.file for coding in (*codings, *case.throughout.values()))
    return [file for file in dict.fromkeys(files) if file and file != case.location.file]


def digests(files: Sequence[Path]) -> tuple[tuple[str, str], ...]:
    """For each file its folder and name, and the SHA-256 of what is in it."""
    return tuple(
        ("/".join(path.absolute().parts[-2:]), hashlib.sha256(path.read_bytes()).hexdigest()) for path in files
    )


def _references_of(path: Path) -> list[Path]:
    beside = (path.parent / name for name in _REFERENCES.findall(path.read_text(encoding="utf-8")))
    return [each for each in beside if each.is_file()]


def copied_into(folder: Path, case: Case, theories: Sequence[Theory]) -> tuple[str, ...]:
    """Copy a study into a folder as `cases` and `theory`, references beside them; the names of what was made."""
    own, others = Path(case.location.file), [Path(name) for name in _taken_from(case)]
    made = []
    for path in files_of(case, theories):
        beside = [] if path.suffix not in SUFFIXES else _references_of(path)
        if path in others:
            # The case names it by the way from there.
            copies = {
                Path(os.path.normpath(Path("cases", os.path.relpath(each, own.parent)))): each
                for each in (path, *beside)
            }
        else:
            kind = "cases" if path == own else "theory"
            copies = {Path(kind, each.name): each for each in (path, *beside)}
        for name, source in copies.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            made.append(name.as_posix())
    return tuple(dict.fromkeys(made))
