"""Paths -> Study, or InvalidStudy with all problems of all files."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from checker.files.library.locate import FileKind, available, declared
from checker.files.schema.declarations import CASE
from checker.files.schema.finer_case import FINER_CASE
from checker.files.schema.shape import shape_problems
from checker.files.study.bibtex import Reference, read_references
from checker.files.study.case_file import case_from
from checker.files.study.citations import Sources
from checker.files.study.codebook_file import codebook_from
from checker.files.study.finer_case import finer_case_from
from checker.files.study.inheritance import with_inheritance
from checker.files.study.theory_file import TheoryFile, theory_file_from
from checker.files.yaml.nodes import Entries, Scalar, compose
from checker.files.yaml.offsets import Problems, problem_at
from checker.files.yaml.source import Source, read_source
from checker.problems import InvalidStudy, Location, Problem, in_file_order
from checker.study.calibration import calibrated
from checker.study.case import Case
from checker.study.codebook import Codebook
from checker.study.theory import Theory
from checker.study.validation import problems_of_case, problems_of_codebook, problems_of_study, problems_of_theory

AnyPath = str | os.PathLike[str]


@dataclass(frozen=True)
class Study:
    """Theories and cases, each in the order it was asked for, and the warnings about their files."""

    theories: tuple[Theory, ...]
    cases: tuple[Case, ...]
    warnings: tuple[Problem, ...] = ()
    codebooks: tuple[Codebook, ...] = ()


def read_theory(path: AnyPath) -> Theory:
    """The theory in a file, with all it inherits; raises InvalidStudy."""
    return read_study([path], []).theories[0]


def read_case(path: AnyPath) -> Case:
    """The case in a file, its calibrated codings filled in; raises InvalidStudy."""
    return read_study([], [path]).cases[0]


def read_codebook(path: AnyPath) -> Codebook:
    """The codebook in a file; raises InvalidStudy."""
    return read_study([], [], [path]).codebooks[0]


def read_study(
    theory_paths: Iterable[AnyPath], case_paths: Iterable[AnyPath], codebook_paths: Iterable[AnyPath] = ()
) -> Study:
    """The study in the files; raises one InvalidStudy with all their problems."""
    reader = _Reader()
    codebooks = [reader.codebook(_shown(path)) for path in codebook_paths]
    theories = [reader.theory(_shown(path)) for path in theory_paths]
    cases = [reader.case(_shown(path)) for path in case_paths]
    read_theories = tuple(theory for theory in theories if theory is not None)
    read_cases = tuple(case for case in cases if case is not None)
    if not any(problem.severity == "error" for problem in reader.problems):
        reader.problems += problems_of_study(read_theories, read_cases)
    problems = in_file_order(map(reader.with_line, reader.problems))
    if any(problem.severity == "error" for problem in problems):
        raise InvalidStudy(problems)
    return Study(
        read_theories,
        tuple(map(calibrated, read_cases)),
        problems,
        tuple(book for book in codebooks if book is not None),
    )


def codebook_of(path: AnyPath) -> Codebook | None:
    """The codebook that a theory or case names, whatever else is wrong with the file; None if it cannot be read."""
    reader = _Reader()
    source = reader.source(_shown(path))
    root = compose(source)[0] if source is not None else None
    codebook = reader.named_codebook(root) if isinstance(root, Entries) else None
    return None if any(problem.severity == "error" for problem in reader.problems) else codebook


def _shown(path: AnyPath) -> str:
    return os.path.normpath(os.fspath(path)) if os.fspath(path) else ""


def _real(file: str) -> str:
    """The real path of a file, the same however it is named."""
    try:
        return os.path.realpath(file)
    except ValueError:  # no file can have this name, which read_source will say
        return file


class _Reader:
    """Reads each file once, by its real path, and collects all problems."""

    def __init__(self) -> None:
        self.problems = Problems()
        self.sources: dict[str, Source] = {}
        self.codebooks: dict[str, Codebook | None] = {}
        self.bibliographies: dict[str, dict[str, Reference] | None] = {}
        self.theories: dict[str, Theory | None] = {}
        self.incomplete: set[Location] = set()
        self.cases: dict[str, Case | None] = {}
        self.open_theories: list[str] = []
        self.open_cases: list[str] = []

    def with_line(self, problem: Problem) -> Problem:
        """The problem with the line of its location, if the file could be read."""
        source = self.sources.get(problem.location.file)
        if problem.line or source is None:
            return problem
        return replace(problem, line=source.line(problem.location.line))

    def source(self, file: str, named_at: Scalar | None = None) -> Source | None:
        """The text of a file; a file that cannot be read is reported where another file names it."""
        found = read_source(Path(file), file)
        if isinstance(found, Source):
            self.sources[file] = found
            return found
        if named_at is not None and not found.location.line:
            found = problem_at(named_at, found.code, f"{file}: {found.message}", found.hint)
        self.problems.append(found)
        return None

    def root(self, file: str, kind: FileKind, named_at: Scalar | None = None) -> Entries | None:
        """The mapping that a file of that kind is."""
        source = self.source(file, named_at)
        if source is None:
            return None
        root, problems = compose(source)
        self.problems += problems
        if root is None and problems:
            return None
        keys = f"`{kind}:`"
        if root is None or (isinstance(root, Scalar) and root.is_empty):
            self.problems.append(
                Problem(
                    Location(file),
                    "empty-file",
                    "the file is empty",
                    f"a {kind} begins with {keys}; `checker new` writes a file to fill in",
                )
            )
            return None
        if not isinstance(root, Entries):
            shape = "a text" if isinstance(root, Scalar) else "a list"
            self.problems.at(
                root,
                "wrong-kind-of-file",
                f"this is not a {kind}: it is {shape}, not a mapping",
                f"begin the file with {keys}",
            )
            return None
        if kind not in root.keys:
            other = next((name for name in ("theory", "case", "codebook") if name in root.keys), "")
            if other:
                self.problems.at(
                    root.keys[other],
                    "wrong-kind-of-file",
                    f"this is a {other}, not a {kind}",
                    f"name a file that begins with {keys}",
                )
                return None
        return root

    def codebook(self, file: str, named_at: Scalar | None = None) -> Codebook | None:
        real = _real(file)
        if real not in self.codebooks:
            root = self.root(file, "codebook", named_at)
            self.codebooks[real] = None
            if root is not None:
                codebook, problems = codebook_from(root)
                self.problems += [*problems, *problems_of_codebook(codebook)]
                # Files are not blamed for what a broken codebook fails to declare.
                if (codebook.roles and codebook.variables) or not problems:
                    self.codebooks[real] = codebook
        return self.codebooks[real]

    def named_codebook(self, root: Entries) -> Codebook | None:
        """The codebook that a theory or case names: a file seen from its own, or an installed one."""
        scalar = root.scalar("codebook")
        return self.codebook(self.file_of(scalar, "codebook"), scalar) if scalar else None

    def file_of(self, scalar: Scalar, kind: FileKind) -> str:
        """The file that a text in a file names; a bare name is NAME.yaml beside it, or else what is installed."""
        name = scalar.text.strip()
        folder = os.path.dirname(scalar.source.file)
        beside = os.path.normpath(os.path.join(folder, name))
        if os.path.splitext(name)[1] or os.path.dirname(name) or os.path.isfile(beside):
            return beside
        bare = os.path.normpath(os.path.join(folder, f"{name}.yaml"))
        if not os.path.isfile(bare) and name in (known := available(kind)):
            return str(known[name])
        return bare

    def named_sources(self, root: Entries) -> Sources:
        scalar = root.scalar("sources")
        if scalar is None:
            return Sources()
        file = os.path.normpath(os.path.join(os.path.dirname(scalar.source.file), scalar.text.strip()))
        real = _real(file)
        if real not in self.bibliographies:
            source = self.source(file, scalar)
            self.bibliographies[real] = None
            if source is not None:
                references, problems = read_references(source)
                self.problems += problems
                self.bibliographies[real] = references
        references_read = self.bibliographies[real]
        return Sources(references_read, file, unreadable=references_read is None)

    def theory(self, file: str, named_at: Scalar | None = None) -> Theory | None:
        real = _real(file)
        if real in self.open_theories and named_at is not None:
            circle = (*self.open_theories[self.open_theories.index(real) :], real)
            names = [os.path.splitext(os.path.basename(name))[0] for name in circle]
            self.problems.at(
                named_at,
                "circular-extends",
                f"`extends` goes round in a circle: {' -> '.join(names)}",
                "delete one of these `extends`",
            )
            return None
        if real not in self.theories:
            self.theories[real] = None
            self.open_theories.append(real)
            self.theories[real] = self._theory(file, named_at)
            self.open_theories.pop()
        return self.theories[real]

    def _theory(self, file: str, named_at: Scalar | None) -> Theory | None:
        root = self.root(file, "theory", named_at)
        if root is None:
            return None
        codebook = self.named_codebook(root)
        own, problems = theory_file_from(root, codebook, self.named_sources(root))
        self.problems += problems
        parents = [(scalar, self.theory(self.file_of(scalar, "theory"), scalar)) for scalar in own.extends]
        return self.inherited(own, parents)

    def inherited(self, own: TheoryFile, parents: list[tuple[Scalar, Theory | None]]) -> Theory | None:
        if own.codebook is None or any(parent is None for _, parent in parents):
            return None
        found = [(scalar, parent) for scalar, parent in parents if parent is not None]
        is_complete = own.is_complete and self.incomplete.isdisjoint(parent.location for _, parent in found)
        theory = with_inheritance(own, own.codebook, found, self.problems, is_complete)
        if not is_complete:
            self.incomplete.add(theory.location)
        self.problems += problems_of_theory(theory)
        return theory

    def case(self, file: str, named_at: Scalar | None = None) -> Case | None:
        real = _real(file)
        if real not in self.cases:
            self.cases[real] = None
            self.open_cases.append(real)
            root = self.root(file, "case", named_at)
            if root is not None:
                self.cases[real] = self._finer_case(root) if "based_on" in root.keys else self._case(root)
            self.open_cases.pop()
        elif real in self.open_cases and named_at is not None:
            self.problems.append(
                problem_at(
                    named_at,
                    "circular-based-on",
                    "`based_on` goes round in a circle",
                    "name a case that stands by itself",
                )
            )
        return self.cases[real]

    def _finer_case(self, root: Entries) -> Case | None:
        """A case in finer periods; what is wrong in the other case is said once, and where it stands."""
        scalar = root.scalar("based_on")
        base = self.case(self.file_of(scalar, "case"), scalar) if scalar else None
        if base is None:
            self.problems += shape_problems(root, FINER_CASE, "the file")
            return None
        sources = Sources(
            {key: dict(entry) for key, entry in base.references.items()}, f"the references of {base.name}"
        )
        case, problems = finer_case_from(root, base, sources)
        self.problems += problems
        self.problems += [problem for problem in problems_of_case(case) if problem not in self.problems]
        return case

    def _case(self, root: Entries) -> Case | None:
        codebook, sources = self.named_codebook(root), self.named_sources(root)
        if codebook is None:
            self.problems += shape_problems(root, CASE, "the file")
            return None
        case, problems = case_from(root, codebook, sources)
        self.problems += [*problems, *problems_of_case(case)]
        return case


def kind_of(path: AnyPath) -> FileKind | None:
    """Whether a file is a theory, a case or a codebook, going by its first keys."""
    what = declared(Path(path))
    return what[0] if what else None
