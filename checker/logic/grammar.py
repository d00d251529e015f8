"""Text in the rule language -> formula, with errors that name the place and what could stand there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

import lark
from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedEOF, UnexpectedToken
from lark.exceptions import VisitError
from lark.grammar import Rule
from lark.lexer import TerminalDef

from checker.logic.formula import (
    And,
    Change,
    Compare,
    Count,
    Formula,
    Iff,
    Implies,
    Is,
    Not,
    Once,
    Or,
    Previously,
    Quantified,
    Term,
    nesting,
)
from checker.logic.slips import RuleSyntaxError as RuleSyntaxError
from checker.logic.slips import slip

GRAMMAR = Path(__file__).with_name("grammar.lark")
TABLE = Path(__file__).with_name("grammar.json")
MAX_NESTING = 60
MAX_LENGTH = 20_000
WORDS = frozenset(
    "if then or only and is necessary for sufficient not previously once every some in at least most of "
    "rises falls steady one the same as above below".split()
)
RESERVED = WORDS | {"missing", "baseline"}

_CONNECTIVES = (
    "and",
    "or",
    "if",
    "only",
    "if and only if",
    "is necessary for",
    "is sufficient for",
    "is necessary and sufficient for",
)
_SPOKEN = {
    "NAME": "a name",
    "NUMBER": "a number",
    "LPAR": "`(`",
    "RPAR": "`)`",
    "COMMA": "`,`",
    "COLON": "`:`",
    "SEMICOLON": "`;`",
    "$END": "the end of the rule",
    "IF_AND_ONLY_IF": "`if and only if`",
    "IS_NECESSARY_FOR": "`is necessary for`",
    "IS_SUFFICIENT_FOR": "`is sufficient for`",
    "IS_NECESSARY_AND_SUFFICIENT_FOR": "`is necessary and sufficient for`",
}
_PHRASES = dict.fromkeys(
    ("necessary", "sufficient", "for"),
    "write `is necessary for`, `is sufficient for` or `is necessary and sufficient for`",
)


def parse(text: str, is_variable: Callable[[str], bool] = lambda name: False) -> Formula:
    """Return the formula that a text states.

    `is_variable` decides whether a bare name after `is at least` and its like is a term or a value.
    Raises RuleSyntaxError; nothing in the text is ever evaluated.

    >>> str(parse("trade rises").term)
    'trade'
    """
    return _parsed(text, "rule", is_variable)


def parse_term(text: str) -> Term:
    """Return the term that a text names, such as `capability(partner)`; raises RuleSyntaxError."""
    formula = _parsed(text, "term", lambda name: False)
    # Only a bare term has no place for its value; brackets around it make it a rule.
    if not isinstance(formula, Is) or formula.at or text.lstrip().startswith("("):
        raise RuleSyntaxError(
            "not-a-term", "this is not a term", 0, "a term is a variable with its roles, as in `capability(partner)`"
        )
    return formula.term


def _parsed(text: str, kind: str, is_variable: Callable[[str], bool]) -> Formula:
    if not text.strip():
        raise RuleSyntaxError("empty-rule", f"the {kind} is empty", 0, "write a rule, as in `if A then B`")
    if len(text) > MAX_LENGTH:
        raise RuleSyntaxError(
            "over-limit",
            f"the {kind} is longer than {MAX_LENGTH:,} characters",
            0,
            "split it into several propositions",
        )
    try:
        tree = _parser().parse(text)
    except UnexpectedCharacters as error:
        offset = int(error.pos_in_stream)  # type: ignore[call-overload]  # lark declares it None
        raise slip(text, offset) or RuleSyntaxError(
            "unknown-character",
            f"`{text[offset]}` cannot stand in a rule",
            offset,
            "rules are made of names, words, numbers and ( ) , : ;",
        ) from None
    except UnexpectedEOF:
        raise RuleSyntaxError("incomplete-rule", "the rule ends too early", len(text), "complete the rule") from None
    except UnexpectedToken as error:
        offset = len(text.rstrip()) if error.token.type == "$END" else int(error.token.start_pos or 0)
        raise slip(text, offset) or _explained(text, error, offset) from None
    try:
        formula: Formula = _Build(is_variable).transform(tree)
    except RecursionError:
        raise _too_deep() from None
    except VisitError as error:
        raise (_too_deep() if isinstance(error.orig_exc, RecursionError) else error.orig_exc) from None
    if nesting(formula) > MAX_NESTING:
        raise _too_deep()
    return formula


def _too_deep() -> RuleSyntaxError:
    return RuleSyntaxError(
        "over-limit",
        f"the rule is nested more than {MAX_NESTING} levels deep",
        0,
        "split it, or name a part as a theoretical variable",
    )


@cache
def _parser() -> Lark:
    """The parser, from the shipped table; built from the grammar where the table is not of this Lark.

    Building takes 0.2 s, loading 4 ms (benchmarks/start_up.py).
    """
    grammar = GRAMMAR.read_text(encoding="utf-8")
    try:
        shipped = json.loads(TABLE.read_text(encoding="utf-8"), object_hook=_with_numbered_keys)
    except OSError:
        return build_parser(grammar)
    if shipped["lark"] != lark.__version__ or shipped["grammar"] != _digest(grammar):
        return build_parser(grammar)
    loaded: Lark = Lark.load(shipped["table"])
    return loaded


def build_parser(grammar: str, strict: bool = False) -> Lark:
    return Lark(grammar, parser="lalr", lexer="basic", maybe_placeholders=False, strict=strict)


def parser_table(grammar: str) -> str:
    """What `python -m checker.logic.grammar` writes beside the grammar; a test holds it up to date."""
    data, memo = build_parser(grammar).memo_serialize([TerminalDef, Rule])
    content = {"lark": lark.__version__, "grammar": _digest(grammar), "table": {"data": data, "memo": memo}}
    return json.dumps(content, sort_keys=True, separators=(",", ":")) + "\n"


def _with_numbered_keys(pairs: dict[str, Any]) -> dict[Any, Any]:
    return {int(key) if key.isdigit() else key: value for key, value in pairs.items()}


def _digest(grammar: str) -> str:
    return hashlib.sha256(grammar.encode()).hexdigest()


def _explained(text: str, error: UnexpectedToken, offset: int) -> RuleSyntaxError:
    expected = _spoken_list(error.accepts or error.expected)
    token = error.token
    could = _listed(expected)
    if token.type == "$END":
        return RuleSyntaxError("incomplete-rule", "the rule ends too early", offset, f"here could stand {could}")
    word = str(token)
    if word in WORDS:
        message = f"`{word}` cannot stand here"
    else:
        message = f"`{word}` was not expected here"
    before = text[:offset].rstrip()
    if (word == "and" and "is necessary" in text) or before.split()[-1:] in (["necessary"], ["sufficient"]):
        return RuleSyntaxError(
            "misplaced-word",
            message,
            offset,
            "write `is necessary for`, `is sufficient for` or `is necessary and sufficient for`",
        )
    close = _close_word(word, error)
    hint = f"did you mean `{close}`? " if close else ""
    if not hint and before and before.split()[-1] not in WORDS:
        near = get_close_matches(before.split()[-1].lower(), sorted(WORDS), n=1, cutoff=0.75)
        hint = f"is `{before.split()[-1]}` meant to be `{near[0]}`? " if near else ""
    return RuleSyntaxError("misplaced-word", message, offset, f"{hint}here could stand {could}")


def _close_word(word: str, error: UnexpectedToken) -> str:
    possible = {_spoken(name).strip("`") for name in (error.accepts or error.expected)}
    close = get_close_matches(word.lower(), sorted(possible), n=1, cutoff=0.7)
    return close[0] if close else ""


def _spoken_list(terminals: set[str]) -> list[str]:
    words = [_spoken(name) for name in sorted(terminals)]
    connectives = [f"`{word}`" for word in _CONNECTIVES]
    if sum(word in connectives for word in words) > 3:
        words = [word for word in words if word not in connectives]
        words.append("a connective (`and`, `or`, `if`, `only if`, `is necessary for`, ...)")
    return words


def _spoken(terminal: str) -> str:
    return _SPOKEN.get(terminal) or f"`{terminal.lower()}`"


def _listed(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + " or " + words[-1]


def _name(token: Token) -> str:
    """The name that a token is; a word of the grammar inside a longer phrase is none by itself."""
    if token in RESERVED:
        raise RuleSyntaxError(
            "reserved-name",
            f"`{token}` is a word of the rule language and cannot be a name",
            token.start_pos or 0,
            _PHRASES.get(str(token), "use another name"),
        )
    return str(token)


class _Build(Transformer[Token, Any]):
    """Lark's tree -> formula nodes; `at` is the offset of the name in the text."""

    def __init__(self, is_variable: Callable[[str], bool]) -> None:
        super().__init__()
        self.is_variable = is_variable

    def implies(self, parts: list[Any]) -> Formula:
        return Implies(parts[0], parts[-1])

    def implied_by(self, parts: list[Any]) -> Formula:
        return Implies(parts[-1], parts[0])

    def iff(self, parts: list[Any]) -> Formula:
        return Iff(parts[0], parts[-1])

    def disjunction(self, parts: list[Any]) -> Formula:
        return Or(tuple(parts))

    def conjunction(self, parts: list[Any]) -> Formula:
        return And(tuple(parts))

    def negation(self, parts: list[Any]) -> Formula:
        return Not(parts[0])

    def previously(self, parts: list[Any]) -> Formula:
        return Previously(parts[0])

    def once(self, parts: list[Any]) -> Formula:
        return Once(parts[0])

    def bracketed(self, parts: list[Any]) -> Any:
        return parts[0]

    def quantifier(self, parts: list[Any]) -> str:
        return str(parts[0])

    bound = quantifier

    def roles(self, parts: list[Any]) -> tuple[str, ...]:
        return tuple(map(_name, parts))

    def quantified(self, parts: list[Any]) -> Formula:
        quantifier, name, roles, operand = parts
        return Quantified(quantifier, _name(name), roles, operand, name.start_pos)

    def count(self, parts: list[Any]) -> Formula:
        bound, number, *operands = parts
        return Count(bound, int(number[:9]), tuple(operands))

    def term(self, parts: list[Any]) -> Term:
        return Term(_name(parts[0]), tuple(map(_name, parts[1:])), parts[0].start_pos)

    def bare(self, parts: list[Any]) -> Formula:
        return Is(parts[0], ("yes",))

    def rises(self, parts: list[Any]) -> Formula:
        return Change(parts[0], "rises")

    def falls(self, parts: list[Any]) -> Formula:
        return Change(parts[0], "falls")

    def comparison(self, parts: list[Any]) -> str:
        return " ".join(map(str, parts))

    # A predicate waits for its term: it is a function from the term to the atom.
    def value(self, parts: list[Any]) -> Callable[[Term], Formula]:
        return self.one_of(parts)

    def one_of(self, parts: list[Any]) -> Callable[[Term], Formula]:
        values = tuple(map(_name, parts))
        return lambda term: Is(term, values, tuple(p.start_pos for p in parts))

    def steady(self, parts: list[Any]) -> Callable[[Term], Formula]:
        return lambda term: Change(term, "steady")

    def same_as(self, parts: list[Any]) -> Callable[[Term], Formula]:
        return lambda term: Compare(term, "the same as", parts[0], parts[0].at)

    def compared(self, parts: list[Any]) -> Callable[[Term], Formula]:
        comparison, named = parts
        other = named if named.arguments or self.is_variable(named.variable) else named.variable
        return lambda term: Compare(term, comparison, other, named.at)

    def predicated(self, parts: list[Any]) -> Formula:
        atom: Formula = parts[1](parts[0])
        return atom

    def not_predicated(self, parts: list[Any]) -> Formula:
        return Not(parts[1](parts[0]))


if __name__ == "__main__":
    TABLE.write_text(parser_table(GRAMMAR.read_text(encoding="utf-8")), encoding="utf-8")
