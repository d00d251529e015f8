"""What reading files with places and checks costs, against readers that only parse, and how it grows.

    python -m benchmarks.reading [ROWS]

A YAML case, a table of codings and a BibTeX file, each synthetic, of so many rows and of twice as many.
The peers are PyYAML's own composer on libyaml, and the csv module; they say nothing about slips. CPU
seconds, the least of three runs. Growth near 2 is in proportion to the size. What is bad in a file is
read too: growth alone is shown for it, since a plain parser stops at the first slip.
"""

import csv
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from checker.files.study.bibtex import read_references
from checker.files.study.coding_rows import read_coding_table
from checker.files.study.coding_table import COLUMNS
from checker.files.tables.text_table import table_bytes
from checker.files.yaml.nodes import compose
from checker.files.yaml.source import Source
from checker.study.case import Case, Period
from checker.study.codebook import YES_NO, Codebook, Variable

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NAMES = [f"condition{n}" for n in range(10)]
CASE = Case(
    "synthetic",
    Codebook("synthetic", {}, {name: Variable(name, YES_NO) for name in NAMES}),
    {},
    (Period("first"), Period("second")),
    Period("baseline"),
    references={"source": {"type": "book"}},
)
BAD = {"BibTeX, no brace closed": "@a{x, y={", "BibTeX, no quote closed": '@a{x, y="{'}


def cpu_seconds(action: Callable[[], object]) -> float:
    """The least CPU time of three runs."""
    times = []
    for _ in range(3):
        begun = time.process_time()
        action()
        times.append(time.process_time() - begun)
    return min(times)


def yaml_text(rows: int) -> str:
    return "periods:\n" + "".join(
        f"  - {{id: p{n}, codings: {{trade: {{value: yes, note: A note.}}}}}}\n" for n in range(rows)
    )


def written_table(folder: Path, rows: int) -> Path:
    """A table of at least so many codings, by as many coders as that takes."""
    coders = -(-rows // (2 * len(NAMES)))
    cells = [
        [
            "synthetic",
            period,
            "",
            "",
            name,
            "yes",
            "0.8",
            "source",
            "p. 3",
            "1990-02",
            "A paraphrase.",
            "",
            f"coder {coder}",
        ]
        for coder in range(coders)
        for period in ("first", "second")
        for name in NAMES
    ]
    file = folder / f"{rows}.csv"
    file.write_bytes(table_bytes(COLUMNS, cells, "csv"))
    return file


def plain_rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def actions(folder: Path, rows: int) -> dict[str, tuple[Callable[[], object], Callable[[], object] | None]]:
    """Per kind of file what the checker does and what a plain parser does; None: no peer."""
    text, file = yaml_text(rows), written_table(folder, rows)
    entries = "".join(f"@book{{key{n}, author = {{Waltz, Kenneth N.}}, year = {{1979}}}}\n" for n in range(rows))
    return {
        "YAML": (lambda: compose(Source("case.yaml", text)), lambda: yaml.compose(text, Loader=LOADER)),
        "table of codings": (lambda: read_coding_table(file, file.name, CASE), lambda: plain_rows(file)),
        "BibTeX": (lambda: read_references(Source("r.bib", entries)), None),
        **{name: (partial(read_references, Source("r.bib", unit * rows)), None) for name, unit in BAD.items()},
    }


def main(rows: int) -> None:
    print(f"CPU seconds for {rows:,} rows, Python {sys.version.split()[0]}\n")
    print(f"{'':26}{'checker':>9}{'plain':>9}{'ratio':>8}{'growth for twice as many':>27}")
    with TemporaryDirectory() as folder:
        once, twice = (actions(Path(folder), size) for size in (rows, 2 * rows))
        for name, (ours, plain) in once.items():
            seconds, doubled = cpu_seconds(ours), cpu_seconds(twice[name][0])
            peer = cpu_seconds(plain) if plain else None
            against = f"{peer:9.3f}{seconds / peer:8.1f}" if peer else " " * 17
            print(f"{name:26}{seconds:9.3f}{against}{doubled / seconds:27.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 12_000)
