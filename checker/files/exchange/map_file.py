"""A map file -> TableMap, checked against the codebook of the theories that are to be judged."""

from __future__ import annotations

import os
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from checker.files.schema.declarations import MAP, MAX_LAG
from checker.files.schema.shape import shape_problems
from checker.files.study.terms import keyed_terms
from checker.files.yaml.nodes import Entries, Node, Scalar, compose
from checker.files.yaml.offsets import Problems, problem_at
from checker.files.yaml.source import read_source
from checker.logic.column_expression import (
    ColumnExpression,
    ColumnOf,
    ColumnSyntaxError,
    parse_number,
    parse_test,
    walk,
)
from checker.logic.formula import Term
from checker.problems import InvalidStudy, Location, Problem, did_you_mean
from checker.study.codebook import Codebook, Variable
from checker.study.mapping import ColumnReading, TableMap


def map_from(root: Entries, codebook: Codebook) -> tuple[TableMap, list[Problem]]:
    """The map that a file declares, as far as it can be read, and what is wrong in it."""
    problems = Problems(shape_problems(root, MAP, "the file"))
    terms = root.entries("terms")
    readings = [
        _reading(term, key, terms.values[key.text], codebook, problems)
        for term, key in keyed_terms(terms, codebook, problems)
    ]
    where = root.scalar("where")
    return TableMap(
        root.text("map"),
        tuple(s.text for s in root.scalars("case")),
        root.text("period"),
        tuple(r for r in readings if r is not None),
        tuple(s.text for s in root.scalars("named")),
        max(1, _count(root, "step", 1)),
        None if where is None else _parsed(where, parse_test, problems),
        root.text("title"),
        root.location,
    ), problems


def column_problems(root: Entries, table_map: TableMap, columns: tuple[str, ...]) -> list[Problem]:
    """An error for each column that the map names and the table has not, at its first place in the map."""
    return [
        problem_at(
            _first_naming(root, name),
            "missing-column",
            f"the table has no column `{name}`",
            did_you_mean(name, columns),
        )
        for name in table_map.columns
        if name not in columns
    ]


def plain_map(codebook: Codebook, columns: tuple[str, ...]) -> TableMap:
    """The map of a table that needs none: columns `case` and `period`, one column for each term by its name."""
    readings = tuple(
        ColumnReading(term, ColumnOf(str(term)), _as_written(codebook.variables[term.variable]))
        for term in codebook.terms()
        if str(term) in columns and not codebook.is_theoretical(term)
    )
    return TableMap("plain", ("case",), "period", readings)


def _reading(term: Term, key: Scalar, node: Node, codebook: Codebook, problems: Problems) -> ColumnReading | None:
    variable = codebook.variables[term.variable]
    if isinstance(node, Scalar):
        source = _parsed(node, parse_number, problems)
        return None if source is None else _as_is(term, source, node, variable, 0, problems)
    if not isinstance(node, Entries):
        return None
    ways = [name for name in ("from", "when", "member") if node.scalar(name) is not None]
    if len(ways) != 1:
        problems.at(
            key,
            "conflicting-keys",
            f"`{key.text}` needs one of `from`, `when` and `member`, and has {' and '.join(ways) or 'none'}",
            "keep one way to read the term",
        )
        return None
    scalar = node.scalar(ways[0])
    assert scalar is not None
    source = _parsed(scalar, parse_test if ways[0] == "when" else parse_number, problems)
    lag = _count(node, "lag", 0)
    if lag > MAX_LAG:
        problems.at(node.values["lag"], "over-limit", f"the lag is {lag}; the limit is {MAX_LAG}", "shorten it")
    for other in ("codes", "at_least"):
        if other in node.keys and ways[0] != "from":
            problems.at(
                node.keys[other],
                "conflicting-keys",
                f"`{other}` goes with `from`, not with `{ways[0]}`",
                f"delete `{other}`",
            )
    if ways[0] != "from" and not variable.is_yes_no:
        problems.at(
            node.keys[ways[0]],
            "not-yes-no",
            f"`{ways[0]}` is for yes/no terms; {term} has {', '.join(variable.values)}",
            "use `from` with `at_least` or `codes`",
        )
        return None
    if source is None:
        return None
    if ways[0] != "from":
        return ColumnReading(
            term, source, test=ways[0] == "when", member=ways[0] == "member", lag=lag, location=key.location
        )
    if "codes" in node.keys and "at_least" in node.keys:
        problems.at(
            node.keys["codes"], "conflicting-keys", "`codes` and `at_least` exclude each other", "delete one of the two"
        )
        return None
    if "at_least" in node.keys:
        cuts = _cuts(node.entries("at_least"), variable, problems)
        return ColumnReading(term, source, at_least=cuts, lag=lag, location=key.location)
    if "codes" in node.keys:
        codes = _codes(node.entries("codes"), variable, problems)
        if not isinstance(source, ColumnOf):
            problems.at(
                scalar,
                "conflicting-keys",
                "`codes` are for one column",
                "use `at_least` or `when` for what is made of columns",
            )
            return None
        return ColumnReading(term, source, codes, lag=lag, location=key.location)
    return _as_is(term, source, scalar, variable, lag, problems)


