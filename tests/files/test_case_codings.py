"""Codings in case files: short and long, contested, missing, in doubt, and what can be wrong with them."""

from __future__ import annotations

import pytest

from tests.files.conftest import Folder


def test_an_undeclared_variable_is_coded(folder: Folder) -> None:
    folder.coded("trad: yes")
    assert folder.errors() == [("case.yaml:9:7", "`trad` is no variable of the codebook", "did you mean `trade`?")]


def test_a_theoretical_variable_is_coded(folder: Folder) -> None:
    folder.coded("exposed(state): yes")
    assert folder.errors() == [
        (
            "case.yaml:9:7",
            "`exposed` is theoretical: only a theory's definitions fix it",
            "delete the coding; code the conditions it is defined by",
        )
    ]


def test_an_undeclared_value_is_coded(folder: Folder) -> None:
    folder.coded("cover: stong")
    assert folder.errors() == [("case.yaml:9:14", "`stong` is no value of cover", "did you mean `strong`?")]


def test_a_value_of_another_variable_is_coded(folder: Folder) -> None:
    folder.coded("cooperation: weak")
    assert folder.errors() == [
        (
            "case.yaml:9:20",
            "`weak` is a value of cover, not of cooperation",
            "the values of cooperation are: none, low, high",
        )
    ]


def test_a_value_with_blanks(folder: Folder) -> None:
    folder.coded("cover: very strong")
    assert folder.errors() == [
        (
            "case.yaml:9:14",
            "`cover` must be a value, not `very strong`",
            "write a value of the variable, a list of values, or `missing`",
        )
    ]


def test_too_few_roles_are_coded(folder: Folder) -> None:
    folder.coded("need: yes")
    assert folder.errors() == [("case.yaml:9:7", "`need` takes one role, but none is given", "write `need(state)`")]


def test_a_role_that_may_not_stand_there_is_coded(folder: Folder) -> None:
    folder.coded("threat(state,  partner): yes")
    assert folder.errors() == [
        ("case.yaml:9:14", "`threat` is not declared for `state`", "it is declared for: partner")
    ]


def test_a_term_that_is_none(folder: Folder) -> None:
    folder.coded("need(state: yes")
    assert folder.errors() == [
        (
            "case.yaml:9:7",
            "`need(state` is not a term",
            "a term is a variable with its roles, as in `capability(partner)`",
        )
    ]


def test_a_sentence_is_coded(folder: Folder) -> None:
    folder.coded("cover is weak: yes")
    assert folder.errors() == [
        (
            "case.yaml:9:7",
            "`cover is weak` is not a term",
            "a term is a variable with its roles, as in `capability(partner)`",
        )
    ]


def test_a_term_given_twice_in_two_spellings(folder: Folder) -> None:
    folder.coded("threat(partner, state): yes\nthreat(partner,state): no\n")
    assert folder.errors() == [
        ("case.yaml:10:7", "`threat(partner, state)` is given twice; the first time in line 9", "keep one of the two")
    ]


def test_an_empty_coding(folder: Folder) -> None:
    folder.coded("trade:")
    assert folder.errors() == [
        ("case.yaml:9:13", "`trade` is empty", "write a value of the variable, a list of values, or `missing`")
    ]


def test_an_empty_list_of_values(folder: Folder) -> None:
    folder.coded("trade: []")
    assert folder.errors() == [
        (
            "case.yaml:9:14",
            "`trade` needs at least 1 item",
            "write a value of the variable, a list of values, or `missing`",
        )
    ]


def test_a_long_coding_without_a_value(folder: Folder) -> None:
    folder.coded("trade: {note: Who knows.}")
    assert folder.errors() == [
        (
            "case.yaml:9:14",
            "a coding has no `value`",
            "add `value:` (one value, a list of values (contested), or `missing`)",
        )
    ]


def test_a_long_coding_with_an_empty_value(folder: Folder) -> None:
    folder.coded("trade:\n  value:\n  note: Who knows.\n")
    assert folder.errors() == [
        ("case.yaml:10:15", "`value` is empty", "write a value of the variable, a list of values, or `missing`")
    ]


def test_missing_beside_a_value(folder: Folder) -> None:
    folder.coded("cover: [weak, missing]")
    assert folder.errors() == [
        (
            "case.yaml:9:21",
            "`missing` cannot stand beside values",
            "list the values that the sources leave open, or write `missing` alone",
        )
    ]


def test_a_value_given_twice(folder: Folder) -> None:
    folder.coded("cover: [weak, weak]")
    assert folder.errors() == [("case.yaml:9:21", "the value `weak` is given twice", "keep one of the two")]


def test_a_key_of_a_coding_misspelt(folder: Folder) -> None:
    folder.coded("trade: {value: yes, confidense: 0.8}")
    assert folder.errors() == [
        ("case.yaml:9:27", "`confidense` is not a key of a coding", "did you mean `confidence`?")
    ]


@pytest.mark.parametrize("confidence", ["0", "1.01", "-0.5", "80"])
def test_a_confidence_outside_its_range(folder: Folder, confidence: str) -> None:
    folder.coded(f"trade: {{value: yes, confidence: {confidence}}}")
    assert folder.errors() == [
        (
            "case.yaml:9:39",
            f"a confidence must be above 0 and at most 1, not {confidence}",
            "write a probability, as in 0.8",
        )
    ]


