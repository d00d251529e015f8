"""Set expressions as QCA writes them (`DEV*~IND + URB{1}*LIT`): text -> data, negation, product, print.

`*` is intersection, `+` union, `~` negation; `NAME{1}` or `NAME[1]` is the set of cases with value 1 of a
multi-value condition, `NAME{0,1}` with one of several. A name may hold letters, digits, `_` and `.`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from typing import TypeAlias

from checker.logic.tokens import tokens

MAX_NESTING = 60
MAX_LENGTH = 20_000
MAX_PRODUCTS = 20_000
_TOKEN = re.compile(r"\s*(?:(?P<name>[^\W\d][\w.]*)|(?P<values>\{[^{}]*\}|\[[^\[\]]*\])|(?P<sign>[*+~()]))")
_Tree: TypeAlias = "dict[int, _Tree]"
_VALUES = re.compile(r"\s*\d{1,9}\s*(?:,\s*\d{1,9}\s*)*")


@dataclass(frozen=True)
class SetSyntaxError(Exception):
    """A text is not a set expression: what is wrong, the offset into the text, and one fix."""

    message: str
    offset: int
    hint: str

    def __str__(self) -> str:
        return f"{self.message} (at character {self.offset + 1}); {self.hint}"


class SetExpression:
    """Any set expression or part of one."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Membership(SetExpression):
    """The set that a column states, or the cases in which it has one of the values."""

    name: str
    values: tuple[int, ...] = ()

    def __str__(self) -> str:
        return f"{self.name}[{','.join(map(str, self.values))}]" if self.values else self.name


@dataclass(frozen=True, slots=True)
class Complement(SetExpression):
    operand: SetExpression


@dataclass(frozen=True, slots=True)
class Intersection(SetExpression):
    operands: tuple[SetExpression, ...]


@dataclass(frozen=True, slots=True)
class Union(SetExpression):
    operands: tuple[SetExpression, ...]


Literal = tuple[Membership, bool]
"""A membership and whether it is affirmed."""


def parse_set(text: str) -> SetExpression:
    """The set expression that a text states; raises SetSyntaxError, evaluates nothing.

    >>> set_text(parse_set("DEV*~(IND + URB{1})"))
    'DEV*~(IND + URB[1])'
    """
    if len(text) > MAX_LENGTH:
        raise SetSyntaxError(f"the expression is longer than {MAX_LENGTH:,} characters", 0, "split it")
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(tokens(text, _TOKEN, _foreign))
        self.place = 0
        self.depth = 0

    def whole(self) -> SetExpression:
        found = self.union()
        if self.place < len(self.tokens):
            raise self.wrong("expected `*`, `+` or the end")
        return found

    def union(self) -> SetExpression:
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise SetSyntaxError(f"the expression is nested more than {MAX_NESTING} levels deep", 0, "split it")
        parts = [self.intersection()]
        while self.taken("+"):
            parts.append(self.intersection())
        self.depth -= 1
        return parts[0] if len(parts) == 1 else Union(tuple(parts))

    def intersection(self) -> SetExpression:
        parts = [self.unary()]
        while self.taken("*"):
            parts.append(self.unary())
        return parts[0] if len(parts) == 1 else Intersection(tuple(parts))

    def unary(self) -> SetExpression:
        negated = False
        while self.taken("~"):
            negated = not negated
        if self.taken("("):
            inner = self.union()
            if not self.taken(")"):
                raise self.wrong("expected `)`")
        else:
            inner = self.membership()
        return Complement(inner) if negated else inner

    def membership(self) -> SetExpression:
        kind, word, offset = self.next()
        if kind != "name":
            raise self.wrong("expected the name of a condition")
        self.place += 1
        kind, values, offset = self.next()
        if kind != "values":
            return Membership(word)
        self.place += 1
        if not _VALUES.fullmatch(values[1:-1]):
            raise SetSyntaxError(f"`{values}` holds no values", offset, "write whole numbers, as in `{1}` or `{0,1}`")
        return Membership(word, tuple(dict.fromkeys(int(part) for part in values[1:-1].split(","))))

    def taken(self, sign: str) -> bool:
        kind, word, _ = self.next()
        if kind == "sign" and word == sign:
            self.place += 1
            return True
        return False

    def next(self) -> tuple[str, str, int]:
        return self.tokens[self.place] if self.place < len(self.tokens) else ("end", "", len(self.text))

    def wrong(self, hint: str) -> SetSyntaxError:
        kind, word, offset = self.next()
        said = "the expression ends too early" if kind == "end" else f"`{word}` was not expected here"
        return SetSyntaxError(said, offset, hint)


def _foreign(sign: str, offset: int) -> SetSyntaxError:
    return SetSyntaxError(
        f"`{sign}` cannot stand in a set expression",
        offset,
        "use names, `*`, `+`, `~`, parentheses and values in braces",
    )


