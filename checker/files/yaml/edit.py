"""Edits of a YAML text that change no byte outside them and lose no comment inside them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Any

import yaml

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\n]*", re.MULTILINE)
_ALIAS = re.compile(r"\s*(\*[^\s,\]}]+)")
Node = Any


class CannotChange(Exception):
    """Two changes overlap, as when an alias shares a value."""


class YamlText:
    """A YAML text with its nodes and pending changes; lines end with `\\n` while it is edited."""

    def __init__(self, text: str) -> None:
        self.crlf = "\r\n" in text
        self.text = text.replace("\r\n", "\n")
        self.root: Any = yaml.compose(self.text, Loader=_Loader)
        self._changes: list[tuple[int, int, str]] = []
        self._scalars = sorted(self._span(node) for node in _nodes(self.root) if isinstance(node, yaml.ScalarNode))

    def _span(self, node: Node) -> tuple[int, int]:
        """Start and end of a scalar's own text, without a comment behind the `|` or `>` of a block scalar."""
        start, end = int(node.start_mark.index), int(node.end_mark.index)
        return (min(self.next_line(start), end) if node.style in ("|", ">") else start), end

    def changed(self) -> str:
        """The text with all changes applied, those at the same index in the order in which they were requested.

        Raises CannotChange where two overlap.
        """
        pieces, at = [], 0
        for start, end, new in sorted(self._changes, key=lambda change: (change[0], change[1])):
            if start < at:
                raise CannotChange
            pieces += [self.text[at:start], new]
            at = end
        made = "".join([*pieces, self.text[at:]])
        return made.replace("\n", "\r\n") if self.crlf else made

    def entry(self, mapping: Node, name: str) -> tuple[Node, Node] | None:
        """The key node and the value node of a name in a mapping."""
        if isinstance(mapping, yaml.MappingNode):
            for key, value in mapping.value:
                if key.value == name:
                    return key, value
        return None

    def colon(self, key: Node) -> int:
        """The index behind the colon of a key."""
        return self.text.index(":", key.end_mark.index) + 1

    def is_alias(self, key: Node, value: Node) -> bool:
        return bool(value.start_mark.index < key.end_mark.index)

    def end(self, key: Node, value: Node) -> int:
        """The index behind the last character of a value, comments and blank lines after it aside."""
        if self.is_alias(key, value):
            alias = _ALIAS.match(self.text, self.colon(key))
            return alias.end() if alias else self.colon(key)
        return self.content_end(value, self.colon(key))

    def content_end(self, node: Node, otherwise: int) -> int:
        """The index behind the last character of a node; `otherwise` for an empty node."""
        if isinstance(node, yaml.ScalarNode):
            if node.style in ("|", ">"):
                return len(self.text[: node.end_mark.index].rstrip())
            return int(max(node.end_mark.index, otherwise)) if node.value or node.style else otherwise
        if node.flow_style:
            return int(node.end_mark.index)
        if isinstance(node, yaml.MappingNode):
            return self.end(*node.value[-1])
        last = node.value[-1]
        # An empty item, or an alias of an earlier node, ends with its line.
        if last.start_mark.index < node.start_mark.index:
            return self._alias_item_end(node)
        return self.content_end(last, last.start_mark.index)

    def _alias_item_end(self, sequence: Node) -> int:
        before = [
            self.content_end(item, item.start_mark.index)
            for item in sequence.value
            if item.start_mark.index >= sequence.start_mark.index
        ]
        at = max(before, default=int(sequence.start_mark.index))
        aliases = re.compile(r"(?:\s*(?:#[^\n]*\n)?\s*-\s*\*\S+)+").match(self.text, at)
        return aliases.end() if aliases else at

    def line_start(self, index: int) -> int:
        return self.text.rfind("\n", 0, index) + 1

    def next_line(self, index: int) -> int:
        """Where the line after an index begins; the end of the text where there is none."""
        line_end = self.text.find("\n", index)
        return len(self.text) if line_end < 0 else line_end + 1

    def replace(self, start: int, end: int, new: str) -> None:
        """Replace a stretch of text; comments in it are kept above the line where it began."""
        self.keep_comments(start, end)
        self._changes.append((start, end, new))

    def insert_lines(self, index: int, lines: Iterable[str]) -> None:
        """Put lines where a line begins, or at the end of the text."""
        new = "".join(line + "\n" for line in lines)
        if new:
            open_end = index == len(self.text) and self.text and not self.text.endswith("\n")
            self._changes.append((index, index, "\n" + new if open_end else new))

    def insert(self, index: int, new: str) -> None:
        self._changes.append((index, index, new))

    def delete_lines(self, start: int, end: int) -> None:
        """Delete whole lines, but keep their comments."""
        self.keep_comments(start, end)
        self._changes.append((start, end, ""))

    def keep_comments(self, start: int, end: int) -> None:
        kept = list(self.comments(start, end))
        if kept:
            begin = self.line_start(start)
            line = self.text[begin : self.next_line(begin)]
            margin = line[: len(line) - len(line.lstrip(" "))]
            self._changes.append((begin, begin, "".join(f"{margin}{comment}\n" for comment in kept)))

    def comments(self, start: int, end: int) -> Iterator[str]:
        """The comments between two indices: what begins with `#` outside every scalar."""
        at = start
        while (match := _COMMENT.search(self.text, at, end)) is not None:
            place = bisect_left(self._scalars, (match.start() + 1, 0)) - 1
            if place >= 0 and self._scalars[place][1] > match.start():
                at = self._scalars[place][1]
                continue
            yield match.group().rstrip()
            at = match.end()


def _nodes(root: Any) -> Iterator[Any]:
    """All nodes, each once, even if several aliases name it."""
    seen: set[int] = set()
    stack = [root]
    while stack:
        node = stack.pop()
        if node is None or id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        if isinstance(node, yaml.MappingNode):
            stack += [part for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            stack += node.value
