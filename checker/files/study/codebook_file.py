"""A codebook file -> Codebook."""

from __future__ import annotations

from checker.files.schema.declarations import CODEBOOK
from checker.files.schema.shape import shape_problems
from checker.files.yaml.nodes import Entries, Items, Node, Scalar
from checker.files.yaml.offsets import Problems
from checker.problems import Problem, did_you_mean
from checker.study.codebook import YES_NO, Codebook, Variable
from checker.study.vocabulary import NAME, declared_like, name_fault


def codebook_from(root: Entries) -> tuple[Codebook, list[Problem]]:
    """The codebook that a file declares, as far as it can be read, and what is wrong in it."""
    problems = Problems(shape_problems(root, CODEBOOK, "the file"))
    roles: dict[str, str] = {}
    for key, value in root.entries("roles"):
        _check_name(key, "a role", problems)
        roles[key.text] = value.text.strip() if isinstance(value, Scalar) else ""
    variables: dict[str, Variable] = {}
    for key, value in root.entries("variables"):
        _check_name(key, "a variable", problems)
        if isinstance(value, Entries) or (isinstance(value, Scalar) and value.is_null):
            variables[key.text] = _variable(key, value, roles, problems)
    _check_clashes(root, roles, variables, problems)
    codebook = Codebook(
        root.text("codebook"), roles, variables, root.text("title"), root.text("description"), root.location
    )
    return codebook, problems


def _check_name(key: Scalar, what: str, problems: Problems) -> None:
    """Report a reserved word; shape.py has reported what is no name at all."""
    fault = name_fault(key.text, what) if NAME.fullmatch(key.text) else None
    if fault is not None:
        problems.at(key, fault.code, fault.message, fault.hint)


def _variable(key: Scalar, node: Node, roles: dict[str, str], problems: Problems) -> Variable:
    if not isinstance(node, Entries):
        return Variable(key.text, location=key.location)
    scalars = node.scalars("values")
    values = tuple(dict.fromkeys(scalar.text for scalar in scalars))
    for position, scalar in enumerate(scalars):
        _check_name(scalar, "a value", problems)
        if scalar.text in (earlier.text for earlier in scalars[:position]):
            problems.at(scalar, "given-twice", f"the value `{scalar.text}` is given twice", "keep one of the two")
    if len(values) < 2:
        values = YES_NO
    rules = {}
    for value, text in node.entries("coding"):
        if value.text not in values:
            problems.at(
                value, "unknown-value", f"`{value.text}` is no value of {key.text}", did_you_mean(value.text, values)
            )
        elif isinstance(text, Scalar) and not text.is_empty:
            rules[value.text] = text.text.strip()
    return Variable(
        key.text,
        values,
        _places(node, roles, problems),
        node.text("theoretical") == "true",
        node.text("label"),
        node.text("question"),
        rules,
        key.location,
    )


def _places(node: Entries, roles: dict[str, str], problems: Problems) -> tuple[tuple[str, ...], ...]:
    """`of: [a, b]` is one place for either role; `of: [[a], [b, c]]` is two places."""
    members = node.items("of")
    if not members:
        return ()
    places: list[list[Node]]
    if all(isinstance(member, Items) for member in members):
        places = [member.nodes for member in members if isinstance(member, Items)]
    elif not any(isinstance(member, Items) for member in members):
        places = [members]
    else:
        problems.at(
            members[0],
            "wrong-shape",
            "`of` mixes roles and lists of roles",
            "write [state, partner] for one place, [[state], [partner]] for two",
        )
        return ()
    if len(places) > 2:
        problems.at(
            members[2],
            "wrong-number-of-roles",
            f"a variable takes one or two roles, not {len(places)}",
            "for one place list its roles without inner brackets",
        )
        places = places[:2]
    named = [[scalar for scalar in place if isinstance(scalar, Scalar)] for place in places]
    for scalar in (scalar for place in named for scalar in place if scalar.text not in roles):
        problems.at(
            scalar, "unknown-role", f"`{scalar.text}` is no role of this codebook", declared_like(scalar.text, roles)
        )
    return tuple(tuple(dict.fromkeys(scalar.text for scalar in place)) for place in named)


def _check_clashes(root: Entries, roles: dict[str, str], variables: dict[str, Variable], problems: Problems) -> None:
    """No name is both a value and a variable or role."""
    unsaid = [
        key.text
        for key, node in root.entries("variables")
        if key.text in variables and not (isinstance(node, Entries) and "values" in node.keys)
    ]
    for kind in ("role", "variable"):
        for key, _ in root.entries(f"{kind}s"):
            # Values that nothing is said of stand nowhere in the file: the name itself is shown.
            if unsaid and key.text in YES_NO:
                problems.at(key, "name-clash", f"`{key.text}` is both a {kind} and a value of {unsaid[0]}", "rename it")
    for _, node in root.entries("variables"):
        if not isinstance(node, Entries):
            continue
        for scalar in node.scalars("values"):
            other = "variable" if scalar.text in variables else "role" if scalar.text in roles else ""
            if other:
                problems.at(
                    scalar, "name-clash", f"`{scalar.text}` is both a value and a {other}", "rename one of the two"
                )
