"""The cited works leave as BibTeX that is read back alike, and as CSL-JSON."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from checker.files.exchange.bibliography_out import bibtex, cited, csl_json
from checker.files.study.bibtex import read_references
from checker.files.study.coding_table import COLUMNS, coding_table
from checker.files.study.reader import read_case, read_study
from checker.files.tables.datapackage import data_package
from checker.files.yaml.source import Source
from checker.logic.formula import Term
from checker.study.case import Coding, Evidence, NamedReading

SHIPPED = ("belarus-iran", "ukraine-iran", "venezuela-iran", "egypt-soviet-union")
BIB = """\
@article{a, author = {Walt, Stephen M. and M{\\"u}ller, Harald}, title = {Alliances \\& War: 100\\% of {NATO}},
  journal = {International Security}, year = {1985}, volume = 9, number = 4, pages = {3--43}, month = apr,
  doi = {10.2307/2538540}, url = {https://example.org/a_b#c%20d}}
@misc{b, author = {{Ministry of Trade and Industry}}, title = {Figures}, year = {n.d.}, url = {https://example.org},
  urldate = {2020-02-03}}
@incollection{c, author = {Jones, A. and others}, editor = {Smith, B.}, title = {T}, booktitle = {B}, date = {2001-05}}
"""


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_written_is_read_back_alike(name: str) -> None:
    references = cited([read_case(Path("cases") / f"{name}.yaml")])
    assert references
    assert read_references(Source("x.bib", bibtex(references))) == (references, [])


def test_only_cited_works_leave_and_those_of_theories_on_demand() -> None:
    study = read_study([Path("theory/neorealism.yaml")], [Path("cases/belarus-iran.yaml")])
    works = cited(study.cases)
    assert set(works) < set(study.cases[0].references)
    assert set(works) < set(cited(study.cases, study.theories))


def test_what_only_a_reading_cites_leaves_too() -> None:
    case = read_case("cases/belarus-iran.yaml")
    other = NamedReading("critic", {(Term("cooperation"), 1): Coding(("low",), evidence=(Evidence("new"),))})
    more = replace(case, readings={"critic": other}, references={**case.references, "new": {"type": "book"}})
    assert set(cited([more])) - set(cited([case])) == {"new"}


def test_marks_and_names_survive_and_organisations_are_not_cut_into_names() -> None:
    references, _ = read_references(Source("x.bib", BIB))
    text = bibtex(references)
    assert read_references(Source("y.bib", text)) == (references, [])
    assert "author = {{Ministry of Trade and Industry}}" in text
    assert "author = {Walt, Stephen M. and Müller, Harald}" in text
    assert r"title = {{Alliances \& War: 100\% of NATO}}" in text


def test_csl_has_types_names_and_dates() -> None:
    references, _ = read_references(Source("x.bib", BIB))
    a, b, c = json.loads(csl_json(references))
    assert a == {
        "id": "a",
        "type": "article-journal",
        "title": "Alliances & War: 100% of NATO",
        "container-title": "International Security",
        "volume": "9",
        "issue": "4",
        "page": "3-43",
        "DOI": "10.2307/2538540",
        "URL": "https://example.org/a_b#c%20d",
        "author": [{"family": "Walt", "given": "Stephen M."}, {"family": "Müller", "given": "Harald"}],
        "issued": {"date-parts": [[1985, 4]]},
    }
    assert (b["type"], b["author"], b["issued"], b["accessed"]) == (
        "webpage",
        [{"literal": "Ministry of Trade and Industry"}],
        {"literal": "n.d."},
        {"date-parts": [[2020, 2, 3]]},
    )
    assert (c["type"], c["author"], c["editor"], c["issued"]) == (
        "chapter",
        [{"family": "Jones", "given": "A."}],
        [{"family": "Smith", "given": "B."}],
        {"date-parts": [[2001, 5]]},
    )


def test_a_data_package_describes_every_column_and_the_very_bytes() -> None:
    case = read_case(Path("cases/belarus-iran.yaml"))
    data = coding_table([case], "csv")
    package = json.loads(data_package("My codings.csv", data, COLUMNS, [case]))
    (resource,) = package["resources"]
    assert (package["profile"], package["name"], resource["path"]) == (
        "tabular-data-package",
        "my-codings",
        "My codings.csv",
    )
    assert resource["hash"] == "sha256:" + hashlib.sha256(data).hexdigest()
    assert resource["bytes"] == len(data)
    fields = resource["schema"]["fields"]
    assert [field["name"] for field in fields] == list(COLUMNS)
    assert all(field["description"] for field in fields)
    assert {field["name"] for field in fields if field["type"] == "integer"} == {"start", "end"}
