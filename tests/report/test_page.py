"""The page as text: what is on it, what user text becomes, and that nothing is fetched.

python -m tests.report.test_page     renews the gold file
"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from lxml import html
from markupsafe import escape

from checker.analysis.page.dossier import dossier
from checker.cli import main
from checker.files.study.load import read_named, theories_for
from checker.report.page import render_page
from checker.report.page.render_page import page, page_view
from checker.report.page.slim import slim
from checker.report.page.texts import breakable, unbroken, unbroken_percent
from checker.report.page.view import PageView
from tests.report.studies import (
    HOSTILE,
    PROVENANCE,
    namesakes,
    page_of,
    shipped_dossier,
    shipped_page,
    small_page,
    small_study,
)

GOLD = Path(__file__).resolve().parent.parent / "gold" / "small.html"
END_IMPLIED = {"li", "dt", "dd", "tr", "td", "th", "p"}
VOID = {"meta", "input", "br", "link", "img", "hr", "wbr"}


class Outline(HTMLParser):
    """The elements of a page, with a check that they are closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open[-1] != tag and self.open[-1] in END_IMPLIED:
            self.open.pop()
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-3:]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def without_assets(page: str) -> str:
    """The page without its style and script, which are files of their own."""
    return re.sub(r"(<style>|<script>)\n.*?(</style>|</script>)", r"\1\2", page, flags=re.DOTALL)


def in_lines(page: str) -> str:
    """The page without its assets, each element of some size on a line of its own, for a difference to be read."""
    begins = r"\n?(?=<(?:article|details|div|h[1-6]|li|noscript|p|section|summary|table|tbody|td|tr|text|path|g)\b)"
    return re.sub(begins, "\n", without_assets(page))


@pytest.fixture(scope="module")
def shipped_view() -> PageView:
    return page_view(shipped_dossier(), PROVENANCE)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> str:
    return small_page(tmp_path_factory.mktemp("small"))


def test_the_small_page_is_the_gold_file(small: str) -> None:
    assert in_lines(small) == GOLD.read_text(encoding="utf-8"), (
        "the page has changed: if it should, `python -m tests.report.test_page` renews the gold file"
    )


