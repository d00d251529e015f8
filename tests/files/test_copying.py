"""The files of a study, those of a case's readings included, and copies of them."""

from __future__ import annotations

from pathlib import Path

from checker.files.library.copying import copied_into, files_of
from checker.files.study.reader import read_case, read_study
from checker.logic.formula import Term
from tests.files.conftest import CASE, THEORY, Folder


def test_a_study_is_copied_with_the_tables_of_its_readings(folder: Folder) -> None:
    folder.write("theory/codebook.yaml", (folder.path / "codebook.yaml").read_text())
    folder.theory(THEORY + "    rule: if trade then cooperation is low\n", "theory/theory.yaml")
    folder.write("cases/references.bib", "@book{waltz1979, title = {Theory}}\n")
    folder.write("cases/coders/ann.csv", "period,term,value,source\nfirst,trade,yes,waltz1979\n")
    folder.case(
        CASE.replace("codebook.yaml", "../theory/codebook.yaml") + "periods: [{id: first}]\n"
        "readings: {ann: {from: coders/ann.csv}, other: {codings: {first: {trade: no}}}}\n",
        "cases/case.yaml",
    )
    study = read_study(folder.theories, folder.cases)
    assert Path("cases/coders/ann.csv") in files_of(study.cases[0], study.theories)
    assert copied_into(Path("copy"), study.cases[0], study.theories) == (
        "cases/case.yaml",
        "cases/references.bib",
        "cases/coders/ann.csv",
        "theory/codebook.yaml",
        "theory/theory.yaml",
    )
    assert read_case("copy/cases/case.yaml").read_by("ann").coding(Term("trade"), 1).values == ("yes",)
