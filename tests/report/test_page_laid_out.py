"""The page as it lies in a window and on paper: nothing cut off, nothing over anything else, no word broken."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from checker.analysis.page.dossier import dossier
from checker.files.study.load import read_named
from checker.report.page.render_page import index, page_view
from tests.report.browser import OPEN_ALL, WIDTHS, needs_chromium, visit
from tests.report.studies import PROVENANCE, long_case, page_of, shipped_dossier

pytestmark = needs_chromium


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_is_never_wider_than_its_window(
    width: int, browser: Any, shipped_file: Path, small_file: Path
) -> None:
    for file in (small_file, shipped_file):
        with visit(browser, file, width=width) as opened:
            opened.page.evaluate(OPEN_ALL)
            assert opened.page.evaluate("document.documentElement.scrollWidth") <= width


BROKEN_WORDS = r"""() => {
  const found = [], range = document.createRange();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = texts.nextNode());) {
    if (!/[_(]/.test(node.textContent) || node.parentElement.closest('script, style, svg, .hashes, .logic, .references')) continue;
    let before = null;
    [...node.textContent].forEach((letter, n) => {
      range.setStart(node, n);
      range.setEnd(node, n + 1);
      const box = range.getClientRects()[0];
      const joined = box && before && /[^\s–\/-]/.test(before.letter) && /\S/.test(letter);
      if (joined && box.top > before.top + 4) found.push(`${node.textContent.slice(0, n)}|${letter}`);
      before = box && { top: box.top, letter };
    });
  }
  return found;
}"""
CUT_OFF = """() => [...document.querySelectorAll('.scroll > table :is(th, td, caption)')].filter((each) => {
  const begins = each.getBoundingClientRect().left + parseFloat(getComputedStyle(each).paddingLeft);
  const edge = each.closest('.scroll').getBoundingClientRect().left;
  return each.checkVisibility() && !each.closest('thead') && begins < edge;
}).map((each) => each.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("width", [390, 1280])
def test_no_letter_is_cut_off_and_terms_break_only_between_their_parts(
    width: int, browser: Any, shipped_file: Path
) -> None:
    with visit(browser, shipped_file, width=width) as opened:
        opened.page.evaluate(OPEN_ALL)
        assert opened.page.evaluate(CUT_OFF) == []
        assert opened.page.evaluate(BROKEN_WORDS) == []


NAMES = """() => [...document.querySelectorAll('.timeline .periods text')].map((each) => each.getBoundingClientRect())
  .map(({ left, right, top, bottom }) => ({ left, right, top, bottom }))"""


def test_names_of_periods_keep_apart_in_the_timeline(browser: Any, tmp_path: Path) -> None:
    study = read_named(["egypt-soviet-union"], ["persistence"])
    ten = long_case(10)
    named = tuple(replace(period, label="A deal in Washington") for period in ten.periods)
    for case in (study.cases[0], replace(ten, periods=named)):
        (tmp_path / "page.html").write_text(page_of(dossier(case, study.theories)), encoding="utf-8")
        with visit(browser, tmp_path / "page.html") as opened:
            boxes = opened.page.evaluate(NAMES)
            assert len(boxes) > len(case.periods)
            assert [
                (one, other)
                for one in boxes
                for other in boxes
                if one["left"] < other["left"] < one["right"] + 1
                and one["right"] < other["right"]
                and abs(one["top"] - other["top"]) < 5
            ] == []


FIRST_SCREEN = ((1440, 900), (768, 1024), (390, 844))


@pytest.mark.parametrize(("width", "height"), FIRST_SCREEN)
def test_the_first_screen_shows_headline_outcome_and_all_rivals(
    width: int, height: int, browser: Any, shipped_file: Path
) -> None:
    with visit(browser, shipped_file, width=width) as opened:
        opened.page.set_viewport_size({"width": width, "height": height})
        for selector in ("#headline", ".matrix .seen td >> nth=0", ".matrix .rivals tr >> nth=-1"):
            box = opened.page.locator(selector).bounding_box()
            assert box is not None and box["y"] >= 0 and box["y"] + box["height"] <= height, selector


def test_no_text_of_the_matrix_lies_over_another(browser: Any, shipped_file: Path) -> None:
    over = """() => {
      const parts = [...document.querySelectorAll('.matrix :is(.n, .says, .words, .bar, .what, .levels, th > span)')].filter((each) => each.checkVisibility() && each.textContent.trim() + each.className);
      const boxes = parts.map((each) => [each, each.getBoundingClientRect()]).filter(([, box]) => box.width && box.height);
      return boxes.flatMap(([a, x], n) => boxes.slice(n + 1).filter(([b, y]) => !a.contains(b) && !b.contains(a)
        && x.left + 1 < y.right && y.left + 1 < x.right && x.top + 1 < y.bottom && y.top + 1 < x.bottom)
        .map(([b]) => `${a.textContent} | ${b.textContent}`));
    }"""
    for width, _ in FIRST_SCREEN:
        with visit(browser, shipped_file, width=width) as opened:
            assert opened.page.evaluate(over) == []


def test_printing_cuts_no_table_and_takes_few_pages(browser: Any, shipped_file: Path, tmp_path: Path) -> None:
    paper = 696  # A4 less its margins, in CSS pixels
    with visit(browser, shipped_file, width=paper) as opened:
        opened.page.emulate_media(media="print")
        assert not opened.page.locator("#codings").is_visible()
        for drawn in opened.page.locator("table, svg.timeline").all():
            box = drawn.bounding_box()
            assert box is None or box["x"] + box["width"] <= paper + 1
        pdf = opened.page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
        assert pdf.startswith(b"%PDF") and len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 8
        # What a reader has opened is printed too.
        opened.page.evaluate("document.querySelector('#codings').open = true")
        opened.page.locator("#codings .coding-card").first.wait_for()
        longer = opened.page.pdf(path=tmp_path / "longer.pdf", prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", longer)) > 8


def test_an_index_has_a_low_row_for_each_theory_and_is_never_wider_than_its_window(
    browser: Any, shipped_file: Path, tmp_path: Path
) -> None:
    view = page_view(shipped_dossier(), PROVENANCE)
    (tmp_path / "index.html").write_text(
        index([(view, shipped_file.name), (view, "other.html")], PROVENANCE), encoding="utf-8"
    )
    for width, _ in FIRST_SCREEN:
        with visit(browser, tmp_path / "index.html", width=width) as opened:
            assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
            rows = [row.bounding_box() for row in opened.page.locator(".small-multiples tbody tr").all()]
            assert len(rows) == len(view.matrices[0].rivals)
            assert all(row is not None and row["height"] <= 60 for row in rows)
            bars = [bar.bounding_box() for bar in opened.page.locator(".mini").all()]
            assert all(bar is not None and bar["width"] >= 24 and bar["height"] >= 24 for bar in bars)
