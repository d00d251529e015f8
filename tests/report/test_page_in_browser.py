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
from tests.report.studies import HOSTILE, shipped_dossier

pytestmark = needs_chromium
SCHEMES = ("light", "dark")


# ---- quiet and accessible


@pytest.mark.parametrize("which", ["small", "shipped"])
def test_the_page_asks_for_nothing_but_itself_and_complains_of_nothing(
    which: str, browser: Any, small_file: Path, shipped_file: Path
) -> None:
    file = small_file if which == "small" else shipped_file
    with visit(browser, file) as opened:
        opened.page.locator("a.cell").first.click()
        opened.page.keyboard.press("Escape")
        opened.page.locator("#controls select").first.select_option(index=1)
        opened.page.wait_for_timeout(500)
        assert opened.requests == [file.as_uri()]
        assert opened.complaints == []


def test_text_of_a_user_never_runs(browser: Any, small_file: Path) -> None:
    with visit(browser, small_file) as opened:
        assert opened.page.evaluate("window.hacked") is None
        assert opened.page.locator("h1").inner_text() == HOSTILE
        assert opened.page.locator("b, i").count() == 0


@pytest.fixture(scope="module")
def axe() -> Any:
    return pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_no_violation_whatever_is_open_or_changed(
    scheme: str, width: int, axe: Any, browser: Any, small_file: Path
) -> None:
    with visit(browser, small_file, width=width, color_scheme=scheme, reduced_motion="reduce") as opened:
        opened.page.locator("#show-all").click()
        opened.page.evaluate(OPEN_ALL)
        assert violations(axe, opened) == []
        opened.page.locator("#show-all").click()
        opened.page.locator("#controls select").nth(1).select_option(index=2)
        opened.page.locator("#controls input").first.uncheck()
        assert violations(axe, opened) == []
        opened.page.locator("a.cell").nth(1).click()
        assert violations(axe, opened) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_no_violation_on_the_shipped_page(scheme: str, axe: Any, browser: Any, shipped_file: Path) -> None:
    with visit(browser, shipped_file, color_scheme=scheme) as opened:
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
        for _ in range(40):
            press("Tab")
            if page.evaluate(f"{focused}.classList.contains('cell')"):
                break
        cell = page.evaluate(f"{focused}.getAttribute('href')")
        press("Enter")
        assert page.locator("dialog").get_attribute("open") is not None
        assert page.evaluate(f"{focused}.closest('dialog') !== null")
        press("Escape")
        assert page.locator("dialog").get_attribute("open") is None
        assert page.evaluate(f"{focused}.getAttribute('href')") == cell
        before = opened.words()
        page.locator("#controls select[name='rise:cooperation']").focus()
        press("End")
        press("ArrowUp")
        assert opened.words() != before
        assert "recoding" in page.locator("#spoken").inner_text()
        page.locator("#controls input").first.focus()
        press("Space")
        assert "given up" in page.locator("#changes-said").inner_text()
        page.locator("#reset").focus()
        press("Enter")
        assert opened.words() == before
        outline = page.evaluate("getComputedStyle(document.querySelector('a.cell')).outlineStyle")
        assert outline == "none"
        page.locator("a.cell").first.focus()
        press("Tab")
        assert page.evaluate(f"getComputedStyle({focused}).outlineStyle") == "solid"


def test_changed_cells_say_what_they_were(browser: Any, shipped_file: Path) -> None:
    with visit(browser, shipped_file) as opened:
        before = opened.shown()
        opened.page.locator("#controls select[name='rise:cooperation']").select_option("high")
        after = opened.shown()
        changed = [place for place, (one, other) in enumerate(zip(before, after, strict=True)) if one[0] != other[0]]
        moved = [place for place, (one, other) in enumerate(zip(before, after, strict=True)) if one[:2] != other[:2]]
        assert changed and len(moved) > len(changed)
        for place, (verdict, chance, *_) in enumerate(before):
            note = opened.page.locator(f".matrix td[data-place='{place}'] .was")
            assert note.is_visible() == (place in moved)
            if place in moved:
                assert note.text_content() == (f"was {verdict} {chance}" if place in changed else f"was {chance}")
        assert opened.page.locator("#changed-verdicts li").count() == len(changed)
        said = opened.page.locator("#changes-said").inner_text()
        assert said == f"1 recoding: another verdict leads in {len(changed)} cells."


