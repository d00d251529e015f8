"""Roles and periods in case files, and what can be wrong with them."""

from __future__ import annotations

from checker.files.schema.declarations import MAX_PERIODS
from tests.files.conftest import CASE, Folder


def test_an_undeclared_role_is_bound(folder: Folder) -> None:
    folder.case(CASE.replace("partner:", "parner:") + "periods: [{id: first}]\n")
    assert folder.errors() == [("case.yaml:3:19", "`parner` is no role of the codebook", "did you mean `partner`?")]


def test_a_role_without_an_actor(folder: Folder) -> None:
    folder.case(CASE.replace("partner: B", "partner: ") + "periods: [{id: first}]\n")
    assert folder.errors() == [
        ("case.yaml:3:28", "`partner` is empty", "write the name of an actor, or delete the key")
    ]


def test_a_coding_for_a_role_without_an_actor(folder: Folder) -> None:
    folder.case(CASE.replace(", partner: B", "") + "periods:\n  - {id: first, codings: {need(partner): yes}}\n")
    assert folder.errors() == [
        (
            "case.yaml:6:27",
            "`partner` names no actor of this case, so `need(partner)` cannot be coded",
            "add `partner:` under `roles:`, or delete the coding",
        )
    ]


def test_a_role_that_is_misspelt_or_empty_is_said_once_and_not_at_each_coding(folder: Folder) -> None:
    for wrong, column in (("parner: B", 19), ("partner: ", 28)):
        folder.case(CASE.replace("partner: B", wrong) + "periods:\n  - {id: first, codings: {need(partner): yes}}\n")
        assert [place for place, _, _ in folder.errors()] == [f"case.yaml:3:{column}"]


# Periods


def test_no_period(folder: Folder) -> None:
    folder.case(CASE + "periods: []\n")
    assert folder.errors() == [("case.yaml:5:10", "`periods` needs at least 1 item", "add what is missing")]


def test_too_many_periods(folder: Folder) -> None:
    folder.case(CASE + "periods:\n" + "".join(f"  - {{id: p{n}}}\n" for n in range(MAX_PERIODS + 1)))
    assert folder.errors() == [("case.yaml:2006:5", "`periods` has 2,001 items; the limit is 2,000", "leave some out")]


def test_a_period_without_an_id(folder: Folder) -> None:
    folder.case(CASE + "periods: [{label: First}]\n")
    assert folder.errors() == [("case.yaml:5:11", "a period has no `id`", "add `id:` (a short name, such as decline)")]


def test_a_period_id_given_twice(folder: Folder) -> None:
    folder.case(CASE + "periods:\n  - id: first\n  - id: first\n")
    assert folder.errors() == [
        (
            "case.yaml:7:9",
            "the id `first` is given twice; the first time in line 6",
            "give each period an id of its own",
        )
    ]


def test_a_period_called_baseline(folder: Folder) -> None:
    folder.case(CASE + "periods:\n  - id: baseline\n")
    assert folder.errors() == [
        (
            "case.yaml:6:9",
            "`baseline` cannot be the id of a period: it names the time before the first",
            "use another id",
        )
    ]


def test_a_period_that_ends_before_it_begins(folder: Folder) -> None:
    folder.case(CASE + "periods:\n  - {id: first, years: [1994, 1990]}\n")
    assert folder.errors() == [
        (
            "case.yaml:6:10",
            "the period `first` ends in 1990, before it begins in 1994",
            "write `years: [1990, 1994]`, or correct the years",
        )
    ]


def test_periods_that_overlap(folder: Folder) -> None:
    folder.case(CASE + "periods:\n  - {id: first, years: [1990, 1995]}\n  - {id: second, years: [1995, 1999]}\n")
    assert folder.errors() == [
        (
            "case.yaml:7:10",
            "the period `second` (1995-1999) overlaps `first` (1990-1995)",
            "let each year belong to one period",
        )
    ]


def test_periods_out_of_order(folder: Folder) -> None:
    folder.case(CASE + "periods:\n  - {id: first, years: [1995, 1999]}\n  - {id: second, years: [1990, 1994]}\n")
    assert folder.errors() == [
        (
            "case.yaml:7:10",
            "the period `second` (1990-1994) comes after `first` (1995-1999) but lies before it",
            "put the periods in the order of time",
        )
    ]


def test_a_baseline_that_reaches_into_the_first_period(folder: Folder) -> None:
    folder.case(CASE + "baseline: {years: [1989, 1992]}\nperiods:\n  - {id: first, years: [1990, 1995]}\n")
    assert folder.errors() == [
        (
            "case.yaml:7:10",
            "the period `first` (1990-1995) overlaps `baseline` (1989-1992)",
            "let each year belong to one period",
        )
    ]


def test_periods_without_years_are_passed_over(folder: Folder) -> None:
    folder.case(
        CASE + "periods:\n  - {id: first, years: [1990, 1994]}\n  - id: second\n  - {id: third, years: [1992, 1999]}\n"
    )
    assert [place for place, _, _ in folder.errors()] == ["case.yaml:8:10"]


def test_three_years(folder: Folder) -> None:
    folder.case(CASE + "periods:\n  - {id: first, years: [1990, 1991, 1992]}\n")
    assert folder.errors() == [("case.yaml:6:37", "`years` has 3 items; the limit is 2", "leave some out")]


def test_a_year_that_is_none(folder: Folder) -> None:
    folder.case(CASE + "periods:\n  - {id: first, years: [1990, now]}\n")
    assert folder.errors() == [
        ("case.yaml:6:31", "`years` must be a year, not `now`", "write a year as a number, as in `1993`")
    ]


def test_an_onset_outside_the_years(folder: Folder) -> None:
    folder.case(CASE + "periods:\n  - {id: first, years: [1990, 1994], onset: 1995-01}\n")
    assert folder.warnings("onset") == [
        (
            "case.yaml:6:10",
            "the onset 1995-01 of `first` lies outside its years 1990-1994",
            "correct the onset or the years",
        )
    ]


def test_a_coding_outside_of_codings(folder: Folder) -> None:
    folder.case(CASE + "periods:\n  - id: first\n    trade: yes\n")
    assert folder.errors() == [
        ("case.yaml:7:5", "`trade` is not a key of a period", "one of: id, label, years, onset, note, codings")
    ]


def test_periods_cut_by_chance(folder: Folder) -> None:
    folder.further("periods_from: chance\n")
    assert folder.errors() == [
        ("case.yaml:10:15", "`periods_from` cannot be `chance`", "one of: outcome, conditions, calendar")
    ]
