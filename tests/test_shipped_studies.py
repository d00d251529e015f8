"""Every shipped theory and case loads, and its verdicts are those on record.

`python -m tests.test_shipped_studies` records them anew; a change is explained in CHANGELOG.md.
"""

from __future__ import annotations

from pathlib import Path

from checker.analysis.verdicts.trial import check
from checker.files.library.locate import shipped_folder
from checker.files.study.load import theories_for
from checker.files.study.reader import Study, kind_of, read_study
from checker.study.csv_text import csv_text

GOLD = Path(__file__).parent / "gold" / "verdicts.csv"
COLUMNS = ("case", "theory", "period", "prediction", "verdict", "readings", "leading", "probability")


def shipped() -> Study:
    theories = [path for path in sorted(shipped_folder("theory").glob("*.yaml")) if kind_of(path) == "theory"]
    return read_study(theories, sorted(shipped_folder("case").glob("*.yaml")))


def verdicts() -> str:
    study = shipped()
    rows = [
        (
            case.name,
            record.theory.name,
            j.period_id,
            "|".join(j.prediction or ()),
            j.verdict,
            "|".join(j.readings or ()),
            j.likeliest,
            str(j.leading and j.leading.probability),
        )
        for case in study.cases
        for record in check(case, theories_for(case, study)).records
        for j in record.judgements
    ]
    return csv_text(COLUMNS, rows)


def test_verdicts_of_the_shipped_cases_are_those_on_record() -> None:
    assert verdicts() == GOLD.read_text(encoding="utf-8"), "explain the change in CHANGELOG.md, then record anew"


def test_no_shipped_file_has_an_error() -> None:
    study = shipped()
    assert all(problem.severity == "warning" for problem in study.warnings)
    names = {case.name for case in study.cases}
    assert names >= {"belarus-iran", "ukraine-iran", "venezuela-iran", "egypt-soviet-union"}


def test_theories_speak_of_roles_and_name_no_state() -> None:
    states = ("belarus", "iran", "russia", "ukraine", "venezuela", "egypt", "soviet")
    for theory in shipped().theories:
        rules = " ".join(p.rule.text for p in theory.propositions).lower()
        assert not [state for state in states if state in rules]


if __name__ == "__main__":
    GOLD.write_text(verdicts(), encoding="utf-8")
