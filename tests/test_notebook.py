"""The notebook runs from top to bottom, shows what it says, and is kept without outputs."""

from pathlib import Path
from typing import Any

import pytest

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = ROOT / "examples" / "notebook.ipynb"


@pytest.fixture(scope="module")
def written() -> Any:
    return nbformat.read(NOTEBOOK, as_version=4)


def test_it_is_kept_without_outputs(written: Any) -> None:
    for cell in written.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_it_runs_and_shows_tables(written: Any) -> None:
    nbclient.NotebookClient(
        written, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(NOTEBOOK.parent)}}
    ).execute()
    outputs = [output for cell in written.cells if cell.cell_type == "code" for output in cell.outputs]
    shown = [str(output.data.get("text/html", "")) for output in outputs if output.output_type == "execute_result"]
    printed = "".join(output.text for output in outputs if output.output_type == "stream")
    assert sum("<table>" in each for each in shown) >= 4
    assert "strong  expected" in printed
    assert "predicted" in printed
