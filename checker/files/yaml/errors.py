"""What the YAML parser objects to, in plain words with one fix: one table, with examples."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

from checker.files.yaml import typos
from checker.files.yaml.source import Source
from checker.problems import Location, Problem

MAX_NESTING = 40
TOO_DEEP = f"lists and mappings are nested more than {MAX_NESTING} levels deep"
FLATTER = "write a flatter file"

# The parser's words: libyaml's, then those of PyYAML's own parser where they differ.
_MAPPING = ("mapping values are not allowed",)
_NO_KEY = ("could not find expected ':'",)
_OPEN = ("expected ',' or ']'", "expected ',' or '}'")
_DOES_NOT_FIT = ("did not find expected key", "expected <block end>")
_QUOTES = (*_OPEN, *_DOES_NOT_FIT)
_ABOVE = (*_MAPPING, *_QUOTES)
_START = ("cannot start any token", "node content")


@dataclass(frozen=True)
class Typo:
    """What the parser may say, where the typo is then looked for, and what is said of it; `{what}` is in the spot.

    `meant` is the example with its fix.
    """

    objections: tuple[str, ...]
    find: Callable[[Source, Any, Any], typos.Spot | None]
    code: str
    message: str
    fix: str
    example: str
    meant: str


_NO_COLON = "no colon with a blank after it ends the key of this line"
_IN_TEXT = "a colon followed by a space cannot stand in this text"
_TAB = ("a tab cannot indent a line", "indent with spaces")
_QUESTION = (
    "a text cannot begin with `?`",
    "write `missing` for a value that is not known; put any other text in quotes",
)
_SIGN = ("unquoted-sign", "a text cannot begin with `{what}`", "put the text in quotes")

# The first that is found is the one that is told.
TYPOS = (
    Typo(
        _NO_KEY,
        typos.dash_missing,
        "missing-dash",
        "the list above goes on without `- `",
        "begin this line with `- `, in the column of the dash above",
        "a:\n  - {b: c}\n  {b: d}\n",
        "a:\n  - {b: c}\n  - {b: d}\n",
    ),
    Typo(
        _NO_KEY,
        typos.text_with_colon,
        "colon-in-text",
        "the text of `{what}` has a colon in it",
        "quote the rule or write it in block style (`>-`)",
        "rule:\n  every X in a:\n    f(X)\n  and b\n",
        "rule: >-\n  every X in a:\n    f(X)\n  and b\n",
    ),
    Typo(_NO_KEY, typos.colon_missing, "missing-colon", _NO_COLON, "{what}", "a: b\nc d\n", "a: b\nc: d\n"),
    Typo(
        _OPEN,
        typos.semicolon,
        "stray-semicolon",
        "a semicolon does not part entries",
        "part them with commas",
        "a: {b: c; d: e}\n",
        "a: {b: c, d: e}\n",
    ),
    Typo(
        _OPEN,
        typos.comma_missing_before_key,
        "missing-comma",
        "a comma is missing before this key",
        "write a comma before `{what}`",
        "a: {b: some words source: c}\n",
        "a: {b: some words, source: c}\n",
    ),
    Typo(
        _OPEN,
        typos.colon_in_braces,
        "colon-in-text",
        _IN_TEXT,
        "put {what}",
        "a: {b: he said: go}\n",
        "a: {b: 'he said: go'}\n",
    ),
    Typo(
        _QUOTES,
        typos.quote_open,
        "unclosed-quote",
        "a quote is opened here and not closed in its line",
        "write `{what}` where the text ends",
        "a:\n  - {b: 'c}\n  - {b: 'd'}\n",
        "a:\n  - {b: 'c'}\n  - {b: 'd'}\n",
    ),
    Typo(
        _QUOTES,
        typos.comma_missing_after_text,
        "missing-comma",
        "a comma is missing after this text",
        "write a comma before `{what}`",
        "a: {b: 'c' d: e}\n",
        "a: {b: 'c', d: e}\n",
    ),
    Typo(
        _QUOTES,
        typos.quote_inside,
        "quote-in-text",
        "this quote ends the text, and more follows it",
        "{what}",
        "a: 'It's so'\n",
        "a: 'It''s so'\n",
    ),
    Typo(
        _ABOVE,
        typos.dash_without_blank,
        "missing-blank",
        "a blank is missing after this `-`",
        "write `- {what}`",
        "a:\n  -b: c\n    d: e\n",
        "a:\n  - b: c\n    d: e\n",
    ),
    Typo(_ABOVE, typos.colon_missing_above, "missing-colon", _NO_COLON, "{what}", "a b\nc: d\n", "a: b\nc: d\n"),
    Typo(
        _DOES_NOT_FIT,
        typos.first_dash_missing,
        "missing-dash",
        "the first item of this list has no `- `",
        "begin this line with `- `, in the column of the dashes below",
        "evidence:\n  source: b\n  - source: c\n",
        "evidence:\n  - source: b\n  - source: c\n",
    ),
    Typo(
        _MAPPING,
        typos.braces_missing,
        "missing-braces",
        "entries on the line of their key stand in braces",
        "write `{what}`",
        "roles: a: b, c: d\n",
        "roles: {a: b, c: d}\n",
    ),
    Typo(
        _MAPPING,
        typos.colon_outside_quotes,
        "colon-in-text",
        _IN_TEXT,
        "{what}",
        "rule: every X in a: f(X)\n",
        "rule: >-\n  every X in a: f(X)\n",
    ),
    Typo(_START, typos.question_mark, "unquoted-sign", *_QUESTION, "a: ?\n", "a: missing\n"),
    Typo(("cannot start any token",), typos.tab, "tab-indent", *_TAB, "a:\n\tb: c\n", "a:\n  b: c\n"),
    Typo(("cannot start any token",), typos.stopped, *_SIGN, "a: @b\n", "a: '@b'\n"),
    Typo(
        ("found unexpected end of stream",),
        typos.began,
        "unclosed-quote",
        "a quote is opened here and never closed",
        "close it with the same quote",
        "a: 'b\n",
        "a: 'b'\n",
    ),
    Typo(
        _NO_KEY,
        typos.began,
        "missing-colon",
        "this line has no colon",
        "write `key: value`; a text of several lines is indented below its key",
        "a: b\nc\n",
        "a: b\nc: d\n",
    ),
    Typo(
        _OPEN[:1],
        typos.began,
        "not-closed",
        "this list is opened with `[` and not closed",
        "close it with `]`; put a text with brackets or commas in quotes",
        "a: [b, c\n",
        "a: [b, c]\n",
    ),
    Typo(
        _OPEN[1:],
        typos.began,
        "not-closed",
        "these braces are opened and not closed",
        "close them with `}`; put a text with brackets or commas in quotes",
        "a: {b: c\n",
        "a: {b: c}\n",
    ),
    Typo(
        ("expected '-' indicator", "expected <block end>, but found '?'"),
        typos.stopped,
        "missing-dash",
        "the list above goes on without `- `",
        "start every item with `- ` in the same column",
        "a:\n  - b\n  c: d\n",
        "a:\n  - b\n  - c: d\n",
    ),
    Typo(
        _DOES_NOT_FIT,
        typos.stopped,
        "wrong-indent",
        "this does not fit what stands before it",
        "start the keys of one mapping in the same column; where a text begins with a quote, let the quote end it",
        "a:\n    b: c\n  d: e\n",
        "a:\n    b: c\n    d: e\n",
    ),
    Typo(
        ("unknown escape character", "did not find expected hexdecimal number"),
        typos.stopped,
        "unknown-escape",
        "this escape is not known inside double quotes",
        "use single quotes, in which a backslash is just a backslash",
        'a: "\\q"\n',
        "a: '\\q'\n",
    ),
    Typo(
        ("found a tab character", "found character '\\t'"),
        typos.stopped,
        "tab-indent",
        *_TAB,
        "a:\n  - b\n\t- c\n",
        "a:\n  - b\n  - c\n",
    ),
    Typo(
        ("block sequence entries are not allowed",),
        typos.stopped,
        "wrong-indent",
        "a list item cannot stand here",
        "put the list on the lines below its key",
        "a: - b\n",
        "a:\n  - b\n",
    ),
    Typo(
        ("unknown directive", "found undefined tag handle", "while scanning a directive"),
        typos.stopped,
        "unquoted-sign",
        "a line cannot begin with `%`",
        "put the text in quotes",
        "%a\n",
        "'%a'\n",
    ),
    Typo(
        ("duplicate %YAML", "found incompatible YAML"),
        typos.stopped,
        "not-yaml",
        "this version of YAML is not known",
        "delete the line that begins with `%YAML`",
        "%YAML 3.0\n---\na: b\n",
        "---\na: b\n",
    ),
    Typo(
        ("did not find expected the '!'", "did not find the expected '>'", "found unexpected character in tag"),
        typos.began,
        "unread-tag",
        "tags are not read",
        "a text that begins with `!` must be quoted",
        "a: !<b\n",
        "a: '!<b'\n",
    ),
    Typo(
        ("did not find expected alphabetic or numeric character",),
        typos.began,
        "unquoted-sign",
        "a text cannot begin with `*` or `&`",
        "put the text in quotes",
        "a: *\n",
        "a: '*'\n",
    ),
    Typo(("mapping keys are not allowed",), typos.stopped, "unquoted-sign", *_QUESTION, "a: ? b\n", "a: '? b'\n"),
    Typo(("exceeded maximum nesting depth",), typos.stopped, "over-limit", TOO_DEEP, FLATTER, "", ""),
    Typo(
        ("did not find expected <document start>",),
        typos.stopped,
        "second-document",
        "something stands after the end of the document",
        "write one document per file",
        "a: b\n...\nc\n",
        "a: b\n",
    ),
)


def in_plain_words(error: yaml.YAMLError, source: Source) -> Problem:
    """The parser's error as a problem with its place, what is wrong and how to put it right."""
    objection = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read")
    end: Any = getattr(error, "problem_mark", None)
    begin: Any = getattr(error, "context_mark", None) or end
    if end is None:
        return Problem(
            Location(source.file), "not-yaml", f"this is not YAML: {objection}", "check the file's first lines"
        )
    for typo in TYPOS:
        spot = typo.find(source, begin, end) if any(words in objection for words in typo.objections) else None
        if spot is not None:
            message, fix = (words.replace("{what}", spot.what) for words in (typo.message, typo.fix))
            return _at(source, spot, typo.code, message, fix)
    return _at(
        source,
        typos.stopped(source, begin, end),
        "not-yaml",
        f"this is not YAML: {objection}",
        "put the text in quotes if it is one",
    )


def _at(source: Source, spot: typos.Spot, code: str, message: str, hint: str) -> Problem:
    return Problem(Location(source.file, spot.line, spot.column), code, message, hint, line=source.line(spot.line))
