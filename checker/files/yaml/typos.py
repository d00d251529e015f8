"""Slips in YAML that the parser's own words do not tell: what was meant, and where."""

from __future__ import annotations

import re
from typing import Any

from checker.files.yaml.source import Source
from checker.logic.slips import CURLY
from checker.problems import Location, Problem

BLOCK_STYLE = "quote the rule or write it in block style (`>-`)"
_RULES = ("rule", "scope")
# Below these keys stands a text, in which any line may be a part of a sentence.
_TEXTS = (
    *_RULES,
    "clue",
    "description",
    "title",
    "label",
    "question",
    "note",
    "claim",
    "says",
    "what",
    "mechanism",
    "name",
    "locator",
    "unit",
    "coder",
)
# Keys that stand beside others in braces.
_IN_BRACES = (*_TEXTS, "source", "key", "date", "value", "confidence", "evidence", "id", "years", "onset")
_LISTS = ("evidence", "events", "periods", "propositions")
NO_QUESTION = "write `missing` for a value that is not known; put any other text in quotes"
NO_COLON_SAID = "no colon with a blank after it ends the key of this line"
_KEY = r"[A-Za-z_][\w-]*(?:\([^()]*\))?"
ENTRY = rf"{_KEY}: [^,{{}}\[\]]+"
_NO_COLON = re.compile(rf"(\s*(?:- +)*)({_KEY})(?:\s*[:=]\s*(?P<text>\S.*?)|\s+(?P<word>[\w.-]+))(?:\s+#.*)?\s*")


def slip(objection: str, source: Source, begin: Any, end: Any) -> Problem | None:
    """The slip behind the parser's objection, where it is one that is known.

    `begin` is where the thing began that the parser was reading, `end` where it stopped.
    """
    if "mapping values are not allowed" in objection:
        return _line_above(source, end) or _braces_missing(source, end)
    if "could not find expected ':'" in objection:
        return _dash_missing(source, begin) or _text_with_colon(source, begin) or _colon_missing(source, begin)
    quote = _quote_above(source, begin, end) or _quote_inside(source, end)
    if "expected ',' or" in objection:
        return _colon_in_braces(source, end, "]" if "']'" in objection else "}") or quote or _line_above(source, end)
    if "did not find expected key" in objection or "expected <block end>" in objection:
        return quote or _line_above(source, end) or _first_dash_missing(source, end)
    return None


def _colon_missing(source: Source, mark: Any) -> Problem | None:
    """A line in which no colon ends the key."""
    fix = colon_fix(source.line(mark.line + 1))
    return _at(source, mark.line + 1, mark.column + 1, "missing-colon", NO_COLON_SAID, fix) if fix else None


def colon_fix(line: str) -> str:
    """The fix for a line on which no colon with a blank after it ends the key; empty where it is no such line."""
    written = _NO_COLON.fullmatch(line)
    if written is None or ": " in line or line.rstrip().endswith((":", "…")):
        return ""
    return f"write `{written[2]}: {written['text'] or written['word']}`"


def _line_above(source: Source, mark: Any) -> Problem | None:
    """The line before a well-formed one of the same indent, where it is the one that lacks its colon."""
    if not re.match(rf"\s*{_KEY} *:(?:\s|$)", source.line(mark.line + 1)):
        return None
    number = mark.line
    while number > 1 and (not source.line(number).strip() or source.line(number).lstrip().startswith("#")):
        number -= 1
    line, indent = source.line(number), _indent(source.line(mark.line + 1))
    dash = re.match(r"(\s*)-([A-Za-z_].*)", line)
    if dash is not None:
        return _at(
            source,
            number,
            len(dash[1]) + 1,
            "missing-blank",
            "a blank is missing after this `-`",
            f"write `- {dash[2].rstrip()}`",
        )
    hint = colon_fix(line)
    if not hint or _indent(line) != indent:
        return None
    parent = number
    while parent > 1 and (_indent(source.line(parent)) >= indent or not source.line(parent).strip()):
        parent -= 1
    if source.line(parent).strip().lstrip("- ").split(":")[0] in _TEXTS:
        return None
    return _at(source, number, indent + 1, "missing-colon", NO_COLON_SAID, hint)


