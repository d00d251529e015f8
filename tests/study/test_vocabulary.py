"""What is said of names, terms and values that the codebook does not have."""

from __future__ import annotations

from fractions import Fraction

import pytest

from checker.logic.formula import Term
from checker.study.codebook import Codebook, Variable
from checker.study.confidence import confidence_fault, spread
from checker.study.vocabulary import coded_term_fault, name_fault, term_fault, value_fault

COVER = Variable("cover", ("absent", "weak", "strong"))
CODEBOOK = Codebook(
    "test",
    {"state": "", "partner": ""},
    {
        "cover": COVER,
        "trade": Variable("trade"),
        "gain": Variable("gain", ("weak", "high"), (("state",), ("partner", "state"))),
        "exposed": Variable("exposed", places=(("state",),), theoretical=True),
    },
)


@pytest.mark.parametrize("name", ["cover", "_x", "a-b", "A1", "none", "no"])
def test_names_that_can_stand(name: str) -> None:
    assert name_fault(name, "a value") is None


@pytest.mark.parametrize("name", ["", "1a", "a b", "é", "missing", "baseline", "if", "least", "same"])
def test_names_that_cannot_stand(name: str) -> None:
    fault = name_fault(name, "a value")
    assert fault is not None and "cannot name a value" in fault.message


def test_a_term_of_the_codebook_has_no_fault() -> None:
    assert term_fault(Term("gain", ("state", "partner")), CODEBOOK) is None
    assert term_fault(Term("gain", ("state", "X")), CODEBOOK, {"X": ("partner", "state")}) is None
    assert term_fault(Term("exposed", ("state",)), CODEBOOK) is None


def test_a_term_whose_second_role_may_not_stand_there() -> None:
    fault = term_fault(Term("gain", ("partner", "partner")), CODEBOOK)
    assert fault is not None and (fault.argument, fault.hint) == (0, "it is declared for: state")


def test_a_theoretical_term_cannot_be_coded() -> None:
    fault = coded_term_fault(Term("exposed", ("state",)), CODEBOOK)
    assert fault is not None and fault.message == "`exposed` is theoretical: only a theory's definitions fix it"


def test_a_value_shared_by_others() -> None:
    fault = value_fault("weak", CODEBOOK.variables["trade"], CODEBOOK)
    assert fault is not None and fault.message == "`weak` is a value of cover and gain, not of trade"
    assert value_fault("weak", COVER, CODEBOOK) is None


def test_a_confidence_is_spread() -> None:
    assert spread(Fraction(4, 5), ("weak",), COVER) == {
        "absent": Fraction(1, 10),
        "weak": Fraction(4, 5),
        "strong": Fraction(1, 10),
    }
    assert spread(Fraction(4, 5), ("weak", "strong"), COVER) == {
        "absent": Fraction(1, 5),
        "weak": Fraction(2, 5),
        "strong": Fraction(2, 5),
    }
    assert spread(Fraction(1), ("weak",), COVER) == {}
    assert list(spread({"strong": Fraction(1, 2), "weak": Fraction(1, 2)}, ("weak",), COVER)) == ["weak", "strong"]


@pytest.mark.parametrize("values", [("weak",), ("weak", "strong")])
def test_what_is_spread_adds_up_to_one(values: tuple[str, ...]) -> None:
    assert sum(spread(Fraction(2, 3), values, COVER).values()) == 1
    assert confidence_fault(Fraction(2, 3), values, COVER) is None
