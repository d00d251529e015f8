"""Whether what stands in a file has the shape that is declared: unknown and missing keys, values of another kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from checker.files.schema.kinds import Kind, Many, OneOf, Record, Table, Word
from checker.files.schema.suggestions import (
    IN_QUOTES,
    advice,
    as_list,
    blank_after_colon,
    cut_before,
    cut_list,
    in_braces,
    keyed,
    quoted,
    quotes_hint,
    straight_ones,
    with_colon,
)
from checker.files.yaml.nodes import Entries, Items, Node, Scalar, shortened
from checker.files.yaml.offsets import problem_at
from checker.problems import Problem, did_you_mean

_COMMENT = re.compile(r"([ \t]+)(#[^\s#][^\r\n]*)")
# What begins a line of a coding, and hardly ever a line of a text.
_CODING_LINE = re.compile(
    r"^[ \t]*(?:-[ \t]+)?(?:value|evidence|confidence|codings|term)[ \t]*:(?:[ \t].*)?$", re.MULTILINE
)


def shape_problems(node: Node, kind: Kind, called: str) -> Iterator[Problem]:
    """What is wrong with the shape of a node: unknown and missing keys, and values of another kind."""
    match kind:
        case OneOf():
            chosen = _chosen(node, kind)
            lists = [option for option in kind.kinds if isinstance(option, Many) and option.item == chosen]
            yield from shape_problems(node, chosen, called) if not lists else _one_problems(node, lists[0], called)
        case Word():
            yield from _word_problems(node, kind, called)
        case Many():
            yield from _list_problems(node, kind, called)
        case Table():
            yield from _table_problems(node, kind, called)
        case Record():
            yield from _record_problems(node, kind, called)


def _chosen(node: Node, kind: OneOf) -> Kind:
    """The kind that the node's shape speaks for; the first one where it speaks for none."""
    for option in kind.kinds:
        match node, option:
            case Entries(), Record(fields=fields) if fields[0].name in node.keys or not any(
                isinstance(other, Table) for other in kind.kinds
            ):
                return option
            case (Entries(), Table()) | (Items(), Many()) | (Scalar(), Word()) | (Scalar(), Many(or_one=True)):
                return option
    return kind.kinds[0]


def _spoken(node: Node) -> str:
    match node:
        case Items():
            return "a list"
        case Entries():
            return "a mapping"
    return "nothing" if node.is_empty else f"`{shortened(node.text)}`"


def _word_problems(node: Node, kind: Word, called: str) -> Iterator[Problem]:
    if not isinstance(node, Scalar):
        yield problem_at(
            node,
            "wrong-shape",
            f"{called} must be {kind.called}, not {_spoken(node)}",
            quoted(node, kind) or advice(kind),
        )
    elif node.is_empty:
        yield problem_at(
            node, "empty-value", f"{called} is empty", kind.hint or f"write {kind.called}, or delete the key"
        )
    elif kind.choices and node.text not in kind.choices:
        yield problem_at(
            node,
            "unknown-choice",
            f"{called} cannot be `{shortened(node.text)}`",
            quotes_hint(node.text) or did_you_mean(node.text, kind.choices),
        )
    elif kind.prose:
        yield from _cut_by_a_comment(node, called)
        yield from _swallowed(node, called)
    elif kind.pattern and not re.fullmatch(kind.pattern, node.text.strip()):
        yield problem_at(
            node,
            "malformed-value",
            f"{called} must be {kind.called}, not `{shortened(node.text)}`",
            quotes_hint(node.text) or advice(kind),
        )


def _cut_by_a_comment(node: Scalar, called: str) -> Iterator[Problem]:
    """The warning for an unquoted text that ends before ` #`, where what follows does not look like a comment."""
    comment = _COMMENT.match(node.source.text, node.end) if node.style == "" else None
    if comment is not None:
        place = node.source.place(comment.start(2))
        yield Problem(
            place,
            "text-cut-off",
            f"{called} ends before this `#`: what follows is read as a comment",
            f"if `{shortened(comment[2], 30)}` belongs to the text, put the whole text in quotes; "
            "if not, write a blank after the `#`",
            "warning",
            node.source.line(place.line),
        )


def _swallowed(node: Scalar, called: str) -> Iterator[Problem]:
    """The warning for a text of several lines that took in lines which look like parts of a coding."""
    line = _CODING_LINE.search(node.source.text, node.start, node.end) if node.style in ("|", ">") else None
    if line is not None:
        place = node.source.place(line.start() + len(line[0]) - len(line[0].lstrip()))
        yield Problem(
            place,
            "text-goes-on",
            f"{called} goes on here, and this line is read as a part of its text",
            f"if it is a part of a coding, a key such as `codings:` is missing above it, in the column of {called}",
            "warning",
            node.source.line(place.line),
        )