def _at(source: Source, line: int, column: int, code: str, message: str, hint: str) -> Problem:
    """The problem at a place, line and column counted from 1."""
    return Problem(Location(source.file, line, column), code, message, hint, line=source.line(line))


def _dash_missing(source: Source, mark: Any) -> Problem | None:
    """Braces or brackets that begin a line below a list, where a dash should."""
    line = source.line(mark.line + 1)
    if line.strip()[:1] not in ("{", "["):
        return None
    return _at(
        source,
        mark.line + 1,
        _blanks(line) + 1,
        "missing-dash",
        "the list above goes on without `- `",
        "begin this line with `- `, in the column of the dash above",
    )


def _first_dash_missing(source: Source, mark: Any) -> Problem | None:
    """The first item of a list, where only those after it have a dash."""
    below = source.line(mark.line + 1)
    dash = _blanks(below)
    if not below.lstrip().startswith("- "):
        return None
    number = mark.line
    while number > 1 and (not source.line(number).strip() or _blanks(source.line(number)) >= dash):
        if source.line(number).strip().endswith(":") and _blanks(source.line(number)) == dash:
            break
        number -= 1
    first = source.line(number + 1)
    parent = source.line(number).strip().removeprefix("- ")
    deeper = _blanks(first) > dash or first.strip().startswith("{") or parent[:-1] in _LISTS
    if not parent.endswith(":") or not deeper or first.strip().startswith("- "):
        return None
    return _at(
        source,
        number + 1,
        _blanks(first) + 1,
        "missing-dash",
        "the first item of this list has no `- `",
        "begin this line with `- `, in the column of the dashes below",
    )


def _blanks(line: str) -> int:
    """How many blanks a line begins with."""
    return len(line) - len(line.lstrip())


def _text_with_colon(source: Source, mark: Any) -> Problem | None:
    """A line of a rule or a text of several lines in which a colon makes it look like a key."""
    number = mark.line
    while number > 0 and (
        not source.line(number).strip() or _blanks(source.line(number)) >= _blanks(source.line(mark.line + 1))
    ):
        number -= 1
    key = source.line(number).strip().removeprefix("- ").split(":")[0] if number else ""
    if key not in (*_RULES, "clue") or not source.line(number).rstrip().endswith(":"):
        return None
    return _at(
        source,
        number,
        _indent(source.line(number)) + 1,
        "colon-in-text",
        f"the text of `{key}` has a colon in it",
        BLOCK_STYLE,
    )


def _braces_missing(source: Source, mark: Any) -> Problem | None:
    """Entries that stand on the line of their key without braces, as in `roles: state: A, partner: B`."""
    line = source.whole_line(mark.line + 1)
    found = re.fullmatch(rf"\s*(?:- +)?([\w-]+): +({ENTRY}(?:, *{ENTRY})*)", line)
    if found is None or found[1] in (*_IN_BRACES, "drop"):
        return None
    return _at(
        source,
        mark.line + 1,
        found.start(2) + 1,
        "missing-braces",
        "entries on the line of their key stand in braces",
        f"write `{found[1]}: {{{found[2].rstrip()}}}`",
    )


