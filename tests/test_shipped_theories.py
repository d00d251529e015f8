"""The theories that are installed are in order; what is not is meant, and their files say why."""

from pathlib import Path

import pytest

from checker.analysis.rivals.hygiene import Property, hygiene
from checker.files.study.reader import read_theory

ROOT = Path(__file__).resolve().parent.parent
THEORIES = sorted(path for path in (ROOT / "theory").glob("*.yaml") if not path.stem.endswith("codebook"))

# Democracies seldom dispute with each other, but no single dispute refutes that.
MEANT: dict[str, set[tuple[Property, str]]] = {"democratic-peace": {("falsifiable", "dispute_onset")}}


@pytest.mark.parametrize("path", THEORIES, ids=lambda path: path.stem)
def test_an_installed_theory_is_in_order(path: Path) -> None:
    checks = hygiene(read_theory(path))
    assert {(check.property, check.about) for check in checks if not check.holds} == MEANT.get(path.stem, set())
