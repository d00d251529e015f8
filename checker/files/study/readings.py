"""The named readings of a case file: codings written out, or those of a coder's table."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from checker.files.study.citations import Sources
from checker.files.study.codings import read_codings
from checker.files.yaml.nodes import Entries, Node, Scalar
from checker.files.yaml.offsets import Problems, problem_at
from checker.files.yaml.source import neighbour
from checker.logic.formula import Term
from checker.problems import InvalidStudy, did_you_mean
from checker.study.case import Case, Coding, NamedReading
from checker.study.sheet import BASELINE, THROUGHOUT, Place, Sheet, places, without_effect


def read_readings(node: Entries, case: Case, sources: Sources, problems: Problems) -> dict[str, NamedReading]:
    """The readings by name; `case` is all that the file says beside them."""
    return {
        key.text: _reading(key, node.entries(key.text), case, sources, problems)
        for key, value in node
        if isinstance(value, Entries) or (isinstance(value, Scalar) and value.is_null)
    }


def _reading(name: Scalar, node: Entries, case: Case, sources: Sources, problems: Problems) -> NamedReading:
    if name.text == "missing":
        problems.at(
            name,
            "reserved-name",
            "a reading cannot be called `missing`: that says that a coding has no value",
            "name it after whoever reads the case so, as in `critic`",
        )
    table = node.scalar("from")
    found: Mapping[Place, Coding] = {}
    if table is not None and "codings" in node.keys:
        problems.at(
            table,
            "conflicting-keys",
            f"the reading `{name.text}` has both `from` and `codings`",
            "keep one of the two, or make a second reading of the other",
        )
    elif table is not None:
        found = _from_table(table, node.scalar("coder"), case, sources, problems)
    else:
        found = _written_out(node.entries("codings"), case, sources, problems)
        if "coder" in node.keys:
            problems.at(
                node.keys["coder"],
                "missing-key",
                "`coder` picks rows of a table, and there is no `from`",
                "add `from:` with the table, or delete `coder`",
            )
        elif _codes_nothing(node):
            problems.at(
                name,
                "codes-nothing",
                f"the reading `{name.text}` codes nothing",
                "add `codings:`, or `from:` with a coder's table",
            )
    problems += [
        replace(
            problem_at(
                name,
                "without-effect",
                f"in `{name.text}` the coding of `{term}` throughout changes nothing: every period codes it for itself",
                "give the coding in each period",
            ),
            severity="warning",
        )
        for term in without_effect(case, found)
    ]
    return NamedReading(name.text, _by_number(case, found), node.text("label"), node.text("note"), name.location)


def _codes_nothing(node: Entries) -> bool:
    """Whether a reading has no entry; what stands there and has another shape has been objected to."""
    codings = node.values.get("codings")
    return (
        codings is None
        or _is_bare(codings)
        or (isinstance(codings, Entries) and all(_is_bare(period) for _, period in codings))
    )


def _is_bare(node: Node) -> bool:
    return not node.keys if isinstance(node, Entries) else isinstance(node, Scalar) and node.is_null


def _written_out(node: Entries, case: Case, sources: Sources, problems: Problems) -> dict[Place, Coding]:
    found = {}
    for key, _ in node:
        if key.text not in places(case):
            problems.append(
                problem_at(key, "no-baseline", "the case has no baseline to code", "add `baseline:` to the case")
                if key.text == BASELINE
                else problem_at(
                    key, "unknown-period", f"there is no period `{key.text}`", did_you_mean(key.text, places(case))
                )
            )
        codings = read_codings(node.entries(key.text), case.codebook, sources, problems)
        found.update({Place(key.text, term): coding for term, coding in codings.items()})
    return found


def _from_table(
    scalar: Scalar, coder: Scalar | None, case: Case, sources: Sources, problems: Problems
) -> Mapping[Place, Coding]:
    """The codings of one coder's rows about this case; what cannot be read of the table is shown where it is named.

    What reads tables is imported when a case names one.
    """
    from checker.files.study.coding_rows import read_coding_table

    file = os.path.normpath(os.path.join(os.path.dirname(scalar.source.file), scalar.text.strip()))
    if not Path(file).is_file():
        problems.at(scalar, "missing-file", f"{file}: there is no such table", neighbour(Path(file)))
        return {}
    try:
        # A reading may code what the case derives from a series.
        sheets = read_coding_table(Path(file), file, replace(case, calibrations={}), any_source=sources.unreadable)
    except InvalidStudy as invalid:
        problems += [
            each if each.location.line else problem_at(scalar, each.code, f"{each.location}: {each.message}", each.hint)
            for each in invalid.problems
        ]
        return {}
    sheet = _picked(sheets, scalar, coder, problems)
    return sheet.codings if sheet is not None else {}


def _picked(sheets: Sequence[Sheet], scalar: Scalar, coder: Scalar | None, problems: Problems) -> Sheet | None:
    """The sheet of the coder who is named, or the only one."""
    table, known = scalar.text.strip(), [sheet.coder for sheet in sheets if sheet.coder]
    if not sheets:
        problems.at(scalar, "codes-nothing", f"{table} codes nothing", "fill in the column `value`")
    elif coder is None or coder.is_empty:
        if len(sheets) == 1:
            return sheets[0]
        nobody = "nobody named and by " if len(known) < len(sheets) else ""
        problems.at(
            scalar,
            "several-coders",
            f"{table} has codings by {nobody}{' and by '.join(known)}",
            f"say whose they are to be: add `coder: {known[0]}`",
        )
    else:
        picked = next((sheet for sheet in sheets if sheet.coder == coder.text.strip()), None)
        if picked is None:
            problems.at(
                coder,
                "unknown-coder",
                f"{table} has no codings by `{coder.text}`",
                did_you_mean(coder.text, known, "" if known else "delete `coder`: the table names no coder"),
            )
        return picked
    return None


def _by_number(case: Case, found: Mapping[Place, Coding]) -> dict[tuple[Term, int], Coding]:
    """The codings by the number of their period; one for all periods gives way to what a period codes for itself."""
    codings: dict[tuple[Term, int], Coding] = {}
    for place, coding in found.items():
        if place.period == THROUGHOUT:
            codings.update(
                {
                    (place.term, number): coding
                    for number in range(case.first, case.last + 1)
                    if place.term not in case.period(number).codings
                }
            )
    for place, coding in found.items():
        number = case.number_of(place.period)
        if number is not None:
            codings[place.term, number] = coding
    return codings
