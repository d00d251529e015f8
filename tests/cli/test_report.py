"""`checker report` and `checker demo`: pages, tables for a paper, a folder to begin with."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from checker.cli import main
from checker.report.page.appendix import appendix, appendix_document
from checker.report.page.render_page import page_view
from checker.report.page.view import PageView
from tests.report.studies import HOSTILE, PROVENANCE, shipped_dossier, small_study


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


@cache
def appendix_of_neorealism(form: str) -> Result:
    return run("report", "belarus-iran", "--theory", "neorealism", "--format", form)


@cache
def shipped_view() -> PageView:
    return page_view(shipped_dossier(), PROVENANCE)


@pytest.fixture(autouse=True)
def in_a_new_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "946684800")


def test_a_report_says_what_made_it() -> None:
    result = run("report", "belarus-iran", "--theory", "neorealism", "-o", "out/page.html")
    assert result.exit_code in (0, 1) and "wrote out/page.html" in result.stderr and result.stdout == ""
    text = Path("out/page.html").read_text(encoding="utf-8")
    assert "checker report belarus-iran --theory neorealism -o out/page.html" in text
    assert "1 January 2000" in text and "theory/neorealism.yaml" in text and "republican" not in text
    assert re.search(r"cases/belarus-iran.yaml<td><code>[0-9a-f]{64}<", text)


def test_without_a_file_the_page_is_named_after_the_case() -> None:
    small_study(Path())
    assert run("report", "small", "-t", "realism").exit_code == 0, "no theory is refuted"
    assert [path.name for path in Path().glob("*.html")] == ["small.html"]


def test_several_cases_make_an_index_with_a_page_for_each() -> None:
    small_study(Path())
    text = Path("cases/small.yaml").read_text(encoding="utf-8")
    Path("cases/index.yaml").write_text(text.replace("case: small", "case: index"), encoding="utf-8")
    result = run("report", "small", "index", "-o", "index.html")
    assert result.exit_code == 1, "a theory is refuted"
    assert sorted(path.name for path in Path().glob("*.html")) == ["index-case.html", "index.html", "small.html"]
    index = Path("index.html").read_text(encoding="utf-8")
    assert 'href="small.html"' in index and 'href="index-case.html"' in index and "window.hacked" in index
    assert "<script" not in index
    for address, anchor in re.findall(r'href="([\w-]+\.html)#([^"]+)"', index):
        assert f"id={anchor}" in Path(address).read_text(encoding="utf-8")


def test_open_shows_the_page_in_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    small_study(Path())
    shown: list[str] = []
    monkeypatch.setattr(click, "launch", shown.append)
    run("report", "small", "--open")
    assert shown == [Path("small.html").resolve().as_uri()]


@pytest.mark.parametrize(("form", "head"), [("markdown", "# "), ("latex", "% needs")])
def test_the_appendix_goes_to_the_terminal_as_tables_for_a_paper(form: str, head: str) -> None:
    result = appendix_of_neorealism(form)
    assert result.exit_code in (0, 1) and result.stdout.startswith(head)
    assert "analytic note" in result.stdout and "Bohdan 2014" in result.stdout


def test_latex_is_balanced_and_escaped() -> None:
    text = appendix(shipped_view(), shipped_dossier().theories, "latex")
    assert text.count("\\begin{longtable}") == text.count("\\end{longtable}") > 8
    for line in text.splitlines():
        if " & " in line and line.endswith(r"\\"):
            assert len(re.findall(r"(?<!\\)[{]", line)) == len(re.findall(r"(?<!\\)[}]", line))


def test_every_piece_of_evidence_is_in_the_appendix_once() -> None:
    view = shipped_view()
    document = appendix_document(view, shipped_dossier().theories)
    section = next(section for section in document.sections if section.heading == "Codings and evidence")
    rows = sum(len(table.rows) for table in section.tables)
    assert rows == sum(max(1, len(c.evidence)) for part in view.appendix.codings for c in part.codings)
    assert all(len(row) == 5 for table in section.tables for row in table.rows)


def test_the_appendix_says_what_is_likely_in_which_reading_and_when_a_theory_says_what() -> None:
    text = appendix_of_neorealism("markdown").stdout
    text = text.replace("\N{NO-BREAK SPACE}", " ")
    row = next(line for line in text.splitlines() if line.startswith("| Neorealism | Rise"))
    assert re.search(r"contradicted \d+ %, expected \d+ %", row)
    assert "cooperation in Stagnation as low (coded low or moderate)" in row
    assert re.search(r"never refuted \d+ %, right at every rise \d+ %", text)
    assert "What Neorealism says of change of cooperation, and when" in text
    assert "It never predicts that cooperation rises." in text
    latex = appendix_of_neorealism("latex").stdout
    assert r"\mathrm{cooperation}_{t-1} \geq \text{moderate} \land" in latex and "amsmath" in latex.splitlines()[0]


def test_docx_holds_the_tables_and_is_the_same_twice() -> None:
    docx = pytest.importorskip("docx", reason="python-docx is not installed")
    small_study(Path())
    assert "wrote once.docx" in run("report", "small", "--format", "docx", "-o", "once.docx").stderr
    document = docx.Document(io.BytesIO(Path("once.docx").read_bytes()))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert "analytic note" in cells and any(HOSTILE in cell for cell in cells)
    once = docx.Document("once.docx").element.xml
    run("report", "small", "--format", "docx", "-o", "again.docx")
    assert docx.Document("again.docx").element.xml.replace("again.docx", "once.docx") == once


def test_the_demonstration_is_a_folder_in_which_everything_works(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("demo", "first").exit_code == 0
    readme = Path("first/README.md").read_text(encoding="utf-8")
    for name in re.findall(r"^\| `([^`]+)`", readme, re.MULTILINE):
        assert (Path("first") / name).is_file()
    assert len(Path("first/belarus-iran.html").read_bytes()) > 100_000
    monkeypatch.chdir("first")
    for line in re.findall(r"^ +checker (.*)$", readme, re.MULTILINE):
        words = [word.strip("'") for word in line.split()]
        assert run(*words).exit_code in (0, 1), line
    result = run("check", words[1])
    assert result.exit_code in (0, 1) and "contrad." in result.output


def test_a_demonstration_overwrites_nothing_unasked() -> None:
    folder = Path("checker-demo")
    folder.mkdir()
    (folder / "README.md").write_text("mine", encoding="utf-8")
    result = run("demo")
    assert result.exit_code == 2 and "--force" in result.stderr
    assert (folder / "README.md").read_text(encoding="utf-8") == "mine"
    assert run("demo", "--force").exit_code == 0
    assert (folder / "README.md").read_text(encoding="utf-8") != "mine"


def test_a_demonstration_that_cannot_be_written_is_said() -> None:
    Path("file").write_text("", encoding="utf-8")
    result = run("demo", "file/below")
    assert result.exit_code == 2 and "cannot write file/below" in result.stderr


def test_an_unknown_case_is_an_error_with_a_place() -> None:
    result = run("report", "belarus-irn")
    assert result.exit_code == 2 and "belarus-iran" in result.stderr
