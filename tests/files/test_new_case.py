"""The comments of a new case, uncommented and filled in, are what a case file may say."""

from __future__ import annotations

from pathlib import Path

from checker.files.exchange.templates import NewCase, new_case
from checker.files.study.reader import read_case, read_codebook
from checker.logic.formula import Term
from tests.files.conftest import Folder


def test_the_samples_of_readings_can_be_filled_in(folder: Folder) -> None:
    blank = NewCase("case", "A case", "codebook.yaml", {"state": ["A"], "partner": ["B"]}, [("first", (1990, 1994))])
    text = new_case(blank, read_codebook("codebook.yaml"), ())
    sample = text[text.index("# readings:") :].splitlines()[:3]
    filled = "\n".join(line.removeprefix("# ") for line in sample).replace("PERIOD", "first").replace("TERM", "trade")
    Path("case.yaml").write_text(text + filled.replace("VALUE", "yes") + "\n", encoding="utf-8")
    Path("ann.csv").write_text("case,period,term,value\ncase,first,trade,no\n", encoding="utf-8")
    case = read_case("case.yaml")
    assert case.coding(Term("trade"), 1).is_missing
    assert case.read_by("author").coding(Term("trade"), 1).values == ("yes",)
    assert case.read_by("ann").coding(Term("trade"), 1).values == ("no",)
