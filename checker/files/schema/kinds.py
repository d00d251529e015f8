"""What may stand in a file, declared once: kinds of values, records of fields, and their checks.

The declarations of the three files (declarations.py) are data. From them come the errors of shape
below, the JSON Schemas and the reference page (schema.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from checker.files.yaml.nodes import Entries, Items, Node, Scalar, shortened
from checker.files.yaml.typos import ENTRY, colon_fix
from checker.logic.slips import CURLY
from checker.problems import Problem, closest, did_you_mean

IN_QUOTES = "put it in quotes"
_COMMENT = re.compile(r"([ \t]+)(#[^\s#][^\r\n]*)")
NOT_KNOWN = frozenset(("n/a", "n.a.", "na", "unknown", "none known", "not known", "unclear", "?", "-", "–"))
MISSING = "where the sources do not say, write `missing`"
# What begins a line of a coding, and hardly ever a line of a text.
_CODING_LINE = re.compile(
    r"^[ \t]*(?:-[ \t]+)?(?:value|evidence|confidence|codings|term)[ \t]*:(?:[ \t].*)?$", re.MULTILINE
)


@dataclass(frozen=True)
class Word:
    """A single value. `pattern` must match all of it; `choices`, where given, are all there is; `prose` is any text."""

    called: str
    pattern: str = ""
    example: str = ""
    choices: tuple[str, ...] = ()
    json_types: tuple[str, ...] = ("string",)
    hint: str = ""
    prose: bool = False


@dataclass(frozen=True)
class Many:
    """A list; with `or_one`, a single member may stand without the list."""

    item: Kind
    or_one: bool = False
    at_least: int = 0
    at_most: int = 100_000


@dataclass(frozen=True)
class Table:
    """A mapping whose keys are names that the author chooses."""

    key: Word
    value: Kind
    of_terms: bool = False


@dataclass(frozen=True)
class Field:
    name: str
    kind: Kind
    says: str
    required: bool = False


@dataclass(frozen=True)
class Record:
    """A mapping whose keys are declared."""

    called: str
    fields: tuple[Field, ...]
    says: str = ""

    def field(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)


@dataclass(frozen=True)
class OneOf:
    """Several kinds, told apart by shape; a record is chosen by its first field."""

    kinds: tuple[Kind, ...]


Kind = Word | Many | Table | Record | OneOf


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


def problem_at(node: Node, code: str, message: str, hint: str = "") -> Problem:
    """An error at a node."""
    return Problem(node.location, code, message, hint, line=node.source.line(node.line))


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
            _quoted(node, kind) or _advice(kind),
        )
    elif node.is_empty:
        yield problem_at(node, "empty", f"{called} is empty", kind.hint or f"write {kind.called}, or delete the key")
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
            quotes_hint(node.text) or _advice(kind),
        )


def _quoted(node: Node, kind: Word) -> str:
    """The fix for a text that its colon made a mapping of one entry; empty where it is none."""
    entries = list(node) if isinstance(node, Entries) else []
    said = [f"{key.text}: {value.text}" for key, value in entries if isinstance(value, Scalar)]
    fits = len(entries) == len(said) == 1 and ":" in kind.pattern and re.fullmatch(kind.pattern, said[0])
    return f'{IN_QUOTES}: `"{said[0]}"`' if fits else ""


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


def quotes_hint(text: str) -> str:
    """The fix for a text in the quotation marks of a word processor; empty where it stands in none."""
    marks = text.strip()[:1], text.strip()[-1:]
    if not any(mark and mark in CURLY for mark in marks):
        return ""
    return "delete the quotation marks " + " and ".join(f"`{mark}`" for mark in marks if mark in CURLY)


def _advice(kind: Word) -> str:
    if kind.hint:
        return kind.hint
    if kind.choices:
        return "one of: " + ", ".join(kind.choices)
    return f"write {kind.called}, as in `{kind.example}`" if kind.example else f"write {kind.called}"


def _list_problems(node: Node, kind: Many, called: str) -> Iterator[Problem]:
    if isinstance(node, Items):
        nodes = node.nodes
    elif isinstance(node, Scalar) and node.is_null and not kind.at_least:
        return
    elif kind.or_one:
        yield from _one_problems(node, kind, called)
        return
    else:
        meant = _as_list(node.text, kind, called) if isinstance(node, Scalar) else ""
        yield problem_at(
            node,
            "wrong-shape",
            f"{called} must be a list, not {_spoken(node)}",
            meant or "put every item on a line of its own that begins with `- `",
        )
        return
    if len(nodes) < kind.at_least:
        # In a coding the list is a value like any other, and the advice is that on values.
        advice = _advice(kind.item) if isinstance(kind.item, Word) and kind.at_least == 1 else "add what is missing"
        yield problem_at(
            node,
            "too-few-items",
            f"{called} needs at least {kind.at_least} item{'s' if kind.at_least > 1 else ''}",
            advice,
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
    meant = _as_list(node.text, kind, called) if isinstance(node, Scalar) else ""
    for problem in shape_problems(node, kind.item, called):
        yield replace(problem, hint=meant) if meant else problem


def _as_list(text: str, kind: Many, called: str) -> str:
    """The fix for a list that is written without brackets, as `a, b` or `a or b`; empty where it is none."""
    word = kind.item.kinds[0] if isinstance(kind.item, OneOf) else kind.item
    if not isinstance(word, Word) or not (word.pattern or word.choices) or text.strip().lower() in NOT_KNOWN:
        return ""
    parts = [part for part in re.split(r"\s*[,;/|]\s*|\s+(?:or|and)\s+", text.strip()) if part]
    span = re.fullmatch(r"([0-9]{1,4})\s*(?:[-–—]|to)\s*([0-9]{1,4})", text.strip())
    if span:
        # 2004-09 stands for 2004-2009.
        parts = [span[1], span[1][: max(len(span[1]) - len(span[2]), 0)] + span[2]]
    fits = all(part in word.choices if word.choices else re.fullmatch(word.pattern, part) for part in parts)
    if not 1 < len(parts) <= kind.at_most or not fits or (span and int(parts[1]) < int(parts[0])):
        return ""
    key = re.fullmatch("`([^`…]+)`", called)
    listed = (f'"{part}"' if ":" in part else part for part in dict.fromkeys(parts))
    return f"write `{key[1] + ': ' if key else ''}[{', '.join(listed)}]`"


def _table_problems(node: Node, kind: Table, called: str) -> Iterator[Problem]:
    if isinstance(node, Scalar) and node.is_null:
        return
    if not isinstance(node, Entries):
        yield problem_at(
            node,
            "wrong-shape",
            f"{called} must be a mapping, not {_spoken(node)}",
            _in_braces(node) or _with_colon(node) or f"write a line `{kind.key.example or 'name'}: ...` for each",
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
                _blank_after_colon(key) or _advice(kind.key),
            )
            continue
        yield from shape_problems(value, kind.value, f"`{shortened(key.text)}`")


def _blank_after_colon(key: Scalar) -> str:
    """The fix for an entry in braces that lacks the blank after its colon, as in `2000:8`; empty where it is none."""
    written = re.fullmatch(r"([\w-]+):(\S+)", key.text)
    return f"write `{written[1]}: {written[2]}`, with a blank after each colon" if written else ""


def _with_colon(node: Node) -> str:
    """The fix for the first line of a mapping that lacks the blank after its colon; empty where it is none."""
    if not isinstance(node, Scalar) or node.style or ":" not in node.text:
        return ""
    fix = colon_fix(node.text.split()[0]) or colon_fix(node.source.line(node.line))
    return f"{fix}, with a blank after each colon" if fix else ""


def _in_braces(node: Node) -> str:
    """The fix for entries that stand in quotes instead of braces; empty where there are none."""
    text = node.text.strip() if isinstance(node, Scalar) else ""
    return f"write `{{{text}}}` without quotes" if re.fullmatch(rf"{ENTRY}(?:, *{ENTRY})*", text) else ""


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
            _with_colon(node) or "its keys are: " + ", ".join(field.name for field in kind.fields),
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
                _cut_list(node, key, kind)
                or _with_colon(key)
                or _keyed(key, kind)
                or f"a text with a comma in braces: {IN_QUOTES}{_straight(node)}",
            )
        elif cut := _cut_before(node, key, kind):
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


def cut_off(node: Entries, name: str, kind: Record) -> bool:
    """Whether a comma cut off what stands for the key in braces, so that the next key is none of the record's."""
    keys = list(node.keys)
    after = keys[keys.index(name) + 1 :][:1] if name in keys else []
    value = node.values.get(name)
    return bool(after) and node.flow and isinstance(value, Scalar) and value.style == "" and not kind.field(after[0])