def set_text(expression: SetExpression) -> str:
    """The expression as text; parsing it gives an equal expression."""
    match expression:
        case Membership():
            return str(expression)
        case Complement(Membership() as operand):
            return f"~{operand}"
        case Complement(operand):
            return f"~({set_text(operand)})"
        case Intersection(operands):
            compound = (Union, Intersection)
            return "*".join(f"({set_text(o)})" if isinstance(o, compound) else set_text(o) for o in operands)
        case Union(operands):
            return " + ".join(f"({set_text(o)})" if isinstance(o, Union) else set_text(o) for o in operands)
    raise TypeError(f"not a set expression: {expression!r}")


def memberships(expression: SetExpression) -> tuple[Membership, ...]:
    """The memberships that an expression names, in reading order, each once."""
    match expression:
        case Membership():
            return (expression,)
        case Complement(operand):
            return memberships(operand)
        case Intersection(operands) | Union(operands):
            return tuple(dict.fromkeys(m for operand in operands for m in memberships(operand)))
    raise TypeError(f"not a set expression: {expression!r}")


def disjuncts(expression: SetExpression) -> tuple[SetExpression, ...]:
    """The parts of a union, or the expression itself."""
    return expression.operands if isinstance(expression, Union) else (expression,)


def products(expression: SetExpression) -> tuple[tuple[Literal, ...], ...] | None:
    """An equivalent union of products without a superfluous product; None past a stated limit.

    Multiplied out with absorption; of the negation of a sum of products these are all its prime
    implicants (Nelson 1954). A product that holds a literal and its negation is dropped, so the empty
    union is the empty set. Multi-value memberships are taken as they stand.
    """
    named = memberships(expression)
    try:
        found = _Multiplied(named).products(expression, True)
    except OverflowError:
        return None
    literals = [(membership, affirmed) for membership in named for affirmed in (True, False)]
    return tuple(tuple(literals[bit] for bit in bits) for bits in sorted(map(_bits, found)))


def products_text(rows: tuple[tuple[Literal, ...], ...]) -> str:
    """A union of products as text; the empty union is the empty text, the empty product `1`."""
    return " + ".join("*".join(("" if affirmed else "~") + str(m) for m, affirmed in row) or "1" for row in rows)


class _Multiplied:
    """Products as bitmasks: membership n affirmed is bit 2n, negated bit 2n + 1."""

    def __init__(self, named: tuple[Membership, ...]) -> None:
        self._place = {membership: 2 * n for n, membership in enumerate(named)}
        self._affirmed = sum(1 << bit for bit in self._place.values())

    def products(self, expression: SetExpression, affirmed: bool) -> list[int]:
        match expression:
            case Membership():
                return [1 << self._place[expression] + (not affirmed)]
            case Complement(operand):
                return self.products(operand, not affirmed)
            case Intersection(operands) | Union(operands):
                parts = [self.products(operand, affirmed) for operand in operands]
                if isinstance(expression, Union) is affirmed:
                    return _absorbed(product for part in parts for product in part)
                return reduce(self._times, parts, [0])
        raise TypeError(f"not a set expression: {expression!r}")

    def _times(self, left: list[int], right: list[int]) -> list[int]:
        joined = (a | b for a in left for b in right)
        return _absorbed(product for product in joined if not product & product >> 1 & self._affirmed)


def _bits(product: int) -> list[int]:
    return [bit for bit in range(product.bit_length()) if product >> bit & 1]


def _absorbed(found: Iterable[int]) -> list[int]:
    """The products none of whose factors are all those of another, shortest first; OverflowError past MAX_PRODUCTS.

    Those kept stand in a tree by their bits in order, an empty node where one ends (set-trie, Savnik 2013).
    """
    counted = list(islice(found, MAX_PRODUCTS + 1))
    if len(counted) > MAX_PRODUCTS:
        raise OverflowError
    if 0 in counted:
        return [0]
    kept: list[int] = []
    tree: _Tree = {}
    for product in sorted(set(counted), key=int.bit_count):
        bits = _bits(product)
        # Products of one length cannot absorb each other.
        shortest = not kept or product.bit_count() == kept[0].bit_count()
        if shortest or not _holds_one(tree, bits):
            kept.append(product)
            reduce(lambda node, bit: node.setdefault(bit, {}), bits, tree)
    return kept


def _holds_one(tree: _Tree, bits: Sequence[int]) -> bool:
    """Whether some product of the tree has all its factors among the bits, which are in order."""
    for place, bit in enumerate(bits):
        below = tree.get(bit)
        if below is not None and (not below or _holds_one(below, bits[place + 1 :])):
            return True
    return False
