"""The page as it lies in a window and on paper: nothing cut off, nothing over anything else, no word broken."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from checker.analysis.page.dossier import dossier
from checker.files.study.load import read_named
from tests.report.browser import OPEN_ALL, WIDTHS, needs_chromium, visit
from tests.report.studies import long_case, page_of

pytestmark = needs_chromium


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_is_never_wider_than_its_window(
    width: int, browser: Any, shipped_file: Path, small_file: Path
) -> None:
    for file in (small_file, shipped_file):
        with visit(browser, file, width=width) as opened:
            opened.page.evaluate(OPEN_ALL)
            opened.page.locator("#show-all").click()
            assert opened.page.evaluate("document.documentElement.scrollWidth") <= width


BROKEN_WORDS = r"""() => {
  const found = [], range = document.createRange();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = texts.nextNode());) {
    if (!/[_(]/.test(node.textContent) || node.parentElement.closest('script, style, svg, .hashes, .logic')) continue;
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
        opened.page.locator("#show-all").click()
        opened.page.locator("#controls select[name='decline:anti_hegemonic_government(partner)']").select_option("no")
        assert opened.page.evaluate(CUT_OFF) == []
        assert opened.page.evaluate(BROKEN_WORDS) == []
        assert "decline:anti_hegemonic_government(partner)=no" in opened.page.locator("#command").inner_text()


NAMES = """() => [...document.querySelectorAll('.timeline .period')].map((each) => each.getBoundingClientRect())
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


def test_printing_cuts_no_table(browser: Any, shipped_file: Path, tmp_path: Path) -> None:
    paper = 688  # A4 less its margins, in CSS pixels
    for scripts in (True, False):
        with visit(browser, shipped_file, width=paper, java_script_enabled=scripts) as opened:
            opened.page.emulate_media(media="print")
            for drawn in opened.page.locator("table, svg.timeline").all():
                box = drawn.bounding_box()
                assert box is None or box["x"] + box["width"] <= paper + 1
            pdf = opened.page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
            assert not opened.page.locator("footer").is_visible(), "it would stand alone on a last page"
            assert opened.page.locator("#appendix").inner_text().count("How this page was made") == 1
        assert pdf.startswith(b"%PDF") and 10 < len(re.findall(rb"/Type\s*/Page\b", pdf)) < 60