def test_no_record_stands_beside_a_verdict_that_has_moved(browser: Any, shipped_file: Path) -> None:
    with visit(browser, shipped_file) as opened:
        rows = opened.page.locator(".matrix tr:has(td[data-place])")
        before, shown = [row.locator(".track").all_inner_texts() for row in rows.all()], opened.shown()
        assert all("%" in cell or cell == "–" for row in before for cell in row)
        opened.page.locator("#controls select[name='rise:stronger_supplier(partner)']").select_option("no")
        pairs = enumerate(zip(shown, opened.shown(), strict=True))
        moved = {place // 4 for place, (one, other) in pairs if one != other}
        assert 0 < len(moved) < rows.count()
        places = [int(row.locator("td[data-place]").first.get_attribute("data-place") or "") // 4 for row in rows.all()]
        for row, place, figures in zip(rows.all(), places, before, strict=True):
            now = row.locator(".track").all_inner_texts()
            assert ("%" not in "".join(now)) if place in moved else now == figures
        assert "--set 'rise:stronger_supplier(partner)=no'" in opened.page.locator(".command-of-changes").inner_text()
        opened.page.locator("#reset").click()
        assert [row.locator(".track").all_inner_texts() for row in rows.all()] == before


def test_a_value_in_doubt_can_be_taken_for_certain(browser: Any, small_file: Path) -> None:
    with visit(browser, small_file) as opened:
        control = opened.page.locator("#controls select[name='first:need(partner)']")
        assert [option.inner_text() for option in control.locator("option").all()] == [
            "yes, 70\N{NO-BREAK SPACE}%",
            "no",
            "yes for certain",
            "missing",
        ]
        before = opened.shown()
        control.select_option("yes")
        assert opened.page.locator("#command").inner_text().endswith("--set 'first:need(partner)=yes'")
        assert opened.shown()[0][1] > before[0][1]
        link = opened.page.locator("#permalink").get_attribute("href")
        control.select_option("")
        assert opened.shown() == before and not opened.page.locator("#changes").is_visible()
    with visit(browser, small_file, link) as again:
        assert again.page.locator("#controls select[name='first:need(partner)']").input_value() == "yes"


def test_the_link_brings_the_changes_back(browser: Any, shipped_file: Path) -> None:
    with visit(browser, shipped_file) as opened:
        opened.page.locator("#controls select[name='decline:patron_cover']").select_option("strong")
        opened.page.locator("#controls select[name='rise:stronger_supplier(partner)']").select_option("missing")
        opened.page.locator("#controls input[name='N2']").uncheck()
        opened.page.locator("#controls input[name='exhaustive: cooperation rises']").uncheck()
        words, link = opened.words(), opened.page.locator("#permalink").get_attribute("href")
        command = opened.page.locator("#command").inner_text()
    assert command == (
        "checker check belarus-iran --set decline:patron_cover=strong "
        "--set 'rise:stronger_supplier(partner)=missing' --without N2 "
        "--without 'exhaustive: cooperation rises'"
    )
    with visit(browser, shipped_file, link) as again:
        assert again.words() == words
        assert again.page.locator("#controls select[name='decline:patron_cover']").input_value() == "strong"
        assert not again.page.locator("#controls input[name='N2']").is_checked()
        again.page.locator("#reset").click()
        again.page.wait_for_timeout(500)
        assert "#" not in again.page.url
    with visit(browser, shipped_file, "#set=decline:no_such_term=strong&set=x&without=nothing") as odd:
        assert odd.complaints == []


def test_the_observed_row_follows_a_recoded_outcome_and_comes_back(browser: Any, shipped_file: Path) -> None:
    with visit(browser, shipped_file) as opened:
        row, notes = opened.page.locator(".matrix .observed"), opened.page.locator(".as-coded:visible")
        as_coded, change = row.inner_text(), "#controls select[name='decline:cooperation']"
        assert notes.count() == 0
        opened.page.locator("#controls select[name='decline:patron_cover']").select_option("strong")
        assert row.inner_text() == as_coded and notes.count() == 5
        opened.page.locator(change).select_option("high")
        last = row.locator("td[data-period]").last
        # In the rise before, cooperation is high with a confidence of 0.6.
        assert last.inner_text().split("\n") == ["→ steady 60\N{NO-BREAK SPACE}%", "was falls 77\N{NO-BREAK SPACE}%"]
        assert row.locator(".changed").count() == 1 and "changed" in (last.get_attribute("class") or "")
        for part in ("#answer", "#timeline"):
            note = opened.page.locator(f"{part} .as-coded").first.inner_text()
            assert note.endswith("of the case as coded, without your changes.")
        link = opened.page.locator("#permalink").get_attribute("href")
        opened.page.locator(change).select_option("missing")
        assert last.inner_text().split("\n") == ["not coded", "was falls 77\N{NO-BREAK SPACE}%"]
        opened.page.locator("#reset").click()
        assert notes.count() == 0 and row.locator(".was, .changed").count() == 0
        assert row.inner_text() == as_coded
    with visit(browser, shipped_file, link) as again:
        assert again.page.locator(".matrix .observed td[data-period]").last.inner_text().startswith("→ steady")
        assert again.page.locator(".as-coded:visible").count() == 5


def test_the_same_on_the_command_line_gives_the_verdicts_of_the_page(browser: Any, tmp_path: Path) -> None:
    names = ("belarus-iran", "ukraine-iran")
    arguments = ("-t", "neorealism", "-t", "persistence", "-o", str(tmp_path / "index.html"))
    CliRunner().invoke(main, ["report", *names, *arguments], catch_exceptions=False)
    for name in names:
        with visit(browser, tmp_path / f"{name}.html") as opened:
            opened.page.locator("#controls input[name='N2']").uncheck()
            opened.page.locator("#controls select").last.select_option(index=0)
            opened.page.locator("#controls select[name$='patron_cover']").last.select_option("missing")
            program, *words = shlex.split(opened.page.locator("#command").inner_text())
            said = CliRunner().invoke(main, [*words, "--format", "csv"], catch_exceptions=False).stdout
            assert program == "checker"
            rows = list(csv.DictReader(said.splitlines()))
            assert [row["leading"] for row in rows] == opened.words()
            assert [unbroken_percent(Fraction(row["probability"].split(";")[0].split()[-1])) for row in rows] == [
                cell[1] for cell in opened.shown()
            ]


@pytest.mark.parametrize("given_up", ["", "N2"])
def test_the_change_that_is_found_brings_another_verdict_to_the_lead(
    given_up: str, browser: Any, shipped_file: Path
) -> None:
    with visit(browser, shipped_file) as opened:
        found = 0
        for place in range(0, len(opened.words()), 5):
            if given_up:
                opened.page.locator(f"#controls input[name='{given_up}']").uncheck()
            before = opened.words()[place]
            opened.page.locator(f".matrix td[data-place='{place}'] a").click()
            opened.page.locator("#find").click()
            words = opened.page.locator("#found").inner_text()
            if not opened.page.locator("#found button").count():
                assert words.startswith("No change of one coding does")
                opened.page.keyboard.press("Escape")
                continue
            opened.page.locator("#found button").click()
            now = opened.words()[place]
            assert now != before and f"then {now} leads" in words
            assert opened.page.locator("#changed-codings li").count() - bool(given_up) in (1, 2)
            opened.page.locator("#reset").click()
            found += 1
        assert found > 3


def test_the_details_say_what_the_changes_lead_to(browser: Any, shipped_file: Path) -> None:
    with visit(browser, shipped_file) as opened:
        opened.page.locator("#controls select[name='rise:stronger_supplier(partner)']").select_option("no")
        place = next(
            n
            for n, cell in enumerate(shipped_dossier().cells)
            if cell.record.theory.name == "neorealism" and cell.judgement.period_id == "rise"
        )
        opened.page.locator(f".matrix td[data-place='{place}'] a").click()
        said = opened.page.locator("#detail-changed").inner_text()
        verdict, chance, *_ = opened.shown()[place]
        assert said.startswith(f"With your changes: {verdict} {chance}, ")
        assert opened.page.locator("dialog .codings-used .evidence").count() > 0, "brought in from the appendix"


# ---- without JavaScript, on paper


def test_without_javascript_everything_is_there(browser: Any, shipped_file: Path) -> None:
    with visit(browser, shipped_file, java_script_enabled=False) as opened:
        page = opened.page
        for selector in (
            "#answer .lede",
            ".matrix td[data-place] .word",
            "svg.timeline",
            "article.cell-detail h4",
            ".cell-detail .steps",
            ".codebook caption",
            ".codings caption",
            ".references li",
            ".event-lists li",
        ):
            assert page.locator(selector).first.is_visible(), selector
        assert all(article.is_visible() for article in page.locator("article.cell-detail").all())
        assert not page.locator("#controls").is_visible() and not page.locator("#find").is_visible()


def test_paper_says_which_changes_its_verdicts_are_of(browser: Any, small_file: Path) -> None:
    with visit(browser, small_file) as opened:
        page = opened.page
        page.emulate_media(media="print")
        assert not page.locator("#changes-on-paper").is_visible()
        page.emulate_media(media="screen")
        page.locator("#controls select").first.select_option(index=1)
        page.locator("#controls input").first.uncheck()
        assert not page.locator("#changes-on-paper").is_visible()
        page.emulate_media(media="print")
        said = page.locator("#changes-on-paper").inner_text()
        assert page.locator("#changed-codings li").first.text_content() in said
        assert "--set" in said and "--without" in said and "instead of" in said
