"""Names as a user types them -> a study: the cases asked for, with the theories that speak their vocabulary."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from checker.files.library.locate import SUFFIXES, available, find, shipped_folder
from checker.files.study.reader import Study, codebook_of, kind_of, read_study
from checker.problems import InvalidStudy, Location, Problem, did_you_mean
from checker.study.case import Case
from checker.study.codebook import Codebook
from checker.study.theory import Theory


def read_named(cases: Sequence[str], theories: Sequence[str] = ()) -> Study:
    """The named cases and theories; without theories, all that can be found, benchmarks last.

    Raises InvalidStudy with every problem, those of the names included.
    """
    problems: list[Problem] = []
    paths = []
    for names, kind in ((theories, "theory"), (cases, "case")):
        try:
            paths.append(find(names, kind))  # type: ignore[arg-type]
        except InvalidStudy as error:
            problems += error.problems
    if problems:
        raise InvalidStudy(problems)
    theory_paths, case_paths = map(_once_each, paths)
    if theory_paths:
        study = read_study(theory_paths, case_paths)
    else:
        study = _with_all_theories(case_paths)
        ordered = tuple(sorted(study.theories, key=lambda theory: theory.benchmark))
        study = Study(ordered, study.cases, study.warnings, study.codebooks)
    problems += [*_namesakes("theory", study.theories), *_namesakes("case", study.cases)]
    for case in study.cases:
        strangers = _strangers(case, study.theories if theories else ())
        problems += strangers
        if not strangers and not theories_for(case, study):
            message = f"no theory speaks the vocabulary `{case.codebook.name}` of {case.name}"
            namesake = next((t for t in study.theories if t.codebook.name == case.codebook.name), None)
            if namesake is not None:
                message += f"; {namesake.name} speaks {case.codebook.difference(namesake.codebook)}"
            problems.append(
                Problem(
                    case.location,
                    "other-vocabulary",
                    message,
                    "name one with --theory, or write one with `checker new theory`",
                )
            )
    if problems:
        raise InvalidStudy(problems)
    return study


def _with_all_theories(case_paths: Sequence[Path]) -> Study:
    """The cases with every theory at hand; one that is broken stops only those whose vocabulary it speaks."""
    every = tuple(available("theory").values())
    try:
        return read_study(every, case_paths)
    except InvalidStudy:
        cases = read_study([], case_paths).cases
        return read_study([path for path in every if not _is_broken_elsewhere(path, cases)], case_paths)


def _is_broken_elsewhere(path: Path, cases: Sequence[Case]) -> bool:
    """Whether a theory cannot be read, and names a codebook that is sound and none of the cases'."""
    try:
        read_study([path], [])
    except InvalidStudy:
        book = codebook_of(path)
        return book is not None and all(case.codebook.difference(book) for case in cases)
    return False


def _namesakes(kind: str, found: Sequence[Theory] | Sequence[Case]) -> list[Problem]:
    """One problem for each theory or case whose name an earlier one has."""
    first: dict[str, Theory | Case] = {}
    problems = []
    for each in found:
        other = first.setdefault(each.name, each)
        if other is not each:
            problems.append(
                Problem(
                    each.location,
                    "name-clash",
                    f"two of the {kind} files call themselves `{each.name}`; the other is {other.location.file}",
                    f"give one of them another name after `{kind}:`",
                )
            )
    return problems


def _once_each(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The paths without those of a file that an earlier one leads to."""
    first: dict[str, Path] = {}
    for path in paths:
        first.setdefault(os.path.realpath(path), path)
    return tuple(first.values())


def theories_for(case: Case, study: Study) -> tuple[Theory, ...]:
    """The theories of the study whose codebook is the case's, or a copy that declares the same."""
    return tuple(theory for theory in study.theories if not case.codebook.difference(theory.codebook))


def theories_at_hand(case: Case, study: Study) -> tuple[Theory, ...]:
    """The theories of the study whose codebook is the case's, or else all that can be found and read."""
    named = theories_for(case, study)
    if named:
        return named
    try:
        every = read_study(tuple(available("theory").values()), [])
    except InvalidStudy:
        return ()
    return theories_for(case, every)


def _strangers(case: Case, theories: Sequence[Theory]) -> list[Problem]:
    return [
        Problem(
            theory.location,
            "other-vocabulary",
            f"{theory.name} speaks the vocabulary `{theory.codebook.name}`, "
            f"{case.name} is coded in {theory.codebook.difference(case.codebook)}",
            "choose a theory and a case of one codebook",
        )
        for theory in theories
        if theory.codebook.difference(case.codebook)
    ]


Resolved = tuple[str, str, list[Problem]]
"""The kind and path of what a name stands for, both empty for nothing, with what is wrong."""


def read_any(names: Sequence[str]) -> Study:
    """The theories, cases and codebooks that the names or paths stand for; raises InvalidStudy."""
    kinds: dict[str, list[str]] = {"theory": [], "case": [], "codebook": []}
    problems: list[Problem] = []
    for name in names:
        for kind, path, found in _in_folder(name) if Path(name).is_dir() else [_resolved(name)]:
            problems += found
            if path:
                kinds[kind].append(path)
    try:
        study = read_study(kinds["theory"], kinds["case"], kinds["codebook"])
    except InvalidStudy as error:
        raise InvalidStudy([*problems, *error.problems]) from None
    if problems:
        raise InvalidStudy([*problems, *study.warnings])
    return study


def _in_folder(name: str) -> list[Resolved]:
    """Every theory, case and codebook in a folder, in the order of their names."""
    files = sorted(path for path in Path(name).iterdir() if path.suffix in SUFFIXES and kind_of(path) is not None)
    found: list[Resolved] = [(kind_of(path) or "", str(path), []) for path in files]
    return found or [
        (
            "",
            "",
            [
                Problem(
                    Location(name),
                    "unknown-name",
                    "there is no theory, case or codebook in this folder",
                    "name a folder with such files, or a file",
                )
            ],
        )
    ]


def _resolved(name: str) -> Resolved:
    known: list[str] = []
    for kind in ("theory", "case", "codebook"):
        try:
            path = str(find([name], kind)[0])
        except InvalidStudy:
            known += available(kind)
            continue
        return kind_of(path) or "theory", path, []
    hint = did_you_mean(name, known, otherwise="`checker list` shows the names; or give the path of a file")
    return "", "", [Problem(Location(name), "unknown-name", "there is no theory, case or codebook of this name", hint)]


def vocabulary(name: str | None, theories: Sequence[str]) -> tuple[str, Codebook, tuple[Theory, ...]]:
    """A codebook with the text that names it in a file of ./cases or ./theory, and the theories that speak it.

    Without a name it is that of the theories asked for, else the one that most theories at hand speak.
    """
    asked = read_study(find(theories, "theory"), []).theories
    every = asked or read_study(tuple(available("theory").values()), []).theories
    books = [theory.codebook for theory in every]
    if name is not None:
        path = find([name], "codebook")[0]
        book = read_study([], [], [path]).codebooks[0]
    else:
        book = max(books, key=lambda each: sum(other.name == each.name for other in books))
        path = Path(book.location.file)
    shipped = shipped_folder("codebook").resolve()
    inside = path.resolve().parent == shipped and Path("theory").resolve() != shipped
    chosen = book.name if inside else os.path.join("..", os.path.relpath(path))
    return chosen, book, tuple(theory for theory in every if theory.codebook.name == book.name)