def _cut_before(node: Entries, key: Scalar, kind: Record) -> str:
    """The key before this one, where it is a rule or a text that a comma cut off; empty where it is not."""
    keys = list(node.keys)
    place = keys.index(key.text)
    if not place or key.style or closest(key.text, [field.name for field in kind.fields]):
        return ""
    before = keys[place - 1]
    field = kind.field(before)
    takes_any = field is not None and isinstance(field.kind, Word) and not field.kind.choices and not field.kind.pattern
    return before if takes_any and cut_off(node, before, kind) else ""


def _keyed(cut: Scalar, kind: Record) -> str:
    """The fix for a key of the record that lacks its colon; empty where it is none."""
    word, _, text = cut.text.partition(" ")
    return f"write `{word}: {text}`" if kind.field(word) and text else ""


def _straight(node: Entries) -> str:
    curly = any(isinstance(value, Scalar) and quotes_hint(value.text[:1]) for value in node.values.values())
    return ', straight ones (`"`)' if curly else ""


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


def _cut_list(node: Entries, cut: Scalar, kind: Record) -> str:
    """The fix for a list without brackets that braces cut at its commas, as in `{value: low, high}`."""
    field: Field | None = None
    parts: list[str] = []
    found = ""
    for key, value in node:
        declared = kind.field(key.text)
        if declared is not None or not (isinstance(value, Scalar) and value.is_null):
            if found == cut.text:
                break
            field, parts = declared, [value.text] if isinstance(value, Scalar) else []
        else:
            parts.append(key.text)
            found = cut.text if key is cut else found
    if field is None or not isinstance(field.kind, Many):
        return ""
    return _as_list(", ".join(parts), field.kind, f"`{field.name}`")
