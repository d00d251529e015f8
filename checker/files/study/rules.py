"""Rules and statements inside files: parsed, resolved against the codebook, errors located."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from checker.files.schema.suggestions import IN_QUOTES
from checker.files.study.terms import argument_offset
from checker.files.yaml.nodes import Items, Scalar
from checker.files.yaml.offsets import Problems, problem_in
from checker.logic.formula import (
    Change,
    Compare,
    Count,
    Formula,
    Iff,
    Is,
    Not,
    Quantified,
    Term,
    children,
    subformulas,
    terms_of_atom,
)
from checker.logic.grammar import RuleSyntaxError, parse
from checker.study.codebook import Codebook
from checker.study.theory import Rule
from checker.study.vocabulary import Fault, declared_like, owners_of, term_fault, value_fault

MAX_ATOMS = 10_000
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_MOVES = {"rising": "rises", "increasing": "rises", "falling": "falls", "decreasing": "falls", "declining": "falls"}
_OR_ANOTHER = re.compile(rf"({_NAME.pattern}(?:\([^)]*\))?)\s+is\s+(not\s+)?({_NAME.pattern})\s+or\s+$")
_NO_CLAIMS = ("yes", "no", "true", "false")
_EXPLAINS = re.compile(rf"^explains:\s*(?:-|\[)?\s*(change\s+of\s+)?({_NAME.pattern}(?:\([^)\n]*\))?)", re.MULTILINE)
Finding = tuple[int, Fault]


def read_rule(
    scalar: Scalar, codebook: Codebook | None, problems: Problems, within: Items | None = None
) -> Rule | None:
    """The rule that a scalar states, or None where it is none; without a codebook only its syntax is read.

    `within` is the list the scalar is an item of, for what is to be said of commas.
    """
    text = " ".join(scalar.text.split())
    if text in _NO_CLAIMS and codebook is not None and text not in codebook.variables:
        problems.at(scalar, "claims-nothing", f"`{text}` claims nothing by itself", _claim_wanted(scalar, codebook))
        return None
    try:
        formula = parse(text, (lambda name: name in codebook.variables) if codebook else (lambda name: False))
    except RuleSyntaxError as error:
        hint = _value_before(text[: error.offset], error.hint, codebook) or _with_commas(error.hint, scalar, within)
        problems.within(scalar, error.offset, error.code, error.message, hint, text)
        return None
    found = list(rule_findings(formula, codebook, text)) if codebook else []
    for offset, fault in found:
        problems.within(scalar, offset, fault.code, fault.message, _with_commas(fault.hint, scalar, within), text)
    if found:
        return None
    for offset, fault in vacuous_counts(formula, text):
        problems.append(
            replace(problem_in(scalar, offset, fault.code, fault.message, fault.hint, text), severity="warning")
        )
    return Rule(text, formula)


def _claim_wanted(scalar: Scalar, codebook: Codebook) -> str:
    """What to write for a bare `yes` or `no`: where it can be told, a statement on what the file explains."""
    key = scalar.source.line(scalar.line).strip().split(":")[0]
    if key == "scope":
        return "write a condition, or delete `scope`: without it the theory claims to hold everywhere"
    if key == "exhaustive" and scalar.text in ("no", "false"):
        return "delete `exhaustive`: without it the theory claims nothing of the kind"
    explained = _EXPLAINS.search(scalar.source.text)
    known = explained is not None and explained[2].split("(")[0] in codebook.variables
    if explained is not None and known:
        values = codebook.variables[explained[2].split("(")[0]].values
        statement = f"{explained[2]} rises" if explained[1] else f"{explained[2]} is {values[-1]}"
        if key == "exhaustive":
            return f"list the statements of which all causes are given, as in `exhaustive: [{statement}]`"
        return f"write what is claimed, as in `{statement}`"
    return "write what is claimed of a term, as in `cooperation rises`"


def _value_before(before: str, hint: str, codebook: Codebook | None) -> str:
    """The fix where the parser took a value for another word, as in `low trade`; empty where it did not."""
    *others, word = before.split() or [""]
    if codebook is None or f"`{word}` meant to be" not in hint or not owners_of(word, codebook):
        return ""
    if others and others[-1] in ("is", "not", "least", "most", "above", "below"):
        return hint.partition("? ")[2]  # It stands where a value does, and no other word is meant.
    return f"`{word}` is a value, and stands behind its term: write `{owners_of(word, codebook)[0]} is {word}`"


def _with_commas(hint: str, scalar: Scalar, within: Items | None) -> str:
    if within is not None and within.flow and len(within.nodes) > 1 and scalar.style == "":
        return f"{hint}; if the comma before or after it belongs to the statement, {IN_QUOTES}"
    return hint


def rule_findings(formula: Formula, codebook: Codebook, text: str) -> Iterator[Finding]:
    """What is wrong in a parsed rule, each with its offset into the rule's text."""
    size = atoms_written_out(formula)
    if size > MAX_ATOMS:
        yield (
            0,
            Fault(
                "over-limit",
                f"the rule has more than {MAX_ATOMS:,} atoms once quantifiers and equivalences are written out",
                "split it, or name a part as a theoretical variable",
            ),
        )
        return
    yield from _findings(formula, codebook, text, {})


