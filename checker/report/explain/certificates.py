"""Certificates as files that others can check (checker/certify, version 2), and as a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from checker.analysis.proof.certification import (
    OTHER_SOLVER,
    OWN_CHECKER,
    Certificates,
    Exclusion,
    PeriodCertificates,
    Witness,
)
from checker.report.check.tables import reason_json
from checker.report.render.document import paragraph, shown_as
from checker.report.render.markup import as_json
from checker.report.words.phrases import counted
from checker.report.words.verdicts import listed

HOW_TO = """\
What lies here lets anyone verify the verdicts without trusting the program that gave them.

index.json    for every theory and period: the most likely verdict, the reading of the codings in which it is explained,
              which levels of the outcome the laws and the tendencies leave there, a witness for each level left, and
              the names of the two files that refute each level excluded. Outcomes and verdict follow from the levels.
*.cnf         in DIMACS form: what is said to be impossible. Comments on top say which variable stands for which
              term, and which clauses for which proposition or coding.
*.drup        the proof, in DRUP form, a part of DRAT.

To check a proof, use any DRAT checker:

    drat-trim NAME.cnf NAME.drup

or in Python, with `pip install dratify`:

    from dratify import check_proof, parse_dimacs
    print(check_proof(parse_dimacs(open("NAME.cnf").read()), open("NAME.drup").read()).ok)

To check a witness, read the rules of the theory over its values: they hold, and the outcome has that level.
"""


def certificate_files(found: Sequence[Certificates]) -> dict[str, str]:
    """The files by their relative names: an index, how to use it, and two files for each refutation."""
    files = {"README.txt": HOW_TO}
    entries = []
    for certificates in found:
        folder = "/".join(_plain(name) for name in (certificates.case.name, certificates.theory.name))
        periods = []
        for period in certificates.periods:
            start = f"{folder}/{period.period}-{_plain(period.period_id)}-{_plain(str(certificates.explained))}"
            periods.append(_period(period, start))
            for exclusion in period.exclusions:
                name = _name(start, exclusion)
                files[f"{name}.cnf"] = exclusion.refutation.cnf
                files[f"{name}.drup"] = exclusion.refutation.proof
        entries.append(
            {
                "case": certificates.case.name,
                "theory": certificates.theory.name,
                "explains": str(certificates.explained),
                "without": list(certificates.without),
                "checked_by": _checkers(certificates),
                "periods": periods,
            }
        )
    return {"index.json": as_json({"format": "checker/certify", "version": 2, "theories": entries}), **files}


def _period(period: PeriodCertificates, start: str) -> dict[str, Any]:
    found = period.finding
    return {
        "period": period.period_id,
        "verdict": period.verdict,
        "reading": [{"coding": str(r.term), "period": r.period_id, "value": r.value} for r in period.reading],
        "as_coded": period.as_coded,
        "levels": _list(period.levels),
        "expected_levels": _list(period.expected_levels),
        "prediction": None if found is None else _list(found.prediction),
        "expectation": None if found is None else _list(found.expectation),
        "observed_levels": None if found is None else _list(found.observed_levels),
        "limit": period.limit or None,
        "witnesses": [_witness(witness) for witness in period.witnesses],
        "refutations": [_refutation(exclusion, start) for exclusion in period.exclusions],
    }


def _witness(witness: Witness) -> dict[str, Any]:
    return {
        "subject": witness.subject,
        "level": witness.level,
        "world": [{"term": str(v.term), "period": v.period_id, "value": v.value} for v in witness.world],
        "used": [{"proposition": label, "period": period_id} for label, period_id in witness.used],
    }


def _refutation(exclusion: Exclusion, start: str) -> dict[str, Any]:
    name = _name(start, exclusion)
    return {
        "subject": exclusion.subject,
        "level": exclusion.level,
        "cnf": f"{name}.cnf",
        "proof": f"{name}.drup",
        "core": [reason_json(reason) for reason in exclusion.reasons],
    }


def _name(start: str, exclusion: Exclusion) -> str:
    return f"{start}-{exclusion.subject}{'' if exclusion.level is None else '-' + _plain(exclusion.level)}"


def _plain(name: str) -> str:
    """A name that every file system takes for one, and that leads to no other folder."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name)


def _list(values: Sequence[str] | None) -> list[str] | None:
    return None if values is None else list(values)


def _checkers(certificates: Certificates) -> list[str]:
    outside = [certificates.outside_checker] if certificates.outside_checker else []
    return [OWN_CHECKER, *outside, OTHER_SOLVER]


def certified_text(certificates: Sequence[Certificates], width: int = 80) -> str:
    """The sentence as a paragraph for a terminal."""
    return shown_as([paragraph(certified_sentence(certificates))], "text", width)


def certified_sentence(certificates: Sequence[Certificates]) -> str:
    """What was verified, and by whom."""
    witnesses = sum(each.counts[0] for each in certificates)
    refutations = sum(each.counts[1] for each in certificates)
    outside = sorted({each.outside_checker for each in certificates if each.outside_checker})
    checkers = ["the project's own proof checker", *outside]
    alone = "" if outside else " (`pip install dratify` adds a proof checker from outside)"
    open_ = "".join(
        f" {each.theory.heading} in {period.period_id}: no verdict leads, and the levels are "
        "certified for the codings as they stand."
        for each in certificates
        for period in each.periods
        if period.as_coded and not period.limit
    )
    limits = "".join(
        f" {each.theory.heading} in {period.period_id} is not certified: {period.limit}."
        for each in certificates
        for period in each.periods
        if period.limit
    )
    levels, exclusions = counted(witnesses, "allowed level"), counted(refutations, "exclusion")
    return (
        f"Verified: in the most probable reading of each verdict, {levels} by witnesses read again on the rules as "
        f"written; {exclusions} by proofs that {listed(checkers)} accepted{alone}, with {OTHER_SOLVER} as second "
        f"solver.{open_}{limits}"
    )
