"""Tables as CSV in which no cell runs as a formula, and texts as they were before that guard."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

# What a spreadsheet takes for a formula when it stands first in a cell of a CSV file, full-width forms included.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[str]], whole_numbers: Sequence[str] = ()) -> str:
    """The table as CSV, formulas made text; negative numbers stay in the columns that hold `whole_numbers`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    numeric = {position for position, name in enumerate(columns) if name in whole_numbers}
    writer.writerows(
        [cell if position in numeric and is_whole(cell) else guarded(cell) for position, cell in enumerate(row)]
        for row in rows
    )
    return out.getvalue()


def guarded(cell: str) -> str:
    """The cell, with an apostrophe before it where a spreadsheet would run it as a formula.

    >>> [guarded(cell) for cell in ("=1+1", "'=1+1", "'tis", "a")]
    ["'=1+1", "''=1+1", "'tis", 'a']
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """What `guarded` was given, for every text.

    >>> [unguarded(cell) for cell in ("'=1+1", "''=1+1", "'tis")]
    ['=1+1', "'=1+1", "'tis"]
    """
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell


def is_whole(cell: str) -> bool:
    return bool(re.fullmatch("-?[0-9]{1,9}", cell))
