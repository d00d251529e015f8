"""Pictures for a paper: whole SVG files with the figures of the page, and PDF files of them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from checker.analysis.page.dossier import dossier
from checker.cli import main
from checker.report.page.figures import figures
from checker.report.page.render_page import page_view
from checker.report.page.view import PageView
from checker.report.render import pdf as drawing
from checker.report.render.pdf import can_draw_pdf, pdf
from tests.report.studies import HOSTILE, PROVENANCE, shipped_dossier, small_study

SVG = "{http://www.w3.org/2000/svg}"


@cache
def shipped_view() -> PageView:
    return page_view(shipped_dossier(), PROVENANCE)


@cache
def shipped_figures() -> dict[str, str]:
    return dict(figures(shipped_dossier(), shipped_view()))


def words(svg: str) -> str:
    """All words of a drawing, a space between lines."""
    return " ".join("".join(text.itertext()) for text in ElementTree.fromstring(svg).iter(f"{SVG}text"))


def test_there_is_a_picture_of_the_matrix_of_every_rise_and_fall_and_of_the_timeline() -> None:
    named = shipped_figures()
    assert {"matrix.svg", "timeline.svg", "argument-neorealism-rise.svg", "argument-neorealism-decline.svg"} <= set(
        named
    )
    assert not [name for name in named if "persistence" in name or "stagnation" in name]


def test_pictures_are_whole_documents_that_need_nothing_else() -> None:
    for name, svg in shipped_figures().items():
        root = ElementTree.fromstring(svg)
        assert root.tag == f"{SVG}svg" and root.findtext(f"{SVG}title"), name
        assert not {element.tag for element in root.iter()} & {f"{SVG}script", f"{SVG}image", f"{SVG}a"}, name
        assert "var(" not in svg and "href" not in svg and "url(" not in svg, name
        width, height = float(root.attrib["width"]), float(root.attrib["height"])
        assert root.attrib["viewBox"] == f"0 0 {width:g} {height:g}" and width > 300 and height > 60


def test_the_matrix_has_the_figures_of_the_page() -> None:
    said = words(shipped_figures()["matrix.svg"])
    (matrix,) = shipped_view().matrices
    for row in (*matrix.rivals, *matrix.benchmarks):
        assert row.track.unrefuted in said and all(f"{cell.fits} fits" in said for cell in row.cells)
    drawn = ElementTree.fromstring(shipped_figures()["matrix.svg"])
    arrows = sum(element.attrib.get("class") == "arrow" for element in drawn.iter())
    cells = [cell for row in (*matrix.rivals, *matrix.benchmarks) for cell in row.cells]
    assert arrows == sum(len((cell.usually or cell.says).replace(" ", "")) for cell in cells) > 0


def test_an_argument_names_its_propositions_and_ends_in_the_verdict() -> None:
    said = words(shipped_figures()["argument-neorealism-decline.svg"])
    cell = next(cell for cell in shipped_view().cells if cell.name == "neorealism").cells[-1]
    assert f"so: {cell.mark.verdict}" in said and "evidence" in said


def test_text_of_a_user_stays_text(tmp_path: Path) -> None:
    study = small_study(tmp_path)
    found = dossier(study.cases[0], study.theories)
    drawn = dict(figures(found, page_view(found, PROVENANCE)))
    assert HOSTILE in "".join(ElementTree.fromstring(svg).findtext(f"{SVG}title") or "" for svg in drawn.values())
    for svg in drawn.values():
        assert not list(ElementTree.fromstring(svg).iter(f"{SVG}script"))


def test_a_picture_becomes_the_same_pdf_twice() -> None:
    pytest.importorskip("svglib", reason="svglib is not installed")
    for name in ("matrix.svg", "timeline.svg", "argument-neorealism-rise.svg"):
        made = pdf(shipped_figures()[name])
        assert made.startswith(b"%PDF") and made == pdf(shipped_figures()[name])
        assert len(re.findall(rb"/Type\s*/Page\b", made)) == 1


def test_report_writes_pictures_instead_of_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    small_study(Path())
    CliRunner().invoke(main, ["report", "small", "--figures", "pictures"], catch_exceptions=False)
    written = {path.name for path in Path("pictures").iterdir()}
    assert {"matrix.svg", "timeline.svg"} <= written and not list(Path().glob("*.html"))
    assert ("matrix.pdf" in written) is can_draw_pdf()
    monkeypatch.setattr(drawing, "can_draw_pdf", lambda: False)
    result = CliRunner().invoke(main, ["report", "small", "--figures", "without", "-o", "page.html"])
    assert "pip install 'theorychecker[figures]'" in result.stderr and Path("page.html").is_file()
    assert {path.suffix for path in Path("without").iterdir()} == {".svg"}
    assert Path("page.html").read_text(encoding="utf-8").startswith("<!doctype html>")