def atoms_written_out(formula: Formula) -> int:
    """How many atoms the formula has with its quantifiers and equivalences written out."""
    size = sum(atoms_written_out(part) for part in children(formula)) or 1
    match formula:
        case Quantified(roles=roles):
            return size * len(roles)
        case Iff():
            return 2 * size
    return size


def _findings(formula: Formula, codebook: Codebook, text: str, bound: dict[str, tuple[str, ...]]) -> Iterator[Finding]:
    match formula:
        case Quantified():
            yield from _quantifier_findings(formula, codebook, text)
            bound = {**bound, formula.name: formula.roles}
        case Is() | Compare() | Change():
            yield from _atom_findings(formula, codebook, text, bound)
            return
    for part in children(formula):
        yield from _findings(part, codebook, text, bound)


def vacuous_counts(formula: Formula, text: str) -> Iterator[Finding]:
    """The counts in a rule that hold always, or never, whatever their members say."""
    for part in subformulas(formula):
        match part:
            case Count(bound, number, operands) if number > len(operands) or (number == 0 and bound == "least"):
                holds = "never" if number and bound == "least" else "always"
                yield (
                    max(text.find(f"at {bound} {number}"), 0),
                    Fault(
                        "vacuous-count", f"`at {bound} {number} of` {len(operands)} {holds} holds", "correct the number"
                    ),
                )


def _quantifier_findings(formula: Quantified, codebook: Codebook, text: str) -> Iterator[Finding]:
    name = formula.name
    owners = owners_of(name, codebook)
    if name in codebook.roles:
        yield formula.at, Fault("name-clash", f"`{name}` is a role and cannot be bound", "bind a new name, such as X")
    elif name in codebook.variables or owners:
        what = "value" if owners else "variable"
        yield formula.at, Fault("name-clash", f"`{name}` is a {what} and cannot be bound", "bind a new name, such as X")
    elif not _occurs(name, formula.operand):
        yield (
            formula.at,
            Fault(
                "unused-binding",
                f"`{name}` is bound but does not occur after the colon",
                f"use `{name}` as a role there; the colon takes one unit, so put more in brackets",
            ),
        )
    places = [match.start() for match in _NAME.finditer(text, formula.at)][2:]
    for position, role in enumerate(formula.roles):
        at = places[position] if position < len(places) else formula.at
        if role not in codebook.roles:
            yield at, Fault("unknown-role", f"`{role}` is no role of the codebook", declared_like(role, codebook.roles))
        elif role in formula.roles[:position]:
            yield at, Fault("given-twice", f"`{role}` is named twice", "name each role once")


def _occurs(name: str, formula: Formula) -> bool:
    if isinstance(formula, Quantified) and formula.name == name:
        return False
    here = any(name in term.arguments for term in terms_of_atom(formula))
    return here or any(_occurs(name, part) for part in children(formula))


