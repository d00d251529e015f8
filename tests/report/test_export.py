"""Tables for papers and programs."""

from __future__ import annotations

import csv
import io
import json

import pytest

from checker.analysis.verdict import check
from checker.report.check_formats import rendered
from checker.report.export import (
    as_csv, check_csv, check_html, check_json, check_latex, check_markdown, html_table, latex_escaped, markdown_escaped,
)
from tests.small_studies import case, theory

RESULT = check(case("a=yes b=? y=low|mid", "a=no y=high", baseline="y=low"),
               [theory("P1: if a then y is at most mid", "P2 usually: if b then y rises", explains="change of y",
                       scope="a or previously a")])


def test_json_has_exactly_the_fields_of_the_format() -> None:
    document = json.loads(check_json([RESULT]))
    assert list(document) == ["format", "version", "cases"]
    assert (document["format"], document["version"]) == ("checker/check", 1)
    theory_entry = document["cases"][0]["theories"][0]
    assert list(theory_entry) == ["theory", "explains", "built_on_this_case", "periods"]
    assert list(theory_entry["periods"][0]) == [
        "period", "possible", "prediction", "expectation", "observed", "verdict", "readings", "open", "settled_by",
        "scope", "untested", "laws_alone", "without_exhaustive", "because"]


def test_reasons_name_propositions_scope_and_codings() -> None:
    result = check(case("a=yes|no b=yes y=high"), [theory("P1: if a or b then y is low", scope="a")])
    because = json.loads(check_json([result]))["cases"][0]["theories"][0]["periods"][0]["because"]
    assert {"proposition": "P1", "period": "t1"} in because
    assert {"coding": "b", "period": "t1", "value": "yes"} in because or \
        {"proposition": "scope", "period": "t1"} in because


def test_csv_has_a_row_for_each_theory_and_period() -> None:
    rows = list(csv.DictReader(io.StringIO(check_csv([RESULT]))))
    assert [row["period"] for row in rows] == ["t1", "t2"]
    assert rows[0]["observed"] == "steady|rises"


def test_a_cell_that_a_spreadsheet_would_run_is_made_text() -> None:
    table = as_csv(["a"], [["=HYPERLINK(1)"], ["+1"], ["@x"], ["fine"]])
    assert table == "a\n'=HYPERLINK(1)\n'+1\n'@x\nfine\n"


def test_latex_and_markdown_escape_what_they_would_read_as_markup() -> None:
    assert latex_escaped("50 % of $x_1$ & {y}\\") == r"50 \% of \$x\_1\$ \& \{y\}\textbackslash{}"
    assert markdown_escaped("a|b *c* <d>") == r"a\|b \*c\* \<d\>"


def test_html_tables_escape_text_and_have_caption_and_scope() -> None:
    table = html_table("<b>", ["", "x"], [["<script>", "&"]])
    assert "<script>" not in table and "&lt;script&gt;" in table
    assert "<caption>&lt;b&gt;</caption>" in table and 'scope="row"' in table and 'scope="col"' in table


def test_tables_have_a_column_for_each_period() -> None:
    assert check_latex([RESULT]).count("&") == 2 * 3
    assert "\n| --- | --- | --- |\n" in check_markdown([RESULT])
    assert check_html([RESULT]).count('scope="col"') == 3


def test_an_unknown_format_is_no_silence() -> None:
    with pytest.raises(ValueError, match="pdf"):
        rendered([], "pdf")
