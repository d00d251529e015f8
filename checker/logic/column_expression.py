"""What a map says of a table's columns (`min(polity1, polity2) >= 6`): text -> data, never run as code.

```
test    := both ("or" both)*                      both := unit ("and" unit)*
unit    := "not" unit | "(" test ")" | sum (("=" | "!=" | "<" | "<=" | ">" | ">=") (sum | TEXT))?
sum     := part (("+" | "-") part)*
part    := NUMBER | COLUMN | ("min" | "max") "(" sum ("," sum)* ")" | "(" sum ")" | "-" part
```

A column whose name is no plain word stands in backticks, a text in double quotes. A column alone is a test too:
that it is not 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from checker.logic.tokens import tokens

MAX_NESTING = 40
MAX_LENGTH = 4_000
Comparator = Literal["=", "!=", "<", "<=", ">", ">="]
COMPARATORS: tuple[Comparator, ...] = ("=", "!=", "<=", ">=", "<", ">")
WORDS = frozenset(("and", "or", "not", "min", "max"))
_TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>\d{1,18}(?:\.\d{1,18})?)(?![\w.])
  | (?P<name>[^\W\d]\w*(?:\.\w+)*)
  | `(?P<quoted>[^`\n]+)`
  | "(?P<text>[^"\n]*)"
  | (?P<sign><=|>=|!=|==|[=<>+\-(),])
)""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class ColumnSyntaxError(Exception):
    """A text says nothing of columns: what is wrong, the offset into the text, and one fix."""

    message: str
    offset: int
    hint: str


class ColumnExpression:
    """Any expression over columns or part of one; a number or a test."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Constant(ColumnExpression):
    number: Fraction


@dataclass(frozen=True, slots=True)
class ColumnText(ColumnExpression):
    """A text that a column is compared with."""

    text: str


@dataclass(frozen=True, slots=True)
class ColumnOf(ColumnExpression):
    name: str


@dataclass(frozen=True, slots=True)
class Extreme(ColumnExpression):
    """The least or the greatest of some numbers; missing where one of them is."""

    which: Literal["min", "max"]
    operands: tuple[ColumnExpression, ...]


@dataclass(frozen=True, slots=True)
class Sum(ColumnExpression):
    left: ColumnExpression
    right: ColumnExpression
    minus: bool


@dataclass(frozen=True, slots=True)
class ColumnComparison(ColumnExpression):
    left: ColumnExpression
    comparator: Comparator
    right: ColumnExpression


@dataclass(frozen=True, slots=True)
class Negation(ColumnExpression):
    operand: ColumnExpression


@dataclass(frozen=True, slots=True)
class Junction(ColumnExpression):
    """All of some tests (`and`), or any (`or`); missing only where the missing ones decide (Kleene 1952)."""

    every: bool
    operands: tuple[ColumnExpression, ...]


def parse_number(text: str) -> ColumnExpression:
    """The number that a text makes of columns; raises ColumnSyntaxError.

    >>> columns_of(parse_number("max(flow1, flow2) - 10"))
    ('flow1', 'flow2')
    """
    found = _Parser(text).whole()
    if is_test(found):
        raise ColumnSyntaxError("this is a test, not a number", 0, "give a column, a sum, min(..) or max(..)")
    if isinstance(found, ColumnText):
        raise ColumnSyntaxError("this is a text, not a number", 0, "name a column without quotes")
    return found


def parse_test(text: str) -> ColumnExpression:
    """The test that a text makes of columns; raises ColumnSyntaxError."""
    return _Parser(text).truth(_Parser.whole)


def is_test(expression: ColumnExpression) -> bool:
    """Whether the expression is true or false, not a number."""
    return isinstance(expression, (ColumnComparison, Negation, Junction))


def parts(expression: ColumnExpression) -> tuple[ColumnExpression, ...]:
    """The direct parts, in reading order."""
    match expression:
        case Constant() | ColumnText() | ColumnOf():
            return ()
        case Extreme(_, operands) | Junction(_, operands):
            return operands
        case Sum(left, right) | ColumnComparison(left, _, right):
            return (left, right)
        case Negation(operand):
            return (operand,)
    raise TypeError(f"not an expression over columns: {expression!r}")


def walk(expression: ColumnExpression) -> Iterator[ColumnExpression]:
    """The expression and all its parts, each before its own parts."""
    yield expression
    for part in parts(expression):
        yield from walk(part)


def columns_of(expression: ColumnExpression) -> tuple[str, ...]:
    """The columns named, in reading order, each once."""
    return tuple(dict.fromkeys(part.name for part in walk(expression) if isinstance(part, ColumnOf)))


def worded_columns(expression: ColumnExpression) -> tuple[str, ...]:
    """The columns that are compared with a text, so that they are read as texts."""
    return tuple(
        dict.fromkeys(
            part.left.name
            for part in walk(expression)
            if isinstance(part, ColumnComparison)
            and isinstance(part.left, ColumnOf)
            and isinstance(part.right, ColumnText)
        )
    )


