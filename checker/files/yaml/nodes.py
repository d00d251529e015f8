"""YAML as plain words that know their place.

Every scalar is a string (`no` stays a word) with its file, line and column. The parser's events are
read one by one, so that nesting, aliases and sizes meet their limits before anything is built.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from checker.files.yaml.errors import FLATTER, MAX_NESTING, TOO_DEEP, in_plain_words
from checker.files.yaml.source import UNPRINTABLE, Source
from checker.problems import Location, Problem

MAX_NODES = 300_000
MAX_PROBLEMS = 100
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True, eq=False)
class Scalar:
    """A word or text; `start` and `end` are the indices of its characters in the file."""

    text: str
    style: str
    line: int
    column: int
    start: int
    end: int
    source: Source = field(repr=False)

    @property
    def location(self) -> Location:
        return Location(self.source.file, self.line, self.column)

    @property
    def is_null(self) -> bool:
        """Nothing is written, or an unquoted `null` or `~`."""
        return self.style == "" and self.text in _NULLS

    @property
    def is_empty(self) -> bool:
        return self.is_null or not self.text.strip()


@dataclass(slots=True, eq=False)
class Items:
    """A list."""

    nodes: list[Node]
    line: int
    column: int
    flow: bool
    source: Source = field(repr=False)

    @property
    def location(self) -> Location:
        return Location(self.source.file, self.line, self.column)


@dataclass(slots=True, eq=False)
class Entries:
    """A mapping: each key once, in the order of the file, with the place of the key."""

    keys: dict[str, Scalar]
    values: dict[str, Node]
    line: int
    column: int
    flow: bool
    source: Source = field(repr=False)

    @property
    def location(self) -> Location:
        return Location(self.source.file, self.line, self.column)

    def __iter__(self) -> Iterator[tuple[Scalar, Node]]:
        for name, key in self.keys.items():
            yield key, self.values[name]

    # The readers below take what has the right shape and pass over what has not:
    # shape.py has reported what is wrong with it.

    def scalar(self, name: str) -> Scalar | None:
        node = self.values.get(name)
        return node if isinstance(node, Scalar) and not node.is_empty else None

    def text(self, name: str) -> str:
        node = self.scalar(name)
        return node.text.strip() if node else ""

    def entries(self, name: str) -> Entries:
        node = self.values.get(name)
        if isinstance(node, Entries):
            return node
        return Entries({}, {}, self.line, self.column, False, self.source)

    def items(self, name: str) -> list[Node]:
        """The members of a list; a single value is a list of one."""
        node = self.values.get(name)
        if isinstance(node, Items):
            return node.nodes
        return [] if node is None or (isinstance(node, Scalar) and node.is_null) else [node]

    def scalars(self, name: str) -> list[Scalar]:
        return [node for node in self.items(name) if isinstance(node, Scalar) and not node.is_empty]


Node = Scalar | Items | Entries


class _Refused(Exception):
    """The file cannot be composed; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message)


def compose(source: Source) -> tuple[Node | None, tuple[Problem, ...]]:
    """The root node of a YAML text and the problems found; None where there is no root."""
    composer = _Composer(source)
    try:
        for event in yaml.parse(source.text, Loader=_Loader):
            composer.take(event)
            if len(composer.problems) > MAX_PROBLEMS:
                break
    except _Refused as refused:
        composer.problems.append(refused.problem)
        composer.root = None
    except yaml.YAMLError as error:
        composer.problems.append(in_plain_words(error, source))
        composer.root = None
    return composer.root, tuple(composer.problems)


@dataclass(eq=False)
class _Open:
    """A list or mapping whose end has not come yet; `size` counts its nodes, aliases written out.

    `runs_on` says that its keys began anew, for want of the dash of the next item.
    """

    node: Items | Entries
    anchor: str
    size: int = 1
    key: Scalar | None = None
    awaits_value: bool = False
    runs_on: bool = False


