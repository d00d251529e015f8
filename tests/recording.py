"""Recorded runs of the command line, replayed as tests.

A transcript is a text file: a line `$ checker ...`, the output that follows it, and `[exit N]` where
the exit code is not 0. `python -m tests.recording` records them all anew, to be read as a diff.
"""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from checker.cli import main

FOLDER = Path(__file__).parent / "transcripts"


@dataclass(frozen=True)
class Run:
    command: str
    shown: str


def transcripts() -> list[Path]:
    return sorted(FOLDER.glob("*.txt"))


def runs(transcript: Path) -> list[Run]:
    """The commands of a transcript, each with what it is said to show."""
    found: list[Run] = []
    for line in transcript.read_text(encoding="utf-8").splitlines(keepends=True):
        if line.startswith("$ "):
            found.append(Run(line[2:].strip(), ""))
        elif found:
            found[-1] = Run(found[-1].command, found[-1].shown + line)
    return found


def shown(command: str) -> str:
    """What a command shows now, in the checkout, at 80 columns and without colour."""
    program, *arguments = shlex.split(command)
    assert program == "checker"
    here = Path.cwd()
    os.chdir(FOLDER.parent.parent)
    try:
        result = CliRunner().invoke(main, arguments, env={"COLUMNS": "80", "NO_COLOR": "1"}, catch_exceptions=False)
    finally:
        os.chdir(here)
    return result.output + (f"[exit {result.exit_code}]\n" if result.exit_code else "")


def record(transcript: Path) -> None:
    text = "".join(f"$ {run.command}\n{shown(run.command)}" for run in runs(transcript))
    transcript.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for each in transcripts():
        record(each)
