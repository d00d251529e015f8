"""Codings go into a case file and nothing else in it moves: comments, order, looks."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from checker.files.exchange.coding_yaml import coding_lines, in_flow, key_text
from checker.files.exchange.import_codings import Imported, imported, moved, read_case_text, same_coding
from checker.files.yaml.edit import YamlText
from checker.logic.formula import Term
from checker.problems import InvalidStudy
from checker.study.case import Coding, Evidence
from checker.study.sheet import BASELINE, THROUGHOUT, Place, sheet_of
from tests.coding_strategies import BOOK, KEYS, sheets

CODEBOOK = """\
codebook: small
roles: {state: The state, partner: Its partner}
variables:
  trade: {}
  cover: {values: [absent, weak, strong]}
  need: {of: [state, partner]}
  threat: {values: [none, low, high], of: [[partner], [state]]}
"""
HEAD = """\
# A case; this comment stays.
case: two   # so does this
codebook: codebook.yaml

roles: {state: A, partner: B}
sources: references.bib
"""
SHIPPED = ("belarus-iran", "ukraine-iran", "venezuela-iran", "egypt-soviet-union")


def folder(path: Path, text: str) -> Path:
    (path / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    (path / "references.bib").write_text("".join(f"@book{{{key}, title = {{T}}}}\n" for key in KEYS), encoding="utf-8")
    (path / "two.yaml").write_bytes(text.encode())
    return path / "two.yaml"


def put(path: Path, text: str, codings: dict[Place, Coding]) -> Imported:
    case, source = read_case_text(folder(path, text))
    return imported(case, source, codings)


def at(period: str, term: str, *roles: str) -> Place:
    return Place(period, Term(term, roles))


@st.composite
def layouts(draw: st.DrawFn) -> tuple[str, dict[Place, Coding]]:
    """The text of a case in some layout, with comments, and the codings it holds."""
    codings = draw(sheets())
    remark = iter(range(1000))

    def comment(indent: int) -> list[str]:
        return [" " * indent + f"# remark {next(remark)}"] if draw(st.booleans()) else []

    def entries(period: str, indent: int) -> list[str]:
        lines = []
        for place, coding in codings.items():
            if place.period == period:
                variable = BOOK.variables[place.term.variable]
                lines += comment(indent)
                if draw(st.booleans()):
                    lines += coding_lines(place.term, coding, variable, indent)
                else:
                    said = f"{' ' * indent}{key_text(place.term)}: {in_flow(coding, variable)}"
                    lines.append(said + (f"   # remark {next(remark)}" if draw(st.booleans()) else ""))
        return lines

    def table(period: str, indent: int, key: str) -> list[str]:
        inside = entries(period, indent + 2)
        if any(not line.lstrip().startswith("#") for line in inside):
            return [" " * indent + f"{key}:", *inside]
        return draw(st.sampled_from(([], [" " * indent + f"{key}:"], [" " * indent + f"{key}: {{}}"])))

    rows = [HEAD.rstrip("\n"), *comment(0)]
    inside = table(BASELINE, 2, "codings")
    rows += ["baseline:", "  label: Before", *inside] if inside else ["baseline:"]
    rows += [*table(THROUGHOUT, 0, "throughout"), "", *comment(0), "periods:"]
    for period, years in (("first", "[1990, 1994]"), ("second", "[1995, 1999]")):
        rows += [f"  - id: {period}", *comment(4), f"    years: {years}", *table(period, 4, "codings"), *comment(4)]
    rows += draw(st.sampled_from(([], ["events: []"], ["title: The end   # last"])))
    return "\n".join(rows) + draw(st.sampled_from(("\n", "", "\n\n# the end\n"))), codings


def comments(text: str) -> list[str]:
    return sorted(YamlText(text).comments(0, len(text)))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(layouts(), sheets(), st.booleans())
def test_what_is_imported_is_read_back_and_no_comment_is_lost(
    layout: tuple[str, dict[Place, Coding]], new: dict[Place, Coding], crlf: bool
) -> None:
    text, old = layout
    before = text.replace("\n", "\r\n") if crlf else text
    with TemporaryDirectory() as place:
        case, source = read_case_text(folder(Path(place), before))
        found = imported(case, source, new)
        again, _ = read_case_text(folder(Path(place), found.text))
    wanted = {**old, **new}
    said = sheet_of(again).codings
    assert said.keys() == wanted.keys()
    assert all(same_coding(said[each], wanted[each]) for each in wanted)
    assert comments(found.text.replace("\r\n", "\n")) == comments(text)
    assert (found.text.count("\r\n") == found.text.count("\n")) if crlf else "\r" not in found.text


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(layouts())
def test_what_the_file_says_already_changes_nothing(layout: tuple[str, dict[Place, Coding]]) -> None:
    text, old = layout
    with TemporaryDirectory() as place:
        found = put(Path(place), text, old)
    assert found.text == text
    assert (found.changes, found.unchanged) == ((), len(old))


@pytest.mark.parametrize("name", SHIPPED)
def test_a_changed_coding_changes_its_own_lines_and_no_others(name: str) -> None:
    case, source = read_case_text(Path("cases") / f"{name}.yaml")
    place, coding = next((place, coding) for place, coding in sheet_of(case).codings.items() if coding.note)
    found = imported(case, source, {place: replace(coding, note="Another reason.")})
    old, new = source.text.splitlines(), found.text.splitlines()
    assert len(old) == len(new)
    assert [(a, b) for a, b in zip(old, new, strict=True) if a != b] and sum(
        a != b for a, b in zip(old, new, strict=True)
    ) == 1


@pytest.mark.parametrize("name", SHIPPED)
def test_a_yaml_library_reads_what_was_written_and_finds_every_comment_in_its_place(name: str) -> None:
    case, source = read_case_text(Path("cases") / f"{name}.yaml")
    changes = {
        place: replace(coding, note="New: with a colon, and # no comment.", coder="ann")
        for place, coding in list(sheet_of(case).codings.items())[::5]
    }
    text = imported(case, source, changes).text
    library = YAML()
    library.preserve_quotes = True
    library.width = 1_000_000
    library.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    library.dump(library.load(text), out)
    assert out.getvalue() == text


def test_a_short_coding_becomes_a_long_one_below_its_comment(tmp_path: Path) -> None:
    text = HEAD + "periods:\n  - id: first\n    codings:\n      trade: yes   # from the tables\n      cover: weak\n"
    found = put(
        tmp_path,
        text,
        {
            at("first", "trade"): Coding(
                ("no",), note="Looked again.", evidence=(Evidence("waltz1979", "p. 3", "1990", "No trade."),)
            )
        },
    )
    assert (
        found.text
        == HEAD
        + """\
