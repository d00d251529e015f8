"""A study is read in one run: every file once, every problem of every file, sorted."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.files.library.locate import installed
from checker.files.study import reader as reading
from checker.files.study.reader import kind_of, read_case, read_study, read_theory
from checker.files.yaml.source import Source, read_source
from checker.problems import InvalidStudy, Problem
from tests.files.conftest import CASE, THEORY, Folder
from tests.work import growth


def test_all_problems_of_all_files_come_in_one_run(folder: Folder) -> None:
    codebook = (folder.path / "codebook.yaml").read_text()
    folder.write("codebook.yaml", codebook.replace("need: {of: [state, partner]}", "need: {of: [state, parner]}"))
    folder.write("references.bib", "@book{waltz1979, title = {Theory}\n")
    folder.theory(
        f"sources: references.bib\n{THEORY}    rule: if trad then trade\n  - id: B\n    rule: cover is\n", "b.yaml"
    )
    folder.theory(f"{THEORY}    rule: a: b\n", "a.yaml")
    folder.coded("trad: yes\ncover: stong\ntrade: {value: yes, confidence: 2}\n")
    assert folder.codes() == [
        ("a.yaml:6:12", "colon-in-text"),
        ("b.yaml:7:14", "unknown-variable"),
        ("b.yaml:9:19", "incomplete-rule"),
        ("case.yaml:9:7", "unknown-variable"),
        ("case.yaml:10:14", "unknown-value"),
        ("case.yaml:11:39", "faulty-confidence"),
        ("codebook.yaml:7:22", "unknown-role"),
        ("references.bib:1:1", "malformed-reference"),
    ]


def test_warnings_come_with_the_errors(folder: Folder) -> None:
    folder.coded("trade: yes\ncover: stong\n")
    assert {problem.severity for problem in folder.problems()} == {"error", "warning"}


def test_problems_are_the_same_from_run_to_run(folder: Folder) -> None:
    folder.coded("trad: yes\ncover: stong\n")
    assert folder.problems() == folder.problems()


def test_every_problem_shows_its_line(folder: Folder) -> None:
    folder.further("indicators:\n  cooperation:\n    visits: {frist: high}\n")
    lines = [problem.line for problem in folder.problems() if problem.severity == "error"]
    assert lines == ["    visits: {frist: high}"]


def test_every_file_is_read_once(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def counted(path: Path, shown: str) -> Source | Problem:
        read.append(shown)
        return read_source(path, shown)

    monkeypatch.setattr(reading, "read_source", counted)
    folder.theory(f"sources: references.bib\nextends: parent\n{THEORY}    rule: trade\n")
    folder.write("parent.yaml", f"sources: references.bib\n{THEORY}    rule: trade\n".replace("id: A", "id: B"))
    folder.theories += ["parent.yaml", "./theory.yaml"]
    folder.coded("trade: yes")
    folder.cases *= 2
    first, second = folder.read().cases
    assert first == second
    assert read == ["theory.yaml", "codebook.yaml", "references.bib", "parent.yaml", "case.yaml"]


def test_a_theory_in_place_of_a_case(folder: Folder) -> None:
    folder.rule("trade")
    folder.cases = ["theory.yaml"]
    assert folder.codes() == [("theory.yaml:1:1", "wrong-kind-of-file")]


def test_files_are_seen_from_the_file_that_names_them(folder: Folder) -> None:
    folder.write("a/case.yaml", f"{CASE}periods: [{{id: first}}]\n".replace("codebook.yaml", "../b/codebook.yaml"))
    folder.write("b/codebook.yaml", (folder.path / "codebook.yaml").read_text())
    folder.cases = ["a/case.yaml"]
    assert folder.codes() == [("a/case.yaml:4:10", "missing-file")]


def test_a_file_that_may_not_be_read(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*args: object, **more: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    folder.cases = ["codebook.yaml"]
    assert folder.codes() == [("codebook.yaml", "unreadable")]


def test_a_file_that_grows_while_it_is_read(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.files.yaml.source.MAX_BYTES", 10)
    folder.write("case.yaml", "case: a-long-name\n")
    real = (folder.path / "codebook.yaml").stat()
    monkeypatch.setattr(Path, "stat", lambda path, **more: type(real)((*real[:6], 5, *real[7:])))
    found = read_source(Path("case.yaml"), "case.yaml")
    assert isinstance(found, Problem) and found.message == "the file has more than 0 MB; the limit is 0 MB"


def test_the_kind_of_a_file(folder: Folder) -> None:
    folder.rule("trade")
    folder.coded("trade: yes")
    assert (kind_of("theory.yaml"), kind_of("case.yaml"), kind_of("codebook.yaml"), kind_of("references.bib")) == (
        "theory",
        "case",
        "codebook",
        None,
    )


def test_the_shipped_theories_and_cases_have_no_errors() -> None:
    study = read_study(installed("theory").values(), installed("case").values(), installed("codebook").values())
    assert len(study.theories) >= 9
    assert all(theory.propositions for theory in study.theories)
    assert {case.codebook.name for case in study.cases} <= {codebook.name for codebook in study.codebooks}


def test_an_invalid_study_says_all_in_its_text(folder: Folder) -> None:
    folder.rule("trad")
    with pytest.raises(InvalidStudy, match="did you mean `trade`"):
        read_theory("theory.yaml")
    with pytest.raises(InvalidStudy, match="there is no such file"):
        read_case("nowhere.yaml")
    with pytest.raises(InvalidStudy):
        read_case("")


def test_the_work_grows_with_the_periods(folder: Folder) -> None:
    def read(size: int) -> None:
        folder.cases.clear()
        folder.case(
            CASE
            + "periods:\n"
            + "".join(
                f"  - {{id: p{n}, codings: {{trade: yes, need(state): {{value: yes, note: N.}}}}}}\n"
                for n in range(size)
            )
        )
        assert len(folder.read().cases[0].periods) == size

    assert growth(read, 500) < 2.5
