"""Codings of a table into the YAML of a case: what does not change keeps its comments, order and looks.

The text is changed in place, coding by coding and field by field, and then read again and compared with
what was wanted. A round trip through a YAML library would take forty times as long on a large case.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from checker.files.exchange.coding_yaml import (
    FIELDS,
    coding_lines,
    evidence_text,
    field_lines,
    field_text,
    in_flow,
    is_short,
    key_text,
    scalar,
)
from checker.files.study.case_file import case_from
from checker.files.study.citations import Sources
from checker.files.study.reader import read_study
from checker.files.yaml.edit import CannotChange, YamlText
from checker.files.yaml.nodes import Entries, Items, Node, Scalar, compose
from checker.files.yaml.offsets import problem_at
from checker.files.yaml.source import Source, read_source
from checker.logic.formula import Term
from checker.problems import InvalidStudy, Location, Problem, refused
from checker.study.case import Case, Coding
from checker.study.codebook import Variable
from checker.study.sheet import BASELINE, THROUGHOUT, Change, Place, in_case_order, sheet_of


@dataclass(frozen=True)
class Imported:
    """The text of the case with the codings in it, what that changes in the order of the case, and how many stay."""

    text: str
    changes: tuple[Change, ...]
    unchanged: int


def read_case_text(path: Path) -> tuple[Case, Source]:
    """A case with the text of its file; raises InvalidStudy, also for one that takes its codings from another."""
    case = read_study([], [path]).cases[0]
    source = read_source(path, os.path.normpath(path))
    if isinstance(source, Problem):
        raise InvalidStudy([source])
    root, _ = compose(source)
    base = root.scalar("based_on") if isinstance(root, Entries) else None
    if base is not None:
        raise InvalidStudy(
            [
                problem_at(
                    base,
                    "based-on",
                    f"{case.name} takes over the codings of {base.text}, and a table cannot be put into both",
                    f"import it into {base.text}, or write the codings of the finer periods by hand",
                )
            ]
        )
    return case, source


def imported(case: Case, source: Source, codings: Mapping[Place, Coding]) -> Imported:
    """The text of a case with these codings in place of its own; all other codings stay.

    Raises InvalidStudy where the text shares what is to change with something else, by an alias.
    """
    old = sheet_of(case).codings
    wanted = {
        place: coding for place, coding in codings.items() if place not in old or not same_coding(old[place], coding)
    }
    editor = _CaseEditor(source.text, case, old)
    for place in in_case_order(case, wanted):
        editor.take(place, wanted[place])
    editor.finish()
    try:
        text = editor.yaml.changed()
    except CannotChange:
        raise InvalidStudy([_not_written(source.file)]) from None
    _confirm(case, source, text, {**old, **wanted})
    changes = tuple(Change(place, old.get(place), wanted[place]) for place in in_case_order(case, wanted))
    return Imported(text, changes, len(codings) - len(wanted))


def same_coding(one: Coding, other: Coding) -> bool:
    """Whether two codings are equal apart from their location."""
    return _said(one) == _said(other)


def _said(coding: Coding) -> tuple[object, ...]:
    return coding.values, dict(coding.confidence), coding.note, coding.evidence, coding.coder


class _CaseEditor:
    """The text of a case file while codings are written into it."""

    def __init__(self, text: str, case: Case, old: Mapping[Place, Coding]) -> None:
        self.yaml = YamlText(text)
        self.case = case
        self.old = old
        self.new: dict[str, list[tuple[Term, Coding]]] = {}
        self.periods = dict(self._periods())
        self.tables = {name: self._table(name) for name in dict.fromkeys(place.period for place in old)}
        self.keys: dict[str, dict[str, tuple[Any, Any]]] = {
            name: {"".join(key.value.split()): (key, value) for key, value in table.value}
            for name, table in self.tables.items()
            if table is not None
        }

    def take(self, place: Place, coding: Coding) -> None:
        entry = self.keys.get(place.period, {}).get("".join(str(place.term).split()))
        if entry is None:
            self.new.setdefault(place.period, []).append((place.term, coding))
        else:
            self._change(place, coding, *entry, self.tables[place.period].flow_style)

    def finish(self) -> None:
        """Add the new entries, all those of a period at once."""
        for name, entries in self.new.items():
            self._add(name, entries)

    def variable(self, term: Term) -> Variable:
        return self.case.codebook.variables[term.variable]

    def _holder(self, name: str) -> tuple[Any, str]:
        """The mapping in which a period's codings stand, and their key there."""
        root = self.yaml.root
        if name == THROUGHOUT:
            return root, THROUGHOUT
        if name == BASELINE:
            baseline = self.yaml.entry(root, BASELINE)
            return (baseline[1] if baseline else None), "codings"
        return self.periods.get(name), "codings"

    def _periods(self) -> Iterator[tuple[str, Any]]:
        periods = self.yaml.entry(self.yaml.root, "periods")
        for node in periods[1].value if periods else ():
            id_entry = self.yaml.entry(node, "id")
            if id_entry is not None:
                yield id_entry[1].value, node

    def _table(self, name: str) -> Any:
        holder, key = self._holder(name)
        entry = self.yaml.entry(holder, key)
        return entry[1] if entry and hasattr(entry[1], "flow_style") else None

    def _change(self, place: Place, coding: Coding, key: Any, value: Any, in_braces: bool) -> None:
        text, variable = self.yaml, self.variable(place.term)
        begin, end = text.colon(key), text.end(key, value)
        is_plain = text.is_alias(key, value) or not hasattr(value, "flow_style")
        if in_braces or (not is_plain and value.flow_style) or (is_plain and is_short(coding)):
            text.replace(begin, end, " " + in_flow(coding, variable))
        elif hasattr(value, "flow_style") and isinstance(value.value[0], tuple):
            self._change_fields(place, coding, value)
        else:
            lines = list(coding_lines(place.term, coding, variable, key.start_mark.column))
            text.replace(begin, end, lines[0].partition(key_text(place.term) + ":")[2])
            text.insert_lines(text.next_line(end), lines[1:])

    def _change_fields(self, place: Place, coding: Coding, node: Any) -> None:
        """Change a long coding in block style field by field."""
        text, variable, old = self.yaml, self.variable(place.term), self.old[place]
        indent = node.value[0][0].start_mark.column
        after = None
        for name in FIELDS:
            entry = text.entry(node, name)
            differs = _field(old, name) != _field(coding, name)
            if entry is None:
                if differs and after is not None:
                    text.insert_lines(text.next_line(text.end(*after)), field_lines(name, coding, variable, indent))
                continue
            key, value = entry
            if differs and not field_text(name, coding, variable):
                text.delete_lines(text.line_start(key.start_mark.index), text.next_line(text.end(key, value)))
                continue
            if differs and name == "evidence" and not text.is_alias(key, value) and not value.flow_style:
                self._change_evidence(old, coding, value)
            elif differs:
                text.replace(text.colon(key), text.end(key, value), " " + field_text(name, coding, variable))
            after = entry

    def _change_evidence(self, old: Coding, coding: Coding, node: Any) -> None:
        text = self.yaml
        starts = [text.line_start(item.start_mark.index) for item in node.value]
        if len(starts) != len(old.evidence) or len(set(starts)) < len(starts) or sorted(starts) != starts:
            # Items that are aliases: the list is written anew.
            begin = text.line_start(node.start_mark.index)
            text.replace(
                begin,
                text.next_line(text.content_end(node, begin)),
                "".join(f"{' ' * node.start_mark.column}- {evidence_text(p)}\n" for p in coding.evidence),
            )
            return
        ends = [text.next_line(text.content_end(item, item.start_mark.index)) for item in node.value]
        margin = " " * node.start_mark.column
        for kind, a, b, c, d in SequenceMatcher(None, old.evidence, coding.evidence, autojunk=False).get_opcodes():
            if kind == "equal":
                continue
            for place in range(a, b):
                text.delete_lines(starts[place], ends[place])
            where = starts[a] if a < len(starts) else ends[-1]
            text.insert_lines(
                where if kind == "insert" else ends[b - 1],
                [f"{margin}- {evidence_text(piece)}" for piece in coding.evidence[c:d]],
            )

    def _add(self, name: str, entries: Sequence[tuple[Term, Coding]]) -> None:
        text = self.yaml
        holder, key = self._holder(name)
        flow = [f"{key_text(term)}: {in_flow(coding, self.variable(term))}" for term, coding in entries]
        entry = text.entry(holder, key)
        table = entry[1] if entry else None
        if table is not None and hasattr(table, "flow_style") and table.value:
            end = text.end(*table.value[-1])
            if table.flow_style:
                text.insert(end, ", " + ", ".join(flow))
            else:
                text.insert_lines(text.next_line(end), self._lines(entries, table.value[0][0].start_mark.column))
        elif table is not None and hasattr(table, "flow_style"):
            text.replace(table.start_mark.index, table.end_mark.index, "{" + ", ".join(flow) + "}")
        elif entry is not None and not holder.flow_style:
            begin, end = text.colon(entry[0]), text.end(*entry)
            text.replace(begin, end, "")
            text.insert_lines(text.next_line(end), self._lines(entries, entry[0].start_mark.column + 2))
        elif entry is not None:
            text.replace(text.colon(entry[0]), text.end(*entry), " {" + ", ".join(flow) + "}")
        else:
            self._add_table(name, holder, key, entries, flow)

    def _add_table(
        self, name: str, holder: Any, key: str, entries: Sequence[tuple[Term, Coding]], flow: Sequence[str]
    ) -> None:
        """Give a period, or the case, the key that holds its codings."""
        text = self.yaml
        if holder is None or not hasattr(holder, "flow_style") or not holder.value:
            baseline = text.entry(text.root, BASELINE)
            assert baseline is not None and name == BASELINE
            text.replace(text.colon(baseline[0]), text.end(*baseline), " {codings: {" + ", ".join(flow) + "}}")
            return
        before = holder.value[-1]
        if name == THROUGHOUT:
            names = [each.value for each, _ in holder.value]
            before = holder.value[max(names.index("periods") - 1, 0)]
        end = text.end(*before)
        if holder.flow_style:
            text.insert(end, f", {key}: {{{', '.join(flow)}}}")
            return
        column = holder.value[0][0].start_mark.column
        lines = [" " * column + f"{key}:", *self._lines(entries, column + 2)]
        text.insert_lines(text.next_line(end), lines)

    def _lines(self, entries: Sequence[tuple[Term, Coding]], indent: int) -> list[str]:
        return [line for term, coding in entries for line in coding_lines(term, coding, self.variable(term), indent)]


