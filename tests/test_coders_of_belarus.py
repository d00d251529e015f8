"""The coders of Belarus with Iran, Iraq and Venezuela: their agreement, and that their tables say what they gave
(cases/coders/README.md)."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.analysis.coding.coders import Share, agreement
from checker.analysis.coding.doubt import chances_of, held_against
from checker.cli import main
from checker.files.library.locate import shipped_folder
from checker.files.study.coding_rows import read_coding_table
from checker.files.study.reader import read_case
from checker.study.case import Case
from checker.study.sheet import Sheet, sheet_of_reading

FOLDER = shipped_folder("case") / "coders"
CODERS = ("a", "b")
GONE = ("affinity", "state_capacity(state)", "state_capacity(partner)")
SPLIT = ("stronger_supplier", "opening")


def the_case(name: str = "belarus-iran") -> Case:
    return read_case(shipped_folder("case") / f"{name}.yaml")


def sheet(case: Case, coder: str) -> Sheet:
    path = FOLDER / f"{case.name}-{coder}.csv"
    (found,) = read_coding_table(path, path.name, case)
    return found


def rows(path: Path) -> dict[tuple[str, str], dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return {(row["period"], row["term"]): row for row in csv.DictReader(lines)}


def test_the_coders_agree_in_nearly_all_that_both_coded() -> None:
    case = the_case()
    found = agreement(case, [sheet(case, coder) for coder in CODERS], [])
    assert (found.coders, found.shared, found.agreement) == (CODERS, 123, Share(120, 123))
    assert [str(each.place) for each in found.disagreements] == [
        "patron_cover (baseline)",
        "expected_gains(partner) (baseline)",
        "stronger_supplier(partner) (rise)",
    ]


def test_of_the_codings_as_they_came_the_coders_shared_131_of_135() -> None:
    a, b = (rows(FOLDER / "originals" / f"belarus-iran-{coder}.csv") for coder in CODERS)
    assert a.keys() == b.keys() and len(a) == 135
    assert sum(a[place]["value"] == b[place]["value"] for place in a) == 131


@pytest.mark.parametrize(
    ("name", "coder"), [("belarus-iran", "a"), ("belarus-iran", "b"), ("belarus-iraq", "c"), ("belarus-venezuela", "c")]
)
def test_the_readings_of_the_case_are_the_tables(name: str, coder: str) -> None:
    case = the_case(name)
    said = sheet_of_reading(case, f"coder-{coder}").codings
    assert {place: coding.values for place, coding in said.items()} == {
        place: coding.values for place, coding in sheet(case, coder).codings.items()
    }


def test_a_reading_may_be_named_for_its_table() -> None:
    result = CliRunner().invoke(main, ["coders", "belarus-iran", "coder-a", "coder-b", "--theory", "persistence"])
    assert result.exit_code == 0 and "coded by coder-a and coder-b" in result.output
    assert "120 of 123 pairs" in " ".join(result.output.split())


@pytest.mark.parametrize(
    ("name", "coder", "alike", "of"),
    [
        ("belarus-iran", "a", 119, 123),
        ("belarus-iran", "b", 121, 124),
        ("belarus-iraq", "c", 124, 132),
        ("belarus-venezuela", "c", 161, 165),
    ],
)
def test_each_coder_mostly_gives_the_likeliest_value_of_the_case(name: str, coder: str, alike: int, of: int) -> None:
    case = the_case(name)
    given = sheet(case, coder).codings
    likeliest = []
    for place, coding in given.items():
        number = case.number_of(place.period)
        assert number is not None
        chances = chances_of(case.coding(place.term, number))
        likeliest.append(bool(chances) and chances.get(coding.values[0]) == max(chances.values()))
    assert (sum(likeliest), len(likeliest)) == (alike, of)


def test_the_case_is_less_sure_than_its_coders_in_every_band() -> None:
    case = the_case()
    bands = held_against(case, [sheet(case, coder) for coder in CODERS])
    assert sum(band.codings for band in bands) == 247
    assert all(band.observed >= band.expected for band in bands)
    assert all(band.observed - band.expected < Fraction(2, 5) for band in bands)


@pytest.mark.parametrize("coder", CODERS)
def test_the_tables_in_use_say_what_the_coders_gave(coder: str) -> None:
    given, used = rows(FOLDER / "originals" / f"belarus-iran-{coder}.csv"), rows(FOLDER / f"belarus-iran-{coder}.csv")
    expected = set()
    for (period, term), row in given.items():
        if term.startswith("alternative"):
            heirs = [(period, term.replace("alternative", name)) for name in SPLIT]
            kept = [used[heir] for heir in heirs if heir in used]
            was = f"[Carried over from {term} {row['value']} at {row['confidence']}"
            assert all(was in each["note"] and each["confidence"] == row["confidence"] for each in kept)
            assert row["value"] == "yes" or [each["value"] for each in kept] == ["no", "no"]
            assert row["value"] == "no" or not kept or "yes" in [each["value"] for each in kept]
            expected |= {heir for heir in heirs if heir in used}
        elif term not in GONE:
            now = used[period, term]
            second = f"{row['value']}={row['confidence']}|{row['second']}=" if row["second"] else row["confidence"]
            assert now["confidence"].startswith(second)
            assert [now[name] for name in ("value", "note")] == [row[name] for name in ("value", "note")]
            expected.add((period, term))
    assert used.keys() == expected


@pytest.mark.parametrize("name", ["belarus-iraq", "belarus-venezuela"])
def test_the_tables_of_coder_c_differ_from_what_came_only_in_their_form(name: str) -> None:
    case = the_case(name)
    given, used = rows(FOLDER / "originals" / f"{name}-c.csv"), sheet(case, "c").codings
    assert given.keys() == {(place.period, str(place.term)) for place in used}
    for place, coding in used.items():
        row = given[place.period, str(place.term)]
        confidence, second = Fraction(row["confidence"]), row["second"]
        assert (coding.values, coding.note, coding.confidence[row["value"]]) == (
            (row["value"],),
            row["note"],
            confidence,
        )
        assert not second or coding.confidence == {row["value"]: confidence, second: 1 - confidence}
        assert [f"{each.source} {each.locator}".strip() for each in coding.evidence] == row["locator"].split("; ")
