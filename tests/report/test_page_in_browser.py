"""The page in a real browser: quiet, accessible, true to its word, and there without JavaScript."""

from __future__ import annotations

import csv
import shlex
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from checker.cli import main
from checker.report.page.texts import unbroken_percent
from tests.report.browser import OPEN_ALL, WIDTHS, Visit, needs_chromium, visit
from tests.report.studies import HOSTILE

pytestmark = needs_chromium
SCHEMES = ("light", "dark")
CELL = ".matrix td[data-place] > a"


# ---- quiet and accessible


@pytest.mark.parametrize("which", ["small", "shipped"])
def test_the_page_asks_for_nothing_but_itself_and_complains_of_nothing(
    which: str, browser: Any, small_file: Path, shipped_file: Path
) -> None:
    file = small_file if which == "small" else shipped_file
    with visit(browser, file) as opened:
        page = opened.page
        page.locator(CELL).first.click()
        page.keyboard.press("Escape")
        page.locator("#open-panel").click()
        page.locator("#decisive select").first.select_option(index=1)
        page.evaluate(OPEN_ALL)
        assert [url for url in opened.requests if not url.startswith("blob:")] == [file.as_uri()]
        assert opened.complaints == []


def test_few_elements_stand_in_the_page_before_anything_is_opened(browser: Any, shipped_file: Path) -> None:
    with visit(browser, shipped_file) as opened:
        assert opened.page.evaluate("document.querySelectorAll('*').length") <= 6000


def test_text_of_a_user_never_runs(browser: Any, small_file: Path) -> None:
    with visit(browser, small_file) as opened:
        opened.page.evaluate(OPEN_ALL)
        assert opened.page.evaluate("window.hacked") is None
        assert opened.page.locator(".top .name").inner_text() == HOSTILE
        assert (
            opened.page.evaluate("[...document.querySelectorAll('b')].filter((b) => b.textContent === 'bold').length")
            == 0
        )


@pytest.fixture(scope="module")
def axe() -> Any:
    return pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")


# Colours do not depend on the width, so that one width is enough for the dark ones.
@pytest.mark.parametrize(("scheme", "width"), [*(("light", width) for width in WIDTHS), ("dark", WIDTHS[-1])])
def test_axe_finds_no_violation_whatever_is_open_or_changed(
    scheme: str, width: int, axe: Any, browser: Any, small_file: Path
) -> None:
    with visit(browser, small_file, width=width, color_scheme=scheme, reduced_motion="reduce") as opened:
        opened.page.evaluate(OPEN_ALL)
        assert violations(axe, opened) == []
        opened.page.locator("#open-panel").click()
        opened.page.locator("#decisive select").first.select_option(index=2)
        opened.page.evaluate(OPEN_ALL)
        assert violations(axe, opened) == []
        opened.page.locator("#panel-close").click()
        opened.page.locator(CELL).nth(1).click()
        assert violations(axe, opened) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_no_violation_on_the_shipped_page(scheme: str, axe: Any, browser: Any, shipped_file: Path) -> None:
    with visit(browser, shipped_file, color_scheme=scheme, reduced_motion="reduce") as opened:
        assert violations(axe, opened) == []
        opened.page.locator(CELL).first.click()
        assert violations(axe, opened) == []
        opened.page.locator("#card a[href^='#coding.']").first.click()
        assert violations(axe, opened) == []


def violations(axe: Any, opened: Visit) -> list[str]:
    results = axe.Axe().run(opened.page)
    return [
        f"{found['id']}: {node['html'][:200]}" for found in results.response["violations"] for node in found["nodes"]
    ]


# ---- use


def test_the_keyboard_alone_will_do(browser: Any, shipped_file: Path) -> None:
    with visit(browser, shipped_file) as opened:
        page = opened.page
        press = page.keyboard.press
        focused = "document.activeElement"
        for _ in range(60):
            press("Tab")
            if page.evaluate(f"{focused}.matches('.matrix td > a')"):
                break
        cell = page.evaluate(f"{focused}.getAttribute('href')")
        press("Enter")
        assert page.locator("#card").get_attribute("open") is not None
        assert page.evaluate(f"{focused}.closest('dialog') !== null")
        press("Escape")
        assert page.locator("#card").get_attribute("open") is None
        assert page.evaluate(f"{focused}.getAttribute('href')") == cell
        before = opened.shown()
        page.locator("#open-panel").focus()
        press("Enter")
        assert page.evaluate(f"{focused}.closest('#panel') !== null")
        press("End")
        assert opened.shown() != before and page.locator("#undo").is_enabled()
        press("Escape")
        assert page.evaluate(f"{focused}.id") == "open-panel" and not page.locator("#panel").is_visible()
        page.locator("#reset").focus()
        press("Enter")
        assert opened.shown() == before


