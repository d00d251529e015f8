"""The chances, records and headlines of the page after a change are those of Python, in a real browser."""

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
from checker.analysis.verdicts.judgement import VERDICTS, Judgement, TrackRecord
from checker.analysis.verdicts.trial import Trial
from checker.analysis.verdicts.what_if import Variant, judged
from checker.report.page.texts import unbroken, unbroken_percent
from checker.report.words import headline
from checker.report.words import verdicts as wording
from checker.report.words.labels import figure
from checker.study.case import Case, Coding
from checker.study.theory import Explained, Theory
from tests.random_studies import random_study
from tests.report.browser import Visit, needs_chromium, visit
from tests.report.studies import page_of, shipped
from tests.seeds import in_blocks
from tests.small_studies import case, theory

pytestmark = needs_chromium


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


def as_shown(explained: Explained, judgement: Judgement) -> list[str]:
    """What a cell of the matrix says: how likely the theory fits, how sure that is, and what it says."""
    chances, said = headline.chances(judgement), judgement.read
    says = ""
    if said is not None and said.prediction is not None:
        usual = said.expectation if said.expectation and said.expectation != said.prediction else None
        arrows = wording.arrows(explained, usual or said.prediction)
        says = f"{'usually' if usual else 'says'} {arrows}"
    return [unbroken_percent(chances["fits"]), headline.in_words(chances), says]


class Judge:
    """What the page has to say of all cells, in its order, after one change."""

    def __init__(self, case: Case, theories: tuple[Theory, ...]) -> None:
        self.case = case
        self.trials = [Trial(theory, case) for theory in theories]
        self.terms = {str(term): term for term in case.codebook.terms()}
        self.filed = [self.asked(*each) for each in questions(self.trials)]

    def asked(self, trial: Trial, explained: Explained, t: int) -> list[str]:
        return as_shown(explained, trial.judgement(explained, t))

    def says(self, kind: str, name: str, value: str) -> list[list[str]]:
        return self._without(name) if kind == "without" else self._recoded(name, value)

    def _without(self, label: str) -> list[list[str]]:
        trials = [trial.giving_up([label]) for trial in self.trials]
        return [
            self.asked(*each) if label in labels(each[0].theory) else before
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
            self.asked(trial.on(case), explained, t)
            if (term, number) in trial.question(explained, t).places
            else before
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


# ---- the whole page under several changes at once


def changes(case: Case, theories: Sequence[Theory], dice: Random) -> Variant:
    """Codings with and without chances, and propositions given up of one theory or of all, as the command line has it."""
    terms = [t for t in case.codebook.terms() if case.binds(t) and not case.codebook.is_theoretical(t)]
    made: dict[str, str] = {}
    for _ in range(dice.choice((1, 2, 4))):
        term, number = dice.choice(terms), dice.randint(case.first, case.last)
        values = list(case.codebook.values(term))
        one, other = dice.sample(values, 2)
        first, second = sorted((one, other), key=values.index)
        texts = (one, "missing", f"{one}:0.8", f"{first}|{second}", f"{first}:0.35|{second}:0.6")
        made[f"{case.period(number).id}:{term}"] = dice.choice(texts)
    named = [(theory.name, label) for theory in theories for label in sorted(labels(theory))]
    gone = [f"{name}:{label}" for name, label in named if dice.random() < 0.04]
    return Variant(changes=tuple(f"{name}={value}" for name, value in made.items()), without=tuple(gone))


SET = """([changes, without]) => {
  const { state } = checkerPage;
  state.reset();
  for (const text of changes) { const cut = text.lastIndexOf('='); state.change(text.slice(0, cut), text.slice(cut + 1)); }
  for (const label of without) state.giveUp(label, true);
}"""
HEADLINE = "() => ['headline', 'beneath'].map((id) => document.getElementById(id).textContent)"


def record_shown(track: TrackRecord) -> list[str]:
    return ["–" if share is None else unbroken_percent(share) for share in (track.unrefuted, track.both)]


def test_random_states_give_the_headline_the_cells_and_the_records_of_the_command_line(
    browser: Any, shipped_file: Path
) -> None:
    case, theories = shipped()
    with visit(browser, shipped_file) as opened:
        for seed in range(12):
            variant = changes(case, theories, Random(seed))
            view = judged(case, theories, variant)
            opened.page.evaluate(SET, [variant.changes, variant.without])
            records = view.result.records
            assert opened.shown() == [as_shown(r.explains, j) for r in records for j in r.judgements], variant
            assert opened.records() == {r.theory.name: record_shown(r.track) for r in records}, variant
            first = headline.headline(view)
            told = [f"{first.title}.", unbroken(" ".join(first.sentences))]
            assert opened.page.evaluate(HEADLINE) == told, variant
        assert opened.complaints == []


def test_records_of_random_studies_are_those_of_python(browser: Any, tmp_path: Path) -> None:
    for number in range(300, 330):
        theory, case = random_study(number)
        file = tmp_path / f"{number}.html"
        file.write_text(page_of(dossier(case, [theory])), encoding="utf-8")
        with visit(browser, file) as opened:
            variant = changes(case, [theory], Random(number))
            opened.page.evaluate(SET, [variant.changes, variant.without])
            records = judged(case, [theory], variant).result.records
            rows = opened.page.locator(".matrix tr[data-theory]").all()
            opened.records()
            shown = [
                [row.locator(p).inner_text() for p in (".unrefuted", ".both") if row.locator(p).count()] for row in rows
            ]
            assert shown == [record_shown(r.track)[: len(own)] for r, own in zip(records, shown, strict=True)], number


# ---- what judges, without a page


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
        for name in ("record.js", "verdicts.js"):
            page.add_script_tag(content=files("checker.report").joinpath(f"templates/{name}").read_text("utf-8"))
        for seed in range(200, 280):
            theory, case = random_study(seed)
            tried = list(states(theory, case, Random(seed)))
            data = {**what_if(case, [theory]).plain(), "verdicts": dict.fromkeys(VERDICTS, ""), "near": wording.NEAR}
            found = page.evaluate(ASK, [data, [state for _, state in tried]])
            assert found == [asked_of_python(Trial(theory, under, off)) for under, (_, off) in tried], seed


def test_a_cell_past_the_limit_says_that_it_is_not_worked_out(
    browser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checker.analysis.page.compiled_cells, "MAX_CELL_NODES", 1)
    th, of = theory("P: if a and b then y is high"), case("a=yes b=yes y=high", "a=no b=? y=low")
    (tmp_path / "page.html").write_text(page_of(dossier(of, [th])), encoding="utf-8")
    with visit(browser, tmp_path / "page.html") as opened:
        before = opened.shown()
        assert all("%" in cell[0] for cell in before), "as Python gave it, until something is changed"
        opened.choose("t1:a", "no")
        assert [cell[:2] for cell in opened.shown()] == [["–", "not worked out"]] * 2
        assert list(opened.records().values()) == [["–", ""]]
        assert opened.complaints == []


@pytest.mark.parametrize("share", [Fraction(3, 5), Fraction(17, 20), Fraction(1, 2)])
def test_a_headline_needs_no_rounding_at_its_bounds(share: Fraction) -> None:
    chances = dict.fromkeys(headline.SIDES, Fraction(0)) | {"fits": share, "refuted": 1 - share}
    told = {Fraction(3, 5): "probably fits", Fraction(17, 20): "fits", Fraction(1, 2): "unclear"}[share]
    assert headline.in_words(chances) == told
