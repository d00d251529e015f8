"""Numbers and dates as a reader says them."""

from __future__ import annotations

import re
from fractions import Fraction

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def decimal(number: Fraction) -> str:
    return f"{float(number):.3f}".rstrip("0").rstrip(".")


def spoken_date(date: str) -> str:
    """`2010-09-22` as `22 September 2010`; what has no such form is left as it is.

    >>> spoken_date("2010-09"), spoken_date("2010")
    ('September 2010', '2010')
    """
    found = re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?", date)
    if not found or not 1 <= int(found[2]) <= 12:
        return date
    day = f"{int(found[3])} " if found[3] else ""
    return f"{day}{_MONTHS[int(found[2]) - 1]} {found[1]}"
