"""The libraries that some tables need, imported when they do, with a word where they are missing."""

from __future__ import annotations

from typing import Any

from checker.problems import refused


def excel_library() -> Any:
    """openpyxl; raises InvalidStudy where the extra is not installed."""
    try:
        import openpyxl
    except ImportError:
        raise refused(
            "excel",
            "missing-extra",
            "Excel files need openpyxl, which is not installed",
            "pip install 'theorychecker[excel]', or use CSV",
        ) from None
    return openpyxl


def arrow_library() -> Any:
    """pyarrow with its readers; raises InvalidStudy where the extra is not installed."""
    try:
        import pyarrow
        import pyarrow.csv
        import pyarrow.parquet
    except ImportError:
        raise refused(
            "survey",
            "missing-extra",
            "large tables need pyarrow and numpy, which are not installed",
            "pip install 'theorychecker[survey]'",
        ) from None
    return pyarrow
