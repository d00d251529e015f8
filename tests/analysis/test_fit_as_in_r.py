"""The numbers that R's QCA and SetMethods give on published data sets, where these lie beside the project.

R's modelFit scores the simplified text of an intersection, SetMethods the minimum of the two memberships, as
we do; on fuzzy sets the two differ, so its rows are compared through its own texts.
"""

import csv
import json
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from checker.analysis.sets.fit import Necessity, Ratio, Sufficiency, fit, solution_fit
from checker.analysis.sets.set_table import SetTable, set_table
from checker.analysis.sets.theory_evaluation import evaluate_theory
from checker.analysis.sets.truth_table import truth_table
from checker.logic.set_expression import parse_set, products, products_text
from tests.logic.configurations import holds_in

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "qca"
WORDS = ("case", "COUNTRY", "REGION")
Answer = dict[str, Any]


def answers(key: str) -> list[Any]:
    found = [(path, json.loads(path.read_text(encoding="utf-8"))) for path in sorted(DATA.glob("*.json"))]
    # Without an outcome `analyses` are searches for causal models (cna), which are not ours.
    chosen = [
        pytest.param(data, id=path.stem)
        for path, data in found
        if key in data and (key != "analyses" or "outcome" in data)
    ]
    return chosen or [pytest.param(None, marks=pytest.mark.skip(reason="the data sets are not here"), id="none")]


def table_of(answer: Answer) -> SetTable:
    with (DATA / answer["input_csv"]).open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    return set_table(
        [row["case"] for row in rows], {name: [row[name] for row in rows] for name in rows[0] if name not in WORDS}
    )


def same(stated: float | None, ours: Ratio) -> bool:
    if stated is None or ours.value is None:
        return stated is None and ours.value is None
    return abs(float(ours.value) - stated) < 1e-9


def sufficient(row: Answer, ours: Sufficiency) -> bool:
    return same(row["inclS"], ours.consistency) and same(row["PRI"], ours.pri) and same(row["covS"], ours.coverage)


def necessary(row: Answer, ours: Necessity) -> bool:
    return all(
        same(row[name], ratio)
        for name, ratio in (("inclN", ours.consistency), ("RoN", ours.relevance), ("covN", ours.coverage))
    )


def models(found: Any) -> Iterator[Answer]:
    if isinstance(found, dict):
        if "term_fit" in found:
            yield found
        found = list(found.values())
    if isinstance(found, list):
        for part in found:
            yield from models(part)


@pytest.mark.parametrize("answer", answers("parameters_of_fit"))
def test_parameters_of_fit(answer: Answer) -> None:
    table = table_of(answer)
    for block in answer["parameters_of_fit"]:
        outcome = parse_set(block["outcome"])
        for row in block["sufficiency"]:
            assert sufficient(row, fit(parse_set(row["expression"]), outcome, table).sufficiency), row
        for row in block["necessity"]:
            assert necessary(row, fit(parse_set(row["expression"]), outcome, table).necessity), row


@pytest.mark.parametrize("answer", answers("super_subset"))
def test_necessary_combinations(answer: Answer) -> None:
    table = table_of(answer)
    for block in answer["super_subset"]:
        for row in block.get("rows", ()):
            assert necessary(row, fit(parse_set(row["row"]), parse_set(block["outcome"]), table).necessity), row


