"""Where typos in YAML are: the parser stops somewhere else, or says nothing that helps.

Each finder takes the text, where the thing began that the parser was reading, and where it stopped (both as marks of
the parser, which count from 0). It returns the spot of the typo, or None where it is another.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from checker.files.yaml.source import Source
from checker.logic.slips import CURLY

_RULES = ("rule", "scope")
# Below these keys stands a text, in which any line may be a part of a sentence.
_TEXTS = (
    *_RULES,
    *("clue", "description", "title", "label", "question", "note", "claim", "says", "what", "mechanism", "name"),
    *("locator", "unit", "coder"),
)
# Keys that stand beside others in braces.
_IN_BRACES = (*_TEXTS, "source", "key", "date", "value", "confidence", "evidence", "id", "years", "onset")
_LISTS = ("evidence", "events", "periods", "propositions")
_KEY = r"[A-Za-z_][\w-]*(?:\([^()]*\))?"
ENTRY = rf"{_KEY}: [^,{{}}\[\]]+"
_NO_COLON = re.compile(rf"(\s*(?:- +)*)({_KEY})(?:\s*[:=]\s*(?P<text>\S.*?)|\s+(?P<word>[\w.-]+))(?:\s+#.*)?\s*")


class Spot(NamedTuple):
    """A line and column, both from 1, and the text that the message or the fix names."""

    line: int
    column: int
    what: str = ""


def began(source: Source, begin: Any, end: Any) -> Spot:
    return Spot(begin.line + 1, begin.column + 1)


def stopped(source: Source, begin: Any, end: Any) -> Spot:
    return Spot(end.line + 1, end.column + 1, character(source, end))


def colon_missing(source: Source, begin: Any, end: Any) -> Spot | None:
    """A line in which no colon ends the key."""
    fix = colon_fix(source.line(begin.line + 1))
    return Spot(begin.line + 1, begin.column + 1, fix) if fix else None


def colon_fix(line: str) -> str:
    """The fix for a line on which no colon with a blank after it ends the key; empty where it is no such line."""
    written = _NO_COLON.fullmatch(line)
    if written is None or ": " in line or line.rstrip().endswith((":", "…")):
        return ""
    return f"write `{written[2]}: {written['text'] or written['word']}`"


def dash_without_blank(source: Source, begin: Any, end: Any) -> Spot | None:
    """A `-id: a` above the line where the parser stopped."""
    number = _above(source, end)
    dash = re.match(r"(\s*)-([A-Za-z_].*)", source.line(number))
    return Spot(number, len(dash[1]) + 1, dash[2].rstrip()) if dash else None


def colon_missing_above(source: Source, begin: Any, end: Any) -> Spot | None:
    """The line before a well-formed one of the same indent, where it is the one that lacks its colon."""
    number = _above(source, end)
    line, indent = source.line(number), _indent(source.line(end.line + 1))
    fix = colon_fix(line)
    if not fix or _indent(line) != indent:
        return None
    parent = number
    while parent > 1 and (_indent(source.line(parent)) >= indent or not source.line(parent).strip()):
        parent -= 1
    in_a_text = source.line(parent).strip().lstrip("- ").split(":")[0] in _TEXTS
    return None if in_a_text else Spot(number, indent + 1, fix)


def _above(source: Source, end: Any) -> int:
    """The number of the line above the one where the parser stopped; 0 where that one is no well-formed entry."""
    if not re.match(rf"\s*{_KEY} *:(?:\s|$)", source.line(end.line + 1)):
        return 0
    number = int(end.line)
    while number > 1 and (not source.line(number).strip() or source.line(number).lstrip().startswith("#")):
        number -= 1
    return number


def dash_missing(source: Source, begin: Any, end: Any) -> Spot | None:
    """Braces or brackets that begin a line below a list, where a dash should."""
    line = source.line(begin.line + 1)
    return Spot(begin.line + 1, _blanks(line) + 1) if line.strip()[:1] in ("{", "[") else None


def first_dash_missing(source: Source, begin: Any, end: Any) -> Spot | None:
    """The first item of a list, where only those after it have a dash."""
    below = source.line(end.line + 1)
    dash = _blanks(below)
    if not below.lstrip().startswith("- "):
        return None
    number = end.line
    while number > 1 and (not source.line(number).strip() or _blanks(source.line(number)) >= dash):
        if source.line(number).strip().endswith(":") and _blanks(source.line(number)) == dash:
            break
        number -= 1
    first = source.line(number + 1)
    parent = source.line(number).strip().removeprefix("- ")
    deeper = _blanks(first) > dash or first.strip().startswith("{") or parent[:-1] in _LISTS
    if not parent.endswith(":") or not deeper or first.strip().startswith("- "):
        return None
    return Spot(number + 1, _blanks(first) + 1)


def text_with_colon(source: Source, begin: Any, end: Any) -> Spot | None:
    """A line of a rule or a text of several lines in which a colon makes it look like a key."""
    number, indent = begin.line, _blanks(source.line(begin.line + 1))
    while number > 0 and (not source.line(number).strip() or _blanks(source.line(number)) >= indent):
        number -= 1
    line = source.line(number).rstrip()
    key = line.strip().removeprefix("- ").split(":")[0]
    return Spot(number, _indent(line) + 1, key) if key in (*_RULES, "clue") and line.endswith(":") else None


def braces_missing(source: Source, begin: Any, end: Any) -> Spot | None:
    """Entries that stand on the line of their key without braces, as in `roles: state: A, partner: B`."""
    line = source.whole_line(end.line + 1)
    entries = re.fullmatch(rf"\s*(?:- +)?([\w-]+): +({ENTRY}(?:, *{ENTRY})*)", line)
    if entries is None or entries[1] in (*_IN_BRACES, "drop"):
        return None
    return Spot(end.line + 1, entries.start(2) + 1, f"{entries[1]}: {{{entries[2].rstrip()}}}")


def semicolon(source: Source, begin: Any, end: Any) -> Spot | None:
    """A semicolon between entries in braces."""
    text = _before_colon(source, begin, end)[1]
    return Spot(end.line + 1, end.column - len(text) + text.index(";") + 1) if ";" in text else None


def comma_missing_before_key(source: Source, begin: Any, end: Any) -> Spot | None:
    """A key in braces without a comma before it."""
    key = re.search(r"\s([\w-]+)$", _before_colon(source, begin, end)[1])
    before = source.whole_line(end.line + 1)[: end.column]
    if key is None or key[1] not in _IN_BRACES or re.search(rf"(?<![\w-]){key[1]} *:", before):
        return None
    return Spot(end.line + 1, end.column - len(key[1]) + 1, key[1])


def colon_in_braces(source: Source, begin: Any, end: Any) -> Spot | None:
    """The colon at which a text in braces or brackets stops being one."""
    key, text = _before_colon(source, begin, end)
    if not key and not text:
        return None
    whole = f"the whole text of `{key}` in quotes" if key else "the whole text in quotes"
    return Spot(end.line + 1, end.column + 1, whole + (', straight ones (`"`)' if text[:1] in tuple(CURLY) else ""))


def _before_colon(source: Source, begin: Any, end: Any) -> tuple[str, str]:
    """The key and the text before the colon at which the parser stopped in braces or brackets; empty elsewhere."""
    line = source.whole_line(end.line + 1)
    closing = "]" if character(source, begin) == "[" else "}"
    entry = re.search(r"(?:^|[{,\[]) *(?:([\w()-]+) *: +)?([^{},\[\]]*)$", line[: end.column])
    # They may never be closed.
    is_closed = line[end.column :].startswith(":") and closing in line[end.column :]
    return (entry[1] or "", entry[2]) if is_closed and entry else ("", "")


def quote_open(source: Source, begin: Any, end: Any) -> Spot | None:
    """A quote that the next one of its kind closed, in a line below: between where the braces began and the place."""
    before = source.whole_line(end.line + 1)[: end.column].rstrip()
    quote = before[-1:]
    if quote not in ("'", '"') or before.count(quote) % 2 == 0:
        return None
    for number in range(end.line, begin.line, -1):
        line = source.whole_line(number)
        last = line.rfind(quote)
        # An apostrophe inside a word opens nothing.
        if last >= 0 and re.search(r"(?:^|[:,\[{-])\s*$", line[:last]):
            return Spot(number, last + 1, quote)
    return None


def comma_missing_after_text(source: Source, begin: Any, end: Any) -> Spot | None:
    """A key that follows a text in quotes without a comma."""
    spot = quote_inside(source, begin, end)
    key = re.match(rf"({_KEY}) *: ", source.whole_line(end.line + 1)[end.column :])
    return spot._replace(what=key[1]) if spot and key else None


def quote_inside(source: Source, begin: Any, end: Any) -> Spot | None:
    """The quote just before the place, where it ended a text that goes on."""
    line = source.whole_line(end.line + 1)
    before, after = line[: end.column].rstrip(), line[end.column :]
    if before[-1:] not in ("'", '"') or not before[:-1] or not after or after[0] in ",]}#":
        return None
    fix = "double the apostrophe inside the text (`''`), or put the whole text in double quotes (`\"`)"
    if re.match(rf"\s*(?:- +)*(?:{'|'.join(_RULES)}|clue) *:", before):
        fix = "put the whole rule between two quotes, with none inside it"
    elif before[-1] == '"':
        fix = "put the whole text in single quotes (`'`), and double an apostrophe inside it"
    return Spot(end.line + 1, len(before), fix)


def colon_outside_quotes(source: Source, begin: Any, end: Any) -> Spot:
    """A colon with a blank after it inside a text that stands in no quotes."""
    before = source.line(end.line + 1)[: end.column]
    key = re.match(r"\s*(?:- +)*([\w-]+) *:\s", before)
    number = end.line
    while key is None and number > 0:
        number -= 1
        key = re.match(r"\s*(?:- +)*([\w-]+) *:(?:\s|$)", source.line(number + 1))
    fix = f"quote the {'text' if key and key[1] not in _RULES else 'rule'} or write it in block style (`>-`)"
    if re.fullmatch(r"\s*(?:- +)?[\w-]+ *", before):
        name = before.strip().removeprefix("-").strip()
        fix = f"start `{name}` in the same column as the keys around it; if it belongs to the text above, {fix}"
    return Spot(end.line + 1, end.column + 1, fix)


def question_mark(source: Source, begin: Any, end: Any) -> Spot | None:
    return stopped(source, begin, end) if character(source, end) == "?" else None


def tab(source: Source, begin: Any, end: Any) -> Spot | None:
    return stopped(source, begin, end) if character(source, end) == "\t" else None


def character(source: Source, mark: Any) -> str:
    """The character at a place; empty at the end of the file."""
    return source.whole_line(mark.line + 1)[mark.column : mark.column + 1]


def _blanks(line: str) -> int:
    """How many blanks a line begins with."""
    return len(line) - len(line.lstrip())


def _indent(line: str) -> int:
    """At which column the content of a line begins, behind the dashes of list items."""
    return len(line) - len(re.sub(r"^\s*(?:- +)*", "", line))