def test_a_confidence_in_per_cent(folder: Folder) -> None:
    folder.coded("trade: {value: yes, confidence: 80%}")
    assert folder.errors() == [
        (
            "case.yaml:9:39",
            "`confidence` must be a probability, not `80%`",
            "write a number above 0 and at most 1, as in `0.8`",
        )
    ]


def test_a_confidence_in_words(folder: Folder) -> None:
    folder.coded("trade: {value: yes, confidence: high}")
    assert folder.errors() == [
        (
            "case.yaml:9:39",
            "`confidence` must be a probability, not `high`",
            "write a number above 0 and at most 1, as in `0.8`",
        )
    ]


def test_confidences_that_do_not_add_up(folder: Folder) -> None:
    folder.coded("cover: {value: weak, confidence: {weak: 0.7, strong: 0.2}}")
    assert folder.errors() == [
        ("case.yaml:9:40", "the confidence adds up to 0.9, not to 1", "let the probabilities of the values add up to 1")
    ]


def test_a_confidence_for_a_value_of_another_variable(folder: Folder) -> None:
    folder.coded("cover: {value: weak, confidence: {weak: 0.7, low: 0.3}}")
    assert folder.errors() == [
        (
            "case.yaml:9:52",
            "`low` is a value of cooperation and gain, not of cover",
            "the values of cover are: absent, weak, strong",
        )
    ]


def test_a_confidence_that_leaves_out_the_coded_value(folder: Folder) -> None:
    folder.coded("cover: {value: [weak, strong], confidence: {weak: 0.7, absent: 0.3}}")
    assert folder.errors() == [
        (
            "case.yaml:9:50",
            "the confidence gives nothing to the coded value `strong`",
            "add `strong:` with its probability",
        )
    ]


def test_a_confidence_of_zero_for_a_value(folder: Folder) -> None:
    folder.coded("cover: {value: weak, confidence: {weak: 1, absent: 0}}")
    assert folder.errors() == [
        (
            "case.yaml:9:58",
            "a confidence must be above 0 and at most 1, not 0",
            "write a probability, as in 0.8, or delete `absent`",
        )
    ]


def test_every_slip_in_the_confidences_of_a_coding_has_its_place(folder: Folder) -> None:
    folder.coded("cover: {value: weak, confidence: {week: 0.5, weak: 2, strong: 0}}")
    assert [(place, message) for place, message, _ in folder.errors()] == [
        ("case.yaml:9:41", "`week` is no value of cover"),
        ("case.yaml:9:58", "a confidence must be above 0 and at most 1, not 2"),
        ("case.yaml:9:69", "a confidence must be above 0 and at most 1, not 0"),
    ]


def test_a_confidence_in_words_for_a_value(folder: Folder) -> None:
    folder.coded("cover: {value: weak, confidence: {weak: high}}")
    assert folder.errors() == [
        (
            "case.yaml:9:47",
            "`weak` must be a probability, not `high`",
            "write a number above 0 and at most 1, as in `0.8`",
        )
    ]


def test_a_confidence_of_something_missing(folder: Folder) -> None:
    folder.coded("cover: {value: missing, confidence: 0.8}")
    assert folder.errors() == [
        ("case.yaml:9:43", "a missing coding has no confidence", "delete the confidence, or give a value")
    ]


def test_a_confidence_that_leaves_nothing_for_the_doubt(folder: Folder) -> None:
    folder.coded("trade: {value: [no, yes], confidence: 0.8}")
    assert folder.errors() == [
        (
            "case.yaml:9:45",
            "the coding names every value, so nothing is left for the doubt",
            "delete the confidence, or give each value its own",
        )
    ]


def test_a_source_key_without_a_reference(folder: Folder) -> None:
    folder.coded("trade:\n  value: yes\n  evidence:\n    - {source: bohdan2015, says: So.}\n")
    assert folder.errors() == [
        ("case.yaml:12:22", "`bohdan2015` is no key of references.bib", "did you mean `bohdan2014`?")
    ]


def test_evidence_without_a_source(folder: Folder) -> None:
    folder.coded("trade: {value: yes, evidence: [{says: So.}]}")
    assert folder.errors() == [
        (
            "case.yaml:9:38",
            "a piece of evidence has no `source`",
            "add `source:` (the key of the source in the references)",
        )
    ]


def test_evidence_that_is_no_list(folder: Folder) -> None:
    folder.coded("trade: {value: yes, evidence: {source: bohdan2014}}")
    assert folder.errors() == [
        (
            "case.yaml:9:37",
            "`evidence` must be a list, not a mapping",
            "put every item on a line of its own that begins with `- `",
        )
    ]


@pytest.mark.parametrize("date", ["22.9.2010", "2010-9-22", "2010/09", "10", "September 2010"])
def test_a_date_in_another_form(folder: Folder, date: str) -> None:
    folder.coded(f"trade: {{value: yes, evidence: [{{source: bohdan2014, date: {date}}}]}}")
    assert folder.errors() == [
        (
            "case.yaml:9:65",
            f"`date` must be a date, not `{date}`",
            "write YYYY, YYYY-MM or YYYY-MM-DD, as in `2010-09-22`",
        )
    ]


@pytest.mark.parametrize("date", ["2010-13", "2010-02-30", "2010-00", "0000"])
def test_a_date_that_no_calendar_has(folder: Folder, date: str) -> None:
    folder.coded(f"trade: {{value: yes, evidence: [{{source: bohdan2014, date: {date}}}]}}")
    assert folder.errors() == [
        ("case.yaml:9:65", f"`{date}` is no date of the calendar", "correct the month or the day")
    ]