@pytest.mark.parametrize("which", ["small", "shipped"])
def test_elements_are_closed_and_ids_are_unique_and_links_lead_somewhere(which: str, small: str) -> None:
    outline = Outline(small if which == "small" else shipped_page())
    assert outline.open == []
    ids = [attributes["id"] for _, attributes in outline.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for tag, attributes in outline.elements:
        href = attributes.get("href") or ""
        if tag == "a" and href.startswith("#") and href != "#":
            assert href[1:] in ids, href


def test_text_of_a_user_stays_text(small: str) -> None:
    outline = Outline(small)
    scripts = [attributes for tag, attributes in outline.elements if tag == "script"]
    assert scripts == [{"type": "application/json", "id": "compiled"}, {}]
    assert "<b>bold</b>" not in small
    shown = "".join(outline.words)
    assert shown.count(HOSTILE) >= 5
    assert not any((attributes.get("href") or "").startswith("javascript:") for _, attributes in outline.elements)


@pytest.mark.parametrize("which", ["small", "shipped"])
def test_the_page_fetches_nothing(which: str, small: str) -> None:
    text = small if which == "small" else shipped_page()
    outline = Outline(text)
    assert not [
        tag
        for tag, attributes in outline.elements
        if tag in ("link", "img", "iframe", "object", "embed", "base") or "src" in attributes or "srcset" in attributes
    ]
    assert set(re.findall(r"url\(([^)]*)\)", text)) <= {"#hatch"}
    assert "@import" not in text and "fetch(" not in text and "XMLHttpRequest" not in text


def test_the_pages_of_the_largest_shipped_cases_are_below_600_kilobytes() -> None:
    for name in ("belarus-iran-finer", "egypt-soviet-union"):
        study = read_named([name], [])
        found = dossier(study.cases[0], theories_for(study.cases[0], study))
        assert len(page_of(found).encode()) < 600_000, name


def test_a_slimmer_page_has_the_same_elements_attributes_and_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Held against a parser of browsers' rules for what may be left out."""
    monkeypatch.setattr(render_page, "slim", lambda page: page)
    view = page_view(shipped_dossier(), PROVENANCE)
    whole = page(view)
    less = slim(whole)
    assert len(less) < 0.96 * len(whole)
    assert elements(less) == elements(whole)


def elements(text: str) -> list[tuple[object, ...]]:
    """All elements below the head with their attributes, depth and words, without scripts, styles and white space."""
    found: list[tuple[object, ...]] = []
    for element in html.document_fromstring(text.replace("noscript>", "section>")).iter():
        if isinstance(element.tag, str) and element.tag not in ("script", "style"):
            depth = sum(1 for _ in element.iterancestors())
            words = [" ".join((part or "").split()) for part in (element.text, element.tail)]
            found.append((element.tag, depth, *words, *sorted(element.attrib.items())))
    return found


def test_the_data_of_the_page_are_json_that_cannot_end_their_element(small: str) -> None:
    for text in (small, shipped_page()):
        data = re.search(r'id="compiled">(.*?)</script>', text, re.DOTALL)
        assert data is not None and "<" not in data[1]
        plain = json.loads(data[1])
        assert len(plain["cells"]) == text.count("<article class=cell-detail")


def test_the_same_input_gives_the_same_page(tmp_path: Path) -> None:
    assert small_page(tmp_path / "once") == small_page(tmp_path / "again")


def test_every_verdict_of_the_dossier_stands_in_the_matrix_and_in_the_details() -> None:
    outline = Outline(shipped_page())
    cells = shipped_dossier().cells
    for where in ("td", "article"):
        places = [
            attributes["data-place"] or ""
            for tag, attributes in outline.elements
            if tag == where and "data-place" in attributes
        ]
        assert sorted(map(int, places)) == list(range(len(cells)))


def test_figures_are_those_of_the_command_line(shipped_view: PageView) -> None:
    said = json.loads(CliRunner().invoke(main, ["check", "belarus-iran", "--format", "json"]).stdout)
    matrix, theories = shipped_view.matrices[0], said["cases"][0]["theories"]
    rows = {row.theory: row for row in (*matrix.rivals, *matrix.benchmarks)}
    assert list(rows) and set(rows) == {theory["theory"] for theory in theories}

    def shown(chance: dict[str, str] | None) -> str:
        return "–" if chance is None else unbroken_percent(Fraction(chance["exact"]))

    for theory in theories:
        row = rows[theory["theory"]]
        assert [(cell.mark.verdict, cell.leading) for cell in row.cells] == [
            (period["leading"]["verdict"], shown(period["leading"]["probability"])) for period in theory["periods"]
        ]
        assert (row.track.unrefuted, row.track.both) == (
            shown(theory["record"]["unrefuted"]),
            shown(theory["record"]["both"]),
        )
        for cell, period in zip(row.cells, theory["periods"], strict=True):
            assert cell.mark.verdict in period["probability"], "no verdict stands that nothing leads to"
    for seen, period in zip(matrix.observed, theories[0]["periods"], strict=True):
        assert seen.chance == shown(period["observed_probability"][seen.words])


def test_a_cell_says_what_its_claim_to_completeness_adds_and_what_flips_it(shipped_view: PageView) -> None:
    cells = {cell.anchor: cell for theory in shipped_view.cells for cell in theory.cells}
    rise = cells["cell.neorealism.rise"]
    assert rise.mark.verdict == "contradicted" and rise.chances is not None
    assert rise.chances.laws == unbroken(
        "Its laws alone refute it with a chance of 22 %; with its claim to name all causes it is 84 %."
    )
    assert rise.as_coded == "", "as coded it is contradicted too"
    assert ("cooperation in Stagnation", "low", "low or moderate") in {
        (each.words, each.value, each.coded) for each in rise.reading
    }
    expected = next(flip for flip in rise.flips if flip.mark.verdict == "expected")
    assert "stronger supplier (Iran): no" in expected.recodings


def test_no_figure_of_a_record_stands_without_the_others(shipped_view: PageView) -> None:
    realism = next(theory for theory in shipped_view.cells if theory.name == "neorealism")
    assert realism.records == (
        unbroken(
            "Over all periods, change of cooperation: never refuted 3 %, right at every rise 3 %, at every fall 77 %, at "
            "every turn 3 %, never refuted and right at every turn 3 %, on average right in 1.7 and undecided in 0.1 of 4 "
            "periods."
        ),
    )
    study = read_named(["egypt-soviet-union"], ["neorealism"])
    view = page_view(dossier(study.cases[0], study.theories), PROVENANCE)
    (row,) = view.matrices[0].rivals
    assert row.track.undecided == "undecided in 5.7 of 6", "out of scope, so that nothing can refute it"


def test_tables_have_captions_and_headings_with_a_scope() -> None:
    text = shipped_page()
    assert text.count("<table") == text.count("<caption")
    assert not re.search(r"<th(?![^>]*scope=)(?!ead)", text)


def test_a_share_is_never_broken_between_number_and_sign() -> None:
    shown = "".join(Outline(without_assets(shipped_page()).split('id="compiled"')[0]).words)
    assert re.search(r"\d\N{NO-BREAK SPACE}%", shown) and not re.search(r"\d[ \n]+%", shown)


def test_terms_break_only_where_their_parts_meet() -> None:
    assert breakable("a_b(state, partner) is <b>") == "a_<wbr>b<wbr>(state, partner) is &lt;b&gt;"
    assert "anti_<wbr>hegemonic_<wbr>government<wbr>(" in shipped_page()


@pytest.mark.parametrize(
    "made_by, command",
    [
        ("checker report small -o small.html", "checker check small"),
        (
            "checker report other small --theory realism --theory 'my theory/x.yaml' --format docx -o a.docx",
            "checker check small -t realism -t 'my theory/x.yaml'",
        ),
        ("checker report 'other/small.yaml' ./CASE -o index.html", "checker check ./CASE"),
        ("checker.page('small')", "checker check small -t realism -t habit"),
    ],
)
def test_the_command_of_the_what_if_names_the_case_and_theories_as_the_report_did(
    made_by: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    study = small_study(Path())
    file = study.cases[0].location.file
    text = page_of(dossier(study.cases[0], study.theories), made_by.replace("CASE", file))
    data = re.search(r'id="compiled">(.*?)</script>', text)
    assert data is not None and json.loads(data[1])["command"] == command.replace("CASE", file)
    assert f"use <code>{escape(command.replace('CASE', file))} --set" in text


def test_the_rules_of_each_theory_can_be_given_up(tmp_path: Path) -> None:
    study = namesakes(tmp_path)
    data = re.search(r'id="compiled">(.*?)</script>', page_of(dossier(study.cases[0], study.theories)))
    assert data is not None
    rules = {each["theory"]: each["rules"] for each in json.loads(data[1])["rules"]}
    assert {"label": "N1", "text": "Balancing"} in rules["heir"]
    assert {"label": "N1", "text": "Standstill"} in rules["other"]
    assert {"label": "exhaustive: ties rises", "text": "(claim to completeness)"} in rules["realism"]


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1])
def test_colours_keep_their_distance(scheme: int) -> None:
    """Text 4.5:1 and what is drawn 3:1, in the light scheme and in the dark one (WCAG 2.2, 1.4.3 and 1.4.11)."""
    css = shipped_page().split("<style>")[1]
    blocks = re.findall(r":root\{(.*?)\}", css, re.DOTALL)
    named = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", blocks[0]))
    if scheme:
        named |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", blocks[1]))
    for text in ("ink", "quiet", "accent"):
        assert contrast(named[text], named["paper"]) >= 4.5
        assert contrast(named[text], named["wash"]) >= 4.5
    for fill in ("fit-fill", "refuted-fill", "against-fill"):
        assert contrast(named["on-fill"], named[fill]) >= 7
    for part in ("fits", "refuted", "edge"):
        assert contrast(named[part], named["paper"]) >= 3
    assert contrast(named["fits"], named["refuted"]) < 3, "colour tells these two apart, and so must stripes and place"


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        GOLD.parent.mkdir(exist_ok=True)
        GOLD.write_text(in_lines(small_page(Path(folder))), encoding="utf-8")
