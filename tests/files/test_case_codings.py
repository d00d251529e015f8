"""Codings in case files: short and long, contested, missing, in doubt, and what can be wrong with them."""

from __future__ import annotations

import pytest

from tests.files.conftest import Folder


@pytest.mark.parametrize("confidence", ["0", "1.01", "-0.5", "80"])
def test_a_confidence_outside_its_range(folder: Folder, confidence: str) -> None:
    folder.coded(f"trade: {{value: yes, confidence: {confidence}}}")
    assert folder.codes() == [("case.yaml:9:39", "faulty-confidence")]


@pytest.mark.parametrize("date", ["22.9.2010", "2010-9-22", "2010/09", "10", "September 2010"])
def test_a_date_in_another_form(folder: Folder, date: str) -> None:
    folder.coded(f"trade: {{value: yes, evidence: [{{source: bohdan2014, date: {date}}}]}}")
    assert folder.codes() == [("case.yaml:9:65", "malformed-value")]


@pytest.mark.parametrize("date", ["2010-13", "2010-02-30", "2010-00", "0000"])
def test_a_date_that_no_calendar_has(folder: Folder, date: str) -> None:
    folder.coded(f"trade: {{value: yes, evidence: [{{source: bohdan2014, date: {date}}}]}}")
    assert folder.codes() == [("case.yaml:9:65", "malformed-date")]
