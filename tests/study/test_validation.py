"""Warnings about a study that can be read but should be read with care."""

from __future__ import annotations

from tests.files.conftest import CASE, THEORY, Folder, folder

__all__ = ["folder"]

EVIDENCE = "evidence: [{source: bohdan2014, locator: p. 1, date: 2011}]"


def test_a_calibrated_coding_needs_no_evidence(folder: Folder) -> None:
    folder.further(
        "series: {s: {values: {1990: 1}}}\ncalibrate: {trade: {from: s, summary: sum, at_least: {yes: 1}}}\n"
    )
    assert folder.warnings() == []


def cut_late(folder: Folder, theory: str) -> None:
    folder.case(
        f"{CASE}periods:\n  - id: first\n    onset: 2010\n    codings:\n"
        f"      cooperation: {{value: low, {EVIDENCE}}}\n      trade: {{value: yes, {EVIDENCE}}}\n"
    )
    if theory:
        folder.rule(theory)


def test_a_cause_after_its_effect(folder: Folder) -> None:
    cut_late(folder, "if trade then cooperation is low")
    assert folder.warnings("after") == [
        (
            "case.yaml:10:7",
            "cause after effect? All evidence for `trade` in `first` is dated after the onset, 2010",
            "add evidence from before it; `--before-onset` treats the coding as missing",
        )
    ]


def test_a_condition_that_is_not_independent(folder: Folder) -> None:
    cut_late(folder, "if trade then cooperation is low")
    assert folder.warnings("independent") == [
        (
            "case.yaml:10:7",
            "not independent: `trade` in `first` rests only on what also codes the outcome there",
            "add evidence from another source or passage",
        )
    ]


def test_a_condition_that_no_theory_uses(folder: Folder) -> None:
    cut_late(folder, "cooperation is low")
    assert folder.warnings() == []


def test_without_theories_the_outcome_is_what_has_indicators(folder: Folder) -> None:
    cut_late(folder, "")
    folder.write(
        "case.yaml", (folder.path / "case.yaml").read_text() + "indicators: {cooperation: {visits: {first: low}}}\n"
    )
    assert [message for _, message, _ in folder.warnings()] == [
        "cause after effect? All evidence for `trade` in `first` is dated after the onset, 2010",
        "not independent: `trade` in `first` rests only on what also codes the outcome there",
    ]


def test_a_source_that_defends_a_theory_and_carries_the_codings(folder: Folder) -> None:
    cut_late(folder, "")
    folder.theory(
        f"sources: references.bib\nbuilt_on: case\n{THEORY}"
        "    rule: if cover is weak then cooperation is low\n"
        "    source: {key: bohdan2014}\n"
    )
    assert folder.warnings("carries") == [
        (
            "case.yaml:1:1",
            "`bohdan2014` carries 2 of 2 codings that have evidence, and it defends theory, built on this case",
            "code from other sources what the author could have coded to suit the theory",
        )
    ]


def test_a_source_that_defends_a_theory_built_elsewhere(folder: Folder) -> None:
    cut_late(folder, "")
    folder.theory(
        f"sources: references.bib\nbuilt_on: other\n{THEORY}"
        "    rule: if cover is weak then cooperation is low\n"
        "    source: {key: bohdan2014}\n"
    )
    assert folder.warnings("carries") == []


# A law that forces what nothing causes


def exhaustive_fall(folder: Folder, *rules: str) -> list[tuple[str, str, str]]:
    """The warnings about a theory of these rules that claims to name all causes of a fall."""
    folder.theory(
        "theory: theory\ncodebook: codebook.yaml\nexplains: change of cooperation\n"
        "exhaustive: [cooperation falls]\npropositions:\n  - {id: C, rule: if trade then cooperation falls}\n"
        + "".join(f"  - {{id: N{number}, rule: {rule}}}\n" for number, rule in enumerate(rules, 1))
    )
    return folder.warnings("can demand")


def test_a_necessary_condition_together_with_an_exhaustive_fall(folder: Folder) -> None:
    assert exhaustive_fall(folder, "cooperation is high only if cover is strong") == [
        (
            "theory.yaml:7:10",
            "`N1` can demand `cooperation falls` (where `cooperation` was high and `cover` is absent) when no cause of it "
            "that the theory names is there: the theory is then incoherent, as after an earlier misfit",
            "write the rule as `if cover is not strong then cooperation is not high`, so that the lack of what is "
            "necessary is a cause, or leave out `exhaustive: cooperation falls`",
        )
    ]
    assert exhaustive_fall(folder, "if cover is not strong then cooperation is not high") == []


def test_an_equivalence_together_with_an_exhaustive_fall(folder: Folder) -> None:
    ((_, message, hint),) = exhaustive_fall(folder, "cooperation is high if and only if not cover falls")
    assert "(where `cooperation` was high and `cover` was weak and `cover` is absent)" in message
    assert hint.startswith("add a rule `if cover falls then cooperation is not high`")
    assert (
        exhaustive_fall(
            folder, "cooperation is high if and only if not cover falls", "if cover falls then cooperation is not high"
        )
        == []
    )


def test_a_law_without_conditions_together_with_an_exhaustive_fall(folder: Folder) -> None:
    ((_, message, hint),) = exhaustive_fall(folder, "cooperation is at most low")
    assert "(where `cooperation` was high)" in message
    assert hint == "name a cause of it there, in a rule `if ... then ...`, or leave out `exhaustive: cooperation falls`"


def test_a_theory_in_error_is_not_warned_of_what_it_cannot_yet_cause(folder: Folder) -> None:
    assert exhaustive_fall(folder, "cooperation is high only if cover is strong", "if trad then trade") == []
