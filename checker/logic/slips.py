"""Slips that people make in rules, and what they meant in the words of the language: one table, with examples."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

CURLY = "“”„‟‘’‚‛«»‹›"
_NAME = r"(?!(?:n?or|and|then|if|only|is|not)(?![\w-]))[A-Za-z_][A-Za-z0-9_-]*+"
_TERM = rf"({_NAME}(?:\([^()]*\))?)"
_LEVEL = r"(at least|at most|above|below)"
_MORE, _LESS = "(?:greater|more|higher|larger)", "(?:less|fewer|lower|smaller)"


@dataclass(frozen=True)
class RuleSyntaxError(Exception):
    """A text is not a rule: what is wrong, the offset into the text, and what could stand there."""

    code: str
    message: str
    offset: int
    hint: str


@dataclass(frozen=True)
class Slip:
    """A slip: the pattern of what is written, and what to put in its place (nothing: delete it) or other `advice`.

    `reach` says where the parser stops: on the slip, behind it (with nothing but blanks between), or either.
    A blank in the pattern stands for any blanks, ` ?` for none too; at letters it begins and ends with whole words.
    """

    pattern: str
    put: str | Callable[[re.Match[str]], str]
    example: str
    meant: str = ""
    message: str = r"`\g<0>` is no phrase of the rule language"
    advice: str = ""
    reach: Literal["on", "behind", "either"] = "on"
    code: str = "unknown-phrase"

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        whole = rf"(?<![\w-])(?:{self.pattern})(?![\w-])" if self.pattern[-1].isalnum() else self.pattern
        return re.compile(whole.replace(" ?", r"\s*").replace(" ", r"\s+"))

    def at(self, text: str, offset: int) -> tuple[RuleSyntaxError, re.Match[str]] | None:
        """The error, if the slip is what stopped the parser at that offset."""
        for match in self._compiled.finditer(text):
            on = match.start() <= offset < match.end()
            behind = match.end() <= offset and not text[match.end() : offset].strip()
            if (on and self.reach != "behind") or (behind and self.reach != "on"):
                message = " ".join(match.expand(self.message).split())
                hint = self.advice or self._fix(match)
                return RuleSyntaxError(self.code, message, match.start(), hint), match
        return None

    def replacement(self, match: re.Match[str]) -> str:
        """What is to stand where the slip stands."""
        return self.put(match) if callable(self.put) else match.expand(self.put)

    def _fix(self, match: re.Match[str]) -> str:
        put = " ".join(self.replacement(match).split())
        return f"write `{put}` in its place" if put else f"delete the `{' '.join(match.group().split())}`"


def _phrase(phrase: str) -> Callable[[re.Match[str]], str]:
    """The phrase, without its `is` where one stands before the slip."""

    def put(match: re.Match[str]) -> str:
        before = match.string[: match.start()].split()
        follows = before[-1:] == ["is"] or before[-2:] == ["is", "not"]
        return ("" if phrase == "is" else phrase.removeprefix("is ")) if follows else phrase

    return put


def _one_of(match: re.Match[str]) -> str:
    values = re.findall(rf"(?<![\w-]){_NAME}", match[3])
    return f"is {'not ' if match[1] or match[2] == 'neither' else ''}one of {', '.join(values)}"


# The first that covers the place of the error is the one that is told.
SLIPS = (
    Slip(
        f"[\"'`´{CURLY}]",
        "",
        "w is “low”",
        message=r"`\g<0>` cannot stand in a rule: it is a quotation mark",
        advice="delete the quotation marks inside the rule; names and values stand without them",
        code="quotation-marks",
    ),
    Slip(r"\.(?=[. ]*$)", "", "a.", "a", "a rule ends without a full stop", "delete the full stop", code="stray-mark"),
    Slip(
        r",(?= ?(then|if|only)(?![\w-]))",
        "",
        "if w is one of low, mid, then a",
        "if w is one of low, mid then a",
        r"no comma stands before `\1`",
        "delete the comma",
        "either",
        "stray-mark",
    ),
    Slip(
        # Inside `one of` the parser goes on behind the comma; there, `and` and `or` may join a last value.
        r",(?= ?(and|or)(?![\w-]))",
        "",
        "a, and b",
        "a and b",
        r"no comma stands before `\1`",
        "delete the comma",
        code="stray-mark",
    ),
    Slip(
        rf"(?<![\w-])is (?:(not) )?(either|neither|one of) ({_NAME}(?:(?: ?, ?(?:n?or )?| n?or ){_NAME})+)"
        r"(?! ?\(| (?:is|rises|falls|n?or)(?![\w-]))",
        _one_of,
        "a and w is not either low, mid or none",
        "a and w is not one of low, mid, none",
    ),
    Slip(
        rf"is (?:not )?(?:{_LEVEL}|the same as) previous(?:ly)? \S+",
        "",
        "w is at most previous w",
        message="no condition compares with the level of the period before",
        advice="write `rises`, `falls` or `is steady` after the term",
        reach="either",
    ),
    Slip("never", "not", "if a then never b", "if a then not b", reach="either"),
    Slip("unless", "", "a unless b", advice="write `if not B then A` for `A unless B`", reach="either"),
    Slip(
        rf"{_TERM} is between ({_NAME}) and ({_NAME})",
        r"\1 is at least \2 and \1 is at most \3",
        "w is between none and low",
        "w is at least none and w is at most low",
        "`between` is no word of the rule language",
        reach="either",
    ),
    Slip(
        rf"{_TERM} (is (?:not )?(?:at least|at most|above|below) {_NAME}) (and|or) {_LEVEL} ({_NAME})",
        r"\1 \2 \3 \1 is \4 \5",
        "f(x) is at most low and at least none",
        "f(x) is at most low and f(x) is at least none",
        r"the term is missing after `\3`",
        reach="either",
    ),
    Slip(
        rf"{_TERM} does not (rise|fall)",
        r"not \1 \2s",
        "if f(x) then w does not rise",
        "if f(x) then not w rises",
        "`does not` is no phrase of the rule language",
        reach="either",
    ),
    Slip(
        rf"(?<![\w-]){_TERM} {_LEVEL}(?= {_NAME})",
        r"\1 is \2",
        "if a then w at least low",
        "if a then w is at least low",
        "`is` is missing after the term",
        reach="either",
    ),
    Slip(
        rf"{_TERM} (stays|remains) (?:steady|the same)",
        r"\1 is steady",
        "w stays the same",
        "w is steady",
        r"`\2` is no word of the rule language",
        reach="either",
    ),
    Slip(
        "[-=]+>|[→⇒]",
        "",
        "a => b",
        advice="write `if A then B`, with what stands before the arrow as A and what follows as B",
    ),
    Slip("iff", _phrase("if and only if"), "a iff b", "a if and only if b"),
    Slip(
        "iff",
        "",
        "iff a then b",
        message="`iff` stands between two sides",
        advice="write `A if and only if B`",
        reach="behind",
    ),
    Slip(
        rf"is (?:{_MORE} than or equal to|(?:no|not) {_LESS} than)",
        "is at least",
        "w is greater  than or equal to low",
        "w is at least low",
    ),
    Slip(
        rf"is (?:{_LESS} than or equal to|(?:no|not) {_MORE} than)",
        "is at most",
        "w is not more than low",
        "w is at most low",
    ),
    Slip(f"is {_MORE} than", "is above", "w is higher than low", "w is above low"),
    Slip(f"is {_LESS} than", "is below", "w is less than low", "w is below low"),
    Slip("is equal to|equals", _phrase("is"), "w is equal to low", "w is low"),
    Slip("increases", "rises", "w increases and a", "w rises and a"),
    Slip("decreases", "falls", "a and w decreases", "a and w falls"),
    Slip("<=+>|<-+>|[↔⇔]", "if and only if", "a <=> b", "a if and only if b"),
    Slip(">=|≥", _phrase("is at least"), "w is >= low", "w is at least low"),
    Slip("<=|≤", _phrase("is at most"), "w ≤ low", "w is at most low"),
    Slip("!=|<>|≠", _phrase("is not"), "w != low", "w is not low"),
    Slip(">(?!=)", _phrase("is above"), "w is not > low", "w is not above low"),
    Slip("<(?!=)", _phrase("is below"), "w < low", "w is below low"),
    Slip("==?(?![=>])", _phrase("is"), "w is = low", "w is low"),
    Slip("&+|∧", "and", "a && b", "a and b"),
    Slip(r"\|+|∨", "or", "a | b", "a or b"),
    Slip(r"!(?= ?[\w(])|¬", "not ", "!a", "not a"),
)


def slip(text: str, offset: int) -> RuleSyntaxError | None:
    """The error at that place, where it is one that people make and whose right spelling is known."""
    found = (each.at(text, offset) for each in SLIPS)
    return next((error for error, _ in filter(None, found)), None)
