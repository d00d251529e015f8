"""A theory file -> what it says by itself, before anything is inherited."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from checker.files.schema.declarations import DROPPED, PROPOSITION, THEORY
from checker.files.schema.shape import shape_problems
from checker.files.schema.suggestions import cut_off
from checker.files.study.citations import Sources
from checker.files.study.rules import is_one_atom, listed_statements, read_rule
from checker.files.study.terms import read_explained, whole_items
from checker.files.yaml.nodes import Entries, Items, Scalar
from checker.files.yaml.offsets import Problems
from checker.problems import Location, Problem
from checker.study.codebook import Codebook
from checker.study.theory import ROLES, Citation, Explained, Proposition, Rule, Statement


@dataclass(frozen=True)
class TheoryFile:
    """A theory's own part; the scalars are those that messages about inheritance point at."""

    root: Entries
    name: str
    codebook: Codebook | None
    explains: tuple[Explained, ...]
    propositions: tuple[Proposition, ...]
    ids: Mapping[str, Scalar]
    scope: tuple[Rule, Scalar] | None
    exhaustive: tuple[tuple[Statement, Scalar], ...]
    extends: tuple[Scalar, ...]
    drop: tuple[Scalar, ...]
    sources: Sources

    @property
    def is_complete(self) -> bool:
        """Whether every proposition, every explained term and every item to drop could be read."""
        return (
            len(self.propositions) == len(self.root.items("propositions"))
            and (len(self.explains) == len(self.root.items("explains")))
            and len(self.drop) == len(self.root.items("drop"))
        )

    @property
    def location(self) -> Location:
        return self.root.keys["theory"].location if "theory" in self.root.keys else self.root.location


def theory_file_from(root: Entries, codebook: Codebook | None, sources: Sources) -> tuple[TheoryFile, list[Problem]]:
    """What a theory file says, as far as it can be read, and what is wrong in it."""
    problems = Problems(shape_problems(root, THEORY, "the file"))
    explains: dict[Explained, None] = {}
    for scalar in whole_items(root.values.get("explains"), problems):
        explained = read_explained(scalar, codebook, problems)
        if explained in explains:
            problems.at(scalar, "given-twice", f"`{explained}` is explained twice", "keep one of the two")
        elif explained is not None:
            explains[explained] = None
    propositions, ids = _propositions(root, codebook, sources, problems)
    return TheoryFile(
        root=root,
        name=root.text("theory"),
        codebook=codebook,
        explains=tuple(explains),
        propositions=propositions,
        ids=ids,
        scope=_scope(root, codebook, problems),
        exhaustive=_exhaustive(root, codebook, problems),
        extends=tuple(root.scalars("extends")),
        sources=sources,
        drop=tuple(scalar for scalar in root.scalars("drop") if re.fullmatch(DROPPED.pattern, scalar.text.strip())),
    ), problems


def _scope(root: Entries, codebook: Codebook | None, problems: Problems) -> tuple[Rule, Scalar] | None:
    scalar = root.scalar("scope")
    rule = read_rule(scalar, codebook, problems) if scalar else None
    return (rule, scalar) if rule and scalar else None


def _exhaustive(root: Entries, codebook: Codebook | None, problems: Problems) -> tuple[tuple[Statement, Scalar], ...]:
    found: list[tuple[Statement, Scalar]] = []
    node = root.values.get("exhaustive")
    for scalar in whole_items(node, problems):
        meant = listed_statements(scalar.text) if node is scalar else ""
        if meant:
            problems.at(
                scalar, "missing-brackets", "several statements stand in brackets", f"write `exhaustive: {meant}`"
            )
            continue
        rule = read_rule(scalar, codebook, problems, within=node if isinstance(node, Items) else None)
        if rule is None:
            continue
        if not is_one_atom(rule.formula):
            problems.at(
                scalar,
                "not-one-atom",
                "an exhaustive statement must be one atom",
                "write one statement on one term, as in `cooperation rises`",
            )
        elif any(rule.formula == statement.rule.formula for statement, _ in found):
            problems.at(scalar, "given-twice", f"`{rule.text}` is given twice", "keep one of the two")
        else:
            found.append((Statement(rule, scalar.location), scalar))
    return tuple(found)


def _propositions(
    root: Entries, codebook: Codebook | None, sources: Sources, problems: Problems
) -> tuple[tuple[Proposition, ...], dict[str, Scalar]]:
    found: list[Proposition] = []
    ids: dict[str, Scalar] = {}
    for node in root.items("propositions"):
        if not isinstance(node, Entries):
            continue
        scalar = node.scalar("id")
        if scalar is not None and scalar.text in ids:
            problems.at(
                scalar,
                "given-twice",
                f"the id `{scalar.text}` is given twice; first in line {ids[scalar.text].line}",
                "give each proposition an id of its own",
            )
            scalar = None
        if scalar is not None:
            ids[scalar.text] = scalar
        text = node.scalar("rule")
        rule = read_rule(text, codebook, problems) if text and not cut_off(node, "rule", PROPOSITION) else None
        citation = node.entries("source")
        sources.check(citation.scalar("key"), problems)
        if scalar is None or rule is None:
            continue
        role = node.text("role")
        found.append(
            Proposition(
                id=scalar.text,
                rule=rule,
                name=node.text("name"),
                claim=node.text("claim"),
                role=next((known for known in ROLES if known == role), "core"),
                strict=node.text("holds") != "usually",
                source=Citation(citation.text("key"), citation.text("locator")) if citation.keys else None,
                mechanism=node.text("mechanism"),
                location=scalar.location,
                theory=root.text("theory"),
            )
        )
    return tuple(found), ids
