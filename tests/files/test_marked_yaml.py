"""YAML that is no YAML, YAML that is too much, and the plain words said about it."""

from __future__ import annotations

import re

import pytest

from checker.files.yaml.errors import TYPOS, Typo
from checker.files.yaml.nodes import Entries, Items, Scalar, compose
from checker.files.yaml.source import Source
from tests.files.conftest import CASE, Folder


def composed(text: str) -> Entries:
    root, problems = compose(Source("f.yaml", text))
    assert not problems
    assert isinstance(root, Entries)
    return root


# What is read


def test_words_stay_words() -> None:
    root = composed("a: no\nb: 0.10\nc: 2010-01\nd: 0x1F\ne: ~\nf:\ng: 'null'\nh: \"\"\n")
    assert [(key.text, value.text, value.is_null) for key, value in root if isinstance(value, Scalar)] == [
        ("a", "no", False),
        ("b", "0.10", False),
        ("c", "2010-01", False),
        ("d", "0x1F", False),
        ("e", "~", True),
        ("f", "", True),
        ("g", "null", False),
        ("h", "", False),
    ]


def test_every_value_keeps_its_place() -> None:
    root = composed("ä: [b, {c: d}]\n")
    members = root.items("ä")
    assert str(root.keys["ä"].location) == "f.yaml:1:1"
    assert [str(member.location) for member in members] == ["f.yaml:1:5", "f.yaml:1:8"]
    assert isinstance(members[1], Entries)
    assert str(members[1].values["c"].location) == "f.yaml:1:12"


def test_an_alias_stands_for_its_value() -> None:
    root = composed("a: &x {b: c}\nd: *x\n")
    assert root.entries("d").text("b") == "c"


def test_a_byte_order_mark_is_no_part_of_the_first_key(folder: Folder) -> None:
    folder.write("codebook.yaml", b"\xef\xbb\xbf" + (folder.path / "codebook.yaml").read_bytes())
    folder.rule("trade")
    assert folder.errors() == []


def test_pyyamls_own_parser_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: [b, {c: d}]\ne: >-\n  f\n  g\n'h': \"i\\tj\"\n"

    def flat(node: object) -> object:
        match node:
            case Scalar():
                return (node.text, node.style, node.line, node.column)
            case Items():
                return [flat(item) for item in node.nodes]
            case Entries():
                return {key.text: flat(value) for key, value in node}
        raise TypeError(node)

    with_c = flat(composed(text))
    monkeypatch.setattr("checker.files.yaml.nodes._Loader", __import__("yaml").SafeLoader)
    assert flat(composed(text)) == with_c


# What is no YAML


@pytest.mark.parametrize(
    "text",
    [
        "a: |x\n b",
        "a: !<x 1",
        "a: &x &y 1",
        "%YAML 3.0\n---\na: b",
        "a: b\n...\nc: d\n...x",
        "[a, b",
        "{a: b",
        "'",
        '"\\',
        "a: 'b'c: d",
        "&",
        "a: >9\n b",
        "? a\n? b\nc",
        "- - -\n - b: c\nd",
        'a: "\\xZZ"',
        "!!a !!b c",
        "a: b: c: d",
    ],
)
def test_any_other_slip_has_a_place_and_a_fix(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for loader in ("CSafeLoader", "SafeLoader"):
        monkeypatch.setattr("checker.files.yaml.nodes._Loader", getattr(__import__("yaml"), loader))
        root, problems = compose(Source("f.yaml", text))
        assert root is None
        assert all(problem.location.line and problem.message and problem.hint for problem in problems)


@pytest.mark.parametrize("typo", [typo for typo in TYPOS if typo.example], ids=lambda typo: typo.example)
def test_each_typo_is_told_and_its_fix_works(typo: Typo) -> None:
    _, problems = compose(Source("f.yaml", typo.example))
    told = re.escape(typo.message).replace(re.escape("{what}"), ".+")
    assert problems[-1].code == typo.code and re.fullmatch(told, problems[-1].message)
    assert re.fullmatch(re.escape(typo.fix).replace(re.escape("{what}"), ".+"), problems[-1].hint)
    for written in re.findall("write `(.*)`$", problems[-1].hint):
        assert written in typo.meant
    assert not compose(Source("f.yaml", typo.meant))[1]


def test_a_character_that_the_parser_refuses() -> None:
    _, problems = compose(Source("f.yaml", "a: \x00"))
    assert [str(problem.location) for problem in problems] == ["f.yaml"]


def test_the_line_is_shown_with_a_caret(folder: Folder) -> None:
    folder.rule("every X in state: need(X)")
    assert str(folder.problems()[0]).splitlines() == [
        "theory.yaml:6:27: error: a colon followed by a space cannot stand in this text",
        "        rule: every X in state: need(X)",
        "                              ^",
        "    fix: quote the rule or write it in block style (`>-`)",
    ]


def test_a_second_period_without_its_dash_is_said_once(folder: Folder) -> None:
    second = "id: second\n    years: [1995, 1999]\n    codings:\n      trade: no\n"
    case = f"{CASE}periods:\n  - id: first\n    years: [1990, 1994]\n    codings:\n      trade: yes\n"
    folder.case(f"{case}    {second}")
    assert folder.codes() == [("case.yaml:10:5", "missing-dash")]
    folder.case(f"{case}  - {second}")
    assert folder.errors() == []
