"""Codings as YAML: short where the value says all, else long, in block or in flow style."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from checker.files.study.coding_table import confidence_text
from checker.logic.formula import Term
from checker.study.case import Coding, Evidence
from checker.study.codebook import Variable

FIELDS = ("value", "confidence", "note", "evidence", "coder")
_PLAIN = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_ .()/-]*[A-Za-z0-9_.)])?")
_WORDS = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))
_ESCAPED = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def is_short(coding: Coding) -> bool:
    """Whether the value alone states the coding."""
    return not (coding.confidence or coding.note or coding.evidence or coding.coder)


def scalar(text: str) -> str:
    """The text as a scalar that is the same text wherever it stands; in double quotes where it must be.

    >>> print(scalar("section II"), scalar("p. 3, note"), scalar("no"))
    section II "p. 3, note" "no"
    """
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return _ESCAPED.sub(lambda m: f"\\u{ord(m.group()):04x}", json.dumps(text, ensure_ascii=False))


def key_text(term: Term) -> str:
    """A term as a key; one with two roles is quoted for its comma."""
    return json.dumps(str(term)) if "," in str(term) else str(term)


def value_text(coding: Coding) -> str:
    if len(coding.values) > 1:
        return f"[{', '.join(coding.values)}]"
    return coding.values[0] if coding.values else "missing"


def evidence_text(piece: Evidence) -> str:
    """A piece of evidence in braces."""
    parts = [("source", piece.source), ("locator", piece.locator), ("date", piece.date), ("says", piece.says)]
    return "{" + ", ".join(f"{name}: {scalar(text)}" for name, text in parts if text) + "}"


def field_text(name: str, coding: Coding, variable: Variable) -> str:
    """A field of a long coding on one line; empty where the coding has none. Evidence is a list in brackets."""
    match name:
        case "value":
            return value_text(coding)
        case "confidence":
            text = confidence_text(coding, variable)
            return f"{{{text.replace('=', ': ').replace('|', ', ')}}}" if "=" in text else text
        case "evidence":
            return f"[{', '.join(map(evidence_text, coding.evidence))}]" if coding.evidence else ""
        case "note" | "coder":
            text = coding.note if name == "note" else coding.coder
            return scalar(text) if text else ""
    raise ValueError(f"not a field of a coding: {name}")


def in_flow(coding: Coding, variable: Variable) -> str:
    """The coding on one line."""
    if is_short(coding):
        return value_text(coding)
    fields = ((name, field_text(name, coding, variable)) for name in FIELDS)
    return "{" + ", ".join(f"{name}: {text}" for name, text in fields if text) + "}"


def field_lines(name: str, coding: Coding, variable: Variable, indent: int) -> Iterator[str]:
    """The lines of one field of a long coding; none where the coding has none."""
    margin = " " * indent
    if name == "evidence":
        if coding.evidence:
            yield f"{margin}evidence:"
            yield from (f"{margin}  - {evidence_text(piece)}" for piece in coding.evidence)
    elif text := field_text(name, coding, variable):
        yield f"{margin}{name}: {text}"


def coding_lines(term: Term, coding: Coding, variable: Variable, indent: int) -> Iterator[str]:
    """The lines of an entry: a term and its coding."""
    margin = " " * indent
    if is_short(coding):
        yield f"{margin}{key_text(term)}: {value_text(coding)}"
        return
    yield f"{margin}{key_text(term)}:"
    for name in FIELDS:
        yield from field_lines(name, coding, variable, indent + 2)
