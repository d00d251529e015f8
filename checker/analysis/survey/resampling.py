"""Sampling variation of the parameters of fit: bootstrap and jackknife over whole cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from checker.analysis.survey.fit import COLUMNS, Table


@dataclass(frozen=True)
class Estimate:
    """A parameter under resampling of cases: its interval and standard error, as floating-point numbers."""

    low: float
    high: float
    error: float


def resampled(cases: Table, kind: str, draws: int, generator: np.random.Generator) -> dict[str, Estimate]:
    """Bootstrap over whole cases (Efron 1979): 95 per cent percentile interval from `draws` draws, per parameter."""
    count = len(cases)
    totals = np.zeros((draws, COLUMNS))
    for draw in range(draws):
        weights = np.bincount(generator.integers(0, count, count), minlength=count)
        totals[draw] = weights @ cases.astype(np.float64)
    return {
        name: _estimate(values, float(np.std(values, ddof=1)) if draws > 1 else 0.0)
        for name, values in _parameters(totals, kind).items()
    }


def jackknifed(cases: Table, kind: str) -> dict[str, Estimate]:
    """Leave-one-case-out range and jackknife standard error (Tukey 1958), per parameter."""
    left = cases.sum(axis=0) - cases
    estimates = {}
    for name, values in _parameters(left.astype(np.float64), kind).items():
        usable = values[~np.isnan(values)]
        error = (
            float(np.sqrt((len(usable) - 1) / len(usable) * np.square(usable - usable.mean()).sum()))
            if len(usable)
            else float("nan")
        )
        estimates[name] = Estimate(float(usable.min(initial=np.inf)), float(usable.max(initial=-np.inf)), error)
    return estimates


def _parameters(totals: Any, kind: str) -> dict[str, Any]:
    _, x, y, both, tied = totals.T
    with np.errstate(invalid="ignore", divide="ignore"):
        if kind == "sufficient":
            return {"consistency": both / x, "PRI": (both - tied) / (x - tied), "coverage": both / y}
        return {"consistency": both / y, "coverage": both / x}


def _estimate(values: Any, error: float) -> Estimate:
    usable = np.sort(values[~np.isnan(values)])
    if not len(usable):
        return Estimate(float("nan"), float("nan"), float("nan"))
    low, high = np.quantile(usable, [0.025, 0.975])
    return Estimate(float(low), float(high), error)
