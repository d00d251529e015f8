"""Small texts of the page: marks, dates, values, sources, anchors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from markupsafe import Markup, escape

from checker.analysis.verdicts.judgement import BORNE_OUT, REFUTED, Judgement, Record, Verdict
from checker.logic.formula import Term
from checker.report.page.parts import EvidenceLine, Mark, PeriodHead, ReferenceView
from checker.report.words import verdicts as wording
from checker.report.words.labels import percent
from checker.report.words.numbers import decimal, spoken_date
from checker.study.case import Case, Coding, Evidence

References = Mapping[str, Mapping[str, str]]


def mark(verdict: Verdict) -> Mark:
    return Mark(verdict, wording.GLYPHS[verdict], tone(verdict), wording.MEANINGS[verdict])


def tone(verdict: Verdict) -> str:
    """The fill of a verdict: what happened fits, is allowed, goes against tendencies, refutes, or hangs on gaps."""
    if verdict in BORNE_OUT:
        return "fit"
    if verdict in REFUTED:
        return "refuted"
    return {"against expectation": "against", "permitted": "allowed", "silent": "silent", "open": "open"}.get(
        verdict, "none"
    )


def anchor(*parts: str) -> str:
    """An id for a link; names hold no dots, so that different parts give different ids."""
    return ".".join(re.sub(r"[^\w-]+", ".", part).strip(".") for part in parts)


def cell_anchor(record: Record, judgement: Judgement) -> str:
    """The card of a verdict; what is explained stands in it where a theory explains more than one thing."""
    explains = (str(record.explains),) if len(record.theory.explains) > 1 else ()
    return anchor("cell", record.theory.name, *explains, judgement.period_id)


def coding_anchor(term: Term, period_id: str) -> str:
    return anchor("coding", period_id, str(term))


def head(case: Case, number: int) -> PeriodHead:
    period = case.period(number)
    heading = period.heading if number or period.label else "Baseline"
    return PeriodHead(
        number, period.id, heading, wording.years(period).replace("-", "–"), period.note, spoken_date(period.onset)
    )


def heading(case: Case, period_id: str) -> str:
    """The name of a period for readers."""
    number = case.number_of(period_id)
    return period_id if number is None else head(case, number).heading


def heads(case: Case, baseline: bool = False) -> tuple[PeriodHead, ...]:
    return tuple(head(case, n) for n in range(case.first if baseline else 1, case.last + 1))


def value_words(coding: Coding) -> str:
    return wording.listed(coding.values, "or") or "missing"


def confidence_words(coding: Coding) -> str:
    """The probability of what is coded, or of each value where they differ: `0.8`, `weak 0.7, strong 0.3`."""
    shares = {value: coding.confidence.get(value, Fraction(0)) for value in coding.values}
    if not coding.confidence or not shares:
        return ""
    if len(set(shares.values())) == 1:
        return decimal(sum(shares.values(), Fraction(0)))
    return ", ".join(f"{value} {decimal(share)}" for value, share in shares.items())


def tenths(number: Fraction) -> str:
    """A mean number, to a tenth.

    >>> tenths(Fraction(7, 4)), tenths(Fraction(2))
    ('1.8', '2')
    """
    return f"{float(number):.1f}".removesuffix(".0")


def breakable(words: str) -> Markup:
    """A text whose terms may be broken after `_` and `,` and before `(`, and nowhere else.

    >>> breakable("cover(state, partner)")
    Markup('cover<wbr>(state, partner)')
    """
    return Markup(re.sub(r"(?<=[_,])(?=\S)|(?<=\w)(?=\()", "<wbr>", str(escape(words))))


def unbroken_percent(share: Fraction) -> str:
    """A share as `percent` has it, never broken between number and sign."""
    return unbroken(percent(share))


def unbroken(words: str) -> str:
    """A sentence in which no share is broken between number and sign."""
    return re.sub(r"(?<=\d) %", "\N{NO-BREAK SPACE}%", words)


def evidence_line(evidence: Evidence, references: References) -> EvidenceLine:
    return EvidenceLine(
        evidence.source,
        short_source(evidence.source, references),
        evidence.locator,
        spoken_date(evidence.date),
        evidence.says,
    )


def short_source(key: str, references: References) -> str:
    """`Bohdan 2014`, or the key where the entry names no author."""
    entry = references.get(key, {})
    names = family_names(entry.get("author") or entry.get("editor") or "")
    year = entry.get("year", "")
    if not names:
        return key
    who = names[0] if len(names) == 1 else " and ".join(names) if len(names) == 2 else f"{names[0]} et al."
    return f"{who} {year}".strip()


def family_names(authors: str) -> list[str]:
    """What stands before the comma; a name without one, as of an organisation, as a whole."""
    names = [name.strip() for name in re.split(r"\s+and\s+", authors) if name.strip()]
    return [name.split(",")[0] for name in names]


def reference(key: str, entry: Mapping[str, str]) -> ReferenceView:
    """A reference in one line, in the order author, year, title, place of publication."""

    def field(*names: str) -> str:
        return next((entry[name] for name in names if entry.get(name)), "")

    authors = wording.listed(re.split(r"\s+and\s+", field("author", "editor")))
    volume = field("volume") + (f"({field('number')})" if field("number") else "")
    journal = ", ".join(part for part in (field("journal"), volume, _pages(field("pages"))) if part)
    within = f"in {field('booktitle')}" if field("booktitle") else ""
    publisher = ": ".join(part for part in (field("address"), field("publisher", "institution")) if part)
    lead = f"{authors} ({field('year') or 'n.d.'})." if authors else f"({field('year') or 'n.d.'})."
    rest = [part for part in (field("title"), journal, within, publisher, field("howpublished")) if part]
    text = " ".join((lead, ". ".join(rest) + ("." if rest else "")))
    doi = field("doi")
    url = f"https://doi.org/{doi}" if doi else field("url")
    return ReferenceView(key, text, url if url.startswith(("https://", "http://")) else "", field("note"))


def _pages(pages: str) -> str:
    return f"pp. {pages.replace('--', '–')}" if pages else ""


def sources_of(case: Case, theories_references: Iterable[References]) -> dict[str, Mapping[str, str]]:
    """The references of a case and of its theories by key; the case's entry counts where both have one."""
    found: dict[str, Mapping[str, str]] = {}
    for references in (case.references, *theories_references):
        for key, entry in references.items():
            found.setdefault(key, entry)
    return found


def cited_words(key: str, locator: str, references: References) -> str:
    return ", ".join(part for part in (short_source(key, references), locator) if part)


def unique(words: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(words))
