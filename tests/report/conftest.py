"""A browser and the pages that tests open in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.report.studies import shipped_page, small_page


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from tests.report.browser import chromium

    with chromium() as opened:
        yield opened


@pytest.fixture(scope="session")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    (folder / "small.html").write_text(small_page(folder), encoding="utf-8")
    return folder / "small.html"


@pytest.fixture(scope="session")
def shipped_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shipped") / "belarus-iran.html"
    path.write_text(shipped_page(), encoding="utf-8")
    return path