def _field(coding: Coding, name: str) -> object:
    return {
        "value": coding.values,
        "confidence": dict(coding.confidence),
        "note": coding.note,
        "evidence": coding.evidence,
        "coder": coding.coder,
    }[name]


def _confirm(case: Case, source: Source, text: str, wanted: Mapping[Place, Coding]) -> None:
    """Read the new text back and compare it with what was wanted; raises InvalidStudy if they differ."""
    before, _ = compose(source)
    root, problems = compose(Source(source.file, text))
    if not isinstance(root, Entries) or problems or not isinstance(before, Entries):
        raise InvalidStudy([*problems] or [_not_written(source.file)])
    new_case, faults = case_from(root, case.codebook, Sources(unreadable=True))
    if any(fault.severity == "error" for fault in faults):
        raise InvalidStudy(faults)
    codings = sheet_of(new_case).codings
    for place, coding in wanted.items():
        if place not in codings or not same_coding(codings[place], coding):
            raise refused(
                coding.location,
                "cannot-edit",
                f"{place} could not be written into {source.file}: the file shares what stands there "
                "with another coding, by an alias (`*`)",
                "write the values out in the file, without `&` and `*`",
            )
    if len(codings) != len(wanted) or _rest(root) != _rest(before):
        raise InvalidStudy([_not_written(source.file)])


