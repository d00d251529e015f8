"""The files of a study, their digests, and a folder with copies of them."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from checker.study.case import Case
from checker.study.theory import Theory


_REFERENCES = re.compile(r"^sources:[ \t]*['\"]?([\w.-]+\.bib)", re.MULTILINE)


def files_of(case: Case, theories: Sequence[Theory]) -> tuple[Path, ...]:
    """The case, the codebooks and the theories with all they inherit, each file once."""
    named = [case.location.file, case.codebook.location.file]
    for theory in theories:
        named += [theory.codebook.location.file, theory.location.file]
        named += [proposition.location.file for proposition in theory.propositions]
    return tuple(Path(name) for name in dict.fromkeys(named) if name and Path(name).is_file())


def digests(files: Sequence[Path]) -> tuple[tuple[str, str], ...]:
    """For each file its folder and name, and the SHA-256 of what is in it."""
    return tuple(("/".join(path.absolute().parts[-2:]), hashlib.sha256(path.read_bytes()).hexdigest())
                 for path in files)


def copied_into(folder: Path, case: Case, theories: Sequence[Theory]) -> tuple[str, ...]:
    """Copy a study into a folder as `cases` and `theory`, references beside them; the names of what was made."""
    own = Path(case.location.file)
    made = []
    for path in files_of(case, theories):
        kind = "cases" if path == own else "theory"
        beside = [path.parent / name for name in _REFERENCES.findall(path.read_text(encoding="utf-8"))]
        for source in (path, *(each for each in beside if each.is_file())):
            target = folder / kind / source.name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            made.append(f"{kind}/{source.name}")
    return tuple(dict.fromkeys(made))
