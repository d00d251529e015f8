"""Exchange with software for qualitative data analysis, by the REFI-QDA standard 1.5 (https://www.qdasoftware.org).

Out goes a codebook (.qdc): a code for each variable, below it one for each term where it takes roles, below that one
to code with for each value. In come the cases and variable values of a project (.qdpx), and the codes of that
codebook where they were given to cases. Its XML is read by expat, which here refuses every declaration of entities.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from checker.files.tables.archive import member, opened
from checker.logic.formula import Term
from checker.logic.grammar import RuleSyntaxError, parse_term
from checker.problems import InvalidStudy, Location, Problem, did_you_mean, refused
from checker.study.case import Case, Coding
from checker.study.codebook import Codebook, Variable
from checker.study.sheet import OPTIONAL_COLUMNS, Place, Sheet, in_case_order, places
from checker.study.vocabulary import coded_term_fault, unbound_fault, value_fault

CODEBOOK_NAMESPACE = "urn:QDA-XML:codebook:1.0"
ORIGIN = "checker"
MAX_PROJECT = 100_000_000
MAX_DEPTH = 200
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_VALUES = ("TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue")


def qdc(codebook: Codebook) -> str:
    """The codebook as a .qdc file; the same codebook gives the same identifiers every time."""
    root = ElementTree.Element("CodeBook", {"xmlns": CODEBOOK_NAMESPACE, "origin": ORIGIN})
    codes = ElementTree.SubElement(root, "Codes")
    observable = [variable for variable in codebook.variables.values() if not variable.theoretical]
    if not observable:
        raise refused(
            codebook.location,
            "nothing-to-code",
            f"{codebook.name} has no observable variable to code by",
            "add a variable that is not theoretical",
        )
    for variable in observable:
        code = _code(codes, codebook, variable.name, variable.name, _about(variable), codable=False)
        for term in variable.terms():
            below = code
            if term.arguments:
                said = " and ".join(f"{role}: {codebook.roles[role]}" for role in term.arguments)
                below = _code(code, codebook, str(term), str(term), said, codable=False)
            for value in variable.values:
                _code(below, codebook, f"{term}={value}", value, variable.coding.get(value, ""), codable=True)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _code(
    parent: ElementTree.Element, codebook: Codebook, path: str, name: str, says: str, codable: bool
) -> ElementTree.Element:
    made = ElementTree.SubElement(
        parent, "Code", {"guid": code_guid(codebook, path), "name": name, "isCodable": "true" if codable else "false"}
    )
    if says:
        ElementTree.SubElement(made, "Description").text = _UNFIT.sub("", says)
    return made


def code_guid(codebook: Codebook, path: str) -> str:
    """The identifier of a code, from the names alone."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:theorychecker:{codebook.name}:{path}")).upper()


def _about(variable: Variable) -> str:
    values = f"Values, lowest first: {', '.join(variable.values)}."
    return "\n".join(part for part in (variable.label, variable.question, values) if part)


@dataclass
class _QdaCase:
    name: str
    line: int
    column: int
    values: list[tuple[str, str, str, int]] = field(default_factory=list)
    codes: list[tuple[str, int]] = field(default_factory=list)


@dataclass
class _Project:
    """What is read of a project: names of variables and of codes by identifier, and the cases."""

    variables: dict[str, str] = field(default_factory=dict)
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    cases: list[_QdaCase] = field(default_factory=list)


