"""What the YAML parser objects to, in plain words with one fix."""

from __future__ import annotations

from typing import Any

import yaml

from checker.files.yaml.source import Source
from checker.files.yaml.typos import NO_QUESTION, character, colon_hint, first_character, slip
from checker.problems import Location, Problem

MAX_NESTING = 40
TOO_DEEP = f"lists and mappings are nested more than {MAX_NESTING} levels deep"
FLATTER = "write a flatter file"

# The parser's words (libyaml's, then those of PyYAML's own parser where they differ), what they
# mean, the fix, and whether the place is where the thing began rather than where parsing stopped.
_WORDS: tuple[tuple[tuple[str, ...], str, str, str, bool], ...] = (
    (
        ("found unexpected end of stream",),
        "unclosed-quote",
        "a quote is opened here and never closed",
        "close it with the same quote",
        True,
    ),
    (
        ("could not find expected ':'",),
        "missing-colon",
        "this line has no colon",
        "write `key: value`; a text of several lines is indented below its key",
        True,
    ),
    (
        ("expected ',' or ']'",),
        "not-closed",
        "this list is opened with `[` and not closed",
        "close it with `]`; put a text with brackets or commas in quotes",
        True,
    ),
    (
        ("expected ',' or '}'",),
        "not-closed",
        "these braces are opened and not closed",
        "close them with `}`; put a text with brackets or commas in quotes",
        True,
    ),
    (
        ("expected '-' indicator", "expected <block end>, but found '?'"),
        "missing-dash",
        "the list above goes on without `- `",
        "start every item with `- ` in the same column",
        False,
    ),
    (
        ("did not find expected key", "expected <block end>"),
        "wrong-indent",
        "this does not fit what stands before it",
        "start the keys of one mapping in the same column; where a text begins with a quote, let the quote end it",
        False,
    ),
    (
        ("unknown escape character", "did not find expected hexdecimal number"),
        "unknown-escape",
        "this escape is not known inside double quotes",
        "use single quotes, in which a backslash is just a backslash",
        False,
    ),
    (
        ("found a tab character", "found character '\\t'"),
        "tab-indent",
        "a tab cannot indent a line",
        "indent with spaces",
        False,
    ),
    (
        ("block sequence entries are not allowed",),
        "wrong-indent",
        "a list item cannot stand here",
        "put the list on the lines below its key",
        False,
    ),
    (
        ("unknown directive", "found undefined tag handle", "while scanning a directive"),
        "unquoted-sign",
        "a line cannot begin with `%`",
        "put the text in quotes",
        False,
    ),
    (
        ("duplicate %YAML", "found incompatible YAML"),
        "not-yaml",
        "this version of YAML is not known",
        "delete the line that begins with `%YAML`",
        False,
    ),
    (
        ("did not find expected the '!'", "did not find the expected '>'", "found unexpected character in tag"),
        "unread-tag",
        "tags are not read",
        "a text that begins with `!` must be quoted",
        True,
    ),
    (
        ("did not find expected alphabetic or numeric character",),
        "unquoted-sign",
        "a text cannot begin with `*` or `&`",
        "put the text in quotes",
        True,
    ),
    (("mapping keys are not allowed",), "unquoted-sign", "a text cannot begin with `?`", NO_QUESTION, False),
    (("exceeded maximum nesting depth",), "over-limit", TOO_DEEP, FLATTER, False),
    (
        ("did not find expected <document start>",),
        "second-document",
        "something stands after the end of the document",
        "write one document per file",
        False,
    ),
)


def in_plain_words(error: yaml.YAMLError, source: Source) -> Problem:
    """The parser's error as a problem with its place, what is wrong and how to put it right."""
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read")
    end: Any = getattr(error, "problem_mark", None)
    begin: Any = getattr(error, "context_mark", None) or end
    if end is None:
        return Problem(
            Location(source.file), "not-yaml", f"this is not YAML: {problem}", "check the file's first lines"
        )
    known = slip(problem, source, begin, end)
    if known is not None:
        return known
    mark = end
    if "mapping values are not allowed" in problem:
        code, message, hint = (
            "colon-in-text",
            "a colon followed by a space cannot stand in this text",
            colon_hint(source, end),
        )
    elif "cannot start any token" in problem or ("node content" in problem and character(source, end) == "?"):
        code, message, hint = first_character(source, end)
    else:
        worded = (entry[1:] for entry in _WORDS if any(phrase in problem for phrase in entry[0]))
        otherwise = ("not-yaml", f"this is not YAML: {problem}", "put the text in quotes if it is one", False)
        code, message, hint, where_it_began = next(worded, otherwise)
        mark = begin if where_it_began else end
    return Problem(
        Location(source.file, mark.line + 1, mark.column + 1), code, message, hint, line=source.line(mark.line + 1)
    )
