"""The Python interface: each function reads, analyses and hands over an answer that shows itself.

The names are those of the commands, except that `check` is `judge` and `report` is `page` here. Where a
function wants cases or theories it takes a name or path, several of them, or a study that was read before.
"""

from __future__ import annotations

import csv
import html
import io
import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypedDict, TypeVar, Unpack

from checker.problems import InvalidStudy

if TYPE_CHECKING:
    from checker.analysis.explain.explain import Explanation
    from checker.analysis.rivals.comparison import Comparison
    from checker.analysis.rivals.content import Inspection
    from checker.analysis.rivals.discrimination import Discriminations
    from checker.analysis.robust.robustness import Robustness
    from checker.analysis.survey.result import Survey
    from checker.analysis.verdicts.overview import Overview
    from checker.files.study.reader import Study as FilesRead
    from checker.problems import Problem
    from checker.study.case import Case
    from checker.study.theory import Theory

__all__ = [
    "Answer",
    "InvalidStudy",
    "Study",
    "compare",
    "discriminate",
    "explain",
    "inspect",
    "judge",
    "page",
    "read_study",
    "robust",
    "survey",
]

WIDTH = 80
AnyPath = str | os.PathLike[str]
Named = AnyPath | Iterable[AnyPath]
Found = TypeVar("Found", covariant=True)


@dataclass(frozen=True, repr=False)
class Answer(Generic[Found]):
    """What an analysis found, and how to show it.

    `found` holds the frozen results. `print(answer)` shows what the command prints on a terminal 80
    columns wide; a notebook shows `answer` as tables.

    >>> answer = judge("belarus-iran", "neorealism", periods="rise")
    >>> print(answer)  # doctest: +ELLIPSIS
    Belarus-Iran relations, 1993-2013                          change of cooperation
    ...
    Neorealism   ✗ contrad. ...
    >>> answer.data["format"]
    'checker/check'
    """

    found: tuple[Found, ...]
    _shown: Callable[[str], str]

    def to(self, form: str) -> str:
        """The answer in a format of the command: text, json, csv, markdown, latex or html (a part of a page).

        Raises ValueError where the command does not write this format.
        """
        return self._shown(form)

    @property
    def data(self) -> Any:
        """The answer as `--format json` writes it, read back: dictionaries, lists and texts."""
        return json.loads(self.to("json"))

    @property
    def rows(self) -> list[dict[str, str]]:
        """The rows of `--format csv`, one dictionary each; pandas.DataFrame(answer.rows) is a table of them."""
        return list(csv.DictReader(io.StringIO(self.to("csv"))))

    def __str__(self) -> str:
        return self.to("text")

    def __repr__(self) -> str:
        return f"<Answer: {', '.join(type(each).__name__ for each in self.found)}>"

    def _repr_html_(self) -> str:
        return self.to("html")


@dataclass(frozen=True, repr=False)
class Study:
    """Cases and theories as read, in the order asked for, and what was noticed about their files.

    >>> study = read_study("belarus-iran", ["neorealism", "liberalism"])
    >>> [theory.name for theory in study.theories]
    ['neorealism', 'liberalism']
    >>> study
    <Study: belarus-iran; neorealism, liberalism>
    """

    cases: tuple[Case, ...]
    theories: tuple[Theory, ...]
    warnings: tuple[Problem, ...]

    def __str__(self) -> str:
        """Each rule with all its parentheses, what is still to code, and a count of the warnings."""
        from checker.analysis.coding.progress import progress
        from checker.report.check.validation import validated

        return validated(self.theories, [progress(case, self.theories) for case in self.cases], self.warnings)

    def __repr__(self) -> str:
        return f"<Study: {', '.join(c.name for c in self.cases)}; {', '.join(t.name for t in self.theories)}>"

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(str(self))}</pre>"


@dataclass(frozen=True, repr=False)
class Page:
    """A report page; `save` writes it, a notebook shows it in a frame."""

    text: str

    def save(self, path: AnyPath) -> Path:
        """Writes the page, which opens in any browser, and returns where it lies."""
        from checker.files.library.writing import write_whole

        target = Path(path)
        write_whole(target, self.text)
        return target

    def __str__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        # Without scripts' own origin: what the page does stays in its frame.
        return (
            f'<iframe srcdoc="{html.escape(self.text)}" sandbox="allow-scripts" title="report" '
            'style="width: 100%; height: 40em; border: 1px solid"></iframe>'
        )