periods:
  - id: first
    codings:
      trade:   # from the tables
        value: no
        note: Looked again.
        evidence:
          - {source: waltz1979, locator: p. 3, date: 1990, says: No trade.}
      cover: weak
"""
    )


def test_a_removed_field_leaves_its_comment(tmp_path: Path) -> None:
    text = (
        HEAD
        + """\
periods:
  - id: first
    codings:
      trade:
        value: yes
        note: |   # why
          Two lines
          of words.
        # the coder's name
        coder: ann
"""
    )
    found = put(tmp_path, text, {at("first", "trade"): Coding(("yes",), coder="ann")})
    assert found.text == text.replace(
        """\
        note: |   # why
          Two lines
          of words.
""",
        "        # why\n",
    )


def test_a_case_in_braces_takes_codings(tmp_path: Path) -> None:
    text = (
        "{case: two, codebook: codebook.yaml, roles: {state: A, partner: B}, sources: references.bib,\n"
        " periods: [{id: first, codings: {trade: yes}}, {id: second}]}\n"
    )
    new = {
        at("first", "trade"): Coding(("no",), note="So, it is."),
        at("first", "cover"): Coding(("weak", "strong")),
        at("second", "threat", "partner", "state"): Coding(()),
        at(THROUGHOUT, "need", "state"): Coding(("yes",)),
    }
    found = put(tmp_path, text, new)
    assert found.text == (
        "{case: two, codebook: codebook.yaml, roles: {state: A, partner: B}, sources: references.bib, "
        "throughout: {need(state): yes},\n"
        ' periods: [{id: first, codings: {trade: {value: no, note: "So, it is."}, cover: [weak, strong]}}, '
        '{id: second, codings: {"threat(partner, state)": missing}}]}\n'
    )


def test_a_value_that_others_share_is_not_changed_behind_their_back(tmp_path: Path) -> None:
    text = (
        HEAD + "periods:\n  - id: first\n    codings:\n      trade: &t {value: yes, note: N}\n"
        "  - id: second\n    codings: {trade: *t}\n"
    )
    with pytest.raises(InvalidStudy, match=r"alias|without changing something else|names nothing"):
        put(tmp_path, text, {at("first", "trade"): Coding(("no",))})
    found = put(tmp_path, text, {at("second", "trade"): Coding(("no",))})
    assert found.text == text.replace("*t", "no")


def test_codings_that_periods_share_are_not_changed_behind_their_back(tmp_path: Path) -> None:
    text = HEAD + "periods:\n  - id: first\n    codings: &c {trade: yes}\n  - {id: second, codings: *c}\n"
    for value, other in (("no", "no"), ("no", "missing")):
        with pytest.raises(InvalidStudy, match=r"alias|without changing something else"):
            put(
                tmp_path,
                text,
                {
                    at("first", "trade"): Coding((value,)),
                    at("second", "trade"): Coding((other,) if other != "missing" else ()),
                },
            )
    with pytest.raises(InvalidStudy, match=r"alias|without changing something else"):
        put(tmp_path, text, {at("second", "cover"): Coding(("weak",))})


def test_evidence_that_is_named_again_is_written_out_where_it_changes(tmp_path: Path) -> None:
    text = (
        HEAD
        + """\
