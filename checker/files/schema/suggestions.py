"""Fixes for values of the wrong shape whose meaning can be guessed; each function returns "" if it cannot help."""

from __future__ import annotations

import re

from checker.files.schema.kinds import Field, Many, OneOf, Record, Word
from checker.files.yaml.nodes import Entries, Node, Scalar
from checker.files.yaml.typos import ENTRY, colon_fix
from checker.logic.slips import CURLY
from checker.problems import closest

IN_QUOTES = "put it in quotes"
NOT_KNOWN = frozenset(("n/a", "n.a.", "na", "unknown", "none known", "not known", "unclear", "?", "-", "–"))
WRITE_MISSING = "where the sources do not say, write `missing`"


def quoted(node: Node, kind: Word) -> str:
    """Suggest quotes for a text that its colon has turned into a mapping."""
    entries = list(node) if isinstance(node, Entries) else []
    texts = [f"{key.text}: {value.text}" for key, value in entries if isinstance(value, Scalar)]
    fits = len(entries) == len(texts) == 1 and ":" in kind.pattern and re.fullmatch(kind.pattern, texts[0])
    return f'{IN_QUOTES}: `"{texts[0]}"`' if fits else ""


def quotes_hint(text: str) -> str:
    """Suggest deleting the quotation marks of a word processor."""
    marks = text.strip()[:1], text.strip()[-1:]
    if not any(mark and mark in CURLY for mark in marks):
        return ""
    return "delete the quotation marks " + " and ".join(f"`{mark}`" for mark in marks if mark in CURLY)


def advice(kind: Word) -> str:
    if kind.hint:
        return kind.hint
    if kind.choices:
        return "one of: " + ", ".join(kind.choices)
    return f"write {kind.called}, as in `{kind.example}`" if kind.example else f"write {kind.called}"


def as_list(text: str, kind: Many, called: str) -> str:
    """Suggest brackets for a list such as `a, b` or `a or b`."""
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


def blank_after_colon(key: Scalar) -> str:
    """Suggest a space after the colon of an entry in braces, as in `2000:8`."""
    written = re.fullmatch(r"([\w-]+):(\S+)", key.text)
    return f"write `{written[1]}: {written[2]}`, with a space after each colon" if written else ""


def with_colon(node: Node) -> str:
    """Suggest a space after the colon in the first line of a mapping."""
    if not isinstance(node, Scalar) or node.style or ":" not in node.text:
        return ""
    fix = colon_fix(node.text.split()[0]) or colon_fix(node.source.line(node.line))
    return f"{fix}, with a space after each colon" if fix else ""


def in_braces(node: Node) -> str:
    """Suggest braces for entries in quotes."""
    text = node.text.strip() if isinstance(node, Scalar) else ""
    return f"write `{{{text}}}` without quotes" if re.fullmatch(rf"{ENTRY}(?:, *{ENTRY})*", text) else ""


def cut_before(node: Entries, key: Scalar, kind: Record) -> str:
    """The key before this one if its rule or text was cut off at a comma; else empty."""
    keys = list(node.keys)
    place = keys.index(key.text)
    if not place or key.style or closest(key.text, [field.name for field in kind.fields]):
        return ""
    before = keys[place - 1]
    field = kind.field(before)
    takes_any = field is not None and isinstance(field.kind, Word) and not field.kind.choices and not field.kind.pattern
    return before if takes_any and cut_off(node, before, kind) else ""


def keyed(cut: Scalar, kind: Record) -> str:
    """Suggest a colon after a key of the record."""
    word, _, text = cut.text.partition(" ")
    return f"write `{word}: {text}`" if kind.field(word) and text else ""


def straight_ones(node: Entries) -> str:
    curly = any(isinstance(value, Scalar) and quotes_hint(value.text[:1]) for value in node.values.values())
    return ', straight ones (`"`)' if curly else ""


def cut_list(node: Entries, cut: Scalar, kind: Record) -> str:
    """Suggest brackets for a list inside braces, as in `{value: low, high}`."""
    field: Field | None = None
    parts: list[str] = []
    last_part = ""
    for key, value in node:
        declared = kind.field(key.text)
        if declared is not None or not (isinstance(value, Scalar) and value.is_null):
            if last_part == cut.text:
                break
            field, parts = declared, [value.text] if isinstance(value, Scalar) else []
        else:
            parts.append(key.text)
            last_part = cut.text if key is cut else last_part
    if field is None or not isinstance(field.kind, Many):
        return ""
    return as_list(", ".join(parts), field.kind, f"`{field.name}`")


def cut_off(node: Entries, name: str, kind: Record) -> bool:
    """Whether the value of a key in braces was cut off at a comma, so that the next key is unknown."""
    keys = list(node.keys)
    after = keys[keys.index(name) + 1 :][:1] if name in keys else []
    value = node.values.get(name)
    return bool(after) and node.flow and isinstance(value, Scalar) and value.style == "" and not kind.field(after[0])