def _not_written(file: str) -> Problem:
    return Problem(
        Location(file),
        "cannot-edit",
        "the codings could not be written without changing something else in the file",
        "write each key of the file on a line of its own, without `&` and `*`",
    )


def _rest(root: Entries) -> dict[str, object]:
    """Everything in a case file except its codings."""
    contents = {name: _plain(node) for name, node in root.values.items() if name != THROUGHOUT}
    for period in (contents.get(BASELINE), *_listed(contents.get("periods"))):
        if isinstance(period, dict):
            period.pop("codings", None)
    contents[BASELINE] = contents.get(BASELINE) or None if BASELINE in contents else False
    return contents


def _listed(node: object) -> list[object]:
    return node if isinstance(node, list) else []


def _plain(node: Node) -> Any:
    match node:
        case Scalar():
            return "" if node.is_null else node.text
        case Items():
            return [_plain(item) for item in node.nodes]
        case Entries():
            return {key.text: _plain(value) for key, value in node}


def moved(text: str, old_folder: Path, new_folder: Path) -> str:
    """The text of a file that goes to another folder: the files it names are named from there."""
    if os.path.realpath(old_folder) == os.path.realpath(new_folder):
        return text
    editor = YamlText(text)
    readings = editor.entry(editor.root, "readings")
    named = [
        editor.entry(editor.root, "codebook"),
        editor.entry(editor.root, "sources"),
        *(editor.entry(reading, "from") for _, reading in (readings[1].value if readings else ())),
    ]
    # An alias names a node again.
    for found in {id(entry[1]): entry for entry in named if entry is not None}.values():
        if not isinstance(found[1].value, str):
            continue
        file = old_folder / found[1].value.strip()
        if not file.is_file():
            # A bare name is that of a file beside, or of what is installed, which is found from anywhere.
            file = file.with_name(file.name + ".yaml")
        if file.is_file():
            seen = Path(os.path.relpath(os.path.realpath(file), os.path.realpath(new_folder))).as_posix()
            editor.replace(found[1].start_mark.index, found[1].end_mark.index, scalar(seen))
    return editor.changed()