def test_no_stop_of_the_keyboard_is_hidden_behind_a_bar(browser: Any, shipped_file: Path) -> None:
    hidden = """() => {
      const at = document.activeElement.getBoundingClientRect();
      const over = document.elementFromPoint(at.left + at.width / 2, at.top + at.height / 2);
      const is = document.activeElement;
      return at.width && over && !is.contains(over) && !over.contains(is) && !over.closest('label') ? is.outerHTML.slice(0, 120) : '';
    }"""
    with visit(browser, shipped_file) as opened:
        opened.page.keyboard.press("End")
        for key in ("Tab", "Shift+Tab"):
            for _ in range(70):
                opened.page.keyboard.press(key)
                assert opened.page.evaluate(hidden) == ""


def test_targets_are_large_enough_and_no_type_is_small(browser: Any, shipped_file: Path) -> None:
    small = """() => [...document.querySelectorAll('button, select, input, summary, .matrix td > a, nav a')].filter((each) => {
      const box = each.getBoundingClientRect();
      return each.checkVisibility() && (box.height < 24 || box.width < 24);
    }).map((each) => each.outerHTML.slice(0, 100))"""
    type_ = """() => {
      const found = new Set(), texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node; (node = texts.nextNode());) {
        const on = node.parentElement;
        if (node.textContent.trim() && !on.closest('script, style, noscript, svg, code, .unseen') && on.checkVisibility()) found.add(parseFloat(getComputedStyle(on).fontSize));
      }
      return [...found].sort((a, b) => a - b);
    }"""
    for width in WIDTHS:
        with visit(browser, shipped_file, width=width) as opened:
            assert opened.page.evaluate(small) == []
            assert opened.page.evaluate(type_)[0] >= 13


def test_a_change_is_told_undone_and_done_again(browser: Any, shipped_file: Path) -> None:
    with visit(browser, shipped_file) as opened:
        page, before = opened.page, opened.shown()
        assert page.locator("#undo").is_disabled() and not page.locator("#changes-said").is_visible()
        opened.choose("decline:cooperation", "low")
        after = opened.shown()
        assert after != before
        moved = [n for n, (one, other) in enumerate(zip(before, after, strict=True)) if one[0] != other[0]]
        for place, (fits, *_) in enumerate(before):
            note = page.locator(f".matrix td[data-place='{place}'] .was")
            assert (note.all_inner_texts() == [f"was {fits}"]) == (place in moved)
        assert (
            page.locator("#changes-said")
            .inner_text()
            .startswith("With cooperation, Decline: low, not low or moderate.")
        )
        page.locator("#undo").click()
        page.wait_for_function("!document.querySelector('.was')")
        assert opened.shown() == before
        page.locator("#redo").click()
        page.wait_for_function("document.querySelector('.was')")
        assert opened.shown() == after
        page.locator("#reset").click()
        assert opened.shown() == before


def test_a_hinge_a_reading_and_a_rule_are_in_the_address(browser: Any, shipped_file: Path) -> None:
    with visit(browser, shipped_file) as opened:
        page = opened.page
        page.locator(".hinge label").last.click()
        indicator = "indicator:visits"
        page.locator("#choice").select_option(indicator)
        opened.give_up("neorealism:N2")
        shown, said = opened.shown(), page.locator("#changes-said").inner_text()
        link = page.locator("#changes-said a").get_attribute("href")
    with visit(browser, shipped_file, link) as again:
        assert again.shown() == shown and again.page.locator("#changes-said").inner_text() == said
        assert again.page.locator("#choice").input_value() == indicator
        assert again.page.locator(".hinge input:checked").last.get_attribute("value")
    with visit(browser, shipped_file, "#set=decline:no_such_term=strong&without=nothing&read=nobody") as odd:
        told = odd.page.locator("#changes-said").inner_text()
        assert told.startswith("The address asks for what this page does not know: the reading nobody; the coding")
        assert "the proposition nothing" in told and odd.complaints == []


