"""The page in a real browser: quiet, accessible, right to the last verdict, and there without JavaScript."""

from __future__ import annotations

import csv
import shlex
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from checker.analysis.dossier import dossier
from checker.analysis.result import Verdict
from checker.analysis.readings import Codings
from checker.analysis.verdict import Trial
from checker.cli import main
from checker.engine.grounding import TermPeriod
from checker.study.case import Case
from checker.study.theory import Theory
from tests.random_studies import random_study
from tests.report.browser import EVERY_CHANGE, OPEN_ALL, WIDTHS, Visit, needs_chromium, visit
from tests.report.studies import HOSTILE, long_case, page_of, shipped, shipped_dossier

pytestmark = needs_chromium
SCHEMES = ("light", "dark")


# ---- the verdicts are those of Python

class Judge:
    """The verdicts on all cells, in the order of the page, after one change."""

    def __init__(self, case: Case, theories: tuple[Theory, ...]) -> None:
        self.case = case
        self.theories = theories
        self.trials = [Trial(theory, case) for theory in theories]
        self.terms = {str(term): term for term in case.codebook.terms()}
        self.as_coded = self.without()

    def without(self, *labels: str) -> list[Verdict]:
        trials = [Trial(theory, self.case, labels) for theory in self.theories]
        return [trial.verdict(explained, t) for trial in trials for explained in trial.theory.explains
                for t in range(1, self.case.last + 1)]

    def recoded(self, name: str, value: str) -> list[Verdict]:
        """After PERIOD:TERM=VALUE; only questions in which the term-period occurs are asked again."""
        period, _, term = name.partition(":")
        number = self.case.number_of(period)
        assert number is not None
        place = TermPeriod(self.terms[term], number)
        values = () if value == "missing" else tuple(value.split("|"))
        found = []
        cells = [(trial, explained, t) for trial in self.trials for explained in trial.theory.explains
                 for t in range(1, self.case.last + 1)]
        for (trial, explained, t), before in zip(cells, self.as_coded, strict=True):
            question = trial.question(explained, t)
            codings: Codings = question.coded()
            found.append(question.finding({**codings, place: values}).verdict if place in codings else before)
        return found

    def says(self, kind: str, name: str, value: str) -> list[Verdict]:
        return self.without(name) if kind == "without" else self.recoded(name, value)


def differences(opened: Visit, judge: Judge) -> list[str]:
    """The single changes under which the page shows other verdicts than Python gives."""
    assert opened.words() == judge.as_coded
    tried = opened.page.evaluate(EVERY_CHANGE)
    assert tried
    wrong = [f"{kind} {name}={value}" for kind, name, value, words in tried if words != judge.says(kind, name, value)]
    assert opened.words() == judge.as_coded
    return wrong


def test_every_single_change_of_the_shipped_case_gives_the_verdicts_of_python(browser: Any, shipped_file: Path) -> None:
    judge = Judge(*shipped())
    with visit(browser, shipped_file) as opened:
        controls = opened.page.locator("#controls select").count() + opened.page.locator("#controls input").count()
        case, theories = shipped()
        labels = {p.id for t in theories for p in t.propositions} | {s.label for t in theories for s in t.exhaustive}
        assert controls == len(labels) + len(shipped_dossier().what_if.terms()) * (case.last + 1 - case.first)
        assert differences(opened, judge) == []
        assert opened.complaints == []


@pytest.mark.parametrize("seed", range(0, 200, 20))
def test_random_studies_give_the_verdicts_of_python(seed: int, browser: Any, tmp_path: Path) -> None:
    for number in range(seed, seed + 20):
        theory, case = random_study(number)
        file = tmp_path / f"{number}.html"
        file.write_text(page_of(dossier(case, [theory])), encoding="utf-8")
        with visit(browser, file) as opened:
            assert differences(opened, Judge(case, (theory,))) == [], number
            assert opened.complaints == [], number


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
    return [f"{found['id']}: {node['html'][:200]}"
            for found in results.response["violations"] for node in found["nodes"]]


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
        before = opened.words()
        opened.page.locator("#controls select[name='rise:cooperation']").select_option("high")
        after = opened.words()
        changed = [place for place, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]
        assert changed
        for place, was in enumerate(before):
            note = opened.page.locator(f".matrix td[data-place='{place}'] .was")
            assert note.is_visible() == (place in changed)
            assert place not in changed or note.inner_text() == f"was {was}"
        assert opened.page.locator("#changed-verdicts li").count() == len(changed)
        said = opened.page.locator("#changes-said").inner_text()
        assert said.startswith("1 recoding: ") and str(len(changed)) in said


