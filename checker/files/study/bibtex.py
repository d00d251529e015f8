"""BibTeX files -> references by key.

A small reader: entries, braces, quotes and comments; `@string` abbreviations stay as they are. The
libraries that read more of BibTeX take longer to import than a whole check takes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from checker.files.yaml.source import Source
from checker.problems import Problem

MAX_PROBLEMS = 20
Reference = dict[str, str]

_ENTRY = re.compile(r"@\s*([A-Za-z]+)\s*([({])")
_KEY = re.compile(r"\s*([^\s,{}()\"=#%]+)\s*(,)?")
_FIELD = re.compile(r"[\s,]*([A-Za-z][A-Za-z0-9_:-]*)\s*(=)?\s*")
_BARE = re.compile(r"[^\s,{}\"()=#]+")
_NO_ENTRIES = frozenset(("comment", "string", "preamble"))
_ACCENTS = {
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    '"': "\u0308",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
    "u": "\u0306",
    "v": "\u030c",
    "H": "\u030b",
    "c": "\u0327",
    "k": "\u0328",
    "r": "\u030a",
}
_ACCENT = re.compile(r"\\(?:(['`^\"~=.])\s*|([uvHckr])(?:\s+|(?=\{)))(?:\{\s*\\?([A-Za-z])\s*\}|\\?([A-Za-z]))")
_LETTERS = {
    "ss": "ß",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "aa": "å",
    "AA": "Å",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "i": "ı",
}
_LETTER = re.compile(r"\\(ss|ae|AE|oe|OE|aa|AA|o|O|l|L|i)(?![A-Za-z])\s*")


class _BadEntry(Exception):
    def __init__(self, index: int, code: str, message: str, hint: str) -> None:
        self.index, self.code, self.message, self.hint = index, code, message, hint
        super().__init__(message)


def read_references(source: Source) -> tuple[dict[str, Reference], list[Problem]]:
    """The entries of a BibTeX text by key, each with its `type`, and what is wrong in it."""
    references: dict[str, Reference] = {}
    problems: list[Problem] = []
    text, index = source.text, 0
    while len(problems) < MAX_PROBLEMS and (match := _next_entry(text, index)):
        index = match.end()
        if match[1].lower() in _NO_ENTRIES:
            continue
        try:
            key, reference, end = _entry(text, match)
            if key in references:
                raise _BadEntry(
                    match.start(),
                    "given-twice",
                    f"the key `{key}` is given twice",
                    "rename one of the two, or delete it",
                )
        except _BadEntry as bad:
            place = source.place(bad.index)
            problems.append(Problem(place, bad.code, bad.message, bad.hint, line=source.line(place.line)))
            continue
        references[key], index = reference, end
    return references, problems


def _next_entry(text: str, index: int) -> re.Match[str] | None:
    """The next `@type{`, not in a line that begins with `%`."""
    for match in _ENTRY.finditer(text, index):
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if not line.lstrip().startswith("%"):
            return match
    return None


def _entry(text: str, match: re.Match[str]) -> tuple[str, Reference, int]:
    close = "}" if match[2] == "{" else ")"
    key = _KEY.match(text, match.end())
    if key is None:
        raise _BadEntry(match.start(), "malformed-reference", "this entry has no key", "write `@article{key, ...}`")
    reference = {"type": match[1].lower()}
    index = key.end()
    while True:
        index = _after_blanks(text, index)
        if text[index : index + 1] == close:
            return key[1], reference, index + 1
        field = _FIELD.match(text, index)
        if field is None or not field[2]:
            if index >= len(text) or text[index] == "@":
                raise _BadEntry(
                    match.start(),
                    "malformed-reference",
                    f"the entry `{key[1]}` is not closed",
                    f"close it with `{close}`",
                )
            raise _BadEntry(
                index, "malformed-reference", f"in the entry `{key[1]}` this is not a field", "write `name = {value},`"
            )
        value, index = _value(text, field.end(), key[1], match.start())
        reference.setdefault(field[1].lower(), _in_unicode(value))


def _after_blanks(text: str, index: int) -> int:
    while index < len(text) and (text[index].isspace() or text[index] == ","):
        index += 1
    return index


def _value(text: str, index: int, key: str, start: int) -> tuple[str, int]:
    """The value that begins at the index, pieces joined by `#` put together, and where it ends."""
    pieces = []
    while True:
        if text[index : index + 1] in ("{", '"'):
            end = _closing(text, index)
            if end is None:
                raise _BadEntry(
                    start,
                    "malformed-reference",
                    f"the entry `{key}` is not closed",
                    "close every `{` with `}` and every quote with a quote",
                )
            pieces.append(text[index + 1 : end])
            index = end + 1
        else:
            bare = _BARE.match(text, index)
            if bare is None:
                raise _BadEntry(
                    min(index, max(len(text) - 1, 0)),
                    "malformed-reference",
                    f"in the entry `{key}` a value is missing",
                    "write `name = {value},`",
                )
            pieces.append(bare.group())
            index = bare.end()
        joined = re.compile(r"\s*#\s*").match(text, index)
        if joined is None:
            return "".join(pieces), index
        index = joined.end()


def _closing(text: str, index: int) -> int | None:
    """Where the brace or quote that opens at the index closes; braces nest, also inside quotes."""
    quoted, depth = text[index] == '"', 0
    for match in re.compile(r'\\.|[{}"]', re.DOTALL).finditer(text, index + 1):
        mark = match.group()
        if mark == '"' and quoted and depth == 0:
            return match.start()
        if mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
            if depth < 0:
                return None if quoted else match.start()
    return None


def _in_unicode(value: str) -> str:
    """The value with common accents as letters, dashes and blanks as typed, and braces gone."""
    if "\\" in value:
        value = _ACCENT.sub(lambda m: unicodedata.normalize("NFC", (m[3] or m[4]) + _ACCENTS[m[1] or m[2]]), value)
        value = _LETTER.sub(lambda m: _LETTERS[m[1]], value)
        value = re.sub(r"\\([&%$#_{} ])", r"\1", value)
    value = value.replace("---", "—").replace("--", "–").replace("~", " ")
    return " ".join(value.replace("{", "").replace("}", "").split())


def authors(reference: Reference) -> Iterator[str]:
    """The family names of the authors, or else of the editors, in order."""
    for name in re.split(r"\s+and\s+", reference.get("author") or reference.get("editor") or ""):
        if name:
            yield name.split(",")[0].strip() if "," in name else name.split()[-1]