def test_a_slider_says_how_sure_a_coding_is(browser: Any, shipped_file: Path) -> None:
    with visit(browser, shipped_file) as opened:
        page = opened.page
        page.locator("#open-panel").click()
        row = page.locator("#decisive .control").first
        row.locator("input").fill("90")
        row.locator("input").dispatch_event("change")
        command = page.locator("#command").inner_text()
        assert ":0.9" in command and "90" in row.locator("output").inner_text()
        _, *words = shlex.split(command)
        said = CliRunner().invoke(main, [*words, "--format", "csv"], catch_exceptions=False).stdout
        rows = list(csv.DictReader(said.splitlines()))
        fits = [sum(_share(part) for part in row["probability"].split(";") if _fits(part)) for row in rows]
        assert [unbroken_percent(Fraction(share)) for share in fits] == [cell[0] for cell in opened.shown()]


def _fits(part: str) -> bool:
    return part.split()[0] in ("predicted", "expected")


def _share(part: str) -> Fraction:
    return Fraction(part.split()[-1])


def test_a_card_has_an_address_leads_to_evidence_and_back_closes_it(browser: Any, shipped_file: Path) -> None:
    with visit(browser, shipped_file) as opened:
        page, card = opened.page, opened.page.locator("#card")
        page.locator(CELL).first.click()
        verdict = card.locator("h3").first.inner_text()
        assert "card=cell." in page.url and card.locator("svg.argument .box").count() >= 2
        address = page.url
        card.locator("svg.argument .coding.leads").first.click()
        assert "card=coding." in page.url and card.locator(".evidence li").count()
        card.locator(".coding-card a[href^='#cell.']").first.wait_for()
        page.go_back()
        page.wait_for_function("(title) => document.querySelector('#card h3').innerText === title", arg=verdict)
        page.go_back()
        page.wait_for_function("!document.querySelector('#card').open")
    with visit(browser, shipped_file, address[address.index("#") :]) as again:
        assert again.page.locator("#card h3").first.inner_text() == verdict


def test_two_theories_and_the_doubt_follow_a_change(browser: Any, shipped_file: Path) -> None:
    with visit(browser, shipped_file) as opened:
        page = opened.page
        two, doubt = page.locator("#two-body"), page.locator("#doubt-body")
        doubt.locator(".swing").first.wait_for()
        before = two.inner_text(), doubt.inner_text()
        assert two.locator("tr").count() == 4 and "fits" in before[0]
        assert doubt.locator(".swing").count() > 2
        opened.choose("decline:cooperation", "low")
        page.wait_for_function("(old) => document.querySelector('#two-body').innerText !== old", arg=before[0])
        page.locator("#doubt-period").select_option(index=3)
        assert doubt.inner_text() != before[1]


def test_rows_are_sorted_as_asked(browser: Any, shipped_file: Path) -> None:
    with visit(browser, shipped_file) as opened:
        titles = ".matrix .rivals th[scope=row] > span"
        by_fit = opened.page.locator(titles).all_inner_texts()
        opened.page.locator("#sort").select_option("title")
        by_name = opened.page.locator(titles).all_inner_texts()
        assert by_name == sorted(by_name) != by_fit
        opened.page.locator("#sort").select_option("turns")
        assert opened.page.locator(titles).all_inner_texts() == by_fit


# ---- without JavaScript, on paper


def test_without_javascript_everything_is_there(browser: Any, shipped_file: Path) -> None:
    with visit(browser, shipped_file, java_script_enabled=False) as opened:
        page = opened.page
        for summary in page.locator("details.part > summary").all():
            summary.click()
        for selector in (
            "#headline",
            ".matrix td[data-place] .n b",
            "svg.timeline",
            "article.cell-detail h3",
            ".coding-card .evidence li",
            ".rule-card .formal",
            ".critical td",
            ".references li",
        ):
            assert page.locator(selector).first.is_visible(), selector
        assert not page.locator("#open-panel").is_visible()


def test_paper_says_which_changes_it_is_of(browser: Any, small_file: Path) -> None:
    with visit(browser, small_file) as opened:
        opened.choose("second:cover", "strong")
        opened.page.emulate_media(media="print")
        said = opened.page.locator("#changes-on-paper").inner_text()
        assert "cover, Second thoughts: strong, not weak or strong" in said and "--set second:cover=strong" in said
