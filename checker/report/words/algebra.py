"""The only importer of sympy: polynomials as text and LaTeX, exact where that can be read, else in decimals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from checker.analysis.robust.thresholds import Polynomial

NAMES = ("p", "q", "r")
READABLE, READABLE_IN_LATEX = 16, 120


@dataclass(frozen=True)
class Written:
    """An expression exactly, as text and as LaTeX, and in decimals where the exact one is too long to read."""

    exact: str
    latex: str
    decimal: str

    @property
    def text(self) -> str:
        return self.exact if len(self.exact) <= READABLE else self.decimal


def polynomial_written(polynomial: Polynomial) -> Written:
    """A polynomial in p, q and r, expanded or as factors, whichever is shorter."""
    expression = _expression(polynomial)
    return _written(expression, _decimals(polynomial))


def curve(one: Polynomial, other: Polynomial) -> tuple[str, Written] | None:
    """Where two polynomials are equal: the last variable on which their difference depends, by the others.

    None where it depends on fewer than two.
    """
    sympy = _sympy()
    apart = Polynomial(tuple(a - b for a, b in zip(one.coefficients, other.coefficients, strict=True)))
    used = [n for n in range(len(NAMES)) if any(c and bits >> n & 1 for bits, c in enumerate(apart.coefficients))]
    if len(used) < 2:
        return None
    last = used[-1]
    with_it = Polynomial(
        tuple(c if not bits >> last & 1 else Fraction(0) for bits, c in enumerate(_shifted(apart.coefficients, last)))
    )
    without = Polynomial(
        tuple(-c if not bits >> last & 1 else Fraction(0) for bits, c in enumerate(apart.coefficients))
    )
    exact = sympy.factor(sympy.cancel(_expression(without) / _expression(with_it)))
    scale = max(with_it.coefficients, key=abs)
    top, bottom = (_decimals(Polynomial(tuple(c / scale for c in each.coefficients))) for each in (without, with_it))
    plain = top if bottom == "1" else f"({top})/({bottom})"
    return NAMES[last], _written(exact, plain)


def _shifted(coefficients: Sequence[Fraction], variable: int) -> list[Fraction]:
    """The coefficients of what the variable is multiplied by, in its place."""
    return [coefficients[bits | 1 << variable] for bits in range(len(coefficients))]


def _written(expression: Any, decimals: str) -> Written:
    sympy = _sympy()
    forms = [sympy.expand(expression), sympy.factor(expression)] if expression.is_polynomial() else [expression]
    exact = min((str(sympy.sstr(form)) for form in forms), key=len)
    latex = min((str(sympy.latex(form)) for form in forms), key=len)
    if len(latex) > READABLE_IN_LATEX:
        latex = rf"\approx {decimals}"
    return Written(exact.replace("**", "^").replace("*", " "), latex, decimals)


def _expression(polynomial: Polynomial) -> Any:
    sympy = _sympy()
    symbols = sympy.symbols(NAMES)
    found = sympy.Integer(0)
    for bits, coefficient in enumerate(polynomial.coefficients):
        term = sympy.Rational(coefficient.numerator, coefficient.denominator)
        for number, symbol in enumerate(symbols):
            if bits >> number & 1:
                term *= symbol
        found += term
    return found


def _decimals(polynomial: Polynomial) -> str:
    """`0.833 - 0.208 p + 0.1 p q`, to three digits."""
    found = ""
    for bits, coefficient in sorted(enumerate(polynomial.coefficients), key=lambda each: each[0].bit_count()):
        if not coefficient:
            continue
        names = [name for n, name in enumerate(NAMES) if bits >> n & 1]
        number = "" if abs(coefficient) == 1 and names else f"{float(abs(coefficient)):.3g}"
        sign = ("-" if coefficient < 0 else "") if not found else (" - " if coefficient < 0 else " + ")
        found += sign + " ".join(filter(None, (number, *names)))
    return found or "0"


def _sympy() -> Any:
    """SymPy, imported where it is used: it takes 0.4 s."""
    import sympy

    return sympy
