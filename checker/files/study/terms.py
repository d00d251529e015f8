"""Terms inside files, resolved against the codebook, and lists and keys that name them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.files.schema.suggestions import IN_QUOTES, quotes_hint
from checker.files.yaml.nodes import Entries, Items, Node, Scalar, shortened
from checker.files.yaml.offsets import Problems
from checker.logic.formula import Term
from checker.logic.grammar import RuleSyntaxError, parse_term
from checker.study.codebook import Codebook
from checker.study.theory import Explained
from checker.study.vocabulary import coded_term_fault, term_fault

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_SIMPLE_TERM = re.compile(r"(N)(?:\(\s*(N)(?:\s*,\s*(N))?\s*\))?".replace("N", _NAME.pattern))
_CHANGE_OF = re.compile(r"change\s+of\s+")
# Other words for `change of`, before the term or after it.
_CHANGED = re.compile(r"(?:the\s+)?changes?\s+(?:of|in|to)\s+(?:the\s+)?(.+)|(.+?)(?:['’]s)?\s+changes?", re.IGNORECASE)


def read_term(
    scalar: Scalar, codebook: Codebook | None, problems: Problems, coded: bool = True, start: int = 0
) -> Term | None:
    """The term that a scalar names, from `start` on; where it is to be coded, an observable one."""
    text = scalar.text.rstrip()
    simple = _SIMPLE_TERM.fullmatch(text, start)
    if simple:
        term = Term(simple[1], tuple(role for role in simple.groups()[1:] if role), start)
    else:
        try:
            term = parse_term(text[start:])
        except RuleSyntaxError:
            hint = quotes_hint(text[start:]) or "a term is a variable with its roles, as in `capability(partner)`"
            problems.within(scalar, start, "not-a-term", f"`{shortened(text[start:])}` is not a term", hint)
            return None
    if codebook is None:
        return term
    fault = coded_term_fault(term, codebook) if coded else term_fault(term, codebook)
    if fault is not None:
        offset = argument_offset(text, term, fault.argument) if fault.argument is not None else start
        problems.within(scalar, offset, fault.code, fault.message, fault.hint)
        return None
    return term


def read_explained(scalar: Scalar, codebook: Codebook | None, problems: Problems) -> Explained | None:
    """What a theory explains: `cooperation` or `change of cooperation`."""
    prefix = _CHANGE_OF.match(scalar.text)
    proposed = _listed_terms(scalar.text.strip()) or ("" if prefix else _explained_as(scalar.text.strip()))
    if proposed:
        problems.at(scalar, "not-a-term", f"`{shortened(scalar.text)}` is not a term", f"write `{proposed}`")
        return None
    start = prefix.end() if prefix else 0
    term = read_term(scalar, codebook, problems, coded=False, start=start)
    if term is None:
        return None
    if codebook is not None and codebook.is_theoretical(term):
        problems.within(
            scalar,
            start,
            "theoretical-term",
            f"`{term}` is theoretical and cannot be explained: it is never observed",
            "explain an observable term",
        )
        return None
    return Explained(term, bool(prefix))


def _listed_terms(text: str) -> str:
    """Several things explained, with the brackets that are missing; empty where they are not several."""
    parts = [part.strip() for part in re.split(r",(?![^(]*\))", text)]
    several = len(parts) > 1 and all(_SIMPLE_TERM.fullmatch(_CHANGE_OF.sub("", part)) for part in parts)
    return f"[{', '.join(parts)}]" if several else ""


def _explained_as(text: str) -> str:
    """How that which is written in other words is written as what a theory explains; empty where it cannot be told."""
    changed = _CHANGED.fullmatch(text)
    term = (changed[1] or changed[2]) if changed else ""
    return f"change of {term}" if _SIMPLE_TERM.fullmatch(term) else ""


def whole_items(node: Node | None, problems: Problems) -> list[Scalar]:
    """The texts of a list, or of a single value; those cut off at a comma of theirs are reported and left out."""
    if not isinstance(node, Items):
        return [node] if isinstance(node, Scalar) and not node.is_empty else []
    scalars = [item for item in node.nodes if isinstance(item, Scalar) and not item.is_empty]
    for scalar in scalars if node.flow else ():
        if scalar.text.count("(") > scalar.text.count(")") and scalar.style == "":
            problems.at(
                scalar,
                "cut-at-comma",
                f"`{shortened(scalar.text)}` is cut off at the comma",
                f"a text with a comma in a list: {IN_QUOTES}",
            )
    return [
        scalar
        for scalar in scalars
        if scalar.style or not node.flow or scalar.text.count("(") == scalar.text.count(")")
    ]


def keyed_terms(node: Entries, codebook: Codebook | None, problems: Problems) -> Iterator[tuple[Term, Scalar]]:
    """The terms that are keys of a mapping, each once, with the key as written."""
    seen: dict[Term, Scalar] = {}
    for key, _ in node:
        if node.flow and key.text.count("(") != key.text.count(")"):
            continue
        term = read_term(key, codebook, problems)
        if term is None:
            continue
        if term in seen:
            problems.at(
                key,
                "given-twice",
                f"`{term}` is given twice; the first time in line {seen[term].line}",
                "keep one of the two",
            )
            continue
        seen[term] = key
        yield term, key


def argument_offset(text: str, term: Term, position: int) -> int:
    """Where in the text the role at that position of the term stands."""
    names = [match.start() for match in _NAME.finditer(text, max(term.at, 0))]
    return names[position + 1] if position + 1 < len(names) else max(term.at, 0)