class _Composer:
    """Events -> nodes, with a stack of its own instead of recursion."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self.documents = 0
        self.stack: list[_Open] = []
        self.anchors: dict[str, tuple[Node, int] | None] = {}

    def take(self, event: Any) -> None:
        match event:
            case yaml.ScalarEvent():
                self.refuse_tag(event)
                scalar = self.scalar(event)
                if event.anchor:
                    self.anchors[event.anchor] = (scalar, 1)
                self.put(scalar, 1)
            case yaml.CollectionStartEvent():
                self.open(event)
            case yaml.CollectionEndEvent():
                closed = self.stack.pop()
                if closed.anchor:
                    self.anchors[closed.anchor] = (closed.node, closed.size)
                self.put(closed.node, closed.size)
            case yaml.AliasEvent():
                self.put(*self.named(event))
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    self.refuse(
                        event,
                        "second-document",
                        "a second document begins here",
                        "write one document per file; delete the `---`",
                    )

    def scalar(self, event: Any) -> Scalar:
        mark = event.start_mark
        odd = UNPRINTABLE.search(event.value)
        if odd:
            # Such a character comes of an escape between double quotes, and could steer the reader's terminal.
            self.problems.append(
                self.problem(
                    Location(self.source.file, mark.line + 1, mark.column + 1),
                    "unprintable",
                    f"this text holds the character U+{ord(odd.group()):04X}, which cannot be printed",
                    "delete its escape",
                )
            )
        return Scalar(
            event.value,
            event.style or "",
            mark.line + 1,
            mark.column + 1,
            mark.index,
            event.end_mark.index,
            self.source,
        )

    def open(self, event: Any) -> None:
        self.refuse_tag(event)
        if len(self.stack) >= MAX_NESTING:
            self.refuse(event, "over-limit", TOO_DEEP, FLATTER)
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        node: Items | Entries
        if isinstance(event, yaml.MappingStartEvent):
            node = Entries({}, {}, line, column, bool(event.flow_style), self.source)
        else:
            node = Items([], line, column, bool(event.flow_style), self.source)
        if event.anchor:
            self.anchors[event.anchor] = None
        self.stack.append(_Open(node, event.anchor or ""))

    def put(self, node: Node, size: int) -> None:
        """Give a finished node to the list or mapping that is open, or make it the root."""
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        top.size += size
        if top.size > MAX_NODES:
            raise _Refused(
                self.problem(
                    node.location,
                    "over-limit",
                    f"the file has more than {MAX_NODES:,} values, once its aliases are written out",
                    "split the study into several files, and use fewer aliases",
                )
            )
        if isinstance(top.node, Items):
            top.node.nodes.append(node)
        elif top.awaits_value:
            top.awaits_value = False
            if top.key is not None:
                top.node.keys[top.key.text] = top.key
                top.node.values[top.key.text] = node
        else:
            top.awaits_value = True
            top.key = self.key(node, top.node)

    def key(self, node: Node, mapping: Entries) -> Scalar | None:
        """The node as a key of the mapping; None, with a problem, where it cannot be one."""
        if not isinstance(node, Scalar):
            self.problems.append(
                self.problem(
                    node.location, "malformed-key", "a list or mapping cannot be a key", "write a name before the colon"
                )
            )
            return None
        if node.text == "<<" and node.style == "":
            self.problems.append(
                self.problem(node.location, "merge-key", "merge keys (`<<`) are not read", "write the keys out")
            )
            return None
        first = mapping.keys.get(node.text)
        top = self.stack[-1]
        in_a_list = len(self.stack) > 1 and isinstance(self.stack[-2].node, Items) and not mapping.flow
        if first is not None and in_a_list and (top.runs_on or first is next(iter(mapping.keys.values()))):
            if not top.runs_on:
                said = shortened(node.text)
                self.problems.append(
                    self.problem(
                        node.location,
                        "missing-dash",
                        f"the next item begins here without its `- `: `{said}` stands in line {first.line} already",
                        f"write `- {said}:`, with the dash below the one above",
                    )
                )
            top.runs_on = True
            return None
        if first is not None:
            self.problems.append(
                self.problem(
                    node.location,
                    "given-twice",
                    f"`{shortened(node.text)}` is given twice; the first time in line {first.line}",
                    "keep one of the two",
                )
            )
            return None
        return node

    def named(self, event: Any) -> tuple[Node, int]:
        if event.anchor not in self.anchors:
            self.refuse(
                event,
                "unknown-alias",
                f"`*{event.anchor}` names nothing: no value before it is marked `&{event.anchor}`",
                "a text that begins with `*` must be quoted",
            )
        found = self.anchors[event.anchor]
        if found is None:
            self.refuse(
                event,
                "unknown-alias",
                f"`*{event.anchor}` stands inside the value that it names",
                "write the value out",
            )
        assert found is not None
        return found

    def refuse_tag(self, event: Any) -> None:
        if event.tag not in (None, "!"):
            self.refuse(
                event,
                "unread-tag",
                f"tags such as `{shortened(event.tag)}` are not read",
                "delete the tag; a text that begins with `!` must be quoted",
            )

    def refuse(self, event: Any, code: str, message: str, hint: str) -> None:
        mark = event.start_mark
        raise _Refused(self.problem(Location(self.source.file, mark.line + 1, mark.column + 1), code, message, hint))

    def problem(self, location: Location, code: str, message: str, hint: str) -> Problem:
        return Problem(location, code, message, hint, line=self.source.line(location.line))


def shortened(text: str, limit: int = 60) -> str:
    """The text on one line, cut where it would swamp a message."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