def read_qdpx(path: Path, shown: str, case: Case) -> Sheet:
    """The codings that a project holds for a case; raises InvalidStudy with the line in the project's XML.

    A case of the project stands for a period: it is named `PERIOD` or `CASE/PERIOD`, where PERIOD may be `baseline`
    or `throughout`. Its variables are named as terms; several values are joined by `|`. A code of the exported
    codebook given to it counts as a value; several for one term are contested.
    """
    with opened(path, shown, "a REFI-QDA project (.qdpx)") as archive:
        found = [name for name in archive.namelist() if name.lower().endswith(".qde") and "/" not in name]
        if len(found) != 1:
            raise refused(
                shown,
                "wrong-kind-of-file",
                f"the archive has {len(found) or 'no'} project files (.qde)",
                "export the project again as REFI-QDA",
            )
        inside = f"{shown}!{found[0]}"
        project = _parsed(member(archive, found[0], shown, MAX_PROJECT), inside)
    reader = _Reader(project, case, inside)
    codings = reader.codings()
    if reader.problems:
        raise InvalidStudy(reader.problems)
    if not codings:
        raise refused(
            inside,
            "unknown-period",
            f"no case of the project stands for a period of {case.name}",
            f"name the project's cases by its periods: {', '.join(places(case))}",
        )
    return Sheet(
        "", {place: codings[place] for place in in_case_order(case, codings)}, lacking=frozenset(OPTIONAL_COLUMNS)
    )


class _Reader:
    def __init__(self, project: _Project, case: Case, file: str) -> None:
        self.project = project
        self.case = case
        self.file = file
        self.problems: list[Problem] = []
        self.by_code = {
            code_guid(case.codebook, f"{term}={value}"): (term, value)
            for term in case.codebook.terms()
            for value in case.codebook.values(term)
        }
        self.by_path = {
            path: (term, path[-1])
            for term in case.codebook.terms()
            for path in _paths(term, case.codebook.values(term))
        }

    def report(self, line: int, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(Location(self.file, line, 1), code, message, hint))

    def codings(self) -> dict[Place, Coding]:
        found: dict[Place, Coding] = {}
        for unit in self.project.cases:
            period = self.period(unit)
            if period is None:
                continue
            values: dict[Term, list[str]] = {}
            lines: dict[Term, int] = {}
            for identifier, kind, text, line in unit.values:
                self.value(identifier, kind, text, line, values, lines)
            for identifier, line in unit.codes:
                named = self.by_code.get(identifier.strip("{}").upper()) or self.by_path.get(
                    self.project.codes.get(identifier.strip("{}").upper(), ())
                )
                fault = unbound_fault(named[0], self.case.roles) if named is not None else None
                if fault is not None:
                    self.report(line, fault.code, fault.message, fault.hint)
                elif named is not None and not self.case.codebook.is_theoretical(named[0]):
                    values.setdefault(named[0], []).append(named[1])
                    lines.setdefault(named[0], line)
            for term, words in values.items():
                order = self.case.codebook.values(term)
                coding = Coding(
                    tuple(value for value in order if value in words), location=Location(self.file, lines[term], 1)
                )
                place = Place(period, term)
                if place in found and found[place].values != coding.values:
                    self.report(
                        lines[term],
                        "conflicting-codings",
                        f"{place} is coded twice, and differently",
                        "keep one of the two",
                    )
                found[place] = coding
        return found

    def period(self, unit: _QdaCase) -> str | None:
        name = unit.name.strip()
        known = places(self.case)
        about, slash, rest = name.partition("/")
        if slash and about.strip() != self.case.name:
            return None
        period = rest.strip() if slash else name
        if period in known:
            return period
        if slash:
            self.report(
                unit.line, "unknown-period", f"{self.case.name} has no period `{period}`", did_you_mean(period, known)
            )
        return None

    def value(
        self, identifier: str, kind: str, text: str, line: int, values: dict[Term, list[str]], lines: dict[Term, int]
    ) -> None:
        name = self.project.variables.get(identifier.strip("{}").upper())
        said = text.strip()
        if name is None:
            self.report(
                line, "unreadable", "a value refers to a variable that the project does not declare", "export it again"
            )
            return
        if not said:
            return
        try:
            term = parse_term(name)
        except RuleSyntaxError:
            self.report(
                line,
                "not-a-term",
                f"the variable `{name}` is not named as a term",
                "name it as in `capability(partner)`",
            )
            return
        fault = coded_term_fault(term, self.case.codebook) or unbound_fault(term, self.case.roles)
        if fault is not None:
            self.report(line, fault.code, fault.message, fault.hint)
            return
        variable = self.case.codebook.variables[term.variable]
        if kind == "BooleanValue" and variable.is_yes_no:
            said = {"true": "yes", "1": "yes", "false": "no", "0": "no"}.get(said.lower(), said)
        words = [] if said == "missing" else [word.strip() for word in said.split("|")]
        for word in words:
            fault = value_fault(word, variable, self.case.codebook)
            if fault is not None:
                self.report(line, fault.code, f"{term}: {fault.message}", fault.hint)
                return
        values.setdefault(term, []).extend(words)
        lines.setdefault(term, line)


