"""What others need to check and to cite: codebook, codings with evidence, theories, references."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from checker.analysis.page.dossier import Dossier
from checker.analysis.verdicts.draws import probabilities
from checker.logic.formula import Term
from checker.report.page.cells import coding_view, rule_views
from checker.report.page.parts import AppendixView, PeriodCodings, ReferenceView, TheoryView, ValueRule, VariableView
from checker.report.page.texts import References, head, reference, unbroken_percent
from checker.report.page.view import Provenance
from checker.report.words import verdicts as wording
from checker.study.case import Case
from checker.study.codebook import Codebook, Variable
from checker.study.evidence import after_onset, not_independent
from checker.study.theory import Theory

Cautions = Mapping[tuple[Term, int], Sequence[str]]


def appendix_view(dossier: Dossier, references: References, provenance: Provenance) -> AppendixView:
    case, theories = dossier.case, dossier.theories
    codebook = case.codebook
    cautions = _cautions(case, tuple(dict.fromkeys(term for theory in theories for term in theory.explained_terms)))
    roles = tuple(
        (role, ", ".join(case.roles.get(role, ())) or "none", meaning) for role, meaning in codebook.roles.items()
    )
    return AppendixView(
        roles,
        tuple(_variable(v) for v in codebook.variables.values()),
        tuple(_told_once(_codings(case, references, n, cautions) for n in range(case.first, case.last + 1))),
        tuple(_theory(theory, references) for theory in theories),
        tuple(_references(case, theories, references)),
        _citation(case, provenance),
    )


def _variable(variable: Variable) -> VariableView:
    kind = "theoretical" if variable.theoretical else ""
    roles = "; ".join(" or ".join(place) for place in variable.places)
    return VariableView(
        variable.name,
        roles,
        variable.label,
        variable.question,
        kind,
        tuple(ValueRule(value, variable.coding.get(value, "")) for value in variable.values),
    )


def _cautions(case: Case, explained: Sequence[Term]) -> Cautions:
    """What to mind about a coding, as `validate` warns of it."""
    found: dict[tuple[Term, int], list[str]] = {}
    for place in after_onset(case, explained):
        found.setdefault(place, []).append("All of its evidence is dated after the onset: cause after effect?")
    for place in not_independent(case, explained):
        found.setdefault(place, []).append("Not independent: it rests only on what also codes the outcome.")
    return found


def _shares(case: Case, term: Term, number: int) -> tuple[tuple[str, str], ...]:
    """The chance of each value of a coding in doubt."""
    coding, order = case.coding(term, number), case.codebook.values(term)
    if coding.is_missing:
        return ()
    shares = [(value, p) for value, p in zip(order, probabilities(coding, order), strict=True) if p]
    return tuple((value, unbroken_percent(p)) for value, p in shares) if len(shares) > 1 else ()


def _codings(case: Case, references: References, number: int, cautions: Cautions) -> PeriodCodings:
    """The codings of a period in the order of the codebook; what `throughout` says stands in every period."""
    views = tuple(
        replace(
            coding_view(case, references, term, number, cautions.get((term, number), ())),
            shares=_shares(case, term, number),
        )
        for term in _coded_terms(case.codebook, case)
    )
    return PeriodCodings(head(case, number), views)


def _told_once(parts: Iterable[PeriodCodings]) -> Iterable[PeriodCodings]:
    """The same codings, each with the first that has the very same note and evidence."""
    first: dict[tuple[object, ...], tuple[str, str]] = {}
    for part in parts:
        views = []
        for view in part.codings:
            told = first.setdefault((view.term, view.note, view.evidence), (view.anchor, view.period))
            is_repeated = view.evidence and told[0] != view.anchor
            views.append(replace(view, same=told) if is_repeated else view)
        yield replace(part, codings=tuple(views))


def _coded_terms(codebook: Codebook, case: Case) -> Sequence[Term]:
    return [t for t in codebook.terms() if case.binds(t) and not codebook.is_theoretical(t)]


def _theory(theory: Theory, references: References) -> TheoryView:
    return TheoryView(
        theory.name,
        theory.heading,
        theory.description.strip(),
        wording.listed(map(str, theory.explains)),
        wording.listed(theory.extends),
        wording.listed(theory.built_on),
        tuple(rule_views(theory, references)),
    )


def _references(case: Case, theories: Sequence[Theory], references: References) -> Iterable[ReferenceView]:
    """The references that anything on the page cites, in the order of the files."""
    cited = set(cited_keys(case))
    cited.update(p.source.key for theory in theories for p in theory.propositions if p.source is not None)
    for key, entry in references.items():
        if key in cited:
            yield reference(key, entry)


def cited_keys(case: Case) -> Iterable[str]:
    periods = [case.period(n) for n in range(case.first, case.last + 1)]
    codings = [
        *case.throughout.values(),
        *(c for p in periods for c in p.codings.values()),
        *(c for named in case.indicators.values() for i in named.values() for c in i.codings.values()),
    ]
    yield from (evidence.source for coding in codings for evidence in coding.evidence)
    yield from (event.source for event in case.events)
    yield from (series.source for series in case.series.values())


def _citation(case: Case, provenance: Provenance) -> str:
    """How to cite the page."""
    return (
        f"{case.heading}: a formal test of theories. Report made with checker {provenance.version} "
        f"on {provenance.made_on}."
    )