def test_the_link_brings_the_changes_back(browser: Any, shipped_file: Path) -> None:
    with visit(browser, shipped_file) as opened:
        opened.page.locator("#controls select[name='decline:patron_cover']").select_option("strong")
        opened.page.locator("#controls select[name='rise:alternative(partner)']").select_option("missing")
        opened.page.locator("#controls input[name='N2']").uncheck()
        opened.page.locator("#controls input[name='exhaustive: cooperation rises']").uncheck()
        words, link = opened.words(), opened.page.locator("#permalink").get_attribute("href")
        command = opened.page.locator("#command").inner_text()
    assert command == ("checker check belarus-iran --set decline:patron_cover=strong "
                       "--set 'rise:alternative(partner)=missing' --without N2 "
                       "--without 'exhaustive: cooperation rises'")
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
        as_coded, change = row.inner_html(), "#controls select[name='decline:cooperation']"
        assert notes.count() == 0
        opened.page.locator("#controls select[name='decline:patron_cover']").select_option("strong")
        assert row.inner_html() == as_coded and notes.count() == 4
        opened.page.locator(change).select_option("high")
        last = row.locator("td").last
        assert last.inner_text().split("\n") == ["→ ↑ steady or rises", "was falls or steady"]
        assert row.locator(".changed").count() == 1 and "changed" in (last.get_attribute("class") or "")
        for part in ("#answer", "#timeline"):
            note = opened.page.locator(f"{part} .as-coded").inner_text()
            assert note.endswith("of the case as coded, without your changes.")
        link = opened.page.locator("#permalink").get_attribute("href")
        opened.page.locator(change).select_option("missing")
        assert last.inner_text().split("\n") == ["not coded", "was falls or steady"]
        opened.page.locator("#reset").click()
        assert notes.count() == 0 and row.locator(".was, .changed").count() == 0
        assert row.inner_text() == opened.page.evaluate("""(html) => {
          const copy = document.querySelector('.matrix .observed');
          copy.innerHTML = html;
          return copy.innerText;
        }""", as_coded)
    with visit(browser, shipped_file, link) as again:
        assert again.page.locator(".matrix .observed td").last.inner_text().startswith("→ ↑ steady or rises")
        assert again.page.locator(".as-coded:visible").count() == 4


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
            assert [row["verdict"] for row in csv.DictReader(said.splitlines())] == opened.words()


def test_the_smallest_change_flips_its_cell(browser: Any, shipped_file: Path) -> None:
    with visit(browser, shipped_file) as opened:
        before = opened.words()
        for place, cell in enumerate(shipped_dossier().cells):
            if cell.fewest is not None and place % 5 == 0:
                opened.page.locator(f".matrix td[data-place='{place}'] a").click()
                opened.page.locator("dialog button[data-find]").click()
                opened.page.locator("dialog .found button").click()
                assert opened.words()[place] == cell.fewest.verdict != before[place]
                assert opened.page.locator("#changed-codings li").count() == cell.fewest.number
                opened.page.locator("#reset").click()


def test_a_search_finds_a_flip_where_no_answer_was_compiled_in(browser: Any, shipped_file: Path) -> None:
    with visit(browser, shipped_file) as opened:
        opened.page.locator("#controls input[name='N2']").uncheck()
        before = opened.words()
        place = next(n for n, cell in enumerate(shipped_dossier().cells) if cell.record.theory.name == "neorealism")
        opened.page.locator(f".matrix td[data-place='{place}'] a").click()
        opened.page.locator("dialog button[data-find]").click()
        opened.page.locator("dialog .found button").click()
        assert opened.words()[place] != before[place]


# ---- without JavaScript, in time

def test_without_javascript_everything_is_there(browser: Any, shipped_file: Path) -> None:
    with visit(browser, shipped_file, java_script_enabled=False) as opened:
        page = opened.page
        for selector in ("#answer .lede", ".matrix td[data-place] .word", "svg.timeline", "article.cell-detail h4",
                         ".cell-detail .steps", ".codebook caption", ".codings caption", ".references li",
                         ".event-lists li"):
            assert page.locator(selector).first.is_visible(), selector
        assert all(article.is_visible() for article in page.locator("article.cell-detail").all())
        assert not page.locator("#controls").is_visible() and not page.locator("[data-find]").first.is_visible()


def test_new_verdicts_come_within_50_milliseconds(browser: Any, tmp_path: Path) -> None:
    _, theories = shipped()
    chosen = theories[:8]
    file = tmp_path / "long.html"
    file.write_text(page_of(dossier(long_case(10), chosen)), encoding="utf-8")
    with visit(browser, file) as opened:
        assert len(opened.words()) == 10 * len(chosen)
        took = opened.page.evaluate("""() => {
          const select = document.querySelector("#controls select[name='p5:patron_cover']");
          return [...select.options].map((option) => {
            const began = performance.now();
            select.value = option.value;
            select.dispatchEvent(new Event('change', { bubbles: true }));
            return performance.now() - began;
          });
        }""")
        assert sorted(took)[len(took) // 2] < 50, took


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