def _paths(term: Term, values: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Where the codes of a term's values stand in the exported codebook."""
    above = (term.variable, str(term)) if term.arguments else (term.variable,)
    yield from ((*above, value) for value in values)


def _parsed(data: bytes, file: str) -> _Project:
    """The project of an XML text; raises InvalidStudy where it is none, or declares entities."""
    parser = expat.ParserCreate(namespace_separator=" ")
    builder = _Builder(parser, file)
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.StartDoctypeDeclHandler = builder.refuse
    parser.EntityDeclHandler = builder.refuse
    parser.buffer_text = True
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        message = expat.ErrorString(error.code)
        raise refused(
            Location(file, error.lineno, error.offset + 1),
            "unreadable",
            f"this is no XML: {message}",
            "export the project again as REFI-QDA",
        ) from None
    if not builder.is_project:
        raise refused(
            file,
            "wrong-kind-of-file",
            "the XML is no REFI-QDA project: its root is not `Project`",
            "export the project again as REFI-QDA",
        )
    return builder.project


class _Builder:
    """The handlers of one parse; only what is needed is kept."""

    def __init__(self, parser: Any, file: str) -> None:
        self.parser = parser
        self.file = file
        self.project = _Project()
        self.is_project = False
        self.path: list[str] = []
        self.code_names: list[str] = []
        self.variable = ""
        self.kind = ""
        self.words: list[str] = []

    def refuse(self, *_: object) -> None:
        raise refused(
            Location(self.file, self.parser.CurrentLineNumber, 1),
            "unsafe-file",
            "the XML declares a document type or entities",
            "do not open the file; ask whoever made it for another",
        )

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        above = self.path[-1] if self.path else ""
        self.path.append(local)
        line = int(self.parser.CurrentLineNumber)
        if len(self.path) > MAX_DEPTH:
            raise refused(
                Location(self.file, line, 1),
                "over-limit",
                f"elements are nested more than {MAX_DEPTH} deep",
                "export the project again",
            )
        if len(self.path) == 1:
            self.is_project = local == "Project"
        if local == "Code":
            self.code_names.append(attributes.get("name", ""))
            self.project.codes[_identifier(attributes, "guid")] = tuple(self.code_names)
        elif local == "Variable":
            self.project.variables[_identifier(attributes, "guid")] = attributes.get("name", "")
        elif local == "Case" and above == "Cases":
            self.project.cases.append(
                _QdaCase(attributes.get("name", ""), line, int(self.parser.CurrentColumnNumber) + 1)
            )
        elif "Cases" in self.path and self.project.cases:
            if local == "CodeRef":
                self.project.cases[-1].codes.append((_identifier(attributes, "targetGUID"), line))
            elif local == "VariableRef":
                self.variable = _identifier(attributes, "targetGUID")
            elif local in _VALUES:
                self.kind, self.words = local, []

    def end(self, name: str) -> None:
        local = self.path.pop()
        if local == "Code":
            self.code_names.pop()
        elif self.kind and local == self.kind:
            line = int(self.parser.CurrentLineNumber)
            self.project.cases[-1].values.append((self.variable, local, "".join(self.words), line))
            self.kind = ""

    def text(self, words: str) -> None:
        if self.kind:
            self.words.append(words)


def _identifier(attributes: dict[str, str], name: str) -> str:
    return attributes.get(name, "").strip().strip("{}").upper()
