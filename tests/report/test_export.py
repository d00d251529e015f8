"""Tables for papers and programs."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from checker.analysis.verdicts.what_if import Variant, judged
from checker.logic.formula import Term
from checker.report.check.formats import rendered
from checker.report.check.tables import check_csv, check_json
from checker.report.render.markup import html_table, latex_escaped, markdown_escaped
from checker.study.case import Coding, NamedReading
from checker.study.csv_text import csv_text
from tests.small_studies import case, theory

VIEW = judged(
    case("a=yes b=? y=low|mid", "a=no y=high", baseline="y=low"),
    [
        theory(
            "P1: if a then y is at most mid",
            "P2 usually: if b then y rises",
            explains="change of y",
            scope="a or previously a",
        )
    ],
    Variant(),
)


def test_json_has_exactly_the_fields_of_the_format() -> None:
    document = json.loads(check_json([VIEW]))
    assert list(document) == ["format", "version", "cases"]
    assert (document["format"], document["version"]) == ("checker/check", 2)
    theory_entry = document["cases"][0]["theories"][0]
    assert list(theory_entry) == ["theory", "explains", "built_on_this_case", "record", "periods"]
    assert list(theory_entry["record"]) == [
        "periods",
        "unrefuted",
        "rises",
        "falls",
        "turns",
        "both",
        "borne_out",
        "undecided",
    ]
    assert list(document["cases"][0]) == ["case", "reading", "theories", "by_reading"]
    assert list(theory_entry["periods"][0]) == [
        "period",
        "possible",
        "prediction",
        "levels",
        "expectation",
        "expected_levels",
        "observed",
        "observed_levels",
        "verdict",
        "readings",
        "settled_by",
        "scope",
        "untested",
        "laws_alone",
        "probability",
        "observed_probability",
        "leading",
        "without_exhaustive",
        "because",
    ]


def test_chances_are_exact_and_what_has_none_is_left_out() -> None:
    period = json.loads(check_json([judged(case("a=yes|no y=high"), [theory("P1: if a then y is low")], Variant())]))[
        "cases"
    ][0]["theories"][0]["periods"][0]
    half = {"exact": "1/2", "value": 0.5}
    assert period["probability"] == {"contradicted": half, "silent": half}
    assert (period["verdict"], period["readings"]) == ("open", ["contradicted", "silent"])
    assert period["leading"] == {
        "verdict": "contradicted",
        "probability": half,
        "reading": [{"coding": "a", "period": "t1", "value": "yes"}],
    }
    assert period["observed_probability"] == {"high": {"exact": "1", "value": 1.0}}


def test_reasons_name_propositions_and_codings() -> None:
    view = judged(case("a=yes b=yes|no y=high"), [theory("P1: if a and b then y is low", scope="a")], Variant())
    because = json.loads(check_json([view]))["cases"][0]["theories"][0]["periods"][0]["because"]
    assert {"proposition": "P1", "period": "t1"} in because
    assert {"coding": "b", "period": "t1", "value": "yes"} in because


def test_csv_has_a_row_for_each_theory_and_period() -> None:
    rows = list(csv.DictReader(io.StringIO(check_csv([VIEW]))))
    assert [row["period"] for row in rows] == ["t1", "t2"]
    assert rows[0]["observed"] == "steady|rises" and rows[0]["observed_probability"] == "steady 0.5; rises 0.5"
    assert rows[0]["leading"] and rows[0]["leading"] == rows[0]["probability"].split(";")[0].rsplit(" ", 1)[0]


def test_a_cell_that_a_spreadsheet_would_run_is_made_text() -> None:
    table = csv_text(["a"], [["=HYPERLINK(1)"], ["+1"], ["@x"], ["fine"]])
    assert table == "a\n'=HYPERLINK(1)\n'+1\n'@x\nfine\n"


def test_latex_and_markdown_escape_what_they_would_read_as_markup() -> None:
    assert latex_escaped("50 % of $x_1$ & {y}\\") == r"50 \% of \$x\_1\$ \& \{y\}\textbackslash{}"
    assert latex_escaped("a<b|c>d") == r"a\textless{}b\textbar{}c\textgreater{}d"
    assert markdown_escaped("a|b *c* <d>") == r"a\|b \*c\* \<d\>"


def test_html_tables_escape_text_and_have_caption_and_scope() -> None:
    table = html_table("<b>", ["", "x"], [["<script>", "&"]])
    assert "<script>" not in table and "&lt;script&gt;" in table
    assert "<caption>&lt;b&gt;</caption>" in table and 'scope="row"' in table and 'scope="col"' in table


def test_tables_have_a_column_for_each_period() -> None:
    assert "\n| --- | --- | --- | --- |\n" in rendered([VIEW], "markdown")
    assert rendered([VIEW], "latex").count("&") == 3 * 3
    assert rendered([VIEW], "html").count('scope="col"') == 4


def test_tables_show_the_leading_verdict_with_its_chance_and_every_one_near_it() -> None:
    table = rendered([judged(case("a=yes|no y=high"), [theory("P1: if a then y is low")], Variant())], "markdown")
    assert "contradicted 50 % or silent 50 %" in table and "never refuted" in table


def test_every_format_says_what_leads_under_a_named_reading() -> None:
    own = NamedReading("author", {(Term("a"), 1): Coding(("yes",))}, "The author")
    of = replace(case("a=no y=high"), readings={"author": own})
    view = judged(of, [theory("P1: if a then y is low")], Variant())
    found = json.loads(rendered([view], "json"))["cases"][0]["by_reading"]
    assert found == [
        {
            "reading": "author",
            "label": "The author",
            "leading": [{"theory": "small", "explains": "y", "verdicts": ["contradicted"]}],
        }
    ]
    (row,) = csv.DictReader(io.StringIO(rendered([view], "csv")))
    assert (row["leading"], row["by_reading"]) == ("silent", "author contradicted")
    assert "| small | t1 | contradicted |" in rendered([view], "markdown")
    assert "small & t1 & contradicted" in rendered([view], "latex")


def test_an_unknown_format_is_no_silence() -> None:
    with pytest.raises(ValueError, match="pdf"):
        rendered([VIEW], "pdf")
