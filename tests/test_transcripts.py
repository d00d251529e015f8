"""What the commands showed when they were recorded, they show now."""

from __future__ import annotations

import pytest

from tests.recording import Run, runs, shown, transcripts

ALL = [pytest.param(run, id=f"{path.stem}: {run.command}") for path in transcripts() for run in runs(path)]


@pytest.mark.parametrize("run", ALL)
def test_a_recorded_run_shows_the_same_again(run: Run) -> None:
    assert shown(run.command) == run.shown, "record anew with `python -m tests.recording` and read the diff"


def test_there_are_transcripts() -> None:
    assert len(ALL) > 10