periods:
  - id: first
    codings:
      trade:
        value: yes
        evidence:
          - &w {source: waltz1979, locator: p. 1}
  - id: second
    codings:
      trade:
        value: yes
        evidence:   # both
          - {source: bohdan2014}
          - *w
        coder: ann
      cover: {value: weak, evidence: [*w]}
"""
    )
    waltz, more = Evidence("waltz1979", "p. 1"), Evidence("bohdan2014", "p. 9")
    found = put(
        tmp_path,
        text,
        {
            at("second", "trade"): Coding(("yes",), evidence=(Evidence("bohdan2014"), waltz, more), coder="ann"),
            at("second", "cover"): Coding(("weak", "strong"), evidence=(waltz,)),
        },
    )
    assert found.text == text.replace(
        "          - *w\n",
        "          - {source: waltz1979, locator: p. 1}\n          - {source: bohdan2014, locator: p. 9}\n",
    ).replace(
        "{value: weak, evidence: [*w]}", "{value: [weak, strong], evidence: [{source: waltz1979, locator: p. 1}]}"
    )


def test_evidence_in_block_style_is_changed_piece_by_piece(tmp_path: Path) -> None:
    text = (
        HEAD
        + """\
periods:
  - id: first
    codings:
      trade:
        value: yes
        evidence:
          # the first
          - source: waltz1979
            locator: p. 1   # or 2
          # the second
          - source: bohdan2014
            says: >-
              Two lines
              of words.
      # after it
      cover: weak
"""
    )
    old = Evidence("bohdan2014", "", "", "Two lines of words.")
    found = put(tmp_path, text, {at("first", "trade"): Coding(("yes",), evidence=(old, Evidence("un:2001+a")))})
    assert found.text == text.replace(
        """\
          - source: waltz1979
            locator: p. 1   # or 2
""",
        "          # or 2\n",
    ).replace(
        "              of words.\n",
        """\
              of words.
          - {source: "un:2001+a"}
""",
    )


@pytest.mark.parametrize(
    ("tail", "new"),
    [
        ("baseline:\nperiods: [{id: first}]\n", "baseline: {codings: {trade: no}}\nperiods: [{id: first}]\n"),
        ("baseline: {}\nperiods: [{id: first}]\n", "baseline: {codings: {trade: no}}\nperiods: [{id: first}]\n"),
        (
            "baseline: {codings: }\nperiods: [{id: first}]\n",
            "baseline: {codings: {trade: no} }\nperiods: [{id: first}]\n",
        ),
        (
            "baseline: {codings: {}}\nperiods: [{id: first}]\n",
            "baseline: {codings: {trade: no}}\nperiods: [{id: first}]\n",
        ),
        (
            "baseline:\n  label: B\nperiods: [{id: first}]",
            "baseline:\n  label: B\n  codings:\n    trade: no\nperiods: [{id: first}]",
        ),
        (
            "periods: [{id: first}]\nbaseline:\n  codings:",
            "periods: [{id: first}]\nbaseline:\n  codings:\n    trade: no\n",
        ),
    ],
)
def test_a_baseline_in_any_style_takes_its_first_coding(tmp_path: Path, tail: str, new: str) -> None:
    assert put(tmp_path, HEAD + tail, {at(BASELINE, "trade"): Coding(("no",))}).text == HEAD + new


def test_a_byte_order_mark_and_foreign_line_ends_are_no_trouble(tmp_path: Path) -> None:
    text = HEAD + "periods:\n  - id: first\n    codings: {trade: yes}\n"
    found = put(tmp_path, "\ufeff" + text.replace("\n", "\r\n"), {at("first", "trade"): Coding(("no",))})
    assert found.text == text.replace("yes}", "no}").replace("\n", "\r\n")


def test_a_file_that_moves_names_its_neighbours_from_there(tmp_path: Path) -> None:
    path = folder(tmp_path, HEAD + "periods: [{id: first}]\n")
    (tmp_path / "below").mkdir()
    text = moved(path.read_text(), tmp_path, tmp_path / "below")
    assert "codebook: ../codebook.yaml" in text.replace('"', "")
    assert "sources: ../references.bib" in text.replace('"', "")
    assert moved(text, tmp_path, tmp_path) == text
    bare = moved("codebook: codebook\n", tmp_path, tmp_path / "below")
    assert bare == 'codebook: "../codebook.yaml"\n'
    assert moved("codebook: elsewhere\n", tmp_path, tmp_path / "below") == "codebook: elsewhere\n"
