"""The text of a file, read within stated limits, and the lines that messages show."""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from checker.problems import Location, Problem, did_you_mean

MAX_BYTES = 4_000_000
_SHOWN = 160
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
# Without U+202A to U+202E, which turn the direction of what follows them on a terminal; marks and isolates may stand.
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\u2029\u202f-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Source:
    """A file as its reader names it, and its text."""

    file: str
    text: str

    @cached_property
    def starts(self) -> list[int]:
        """The index at which each line starts; only the breaks that YAML counts."""
        return [0, *(match.end() for match in _BREAK.finditer(self.text))]

    def line(self, number: int) -> str:
        """The line of that number, fit to stand above a caret: tabs as blanks, long lines cut."""
        line = UNPRINTABLE.sub("?", self.whole_line(number)).replace("\t", " ").rstrip()
        return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"

    def whole_line(self, number: int) -> str:
        """The line of that number as it is written, without its break; empty where there is none."""
        if not 0 < number <= len(self.starts):
            return ""
        start = self.starts[number - 1]
        end = _BREAK.search(self.text, start)
        return self.text[start : end.start() if end else None]

    def place(self, index: int) -> Location:
        """The location of the character at that index of the text."""
        number = bisect_right(self.starts, index)
        return Location(self.file, number, index - self.starts[number - 1] + 1)


def read_source(path: Path, shown: str) -> Source | Problem:
    """The text of a file, or the problem that keeps it from being read."""
    whole = Location(shown)
    try:
        if path.is_dir():
            return Problem(whole, "wrong-kind-of-file", "this is a folder, not a file", "name one file in it")
        size = path.stat().st_size
        if size > MAX_BYTES:
            return _too_large(whole, f"{size / 1e6:.1f} MB")
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return Problem(whole, "missing-file", "there is no such file", neighbour(path))
    except ValueError:
        return Problem(whole, "missing-file", "this is not the name of a file", "write a plain path")
    except OSError as error:
        return Problem(
            whole,
            "unreadable",
            f"the file cannot be read: {(error.strerror or 'unknown').lower()}",
            "check the name and its permissions",
        )
    if len(data) > MAX_BYTES:
        return _too_large(whole, f"more than {MAX_BYTES / 1e6:.0f} MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        return Problem(
            Location(shown, line, column),
            "not-utf8",
            f"the byte 0x{data[error.start]:02x} is not UTF-8",
            "save the file with the encoding UTF-8",
        )
    source = Source(shown, text)
    odd = UNPRINTABLE.search(text)
    if odd:
        place = source.place(odd.start())
        return Problem(
            place,
            "unprintable",
            f"the character U+{ord(odd.group()):04X} cannot be printed and cannot stand in a file",
            "delete it",
            line=source.line(place.line),
        )
    return source


def _too_large(whole: Location, size: str) -> Problem:
    return Problem(
        whole,
        "over-limit",
        f"the file has {size}; the limit is {MAX_BYTES / 1e6:.0f} MB",
        "split the study into several files, or give its codings as a table",
    )


def neighbour(path: Path) -> str:
    """The hint for a file that is not there: a name like it, if there is one."""
    try:
        names = sorted(name for name in os.listdir(path.parent) if not name.startswith("."))
    except OSError:
        return f"there is no folder `{path.parent}` either; check the path"
    return did_you_mean(path.name, names, otherwise="check the name; a path is read from the file that gives it")
