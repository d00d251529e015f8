"""The first rows of a table: titles above the header, and the line by which Excel names its separator."""

from __future__ import annotations

import re
from collections.abc import Sequence

from checker.problems import InvalidStudy, Location, refused

FEWEST_COLUMNS, TITLE_ROWS = 3, 20
"""A table that is read here has so many columns at least; among so many rows their names are looked for."""
# The first line that Excel writes or wants in a CSV file, to say what stands between the cells.
SEPARATOR_LINE = re.compile('"?sep=([,;\t])"?[ \t;,]*(?=[\r\n]|$)', re.IGNORECASE)


def title_fault(rows: Sequence[tuple[int, Sequence[str]]], shown: str) -> InvalidStudy | None:
    """What is wrong where the first of these numbered rows is a title or blank, and a later one names the columns."""
    number, header = rows[0]
    filled = [place for place, cell in enumerate(header, 1) if cell.strip()]
    if len(filled) > 1 and filled[-1] >= FEWEST_COLUMNS:
        return None
    names = next((later for later, cells in rows[1:] if sum(bool(cell.strip()) for cell in cells) >= FEWEST_COLUMNS), 0)
    if not names:
        return None
    what = f"holds `{header[filled[0] - 1].strip()[:40]}`" if filled else "is blank"
    return refused(
        Location(shown, number),
        "title-row",
        f"row {number} {what}, and the first row must hold the column names",
        f"delete the rows above row {names}",
    )
