"""A study written as files and read back is the same study: the formats lose nothing that a verdict rests on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from checker.analysis.verdicts.judgement import Judgement, Record
from checker.analysis.verdicts.trial import judge
from checker.files.study.reader import read_study
from checker.logic.formula import Term
from checker.study.case import Case, Coding, Period
from checker.study.codebook import Codebook
from checker.study.theory import Theory
from tests.random_studies import random_study
from tests.seeds import in_blocks


def codebook_file(book: Codebook) -> dict[str, Any]:
    variables = {}
    for variable in book.variables.values():
        said: dict[str, Any] = {"values": list(variable.values), "theoretical": str(variable.theoretical).lower()}
        if variable.places:
            said["of"] = [list(place) for place in variable.places]
        variables[variable.name] = said
    return {"codebook": book.name, "roles": dict(book.roles), "variables": variables}


def theory_file(theory: Theory) -> dict[str, Any]:
    said: dict[str, Any] = {
        "theory": theory.name,
        "codebook": "book.yaml",
        "explains": [str(e) for e in theory.explains],
        "propositions": [
            {"id": p.id, "rule": p.rule.text, "role": p.role, "holds": "always" if p.strict else "usually"}
            for p in theory.propositions
        ],
    }
    if theory.scope is not None:
        said["scope"] = theory.scope.text
    if theory.exhaustive:
        said["exhaustive"] = [statement.rule.text for statement in theory.exhaustive]
    return said


def coding_entry(coding: Coding) -> Any:
    value: Any = list(coding.values) if len(coding.values) > 1 else str(coding)
    sure = {value: float(amount) for value, amount in coding.confidence.items()}
    if not sure:
        return value
    return {"value": value, "confidence": sure if len(coding.values) > 1 else sure[value]}


def coding_entries(case: Case, codings: Mapping[Term, Coding]) -> dict[str, Any]:
    """What is coded of the actors that the case names: a file may code no others, and they count as missing."""
    return {str(term): coding_entry(coding) for term, coding in codings.items() if case.binds(term)}


def period_file(case: Case, period: Period, is_baseline: bool = False) -> dict[str, Any]:
    said: dict[str, Any] = {} if is_baseline else {"id": period.id}
    return said | {"codings": coding_entries(case, period.codings)}


def case_file(case: Case) -> dict[str, Any]:
    roles = {role: list(actors) for role, actors in case.roles.items()}
    said: dict[str, Any] = {
        "case": case.name,
        "codebook": "book.yaml",
        "roles": roles,
        "throughout": coding_entries(case, case.throughout),
        "periods": [period_file(case, p) for p in case.periods],
    }
    if case.baseline is not None:
        said["baseline"] = period_file(case, case.baseline, is_baseline=True)
    return said


def plain(records: Sequence[Record]) -> list[list[Judgement]]:
    """The judgements; the reader puts contested values in the codebook's order, so reasons are left out."""
    return [[replace(judgement, because=()) for judgement in record.judgements] for record in records]


@in_blocks(range(120), 40)
def test_files_give_the_verdicts_of_the_study_they_were_written_from(seeds: range, tmp_path: Path) -> None:
    for seed in seeds:
        theory, case = random_study(seed)
        # JSON is YAML: what is written is not shaped by the reader under test.
        for name, content in (
            ("book", codebook_file(theory.codebook)),
            ("theory", theory_file(theory)),
            ("case", case_file(case)),
        ):
            (tmp_path / f"{name}.yaml").write_text(json.dumps(content), encoding="utf-8")
        study = read_study([tmp_path / "theory.yaml"], [tmp_path / "case.yaml"])
        ours, expected = judge(study.theories[0], study.cases[0]), judge(theory, case)
        assert plain(ours) == plain(expected), seed