def read_study(cases: Named = (), theories: Named = ()) -> Study:
    """The cases and theories of these names; without theories, all that speak the cases' vocabulary.

    Raises InvalidStudy with every problem of every file, each with its place and a fix.

    >>> read_study("belarus-iran", "neorealsim")
    Traceback (most recent call last):
    checker.problems.InvalidStudy: neorealsim: error: there is no theory of this name
        fix: did you mean `neorealism`?
    """
    read = _read(cases, theories)
    spoken = {case.codebook.name for case in read.cases}
    chosen = tuple(t for t in read.theories if _names(theories) or not spoken or t.codebook.name in spoken)
    return Study(read.cases, chosen, read.warnings)


class WhatIf(TypedDict, total=False):
    """The keywords of `judge`: what of a case is judged, and what is taken otherwise than its file says."""

    periods: Named
    indicator: str | None
    before_onset: bool
    sources: Named
    changes: Named
    without: Named
    reading: str | None


_SEVERAL = frozenset(("periods", "sources", "changes", "without"))


def judge(cases: Named | Study, theories: Named = (), **what_if: Unpack[WhatIf]) -> Answer[Overview]:
    """Which theory's predictions fit the observed outcome, period by period: the command `check`.

    By keyword, as in WhatIf: `periods`, `indicator`, `before_onset`, `sources` (keys of sources that are not believed),
    `changes` (texts PERIOD:TERM=VALUE, codings for this run only), `without` (propositions given up, by their ids) and
    `reading` (a named reading of the case).

    >>> weak = judge("belarus-iran", "neorealism", periods="decline", changes="decline:cooperation=low")
    >>> weak.rows[0]["leading"]
    'predicted'
    """
    from checker.analysis.verdicts.what_if import Variant, judged
    from checker.report.check.formats import rendered

    study = _given(cases, theories)
    given: dict[str, Any] = dict(what_if)
    given |= {key: _names(given[key]) for key in _SEVERAL & given.keys()}
    variant = Variant(**given)
    views = tuple(judged(case, _theories(case, study), variant) for case in study.cases)
    return Answer(views, lambda form: rendered(views, form, variant.said(study.theories), WIDTH))


def explain(
    case: AnyPath | Study, theory: AnyPath = "", period: str | None = None, *, cores: int = 3, logic: bool = False
) -> Answer[Explanation]:
    """Why: the reasons for the most likely verdict on a period, and what would change it.

    Without a period: the record over the whole case, whether the theory holds with all codings together, and what
    each proposition did.

    >>> print(explain("belarus-iran", "neorealism", "decline"))  # doctest: +ELLIPSIS
    Neorealism on decline (2010-2013): predicted, ...
    """
    from checker.analysis.explain.explain import explain as explained
    from checker.report.explain.formats import explain_rendered
    from checker.report.explain.head import Detail

    study = _given(case, theory if theory else ())
    found = explained(study.theories[0], study.cases[0], period, cores)
    return Answer(found, lambda form: explain_rendered(found, form, Detail(logic=logic), WIDTH))


def robust(cases: Named | Study, theories: Named = ()) -> Answer[Robustness]:
    """How firm the verdicts are: distance, probability, criticality, other readings of the case.

    >>> answer = robust("belarus-iran", "neorealism")
    >>> answer.rows[2]["period"], answer.rows[2]["leading"], answer.rows[2]["nearest_verdict"]
    ('rise', 'contradicted', 'expected')
    """
    from checker.analysis.robust.robustness import robustness
    from checker.report.robust.formats import robust_rendered

    study = _given(cases, theories)
    found = tuple(robustness(case, _theories(case, study)) for case in study.cases)
    return Answer(found, lambda form: robust_rendered(found, form, WIDTH))


