"""How sure a coding is: from one number, or a number for each value, to a probability for each value."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from checker.study.codebook import Variable
from checker.study.vocabulary import Fault

Confidence = Fraction | Mapping[str, Fraction]


def confidence_fault(confidence: Confidence, values: tuple[str, ...], variable: Variable) -> Fault | None:
    """Why a confidence cannot be that of a coding with these values (none where it is missing)."""
    if not values:
        return Fault(
            "faulty-confidence", "a missing coding has no confidence", "delete the confidence, or give a value"
        )
    amounts = [confidence] if isinstance(confidence, Fraction) else list(confidence.values())
    for amount in amounts:
        if not 0 < amount <= 1:
            return Fault(
                "faulty-confidence",
                f"a confidence must be above 0 and at most 1, not {_decimal(amount)}",
                "write a probability, as in 0.8",
            )
    if isinstance(confidence, Fraction):
        if confidence != 1 and len(values) == len(variable.values):
            return Fault(
                "faulty-confidence",
                "the coding names every value, so nothing is left for the doubt",
                "delete the confidence, or give each value its own",
            )
        return None
    absent = [value for value in values if value not in confidence]
    if absent:
        return Fault(
            "faulty-confidence",
            f"the confidence gives nothing to the coded value `{absent[0]}`",
            f"add `{absent[0]}:` with its probability",
        )
    if sum(amounts) != 1:
        return Fault(
            "faulty-confidence",
            f"the confidence adds up to {_decimal(sum(amounts, Fraction(0)))}, not to 1",
            "let the probabilities of the values add up to 1",
        )
    return None


def spread(confidence: Confidence, values: tuple[str, ...], variable: Variable) -> dict[str, Fraction]:
    """A probability for each value of the variable that has one; empty for certainty (semantics.md, section 6).

    One number goes evenly to the coded values, and what is left of 1 evenly to the others.
    """
    if not isinstance(confidence, Fraction):
        return {value: confidence[value] for value in variable.values if value in confidence}
    if confidence == 1:
        return {}
    others = len(variable.values) - len(values)
    return {
        value: confidence / len(values) if value in values else (1 - confidence) / others for value in variable.values
    }


def _decimal(number: Fraction) -> str:
    return f"{float(number):.6g}"
