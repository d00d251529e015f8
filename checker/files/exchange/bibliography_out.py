"""The works that a case cites, as BibTeX and as CSL-JSON for citation managers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from checker.files.study.bibtex import Reference
from checker.study.case import Case
from checker.study.evidence import numbered
from checker.study.theory import Theory

_MARKS = re.compile(r"[&%$#_{}]")
_VERBATIM = frozenset(("url", "doi", "file", "eprint"))
_CSL_TYPES = {
    "article": "article-journal",
    "book": "book",
    "collection": "book",
    "incollection": "chapter",
    "inbook": "chapter",
    "inproceedings": "paper-conference",
    "techreport": "report",
    "report": "report",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "dataset": "dataset",
    "unpublished": "manuscript",
    "online": "webpage",
    "electronic": "webpage",
    "legislation": "legislation",
}
_CSL_FIELDS = {
    "title": "title",
    "journal": "container-title",
    "journaltitle": "container-title",
    "booktitle": "container-title",
    "publisher": "publisher",
    "institution": "publisher",
    "school": "publisher",
    "organization": "publisher",
    "howpublished": "medium",
    "address": "publisher-place",
    "location": "publisher-place",
    "volume": "volume",
    "pages": "page",
    "doi": "DOI",
    "url": "URL",
    "isbn": "ISBN",
    "issn": "ISSN",
    "edition": "edition",
    "note": "note",
    "series": "collection-title",
    "version": "version",
    "language": "language",
    "abstract": "abstract",
    "keywords": "keyword",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Words that tell an organisation from a person.
_BODIES = re.compile(
    r"\b(?:institute|organi[sz]ation|nations|agency|ministry|university|council|group|department|"
    r"committee|bank|fund|assembly|congress|union|office|service|project|centre|center|association|"
    r"commission|government|bureau|administration|library|press|news)\b",
    re.IGNORECASE,
)


def cited(cases: Sequence[Case], theories: Sequence[Theory] = ()) -> dict[str, Reference]:
    """The works that codings, series, events and propositions cite, sorted by key."""
    works: dict[str, Reference] = {}
    for case in cases:
        works.update({key: dict(case.references[key]) for key in _keys(case) if key in case.references})
    for theory in theories:
        keys = [p.source.key for p in theory.propositions if p.source is not None]
        works.update({key: dict(theory.references[key]) for key in keys if key in theory.references})
    return dict(sorted(works.items()))


def _keys(case: Case) -> Iterator[str]:
    codings = [*case.throughout.values(), *(c for _, period in numbered(case) for c in period.codings.values())]
    codings += [
        c for named in case.indicators.values() for indicator in named.values() for c in indicator.codings.values()
    ]
    codings += [coding for reading in case.readings.values() for coding in reading.codings.values()]
    yield from (piece.source for coding in codings for piece in coding.evidence)
    yield from (series.source for series in case.series.values())
    yield from (event.source for event in case.events)


def bibtex(references: Mapping[str, Reference]) -> str:
    """The works as BibTeX, in UTF-8; titles keep their capitals, organisations their names."""
    return "\n".join(_entry(key, reference) for key, reference in references.items())


def _entry(key: str, reference: Reference) -> str:
    rows = [f"@{reference.get('type', 'misc')}{{{key},"]
    for name, value in reference.items():
        if name != "type":
            rows.append(f"  {name} = {{{_field(name, value)}}},")
    return "\n".join([*rows, "}"]) + "\n"


def _field(name: str, value: str) -> str:
    if name in _VERBATIM:
        return value.replace("{", "%7B").replace("}", "%7D")
    if name in ("author", "editor", "translator"):
        return " and ".join(_name(each) for each in _split(value))
    said = _escaped(value)
    return f"{{{said}}}" if name in ("title", "booktitle") else said


def _name(name: str) -> str:
    """In braces where BibTeX would take an organisation's last word for a family name."""
    is_person = "," in name and not _BODIES.search(name.partition(",")[2])
    return _escaped(name) if is_person or name == "others" else f"{{{_escaped(name)}}}"


def _escaped(value: str) -> str:
    return _MARKS.sub(lambda match: "\\" + match.group(), value)


def csl_json(references: Mapping[str, Reference]) -> str:
    """The works as CSL-JSON, the data of citation processors (citeproc)."""
    return (
        json.dumps([_csl(key, reference) for key, reference in references.items()], indent=2, ensure_ascii=False) + "\n"
    )


def _csl(key: str, reference: Reference) -> dict[str, Any]:
    kind = reference.get("type", "misc")
    otherwise = "webpage" if "url" in reference else "document"
    item: dict[str, Any] = {"id": key, "type": _CSL_TYPES.get(kind, otherwise)}
    for name, csl in _CSL_FIELDS.items():
        if name in reference:
            item.setdefault(csl, reference[name].replace("–", "-") if name == "pages" else reference[name])
    if "number" in reference:
        item["issue" if kind == "article" else "number"] = reference["number"]
    for role in ("author", "editor", "translator"):
        names = list(_names(reference.get(role, "")))
        if names:
            item[role] = names
    when = _date(reference.get("date", "")) or _year_and_month(reference)
    if when:
        item["issued"] = {"date-parts": [when]}
    elif reference.get("year"):
        item["issued"] = {"literal": reference["year"]}
    visited = _date(reference.get("urldate", ""))
    if visited:
        item["accessed"] = {"date-parts": [visited]}
    return item


def _names(text: str) -> Iterator[dict[str, str]]:
    """Persons, written `Family, Given`, by both names; organisations, written without a comma, as they are."""
    for name in _split(text):
        family, comma, given = (part.strip() for part in name.partition(","))
        if comma and not _BODIES.search(given):
            yield {"family": family, "given": given} if given else {"family": family}
        elif name != "others":
            yield {"literal": name}


def _split(text: str) -> list[str]:
    """The names that `and` joins; it may also stand in the name of one organisation."""
    whole = " ".join(text.split())
    if not whole or ("," not in whole and _BODIES.search(whole)):
        return [whole] if whole else []
    return whole.split(" and ")


def _date(text: str) -> list[int]:
    match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text.strip())
    return [int(part) for part in match.groups() if part] if match else []


def _year_and_month(reference: Reference) -> list[int]:
    year = reference.get("year", "").strip()
    if not re.fullmatch(r"\d{4}", year):
        return []
    month = reference.get("month", "").strip().lower()
    if month[:3] in _MONTHS:
        return [int(year), _MONTHS.index(month[:3]) + 1]
    return [int(year), int(month)] if month.isdigit() and 1 <= int(month) <= 12 else [int(year)]
