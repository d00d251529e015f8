"""A real headless Chromium for tests, and what a test asks of a page in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install playwright")

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium: apt-get install chromium")

WIDTHS = (360, 768, 1280)
OPEN_ALL = "() => { for (const part of document.querySelectorAll('details')) part.open = true; }"
SHOWN = """() => [...document.querySelectorAll('.matrix td[data-place]')]
  .sort((a, b) => a.dataset.place - b.dataset.place).map((td) => {
    const text = (part) => td.querySelector(part).textContent.trim();
    return [text('.n b'), text('.words'), text('.says [aria-hidden]')];
  })"""
RECORDS = """() => Object.fromEntries([...document.querySelectorAll('.matrix tr[data-theory]')].map((row) => [
  row.dataset.theory, ['.unrefuted', '.both'].map((part) => row.querySelector(part)?.textContent ?? '')]))"""
EVERY_CHANGE = """(shown) => {
  const cells = eval(shown), found = [], { data, state } = checkerPage;
  data.periods.forEach((period) => data.codable.forEach((term) => {
    for (const value of [...data.values[term], 'missing']) {
      const name = `${period}:${data.terms[term]}`;
      state.preview(name, value);
      if (state.changes.size) found.push(['set', name, value, cells()]);
      state.preview(name, '');
    }
  }));
  for (const label of new Set(data.rules.flatMap(({ rules }) => rules.map((rule) => rule.label)))) {
    state.giveUp(label, true);
    found.push(['without', label, '', cells()]);
    state.giveUp(label, false);
  }
  return found;
}"""


@dataclass
class Visit:
    """A page that is open, with what it asked for and complained of."""

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def shown(self) -> list[list[str]]:
        """For each cell in order the chance that the theory fits, how sure that is in words, and what it says."""
        found: list[list[str]] = self.page.evaluate(SHOWN)
        return found

    def choose(self, name: str, value: str) -> None:
        """Change a coding, as the panel does."""
        self.page.evaluate("([name, value]) => checkerPage.state.change(name, value)", [name, value])

    def give_up(self, label: str) -> None:
        self.page.evaluate("(label) => checkerPage.state.giveUp(label, true)", label)

    def records(self) -> dict[str, list[str]]:
        """For each theory the chances of its record, once they are worked out."""
        self.page.wait_for_function(
            "![...document.querySelectorAll('.track')].some((td) => td.textContent.includes('…'))",
            timeout=180_000,  # milliseconds: the largest record takes seconds, and more on a busy machine
        )
        found: dict[str, list[str]] = self.page.evaluate(RECORDS)
        return found

    def every_change(self) -> list[tuple[str, str, str, list[list[str]]]]:
        """What is shown after each single change that the controls can make: its kind, name, value, and the cells."""
        found: list[tuple[str, str, str, list[list[str]]]] = self.page.evaluate(EVERY_CHANGE, SHOWN)
        return found


@contextmanager
def chromium() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


@contextmanager
def visit(browser: Any, path: Path, fragment: str = "", width: int = 1280, **options: Any) -> Iterator[Visit]:
    """Open a file at a width; the context options are Playwright's (color_scheme, java_script_enabled ...)."""
    context = browser.new_context(viewport={"width": width, "height": 900}, **options)
    opened = Visit(context.new_page())
    opened.page.on("request", lambda request: opened.requests.append(request.url))
    opened.page.on("console", lambda message: opened.complaints.append(message.text))
    opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.page.on("dialog", lambda dialog: opened.complaints.append(dialog.message))
    opened.page.goto(path.as_uri() + fragment)
    yield opened
    context.close()
