"""What a value of the wrong shape was meant to be: the fix for slips that can be recognised."""

from __future__ import annotations

import re

from checker.files.schema.kinds import Field, Many, OneOf, Record, Word
from checker.files.yaml.nodes import Entries, Node, Scalar
from checker.files.yaml.typos import ENTRY, colon_fix
from checker.logic.slips import CURLY
from checker.problems import closest

IN_QUOTES = "put it in quotes"
NOT_KNOWN = frozenset(("n/a", "n.a.", "na", "unknown", "none known", "not known", "unclear", "?", "-", "–"))
MISSING = "where the sources do not say, write `missing`"


def quoted(node: Node, kind: Word) -> str:
    """The fix for a text that its colon made a mapping of one entry; empty where it is none."""
    entries = list(node) if isinstance(node, Entries) else []
    said = [f"{key.text}: {value.text}" for key, value in entries if isinstance(value, Scalar)]
    fits = len(entries) == len(said) == 1 and ":" in kind.pattern and re.fullmatch(kind.pattern, said[0])
    return f'{IN_QUOTES}: `"{said[0]}"`' if fits else ""


def quotes_hint(text: str) -> str:
    """The fix for a text in the quotation marks of a word processor; empty where it stands in none."""
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


def blank_after_colon(key: Scalar) -> str:
    """The fix for an entry in braces that lacks the blank after its colon, as in `2000:8`; empty where it is none."""
    written = re.fullmatch(r"([\w-]+):(\S+)", key.text)
    return f"write `{written[1]}: {written[2]}`, with a blank after each colon" if written else ""


def with_colon(node: Node) -> str:
    """The fix for the first line of a mapping that lacks the blank after its colon; empty where it is none."""
    if not isinstance(node, Scalar) or node.style or ":" not in node.text:
        return ""
    fix = colon_fix(node.text.split()[0]) or colon_fix(node.source.line(node.line))
    return f"{fix}, with a blank after each colon" if fix else ""


def in_braces(node: Node) -> str:
    """The fix for entries that stand in quotes instead of braces; empty where there are none."""
    text = node.text.strip() if isinstance(node, Scalar) else ""
    return f"write `{{{text}}}` without quotes" if re.fullmatch(rf"{ENTRY}(?:, *{ENTRY})*", text) else ""


def cut_before(node: Entries, key: Scalar, kind: Record) -> str:
    """The key before this one, where it is a rule or a text that a comma cut off; empty where it is not."""
    keys = list(node.keys)
    place = keys.index(key.text)
    if not place or key.style or closest(key.text, [field.name for field in kind.fields]):
        return ""
    before = keys[place - 1]
    field = kind.field(before)
    takes_any = field is not None and isinstance(field.kind, Word) and not field.kind.choices and not field.kind.pattern
    return before if takes_any and cut_off(node, before, kind) else ""


def keyed(cut: Scalar, kind: Record) -> str:
    """The fix for a key of the record that lacks its colon; empty where it is none."""
    word, _, text = cut.text.partition(" ")
    return f"write `{word}: {text}`" if kind.field(word) and text else ""


def straight_ones(node: Entries) -> str:
    curly = any(isinstance(value, Scalar) and quotes_hint(value.text[:1]) for value in node.values.values())
    return ', straight ones (`"`)' if curly else ""


def cut_list(node: Entries, cut: Scalar, kind: Record) -> str:
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
    return as_list(", ".join(parts), field.kind, f"`{field.name}`")


def cut_off(node: Entries, name: str, kind: Record) -> bool:
    """Whether a comma cut off what stands for the key in braces, so that the next key is none of the record's."""
    keys = list(node.keys)
    after = keys[keys.index(name) + 1 :][:1] if name in keys else []
    value = node.values.get(name)
    return bool(after) and node.flow and isinstance(value, Scalar) and value.style == "" and not kind.field(after[0])
