"""The page in a real browser: quiet, accessible, right to the last verdict, and there without JavaScript."""

from __future__ import annotations

import csv
import shlex
from collections.abc import Iterator, Sequence
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner

import checker.analysis.page.compiled_cells
from checker.analysis.page.dossier import dossier
from checker.analysis.verdicts.judgement import VERDICTS
from checker.analysis.verdicts.trial import Trial
from checker.analysis.page.compiled_cells import what_if
from checker.cli import main
from checker.report.words import verdicts as wording
from checker.report.words.labels import figure, percent
from checker.study.case import Case, Coding
from checker.study.theory import Explained, Theory
from tests.random_studies import random_study
from tests.report.browser import OPEN_ALL, WIDTHS, Visit, needs_chromium, visit
from tests.report.studies import HOSTILE, page_of, shipped, shipped_dossier
from tests.small_studies import case, theory

pytestmark = needs_chromium
SCHEMES = ("light", "dark")
NEAR = Fraction(wording.NEAR, 100)


# ---- the verdicts are those of Python

def questions(trials: Sequence[Trial]) -> list[tuple[Trial, Explained, int]]:
    """The cells in the order of the page."""
    return [(trial, explained, t) for trial in trials for explained in trial.theory.explains
            for t in range(1, trial.case.last + 1)]


def labels(theory: Theory) -> set[str]:
    return {p.id for p in theory.propositions} | {s.label for s in theory.exhaustive}


def as_shown(trial: Trial, explained: Explained, t: int) -> list[str]:
    """What a cell of the table says: the leading verdict, its chance, what is near to it, what the theory says."""
    cell = trial.cell(explained, t)
    leading, said = cell.leading, cell.question.finding(cell.read_codings)
    near = sorted(((v, p) for v, p in cell.probability if v != leading.verdict and leading.probability - p <= NEAR),
                  key=lambda each: -each[1])
    says = ""
    if said.prediction is not None:
        says = f"says {wording.arrows(explained, said.prediction)}"
    if said.expectation and said.expectation != said.prediction:
        says += f" · usually {wording.arrows(explained, said.expectation)}"
    besides = [f"or {v} {unbroken(percent(p))}" for v, p in near]
    besides += [f"as coded: {cell.verdict}"] if cell.verdict not in (leading.verdict, "open") else []
    return [leading.verdict, unbroken(percent(leading.probability)), ", ".join(besides), says]


def unbroken(words: str) -> str:
    return words.replace(" ", "\N{NO-BREAK SPACE}")


class Judge:
    """What the page has to say of all cells, in its order, after one change."""

    def __init__(self, case: Case, theories: tuple[Theory, ...]) -> None:
        self.case = case
        self.trials = [Trial(theory, case) for theory in theories]
        self.terms = {str(term): term for term in case.codebook.terms()}
        self.filed = [as_shown(*each) for each in questions(self.trials)]

    def says(self, kind: str, name: str, value: str) -> list[list[str]]:
        return self._without(name) if kind == "without" else self._recoded(name, value)

    def _without(self, label: str) -> list[list[str]]:
        trials = [trial.giving_up([label]) for trial in self.trials]
        return [as_shown(*each) if label in labels(each[0].theory) else before
                for each, before in zip(questions(trials), self.filed, strict=True)]

    def _recoded(self, name: str, value: str) -> list[list[str]]:
        """After PERIOD:TERM=VALUE; only cells in which the coding matters are asked again."""
        period, _, text = name.partition(":")
        number = self.case.number_of(period)
        assert number is not None
        term = self.terms[text]
        case = self.case.recoded({(term, number): Coding(() if value == "missing" else tuple(value.split("|")))})
        return [as_shown(trial.on(case), explained, t) if (term, number) in trial.question(explained, t).places
                else before for (trial, explained, t), before in zip(questions(self.trials), self.filed, strict=True)]