def _as_is(
    term: Term, source: ColumnExpression, scalar: Scalar, variable: Variable, lag: int, problems: Problems
) -> ColumnReading | None:
    if not isinstance(source, ColumnOf):
        problems.at(
            scalar,
            "no-cut-points",
            f"a number made of columns is no value of {variable.name}",
            "add `at_least` with cut points; a column with an odd name stands in backticks",
        )
        return None
    return ColumnReading(term, source, _as_written(variable), lag=lag, location=scalar.location)


def _as_written(variable: Variable) -> dict[str, str]:
    """Each value stands for itself; for yes/no also what tables write instead."""
    codes = {value: value for value in variable.values}
    if variable.is_yes_no:
        codes |= {"0": "no", "1": "yes", "false": "no", "true": "yes"}
    return codes


def _codes(node: Entries, variable: Variable, problems: Problems) -> dict[str, str]:
    codes = {}
    for key, value in node:
        if not isinstance(value, Scalar):
            continue
        if value.text not in variable.values:
            problems.at(
                value,
                "unknown-value",
                f"`{value.text}` is no value of {variable.name}",
                did_you_mean(value.text, variable.values),
            )
        codes[key.text.strip()] = value.text
    return codes


def _cuts(node: Entries, variable: Variable, problems: Problems) -> tuple[tuple[str, Fraction], ...]:
    cuts: dict[str, Fraction] = {}
    for key, value in node:
        if key.text not in variable.values:
            problems.at(
                key,
                "unknown-value",
                f"`{key.text}` is no value of {variable.name}",
                did_you_mean(key.text, variable.values),
            )
        elif key.text == variable.values[0]:
            problems.at(
                key,
                "lowest-value",
                f"`{key.text}` is the lowest value and takes what is left",
                "delete it; give the number from which each higher value begins",
            )
        elif isinstance(value, Scalar) and _is_number(value.text):
            cuts[key.text] = Fraction(value.text.strip())
    missing = [value for value in variable.values[1:] if value not in cuts]
    if missing and not problems:
        problems.at(node, "no-cut-points", f"`at_least` has no cut point for {', '.join(missing)}", "add it")
    ordered = tuple((value, cuts[value]) for value in variable.values[1:] if value in cuts)
    for (low, first), (high, second) in pairwise(ordered):
        if first >= second:
            problems.at(
                node.keys[high],
                "cut-points-order",
                f"`{high}` begins at {second}, not above `{low}` at {first}",
                "let cut points grow with the values",
            )
    return ordered


def _is_number(text: str) -> bool:
    try:
        Fraction(text.strip())
    except (ValueError, ZeroDivisionError):
        return False
    return "/" not in text


def _count(node: Entries, name: str, otherwise: int) -> int:
    text = node.text(name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else otherwise


def _parsed(scalar: Scalar, parse: Callable[[str], ColumnExpression], problems: Problems) -> ColumnExpression | None:
    try:
        return parse(scalar.text)
    except ColumnSyntaxError as error:
        problems.within(scalar, error.offset, "faulty-expression", error.message, error.hint)
        return None


def _first_naming(root: Entries, column: str) -> Node:
    """The first scalar of the map that names a column, or the map itself."""
    stack: list[Node] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, Scalar):
            if node.text.strip() == column or _names(node.text, column):
                return node
        else:
            below = list(node.values.values()) if isinstance(node, Entries) else node.nodes
            stack.extend(reversed(below))
    return root


def _names(text: str, column: str) -> bool:
    for parse in (parse_number, parse_test):
        try:
            return any(isinstance(part, ColumnOf) and part.name == column for part in walk(parse(text)))
        except ColumnSyntaxError:
            continue
    return False


def read_map(path: Path, codebook: Codebook, columns: tuple[str, ...]) -> TableMap:
    """The map in a file, for a table with these columns; raises InvalidStudy with every problem."""
    source = read_source(path, os.path.normpath(path))
    if isinstance(source, Problem):
        raise InvalidStudy([source])
    root, found = compose(source)
    problems = list(found)
    if not isinstance(root, Entries) or "map" not in root.keys:
        place = Location(source.file) if root is None else root.location
        raise InvalidStudy(
            [*problems, Problem(place, "wrong-kind-of-file", "this is no map", "begin the file with `map:` and a name")]
        )
    table_map, more = map_from(root, codebook)
    problems += more
    if not any(problem.severity == "error" for problem in problems):
        problems += column_problems(root, table_map, columns)
    if any(problem.severity == "error" for problem in problems):
        raise InvalidStudy(problems)
    return table_map