class _Parser:
    def __init__(self, text: str) -> None:
        if len(text) > MAX_LENGTH:
            raise ColumnSyntaxError(f"the expression is longer than {MAX_LENGTH:,} characters", 0, "shorten it")
        self.text = text
        self.tokens = list(tokens(text, _TOKEN, _foreign))
        self.place = 0
        self.depth = 0

    def whole(self) -> ColumnExpression:
        found = self.disjunction()
        if self.place < len(self.tokens):
            raise self.wrong("expected the end, or a comparison, `and` or `or`")
        return found

    def disjunction(self) -> ColumnExpression:
        return self.joined("or", _Parser.conjunction, False)

    def conjunction(self) -> ColumnExpression:
        return self.joined("and", _Parser.unit, True)

    def joined(self, word: str, below: _Rule, every: bool) -> ColumnExpression:
        offset = self.offset()
        first = below(self)
        if self.peek() != ("name", word):
            return first
        operands = [_as_test(first, offset)]
        while self.taken("name", word):
            operands.append(self.truth(below))
        return Junction(every, tuple(operands))

    def truth(self, rule: _Rule) -> ColumnExpression:
        offset = self.offset()
        return _as_test(rule(self), offset)

    def unit(self) -> ColumnExpression:
        if self.taken("name", "not"):
            self.deeper()
            found = Negation(self.truth(_Parser.unit))
            self.depth -= 1
            return found
        left = self.sum()
        kind, sign = self.peek()
        if kind != "sign" or sign.replace("==", "=") not in COMPARATORS:
            return left
        offset = self.offset()
        self.place += 1
        right = self.sum()
        comparator: Comparator = next(c for c in COMPARATORS if c == sign.replace("==", "="))
        if is_test(left) or is_test(right):
            raise ColumnSyntaxError("a test cannot be compared", offset, "join tests by `and` or `or`")
        if isinstance(left, ColumnText) or (
            isinstance(right, ColumnText) and (not isinstance(left, ColumnOf) or comparator not in ("=", "!="))
        ):
            raise ColumnSyntaxError(
                "a text can only be compared with a column, by = or !=", offset, 'write it as in `region = "Africa"`'
            )
        return ColumnComparison(left, comparator, right)

    def sum(self) -> ColumnExpression:
        found = self.part()
        while self.peek() in (("sign", "+"), ("sign", "-")):
            offset = self.offset()
            minus = self.peek()[1] == "-"
            self.place += 1
            found = Sum(self.number(found, offset), self.number(self.part(), offset), minus)
        return found

    def part(self) -> ColumnExpression:
        kind, word = self.peek()
        offset = self.offset()
        if kind == "number":
            self.place += 1
            return Constant(Fraction(word))
        if kind == "text":
            self.place += 1
            return ColumnText(word)
        if kind == "quoted" or (kind == "name" and word not in WORDS):
            self.place += 1
            return ColumnOf(word)
        if self.taken("sign", "-"):
            self.deeper()
            inner = self.number(self.part(), offset)
            self.depth -= 1
            return Constant(-inner.number) if isinstance(inner, Constant) else Sum(Constant(Fraction(0)), inner, True)
        if self.taken("sign", "("):
            self.deeper()
            inner = self.disjunction()
            self.depth -= 1
            self.close()
            return inner
        for which in ("min", "max"):
            if self.taken("name", which):
                return self.extreme("min" if which == "min" else "max")
        raise self.wrong("expected a column, a number, min(..), max(..) or `(`")

    def extreme(self, which: Literal["min", "max"]) -> ColumnExpression:
        if not self.taken("sign", "("):
            raise self.wrong(f"expected `(` after `{which}`")
        self.deeper()
        operands = []
        while True:
            offset = self.offset()
            operands.append(self.number(self.sum(), offset))
            if not self.taken("sign", ","):
                break
        self.depth -= 1
        self.close()
        return Extreme(which, tuple(operands))

    def number(self, found: ColumnExpression, offset: int) -> ColumnExpression:
        if is_test(found) or isinstance(found, ColumnText):
            raise ColumnSyntaxError("this is not a number", offset, "give a column, a number, min(..) or max(..)")
        return found

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise ColumnSyntaxError(f"the expression is nested more than {MAX_NESTING} levels deep", 0, "shorten it")

    def close(self) -> None:
        if not self.taken("sign", ")"):
            raise self.wrong("expected `)`")

    def taken(self, kind: str, word: str) -> bool:
        if self.peek() != (kind, word):
            return False
        self.place += 1
        return True

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.place][:2] if self.place < len(self.tokens) else ("end", "")

    def offset(self) -> int:
        return self.tokens[self.place][2] if self.place < len(self.tokens) else len(self.text.rstrip())

    def wrong(self, hint: str) -> ColumnSyntaxError:
        kind, word = self.peek()
        said = "the expression ends too early" if kind == "end" else f"`{word}` was not expected here"
        return ColumnSyntaxError(said, self.offset(), hint)


def _as_test(found: ColumnExpression, offset: int) -> ColumnExpression:
    if isinstance(found, ColumnOf):
        return ColumnComparison(found, "!=", Constant(Fraction(0)))
    if not is_test(found):
        raise ColumnSyntaxError("this is a number, not a test", offset, "compare it, as in `polity >= 6`")
    return found


_Rule = Callable[[_Parser], ColumnExpression]


def _foreign(sign: str, offset: int) -> ColumnSyntaxError:
    return ColumnSyntaxError(
        f"`{sign}` cannot stand in an expression over columns",
        offset,
        "use columns, numbers, + - < <= = != >= >, and, or, not, min, max",
    )