def _colon_in_braces(source: Source, mark: Any, closing: str) -> Problem | None:
    """The colon at which a text in braces or brackets stops being one."""
    line = source.whole_line(mark.line + 1)
    before, after = line[: mark.column], line[mark.column :]
    if not after.startswith(":") or closing not in after:
        return None  # They may never be closed.
    found = re.search(r"(?:^|[{,\[]) *(?:([\w()-]+) *: +)?([^{},\[\]]*)$", before)
    key, said = (found[1] or "", found[2]) if found else ("", "")
    last = re.search(r"\s([\w-]+)$", said)
    if ";" in said:
        return _at(
            source,
            mark.line + 1,
            mark.column - len(said) + said.index(";") + 1,
            "stray-semicolon",
            "a semicolon does not part entries",
            "part them with commas",
        )
    if last is not None and last[1] in _IN_BRACES and not re.search(rf"(?<![\w-]){last[1]} *:", before):
        return _at(
            source,
            mark.line + 1,
            mark.column - len(last[1]) + 1,
            "missing-comma",
            "a comma is missing before this key",
            f"write a comma before `{last[1]}`",
        )
    whole = f"the whole text of `{key}`" if key else "the whole text"
    straight = ', straight ones (`"`)' if said and said[0] in CURLY else ""
    return _at(
        source,
        mark.line + 1,
        mark.column + 1,
        "colon-in-text",
        "a colon followed by a space cannot stand in this text",
        f"put {whole} in quotes{straight}",
    )


def _indent(line: str) -> int:
    """At which column the content of a line begins, behind the dashes of list items."""
    return len(line) - len(re.sub(r"^\s*(?:- +)*", "", line))


def _quote_inside(source: Source, mark: Any) -> Problem | None:
    """The quote just before the place, where it ended a text that goes on."""
    line = source.whole_line(mark.line + 1)
    before, after = line[: mark.column].rstrip(), line[mark.column :]
    if before[-1:] not in ("'", '"') or not before[:-1] or not after or after[0] in ",]}#":
        return None
    following = re.match(rf"({_KEY}) *: ", after)
    if following is not None:
        return _at(
            source,
            mark.line + 1,
            len(before),
            "missing-comma",
            "a comma is missing after this text",
            f"write a comma before `{following[1]}`",
        )
    hint = (
        "put the whole text in single quotes (`'`), and double an apostrophe inside it"
        if before[-1] == '"'
        else "double the apostrophe inside the text (`''`), or put the whole text in double quotes (`\"`)"
    )
    if re.match(rf"\s*(?:- +)*(?:{'|'.join(_RULES)}|clue) *:", before):
        hint = "put the whole rule between two quotes, with none inside it"
    return _at(
        source, mark.line + 1, len(before), "quote-in-text", "this quote ends the text, and more follows it", hint
    )


def _quote_above(source: Source, begin: Any, end: Any) -> Problem | None:
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
            return _at(
                source,
                number,
                last + 1,
                "unclosed-quote",
                "a quote is opened here and not closed in its line",
                f"write `{quote}` where the text ends",
            )
    return None


def colon_hint(source: Source, mark: Any) -> str:
    """The fix for a colon with a blank after it inside a text that stands in no quotes."""
    line = source.line(mark.line + 1)
    before = line[: mark.column]
    key = re.match(r"\s*(?:- +)*([\w-]+) *:\s", before)
    number = mark.line
    while key is None and number > 0:
        number -= 1
        key = re.match(r"\s*(?:- +)*([\w-]+) *:(?:\s|$)", source.line(number + 1))
    hint = BLOCK_STYLE
    if key is not None and key[1] not in _RULES:
        hint = hint.replace("the rule", "the text")
    if re.fullmatch(r"\s*(?:- +)?[\w-]+ *", before):
        name = before.strip().removeprefix("-").strip()
        return f"start `{name}` in the same column as the keys around it; if it belongs to the text above, {hint}"
    return hint


def character(source: Source, mark: Any) -> str:
    """The character at a place; empty at the end of the file."""
    return source.whole_line(mark.line + 1)[mark.column : mark.column + 1]


def first_character(source: Source, mark: Any) -> tuple[str, str, str]:
    """What is wrong with a text that begins with this character, and the fix."""
    sign = character(source, mark)
    if sign == "?":
        return "unquoted-sign", "a text cannot begin with `?`", NO_QUESTION
    if sign == "\t":
        return "tab-indent", "a tab cannot indent a line", "indent with spaces"
    return "unquoted-sign", f"a text cannot begin with `{sign}`", "put the text in quotes"
