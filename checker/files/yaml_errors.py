"""What the YAML parser objects to, in plain words with one fix."""

from __future__ import annotations

import re
from typing import Any

import yaml

from checker.files.source import Source
from checker.problems import Location, Problem

BLOCK_STYLE = "quote the rule or write it in block style (`>-`)"
MAX_NESTING = 40
TOO_DEEP = f"lists and mappings are nested more than {MAX_NESTING} levels deep"
FLATTER = "write a flatter file"
_RULES = ("rule", "scope")
# Below these keys stands a text, in which any line may be a part of a sentence.
_TEXTS = (*_RULES, "clue", "description", "title", "label", "question", "note", "claim", "says", "what", "mechanism",
          "name", "locator", "unit", "coder")
_NO_COLON_SAID = "no colon with a blank after it ends the key of this line"
_KEY = r"[A-Za-z_][\w-]*(?:\([^()]*\))?"
_NO_COLON = re.compile(rf"(\s*(?:- +)*)({_KEY})(?:\s*[:=]\s*(?P<text>\S.*?)|\s+(?P<word>[\w.-]+))(?:\s+#.*)?\s*")

# The parser's words (libyaml's, then those of PyYAML's own parser where they differ), what they
# mean, the fix, and whether the place is where the thing began rather than where parsing stopped.
_WORDS: tuple[tuple[tuple[str, ...], str, str, bool], ...] = (
    (("found unexpected end of stream",), "a quote is opened here and never closed", "close it with the same quote",
     True),
    (("could not find expected ':'",), "this line has no colon",
     "write `key: value`; a text of several lines is indented below its key", True),
    (("expected ',' or ']'",), "this list is opened with `[` and not closed",
     "close it with `]`; put a text with brackets or commas in quotes", True),
    (("expected ',' or '}'",), "these braces are opened and not closed",
     "close them with `}`; put a text with brackets or commas in quotes", True),
    (("expected '-' indicator", "expected <block end>, but found '?'"), "the list above goes on without `- `",
     "start every item with `- ` in the same column", False),
    (("did not find expected key", "expected <block end>"), "this does not fit what stands before it",
     "start the keys of one mapping in the same column; where a text begins with a quote, let the quote end it", False),
    (("unknown escape character", "did not find expected hexdecimal number"),
     "this escape is not known inside double quotes",
     "use single quotes, in which a backslash is just a backslash", False),
    (("found a tab character", "found character '\\t'"), "a tab cannot indent a line", "indent with spaces", False),
    (("block sequence entries are not allowed",), "a list item cannot stand here",
     "put the list on the lines below its key", False),
    (("unknown directive", "found undefined tag handle", "while scanning a directive"), "a line cannot begin with `%`",
     "put the text in quotes", False),
    (("duplicate %YAML", "found incompatible YAML"), "this version of YAML is not known",
     "delete the line that begins with `%YAML`", False),
    (("did not find expected the '!'", "did not find the expected '>'", "found unexpected character in tag"),
     "tags are not read", "a text that begins with `!` must be quoted", True),
    (("did not find expected alphabetic or numeric character",), "a text cannot begin with `*` or `&`",
     "put the text in quotes", True),
    (("exceeded maximum nesting depth",), TOO_DEEP, FLATTER, False),
    (("did not find expected <document start>",), "something stands after the end of the document",
     "write one document per file", False),
)


def in_plain_words(error: yaml.YAMLError, source: Source) -> Problem:
    """The parser's error as a problem with its place, what is wrong and how to put it right."""
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read")
    end: Any = getattr(error, "problem_mark", None)
    begin: Any = getattr(error, "context_mark", None) or end
    if end is None:
        return Problem(Location(source.file), f"this is not YAML: {problem}", "check the file's first lines")
    if "mapping values are not allowed" in problem:
        above = _line_above(source, end)
        if above is not None:
            return above
        message, hint, mark = "a colon followed by a space cannot stand in this text", _colon_hint(source, end), end
    elif "cannot start any token" in problem:
        message, hint, mark = *_first_character(source, end), end
    else:
        known = (entry[1:] for entry in _WORDS if any(phrase in problem for phrase in entry[0]))
        otherwise = (f"this is not YAML: {problem}", "put the text in quotes if it is one", False)
        message, hint, where_it_began = next(known, otherwise)
        mark = begin if where_it_began else end
        if "could not find expected ':'" in problem:
            fix = colon_fix(source.line(begin.line + 1))
            message, hint = (_NO_COLON_SAID, fix) if fix else (message, hint)
        elif any(phrase in problem for phrase in ("expected ',' or", "did not find expected key",
                                                  "expected <block end>")):
            found = _quote_inside(source, end) or _line_above(source, end)
            if found is not None:
                return found
    return Problem(Location(source.file, mark.line + 1, mark.column + 1), message, hint,
                   line=source.line(mark.line + 1))


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
        return Problem(Location(source.file, number, len(dash[1]) + 1), "a blank is missing after this `-`",
                       f"write `- {dash[2].rstrip()}`", line=line)
    hint = colon_fix(line)
    if not hint or _indent(line) != indent:
        return None
    parent = number
    while parent > 1 and (_indent(source.line(parent)) >= indent or not source.line(parent).strip()):
        parent -= 1
    if source.line(parent).strip().lstrip("- ").split(":")[0] in _TEXTS:
        return None
    return Problem(Location(source.file, number, indent + 1), _NO_COLON_SAID, hint, line=line)


def _indent(line: str) -> int:
    """At which column the content of a line begins, behind the dashes of list items."""
    return len(line) - len(re.sub(r"^\s*(?:- +)*", "", line))


def _quote_inside(source: Source, mark: Any) -> Problem | None:
    """The quote just before the place, where it ended a text that goes on."""
    # Not `source.line`, which cuts long lines; the end of the file may lie below the last line.
    if mark.line >= len(source.starts):
        return None
    start = source.starts[mark.line]
    before = source.text[start:start + mark.column].rstrip()
    after = source.text[start + mark.column:].split("\n", 1)[0]
    if before[-1:] not in ("'", '"') or not before[:-1] or not after or after[0] in ",]}#":
        return None
    place = Location(source.file, mark.line + 1, len(before))
    following = re.match(rf"({_KEY}) *: ", after)
    if following is not None:
        return Problem(place, "a comma is missing after this text", f"write a comma before `{following[1]}`",
                       line=source.line(place.line))
    hint = "put the whole text in single quotes (`'`), and double an apostrophe inside it" if before[-1] == '"' else \
        "double the apostrophe inside the text (`''`), or put the whole text in double quotes (`\"`)"
    if re.match(rf"\s*(?:- +)*(?:{'|'.join(_RULES)}|clue) *:", before):
        hint = "put the whole rule between two quotes, with none inside it"
    return Problem(place, "this quote ends the text, and more follows it", hint, line=source.line(place.line))


def _colon_hint(source: Source, mark: Any) -> str:
    line = source.line(mark.line + 1)
    before = line[:mark.column]
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


def _first_character(source: Source, mark: Any) -> tuple[str, str]:
    start = source.starts[mark.line] + mark.column
    character = source.text[start:start + 1]
    if character == "\t":
        return "a tab cannot indent a line", "indent with spaces"
    return f"a text cannot begin with `{character}`", "put the text in quotes"
