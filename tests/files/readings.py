"""A case of two periods with named readings, and a table of two coders for them."""

from __future__ import annotations

from tests.files.conftest import CASE, Folder

TWO = f"""\
{CASE}baseline: {{codings: {{cover: strong}}}}
throughout: {{cover: weak}}
periods:
  - {{id: first, years: [1990, 1994], codings: {{cooperation: [none, low], trade: no}}}}
  - {{id: second, years: [1995, 1999], codings: {{cooperation: high, cover: absent}}}}
readings:
"""
HEAD = "case,period,term,value,coder\n"
TABLE = HEAD + (
    "case,first,cooperation,low,ann\ncase,second,cooperation,missing,ann\ncase,first,trade,yes,ben\n"
    "other,first,trade,no,ann\n"
)


def with_readings(folder: Folder, yaml: str) -> None:
    """Write a case of two periods with these readings, which begin in line 11, column 3."""
    folder.case(TWO + "".join(f"  {line}\n" for line in yaml.splitlines()))
