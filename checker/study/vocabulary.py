"""What is wrong with a name, a term or a value, given the codebook: one wording for files and commands."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from checker.logic.formula import Term
from checker.logic.grammar import RESERVED
from checker.problems import did_you_mean
from checker.study.codebook import Codebook, Variable

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_BETWEEN = re.compile(r"[,;/|]|(?<![\w-])(?:or|and)(?![\w-])")
_FROM_TO = re.compile(r"\s*[-–—]\s*|\s+to\s+")


@dataclass(frozen=True)
class Fault:
    """A message and one fix, still without a place; `argument` is the position of a role at fault."""

    code: str
    message: str
    hint: str = ""
    argument: int | None = None


def name_fault(name: str, what: str) -> Fault | None:
    """Why a word cannot name a role, a variable or a value."""
    if not NAME.fullmatch(name):
        return Fault(
            "malformed-name",
            f"`{name}` cannot name {what}",
            "a name begins with a letter and goes on with letters, digits, `_` and `-`",
        )
    if name in ("missing", "baseline"):
        return Fault("reserved-name", f"`{name}` cannot name {what}: the word is reserved", "use another name")
    if name in RESERVED:
        return Fault(
            "reserved-name", f"`{name}` cannot name {what}: it is a word of the rule language", "use another name"
        )
    return None


def term_fault(term: Term, codebook: Codebook, bound: dict[str, tuple[str, ...]] | None = None) -> Fault | None:
    """Why a term is none of the codebook's; `bound` gives the roles of the names that quantifiers bind."""
    bound = bound or {}
    variable = codebook.variables.get(term.variable)
    if variable is None:
        return _undeclared_variable(term.variable, codebook)
    if len(term.arguments) != len(variable.places):
        return Fault(
            "wrong-number-of-roles",
            f"`{variable.name}` takes {_roles_wanted(variable)}, but {_number(len(term.arguments))} given",
            f"write `{_pattern(variable)}`",
        )
    for position, (argument, place) in enumerate(zip(term.arguments, variable.places, strict=True)):
        if argument not in bound and argument not in codebook.roles:
            return Fault(
                "unknown-role",
                f"`{argument}` is no role of the codebook",
                declared_like(argument, [*bound, *codebook.roles]),
                position,
            )
        for role in bound.get(argument, (argument,)):
            if role not in place and role in codebook.roles:
                through = f" (through `{argument}`)" if argument in bound else ""
                return Fault(
                    "wrong-role",
                    f"`{variable.name}` is not declared for `{role}`{through}",
                    f"it is declared for: {', '.join(place)}",
                    position,
                )
    return None


def _undeclared_variable(name: str, codebook: Codebook) -> Fault:
    if name in codebook.roles:
        return Fault(
            "unknown-variable",
            f"`{name}` is a role, not a variable",
            "a role stands in the brackets of a variable, as in `capability(partner)`",
        )
    owners = owners_of(name, codebook)
    if owners:
        return Fault(
            "unknown-variable",
            f"`{name}` is a value of {_spoken(owners)}, not a variable",
            f"write `{owners[0]} is {name}`",
        )
    return Fault(
        "unknown-variable", f"`{name}` is no variable of the codebook", declared_like(name, codebook.variables)
    )


def value_fault(value: str, variable: Variable, codebook: Codebook) -> Fault | None:
    """Why a word is no value of the variable."""
    if value in variable.values:
        return None
    owners = owners_of(value, codebook)
    if owners:
        return Fault(
            "unknown-value",
            f"`{value}` is a value of {_spoken(owners)}, not of {variable.name}",
            f"the values of {variable.name} are: {', '.join(variable.values)}",
        )
    if value in codebook.variables:
        return Fault(
            "unknown-value",
            f"`{value}` is a variable, not a value of {variable.name}",
            f"the values of {variable.name} are: {', '.join(variable.values)}",
        )
    return Fault("unknown-value", f"`{value}` is no value of {variable.name}", did_you_mean(value, variable.values))


def several(text: str, values: Sequence[str]) -> list[str]:
    """The values that a text names without brackets, in the order of `values`; none where it names anything else.

    >>> several("mid or low", ["low", "mid", "high"]), several("low-high", ["low", "mid", "high"])
    (['low', 'mid'], ['low', 'mid', 'high'])
    """
    parts = {part.strip() for part in _BETWEEN.split(text)} - {""}
    if len(parts) > 1 and parts <= set(values):
        return [value for value in values if value in parts]
    for match in _FROM_TO.finditer(text):
        ends = text[: match.start()], text[match.end() :]
        if set(ends) <= set(values):
            first, last = sorted(map(values.index, ends))
            return list(values[first : last + 1])
    return []


def coded_term_fault(term: Term, codebook: Codebook) -> Fault | None:
    """Why a term cannot be coded in a case."""
    fault = term_fault(term, codebook)
    if fault is None and codebook.is_theoretical(term):
        return Fault(
            "theoretical-term",
            f"`{term.variable}` is theoretical: only a theory's definitions fix it",
            "delete the coding; code the conditions it is defined by",
        )
    return fault


def unbound_fault(term: Term, roles: Collection[str]) -> Fault | None:
    """Why a term cannot be coded in a case that names actors for these roles."""
    unbound = next((role for role in term.arguments if role not in roles), None)
    return (
        None
        if unbound is None
        else Fault(
            "unbound-role",
            f"`{unbound}` names no actor of this case, so `{term}` cannot be coded",
            f"add `{unbound}:` under `roles:`, or delete the coding",
        )
    )


def declared_like(name: str, declared: Iterable[str]) -> str:
    """The hint for a name that is not declared, also where nothing is.

    >>> declared_like("x", [])
    'declare it; so far nothing of the kind is declared'
    """
    return did_you_mean(name, declared) or "declare it; so far nothing of the kind is declared"


def owners_of(value: str, codebook: Codebook) -> list[str]:
    """The variables that have the value, in file order."""
    return [variable.name for variable in codebook.variables.values() if value in variable.values]


def _spoken(names: Iterable[str]) -> str:
    words = list(names)
    if len(words) > 3:
        words = [*words[:2], f"{len(words) - 2} others"]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def _roles_wanted(variable: Variable) -> str:
    return (
        ("no role", "one role", "two roles")[len(variable.places)]
        if len(variable.places) < 3
        else f"{len(variable.places)} roles"
    )


def _number(count: int) -> str:
    return "none is" if count == 0 else f"{count} {'is' if count == 1 else 'are'}"


def _pattern(variable: Variable) -> str:
    if not variable.places:
        return variable.name
    return f"{variable.name}({', '.join(place[0] for place in variable.places)})"
