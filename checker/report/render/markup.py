"""Tables and values in the formats of papers and programs, escaped for each: JSON, CSV, HTML, Markdown, LaTeX."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from html import escape
from typing import Any

Row = Sequence[str]


def as_json(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def chance_json(chance: Fraction | None) -> dict[str, Any] | None:
    """A probability, exact and as a number."""
    return None if chance is None else {"exact": str(chance), "value": float(chance)}


def distribution_json(chances: Sequence[tuple[str, Fraction]] | None) -> dict[str, Any] | None:
    return None if chances is None else {name: chance_json(chance) for name, chance in chances}


def html_table(caption: str, columns: Row, rows: Sequence[Row]) -> str:
    top = "".join(f'<th scope="col">{escape(c)}</th>' for c in columns)
    cells = [(row[0], "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])) for row in rows]
    body = "".join(f'<tr><th scope="row">{escape(head)}</th>{rest}</tr>\n' for head, rest in cells)
    return f"<table>\n<caption>{escape(caption)}</caption>\n<tr>{top}</tr>\n{body}</table>\n"


def markdown_table(columns: Row, rows: Sequence[Row]) -> str:
    lines = ["| " + " | ".join(markdown_escaped(c) for c in columns) + " |", "|" + " --- |" * len(columns)]
    lines += ["| " + " | ".join(markdown_escaped(c) for c in row) + " |" for row in rows]
    return "\n" + "\n".join(lines) + "\n"


def markdown_escaped(text: str) -> str:
    for mark in "\\`*_{}[]<>|#":
        text = text.replace(mark, "\\" + mark)
    return " ".join(text.split())


LONG_CELL = 60


def latex_table(caption: str, columns: Row, rows: Sequence[Row]) -> str:
    """A booktabs table; needs \\usepackage{booktabs}."""
    spec = "".join(
        "p{0.4\\linewidth}" if max(map(len, column)) > LONG_CELL else "l" for column in zip(columns, *rows, strict=True)
    )
    lines = [
        "\\begin{table}",
        "\\centering",
        f"\\caption{{{latex_escaped(caption)}}}",
        f"\\begin{{tabular}}{{{spec}}}",
        "\\toprule",
        " & ".join(latex_escaped(c) for c in columns) + r" \\",
        "\\midrule",
        *(" & ".join(latex_escaped(c) for c in row) + r" \\" for row in rows),
        "\\bottomrule",
        "\\end{tabular}",
        "\\end{table}",
    ]
    return "\n".join(lines) + "\n"


_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "%": r"\%",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
}


def latex_escaped(text: str) -> str:
    return "".join(_LATEX.get(mark, mark) for mark in " ".join(text.split()))