def _one_of(word: str, before: str, codebook: Codebook) -> str:
    """The fix for `TERM is VALUE or WORD`, where the word is another value of the term; empty where it is none."""
    found = _OR_ANOTHER.search(before)
    variable = codebook.variables.get(found[1].split("(")[0]) if found else None
    if found is None or variable is None or not {found[3], word} <= set(variable.values):
        return ""
    return f"write `{found[1]} is {'not ' if found[2] else ''}one of {found[3]}, {word}`"


def _atom_findings(
    atom: Is | Compare | Change, codebook: Codebook, text: str, bound: dict[str, tuple[str, ...]]
) -> Iterator[Finding]:
    faulty = False
    for term in terms_of_atom(atom):
        fault = term_fault(term, codebook, bound)
        if fault is not None:
            faulty = True
            offset = argument_offset(text, term, fault.argument) if fault.argument is not None else term.at
            if fault.argument is not None and term.arguments[fault.argument] not in {**bound, **codebook.roles}:
                fault = _out_of_reach(term.arguments[fault.argument], text[:offset]) or fault
            hint = _one_of(term.variable, text[: term.at], codebook)
            yield offset, replace(fault, hint=hint) if hint else fault
    if faulty:
        return
    variable = codebook.variables[atom.term.variable]
    match atom:
        case Is(at=()) if not variable.is_yes_no:
            yield (
                atom.term.at,
                Fault(
                    "not-yes-no",
                    f"`{variable.name}` is not a yes/no variable, so it cannot stand alone",
                    f"write `{atom.term} is ...` with one of: {', '.join(variable.values)}",
                ),
            )
        case Is(_, values, places):
            for position, (value, at) in enumerate(zip(values, places, strict=False)):
                wrong = value_fault(value, variable, codebook)
                if wrong is not None and len(values) == 1 and value in _MOVES:
                    no = "not " if re.search(r"\bis\s+not\s+$", text[:at]) else ""
                    wrong = replace(wrong, hint=f"write `{no}{atom.term} {_MOVES[value]}`")
                if wrong is None and value in values[:position]:
                    wrong = Fault("given-twice", f"the value `{value}` is named twice", "name each value once")
                if wrong is not None:
                    yield at, wrong
        case Compare(_, _, Term() as other):
            values = codebook.values(other)
            if values != variable.values:
                yield (
                    other.at,
                    Fault(
                        "incomparable-terms",
                        f"`{atom.term}` and `{other}` do not compare: their values differ",
                        f"the values are {', '.join(variable.values)} and {', '.join(values)}",
                    ),
                )
        case Compare(_, _, str() as value):
            wrong = value_fault(value, variable, codebook)
            if wrong is not None:
                yield atom.at, wrong


def _out_of_reach(name: str, before: str) -> Fault | None:
    """The fault of a name that a quantifier before it binds, where it stands outside the one unit that is bound."""
    binding = re.search(rf"(?<![\w-])(?:every|some)\s+{re.escape(name)}\s+in\s[^:]*:", before)
    if binding is None:
        return None
    words = before[binding.end() :].split()
    fix = f"put what follows the colon in parentheses: `{binding.group()} (...)`"
    if "then" in words and "if" not in words:
        # "If some actor ..., then it ..." speaks of every one of them.
        unit = binding.group().replace("some", "every", 1)
        fix = f"put the whole condition in parentheses after the colon: `{unit} (if ... then ...)`"
    return Fault("unbound-name", f"`{name}` is bound only in the first condition after the colon", fix)


def listed_statements(text: str) -> str:
    """Statements of one atom each that stand without the brackets of a list, with them; empty where they are not."""
    parts = [part.strip() for part in re.split(r",(?![^(]*\))|;|(?<![\w-])(?:and|or)(?![\w-])", text)]
    # `y is one of low, high` is one statement, though its last value reads like another.
    if len(parts) < 2 or _states_one_atom(text) or not all(map(_states_one_atom, parts)):
        return ""
    return f"[{', '.join(repr(part) if ',' in part else part for part in parts)}]"


def _states_one_atom(text: str) -> bool:
    try:
        return is_one_atom(parse(text))
    except RuleSyntaxError:
        return False


def is_one_atom(formula: Formula) -> bool:
    """Whether a statement is a single atom, or one after `not`."""
    return isinstance(formula.operand if isinstance(formula, Not) else formula, (Is, Compare, Change))