@pytest.mark.parametrize("answer", answers("analyses"))
def test_truth_tables_and_solutions(answer: Answer) -> None:
    table, settings = table_of(answer), answer["settings"]
    for block in answer["analyses"]:
        outcome, stated = parse_set(block["outcome"]), block["truth_table"]
        cut, pri = Fraction(str(settings["incl.cut"])), Fraction(str(settings["pri.cut"]))
        ours = truth_table(answer["conditions"], outcome, table, cut, settings["n.cut"], pri)
        assert ours.remainders == stated["n_remainders"]
        for row, said in zip(ours.rows, stated["rows_observed"], strict=True):
            assert (str(row.number), row.coded, len(row.cases), ",".join(row.cases)) == (
                said["row"],
                said["OUT"],
                said["n"],
                said["cases"],
            )
            assert list(row.values) == [said[name] for name in answer["conditions"]]
            assert same(said["incl"], row.fit.consistency) and same(said["PRI"], row.fit.pri)
        for model in models(block):
            found = solution_fit(parse_set(model["expression"]), outcome, table)
            assert sufficient(model["solution_fit"][0], found.whole.sufficiency)
            for part, said in zip(found.parts, model["term_fit"], strict=True):
                assert sufficient(said, part.fit.sufficiency)
                if said.get("covU") is not None:
                    assert same(said["covU"], part.unique), said


@pytest.mark.parametrize("answer", answers("analyses"))
def test_fit_of_intersections_as_r_writes_them(answer: Answer) -> None:
    table = table_of(answer)
    for block in answer["analyses"]:
        for model in (m for found in block.get("model_fit", ()) for m in found.get("models", ())):
            rows = {row["row"]: row for row in model["pof"]}
            for name, text in model["intersections"].items():
                if rows.get(name, {}).get("inclS") is None or text in (None, "", "-"):
                    continue
                if all(len(condition) == 1 for condition in answer["conditions"]):
                    text = re.sub(r"(?<=[A-Z\]])(?=[~A-Z])", "*", text)
                ours = fit(parse_set(text), parse_set(block["outcome"]), table)
                assert sufficient(rows[name], ours.sufficiency), text


@pytest.mark.parametrize("answer", answers("theory_evaluation"))
def test_theory_evaluation(answer: Answer) -> None:
    table, outcome = table_of(answer), parse_set(answer["outcome"])
    for block in answer["theory_evaluation"]:
        found = evaluate_theory(parse_set(block["theory"]), parse_set(block["solution"]), outcome, table)
        for part in found.intersections:
            said, ours = block["fit_exact"][part.intersection], part.fit.sufficiency
            assert same(said["cons_suf"], ours.consistency) and same(said["cov_suf"], ours.coverage)
            assert same(said["PRI"], ours.pri)
        for group in found.groups:
            key = f"{group.intersection} & {'Y' if group.outcome else '~Y'}"
            assert list(group.cases) == block["case_lists_from_membership"][key], key


@pytest.mark.parametrize("answer", answers("expressions"))
def test_logic_of_expressions(answer: Answer) -> None:
    worlds = [dict(zip("ABCD", (n >> 3 & 1, n >> 2 & 1, n >> 1 & 1, n & 1), strict=True)) for n in range(16)]
    for block in answer["expressions"]:
        expression = parse_set(block["expression"])
        assert [int(holds_in(expression, world)) for world in worlds] == block["truth_vector"]
        rows = products(parse_set(f"~({block['expression']})"))
        assert rows is not None
        negation = parse_set(products_text(rows))
        assert [int(holds_in(negation, world)) for world in worlds] == [1 - v for v in block["truth_vector"]]


@pytest.mark.parametrize("answer", answers("condition_fit"))
def test_consistency_and_coverage_of_cna_conditions(answer: Answer) -> None:
    table = table_of(answer)
    for block in answer["condition_fit"]:
        if "error" in block or "(" in block["condition"]:  # a chain of several conditions has no one fit
            continue
        left, _, right = re.split(r"(<->|->)", block["condition"])
        ours = fit(parse_set(_ours(left)), parse_set(_ours(right)), table).sufficiency
        assert same(block["con"], ours.consistency) and same(block["cov"], ours.coverage), block


def _ours(text: str) -> str:
    """cna writes a negation in lower case, and a value after `=`."""
    text = re.sub(r"([A-Z]+)=(\d)", r"\1[\2]", text)
    return re.sub(r"\b[a-z]+\b", lambda match: "~" + match[0].upper(), text)