def differences(opened: Visit, judge: Judge) -> list[str]:
    """The single changes under which the page shows something else than Python gives."""
    assert opened.shown() == judge.filed
    tried = opened.every_change()
    assert tried
    wrong = [f"{kind} {name}={value}" for kind, name, value, cells in tried if cells != judge.says(kind, name, value)]
    assert opened.shown() == judge.filed
    return wrong


def test_every_single_change_of_the_shipped_case_shows_what_python_gives(browser: Any, shipped_file: Path) -> None:
    judge = Judge(*shipped())
    with visit(browser, shipped_file) as opened:
        controls = opened.page.locator("#controls select").count() + opened.page.locator("#controls input").count()
        case, theories = shipped()
        known = set().union(*map(labels, theories))
        assert controls == len(known) + len(shipped_dossier().what_if.terms()) * (case.last + 1 - case.first)
        assert differences(opened, judge) == []
        assert opened.complaints == []


@pytest.mark.parametrize("seed", range(0, 100, 20))
def test_every_single_change_of_random_studies_shows_what_python_gives(
    seed: int, browser: Any, tmp_path: Path
) -> None:
    for number in range(seed, seed + 20):
        theory, case = random_study(number)
        file = tmp_path / f"{number}.html"
        file.write_text(page_of(dossier(case, [theory])), encoding="utf-8")
        with visit(browser, file) as opened:
            assert differences(opened, Judge(case, (theory,))) == [], number
            assert opened.complaints == [], number


ASK = """([data, states]) => {
  const { cells, filed, coding, judged, observed, figure } = judging(data);
  const shown = ([name, chance]) => [name, figure(chance)];
  return states.map(([changes, off]) => {
    const coded = filed.map((row) => row.slice());
    for (const [period, term, values] of changes) coded[period][term] = coding(term, values);
    const gone = new Set(off.map((label) => data.labels.indexOf(label)));
    return cells.map((cell) => {
      const { verdict, all, readings, prediction } = judged(cell, coded, gone);
      const said = prediction ?? null, chances = all ?? [['untestable', [1n, 1n]]];
      const outcomes = said === null ? null : cell.outcomes.filter((_, n) => said & (1 << n));
      return [verdict, chances.map(shown), readings, outcomes, observed(cell, coded).map(shown)];
    });
  });
}"""
State = tuple[list[tuple[int, int, list[int]]], list[str]]


def states(theory: Theory, case: Case, dice: Random) -> Iterator[tuple[Case, State]]:
    """The case under several changes at once, and these as the page takes them: by period, term and values."""
    terms = case.codebook.terms()
    open_to_change = [n for n, term in enumerate(terms) if case.binds(term) and not case.codebook.is_theoretical(term)]
    for _ in range(5):
        made: dict[tuple[int, int], list[int]] = {}
        for _ in range(dice.choice((1, 2, 3, 5))):
            number, place = dice.randint(case.first, case.last), dice.choice(open_to_change)
            size = len(case.codebook.values(terms[place]))
            made[number, place] = sorted(dice.sample(range(size), dice.choice((0, 1, 1, 2))))
        yield case.recoded({(terms[place], number): Coding(tuple(case.codebook.values(terms[place])[v] for v in values))
                            for (number, place), values in made.items()}), (
            [(number - case.first, place, values) for (number, place), values in made.items()],
            [label for label in sorted(labels(theory)) if dice.random() < 0.2])


def asked_of_python(trial: Trial) -> list[list[Any]]:
    found = []
    for _, explained, t in questions([trial]):
        cell = trial.cell(explained, t)
        said = cell.question.finding(cell.read_codings).prediction
        seen = [[o, figure(p)] for o, p in cell.observed_probability or ()]
        found.append([cell.leading.verdict, [[v, figure(p)] for v, p in cell.probability], list(cell.readings),
                      None if said is None else list(said), seen])
    return found


