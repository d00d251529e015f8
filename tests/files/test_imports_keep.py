"""What an import keeps and what it says: a table without a column, or without rows, deletes nothing."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.files.exchange.import_codings import imported, read_case_text, same_coding
from checker.files.study.coding_rows import read_coding_table, the_sheet
from checker.files.study.coding_table import COLUMNS, rows_of
from checker.files.tables.text_table import read_text_table, table_bytes
from checker.logic.formula import Term
from checker.report.survey.exchange import import_told
from checker.study.case import Case, Coding, Evidence
from checker.study.sheet import EVIDENCE_COLUMNS, Change, Place, Sheet, completed, sheet_of, with_codings
from tests.coding_strategies import BLANK, sheets
from tests.files.test_importing import folder, layouts

TRADE, COVER = Place("first", Term("trade")), Place("first", Term("cover"))


def written(path: Path, case: Case, columns: Collection[str], places: Collection[Place]) -> Path:
    """A table of some codings of a case, with these of its columns."""
    rows = list(rows_of(case, Sheet("", {place: c for place, c in sheet_of(case).codings.items() if place in places})))
    chosen = [number for number, name in enumerate(COLUMNS) if name in columns]
    names = [COLUMNS[number] for number in chosen]
    data = table_bytes(names, [[row[number] for number in chosen] for row in rows], "csv", "codings")
    (path / "part.csv").write_bytes(data)
    return path / "part.csv"


@st.composite
def column_subsets(draw: st.DrawFn) -> frozenset[str]:
    """The columns that a table needs, and some others; a table without sources says nothing of evidence."""
    columns = {"period", "term", "value", *draw(st.sets(st.sampled_from(COLUMNS)))}
    return frozenset(columns if "source" in columns else columns - set(EVIDENCE_COLUMNS))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(layouts(), column_subsets(), st.data())
def test_any_columns_and_rows_of_a_case_come_back_without_a_change(
    layout: tuple[str, dict[Place, Coding]], columns: frozenset[str], data: st.DataObject
) -> None:
    text, codings = layout
    places = data.draw(st.sets(st.sampled_from(list(codings)), min_size=1)) if codings else set()
    with TemporaryDirectory() as name:
        case, source = read_case_text(folder(Path(name), text))
        if not places:
            return
        sheet = the_sheet(read_coding_table(written(Path(name), case, columns, places), "part.csv", case), "part.csv")
        found = imported(case, source, completed(case, sheet))
    assert (found.text, found.changes, found.unchanged) == (text, (), len(places))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(sheets(), sheets(), column_subsets())
def test_only_what_has_a_column_changes(
    old: dict[Place, Coding], new: dict[Place, Coding], columns: frozenset[str]
) -> None:
    lacking = frozenset(COLUMNS) - columns
    for place, coding in completed(with_codings(BLANK, old), Sheet("", new, lacking=lacking)).items():
        given_coding, own = new[place], old.get(place)
        assert coding.values == given_coding.values
        if own is None:
            assert same_coding(coding, given_coding)
            continue
        assert coding.note == (own.note if "note" in lacking else given_coding.note)
        if "source" in lacking:
            assert coding.evidence == own.evidence
        else:
            for piece, told in zip(coding.evidence, given_coding.evidence, strict=True):
                assert all(getattr(piece, c) == getattr(told, c) for c in EVIDENCE_COLUMNS if c not in lacking)


def one(value: str, **more: object) -> Coding:
    return replace(Coding(tuple(value.split("|"))), **more)  # type: ignore[arg-type]


def test_evidence_without_its_words_is_known_again_by_the_rest_or_by_its_source() -> None:
    own = one("yes", evidence=(Evidence("waltz1979", "p. 1", "", "One."), Evidence("waltz1979", "p. 2", "", "Two.")))
    lacking = frozenset(("says", "date"))
    told = one("yes", evidence=(Evidence("waltz1979", "p. 2"), Evidence("waltz1979", "p. 9"), Evidence("bohdan2014")))
    case = with_codings(BLANK, {TRADE: own})
    assert completed(case, Sheet("", {TRADE: told}, lacking=lacking))[TRADE].evidence == (
        Evidence("waltz1979", "p. 2", "", "Two."),
        Evidence("waltz1979", "p. 9", "", "One."),
        Evidence("bohdan2014"),
    )


def test_a_confidence_stays_with_its_values() -> None:
    sure = {"absent": Fraction(1, 10), "weak": Fraction(8, 10), "strong": Fraction(1, 10)}
    case = with_codings(BLANK, {COVER: one("weak", confidence=sure)})
    lacking = frozenset(("confidence",))
    assert completed(case, Sheet("", {COVER: one("weak")}, lacking=lacking))[COVER].confidence == sure
    assert completed(case, Sheet("", {COVER: one("strong")}, lacking=lacking))[COVER].confidence == {}


def test_an_import_says_what_changes_cell_by_cell_and_by_field() -> None:
    before = one("no", note="Few ships.", evidence=(Evidence("waltz1979"),))
    after = one("no|yes", confidence={"no": Fraction(1, 4), "yes": Fraction(3, 4)}, coder="ann")
    changes = [Change(TRADE, before, after), Change(COVER, None, one("weak"))]
    assert list(import_told(changes, 3)) == [
        "codings: 1 added, 1 changed, 3 as before",
        "  trade (first): value no -> no or yes; confidence none -> no 25 %, yes 75 %; note “Few ships.” -> none; "
        "coder none -> ann; evidence 1 dropped",
        "  cover (first): new, weak",
    ]
    assert list(import_told(changes, 3, 1))[-1] == "  and 1 more; --dry-run shows all"
    reworded = Change(TRADE, replace(before, note="a " * 30), replace(before, note="a " * 31))
    assert list(import_told([reworded], 0))[1] == "  trade (first): note reworded"


@pytest.mark.parametrize(
    ("number_format", "read"),
    [
        ("yyyy-mm-dd", "2005-09-01"),
        ("mmm-yy", "2005-09"),
        ('[$-409]mmmm" d "yyyy', "2005-09"),
        ("yyyy", "2005"),
        ("d/m/yyyy", "2005-09-01"),
    ],
)
def test_a_date_of_a_spreadsheet_is_as_precise_as_its_cell_shows_it(
    number_format: str, read: str, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(["date"])
    page.append([datetime.date(2005, 9, 1)])
    page["A2"].number_format = number_format
    book.save(tmp_path / "t.xlsx")
    assert read_text_table(tmp_path / "t.xlsx", "t.xlsx").rows == ((read,),)
