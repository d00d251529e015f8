"""The verdicts, chances and readings of the page after a change are those of Python, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

import pytest

import checker.analysis.page.compiled_cells
from checker.analysis.page.compiled_cells import what_if
from checker.analysis.page.dossier import dossier
from checker.analysis.verdicts.judgement import VERDICTS
from checker.analysis.verdicts.trial import Trial
from checker.report.words import verdicts as wording
from checker.report.words.labels import figure, percent
from checker.study.case import Case, Coding
from checker.study.theory import Explained, Theory
from tests.random_studies import random_study
from tests.report.browser import Visit, needs_chromium, visit
from tests.report.studies import page_of, shipped, shipped_dossier
from tests.seeds import in_blocks
from tests.small_studies import case, theory

pytestmark = needs_chromium
SCHEMES = ("light", "dark")
NEAR = Fraction(wording.NEAR, 100)


# ---- the verdicts are those of Python


def questions(trials: Sequence[Trial]) -> list[tuple[Trial, Explained, int]]:
    """The cells in the order of the page."""
    return [
        (trial, explained, t)
        for trial in trials
        for explained in trial.theory.explains
        for t in range(1, trial.case.last + 1)
    ]


def labels(theory: Theory) -> set[str]:
    return {p.id for p in theory.propositions} | {s.label for s in theory.exhaustive}


def as_shown(trial: Trial, explained: Explained, t: int) -> list[str]:
    """What a cell of the table says: the leading verdict, its chance, what is near to it, what the theory says."""
    cell = trial.cell(explained, t)
    leading, said = cell.leading, cell.question.finding(cell.read_codings)
    near = sorted(
        ((v, p) for v, p in cell.probability if v != leading.verdict and leading.probability - p <= NEAR),
        key=lambda each: -each[1],
    )
    says = ""
    if said.prediction is not None:
        says = f"says {wording.arrows(explained, said.prediction)}"
    if said.expectation and said.expectation != said.prediction:
        says += f" · usually {wording.arrows(explained, said.expectation)}"
    besides = [f"or {v} {unbroken(percent(p))}" for v, p in near]
    besides += [f"as coded: {cell.verdict}"] if cell.verdict not in (leading.verdict, "open") else []
    return [leading.verdict, unbroken(percent(leading.probability)), ", ".join(besides), says]


def unbroken(words: str) -> str:
    return words.replace(" ", "\N{NO-BREAK SPACE}")


class Judge:
    """What the page has to say of all cells, in its order, after one change."""

    def __init__(self, case: Case, theories: tuple[Theory, ...]) -> None:
        self.case = case
        self.trials = [Trial(theory, case) for theory in theories]
        self.terms = {str(term): term for term in case.codebook.terms()}
        self.filed = [as_shown(*each) for each in questions(self.trials)]

    def says(self, kind: str, name: str, value: str) -> list[list[str]]:
        return self._without(name) if kind == "without" else self._recoded(name, value)

    def _without(self, label: str) -> list[list[str]]:
        trials = [trial.giving_up([label]) for trial in self.trials]
        return [
            as_shown(*each) if label in labels(each[0].theory) else before
            for each, before in zip(questions(trials), self.filed, strict=True)
        ]

    def _recoded(self, name: str, value: str) -> list[list[str]]:
        """After PERIOD:TERM=VALUE; only cells in which the coding matters are asked again."""
        period, _, text = name.partition(":")
        number = self.case.number_of(period)
        assert number is not None
        term = self.terms[text]
        case = self.case.recoded({(term, number): Coding(() if value == "missing" else tuple(value.split("|")))})
        return [
            as_shown(trial.on(case), explained, t) if (term, number) in trial.question(explained, t).places else before
            for (trial, explained, t), before in zip(questions(self.trials), self.filed, strict=True)
        ]


def differences(opened: Visit, judge: Judge) -> list[str]:
    """The single changes under which the page shows something else than Python gives."""
    assert opened.shown() == judge.filed
    tried = opened.every_change()
    assert tried
    wrong = [f"{kind} {name}={value}" for kind, name, value, cells in tried if cells != judge.says(kind, name, value)]
    assert opened.shown() == judge.filed
    return wrong


def test_every_single_change_of_the_shipped_case_shows_what_python_gives(browser: Any, shipped_file: Path) -> None:
    judge = Judge(*shipped())
    with visit(browser, shipped_file) as opened:
        controls = opened.page.locator("#controls select").count() + opened.page.locator("#controls input").count()
        case, theories = shipped()
        known = set().union(*map(labels, theories))
        assert controls == len(known) + len(shipped_dossier().what_if.terms()) * (case.last + 1 - case.first)
        assert differences(opened, judge) == []
        assert opened.complaints == []


@in_blocks(range(60), 15)
def test_every_single_change_of_random_studies_shows_what_python_gives(
    seeds: range, browser: Any, tmp_path: Path
) -> None:
    for seed in seeds:
        theory, case = random_study(seed)
        file = tmp_path / f"{seed}.html"
        file.write_text(page_of(dossier(case, [theory])), encoding="utf-8")
        with visit(browser, file) as opened:
            assert differences(opened, Judge(case, (theory,))) == [], seed
            assert opened.complaints == [], seed


ASK = """([data, states]) => {
  const { cells, filed, coding, judged, observed, figure } = judging(data);
  const shown = ([name, chance]) => [name, figure(chance)];
  return states.map(([changes, off]) => {
    const coded = filed.map((row) => row.slice());
    for (const [period, term, values] of changes) coded[period][term] = coding(term, values);
    const gone = new Set(off.map((label) => data.labels.indexOf(label)));
    return cells.map((cell) => {
      const { verdict, all, readings, prediction } = judged(cell, coded, gone);
      const said = prediction ?? null, chances = all ?? [['untestable', [1n, 1n]]];
      const outcomes = said === null ? null : cell.outcomes.filter((_, n) => said & (1 << n));
      return [verdict, chances.map(shown), readings, outcomes, observed(cell, coded).map(shown)];
    });
  });
}"""
State = tuple[list[tuple[int, int, list[int]]], list[str]]


def states(theory: Theory, case: Case, dice: Random) -> Iterator[tuple[Case, State]]:
    """The case under several changes at once, and these as the page takes them: by period, term and values."""
    terms = case.codebook.terms()
    open_to_change = [n for n, term in enumerate(terms) if case.binds(term) and not case.codebook.is_theoretical(term)]
    for _ in range(5):
        made: dict[tuple[int, int], list[int]] = {}
        for _ in range(dice.choice((1, 2, 3, 5))):
            number, place = dice.randint(case.first, case.last), dice.choice(open_to_change)
            size = len(case.codebook.values(terms[place]))
            made[number, place] = sorted(dice.sample(range(size), dice.choice((0, 1, 1, 2))))
        yield (
            case.recoded(
                {
                    (terms[place], number): Coding(tuple(case.codebook.values(terms[place])[v] for v in values))
                    for (number, place), values in made.items()
                }
            ),
            (
                [(number - case.first, place, values) for (number, place), values in made.items()],
                [label for label in sorted(labels(theory)) if dice.random() < 0.2],
            ),
        )


def asked_of_python(trial: Trial) -> list[list[Any]]:
    found = []
    for _, explained, t in questions([trial]):
        cell = trial.cell(explained, t)
        said = cell.question.finding(cell.read_codings).prediction
        seen = [[o, figure(p)] for o, p in cell.observed_probability or ()]
        found.append(
            [
                cell.leading.verdict,
                [[v, figure(p)] for v, p in cell.probability],
                list(cell.readings),
                None if said is None else list(said),
                seen,
            ]
        )
    return found


def test_hundreds_of_random_states_give_the_chances_and_readings_of_python(browser: Any) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.add_script_tag(content=files("checker.report").joinpath("templates/verdicts.js").read_text("utf-8"))
        for seed in range(200, 280):
            theory, case = random_study(seed)
            tried = list(states(theory, case, Random(seed)))
            data = {**what_if(case, [theory]).plain(), "verdicts": dict.fromkeys(VERDICTS, ""), "near": wording.NEAR}
            found = page.evaluate(ASK, [data, [state for _, state in tried]])
            assert found == [asked_of_python(Trial(theory, under, off)) for under, (_, off) in tried], seed


def test_a_cell_past_the_limit_keeps_its_verdict_and_says_so(
    browser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checker.analysis.page.compiled_cells, "MAX_CELL_NODES", 1)
    th, of = theory("P: if a and b then y is high"), case("a=yes b=yes y=high", "a=no b=? y=low")
    (tmp_path / "page.html").write_text(page_of(dossier(of, [th])), encoding="utf-8")
    with visit(browser, tmp_path / "page.html") as opened:
        before = opened.shown()
        opened.page.locator("#controls select[name='t1:a']").select_option("no")
        assert opened.shown() == before
        notes = opened.page.locator(".matrix .was:visible").all_inner_texts()
        assert notes == ["without your changes: not worked out again here"] * 2
        assert opened.page.locator("td.track[data-period]").last.inner_text().startswith("…")
        assert opened.complaints == []