def test_hundreds_of_random_states_give_the_chances_and_readings_of_python(browser: Any) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.add_script_tag(content=files("checker.report").joinpath("templates/verdicts.js").read_text("utf-8"))
        for seed in range(200, 280):
            theory, case = random_study(seed)
            tried = list(states(theory, case, Random(seed)))
            data = {**what_if(case, [theory]).plain(), "verdicts": dict.fromkeys(VERDICTS, ""), "near": wording.NEAR}
            found = page.evaluate(ASK, [data, [state for _, state in tried]])
            assert found == [asked_of_python(Trial(theory, under, off)) for under, (_, off) in tried], seed


def test_a_cell_past_the_limit_keeps_its_verdict_and_says_so(
    browser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checker.analysis.page.compiled_cells, "MAX_CELL_NODES", 1)
    th, of = theory("P: if a and b then y is high"), case("a=yes b=yes y=high", "a=no b=? y=low")
    (tmp_path / "page.html").write_text(page_of(dossier(of, [th])), encoding="utf-8")
    with visit(browser, tmp_path / "page.html") as opened:
        before = opened.shown()
        opened.page.locator("#controls select[name='t1:a']").select_option("no")
        assert opened.shown() == before
        notes = opened.page.locator(".matrix .was:visible").all_inner_texts()
        assert notes == ["without your changes: not worked out again here"] * 2
        assert opened.page.locator("td.track[data-period]").last.inner_text().startswith("…")
        assert opened.complaints == []


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
        opened.page.locator("#controls select[name='rise:alternative(partner)']").select_option("no")
        pairs = enumerate(zip(shown, opened.shown(), strict=True))
        moved = {place // 4 for place, (one, other) in pairs if one != other}
        assert 0 < len(moved) < rows.count()
        places = [int(row.locator("td[data-place]").first.get_attribute("data-place") or "") // 4 for row in rows.all()]
        for row, place, figures in zip(rows.all(), places, before, strict=True):
            now = row.locator(".track").all_inner_texts()
            assert ("%" not in "".join(now)) if place in moved else now == figures
        assert "--set 'rise:alternative(partner)=no'" in opened.page.locator(".command-of-changes").inner_text()
        opened.page.locator("#reset").click()
        assert [row.locator(".track").all_inner_texts() for row in rows.all()] == before


def test_a_value_in_doubt_can_be_taken_for_certain(browser: Any, small_file: Path) -> None:
    with visit(browser, small_file) as opened:
        control = opened.page.locator("#controls select[name='first:need(partner)']")
        assert [option.inner_text() for option in control.locator("option").all()] == [
            "yes, 70\N{NO-BREAK SPACE}%", "no", "yes for certain", "missing"]
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
            assert [unbroken(percent(Fraction(row["probability"].split(";")[0].split()[-1]))) for row in rows] == [
                cell[1] for cell in opened.shown()]


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
        opened.page.locator("#controls select[name='rise:alternative(partner)']").select_option("no")
        place = next(n for n, cell in enumerate(shipped_dossier().cells)
                     if cell.record.theory.name == "neorealism" and cell.judgement.period_id == "rise")
        opened.page.locator(f".matrix td[data-place='{place}'] a").click()
        said = opened.page.locator("#detail-changed").inner_text()
        verdict, chance, *_ = opened.shown()[place]
        assert said.startswith(f"With your changes: {verdict} {chance}, ")
        assert opened.page.locator("dialog .codings-used .evidence").count() > 0, "brought in from the appendix"


# ---- without JavaScript, on paper

def test_without_javascript_everything_is_there(browser: Any, shipped_file: Path) -> None:
    with visit(browser, shipped_file, java_script_enabled=False) as opened:
        page = opened.page
        for selector in ("#answer .lede", ".matrix td[data-place] .word", "svg.timeline", "article.cell-detail h4",
                         ".cell-detail .steps", ".codebook caption", ".codings caption", ".references li",
                         ".event-lists li"):
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