def _list_problems(node: Node, kind: Many, called: str) -> Iterator[Problem]:
    if isinstance(node, Items):
        nodes = node.nodes
    elif isinstance(node, Scalar) and node.is_null and not kind.at_least:
        return
    elif kind.or_one:
        yield from _one_problems(node, kind, called)
        return
    else:
        meant = as_list(node.text, kind, called) if isinstance(node, Scalar) else ""
        yield problem_at(
            node,
            "wrong-shape",
            f"{called} must be a list, not {_spoken(node)}",
            meant or "put every item on a line of its own that begins with `- `",
        )
        return
    if len(nodes) < kind.at_least:
        # In a coding the list is a value like any other, and the advice is that on values.
        fix = advice(kind.item) if isinstance(kind.item, Word) and kind.at_least == 1 else "add what is missing"
        yield problem_at(
            node,
            "too-few-items",
            f"{called} needs at least {kind.at_least} item{'s' if kind.at_least > 1 else ''}",
            fix,
        )
    if len(nodes) > kind.at_most:
        yield problem_at(
            nodes[kind.at_most],
            "over-limit",
            f"{called} has {len(nodes):,} items; the limit is {kind.at_most:,}",
            "leave some out",
        )
        nodes = nodes[: kind.at_most]
    for above, item in zip([None, *nodes], nodes, strict=False):
        if above is not None and _goes_on(above, item, kind.item):
            yield problem_at(
                item,
                "stray-dash",
                "a dash begins a new item here, and the one above has nothing but its name",
                "if this belongs to it, write a blank in place of this `-`",
            )
            continue
        within = called if kind.or_one or isinstance(kind.item, Word) else f"an item of {called}"
        yield from _one_problems(item, kind, within) if len(nodes) == 1 else shape_problems(item, kind.item, within)


def _one_problems(node: Node, kind: Many, called: str) -> Iterator[Problem]:
    """What is wrong with the only member of a list; where it is several without brackets, they are the fix."""
    meant = as_list(node.text, kind, called) if isinstance(node, Scalar) else ""
    for problem in shape_problems(node, kind.item, called):
        yield replace(problem, hint=meant) if meant else problem


def _table_problems(node: Node, kind: Table, called: str) -> Iterator[Problem]:
    if isinstance(node, Scalar) and node.is_null:
        return
    if not isinstance(node, Entries):
        yield problem_at(
            node,
            "wrong-shape",
            f"{called} must be a mapping, not {_spoken(node)}",
            in_braces(node) or with_colon(node) or f"write a line `{kind.key.example or 'name'}: ...` for each",
        )
        return
    cut = {key.text for key, _ in split_terms(node)} if kind.of_terms else set()
    for key, _ in split_terms(node) if kind.of_terms else ():
        yield problem_at(
            key,
            "cut-at-comma",
            f"`{key.text}` is cut off at the comma",
            f"a term with two roles in braces: {IN_QUOTES}",
        )
    for key, value in node:
        if key.text in cut or (cut and key.text.endswith(")") and "(" not in key.text):
            continue
        if kind.key.pattern and not re.fullmatch(kind.key.pattern, key.text.strip()):
            yield problem_at(
                key,
                "malformed-key",
                f"a key of {called} must be {kind.key.called}, not `{shortened(key.text)}`",
                blank_after_colon(key) or advice(kind.key),
            )
            continue
        yield from shape_problems(value, kind.value, f"`{shortened(key.text)}`")


def split_terms(node: Entries) -> Iterator[tuple[Scalar, Node]]:
    """The entries whose key is a term cut off at its comma, as in `{f(a, b): x}`."""
    for key, value in node:
        if node.flow and key.text.count("(") > key.text.count(")"):
            yield key, value


def _record_problems(node: Node, kind: Record, called: str) -> Iterator[Problem]:
    if isinstance(node, Scalar) and node.is_null and not any(field.required for field in kind.fields):
        return
    if not isinstance(node, Entries):
        yield problem_at(
            node,
            "wrong-shape",
            f"{called} must be a mapping, not {_spoken(node)}",
            with_colon(node) or "its keys are: " + ", ".join(field.name for field in kind.fields),
        )
        return
    known = [field.name for field in kind.fields]
    for key, value in node:
        field = kind.field(key.text)
        if field is not None:
            yield from shape_problems(value, field.kind, f"`{field.name}`")
        elif node.flow and key.style == "" and isinstance(value, Scalar) and value.is_null:
            yield problem_at(
                key,
                "cut-at-comma",
                f"`{shortened(key.text)}` is not a key of {kind.called}; it was cut off at a comma",
                cut_list(node, key, kind)
                or with_colon(key)
                or keyed(key, kind)
                or f"a text with a comma in braces: {IN_QUOTES}{straight_ones(node)}",
            )
        elif cut := cut_before(node, key, kind):
            yield problem_at(
                key,
                "cut-at-comma",
                f"`{shortened(key.text)}` is not a key of {kind.called}; `{cut}` was cut off at a comma",
                f"put the whole of `{cut}` in quotes",
            )
        else:
            yield problem_at(
                key,
                "unknown-key",
                f"`{shortened(key.text)}` is not a key of {kind.called}",
                did_you_mean(key.text, known),
            )
    for field in kind.fields:
        if field.required and field.name not in node.keys:
            yield problem_at(
                node,
                "missing-key",
                f"{kind.called} has no `{field.name}`",
                f"add `{field.name}:` ({field.says[:1].lower() + field.says[1:]})",
            )


def _goes_on(above: Node, item: Node, kind: Kind) -> bool:
    """Whether an item only carries on the one above, which has nothing but its first key."""
    if not isinstance(kind, Record) or not (isinstance(above, Entries) and isinstance(item, Entries)) or item.flow:
        return False
    first = kind.fields[0]
    return (
        list(above.keys) == [first.name]
        and first.required
        and first.name not in item.keys
        and all(kind.field(key) for key in item.keys)
    )
