"""The page as text: what is on it, what user text becomes, and that nothing is fetched.

    python -m tests.report.test_page     renews the gold file
"""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.report.studies import HOSTILE, shipped_dossier, shipped_page, small_page

GOLD = Path(__file__).resolve().parent.parent / "gold" / "small.html"
VOID = {"meta", "input", "br", "link", "img", "hr"}


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
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-3:]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def without_assets(page: str) -> str:
    """The page without its style and script, which are files of their own."""
    return re.sub(r"(<style>|<script>)\n.*?(</style>|</script>)", r"\1\2", page, flags=re.DOTALL)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> str:
    return small_page(tmp_path_factory.mktemp("small"))


def test_the_small_page_is_the_gold_file(small: str) -> None:
    assert without_assets(small) == GOLD.read_text(encoding="utf-8"), \
        "the page has changed: if it should, `python -m tests.report.test_page` renews the gold file"


@pytest.mark.parametrize("which", ["small", "shipped"])
def test_elements_are_closed_and_ids_are_unique_and_links_lead_somewhere(which: str, small: str) -> None:
    outline = Outline(small if which == "small" else shipped_page())
    assert outline.open == []
    ids = [attributes["id"] for _, attributes in outline.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for tag, attributes in outline.elements:
        href = attributes.get("href") or ""
        if tag == "a" and href.startswith("#") and href != "#":
            assert href[1:] in ids


def test_text_of_a_user_stays_text(small: str) -> None:
    outline = Outline(small)
    scripts = [attributes for tag, attributes in outline.elements if tag == "script"]
    assert scripts == [{"type": "application/json", "id": "compiled"}, {}]
    assert not any(tag in ("b", "i") for tag, _ in outline.elements)
    shown = "".join(outline.words)
    assert shown.count(HOSTILE) >= 5
    assert not any((attributes.get("href") or "").startswith("javascript:") for _, attributes in outline.elements)


@pytest.mark.parametrize("which", ["small", "shipped"])
def test_the_page_fetches_nothing(which: str, small: str) -> None:
    text = small if which == "small" else shipped_page()
    outline = Outline(text)
    assert not [tag for tag, attributes in outline.elements
                if tag in ("link", "img", "iframe", "object", "embed", "base") or "src" in attributes
                or "srcset" in attributes]
    assert set(re.findall(r"url\(([^)]*)\)", text)) <= {"#hatch"}
    assert "@import" not in text and "fetch(" not in text and "XMLHttpRequest" not in text


def test_the_shipped_page_is_below_600_kilobytes() -> None:
    assert len(shipped_page().encode()) < 600_000


def test_the_data_of_the_page_are_json_that_cannot_end_their_element(small: str) -> None:
    for text in (small, shipped_page()):
        data = re.search(r'id="compiled">(.*?)</script>', text, re.DOTALL)
        assert data is not None and "<" not in data[1]
        plain = json.loads(data[1])
        assert len(plain["cells"]) == len(plain["verdict"]) == len(plain["fewest"])


def test_the_same_input_gives_the_same_page(tmp_path: Path) -> None:
    assert small_page(tmp_path / "once") == small_page(tmp_path / "again")


def test_every_verdict_of_the_dossier_stands_in_the_matrix_and_in_the_details() -> None:
    outline = Outline(shipped_page())
    cells = shipped_dossier().cells
    for where in ("td", "article"):
        places = [attributes["data-place"] or "" for tag, attributes in outline.elements
                  if tag == where and "data-place" in attributes]
        assert sorted(map(int, places)) == list(range(len(cells)))


def test_tables_have_captions_and_headings_with_a_scope() -> None:
    text = shipped_page()
    assert text.count("<table") == text.count("<caption>")
    assert not re.search(r"<th(?![^>]*scope=)(?!ead)", text)


def luminance(colour: str) -> float:
    parts = [int(colour[n:n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1])
def test_colours_keep_their_distance(scheme: int) -> None:
    """Text 4.5:1 and what is drawn 3:1, in the light scheme and in the dark one (WCAG 2.2, 1.4.3 and 1.4.11)."""
    css = shipped_page().split("<style>")[1]
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    named = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", blocks[0]))
    if scheme:
        named |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", blocks[1]))
    for text in ("ink", "quiet", "accent"):
        assert contrast(named[text], named["paper"]) >= 4.5
        assert contrast(named[text], named["wash"]) >= 4.5
    for fill in ("fit", "refuted", "against"):
        assert contrast(named["on-fill"], named[fill]) >= 7
        assert contrast(named[f"{fill}-edge"], named["paper"]) >= 3
    assert contrast(named["edge"], named["paper"]) >= 3
    assert (named["fit"], named["refuted"], named["against"]) == ("#b7dcf5", "#f7c59f", "#fff2b3") or scheme


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        GOLD.parent.mkdir(exist_ok=True)
        GOLD.write_text(without_assets(small_page(Path(folder))), encoding="utf-8")
