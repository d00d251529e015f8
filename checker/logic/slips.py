"""Slips that people make in rules, and what they meant in the words of the language."""

from __future__ import annotations

import re
from dataclasses import dataclass

CURLY = "“”„‟‘’‚‛«»‹›"
_QUOTES = "\"'`´" + CURLY
_NAMES = r"(?!(?:n?or|and|then|if|only|is|not)(?![\w-]))[A-Za-z_][A-Za-z0-9_-]*+"
_MORE, _LESS = "(?:greater|more|higher|larger)", "(?:less|fewer|lower|smaller)"
# What people write for a phrase of the language, and the phrase: the first that covers the place of the error.
_SLIPS = tuple(
    (re.compile(pattern.replace(" ", r"\s+")), phrase)
    for pattern, phrase in (
        (r"(?<![\w-])iff(?![\w-])", "if and only if"),
        (rf"(?<![\w-])is (?:{_MORE} than or equal to|(?:no|not) {_LESS} than)(?![\w-])", "is at least"),
        (rf"(?<![\w-])is (?:{_LESS} than or equal to|(?:no|not) {_MORE} than)(?![\w-])", "is at most"),
        (rf"(?<![\w-])is {_MORE} than(?![\w-])", "is above"),
        (rf"(?<![\w-])is {_LESS} than(?![\w-])", "is below"),
        (r"(?<![\w-])(?:is equal to|equals)(?![\w-])", "is"),
        (r"(?<![\w-])increases(?![\w-])", "rises"),
        (r"(?<![\w-])decreases(?![\w-])", "falls"),
        ("<=+>|<-+>|[↔⇔]", "if and only if"),
        (">=|≥", "is at least"),
        ("<=|≤", "is at most"),
        ("!=|<>|≠", "is not"),
        (">", "is above"),
        ("<", "is below"),
        ("==?(?![=>])", "is"),
        ("&+|∧", "and"),
        (r"\|+|∨", "or"),
        (r"!(?=\s*[\w(])|¬", "not"),
    )
)
_ARROW = re.compile("[-=]+>|[→⇒]")
_EITHER = re.compile(
    rf"(?<![\w-])is\s+(?:(not)\s+)?(either|neither|one\s+of)\s+"
    rf"({_NAMES}(?:(?:\s*,\s*(?:n?or\s+)?|\s+n?or\s+){_NAMES})+)"
    r"(?!\s*\(|\s+(?:is|rises|falls|n?or)(?![\w-]))"
)
_TERM = rf"(?<![\w-])({_NAMES}(?:\([^()]*\))?)"
_LEVEL = r"(at least|at most|above|below)"
# What no phrase can replace, and what to write: the first that covers the place of the error, or that it follows.
_SENTENCES = tuple(
    (re.compile(pattern.replace(" ", r"\s+")), message, hint)
    for pattern, message, hint in (
        (
            rf"(?<![\w-])is (?:not )?(?:{_LEVEL}|the same as) previous(?:ly)? \S+",
            "no condition compares with the level of the period before",
            "write `rises`, `falls` or `is steady` after the term",
        ),
        (r"(?<![\w-])never(?![\w-])", "`never` is no word of the rule language", "write `not` in its place"),
        (
            r"(?<![\w-])unless(?![\w-])",
            "`unless` is no word of the rule language",
            "write `if not B then A` for `A unless B`",
        ),
        (
            rf"{_TERM} is between ({_NAMES}) and ({_NAMES})",
            "`between` is no word of the rule language",
            r"write `\1 is at least \2 and \1 is at most \3`",
        ),
        (
            rf"{_TERM} is (?:not )?{_LEVEL} {_NAMES} (and|or) {_LEVEL} ({_NAMES})",
            r"the term is missing after `\3`",
            r"write `\3 \1 is \4 \5`",
        ),
        (
            rf"{_TERM} does not (rise|fall)(?![\w-])",
            "`does not` is no phrase of the rule language",
            r"write `not \1 \2s`",
        ),
        (rf"{_TERM} {_LEVEL} (?={_NAMES})", "`is` is missing after the term", r"write `\1 is \2`"),
        (
            rf"{_TERM} (stays|remains) (?:steady|the same)(?![\w-])",
            r"`\2` is no word of the rule language",
            r"write `\1 is steady`",
        ),
    )
)
_COMMA = re.compile(r",(?=\s*(?:then|if|only|and|or)(?![\w-]))")


@dataclass(frozen=True)
class RuleSyntaxError(Exception):
    """A text is not a rule: what is wrong, the offset into the text, and what could stand there."""

    code: str
    message: str
    offset: int
    hint: str


def slip(text: str, offset: int) -> RuleSyntaxError | None:
    """The error at that place, where it is one that people make and whose right spelling is known."""
    sign = text[offset : offset + 1]
    if sign and sign in _QUOTES:
        return RuleSyntaxError(
            "quotation-marks",
            f"`{sign}` cannot stand in a rule: it is a quotation mark",
            offset,
            "delete the quotation marks inside the rule; names and values stand without them",
        )
    if sign == "." and not text[offset:].strip(". "):
        return RuleSyntaxError("stray-mark", "a rule ends without a full stop", offset, "delete the full stop")
    for match in _COMMA.finditer(text):
        # Inside `one of` the parser goes on behind the comma; there, `and` and `or` may join a last value.
        word = text[match.end() :].split()[0]
        if match.start() == offset or (
            not text[match.end() : offset].strip() and match.start() < offset and word in ("then", "if", "only")
        ):
            return RuleSyntaxError("stray-mark", f"no comma stands before `{word}`", match.start(), "delete the comma")
    for match in _EITHER.finditer(text):
        if match.start() <= offset < match.end():
            no = "not " if match[1] or match[2] == "neither" else ""
            values = ", ".join(re.findall(rf"(?<![\w-]){_NAMES}", match[3]))
            return RuleSyntaxError(
                "unknown-phrase",
                f"`{' '.join(match.group().split())}` cannot stand in a rule",
                match.start(),
                f"write `is {no}one of {values}`",
            )
    for sentence, message, hint in _SENTENCES:
        for match in sentence.finditer(text):
            behind = text[match.end() : max(offset, match.end())]
            if match.start() <= offset and not behind.strip():
                return RuleSyntaxError("unknown-phrase", match.expand(message), match.start(), match.expand(hint))
    for match in _ARROW.finditer(text):
        if match.start() <= offset < match.end():
            return RuleSyntaxError(
                "unknown-phrase",
                f"`{match.group()}` cannot stand in a rule",
                offset,
                "write `if A then B`, with what stands before the arrow as A and what follows as B",
            )
    for pattern, phrase in _SLIPS:
        for match in pattern.finditer(text):
            if match.start() <= offset < match.end():
                return _phrased(text, match, phrase)
            if match.group() == "iff" and not text[match.end() : offset].strip() and match.end() < offset:
                return RuleSyntaxError(
                    "unknown-phrase", "`iff` stands between two sides", match.start(), "write `A if and only if B`"
                )
    return None


def _phrased(text: str, match: re.Match[str], phrase: str) -> RuleSyntaxError:
    said = " ".join(match.group().split())
    before = text[: match.start()].split()
    if before[-1:] == ["is"] or before[-2:] == ["is", "not"]:
        if phrase == "is":
            return RuleSyntaxError(
                "unknown-phrase", f"`{said}` cannot stand in a rule", match.start(), f"delete the `{said}`"
            )
        phrase = phrase.removeprefix("is ")
    return RuleSyntaxError(
        "unknown-phrase", f"`{said}` is no phrase of the rule language", match.start(), f"write `{phrase}` in its place"
    )
