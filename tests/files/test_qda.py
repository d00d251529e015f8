"""Exchange with QDA software: a codebook that its schema accepts, projects read warily."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given, settings
from lxml import etree

from checker.files.exchange.refi_qda import code_guid, qdc, read_qdpx
from checker.files.study.reader import read_codebook
from checker.logic.formula import Term
from checker.problems import InvalidStudy
from checker.study.codebook import Codebook, Variable
from checker.study.sheet import Place
from tests.coding_strategies import BLANK, BOOK
from tests.strategies import codebooks

SCHEMA = Path(__file__).with_name("refi_qda_codebook.xsd")
PROJECT = '<?xml version="1.0" encoding="utf-8"?>\n<Project xmlns="urn:QDA-XML:project:1.0" name="p">'


def schema() -> Any:
    return etree.XMLSchema(etree.parse(str(SCHEMA)))


def accepted(text: str) -> bool:
    return bool(schema().validate(etree.fromstring(text.encode())))


@pytest.mark.parametrize("name", ["codebook", "democratic-peace-codebook"])
def test_the_shipped_codebooks_are_valid_by_the_schema(name: str) -> None:
    text = qdc(read_codebook(Path("theory") / f"{name}.yaml"))
    assert accepted(text)
    assert text == qdc(read_codebook(Path("theory") / f"{name}.yaml"))


@settings(deadline=None, max_examples=50)
@given(codebooks())
def test_any_codebook_is_valid_by_the_schema(codebook: Codebook) -> None:
    if any(not variable.theoretical for variable in codebook.variables.values()):
        text = qdc(codebook)
        assert accepted(text)
        guids = [code.get("guid") for code in etree.fromstring(text.encode()).iter("{*}Code")]
        assert len(set(guids)) == len(guids)


def test_the_schema_is_not_one_that_accepts_everything() -> None:
    text = qdc(BOOK)
    assert accepted(text)
    assert not accepted(text.replace('isCodable="true"', 'isCodable="perhaps"'))
    assert not accepted(text.replace(' guid="', ' guid="x'))
    assert not accepted(text.replace("<Codes>", "<Codes/><Codes>"))


def test_texts_that_xml_cannot_hold_are_left_out_and_marks_are_escaped() -> None:
    book = Codebook("b", {}, {"a": Variable("a", question='Is it <b> & "so"?\x00', coding={"no": "]]>", "yes": "é"})})
    text = qdc(book)
    assert accepted(text)
    assert [node.text for node in etree.fromstring(text.encode()).iter("{*}Description")] == [
        'Is it <b> & "so"?\nValues, lowest first: no, yes.',
        "]]>",
        "é",
    ]


def test_a_codebook_with_nothing_to_code_is_refused() -> None:
    with pytest.raises(InvalidStudy, match="no observable variable"):
        qdc(Codebook("b", {}, {"a": Variable("a", theoretical=True)}))


def guid(number: int) -> str:
    return f"00000000-0000-0000-0000-{number:012d}"


def value(number: int, text: str, kind: str = "TextValue") -> str:
    return f'<VariableValue><VariableRef targetGUID="{guid(number)}"/><{kind}>{text}</{kind}></VariableValue>'


def project(cases: str, variables: tuple[str, ...] = ("trade", "cover", "need(state)"), codes: str = "") -> str:
    declared = "".join(
        f'<Variable guid={quoteattr(guid(n))} name={quoteattr(name)} typeOfVariable="Text"/>'
        for n, name in enumerate(variables)
    )
    return f"{PROJECT}{codes}<Variables>{declared}</Variables>\n<Cases>{cases}</Cases></Project>"


def qda_case(name: str, *inside: str) -> str:
    return f"\n<Case guid={quoteattr(guid(99))} name={quoteattr(name)}>{''.join(inside)}</Case>"


def packed(path: Path, text: str | bytes, name: str = "project.qde", others: Mapping[str, bytes] | None = None) -> Path:
    with zipfile.ZipFile(path / "p.qdpx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
        for other, data in (others or {}).items():
            archive.writestr(other, data)
    return path / "p.qdpx"


def read(path: Path, text: str) -> dict[str, tuple[str, ...]]:
    sheet = read_qdpx(packed(path, text), "p.qdpx", BLANK)
    return {str(place): coding.values for place, coding in sheet.codings.items()}


def problems_in(path: Path, text: str) -> list[tuple[str, str, str]]:
    with pytest.raises(InvalidStudy) as raised:
        read(path, text)
    return [(str(problem.location), problem.message, problem.hint) for problem in raised.value.problems]


def test_variable_values_of_cases_become_codings(tmp_path: Path) -> None:
    assert read(
        tmp_path,
        project(
            qda_case("first", value(0, "true", "BooleanValue"), value(1, "weak|strong"), value(2, "missing"))
            + qda_case("two/second", value(0, " no "), value(1, ""))
            + qda_case("throughout", value(1, "absent"))
            + qda_case("other/first", value(0, "yes"))
            + qda_case("An interview", value(0, "whatever"))
        ),
    ) == {
        "cover (throughout)": ("absent",),
        "trade (first)": ("yes",),
        "cover (first)": ("weak", "strong"),
        "need(state) (first)": (),
        "trade (second)": ("no",),
    }


def test_codes_of_the_exported_codebook_become_codings_by_identifier_or_by_place(tmp_path: Path) -> None:
    codes = (
        f'<CodeBook><Codes><Code guid="{guid(1)}" name="cover" isCodable="false">'
        f'<Code guid="{guid(2)}" name="weak" isCodable="true"/></Code></Codes></CodeBook>'
    )
    strong = code_guid(BOOK, f"{Term('cover')}=strong")
    assert read(
        tmp_path,
        project(
            qda_case(
                "first",
                f'<CodeRef targetGUID="{guid(2)}"/>',
                f'<CodeRef targetGUID="{{{strong.lower()}}}"/>',
                f'<CodeRef targetGUID="{guid(77)}"/>',
            ),
            codes=codes,
        ),
    ) == {"cover (first)": ("weak", "strong")}


def test_the_codings_know_their_line(tmp_path: Path) -> None:
    sheet = read_qdpx(packed(tmp_path, project(qda_case("first", value(0, "yes")))), "p.qdpx", BLANK)
    assert str(sheet.codings[Place("first", Term("trade"))].location) == "p.qdpx!project.qde:4:1"


@pytest.mark.parametrize(
    ("text", "message", "fix"),
    [
        (project(qda_case("first", value(0, "perhaps"))), "trade: `perhaps` is no value of trade", "one of: no, yes"),
        (
            project(qda_case("first", value(0, "1", "IntegerValue"))),
            "trade: `1` is no value of trade",
            "one of: no, yes",
        ),
        (
            project(qda_case("two/third", value(0, "yes"))),
            "two has no period `third`",
            "one of: baseline, throughout, first, second",
        ),
        (
            project(qda_case("first", value(0, "yes")), ("trde",)),
            "`trde` is no variable of the codebook",
            "did you mean `trade`?",
        ),
        (
            project(qda_case("first", value(0, "yes")), ("if then",)),
            "the variable `if then` is not named as a term",
            "name it as in `capability(partner)`",
        ),
        (
            project(qda_case("first", value(7, "yes"))),
            "a value refers to a variable that the project does not declare",
            "export it again",
        ),
        (
            project(qda_case("first", value(0, "yes")) + qda_case("two/first", value(0, "no"))),
            "trade (first) is coded twice, and differently",
            "keep one of the two",
        ),
        (
            project(qda_case("An interview")),
            "no case of the project stands for a period of two",
            "name the project's cases by its periods: baseline, throughout, first, second",
        ),
        (
            "<Other/>",
            "the XML is no REFI-QDA project: its root is not `Project`",
            "export the project again as REFI-QDA",
        ),
        ("<Project>", "this is no XML: no element found", "export the project again as REFI-QDA"),
    ],
    ids=lambda part: str(part)[-40:],
)
def test_what_cannot_be_read_is_said_with_a_fix(tmp_path: Path, text: str, message: str, fix: str) -> None:
    assert [problem[1:] for problem in problems_in(tmp_path, text)] == [(message, fix)]


HOSTILE = "do not open the file; ask whoever made it for another"
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE Project [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
    + "]><Project>&m;</Project>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]><Project>&x;</Project>'


@pytest.mark.parametrize(
    "text",
    [LAUGHS, OUTSIDE, '<!DOCTYPE Project SYSTEM "http://localhost/x.dtd"><Project/>'],
    ids=["laughs", "a file outside", "a document type elsewhere"],
)
def test_xml_that_declares_anything_is_refused_unread(tmp_path: Path, text: str) -> None:
    assert [problem[1:] for problem in problems_in(tmp_path, text)] == [
        ("the XML declares a document type or entities", HOSTILE)
    ]


def test_xml_without_end_is_refused(tmp_path: Path) -> None:
    assert "nested more than 200 deep" in problems_in(tmp_path, PROJECT + "<a>" * 100_000)[0][1]


def test_paths_that_leave_the_archive_are_refused(tmp_path: Path) -> None:
    file = packed(tmp_path, project(qda_case("first", value(0, "yes"))), others={"sources/../../../evil.txt": b"x"})
    with pytest.raises(InvalidStudy, match="is a path that leaves the archive"):
        read_qdpx(file, "p.qdpx", BLANK)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["p.qdpx"]


def test_a_bomb_is_refused_by_what_the_archive_says_and_by_what_it_holds(tmp_path: Path) -> None:
    with pytest.raises(InvalidStudy, match="unpacks to more than 400 times its size"):
        read_qdpx(packed(tmp_path, b"<" + b" " * 90_000_000), "p.qdpx", BLANK)
    file = packed(tmp_path, b"<" + b" " * 3_000_000)
    data = file.read_bytes()
    size = (3_000_001).to_bytes(4, "little")
    assert data.count(size) == 2
    file.write_bytes(data.replace(size, (900).to_bytes(4, "little")))
    with pytest.raises(InvalidStudy, match=r"damaged|this is no XML"):
        read_qdpx(file, "p.qdpx", BLANK)


def test_an_archive_without_a_project_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidStudy, match="the archive has no project files"):
        read_qdpx(packed(tmp_path, "x", "readme.txt"), "p.qdpx", BLANK)
    (tmp_path / "no.qdpx").write_text("no zip")
    with pytest.raises(InvalidStudy, match="this is not a REFI-QDA project"):
        read_qdpx(tmp_path / "no.qdpx", "no.qdpx", BLANK)
    with pytest.raises(InvalidStudy, match="there is no such file"):
        read_qdpx(tmp_path / "none.qdpx", "none.qdpx", BLANK)