def compare(cases: Named | Study, theories: Named = ()) -> Answer[Comparison]:
    """Rivals: which periods decide between them, which theory dominates another, how severe their record is.

    >>> print(compare("belarus-iran", ["neorealism", "liberalism"]))  # doctest: +ELLIPSIS
    Belarus-Iran relations, 1993-2013: rivals on change of cooperation
    <BLANKLINE>
    What decides
    ...
    """
    from checker.analysis.rivals.comparison import compare as compared
    from checker.report.compare.compare import compare_rendered

    study = _given(cases, theories)
    found = tuple(
        each
        for book in dict.fromkeys(case.codebook.name for case in study.cases)
        for own in [[case for case in study.cases if case.codebook.name == book]]
        for each in compared(own, _theories(own[0], study))
    )
    return Answer(found, lambda form: compare_rendered(found, form, WIDTH))


def discriminate(first: AnyPath, second: AnyPath, case: AnyPath | None = None) -> Answer[Discriminations]:
    """What to look for next: the smallest observations on which two theories part.

    >>> answer = discriminate("neorealism", "liberalism", "belarus-iran")
    >>> answer.data["format"]
    'checker/discriminate'
    """
    from checker.analysis.rivals.discrimination import discriminate as discriminated
    from checker.report.compare.discriminate import discriminate_rendered

    study = _read([case] if case is not None else [], [first, second])
    found = discriminated(study.theories[0], study.theories[-1], study.cases[0] if study.cases else None)
    return Answer((found,), lambda form: discriminate_rendered(found, form, WIDTH))


def inspect(theories: Named | Study) -> Answer[Inspection]:
    """Hygiene and empirical content of theories on their own.

    >>> print(inspect("persistence"))  # doctest: +ELLIPSIS
    Persistence: the theory on its own
    <BLANKLINE>
    In short
      Persistence is in order: it passes every check.
    ...
    """
    from checker.analysis.rivals.content import boldness_of_each_two
    from checker.analysis.rivals.content import inspect as inspected
    from checker.report.compare.inspect import inspect_rendered

    chosen = theories.theories if isinstance(theories, Study) else _read((), theories).theories
    found = tuple(inspected(theory) for theory in chosen)
    return Answer(found, lambda form: inspect_rendered(found, form, WIDTH, boldness_of_each_two(chosen)))


def survey(
    table: AnyPath,
    theories: Named,
    map_file: AnyPath | None = None,
    *,
    lags: Named = (),
    sweeps: Named = (),
    fit: bool = False,
) -> Answer[Survey]:
    """Large N: verdicts over a wide table with one row per case and period; needs theorychecker[survey].

    `lags` and `sweeps` are texts as the command takes them: TERM=N and TERM=FROM:TO:STEP.

    >>> print(survey("invented-dyads", "democratic-peace").to("text"))  # doctest: +ELLIPSIS
    Invented states, 1900-1906: 39 rows
    ...
    """
    from checker.app.survey import CodingOptions, FitOptions, surveyed
    from checker.report.survey.formats import rendered

    found = surveyed(
        os.fspath(table),
        _names(theories),
        CodingOptions(None if map_file is None else Path(map_file), _names(lags), _names(sweeps)),
        FitOptions(fit=fit),
    )
    return Answer((found,), lambda form: rendered(found, form))


def page(case: AnyPath | Study, theories: Named = ()) -> Page:
    """The report on a case as one self-contained page, with what-if: the command `report`.

    >>> page("belarus-iran", "neorealism").text[:15].lower()
    '<!doctype html>'
    """
    from checker.analysis.page.dossier import dossier
    from checker.app.page import view_of
    from checker.report.page.render_page import page as made

    study = _given(case, theories)
    found = dossier(study.cases[0], _theories(study.cases[0], study))
    return Page(made(view_of(found, f"checker.page({study.cases[0].name!r})")))


def _names(said: Named) -> tuple[str, ...]:
    if isinstance(said, (str, os.PathLike)):
        return (os.fspath(said),)
    return tuple(os.fspath(each) for each in said)


def _read(cases: Named, theories: Named) -> FilesRead:
    from checker.files.study.load import read_named

    return read_named(_names(cases), _names(theories))


def _given(cases: Named | Study, theories: Named) -> Study:
    """The study itself, or the one that these names state; theories may be named beside a study."""
    if not isinstance(cases, Study):
        return read_study(cases, theories)
    if not _names(theories):
        return cases
    return Study(cases.cases, _read((), theories).theories, cases.warnings)


def _theories(case: Case, study: Study | FilesRead) -> Sequence[Theory]:
    return tuple(theory for theory in study.theories if not case.codebook.difference(theory.codebook))
